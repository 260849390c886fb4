"""Forms of funds, contributions and their parts, of needs, payments and expenditures."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import ContributionKind, FundKind, FundState, StepKind, Visibility
from tracker.domain.drafts.funding import FIRST_STEPS
from tracker.domain.figures import PROMISES
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    AmountField,
    CodeField,
    CurrencyField,
    DayField,
    IdField,
    LongText,
    PartialDateField,
    Required,
    SubmissionField,
    Text,
    VersionField,
)
from tracker.web.forms.sources import SourcedForm

_CURRENCY = _("Three letters, such as USD.")
_NOT_STATED = _("Leave it empty where your source states none: not stated is not zero.")
_DATE = _("As precise as your source: 2004-03-01, 2004-03, 2004, early 2004.")
_PERIOD = _("A year, a biennium or a stretch: 2004, biennium 2004/2005, 2004-03/2004-12.")


class FundForm(SourcedForm):
    pairs = (("kind", "state"), *SourcedForm.pairs)

    name = Text(_("Name"), validators=[Required()])
    kind = CodeField(_("Kind"), codes=FundKind, validators=[Required()], default=FundKind.not_stated)
    state = CodeField(_("State"), codes=FundState, validators=[Required()], default=FundState.not_stated)
    state_stated = Text(_("State, as your source words it"))
    summary = LongText(_("Summary"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()
    submission = SubmissionField()


class ContributionForm(SourcedForm):
    pairs = (("fund_id", "programme_id"), ("currency", "visibility"), *SourcedForm.pairs)

    donor_id = IdField(_("Donor"), validators=[Required()])
    kind = CodeField(
        _("Kind"),
        codes=ContributionKind,
        validators=[Required()],
        default=ContributionKind.money,
        description=_(
            "Only money counts as funding. Goods, loans and what is only passed through are shown and enter no sum."
        ),
    )
    fund_id = IdField(_("Fund"))
    programme_id = IdField(_("Programme"))
    agreement_id = IdField(_("Agreement"))
    purpose = LongText(_("Purpose"))
    currency = CurrencyField(_("Currency"), description=_CURRENCY)
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()
    submission = SubmissionField()


class NewContributionForm(ContributionForm):
    pairs = (
        ("fund_id", "programme_id"),
        ("amount", "currency"),
        ("step_kind", "on"),
        *SourcedForm.pairs,
    )
    step_kind = CodeField(
        _("First step"),
        codes=FIRST_STEPS,
        empty=_("none yet"),
        description=_("What is known of the money so far. A pledge is shown and never counted as funding."),
    )
    on = PartialDateField(_("Date of the step"), description=_DATE)
    amount = AmountField(_("Amount"), description=_NOT_STATED)
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)


class StepForm(SourcedForm):
    pairs = (("kind", "on"), ("amount", "currency"), ("takes_back", "kind_stated"), *SourcedForm.pairs)

    kind = CodeField(
        _("Step"),
        codes=StepKind,
        empty=_("choose"),
        validators=[Required()],
        description=_("A pledge, its commitment and its receipt are the same money: each is a step of it."),
    )
    on = PartialDateField(_("Date"), description=_DATE)
    amount = AmountField(
        _("Amount"),
        description=_(
            "Only what this step adds. Leave it empty where your source states none: not stated is not zero."
            " What was received and goes back is a negative amount."
        ),
    )
    currency = CurrencyField(_("Currency"), description=_CURRENCY)
    takes_back = CodeField(
        _("Promise that a withdrawal takes back"),
        codes=PROMISES,
        empty=_("no withdrawal, or not known"),
    )
    kind_stated = Text(_("Step, as your source words it"))
    version = VersionField()
    submission = SubmissionField()


class AllocationForm(SourcedForm):
    pairs = (("project_id", "amount"), *SourcedForm.pairs)

    project_id = IdField(_("Project"), validators=[Required()])
    amount = AmountField(_("Amount"), validators=[Required()])
    version = VersionField()
    submission = SubmissionField()


class RequirementForm(SourcedForm):
    pairs = (("amount", "currency"), *SourcedForm.pairs)

    amount = AmountField(_("Amount needed"), description=_NOT_STATED)
    currency = CurrencyField(_("Currency"), description=_CURRENCY)
    period = PartialDateField(_("Period"), description=_PERIOD)
    version = VersionField()
    submission = SubmissionField()


class PaymentForm(SourcedForm):
    pairs = (("amount", "currency"), ("day", "reference"), *SourcedForm.pairs)

    organisation_id = IdField(_("Paid to"), validators=[Required()])
    amount = AmountField(
        _("Amount"), validators=[Required()], description=_("Money that came back is a negative amount.")
    )
    currency = CurrencyField(_("Currency"), validators=[Required()], description=_CURRENCY)
    day = DayField(_("Paid on"), validators=[Required()])
    reference = Text(_("Reference"))
    contribution_id = IdField(_("Out of which contribution"))
    note = LongText(_("Note"))
    version = VersionField()
    submission = SubmissionField()


class AgreementPaymentForm(PaymentForm):
    project_id = IdField(_("For which project"))


class ProjectPaymentForm(PaymentForm):
    agreement_id = IdField(_("Under which agreement"))


class ExpenditureForm(Form):
    pairs = (("ledger", "reference"), ("amount", "currency"), ("period", "closed_day"))

    ledger = Text(_("Ledger"), validators=[Required()], description=_("Where it is kept, such as Umoja or IMIS."))
    reference = Text(_("Its reference there"))
    amount = AmountField(
        _("Amount spent"), validators=[Required()], description=_("As the ledger has it; a correction may be negative.")
    )
    currency = CurrencyField(_("Currency"), validators=[Required()], description=_CURRENCY)
    period = PartialDateField(_("Period"), description=_PERIOD)
    closed_day = DayField(
        _("Ledger closed on"), validators=[Required()], description=_("The day up to which the amount holds.")
    )
    note = LongText(_("Note"))
    version = VersionField()
    submission = SubmissionField()

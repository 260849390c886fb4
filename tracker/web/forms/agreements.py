"""Forms of agreements, of their life and of their parts."""

from typing import ClassVar

from flask_babel import lazy_gettext as _

from tracker.domain.codes import ActionState, AgreementKind, AgreementState, Visibility
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    AmountField,
    CodeField,
    CurrencyField,
    DayField,
    IdField,
    IdsField,
    LongText,
    PartialDateField,
    Required,
    SubmissionField,
    Text,
    VersionField,
)
from tracker.web.forms.sources import SourcedForm

PRECISE = _("As precise as you know it: 2003-12-26, 2003-11, 2004, early 2004.")


class AgreementForm(Form):
    """What an agreement says; its state moves on its own form."""

    pairs = (("kind", "number"), ("start", "end"), ("amount", "currency"))

    title = Text(_("Title"), validators=[Required()])
    kind = CodeField(_("Kind"), codes=AgreementKind, validators=[Required()], default=AgreementKind.mou)
    number = Text(_("Number"), description=_("As it stands on the paper; each agreement has its own."))
    own_ids = IdsField(_("Own side"), validators=[Required()])
    other_ids = IdsField(_("Other parties"), validators=[Required()])
    covers = LongText(_("What it covers"))
    summary = LongText(_("Summary"))
    programme_id = IdField(_("Programme"))
    project_ids = IdsField(_("Projects it covers"))
    signed = PartialDateField(_("Date of signature"), description=PRECISE)
    start = PartialDateField(_("Start"))
    end = PartialDateField(_("End"), description=_("Leave it empty where none is stated: it then never lapses."))
    amount = AmountField(_("Ceiling"), description=_("The most that may be paid under it, in full digits."))
    currency = CurrencyField(_("Currency"), description=_("Three letters such as USD."))
    consequence = LongText(_("Consequence"), description=_("What follows from it, as your source says."))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()


class NewAgreementForm(AgreementForm):
    state = CodeField(
        _("State"),
        codes=[AgreementState.draft, AgreementState.signed],
        validators=[Required()],
        default=AgreementState.draft,
    )
    submission = SubmissionField()


class AgreementStateForm(Form):
    """A move of its life: only the fields that the move wants are shown."""

    pairs = (("document_title", "document_reference"),)

    state = CodeField(_("New state"), codes=AgreementState, validators=[Required()])
    signed = PartialDateField(_("Date of signature"), description=PRECISE)
    state_day = DayField(_("Since"), description=_("The day from which it holds; today if you leave it empty."))
    why = LongText(_("Reason"))
    document_id = IdField(_("Document"), description=_("The paper that says so, if it is known here."))
    document_title = Text(_("or a new document: title"))
    document_reference = Text(_("its reference"))
    version = VersionField()
    submission = SubmissionField()


class SignatureForm(Form):
    pairs = (("person_id", "name_stated"), ("title_stated", "day"))

    organisation_id = IdField(_("For which side"), validators=[Required()])
    person_id = IdField(_("Person"))
    name_stated = Text(_("or the name as stated"))
    title_stated = Text(_("Office held"))
    day = DayField(_("Signed on"))
    version = VersionField()
    submission = SubmissionField()


class UndertakingForm(SourcedForm):
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("organisation_id", "due"),
        ("state", "done_day"),
        *SourcedForm.pairs,
    )

    text = LongText(_("What was promised"), validators=[Required()])
    organisation_id = IdField(_("By which side"))
    due = PartialDateField(_("Due"), description=PRECISE)
    state = CodeField(_("State"), codes=ActionState, validators=[Required()], default=ActionState.open)
    done_day = DayField(_("Done on"))
    outcome = LongText(_("What came of it"))
    project_id = IdField(_("Project that it led to"))
    version = VersionField()
    submission = SubmissionField()


class AmendmentForm(Form):
    pairs = (("on", "document_id"), ("amount", "currency"))

    on = PartialDateField(_("Date"), validators=[Required()], description=PRECISE)
    document_id = IdField(_("Document"))
    text = LongText(_("What it changes"), validators=[Required()])
    end = PartialDateField(_("New end"), description=_("Only where the amendment sets one."))
    amount = AmountField(_("New ceiling"), description=_("The whole ceiling from now on, not what is added."))
    currency = CurrencyField(_("Currency"))
    version = VersionField()
    submission = SubmissionField()

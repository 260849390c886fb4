"""Forms of assessments, findings, recommendations and deliveries."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import (
    AssessmentKind,
    AssessmentState,
    DamageGrade,
    Effect,
    Hazard,
    RecommendationState,
    Sector,
    Topic,
    Visibility,
)
from tracker.web.forms import Form
from tracker.web.forms.counted import HELP, RangeField, SuggestField
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
    WholeField,
)
from tracker.web.forms.placed import PlacedForm
from tracker.web.forms.sources import SourcedForm


class AssessmentForm(PlacedForm):
    """What an assessment is. What it found and asks for is recorded on its page."""

    title = Text(_("Title"), validators=[Required()])
    kind = CodeField(_("Kind"), codes=AssessmentKind, default=AssessmentKind.not_stated)
    state = CodeField(_("State"), codes=AssessmentState, default=AssessmentState.not_stated)
    on = PartialDateField(_("Date"))
    summary = LongText(_("What was seen, in short"))
    method = LongText(_("Method"))
    hazard = CodeField(_("Hazard"), codes=Hazard, empty=_("not stated"))
    disaster_ids = IdsField(_("Disasters it followed"))
    lead_ids = IdsField(_("Led by"))
    partner_ids = IdsField(_("Partners"))
    participant_ids = IdsField(_("Took part"))
    support_ids = IdsField(_("Supported it"))
    implementing_ids = IdsField(_("Carried it out"))
    funding_ids = IdsField(_("Paid for it"))
    reviewing_ids = IdsField(_("Review it"))
    programme_id = IdField(_("Programme"))
    project_id = IdField(_("Project"))
    output = LongText(_("What came of it"))
    output_on = PartialDateField(_("That came out on"))
    follow_up = LongText(_("Follow-up, as stated"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()
    submission = SubmissionField()


class FindingForm(SourcedForm):
    pairs = (
        ("sector", "effect"),
        ("topic", "grade"),
        ("figure", "unit"),
        ("amount", "amount_high"),
        ("currency", "place_id"),
        *SourcedForm.pairs,
    )

    text = LongText(_("What was found"), validators=[Required()])
    sector = CodeField(_("Sector"), codes=Sector, empty=_("choose"), validators=[Required()])
    effect = CodeField(
        _("Effect"),
        codes=Effect,
        empty=_("none of them"),
        description=_("Damage to assets, loss of flows, or need for recovery."),
    )
    topic = CodeField(_("Topic"), codes=Topic, default=Topic.general)
    grade = CodeField(
        _("Grade of damage"),
        codes=DamageGrade,
        empty=_("none"),
        description=_("Of damaged buildings only, by the European Macroseismic Scale."),
    )
    figure = RangeField(_("How many"), description=HELP)
    unit = SuggestField(
        _("Unit"),
        suggested=[_("houses"), _("households"), _("people"), _("shelters"), _("schools")],
        description=_("What is counted. Deliveries in the same unit are compared with a need."),
    )
    amount = AmountField(_("Or an amount of money"))
    amount_high = AmountField(_("Up to"), description=_("Where the amount is a range."))
    currency = CurrencyField(_("Currency"), description=_("Three letters, such as USD."))
    place_id = IdField(_("Place"))
    version = VersionField()
    submission = SubmissionField()


class RecommendationForm(SourcedForm):
    pairs = (("addressee_id", "addressee_stated"), *SourcedForm.pairs)

    text = LongText(_("What is asked for"), validators=[Required()])
    finding_ids = IdsField(
        _("Findings it answers"),
        description=_("What is delivered for it is set against these."),
    )
    addressee_id = IdField(_("Of which organisation"))
    addressee_stated = Text(_("Or of whom, in words"))
    due_day = DayField(_("By when"))
    follow_up = LongText(_("Follow-up, as stated"), description=_("Such as: under review by the UNDP office."))
    version = VersionField()
    submission = SubmissionField()


class MoveForm(Form):
    pairs = (("state", "day"),)

    state = CodeField(_("New state"), codes=RecommendationState, validators=[Required()])
    day = DayField(_("Since"), description=_("Left empty: today."))
    why = LongText(_("Reason"), description=_("Needed for a rejection."))
    version = VersionField()


class TurnForm(Form):
    version = VersionField()


class MilestoneOfForm(Form):
    project_id = IdField(_("Project"), validators=[Required()])
    version = VersionField()


class DeliveryForm(SourcedForm):
    pairs = (("quantity", "unit"), *SourcedForm.pairs)

    text = Text(_("What was delivered"), validators=[Required()])
    quantity = WholeField(_("How many"), validators=[Required()])
    unit = SuggestField(
        _("Unit"),
        validators=[Required()],
        description=_("The same word as in the finding, so that the two are compared."),
    )
    on = PartialDateField(_("Delivered on"), description=_("As precise as you know it: 2026-11-12, 2026-11."))
    recommendation_id = IdField(
        _("For which recommendation"), description=_("Without one it counts against no finding.")
    )
    version = VersionField()
    submission = SubmissionField()

"""The closed lists of the field, each with the word a reader sees.

Values are what forms, addresses, files and the database hold; `LABELS` gives the English word, which pages and
briefs translate. The stages, healths, agreement and fund kinds are those of the programme's own vocabulary.
"""

from collections.abc import Collection
from enum import StrEnum


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a message for translation; it is translated where it is shown."""
    return message


class Role(StrEnum):
    administrator = "administrator"
    coordinator = "coordinator"
    manager = "manager"
    mission = "mission"
    viewer = "viewer"


class Visibility(StrEnum):
    public = "public"
    internal = "internal"
    confidential = "confidential"


class RecordKind(StrEnum):
    """What a row of the record table stands for; one per entity table."""

    territory = "territory"
    place = "place"
    disaster = "disaster"
    impact_figure = "impact_figure"
    programme = "programme"
    programme_member = "programme_member"
    post = "post"
    calendar_event = "calendar_event"
    project = "project"
    objective = "objective"
    component = "component"
    milestone = "milestone"
    risk = "risk"
    action_point = "action_point"
    update = "update"
    assessment = "assessment"
    finding = "finding"
    recommendation = "recommendation"
    delivery = "delivery"
    organisation = "organisation"
    agreement = "agreement"
    signature = "signature"
    undertaking = "undertaking"
    amendment = "amendment"
    fund = "fund"
    requirement = "requirement"
    contribution = "contribution"
    step = "step"
    allocation = "allocation"
    payment = "payment"
    expenditure = "expenditure"
    rate = "rate"
    reported_amount = "reported_amount"
    mission = "mission"
    person = "person"
    document = "document"
    brief = "brief"
    review = "review"
    decision = "decision"


class Stage(StrEnum):
    """Where a project is in its life."""

    not_stated = "not_stated"
    identified = "identified"
    proposed = "proposed"
    under_review = "under_review"
    approved = "approved"
    under_way = "under_way"
    suspended = "suspended"
    completed = "completed"
    closed = "closed"
    cancelled = "cancelled"


class Phase(StrEnum):
    """The phase of the disaster-management cycle that a project mainly serves, by the terms of UNDRR; not its stage."""

    mitigation = "mitigation"
    preparedness = "preparedness"
    response = "response"
    recovery = "recovery"
    reconstruction = "reconstruction"


class Health(StrEnum):
    """How a project is going; separate from its stage."""

    on_track = "on_track"
    at_risk = "at_risk"
    off_track = "off_track"
    not_reported = "not_reported"


WORST_FIRST = (Health.off_track, Health.at_risk, Health.on_track, Health.not_reported)
"""How serious a project's health is: what is not reported is not known to be bad."""


def worst_of(healths: Collection[Health]) -> Health:
    """The most serious of them; not reported where there are none."""
    return next((one for one in WORST_FIRST if one in healths), Health.not_reported)


class BulkKind(StrEnum):
    """What is done to several projects at once."""

    add_manager = "add_manager"
    set_manager = "set_manager"
    add_tag = "add_tag"
    remove_tag = "remove_tag"
    set_programme = "set_programme"


class UpdateState(StrEnum):
    draft = "draft"
    submitted = "submitted"
    published = "published"
    returned = "returned"


class Region(StrEnum):
    """Regions of the world as the United Nations' statistics have them (M49)."""

    africa = "africa"
    americas = "americas"
    asia = "asia"
    europe = "europe"
    oceania = "oceania"


class Funding(StrEnum):
    """How a project stands with its money, as the list of projects is asked for it."""

    unfunded = "unfunded"


class MapMeasure(StrEnum):
    """What the map of the portfolio shows by the size of its marks."""

    projects = "projects"
    disasters = "disasters"
    asked = "asked"
    received = "received"
    gap = "gap"


class Hazard(StrEnum):
    """GLIDE hazard codes."""

    CW = "CW"
    CE = "CE"
    DR = "DR"
    EQ = "EQ"
    EP = "EP"
    EC = "EC"
    ET = "ET"
    FA = "FA"
    FR = "FR"
    FF = "FF"
    FL = "FL"
    HT = "HT"
    IN = "IN"
    LS = "LS"
    MS = "MS"
    OT = "OT"
    ST = "ST"
    SL = "SL"
    AV = "AV"
    SS = "SS"
    AC = "AC"
    TO = "TO"
    TC = "TC"
    TS = "TS"
    VW = "VW"
    VO = "VO"
    WV = "WV"
    WF = "WF"


class AssessmentKind(StrEnum):
    not_stated = "not_stated"
    rapid = "rapid"
    sectoral = "sectoral"
    joint = "joint"
    desk_review = "desk_review"
    identification = "identification"
    evaluation = "evaluation"


class AssessmentState(StrEnum):
    not_stated = "not_stated"
    planned = "planned"
    under_way = "under_way"
    completed = "completed"


class Sector(StrEnum):
    """Sectors of a post-disaster needs assessment."""

    housing = "housing"
    education = "education"
    health = "health"
    nutrition = "nutrition"
    culture = "culture"
    water_sanitation = "water_sanitation"
    community_infrastructure = "community_infrastructure"
    energy = "energy"
    transport = "transport"
    agriculture = "agriculture"
    employment = "employment"
    commerce = "commerce"
    tourism = "tourism"
    governance = "governance"
    land = "land"
    risk_reduction = "risk_reduction"
    environment = "environment"
    gender = "gender"
    macro_economy = "macro_economy"


class Effect(StrEnum):
    damage = "damage"
    loss = "loss"
    need = "need"


class Topic(StrEnum):
    """What a finding is about beside its sector: what a programme of human settlements looks at first."""

    general = "general"
    building_damage = "building_damage"
    tenure = "tenure"
    registry = "registry"
    institutional_capacity = "institutional_capacity"


class DamageGrade(StrEnum):
    """Damage to buildings by the European Macroseismic Scale 1998: grade 1 (slight) to grade 5 (destruction)."""

    grade_1 = "grade_1"
    grade_2 = "grade_2"
    grade_3 = "grade_3"
    grade_4 = "grade_4"
    grade_5 = "grade_5"


class RecommendationState(StrEnum):
    open = "open"
    accepted = "accepted"
    rejected = "rejected"
    project = "project"
    done = "done"


class DocumentKind(StrEnum):
    """What a document is; `public_record` is common knowledge that no paper of the programme states."""

    report = "report"
    public_record = "public_record"
    agreement = "agreement"
    amendment = "amendment"
    letter = "letter"
    proposal = "proposal"
    assessment = "assessment"
    donor_report = "donor_report"
    photograph = "photograph"
    map = "map"
    other = "other"


class AgreementKind(StrEnum):
    mou = "mou"
    cooperation = "cooperation"
    letter = "letter"
    contribution = "contribution"
    exchange = "exchange"


class AgreementState(StrEnum):
    draft = "draft"
    signed = "signed"
    ended = "ended"
    suspended = "suspended"
    terminated = "terminated"


class FundKind(StrEnum):
    not_stated = "not_stated"
    general_purpose = "general_purpose"
    special_purpose = "special_purpose"
    trust_fund = "trust_fund"
    technical_cooperation_trust_fund = "technical_cooperation_trust_fund"


class FundState(StrEnum):
    not_stated = "not_stated"
    in_preparation = "in_preparation"
    open = "open"
    closed = "closed"


class StepKind(StrEnum):
    """One step of a contribution; each is an increment of the same money."""

    announced = "announced"
    pledged = "pledged"
    committed = "committed"
    received = "received"
    withdrawn = "withdrawn"


class PledgeAge(StrEnum):
    """How long ago a pledge was made that nobody has committed yet."""

    under_90 = "under_90"
    from_90 = "from_90"
    from_180 = "from_180"
    over_365 = "over_365"
    undated = "undated"


class ContributionKind(StrEnum):
    """Only money counts as funding; the rest is shown and never added to it."""

    money = "money"
    in_kind = "in_kind"
    loan = "loan"
    pass_through = "pass_through"  # noqa: S105 - money handed on, no password


class AmountNature(StrEnum):
    """What a reported amount is: none of these is funding of a project here."""

    planned_grants = "planned_grants"
    planned_loans = "planned_loans"
    cumulative_total = "cumulative_total"
    aid_total = "aid_total"
    general_purpose = "general_purpose"
    special_purpose = "special_purpose"


class AmountQualifier(StrEnum):
    more_than = "more_than"
    about = "about"


class FundingCondition(StrEnum):
    subject_to_funding = "subject_to_funding"


class PartnerRole(StrEnum):
    partner = "partner"
    lead = "lead"
    implementing = "implementing"
    funding = "funding"
    support = "support"
    participant = "participant"
    reviewing = "reviewing"


class OrganisationKind(StrEnum):
    not_stated = "not_stated"
    government = "government"
    united_nations = "united_nations"
    intergovernmental = "intergovernmental"
    development_bank = "development_bank"
    local_authority = "local_authority"
    non_governmental = "non_governmental"
    academic = "academic"
    private = "private"


class RiskLevel(StrEnum):
    low = "low"
    medium = "medium"
    high = "high"


class ActionState(StrEnum):
    open = "open"
    done = "done"


class ReviewState(StrEnum):
    open = "open"
    closed = "closed"


class Deadline(StrEnum):
    """How a dated intention stands on a day; only a date that somebody set or confirmed can be late."""

    none = "none"
    ahead = "ahead"
    done = "done"
    late = "late"
    to_be_confirmed = "to_be_confirmed"
    as_reported = "as_reported"


class BriefKind(StrEnum):
    mission = "mission"
    project = "project"
    donor = "donor"
    portfolio = "portfolio"
    minute = "minute"


class BriefState(StrEnum):
    """What a kept brief is: a draft for good, or issued until another supersedes it."""

    draft = "draft"
    issued = "issued"
    superseded = "superseded"


class DoubtKind(StrEnum):
    """Why a brief cannot be stood behind as it is; in the order in which the check lists it."""

    missing = "missing"
    stale = "stale"
    ended = "ended"
    unsigned = "unsigned"
    over_committed = "over_committed"
    old_rate = "old_rate"
    no_source = "no_source"
    untranslated = "untranslated"


class DoubtField(StrEnum):
    """What the check before printing found wanting: the field, or the fact that does not hold together."""

    mission_purpose = "mission_purpose"
    security_focal_point = "security_focal_point"
    programme_summary = "programme_summary"
    project_summary = "project_summary"
    project_manager = "project_manager"
    project_stage = "project_stage"
    project_requirement = "project_requirement"
    contribution_amount = "contribution_amount"
    action_owner = "action_owner"
    action_day = "action_day"
    project_report = "project_report"
    agreement_end = "agreement_end"
    payment_outside = "payment_outside"
    project_end = "project_end"
    milestone_due = "milestone_due"
    agreement_draft = "agreement_draft"
    payment_unsigned = "payment_unsigned"
    money_unsigned = "money_unsigned"
    partner_uncovered = "partner_uncovered"
    signature_missing = "signature_missing"
    payments_above = "payments_above"
    project_over = "project_over"
    programme_over = "programme_over"
    contribution_over = "contribution_over"
    rate_day = "rate_day"
    figure_source = "figure_source"
    text_language = "text_language"
    territory_name = "territory_name"


class BatchKind(StrEnum):
    """What many briefs are printed of at once."""

    territories = "territories"
    missions = "missions"
    projects = "projects"
    donors = "donors"
    programmes = "programmes"


class JobState(StrEnum):
    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"


class ReportingPeriod(StrEnum):
    """How often a programme wants reports from its projects."""

    month = "month"
    quarter = "quarter"


class ReportStanding(StrEnum):
    """How a project's report for a period stands, the worst first."""

    missing = "missing"
    owed = "owed"
    waiting = "waiting"
    late = "late"
    on_time = "on_time"
    not_owed = "not_owed"


LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
"""The six official languages of the United Nations, in the order of the language menu."""

ALLOWED_STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.not_stated: frozenset(Stage) - {Stage.not_stated},
    Stage.identified: frozenset({Stage.proposed, Stage.under_review, Stage.approved, Stage.under_way, Stage.cancelled}),
    Stage.proposed: frozenset({Stage.under_review, Stage.approved, Stage.under_way, Stage.cancelled}),
    Stage.under_review: frozenset({Stage.proposed, Stage.approved, Stage.cancelled}),
    Stage.approved: frozenset({Stage.under_way, Stage.suspended, Stage.cancelled}),
    Stage.under_way: frozenset({Stage.suspended, Stage.completed, Stage.cancelled}),
    Stage.suspended: frozenset({Stage.under_way, Stage.cancelled}),
    Stage.completed: frozenset({Stage.closed}),
    Stage.closed: frozenset(),
    Stage.cancelled: frozenset(),
}
"""The moves a project may make from each stage."""

STAGES_WITH_REASON = frozenset({Stage.suspended, Stage.cancelled})
"""Moves to these need a reason."""

FINISHED_STAGES = frozenset({Stage.completed, Stage.closed, Stage.cancelled})
"""Projects in these stages are asked for no more reports."""

ALLOWED_AGREEMENT_STATES: dict[AgreementState, frozenset[AgreementState]] = {
    AgreementState.draft: frozenset({AgreementState.signed, AgreementState.terminated}),
    AgreementState.signed: frozenset({AgreementState.suspended, AgreementState.ended, AgreementState.terminated}),
    AgreementState.suspended: frozenset({AgreementState.signed, AgreementState.terminated}),
    AgreementState.ended: frozenset(),
    AgreementState.terminated: frozenset(),
}
"""The moves an agreement may make from each state; from suspended to signed it is resumed."""

AGREEMENT_STATES_WITH_REASON = frozenset({AgreementState.suspended, AgreementState.terminated})
"""Moves to these need a reason and a document."""

AGREEMENT_STATES_IN_FORCE = frozenset({AgreementState.signed, AgreementState.suspended})
"""Agreements in these states were signed and have not ended: their end may still come."""

_RS = RecommendationState

ALLOWED_RECOMMENDATIONS: dict[RecommendationState, frozenset[RecommendationState]] = {
    _RS.open: frozenset({_RS.accepted, _RS.rejected, _RS.project, _RS.done}),
    _RS.accepted: frozenset({_RS.open, _RS.rejected, _RS.project, _RS.done}),
    _RS.rejected: frozenset({_RS.open}),
    _RS.project: frozenset({_RS.open, _RS.done}),
    _RS.done: frozenset({_RS.open}),
}
"""The moves a recommendation may make; to `project` it goes by being turned into one, or into a milestone."""

OPEN_RECOMMENDATIONS = frozenset({_RS.open, _RS.accepted})
"""Recommendations in these states wait for somebody."""

MEASURES = (
    N_("deaths"),
    N_("missing"),
    N_("injured"),
    N_("affected"),
    N_("displaced"),
    N_("houses destroyed"),
    N_("houses damaged"),
)
"""Measures of a disaster's impact that are offered; others may be written. Stored as they stand here."""

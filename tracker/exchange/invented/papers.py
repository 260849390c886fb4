"""The agreement and the assessment of one invented project."""

from datetime import date, datetime, timedelta

from tracker.domain import models as m
from tracker.domain.codes import (
    ActionState,
    AgreementKind,
    AgreementState,
    AssessmentKind,
    AssessmentState,
    DamageGrade,
    Effect,
    RecommendationState,
    Sector,
)
from tracker.domain.dates import PartialDate
from tracker.domain.invented import PREFIX
from tracker.exchange.invented import words
from tracker.exchange.invented.chances import Chances
from tracker.exchange.invented.projects import Made
from tracker.exchange.invented.rows import Rows, Values
from tracker.exchange.invented.world import World

STATES = {
    AgreementState.signed: 58.0,
    AgreementState.ended: 16.0,
    AgreementState.draft: 14.0,
    AgreementState.terminated: 6.0,
    AgreementState.suspended: 6.0,
}
ANSWERED = {
    RecommendationState.open: 42.0,
    RecommendationState.accepted: 20.0,
    RecommendationState.done: 20.0,
    RecommendationState.project: 11.0,
    RecommendationState.rejected: 7.0,
}
WHY = {
    AgreementState.suspended: "Suspended until the site is safe.",
    AgreementState.terminated: "Terminated by both sides.",
}


def agreement(rows: Rows, world: World, chances: Chances, project: Made) -> int | None:
    """The project's agreement with its partner, where it has one; its id where it was signed."""
    if not chances.of(48):
        return None
    state = chances.by_weight(STATES)
    signed = project.start - timedelta(days=chances.between(0, 25))
    end = _end(chances, state, signed)
    at = chances.moment(signed)
    moved = chances.before(1, 60) if state not in (AgreementState.draft, AgreementState.signed) else None
    key = rows.record(
        m.Agreement,
        at,
        code=f"{PREFIX}agreement-{project.number}",
        visibility=project.visibility,
        title=f"Invented agreement on {project.title.removeprefix('Invented: ')}",
        kind=chances.one(list(AgreementKind)),
        state=state,
        state_why=WHY.get(state),
        state_day=moved,
        programme_id=project.programme,
        signed=PartialDate.on(signed) if state != AgreementState.draft else None,
        start=PartialDate.on(signed),
        end=chances.partial(end) if chances.of(92) and end > signed + timedelta(days=400) else PartialDate.on(end),
        amount=chances.money(50_000, 5_000_000, "USD") if chances.of(60) else None,
    )
    sides = [(world.own, True), (project.partners[0], False)]
    for organisation, own in sides:
        rows.link(m.AgreementParty, at, agreement_id=key, organisation_id=organisation, own=own)
        if state != AgreementState.draft and chances.of(90):
            _signature(rows, at, key, organisation, signed)
    rows.link(m.AgreementProject, at, agreement_id=key, project_id=project.id)
    _promises(rows, chances, project, key=key, at=at, end=end)
    if state in (AgreementState.signed, AgreementState.ended) and chances.of(30):
        _payment(rows, chances, project, key=key, signed=signed, end=end)
    return key if state != AgreementState.draft else None


def _end(chances: Chances, state: AgreementState, signed: date) -> date:
    """Most end in the years to come, one in eight within three months, a few have lapsed."""
    if state == AgreementState.ended:
        return max(chances.before(1, 300), signed + timedelta(days=20))
    when = chances.by_weight({"later": 80.0, "soon": 13.0, "lapsed": 7.0})
    if when == "soon":
        return chances.today + timedelta(days=chances.between(0, 90))
    if when == "lapsed":
        return max(chances.before(1, 60), signed + timedelta(days=5))
    return chances.today + timedelta(days=chances.between(91, 900))


def _signature(rows: Rows, at: datetime, key: int, organisation: int, day: date) -> None:
    named: Values = {"name_stated": "An invented signatory", "title_stated": "Director"}
    rows.record(m.Signature, at, parent=key, agreement_id=key, organisation_id=organisation, day=day, **named)


def _promises(rows: Rows, chances: Chances, project: Made, *, key: int, at: datetime, end: date) -> None:
    own: Values = {"parent": key, "agreement_id": key}
    if chances.of(50):
        due = PartialDate.parse(f"{end:%Y-%m}")
        state = ActionState.done if chances.of(40) else ActionState.open
        rows.record(
            m.Undertaking,
            at,
            organisation_id=project.partners[0],
            text=chances.one(words.UNDERTAKINGS),
            due=due,
            state=state,
            done_day=at.date() if state == ActionState.done else None,
            **own,
        )
    if chances.of(14):
        on = max(at.date(), chances.before(1, 200))
        later = PartialDate.on(max(end, on) + timedelta(days=chances.between(30, 300)))
        rows.record(
            m.Amendment,
            chances.moment(on),
            number=1,
            text="More time is given.",
            on=PartialDate.on(on),
            end=later,
            **own,
        )


def _payment(rows: Rows, chances: Chances, project: Made, *, key: int, signed: date, end: date) -> None:
    last = min(end, chances.today - timedelta(days=1))
    day = signed + timedelta(days=chances.between(0, max((last - signed).days, 0)))
    rows.record(
        m.Payment,
        chances.moment(day),
        visibility=project.visibility,
        agreement_id=key,
        organisation_id=project.partners[0],
        project_id=project.id,
        day=day,
        reference=f"INV/{project.number}",
        amount=chances.money(5_000, 48_000, "USD"),
    )


def assessment(rows: Rows, chances: Chances, project: Made) -> None:
    """The assessment before the project, where there was one: what it found and what it asked for."""
    if not chances.of(16):
        return
    day = project.start - timedelta(days=chances.between(20, 120))
    at = chances.moment(day)
    key = rows.record(
        m.Assessment,
        at,
        code=f"{PREFIX}assessment-{project.number}",
        visibility=project.visibility,
        title=f"Invented assessment before {project.title.removeprefix('Invented: ')}",
        kind=chances.one([kind for kind in AssessmentKind if kind != AssessmentKind.not_stated]),
        state=AssessmentState.completed,
        on=PartialDate.on(day),
        programme_id=project.programme,
        hazard=project.struck.hazard if project.struck else None,
    )
    rows.link(m.AssessmentTerritory, at, assessment_id=key, territory_id=project.land.id)
    if project.struck:
        rows.link(m.AssessmentDisaster, at, assessment_id=key, disaster_id=project.struck.id)
    findings = [_finding(rows, chances, key, at) for _ in range(chances.between(1, 3))]
    for text in chances.some(words.RECOMMENDATIONS, chances.between(2, 4)):
        _recommendation(rows, chances, project, key, at, text=text, finding=chances.one(findings))


def _finding(rows: Rows, chances: Chances, key: int, at: datetime) -> int:
    low = chances.between(10, 9_000)
    return rows.record(
        m.Finding,
        at,
        parent=key,
        assessment_id=key,
        text=chances.one(words.FINDINGS),
        sector=chances.one(list(Sector)),
        effect=chances.one(list(Effect)),
        grade=chances.one(list(DamageGrade)) if chances.of(20) else None,
        unit="houses",
        low=low,
        high=low if chances.of(60) else low * 2,
    )


def _recommendation(
    rows: Rows, chances: Chances, project: Made, key: int, at: datetime, *, text: str, finding: int
) -> None:
    state = chances.by_weight(ANSWERED)
    turned = state == RecommendationState.project
    made = rows.record(
        m.Recommendation,
        at,
        parent=key,
        assessment_id=key,
        text=text,
        addressee_id=project.partners[0],
        due_day=at.date() + timedelta(days=chances.between(90, 700)) if chances.of(75) else None,
        state=state,
        state_day=project.at.date() if state != RecommendationState.open else None,
        state_why="Not within the mandate." if state == RecommendationState.rejected else None,
        project_id=project.id if turned else None,
    )
    rows.link(m.RecommendationFinding, at, recommendation_id=made, finding_id=finding)

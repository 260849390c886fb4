"""Records for tests, each made by one plain function: `make.project(session, code="bam", stage=Stage.under_way)`.

Every function flushes and returns the row; whatever else is given (`**given`) is a column of the row, or of its record
(`visibility`, `language`, `archived_at` …). Partial dates may be given as text: `on="end 2003"`.
"""

# ruff: noqa: ANN401 - `**given` are columns of any kind

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from sqlmodel import Session

from tracker.domain import models as m
from tracker.domain.actions import registration
from tracker.domain.codes import (
    AgreementKind,
    AgreementState,
    AssessmentKind,
    BriefKind,
    Effect,
    FundKind,
    Hazard,
    Health,
    RecordKind,
    Role,
    Sector,
    Stage,
    StepKind,
    UpdateState,
    Visibility,
)
from tracker.domain.dates import PartialDate, now
from tracker.domain.money import Money

Row = TypeVar("Row", bound=m.Entity)
PlannedStep = tuple[str, int | None] | tuple[str, int | None, str]
"""A step's kind, amount in minor units (None: not stated) and, where it is known, day."""

OF_RECORD = frozenset(m.Record.model_fields) - {"id", "kind", "parent_id"}
PARTIAL_DATES = frozenset({"on", "start", "end", "due", "signed", "formulated", "period", "output_on"})

_numbers = itertools.count(1)


def _put(session: Session, row: Row, kind: RecordKind, given: dict[str, Any], owner: m.Entity | None = None) -> Row:
    identity = {name: given.pop(name) for name in OF_RECORD & given.keys()}
    if owner is not None:
        identity.setdefault("visibility", owner.record.visibility)  # type: ignore[attr-defined]
    record = m.Record(kind=kind, parent_id=owner.id if owner else None, **identity)
    row.record = record
    for name, value in given.items():
        dated = name in PARTIAL_DATES and isinstance(value, str)
        setattr(row, name, PartialDate.parse(value, name) if dated else value)
    session.add(row)
    session.flush()
    return row


def _link(session: Session, table: Any, owner: dict[str, int], other: str, rows: Iterable[Any]) -> None:
    session.add_all([table(**owner, **{other: row.id}) for row in rows])
    session.flush()


def _id(row: m.Entity | m.User) -> int:
    assert row.id is not None
    return row.id


def _code(name: str) -> str:
    return f"{name}-{next(_numbers)}"


# ------------------------------------------------------------------------------------------ people and places


def user(session: Session, name: str = "Ada Kovač", *, role: Role = Role.manager, email: str = "") -> m.User:
    """An account that nobody can sign in to by password."""
    address = email or f"{_code('person')}@example.org"
    return registration.add_account(session, email=address, name=name, role=role, password_hash="none")


def person(session: Session, name: str = "Maria Pires", **given: Any) -> m.Person:
    return _put(session, m.Person(name=name), RecordKind.person, given)


def territory(session: Session, code: str = "HT", name: str = "Haiti", **given: Any) -> m.Territory:
    """A territory with an English name."""
    given = {"visibility": Visibility.public, **given}
    made = _put(session, m.Territory(), RecordKind.territory, {"code": code, **given})
    territory_name(session, made, "en", name)
    return made


def territory_name(session: Session, of: m.Territory, language: str, name: str, **given: Any) -> m.TerritoryName:
    made = m.TerritoryName(territory_id=_id(of), language=language, listed=name, text=name, **given)
    session.add(made)
    session.flush()
    return made


def place(session: Session, name: str = "Bam", *, territory: m.Territory | None = None, **given: Any) -> m.Place:
    return _put(session, m.Place(name=name, territory_id=territory.id if territory else None), RecordKind.place, given)


def organisation(
    session: Session, code: str = "", *, name: str = "Government of Canada", **given: Any
) -> m.Organisation:
    given = {"visibility": Visibility.public, **given}
    return _put(
        session, m.Organisation(name=name), RecordKind.organisation, {"code": code or _code("organisation"), **given}
    )


def disaster(
    session: Session,
    code: str = "",
    *,
    name: str = "Earthquake",
    hazard: Hazard = Hazard.EQ,
    territories: Iterable[m.Territory] = (),
    places: Iterable[m.Place] = (),
    **given: Any,
) -> m.Disaster:
    made = _put(
        session, m.Disaster(name=name, hazard=hazard), RecordKind.disaster, {"code": code or _code("disaster"), **given}
    )
    _link(session, m.DisasterTerritory, {"disaster_id": _id(made)}, "territory_id", territories)
    _link(session, m.DisasterPlace, {"disaster_id": _id(made)}, "place_id", places)
    return made


def impact(session: Session, of: m.Disaster, measure: str = "deaths", **given: Any) -> m.ImpactFigure:
    row = m.ImpactFigure(disaster_id=_id(of), measure=measure)
    return _put(session, row, RecordKind.impact_figure, given, of)


# ------------------------------------------------------------------------------------- programmes and projects


def programme(
    session: Session, code: str = "", *, name: str = "Disaster Management Programme", **given: Any
) -> m.Programme:
    return _put(session, m.Programme(name=name), RecordKind.programme, {"code": code or _code("programme"), **given})


def event(session: Session, title: str = "Donor meeting", **given: Any) -> m.CalendarEvent:
    return _put(session, m.CalendarEvent(title=title), RecordKind.calendar_event, given)


def project(
    session: Session,
    code: str = "",
    *,
    title: str = "Rebuilding of homes",
    stage: Stage = Stage.under_way,
    territories: Iterable[m.Territory] = (),
    places: Iterable[m.Place] = (),
    disasters: Iterable[m.Disaster] = (),
    managers: Iterable[m.User] = (),
    partners: Iterable[m.Organisation] = (),
    **given: Any,
) -> m.Project:
    made = _put(
        session, m.Project(title=title, stage=stage), RecordKind.project, {"code": code or _code("project"), **given}
    )
    key = _id(made)
    _link(session, m.ProjectTerritory, {"project_id": key}, "territory_id", territories)
    _link(session, m.ProjectPlace, {"project_id": key}, "place_id", places)
    _link(session, m.ProjectDisaster, {"project_id": key}, "disaster_id", disasters)
    _link(session, m.ProjectMember, {"project_id": key}, "user_id", managers)
    _link(session, m.ProjectPartner, {"project_id": key}, "organisation_id", partners)
    return made


def component(session: Session, of: m.Project, title: str = "Training", **given: Any) -> m.Component:
    return _put(session, m.Component(project_id=_id(of), title=title), RecordKind.component, given, of)


def objective(session: Session, of: m.Project, text: str = "Safer homes", **given: Any) -> m.Objective:
    return _put(session, m.Objective(project_id=_id(of), text=text), RecordKind.objective, given, of)


def milestone(session: Session, of: m.Project, title: str = "First homes handed over", **given: Any) -> m.Milestone:
    return _put(session, m.Milestone(project_id=_id(of), title=title), RecordKind.milestone, given, of)


def risk(session: Session, of: m.Project, title: str = "Rains come early", **given: Any) -> m.Risk:
    return _put(session, m.Risk(project_id=_id(of), title=title), RecordKind.risk, given, of)


def action_point(session: Session, of: m.Project, title: str = "Call the ministry", **given: Any) -> m.ActionPoint:
    return _put(session, m.ActionPoint(project_id=_id(of), title=title), RecordKind.action_point, given, of)


def update(
    session: Session,
    of: m.Project,
    author: m.User | None = None,
    *,
    state: UpdateState = UpdateState.published,
    health: Health | None = Health.on_track,
    stage: Stage | None = Stage.under_way,
    happened: str | None = "Forty homes stand.",
    as_of: date | None = date(2026, 11, 1),
    **given: Any,
) -> m.Update:
    """A status report as it stands; the project's own columns follow only through `actions.updates`."""
    author_id = author.id if author else None
    given = {"created_by_id": author_id, **given}
    if state == UpdateState.published:
        given = {"published_at": now(), **given}
    row = m.Update(project_id=_id(of), author_id=author_id, state=state, health=health, stage=stage)
    row.happened, row.as_of = happened, as_of
    return _put(session, row, RecordKind.update, given, of)


# ----------------------------------------------------------------------------- assessments, agreements, missions


def assessment(
    session: Session,
    code: str = "",
    *,
    title: str = "Joint needs assessment",
    kind: AssessmentKind = AssessmentKind.joint,
    territories: Iterable[m.Territory] = (),
    participants: Iterable[m.Organisation] = (),
    disasters: Iterable[m.Disaster] = (),
    **given: Any,
) -> m.Assessment:
    row = m.Assessment(title=title, kind=kind)
    made = _put(session, row, RecordKind.assessment, {"code": code or _code("assessment"), **given})
    _link(session, m.AssessmentTerritory, {"assessment_id": _id(made)}, "territory_id", territories)
    _link(session, m.AssessmentParticipant, {"assessment_id": _id(made)}, "organisation_id", participants)
    _link(session, m.AssessmentDisaster, {"assessment_id": _id(made)}, "disaster_id", disasters)
    return made


def finding(session: Session, of: m.Assessment, text: str = "Homes destroyed", **given: Any) -> m.Finding:
    row = m.Finding(assessment_id=_id(of), text=text, sector=Sector.housing, effect=Effect.damage)
    return _put(session, row, RecordKind.finding, given, of)


def recommendation(
    session: Session, of: m.Assessment, text: str = "Rebuild the school", **given: Any
) -> m.Recommendation:
    return _put(session, m.Recommendation(assessment_id=_id(of), text=text), RecordKind.recommendation, given, of)


def answers(session: Session, recommendation: m.Recommendation, *findings: m.Finding) -> None:
    """Say which findings a recommendation answers."""
    _link(session, m.RecommendationFinding, {"recommendation_id": _id(recommendation)}, "finding_id", findings)


def delivery(
    session: Session,
    of: m.Project,
    quantity: int = 40,
    unit: str = "shelters",
    *,
    text: str = "Shelters handed over",
    answering: m.Recommendation | None = None,
    **given: Any,
) -> m.Delivery:
    row = m.Delivery(project_id=_id(of), text=text, unit=unit, quantity=quantity)
    row.recommendation_id = answering.id if answering else None
    return _put(session, row, RecordKind.delivery, given, of)


def agreement(
    session: Session,
    code: str = "",
    *,
    title: str = "Memorandum of understanding",
    kind: AgreementKind = AgreementKind.mou,
    state: AgreementState = AgreementState.signed,
    parties: Iterable[m.Organisation] = (),
    projects: Iterable[m.Project] = (),
    **given: Any,
) -> m.Agreement:
    row = m.Agreement(title=title, kind=kind, state=state)
    made = _put(session, row, RecordKind.agreement, {"code": code or _code("agreement"), **given})
    _link(session, m.AgreementParty, {"agreement_id": _id(made)}, "organisation_id", parties)
    _link(session, m.AgreementProject, {"agreement_id": _id(made)}, "project_id", projects)
    return made


def party(session: Session, of: m.Agreement, organisation: m.Organisation, *, own: bool = True) -> m.AgreementParty:
    """A side of an agreement; the programme's own unless told otherwise."""
    made = m.AgreementParty(agreement_id=_id(of), organisation_id=_id(organisation), own=own)
    session.add(made)
    session.flush()
    return made


def signature(session: Session, of: m.Agreement, by: m.Organisation, **given: Any) -> m.Signature:
    return _put(session, m.Signature(agreement_id=_id(of), organisation_id=_id(by)), RecordKind.signature, given, of)


def amendment(session: Session, of: m.Agreement, number: int = 1, **given: Any) -> m.Amendment:
    row = m.Amendment(agreement_id=_id(of), number=number, text=f"Amendment {number}")
    return _put(session, row, RecordKind.amendment, given, of)


def undertaking(session: Session, of: m.Agreement, text: str = "Give the land", **given: Any) -> m.Undertaking:
    return _put(session, m.Undertaking(agreement_id=_id(of), text=text), RecordKind.undertaking, given, of)


def mission(
    session: Session,
    code: str = "",
    *,
    title: str = "Mission to Haiti",
    start_day: date = date(2026, 12, 1),
    end_day: date = date(2026, 12, 5),
    territories: Iterable[m.Territory] = (),
    members: Iterable[m.User] = (),
    **given: Any,
) -> m.Mission:
    row = m.Mission(title=title, start_day=start_day, end_day=end_day)
    made = _put(session, row, RecordKind.mission, {"code": code or _code("mission"), **given})
    _link(session, m.MissionTerritory, {"mission_id": _id(made)}, "territory_id", territories)
    _link(session, m.MissionMember, {"mission_id": _id(made)}, "user_id", members)
    return made


def review(
    session: Session,
    code: str = "",
    *,
    title: str = "Monthly review",
    held_day: date = date(2026, 11, 23),
    selection: str = "archived=no",
    projects: Sequence[m.Project] = (),
    seen: Sequence[m.Project] = (),
    **given: Any,
) -> m.Review:
    """A review of projects in this order; `seen` are those that were discussed."""
    row = m.Review(title=title, held_day=held_day, selection=selection)
    made = _put(session, row, RecordKind.review, {"code": code or _code("review"), **given})
    for place, project in enumerate(projects, start=1):
        link = m.ReviewProject(review_id=_id(made), project_id=_id(project), position=place)
        link.seen_at = now() if project in seen else None
        session.add(link)
    session.flush()
    return made


def decision(
    session: Session, of: m.Review, text: str = "Go on", *, project: m.Project | None = None, **given: Any
) -> m.Decision:
    row = m.Decision(review_id=_id(of), project_id=_id(project) if project else None, text=text)
    return _put(session, row, RecordKind.decision, given, project or of)


# ------------------------------------------------------------------------------------------------------- money


def fund(session: Session, code: str = "", *, name: str = "Trust fund", **given: Any) -> m.Fund:
    row = m.Fund(name=name, kind=FundKind.trust_fund)
    return _put(session, row, RecordKind.fund, {"code": code or _code("fund"), **given})


def requirement(session: Session, of: m.Project | m.Fund, amount: Money | None, **given: Any) -> m.Requirement:
    owned_by_project = isinstance(of, m.Project)
    row = m.Requirement(project_id=of.id if owned_by_project else None, fund_id=None if owned_by_project else of.id)
    return _put(session, row, RecordKind.requirement, {"amount": amount, **given}, of)


def contribution(
    session: Session,
    donor: m.Organisation | None = None,
    code: str = "",
    *,
    currency: str | None = "USD",
    steps: Sequence[PlannedStep] = (),
    **given: Any,
) -> m.Contribution:
    """A contribution with its steps, such as `steps=[("pledged", 500_00), ("received", 200_00, "2004-03")]`."""
    donor = donor or organisation(session)
    row = m.Contribution(donor_id=_id(donor), currency=currency)
    for kind in StepKind:
        setattr(row, f"{kind}_minor", _sum(steps, kind))
    made = _put(session, row, RecordKind.contribution, {"code": code or _code("contribution"), **given})
    for planned in steps:
        day = planned[2] if len(planned) == 3 else None
        step(session, made, StepKind(planned[0]), planned[1], on=day)
    return made


def step(session: Session, of: m.Contribution, kind: StepKind, amount_minor: int | None, **given: Any) -> m.Step:
    """One step as it stands; the contribution's sums are `contribution`'s."""
    row = m.Step(contribution_id=_id(of), kind=kind, amount_minor=amount_minor)
    return _put(session, row, RecordKind.step, given, of)


def allocation(session: Session, of: m.Contribution, to: m.Project, amount_minor: int, **given: Any) -> m.Allocation:
    row = m.Allocation(contribution_id=_id(of), project_id=_id(to), amount_minor=amount_minor)
    return _put(session, row, RecordKind.allocation, given, of)


def payment(session: Session, to: m.Organisation, day: date, amount: Money | None, **given: Any) -> m.Payment:
    given = {"visibility": Visibility.public, **given}
    return _put(session, m.Payment(organisation_id=_id(to), day=day), RecordKind.payment, {"amount": amount, **given})


def part(session: Session, row: Row, of: m.Entity) -> Row:
    """A row that its record owns, of the kind that its table is named after."""
    return _put(session, row, RecordKind(row.__table__.name), {}, of)  # type: ignore[attr-defined]


def rate(session: Session, *, currency: str, day: date, units: str, origin: str = "UN rate", **given: Any) -> m.Rate:
    row = m.Rate(currency=currency, day=day, units_per_dollar=Decimal(units), origin=origin)
    return _put(session, row, RecordKind.rate, {"visibility": Visibility.public, **given})


def _sum(steps: Sequence[PlannedStep], kind: str) -> int | None:
    stated = [planned[1] for planned in steps if planned[0] == kind and planned[1] is not None]
    return sum(stated) if stated else None


# ------------------------------------------------------------------------------------- sources, texts, sharing


def document(session: Session, title: str = "Report A/59/198", **given: Any) -> m.Document:
    given = {"visibility": Visibility.public, **given}
    return _put(session, m.Document(title=title), RecordKind.document, given)


def brief(session: Session, number: str | None = None, **given: Any) -> m.Brief:
    """A printed brief of Haiti; with a number an issued one. `content` is its PDF, `data` what it froze: not kept anywhere."""
    content, data = given.pop("content", b"%PDF-1.7 a brief"), given.pop("data", None)
    usual: dict[str, Any] = {"key": "HT", "printed_language": "en", "title": "Haiti", "data_day": now(), "pages": 2}
    if number:
        series, _, running = number.rpartition("-")
        usual |= {"series": series, "running": int(running), "issued_at": now()}
        usual["data_sha256"] = hashlib.sha256(data).hexdigest() if data is not None else None
    usual |= {"kind": BriefKind.mission, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    columns = {**usual, "number": number, **given}
    row = m.Brief(**{name: columns.pop(name) for name in m.Brief.model_fields.keys() & columns.keys()})
    return _put(session, row, RecordKind.brief, {"visibility": Visibility.confidential, **columns})


def citation(session: Session, of: m.Entity, document: m.Document, paragraph: str = "12", **given: Any) -> m.Citation:
    made = m.Citation(record_id=_id(of), document_id=_id(document), paragraph=paragraph, **given)
    session.add(made)
    session.flush()
    return made


def translation(session: Session, of: m.Entity, field: str, language: str, text: str, **given: Any) -> m.Translation:
    made = m.Translation(record_id=_id(of), field=field, language=language, text=text, **given)
    session.add(made)
    session.flush()
    return made


def share(session: Session, of: m.Entity, person: m.User) -> m.Share:
    """Open a record for one person."""
    made = m.Share(record_id=_id(of), user_id=_id(person))
    session.add(made)
    session.flush()
    return made

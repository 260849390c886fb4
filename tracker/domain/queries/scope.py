"""What a mission brief is about: a territory or a mission, and everything recorded in its scope.

Rows come complete, nothing is loaded behind them later, and all of them pass `visible_to`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, SQLModel, col, select

from tracker.domain.codes import RecordKind, UpdateState
from tracker.domain.errors import NotFound
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Allocation,
    Assessment,
    AssessmentParticipant,
    AssessmentTerritory,
    CalendarEvent,
    Component,
    Contribution,
    Disaster,
    DisasterTerritory,
    EventTerritory,
    Mission,
    Organisation,
    Person,
    Programme,
    ProgrammeTerritory,
    Project,
    ProjectDisaster,
    ProjectPartner,
    ProjectTerritory,
    Record,
    Requirement,
    RowVersion,
    Territory,
    TerritoryName,
    Update,
    User,
)
from tracker.domain.queries import places, sources, texts
from tracker.domain.queries.visibility import visible_among, visible_to
from tracker.domain.rules import Viewer

AT_ONCE = 10_000
"""Identities asked for in one statement: below what both databases take."""


@dataclass(frozen=True)
class Scope:
    """All rows of a brief: `updates` has the one that stands for each project, `labels` every territory by its id.

    `note_words` are the names whose mention needs a standing text (its key); `current` names the territories have today, in any language, `former` names no territory has any more;
    `known` are the organisations and funds that this person may know of.
    """

    mission: Mission | None
    territories: Sequence[Territory]
    projects: Sequence[Project]
    updates: dict[int, Update]
    disasters: Sequence[Disaster]
    agreements: Sequence[Agreement]
    requirements: Sequence[Requirement]
    contributions: Sequence[Contribution]
    assessments: Sequence[Assessment]
    events: Sequence[CalendarEvent]
    people: Sequence[Person]
    texts: texts.Texts
    sources: Sequence[sources.Source]
    labels: dict[int, places.TerritoryLabel]
    known: frozenset[int]
    authors: dict[int, str]
    note_words: dict[str, str]
    current: frozenset[str]
    former: Sequence[str]
    changed: datetime


def mission_scope(session: Session, key: str, *, lang: str, viewer: Viewer, today: date) -> Scope:
    """Everything in the scope of a territory (ISO 3166 alpha-2, XK for Kosovo) or a mission (its code).

    What is dated after `today` and would already have happened (updates) is left out. Raises NotFound.
    """
    mission, territories = _subject(session, key, viewer)
    here = [_id(territory) for territory in territories]
    projects = _projects(session, here, viewer)
    project_ids = [_id(project) for project in projects]
    updates = _updates(session, project_ids, today)
    programmes = _programmes(session, here, viewer)
    partners = _partners(projects)
    funds = [programme.fund_id for programme in programmes if programme.fund_id]
    disasters = _disasters(session, here, project_ids, viewer)
    agreements = _agreements(session, project_ids, partners, viewer)
    requirements = _requirements(session, project_ids, funds)
    contributions = _contributions(session, project_ids, funds, viewer)
    assessments = _assessments(session, here, project_ids, viewer)
    events = _events(session, here, project_ids, [_id(programme) for programme in programmes], viewer)
    people = _people(session, partners, viewer)
    owners: list[Any] = [*projects, *disasters, *agreements, *requirements, *contributions, *assessments, *events]
    owners += [mission] if mission else []
    named = [*owners, *updates.values(), *_parts(projects, disasters, contributions, assessments)]
    named += _organisations(projects, agreements, contributions, assessments)
    named_here = _territory_ids(here, projects)
    return Scope(
        mission=mission,
        territories=territories,
        projects=projects,
        updates=updates,
        disasters=disasters,
        agreements=agreements,
        requirements=requirements,
        contributions=contributions,
        assessments=assessments,
        events=events,
        people=people,
        texts=texts.load(session, lang, (row.id for row in named)),
        sources=sources.of_records(session, [*(row.id for row in owners), *funds]),
        labels=places.labels(session, lang, today, named_here),
        current=_current_names(session, named_here, today),
        known=visible_among(session, viewer, _others(named)),
        authors=_authors(session, named),
        note_words=_note_words(session),
        former=_former_names(session),
        changed=_latest_change(session, [*owners, *updates.values(), *people] or territories),
    )


def _id(row: Any) -> int:  # noqa: ANN401 - any stored row
    """The identity of a stored row."""
    return int(row.id)


def _with(*path: Any) -> Any:  # noqa: ANN401 - relations, as SQLAlchemy types them
    """Load a chain of relations with the rows."""
    first, *rest = path
    option = selectinload(first)
    for step in rest:
        option = option.selectinload(step)
    return option


def _live(viewer: Viewer) -> sa.ColumnElement[bool]:
    """What this person sees and nobody has archived."""
    return sa.and_(col(Record.archived_at).is_(None), visible_to(viewer))


def _subject(session: Session, key: str, viewer: Viewer) -> tuple[Mission | None, list[Territory]]:
    territory = session.exec(
        select(Territory).join(Record).where(Record.kind == RecordKind.territory, Record.code == key.upper())
    ).first()
    if territory:
        return None, [territory]
    mission = session.exec(
        select(Mission)
        .join(Record)
        .where(Record.kind == RecordKind.mission, Record.code == key, _live(viewer))
        .options(_with(Mission.territories), _with(Mission.members), _with(Mission.programme))
    ).first()
    if not mission:
        raise NotFound(
            f"There is no territory or mission “{key}”. "
            "Give a country's two-letter code such as SD (XK for Kosovo) or a mission's code."
        )
    return mission, list(mission.territories)


def _projects(session: Session, here: list[int], viewer: Viewer) -> Sequence[Project]:
    in_scope = select(ProjectTerritory.project_id).where(col(ProjectTerritory.territory_id).in_(here))
    found = (
        select(Project)
        .join(Record)
        .where(col(Project.id).in_(in_scope), _live(viewer))
        .order_by(col(Project.id))
        .options(
            _with(Project.territories),
            _with(Project.partners, ProjectPartner.organisation),
            _with(Project.components, Component.partners),
            _with(Project.programme),
            *(_with(part) for part in (Project.managers, Project.objectives, Project.milestones, Project.risks)),
        )
    )
    return session.exec(found).all()


def _updates(session: Session, project_ids: list[int], today: date) -> dict[int, Update]:
    """The newest published update of each project, on or before the day, corrections in place of what they correct."""
    published = (Update.state == UpdateState.published, col(Update.as_of) <= today)
    correction = sa.orm.aliased(Update)
    corrected = select(correction.corrects_id).where(
        correction.state == UpdateState.published, col(correction.corrects_id).is_not(None)
    )
    rows = session.exec(
        select(Update)
        .where(col(Update.project_id).in_(project_ids), *published, col(Update.id).not_in(corrected))
        .order_by(col(Update.as_of), col(Update.published_at), col(Update.id))
        .options(_with(Update.author))
    )
    return {row.project_id: row for row in rows}


def _programmes(session: Session, here: list[int], viewer: Viewer) -> Sequence[Programme]:
    """Programmes that work in the scope and nowhere else: their fund is earmarked to it."""
    inside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).in_(here))
    outside = select(ProgrammeTerritory.programme_id).where(col(ProgrammeTerritory.territory_id).not_in(here))
    found = (
        select(Programme)
        .join(Record)
        .where(col(Programme.id).in_(inside), col(Programme.id).not_in(outside), _live(viewer))
        .order_by(col(Programme.id))
    )
    return session.exec(found).all()


def _partners(projects: Iterable[Project]) -> list[int]:
    """Organisations that take part in the projects, and those they belong to."""
    found = [link.organisation for project in projects for link in project.partners if link.organisation]
    found += [partner for project in projects for component in project.components for partner in component.partners]
    return sorted({_id(one) for one in found} | {one.owner_id for one in found if one.owner_id})


def _disasters(session: Session, here: list[int], project_ids: list[int], viewer: Viewer) -> Sequence[Disaster]:
    struck = select(DisasterTerritory.disaster_id).where(col(DisasterTerritory.territory_id).in_(here))
    answered = select(ProjectDisaster.disaster_id).where(col(ProjectDisaster.project_id).in_(project_ids))
    found = (
        select(Disaster)
        .join(Record)
        .where(sa.or_(col(Disaster.id).in_(struck), col(Disaster.id).in_(answered)), _live(viewer))
        .order_by(col(Disaster.on_earliest).desc().nulls_last(), col(Disaster.id))
        .options(_with(Disaster.places), _with(Disaster.impact_figures))
    )
    return session.exec(found).all()


def _agreements(session: Session, project_ids: list[int], partners: list[int], viewer: Viewer) -> Sequence[Agreement]:
    """Agreements that cover the projects, and those with the partners that work in them."""
    covering = select(AgreementProject.agreement_id).where(col(AgreementProject.project_id).in_(project_ids))
    with_partners = select(AgreementParty.agreement_id).where(
        col(AgreementParty.organisation_id).in_(partners), col(AgreementParty.own).is_(False)
    )
    found = (
        select(Agreement)
        .join(Record)
        .where(sa.or_(col(Agreement.id).in_(covering), col(Agreement.id).in_(with_partners)), _live(viewer))
        .order_by(col(Agreement.signed_earliest).nulls_last(), col(Agreement.id))
        .options(_with(Agreement.parties, AgreementParty.organisation), _with(Agreement.projects))
    )
    return session.exec(found).all()


def _requirements(session: Session, project_ids: list[int], funds: list[int]) -> Sequence[Requirement]:
    found = (
        select(Requirement)
        .join(Record)
        .where(
            sa.or_(col(Requirement.project_id).in_(project_ids), col(Requirement.fund_id).in_(funds)),
            col(Record.archived_at).is_(None),
        )
    )
    return session.exec(found.order_by(col(Requirement.id))).all()


def _contributions(
    session: Session, project_ids: list[int], funds: list[int], viewer: Viewer
) -> Sequence[Contribution]:
    """Contributions of which a part goes to the projects, or that went to a fund for the scope alone."""
    allocated = select(Allocation.contribution_id).where(col(Allocation.project_id).in_(project_ids))
    found = (
        select(Contribution)
        .join(Record)
        .where(sa.or_(col(Contribution.id).in_(allocated), col(Contribution.fund_id).in_(funds)), _live(viewer))
        .order_by(col(Contribution.id))
        .options(
            *(_with(part) for part in (Contribution.donor, Contribution.fund, Contribution.steps)),
            _with(Contribution.allocations),
        )
    )
    return session.exec(found).all()


def _assessments(session: Session, here: list[int], project_ids: list[int], viewer: Viewer) -> Sequence[Assessment]:
    assessed = select(AssessmentTerritory.assessment_id).where(col(AssessmentTerritory.territory_id).in_(here))
    found = (
        select(Assessment)
        .join(Record)
        .where(
            sa.or_(col(Assessment.id).in_(assessed), col(Assessment.project_id).in_(project_ids)),
            _live(viewer),
        )
        .order_by(col(Assessment.on_earliest).desc().nulls_last(), col(Assessment.id))
        .options(
            _with(Assessment.participants, AssessmentParticipant.organisation),
            _with(Assessment.findings),
            _with(Assessment.recommendations),
        )
    )
    return session.exec(found).all()


def _events(
    session: Session, here: list[int], project_ids: list[int], programme_ids: list[int], viewer: Viewer
) -> Sequence[CalendarEvent]:
    about = select(EventTerritory.event_id).where(col(EventTerritory.territory_id).in_(here))
    found = (
        select(CalendarEvent)
        .join(Record)
        .where(
            sa.or_(
                col(CalendarEvent.id).in_(about),
                col(CalendarEvent.project_id).in_(project_ids),
                col(CalendarEvent.programme_id).in_(programme_ids),
            ),
            _live(viewer),
        )
        .order_by(col(CalendarEvent.on_earliest).nulls_last(), col(CalendarEvent.id))
    )
    return session.exec(found).all()


def _people(session: Session, partners: list[int], viewer: Viewer) -> Sequence[Person]:
    found = (
        select(Person)
        .join(Record)
        .where(col(Person.organisation_id).in_(partners), _live(viewer))
        .order_by(col(Person.name), col(Person.id))
        .options(_with(Person.organisation))
    )
    return session.exec(found).all()


def _parts(
    projects: Iterable[Project],
    disasters: Iterable[Disaster],
    contributions: Iterable[Contribution],
    assessments: Iterable[Assessment],
) -> list[SQLModel]:
    """What is recorded inside the records: components, steps, recommendations and the like."""
    parts: list[SQLModel] = []
    for project in projects:
        parts += [*project.components, *project.objectives, *project.milestones, *project.risks]
    for disaster in disasters:
        parts += [*disaster.impact_figures]
    for contribution in contributions:
        parts += [*contribution.steps, *contribution.allocations]
    for assessment in assessments:
        parts += [*assessment.findings, *assessment.recommendations]
    return parts


def _organisations(
    projects: Iterable[Project],
    agreements: Iterable[Agreement],
    contributions: Iterable[Contribution],
    assessments: Iterable[Assessment],
) -> list[Organisation]:
    """Every organisation that the rows name."""
    found = [link.organisation for project in projects for link in project.partners]
    found += [partner for project in projects for part in project.components for partner in part.partners]
    found += [party.organisation for agreement in agreements for party in agreement.parties]
    found += [contribution.donor for contribution in contributions]
    found += [one.organisation for assessment in assessments for one in assessment.participants]
    return [organisation for organisation in found if organisation]


def _territory_ids(here: list[int], projects: Iterable[Project]) -> list[int]:
    """The scope's own territories and those that its projects also work in."""
    return sorted({*here, *(_id(territory) for project in projects for territory in project.territories)})


def _others(rows: Iterable[Any]) -> list[int]:
    """Organisations and funds that stand in the rows of others."""
    organisations = [_id(row) for row in rows if isinstance(row, Organisation)]
    return organisations + [row.fund_id for row in rows if isinstance(row, Contribution) and row.fund_id]


def _authors(session: Session, rows: Iterable[Any]) -> dict[int, str]:
    """The names of those who recorded the rows."""
    ids = {row.record.created_by_id for row in rows}
    found = session.exec(select(User.id, User.name).where(col(User.id).in_(ids)).order_by(col(User.id)))
    return {user_id: name for user_id, name in found if user_id}


def _note_words(session: Session) -> dict[str, str]:
    """The names, in all languages, of territories whose every naming needs a standing text: its key by name."""
    noted = select(TerritoryName.text, Territory.note).join(Territory).where(col(Territory.note).is_not(None))
    return {name: note for name, note in session.exec(noted.order_by(col(TerritoryName.id))) if note}


def _current_names(session: Session, territory_ids: list[int], today: date) -> frozenset[str]:
    """What these territories are called today, in any language."""
    names = select(TerritoryName.listed, TerritoryName.text).where(
        col(TerritoryName.territory_id).in_(territory_ids), places.valid_on(today)
    )
    return frozenset(name for pair in session.exec(names) for name in pair)


def _former_names(session: Session) -> Sequence[str]:
    """Names that no territory has any more, longest first."""
    ended = sa.or_(col(TerritoryName.valid_to).is_not(None), col(Territory.valid_to).is_not(None))
    found = session.exec(select(TerritoryName.listed, TerritoryName.text).join(Territory).where(ended))
    return sorted({name for names in found for name in names}, key=lambda name: (-len(name), name))


def _latest_change(session: Session, rows: Sequence[Any]) -> datetime:
    """When the newest change of the rows and their parts was recorded; without history, when they were changed."""
    newest = [_aware(row.changed_at) for row in rows]
    for ids in _batches({_id(row) for row in rows}):
        own = sa.or_(col(RowVersion.record_id).in_(ids), col(Record.parent_id).in_(ids))
        asked = select(sa.func.max(RowVersion.recorded_from)).join(Record).where(own)
        newest += [_aware(moment) for moment in session.exec(asked) if moment]  # type: ignore[truthy-bool]
    return max(newest)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _batches(record_ids: set[int]) -> Iterable[list[int]]:
    ordered = sorted(record_ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))

"""What a mission brief is about: a territory or a mission, and everything recorded in its scope.

Rows come complete, nothing is loaded behind them later, and all of them pass `visible_to`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from tracker.domain.models import (
    Agreement,
    Assessment,
    CalendarEvent,
    Contribution,
    Disaster,
    Mission,
    Organisation,
    Person,
    Project,
    Record,
    Requirement,
    RowVersion,
    Territory,
    TerritoryName,
    Update,
    User,
)
from tracker.domain.queries import places, sources, texts
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.visibility import visible_among
from tracker.domain.rules import Viewer

AT_ONCE = 10_000
"""Identities asked for in one statement: below what both databases take."""

_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
_AUTHORS = sa.select(col(User.id), col(User.name)).where(col(User.id).in_(_IDS)).order_by(col(User.id))
_NOTED = (
    sa.select(col(TerritoryName.text), col(Territory.note))
    .join(Territory, col(Territory.id) == TerritoryName.territory_id)
    .where(col(Territory.note).is_not(None))
    .order_by(col(TerritoryName.id))
)
_NAMES = sa.select(col(TerritoryName.listed), col(TerritoryName.text))
_CURRENT = _NAMES.where(
    col(TerritoryName.territory_id).in_(_IDS), places.valid_on(sa.bindparam("today", type_=sa.Date))
)
_FORMER = _NAMES.join(Territory, col(Territory.id) == TerritoryName.territory_id).where(
    sa.or_(col(TerritoryName.valid_to).is_not(None), col(Territory.valid_to).is_not(None))
)
_NEWEST = (
    sa.select(sa.func.max(RowVersion.recorded_from))
    .join(Record, col(Record.id) == RowVersion.record_id)
    .where(sa.or_(col(RowVersion.record_id).in_(_IDS), col(Record.parent_id).in_(_IDS)))
)


@dataclass(frozen=True)
class Scope:
    """All rows of a brief: `updates` has the one that stands for each project, `labels` every territory by its id.

    `note_words` are the names whose mention needs a standing text (its key); `current` names the territories have
    today, in any language, `former` names no territory has any more; `known` are the organisations and funds that
    this person may know of, `addressees` the organisations that recommendations are made to.
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
    addressees: dict[int, Organisation]
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
    mission, territories = rows.subject(session, key, viewer)
    here = [rows.key_of(territory) for territory in territories]
    projects = rows.projects(session, here, viewer)
    project_ids = [rows.key_of(project) for project in projects]
    updates = rows.updates(session, project_ids, today)
    programmes = rows.programmes(session, here, viewer)
    partners = rows.partner_ids(projects)
    funds = [programme.fund_id for programme in programmes if programme.fund_id]
    disasters = rows.disasters(session, here, project_ids, viewer)
    agreements = rows.agreements(session, project_ids, partners, viewer)
    open_funds = visible_among(session, viewer, funds)
    requirements = rows.requirements(session, project_ids, open_funds)
    contributions = rows.contributions(session, project_ids, funds, viewer)
    assessments = rows.assessments(session, here, project_ids, viewer)
    events = rows.events(session, here, project_ids, [rows.key_of(programme) for programme in programmes], viewer)
    people = rows.people(session, partners, viewer)
    addressees = rows.addressees(session, assessments)
    owners: list[Any] = [*projects, *disasters, *agreements, *requirements, *contributions, *assessments, *events]
    owners += [mission] if mission else []
    named = [*owners, *updates.values(), *_parts(projects, disasters, contributions, assessments)]
    named += [*_organisations(projects, agreements, contributions, assessments), *addressees.values()]
    named += [contribution.fund for contribution in contributions if contribution.fund]
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
        addressees=addressees,
        texts=texts.load(session, lang, (row.id for row in named)),
        sources=sources.of_records(session, viewer, [*(row.id for row in owners), *open_funds]),
        labels=places.labels(session, lang, today, named_here),
        current=_current_names(session, named_here, today),
        known=visible_among(session, viewer, _others(named)),
        authors=_authors(session, named),
        note_words=_note_words(session),
        former=_former_names(session),
        changed=_latest_change(session, [*owners, *updates.values(), *people] or territories),
    )


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
    return sorted({*here, *(rows.key_of(territory) for project in projects for territory in project.territories)})


def _others(recorded: Iterable[Any]) -> list[int]:
    """Organisations and funds that stand in the rows of others."""
    organisations = [rows.key_of(row) for row in recorded if isinstance(row, Organisation)]
    return organisations + [row.fund_id for row in recorded if isinstance(row, Contribution) and row.fund_id]


def _authors(session: Session, recorded: Iterable[Any]) -> dict[int, str]:
    """The names of those who recorded the rows."""
    ids = sorted({row.record.created_by_id for row in recorded if row.record.created_by_id})
    found = session.execute(_AUTHORS, {"ids": ids}) if ids else ()
    return {user_id: name for user_id, name in found if user_id}


def _note_words(session: Session) -> dict[str, str]:
    """The names, in all languages, of territories whose every naming needs a standing text: its key by name."""
    return {name: note for name, note in session.execute(_NOTED) if note}


def _current_names(session: Session, territory_ids: list[int], today: date) -> frozenset[str]:
    """What these territories are called today, in any language."""
    found = session.execute(_CURRENT, {"ids": territory_ids, "today": today})
    return frozenset(name for pair in found for name in pair)


def _former_names(session: Session) -> Sequence[str]:
    """Names that no territory has any more, longest first."""
    return sorted({name for names in session.execute(_FORMER) for name in names}, key=lambda name: (-len(name), name))


def _latest_change(session: Session, recorded: Sequence[Any]) -> datetime:
    """When the newest change of the recorded and their parts was recorded; without history, when they were changed."""
    newest = [_aware(row.changed_at) for row in recorded]
    for ids in _batches({rows.key_of(row) for row in recorded}):
        newest += [_aware(moment) for (moment,) in session.execute(_NEWEST, {"ids": ids}) if moment]
    return max(newest)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _batches(record_ids: set[int]) -> Iterable[list[int]]:
    ordered = sorted(record_ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))

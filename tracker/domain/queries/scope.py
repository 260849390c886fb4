"""What a brief is about, and everything recorded in its scope; here a mission brief's: a territory or a mission.

Rows come complete, nothing is loaded behind them later, and all of them pass `visible_to`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from tracker.domain.as_of import Times
from tracker.domain.models import (
    ActionPoint,
    Agreement,
    Assessment,
    CalendarEvent,
    Contribution,
    Disaster,
    Fund,
    Mission,
    Organisation,
    Person,
    Place,
    Programme,
    Project,
    Record,
    Requirement,
    RowVersion,
    Territory,
    TerritoryName,
    Update,
    User,
)
from tracker.domain.queries import places, rates, scope_beside, sources, texts, true_on
from tracker.domain.queries import scope_rows as rows
from tracker.domain.queries.reviewed import Reviewed
from tracker.domain.queries.scope_beside import Beside
from tracker.domain.queries.visibility import visible_among
from tracker.domain.rows import batches
from tracker.domain.rules import Viewer

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


@dataclass(frozen=True, kw_only=True)
class Rows:
    """The rows of a brief: what it is about (`mission`, `donor`, `programme`, `project_id`) and what is recorded of it.

    `selected` are the filters, in words, that found the projects of a brief about a selection. `reviewed`: the review
    whose minute it is.

    `updates` has the one that stands for each project, `earlier` those published before it, newest first. `whole` are
    the contributions that count with all their money, not only with what is allocated to the projects. `funds` are
    those whose requirements count.
    """

    mission: Mission | None = None
    donor: Organisation | None = None
    programme: Programme | None = None
    project_id: int | None = None
    selected: tuple[tuple[str, tuple[texts.Said, ...]], ...] = ()
    reviewed: Reviewed | None = None
    territories: Sequence[Territory] = ()
    places: Sequence[Place] = ()
    projects: Sequence[Project] = ()
    updates: dict[int, Update] = field(default_factory=dict)
    earlier: dict[int, Sequence[Update]] = field(default_factory=dict)
    disasters: Sequence[Disaster] = ()
    agreements: Sequence[Agreement] = ()
    requirements: Sequence[Requirement] = ()
    contributions: Sequence[Contribution] = ()
    whole: frozenset[int] = frozenset()
    assessments: Sequence[Assessment] = ()
    events: Sequence[CalendarEvent] = ()
    people: Sequence[Person] = ()
    action_points: Sequence[ActionPoint] = ()
    funds: frozenset[int] = frozenset()
    beside: Beside = field(default_factory=Beside)


@dataclass(frozen=True, kw_only=True)
class Scope(Rows):
    """The rows with what is needed to tell them: `labels` has every territory by its id.

    `note_words` are the names whose mention needs a standing text (its key); `current` names the territories have
    today, in any language, `former` names no territory has any more; `known` are the organisations, funds and
    programmes that this person may know of, `addressees` the organisations that recommendations are made to. `undated`:
    of a brief as of another day, how many facts count although nothing says since when. `records` are those in scope: with
    their parts they are what changes are looked for in (`changed`: the latest).
    """

    addressees: dict[int, Organisation]
    texts: texts.Texts
    sources: Sequence[sources.Source]
    labels: dict[int, places.TerritoryLabel]
    known: frozenset[int]
    authors: dict[int, str]
    note_words: dict[str, str]
    current: frozenset[str]
    former: Sequence[str]
    records: frozenset[int]
    changed: datetime
    times: Times
    undated: int = 0


def mission_scope(session: Session, key: str, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """Everything in the scope of a territory (ISO 3166 alpha-2, XK for Kosovo) or a mission (its code).

    What is dated after the day and would already have happened (updates) is left out. Raises NotFound.
    """
    mission, territories = rows.subject(session, key, viewer)
    here = [rows.key_of(territory) for territory in territories]
    projects = rows.projects(session, here, viewer)
    project_ids = [rows.key_of(project) for project in projects]
    programmes = rows.programmes(session, here, viewer)
    programme_ids = [rows.key_of(programme) for programme in programmes]
    partners = rows.partner_ids(projects)
    funds = [programme.fund_id for programme in programmes if programme.fund_id]
    open_funds = visible_among(session, viewer, funds)
    gifts = rows.contributions(session, project_ids, funds, viewer)
    whole = frozenset(
        rows.key_of(gift) for gift in gifts if gift.fund_id in funds and not is_allocated(gift, project_ids)
    )
    assessments = rows.assessments(session, here, project_ids, viewer)
    findings = [one for row in assessments for one in row.findings]
    found = Rows(
        mission=mission,
        territories=territories,
        projects=projects,
        updates=rows.updates(session, project_ids, times.day),
        disasters=rows.disasters(session, here, project_ids, viewer),
        agreements=rows.agreements(session, project_ids, partners, viewer),
        requirements=rows.requirements(session, project_ids, open_funds),
        contributions=[gift for gift in gifts if gift.id in whole or is_allocated(gift, project_ids)],
        whole=whole,
        assessments=assessments,
        events=rows.events(session, here, project_ids, programme_ids, viewer),
        people=rows.people(session, partners, viewer),
        funds=open_funds,
        beside=Beside(**scope_beside.named(session, viewer, {}, findings), exchange=rates.exchange(session)),
    )
    return told(session, found, lang=lang, viewer=viewer, times=times)


def is_allocated(gift: Contribution, project_ids: Collection[int]) -> bool:
    """Does a part of the contribution, one that still stands, go to one of these projects?"""
    return any(part.project_id in project_ids and part.record.archived_at is None for part in gift.allocations)


def told(session: Session, found: Rows, *, lang: str, viewer: Viewer, times: Times) -> Scope:
    """The rows with names, texts and sources, as this person may know them; as of another day, set back to it."""
    if times.as_of:
        found = true_on.then(session, found, times.as_of)
    addressees = rows.addressees(session, found.assessments)
    subjects: list[Any] = [one for one in (found.mission, found.donor, found.programme) if one]
    subjects += [found.reviewed.row] if found.reviewed else []
    owners: list[Any] = [*found.projects, *found.disasters, *found.agreements, *found.requirements]
    owners += [*found.contributions, *found.assessments, *found.events, *subjects, *found.beside.rows]
    updates = [*found.updates.values(), *(one for each in found.earlier.values() for one in each)]
    named = [*owners, *updates, *found.action_points, *found.places, *found.people]
    named += [*_parts(found), *_organisations(found), *addressees.values()]
    named += [given_to for one in found.contributions for given_to in (one.fund, one.programme) if given_to]
    named += found.reviewed.rows if found.reviewed else []
    named += [spot for event in found.disasters for spot in event.places]
    named_here = _territory_ids(found)
    recorded = [*owners, *updates, *found.people] or found.territories
    return Scope(
        **vars(found),
        addressees=addressees,
        texts=texts.load(
            session, lang, [*(row.id for row in named), *(found.reviewed.named if found.reviewed else ())]
        ),
        sources=sources.of_records(session, viewer, [*(row.id for row in owners), *found.funds], language=lang),
        labels=places.labels(session, lang, times.printed_on, named_here),
        current=_current_names(session, named_here, times.printed_on),
        known=visible_among(session, viewer, _others(named)),
        authors=_authors(session, named),
        note_words=_note_words(session),
        former=_former_names(session),
        records=frozenset(map(rows.key_of, recorded)),
        changed=_latest_change(session, recorded),
        times=times,
        undated=true_on.undated(found) if times.as_of else 0,
    )


def _parts(found: Rows) -> list[SQLModel]:
    """What is recorded inside the records: components, steps, recommendations and the like."""
    parts: list[SQLModel] = []
    for project in found.projects:
        parts += [*project.components, *project.objectives, *project.milestones, *project.risks]
    for disaster in found.disasters:
        parts += [*disaster.impact_figures]
    for contribution in found.contributions:
        parts += [*contribution.steps, *contribution.allocations]
    for assessment in found.assessments:
        parts += [*assessment.findings, *assessment.recommendations]
    return parts


def _organisations(rows_: Rows) -> list[Organisation]:
    """Every organisation that the rows name."""
    found = [link.organisation for project in rows_.projects for link in project.partners]
    found += [partner for project in rows_.projects for part in project.components for partner in part.partners]
    found += [party.organisation for agreement in rows_.agreements for party in agreement.parties]
    found += [contribution.donor for contribution in rows_.contributions]
    found += [one.organisation for assessment in rows_.assessments for one in assessment.participants]
    return [organisation for organisation in found if organisation]


def _territory_ids(found: Rows) -> list[int]:
    """The scope's own territories and those that its projects also work in."""
    there = [territory for project in found.projects for territory in project.territories]
    home = [found.beside.home] if found.beside.home else []
    return sorted({rows.key_of(territory) for territory in (*found.territories, *there, *home)})


def _others(recorded: Iterable[Any]) -> list[int]:
    """Organisations, funds and programmes that stand in the rows of others."""
    return [rows.key_of(row) for row in recorded if isinstance(row, Organisation | Fund | Programme)]


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
    for ids in batches({rows.key_of(row) for row in recorded}):
        newest += [_aware(moment) for (moment,) in session.execute(_NEWEST, {"ids": ids}) if moment]
    return max(newest)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

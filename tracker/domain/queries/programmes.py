"""Programmes: the list, and one with its fund, projects, members over time, posts and events."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Assessment,
    CalendarEvent,
    Contribution,
    Fund,
    Organisation,
    Post,
    Programme,
    ProgrammeMember,
    ProgrammeTerritory,
    Project,
    ReportedAmount,
)
from tracker.domain.queries import dossier, linked, lists, sources, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.paging import Some
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.sources import Source
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Texts
from tracker.domain.queries.visibility import known_to


@dataclass(frozen=True)
class ProgrammePage:
    """A programme and everything beside it, as far as this person may see it.

    `organisations` are its members by id; `agreements` and `assessments` those of its projects too.
    """

    programme: Programme
    around: Dossier
    fund: Fund | None
    contributions: Some[Contribution]
    projects: Some[Project]
    assessments: Some[Assessment]
    agreements: Some[Agreement]
    members: list[ProgrammeMember]
    organisations: dict[int, Organisation]
    posts: list[Post]
    upcoming: list[CalendarEvent]
    past: list[CalendarEvent]
    amounts: list[ReportedAmount]

    @property
    def by_joining(self) -> list[tuple[PartialDate | None, list[ProgrammeMember]]]:
        """The members by the date they joined, in its order."""
        return [(joined, list(rows)) for joined, rows in groupby(self.members, key=lambda row: row.start)]


@dataclass(frozen=True)
class Elsewhere:
    """Posts and events that the sources state without a programme."""

    posts: list[Post]
    events: list[CalendarEvent]
    texts: Texts
    sources: list[Source]


def listing(session: Session, reader: Reader, wanted: Wanted) -> Listed[Programme]:
    """One page of the programmes this person may see, by name unless asked otherwise."""
    found = lists.start(session, reader, Programme, wanted)
    if wanted.territory:
        found = found.where(_works_in(wanted.territory))
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Programme.id, "name", Programme.name)),
        "founded": col(Programme.start_earliest),
    }

    def counts(ids: Sequence[int]) -> dict[str, dict[int, int]]:
        return {"projects": linked.counted(session, reader.viewer, Project, ("programme_id", "id"), ids)}

    ordered = lists.ordered(found, sorts, wanted.sort, "title", col(Programme.id))
    return lists.listed(
        session,
        reader,
        ordered,
        wanted,
        options=[selectinload(Programme.territories)],
        territory_ids=_seats,
        counts=counts,
    )


def _seats(sight: Sight) -> Statement:
    return linked.beside(sight, ProgrammeTerritory, "territory_id", "programme_id")


def _works_in(territory: str) -> sa.ColumnElement[bool]:
    there = linked.coded(RecordKind.territory, territory.upper())
    return col(Programme.id).in_(linked.across(ProgrammeTerritory, "programme_id", "territory_id", there))


def elsewhere(session: Session, reader: Reader) -> Elsewhere:
    """What stands beside the programmes and belongs to none."""
    viewer = reader.viewer
    posts = linked.rows(session, viewer, Post, col(Post.programme_id).is_(None) & col(Post.agreement_id).is_(None))
    loose = (col(CalendarEvent.programme_id), col(CalendarEvent.project_id), col(CalendarEvent.agreement_id))
    events = linked.events(session, viewer, sa.and_(*(column.is_(None) for column in loose)))
    ids = [row.id for row in [*posts, *events]]
    cited = sources.of_records(session, viewer, ids, language=reader.language)
    return Elsewhere(posts, events, texts.load(session, reader.language, ids), cited)


def detail(session: Session, reader: Reader, code: str) -> ProgrammePage | None:
    """The programme with this code, as this person may see it."""
    viewer = reader.viewer
    programme = linked.one(session, viewer, Programme, RecordKind.programme, code, *_parts(reader))
    if programme is None or programme.id is None:
        return None
    own = programme.id
    fund = programme.fund
    money = linked.some(session, viewer, Contribution, _given_to(own, programme.fund_id))
    projects = linked.some(session, viewer, Project, col(Project.programme_id) == own)
    works = sa.select(col(Project.id)).where(col(Project.programme_id) == own, known_to(viewer, col(Project.id)))
    assessments = linked.some(
        session, viewer, Assessment, (col(Assessment.programme_id) == own) | col(Assessment.project_id).in_(works)
    )
    of_programme = (col(Agreement.programme_id) == own) | col(Agreement.id).in_(
        linked.across(AgreementProject, "agreement_id", "project_id", works)
    )
    agreements = linked.some(session, viewer, Agreement, of_programme)
    members = sorted(
        (row for row in programme.members if row.record.archived_at is None),
        key=lambda row: (row.start.stated if row.start else "9", row.id or 0),
    )
    known = {row.organisation_id: row.organisation for row in members if row.organisation_id and row.organisation}
    events = linked.events(
        session, viewer, (col(CalendarEvent.programme_id) == own) | col(CalendarEvent.project_id).in_(works)
    )
    covering = sa.select(col(Agreement.id)).where(known_to(viewer, col(Agreement.id)), of_programme)
    amounts = linked.rows(session, viewer, ReportedAmount, _stated_of(own, covering))
    posts = linked.rows(session, viewer, Post, col(Post.programme_id) == own)
    requirements = [row for row in fund.requirements if row.record.archived_at is None] if fund else []
    donors = [row.donor for row in money.rows] + [row.fund for row in money.rows]
    linked_to = [*money.rows, *donors, *projects.rows, *assessments.rows, *agreements.rows]
    around = dossier.load(
        session,
        reader,
        programme,
        beside=[
            fund,
            *requirements,
            *linked_to,
            *members,
            *known.values(),
            *events,
            *amounts,
            *posts,
            *(step for row in money.rows for step in row.steps),
            *(party.organisation for row in agreements.rows for party in row.parties),
        ],
    )
    return ProgrammePage(
        programme=programme,
        around=around,
        fund=fund,
        contributions=money,
        projects=projects,
        assessments=assessments,
        agreements=agreements,
        members=[row for row in members if row.organisation_id is None or row.organisation_id in known],
        organisations=known,
        posts=posts,
        upcoming=[row for row in events if not row.on_latest or row.on_latest >= reader.day],
        past=[row for row in events if row.on_latest and row.on_latest < reader.day],
        amounts=amounts,
    )


def _parts(reader: Reader) -> Iterator[Any]:
    """Loads a programme's territories, members with their organisations, and fund, as far as this person may see them."""
    fund: Any = Programme.fund
    member: Any = ProgrammeMember.organisation
    yield joinedload(Programme.territories)
    yield joinedload(Programme.members).joinedload(member.and_(known_to(reader.viewer, col(Organisation.id))))
    yield joinedload(fund.and_(known_to(reader.viewer, col(Fund.id)))).selectinload(Fund.requirements)


def _given_to(programme_id: int, fund_id: int | None) -> sa.ColumnElement[bool]:
    directly = col(Contribution.programme_id) == programme_id
    return directly if fund_id is None else directly | (col(Contribution.fund_id) == fund_id)


def _stated_of(programme_id: int, agreement_ids: Statement) -> sa.ColumnElement[bool]:
    return (col(ReportedAmount.programme_id) == programme_id) | col(ReportedAmount.agreement_id).in_(agreement_ids)

"""The archive of printed briefs, and the jobs that print them.

A brief holds whatever the person who printed it may see. It is therefore read by that person and by coordinators and
administrators, and by nobody else, whatever the visibility of what it is about (`rules.can_read_brief`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, BriefState, JobState
from tracker.domain.models import (
    Brief,
    Contribution,
    Job,
    Mission,
    Organisation,
    Programme,
    Project,
    Record,
    Review,
    User,
)
from tracker.domain.queries import archive, paging, places, reviews, texts
from tracker.domain.queries.archive import Asked, readable
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.linked import live
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import known_to
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, can_read_brief

JOB = "brief"
"""The kind of the jobs that print briefs."""

WAITING = (JobState.queued, JobState.running)


_FORMER, _LATER = aliased(Brief, flat=True), aliased(Brief, flat=True)


@dataclass(frozen=True)
class Edition:
    """The issued brief before or after another one; `read`: this person may read it."""

    id: int
    number: str
    issued_at: datetime
    read: bool


@dataclass(frozen=True)
class BriefLine:
    """A printed brief in the archive; `data_day` is the day of the latest change in it.

    An issued one has a number, and may supersede another, or be superseded itself. `doubts`: how many things the check
    found; where there are any, it is unverified.
    """

    id: int
    code: str
    title: str
    order: BriefOrder
    pages: int
    size: int
    sha256: str
    by: str | None
    printed_at: datetime
    data_day: datetime | None
    doubts: int = 0
    number: str | None = None
    issued_at: datetime | None = None
    supersedes: Edition | None = None
    superseded_by: Edition | None = None

    @property
    def state(self) -> BriefState:
        if self.superseded_by:
            return BriefState.superseded
        return BriefState.issued if self.number else BriefState.draft

    @property
    def file_name(self) -> str:
        """What the file is called when it is carried away."""
        order = self.order
        return _file_name(self.number, order.kind, order.key, order.langs, self.printed_at)


@dataclass(frozen=True)
class KeptFile:
    """The file of a brief, and what a download of it is called."""

    sha256: str
    size: int
    name: str


_FILE = (
    sa.select(
        col(Brief.user_id),
        col(Brief.sha256),
        col(Brief.size),
        col(Brief.number),
        col(Brief.kind),
        col(Brief.key),
        col(Brief.printed_language),
        col(Brief.second_language),
        col(Record.created_at),
    )
    .join(Record, col(Record.id) == Brief.id)
    .where(col(Brief.id) == sa.bindparam("id", type_=sa.Integer), col(Record.archived_at).is_(None))
)


def _file_name(number: str | None, kind: BriefKind, key: str, languages: Iterable[str], printed: datetime) -> str:
    """An issued brief's file is called by its number, a draft's by what it is about and the day."""
    draft = f"{kind.value}-brief-{key.lower() or 'list'}-{'-'.join(languages)}-{printed:%Y-%m-%d}"
    return f"{number or draft}.pdf"


@dataclass(frozen=True)
class JobLine:
    """A brief that is being printed, or could not be: how far it is, or why it failed."""

    id: int
    state: JobState
    done: int
    total: int
    error: str | None
    order: BriefOrder
    asked_at: datetime
    brief_id: int | None


def listed(session: Session, viewer: Viewer, asked: Asked) -> paging.Page[BriefLine]:
    """The briefs that this person may read, as they are asked for; two queries."""
    statement = _briefs(viewer).where(*archive.conditions(session, viewer, asked))

    def lines(rows: Sequence[Any]) -> list[BriefLine]:
        return _lines(rows, viewer)

    ordered = statement.order_by(*archive.ordered(asked.sort))
    return paging.paged(session, ordered, lines, number=asked.page, per_page=asked.per_page)


def by_id(session: Session, viewer: Viewer, brief_id: int) -> BriefLine | None:
    """The brief, if this person may read it."""
    rows = session.execute(_briefs(viewer).where(col(Brief.id) == brief_id)).all()
    return _lines(rows, viewer)[0] if rows else None


def file(session: Session, viewer: Viewer, brief_id: int) -> KeptFile | None:
    """The brief's file, if this person may read it: called by its number, or by what it is about and the day."""
    for user_id, sha256, size, number, kind, key, lang, second, printed in plain_rows(session, _FILE, {"id": brief_id}):
        if can_read_brief(viewer, user_id):
            return KeptFile(sha256, size, _file_name(number, kind, key, filter(None, (lang, second)), printed))
    return None


def by_job(session: Session, viewer: Viewer, jobs: Sequence[int] | Statement) -> dict[int, BriefLine]:
    """The briefs that these jobs printed, of those that this person may read, by the job; one query."""
    rows = session.execute(_briefs(viewer).where(col(Brief.job_id).in_(jobs))).all()
    return {row[0].job_id: line for row, line in zip(rows, _lines(rows, viewer), strict=True)}


def job(session: Session, viewer: Viewer, job_id: int) -> JobLine | None:
    """How far a job is, for the person who asked for it and those who see everything."""
    row = session.execute(_jobs().where(col(Job.id) == job_id)).one_or_none()
    if row is None or not can_read_brief(viewer, row[0].user_id):
        return None
    return _job(row)


def unfinished(session: Session, viewer: Viewer, most: int = 10) -> list[JobLine]:
    """This person's own jobs that wait or run, newest first, without the parts of batches."""
    mine = _jobs().where(col(Job.user_id) == viewer.user_id, col(Job.state).in_(WAITING), col(Job.parent_id).is_(None))
    return [_job(row) for row in session.execute(mine.order_by(col(Job.id).desc()).limit(most)).all()]


@dataclass(frozen=True)
class Subjects:
    """What a brief of a kind can be about: records, and for missions territories too, each with its key and name."""

    records: list[tuple[str, str]]
    territories: list[TerritoryLabel]


def subjects(session: Session, reader: Reader, kind: BriefKind) -> Subjects:
    """What this person may know of, by name; missions the latest first, with every territory there is today."""
    rows = session.execute(known_subjects(reader, kind)).all()
    told = [(code or "", name) for code, name, *_ in rows]
    if kind == BriefKind.mission:
        return Subjects(told, places.standing(session, reader.language, reader.day))
    return Subjects(sorted(told, key=lambda pair: (pair[1].casefold(), pair[0])), [])


def known_subjects(reader: Reader, kind: BriefKind) -> Statement:
    """Code and name of the records that this person may know of; of missions too, whose territories are apart."""
    tables: dict[BriefKind, tuple[Any, str]] = {
        BriefKind.mission: (Mission, "title"),
        BriefKind.project: (Project, "title"),
        BriefKind.donor: (Organisation, "name"),
        BriefKind.portfolio: (Programme, "name"),
        BriefKind.minute: (Review, "title"),
    }
    table, name = tables[kind]
    found = (
        sa.select(col(Record.code), texts.shown(reader.language, table.id, name, getattr(table, name)))
        .join(table, col(table.id) == Record.id)
        .where(live(reader.viewer))
    )
    if kind == BriefKind.mission:
        return found.order_by(col(Mission.start_day).desc(), col(Mission.id))
    if kind == BriefKind.minute:
        return found.where(reviews.seen_as_review(reader.viewer)).order_by(col(Review.held_day).desc(), col(Review.id))
    if kind == BriefKind.donor:
        return found.where(col(Organisation.id).in_(_donors(reader.viewer)), col(Organisation.merged_into_id).is_(None))
    return found


def _donors(viewer: Viewer) -> Statement:
    """Who gave anything that this person may know of."""
    given = sa.select(col(Contribution.donor_id)).where(known_to(viewer, col(Contribution.id)))
    return given.distinct().correlate(None)


def _briefs(viewer: Viewer) -> sa.Select[Any, Any]:
    return (
        sa.select(Brief, col(User.name), *_edition(_FORMER), *_edition(_LATER))
        .join(Record, col(Record.id) == Brief.id)
        .outerjoin(User, col(User.id) == Brief.user_id)
        .outerjoin(_FORMER, col(_FORMER.id) == Brief.supersedes_id)
        .outerjoin(_LATER, col(_LATER.supersedes_id) == Brief.id)
        .where(*readable(viewer))
    )


def _edition(brief: type[Brief]) -> tuple[Any, ...]:
    return col(brief.id), col(brief.number), col(brief.issued_at), col(brief.user_id)


def _jobs() -> sa.Select[Any, Any]:
    return sa.select(Job, col(Brief.id)).outerjoin(Brief, col(Brief.job_id) == Job.id).where(col(Job.kind) == JOB)


def _told(viewer: Viewer, row: Sequence[Any]) -> Edition | None:
    brief_id, number, issued_at, user_id = row
    return Edition(brief_id, number, issued_at, can_read_brief(viewer, user_id)) if brief_id else None


def _lines(rows: Sequence[Any], viewer: Viewer) -> list[BriefLine]:
    return [
        BriefLine(
            id=brief.id,
            code=brief.record.code or "",
            title=brief.title,
            order=ordered(brief),
            pages=brief.pages,
            size=brief.size,
            sha256=brief.sha256,
            by=name,
            printed_at=brief.record.created_at,
            data_day=brief.data_day,
            doubts=brief.doubts,
            number=brief.number,
            issued_at=brief.issued_at,
            supersedes=_told(viewer, editions[:4]),
            superseded_by=_told(viewer, editions[4:]),
        )
        for brief, name, *editions in rows
    ]


def ordered(brief: Brief) -> BriefOrder:
    """What was ordered when the brief was printed."""
    return BriefOrder(
        kind=brief.kind,
        key=brief.key,
        lang=brief.printed_language,
        second=brief.second_language or "",
        full=brief.full,
        selection=brief.selection or "",
        as_of=brief.as_of,
        known_on=brief.known_on,
        note=brief.note or "",
        issue=brief.number is not None,
    )


def _job(row: Any) -> JobLine:  # noqa: ANN401 - a row of two entities
    work, brief_id = row
    return JobLine(
        id=work.id,
        state=work.state,
        done=work.progress,
        total=work.total,
        error=work.error,
        order=BriefOrder.of(work.args),
        asked_at=work.created_at,
        brief_id=brief_id,
    )

"""What can be translated of a record: its texts and its parts', each beside its translation into one language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from tracker.domain import models as m
from tracker.domain.codes import LANGUAGES, RecordKind, UpdateState
from tracker.domain.models import Record, RowVersion, Translation, User

TEXTS: dict[RecordKind, tuple[type[SQLModel], tuple[str, ...]]] = {
    RecordKind.project: (
        m.Project,
        ("title", "summary", "place_stated", "stage_stated", "stage_why", "next_step"),
    ),
    RecordKind.objective: (m.Objective, ("text",)),
    RecordKind.component: (m.Component, ("title", "stage_stated")),
    RecordKind.milestone: (m.Milestone, ("title",)),
    RecordKind.risk: (m.Risk, ("title", "response")),
    RecordKind.action_point: (m.ActionPoint, ("title",)),
    RecordKind.decision: (m.Decision, ("text",)),
    RecordKind.update: (m.Update, ("happened", "next_step")),
    RecordKind.delivery: (m.Delivery, ("text",)),
    RecordKind.programme: (m.Programme, ("name", "summary", "purpose", "mandate", "established_by", "place_stated")),
    RecordKind.disaster: (m.Disaster, ("name", "summary", "place_stated")),
    RecordKind.assessment: (
        m.Assessment,
        ("title", "summary", "place_stated", "method", "state_stated", "output", "follow_up"),
    ),
    RecordKind.finding: (m.Finding, ("text",)),
    RecordKind.recommendation: (m.Recommendation, ("text", "addressee_stated", "follow_up")),
    RecordKind.organisation: (m.Organisation, ("name",)),
    RecordKind.agreement: (m.Agreement, ("title", "summary", "covers", "consequence")),
    RecordKind.undertaking: (m.Undertaking, ("text", "state_stated", "outcome")),
    RecordKind.amendment: (m.Amendment, ("text",)),
    RecordKind.fund: (m.Fund, ("name", "summary", "state_stated")),
    RecordKind.contribution: (m.Contribution, ("purpose",)),
    RecordKind.step: (m.Step, ("kind_stated",)),
    RecordKind.mission: (
        m.Mission,
        ("title", "purpose", "points_to_raise", "requests", "counterparts", "sensitivities", "security_focal_point"),
    ),
    RecordKind.review: (m.Review, ("title",)),
    RecordKind.calendar_event: (m.CalendarEvent, ("title", "place_stated")),
    RecordKind.post: (m.Post, ("title", "where_stated", "funding_stated", "state_stated")),
    RecordKind.reported_amount: (m.ReportedAmount, ("text", "from_stated")),
    RecordKind.place: (m.Place, ("name",)),
    RecordKind.document: (m.Document, ("title",)),
}
"""Texts that are shown in the reader's language where there is one: each kind's table and columns."""

PARTS = tuple(TEXTS)
"""In this order a record's parts follow it."""


@dataclass(frozen=True)
class Line:
    """One text and its translation. `version` is that of the row the original stands in.

    `former` is the original that the translation was made from, where the original has changed since; `stale` says
    that it has. `by`: who translated; None: the programme file, or nobody yet.
    """

    record_id: int
    kind: RecordKind
    field: str
    original: str
    language: str
    version: int
    text: str | None
    stale: bool
    former: str | None
    by: str | None

    @property
    def name(self) -> str:
        """What tells it from the others in a form."""
        return f"{self.record_id}-{self.field}"


def lines(session: Session, record_id: int, language: str) -> list[Line]:
    """The texts of a record, which the reader is known to edit, and of its parts that stand; drafts are left out.

    Texts that are in this language themselves are not among them. Seven queries or so: one for each kind of part.
    """
    records = _records(session, record_id, language)
    originals = _originals(session, records)
    translated = _translated(session, [record.id for record in records], language)
    past = _past(session, originals, translated)
    return [
        _line(record, row, name, translated.get((record.id, name)), past)
        for record, row, names in originals
        for name in names
        if getattr(row, name)
    ]


def counts(session: Session, record_id: int) -> dict[str, tuple[int, int]]:
    """For each other language: how many of the record's texts are translated, of how many."""
    records = _records(session, record_id, "")
    asked = [
        (record, name) for record, row, names in _originals(session, records) for name in names if getattr(row, name)
    ]
    found = defaultdict(set)
    ids = [record.id for record in records]
    statement = sa.select(col(Translation.record_id), col(Translation.field), col(Translation.language))
    for key, name, language in session.execute(statement.where(col(Translation.record_id).in_(ids))):
        found[language].add((key, name))
    return {
        language: (
            sum((record.id, name) in found[language] for record, name in asked if record.language != language),
            sum(record.language != language for record, _ in asked),
        )
        for language in LANGUAGES
    }


Original = tuple[Record, Any, tuple[str, ...]]


def _records(session: Session, record_id: int, language: str) -> list[Record]:
    """The record and its parts that nobody has put away and that are in another language than this."""
    own = sa.or_(col(Record.id) == record_id, col(Record.parent_id) == record_id)
    found = session.scalars(
        sa.select(Record)
        .where(own, col(Record.archived_at).is_(None), col(Record.kind).in_(PARTS), col(Record.language) != language)
        .order_by(col(Record.id) != record_id, col(Record.id))
    ).all()
    return sorted(found, key=lambda record: (record.id != record_id, PARTS.index(record.kind)))


def _originals(session: Session, records: Sequence[Record]) -> list[Original]:
    rows: dict[int, Any] = {}
    for kind in {record.kind for record in records}:
        table = TEXTS[kind][0]
        ids = [record.id for record in records if record.kind == kind]
        found: Iterable[Any] = session.scalars(sa.select(table).where(_shown(table), _id(table).in_(ids)))
        rows |= {row.id: row for row in found}
    return [(record, rows[record.id], TEXTS[record.kind][1]) for record in records if record.id in rows]


def _id(table: type[SQLModel]) -> Any:  # noqa: ANN401 - a column
    return table.id  # type: ignore[attr-defined]


def _shown(table: type[SQLModel]) -> sa.ColumnElement[bool]:
    """A report has translations once it is published."""
    return col(m.Update.state) == UpdateState.published if table is m.Update else sa.true()


def _translated(
    session: Session, ids: Iterable[int | None], language: str
) -> dict[tuple[int | None, str], tuple[Translation, str | None]]:
    found = session.execute(
        sa.select(Translation, col(User.name))
        .outerjoin(User, col(User.id) == Translation.by_id)
        .where(col(Translation.record_id).in_(list(ids)), col(Translation.language) == language)
    )
    return {(row.record_id, row.field): (row, name) for row, name in found}


def _past(session: Session, originals: Iterable[Original], translated: Any) -> dict[tuple[int, int], dict[str, Any]]:  # noqa: ANN401 - as `_translated` has it
    """The rows as they were when translations were made from them: values by record and version."""
    versions = {record.id: row.version for record, row, _ in originals}
    wanted = {
        (key, one.source_version)
        for (key, _), (one, _) in translated.items()
        if one.source_version < versions.get(key, 0)
    }
    if not wanted:
        return {}
    tables = {str(TEXTS[record.kind][0].__tablename__) for record, _, _ in originals}
    found = session.execute(
        sa.select(col(RowVersion.record_id), col(RowVersion.version), col(RowVersion.values)).where(
            col(RowVersion.record_id).in_(sorted({key for key, _ in wanted})), col(RowVersion.entity).in_(tables)
        )
    )
    return {(key, version): values for key, version, values in found if key and version and (key, version) in wanted}


def _line(
    record: Record,
    row: Any,  # noqa: ANN401 - a row of any of the tables
    name: str,
    translation: tuple[Translation, str | None] | None,
    past: dict[tuple[int, int], dict[str, Any]],
) -> Line:
    one, by = translation or (None, None)
    original = str(getattr(row, name))
    former = past.get((record.id or 0, one.source_version), {}).get(name, original) if one else original
    return Line(
        record_id=record.id or 0,
        kind=record.kind,
        field=name,
        original=original,
        language=record.language,
        version=row.version,
        text=one.text if one else None,
        stale=former != original,
        former=former if former != original else None,
        by=by,
    )

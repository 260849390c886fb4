"""The words that a record is found by: its own, its parts', those of its territories, and names that all may know."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col, select

from tracker.domain import models as m
from tracker.domain.codes import RecordKind, UpdateState, Visibility
from tracker.domain.queries.search import TIES
from tracker.domain.search import normalise

TEXTS: dict[RecordKind, tuple[type[SQLModel], tuple[str, ...]]] = {
    RecordKind.project: (m.Project, ("title", "summary", "place_stated", "stage_stated", "next_step")),
    RecordKind.objective: (m.Objective, ("text",)),
    RecordKind.component: (m.Component, ("title",)),
    RecordKind.milestone: (m.Milestone, ("title",)),
    RecordKind.programme: (m.Programme, ("name", "acronym", "summary", "purpose", "mandate", "place_stated")),
    RecordKind.disaster: (m.Disaster, ("name", "summary", "glide", "place_stated")),
    RecordKind.assessment: (m.Assessment, ("title", "summary", "place_stated", "output", "follow_up")),
    RecordKind.recommendation: (m.Recommendation, ("text",)),
    RecordKind.organisation: (m.Organisation, ("name", "acronym")),
    RecordKind.agreement: (m.Agreement, ("title", "summary", "number", "covers", "consequence")),
    RecordKind.undertaking: (m.Undertaking, ("text", "outcome")),
    RecordKind.amendment: (m.Amendment, ("text",)),
    RecordKind.fund: (m.Fund, ("name", "summary")),
    RecordKind.contribution: (m.Contribution, ("purpose",)),
    RecordKind.mission: (m.Mission, ("title", "purpose")),
    RecordKind.brief: (m.Brief, ("title", "key", "number")),
}
"""The texts by which a record, or its owner, is found. Risks, action points and unpublished updates are not among
them: not everybody who may search may read those."""

FOUND = frozenset(
    {
        RecordKind.project,
        RecordKind.programme,
        RecordKind.disaster,
        RecordKind.assessment,
        RecordKind.organisation,
        RecordKind.agreement,
        RecordKind.fund,
        RecordKind.contribution,
        RecordKind.mission,
        RecordKind.brief,
    }
)
"""Kinds that are found as themselves."""

TERRITORIES: tuple[tuple[type[SQLModel], str], ...] = (
    (m.ProjectTerritory, "project_id"),
    (m.DisasterTerritory, "disaster_id"),
    (m.AssessmentTerritory, "assessment_id"),
    (m.ProgrammeTerritory, "programme_id"),
    (m.MissionTerritory, "mission_id"),
)

NAMES: dict[type[m.Organisation | m.Disaster], tuple[str, ...]] = {
    m.Organisation: ("name", "acronym"),
    m.Disaster: ("name",),
}
"""The names by which others are found."""


def body(session: Session, record_id: int) -> str:
    """The search text of a record that is found as itself."""
    return normalise(" ".join(_words(session, record_id)))


def _words(session: Session, record_id: int) -> list[str]:
    """All words a record is found by: its code, texts and translations, its parts', its territories, its partners."""
    parts = session.execute(
        select(m.Record.id, m.Record.kind, m.Record.code).where(
            (col(m.Record.id) == record_id) | (col(m.Record.parent_id) == record_id), col(m.Record.kind).in_(TEXTS)
        )
    ).all()
    words = [code.replace("/", " ") for own, _, code in parts if own == record_id and code]
    ids = [own for own, _, _ in parts]
    for kind in {kind for _, kind, _ in parts}:
        table, names = TEXTS[kind]
        rows = session.execute(
            sa.select(*(getattr(table, name) for name in names)).where(column(table, "id").in_(ids))
        ).all()
        words += [str(text) for row in rows for text in row if text]
    words += session.scalars(sa.select(col(m.Translation.text)).where(col(m.Translation.record_id).in_(ids))).all()
    return words + _names(session, record_id) + _published(session, record_id)


def _published(session: Session, project_id: int) -> list[str]:
    rows = session.execute(
        sa.select(col(m.Update.happened), col(m.Update.next_step)).where(
            col(m.Update.project_id) == project_id, col(m.Update.state) == UpdateState.published
        )
    ).all()
    return [text for row in rows for text in row if text]


def _names(session: Session, record_id: int) -> list[str]:
    """Of territories, and of what it is tied to where everybody may know of that: `queries.search` finds by the rest."""
    names: list[str] = []
    for table, owner in TERRITORIES:
        names += session.scalars(
            sa.select(col(m.TerritoryName.listed))
            .join(table, column(table, "territory_id") == m.TerritoryName.territory_id)
            .where(column(table, owner) == record_id)
        ).all()
    names += session.scalars(sa.select(col(m.ProjectTag.tag)).where(col(m.ProjectTag.project_id) == record_id)).all()
    for table, owner, other, named in TIES:
        columns = [getattr(named, name) for name in NAMES[named]]
        rows = session.execute(
            sa.select(*columns)
            .join(table, column(table, other) == named.id)
            .join(m.Record, col(m.Record.id) == named.id)
            .where(column(table, owner) == record_id, col(m.Record.visibility) == Visibility.public)
        ).all()
        names += [word for row in rows for word in row if word]
    return names


def column(table: type[SQLModel], name: str) -> sa.ColumnElement[int]:
    column: sa.ColumnElement[int] = getattr(table, name)
    return column

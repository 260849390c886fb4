"""The words that a record is found by: its own, its parts', those of its territories, and names that all may know."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col, select

from tracker.domain import models as m
from tracker.domain.codes import RecordKind, UpdateState, Visibility
from tracker.domain.queries.search import TIES
from tracker.domain.rows import batches
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


AT_ONCE = 1_000
"""Records whose words are gathered together."""


def bodies(session: Session, record_ids: Sequence[int]) -> dict[int, str]:
    """The search texts of records that are found as themselves."""
    found: dict[int, str] = {}
    for start in range(0, len(record_ids), AT_ONCE):
        words = _words(session, record_ids[start : start + AT_ONCE])
        found |= {key: " ".join(filter(None, map(_normal, said))) for key, said in words.items()}
    return found


def _normal(text: str) -> str:
    return _normal_name(text) if len(text) <= _NAME else normalise(text)


_NAME = 60
"""Texts up to this length are mostly names, which many records are found by."""


@lru_cache(maxsize=4096)
def _normal_name(text: str) -> str:
    return normalise(text)


def _words(session: Session, record_ids: Sequence[int]) -> dict[int, list[str]]:
    """All words that records are found by: code, texts and translations, their parts', territories, partners."""
    words: dict[int, list[str]] = {key: [] for key in record_ids}
    record = m.Record
    of_them = sa.or_(col(record.id).in_(record_ids), col(record.parent_id).in_(record_ids))
    parts = session.execute(
        select(record.id, record.parent_id, record.kind, record.code)
        .where(of_them, col(record.kind).in_(TEXTS))
        .order_by(col(record.id))
    ).all()
    owners: dict[int, list[int]] = {}
    kinds: dict[RecordKind, list[int]] = {}
    for own, parent, kind, code in parts:
        owners[own] = [key for key in (own, parent) if key in words]
        kinds.setdefault(kind, []).append(own)
        if own in words and code:
            words[own].append(code.replace("/", " "))
    said: list[Any] = []
    for kind, ids in kinds.items():
        table, names = TEXTS[kind]
        key = column(table, "id")
        texts = (getattr(table, name) for name in names)
        said += session.execute(sa.select(key, *texts).where(key.in_(ids)).order_by(key)).all()
    translated = sa.select(col(m.Translation.record_id), col(m.Translation.text))
    said += session.execute(
        translated.where(col(m.Translation.record_id).in_(owners)).order_by(col(m.Translation.id))
    ).all()
    for spoken, *texts_of_it in said:
        for owner in owners[spoken]:
            words[owner] += [str(text) for text in texts_of_it if text]
    for named, *names_of_it in (*_names(session, record_ids), *_published(session, record_ids)):
        words[named] += [text for text in names_of_it if text]
    return words


def _published(session: Session, project_ids: Sequence[int]) -> Sequence[Any]:
    return session.execute(
        sa.select(col(m.Update.project_id), col(m.Update.happened), col(m.Update.next_step))
        .where(col(m.Update.project_id).in_(project_ids), col(m.Update.state) == UpdateState.published)
        .order_by(col(m.Update.id))
    ).all()


def _names(session: Session, record_ids: Sequence[int]) -> list[Any]:
    """Of territories, and of what they are tied to where everybody may know of that: `queries.search` finds by the rest."""
    names: list[Any] = []
    for table, owner in TERRITORIES:
        names += session.execute(
            sa.select(column(table, owner), col(m.TerritoryName.listed))
            .join(table, column(table, "territory_id") == m.TerritoryName.territory_id)
            .where(column(table, owner).in_(record_ids))
            .order_by(col(m.TerritoryName.id))
        ).all()
    tags = sa.select(col(m.ProjectTag.project_id), col(m.ProjectTag.tag))
    names += session.execute(
        tags.where(col(m.ProjectTag.project_id).in_(record_ids)).order_by(col(m.ProjectTag.tag))
    ).all()
    return names + _tied(session, record_ids)


def _tied(session: Session, record_ids: Sequence[int]) -> list[Any]:
    """First what they are tied to, then the names of that: asked at once, a database may go through all names each time."""
    ties: list[tuple[type[Any], int, int]] = []
    for table, owner, other, named in TIES:
        own, to = column(table, owner), column(table, other)
        found = session.execute(sa.select(own, to).where(own.in_(record_ids), to.is_not(None)).order_by(to, own))
        ties += [(named, *pair) for pair in found]
    called: dict[int, Any] = {}
    for named, names in NAMES.items():
        key = col(named.id)
        asked = sa.select(key, *(getattr(named, name) for name in names)).join(m.Record, col(m.Record.id) == key)
        for ids in batches({to for kind, _, to in ties if kind is named}):
            open_to_all = asked.where(key.in_(ids), col(m.Record.visibility) == Visibility.public)
            called |= {to: said for to, *said in session.execute(open_to_all)}
    return [(own, *called[to]) for _, own, to in ties if to in called]


def column(table: type[SQLModel], name: str) -> sa.ColumnElement[int]:
    column: sa.ColumnElement[int] = getattr(table, name)
    return column

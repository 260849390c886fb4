"""Names of territories, in the reader's language, as of a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import ProjectTerritory, Record, Territory, TerritoryName
from tracker.domain.queries.remembered import Recall
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import plain_rows


@dataclass(frozen=True)
class TerritoryLabel:
    """A territory as a reader meets it: its code, its name in lists and in running text, the note it needs.

    `missing`: there is no name in the reader's language; the English one stands in for it.
    """

    id: int
    code: str
    listed: str
    text: str
    note: str | None = None
    missing: bool = False


def labels(
    session: Session, language: str, day: date, ids: Collection[int] | Statement, **asked: object
) -> dict[int, TerritoryLabel]:
    """The territories' labels by id, in the order of their names; one query.

    `ids` may be a subquery that stands in a module, with the values of its parameters as `asked`.
    """
    given = {"languages": [language, "en"], "day": day, **asked}
    if isinstance(ids, sa.Select):
        statement = _labels(ids) if asked else _named(ids)
    else:
        statement, given["ids"] = _labels(None), list(ids)
    return read(plain_rows(session, statement, given), language)


def remembered(recall: Recall, language: str, day: date, ids: Statement, **asked: object) -> dict[int, TerritoryLabel]:
    """The same of a subquery that is kept, remembered while the record stands as it does."""
    given = {"languages": [language, "en"], "day": day, **asked}
    return recall.of(_labels(ids), given, lambda rows: read(rows, language))


def read(rows: Iterable[Any], language: str) -> dict[int, TerritoryLabel]:
    """Rows of `COLUMNS` as labels by id, in the order of their names; the reader's language before English."""
    found: dict[int, TerritoryLabel] = {}
    for key, code, note, spoken, listed, text in rows:
        if key is not None and (spoken == language or key not in found):
            found[key] = TerritoryLabel(key, code or "", listed, text, note, missing=spoken != language)
    return dict(sorted(found.items(), key=lambda item: item[1].listed))


@cache
def _labels(ids: Statement | None) -> Statement:
    """Built once and kept: to build it takes far longer than to send it."""
    return _named(sa.bindparam("ids", expanding=True, type_=sa.Integer) if ids is None else ids)


def _named(ids: Any) -> Statement:  # noqa: ANN401 - a subquery or a parameter
    return (
        sa.select(*COLUMNS)
        .join(Record, col(Record.id) == Territory.id)
        .join(TerritoryName, col(TerritoryName.territory_id) == Territory.id)
        .where(col(Territory.id).in_(ids), *NAMED_NOW)
    )


def valid_on(day: date | sa.BindParameter[date], name: Any = TerritoryName) -> sa.ColumnElement[bool]:  # noqa: ANN401 - the table, or an alias
    """The condition that a name holds on this day; its last day is the day before `valid_to`."""
    begun = sa.or_(name.valid_from.is_(None), name.valid_from <= day)
    return sa.and_(begun, sa.or_(name.valid_to.is_(None), name.valid_to > day))


def by_code(session: Session, code: str) -> Territory | None:
    """The territory with this ISO 3166 alpha-2 code (XK for Kosovo)."""
    return session.scalars(
        sa.select(Territory).join(Record, col(Record.id) == Territory.id).where(col(Record.code) == code.upper())
    ).first()


def codes_of_projects(session: Session) -> list[str]:
    """The codes of the territories that projects work in, in alphabetical order."""
    worked = sa.select(col(ProjectTerritory.territory_id))
    return sorted(filter(None, session.scalars(sa.select(col(Record.code)).where(col(Record.id).in_(worked)))))


def standing(session: Session, language: str, day: date) -> list[TerritoryLabel]:
    """Every territory that there is on this day, by name: what forms offer; one query."""
    begun = sa.or_(col(Territory.valid_from).is_(None), col(Territory.valid_from) <= day)
    lasting = sa.or_(col(Territory.valid_to).is_(None), col(Territory.valid_to) > day)
    return list(labels(session, language, day, sa.select(col(Territory.id)).where(begun, lasting)).values())


COLUMNS: tuple[Any, ...] = (
    col(Territory.id),
    col(Record.code),
    col(Territory.note),
    col(TerritoryName.language),
    col(TerritoryName.listed),
    col(TerritoryName.text),
)
"""What a label is read from."""

NAMED_NOW = (
    col(TerritoryName.language).in_(sa.bindparam("languages", expanding=True)),
    valid_on(sa.bindparam("day", type_=sa.Date)),
)
"""The conditions that a name is in one of the `languages` and holds on the `day`."""

OF_PROJECTS: Statement = sa.select(col(ProjectTerritory.territory_id)).distinct()
"""The territories that projects work in."""

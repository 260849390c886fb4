"""The table of territories' names: what each is called, in which language, during which time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import LANGUAGES
from tracker.domain.models import Territory, TerritoryName
from tracker.domain.queries import paging, places
from tracker.domain.search import normalise


@dataclass(frozen=True)
class Asked:
    """Which territories: with these letters in a name or code; `open`: with a name that is missing or unverified."""

    q: str = ""
    open: bool = False
    page: int = 1
    per_page: int = paging.USUAL


@dataclass(frozen=True)
class TerritoryRow:
    """A territory in the table: `missing` and `unverified` are languages of the names that hold on the day."""

    code: str
    label: places.TerritoryLabel
    missing: tuple[str, ...]
    unverified: tuple[str, ...]


@dataclass(frozen=True)
class Period:
    """What a territory is called from `since` until the day before `until`: names by language."""

    since: date | None
    until: date | None
    names: dict[str, TerritoryName]

    def holds_on(self, day: date) -> bool:
        """Is it called so on this day?"""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def listed(session: Session, language: str, day: date, asked: Asked) -> paging.Page[TerritoryRow]:
    """The territories that there are on the day, by name, for a page of the table: two queries.

    There are some 240, with six names each: they are read whole, so that search is the same on both databases.
    """
    standing = {label.id: label for label in places.standing(session, language, day)}
    names: dict[int, list[TerritoryName]] = defaultdict(list)
    for name in session.scalars(sa.select(TerritoryName).where(places.valid_on(day))):
        names[name.territory_id].append(name)
    found = (key for key, label in standing.items() if _has(asked.q, label.code, names[key]))
    rows = [_row(standing[key], names[key]) for key in found]
    if asked.open:
        rows = [row for row in rows if row.missing or row.unverified]
    return paging.of(rows, number=asked.page, per_page=asked.per_page)


def _row(label: places.TerritoryLabel, names: Sequence[TerritoryName]) -> TerritoryRow:
    there = {name.language for name in names}
    return TerritoryRow(
        code=label.code,
        label=label,
        missing=tuple(lang for lang in LANGUAGES if lang not in there),
        unverified=tuple(name.language for name in names if not name.verified),
    )


def _has(q: str, code: str, names: Sequence[TerritoryName]) -> bool:
    wanted = normalise(q)
    if not wanted:
        return True
    return code == q.upper() or any(wanted in normalise(text) for one in names for text in (one.listed, one.text))


def one(session: Session, code: str) -> Territory | None:
    """The territory with this code, that is or was."""
    return places.by_code(session, code)


def periods(session: Session, territory_id: int) -> list[Period]:
    """What a territory is and was called, the newest time first."""
    found: dict[tuple[date | None, date | None], dict[str, TerritoryName]] = {}
    rows = session.scalars(sa.select(TerritoryName).where(col(TerritoryName.territory_id) == territory_id))
    for row in rows:
        found.setdefault((row.valid_from, row.valid_to), {})[row.language] = row
    ordered = sorted(found.items(), key=_age, reverse=True)
    return [Period(since, until, names) for (since, until), names in ordered]


def _age(item: tuple[tuple[date | None, date | None], Any]) -> tuple[date, date]:
    since, until = item[0]
    return (until or date.max, since or date.min)

"""Projects as sets and in orders: whoever narrows, counts or pages the list asks here.

Each question is put to the database once for a state of the record (`remembered`), about all projects: which of them a
person may see, which fit a filter, which have a choice of it, which comes before which. What is then asked of the list
is computed of these. A set is a whole number with a bit for each project, so that sets are cut with `&` and counted
with `bit_count`.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import compress, islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.filters import Values, narrowing
from tracker.domain.models import Project, Record
from tracker.domain.queries import project_sorts, project_values, remembered
from tracker.domain.queries.project_filters import conditions, given, parts_of
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.together import apart, together
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rules import Viewer, sees_inside

Bits = int
"""A set of projects: the bit of each stands at its place in `Places`."""

_FLAGS = bytes.maketrans(b"01", b"\0\1")


class Places:
    """The place of each project among all, by its id: so few bits make a set as there are projects."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = array("q", sorted(ids))
        self._of = {key: place for place, key in enumerate(self._ids)}

    def __sizeof__(self) -> int:
        return 100 * len(self._ids)

    def bits(self, ids: Iterable[int]) -> Bits:
        """The set of these projects."""
        found, places = bytearray((len(self._ids) >> 3) + 1), self._of
        for key in ids:
            place = places.get(key)
            if place is not None:  # one that came to be while this was asked
                found[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(found, "little")

    def ids(self, some: Bits) -> Iterator[int]:
        """The projects of a set, the smallest id first."""
        return compress(self._ids, self._flags(some))

    def ordered(self, ids: Iterable[int]) -> "array[int]":
        """The places of these projects, in the order that they have here."""
        places = self._of
        return array("I", (places[key] for key in ids if key in places))

    def sorted(self, some: Bits, order: "array[int]") -> Iterator[int]:
        """The projects of a set in an order of all."""
        flags = self._flags(some)
        return (self._ids[place] for place in compress(order, map(flags.__getitem__, order)))

    def _flags(self, some: Bits) -> bytes:
        """A nought or a one for each project."""
        return bin(some)[:1:-1].encode().translate(_FLAGS).ljust(len(self._ids), b"\0")


@dataclass(frozen=True)
class Sets:
    """The projects as one person may see them, on a day from which days are counted."""

    session: Session
    viewer: Viewer
    day: date

    @cached_property
    def sight(self) -> Sight:
        return sight_of(self.session, self.viewer)

    @cached_property
    def recall(self) -> remembered.Recall:
        return remembered.recall(self.session)

    @cached_property
    def places(self) -> Places:
        return self.recall.of(_every(self.sight.dialect), {}, lambda rows: Places(apart(rows[0][0])))

    def seen(self, *, archived: bool = False) -> Bits:
        """All that this person may see; `archived`: of the archived ones."""
        return self._set(_seen(self.sight, archived), {})

    def fitting(self, values: Values) -> dict[str, Bits]:
        """By filter those that fit it."""
        asked = given(values, dialect=self.sight.dialect, day=self.day)
        found = {}
        for name, some in narrowing(values).items():
            can = name not in _MAY_FIND_NOTHING or self._can_find(name, asked[name])
            found[name] = self._set(_fitting(self.sight, parts_of({name: some})), asked) if can else 0
        return found

    def found(self, values: Values, *, archived: bool = False) -> Bits:
        """Those that the list finds."""
        whole = self.seen(archived=archived)
        for some in self.fitting(values).values():
            whole &= some
        return whole

    def having(self, name: str) -> dict[str, Bits]:
        """By the values of a filter those that have them, whoever may see them."""
        asked = {"viewer_id": self.viewer.user_id}

        def read(rows: Sequence[Any]) -> dict[str, Bits]:
            return {value: self.places.bits(apart(text)) for value, text in rows}

        return self.recall.of(project_values.having(name, self.sight), asked, read)

    def sorted(self, some: Bits, sort: str, *, language: str, currency: str = "") -> Iterator[int]:
        """The ids of a set, sorted; by a name of `project_sorts`, where this person is told of it."""
        sort = project_sorts.known(sort, inside=sees_inside(self.viewer), in_currency=bool(currency))
        asked = {"viewer_id": self.viewer.user_id, "language": language, "day": self.day, "currency": currency}
        statement = _order(self.sight, sort)
        order = self.recall.of(statement, asked, lambda rows: self.places.ordered(key for (key,) in rows))
        return self.places.sorted(some, order)

    def _set(self, statement: Statement, asked: dict[str, Any]) -> Bits:
        asked = asked | {"viewer_id": self.viewer.user_id}
        return self.recall.of(statement, asked, lambda rows: self.places.bits(apart(rows[0][0])))

    def _can_find(self, name: str, asked: object) -> bool:
        """Words that are none find nothing; who manages what is told inside only."""
        return bool(asked) if name == "q" else sees_inside(self.viewer)


_OF_RECORDS = frozenset({"q", "code"})
"""The filter and the sort that look at the record beside the project."""

_MAY_FIND_NOTHING = frozenset({"q", "manager"})


def page_of(ids: Iterator[int], first: int, most: int) -> list[int]:
    """So many of the ids from a place on."""
    return list(islice(ids, first, first + most))


def seen_by(visible: sa.ColumnElement[bool], *, archived: bool = False) -> Statement:
    """The ids of all projects under a condition of sight, with their records."""
    shown = col(Record.archived_at).is_not(None) if archived else col(Record.archived_at).is_(None)
    return _with_records().where(visible, shown)


def _with_records() -> Statement:
    return sa.select(col(Project.id)).join(Record, col(Record.id) == Project.id)


@lru_cache(maxsize=8)
def _every(dialect: str) -> Statement:
    return sa.select(together(Project.id, dialect)).select_from(Project)


@lru_cache(maxsize=64)
def _seen(sight: Sight, archived: bool) -> Statement:  # noqa: FBT001 - kept by it
    found = seen_by(visible_as(sight.role, known=sight.known), archived=archived)
    return found.with_only_columns(together(Project.id, sight.dialect))


@lru_cache(maxsize=256)
def _fitting(sight: Sight, parts: frozenset[str]) -> Statement:
    """Those that fit one filter; `parts` are the ways it is asked (`parts_of`)."""
    found = _with_records() if parts & _OF_RECORDS else sa.select(col(Project.id))
    found = found.where(*conditions(parts, sight).values())
    return found.with_only_columns(together(Project.id, sight.dialect))


@lru_cache(maxsize=256)
def _order(sight: Sight, sort: str) -> Statement:
    found = _with_records() if sort.removeprefix("-") in _OF_RECORDS else sa.select(col(Project.id))
    ids = project_sorts.keyed(found, sort, sight).subquery("ids")
    return sa.select(ids.c.id).order_by(*project_sorts.order(ids.c, sort))

"""Pages of a list."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.domain.queries.remembered import recall
from tracker.domain.queries.statement import Statement

USUAL = 25
MOST = 100
WHOLE = 100
"""Rows of a table that a record's page shows whole; of more it shows the first, and where all are listed."""
FIRST = 25

Row = TypeVar("Row")
Found = TypeVar("Found")


def shown(total: int) -> int:
    """How many rows of so many a record's page shows."""
    return total if total <= WHOLE else FIRST


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, which page it is (from 1), how many a page holds, how many rows there are in all."""

    rows: list[Row]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


def paged(
    session: Session,
    statement: Statement,
    read: Callable[[Sequence[Any]], list[Row]],
    *,
    number: int = 1,
    per_page: int = USUAL,
    total: int | None = None,
) -> Page[Row]:
    """One page of an ordered statement: two queries, whatever its size. `read` turns its rows into what is shown.

    A page beyond the last is the last one. `total`: how many rows there are, where that is known already.
    """
    per_page = min(max(per_page, 1), MOST)
    if total is None:
        total = session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // per_page)))
    found = session.execute(statement.limit(per_page).offset((number - 1) * per_page)).unique().all()
    return Page(read(found), number, per_page, total)


def remembered(
    session: Session,
    statement: Statement,
    read: Callable[[Sequence[Any]], list[Row]],
    *,
    number: int = 1,
    per_page: int = USUAL,
) -> Page[Row]:
    """The same of what costs as much for one page as for all: which rows there are is asked once and remembered."""
    page = of(recall(session).of_built(statement, list), number=number, per_page=per_page)
    return Page(read(page.rows), page.number, page.per_page, page.total)


def every(page: Callable[[int], Page[Row]]) -> Iterator[Row]:
    """The rows of all pages, one page after the other: for files."""
    for found in pages(page, lambda one: one):
        yield from found.rows


def pages(load: Callable[[int], Found], page: Callable[[Found], Page[Any]]) -> Iterator[Found]:
    """What is loaded for each page, the first to the last; `page`: the page in it."""
    number, last = 1, 1
    while number <= last:
        found = load(number)
        yield found
        number, last = number + 1, page(found).pages


def of(rows: Sequence[Row], *, number: int = 1, per_page: int = USUAL) -> Page[Row]:
    """One page of a list that is there whole; a page beyond the last is the last one."""
    per_page = min(max(per_page, 1), MOST)
    number = min(max(number, 1), max(1, -(-len(rows) // per_page)))
    return Page(list(rows[(number - 1) * per_page : number * per_page]), number, per_page, len(rows))


@dataclass(frozen=True)
class Some(Generic[Row]):
    """The rows of a table on a record's page, and how many there are in all."""

    rows: list[Row]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)

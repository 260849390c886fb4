"""What the lists of all nouns have in common: what is asked, how it is ordered, what a page of it holds."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Entity, Programme, Record
from tracker.domain.queries import linked, mentions, paging, places, texts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.paging import Page
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.remembered import Recall, recall
from tracker.domain.queries.search import matches
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Texts

Row = TypeVar("Row", bound=Entity)

OfSight = Callable[[Sight], Statement]
"""Gives a statement as somebody may see it, built once and kept; `viewer_id` is given when it is sent."""


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed to, how it is sorted, which page of it.

    Codes as in addresses; an unknown one finds nothing, an unknown sort is the usual one.
    """

    q: str = ""
    territory: str = ""
    hazard: str = ""
    programme: str = ""
    organisation: str = ""
    kind: str = ""
    state: str = ""
    ending: str = ""
    open: str = ""
    sort: str = ""
    page: int = 1
    per_page: int = paging.USUAL


@dataclass(frozen=True)
class Listed(Generic[Row]):
    """One page of a list with everything its rows show, and the choices its filters offer.

    `notes` are the keys of the standing texts that the names said here need; `labels` are the territories of all rows this person may see: the rows' names and the filter's choices.
    """

    page: Page[Row]
    texts: Texts
    labels: dict[int, TerritoryLabel]
    notes: list[str] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    codes: dict[str, list[StrEnum]] = field(default_factory=dict)

    def count(self, of: str, row: Row) -> int:
        """How many records of a sort stand beside a row, of those this person may see."""
        return self.counts[of].get(row.id or 0, 0)


def start(session: Session, reader: Reader, table: type[Row], wanted: Wanted) -> Statement:
    """All rows of a noun that this person may see and that the words asked for find."""
    found = sa.select(table).join(Record, col(Record.id) == col(table.id)).where(linked.live(reader.viewer))
    return found.where(matches(session, reader.viewer, wanted.q)) if wanted.q.strip() else found


def is_code(column: Any, value: str) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column of codes
    """The condition that a column holds this code; a word that is no code holds nowhere."""
    return sa.cast(col(column), sa.String) == value


def ordered(found: Statement, sorts: Mapping[str, Any], sort: str, usual: str, last: Any) -> Statement:  # noqa: ANN401
    """The statement in the order asked for; what has no value comes last both ways."""
    asked = sort if sort.removeprefix("-") in sorts else usual
    column = sorts[asked.removeprefix("-")]
    turned = column.desc() if asked.startswith("-") else column.asc()
    return found.order_by(turned.nulls_last(), last)


def listed(
    session: Session,
    reader: Reader,
    found: Statement,
    wanted: Wanted,
    *,
    territory_ids: OfSight | None = None,
    programme_ids: OfSight | None = None,
    options: Iterable[Any] = (),
    beside: Callable[[Row], Iterable[Entity | None]] = lambda _row: (),
    codes: Mapping[str, tuple[type[Entity], str]] | None = None,
    counts: Callable[[Sequence[int]], dict[str, dict[int, int]]] = lambda _ids: {},
) -> Listed[Row]:
    """One page of an ordered statement, with names and choices. `beside`: other rows that a row names, `options` load them.

    `territory_ids`, `programme_ids`: what is offered, of all rows; `codes`: the columns whose codes are offered, as
    far as they occur. These are remembered while the record stands as it does.
    """
    known, sight = recall(session), sight_of(session, reader.viewer)
    asked = {"viewer_id": reader.viewer.user_id}
    page: Page[Row] = _page(known, reader, found, wanted, options)
    ids = [row.id for row in page.rows if row.id]
    offered = _programmes(known, reader, programme_ids(sight)) if programme_ids else []
    named: list[Entity | None] = [*page.rows, *offered, *(other for row in page.rows for other in beside(row))]
    words = texts.load(session, reader.language, (row.id for row in named if row))
    return Listed(
        page=page,
        texts=words,
        notes=mentions.mentioned(session, texts.words_of(named, words)),
        labels=places.remembered(known, reader.language, reader.day, territory_ids(sight), **asked)
        if territory_ids
        else {},
        programmes=offered,
        counts=counts(ids),
        codes={
            name: known.of(_occurring(sight, *column), asked, lambda rows: sorted(code for (code,) in rows))
            for name, column in (codes or {}).items()
        },
    )


def _page(known: Recall, reader: Reader, found: Statement, wanted: Wanted, options: Iterable[Any]) -> Page[Any]:
    """The rows of one page: which these are is remembered, what they say is read."""
    table: Any = found.column_descriptions[0]["entity"]
    ids = known.of_built(found.with_only_columns(table.id), lambda rows: array("q", (key for (key,) in rows)))
    page = paging.of(ids, number=wanted.page, per_page=wanted.per_page)
    rows = {row.id: row for row in linked.rows(known.session, reader.viewer, table, table.id.in_(page.rows), *options)}
    return replace(page, rows=[rows[key] for key in page.rows if key in rows])


def _programmes(known: Recall, reader: Reader, ids: Statement) -> list[Programme]:
    found = known.of(ids, {"viewer_id": reader.viewer.user_id}, lambda rows: [key for (key,) in rows])
    return linked.programmes(known.session, reader.viewer, found)


@cache
def _occurring(sight: Sight, table: type[Entity], name: str) -> Statement:
    """The codes of a column that occur among the rows that somebody may see; built once and kept."""
    column = getattr(table, name)
    return sa.select(column).where(sight.sees(col(table.id)), column.is_not(None)).distinct()

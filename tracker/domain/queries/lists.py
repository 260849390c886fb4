"""What the lists of all nouns have in common: what is asked, how it is ordered, what a page of it holds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.models import Entity, Programme, Record
from tracker.domain.queries import linked, mentions, paging, places, texts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.paging import Page
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.search import matches
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Texts

Row = TypeVar("Row", bound=Entity)


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
    territory_ids: Statement | None = None,
    programme_ids: Statement | None = None,
    beside: Callable[[Row], Iterable[Entity | None]] = lambda _row: (),
    codes: Mapping[str, Any] | None = None,
    counts: Callable[[Sequence[int]], dict[str, dict[int, int]]] = lambda _ids: {},
) -> Listed[Row]:
    """One page of an ordered statement, with names and choices. `beside`: other rows that a row names.

    `codes`: the columns whose codes are offered, as far as they occur.
    """

    def read(answer: Sequence[Any]) -> list[Row]:
        return [row for (row,) in answer]

    page = paging.paged(session, found, read, number=wanted.page, per_page=wanted.per_page)
    ids = [row.id for row in page.rows if row.id]
    offered = linked.programmes(session, reader.viewer, programme_ids) if programme_ids is not None else []
    named: list[Entity | None] = [*page.rows, *offered, *(other for row in page.rows for other in beside(row))]
    words = texts.load(session, reader.language, (row.id for row in named if row))
    return Listed(
        page=page,
        texts=words,
        notes=mentions.mentioned(session, texts.words_of(named, words)),
        labels={} if territory_ids is None else places.labels(session, reader.language, reader.day, territory_ids),
        programmes=offered,
        counts=counts(ids),
        codes={name: _occurring(session, reader, column) for name, column in (codes or {}).items()},
    )


def _occurring(session: Session, reader: Reader, column: Any) -> list[StrEnum]:  # noqa: ANN401 - a column of codes
    """The codes that occur among the rows this person may see."""
    owner = column.class_.id
    found = session.scalars(
        sa.select(column)
        .join(Record, col(Record.id) == owner)
        .where(linked.live(reader.viewer), column.is_not(None))
        .distinct()
    )
    return sorted(found)

"""Two days compared, for spreadsheets: a row for each thing that changed, and one for the money of each currency."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracker.domain.codes import N_
from tracker.domain.queries.compared import Change, Compared, Rungs
from tracker.domain.queries.compared_rows import AgreementThen, MilestoneThen, ProjectThen, RecommendationThen
from tracker.exchange.sheets import NARROW, WIDE, WIDEST, Cell, Column, Table, Word

COLUMNS = (
    Column("change", N_("Change"), WIDE),
    Column("code", N_("Code"), WIDE),
    Column("title", N_("Title"), WIDEST),
    Column("of", N_("Belongs to"), WIDE),
    Column("then", N_("Then")),
    Column("now", N_("Now")),
    Column("day", N_("Day")),
    Column("currency", N_("Currency"), NARROW),
    Column("announced", N_("%(of)s, difference"), of=N_("Announced")),
    Column("pledged", N_("%(of)s, difference"), of=N_("Pledged")),
    Column("committed", N_("%(of)s, difference"), of=N_("Committed")),
    Column("received", N_("%(of)s, difference"), of=N_("Received")),
)

_RUNGS = ("announced", "pledged", "committed", "received")


def table(found: Compared) -> Table:
    """`day`: of a project its last report, of an agreement its end, of a milestone when it was done."""
    return Table(COLUMNS, _rows(found))


def _rows(found: Compared) -> Iterator[list[Cell]]:
    yield from _changes(Word("added", N_("Projects added")), found.added, _stage)
    yield from _changes(Word("gone", N_("Projects put away")), found.gone, _stage)
    yield from _changes(Word("ended", N_("Projects ended")), found.ended, _stage)
    yield from _changes(Word("stage", N_("Stage moved")), found.moved, _stage)
    yield from _changes(Word("health", N_("Health moved")), found.health, lambda row: (row.health, row.reported))
    for total in found.totals:
        yield [Word("total", N_("Money by currency")), *[None] * 6, *_moved(total.currency, total.moved)]
    money = Word("money", N_("Money"))
    for one in found.money:
        yield [money, *_named(one), *[None] * 3, *_moved(one.row.currency, one.moved)]
    yield from _changes(Word("agreement", N_("Agreements")), found.agreements, _agreement)
    yield from _changes(Word("recommendation", N_("Recommendations")), found.recommendations, _recommendation)
    yield from _changes(Word("milestone", N_("Milestones done")), found.milestones, _milestone)


def _changes(
    what: Word, changes: Iterable[Change[Any]], told: Callable[[Any], tuple[Cell, Cell]]
) -> Iterator[list[Cell]]:
    """`told`: how a row stands, and the day that goes with it."""
    for one in changes:
        was, stands = (told(side)[0] if side else None for side in (one.before, one.after))
        yield [what, *_named(one), was, stands, told(one.row)[1], *[None] * 5]


def _named(one: Change[Any]) -> list[Cell]:
    return [one.row.code, one.title.text if one.title else None, one.owner.text if one.owner else None]


def _stage(row: ProjectThen) -> tuple[Cell, Cell]:
    return row.stage, row.reported


def _agreement(row: AgreementThen) -> tuple[Cell, Cell]:
    return row.state, row.end


def _recommendation(row: RecommendationThen) -> tuple[Cell, Cell]:
    return row.state, None


def _milestone(row: MilestoneThen) -> tuple[Cell, Cell]:
    return None, row.done


def _moved(currency: str, moved: Rungs | None) -> list[Cell]:
    """By how much, rung by rung."""
    amounts = [getattr(moved, name) for name in _RUNGS] if moved else []
    return [currency or None, *(one.major for one in amounts)]

"""The lists behind the numbers of the portfolio, for spreadsheets: a row for each record."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tracker.domain.codes import N_, PledgeAge
from tracker.domain.labels import label_of
from tracker.domain.money import Money
from tracker.domain.queries.portfolio_lists import Line
from tracker.domain.queries.portfolio_money import MoneyLine, Unfunded
from tracker.domain.queries.portfolio_pledges import Pledge
from tracker.domain.queries.sources import Source
from tracker.exchange.sheets import NARROW, USUAL, WIDE, WIDEST, Cell, Cited, Column, Table, dated, days

_CODE, _CURRENCY = Column("code", N_("Code"), WIDE), Column("currency", N_("Currency"), NARROW)
_PROJECT, _SOURCES = Column("title", N_("Project"), WIDEST), Column("sources", N_("Sources"), WIDE)

Sourced = Iterable[tuple[Line, Sequence[Source]]]


def records(head: str, columns: Sequence[tuple[str, str]], lines: Sourced, *, people: bool) -> Table:
    """A list as its page shows it: what its records are, its columns with the sort of each value.

    In CSV files columns are called as in English, in lower case.
    """
    cited = Cited()
    named = [column for title, kind in columns for column in _named(title, kind)]
    who = [Column("managers", N_("Manager"), WIDE)] if people else []
    rows = (
        [
            line.code,
            line.title.text or None,
            *([tuple(line.people)] if people else []),
            *(cell for value, (_title, kind) in zip(line.values, columns, strict=True) for cell in _told(value, kind)),
            cited.by(line.code, sources),
        ]
        for line, sources in lines
    )
    return Table([_CODE, Column("title", head, WIDEST), *who, *named, _SOURCES], rows, cited)


def _named(title: str, kind: str) -> list[Column]:
    one = Column(title.lower().replace(" ", "_"), title, WIDE if kind == "text" else USUAL)
    if kind == "partial":
        return list(dated(one.name, title))
    return [_CURRENCY, one] if kind == "money" else [one]


def _told(value: Any, kind: str) -> list[Cell]:  # noqa: ANN401 - whatever a list shows
    if kind == "partial":
        return list(days(value))
    if kind == "money":
        return [value.currency, value.major] if value else [None] * 2
    return [value.astimezone(UTC).date() if isinstance(value, datetime) else value]


def money(lines: Iterable[MoneyLine]) -> Table:
    """The projects behind one figure of one currency, each with all its figures."""
    head = [
        _CODE,
        _PROJECT,
        _CURRENCY,
        Column("asked", N_("Asked")),
        Column("received", N_("Received")),
        Column("committed", N_("Committed, not yet received")),
        Column("funded", N_("Funded")),
        Column("pledged", N_("Pledged, not counted")),
        Column("gap", N_("Gap")),
        Column("coverage_percent", N_("Coverage in per cent")),
    ]
    return Table(head, map(_figures, lines))


def _figures(line: MoneyLine) -> list[Cell]:
    money = line.money
    amounts = (line.asked, money.received, money.committed, money.funded, money.pledged, line.gap)
    named = (line.code, line.title.text if line.title else None, money.currency)
    return [*named, *map(_major, amounts), line.coverage]


def unfunded(lines: Iterable[Unfunded]) -> Table:
    """Projects that ask for money and have none: a row for each currency."""
    head = [_CODE, _PROJECT, _CURRENCY, Column("asked", N_("Asked")), Column("pledged", N_("Pledged, not counted"))]
    return Table(head, (row for line in lines for row in _of_currencies(line)))


def _of_currencies(line: Unfunded) -> Iterator[list[Cell]]:
    asked, pledged = ({one.currency: one.major for one in some} for some in (line.asked, line.pledged))
    for code in sorted(asked | pledged):
        yield [line.code, line.title.text, code, asked.get(code), pledged.get(code)]


def pledges(lines: Iterable[tuple[Pledge, Sequence[Source]]]) -> Table:
    """Pledges that nobody has committed: what of each is how old."""
    cited = Cited()
    ages = [Column(age.value, label_of(age)) for age in PledgeAge]
    head = [Column("contribution", N_("Contribution"), WIDE), Column("donor", N_("Donor"), WIDE), _CURRENCY]
    rows = (
        [
            line.code,
            line.donor.text if line.donor else None,
            line.currency,
            *(_major(line.amount(age)) if line.ages.get(age) else None for age in PledgeAge),
            line.amount().major,
            cited.by(line.code, sources),
        ]
        for line, sources in lines
    )
    return Table([*head, *ages, Column("pledged", N_("Pledged")), _SOURCES], rows, cited)


def _major(amount: Money | None) -> Decimal | None:
    return amount.major if amount else None

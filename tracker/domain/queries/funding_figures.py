"""What the figures say of all contributions: how free the money is, how few give it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.domain import figures
from tracker.domain.codes import AmountNature, FundKind
from tracker.domain.money import Money
from tracker.domain.queries.funding_cells import Cell, standing
from tracker.domain.queries.reported_amounts import ReportedLine

SPECIAL = frozenset(FundKind) - {FundKind.general_purpose, FundKind.not_stated}
"""Kinds of fund whose money is earmarked: special purpose, and trust funds of either sort."""


@dataclass(frozen=True)
class PurposeLine:
    """General-purpose and special-purpose money of one currency and the share of the first; None: not stated.

    `reported`: the two amounts as a source states them, when they are no sums of contributions recorded here.
    """

    currency: str
    general: Money | None
    special: Money | None
    share: Decimal | None
    reported: tuple[ReportedLine, ReportedLine] | None = None


@dataclass(frozen=True)
class DonorLine:
    """How concentrated what is funded in one currency is: donors, the fewest that give 60 per cent, the four largest."""

    currency: str
    donors: int
    fewest: int | None
    top_four: Decimal | None


def purposes(cells: Mapping[str, Sequence[Cell]], kinds: Mapping[int, FundKind]) -> list[PurposeLine]:
    """Funded money by purpose of its fund, by currency. `kinds`: those of the funds that this reader may know of."""
    found = []
    for currency, own in cells.items():
        general = standing(one for one in own if kinds.get(one.fund_id or 0) == FundKind.general_purpose).funded
        special = standing(one for one in own if kinds.get(one.fund_id or 0) in SPECIAL).funded
        if general is not None or special is not None:
            found.append(
                PurposeLine(
                    currency,
                    _money(general, currency),
                    _money(special, currency),
                    figures.general_share(general, special),
                )
            )
    return found


def reported_purposes(stated: Sequence[ReportedLine]) -> list[PurposeLine]:
    """The same as sources state it: the two amounts of one period and currency, side by side."""
    by_key: dict[tuple[str, str], dict[AmountNature, ReportedLine]] = {}
    for line in stated:
        if line.period and line.amount:
            by_key.setdefault((line.period.stated, line.amount.currency), {})[line.nature] = line
    found = []
    for (_, currency), lines in by_key.items():
        general, special = (
            lines.get(nature) for nature in (AmountNature.general_purpose, AmountNature.special_purpose)
        )
        if general and general.amount and special and special.amount:
            share = figures.general_share(general.amount.minor, special.amount.minor)
            found.append(PurposeLine(currency, general.amount, special.amount, share, (general, special)))
    return found


def donors(cells: Mapping[str, Sequence[Cell]]) -> list[DonorLine]:
    """How few give how much of what is funded, by currency."""
    found = []
    for currency, own in cells.items():
        by_donor: dict[int, int] = {}
        for one in own:
            by_donor[one.donor_id] = by_donor.get(one.donor_id, 0) + one.given
        given = [amount for amount in by_donor.values() if amount > 0]
        if given:
            found.append(DonorLine(currency, len(given), figures.concentration(given), figures.top_share(given)))
    return found


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)

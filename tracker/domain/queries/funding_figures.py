"""What the figures say of all contributions: how old pledges are, how free the money is, how few give it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.domain import figures
from tracker.domain.codes import AmountNature, FundKind, PledgeAge
from tracker.domain.money import Money
from tracker.domain.queries import sums
from tracker.domain.queries.reported_amounts import ReportedLine
from tracker.domain.queries.sums import Gift

SPECIAL = frozenset(FundKind) - {FundKind.general_purpose, FundKind.not_stated}
"""Kinds of fund whose money is earmarked: special purpose, and trust funds of either sort."""


@dataclass(frozen=True)
class AgeLine:
    """What is pledged in one currency and not committed yet, by age; the ages add up to `pledged`."""

    currency: str
    pledged: Money
    ages: Mapping[PledgeAge, Money]


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


def ages(gifts: Iterable[Gift], today: date) -> list[AgeLine]:
    """What is pledged and not committed yet, by currency and age; currencies without such pledges are left out."""
    found = []
    for currency, own in sorted(sums.by_currency(gifts).items()):
        by_age = figures.ageing((piece for gift in own for piece in gift.share.pieces), today)
        if any(by_age.values()):
            in_money = {age: Money(amount, currency) for age, amount in by_age.items()}
            found.append(AgeLine(currency, Money(sum(by_age.values()), currency), in_money))
    return found


def purposes(gifts: Iterable[Gift], kinds: Mapping[int, FundKind]) -> list[PurposeLine]:
    """Funded money by purpose of its fund, by currency. `kinds`: those of the funds that this reader may know of."""
    found = []
    for currency, own in sorted(sums.by_currency(gifts).items()):
        general = _funded([one for one in own if kinds.get(one.fund_id or 0) == FundKind.general_purpose])
        special = _funded([one for one in own if kinds.get(one.fund_id or 0) in SPECIAL])
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


def donors(gifts: Iterable[Gift]) -> list[DonorLine]:
    """How few give how much of what is funded, by currency."""
    found = []
    for currency, own in sorted(sums.by_currency(gifts).items()):
        by_donor: dict[int, int] = {}
        for one in own:
            by_donor[one.donor_id] = by_donor.get(one.donor_id, 0) + (_funded([one]) or 0)
        given = [amount for amount in by_donor.values() if amount > 0]
        if given:
            found.append(DonorLine(currency, len(given), figures.concentration(given), figures.top_share(given)))
    return found


def _funded(gifts: Sequence[Gift]) -> int | None:
    lines = [(one.position, one.ladder) for one in gifts]
    return figures.standing(lines).funded


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)

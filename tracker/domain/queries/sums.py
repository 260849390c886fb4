"""What contributions come to per currency: each unit of money once, loans and goods never, no currencies added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, StepKind
from tracker.domain.dates import PartialDate
from tracker.domain.figures import Converted, Ladder, Piece, Position
from tracker.domain.money import Money
from tracker.domain.queries import positions
from tracker.domain.queries.rates import Exchange

FUNDED = (StepKind.received, StepKind.committed)


@dataclass(frozen=True)
class StepFact:
    """A step as it stands, read without its record: there are many in totals."""

    id: int
    contribution_id: int
    kind: StepKind
    takes_back: StepKind | None
    kind_stated: str | None
    amount_minor: int | None
    on_stated: str | None
    on_earliest: date | None
    on_latest: date | None
    version: int

    @property
    def on(self) -> PartialDate | None:
        return None if self.on_stated is None else PartialDate(self.on_stated, self.on_earliest, self.on_latest)


@dataclass(frozen=True)
class Gift:
    """One contribution as totals see it. `dates` are those of all its steps, also of steps that state no amount."""

    id: int
    donor_id: int
    fund_id: int | None
    kind: ContributionKind
    currency: str | None
    position: Position
    steps: tuple[Piece, ...] = ()
    dates: tuple[PartialDate, ...] = ()
    is_asked: bool = True

    @property
    def is_money(self) -> bool:
        return self.kind == ContributionKind.money

    @cached_property
    def is_stated(self) -> bool:
        """Does it state an amount? Of money only; what states none enters no sum."""
        return self.is_money and self.currency is not None and self.position != Position()

    @cached_property
    def ladder(self) -> Ladder:
        """Where its money stands."""
        return figures.ladder(self.position)

    @cached_property
    def share(self) -> "Share":
        """All of it."""
        return Share(self.position, tuple(figures.pieces(self.ladder, self.steps)))


@dataclass(frozen=True)
class Share:
    """What of a contribution counts in a sum: what the contribution states, and the pieces of money."""

    position: Position
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class CurrencyLine:
    """What contributions in one currency come to. None is "not stated"; `funded` never counts a pledge.

    `funded_usd`, `pledged_usd`: in dollars, where a stored rate holds for every part of it.
    """

    currency: str
    contributions: int
    announced: Money | None
    pledged: Money | None
    committed: Money | None
    received: Money | None
    funded: Money | None
    funded_usd: Converted | None = None
    pledged_usd: Converted | None = None

    @property
    def has_rate(self) -> bool:
        """Is anything of it in dollars by a stored rate?"""
        return any(one is not None and one.rates for one in (self.funded_usd, self.pledged_usd))


@dataclass(frozen=True)
class Totals:
    """Contributions of money by currency; how many of them state no amount; how many contributions are not money.

    Goods, loans and what is passed through count nowhere. `funded_usd`, `pledged_usd`: of all currencies together, where
    there are several and each has a stored rate for all of it.
    """

    currencies: tuple[CurrencyLine, ...]
    without_amount: int
    not_money: int
    funded_usd: Converted | None = None
    pledged_usd: Converted | None = None


def gift(row: Any, steps: Iterable[Any] = (), *, is_asked: bool = True) -> Gift:  # noqa: ANN401 - rows or their columns
    """A contribution at hand, or the columns of one, with its steps where they are dated."""
    dated = list(steps)
    return Gift(
        id=row.id or 0,
        donor_id=row.donor_id,
        fund_id=row.fund_id,
        kind=row.kind,
        currency=row.currency,
        position=positions.kept(row),
        steps=tuple(
            Piece(step.kind, step.amount_minor, step.on_earliest, step.on_latest)
            for step in dated
            if step.amount_minor is not None
        ),
        dates=tuple(step.on for step in dated if step.on_stated),
        is_asked=is_asked,
    )


def summed(gifts: Iterable[Gift], exchange: Exchange | None = None) -> Totals:
    """Add up contributions by currency."""
    given = list(gifts)
    stated = by_currency(given)
    lines = [line(currency, [one.share for one in stated[currency]], exchange) for currency in sorted(stated)]
    return together(
        lines,
        without_amount=sum(one.is_money and not one.is_stated for one in given),
        not_money=sum(not one.is_money for one in given),
    )


def together(lines: Sequence[CurrencyLine], *, without_amount: int, not_money: int) -> Totals:
    """The lines of all currencies, and what they come to in dollars."""
    return Totals(
        currencies=tuple(lines),
        without_amount=without_amount,
        not_money=not_money,
        funded_usd=_together([one.funded_usd for one in lines if one.funded]),
        pledged_usd=_together([one.pledged_usd for one in lines if one.pledged]),
    )


def _together(found: Sequence[Converted | None]) -> Converted | None:
    """The sum of what several currencies come to in dollars; None where one of them has no rate."""
    known = [one for one in found if one is not None]
    if len(known) < 2 or len(known) < len(found):
        return None
    rates = tuple(dict.fromkeys(rate for one in known for rate in one.rates))
    whole = sum(one.amount.minor for one in known)
    return Converted(Money(whole, figures.DOLLAR), rates, any(one.is_old for one in known))


def by_currency(gifts: Iterable[Gift]) -> dict[str, list[Gift]]:
    """The contributions of money that state an amount, by currency."""
    found: dict[str, list[Gift]] = {}
    for one in gifts:
        if one.is_stated and one.currency:
            found.setdefault(one.currency, []).append(one)
    return found


def line(currency: str, shares: Sequence[Share], exchange: Exchange | None = None) -> CurrencyLine:
    """What shares of contributions of one currency come to; in dollars too where rates are given."""
    stands = figures.standing([(share.position, figures.ladder_of(share.pieces)) for share in shares])
    parts = [piece for share in shares for piece in share.pieces]
    return stated(currency, len(shares), stands, parts, exchange)


def stated(
    currency: str,
    contributions: int,
    stands: figures.Standing,
    parts: Sequence[Piece] = (),
    exchange: Exchange | None = None,
) -> CurrencyLine:
    """The line of what so many contributions come to; in dollars too by their pieces where rates are given."""

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    def dollars(minor: int | None, *kinds: StepKind) -> Converted | None:
        if minor is None or exchange is None:
            return None
        if currency == figures.DOLLAR:
            return Converted(Money(minor, currency))  # whatever their day: pieces are not asked for
        return exchange.dollars(currency, [piece for piece in parts if piece.kind in kinds])

    return CurrencyLine(
        currency=currency,
        contributions=contributions,
        announced=money(stands.announced),
        pledged=money(stands.pledged),
        committed=money(stands.committed),
        received=money(stands.received),
        funded=money(stands.funded),
        funded_usd=dollars(stands.funded, *FUNDED),
        pledged_usd=dollars(stands.pledged, StepKind.pledged),
    )


def stands(one: Gift, exchange: Exchange | None = None) -> CurrencyLine | None:
    """Where one contribution stands, also one that is no money; None where it states no amount."""
    if one.currency is None or one.position == Position():
        return None
    return line(one.currency, [one.share], exchange)

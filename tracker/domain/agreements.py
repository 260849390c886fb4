"""What holds of an agreement: its end and ceiling as last amended, how its end stands on a day, what of it was paid.

Pages, lists, warnings and briefs all ask here. `queries.agreement_terms` says the end in SQL; a test holds the two
together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain import figures
from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, N_, AgreementState
from tracker.domain.dates import PartialDate
from tracker.domain.models import Agreement, Amendment, Payment
from tracker.domain.money import Money

BANDS = (7, 30, 90)
"""Days before its end at which an agreement is called soon to end, the nearest first."""


@dataclass(frozen=True)
class Terms:
    """End and ceiling as they hold now, and the numbers of the amendments that set them (None: the agreement did)."""

    end: PartialDate | None
    ceiling: Money | None
    end_by: int | None = None
    ceiling_by: int | None = None


def latest_first(amendments: Iterable[Amendment]) -> list[Amendment]:
    """The amendments that stand, the latest first: by their day, then by their number."""
    standing = [row for row in amendments if row.record.archived_at is None]
    return sorted(standing, key=lambda row: (row.on_earliest or date.min, row.number), reverse=True)


def terms(agreement: Agreement, amendments: Iterable[Amendment]) -> Terms:
    """The end and the ceiling of the latest amendment that sets each; the agreement's own where none does."""
    ordered = latest_first(amendments)
    ended = next((row for row in ordered if row.end), None)
    capped = next((row for row in ordered if row.amount), None)
    return Terms(
        end=ended.end if ended else agreement.end,
        ceiling=capped.amount if capped else agreement.amount,
        end_by=ended.number if ended else None,
        ceiling_by=capped.number if capped else None,
    )


@dataclass(frozen=True)
class Ending:
    """How the end of an agreement in force stands: the day it ends at the latest, how many days from today.

    `band`: the smallest of `BANDS` that it lies in. `passed`: it has, and the agreement still counts as in force;
    `reported`: it has passed on a record that nobody tends, which stands as it was reported.
    """

    day: date
    days: int
    band: int | None = None
    passed: bool = False
    reported: bool = False


def ending(state: AgreementState, end: PartialDate | None, *, tended: bool, today: date) -> Ending | None:
    """How the end stands on a day; None where the agreement is not in force or no day is known.

    A partial end ends at its latest day: "2004" on 31 December 2004. Without an end it never lapses.
    """
    if state not in AGREEMENT_STATES_IN_FORCE or end is None or end.latest is None:
        return None
    days = (end.latest - today).days
    if days < 0:
        return Ending(end.latest, days, passed=tended, reported=not tended)
    return Ending(end.latest, days, band=next((band for band in BANDS if days <= band), None))


@dataclass(frozen=True)
class Use:
    """What was paid under an agreement in one currency, set against a ceiling in the same currency where there is one."""

    paid: Money
    ceiling: Money | None = None

    @property
    def percent(self) -> Decimal | None:
        """Paid / ceiling, in per cent; None without a ceiling."""
        return figures.coverage(self.paid.minor, self.ceiling.minor) if self.ceiling else None

    @property
    def left(self) -> Money | None:
        """What may still be paid; None without a ceiling, nothing below zero."""
        if self.ceiling is None:
            return None
        return Money(max(self.ceiling.minor - self.paid.minor, 0), self.ceiling.currency)

    @property
    def above(self) -> Money | None:
        """By how much the payments exceed the ceiling; None where they do not."""
        if self.ceiling is None or self.paid.minor <= self.ceiling.minor:
            return None
        return Money(self.paid.minor - self.ceiling.minor, self.ceiling.currency)


def uses(payments: Sequence[Payment], ceiling: Money | None) -> list[Use]:
    """The payments' sums per currency, that of the ceiling first; payments that state no amount count for nothing."""
    sums: dict[str, int] = {}
    for amount in (row.amount for row in payments):
        if amount:
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    ordered = sorted(sums, key=lambda code: (ceiling is None or code != ceiling.currency, code))
    return [Use(Money(sums[code], code), ceiling if ceiling and ceiling.currency == code else None) for code in ordered]


class Check(StrEnum):
    """What its keepers should look at in an agreement, or in money and partners that lack one. None is a fault."""

    payment_outside = "payment_outside"
    payment_unsigned = "payment_unsigned"
    payments_above = "payments_above"
    money_unsigned = "money_unsigned"
    partner_uncovered = "partner_uncovered"
    end_passed = "end_passed"
    signature_missing = "signature_missing"
    end_missing = "end_missing"
    nothing_under = "nothing_under"


OF_PAPER = frozenset({Check.signature_missing, Check.end_missing, Check.nothing_under})
"""Checks of the paper alone: told on the agreement's own page, not beside projects and partners."""

SENTENCES: dict[Check, str] = {
    Check.payment_outside: N_("A payment of %(amount)s on %(day)s lies outside its validity."),
    Check.payment_unsigned: N_("A payment of %(amount)s was made on %(day)s and it is not signed."),
    Check.payments_above: N_("Payments of %(amount)s exceed its ceiling of %(ceiling)s."),
    Check.money_unsigned: N_(
        "Money of %(organisation)s stands as committed or received, and no agreement on it is signed."
    ),
    Check.partner_uncovered: N_(
        "%(organisation)s works in %(project)s, and no signed agreement with it covers the project."
    ),
    Check.end_passed: N_("The end date passed on %(day)s: end the agreement, or record the amendment that extends it."),
    Check.signature_missing: N_("It is signed, and the signature of one side or of both is not recorded."),
    Check.end_missing: N_("It is signed and has no end date."),
    Check.nothing_under: N_("It is in force and nothing is recorded under it: no project, money, undertaking or post."),
}
"""Each check as a sentence beside the agreement it is about."""

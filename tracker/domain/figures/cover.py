"""What is needed, how far it is covered, what went out."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def total(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is stated; None where nothing is."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated) if stated else None


def required(amounts: Sequence[int | None]) -> int | None:
    """Required = the sum of the stated requirements; None is "not stated", never zero (the programme's rule)."""
    return total(amounts)


def paid(amounts: Sequence[int | None]) -> int | None:
    """Paid = the sum of the payments to partners (IATI: disbursement); not part of what was spent."""
    return total(amounts)


def spent(amounts: Sequence[int | None]) -> int | None:
    """Spent = the sum of the expenditures that ledgers report (IATI: expenditure); corrections may be negative."""
    return total(amounts)


def share(part: int, whole: int) -> Decimal:
    """A part of a whole in per cent, with one decimal, half up."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def coverage(funded_minor: int | None, required_minor: int | None) -> Decimal | None:
    """Coverage = funded / required, in per cent with one decimal, half up; may exceed 100 (FTS, without its clamp).

    None without a stated requirement above zero, or where nothing is stated of the funding.
    """
    if funded_minor is None or not required_minor or required_minor < 0:
        return None
    return share(funded_minor, required_minor)


def gap(funded_minor: int | None, required_minor: int | None) -> int | None:
    """Gap = required - funded; None without a requirement; never below zero (see `over_funding`)."""
    if required_minor is None:
        return None
    return max(required_minor - (funded_minor or 0), 0)


def over_funding(funded_minor: int | None, required_minor: int | None) -> int:
    """Over-funding = funded - required where that is above zero."""
    if required_minor is None:
        return 0
    return max((funded_minor or 0) - required_minor, 0)

"""How free and how concentrated the money is: what the report of 2004 deplores in its paragraphs 2 and 3."""

from collections.abc import Iterable
from decimal import Decimal

from tracker.domain.figures.cover import share

MOST_OF_IT = 60
"""Per cent: the report says that four countries give 60 per cent of general-purpose contributions."""


def general_share(general: int | None, special: int | None) -> Decimal | None:
    """Share of general purpose = general-purpose / (general-purpose + special-purpose), per cent, one decimal.

    None where either is not stated, or both come to nothing. Rule: A/59/198, paragraph 2.
    """
    if general is None or special is None or general + special <= 0:
        return None
    return share(general, general + special)


def concentration(given: Iterable[int], percent: int = MOST_OF_IT) -> int | None:
    """The smallest number of donors that together give at least `percent` of all; None where nothing is given."""
    amounts = sorted((amount for amount in given if amount > 0), reverse=True)
    whole, so_far = sum(amounts), 0
    for number, amount in enumerate(amounts, start=1):
        so_far += amount
        if so_far * 100 >= whole * percent:
            return number
    return None


def top_share(given: Iterable[int], most: int = 4) -> Decimal | None:
    """Share of the `most` largest donors = what they give / what all give, per cent, one decimal; None of nothing."""
    amounts = sorted((amount for amount in given if amount > 0), reverse=True)
    return share(sum(amounts[:most]), sum(amounts)) if amounts else None

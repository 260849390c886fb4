"""Numbers between bounds, as sources of damage and need state them: 26271-50000, >40000, about 30000."""

import re
from dataclasses import dataclass

from tracker.domain import numerals
from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LARGEST = 10**15
"""Above anything that is counted, and inside a 64-bit integer on both databases."""


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, whole numbers; None: that bound is not known. One number stands in both."""

    low: int | None = None
    high: int | None = None

    @property
    def is_stated(self) -> bool:
        return self.low is not None or self.high is not None

    def __str__(self) -> str:
        """As a person may type it, and `read` reads it back."""
        if self.low is None:
            return "" if self.high is None else f"<{self.high}"
        if self.high is None:
            return f">{self.low}"
        return str(self.low) if self.low == self.high else f"{self.low}-{self.high}"


_HOW = N_("Write a number such as 26,271, a range such as 26271-50000, or a bound such as >40000.")
_OVER = re.compile(r"^(?:[>≥＞]=?|over|more than|at least|from)\s*", re.IGNORECASE)
_UNDER = re.compile(r"^(?:[<≤＜]=?|under|up to|less than|at most)\s*", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:[~≈]|about|around|approximately|some|c\.|ca\.)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"^(?:between\s+)?(.+?)\s*(?:\s-\s|[-–—]|\sto\s|\sand\s)\s*(.+)$", re.IGNORECASE)
_OPEN = re.compile(r"^(.*\d)\s*\+$")


def read(text: str, language: str = "en", field: str = "figure") -> Range | None:
    """The range that the text states; None where there is none.

    "About" is read as the number itself: its precision is the source's, which stands beside it. Raises Refused.
    """
    plain = text.strip()
    if not plain:
        return None
    if _OVER.match(plain):
        return Range(low=_number(_OVER.sub("", plain), language, field))
    if open_ended := _OPEN.match(plain):
        return Range(low=_number(open_ended[1], language, field))
    if _UNDER.match(plain):
        return Range(high=_number(_UNDER.sub("", plain), language, field))
    plain = _ABOUT.sub("", plain)
    if between := _BETWEEN.match(plain):
        return _ordered(_number(between[1], language, field), _number(between[2], language, field), field)
    one = _number(plain, language, field)
    return Range(one, one)


def _ordered(low: int, high: int, field: str) -> Range:
    if high < low:
        raise Refused(field, N_("The first number is the larger one: write the smaller first."))
    return Range(low, high)


def _number(text: str, language: str, field: str) -> int:
    try:
        number = numerals.read(text, language, field)
    except Refused as error:
        raise (error if error.values else Refused(field, _HOW)) from error
    if number is None or number != int(number) or number < 0:
        raise Refused(field, _HOW)
    if number > LARGEST:
        raise Refused(field, N_("This number is too large to be one."))
    return int(number)

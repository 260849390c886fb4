"""Dates as precise as their source.

A partial date keeps what was stated and the earliest and latest day it can mean. Sources say "November 2003",
"early 2004", "biennium 2004–2005", "first two years": none of these is a day, and none may be turned into one.
The stated form is canonical English-like text that `tracker.formats` prints in any language.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from tracker.domain.codes import N_
from tracker.domain.errors import Refused

LONGEST_STATED = 80
_PART = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PLAIN = re.compile(rf"^{_PART}$")
_QUALIFIED = re.compile(rf"^(early|mid|end) ({_PART})$")
_INTERVAL = re.compile(rf"^(biennium )?({_PART})/({_PART})$")
_WORDS = re.compile(r"[^\d\W]")
_THIRDS = {"early": (1, 4), "mid": (5, 8), "end": (9, 12)}
_DAYS = {"early": (1, 10), "mid": (11, 20), "end": (21, 31)}


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today in UTC."""
    return now().date()


@dataclass(frozen=True)
class PartialDate:
    """A date as stated, with the earliest and latest day it can mean (both None for words without days)."""

    stated: str
    earliest: date | None
    latest: date | None

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str, field: str = "date") -> "PartialDate":
        """Read the canonical form; raises Refused naming `field`.

        2003-12-26 · 2003-11 · 2004 · early 2004 · mid 2004 · end 2003 · end 2003-12 · 2004-03/2004-12 ·
        biennium 2004/2005 · words without digits ("first two years"), which have no days.
        "early", "mid" and "end" mean the first, second and last third of the period.
        """
        stated = " ".join(_in_plain_digits(str(text)).split())
        if len(stated) > LONGEST_STATED:
            raise Refused(field, N_("A date is at most %(most)s characters long."), {"most": LONGEST_STATED})
        if _PLAIN.match(stated):
            return cls(stated, *_span(stated, field))
        if found := _QUALIFIED.match(stated):
            return cls(stated, *_third(found[1], found[2], field))
        if found := _INTERVAL.match(stated):
            return cls(stated, *_interval(found, field))
        if stated and _WORDS.search(stated) and not re.search(r"\d", stated):
            return cls(stated, None, None)
        raise Refused(
            field,
            N_("“%(text)s” is no date. Write 2003-12-26, 2003-11, 2004, early 2004, end 2003 or 2004-03/2004-12."),
            {"text": stated},
        )

    @classmethod
    def on(cls, day: date) -> "PartialDate":
        """A whole day."""
        return cls(day.isoformat(), day, day)

    @property
    def is_biennium(self) -> bool:
        return self.stated.startswith("biennium ")

    @property
    def qualifier(self) -> str:
        """early, mid, end, or nothing."""
        found = _QUALIFIED.match(self.stated)
        return found[1] if found else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The plain dates inside: one, the two ends of an interval, or none for words."""
        return tuple(re.findall(_PART, self.stated))


def _in_plain_digits(text: str) -> str:
    """Arabic and full-width digits are typed too; what is kept is canonical."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _span(part: str, field: str) -> tuple[date, date]:
    numbers = [int(piece) for piece in part.split("-")]
    try:
        first = date(numbers[0], *[*numbers[1:], 1, 1][:2])
    except ValueError as error:
        raise Refused(field, N_("There is no day %(text)s."), {"text": part}) from error
    if len(numbers) == 3:
        return first, first
    month = numbers[1] if len(numbers) == 2 else 12
    return first, date(first.year, month, calendar.monthrange(first.year, month)[1])


def _third(qualifier: str, part: str, field: str) -> tuple[date, date]:
    first, last = _span(part, field)
    if len(part) == 4:
        low, high = _THIRDS[qualifier]
        return date(first.year, low, 1), date(first.year, high, calendar.monthrange(first.year, high)[1])
    if len(part) == 7:
        low, high = _DAYS[qualifier]
        return first.replace(day=low), last.replace(day=min(high, last.day))
    raise Refused(field, N_("A single day is neither early nor late."))


def _interval(found: re.Match[str], field: str) -> tuple[date, date]:
    first, last = _span(found[2], field)[0], _span(found[3], field)[1]
    if last < first:
        raise Refused(field, N_("The end comes before the start."))
    if found[1] and (len(found[2]) != 4 or int(found[3]) - int(found[2]) != 1):
        raise Refused(field, N_("A biennium is two years that follow each other, such as biennium 2004/2005."))
    return first, last

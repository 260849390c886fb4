"""Chances that a seed settles: the same seed and number give the same draw, whatever was drawn before."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from tracker.domain.dates import PartialDate
from tracker.domain.money import Money, exponent
from tracker.exchange.invented.words import LEVEL

T = TypeVar("T")
_OFFICE_HOURS = range(6, 16)


class Chances:
    """The draws of one seed; `today` is the day that an invented portfolio leads up to."""

    def __init__(self, seed: str, today: date) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        self.today = today

    def of(self, percent: float) -> bool:
        """Does it come true?"""
        return self._random.random() * 100 < percent

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both possible."""
        return self._random.randint(low, max(low, high))

    def one(self, things: Sequence[T]) -> T:
        """One of these."""
        return things[self._random.randrange(len(things))]

    def some(self, things: Sequence[T], number: int) -> list[T]:
        """As many different ones of these."""
        return self._random.sample(things, min(number, len(things)))

    def by_weight(self, things: Mapping[T, float]) -> T:
        """One of these, the heavier the likelier."""
        return self._random.choices(list(things), list(things.values()))[0]

    def before(self, low: int, high: int) -> date:
        """A day so many days ago."""
        return self.today - timedelta(days=self.between(low, high))

    def moment(self, day: date) -> datetime:
        """When on that day something was recorded; never today, so that it is always past."""
        hour = _OFFICE_HOURS[self._random.randrange(len(_OFFICE_HOURS))]
        return datetime.combine(min(day, self.today - timedelta(days=1)), time(hour, self.between(0, 59)), UTC)

    def partial(self, day: date) -> PartialDate:
        """A date as exactly as people write it: mostly the day, often the month, now and then a part of the year."""
        third = "early" if day.month < 5 else "mid" if day.month < 9 else "end"
        forms = {day.isoformat(): 60.0, f"{day:%Y-%m}": 32.0, f"{third} {day.year}": 8.0}
        return PartialDate.parse(self.by_weight(forms))

    def money(self, low: int, high: int, currency: str) -> Money:
        """A round amount between so many dollars or about as much; small ones are likelier."""
        major = int(low * (high / low) ** self._random.random()) * LEVEL.get(currency, 1)
        return Money(major // 1_000 * 1_000 * 10 ** exponent(currency), currency)

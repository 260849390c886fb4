"""What the list of projects can be narrowed to: each filter, what it is called, what it takes.

One more filter is one more line here, and its condition in `queries.project_filters`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain import tags
from tracker.domain.codes import N_, AgreementState, Funding, Hazard, Health, Phase, Region, Stage
from tracker.domain.errors import Refused
from tracker.domain.money import is_currency

NOBODY = "none"
"""The value that asks for projects without any: nobody manages them, no agreement covers them, no phase is stated."""

MOST_DAYS = 36_500
LARGEST = 10**12
"""The largest amount that is asked for, in whole units."""


class Takes(StrEnum):
    """What a filter takes: words, codes from a list, codes of records, tags, a day, days, a currency, an amount."""

    words = "words"
    codes = "codes"
    records = "records"
    tags = "tags"
    day = "day"
    days = "days"
    currency = "currency"
    amount = "amount"


SEVERAL = frozenset({Takes.codes, Takes.records, Takes.tags})
"""What may be asked for more than once; parted by commas in addresses."""


@dataclass(frozen=True)
class Filter:
    """A filter: its name for readers, what it takes. `nobody`: also the projects that have none."""

    title: str
    takes: Takes
    codes: type[StrEnum] | None = None
    capitals: bool = False
    nobody: bool = False

    @property
    def is_several(self) -> bool:
        """Does it take several values, any of which fits?"""
        return self.takes in SEVERAL

    @property
    def most(self) -> int | None:
        """The largest number it takes, where it takes numbers."""
        return {Takes.days: MOST_DAYS, Takes.amount: LARGEST}.get(self.takes)

    @property
    def words(self) -> list[str]:
        """The values it takes, where these are a closed list."""
        return [*(self.codes or ()), *([NOBODY] if self.nobody else [])] if self.codes else []


FILTERS: dict[str, Filter] = {
    "q": Filter(N_("Words"), Takes.words),
    "territory": Filter(N_("Territory"), Takes.records, capitals=True),
    "region": Filter(N_("Region"), Takes.codes, Region),
    "stage": Filter(N_("Stage"), Takes.codes, Stage),
    "health": Filter(N_("Health"), Takes.codes, Health),
    "programme": Filter(N_("Programme"), Takes.records),
    "manager": Filter(N_("Manager"), Takes.records, nobody=True),
    "hazard": Filter(N_("Hazard"), Takes.codes, Hazard, capitals=True),
    "phase": Filter(N_("Phase"), Takes.codes, Phase, nobody=True),
    "tag": Filter(N_("Tag"), Takes.tags),
    "donor": Filter(N_("Donor"), Takes.records),
    "fund": Filter(N_("Fund"), Takes.records),
    "partner": Filter(N_("Partner"), Takes.records),
    "funding": Filter(N_("Funding"), Takes.codes, Funding),
    "agreement": Filter(N_("Agreement"), Takes.codes, AgreementState, nobody=True),
    "starts_from": Filter(N_("Starts on or after"), Takes.day),
    "starts_to": Filter(N_("Starts on or before"), Takes.day),
    "ends_from": Filter(N_("Ends on or after"), Takes.day),
    "ends_to": Filter(N_("Ends on or before"), Takes.day),
    "reported_from": Filter(N_("Last report on or after"), Takes.day),
    "reported_to": Filter(N_("Last report on or before"), Takes.day),
    "unreported": Filter(N_("Days without a report, more than"), Takes.days),
    "ending": Filter(N_("Days until the end, at most"), Takes.days),
    "currency": Filter(N_("Currency"), Takes.currency),
    "asked_from": Filter(N_("Asked, at least"), Takes.amount),
    "asked_to": Filter(N_("Asked, at most"), Takes.amount),
    "received_from": Filter(N_("Received, at least"), Takes.amount),
    "received_to": Filter(N_("Received, at most"), Takes.amount),
    "gap_from": Filter(N_("Gap, at least"), Takes.amount),
    "gap_to": Filter(N_("Gap, at most"), Takes.amount),
}
"""By the name that addresses have for it."""

AMOUNTS = tuple(name for name, one in FILTERS.items() if one.takes == Takes.amount)

Values = Mapping[str, tuple[str, ...]]
"""What is asked for, by the filter's name, in the canonical form: each value once, in order."""


def read(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, tuple[str, ...]], list[Refused]]:
    """What an address asks for, and what of it was not understood.

    A code that there is not stays, and finds nothing; a day, number or amount that is none is left out.
    """
    found: dict[str, tuple[str, ...]] = {}
    faults: list[Refused] = []
    for name, value in ((name, value.strip()) for name, value in pairs):
        if name not in FILTERS:
            faults.append(Refused("selection", _NO_FILTER, {"asked": name, "those": ", ".join(FILTERS)}))
        elif value:
            taken = _taken(name, value, faults)
            if name in found and taken and not FILTERS[name].is_several:
                faults.append(Refused("selection", _TWICE, {"asked": name}))
            both = {*taken, *(found.get(name, ()) if FILTERS[name].is_several else ())}
            found |= {name: tuple(sorted(both))} if both else {}
    return _with_currency(found, faults), faults


def written(values: Values) -> dict[str, str]:
    """The same as an address has it: several values parted by commas."""
    return {name: ",".join(values[name]) for name in sorted(values)}


def narrowing(values: Values) -> dict[str, tuple[str, ...]]:
    """What makes the list shorter: a currency alone does not."""
    amounts = any(name in values for name in AMOUNTS)
    return {name: some for name, some in values.items() if name != "currency" or amounts}


def _taken(name: str, value: str, faults: list[Refused]) -> list[str]:
    """The values of one filter in one parameter."""
    one = FILTERS[name]
    if one.is_several:
        some = [part for part in (_cased(one, part.strip()) for part in value.split(",")) if part]
        faults += [_no_value(name, part) for part in some if one.words and part not in one.words]
        return some
    if one.takes == Takes.words:
        return [value]
    if (kept := _PLAIN[one.takes](value)) is None:
        faults.append(_no_value(name, value))
        return []
    return [kept]


def _cased(one: Filter, value: str) -> str:
    if one.takes == Takes.tags:
        return tags.written(value)
    return value.upper() if one.capitals and value != NOBODY else value


def _no_value(name: str, value: str) -> Refused:
    one = FILTERS[name]
    if one.words:
        return Refused("selection", _NO_VALUE, {"filter": name, "asked": value, "those": ", ".join(one.words)})
    return Refused("selection", _WANTED[one.takes], {"filter": name, "asked": value})


_NO_FILTER = N_("There is no filter %(asked)s. The filters are: %(those)s.")
_TWICE = N_("The filter %(asked)s is given twice.")
_NO_VALUE = N_("The filter %(filter)s takes no %(asked)s. It takes: %(those)s.")
_WANTED = {
    Takes.day: N_("The filter %(filter)s takes a day such as 2026-11-23, not %(asked)s."),
    Takes.days: N_("The filter %(filter)s takes a number of days, not %(asked)s."),
    Takes.currency: N_("The filter %(filter)s takes a currency such as USD, not %(asked)s."),
    Takes.amount: N_("The filter %(filter)s takes an amount in whole units, not %(asked)s."),
}
_NO_CURRENCY = N_("Amounts are compared in one currency. Choose it as well.")


def _with_currency(found: dict[str, tuple[str, ...]], faults: list[Refused]) -> dict[str, tuple[str, ...]]:
    """Without a currency no amount can be compared."""
    if "currency" in found or not any(name in found for name in AMOUNTS):
        return found
    faults.append(Refused("selection", _NO_CURRENCY))
    return {name: some for name, some in found.items() if name not in AMOUNTS}


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return None


def _number(most: int) -> Callable[[str], str | None]:
    def read_number(value: str) -> str | None:
        plain = value.isascii() and value.isdigit() and len(value) <= 15
        return str(int(value)) if plain and int(value) <= most else None

    return read_number


def _currency(value: str) -> str | None:
    return value.upper() if is_currency(value.upper()) else None


_PLAIN: dict[Takes, Callable[[str], str | None]] = {
    Takes.day: _day,
    Takes.days: _number(MOST_DAYS),
    Takes.currency: _currency,
    Takes.amount: _number(LARGEST),
}

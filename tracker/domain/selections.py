"""A selection: the projects that the filters of their list find, as the query string of that list.

Two orders for the same projects have the same selection: only filters, sorted, codes as they are kept, several of them
parted by commas; that of all projects is `ALL`, which is the address of the whole list.
"""

from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

from tracker.domain.codes import N_
from tracker.domain.errors import Refused
from tracker.domain.filters import FILTERS, narrowing, read, written

ALL = "archived=no"
LONGEST = 500
_LOOKS = frozenset({"sort", "columns"})
"""What says how the list looks, and not which projects it holds."""
BESIDE = _LOOKS | {"page", "per_page", "more", "lang", "archived", "view", "removed_view", "changed"}
"""What an address of the list may carry that does not say which projects."""


def canonical(given: str) -> str:
    """The selection that a query string asks for; raises Refused where it asks for what the list cannot be narrowed to."""
    return _written(parse_qsl(given.strip().removeprefix("?"), keep_blank_values=True))


def canonical_of(given: Mapping[str, str]) -> str:
    """The same for filters by their names."""
    return _written(given.items())


def view(given: str) -> str:
    """What a saved view keeps of a query string: its selection, how it is sorted, which columns it shows in which currency.

    Empty for all projects as the list shows them by itself; raises Refused as `canonical` does.
    """
    pairs = parse_qsl(given.strip().removeprefix("?"), keep_blank_values=True)
    selection = canonical(given).removeprefix(ALL)
    whole = "&".join(part for part in (selection, urlencode(sorted(_looks(pairs, selection).items()))) if part)
    if len(whole) > 2 * LONGEST:
        raise Refused("selection", N_("These filters are too long to be kept. Use fewer words."))
    return whole


def _looks(pairs: list[tuple[str, str]], selection: str) -> dict[str, str]:
    """How the list looks: its order, its columns, and the currency of its amounts where no filter uses it."""
    said = [(name, value.strip()) for name, value in pairs if name in _LOOKS and value.strip()]
    found = dict(reversed([one for one in said if one[0] == "sort"]))
    if columns := [value for name, value in said if name == "columns"]:
        found["columns"] = ",".join(columns)
    chosen, _faults = read(one for one in pairs if one[0] == "currency")
    if chosen and "currency" not in filters(selection):
        found |= written(chosen)
    return found


def filters(selection: str) -> dict[str, str]:
    """What the list is narrowed to, by the filter's name; nothing for all projects."""
    return {name: value for name, value in parse_qsl(selection) if name in FILTERS}


def _written(given: Iterable[tuple[str, str]]) -> str:
    pairs = list(given)
    if any(name == "archived" and value.strip() not in {"", "no"} for name, value in pairs):
        raise Refused("selection", N_("Archived projects have no brief. Restore them first."))
    values, faults = read((name, value) for name, value in pairs if name not in BESIDE)
    if faults:
        raise faults[0]
    said = urlencode(written(narrowing(values)), safe=",") or ALL
    if len(said) > LONGEST:
        raise Refused("selection", N_("These filters are too long to be kept. Use fewer words."))
    return said

"""A selection: the projects that the filters of their list find, as the query string of that list.

Two orders for the same projects have the same selection: only filters, sorted, codes as they are kept; that of all
projects is `ALL`, which is the address of the whole list.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from tracker.domain.codes import N_, Hazard, Health, Stage
from tracker.domain.errors import Refused

FILTERS = ("q", "territory", "stage", "health", "programme", "manager", "hazard", "tag")
"""What narrows the list of projects, as its address names it."""
ALL = "archived=no"
LONGEST = 500
_BESIDE = frozenset({"page", "per_page", "sort", "columns", "lang", "archived", "view", "removed_view", "changed"})
"""What an address of the list may carry that does not say which projects."""
_LOOKS = frozenset({"sort", "columns"})
"""What says how the list looks, and not which projects it holds."""
_WORDS: dict[str, type[StrEnum]] = {"stage": Stage, "health": Health, "hazard": Hazard}
_CAPITALS = frozenset({"territory", "hazard"})


def canonical(given: str) -> str:
    """The selection that a query string asks for; raises Refused where it asks for what the list cannot be narrowed to."""
    return _written(parse_qsl(given.strip().removeprefix("?"), keep_blank_values=True))


def canonical_of(given: Mapping[str, str]) -> str:
    """The same for filters by their names."""
    return _written(given.items())


def view(given: str) -> str:
    """What a saved view keeps of a query string: its selection, and how it is sorted and which columns it shows.

    Empty for all projects as the list shows them by itself; raises Refused as `canonical` does.
    """
    pairs = parse_qsl(given.strip().removeprefix("?"), keep_blank_values=True)
    kept = {name: value.strip() for name, value in pairs if name in _LOOKS and value.strip()}
    whole = "&".join(part for part in (canonical(given).removeprefix(ALL), urlencode(sorted(kept.items()))) if part)
    if len(whole) > 2 * LONGEST:
        raise Refused("selection", N_("These filters are too long to be kept. Use fewer words."))
    return whole


def filters(selection: str) -> dict[str, str]:
    """What the list is narrowed to, by the filter's name; nothing for all projects."""
    return {name: value for name, value in parse_qsl(selection) if name in FILTERS}


def _written(pairs: Iterable[tuple[str, str]]) -> str:
    found: dict[str, str] = {}
    for name, value in ((name, value.strip()) for name, value in pairs):
        _check(name, value, found)
        if name in FILTERS and value:
            found[name] = value.upper() if name in _CAPITALS else value
    written = urlencode(sorted(found.items())) or ALL
    if len(written) > LONGEST:
        raise Refused("selection", N_("These filters are too long to be kept. Use fewer words."))
    return written


def _check(name: str, value: str, found: dict[str, str]) -> None:
    if name == "archived" and value not in {"", "no"}:
        raise Refused("selection", N_("Archived projects have no brief. Restore them first."))
    if name not in FILTERS and name not in _BESIDE:
        those: dict[str, object] = {"asked": name, "those": ", ".join(FILTERS)}
        raise Refused("selection", N_("There is no filter %(asked)s. The filters are: %(those)s."), those)
    if name in found:
        raise Refused("selection", N_("The filter %(asked)s is given twice."), {"asked": name})
    words = [word.value for word in _WORDS[name]] if value and name in _WORDS else [value]
    if value not in words and value.upper() not in words:
        there: dict[str, object] = {"filter": name, "asked": value, "those": ", ".join(words)}
        raise Refused("selection", N_("The filter %(filter)s takes no %(asked)s. It takes: %(those)s."), there)

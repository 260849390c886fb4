"""What the list of projects can be narrowed to, and how many projects each choice would leave."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from tracker.domain.filters import FILTERS, NOBODY
from tracker.domain.queries import places, project_values
from tracker.domain.queries.project_sets import Bits, Sets
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.rules import Viewer, sees_inside

COMMON = ("territory", "stage", "health", "programme", "manager")
"""The filters that always stand open; what else is counted is asked for."""

MORE = ("region", "hazard", "phase", "tag", "donor", "fund", "partner", "funding", "agreement", "currency")

MOST_CHOICES = 200
"""Of a filter: the ones with the most projects, so that a page stays one."""


class Choice(NamedTuple):
    """A value of a filter, what it is called (a code has its word elsewhere), how many projects it would leave."""

    value: str
    name: str
    number: int


def choices(
    session: Session, viewer: Viewer, wanted: ProjectFilter, *, more: bool, language: str, day: date
) -> dict[str, list[Choice]]:
    """The choices of each filter: all that occur among the projects this person may see, with the other filters as they are.

    No query but for what is not known yet of the record as it stands. Where nothing can fit, as with words that are
    none, the choices stay, each with the number nought.
    """
    sets = Sets(session, viewer, day)
    seen, fits = sets.seen(archived=wanted.archived), sets.fitting(wanted.values)
    found = {}
    for name in (*COMMON, *(MORE if more else ())):
        if name == "manager" and not sees_inside(viewer):
            continue
        left = seen if name != "currency" else 0  # a currency by itself leaves out nothing
        for other, some in fits.items():
            left &= some if other != name else left
        numbers = _numbers(name, sets.having(name), seen, left)
        found[name] = _offered(_told(sets, name, numbers, language), wanted.values.get(name, ()))
    return found


def _numbers(name: str, having: Mapping[str, Bits], seen: Bits, left: Bits) -> dict[str, int]:
    """How many projects each value would leave; those that no project has which is seen are none."""
    found = {value: (some & left).bit_count() for value, some in having.items() if some & seen}
    if FILTERS[name].nobody:
        some = 0
        for one in having.values():
            some |= one
        if seen & ~some:
            found[NOBODY] = (left & ~some).bit_count()
    return found


def _told(sets: Sets, name: str, numbers: Mapping[str, int], language: str) -> list[Choice]:
    """The values with their names; territories by code instead of by number."""
    if name == "territory":
        labels = places.remembered(sets.recall, language, sets.day, places.OF_PROJECTS)
        return [Choice(one.code, one.listed, numbers[str(key)]) for key, one in labels.items() if str(key) in numbers]
    statement = project_values.called(name, sets.sight)
    if statement is None:
        return [Choice(value, "", number) for value, number in numbers.items()]
    names = sets.recall.of(statement, {"language": language, "viewer_id": sets.viewer.user_id}, dict)
    return [Choice(value, names.get(value) or "", number) for value, number in numbers.items()]


def _offered(found: Sequence[Choice], chosen: Sequence[str]) -> list[Choice]:
    """By name, nobody first; of very many the ones with the most projects and the ones that are chosen."""
    some: Iterable[Choice] = found
    if len(found) > MOST_CHOICES:
        some = sorted(some, key=lambda one: (one.value not in chosen, -one.number))[:MOST_CHOICES]
    return sorted(some, key=lambda one: (one.value != NOBODY, one.name.casefold(), one.value))

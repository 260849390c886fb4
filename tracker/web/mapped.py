"""The map of the portfolio as its page draws it: marks with their sizes, places, colours and words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tracker.briefs import world_marks
from tracker.briefs.outline import Point
from tracker.briefs.world_marks import Frame
from tracker.domain.codes import WORST_FIRST, MapMeasure, Region
from tracker.domain.filters import written
from tracker.domain.queries.map_marks import DisasterMark, Marks, PlaceMark, Spot, TerritoryMark
from tracker.domain.queries.projects import ProjectFilter

PLACE = 2.5
"""The radius of a named place, where the whole world is shown."""

MONEY = frozenset({MapMeasure.asked, MapMeasure.received, MapMeasure.gap})


@dataclass(frozen=True)
class Dot:
    """A mark as it is drawn; `row`: what it stands for."""

    x: float
    y: float
    r: float
    row: Any


@dataclass(frozen=True)
class Picture:
    """What the page shows: the part of the world, marks (large ones first, so that small ones lie on top), regions to look at.

    `without_spot`: rows of the list that have no mark; a region's list has none.
    """

    frame: Frame
    dots: tuple[Dot, ...]
    places: tuple[Dot, ...]
    regions: tuple[Region, ...]
    without_spot: int
    worst_first = WORST_FIRST
    money = MONEY


def value(mark: TerritoryMark, measure: MapMeasure) -> float:
    """What sizes a territory's mark; nothing where it is not stated."""
    if measure in MONEY:
        return float(mark.money.minor) if mark.money else 0
    return mark.projects


def picture(marks: Marks, measure: MapMeasure, view: str) -> Picture:
    """The marks of a measure in a region, or in the whole world."""
    if measure == MapMeasure.disasters:
        return _picture(marks.disasters, lambda one: max(one.projects, 1), view)
    shown = [one for one in marks.territories if measure not in MONEY or one.money is not None]
    return _picture(shown, lambda one: value(one, measure), view, marks.places)


def _picture(
    rows: Sequence[TerritoryMark] | Sequence[DisasterMark],
    size: Callable[[Any], float],
    view: str,
    places: Sequence[PlaceMark] = (),
) -> Picture:
    placed = [(row, row.spot, world_marks.at(row.spot.longitude, row.spot.latitude)) for row in rows if row.spot]
    frame = (
        world_marks.around(_within(((spot, point) for _, spot, point in placed), view)) if view else world_marks.whole()
    )
    most = max((size(row) for row, *_ in placed), default=0)
    dots = [
        Dot(*point, world_marks.radius(size(row), most, frame.scale), row)
        for row, _, point in placed
        if frame.holds(point)
    ]
    there = {spot.region for _, spot, _ in placed}
    spots = [Dot(*world_marks.at(one.spot.longitude, one.spot.latitude), PLACE * frame.scale, one) for one in places]
    return Picture(
        frame,
        tuple(sorted(dots, key=lambda dot: (-dot.r, dot.x, dot.y))),
        tuple(spot for spot in spots if frame.holds((spot.x, spot.y))),
        tuple(one for one in Region if one.value in there),
        0 if view else len(rows) - len(placed),
    )


def address(wanted: ProjectFilter) -> Callable[[str], str]:
    """The address of the list of exactly the projects that a territory's mark stands for."""
    return lambda code: f"/projects?{urlencode(written({**wanted.values, 'territory': (code,)}), safe=',')}"


def _within(placed: Iterable[tuple[Spot, Point]], view: str) -> list[Point]:
    return [point for spot, point in placed if spot.region == view]

"""Makes a drawn coast as light as its printed size allows: the renderer spends its time point by point."""

from itertools import groupby
from math import hypot

Point = tuple[float, float]
BEYOND = 2.0
"""How far outside the map a line may run: its stroke stays unseen there."""
TOLERANCE = 0.25
"""In hundredths of the map's width: a ninth of a millimetre on paper."""


def light(ring: list[Point], width: float, height: float) -> list[Point]:
    """A closed coast without what lies outside the map and without points that move its line less than the tolerance.

    What is outside is laid on a frame just beyond the map's edge, so the land keeps its sides. Nothing is left of
    a coast too small to see.
    """
    framed = [(_within(x, width), _within(y, height)) for x, y in ring]
    points = [point for point, _ in groupby([*framed, framed[0]])]
    if len(points) < 4:
        return []
    far = max(range(len(points)), key=lambda index: _length(points[0], points[index]))
    kept = _thinned(points[: far + 1])[:-1] + _thinned(points[far:])[:-1]
    return kept if len(kept) > 2 else []


def _within(value: float, length: float) -> float:
    return min(max(value, -BEYOND), length + BEYOND)


def _thinned(line: list[Point]) -> list[Point]:
    """The line's ends and the points between that matter (Douglas and Peucker 1973)."""
    kept = {0, len(line) - 1}
    open_parts = [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        between = range(first + 1, last)
        if not between:
            continue
        away = _distances(line[first], line[last], line[first + 1 : last])
        furthest = max(between, key=lambda index: away[index - first - 1])
        if away[furthest - first - 1] > TOLERANCE:
            kept.add(furthest)
            open_parts += [(first, furthest), (furthest, last)]
    return [line[index] for index in sorted(kept)]


def _distances(start: Point, end: Point, points: list[Point]) -> list[float]:
    """How far each point lies from the stretch between two others."""
    (left, top), (right, bottom) = start, end
    across, down = right - left, bottom - top
    square = across * across + down * down or 1.0
    found = []
    for x, y in points:
        along = min(1.0, max(0.0, ((x - left) * across + (y - top) * down) / square))
        found.append(hypot(x - left - along * across, y - top - along * down))
    return found


def _length(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])

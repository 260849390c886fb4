"""Marks on the map of the world: how large, where, and which part of the world is shown around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import sqrt

from tracker.briefs.locator import project, world
from tracker.briefs.outline import Point, light

_NUMBER = re.compile(r"-?\d*\.?\d+")

_FINE = 0.2
"""Units of paper in one of the drawing: a coast moves by at most 1.25 of these, a seventh of a millimetre on paper."""

LARGEST, SMALLEST = 26.0, 5.0
"""Radii of marks where the whole world is shown, in the units of its drawing."""

NARROWEST = 60.0
"""Of a frame: a single place is not looked at through a microscope."""

MARGIN = 0.16
"""Around the outermost marks, as a part of the frame's width."""


@dataclass(frozen=True)
class Frame:
    """A part of the world's drawing, in its proportions."""

    x: float
    y: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        """The SVG viewBox."""
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"

    @property
    def scale(self) -> float:
        """How wide it is, as a part of the world."""
        return self.width / world().width

    def holds(self, point: Point) -> bool:
        """Does the point lie in it?"""
        return self.x <= point[0] <= self.x + self.width and self.y <= point[1] <= self.y + self.height


def whole() -> Frame:
    """The whole world."""
    return Frame(0, 0, world().width, world().height)


def around(points: Iterable[Point]) -> Frame:
    """The part of the world that shows these points; the whole where there are none."""
    found = list(points)
    if not found:
        return whole()
    base = world()
    (west, east), (north, south) = ((min(line), max(line)) for line in zip(*found, strict=True))
    shape = base.width / base.height
    width = min(max((east - west), (south - north) * shape, NARROWEST) * (1 + 2 * MARGIN), base.width)
    height = width / shape
    x = min(max((west + east - width) / 2, 0), base.width - width)
    y = min(max((north + south - height) / 2, 0), base.height - height)
    return Frame(round(x, 1), round(y, 1), round(width, 1), round(height, 1))


@cache
def land() -> str:
    """The land as fine as paper shows it, as one path of straight steps, each with the point it leads to."""
    found = []
    for ring in world().path.split("M")[1:]:
        points = light(_points(ring), world().width * _FINE, world().height * _FINE)
        steps = [f"{round(x / _FINE)} {round(y / _FINE)}" for x, y in points]
        if len(set(steps)) > 2:
            found.append(f"M{'L'.join(steps)}Z")
    return "".join(found)


def _points(ring: str) -> list[Point]:
    """A coast's points, in the measure of paper."""
    x = y = 0.0
    found = []
    for step in ring.removesuffix("z").split("l"):
        numbers = [float(one) for one in _NUMBER.findall(step)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            found.append((x * _FINE, y * _FINE))
    return found


def radius(value: float, most: float, scale: float = 1.0) -> float:
    """A mark's radius: its area goes with the value, the smallest can still be seen and pointed at."""
    whole_size = LARGEST * sqrt(max(value, 0) / most) if most > 0 else 0
    return round(max(whole_size, SMALLEST) * scale, 2)


def at(longitude: float, latitude: float) -> Point:
    """Where a place lies in the world's drawing."""
    x, y = project(longitude, latitude)
    return round(x, 1), round(y, 1)

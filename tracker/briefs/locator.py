"""Where a place lies: the world's base map and the locator map of a region, land only.

Natural Earth's boundaries are de facto, so none is drawn and no area is filled. The world is the
Equal Earth drawing of `static/map/land.json`. A locator is drawn here, from longitudes and
latitudes in a plain cylindrical projection true at its own middle: over the few degrees of a
region that keeps shapes, and needs no part of the world's drawing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from tracker.briefs.outline import Point, light

MAPS = Path(__file__).resolve().parents[2] / "static" / "map"
WIDTH = 100.0
KM_PER_DEGREE = 111.2
SPANS = (16.0, 22.0, 30.0, 40.0)
ENOUGH_COAST = 1.9
CHUNK = 48
FURTHEST_MIDDLE = 75.0
ROUND_LENGTHS = (1000, 500, 200, 100, 50, 20)


class Box(NamedTuple):
    """A rectangle of longitudes and latitudes."""

    west: float
    south: float
    east: float
    north: float

    def misses(self, other: "Box") -> bool:
        """Whether the other box lies wholly to one side of this one."""
        west, south, east, north = other
        return east < self[0] or west > self[2] or north < self[1] or south > self[3]

    def moved(self, turn: float) -> "Box":
        """The same box some degrees to the east."""
        return Box(self.west + turn, self.south, self.east + turn, self.north)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


class Chunk(NamedTuple):
    """A stretch of coast with the box around it."""

    box: Box
    points: list[Point]


class Ring(NamedTuple):
    """A closed coast, in chunks that join end to end."""

    box: Box
    chunks: list[Chunk]


@dataclass(frozen=True)
class World:
    """The base map of the world: one path in a viewBox of its own."""

    width: float
    height: float
    path: str
    sphere: str
    rotation: float
    scale: float
    translate: Point

    @property
    def view_box(self) -> str:
        """The SVG viewBox."""
        return f"0 0 {self.width:g} {self.height:g}"


@dataclass(frozen=True)
class Locator:
    """A region's land in a viewBox 100 wide, with the place marked.

    Stroke the path in its own colour: that closes the seam some land has at the 180th meridian.
    Lengths are hundredths of the width, so labels in HTML over the map may be placed in per cents.
    """

    width: float
    height: float
    path: str
    mark: Point
    window: Box
    scale_km: int
    scale_length: float

    @property
    def view_box(self) -> str:
        """The SVG viewBox."""
        return f"0 0 {self.width:g} {self.height:g}"

    def place(self, lon: float, lat: float) -> Point | None:
        """Where another place lies on the same map, or None when it is off it."""
        here = self.window.west + (lon - self.window.west) % 360, lat
        return _draw([here], self.window)[0] if self.window.holds(here) else None


@cache
def world() -> World:
    """The world's base map, read once."""
    stored = json.loads((MAPS / "land.json").read_text(encoding="utf-8"))
    how = stored["projection"]
    x, y = how["translate"]
    return World(
        width=stored["width"],
        height=stored["height"],
        path=stored["path"],
        sphere=stored["sphere"],
        rotation=how["rotation"],
        scale=how["scale"],
        translate=(x, y),
    )


def project(lon: float, lat: float) -> Point:
    """Where a place lies on the world's base map (Equal Earth, Šavrič, Patterson and Jenny 2018)."""
    base = world()
    turned = (lon + base.rotation + 180) % 360 - 180
    slant = asin(sqrt(3) / 2 * sin(radians(lat)))
    square = slant * slant
    sixth = square**3
    across = sqrt(3) / 2 * (1.340264 - 3 * 0.081106 * square + sixth * (7 * 0.000893 + 9 * 0.003796 * square))
    up = slant * (1.340264 - 0.081106 * square + sixth * (0.000893 + 0.003796 * square))
    x = radians(turned) * cos(slant) / across
    return base.translate[0] + base.scale * x, base.translate[1] - base.scale * up


@lru_cache(maxsize=256)
def locator(lon: float, lat: float, *, span_degrees: float | None = None, aspect: float = 4 / 3) -> Locator:
    """Draw the region around a place, `span_degrees` of latitude high.

    Without a span the window grows until enough coast shows to know the region by, for nothing but
    coast is drawn. A place far inland keeps the widest window.
    """
    spans = (span_degrees,) if span_degrees else SPANS
    windows = [_window(lon, lat, span, aspect) for span in spans]
    window = next((window for window in windows[:-1] if _coast_in(window) >= ENOUGH_COAST), windows[-1])
    height = WIDTH / aspect
    km_per_unit = (window.north - window.south) * KM_PER_DEGREE / height
    scale_km = next((km for km in ROUND_LENGTHS if km <= WIDTH / 3 * km_per_unit), ROUND_LENGTHS[-1])
    return Locator(
        width=WIDTH,
        height=round(height, 1),
        path="".join(_ring_path(ring, turned) for ring, turned in _near(window)),
        mark=_draw([(lon, lat)], window)[0],
        window=window,
        scale_km=scale_km,
        scale_length=round(scale_km / km_per_unit, 1),
    )


def _window(lon: float, lat: float, span: float, aspect: float) -> Box:
    """The window around a place, as wide on the ground as its aspect says."""
    middle = max(-FURTHEST_MIDDLE, min(FURTHEST_MIDDLE, lat))
    half_height, half_width = span / 2, span / 2 * aspect / cos(radians(middle))
    return Box(lon - half_width, middle - half_height, lon + half_width, middle + half_height)


def _middle(window: Box) -> float:
    return (window.south + window.north) / 2


def _draw(points: list[Point], window: Box) -> list[Point]:
    """Points in the locator's viewBox."""
    west, north = window.west, window.north
    across = WIDTH / (window.east - west)
    down = across / cos(radians(_middle(window)))
    return [(round((lon - west) * across, 1), round((north - lat) * down, 1)) for lon, lat in points]


@cache
def _coasts() -> tuple[Ring, ...]:
    """All coasts, read once."""
    stored = json.loads((MAPS / "land-fine.json").read_text(encoding="utf-8"))
    return tuple(_ring(text, stored["steps"]) for text in stored["rings"])


@cache
def _reach() -> tuple[float, float]:
    """How far west and east the stored coasts go: beyond 180 where one crosses that meridian."""
    return min(ring.box.west for ring in _coasts()), max(ring.box.east for ring in _coasts())


def _ring(text: str, steps: int) -> Ring:
    """Read a ring stored as a start and differences, in whole steps."""
    numbers = [int(number) for number in text.split()]
    x, y, points = 0, 0, []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / steps, y / steps))
    chunks = [_chunk(points[start : start + CHUNK]) for start in range(0, len(points), CHUNK)]
    return Ring(_around(points), chunks)


def _chunk(points: list[Point]) -> Chunk:
    return Chunk(_around(points), points)


def _around(points: list[Point]) -> Box:
    lons, lats = zip(*points, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def _near(window: Box) -> Iterator[tuple[Ring, Box]]:
    """The coasts that touch a window, each with the window turned to where that coast is stored."""
    west, east = _reach()
    for turned in (window, window.moved(-360), window.moved(360)):
        if turned.east < west or turned.west > east:
            continue
        yield from ((ring, turned) for ring in _coasts() if not turned.misses(ring.box))


def _ring_path(ring: Ring, window: Box) -> str:
    """One coast as a closed path; what lies wholly to one side of the window is cut short, unseen.

    The end points of such a chunk keep to its side, so the straight line between them does too.
    """
    kept: list[Point] = []
    for chunk in ring.chunks:
        kept.extend((chunk.points[0], chunk.points[-1]) if window.misses(chunk.box) else chunk.points)
    height = WIDTH * (window.north - window.south) / (window.east - window.west) / cos(radians(_middle(window)))
    points = light(_draw(kept, window), WIDTH, height)
    return "M" + "L".join([f"{x:g} {y:g}" for x, y in points]) + "Z" if points else ""


def _coast_in(window: Box) -> float:
    """How much coast a window shows, in degrees of its height."""
    chunks = ((chunk, turned) for ring, turned in _near(window) for chunk in ring.chunks)
    shown = [chunk.box for chunk, turned in chunks if turned.holds(chunk.points[0])]
    return sum(max(box.east - box.west, box.north - box.south) for box in shown) / (window.north - window.south)

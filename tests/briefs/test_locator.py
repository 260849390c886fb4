import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tracker.briefs.locator import Locator, locator, project, world

pytestmark = pytest.mark.once

DRAWN_BY_D3 = json.loads((Path(__file__).parent / "data" / "equal_earth.json").read_text())
NUMBER = r"-?[\d.]+"


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(rf"({NUMBER}) ({NUMBER})", path)]


def shown(found: Locator) -> list[tuple[float, float]]:
    return [(x, y) for x, y in points(found.path) if 0 <= x <= found.width and 0 <= y <= found.height]


@pytest.mark.parametrize("sample", DRAWN_BY_D3, ids=lambda sample: str(sample["place"]))
def test_a_mark_lies_where_the_base_map_was_drawn(sample: dict[str, tuple[float, float]]) -> None:
    assert project(*sample["place"]) == pytest.approx(sample["drawn"], abs=0.01)


def test_the_world_is_one_light_path_with_all_continents() -> None:
    path = world().path
    assert len(path) < 60_000
    ends = [(float(x), float(y)) for x, y in re.findall(rf"M({NUMBER}) ({NUMBER})l", path)]
    assert len(ends) == path.count("z") > 200
    for lon_from, lon_to in ((-130, -70), (0, 140)):
        assert any(project(lon_from, 0)[0] < x < project(lon_to, 0)[0] for x, _ in ends)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(20.9, 42.6), (30, 15), (58.36, 29.1), (35.5, -18), (-72.5, 19), (-61.7, 12.1), (178, -18), (103, 47)],
    ids=["Kosovo", "Sudan", "Bam", "Mozambique", "Haiti", "Grenada", "Fiji", "Mongolia"],
)
def test_a_locator_shows_coast_and_marks_the_middle(lon: float, lat: float) -> None:
    found = locator(lon, lat)
    assert found.mark == pytest.approx((found.width / 2, found.height / 2), abs=0.1)
    assert len(shown(found)) > 30
    assert len(found.path) < 60_000
    assert 10 < found.scale_length <= found.width / 3


def test_a_place_with_little_coast_gets_a_wider_window() -> None:
    def height(found: Locator) -> float:
        return found.window.north - found.window.south

    assert height(locator(103, 47)) > height(locator(20.9, 42.6))


def test_a_stated_span_is_kept_with_its_aspect() -> None:
    found = locator(-72.5, 19, span_degrees=6, aspect=1.5)
    assert found.window.north - found.window.south == pytest.approx(6)
    assert found.width / found.height == pytest.approx(1.5, abs=0.01)


def test_other_places_are_found_on_the_same_map_across_the_180th_meridian() -> None:
    fiji = locator(178, -18)
    samoa = fiji.place(-172, -13.8)
    assert samoa is not None
    assert fiji.mark[0] < samoa[0] < fiji.width
    assert fiji.place(0, 51.5) is None


def test_land_that_crosses_the_180th_meridian_is_not_drawn_across_the_map() -> None:
    found = locator(180, -16.5, span_degrees=6)
    sides = [
        [(x > found.width) - (x < 0) for x, y in points(ring) if 0 < y < found.height] for ring in found.path.split("Z")
    ]
    assert any(0 in ring for ring in sides)
    assert not [ring for ring in sides if (-1, 1) in pairwise(ring) or (1, -1) in pairwise(ring)]

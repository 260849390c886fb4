"""The map of the world on paper: the same land and marks as on the page."""

import re

import pytest

from tracker.briefs import world_marks
from tracker.briefs.locator import MAPS, world

pytestmark = pytest.mark.once


def test_the_pages_land_is_that_of_the_briefs() -> None:
    drawn = (MAPS / "land.svg").read_text(encoding="utf-8")
    assert f'id="land" d="{world().path}"' in drawn
    assert f'id="sphere" d="{world().sphere}"' in drawn


def test_on_paper_the_land_is_the_same_points_step_by_step() -> None:
    assert re.fullmatch(r"(M[-\d. ]+(L[-\d. ]+)+Z)+", world_marks.land())
    assert world_marks.land().count("M") == world().path.count("M")
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", world_marks.land())]
    assert min(numbers) >= 0
    assert max(numbers[::2]) <= world().width


def test_a_marks_area_goes_with_its_number() -> None:
    assert world_marks.radius(9, 9) == pytest.approx(world_marks.LARGEST)
    assert world_marks.radius(1, 4) * 2 == pytest.approx(world_marks.radius(4, 4))
    assert world_marks.radius(1, 10_000) == world_marks.SMALLEST, "still to be seen"
    assert world_marks.radius(0, 0) == world_marks.SMALLEST


def test_a_frame_shows_all_its_points_and_is_a_part_of_the_world() -> None:
    points = [world_marks.at(21.2, 42.7), world_marks.at(16.0, 45.8), world_marks.at(178.4, -18.1)]
    frame = world_marks.around(points[:2])
    assert all(map(frame.holds, points[:2]))
    assert not frame.holds(points[2])
    assert frame.width / frame.height == pytest.approx(world().width / world().height, rel=0.01)
    assert world_marks.around([]) == world_marks.whole()
    widest = world_marks.around([(0.0, 0.0), (world().width, world().height)])
    assert (widest.x, widest.width) == (0, world().width)

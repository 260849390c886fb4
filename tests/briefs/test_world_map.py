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


def test_on_paper_the_land_is_the_same_coasts_step_by_step() -> None:
    drawn = world_marks.land()
    assert re.fullmatch(r"(M\d+ \d+(L\d+ \d+)+Z)+", drawn)
    assert len(drawn) < 20_000, "a brief carries it"
    numbers = [int(one) for one in re.findall(r"\d+", drawn)]
    assert max(numbers[::2]) <= world().width
    ours = {tuple(map(int, point.split())) for point in re.findall(r"\d+ \d+", drawn)}
    x, y = map(round, world_marks.at(-70.9, -53.2))
    assert any(abs(x - a) < 8 and abs(y - b) < 8 for a, b in ours), "the south of America"


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

"""What was delivered of what was needed: each unit once, nothing below zero, not stated stays so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.ranges import Range
from tracker.domain.trace import Met, Need, Supply, met, same_unit, together

pytestmark = pytest.mark.once


def test_what_is_left_keeps_its_range() -> None:
    needs = [Need(1, "shelters", Range(1000, 1500))]
    assert met(needs, [Supply(1, "shelters", 400, (1,))]) == {1: Met(400, Range(600, 1100))}


def test_a_need_for_which_nothing_is_recorded_is_left_whole() -> None:
    assert met([Need(1, "shelters", Range(100, 100))], []) == {1: Met(None, Range(100, 100))}


def test_a_delivery_whose_recommendation_answers_two_findings_counts_once() -> None:
    needs = [Need(1, "homes", Range(100, 100)), Need(2, "homes", Range(50, 50))]
    found = met(needs, [Supply(1, "homes", 120, (1, 2))])
    assert found == {1: Met(100, Range(0, 0)), 2: Met(20, Range(30, 30))}


def test_low_bounds_of_all_are_filled_before_high_ones() -> None:
    needs = [Need(1, "homes", Range(100, 200)), Need(2, "homes", Range(50, 50))]
    found = met(needs, [Supply(1, "homes", 150, (1, 2))])
    assert (found[1].left, found[2].left) == (Range(0, 100), Range(0, 0))


def test_what_fits_one_need_only_goes_there_first() -> None:
    needs = [Need(1, "homes", Range(100, 100)), Need(2, "homes", Range(100, 100))]
    found = met(needs, [Supply(1, "homes", 100, (1, 2)), Supply(2, "homes", 100, (1,))])
    assert [one.left for one in found.values()] == [Range(0, 0), Range(0, 0)]


def test_more_than_was_needed_is_shown_as_such() -> None:
    assert met([Need(1, "homes", Range(80, 100))], [Supply(1, "homes", 130, (1,))]) == {1: Met(130, Range(0, 0), 30)}


def test_another_unit_does_not_count() -> None:
    assert met([Need(1, "homes", Range(5, 5))], [Supply(1, "tents", 5, (1,))])[1] == Met(None, Range(5, 5))


def test_an_open_need_has_no_over_delivery_and_no_highest_remainder() -> None:
    assert met([Need(1, "homes", Range(low=40))], [Supply(1, "homes", 60, (1,))])[1] == Met(60, Range(0, None))
    assert met([Need(1, "homes", Range(high=40))], [Supply(1, "homes", 30, (1,))])[1] == Met(30, Range(None, 10))


def test_units_are_compared_without_case_and_margins() -> None:
    assert same_unit("  Transitional   Shelters ") == same_unit("transitional shelters")


def test_a_sum_is_known_where_all_its_parts_are() -> None:
    assert together([Range(1, 2), Range(3, 4)]) == Range(4, 6)
    assert together([Range(1, None), Range(3, 4)]) == Range(4, None)
    assert together([]) == Range()


_keys = st.integers(0, 4)
_sizes = st.tuples(st.none() | st.integers(0, 50), st.none() | st.integers(0, 50)).map(
    lambda pair: Range(*pair) if None in pair else Range(min(pair), max(pair))  # type: ignore[type-var]
)
_needs = st.lists(st.builds(Need, _keys, st.sampled_from("ab"), _sizes), max_size=5, unique_by=lambda need: need.key)
_supplies = st.lists(
    st.builds(Supply, _keys, st.sampled_from("ab"), st.integers(0, 60), st.lists(_keys, max_size=4).map(tuple)),
    max_size=6,
)


@given(_needs, _supplies)
def test_every_unit_that_fits_a_need_counts_once(needs: list[Need], supplies: list[Supply]) -> None:
    units = {need.key: need.unit for need in needs}
    fitting = [one.quantity for one in supplies if any(units.get(key) == one.unit for key in one.needs)]
    assert sum(one.supplied or 0 for one in met(needs, supplies).values()) == sum(fitting)


@given(_needs, _supplies)
def test_nothing_is_left_below_zero_and_what_is_not_stated_stays_so(needs: list[Need], supplies: list[Supply]) -> None:
    for need in needs:
        found = met(needs, supplies)[need.key]
        for bound, left in ((need.size.low, found.left.low), (need.size.high, found.left.high)):
            assert (bound is None) == (left is None)
            assert left is None or left >= 0
        if need.size.high is not None:
            came = found.supplied or 0
            assert found.over == max(came - need.size.high, 0)
            assert need.size.high == came + (found.left.high or 0) - found.over


@given(_needs, _supplies)
def test_more_supplies_never_leave_more(needs: list[Need], supplies: list[Supply]) -> None:
    fewer, all_of_them = met(needs, []), met(needs, supplies)
    for need in needs:
        assert (all_of_them[need.key].left.low or 0) <= (fewer[need.key].left.low or 0)

"""Numbers between bounds, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import ranges
from tracker.domain.errors import Refused
from tracker.domain.ranges import Range

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("26271-50000", 26271, 50000),
        ("26,271 – 50,000", 26271, 50000),
        ("between 10 and 20", 10, 20),
        ("10 to 20", 10, 20),
        (">40000", 40000, None),
        ("more than 40,000", 40000, None),
        ("40000+", 40000, None),
        ("<500", None, 500),
        ("up to 500", None, 500),
        ("about 30000", 30000, 30000),
        ("~30000", 30000, 30000),
        ("٣٠٠٠٠", 30000, 30000),
        ("0", 0, 0),
        (" 1 234 ", 1234, 1234),
    ],
)
def test_what_sources_state_is_read(text: str, low: int | None, high: int | None) -> None:
    assert ranges.read(text) == Range(low, high)


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_is_no_range(text: str) -> None:
    assert ranges.read(text) is None


@pytest.mark.parametrize("text", ["many", "-5", "1.5", "10-", ">", "1-2-3", "<b>5", "9" * 17, "20-10", "10 or 20"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        ranges.read(text)


def test_each_language_groups_thousands_its_own_way() -> None:
    assert ranges.read("26.271-50.000", "es") == Range(26271, 50000)
    assert ranges.read("26 271-50 000", "fr") == Range(26271, 50000)


_bound = st.none() | st.integers(0, ranges.LARGEST)


@given(_bound, _bound)
def test_what_is_shown_for_typing_is_read_back(low: int | None, high: int | None) -> None:
    if low is not None and high is not None and high < low:
        low, high = high, low
    size = Range(low, high)
    assert ranges.read(str(size)) == (size if size.is_stated else None)

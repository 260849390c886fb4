"""Dated pieces of money: by year, by age, by allocation, in dollars; their sums are always the rungs they came from."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import figures
from tracker.domain.codes import PledgeAge, StepKind
from tracker.domain.figures import Ladder, Piece, StoredRate
from tracker.domain.figures.ages import age
from tracker.domain.money import Money

pytestmark = pytest.mark.once

TODAY = date(2026, 11, 23)
amounts = st.integers(0, 10**12)
days = st.none() | st.dates(date(2001, 1, 1), date(2027, 12, 31))
kinds = st.sampled_from([kind for kind in StepKind if kind != StepKind.withdrawn])
steps = st.lists(
    st.builds(lambda kind, amount, day: Piece(kind, amount, day, day), kinds, st.integers(-(10**9), 10**12), days)
)
sound_steps = st.lists(st.builds(lambda kind, amount, day: Piece(kind, amount, day, day), kinds, amounts, days))
ladders = st.builds(Ladder, amounts, amounts, amounts, amounts)


def position(given_steps: list[Piece]) -> figures.Position:
    return figures.position_of((step.kind, None, step.amount) for step in given_steps)


@given(ladders, steps)
def test_pieces_add_up_to_the_rungs(ladder: Ladder, stated: list[Piece]) -> None:
    assert figures.ladder_of(figures.pieces(ladder, stated)) == ladder


@given(steps)
def test_pieces_of_a_contribution_add_up_to_its_ladder(stated: list[Piece]) -> None:
    ladder = figures.ladder(position(stated))
    assert figures.ladder_of(figures.pieces(ladder, stated)) == ladder


@given(sound_steps)
def test_ages_of_pledges_add_up_to_the_pledged_rung(stated: list[Piece]) -> None:
    ladder = figures.ladder(position(stated))
    buckets = figures.ageing(figures.pieces(ladder, stated), TODAY)
    assert sum(buckets.values()) == ladder.pledged
    assert min(buckets.values()) >= 0


def test_what_stands_of_several_pledges_is_the_newest() -> None:
    old, new = date(2003, 5, 1), date(2004, 5, 1)
    stated = [
        Piece(StepKind.pledged, 100, old, old),
        Piece(StepKind.pledged, 50, new, new),
        Piece(StepKind.committed, 100, new, new),
    ]
    found = figures.pieces(figures.ladder(position(stated)), stated)
    assert found == [Piece(StepKind.committed, 100, new, new), Piece(StepKind.pledged, 50, new, new)]


@pytest.mark.parametrize(
    ("since", "bucket"),
    [
        (0, PledgeAge.under_90),
        (89, PledgeAge.under_90),
        (90, PledgeAge.from_90),
        (179, PledgeAge.from_90),
        (180, PledgeAge.from_180),
        (365, PledgeAge.from_180),
        (366, PledgeAge.over_365),
        (-5, PledgeAge.under_90),
    ],
)
def test_the_age_of_a_pledge_is_counted_in_days(since: int, bucket: PledgeAge) -> None:
    assert age(TODAY - timedelta(days=since), TODAY) == bucket


def test_a_pledge_without_a_day_has_no_age() -> None:
    assert age(None, TODAY) == PledgeAge.undated


@given(sound_steps, st.lists(amounts, max_size=5))
def test_allocations_take_the_same_money_piece_by_piece_as_rung_by_rung(stated: list[Piece], parts: list[int]) -> None:
    ladder = figures.ladder(position(stated))
    whole = figures.pieces(ladder, stated)
    taken, rest = figures.cut(whole, parts)
    assert [figures.ladder_of(each) for each in taken] == figures.spread(ladder, parts)
    assert sum((figures.ladder_of(each) for each in taken), figures.ladder_of(rest)) == ladder


@given(steps, st.lists(amounts, max_size=4))
def test_parts_and_rest_are_all_of_it_also_with_corrections(stated: list[Piece], parts: list[int]) -> None:
    whole = figures.pieces(figures.ladder(position(stated)), stated)
    taken, rest = figures.cut(whole, parts)
    assert sum((figures.ladder_of(each) for each in taken), figures.ladder_of(rest)) == figures.ladder_of(whole)


@pytest.mark.parametrize(
    ("earliest", "latest", "year", "biennium"),
    [
        (date(2003, 3, 1), date(2003, 3, 31), 2003, 2002),
        (date(2004, 1, 1), date(2005, 12, 31), None, 2004),
        (date(2003, 12, 1), date(2004, 1, 31), None, None),
        (None, None, None, None),
    ],
)
def test_a_date_lies_in_a_year_and_a_biennium_or_in_none(
    earliest: date | None, latest: date | None, year: int | None, biennium: int | None
) -> None:
    piece = Piece(StepKind.received, 1, earliest, latest)
    assert (figures.year(piece), figures.biennium(piece)) == (year, biennium)


# ------------------------------------------------------------------------------------------------ dollars

units = st.decimals("0.0001", "20000", allow_nan=False, allow_infinity=False, places=4)


def test_a_real_pair_of_a_published_transaction_is_met() -> None:
    exact = figures.conversion(Money.of(8_000_000, "EUR"), Decimal("0.89"))
    assert exact.quantize(Decimal("0.001"), ROUND_HALF_UP) == Decimal("8988764.045")
    assert figures.in_dollars(Money.of(8_000_000, "EUR"), Decimal("0.89")) == Money.of("8988764.04", "USD")


def test_rounding_is_half_up_and_once() -> None:
    assert figures.in_dollars(Money.of("0.01", "EUR"), Decimal(2)) == Money(1, "USD")
    assert figures.in_dollars(Money.of("-0.01", "EUR"), Decimal(2)) == Money(-1, "USD")
    assert figures.in_dollars(Money.of("0.014", "KWD"), Decimal(1)) == Money(1, "USD")


@given(st.integers(-(10**14), 10**14), units, st.sampled_from(["EUR", "JPY", "KWD", "NOK"]))
def test_conversion_there_and_back_is_the_same_amount(minor: int, rate: Decimal, currency: str) -> None:
    amount = Money(minor, currency)
    with localcontext(prec=50):
        assert abs(figures.conversion(amount, rate) * rate - amount.major) < Decimal("1e-20")
    dollars = figures.in_dollars(amount, rate)
    assert abs(dollars.major - figures.conversion(amount, rate)) <= Decimal("0.005")


def stored(day: date, rate: str = "7", currency: str = "NOK") -> StoredRate:
    return StoredRate(currency, day, Decimal(rate), "UN operational rate of exchange")


JANUARY, FEBRUARY = stored(date(2004, 1, 1), "6.7"), stored(date(2004, 2, 1), "7.0")


@pytest.mark.parametrize(
    ("earliest", "latest", "rate"),
    [
        (date(2004, 1, 31), date(2004, 1, 31), JANUARY),
        (date(2004, 2, 1), date(2004, 2, 29), FEBRUARY),
        (date(2003, 12, 31), date(2003, 12, 31), None),
        (date(2004, 1, 1), date(2004, 12, 31), None),
        (date(2004, 3, 1), date(2004, 12, 31), FEBRUARY),
        (None, None, None),
    ],
)
def test_the_rate_of_a_date_is_the_one_in_force_then(
    earliest: date | None, latest: date | None, rate: StoredRate | None
) -> None:
    assert figures.rate_for([JANUARY, FEBRUARY], earliest, latest) == rate


def test_a_month_whose_rate_begins_after_its_first_day_has_that_rate() -> None:
    late = stored(date(2004, 1, 3))
    assert figures.rate_for([late], date(2004, 1, 1), date(2004, 1, 31)) == late


def test_a_rate_is_old_after_forty_five_days() -> None:
    assert [figures.is_old(JANUARY, JANUARY.day + timedelta(days=days)) for days in (45, 46)] == [False, True]


@given(st.lists(st.tuples(amounts, st.dates(date(2004, 1, 1), date(2004, 12, 1))), min_size=1, max_size=6))
def test_dollars_of_parts_add_up_to_dollars_of_the_whole(parts: list[tuple[int, date]]) -> None:
    found = [Piece(StepKind.received, amount, day, day) for amount, day in parts]
    whole = figures.converted("NOK", found, [JANUARY, FEBRUARY])
    apart = [figures.converted("NOK", [piece], [JANUARY, FEBRUARY]) for piece in found]
    assert whole is not None
    assert whole.amount.minor == sum(each.amount.minor for each in apart if each)


def test_half_a_sum_in_dollars_is_none() -> None:
    dated = Piece(StepKind.received, 100, date(2004, 1, 5), date(2004, 1, 5))
    assert figures.converted("NOK", [dated, Piece(StepKind.received, 100)], [JANUARY]) is None
    assert figures.converted("NOK", [dated], []) is None


def test_dollars_need_no_rate() -> None:
    found = figures.converted("USD", [Piece(StepKind.received, 100)], [])
    assert found is not None
    assert (found.amount, found.rates) == (Money(100, "USD"), ())


# ------------------------------------------------------------------------------- purposes and concentration


def test_the_shares_of_the_report_are_met() -> None:
    assert figures.general_share(600, 3000) == Decimal("16.7")
    assert figures.general_share(830, 3780) == Decimal("18.0")


@pytest.mark.parametrize(("general", "special"), [(None, 1), (1, None), (None, None), (0, 0)])
def test_there_is_no_share_of_what_is_not_stated(general: int | None, special: int | None) -> None:
    assert figures.general_share(general, special) is None


@pytest.mark.parametrize(
    ("given_amounts", "fewest", "top"),
    [
        ([60, 10, 10, 10, 10], 1, "90.0"),
        ([59, 1, 20, 20], 2, "100.0"),
        ([1] * 10, 6, "40.0"),
        ([15, 15, 15, 15, 10, 10, 10, 10], 4, "60.0"),
        ([5], 1, "100.0"),
    ],
)
def test_concentration_counts_the_fewest_donors_that_give_sixty_per_cent(
    given_amounts: list[int], fewest: int, top: str
) -> None:
    assert figures.concentration(given_amounts) == fewest
    assert figures.top_share(given_amounts) == Decimal(top)


def test_where_nothing_is_given_nothing_is_concentrated() -> None:
    assert (figures.concentration([0, -5]), figures.top_share([])) == (None, None)


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=12))
def test_one_donor_fewer_would_not_give_sixty_per_cent(given_amounts: list[int]) -> None:
    fewest, ordered = figures.concentration(given_amounts), sorted(given_amounts, reverse=True)
    assert fewest is not None
    assert sum(ordered[:fewest]) * 100 >= sum(ordered) * 60 > sum(ordered[: fewest - 1]) * 100

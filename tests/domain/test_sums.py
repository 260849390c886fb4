"""Sums of any contributions: currency by currency they are the sums of their lines, whichever way they are taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import figures
from tracker.domain.codes import ContributionKind, StepKind
from tracker.domain.figures import Ladder, Piece
from tracker.domain.queries import breakdown, sums
from tracker.domain.queries.breakdown import Parts
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.sums import CurrencyLine, Gift

pytestmark = pytest.mark.once

SUMS = ("announced", "pledged", "committed", "received", "funded")
kinds = st.sampled_from([kind for kind in StepKind if kind != StepKind.withdrawn])
days = st.none() | st.dates(date(2001, 1, 1), date(2006, 12, 31))
steps = st.lists(
    st.builds(lambda kind, amount, day: Piece(kind, amount, day, day), kinds, st.integers(-(10**6), 10**9), days)
)


@st.composite
def gifts(draw: st.DrawFn) -> Gift:
    own = draw(steps)
    return Gift(
        id=draw(st.integers(1, 4)),
        donor_id=draw(st.integers(1, 3)),
        fund_id=draw(st.none() | st.integers(10, 12)),
        kind=draw(st.sampled_from([ContributionKind.money, ContributionKind.money, ContributionKind.loan])),
        currency=draw(st.none() | st.sampled_from(["USD", "EUR", "JPY"])),
        position=figures.position_of((step.kind, None, step.amount) for step in own),
        steps=tuple(own),
    )


allocations = st.dictionaries(
    st.integers(1, 4), st.lists(st.tuples(st.integers(20, 23), st.integers(0, 10**9)), max_size=3)
)


def minor(line: CurrencyLine, name: str) -> int:
    money = getattr(line, name)
    return money.minor if money else 0


@given(st.lists(gifts(), max_size=6))
def test_a_total_is_the_sum_of_its_lines(given_gifts: list[Gift]) -> None:
    totals = sums.summed(given_gifts)
    for line in totals.currencies:
        own = [one for one in given_gifts if one.is_stated and one.currency == line.currency]
        ladder = sum((figures.ladder(one.position) for one in own), Ladder())
        assert line.contributions == len(own)
        assert minor(line, "received") == ladder.received
        assert minor(line, "funded") == figures.funded(ladder)
        assert sum(minor(line, name) for name in SUMS[:4]) == figures.promised(ladder)
    counted = sum(line.contributions for line in totals.currencies)
    assert counted + totals.without_amount + totals.not_money == len(given_gifts)


@given(st.lists(gifts(), max_size=6), allocations, st.sampled_from(breakdown.WAYS[1:]))
def test_whichever_way_money_is_taken_apart_the_parts_are_the_whole(
    given_gifts: list[Gift], parts: dict[int, list[tuple[int, int]]], by: str
) -> None:
    allocated = Parts(parts, frozenset({20, 21}), {})
    groups = breakdown.groups(breakdown.shares(given_gifts, by, allocated), Exchange())
    lines = [line.money for group in groups.values() for line in group.lines]
    for total in sums.summed(given_gifts).currencies:
        for name in SUMS:
            apart = sum(minor(line, name) for line in lines if line.currency == total.currency)
            assert apart == minor(total, name), name
    assert by != "project" or set(groups) <= {None, 20, 21}

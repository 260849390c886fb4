"""A selection is one query string for the same projects, however it was asked for."""

import pytest

from tracker.domain.errors import Refused
from tracker.domain.selections import ALL, canonical, canonical_of, filters, view

pytestmark = pytest.mark.once

SAME = [
    ("health=off_track&territory=XK", "health=off_track&territory=XK"),
    ("?territory=xk&health=off_track&page=3&sort=-updated&lang=fr&per_page=50", "health=off_track&territory=XK"),
    (" hazard=eq&stage= ", "hazard=EQ"),
    ("q=L%C3%A9og%C3%A2ne+homes", "q=L%C3%A9og%C3%A2ne+homes"),
    ("territory=ht&territory=XK,gh&territory=HT", "territory=GH,HT,XK"),
    ("stage=under_way%2Cproposed&manager=none,12", "manager=12,none&stage=proposed,under_way"),
    ("region=asia,africa&more=yes&columns=start", "region=africa,asia"),
    ("asked_to=0500&currency=usd&gap_from=1", "asked_to=500&currency=USD&gap_from=1"),
    ("currency=USD", ALL),
    ("", ALL),
    ("archived=no&page=2", ALL),
]


@pytest.mark.parametrize(("given", "kept"), SAME)
def test_the_same_projects_have_one_selection(given: str, kept: str) -> None:
    assert canonical(given) == kept
    assert canonical(kept) == kept
    assert canonical_of(filters(kept)) == kept


REFUSED = [
    ("helth=off_track", "There is no filter helth"),
    ("health=bad", "It takes: on_track, at_risk, off_track, not_reported"),
    ("q=homes&q=roads", "given twice"),
    ("starts_from=2026-02-30", "takes a day such as"),
    ("unreported=many", "takes a number of days"),
    ("currency=dollars", "takes a currency such as USD"),
    ("asked_from=1.5&currency=USD", "takes an amount in whole units"),
    ("asked_from=5", "compared in one currency"),
    ("agreement=none,lost", "takes no lost"),
    ("archived=yes", "Archived projects have no brief"),
    ("q=" + "x" * 600, "too long"),
]


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_what_the_list_cannot_be_narrowed_to_is_refused(given: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        canonical(given)


VIEWS = [
    ("?territory=xk&sort=-updated&page=3&lang=fr&view=mine", "territory=XK&sort=-updated"),
    ("columns=title%2Cstage&stage=", "columns=title%2Cstage"),
    ("archived=no&page=2", ""),
    (
        "columns=stage&sort=-asked&currency=usd&columns=asked,gap",
        "columns=stage%2Casked%2Cgap&currency=USD&sort=-asked",
    ),
    ("gap_from=1&currency=USD&sort=gap&sort=title", "currency=USD&gap_from=1&sort=gap"),
]


@pytest.mark.parametrize(("given", "kept"), VIEWS)
def test_a_view_keeps_order_and_columns_too(given: str, kept: str) -> None:
    assert view(given) == kept
    assert view(kept) == kept


@pytest.mark.parametrize("given", ["helth=off_track", "archived=yes", "sort=" + "x" * 1200])
def test_a_view_keeps_only_what_the_list_knows(given: str) -> None:
    with pytest.raises(Refused):
        view(given)

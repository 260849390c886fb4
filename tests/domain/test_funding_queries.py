"""Money in lists: who sees what, what enters sums, how many questions are asked."""

from datetime import date

import pytest

from tests import make
from tracker.domain.codes import ContributionKind, Role, Visibility
from tracker.domain.dates import now
from tracker.domain.money import Money
from tracker.domain.queries import contributions, funding_page, funds
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

COORDINATOR = Reader(Viewer(None, Role.coordinator), "en", date(2026, 11, 23))
VIEWER = Reader(Viewer(None, Role.viewer), "en", date(2026, 11, 23))


def test_currencies_are_never_added(session: UnitSession) -> None:
    make.contribution(session, currency="CAD", steps=[("received", 100)])
    make.contribution(session, currency="NOK", steps=[("received", 100)])
    totals = funding_page.page(session, COORDINATOR, Asked()).totals
    assert [(line.currency, line.funded) for line in totals.currencies] == [
        ("CAD", Money(100, "CAD")),
        ("NOK", Money(100, "NOK")),
    ]


def test_a_contribution_without_amount_enters_no_sum(session: UnitSession) -> None:
    make.contribution(session, currency=None, steps=[("received", None)])
    totals = funding_page.page(session, COORDINATOR, Asked()).totals
    assert (totals.currencies, totals.without_amount) == ((), 1)


@pytest.mark.parametrize("kind", [ContributionKind.loan, ContributionKind.in_kind, ContributionKind.pass_through])
def test_what_is_no_money_enters_no_sum(session: UnitSession, kind: ContributionKind) -> None:
    fund = make.fund(session)
    make.contribution(session, kind=kind, fund_id=fund.id, steps=[("received", 100)])
    seen = funding_page.page(session, COORDINATOR, Asked())
    assert (seen.totals.currencies, seen.totals.not_money) == ((), 1)
    assert seen.funds[0].covers == ()


def test_sums_hold_only_what_the_reader_may_see(session: UnitSession) -> None:
    fund = make.fund(session, "open", visibility=Visibility.public)
    make.contribution(session, fund_id=fund.id, steps=[("received", 70)], visibility=Visibility.public)
    make.contribution(session, fund_id=fund.id, steps=[("received", 30)], visibility=Visibility.confidential)
    seen = funding_page.page(session, VIEWER, Asked())
    assert seen.contributions.total == 1
    assert seen.totals.currencies[0].funded == Money(70, "USD")
    assert seen.funds[0].covers[0].money.funded == Money(70, "USD")


def test_what_is_archived_is_in_no_list_and_no_sum(session: UnitSession) -> None:
    make.contribution(session, steps=[("received", 30)], archived_at=now())
    make.fund(session, archived_at=now())
    seen = funding_page.page(session, COORDINATOR, Asked())
    assert (seen.contributions.total, seen.totals.currencies, seen.funds) == (0, (), [])


def test_a_name_that_is_not_for_the_reader_is_left_out(session: UnitSession) -> None:
    fund = make.fund(session, visibility=Visibility.confidential)
    make.contribution(session, code="c", fund_id=fund.id, steps=[("received", 1)], visibility=Visibility.public)
    seen = contributions.by_code(session, VIEWER, "c")
    assert seen is not None
    assert seen.line.fund is None
    assert funding_page.page(session, VIEWER, Asked()).contributions.rows[0].fund is None


def test_sums_follow_the_filter_and_not_the_page(session: UnitSession) -> None:
    for _ in range(3):
        make.contribution(session, steps=[("received", 10)])
    make.contribution(session, currency="CAD", steps=[("received", 5)])
    seen = funding_page.page(session, COORDINATOR, Asked(currency="USD", per_page=1))
    assert (len(seen.contributions.rows), seen.contributions.total) == (1, 3)
    assert [line.funded for line in seen.totals.currencies] == [Money(30, "USD")]
    assert seen.currencies == ["CAD", "USD"]


def test_coverage_compares_one_currency_with_itself(session: UnitSession) -> None:
    fund = make.fund(session, "fund")
    make.requirement(session, fund, Money.of(5_000_000, "USD"), period="first two years")
    make.contribution(session, fund_id=fund.id, steps=[("received", 775_000_00)])
    make.contribution(session, fund_id=fund.id, currency="CAD", steps=[("pledged", 1_00)])
    seen = funds.by_code(session, COORDINATOR, "fund")
    assert seen is not None
    cad, usd = seen.line.covers
    assert (str(usd.coverage), usd.gap) == ("15.5", Money.of(4_225_000, "USD"))
    assert (cad.asked, cad.coverage, cad.money.funded, cad.money.pledged) == (None, None, None, Money(100, "CAD"))


def test_over_funding_is_shown_and_not_clamped(session: UnitSession) -> None:
    fund = make.fund(session, "fund")
    make.requirement(session, fund, Money(100, "USD"))
    make.contribution(session, fund_id=fund.id, steps=[("received", 150)])
    seen = funds.by_code(session, COORDINATOR, "fund")
    assert seen is not None
    cover = seen.line.covers[0]
    assert (str(cover.coverage), cover.over, cover.gap) == ("150.0", Money(50, "USD"), Money(0, "USD"))


def test_parts_for_hidden_projects_are_hidden_with_the_rest_that_would_tell_them(session: UnitSession) -> None:
    given = make.contribution(session, code="c", steps=[("received", 100)], visibility=Visibility.public)
    hidden = make.project(session, visibility=Visibility.confidential)
    shown = make.project(session, "shown", visibility=Visibility.public)
    make.allocation(session, given, hidden, 60)
    make.allocation(session, given, shown, 10)
    seen = contributions.by_code(session, VIEWER, "c")
    whole = contributions.by_code(session, COORDINATOR, "c")
    assert seen is not None
    assert whole is not None
    assert ([part.project.code for part in seen.allocations], seen.unallocated) == (["shown"], None)
    assert (len(whole.allocations), whole.unallocated) == (2, Money(30, "USD"))

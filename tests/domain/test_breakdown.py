"""All money taken apart by fund, donor, project, year, biennium: the parts are always the whole, currency by currency."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests import make
from tests.queries import counted
from tracker.domain.actions import rates as acts
from tracker.domain.codes import AmountNature, ContributionKind, FundKind, PledgeAge, RecordKind, Role, Visibility
from tracker.domain.dates import now
from tracker.domain.drafts.rates import RateDraft
from tracker.domain.models import Expenditure, Payment, ReportedAmount
from tracker.domain.money import Money
from tracker.domain.queries import breakdown, contributions, funding_page, funds, given, project_money
from tracker.domain.queries.breakdown import GroupLine
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked
from tracker.domain.queries.funding_page import FundingPage
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

DAY = date(2004, 8, 3)
COORDINATOR = Reader(Viewer(None, Role.coordinator), "en", DAY)
VIEWER = Reader(Viewer(None, Role.viewer), "en", DAY)
PUBLIC = Visibility.public
SUMS = ("announced", "pledged", "committed", "received", "funded")


def page(session: UnitSession, by: str, reader: Reader = COORDINATOR) -> FundingPage:
    return funding_page.page(session, reader, Asked(by=by))


def lines(seen: FundingPage) -> list[tuple[str | None, int | None, GroupLine]]:
    return [
        (name.name.text if name else None, group.key, line) for name, group in seen.groups.rows for line in group.lines
    ]


def funded(seen: FundingPage) -> dict[str | None, list[Money | None]]:
    found: dict[str | None, list[Money | None]] = {}
    for name, _, line in lines(seen):
        found.setdefault(name, []).append(line.money.funded)
    return found


def store_rate(session: UnitSession, currency: str, day: date, units: str) -> None:
    acts.add(session, draft=RateDraft(currency=currency, day=day, units_per_dollar=Decimal(units), source="UN rates"))


@pytest.fixture
def some(session: UnitSession) -> UnitSession:
    """Three donors, two funds, two projects, three currencies."""
    norway = make.organisation(session, "norway", name="Norway")
    italy = make.organisation(session, "italy", name="Italy")
    water, core = make.fund(session, "water", name="Water"), make.fund(session, "core", name="Core")
    core.kind = FundKind.general_purpose
    bam, kosovo = make.project(session, "bam", title="Bam"), make.project(session, "kosovo", title="Kosovo")
    one = make.contribution(
        session,
        norway,
        currency="NOK",
        fund_id=water.id,
        steps=[("pledged", 900, "2003-05"), ("committed", 500, "2004-01-10"), ("received", 300, "2004-03-02")],
    )
    two = make.contribution(
        session, italy, fund_id=core.id, steps=[("received", 400, "2002"), ("received", -50, "2003")]
    )
    make.contribution(session, italy, currency="EUR", steps=[("announced", 70, "biennium 2004/2005")])
    make.contribution(session, norway, currency=None, steps=[("received", None, "2003")])
    make.contribution(session, norway, kind=ContributionKind.loan, steps=[("received", 999)])
    make.allocation(session, one, bam, 400)
    make.allocation(session, one, kosovo, 200)
    make.allocation(session, two, bam, 350)
    session.flush()
    return session


@pytest.mark.parametrize("by", breakdown.WAYS[1:])
def test_the_groups_add_up_to_the_totals(some: UnitSession, by: str) -> None:
    seen = page(some, by)
    for total in seen.totals.currencies:
        own = [line.money for _, _, line in lines(seen) if line.money.currency == total.currency]
        for name in SUMS:
            parts = [getattr(line, name) for line in own if getattr(line, name) is not None]
            whole = getattr(total, name)
            assert sum(part.minor for part in parts) == (whole.minor if whole else 0), (total.currency, name)
    assert sum(group.without_amount for _, group in seen.groups.rows) == seen.totals.without_amount == 1


def test_by_fund_and_by_donor(some: UnitSession) -> None:
    assert funded(page(some, "fund")) == {
        "Core": [Money(350, "USD")],
        "Water": [Money(500, "NOK")],
        None: [None],
    }
    assert funded(page(some, "donor")) == {"Italy": [None, Money(350, "USD")], "Norway": [Money(500, "NOK")]}


def test_a_project_has_its_share_and_the_same_as_on_its_own_page(some: UnitSession) -> None:
    seen = page(some, "project")
    assert funded(seen) == {
        "Bam": [Money(400, "NOK"), Money(350, "USD")],
        "Kosovo": [Money(100, "NOK")],
        None: [None, Money(0, "NOK")],
    }
    for _, group in seen.groups.rows:
        if group.key is not None:
            own = project_money.money(some, COORDINATOR.viewer, group.key)
            assert [(line.funded, line.pledged) for line in own] == [
                (line.money.funded, line.money.pledged) for line in group.lines
            ]


def test_money_stands_in_the_year_of_its_step(some: UnitSession) -> None:
    by_year = {(key, line.money.currency): line.money for _, key, line in lines(page(some, "year"))}
    assert by_year[2002, "USD"].received == Money(400, "USD")
    assert by_year[2003, "USD"].received == Money(-50, "USD")
    assert (by_year[2003, "NOK"].pledged, by_year[2003, "NOK"].funded) == (Money(400, "NOK"), None)
    assert by_year[2004, "NOK"].funded == Money(500, "NOK")
    assert by_year[None, "EUR"].announced == Money(70, "EUR")
    by_biennium = {(key, line.money.currency): line.money for _, key, line in lines(page(some, "biennium"))}
    assert by_biennium[2002, "USD"].received == Money(350, "USD")
    assert by_biennium[2004, "EUR"].announced == Money(70, "EUR")


def test_projects_that_are_not_open_are_in_what_goes_to_none(session: UnitSession) -> None:
    gift = make.contribution(session, steps=[("received", 100)], visibility=PUBLIC)
    make.allocation(session, gift, make.project(session, visibility=Visibility.confidential), 60)
    make.allocation(session, gift, make.project(session, title="Open", visibility=PUBLIC), 30)
    assert funded(page(session, "project", VIEWER)) == {"Open": [Money(30, "USD")], None: [Money(70, "USD")]}


def test_a_name_that_is_not_open_is_in_no_group_of_its_own(session: UnitSession) -> None:
    hidden = make.fund(session, visibility=Visibility.confidential)
    make.contribution(session, fund_id=hidden.id, steps=[("received", 100)], visibility=PUBLIC)
    assert funded(page(session, "fund", VIEWER)) == {None: [Money(100, "USD")]}


def test_a_need_is_compared_where_all_money_for_it_is_in_view(session: UnitSession) -> None:
    fund = make.fund(session, "fund", name="Fund")
    make.requirement(session, fund, Money(100, "USD"))
    norway = make.organisation(session, "norway", name="Norway")
    make.contribution(session, norway, fund_id=fund.id, steps=[("received", 150)])
    ((_, _, line),) = lines(page(session, "fund"))
    assert (line.asked, str(line.coverage), line.over) == (Money(100, "USD"), "150.0", Money(50, "USD"))
    ((_, _, alone),) = lines(funding_page.page(session, COORDINATOR, Asked(by="fund", donor="norway")))
    assert (alone.asked, alone.coverage) == (None, None)


def test_a_project_with_a_need_and_no_money_is_not_forgotten_when_something_goes_to_it(session: UnitSession) -> None:
    project = make.project(session, title="Bam")
    make.requirement(session, project, Money(1000, "EUR"))
    make.allocation(session, make.contribution(session, steps=[("received", 100)]), project, 100)
    assert [(line.money.currency, line.asked, line.coverage) for _, _, line in lines(page(session, "project"))] == [
        ("EUR", Money(1000, "EUR"), None),
        ("USD", None, None),
    ]


def test_what_is_archived_goes_to_no_project(session: UnitSession) -> None:
    project = make.project(session, title="Bam")
    gift = make.contribution(session, steps=[("received", 100)])
    make.allocation(session, gift, project, 90, archived_at=now())
    make.allocation(session, gift, project, 40)
    make.requirement(session, project, Money(10, "USD"), archived_at=now())
    (own,) = project_money.money(session, COORDINATOR.viewer, project.id or 0)
    assert (own.funded, own.required) == (Money(40, "USD"), None)
    assert funded(page(session, "project")) == {"Bam": [Money(40, "USD")], None: [Money(60, "USD")]}


@pytest.mark.parametrize("by", breakdown.WAYS)
def test_each_way_asks_the_same_number_of_questions(session: UnitSession, engine: sa.Engine, by: str) -> None:
    numbers = set()
    for _ in range(3):
        for _ in range(3):
            fund = make.fund(session)
            make.requirement(session, fund, Money(100, "USD"))
            gift = make.contribution(session, fund_id=fund.id, steps=[("pledged", 2, "2004"), ("received", 1, "2003")])
            make.allocation(session, gift, make.project(session), 1)
        session.expunge_all()
        with counted(engine) as asked:
            page(session, by)
        numbers.add(len([one for one in asked if one.startswith(("SELECT", "WITH"))]))
    assert numbers == {{"currency": 13, "fund": 16, "donor": 14, "project": 19}.get(by, 15)}


# ------------------------------------------------------------------------------------------------ dollars


def test_each_step_is_in_dollars_at_the_rate_of_its_month(session: UnitSession) -> None:
    store_rate(session, "NOK", date(2004, 1, 1), "5")
    store_rate(session, "NOK", date(2004, 2, 1), "8")
    make.contribution(
        session,
        code="c",
        currency="NOK",
        steps=[("committed", 80_00, "2004-01-20"), ("received", 40_00, "2004-02-02")],
    )
    seen = contributions.by_code(session, COORDINATOR, "c")
    assert seen is not None
    assert [step.usd.amount for step in seen.line.steps if step.usd] == [Money(16_00, "USD"), Money(5_00, "USD")]
    assert seen.line.money is not None
    assert seen.line.money.funded_usd is not None
    assert seen.line.money.funded_usd.amount == Money(13_00, "USD")
    (total,) = page(session, "currency").totals.currencies
    assert total.funded_usd == seen.line.money.funded_usd


def test_currencies_are_added_in_dollars_only_where_each_has_a_rate(session: UnitSession) -> None:
    store_rate(session, "NOK", date(2004, 1, 1), "8")
    make.contribution(session, currency="NOK", steps=[("received", 80_00, "2004-01")])
    make.contribution(session, currency="USD", steps=[("received", 1_00)])
    whole = page(session, "currency").totals.funded_usd
    assert whole is not None
    assert whole.amount == Money(11_00, "USD")
    make.contribution(session, currency="CAD", steps=[("received", 1_00, "2004-01")])
    seen = page(session, "currency")
    assert (seen.totals.funded_usd, seen.exchange.knows("CAD"), seen.exchange.knows("NOK")) == (None, False, True)


def test_a_removed_rate_converts_nothing(session: UnitSession) -> None:
    store_rate(session, "NOK", date(2004, 1, 1), "8")
    rate = acts.add(
        session,
        draft=RateDraft(currency="CAD", day=date(2004, 1, 1), units_per_dollar=Decimal("1.3"), source="UN rates"),
    )
    acts.remove(session, rate=rate, version=rate.version)
    seen = page(session, "currency")
    assert (seen.exchange.knows("CAD"), seen.exchange.knows("NOK")) == (False, True)


# -------------------------------------------------------------------------- ages, purposes, concentration


def test_pledges_by_age_are_of_the_contributions_asked_for(some: UnitSession) -> None:
    (line,) = page(some, "currency").ages
    assert (line.currency, line.pledged, line.ages[PledgeAge.over_365]) == ("NOK", Money(400, "NOK"), Money(400, "NOK"))


def test_purpose_is_that_of_the_fund(some: UnitSession) -> None:
    seen = page(some, "currency").purposes
    assert [(line.currency, line.general, line.special, line.share) for line in seen] == [
        ("NOK", None, Money(500, "NOK"), None),
        ("USD", Money(350, "USD"), None, None),
    ]
    special = make.fund(some)
    make.contribution(some, fund_id=special.id, steps=[("committed", 650)])
    assert [str(line.share) for line in page(some, "currency").purposes if line.currency == "USD"] == ["35.0"]


def test_stated_purposes_of_one_period_stand_side_by_side(session: UnitSession) -> None:
    for nature, amount, period in (
        (AmountNature.general_purpose, 600, "2002"),
        (AmountNature.special_purpose, 3000, "2002"),
        (AmountNature.general_purpose, 830, "2003"),
    ):
        row = ReportedAmount(text=str(nature), nature=nature, amount_minor=amount, currency="USD")
        make._put(session, row, RecordKind.reported_amount, {"period": period})  # noqa: SLF001 - a record of any kind
    (line,) = page(session, "currency").reported_purposes
    assert (line.general, line.special, str(line.share)) == (Money(600, "USD"), Money(3000, "USD"), "16.7")


def test_concentration_counts_donors_not_contributions(session: UnitSession) -> None:
    norway = make.organisation(session, "norway", name="Norway")
    for _ in range(3):
        make.contribution(session, norway, steps=[("received", 10)])
    for _ in range(5):
        make.contribution(session, steps=[("received", 5)])
    make.contribution(session, steps=[("pledged", 1000)])
    (line,) = page(session, "currency").donor_lines
    assert (line.donors, line.fewest, str(line.top_four)) == (6, 2, "81.8")


# -------------------------------------------------------------------------------- money that goes out


def test_a_fund_shows_what_is_left_paid_and_spent(session: UnitSession) -> None:
    fund = make.fund(session, "fund", name="Fund", visibility=PUBLIC)
    gift = make.contribution(session, fund_id=fund.id, steps=[("received", 100)], visibility=PUBLIC)
    project = make.project(session, title="Bam", visibility=PUBLIC)
    make.allocation(session, gift, project, 30)
    partner = make.organisation(session, "undp", name="UNDP")
    for amount, seen_by in ((20, PUBLIC), (5, Visibility.confidential)):
        paid = Payment(organisation_id=partner.id or 0, contribution_id=gift.id, day=DAY, project_id=project.id)
        make._put(session, paid, RecordKind.payment, {"amount": Money(amount, "USD"), "visibility": seen_by})  # noqa: SLF001
    for minor in (50, -10):
        spent = Expenditure(fund_id=fund.id, ledger="Umoja", closed_day=DAY)
        make._put(session, spent, RecordKind.expenditure, {"amount": Money(minor, "USD")}, fund)  # noqa: SLF001
    seen = funds.by_code(session, VIEWER, "fund")
    assert seen is not None
    assert (seen.unallocated, seen.payments.paid) == ({"USD": Money(70, "USD")}, (Money(20, "USD"),))
    assert seen.expenditures.spent == (Money(40, "USD"),)
    assert [line.organisation.name.text for line in seen.payments.lines if line.organisation] == ["UNDP"]


def test_the_rest_of_a_fund_is_not_told_where_it_would_tell_what_is_hidden(session: UnitSession) -> None:
    fund = make.fund(session, "fund", visibility=PUBLIC)
    gift = make.contribution(session, fund_id=fund.id, steps=[("received", 100)], visibility=PUBLIC)
    make.allocation(session, gift, make.project(session, visibility=Visibility.confidential), 30)
    seen, whole = funds.by_code(session, VIEWER, "fund"), funds.by_code(session, COORDINATOR, "fund")
    assert seen is not None
    assert whole is not None
    assert (seen.unallocated, whole.unallocated) == ({"USD": None}, {"USD": Money(70, "USD")})


def test_a_donor_sees_what_each_contribution_is_used_for(session: UnitSession) -> None:
    norway = make.organisation(session, "norway", name="Norway")
    gift = make.contribution(session, norway, steps=[("received", 100)], visibility=PUBLIC)
    make.allocation(session, gift, make.project(session, title="Bam", visibility=PUBLIC), 30)
    make.allocation(session, gift, make.project(session, visibility=Visibility.confidential), 10)
    make.contribution(session, norway, steps=[("received", 1)], visibility=Visibility.confidential)
    seen = given.by_organisation(session, VIEWER, norway.id or 0)
    whole = given.by_organisation(session, COORDINATOR, norway.id or 0)
    (line,) = seen.lines.rows
    assert ([(name.name.text, amount) for name, amount in line.uses], line.rest) == ([("Bam", Money(30, "USD"))], None)
    assert [one.rest for one in whole.lines.rows] == [Money(60, "USD"), Money(1, "USD")]
    assert seen.totals.currencies[0].funded == Money(100, "USD")


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_donors_money_asks_the_same_number_of_questions(session: UnitSession, engine: sa.Engine, number: int) -> None:
    norway = make.organisation(session, "norway", name="Norway")
    for _ in range(number):
        gift = make.contribution(session, norway, steps=[("received", 100)])
        make.allocation(session, gift, make.project(session), 1)
        paid = Payment(organisation_id=norway.id or 0, day=DAY)
        make._put(session, paid, RecordKind.payment, {"amount": Money(1, "USD")})  # noqa: SLF001
    session.expunge_all()
    with counted(engine) as asked:
        given.by_organisation(session, COORDINATOR, norway.id or 0)
    assert len([one for one in asked if one.startswith("SELECT")]) == 12

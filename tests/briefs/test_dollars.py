"""A brief's money in US dollars: the funding page's figures, with the rates as sources; nothing where none is stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from sqlmodel import select

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, World, text_of
from tracker.briefs.detail_lines import RateLine
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.kinds import DonorBrief
from tracker.domain import models as m
from tracker.domain.codes import BriefKind, Visibility
from tracker.domain.money import Money
from tracker.domain.queries import funding_page
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.funding import Asked
from tracker.store import UnitSession

UN = "United Nations operational rate"


@pytest.fixture
def gift(world: World, session: UnitSession) -> m.Contribution:
    """Canada also gave Canadian dollars: half pledged, half received, in two months."""
    canada = session.exec(select(m.Organisation).where(m.Organisation.name == "Canada")).one()
    steps = [("pledged", 300_000_00, "2026-01-20"), ("received", 140_000_00, "2026-03-10")]
    return make.contribution(session, canada, currency="CAD", steps=steps, visibility=Visibility.public)


def of(session: UnitSession, kind: BriefKind = BriefKind.donor, key: str = "canada", **asked: object) -> DonorBrief:
    return kinds.told(session, kind, key, **asked)  # type: ignore[arg-type, return-value]


def test_each_sum_stands_beside_its_dollars_and_the_rates_are_sources(
    gift: m.Contribution, session: UnitSession
) -> None:
    make.rate(session, currency="CAD", day=date(2026, 1, 1), units="1.25", origin=UN)
    make.rate(session, currency="CAD", day=date(2026, 3, 1), units="1.4", origin=UN)
    brief = of(session)
    cad, usd = brief.money
    assert cad.dollars
    assert (cad.dollars.funded, cad.dollars.pledged) == (Money.of(100_000, "USD"), Money.of(128_000, "USD"))
    assert (usd.dollars, cad.dollars.old) == (None, False)
    assert [(rate.day, rate.units, rate.marks) for rate in brief.rates] == [
        (date(2026, 3, 1), Decimal("1.4"), cad.dollars.marks[:1]),
        (date(2026, 1, 1), Decimal("1.25"), cad.dollars.marks[1:]),
    ]
    text = text_of(brief)
    for words in (
        "CAD 140,000 USD 100,000 CAD 160,000 USD 128,000",
        f"1.4 CAD per US dollar, from 1 March 2026, {UN}",
        "US dollars at the stored rate",
    ):
        assert words in text
    assert "Old rate" not in text


def test_the_dollars_are_those_of_the_funding_page(gift: m.Contribution, session: UnitSession) -> None:
    make.rate(session, currency="CAD", day=date(2026, 1, 1), units="1.37", origin=UN)
    cad = of(session).money[0].dollars
    reader = Reader(COORDINATOR, "en", TODAY)
    (line,) = (one for one in funding_page.page(session, reader, Asked()).totals.currencies if one.currency == "CAD")
    assert cad
    assert line.funded_usd
    assert line.pledged_usd
    assert (cad.funded, cad.pledged, cad.old) == (line.funded_usd.amount, line.pledged_usd.amount, True)


def test_an_old_rate_is_marked(gift: m.Contribution, session: UnitSession) -> None:
    make.rate(session, currency="CAD", day=date(2025, 1, 1), units="1.4", origin=UN)
    brief = of(session)
    assert [rate.old for rate in brief.rates] == [True]
    text = text_of(brief)
    assert "old rate" in text
    assert "Old rate: that of the month itself is not stored." in text


def test_half_a_sum_has_no_rate(gift: m.Contribution, session: UnitSession) -> None:
    make.rate(session, currency="CAD", day=date(2026, 2, 1), units="1.4", origin=UN)
    cad = of(session).money[0].dollars
    assert cad
    assert (cad.funded, cad.pledged) == (Money.of(100_000, "USD"), None)
    assert "USD 100,000 CAD 160,000 no rate" in text_of(of(session))


def test_without_any_stored_rate_nothing_is_said_of_dollars(gift: m.Contribution, session: UnitSession) -> None:
    brief = of(session)
    assert ([line.dollars for line in brief.money], brief.rates) == ([None, None], ())
    assert "US dollars" not in text_of(brief)


def test_a_projects_dollars_are_those_of_its_part(gift: m.Contribution, world: World, session: UnitSession) -> None:
    make.allocation(session, gift, world.project, 70_000_00)
    make.rate(session, currency="CAD", day=date(2026, 3, 1), units="1.4", origin=UN)
    cad = of(session, BriefKind.project, "leogane-homes").money[0]
    assert cad.dollars
    assert (cad.funded, cad.dollars.funded) == (Money.of(70_000, "CAD"), Money.of(50_000, "USD"))


def test_a_frozen_brief_names_its_rates(gift: m.Contribution, session: UnitSession) -> None:
    make.rate(session, currency="CAD", day=date(2026, 3, 1), units="1.4", origin=UN)
    brief = of(session)
    assert thaw(freeze(brief)) == brief
    (rate,) = thaw(freeze(brief)).rates
    assert isinstance(rate, RateLine)
    assert (rate.currency, rate.day, rate.units, rate.origin) == ("CAD", date(2026, 3, 1), Decimal("1.4"), UN)


def test_the_day_of_the_data_is_not_before_that_of_a_rate_it_rests_on(
    gift: m.Contribution, session: UnitSession, clock: time_machine.Traveller
) -> None:
    def recorded(day: int, currency: str, on: date) -> m.Rate:
        clock.move_to(datetime(2026, 11, day, 9, tzinfo=UTC))
        return make.rate(session, currency=currency, day=on, units="1.4", origin=UN)

    used = recorded(24, "CAD", date(2026, 1, 1))
    recorded(25, "CAD", date(2026, 11, 1))
    recorded(26, "CHF", date(2026, 1, 1))
    brief = of(session)
    assert brief.data_day.day == 24, "what no sum was converted with does not make it newer"
    assert used.id in brief.records
    clock.move_to(datetime(2026, 11, 27, 9, tzinfo=UTC))
    session.get_one(m.Rate, used.id).units_per_dollar = Decimal("1.5")
    assert of(session).data_day.day == 27

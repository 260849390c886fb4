"""What a donor's brief says, and for whom."""

import page
import pytest
from sqlmodel import select

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import VIEWER, World, text_of
from tracker.briefs import render
from tracker.briefs.kinds import DonorBrief
from tracker.domain import models as m
from tracker.domain.codes import BriefKind, Visibility
from tracker.domain.errors import NotFound
from tracker.domain.money import Money
from tracker.store import UnitSession

SECTIONS = [
    "What was given",
    "What it was used for",
    "What is due",
    "Payments out of it",
    "Agreements",
    "About the donor",
    "Sources and dates",
]


def brief(session: UnitSession, **asked: object) -> DonorBrief:
    found = kinds.told(session, BriefKind.donor, "canada", **asked)  # type: ignore[arg-type]
    assert isinstance(found, DonorBrief)
    return found


def canada(session: UnitSession, world: World) -> m.Contribution:
    """Canada also pledged to a fund, under an agreement with it."""
    row = _donor(session)
    fund = make.fund(session, "water", name="Water Fund", visibility=Visibility.public)
    gift = make.contribution(
        session,
        row,
        currency="CAD",
        steps=[("pledged", 15_000_000_00, "2004")],
        fund_id=fund.id,
        purpose="Clean water",
        visibility=Visibility.public,
    )
    deal = make.agreement(
        session, title="Contribution agreement with Canada", parties=[row], number="CA-1", visibility=Visibility.public
    )
    gift.agreement_id = deal.id
    return gift


def _donor(session: UnitSession) -> m.Organisation:
    return session.exec(select(m.Organisation).where(m.Organisation.name == "Canada")).one()


def _gift(session: UnitSession) -> m.Contribution:
    return session.exec(select(m.Contribution)).one()


def test_a_donor_brief_has_its_sections_in_order(world: World, session: UnitSession) -> None:
    text = text_of(brief(session))
    expected = [f"{number}. {title}" for number, title in enumerate(SECTIONS, 1)]
    assert sorted(expected, key=text.index) == expected


def test_everything_a_donor_gave_is_told(world: World, session: UnitSession) -> None:
    canada(session, world)
    paper = render.pdf(brief(session))
    text = text_of(brief(session))
    for words in (
        "Donor brief · draft",
        "Water Fund",
        "Clean water Contribution agreement with Canada",
        "pledged CAD 15,000,000, 2004",
        "received USD 1,200,000, May 2026",
        "Rebuilding of homes in Léogâne",
        "at risk · under way",
        "USD 4,000,000",
        "pledged, not yet committed 2004 CAD 15,000,000",
        "committed, not yet received not stated USD 1,800,000",
        "Contribution agreement with Canada CA-1",
        "A pledge is not funding.",
    ):
        assert words in text
    assert paper.pages <= 2
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant


def test_a_pledge_stands_apart_from_what_was_given(world: World, session: UnitSession) -> None:
    canada(session, world)
    cad, usd = brief(session).money
    assert (cad.funded, cad.received, cad.pledged) == (None, None, Money.of(15_000_000, "CAD"))
    assert (usd.funded, usd.received, usd.committed, usd.pledged) == (
        Money.of(3_000_000, "USD"),
        Money.of(1_200_000, "USD"),
        Money.of(1_800_000, "USD"),
        Money.of(2_000_000, "USD"),
    )


def test_a_pledge_without_an_amount_is_due_and_not_stated(world: World, session: UnitSession) -> None:
    donor = make.organisation(session, "quiet-giver", name="Quiet giver")
    make.contribution(session, donor, currency=None, steps=[("pledged", None)], visibility=Visibility.public)
    found = kinds.told(session, BriefKind.donor, "quiet-giver")
    assert isinstance(found, DonorBrief)
    assert [(line.committed, line.amount) for line in found.due] == [(False, None)]
    assert found.money == ()
    assert " 0" not in text_of(found).split("1. What was given")[1].split("Sources and dates")[0]


def test_what_went_to_a_project_not_shown_tells_no_rest(world: World, session: UnitSession) -> None:
    hidden = make.project(session, title="Quiet preparations", visibility=Visibility.internal)
    make.allocation(session, _gift(session), hidden, 100_00)
    seen, inside = brief(session, viewer=VIEWER), brief(session)
    assert "Quiet preparations" not in text_of(seen)
    assert [line.unallocated for line in seen.gifts] == [None]
    assert [line.unallocated for line in inside.gifts] == [Money.of(999_900, "USD")]


def test_a_contribution_one_may_not_see_is_not_told(world: World, session: UnitSession) -> None:
    make.contribution(
        session, _donor(session), currency="JPY", steps=[("received", 77)], visibility=Visibility.internal
    )
    assert [line.currency for line in brief(session, viewer=VIEWER).money] == ["USD"]
    assert [line.currency for line in brief(session).money] == ["JPY", "USD"]


def test_an_organisation_that_gave_nothing_says_so(session: UnitSession) -> None:
    make.organisation(session, "poor", name="Poor")
    text = text_of(kinds.told(session, BriefKind.donor, "poor"))
    assert "About the donor" not in text
    assert text.count("nothing recorded") == len(SECTIONS) - 1
    assert "None" not in text


def test_an_unknown_donor_is_not_found(session: UnitSession) -> None:
    with pytest.raises(NotFound, match="no organisation"):
        kinds.told(session, BriefKind.donor, "nobody")

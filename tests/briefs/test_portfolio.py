"""What a programme's brief says, and for whom."""

from datetime import date

import page
import pytest

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import VIEWER, World, text_of
from tracker.briefs import render
from tracker.briefs.kinds import PortfolioBrief
from tracker.briefs.model import Cut
from tracker.domain.codes import BriefKind, Health, Stage, Visibility
from tracker.domain.errors import NotFound
from tracker.domain.money import Money
from tracker.store import UnitSession

SECTIONS = [
    "The programme",
    "Projects",
    "Funding per currency",
    "Agreements ending",
    "Open recommendations",
    "Who has not reported",
    "Upcoming dates",
    "Sources and dates",
]


def brief(session: UnitSession, **asked: object) -> PortfolioBrief:
    found = kinds.told(session, BriefKind.portfolio, "recovery", **asked)  # type: ignore[arg-type]
    assert isinstance(found, PortfolioBrief)
    return found


@pytest.fixture
def programme(world: World, session: UnitSession) -> int:
    """Recovery, with a second project that nobody reports on and an event ahead."""
    made = kinds.filled(session, world)
    make.project(session, title="Roads", stage=Stage.proposed, programme_id=made.id, territories=[world.territory])
    make.project(session, title="Closed school", stage=Stage.closed, programme_id=made.id)
    make.assessment(session, title="Road survey", programme_id=made.id, visibility=Visibility.public)
    make.event(session, "Donor round table", on="2026-12-10", programme_id=made.id, visibility=Visibility.public)
    return made.id or 0


def test_a_portfolio_brief_has_its_sections_in_order(programme: int, session: UnitSession) -> None:
    text = text_of(brief(session))
    expected = [f"{number}. {title}" for number, title in enumerate(SECTIONS, 1)]
    assert sorted(expected, key=text.index) == expected


def test_a_portfolio_is_counted_by_stage_and_health(programme: int, session: UnitSession) -> None:
    found = brief(session)
    assert (found.count, found.under_way) == (3, 1)
    assert dict(found.stages) == {Stage.proposed: 1, Stage.under_way: 1, Stage.closed: 1}
    assert dict(found.healths) == {Health.at_risk: 1, Health.not_reported: 2}


def test_a_portfolio_says_what_is_open_and_ahead(programme: int, session: UnitSession) -> None:
    paper, text = render.pdf(brief(session)), text_of(brief(session))
    for words in (
        "Roads",
        "USD 8,000,000",
        "USD 3,000,000",
        "31 December 2027 Memorandum of understanding with UNDP",
        "10 December 2026 Donor round table",
        "Haiti",
    ):
        assert words in text
    assert paper.pages <= 3
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant


def test_who_has_not_reported_is_who_is_not_finished_and_silent(programme: int, session: UnitSession) -> None:
    assert [line.title.text for line in brief(session).silent] == ["Roads"]
    later = brief(session, today=date(2027, 2, 1)).silent
    assert [(line.title.text, line.last) for line in later] == [
        ("Roads", None),
        ("Rebuilding of homes in Léogâne", date(2026, 11, 1)),
    ]


@pytest.mark.once
def test_each_project_has_its_page_when_asked_for(programme: int, session: UnitSession) -> None:
    short, full = render.pdf(brief(session)), render.pdf(brief(session, full=True))
    assert full.pages >= short.pages + 3
    assert "Masons' training" in text_of(brief(session, full=True))
    assert "Masons' training" not in text_of(brief(session))


def test_money_to_the_programmes_fund_counts_whole(programme: int, session: UnitSession) -> None:
    gift = make.contribution(session, currency="EUR", steps=[("received", 500_00)], programme_id=programme)
    assert gift.id
    eur, usd = brief(session).money
    assert (eur.received, usd.received) == (Money.of(500, "EUR"), Money.of(1_200_000, "USD"))


def test_a_viewer_is_not_told_of_what_is_not_public(programme: int, session: UnitSession) -> None:
    found = brief(session, viewer=VIEWER)
    assert found.count == 1
    text = text_of(found)
    assert ("Roads" in text, "Ada Kovač" in text.split("6. Who")[1].split("7. Up")[0]) == (False, False)


def test_a_long_portfolio_is_cut_with_a_sentence(programme: int, session: UnitSession) -> None:
    for number in range(301):
        make.project(session, f"p-{number}", title=f"Project {number:03}", programme_id=programme)
    found = brief(session)
    assert len(found.rows) == 300
    assert [cut for cut in found.cut if cut.section == "projects"] == [
        Cut("projects", 304, 300, "/projects?programme=recovery")
    ]


def test_a_programme_without_anything_says_nothing_recorded(session: UnitSession) -> None:
    make.programme(session, "empty", name="Empty")
    text = text_of(kinds.told(session, BriefKind.portfolio, "EMPTY"))
    assert [f"{number}. {title}" in text for number, title in enumerate(SECTIONS, 1)] == [True] * len(SECTIONS)
    assert "None" not in text


def test_an_unknown_programme_is_not_found(session: UnitSession) -> None:
    with pytest.raises(NotFound, match="no programme"):
        kinds.told(session, BriefKind.portfolio, "nobody")

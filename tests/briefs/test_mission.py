"""What the mission brief says, for whom, and in which order."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from tests import make
from tests.briefs.conftest import TODAY, VIEWER, Collect, World, text_of
from tracker.briefs import collect
from tracker.domain.codes import Health, Role, UpdateState, Visibility
from tracker.domain.dates import PartialDate
from tracker.domain.errors import NotFound
from tracker.domain.models import Agreement
from tracker.domain.money import Money
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

SECTIONS = [
    "Situation and disasters",
    "Projects",
    "Next milestones",
    "Agreements and partners",
    "Funding per currency",
    "Assessments and open recommendations",
    "Upcoming dates",
    "Risks",
    "Contacts",
    "Sources and dates",
]


def test_a_mission_brief_has_its_sections_in_order(world: World, brief_of: Collect) -> None:
    text = text_of(brief_of("haiti-december"))
    expected = [f"{number}. {title}" for number, title in enumerate(["This mission", *SECTIONS], 1)]
    assert sorted(expected, key=text.index) == expected


def test_a_brief_without_anything_says_nothing_recorded(session: UnitSession, brief_of: Collect) -> None:
    make.territory(session, "IS", "Iceland")
    text = text_of(brief_of("is"))
    assert [f"{number}. {title}" in text for number, title in enumerate(SECTIONS, 1)] == [True] * len(SECTIONS)
    assert text.count("nothing recorded") >= len(SECTIONS)
    assert "None" not in text


def test_everything_recorded_is_printed(world: World, brief_of: Collect) -> None:
    text = text_of(brief_of("haiti-december"))
    for words in (
        "Mission to Léogâne",
        "Haiti · 1–5 December 2026",
        "See the homes and agree on the second phase.",
        "Cement prices",
        "A plot for the masons' school",
        "Ministry of Planning",
        "Elections in January",
        "J. Pierre, +509 1234",
        "deaths 1,200 to 1,500",
        "houses destroyed 40,000 or more",
        "Rebuilding of homes in Léogâne",
        "at risk",
        "(stated: started)",
        "Masons' training",
        "1 November 2026, Ada Kovač",
        "Forty homes stand.",
        "December 2026 First homes handed over, subject to funding",
        "Memorandum of understanding with UNDP",
        "Rebuild the school Canada 15 January 2027 open",
        "15 January 2027 recommendation due",
        "Order tarpaulins",
        "maria@example.org",
        "A/59/198, para. 42, 3 August 2004",
        "status report by Ada Kovač, 1 November 2026",
    ):
        assert words in text


def test_drafts_are_printed_for_nobody(world: World, brief_of: Collect) -> None:
    assert "Not for anybody yet" not in text_of(brief_of("HT"))


def test_a_viewer_reads_no_risks_contacts_or_sensitivities(world: World, brief_of: Collect) -> None:
    brief = brief_of("haiti-december", viewer=VIEWER)
    text = text_of(brief)
    assert (brief.risks, brief.contacts) == (None, None)
    for words in ("Risks", "Contacts", "Sensitivities", "Elections", "J. Pierre", "ada@example.org", "Managed by"):
        assert words not in text
    assert "Forty homes stand." in text


def test_what_is_not_public_is_not_in_a_viewers_brief(world: World, session: UnitSession, brief_of: Collect) -> None:
    make.project(session, title="Quiet preparations", territories=[world.territory], visibility=Visibility.internal)
    hidden = make.organisation(session, name="Silent donor", visibility=Visibility.internal)
    gift = make.contribution(
        session, hidden, currency="EUR", steps=[("received", 100_00)], visibility=Visibility.public
    )
    make.allocation(session, gift, world.project, 100_00)
    seen = text_of(brief_of("HT", viewer=VIEWER))
    assert "Quiet preparations" not in seen
    assert "Silent donor" not in seen
    assert "an organisation not shown here" in seen
    assert "Quiet preparations" in text_of(brief_of("HT"))


def test_money_is_told_per_currency_and_a_pledge_is_not_funding(world: World, brief_of: Collect) -> None:
    (line,) = brief_of("HT").money
    assert line.asked == Money.of(8_000_000, "USD")
    assert (line.received, line.committed, line.pledged) == (
        Money.of(1_200_000, "USD"),
        Money.of(1_800_000, "USD"),
        Money.of(1_000_000, "USD"),
    )
    assert line.funded == Money.of(3_000_000, "USD")
    assert line.gap == Money.of(5_000_000, "USD")
    assert str(line.coverage) == "37.5"


def test_money_received_after_the_day_does_not_count_on_it(world: World, brief_of: Collect) -> None:
    (line,) = brief_of("HT", today=date(2026, 4, 30)).money
    assert line.received is None
    assert line.committed == Money.of(3_000_000, "USD")


def test_money_without_a_requirement_has_no_percentage(world: World, session: UnitSession, brief_of: Collect) -> None:
    gift = make.contribution(session, currency="NOK", steps=[("pledged", 100_00)], visibility=Visibility.public)
    make.allocation(session, gift, world.project, 100_00)
    line = next(line for line in brief_of("HT").money if line.currency == "NOK")
    assert (line.asked, line.gap, line.coverage, line.funded) == (None, None, None, None)
    assert line.pledged == Money.of(100, "NOK")


def test_money_for_other_projects_does_not_count_here(world: World, session: UnitSession, brief_of: Collect) -> None:
    elsewhere = make.project(session, territories=[make.territory(session, "CL", "Chile")])
    gift = make.contribution(session, currency="USD", steps=[("received", 900_00)], visibility=Visibility.public)
    make.allocation(session, gift, elsewhere, 900_00)
    assert brief_of("HT").money[0].received == Money.of(1_200_000, "USD")
    assert brief_of("CL").money[0].received == Money.of(900, "USD")


def test_a_later_report_does_not_count_on_an_earlier_day(world: World, brief_of: Collect) -> None:
    assert [block.health for block in brief_of("HT").projects] == [Health.at_risk]
    earlier = brief_of("HT", today=date(2026, 10, 1)).projects[0]
    assert (earlier.update, earlier.health) == (None, Health.not_reported)


def test_a_correction_stands_in_place_of_what_it_corrects(
    world: World, session: UnitSession, brief_of: Collect
) -> None:
    first = make.update(session, world.project, happened="Fifty homes", as_of=date(2026, 11, 10))
    make.update(session, world.project, happened="Forty-five homes", as_of=date(2026, 11, 9), corrects_id=first.id)
    make.update(session, world.project, state=UpdateState.returned, happened="Returned", as_of=date(2026, 11, 20))
    update = brief_of("HT").projects[0].update
    assert update is not None
    assert update.happened is not None
    assert update.happened.text == "Forty-five homes"


def test_an_agreement_ends_when_its_latest_amendment_says(
    world: World, session: UnitSession, brief_of: Collect
) -> None:
    mou = session.scalars(sa.select(Agreement)).one()
    make.amendment(session, mou, on="2026-06", end="2028-06-30")
    session.commit()
    brief = brief_of("HT")
    assert [line.end for line in brief.agreements] == [PartialDate.parse("2028-06-30")]
    ends = [line.when for line in brief.dates if line.kind == "agreement_end"]
    assert ends == [PartialDate.parse("2028-06-30")]


def test_each_fact_points_to_a_numbered_source(world: World, brief_of: Collect) -> None:
    brief = brief_of("haiti-december")
    numbers = {source.number for source in brief.sources}
    assert sorted(numbers) == list(range(1, len(brief.sources) + 1))
    facts: list[Any] = [
        *brief.disasters,
        *brief.projects,
        *brief.milestones,
        *brief.agreements,
        *brief.money,
        *brief.assessments,
    ]
    assert all(fact.marks and set(fact.marks) <= numbers for fact in facts)


def test_ambiguous_wording_is_printed_with_its_note(world: World, brief_of: Collect) -> None:
    (quotation,) = brief_of("HT").quotations
    assert quotation.said is not None
    assert (quotation.said.text, quotation.said.language) == ("地震之后", "zh")
    text = text_of(brief_of("HT"))
    assert "地震之后" in text
    assert "The year is not given." in text


def test_a_heading_has_the_name_of_the_day_and_a_former_name_is_marked(
    world: World, session: UnitSession, brief_of: Collect
) -> None:
    macedonia = make.territory(session, "MK", "North Macedonia")
    make.territory_name(
        session, macedonia, "en", "the former Yugoslav Republic of Macedonia", valid_to=date(2019, 2, 14)
    )
    macedonia_names = "the former Yugoslav Republic of Macedonia"
    make.project(session, territories=[macedonia], place_stated=f"near Skopje, {macedonia_names}")
    brief = brief_of("MK")
    assert brief.title.text == "North Macedonia"
    assert f"at the time: near Skopje, {macedonia_names}" in text_of(brief)


def test_a_note_is_printed_where_its_territory_is_only_named(
    world: World, session: UnitSession, brief_of: Collect
) -> None:
    make.territory(session, "XK", "Kosovo", note="kosovo_1244")
    assert [text.key for text in brief_of("HT").standing] == ["designations"]
    make.risk(session, world.project, "Staff are called back to Kosovo")
    assert [text.key for text in brief_of("HT").standing] == ["kosovo_1244", "designations"]
    assert "resolution 1244 (1999)" in text_of(brief_of("XK"))


def test_an_unconfirmed_standing_text_has_the_english_beside_it(world: World, brief_of: Collect) -> None:
    text = text_of(brief_of("HT", lang="zh"))
    assert "并不意味着联合国秘书处" in text
    assert "The designations employed and the presentation of the material" in text


def test_the_day_of_the_data_is_that_of_the_latest_change_in_scope(
    world: World, session: UnitSession, brief_of: Collect
) -> None:
    assert brief_of("HT").data_day.date() == TODAY


@pytest.mark.parametrize("key", ["ZZ", "no-such-mission", ""])
def test_an_unknown_key_is_refused_with_what_to_give(key: str, session: UnitSession) -> None:
    with pytest.raises(NotFound, match="two-letter code"):
        collect.mission(session, key, lang="en", viewer=VIEWER, today=TODAY)


def test_a_mission_one_may_not_see_is_not_found(world: World, session: UnitSession) -> None:
    make.mission(session, "quiet", territories=[world.territory], visibility=Visibility.confidential)
    with pytest.raises(NotFound):
        collect.mission(session, "quiet", lang="en", viewer=Viewer(999, Role.mission), today=TODAY)

"""What a project's brief says, and for whom."""

from datetime import date

import page
import pytest

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import VIEWER, World, text_of
from tracker.briefs import render
from tracker.briefs.kinds import ProjectBrief
from tracker.domain.codes import BriefKind, Role, Visibility
from tracker.domain.errors import NotFound
from tracker.domain.money import Money
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

SECTIONS = [
    "Situation and disasters",
    "Summary and objectives",
    "Components",
    "Milestones",
    "Last updates",
    "What was delivered",
    "Funding per currency",
    "Needed, paid and spent",
    "Agreements and partners",
    "Assessments and open recommendations",
    "Risks",
    "Action points",
    "Contacts",
    "Upcoming dates",
    "Documents and identifiers",
    "Sources and dates",
]

FIELDS = {
    "title": "Rebuilding of homes in Léogâne",
    "summary": "Owners rebuild with trained masons.",
    "programme": "Programme Recovery Programme",
    "territories": "Haiti",
    "places": "Léogâne-Ville",
    "place_stated": "Haiti · Léogâne",
    "stage": "under way",
    "stage_stated": "(stated: started)",
    "stage_why": "The masons began in March",
    "health": "at risk",
    "health_day": "as of 1 November 2026",
    "next_step": "Hand over the next twenty",
    "phase": "Phase recovery and rehabilitation",
    "funding_condition": "Condition subject to funding",
    "start": "start early 2026",
    "end": "end June 2027",
    "disasters": "Léogâne earthquake",
    "managers": "Managed by Ada Kovač",
    "partners": "United Nations Development Programme (UNDP)",
    "objectives": "Ten thousand people under safe roofs",
    "components": "Masons' training · under way",
    "milestones": "December 2026 First homes handed over, subject to funding",
    "milestones.done_day": "20 March 2026",
    "risks": "Rains come early",
    "risks.response": "Order tarpaulins",
    "action_points": "Call the ministry",
    "action_points.owner": "Ben Okri 1 November 2026 late open",
    "updates": "Forty homes stand.",
    "updates.before": "1 September 2026, Ben Okri",
    "updates.first": "Ten homes stand.",
    "requirements": "USD 8,000,000",
    "agreements": "Memorandum of understanding with UNDP",
}
"""Every field of a project's record, and how its brief tells it."""


def brief(session: UnitSession, **asked: object) -> ProjectBrief:
    found = kinds.told(session, BriefKind.project, "leogane-homes", **asked)  # type: ignore[arg-type]
    assert isinstance(found, ProjectBrief)
    return found


def test_every_filled_field_of_a_project_is_in_its_brief(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    columns = {column.name for column in type(world.project).__table__.columns}  # type: ignore[attr-defined]
    told = {name.removesuffix("_stated").removesuffix("_earliest").removesuffix("_latest") for name in columns}
    unsaid = {"id", "version", "changed_at", "programme_id", "reported_at", "formulated", "period"}
    assert told - unsaid <= {name.split(".")[0].removesuffix("_stated") for name in FIELDS}
    text = text_of(brief(session))
    assert {name: words for name, words in FIELDS.items() if words not in text} == {}
    assert "Nothing stands." not in text


def test_a_project_brief_has_its_sections_in_order(world: World, session: UnitSession) -> None:
    text = text_of(brief(session))
    expected = [f"{number}. {title}" for number, title in enumerate(SECTIONS, 1)]
    assert sorted(expected, key=text.index) == expected


def test_a_project_without_anything_says_nothing_recorded(session: UnitSession) -> None:
    make.project(session, "bare", title="Bare")
    text = text_of(kinds.told(session, BriefKind.project, "bare"))
    assert [f"{number}. {title}" in text for number, title in enumerate(SECTIONS, 1)] == [True] * len(SECTIONS)
    assert text.count("nothing recorded") >= len(SECTIONS) - 2
    assert "None" not in text


@pytest.mark.once
def test_the_project_brief_is_valid_and_the_same_twice(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    first, second = render.pdf(brief(session)), render.pdf(brief(session))
    assert first.pdf == second.pdf
    assert first.pages <= 4
    assert page.validate_pdf_bytes(first.pdf, profile="ua1").is_compliant


def test_a_viewer_reads_nothing_of_the_programmes_own_people(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    found = brief(session, viewer=VIEWER)
    assert (found.risks, found.actions, found.contacts) == (None, None, None)
    text = text_of(found)
    for words in ("Risks", "Action points", "Contacts", "Managed by", "Call the ministry", "maria@example.org"):
        assert words not in text


def test_money_of_a_project_counts_only_what_is_allocated_to_it(world: World, session: UnitSession) -> None:
    gift = make.contribution(session, currency="EUR", steps=[("received", 900_00)], visibility=Visibility.public)
    put_away = make.allocation(session, gift, world.project, 900_00)
    assert [line.currency for line in brief(session).money] == ["EUR", "USD"]
    session.get(type(put_away), put_away.id).record.archived_at = put_away.changed_at  # type: ignore[union-attr]
    (line,) = brief(session).money
    assert (line.asked, line.received, line.pledged, line.gap) == (
        Money.of(8_000_000, "USD"),
        Money.of(1_200_000, "USD"),
        Money.of(1_000_000, "USD"),
        Money.of(5_000_000, "USD"),
    )


def test_a_later_report_is_not_told_on_an_earlier_day(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    found = brief(session, today=date(2026, 8, 1))
    assert found.project.update is not None
    assert [found.project.update.as_of, *(one.as_of for one in found.earlier)] == [date(2026, 7, 1), date(2026, 5, 1)]


def test_a_project_one_may_not_see_is_not_found(world: World, session: UnitSession) -> None:
    make.project(session, "quiet", visibility=Visibility.confidential)
    with pytest.raises(NotFound, match="no project"):
        kinds.told(session, BriefKind.project, "quiet", viewer=Viewer(999, Role.mission))

"""What changed since the brief that was issued before: what is compared, what it says, for which kinds."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import page
import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, TODAY, VIEWER, World, text_of
from tests.briefs.test_kinds import KEYS
from tracker.briefs import collect, render
from tracker.briefs.compared import Since
from tracker.briefs.frozen import freeze, thaw
from tracker.briefs.model import Brief
from tracker.briefs.since import since
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import (
    LANGUAGES,
    AgreementState,
    BriefKind,
    Health,
    RecommendationState,
    Stage,
    Visibility,
)
from tracker.domain.dates import PartialDate
from tracker.domain.money import Money
from tracker.store import UnitSession

KEY_OF = {BriefKind.mission: "HT", **KEYS}
EARLIER = TODAY - timedelta(days=60)


@pytest.fixture
def filled(world: World, session: UnitSession) -> World:
    kinds.filled(session, world)
    return world


def issued(session: UnitSession, kind: BriefKind = BriefKind.mission, lang: str = "en") -> Brief:
    """The brief as it stands, as it was issued two months ago: frozen and thawed."""
    told = kinds.told(session, kind, KEY_OF[kind], lang=lang)
    day = datetime(2026, 9, 1, tzinfo=UTC)
    return thaw(freeze(replace(told, number="DMP-HT-2026-1", today=EARLIER, data_day=day)))


def now(session: UnitSession, former: Brief, lang: str = "en") -> Brief:
    session.flush()
    session.expunge_all()
    order = BriefOrder(kind=former.kind, key=former.key, lang=lang)
    return collect.brief(session, order, viewer=COORDINATOR, today=TODAY, former=former)


def changed(session: UnitSession, former: Brief) -> Since:
    found = now(session, former).since
    assert found
    return found


def change_everything(session: UnitSession) -> None:
    """Move whatever is compared."""
    project = session.scalars(sa.select(m.Project)).one()
    project.stage = Stage.completed
    ada = session.scalars(sa.select(m.User).order_by(m.User.id)).first()  # type: ignore[arg-type]
    assert ada
    make.update(session, project, ada, health=Health.off_track, happened="The rains came.", as_of=date(2026, 11, 20))
    session.scalars(sa.select(m.Component)).one().stage = Stage.suspended
    agreement = session.scalars(sa.select(m.Agreement)).one()
    agreement.state = AgreementState.terminated
    session.scalars(sa.select(m.Recommendation)).one().state = RecommendationState.done
    make.requirement(session, project, Money.of(1_000_000, "EUR"), period="2027")
    make.project(
        session,
        "school",
        title="School",
        programme_id=project.programme_id,
        territories=session.scalars(sa.select(m.Territory)),
    )


def test_each_change_is_told_with_what_it_was_and_is(filled: World, session: UnitSession) -> None:
    former = issued(session)
    change_everything(session)
    found = changed(session, former)
    homes, school = sorted(found.projects, key=lambda each: each.before is None)
    assert homes.before
    assert homes.after
    assert school.after
    assert (homes.before.stage, homes.after.stage) == (Stage.under_way, Stage.completed)
    assert (homes.before.health, homes.after.health) == (Health.at_risk, Health.off_track)
    assert (homes.before.reported, homes.after.reported) == (date(2026, 11, 1), date(2026, 11, 20))
    assert (school.before, school.after.title.text) == (None, "School")
    (part,), (agreement,), (asked,) = found.parts, found.agreements, found.recommendations
    assert part.before
    assert part.after
    assert agreement.after
    assert asked.after
    assert (part.before.stage, part.after.stage) == (Stage.under_way, Stage.suspended)
    assert agreement.after.state == AgreementState.terminated
    assert asked.after.state == RecommendationState.done
    figures = {(line.currency, line.figure): (line.before, line.after) for line in found.money}
    assert figures == {
        ("EUR", "asked"): (None, Money.of(1_000_000, "EUR")),
        ("EUR", "gap"): (None, Money.of(1_000_000, "EUR")),
    }


@pytest.mark.once
@pytest.mark.parametrize("kind", KEY_OF)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_box_is_printed_in_each_kind_and_language(
    filled: World, session: UnitSession, kind: BriefKind, lang: str
) -> None:
    former = issued(session, kind, lang)
    change_everything(session)
    told = now(session, former, lang)
    assert told.since
    paper = render.pdf(told)
    assert page.validate_pdf_bytes(paper.pdf, profile="ua1").is_compliant
    assert thaw(freeze(told)) == told


def test_the_box_reads_as_sentences_of_then_and_now(filled: World, session: UnitSession) -> None:
    former = issued(session)
    change_everything(session)
    text = text_of(now(session, former))
    for words in (
        "Since DMP-HT-2026-1 of 24 September 2026 What changed Then Now",
        "Rebuilding of homes in Léogâne: stage under way completed",
        "Rebuilding of homes in Léogâne: health ▲ at risk ■ off track",
        "Rebuilding of homes in Léogâne: last update 1 November 2026 20 November 2026",
        "Project: School not in that brief under way",
        "Rebuilding of homes in Léogâne, component Masons' training: stage under way suspended",
        "Asked, EUR not stated EUR 1,000,000",
        "Agreement: Memorandum of understanding with UNDP signed terminated",
        "Recommendation: Rebuild the school open done",
    ):
        assert words in text
    assert text.index("Since DMP-HT-2026-1") < text.index("1. ")


def test_where_nothing_changed_it_says_so(filled: World, session: UnitSession) -> None:
    former = replace(issued(session), data_day=kinds.told(session, BriefKind.mission, "HT").data_day)
    told = now(session, former)
    assert told.since
    assert told.since.nothing
    assert "Nothing changed since DMP-HT-2026-1 of 24 September 2026." in text_of(told)


def test_what_is_not_compared_is_not_called_nothing(filled: World, session: UnitSession) -> None:
    text = text_of(now(session, issued(session)))
    assert ("Nothing changed" in text, "something else was changed" in text) == (False, True)


def test_a_new_title_is_no_change(filled: World, session: UnitSession) -> None:
    former = issued(session)
    session.scalars(sa.select(m.Project)).one().title = "Homes of Léogâne"
    session.scalars(sa.select(m.Agreement)).one().title = "Memorandum"
    assert changed(session, former).nothing


def test_without_a_code_the_title_tells_which_is_which(filled: World, session: UnitSession) -> None:
    former = issued(session, BriefKind.portfolio)
    current = issued(session, BriefKind.portfolio)
    assert current.compared
    assert former.compared
    nameless = replace(current.compared, projects=tuple(replace(each, code="") for each in current.compared.projects))
    later = replace(nameless, projects=tuple(replace(each, stage=Stage.closed) for each in nameless.projects))
    found = since(replace(former, compared=nameless), replace(current, compared=later))
    assert found
    assert [(bool(each.before), bool(each.after)) for each in found.projects] == [(True, True)]


def test_what_left_the_scope_is_told_without_its_components(filled: World, session: UnitSession) -> None:
    former = issued(session)
    project = session.scalars(sa.select(m.Project)).one()
    project.record.archived_at = datetime(2026, 11, 20, tzinfo=UTC)
    found = changed(session, former)
    assert [(each.before is not None, each.after) for each in found.projects] == [(True, None)]
    assert found.parts == ()
    assert "Project: Rebuilding of homes in Léogâne under way not in this brief" in text_of(now(session, former))


def test_an_end_that_moved_and_a_corrected_report_are_told(filled: World, session: UnitSession) -> None:
    former = issued(session)
    session.scalars(sa.select(m.Agreement)).one().end = PartialDate.parse("2028-06-30")
    newest = session.scalars(sa.select(m.Update).where(col(m.Update.as_of) == date(2026, 11, 1))).one()
    author = session.get(m.User, newest.author_id)
    assert author
    project = session.get_one(m.Project, newest.project_id)
    make.update(session, project, author, health=Health.at_risk, happened="41 homes.", as_of=date(2026, 11, 1))
    text = text_of(now(session, former))
    assert "Agreement: Memorandum of understanding with UNDP, end 31 December 2027 30 June 2028" in text
    assert "last update 1 November 2026 1 November 2026, in a new version" in text


def test_a_long_list_ends_with_how_many_more(filled: World, session: UnitSession) -> None:
    former = issued(session)
    for number in range(20):
        make.project(session, f"p-{number}", title=f"Project {number:02}", territories=[filled.territory])
    told = now(session, former)
    assert told.since
    assert len(told.since.projects) == 20
    text = text_of(told).split("1. Situation")[0]
    assert text.count("not in that brief") == Since.MOST
    assert "8 more projects changed; their histories tell how." in text


def test_it_is_about_all_that_is_in_scope_not_only_what_is_printed(filled: World, session: UnitSession) -> None:
    for number in range(301):
        make.project(session, f"p-{number}", title=f"Project {number:03}", territories=[filled.territory])
    former = issued(session)
    last = session.scalars(sa.select(m.Project).order_by(col(m.Project.id).desc())).first()
    assert last
    last.stage = Stage.closed
    (only,) = changed(session, former).projects
    assert only.after
    assert only.after.title.text == "Project 300"


@pytest.mark.parametrize("differing", [{"compared": None}, {"lang": "fr"}, {"today": TODAY + timedelta(days=1)}])
def test_what_cannot_be_compared_has_no_box(filled: World, session: UnitSession, differing: dict[str, object]) -> None:
    former = issued(session)
    current = kinds.told(session, BriefKind.mission, "HT")
    assert since(replace(former, **differing), current) is None  # type: ignore[arg-type]
    assert since(former, kinds.told(session, BriefKind.portfolio, "recovery")) is None


def test_names_from_the_former_brief_bring_their_notes(filled: World, session: UnitSession) -> None:
    kosovo = make.territory(session, "XK", "Kosovo", note="kosovo_1244")
    project = make.project(session, "works", title="Works in Kosovo", territories=[filled.territory])
    former = issued(session)
    project = session.get_one(m.Project, project.id)
    project.record.archived_at = datetime(2026, 11, 20, tzinfo=UTC)
    assert kosovo.id
    assert "kosovo_1244" in [text.key for text in now(session, former).standing]


def test_data_frozen_before_there_was_a_comparison_still_thaws(filled: World, session: UnitSession) -> None:
    said = json.loads(freeze(issued(session)))
    del said["brief"]["compared"], said["brief"]["since"]
    old = thaw(json.dumps(said).encode())
    assert (old.compared, old.since, now(session, old).since) == (None, None, None)


def test_a_viewer_compares_only_what_is_open_to_them(filled: World, session: UnitSession) -> None:
    make.project(session, "quiet", title="Quiet", territories=[filled.territory], visibility=Visibility.internal)
    told = kinds.told(session, BriefKind.mission, "HT", viewer=VIEWER)
    assert told.compared
    assert "Quiet" not in [each.title.text for each in told.compared.projects]

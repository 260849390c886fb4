"""The minute of a review on paper: what was said in it, how projects stood and stand, who does what by when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import time_machine

from tests import make
from tests.briefs import kinds
from tests.briefs.conftest import COORDINATOR, World, text_of
from tests.html import part
from tracker.briefs import collect, source
from tracker.briefs.minute import MinuteBrief
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind, DoubtField, Health, Role, Stage, Visibility
from tracker.domain.errors import NotFound, Refused
from tracker.domain.models import Project, Review
from tracker.domain.queries import archive, issued
from tracker.domain.queries.briefs import subjects
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

KEY = "review-2026-11-23"


def minute(session: UnitSession, key: str = KEY, viewer: Viewer = COORDINATOR, **asked: object) -> MinuteBrief:
    told = kinds.told(session, BriefKind.minute, key, viewer=viewer, **asked)  # type: ignore[arg-type]
    assert isinstance(told, MinuteBrief)
    return told


def read(told: MinuteBrief) -> str:
    """The minute as it is read aloud: on paper the words of cells side by side run into one another."""
    return part(source.html(told, for_screen=True)).text


def test_the_minute_says_what_was_said(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    told = minute(session)
    assert "All action points, by owner" in text_of(told)
    text = read(told)
    for words in (
        "Minute of a review · draft",
        "Monthly review 23 November 2026",
        "1 project 1 discussed 2 decisions 2 action points",
        "1. Participants • The minister • The mayor",
        "Written by Ben Okri · Closed 23 November 2026, Ben Okri",
        "2. Decisions in general • Meet every month",
        "3. From the review of 2 November 2026",
        "Ben Okri Find the plans Rebuilding of homes in Léogâne no day yet open",
        "Decisions • Build no more on the slope",
        "5. All action points, by owner",
        "Ben Okri Measure the slope Rebuilding of homes in Léogâne 1 December 2026 open",
        "nobody yet Ask the neighbours",
        "Last update 1 November 2026",
        "asked USD 8,000,000, received USD 1,200,000",
    ):
        assert words in text, (words, text)
    lacking = {one.field for one in told.doubts}
    assert {DoubtField.action_owner, DoubtField.action_day} <= lacking
    assert DoubtField.project_summary not in lacking


def test_what_was_decided_of_a_project_that_was_put_away_since_stays_with_it(
    world: World, session: UnitSession
) -> None:
    kinds.filled(session, world)
    review = session.get_one(Review, _review(session))
    gone = make.project(session, "gone", title="Ferry landing", archived_at=datetime(2026, 11, 23, tzinfo=UTC))
    session.add(m.ReviewProject(review_id=review.id or 0, project_id=gone.id or 0, position=2))
    make.decision(session, review, "Build it elsewhere", project=gone)
    make.translation(session, gone, "title", "fr", "Débarcadère")
    told = minute(session)
    assert [one.text for one in told.general] == ["Meet every month"]
    text = read(told)
    assert "Ferry landing Decisions • Build it elsewhere" in text
    assert "3 decisions" in text
    assert [one.project.text for one in minute(session, lang="fr").beyond] == ["Débarcadère"]


def test_the_minute_says_how_each_project_stood_then_and_at_the_closing(
    session: UnitSession, clock: time_machine.Traveller
) -> None:
    homes = make.project(session, "homes", title="Homes", stage=Stage.under_way, visibility=Visibility.public)
    stone = make.milestone(session, homes, "Roofs done", due="2026-12")
    make.risk(session, homes, "Early rains")
    deal = make.agreement(session, "mou", title="Memorandum", projects=[homes], visibility=Visibility.public)
    quiet = make.project(session, "quiet", title="Quiet", visibility=Visibility.public)
    session.commit()
    clock.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    homes.stage, homes.health, stone.done_day = Stage.suspended, Health.off_track, date(2026, 11, 30)
    homes.health_day = date(2026, 11, 30)
    deal.state = deal.state.__class__.suspended
    gift = make.contribution(
        session, make.organisation(session, "canada", name="Canada"), "gift", steps=[("received", 5_000_00)]
    )
    make.allocation(session, gift, homes, 5_000_00)
    held = make.review(session, "held", projects=[quiet, homes], since=date(2026, 11, 23), held_day=date(2026, 12, 1))
    session.commit()
    held.closed_at = datetime(2026, 12, 1, 12, tzinfo=UTC)
    session.commit()
    clock.move_to(datetime(2026, 12, 2, 9, tzinfo=UTC))
    session.get_one(Project, homes.id).stage = Stage.cancelled
    session.commit()
    told = minute(session, "held", today=date(2026, 12, 2))
    assert [one.project.title.text for one in told.reviewed] == ["Quiet", "Homes"]
    text = read(told)
    for words in (
        "How it stands ○ not reported · under way ■ off track · suspended",
        "Milestone: Roofs done1 due December 2026 reached on 30 November 2026",
        "Agreement: Memorandum1 signed suspended",
        "Money from Canada1 received USD 5,000",
    ):
        assert words in text, (words, text)
    assert "cancelled" not in text.replace("(cancelled)", "")
    assert "Early rains" not in text
    assert text.count("Nothing changed since then.") == 1


def test_who_may_not_see_a_project_reads_nothing_of_it(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    manager = make.user(session, "Mina Manager")
    session.flush()
    session.add(m.ProjectMember(project_id=world.project.id or 0, user_id=manager.id or 0))
    secret = make.project(session, "secret", title="Hidden shelters", visibility=Visibility.confidential)
    review = session.get_one(Review, _review(session))
    session.add(m.ReviewProject(review_id=review.id or 0, project_id=secret.id or 0, position=2))
    make.decision(session, review, "Hide them better", project=secret)
    make.action_point(session, secret, "Dig deeper", review_id=review.id)
    viewer = Viewer(manager.id, Role.manager, managed_ids=frozenset({world.project.id or 0}))
    everything, some = read(minute(session)), read(minute(session, viewer=viewer))
    for words in ("Hidden shelters", "Hide them better", "Dig deeper"):
        assert (words in everything, words in some) == (True, False)
    assert "Build no more on the slope" in some
    stranger = Viewer(make.user(session).id, Role.manager)
    with pytest.raises(NotFound):
        minute(session, viewer=stranger)
    for person, seen in ((viewer, True), (stranger, False)):
        offered = subjects(session, Reader(person, "en", date(2026, 11, 23)), BriefKind.minute).records
        assert (KEY in dict(offered)) == seen


def _review(session: UnitSession) -> int:
    found = issued.subject(session, BriefOrder(kind=BriefKind.minute, key=KEY, lang="en"))
    assert found is not None
    return found.id or 0


def test_a_minute_is_of_no_other_day_and_has_its_own_series(world: World, session: UnitSession) -> None:
    kinds.filled(session, world)
    order = BriefOrder(kind=BriefKind.minute, key=KEY, lang="en")
    for other in (replace(order, as_of=date(2026, 11, 1)), replace(order, known_on=date(2026, 11, 23))):
        with pytest.raises(Refused, match="A minute is of the day of its review"):
            collect.brief(session, other, viewer=COORDINATOR, today=date(2026, 11, 23))
    at = datetime(2026, 11, 23, tzinfo=UTC)
    assert issued.next_issue(session, order, at).number == "RECOVERY-REVIEW-2026-11-23-2026-1"
    assert issued.may_issue(session, COORDINATOR, order)
    assert not issued.may_issue(session, Viewer(1, Role.manager), order)
    assert archive.territories(session, COORDINATOR, language="en", day=date(2026, 11, 23)) == []

"""Reviews as queries tell them: who may see which, and at what cost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tests import cast, make
from tests.queries import counted
from tests.web.client import acting
from tracker.domain import models as m
from tracker.domain import rules
from tracker.domain.actions import reviews as acts
from tracker.domain.codes import Health, Role, Visibility
from tracker.domain.drafts.projects import ActionPointDraft
from tracker.domain.drafts.reviews import DecisionDraft
from tracker.domain.errors import Refused
from tracker.domain.queries import accounts, review_changes, review_page, reviews
from tracker.domain.queries.dossier import Reader
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

TODAY = date(2026, 11, 23)
COORDINATOR = Viewer(None, Role.coordinator)


def test_the_list_shows_the_reviews_that_the_rule_lets_see(session: UnitSession) -> None:
    people = cast.make(session)
    mine = make.project(session, "mine", managers=[people.manager])
    other = make.project(session, "other", managers=[people.other_manager], visibility=Visibility.confidential)
    made = [
        make.review(session, code, projects=projects)
        for code, projects in {"one": [mine], "two": [other], "both": [mine, other], "none": []}.items()
    ]
    for who in vars(people).values():
        viewer = accounts.viewer_of(session, who.id or 0)
        assert viewer is not None
        listed = reviews.listed(session, Reader(viewer, "en", TODAY), page=1, per_page=25).rows
        allowed = {one.record.code for one in made if rules.can_see_review(viewer, reviews.project_ids(session, one))}
        found = {one.code for one in listed}
        assert found == allowed, who.name
        assert {one.record.code for one in made if reviews.by_code(session, viewer, one.record.code or "")} == allowed
    manager = accounts.viewer_of(session, people.manager.id or 0)
    assert manager is not None
    (both,) = [
        one
        for one in reviews.listed(session, Reader(manager, "en", TODAY), page=1, per_page=25).rows
        if one.code == "both"
    ]
    assert both.projects == 1


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_review_costs_as_many_questions_however_long_it_is(
    session: UnitSession, number: int, engine: sa.Engine
) -> None:
    projects = [make.project(session, managers=[make.user(session)]) for _ in range(number)]
    review = make.review(session, "long", projects=projects, since=date(2026, 11, 1))
    for project in projects:
        make.decision(session, review, project=project)
        make.action_point(session, project, review_id=review.id)
        make.milestone(session, project, due="2026-01", confirmed_at=datetime.now(UTC))
        make.review(session, projects=[project])
    session.commit()
    session.expunge_all()
    reader = Reader(COORDINATOR, "en", TODAY)
    held = reviews.by_code(session, COORDINATOR, "long")
    assert held is not None
    with counted(engine) as asked:
        review_page.page(session, reader, held)
    assert len(asked) <= 18
    with counted(engine) as asked:
        reviews.listed(session, reader, page=1, per_page=100)
    assert len(asked) <= 3
    with counted(engine) as asked:
        place = review_page.place(session, reader, held, 1)
        assert place is not None
        review_page.walk(session, reader, held, place)
    assert len(asked) <= 34
    with counted(engine) as asked:
        review_changes.changed(
            session, COORDINATOR, [one.id or 0 for one in projects], datetime(2026, 1, 1, tzinfo=UTC)
        )
    assert len(asked) <= 7


def test_nothing_is_written_in_a_review_that_somebody_else_has_closed_meanwhile(
    session: UnitSession, engine: sa.Engine
) -> None:
    project = make.project(session, "homes")
    review = make.review(session, "monthly", projects=[project])
    session.commit()
    with acting(engine) as other:
        theirs = other.get_one(m.Review, review.id)
        acts.close(other, viewer=COORDINATOR, review=theirs, version=theirs.version)
        other.commit()
    assert review.closed_at is None  # as it was read
    with pytest.raises(Refused, match="This review is closed"):
        acts.decide(session, review=review, project=project, draft=DecisionDraft(text="Too late"))
    with pytest.raises(Refused, match="This review is closed"):
        acts.agree(session, review=review, project=project, draft=ActionPointDraft(title="Too late"))
    with pytest.raises(Refused, match="This review is closed"):
        acts.discuss(session, review=review, project_id=project.id or 0, seen=True)
    assert session.scalars(sa.select(m.Decision)).all() == []


def test_changes_are_told_from_the_closing_of_the_last_review_on(
    session: UnitSession, clock: time_machine.Traveller
) -> None:
    project = make.project(session, "homes")
    former = make.review(session, "first", projects=[project], closed_at=datetime.now(UTC) + timedelta(hours=1))
    review = make.review(session, "second", projects=[project], former_id=former.id, since=former.held_day)
    session.commit()
    clock.shift(timedelta(minutes=30))  # the meeting still goes on
    project.health = Health.at_risk
    session.commit()
    clock.shift(timedelta(hours=2))
    project.health = Health.off_track
    session.commit()
    since = reviews.since(session, review)
    assert since == former.closed_at
    assert since is not None
    changed = review_changes.changed(session, COORDINATOR, [project.id or 0], since)[project.id or 0]
    assert changed.then is not None
    assert (changed.then.health, changed.now.health) == (Health.at_risk, Health.off_track)
    review.since = date(2026, 11, 20)
    assert reviews.since(session, review) == datetime(2026, 11, 21, tzinfo=UTC)
    before = review_changes.changed(session, COORDINATOR, [project.id or 0], datetime(2026, 11, 21, tzinfo=UTC))
    assert before[project.id or 0].then is None
    assert session.get(m.Review, review.id) is review

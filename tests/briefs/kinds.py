"""The world of the briefs' tests as programme, project and donor."""

from collections.abc import Callable
from datetime import date

from tests import make
from tests.briefs.conftest import COORDINATOR, TODAY, World
from tracker.briefs import collect
from tracker.briefs.model import Brief
from tracker.domain import models as m
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import ActionState, BriefKind, FundingCondition, Phase, ReviewState, Visibility
from tracker.domain.dates import now
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

Of = Callable[..., Brief]


def told(
    session: UnitSession,
    kind: BriefKind,
    key: str,
    *,
    lang: str = "en",
    second: str = "",
    viewer: Viewer = COORDINATOR,
    today: date = TODAY,
    full: bool = False,
) -> Brief:
    """The brief as a coordinator gets it today."""
    session.flush()
    session.expunge_all()
    order = BriefOrder(kind=kind, key=key, lang=lang, second=second, full=full)
    return collect.brief(session, order, viewer=viewer, today=today)


def filled(session: UnitSession, world: World) -> m.Programme:
    """Give the world's project everything a project's record can hold, and a programme."""
    programme = make.programme(session, "recovery", name="Recovery Programme", visibility=Visibility.public)
    project = world.project
    project.programme_id = programme.id
    project.stage_why = "The masons began in March"
    project.phase = Phase.recovery
    project.next_step = "Hand over the next twenty"
    project.funding_condition = FundingCondition.subject_to_funding
    place = make.place(session, "Léogâne-Ville", territory=world.territory, visibility=Visibility.public)
    session.add(m.ProjectPlace(project_id=project.id or 0, place_id=place.id or 0))
    make.objective(session, project, "Ten thousand people under safe roofs")
    make.milestone(session, project, "Masons chosen", due="2026-03", done_day=date(2026, 3, 20))
    ada = make.user(session, "Ben Okri", email="ben@example.org")
    make.action_point(session, project, "Call the ministry", owner_id=ada.id, due_day=date(2026, 11, 1))
    make.action_point(session, project, "Write to the mayor", state=ActionState.done)
    make.update(
        session, project, ada, happened="Thirty homes stand.", as_of=date(2026, 9, 1), visibility=Visibility.public
    )
    make.update(
        session, project, ada, happened="Ten homes stand.", as_of=date(2026, 7, 1), visibility=Visibility.public
    )
    make.update(session, project, ada, happened="Nothing stands.", as_of=date(2026, 5, 1), visibility=Visibility.public)
    reviewed(session, project, ada)
    session.flush()
    return programme


def reviewed(session: UnitSession, project: m.Project, owner: m.User) -> m.Review:
    """A review of the project, closed, after another one; what it decided and agreed."""
    before = make.review(session, "review-2026-11-02", held_day=date(2026, 11, 2), projects=[project])
    make.action_point(session, project, "Find the plans", owner_id=owner.id, review_id=before.id)
    made = make.review(
        session,
        "review-2026-11-23",
        projects=[project],
        seen=[project],
        since=date(2026, 11, 2),
        former_id=before.id,
        participants="The minister\nThe mayor",
        created_by_id=owner.id,
    )
    make.decision(session, made, "Build no more on the slope", project=project)
    make.decision(session, made, "Meet every month")
    make.action_point(
        session, project, "Measure the slope", owner_id=owner.id, due_day=date(2026, 12, 1), review_id=made.id
    )
    make.action_point(session, project, "Ask the neighbours", review_id=made.id)
    made.state, made.closed_at, made.closed_by_id = ReviewState.closed, now(), owner.id
    return made

"""What the browser's database holds: the programme of 2004, the cast, and a few things of today."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col

from tests import cast, make
from tests.conftest import load_programme
from tests.web.client import acting
from tracker.domain.codes import Health, UpdateState, Visibility
from tracker.domain.models import Document, Milestone, Project, ProjectMember, Record, Territory, Update, UserTerritory
from tracker.domain.money import Money
from tracker.store import UnitSession, make_engine

MANAGED = "haiti-preparatory"
WAITING = "ghana-stability"
MISSION = "pristina-visit"
HIDDEN = "quiet-talks"
REVIEW = "monthly"
MOZAMBIQUE, SOMALIA = "mozambique-local-consultation", "somalia-gender-governance"
"""In Africa, off track and without money; at the end of 2003 only the first was."""


@dataclass(frozen=True)
class World:
    """Numbers that addresses need."""

    waiting_update: int
    milestone: int
    source: int
    managed: int


def fill(url: str) -> None:
    """Load the programme, then: a project with a manager, an update that waits, a mission, a confidential project."""
    load_programme(url)
    engine = make_engine(url)
    with acting(engine) as session:
        people = cast.load(session)
        managed = _project(session, MANAGED)
        session.add(ProjectMember(project_id=managed.id or 0, user_id=people.manager.id or 0))
        soon = date.today() + timedelta(days=20)  # noqa: DTZ011 - the server's clock is today's as well
        make.milestone(session, managed, "Agreement with the ministry", due=soon.isoformat())
        make.risk(session, managed)
        lapsed = date.today() - timedelta(days=20)  # noqa: DTZ011 - as above
        make.agreement(session, "lapsed", title="Letter of the mayors", projects=[managed], end=lapsed.isoformat())
        make.action_point(session, managed, owner_id=people.manager.id)
        make.update(session, _project(session, WAITING), people.mission, state=UpdateState.submitted)
        make.project(session, HIDDEN, title="Quiet talks", visibility=Visibility.confidential)
        kosovo, ghana = _territory(session, "XK"), _territory(session, "GH")
        session.add_all(
            UserTerritory(user_id=people.mission.id or 0, territory_id=one.id or 0) for one in (kosovo, ghana)
        )
        make.mission(
            session,
            MISSION,
            title="Visit to Pristina",
            territories=[kosovo],
            members=[people.mission],
            points_to_raise="Cadastre staff stay in post",
        )
        review = make.review(session, REVIEW, projects=[managed, _project(session, WAITING)])
        make.decision(session, review, "Begin before the rains", project=managed)
        make.action_point(session, managed, "Tell the mayor", owner_id=people.manager.id, review_id=review.id)
        _off_track(session, people)
        session.commit()
    engine.dispose()


def _off_track(session: UnitSession, people: cast.Cast) -> None:
    """Two projects in Africa that are off track and have no money, and one there that has some."""
    today = date.today()  # noqa: DTZ011 - the server's clock is today's as well
    days = (date(2003, 11, 3), today - timedelta(days=12))
    gift = make.contribution(
        session, make.organisation(session, name="Donor of roads"), steps=[("received", 90_000_00)]
    )
    for code, then in ((MOZAMBIQUE, Health.off_track), (SOMALIA, Health.on_track), ("sudan-south-roads", None)):
        project = _project(session, code)
        make.requirement(session, project, Money(240_000_00, "USD"))
        for day, health in zip(days, (then, Health.off_track), strict=True):
            if health:
                make.update(
                    session, project, people.coordinator, health=health, as_of=day, happened="Work has stopped."
                )
        project.health, project.health_day = Health.off_track, days[-1]
        if not then:
            make.allocation(session, gift, project, 90_000_00)


def look(url: str) -> World:
    engine = make_engine(url)
    with acting(engine) as session:
        update = session.scalars(sa.select(Update).where(col(Update.state) == UpdateState.submitted)).one()
        milestone = session.scalars(
            sa.select(Milestone).where(col(Milestone.title) == "Agreement with the ministry")
        ).one()
        source = session.scalars(sa.select(Document).where(col(Document.reference) == "A/59/198")).one()
        found = World(
            waiting_update=update.id or 0,
            milestone=milestone.id or 0,
            source=source.id or 0,
            managed=_project(session, MANAGED).id or 0,
        )
    engine.dispose()
    return found


def _project(session: UnitSession, code: str) -> Project:
    return session.scalars(sa.select(Project).join(Record).where(col(Record.code) == code)).one()


def _territory(session: UnitSession, code: str) -> Territory:
    return session.scalars(sa.select(Territory).join(Record).where(col(Record.code) == code)).one()

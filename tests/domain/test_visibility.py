"""What SQL lets through is what the rules allow, record by record: for every person, on random records."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from tests import make
from tracker.domain import rules
from tracker.domain.codes import Health, Role, UpdateState, Visibility
from tracker.domain.dates import now
from tracker.domain.models import (
    DocumentLink,
    Mission,
    MissionMember,
    Project,
    ProjectMember,
    ProjectTerritory,
    Record,
    Share,
    Update,
    User,
    UserTerritory,
)
from tracker.domain.queries import accounts, documents, projects, remembered, updates
from tracker.domain.queries.linked import live
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.queries.visibility import known_to, visible_among, visible_to
from tracker.domain.rules import Sight, Viewer

PEOPLE = 6
"""One of each role, and a second manager."""

people = st.sets(st.integers(0, PEOPLE - 1), max_size=3)


@dataclass(frozen=True)
class Plan:
    """A record to be made: what it is, who may see it, whom it concerns (by their place in the list of people)."""

    mission: bool
    visibility: Visibility
    maker: int | None
    members: frozenset[int]
    shared: frozenset[int]


plans = st.builds(
    Plan,
    st.booleans(),
    st.sampled_from(Visibility),
    st.none() | st.integers(0, PEOPLE - 1),
    people.map(frozenset),
    people.map(frozenset),
)


@pytest.fixture
def everybody(session: Session) -> list[User]:
    roles = [*Role, Role.manager]
    users = [make.user(session, f"{role} {number}", role=role) for number, role in enumerate(roles)]
    session.commit()
    return users


def build(session: Session, plan: Plan, users: list[User]) -> Record:
    members = [users[number] for number in sorted(plan.members)]
    maker = None if plan.maker is None else users[plan.maker].id
    row: Project | Mission
    if plan.mission:
        row = make.mission(session, members=members, visibility=plan.visibility, created_by_id=maker)
    else:
        row = make.project(session, managers=members, visibility=plan.visibility, created_by_id=maker)
    for number in sorted(plan.shared):
        make.share(session, row, users[number])
    return row.record


def sight(session: Session, record: Record) -> Sight:
    """What the rules are told of a record, read row by row."""
    members = session.exec(select(ProjectMember.user_id).where(ProjectMember.project_id == record.id)).all()
    travellers = session.exec(select(MissionMember.user_id).where(MissionMember.mission_id == record.id)).all()
    shared = session.exec(select(Share.user_id).where(Share.record_id == record.id)).all()
    return Sight(record.visibility, record.created_by_id, {*members, *travellers}, set(shared))


def viewers(session: Session, users: list[User]) -> list[Viewer]:
    """Everybody as the guard loads them, and somebody without an account in each role."""
    loaded = [accounts.viewer_of(session, user.id or 0) for user in users]
    return [viewer for viewer in loaded if viewer] + [Viewer(None, role) for role in Role]


@settings(max_examples=40)
@given(planned=st.lists(plans, min_size=1, max_size=6))
def test_lists_let_through_exactly_what_the_rules_allow(
    session: Session, everybody: list[User], planned: list[Plan]
) -> None:
    records = [build(session, plan, everybody) for plan in planned]
    session.flush()
    for viewer in viewers(session, everybody):
        allowed = [record.id for record in records if rules.can_see(viewer, sight(session, record))]
        ids = [record.id for record in records]
        through = session.exec(
            select(Record.id).where(visible_to(viewer), col(Record.id).in_(ids)).order_by(col(Record.id))
        ).all()
        assert list(through) == sorted(key for key in allowed if key), viewer
        assert visible_among(session, viewer, [*ids, None]) == frozenset(allowed)
    session.rollback()


@settings(max_examples=30)
@given(own=plans, held=st.lists(plans, max_size=3))
def test_a_document_is_seen_exactly_by_whom_the_rules_allow(
    session: Session, everybody: list[User], own: Plan, held: list[Plan]
) -> None:
    holders = [build(session, plan, everybody) for plan in held]
    maker = None if own.maker is None else everybody[own.maker].id
    document = make.document(session, visibility=own.visibility, created_by_id=maker)
    for number in sorted(own.shared):
        make.share(session, document, everybody[number])
    session.add_all(DocumentLink(document_id=document.id or 0, record_id=holder.id or 0) for holder in holders)
    session.flush()
    sights = [sight(session, holder) for holder in holders]
    for viewer in viewers(session, everybody):
        allowed = rules.can_see_document(viewer, sight(session, document.record), sights)
        assert (documents.one(session, viewer, document.id or 0) is not None) == allowed, viewer
    session.rollback()


@settings(max_examples=10)
@given(planned=st.lists(plans, min_size=1, max_size=5), archived=st.integers(0, 4))
def test_the_list_of_projects_its_total_and_its_search_keep_the_rules(
    session: Session, everybody: list[User], planned: list[Plan], archived: int
) -> None:
    records = [build(session, plan, everybody) for plan in planned if not plan.mission]
    for record in records[archived:][:1]:
        record.archived_at = now()
    session.commit()
    for viewer in viewers(session, everybody):
        allowed = {
            record.code
            for record in records
            if record.archived_at is None and rules.can_see(viewer, sight(session, record))
        }
        for wanted in (ProjectFilter(), ProjectFilter(q="rebuilding")):
            page = projects.listing(session, viewer, wanted, language="en", day=now().date(), per_page=100)
            mine = {row.code for row in page.rows} & {record.code for record in records}
            assert mine == allowed, viewer
            assert page.total == len(page.rows)
    empty(session)


def empty(session: Session) -> None:
    """Put all projects away, so that the next example begins afresh."""
    session.execute(sa.update(Record).values(archived_at=now()))
    remembered.changes(session)
    session.commit()


@settings(max_examples=25)
@given(
    drafts=st.lists(
        st.tuples(st.sampled_from(UpdateState), st.none() | st.integers(0, PEOPLE - 1)), min_size=1, max_size=5
    ),
    manager=st.none() | st.integers(0, PEOPLE - 1),
)
def test_lists_of_updates_let_through_exactly_what_the_rules_allow(
    session: Session, everybody: list[User], drafts: list[tuple[UpdateState, int | None]], manager: int | None
) -> None:
    managers = [] if manager is None else [everybody[manager]]
    project = make.project(session, visibility=Visibility.public, managers=managers)
    rows = [
        make.update(session, project, None if author is None else everybody[author], state=state)
        for state, author in drafts
    ]
    for viewer in viewers(session, everybody):
        key = project.id or 0
        allowed = {row.id for row in rows if rules.can_read_update(viewer, row.state, row.author_id, key)}
        through = session.exec(select(Update.id).where(updates.readable_by(viewer), Update.project_id == key)).all()
        assert set(through) == allowed, viewer
        assert {row.id for row in updates.of_project(session, viewer, key)} == allowed
    session.rollback()


def test_the_guard_loads_territories_and_projects_of_a_person(session: Session) -> None:
    haiti, ada = make.territory(session), make.user(session, "Ada", role=Role.mission)
    project = make.project(session, territories=[haiti], managers=[ada])
    session.add(UserTerritory(user_id=ada.id or 0, territory_id=haiti.id or 0))
    session.commit()
    assert accounts.viewer_of(session, ada.id or 0) == Viewer(
        ada.id, Role.mission, "Ada", frozenset({haiti.id or 0}), frozenset({project.id or 0})
    )
    ada.active = False
    session.commit()
    assert accounts.viewer_of(session, ada.id or 0) is None


@pytest.mark.parametrize("role", list(Role))
def test_an_unknown_code_in_a_filter_finds_nothing_and_breaks_nothing(session: Session, role: Role) -> None:
    make.project(session, visibility=Visibility.public, territories=[make.territory(session)])
    session.commit()
    viewer = Viewer(1, role)
    for narrowed in (
        ProjectFilter(territory="ZZ"),
        ProjectFilter(stage="no_such"),
        ProjectFilter(health="x'y"),
        ProjectFilter(programme="none"),
        ProjectFilter(manager="x"),
        ProjectFilter(manager="99999999999999999999"),
        ProjectFilter(hazard="??"),
    ):
        assert projects.listing(session, viewer, narrowed, language="en", day=now().date()).total == 0, narrowed
    for narrowed in (ProjectFilter(territory="HT"), ProjectFilter(territory="ht"), ProjectFilter(stage="under_way")):
        assert projects.listing(session, viewer, narrowed, language="en", day=now().date()).total == 1, narrowed
    assert session.exec(select(ProjectTerritory.project_id)).all() == session.exec(select(Project.id)).all()
    assert session.exec(select(Project.health)).one() == Health.not_reported


def test_what_is_known_by_its_id_is_what_is_known_by_its_record(session: Session) -> None:
    people = [make.user(session, role=role) for role in Role]
    for sight in Visibility:
        make.project(session, visibility=sight)
        make.project(session, visibility=sight, archived_at=now())
        make.share(session, make.project(session, visibility=sight), people[-1])
        make.share(session, make.project(session, visibility=sight), people[2])
    session.flush()
    for viewer in [
        rules.Viewer(None, Role.viewer),
        *(rules.Viewer(one.id, role) for one, role in zip(people, Role, strict=True)),
    ]:
        by_record = sa.select(col(Project.id)).join(Record, col(Record.id) == Project.id).where(live(viewer))
        by_id = sa.select(col(Project.id)).where(known_to(viewer, col(Project.id)))
        assert set(session.scalars(by_id)) == set(session.scalars(by_record))

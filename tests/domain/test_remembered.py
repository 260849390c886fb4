"""What was found out about the record holds until the record changes, and for nobody who may see something else."""

from collections.abc import Generator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests import make
from tests.queries import counted
from tests.web.client import acting
from tracker import store
from tracker.domain.codes import Role, Visibility
from tracker.domain.dates import now
from tracker.domain.models import Record, RecordState
from tracker.domain.queries import project_choices, projects, remembered
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.rules import Viewer
from tracker.store import UnitSession

COORDINATOR = Viewer(None, Role.coordinator)
DAY = date(2026, 11, 23)


def seen(session: UnitSession, viewer: Viewer = COORDINATOR, **asked: str) -> list[str]:
    """The codes of the list, as a request sees them that begins now."""
    session.rollback()
    return within(session, viewer, **asked)


def within(session: UnitSession, viewer: Viewer = COORDINATOR, **asked: str) -> list[str]:
    """The same in the transaction that is open; the total and the choices say as many."""
    wanted = ProjectFilter(**asked, archived=False)
    page = projects.listing(session, viewer, wanted, language="en", day=DAY)
    stages = project_choices.choices(session, viewer, wanted, more=True, language="en", day=DAY)["stage"]
    assert page.total == len(page.rows) == sum(one.number for one in stages)
    return [row.code for row in page.rows]


@pytest.fixture
def reading(engine: sa.Engine, session: UnitSession) -> Generator[UnitSession]:
    """Somebody who only reads."""
    token = store.writing.set(False)
    with acting(engine) as opened:
        yield opened
    store.writing.reset(token)


def test_a_write_is_seen_by_whoever_asks_next(session: UnitSession, engine: sa.Engine, database_url: str) -> None:
    with acting(engine) as reader:
        assert seen(reader) == seen(reader) == []
        reader.rollback()
        one = make.project(session, "one")
        session.commit()
        assert seen(reader) == ["one"]
        reader.rollback()
        other = store.make_engine(database_url)  # another process has an engine of its own
        with acting(other) as writer:
            make.project(writer, "two")
            writer.commit()
        other.dispose()
        assert seen(reader) == ["one", "two"]
        assert seen(reader, q="two") == ["two"]
        reader.rollback()
        one.record.archived_at = now()
        session.commit()
        assert seen(reader) == ["two"]


def test_what_is_not_committed_is_seen_by_its_own_session_alone(session: UnitSession, reading: UnitSession) -> None:
    make.project(session, "kept")
    session.commit()
    assert seen(reading) == ["kept"]
    reading.rollback()
    store.writing.set(True)
    make.project(session, "undone")
    assert within(session) == ["kept", "undone"]
    store.writing.set(False)
    assert seen(reading) == ["kept"]
    session.rollback()
    assert seen(reading) == seen(session) == ["kept"]


def test_who_reads_an_older_state_neither_takes_nor_leaves_anything_of_a_newer(
    session: UnitSession, reading: UnitSession
) -> None:
    make.project(session, "one")
    session.commit()
    assert seen(reading, stage="under_way") == ["one"]  # and stays in this transaction
    store.writing.set(True)
    make.project(session, "two")
    session.commit()
    assert seen(session) == ["one", "two"]
    session.rollback()
    old = projects.count(reading, COORDINATOR, ProjectFilter(), day=DAY)
    assert old == 1
    assert seen(session, stage="under_way") == seen(session) == ["one", "two"]


def test_a_savepoint_that_is_undone_leaves_nothing(session: UnitSession) -> None:
    make.project(session, "kept")
    session.commit()
    seen(session)
    session.rollback()
    savepoint = session.begin_nested()
    make.project(session, "undone")
    savepoint.rollback()
    assert within(session) == ["kept"]
    session.commit()
    assert seen(session) == ["kept"]


def test_nobody_is_shown_what_was_remembered_for_somebody_else(session: UnitSession) -> None:
    people = [make.user(session, name, role=role) for name, role in PEOPLE]
    for person in people:
        make.project(session, f"of-{person.name}", visibility=Visibility.confidential, created_by_id=person.id)
        make.share(session, make.project(session, f"for-{person.name}", visibility=Visibility.confidential), person)
    session.commit()
    for _ in range(2):
        for person, (name, role) in zip(people, PEOPLE, strict=True):
            own = [f"for-{name}"] if role == Role.viewer else [f"for-{name}", f"of-{name}"]
            assert sorted(seen(session, Viewer(person.id, role))) == own
        assert seen(session, Viewer(None, Role.manager)) == []
        assert len(seen(session)) == 2 * len(people)


PEOPLE = (("ana", Role.manager), ("bo", Role.manager), ("cy", Role.viewer), ("di", Role.viewer), ("ed", Role.mission))


def test_the_number_moves_with_every_change_of_the_record_alone(session: UnitSession) -> None:
    def number() -> int:
        return session.scalars(sa.select(sa.column("number")).select_from(RecordState)).one()

    before = number()
    session.commit()
    assert number() == before
    with session.begin_nested():
        make.project(session, "one")
    assert number() == before, "last of all"
    session.commit()
    after = number()
    assert after != before
    remembered.changes(session)
    session.commit()
    assert number() != after


def test_what_is_remembered_is_bounded(session: UnitSession, engine: sa.Engine) -> None:
    memory = remembered.Memory(1, most_bytes=100_000)
    for key in range(100):
        memory.put((key,), {"a": 1 << 8_000})
        memory.get((0,))
    assert memory.get((0,)) is not None, "asked for again and again"
    assert (memory.get((1,)), memory.get((99,))) == (None, {"a": 1 << 8_000})
    assert seen(session) == seen(session) == []
    session.rollback()
    with counted(engine) as asked:
        seen(session)
    assert len(asked) == 1


def test_values_given_beside_a_statement_tell_askings_apart(session: UnitSession, engine: sa.Engine) -> None:
    one, two = make.project(session, "one"), make.project(session, "two")
    session.commit()
    coded = sa.select(col(Record.id)).where(col(Record.code) == sa.bindparam("code"))
    with acting(engine) as reader:
        known = remembered.recall(reader)
        found = [known.of_built(coded.params(code=code), lambda rows: rows[0][0]) for code in ("one", "two", "one")]
    assert found == [one.id, two.id, one.id]


def test_what_something_takes_counts_what_it_holds() -> None:
    assert remembered._size(Viewer(None, Role.coordinator, name="x" * 50_000)) > 50_000  # noqa: SLF001 - the bound

"""Every change of the record becomes a row version in the same transaction: who, when, why, and what it was before."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel, col, select

from tests import make
from tests.conftest import NOW
from tracker.domain import codes, history
from tracker.domain import models as m
from tracker.domain.queries import changes
from tracker.store import open_session

TABLES = [table for name in m.__all__ if isinstance(table := getattr(m, name), type)]
ENTITIES = {table.__tablename__ for table in TABLES if issubclass(table, m.Entity) and table is not m.Entity}
"""Tables whose rows are records."""


def versions(session: Session, row: SQLModel, key: str = "") -> list[m.RowVersion]:
    """A row's versions, oldest first."""
    row_key = key or str(row.id)  # type: ignore[attr-defined]
    entity = str(type(row).__tablename__)
    mine = select(m.RowVersion).where(m.RowVersion.entity == entity, m.RowVersion.row_key == row_key)
    return list(session.exec(mine.order_by(col(m.RowVersion.id))).all())


def test_a_new_row_has_one_version_with_its_values(session: Session) -> None:
    project = make.project(session, "bam", title="Homes", start="early 2004")
    session.commit()
    (version,) = versions(session, project)
    assert (version.change, version.record_id, version.version) == ("insert", project.id, 1)
    assert (version.recorded_from, version.recorded_to) == (NOW, None)
    assert version.values["title"] == "Homes"
    assert (version.values["start_stated"], version.values["start_earliest"]) == ("early 2004", "2004-01-01")
    assert version.values["stage"] == "under_way"


def test_a_change_closes_the_old_version_and_opens_the_next(session: Session, clock: time_machine.Traveller) -> None:
    project = make.project(session, title="Homes")
    session.commit()
    clock.shift(timedelta(hours=1))
    project.title = "Houses"
    session.commit()
    first, second = versions(session, project)
    assert (first.values["title"], first.recorded_to) == ("Homes", NOW + timedelta(hours=1))
    assert (second.values["title"], second.recorded_from, second.recorded_to) == ("Houses", first.recorded_to, None)
    assert (second.change, second.version) == ("update", 2)


def test_a_row_changed_several_times_in_one_transaction_has_one_version(session: Session) -> None:
    project = make.project(session, title="One")
    for title in ("Two", "Three"):
        project.title = title
        session.flush()
    session.commit()
    assert [(row.change, row.values["title"]) for row in versions(session, project)] == [("insert", "Three")]
    for title in ("Four", "Five", "Six"):
        project.title = title
        session.flush()
    session.commit()
    assert [row.values["title"] for row in versions(session, project)] == ["Three", "Six"]
    assert [row.version for row in versions(session, project)] == [3, project.version]


def test_each_transaction_has_a_version_of_its_own(session: Session) -> None:
    project = make.project(session, title="0")
    for number in range(1, 4):
        session.commit()
        project.title = str(number)
    session.commit()
    assert [row.values["title"] for row in versions(session, project)] == ["0", "1", "2", "3"]


def test_saving_without_a_change_writes_nothing(session: Session) -> None:
    project = make.project(session, title="Homes")
    session.commit()
    project.title = "Homes"
    session.commit()
    assert (len(versions(session, project)), project.version) == (1, 1)


def test_what_is_rolled_back_leaves_no_version(session: Session) -> None:
    project = make.project(session, title="Homes")
    session.commit()
    project.title = "Houses"
    session.flush()
    session.rollback()
    assert [row.values["title"] for row in versions(session, project)] == ["Homes"]
    project.title = "Huts"
    session.commit()
    assert [row.values["title"] for row in versions(session, project)] == ["Homes", "Huts"]


def test_a_version_says_who_and_why(session: Session) -> None:
    project, ada = make.project(session), make.user(session, "Ada")
    session.commit()
    history.acting(session, user_id=ada.id, name="Ada", why="The minister called.")
    project.title = "Other"
    session.commit()
    last = versions(session, project)[-1]
    assert (last.user_id, last.actor, last.why) == (ada.id, "Ada", "The minister called.")


def test_a_program_signs_with_its_name(session: Session) -> None:
    assert versions(session, make.project(session))[0].actor == "the tests"
    assert versions(session, make.project(session))[0].user_id is None


def test_secrets_are_never_kept(session: Session) -> None:
    ada = make.user(session, "Ada")
    ada.password, ada.tf_totp_secret, ada.mf_recovery_codes = "very secret", "totp secret", ["recovery secret"]
    session.commit()
    ada.name, ada.password = "Ada Kovač", "more secret"
    session.commit()
    kept = versions(session, ada)
    assert [row.values["name"] for row in kept] == ["Ada", "Ada Kovač"]
    assert not any(history.SECRETS & row.values.keys() for row in kept)
    everything = session.exec(select(m.RowVersion)).all()
    assert "secret" not in str([row.values for row in everything])
    assert ada.fs_uniquifier not in str([row.values for row in everything])


def test_links_hang_on_the_record_they_belong_to(session: Session) -> None:
    haiti, ada, canada = make.territory(session), make.user(session), make.organisation(session)
    project = make.project(session, territories=[haiti], managers=[ada], partners=[canada])
    session.commit()
    for table, key in (
        ("project_territory", f"{project.id}·{haiti.id}"),
        ("project_member", f"{project.id}·{ada.id}"),
        ("project_partner", f"{project.id}·{canada.id}"),
    ):
        found = session.exec(select(m.RowVersion).where(m.RowVersion.entity == table)).one()
        assert (found.record_id, found.row_key, found.change) == (project.id, key, "insert")


def test_texts_and_sources_hang_on_their_record(session: Session) -> None:
    project, report = make.project(session), make.document(session)
    rows = [make.translation(session, project, "title", "zh", "住房"), make.citation(session, project, report)]
    session.commit()
    assert [[version.record_id for version in versions(session, row)] for row in rows] == [[project.id]] * 2


def test_an_account_hangs_on_no_record(session: Session) -> None:
    ada = make.user(session)
    session.commit()
    assert [version.record_id for version in versions(session, ada)] == [None]


def test_a_deleted_row_keeps_its_last_values(session: Session, clock: time_machine.Traveller) -> None:
    haiti = make.territory(session)
    project = make.project(session, territories=[haiti])
    session.commit()
    clock.shift(60)
    link = session.get_one(m.ProjectTerritory, (project.id, haiti.id))
    session.delete(link)
    session.commit()
    first, last = versions(session, link, f"{project.id}·{haiti.id}")
    assert (first.change, first.recorded_to) == ("insert", NOW + timedelta(seconds=60))
    assert (last.change, last.record_id) == ("delete", project.id)
    assert last.recorded_to == last.recorded_from
    assert last.values == {"project_id": project.id, "territory_id": haiti.id}


def test_a_link_taken_away_and_made_again_has_one_open_version(session: Session) -> None:
    haiti = make.territory(session)
    project = make.project(session, territories=[haiti])
    session.commit()
    session.delete(session.get_one(m.ProjectTerritory, (project.id, haiti.id)))
    session.flush()
    again = m.ProjectTerritory(project_id=project.id or 0, territory_id=haiti.id or 0)
    session.add(again)
    session.commit()
    kept = versions(session, again, f"{project.id}·{haiti.id}")
    assert kept[-1].change == "insert"
    assert [row.recorded_to is None for row in kept].count(True) == 1


def test_book_keeping_has_no_history(session: Session) -> None:
    ada = make.user(session)
    session.add(m.Job(kind="count"))
    session.add(m.KeptForm(user_id=ada.id or 0, path="/", data={}))
    session.add(m.Submission(key="k", user_id=ada.id or 0, address="/"))
    make.project(session)
    session.commit()
    entities = set(session.exec(select(m.RowVersion.entity)).all())
    assert not entities & history.UNAUDITED


@pytest.mark.once
def test_every_table_is_a_record_or_names_its_owner_or_is_left_out_on_purpose() -> None:
    known = ENTITIES | history.OWNERS.keys() | history.UNAUDITED | history.ACCOUNTS | {"record"}
    assert known == set(SQLModel.metadata.tables)


@pytest.mark.once
def test_every_entity_has_its_kind_of_record() -> None:
    assert {kind.value for kind in codes.RecordKind} == ENTITIES


@pytest.mark.once
def test_every_owner_is_a_column_of_its_table() -> None:
    for table, column in history.OWNERS.items():
        assert column in SQLModel.metadata.tables[table].columns, table


def test_the_version_number_gives_the_base_of_a_merge(session: Session) -> None:
    project = make.project(session, title="Base")
    session.commit()
    seen = project.version
    project.title = "Theirs"
    session.commit()
    base = changes.at_version(session, project.id or 0, "project", seen)
    assert base is not None
    assert (base.values["title"], project.version) == ("Base", seen + 1)
    assert changes.at_version(session, project.id or 0, "project", 99) is None


def test_of_two_who_save_the_same_version_the_second_is_refused(session: Session, engine: sa.Engine) -> None:
    project = make.project(session, title="Base")
    session.commit()
    with open_session(engine) as other:
        mine = other.get_one(m.Project, project.id)
        other.commit()
        project.title = "Theirs"
        session.commit()
        mine.title = "Mine"
        with pytest.raises(StaleDataError):
            other.commit()
        other.rollback()
    assert [row.values["title"] for row in versions(session, project)] == ["Base", "Theirs"]


@pytest.mark.once
def test_an_exact_number_is_kept_as_text() -> None:
    assert history.plain(Decimal("0.001")) == "0.001"


def test_history_survives_a_savepoint(session: Session) -> None:
    project = make.project(session, title="One")
    session.commit()
    with session.begin_nested():
        project.title = "Two"
    project.title = "Three"
    session.commit()
    assert [row.values["title"] for row in versions(session, project)] == ["One", "Three"]


def test_a_savepoint_that_is_undone_leaves_no_version(session: Session) -> None:
    project = make.project(session, title="One")
    session.commit()
    inner = session.begin_nested()
    project.title = "Two"
    session.flush()
    inner.rollback()
    project.title = "Three"
    session.commit()
    assert [row.values["title"] for row in versions(session, project)] == ["One", "Three"]

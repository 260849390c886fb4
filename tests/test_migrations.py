"""The database's shape: made, taken back and made again by the migrations, and equal to the models."""

from collections.abc import Generator
from dataclasses import replace
from enum import StrEnum

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from tests import make
from tests.databases import Databases
from tests.web.client import acting
from tracker import create_app
from tracker.domain import codes
from tracker.domain.codes import BriefKind, Phase
from tracker.migrations import run
from tracker.settings import Settings
from tracker.store import make_engine


@pytest.fixture
def bare(databases: Databases) -> Generator[sa.Engine]:
    """The engine of a database without any table."""
    address = databases.empty()
    engine = make_engine(address)
    yield engine
    engine.dispose()
    databases.drop(address)


@pytest.fixture
def shape(module_database_url: str) -> Generator[sa.Engine]:
    """The engine of a database with the newest schema, to look at."""
    engine = make_engine(module_database_url)
    yield engine
    engine.dispose()


def names(engine: sa.Engine) -> set[str]:
    """Everything that stands in the database: tables, views, indexes, triggers."""
    system = "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    if engine.dialect.name != "sqlite":
        system = "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"
    with engine.connect() as connection:
        return set(connection.scalars(sa.text(system))) - {"alembic_version", "alembic_version_pkc"}


def test_migrations_run_up_down_and_up_again(bare: sa.Engine) -> None:
    assert not run.is_current(bare)
    run.upgrade(bare)
    assert run.is_current(bare)
    first = names(bare)
    run.downgrade(bare)
    assert (names(bare), run.is_current(bare)) == (set(), False)
    run.upgrade(bare)
    assert (names(bare), run.is_current(bare)) == (first, True)


def test_upgrading_again_changes_nothing(bare: sa.Engine) -> None:
    run.upgrade(bare)
    before = names(bare)
    run.upgrade(bare)
    assert names(bare) == before


def test_rows_of_an_older_database_stay_as_they_were(bare: sa.Engine) -> None:
    run.upgrade(bare, "0001")
    record = "INSERT INTO record (id, kind, code, visibility, language, added, created_at) VALUES "
    with bare.begin() as connection:
        connection.execute(sa.text(record + "(1, 'document', 'a', 'public', 'en', false, '2026-01-01')"))
        connection.execute(
            sa.text(
                "INSERT INTO document (id, version, changed_at, title, kind) "
                "VALUES (1, 3, '2026-01-01', 'A report', 'report')"
            )
        )
        connection.execute(sa.text("INSERT INTO citation (record_id, document_id, added) VALUES (1, 1, false)"))
        connection.execute(sa.text(record + "(2, 'organisation', 'habitat', 'public', 'en', false, '2026-01-01')"))
        connection.execute(
            sa.text(
                "INSERT INTO organisation (id, version, changed_at, name, kind) "
                "VALUES (2, 1, '2026-01-01', 'Habitat', 'not_stated')"
            )
        )
        connection.execute(sa.text("INSERT INTO search_text (record_id, body) VALUES (2, 'secret partner')"))
    run.upgrade(bare)
    with bare.begin() as connection:
        found = connection.scalar(sa.text("SELECT body FROM search_text"))
        rows = connection.execute(sa.text("SELECT title, version, kind FROM document")).all()
        cited = connection.scalar(sa.text("SELECT count(*) FROM citation JOIN document ON document_id = document.id"))
    assert ([tuple(row) for row in rows], cited) == ([("A report", 3, "report")], 1)
    assert found == "habitat habitat"


def test_without_reviews_what_was_there_before_them_is_left(bare: sa.Engine) -> None:
    run.upgrade(bare)
    with acting(bare) as session:
        project = make.project(session, "homes")
        make.action_point(session, project, "Older")
        review = make.review(session, "monthly", projects=[project])
        make.decision(session, review, project=project)
        make.decision(session, review)
        make.action_point(session, project, "Agreed", review_id=review.id)
        first = make.brief(session, "M-1", kind=BriefKind.minute, key="monthly")
        make.brief(session, "M-2", kind=BriefKind.minute, key="monthly", supersedes_id=first.id)
        make.brief(session, kind=BriefKind.project, key="homes")
        session.commit()
    run.downgrade(bare, "0004")
    with bare.connect() as connection:
        kinds = connection.scalars(sa.text("SELECT kind FROM record ORDER BY id")).all()
        points = connection.scalars(sa.text("SELECT title FROM action_point ORDER BY id")).all()
        briefs = connection.scalars(sa.text("SELECT kind FROM brief")).all()
    assert (sorted(kinds), points, briefs) == (
        ["action_point", "action_point", "brief", "project"],
        ["Older", "Agreed"],
        ["project"],
    )


def test_without_phases_projects_are_left_as_they_were(bare: sa.Engine) -> None:
    run.upgrade(bare)
    with acting(bare) as session:
        haiti = make.territory(session)
        project = make.project(session, "homes", territories=[haiti], phase=Phase.recovery, start="early 2026")
        make.milestone(session, project, "Roof on")
        session.commit()
    tables = [
        "project JOIN project_territory ON project_id = project.id",
        "project JOIN milestone ON project_id = project.id",
    ]
    told = [sa.text(f"SELECT project.title, project.start_stated, stage, project.version FROM {one}") for one in tables]  # noqa: S608 - written here
    with bare.connect() as connection:
        before = [connection.execute(one).all() for one in told]
    run.downgrade(bare, "0007")
    with bare.connect() as connection:
        assert [connection.execute(one).all() for one in told] == before
    assert "phase" not in {column["name"] for column in sa.inspect(bare).get_columns("project")}
    run.upgrade(bare)
    with bare.connect() as connection:
        assert [connection.execute(one).all() for one in told] == before
        assert connection.scalars(sa.text("SELECT phase FROM project")).all() == [None]


def test_models_and_migrations_agree(shape: sa.Engine) -> None:
    assert run.differences(shape) == []


def flask_db(command: str, settings: Settings, engine: sa.Engine) -> tuple[int, str]:
    app = create_app(replace(settings, database_url=engine.url.render_as_string(hide_password=False)))
    result = app.test_cli_runner().invoke(args=["db", command])
    app.extensions["tracker"].engine.dispose()
    return result.exit_code, result.output.strip()


def test_flask_db_upgrades_and_checks(bare: sa.Engine, settings: Settings) -> None:
    assert flask_db("check", settings, bare) == (
        1,
        "Error: The database is not up to date: run flask --app tracker db upgrade.",
    )
    assert flask_db("upgrade", settings, bare) == (0, "The database is up to date.")
    assert flask_db("check", settings, bare) == (0, "Database and models agree.")


def test_flask_db_check_names_what_differs(bare: sa.Engine, settings: Settings) -> None:
    run.upgrade(bare)
    with bare.begin() as connection:
        connection.execute(sa.text("ALTER TABLE job ADD COLUMN odd INTEGER"))
    code, said = flask_db("check", settings, bare)
    assert code == 1
    assert "'remove_column', None, 'job', Column('odd'" in said
    assert said.endswith("Error: Database and models differ in 1 places.")


def test_every_table_is_there(shape: sa.Engine) -> None:
    assert set(SQLModel.metadata.tables) <= names(shape)


def enumerations() -> list[tuple[str, str, frozenset[str]]]:
    """Each column of codes: table, column and the codes' values."""
    return [
        (table.name, column.name, frozenset(member.value for member in kind))
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.Enum) and (kind := column.type.enum_class)
    ]


def test_each_column_of_codes_is_held_to_the_codes_of_today(shape: sa.Engine) -> None:
    inspector = sa.inspect(shape)
    for table, column, values in enumerations():
        checks = [str(check["sqltext"]) for check in inspector.get_check_constraints(table)]
        quoted = [set(_quoted(check)) for check in checks if _about(check, column)]
        assert values in quoted, f"{table}.{column}"


def _about(check: str, column: str) -> bool:
    """Is the column the one that the condition compares? Both databases name it first."""
    return check.replace("(", " ").replace('"', " ").replace(")", " ").split()[0].split("::")[0] == column


def _quoted(check: str) -> list[str]:
    return check.split("'")[1::2]


def test_every_code_list_of_records_is_a_column_type() -> None:
    held = {values for _, _, values in enumerations()}
    lists = {value for value in vars(codes).values() if isinstance(value, type) and issubclass(value, StrEnum)}
    unheld = {kind.__name__ for kind in lists - {StrEnum} if frozenset(member.value for member in kind) not in held}
    computed = {
        "Deadline",
        "PledgeAge",
        "BriefState",
        "DoubtKind",
        "DoubtField",
        "BatchKind",
        "ReportStanding",
        "MapMeasure",
        "Region",
        "Funding",
    }
    assert unheld == {"Role", *computed}, (
        "roles are rows of their own table, batches keep their kind in their order, regions are plain text"
    )


def test_a_wrong_code_is_refused_by_the_database(shape: sa.Engine) -> None:
    insert = sa.text(
        "INSERT INTO record (kind, visibility, language, added, created_at)"
        " VALUES ('planet', 'public', 'en', false, '2026-01-01')"
    )
    with shape.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(insert)


def test_constraints_bear_names_that_lead_to_a_field(shape: sa.Engine) -> None:
    inspector = sa.inspect(shape)
    for table in SQLModel.metadata.tables:
        for key in inspector.get_foreign_keys(table):
            assert key["name"] == f"fk_{table}_{'_'.join(key['constrained_columns'])}"
        for unique in inspector.get_unique_constraints(table):
            assert str(unique["name"]).startswith(f"uq_{table}_")


def test_every_foreign_key_is_indexed_or_leads_its_table(shape: sa.Engine) -> None:
    """Otherwise deleting or joining reads whole tables. Left out: who made a thing, which nobody asks backwards."""
    inspector = sa.inspect(shape)
    bare = {
        f"{table}.{column}"
        for table in SQLModel.metadata.tables
        for key in inspector.get_foreign_keys(table)
        if (column := key["constrained_columns"][0]) not in _leading(inspector, table)
    }
    assert bare <= {"translation.by_id", "row_version.user_id", "update.published_by_id", "role_user.role_id"}, bare


def _leading(inspector: sa.Inspector, table: str) -> set[str | None]:
    columns: list[list[str | None]] = [list(index["column_names"]) for index in inspector.get_indexes(table)]
    columns += [list(unique["column_names"]) for unique in inspector.get_unique_constraints(table)]
    columns.append(list(inspector.get_pk_constraint(table)["constrained_columns"]))
    return {first for first, *_ in filter(None, columns)}


def test_words_are_indexed_as_the_database_does_it_best(shape: sa.Engine) -> None:
    with shape.connect() as connection:
        if shape.dialect.name == "sqlite":
            made = connection.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'search_index'"))
            assert "fts5" in str(made)
        else:
            made = connection.scalar(sa.text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_search_text_body'"))
            assert "USING gin (to_tsvector('simple'" in str(made)


def test_foreign_keys_are_kept(shape: sa.Engine) -> None:
    insert = sa.text("INSERT INTO search_text (record_id, body) VALUES (999999, 'nothing')")
    with shape.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(insert)

"""What is measured: the programme of 2004 and as many invented projects as fill a list's page."""

import time
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tracker import create_app, files
from tracker.domain import history
from tracker.domain.actions.registration import add_account
from tracker.domain.codes import RecordKind, Role, Stage
from tracker.domain.models import Project, Record
from tracker.exchange import programme
from tracker.migrations import run
from tracker.settings import Settings
from tracker.store import make_engine, open_session

MANY = 30
NAME_OF_MANY = f"{18 + MANY}"
NONE = "nobody signs in with it"
SIGN = "bench"
"""What the session's cookie knows the account by."""


def prepared(folder: Path, database_url: str = "", *, many: int = MANY) -> Settings:
    """Settings of a filled database: SQLite in the folder unless another is given; `many` projects beside those of 2004."""
    settings = Settings(
        instance=folder,
        database_url=database_url or f"sqlite:///{folder / 'bench.sqlite3'}",
        secret_key="a key for measuring",  # noqa: S106 - of a database that lives for a minute
        public_url="http://127.0.0.1",
    )
    engine = make_engine(settings.database_url)
    run.upgrade(engine)
    with open_session(engine) as session:
        history.acting(session, user_id=None, name="bench")
        programme.load(session, files.PROGRAMME_FILE)
        account = add_account(
            session, email="bench@example.org", name="Bench", role=Role.coordinator, password_hash=NONE
        )
        account.fs_uniquifier = SIGN
        for number in range(many):
            record = Record(kind=RecordKind.project, code=f"bench-{number}")
            session.add(Project(record=record, title=f"Measured project {number}", stage=Stage.under_way))
        session.commit()
    engine.dispose()
    return settings


def cookie_for(settings: Settings) -> str:
    """The cookie of a signed-in coordinator."""
    app = create_app(settings)
    with app.test_client() as client:
        _sign_in(client)
        client.get("/")
        held = {cookie.key: cookie.value for cookie in (client._cookies or {}).values()}  # noqa: SLF001 - no public way
        return "; ".join(f"{name}={value}" for name, value in held.items())


def _sign_in(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session.update(_user_id=SIGN, _fresh=True, fs_paa=time.time())


@lru_cache(maxsize=1)
def _app(settings: Settings) -> Flask:
    return create_app(settings)


def questions(settings: Settings, path: str) -> int:
    """How many statements one request sends to the database, BEGIN left out."""
    app = _app(settings)
    asked: list[str] = []
    with app.test_client() as client:
        _sign_in(client)
        client.get(path)

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        sa.event.listen(sa.Engine, "before_cursor_execute", note)  # of any: a page of another day reads a snapshot
        client.get(path)
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return len([statement for statement in asked if not statement.startswith("BEGIN")])

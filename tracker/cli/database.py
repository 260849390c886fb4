"""What most commands begin with: the settings, the database, a unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from tracker.domain import history
from tracker.domain.errors import TrackerError
from tracker.migrations.newest import is_newest
from tracker.settings import Settings, read_settings
from tracker.store import UnitSession, make_engine, open_session


@contextmanager
def database(settings: Settings | None = None) -> Iterator[sa.Engine]:
    """The database, which must be up to date; its connections are closed at the end."""
    engine = make_engine((settings or read_settings()).database_url)
    try:
        if not is_newest(engine):
            raise TrackerError("The database is not up to date: run tracker init.")
        yield engine
    finally:
        engine.dispose()


@contextmanager
def unit(engine: sa.Engine, actor: str) -> Iterator[UnitSession]:
    """A unit of work: committed at the end, undone by an error. `actor` is what history calls the doer."""
    with open_session(engine) as session:
        history.acting(session, user_id=None, name=actor)
        yield session
        session.commit()

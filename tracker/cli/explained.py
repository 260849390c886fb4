"""What went wrong, in a sentence that says what to do; what nobody can act on goes to a file with its traceback."""

import sys
import traceback

import click
import sqlalchemy as sa

from tracker.domain.dates import now
from tracker.domain.errors import TrackerError
from tracker.settings import read_settings

LOG = "errors.log"
_UNKNOWN_DATABASE = (
    "TRACKER_DATABASE_URL is no address of a database: give postgresql+psycopg://USER@HOST/NAME, or nothing for SQLite."
)


def explained(error: Exception) -> str:
    """The sentence for an error."""
    match error:
        case TrackerError():
            return str(error)
        case click.ClickException():
            return error.format_message()
        case sa.exc.ArgumentError() | sa.exc.NoSuchModuleError():
            return _UNKNOWN_DATABASE
        case sa.exc.DBAPIError():
            return _database(error)
        case OSError() if error.filename:
            return f"{error.filename}: {error.strerror}."
    return _kept(error)


def _database(error: sa.exc.DBAPIError) -> str:
    what = str(error.orig).strip().partition("\n")[0]
    if "no such table" in what or "does not exist" in what:
        return f"The database lacks what the tracker needs ({what}): run tracker init."
    if isinstance(error, sa.exc.OperationalError):
        return f"The database does not answer ({what}): check that it runs, and TRACKER_DATABASE_URL."
    return _kept(error)


def _kept(error: Exception) -> str:
    """Put the traceback where somebody who mends the program finds it."""
    what = f"{type(error).__name__}: {error}".partition("\n")[0]
    try:
        log = read_settings().instance / LOG
        with log.open("a", encoding="utf-8") as file:
            file.write(
                f"{now():%Y-%m-%d %H:%M:%S} {' '.join(sys.argv)}\n{''.join(traceback.format_exception(error))}\n"
            )
    except OSError:
        return f"A fault in the program ({what})."
    return f"A fault in the program ({what}). Tell whoever looks after it; the details are in {log}."

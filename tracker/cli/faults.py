"""What went wrong, in one line that says what to do; a traceback goes to a file, never to the terminal."""

import sys
import traceback
from collections.abc import Callable

import click
import sqlalchemy as sa

from tracker.domain.dates import now
from tracker.domain.errors import TrackerError
from tracker.settings import read_settings

FAILURE, BAD_USE, INTERRUPTED = 1, 2, 130
LOG = "errors.log"
_UNKNOWN_DATABASE = (
    "TRACKER_DATABASE_URL is no address of a database: give postgresql+psycopg://USER@HOST/NAME, or nothing for SQLite."
)


def guarded(work: Callable[[], object]) -> int:
    """Do the work; the exit code it ends with. Whatever is raised becomes a line on standard error."""
    try:
        result = work()
    except click.UsageError as error:
        return say(_usage(error), BAD_USE)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as error:
        return say(error.code, FAILURE) if isinstance(error.code, str) else error.code or 0
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone: there is nobody to tell
        return FAILURE
    except Exception as error:  # noqa: BLE001 - the last line of defence: nobody is shown a traceback
        return say(explained(error), FAILURE)
    return result if isinstance(result, int) else 0


def say(message: str, code: int) -> int:
    """Print the line; hand back the exit code."""
    click.echo(f"tracker: {' '.join(message.split())}", err=True)
    return code


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


def _usage(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx else "tracker"
    return f"{error.format_message()} See: {where} --help"


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

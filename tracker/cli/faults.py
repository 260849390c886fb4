"""Ending with an exit code: whatever goes wrong is one line on standard error, never a traceback."""

import sys
from collections.abc import Callable

import click

FAILURE, BAD_USE, INTERRUPTED = 1, 2, 130


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
        from tracker.cli.explained import explained  # noqa: PLC0415 - it knows the database's errors: only a failure waits for it

        return say(explained(error), FAILURE)
    return result if isinstance(result, int) else 0


def say(message: str, code: int) -> int:
    """Print the line; hand back the exit code."""
    click.echo(f"tracker: {' '.join(message.split())}", err=True)
    return code


def _usage(error: click.UsageError) -> str:
    where = error.ctx.command_path if error.ctx else "tracker"
    return f"{error.format_message()} See: {where} --help"

"""What is missing on this machine and inconsistent in the data."""

import ctypes.util
import tempfile
from collections.abc import Iterator
from datetime import timedelta

import click
import sqlalchemy as sa

from tracker import storage
from tracker.cli.explained import explained
from tracker.cli.faults import FAILURE
from tracker.domain.dates import now, today
from tracker.domain.queries import doctor as data
from tracker.domain.queries import reminding
from tracker.migrations.newest import is_newest
from tracker.settings import ROOT, Settings, read_settings
from tracker.store import make_engine, open_session

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
FONTS = ROOT / "static" / "fonts"
UNSEEN = timedelta(minutes=2)


@click.command()
def doctor() -> int:
    """Say what is missing on this machine and inconsistent in the data; 1 where anything is broken."""
    settings = read_settings()
    problems = [*_machine(settings)]
    warnings: list[str] = []
    engine = make_engine(settings.database_url)
    try:
        _database(engine, settings, problems, warnings)
    finally:
        engine.dispose()
    for warning in warnings:
        click.echo(f"warning: {warning}")
    for problem in problems:
        click.echo(f"problem: {problem}")
    click.echo(f"{len(problems)} problems, {len(warnings)} warnings")
    return FAILURE if problems else 0


def _machine(settings: Settings) -> Iterator[str]:
    for library, package in LIBRARIES.items():
        if ctypes.util.find_library(library) is None:
            yield f"The library {library} is missing, without it no brief is printed: install {package}."
    if not any(FONTS.glob("*.ttf")):
        yield f"The briefs' fonts are missing from {FONTS}: fetch the project's files again."
    for folder in (settings.instance, settings.documents):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            yield f"Nothing can be written into {folder} ({error.strerror}): give this user the right, or set TRACKER_INSTANCE."


def _database(engine: sa.Engine, settings: Settings, problems: list[str], warnings: list[str]) -> None:
    try:
        if not is_newest(engine):
            problems.append("The database is not up to date: run tracker init.")
            return
        with open_session(engine) as session:
            problems += data.broken(session)
            warnings += data.remarks(session, today=today(), unseen_since=now() - UNSEEN)
            kept = data.kept_files(session)
            if reminding.is_wanted(session) and not settings.smtp_url:
                warnings.append(f"Reminders are written into {settings.mail}: set TRACKER_SMTP_URL to have them sent.")
    except sa.exc.SQLAlchemyError as error:
        problems.append(explained(error))
        return
    _files(settings, kept, problems, warnings)


def _files(settings: Settings, kept: list[tuple[str, str]], problems: list[str], warnings: list[str]) -> None:
    """Files that rows name and that are not there, and files that no row names."""
    where = settings.storage or settings.documents
    try:
        place = storage.of(settings)
        there = {file.name for file in place.listed()}
        unnamed = storage.orphans(place, {sha256 for _, sha256 in kept})
    except storage.StorageError as error:
        problems.append(f"{error} (TRACKER_STORAGE is {settings.storage})" if settings.storage else str(error))
        return
    problems += [
        f"The file of the {what} is missing: {sha256} in {where}." for what, sha256 in kept if sha256 not in there
    ]
    if unnamed:
        warnings.append(f"Files that nothing names any more: {len(unnamed)} in {where}; tracker sweep removes them.")

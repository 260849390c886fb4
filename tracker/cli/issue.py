"""Issuing a brief from the command line: printed in this process, numbered and kept, beside a running worker."""

import os
from pathlib import Path

import click
import sqlalchemy as sa

from tracker import handlers, storage
from tracker.cli.database import unit
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.errors import Overtaken, TrackerError
from tracker.domain.models import Brief
from tracker.domain.rules import Viewer
from tracker.settings import Settings


def issued(engine: sa.Engine, settings: Settings, order: BriefOrder, viewer: Viewer, out: Path) -> None:
    """Issue the brief, write the kept file and say its number. What cannot be written is found out before."""
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise TrackerError(f"{out} cannot be written, so that nothing was issued: name another file.")
    brief, pdf = _kept(engine, settings, order, viewer)
    try:
        out.write_bytes(pdf)
    except OSError as error:
        raise TrackerError(
            f"Issued as {brief.number}; {out}: {error.strerror}. The file is among the briefs."
        ) from error
    click.echo(brief.number)
    say_doubts(brief.doubts)


def say_doubts(number: int) -> None:
    """Say that a printed brief is marked, beside what a script reads."""
    if number:
        click.echo(f"Unverified: things to look at, listed at its end: {number}.", err=True)


def _kept(engine: sa.Engine, settings: Settings, order: BriefOrder, viewer: Viewer) -> tuple[Brief, bytes]:
    """The brief and the kept file; made anew as often as another brief of the series is stored first."""
    while True:
        keep = handlers.made(settings, engine, order, viewer)
        try:
            with unit(engine, viewer.name) as session:
                brief = session.get_one(Brief, keep(session)["brief_id"])
        except Overtaken:
            continue
        file = storage.of(settings).open(brief.sha256)
        if file is None:
            raise TrackerError(f"Issued as {brief.number}, and its file is missing: run tracker doctor.")
        with file:
            return brief, file.read()

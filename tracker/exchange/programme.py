"""Loading a programme file (docs/programme-file.md)."""

from pathlib import Path

from sqlalchemy.orm import Session
from sqlmodel import col, select

from tracker.domain.actions import territories
from tracker.domain.actions.merging import written_by
from tracker.domain.models import Record, RowVersion
from tracker.exchange.programme_checks import checked, refuse_circles
from tracker.exchange.programme_report import Report
from tracker.exchange.programme_rows import rows_of
from tracker.exchange.programme_texts import add_texts
from tracker.exchange.programme_writing import Writer
from tracker.exchange.yaml_file import read

ACTOR = "programme file"


def load(session: Session, path: Path) -> Report:
    """Bring the tracker's records to what the file says; flushes, never commits. Safe to repeat.

    The table of territories, which every file refers to, is brought up to date first. What a person changed since the last load is kept and reported, and what the file has no longer is left alone.
    Raises Refused or RefusedMany, naming file, record and key, before anything is written.
    """
    file = checked(path.name, read(path))
    rows = rows_of(file)
    add_texts(rows, path)
    refuse_circles(path.name, rows)
    territories.load(session)
    report, why = Report(path.name), f"loaded from {path.name}"
    with written_by(session, ACTOR, why):
        writer = Writer(session, file.file, report)
        writer.write(rows)
    report.gone = _gone(session, why, set(writer.rows))
    return report


def _gone(session: Session, why: str, present: set[int]) -> list[str]:
    """Records that an earlier load of the same file made and that it has no longer."""
    made = session.scalars(
        select(RowVersion.record_id).where(
            col(RowVersion.entity) == "record",
            col(RowVersion.change) == "insert",
            col(RowVersion.actor) == ACTOR,
            col(RowVersion.why) == why,
        )
    )
    ids = sorted({key for key in made if key is not None} - present)
    records = session.scalars(
        select(Record).where(col(Record.id).in_(ids), col(Record.archived_at).is_(None)).order_by(col(Record.id))
    )
    return [f"{record.kind.value} · {record.code}" for record in records]

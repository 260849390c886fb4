"""What a new tracker starts with: the table of territories and the programme of 2004."""

from importlib import resources
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.domain.actions import territories
from tracker.exchange import programme
from tracker.exchange.programme_report import Report

PROGRAMME = Path(str(resources.files("tracker").joinpath("data/programme-2004.yaml")))


def load(session: Session) -> Report:
    """Load the territories and the first programme; flushes, never commits. Safe to repeat."""
    territories.load(session)
    return programme.load(session, PROGRAMME)

"""Changing how a programme is reported to."""

from sqlalchemy.orm import Session

from tracker.domain.drafts.programmes import ReportingDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Programme

REPORTING = ("reporting", "reporting_days")


def set_reporting(session: Session, *, programme: Programme, draft: ReportingDraft, version: int | None) -> None:
    """Say how often projects report and when that is due; raises Clash when somebody saved it since `version`."""
    if version != programme.version:
        raise Clash(programme.version)
    for name in REPORTING:
        if getattr(programme, name) != getattr(draft, name):
            setattr(programme, name, getattr(draft, name))
    session.flush()

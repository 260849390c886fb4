"""Milestones, risks and action points of a project: added, changed, taken away."""

from typing import TypeVar

from sqlalchemy.orm import Session

from tracker.domain.codes import ActionState, RecordKind
from tracker.domain.dates import now
from tracker.domain.drafts.projects import ActionPointDraft, MilestoneDraft, RiskDraft
from tracker.domain.errors import Clash
from tracker.domain.models import ActionPoint, Milestone, Project, Record, Risk
from tracker.domain.rules import Viewer

Row = Milestone | Risk | ActionPoint
Draft = MilestoneDraft | RiskDraft | ActionPointDraft
OneRow = TypeVar("OneRow", Milestone, Risk, ActionPoint)

TABLES: dict[RecordKind, tuple[type[Milestone | Risk | ActionPoint], type[Draft]]] = {
    RecordKind.milestone: (Milestone, MilestoneDraft),
    RecordKind.risk: (Risk, RiskDraft),
    RecordKind.action_point: (ActionPoint, ActionPointDraft),
}
"""The parts that are edited on the project's page: the table and the draft of each."""


def add(
    session: Session, *, project: Project, kind: RecordKind, viewer: Viewer, draft: Draft, language: str = "en"
) -> Row:
    """Add a part to a project."""
    record = Record(
        kind=kind,
        parent_id=project.id,
        visibility=project.record.visibility,
        language=language,
        created_by_id=viewer.user_id,
    )
    row = TABLES[kind][0](record=record, project_id=project.id or 0, title=draft.title)
    _fill(row, draft)
    session.add(row)
    session.flush()
    return row


def edit(session: Session, *, row: Row, draft: Draft, version: int | None) -> Row:
    """Change a part; raises Clash when somebody saved it since `version`."""
    if version != row.version:
        raise Clash(row.version)
    _fill(row, draft)
    session.flush()
    return row


def move(session: Session, *, row: ActionPoint, state: ActionState, version: int | None) -> ActionPoint:
    """Say that an action point is done, or open again; raises Clash when somebody saved it since `version`."""
    if version != row.version:
        raise Clash(row.version)
    row.state = state
    session.flush()
    return row


def take_away(session: Session, *, row: Row, version: int | None) -> None:
    """Take a part off the page; its history stays, and it can be brought back."""
    if version != row.version:
        raise Clash(row.version)
    row.record.archived_at = now()
    session.flush()


def bring_back(session: Session, *, row: Row) -> None:
    """Undo `take_away`."""
    row.record.archived_at = None
    session.flush()


def _fill(row: Row, draft: Draft) -> None:
    """Set what differs. A milestone's date that a person gives is confirmed by that: from now on it may be late."""
    for name in type(draft).model_fields:
        if getattr(row, name) != getattr(draft, name):
            setattr(row, name, getattr(draft, name))
    if isinstance(row, Milestone):
        row.confirmed_at = now() if row.due else None

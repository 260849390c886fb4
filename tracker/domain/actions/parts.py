"""Parts of a record, such as milestones, signatures, steps, findings: added, changed, taken away, brought back.

Each kind says in a `PartType` which table and draft it has and which column names its owner; the acts are the same
for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import SQLModel

from tracker.domain.actions import citations
from tracker.domain.actions.records import add_record
from tracker.domain.codes import ActionState, RecordKind
from tracker.domain.dates import now
from tracker.domain.drafts.money import Priced
from tracker.domain.drafts.projects import ActionPointDraft, MilestoneDraft, RiskDraft
from tracker.domain.drafts.sources import Sourced
from tracker.domain.errors import Clash
from tracker.domain.models import ActionPoint, Milestone, Risk
from tracker.domain.money import Money
from tracker.domain.queries.changes import Base

Row = Any
"""A row of one of the parts' tables."""


def _nothing_more(_session: Session, _row: Row, _draft: Any) -> None:  # noqa: ANN401 - a draft of any kind
    return


def _no_ties(_session: Session, _row: Row, _draft: Any) -> bool:  # noqa: ANN401 - as above
    return False


def _no_fields(_session: Session, _row: Row) -> dict[str, Any]:
    return {}


def _no_past(_session: Session, _part_id: int, _then: Base) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class PartType:
    """What a kind of part is.

    `owner`: the column that names the record it belongs to. Fields of the draft that are columns (or dates, amounts) of
    the table are set by name; `fill` sets whatever else the draft says, before the flush, and may refuse; `after` is
    called when the part stands as it is to stand, also when it went or came back, to keep what is derived from it, and
    may refuse as well. `currency`: of an amount whose currency stands in another row.
    `tie` makes the part's links, once it has a number, and says whether any changed. `more` is what the form shows
    beside the columns, `was` the same as it stood at an earlier version, for a clash.
    """

    kind: RecordKind
    table: type[Any]
    draft: type[SQLModel]
    owner: str
    fill: Callable[[Session, Row, Any], None] = _nothing_more
    after: Callable[[Session, Row], None] | None = None
    currency: Callable[[Session, Row], str | None] | None = None
    tie: Callable[[Session, Row, Any], bool] = _no_ties
    more: Callable[[Session, Row], dict[str, Any]] = _no_fields
    was: Callable[[Session, int, Base], dict[str, Any]] = _no_past


def add(session: Session, part: PartType, *, owner: Any, draft: Any, language: str = "en") -> Row:  # noqa: ANN401
    """Add a part to its owner, a row with a record; flushes."""
    record = add_record(session, kind=part.kind, parent=owner.record, language=language)
    row = part.table(record=record, **{part.owner: owner.id})
    _fill(session, part, row, draft)
    session.add(row)
    session.flush()
    _hang(session, part, row, draft)
    _finish(session, part, row)
    return row


def edit(session: Session, part: PartType, *, row: Row, draft: Any, version: int | None) -> Row:  # noqa: ANN401
    """Change a part; raises Clash when somebody saved it since `version`."""
    if version != row.version:
        raise Clash(row.version)
    _fill(session, part, row, draft)
    session.flush()
    if _hang(session, part, row, draft):
        flag_modified(row, "changed_at")  # a new version also where only its source or links change
    _finish(session, part, row)
    return row


def move(session: Session, *, row: ActionPoint, state: ActionState, version: int | None) -> ActionPoint:
    """Say that an action point is done, or open again; raises Clash when somebody saved it since `version`."""
    if version != row.version:
        raise Clash(row.version)
    row.state = state
    session.flush()
    return row


def take_away(session: Session, part: PartType, *, row: Row, version: int | None) -> None:
    """Take a part off the page; its history stays, and it can be brought back."""
    if version != row.version:
        raise Clash(row.version)
    row.record.archived_at = now()
    _finish(session, part, row)


def bring_back(session: Session, part: PartType, *, row: Row) -> None:
    """Undo `take_away`."""
    row.record.archived_at = None
    _finish(session, part, row)


def standing(session: Session, part: PartType, row: Row) -> dict[str, Any]:
    """What the part's form shows: each field of the draft as the row has it now."""
    shown = {name: getattr(row, name) for name in part.draft.model_fields if hasattr(row, name)}
    if issubclass(part.draft, Priced):
        shown["amount"] = row.amount.major if row.amount else None
    if part.currency:
        shown["amount"] = major(row.amount_minor, part.currency(session, row))
    if issubclass(part.draft, Sourced):
        shown |= citations.stated(session, row.id)
    return shown | part.more(session, row)


def major(minor: int | None, currency: str | None) -> Decimal | None:
    """An amount as a form shows it, of the minor units that history keeps."""
    return Money(minor, currency).major if minor is not None and currency else None


def _fill(session: Session, part: PartType, row: Row, draft: Any) -> None:  # noqa: ANN401
    """Set what differs, so that saving what stands already changes nothing."""
    priced = isinstance(draft, Priced)
    for name in type(draft).model_fields:
        if not hasattr(row, name) or (priced and name in {"amount", "currency"}):
            continue
        if getattr(row, name) != getattr(draft, name):
            setattr(row, name, getattr(draft, name))
    if priced and row.amount != draft.money:
        row.amount = draft.money
    part.fill(session, row, draft)


def _hang(session: Session, part: PartType, row: Row, draft: Any) -> bool:  # noqa: ANN401
    """Its links and its source, which stand in rows of their own; says whether anything changed."""
    tied = part.tie(session, row, draft)
    return (isinstance(draft, Sourced) and citations.cite(session, row.id, draft)) or tied


def _finish(session: Session, part: PartType, row: Row) -> None:
    session.flush()
    if part.after:
        part.after(session, row)


def _confirm(_session: Session, row: Milestone, _draft: MilestoneDraft) -> None:
    """A milestone's date that a person gives is confirmed by that: from now on it may be late."""
    row.confirmed_at = now() if row.due else None


MILESTONE = PartType(RecordKind.milestone, Milestone, MilestoneDraft, "project_id", fill=_confirm)
RISK = PartType(RecordKind.risk, Risk, RiskDraft, "project_id")
ACTION_POINT = PartType(RecordKind.action_point, ActionPoint, ActionPointDraft, "project_id")

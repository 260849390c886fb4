"""Beginning, keeping, closing and opening a review, and what is decided in it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.actions import parts
from tracker.domain.actions.parts import ACTION_POINT, PartType
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.codes import N_, RecordKind, ReviewState
from tracker.domain.dates import now, today
from tracker.domain.drafts.projects import ActionPointDraft
from tracker.domain.drafts.reviews import DecisionDraft, ReviewDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import ActionPoint, Decision, Programme, Project, Review, ReviewProject
from tracker.domain.queries import linked, scope_selection
from tracker.domain.queries import reviews as queries
from tracker.domain.rules import Viewer
from tracker.domain.selections import filters

DECISION = PartType(RecordKind.decision, Decision, DecisionDraft, "review_id")
PARTS: dict[str, PartType] = {"decisions": DECISION, "actions": ACTION_POINT}
"""What is written down in a review, by the word that addresses have for it."""

COLUMNS = ("title", "held_day", "since", "participants")


def begin(session: Session, *, viewer: Viewer, selection: str, draft: ReviewDraft, language: str = "en") -> Review:
    """Begin a review of the projects that a selection finds; from now on they and their order stay the same.

    Raises Refused where it finds none.
    """
    project_ids = queries.in_order(session, scope_selection.found(session, viewer, selection, day=today()))
    if not project_ids:
        raise Refused("selection", N_("No project fits this list any more. Choose another list."))
    former = queries.former_of(session, selection)
    programme = linked.one(session, viewer, Programme, RecordKind.programme, filters(selection).get("programme", ""))
    record = add_record(
        session,
        kind=RecordKind.review,
        code=free_code(session, RecordKind.review, f"review {draft.held_day.isoformat()}"),
        language=language,
    )
    review = Review(
        record=record,
        selection=selection,
        programme_id=programme.id if programme else None,
        former_id=former.id if former else None,
        **{name: getattr(draft, name) for name in COLUMNS},
    )
    session.add(review)
    session.flush()
    _line_up(session, review, project_ids)
    return review


def _line_up(session: Session, review: Review, project_ids: Sequence[int]) -> None:
    session.add_all(
        ReviewProject(review_id=review.id or 0, project_id=key, position=place)
        for place, key in enumerate(project_ids, start=1)
    )
    session.flush()


def edit(session: Session, *, review: Review, draft: ReviewDraft, version: int | None) -> Review:
    """Change what is said of a review; raises Clash when somebody saved it since `version`."""
    _still(review, version)
    for name in COLUMNS:
        if getattr(review, name) != getattr(draft, name):
            setattr(review, name, getattr(draft, name))
    session.flush()
    return review


def discuss(session: Session, *, review: Review, project_id: int, seen: bool) -> None:
    """Say that a project was discussed, or was not after all."""
    hold(session, review)
    found = session.scalars(
        sa.select(ReviewProject).where(
            col(ReviewProject.review_id) == review.id, col(ReviewProject.project_id) == project_id
        )
    ).one()
    if (found.seen_at is not None) != seen:
        found.seen_at = now() if seen else None
    session.flush()


def decide(
    session: Session, *, review: Review, project: Project | None, draft: DecisionDraft, language: str = "en"
) -> Decision:
    """Write down a decision about a project, or about none; flushes. Raises Refused when the review is closed."""
    hold(session, review)
    owner: Any = project or review
    record = add_record(session, kind=RecordKind.decision, parent=owner.record, language=language)
    decision = Decision(
        record=record, review_id=review.id or 0, project_id=project.id if project else None, text=draft.text
    )
    session.add(decision)
    session.flush()
    return decision


def agree(
    session: Session, *, review: Review, project: Project, draft: ActionPointDraft, language: str = "en"
) -> ActionPoint:
    """Write down what somebody has to do by a day, as the review agreed; flushes."""
    hold(session, review)
    point: ActionPoint = parts.add(session, ACTION_POINT, owner=project, draft=draft, language=language)
    point.review_id = review.id
    session.flush()
    return point


def close(session: Session, *, viewer: Viewer, review: Review, version: int | None) -> None:
    """Close a review: from now on it is only read. Raises Clash when somebody saved it since `version`."""
    _lock(session, review)
    _still(review, version)
    review.state = ReviewState.closed
    review.closed_at = now()
    review.closed_by_id = viewer.user_id
    session.flush()


def reopen(session: Session, *, review: Review, why: str, version: int | None) -> None:
    """Open a closed review again; the reason stands in its history. Raises Clash as above."""
    _still(review, version)
    session.info["why"] = why
    review.state = ReviewState.open
    review.closed_at = None
    review.closed_by_id = None
    session.flush()


def hold(session: Session, review: Review) -> None:
    """Keep an open review from being closed while something is written in it; raises Refused when it is closed."""
    _lock(session, review)
    if review.closed_at is not None:
        raise Refused("", N_("This review is closed: it is only read."))


def _lock(session: Session, review: Review) -> None:
    """The review as it stands now, until the unit ends."""
    session.refresh(review, with_for_update={"of": Review})


def _still(review: Review, version: int | None) -> None:
    if version != review.version:
        raise Clash(review.version)

"""A review as its minute tells it: the rows of what was decided and agreed, and what changed of each project."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from tracker.domain.errors import NotFound
from tracker.domain.models import ActionPoint, Decision, Review, User
from tracker.domain.queries import review_changes, reviews
from tracker.domain.queries.review_changes import Changed
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class Agreed:
    """An action point with its project's title as first written, and whoever has to do it."""

    row: ActionPoint
    project: str
    owner: str | None


@dataclass(frozen=True)
class Decided:
    """A decision with its project's title as first written; None where it is about none."""

    row: Decision
    project: str | None


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A review with what was said in it. `places`: the position of each project; `seen`: those that were discussed.

    `changed` is by project, None where there is no day to compare with. `before`: the day of the review before it, and
    `former` the actions that it agreed.
    """

    row: Review
    places: Mapping[int, int]
    seen: frozenset[int]
    decisions: Sequence[Decided]
    actions: Sequence[Agreed]
    before: date | None
    former: Sequence[Agreed]
    changed: Mapping[int, Changed] | None
    typed_by: tuple[str, ...]
    closed_by: str | None
    named: frozenset[int]
    """The records that the changes name, and the projects of what was decided and agreed."""

    @property
    def rows(self) -> list[Any]:
        """What is told of beside the projects."""
        return [*(one.row for one in self.decisions), *(one.row for one in (*self.actions, *self.former))]


def of(session: Session, viewer: Viewer, code: str) -> Reviewed:
    """The review with this code as this person may know it; raises NotFound."""
    review = reviews.by_code(session, viewer, code)
    if review is None or review.record.archived_at is not None:
        raise NotFound(f"There is no review “{code}”.")
    links = reviews.links(session, viewer, review)
    since, until = reviews.since(session, review), review.closed_at
    ids = [one.project_id for one in links]
    changed = review_changes.changed(session, viewer, ids, since, until) if since else None
    before = reviews.former(session, review)
    decided = [Decided(*one) for one in reviews.decision_rows(session, viewer, review)]
    agreed = [Agreed(*one) for one in reviews.action_rows(session, viewer, review.id)]
    earlier = [Agreed(*one) for one in reviews.action_rows(session, viewer, before.id)] if before else []
    about = {one.row.project_id for one in (*agreed, *earlier)}
    about |= {one.row.project_id for one in decided if one.row.project_id}
    closed_by = session.get(User, review.closed_by_id) if review.closed_by_id else None
    return Reviewed(
        row=review,
        places={one.project_id: one.position for one in links},
        seen=frozenset(one.project_id for one in links if one.seen_at),
        decisions=decided,
        actions=agreed,
        before=before.held_day if before else None,
        former=earlier,
        changed=changed,
        typed_by=tuple(reviews.typed_by(session, viewer, review)),
        closed_by=closed_by.name if closed_by else None,
        named=frozenset(review_changes.ids_in((changed or {}).values()) | about),
    )

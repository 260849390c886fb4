"""Reviews, and what was decided and agreed in them, as their readers may know it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain import rules
from tracker.domain.codes import ActionState, Health, RecordKind, ReviewState, Role, Stage
from tracker.domain.models import (
    ActionPoint,
    Decision,
    Project,
    ProjectMember,
    Record,
    Review,
    ReviewProject,
    User,
)
from tracker.domain.queries import linked, paging, projects, texts
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rules import EVERYTHING, Viewer

_OWN = aliased(Record)
"""The record of a part, beside that of the project it belongs to."""


@dataclass(frozen=True)
class Stop:
    """A project as a review comes to it: at which place, and when it was discussed."""

    position: int
    project_id: int
    code: str
    title: Said
    stage: Stage
    health: Health
    territories: list[TerritoryLabel]
    seen_at: datetime | None


@dataclass(frozen=True)
class DecisionLine:
    """A decision; `position` is the place of its project in the review, None where it is about none."""

    id: int
    version: int
    position: int | None
    text: Said
    by: str | None


@dataclass(frozen=True)
class ActionLine:
    """What somebody has to do; `late`: it is open and its day has passed."""

    id: int
    version: int
    project_id: int
    project_code: str
    project: Said
    title: Said
    owner_id: int | None
    owner: str | None
    due: date | None
    state: ActionState
    late: bool
    position: int | None = None

    @property
    def lacks(self) -> bool:
        """Is it not said who does it, or by when?"""
        return self.state == ActionState.open and (self.owner_id is None or self.due is None)


@dataclass(frozen=True)
class ReviewLine:
    """A review in a list, with how many of its projects, decisions and actions this person may see."""

    code: str
    title: Said
    held_day: date
    state: ReviewState
    projects: int
    seen: int
    decisions: int
    actions: int
    open_actions: int


def by_code(session: Session, viewer: Viewer, code: str) -> Review | None:
    """The review, if this person may see it."""
    review = linked.one(session, viewer, Review, RecordKind.review, code)
    if review is None or not rules.can_see_review(viewer, project_ids(session, review)):
        return None
    return review


def project_ids(session: Session, review: Review) -> frozenset[int]:
    """All projects that a review goes through."""
    return frozenset(
        session.scalars(sa.select(col(ReviewProject.project_id)).where(col(ReviewProject.review_id) == review.id))
    )


def in_order(session: Session, ids: Collection[int]) -> list[int]:
    """Projects in the order in which a review goes through them: by title."""
    rows = session.scalars(
        sa.select(col(Project.id))
        .where(col(Project.id).in_(ids))
        .order_by(sa.func.lower(col(Project.title)), col(Project.id))
    )
    return [key for key in rows if key]


def former_of(session: Session, selection: str) -> Review | None:
    """The latest review of the same selection."""
    return session.scalars(_of_selection(selection).limit(1)).first()


def open_one(session: Session, selection: str) -> Review | None:
    """The latest review of the selection that is still open."""
    return session.scalars(_of_selection(selection).where(col(Review.state) == ReviewState.open).limit(1)).first()


def _of_selection(selection: str) -> Statement:
    return (
        sa.select(Review)
        .join(Record, col(Record.id) == Review.id)
        .where(col(Review.selection) == selection, col(Record.archived_at).is_(None))
        .order_by(col(Review.held_day).desc(), col(Review.id).desc())
    )


def former(session: Session, review: Review) -> Review | None:
    """The review before this one."""
    return session.get(Review, review.former_id) if review.former_id else None


def since(session: Session, review: Review) -> datetime | None:
    """The moment from which on a review asks what changed: the former review's closing, else the end of the day (UTC)."""
    if review.since is None:
        return None
    before = former(session, review)
    if before and before.held_day == review.since and before.closed_at:
        return before.closed_at
    return datetime.combine(review.since + timedelta(days=1), time(), UTC)


def stops(session: Session, reader: Reader, review: Review, position: int | None = None) -> list[Stop]:
    """The projects of a review that this person may see, in their order, or the one at a place; three queries."""
    here = sa.true() if position is None else col(ReviewProject.position) == position
    rows = session.execute(
        sa.select(ReviewProject, Project, col(Record.code))
        .join(Project, col(Project.id) == ReviewProject.project_id)
        .join(Record, col(Record.id) == Project.id)
        .where(col(ReviewProject.review_id) == review.id, visible_to(reader.viewer), here)
        .order_by(col(ReviewProject.position))
    ).all()
    ids = [link.project_id for link, *_ in rows]
    words = texts.load(session, reader.language, ids)
    where = projects.territories_of(session, ids, language=reader.language, day=reader.day) if ids else {}
    return [
        Stop(
            position=link.position,
            project_id=link.project_id,
            code=code or "",
            title=words.on(project, "title") or Said(project.title, reader.language),
            stage=project.stage,
            health=project.health,
            territories=where.get(link.project_id, []),
            seen_at=link.seen_at,
        )
        for link, project, code in rows
    ]


def links(session: Session, viewer: Viewer, review: Review) -> list[ReviewProject]:
    """The places of the projects that this person may see, in their order."""
    found = session.scalars(
        sa.select(ReviewProject)
        .join(Record, col(Record.id) == ReviewProject.project_id)
        .where(col(ReviewProject.review_id) == review.id, visible_to(viewer))
        .order_by(col(ReviewProject.position))
    )
    return list(found)


def decision_rows(session: Session, viewer: Viewer, review: Review) -> list[tuple[Decision, str | None]]:
    """What was decided, as far as this person may know of the projects, with the project's title, as it was written."""
    rows = session.execute(_decisions(viewer).where(col(Decision.review_id) == review.id))
    return [(one, project) for one, _, _, project in rows]


def action_rows(session: Session, viewer: Viewer, review_id: int | None) -> list[tuple[ActionPoint, str, str | None]]:
    """What was agreed, as far as this person may know of the projects, with the project's title and the owner's name."""
    rows = session.execute(_actions(viewer).where(col(ActionPoint.review_id) == review_id))
    return [(one, project, name) for one, _, project, name, _ in rows]


def decisions(session: Session, reader: Reader, review: Review) -> list[DecisionLine]:
    """What was decided, as far as this person may know of the projects, in the order in which it was written; two queries."""
    rows = session.execute(_decisions(reader.viewer).where(col(Decision.review_id) == review.id)).all()
    words = texts.load(session, reader.language, (one.id for one, *_ in rows))
    return [
        DecisionLine(
            id=one.id,
            version=one.version,
            position=position,
            text=words.on(one, "text") or Said(one.text, reader.language),
            by=name,
        )
        for one, name, position, _ in rows
    ]


def _decisions(viewer: Viewer) -> Statement:
    seen = sa.or_(col(Decision.project_id).is_(None), col(Decision.project_id).in_(_known(viewer)))
    place = sa.and_(
        col(ReviewProject.review_id) == Decision.review_id, col(ReviewProject.project_id) == Decision.project_id
    )
    return (
        sa.select(Decision, col(User.name), col(ReviewProject.position), col(Project.title))
        .join(_OWN, col(_OWN.id) == Decision.id)
        .outerjoin(Project, col(Project.id) == Decision.project_id)
        .outerjoin(User, col(User.id) == _OWN.created_by_id)
        .outerjoin(ReviewProject, place)
        .where(seen, col(_OWN.archived_at).is_(None))
        .order_by(col(Decision.id))
    )


def actions(session: Session, reader: Reader, review_id: int | None) -> list[ActionLine]:
    """What a review agreed that somebody does, as far as this person may know of the projects; two queries."""
    if review_id is None:
        return []
    rows = session.execute(_actions(reader.viewer).where(col(ActionPoint.review_id) == review_id)).all()
    words = texts.load(session, reader.language, [key for one, *_ in rows for key in (one.id, one.project_id)])
    return [_action(reader, words, row) for row in rows]


def _action(reader: Reader, words: texts.Texts, row: Any) -> ActionLine:  # noqa: ANN401 - a row of entities
    one, code, project, name, position = row
    late = one.state == ActionState.open and one.due_day is not None and one.due_day < reader.day
    return ActionLine(
        id=one.id,
        version=one.version,
        project_id=one.project_id,
        project_code=code or "",
        project=words.of(one.project_id, "title", project) or Said(project, reader.language),
        title=words.on(one, "title") or Said(one.title, reader.language),
        owner_id=one.owner_id,
        owner=name,
        due=one.due_day,
        state=one.state,
        late=late,
        position=position,
    )


def _actions(viewer: Viewer) -> Statement:
    place = sa.and_(
        col(ReviewProject.review_id) == ActionPoint.review_id, col(ReviewProject.project_id) == ActionPoint.project_id
    )
    return (
        sa.select(ActionPoint, col(Record.code), col(Project.title), col(User.name), col(ReviewProject.position))
        .join(Project, col(Project.id) == ActionPoint.project_id)
        .join(Record, col(Record.id) == Project.id)
        .join(_OWN, col(_OWN.id) == ActionPoint.id)
        .outerjoin(User, col(User.id) == ActionPoint.owner_id)
        .outerjoin(ReviewProject, place)
        .where(visible_to(viewer), col(_OWN.archived_at).is_(None))
        .order_by(col(ActionPoint.id))
    )


def _known(viewer: Viewer) -> sa.Select[Any]:
    """The ids of all records that this person may know of, put away or not: what was decided of them stands."""
    return sa.select(col(Record.id)).where(visible_to(viewer)).correlate(None)


def typed_by(session: Session, viewer: Viewer, review: Review) -> list[str]:
    """Who began the review and wrote in it what this person may know of, by name; one query."""
    known = _known(viewer)
    decided = sa.or_(col(Decision.project_id).is_(None), col(Decision.project_id).in_(known))
    rows = sa.union(
        sa.select(col(Decision.id)).where(col(Decision.review_id) == review.id, decided),
        sa.select(col(ActionPoint.id)).where(
            col(ActionPoint.review_id) == review.id, col(ActionPoint.project_id).in_(known)
        ),
        sa.select(col(Review.id)).where(col(Review.id) == review.id),
    ).subquery()
    made = sa.select(col(Record.created_by_id)).where(
        col(Record.id).in_(sa.select(rows)), col(Record.archived_at).is_(None)
    )
    found = session.scalars(sa.select(col(User.name)).where(col(User.id).in_(made)).order_by(col(User.name)))
    return list(found)


def listed(session: Session, reader: Reader, *, page: int, per_page: int) -> paging.Page[ReviewLine]:
    """The reviews that this person may see, open ones first, then the latest; three queries."""

    def read(rows: Sequence[Any]) -> list[ReviewLine]:
        words = texts.load(session, reader.language, (review.id for review, *_ in rows))
        return [
            ReviewLine(
                code=code or "",
                title=words.on(review, "title") or Said(review.title, reader.language),
                held_day=review.held_day,
                state=review.state,
                projects=counts[0],
                seen=counts[1],
                decisions=counts[2],
                actions=counts[3],
                open_actions=counts[4],
            )
            for review, code, *counts in rows
        ]

    return paging.paged(session, _reviews(reader.viewer), read, number=page, per_page=per_page)


def _reviews(viewer: Viewer) -> Statement:
    seen = _known(viewer)
    stop = sa.and_(col(ReviewProject.review_id) == Review.id, col(ReviewProject.project_id).in_(seen))
    decided = sa.and_(
        col(Decision.review_id) == Review.id,
        col(_OWN.archived_at).is_(None),
        sa.or_(col(Decision.project_id).is_(None), col(Decision.project_id).in_(seen)),
    )
    agreed = sa.and_(
        col(ActionPoint.review_id) == Review.id,
        col(_OWN.archived_at).is_(None),
        col(ActionPoint.project_id).in_(seen),
    )
    of_parts = sa.select(sa.func.count()).correlate(Review)
    stops_of = sa.select(sa.func.count()).select_from(ReviewProject).correlate(Review).where(stop)
    actions_of = of_parts.select_from(ActionPoint).join(_OWN, col(_OWN.id) == ActionPoint.id).where(agreed)
    found = (
        sa.select(
            Review,
            col(Record.code),
            stops_of.scalar_subquery(),
            stops_of.where(col(ReviewProject.seen_at).is_not(None)).scalar_subquery(),
            of_parts.select_from(Decision).join(_OWN, col(_OWN.id) == Decision.id).where(decided).scalar_subquery(),
            actions_of.scalar_subquery(),
            actions_of.where(col(ActionPoint.state) == ActionState.open).scalar_subquery(),
        )
        .join(Record, col(Record.id) == Review.id)
        .where(linked.live(viewer), seen_as_review(viewer))
    )
    return found.order_by(
        sa.case((col(Review.state) == ReviewState.open, 0), else_=1), col(Review.held_day).desc(), col(Review.id).desc()
    )


def seen_as_review(viewer: Viewer) -> sa.ColumnElement[bool]:
    """`rules.can_see_review`, said in SQL, of rows of Review."""
    if viewer.role in EVERYTHING:
        return sa.true()
    if viewer.role != Role.manager:
        return sa.false()
    managed = sa.select(col(ProjectMember.project_id)).where(col(ProjectMember.user_id) == viewer.user_id)
    return col(Review.id).in_(
        sa.select(col(ReviewProject.review_id)).where(col(ReviewProject.project_id).in_(managed.correlate(None)))
    )


def visible_reviews(session: Session, viewer: Viewer, review_ids: Collection[int]) -> dict[int, str]:
    """The codes of those of these reviews that this person may see; one query."""
    rows = session.execute(
        sa.select(col(Review.id), col(Record.code))
        .join(Record, col(Record.id) == Review.id)
        .where(linked.live(viewer), seen_as_review(viewer), col(Review.id).in_(review_ids))
    )
    return {key or 0: code or "" for key, code in rows}

"""A review and one of its projects, with everything that their pages answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain import figures
from tracker.domain.codes import ActionState, Deadline, RecommendationState, RecordKind, ReviewState
from tracker.domain.dates import PartialDate
from tracker.domain.models import AgreementProject, Assessment, Recommendation, Record, Review, Undertaking
from tracker.domain.queries import dossier, linked, project_page, review_changes, reviews, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.parts import Part
from tracker.domain.queries.project_page import ProjectPage
from tracker.domain.queries.review_changes import Changed
from tracker.domain.queries.reviews import ActionLine, DecisionLine, Stop
from tracker.domain.queries.texts import Said, Texts

PASSED = frozenset({Deadline.late, Deadline.to_be_confirmed, Deadline.as_reported})


@dataclass(frozen=True)
class Former:
    """The review before this one, with what became of its actions; `code` is None for who may not see it."""

    code: str | None
    title: str
    held_day: date
    actions: list[ActionLine]


@dataclass(frozen=True)
class ReviewPage:
    """What the page of a review shows."""

    row: Review
    title: Said
    stops: list[Stop]
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    former: Former | None
    typed_by: list[str]
    dossier: Dossier

    @property
    def is_open(self) -> bool:
        return self.row.state == ReviewState.open

    @property
    def lacking(self) -> list[ActionLine]:
        """Actions of which it is not said who does them, or by when."""
        return [one for one in self.actions if one.lacks]

    @property
    def unseen(self) -> list[Stop]:
        """Projects that were not discussed yet."""
        return [one for one in self.stops if one.seen_at is None]

    def stop_of(self, position: int | None) -> Stop | None:
        """The project at a place."""
        return next((one for one in self.stops if one.position == position), None)


def page(session: Session, reader: Reader, review: Review) -> ReviewPage:
    """Everything on the page of a review, in a constant number of queries."""
    around = dossier.load(session, reader, review, beside=[])
    return ReviewPage(
        row=review,
        title=around.say(review, "title") or Said(review.title, reader.language),
        stops=reviews.stops(session, reader, review),
        decisions=reviews.decisions(session, reader, review),
        actions=reviews.actions(session, reader, review.id),
        former=former(session, reader, review),
        typed_by=reviews.typed_by(session, reader.viewer, review),
        dossier=around,
    )


def former(session: Session, reader: Reader, review: Review) -> Former | None:
    """The review before this one, as far as this person may know of what it agreed."""
    before = reviews.former(session, review)
    if before is None:
        return None
    code = reviews.visible_reviews(session, reader.viewer, [before.id or 0]).get(before.id or 0)
    actions = reviews.actions(session, reader, before.id)
    return Former(code, before.title, before.held_day, actions)


@dataclass(frozen=True)
class Overdue:
    """A dated thing of the project that has passed and is not done; `code` leads to the record it stands in."""

    kind: RecordKind
    title: Said
    due: PartialDate
    standing: Deadline
    code: str | None = None
    who: str | None = None


@dataclass(frozen=True)
class Walk:
    """One project of a review: `place` of `places`, between `before` and `after` (their positions; None at the ends)."""

    review: Review
    title: Said
    stop: Stop
    place: int
    places: int
    before: int | None
    after: int | None
    project: ProjectPage
    first: bool
    """Was nothing reviewed before, so that there is no day to compare with?"""
    changed: Changed | None
    texts: Texts
    overdue: list[Overdue]
    risks: list[Part]
    decisions: list[DecisionLine]
    actions: list[ActionLine]
    former: Former | None

    @property
    def is_open(self) -> bool:
        return self.review.state == ReviewState.open

    def name(self, key: int | None, original: str | None) -> Said | None:
        """A record's title or name as the reader meets it."""
        named = (self.texts.of(key, field, original) for field in ("title", "name", "text"))
        return next((one for one in named if one and one.text != original), self.texts.of(key, "title", original))


@dataclass(frozen=True)
class Place:
    """Where a project stands among those of a review that the person may see."""

    stop: Stop
    number: int
    of: int
    before: int | None
    after: int | None


def place(session: Session, reader: Reader, review: Review, position: int) -> Place | None:
    """The project at this position of a review, if this person may see it."""
    found = [one.position for one in reviews.links(session, reader.viewer, review)]
    if position not in found:
        return None
    at = found.index(position)
    (stop,) = reviews.stops(session, reader, review, position)
    return Place(
        stop=stop,
        number=at + 1,
        of=len(found),
        before=found[at - 1] if at else None,
        after=found[at + 1] if at + 1 < len(found) else None,
    )


def walk(session: Session, reader: Reader, review: Review, at: Place) -> Walk:
    """Everything that is asked of one project in a review, in a constant number of queries."""
    own = at.stop.project_id
    seen = project_page.page(session, reader.viewer, at.stop.code, language=reader.language, today=reader.day)
    since = reviews.since(session, review)
    changed = review_changes.changed(session, reader.viewer, [own], since, review.closed_at).get(own) if since else None
    words = texts.load(session, reader.language, [review.id, *review_changes.ids_in([changed] if changed else [])])
    before = former(session, reader, review)
    return Walk(
        review=review,
        title=words.on(review, "title") or Said(review.title, reader.language),
        stop=at.stop,
        place=at.number,
        places=at.of,
        before=at.before,
        after=at.after,
        project=seen,
        first=since is None,
        changed=changed,
        texts=words,
        overdue=[*_overdue_parts(seen), *_promised(session, reader, own), *_asked(session, reader, own)],
        risks=[one for one in seen.parts[RecordKind.risk] if one.done_day is None],
        decisions=[one for one in reviews.decisions(session, reader, review) if one.position == at.stop.position],
        actions=[one for one in reviews.actions(session, reader, review.id) if one.project_id == own],
        former=_of_project(before, own),
    )


def _of_project(before: Former | None, project_id: int) -> Former | None:
    if before is None:
        return None
    mine = [one for one in before.actions if one.project_id == project_id]
    return Former(before.code, before.title, before.held_day, mine)


def _overdue_parts(seen: ProjectPage) -> Iterable[Overdue]:
    """Milestones and action points of the project whose day has passed."""
    for kind in (RecordKind.milestone, RecordKind.action_point):
        for part in seen.parts[kind]:
            due = part.due or (PartialDate.on(part.day) if part.day else None)
            if due and (standing := seen.deadline(part)) in PASSED:
                title = seen.say(part, "title") or Said(part.title, "en")
                yield Overdue(kind, title, due, standing, who=part.owner)


def _promised(session: Session, reader: Reader, project_id: int) -> list[Overdue]:
    """Undertakings about the project, under agreements that cover it, that are open after their day."""
    covering = sa.select(col(AgreementProject.agreement_id)).where(col(AgreementProject.project_id) == project_id)
    about = sa.or_(
        col(Undertaking.project_id) == project_id,
        sa.and_(col(Undertaking.project_id).is_(None), col(Undertaking.agreement_id).in_(covering)),
    )
    rows = linked.parts_of(
        session,
        reader.viewer,
        Undertaking,
        col(Undertaking.agreement_id),
        sa.and_(about, col(Undertaking.state) == ActionState.open, col(Undertaking.due_latest) < reader.day),
        order=[col(Undertaking.due_latest)],
    )
    return _told(session, reader, RecordKind.undertaking, [(one, one.agreement_id, one.due) for one in rows])


def _asked(session: Session, reader: Reader, project_id: int) -> list[Overdue]:
    """Recommendations that led to the project, or of its own assessments, that are not met after their day."""
    own = sa.select(col(Assessment.id)).where(col(Assessment.project_id) == project_id)
    about = sa.or_(col(Recommendation.project_id) == project_id, col(Recommendation.assessment_id).in_(own))
    waiting = col(Recommendation.state).not_in([RecommendationState.done, RecommendationState.rejected])
    rows = linked.parts_of(
        session,
        reader.viewer,
        Recommendation,
        col(Recommendation.assessment_id),
        sa.and_(about, waiting, col(Recommendation.due_day) < reader.day),
        order=[col(Recommendation.due_day)],
    )
    dated = [(one, one.assessment_id, PartialDate.on(one.due_day)) for one in rows if one.due_day]
    return _told(session, reader, RecordKind.recommendation, dated)


def _told(
    session: Session, reader: Reader, kind: RecordKind, rows: Sequence[tuple[Any, int, PartialDate | None]]
) -> list[Overdue]:
    words = texts.load(session, reader.language, (one.id for one, *_ in rows))
    codes = _codes(session, {owner for _, owner, _ in rows})
    return [
        Overdue(
            kind,
            words.on(one, "text") or Said(one.text, "en"),
            due,
            figures.deadline(due, done=False, tended=True, confirmed=True, today=reader.day),
            codes.get(owner),
        )
        for one, owner, due in rows
        if due
    ]


def _codes(session: Session, record_ids: set[int]) -> dict[int, str]:
    if not record_ids:
        return {}
    rows = session.execute(sa.select(col(Record.id), col(Record.code)).where(col(Record.id).in_(record_ids)))
    return {key: code for key, code in rows if key and code}

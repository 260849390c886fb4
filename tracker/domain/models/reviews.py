"""Reviews: one project after another gone through, and what was decided."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from tracker.domain.codes import ReviewState
from tracker.domain.models.base import always, enum_type
from tracker.domain.models.records import Entity, Record


class ReviewProject(SQLModel, table=True):
    """A project that a review goes through, at which place (from 1); `seen_at`: when it was discussed."""

    __tablename__ = "review_project"

    review_id: int = Field(foreign_key="review.id", primary_key=True)
    project_id: int = Field(foreign_key="project.id", primary_key=True, index=True)
    position: int
    seen_at: datetime | None = Field(default=None)


class Review(Entity, table=True):
    """A meeting that goes through the projects of a selection, which are fixed when it begins.

    `selection`: the query string of their list. `since`: the day from which on it asks what changed; `former_id`: the
    review of the same projects before this one, whose actions are asked after. `participants`: one a line.
    """

    title: str
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    former_id: int | None = Field(default=None, foreign_key="review.id", index=True)
    held_day: date = Field(index=True)
    selection: str = Field(max_length=500)
    since: date | None = Field(default=None)
    participants: str | None = Field(default=None)
    state: ReviewState = Field(default=ReviewState.open, sa_type=enum_type(ReviewState))
    closed_at: datetime | None = Field(default=None)
    closed_by_id: int | None = Field(default=None, foreign_key="user.id", index=True)

    record: Record = always()


class Decision(Entity, table=True):
    """What a review decided, about one project or in general. Its record belongs to the project, else to the review."""

    review_id: int = Field(foreign_key="review.id", index=True)
    project_id: int | None = Field(default=None, foreign_key="project.id", index=True)
    text: str

    record: Record = always()

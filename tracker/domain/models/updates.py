"""Status reports."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Optional

import sqlalchemy as sa
from sqlmodel import Field

from tracker.domain.codes import Health, Stage, UpdateState
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.people import User
    from tracker.domain.models.projects import Project


class Update(Entity, table=True):
    """A dated status report on a project by one person.

    A correction is a new update whose `corrects_id` names the one it replaces; the old one stays and is marked.
    """

    __table_args__ = (sa.Index(None, "state", "published_at"),)

    project_id: int = Field(foreign_key="project.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    state: UpdateState = Field(default=UpdateState.draft, sa_type=enum_type(UpdateState), index=True)
    health: Health | None = Field(default=None, sa_type=enum_type(Health))
    stage: Stage | None = Field(default=None, sa_type=enum_type(Stage))
    happened: str | None = Field(default=None)
    next_step: str | None = Field(default=None)
    as_of: date | None = Field(default=None, index=True)
    submitted_at: datetime | None = Field(default=None)
    published_at: datetime | None = Field(default=None)
    published_by_id: int | None = Field(default=None, foreign_key="user.id")
    returned_why: str | None = Field(default=None)
    corrects_id: int | None = Field(default=None, foreign_key="update.id", index=True)

    record: Record = always()
    project: Optional["Project"] = related()
    author: Optional["User"] = related(foreign_keys="Update.author_id")

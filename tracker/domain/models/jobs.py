"""Work for the worker, the briefs it prints and the reminders it sends."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Optional

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from tracker.domain.codes import BriefKind, JobState
from tracker.domain.dates import now
from tracker.domain.models.base import always, enum_type, related
from tracker.domain.models.records import Entity, Record

if TYPE_CHECKING:
    from tracker.domain.models.people import User


class Job(SQLModel, table=True):
    """One piece of work, taken under a lease: a killed worker's job is taken up again when the lease runs out.

    `parent_id`: the batch that it is a part of.
    """

    __table_args__ = (sa.Index(None, "state", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    args: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    state: JobState = Field(default=JobState.queued, sa_type=enum_type(JobState))
    attempts: int = Field(default=0)
    leased_until: datetime | None = Field(default=None)
    progress: int = Field(default=0)
    total: int = Field(default=1)
    error: str | None = Field(default=None)
    result: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    parent_id: int | None = Field(default=None, foreign_key="job.id", index=True)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    created_at: datetime = Field(default_factory=now)
    started_at: datetime | None = Field(default=None)
    finished_at: datetime | None = Field(default=None)


class Reminder(SQLModel, table=True):
    """That somebody was reminded of a period's reports: once, however often and by however many it is asked for.

    `period` is its key, such as 2026-10 or 2026-Q3; the job is the mail.
    """

    __table_args__ = (sa.UniqueConstraint("user_id", "period"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user.id")
    period: str = Field(max_length=8)
    job_id: int = Field(foreign_key="job.id", index=True)
    created_at: datetime = Field(default_factory=now)


class Brief(Entity, table=True):
    """A printed brief: of what, in which language, from which data, and the file kept under its hash.

    `second_language`: it says the same in that one too, side by side. `selection` is the query string of the list it is about, where it is about one; `doubts` how many things the check
    before printing found. A draft has no `number`. An issued brief is the `running`th of its `series`, supersedes the one
    issued before it, and keeps the data it says, frozen, under the hash `data_sha256`.
    """

    __table_args__ = (sa.UniqueConstraint("number"), sa.UniqueConstraint("series", "running"))

    kind: BriefKind = Field(sa_type=enum_type(BriefKind), index=True)
    key: str = Field(max_length=80, index=True)
    printed_language: str = Field(max_length=2)
    second_language: str | None = Field(default=None, max_length=2)
    title: str
    data_day: datetime | None = Field(default=None)
    as_of: date | None = Field(default=None)
    known_on: date | None = Field(default=None)
    full: bool = Field(default=False)
    selection: str | None = Field(default=None, max_length=500)
    note: str | None = Field(default=None)
    doubts: int = Field(default=0)
    number: str | None = Field(default=None, max_length=120)
    series: str | None = Field(default=None, max_length=110)
    running: int | None = Field(default=None)
    issued_at: datetime | None = Field(default=None)
    supersedes_id: int | None = Field(default=None, foreign_key="brief.id", index=True)
    data_sha256: str | None = Field(default=None, max_length=64)
    data_size: int = Field(default=0)
    pages: int = Field(default=0)
    sha256: str = Field(max_length=64, index=True)
    size: int = Field(default=0)
    user_id: int | None = Field(default=None, foreign_key="user.id", index=True)
    job_id: int | None = Field(default=None, foreign_key="job.id", index=True)

    record: Record = always()
    user: Optional["User"] = related()

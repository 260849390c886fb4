"""Who is to be reminded of which reports: the last period's, from the day after its end, once.

Managers are reminded of their own projects; coordinators of those too that nobody manages who could be reminded, and
told how many are late, also for the period before. A coordinator of whom nothing else is wanted is told so once the
first are late. Who has no active account, or wants no reminders, gets none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import JobState, ReportingPeriod, ReportStanding, Role
from tracker.domain.figures import reporting
from tracker.domain.figures.reporting import Period
from tracker.domain.models import Job, Programme, ProjectMember, Reminder, RoleRow, RoleUser, User, strongest
from tracker.domain.queries import reports_due
from tracker.domain.queries.reports_due import Line, Which
from tracker.domain.rules import Viewer, can_owe_reports

JOB = "reminder"
"""The kind of job that sends one."""

_EVERYTHING = Viewer(user_id=None, role=Role.coordinator)


@dataclass(frozen=True)
class Recipient:
    """An active account whose owner can owe reports."""

    id: int
    name: str
    email: str
    language: str
    role: Role
    wants: bool


@dataclass(frozen=True)
class Late:
    """How many projects have not reported for a period whose due day is over."""

    period: Period
    number: int


@dataclass(frozen=True)
class Digest:
    """What one person is told: their own projects without a report, those nobody manages, how many are late.

    `before`: how many still are for the period before that.
    """

    to: Recipient
    own: list[Line] = field(default_factory=list)
    unmanaged: list[Line] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    before: list[Late] = field(default_factory=list)

    @property
    def periods(self) -> list[Period]:
        """The periods it is about, by their first day."""
        lines = [line.period for line in (*self.own, *self.unmanaged)]
        found = dict.fromkeys(lines or [late.period for late in self.late])
        return sorted(found, key=lambda period: (period.first, period.key))


def due(session: Session, today: date) -> list[Digest]:
    """What is to be sent and was not yet, by the recipients' numbers; six queries, whatever the portfolio's size."""
    told: dict[int, set[str]] = {}
    for user_id, period in session.execute(sa.select(col(Reminder.user_id), col(Reminder.period))):
        told.setdefault(user_id, set()).add(period)
    digests = _digests(session, today, language="en", over=_last(today))
    fresh = [_without(one, told.get(one.to.id, set())) for one in digests]
    return [one for one in fresh if one.periods]


def digest(session: Session, user_id: int, periods: Iterable[Period], today: date) -> Digest | None:
    """What one person is told of these periods, in their language; None where they are to be told nothing any more."""
    person = next((one for one in recipients(session) if one.id == user_id and one.wants), None)
    if person is None:
        return None
    asked = list(periods)
    found = _digests(session, today, language=person.language, over=asked)
    kept = {period.key for period in asked}
    return next((_only(one, kept) for one in found if one.to.id == user_id), None)


def recipients(session: Session) -> list[Recipient]:
    """The active accounts from which reports can be due; one query."""
    rows = session.execute(
        sa.select(User, col(RoleRow.name))
        .outerjoin(RoleUser, col(RoleUser.user_id) == User.id)
        .outerjoin(RoleRow, col(RoleRow.id) == RoleUser.role_id)
        .where(col(User.active))
        .order_by(col(User.id))
    )
    held: dict[int, tuple[User, set[str | None]]] = {}
    for user, role in rows:
        held.setdefault(user.id or 0, (user, set()))[1].add(role)
    found = [
        Recipient(key, user.name, user.email, user.language or "en", strongest(roles), user.reminders)
        for key, (user, roles) in held.items()
    ]
    return [one for one in found if can_owe_reports(one.role)]


def _last(today: date) -> list[Period]:
    return [reporting.ended(kind, today, 1)[0] for kind in ReportingPeriod]


def _digests(session: Session, today: date, *, language: str, over: Sequence[Period]) -> list[Digest]:
    lines = _lines(session, today, language, over)
    late = _late(lines)
    before = _late(_lines(session, today, language, [period.before for period in over]))
    people = recipients(session)
    managed = _managed(session, {one.id for one in people})
    outstanding = [line for line in lines if line.is_outstanding]
    held = frozenset().union(*managed.values()) if managed else frozenset()
    nobodys = [line for line in outstanding if line.id not in held]
    digests = [
        Digest(
            one,
            own=[line for line in outstanding if line.id in managed.get(one.id, frozenset())],
            unmanaged=nobodys if one.role == Role.coordinator else [],
            late=late if one.role == Role.coordinator else [],
            before=before if one.role == Role.coordinator else [],
        )
        for one in people
        if one.wants
    ]
    return [one for one in digests if one.periods]


def _lines(session: Session, today: date, language: str, periods: Sequence[Period]) -> list[Line]:
    found = reports_due.lines(session, _EVERYTHING, Which(), language=language, today=today, for_periods=periods)
    asked = set(periods)
    return sorted(
        (line for line in found if line.period in asked), key=lambda line: (line.due, line.title.text.casefold())
    )


def _late(lines: Iterable[Line]) -> list[Late]:
    counts: dict[Period, int] = {}
    for line in lines:
        if line.standing.code == ReportStanding.missing:
            counts[line.period] = counts.get(line.period, 0) + 1
    return [Late(period, number) for period, number in counts.items()]


def _managed(session: Session, user_ids: set[int]) -> dict[int, frozenset[int]]:
    """Which projects these people manage; one query."""
    found: dict[int, set[int]] = {}
    for user_id, project_id in session.execute(sa.select(col(ProjectMember.user_id), col(ProjectMember.project_id))):
        if user_id in user_ids:
            found.setdefault(user_id, set()).add(project_id)
    return {key: frozenset(projects) for key, projects in found.items()}


def _without(one: Digest, keys: set[str]) -> Digest:
    """The digest without what was told of already."""
    about = (*(line.period for line in (*one.own, *one.unmanaged)), *(late.period for late in one.late))
    return _only(one, {period.key for period in about} - keys)


def _only(one: Digest, keys: set[str]) -> Digest:
    own, unmanaged = ([line for line in some if line.period.key in keys] for some in (one.own, one.unmanaged))
    late = [each for each in one.late if each.period.key in keys]
    return Digest(one.to, own, unmanaged, late, one.before)


def unsent(session: Session) -> list[str]:
    """What to say of mails that could not be sent; one query where there are none."""
    failed = sa.select(col(Job.error)).where(col(Job.kind) == JOB, col(Job.state) == JobState.failed)
    reasons = session.scalars(failed.order_by(col(Job.finished_at).desc())).all()
    return [f"Reminders that could not be sent: {len(reasons)}. {reasons[0]}"] if reasons else []


def is_wanted(session: Session) -> bool:
    """Is anybody to be reminded of reports here?"""
    regular = sa.select(col(Programme.id)).where(col(Programme.reporting).is_not(None))
    return session.scalar(regular.limit(1)) is not None

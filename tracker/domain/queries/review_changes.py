"""What changed of some projects between two moments, as history knows it: for the review that goes through them.

Stage, health, milestones, agreements and risks are compared as they stood at both moments; reports and steps of
contributions count that were published or recorded between them. Of a contribution its whole step is told, for a step
is not divided among the projects that the contribution goes to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import AgreementState, Health, Stage, StepKind, UpdateState
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    AgreementProject,
    Allocation,
    Contribution,
    Milestone,
    Organisation,
    Record,
    Risk,
    RowVersion,
    Step,
    Update,
    User,
)
from tracker.domain.money import Money
from tracker.domain.queries.visibility import visible_to
from tracker.domain.rows import batches
from tracker.domain.rules import Viewer, sees_inside

Values = Mapping[str, Any]
_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
_STOOD = sa.select(col(RowVersion.record_id), col(RowVersion.entity), col(RowVersion.values)).where(
    col(RowVersion.record_id).in_(_IDS),
    col(RowVersion.entity).in_(["project", "milestone", "agreement", "risk", "record"]),
    col(RowVersion.change) != "delete",
)


@dataclass(frozen=True)
class Stood:
    """A project's stage and health at a moment."""

    stage: Stage
    health: Health


@dataclass(frozen=True)
class MilestoneMove:
    """A milestone that is new, was reached or is open again, or whose date moved; `before` is None where it is new."""

    id: int
    title: str
    before: "Reached | None"
    after: "Reached"


@dataclass(frozen=True)
class Reached:
    """How a milestone stood: when it was due, and when it was reached."""

    due: PartialDate | None
    done: date | None


@dataclass(frozen=True)
class AgreementMove:
    """An agreement that is new here or stands otherwise; `before` is None where it is new.

    One that stood then and only was tied to the project since is not told.
    """

    id: int
    title: str
    before: AgreementState | None
    after: AgreementState


@dataclass(frozen=True)
class RiskMove:
    """A risk that is new, has passed or is open again."""

    id: int
    title: str
    new: bool
    closed: date | None


@dataclass(frozen=True)
class Reported:
    """A report that was published."""

    id: int
    as_of: date | None
    health: Health | None
    by: str | None


@dataclass(frozen=True)
class StepTaken:
    """A step of a contribution that was recorded, with who gives it; None where the reader may not know of them."""

    id: int
    donor_id: int | None
    donor: str | None
    kind: StepKind
    amount: Money | None
    on: PartialDate | None


@dataclass(frozen=True)
class Changed:
    """What changed of one project. `then` is None where it was not recorded yet."""

    then: Stood | None
    now: Stood
    updates: tuple[Reported, ...] = ()
    steps: tuple[StepTaken, ...] = ()
    milestones: tuple[MilestoneMove, ...] = ()
    agreements: tuple[AgreementMove, ...] = ()
    risks: tuple[RiskMove, ...] = ()

    @property
    def nothing(self) -> bool:
        """Does everything stand as it stood?"""
        same = self.then == self.now
        return same and not (self.updates or self.steps or self.milestones or self.agreements or self.risks)


@dataclass
class _Found:
    milestones: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    risks: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    agreements: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def ids(self) -> set[int]:
        of_kinds = (self.milestones, self.risks, self.agreements)
        return {key for kind in of_kinds for keys in kind.values() for key in keys}


@dataclass(frozen=True)
class _Rows:
    """Rows as they stood at a moment, by table and number; what was put away by then is not there."""

    rows: Mapping[tuple[str, int], Values]

    def of(self, table: str, key: int) -> Values | None:
        record = self.rows.get(("record", key))
        return None if record and record.get("archived_at") else self.rows.get((table, key))


def changed(
    session: Session, viewer: Viewer, project_ids: Collection[int], since: datetime, until: datetime | None = None
) -> dict[int, Changed]:
    """What changed of each of these projects after `since`, and up to `until` (None: now); seven queries at most.

    A project that this person may not see is for the caller to leave out; agreements and contributions that they may
    not see are left out here, and risks for those who are not of the programme.
    """
    ids = sorted(set(project_ids))
    if not ids:
        return {}
    found = _parts(session, viewer, ids)
    before, after = (_stood(session, {*ids, *found.ids}, moment) for moment in (since, until))
    reports, steps = _reports(session, ids, since, until), _steps(session, viewer, ids, since, until)
    return {
        key: Changed(
            then=then,
            now=now,
            updates=tuple(reports.get(key, ())),
            steps=tuple(steps.get(key, ())),
            **(_moves(before, after, found, key) if then else {}),
        )
        for key in ids
        for then in (_state(before.of("project", key)),)
        if (now := _state(after.rows.get(("project", key))))
    }


def _moves(before: _Rows, after: _Rows, found: _Found, project_id: int) -> dict[str, Any]:
    """What became of the parts of a project that was recorded before; of another one all would be new."""
    return {
        "milestones": tuple(_milestones(before, after, found.milestones[project_id])),
        "agreements": tuple(_agreements(before, after, found.agreements[project_id])),
        "risks": tuple(_risks(before, after, found.risks[project_id])),
    }


def _parts(session: Session, viewer: Viewer, project_ids: list[int]) -> _Found:
    found = _Found()
    of_project: list[tuple[Any, dict[int, list[int]]]] = [(Milestone, found.milestones)]
    of_project += [(Risk, found.risks)] if sees_inside(viewer) else []
    for table, into in of_project:
        for key, project_id in session.execute(
            sa.select(table.id, table.project_id).where(table.project_id.in_(project_ids)).order_by(table.id)
        ):
            into[project_id].append(key)
    rows = session.execute(
        sa.select(col(AgreementProject.agreement_id), col(AgreementProject.project_id))
        .join(Record, col(Record.id) == AgreementProject.agreement_id)
        .where(col(AgreementProject.project_id).in_(project_ids), visible_to(viewer))
        .order_by(col(AgreementProject.agreement_id))
    )
    for key, project_id in rows:
        found.agreements[project_id].append(key)
    return found


def _stood(session: Session, record_ids: set[int], moment: datetime | None) -> _Rows:
    """The versions that stood at the moment; None: those that stand now."""
    asked = _STOOD.where(col(RowVersion.recorded_to).is_(None))
    if moment is not None:
        later = sa.or_(col(RowVersion.recorded_to).is_(None), col(RowVersion.recorded_to) > moment)
        asked = _STOOD.where(col(RowVersion.recorded_from) <= moment, later)
    rows = (row for ids in batches(record_ids) for row in session.execute(asked, {"ids": ids}))
    return _Rows({(entity, key): values for key, entity, values in rows if key})


def _state(values: Values | None) -> Stood | None:
    return Stood(Stage(values["stage"]), Health(values["health"])) if values else None


def _milestones(before: _Rows, after: _Rows, ids: Iterable[int]) -> Iterator[MilestoneMove]:
    for key in ids:
        was, now = before.of("milestone", key), after.of("milestone", key)
        if now is None:
            continue
        then, stands = _reached(was) if was else None, _reached(now)
        if then != stands:
            yield MilestoneMove(key, now["title"], then, stands)


def _reached(values: Values) -> Reached:
    due, done = values.get("due_stated"), values.get("done_day")
    return Reached(PartialDate.parse(due) if due else None, date.fromisoformat(done) if done else None)


def _agreements(before: _Rows, after: _Rows, ids: Iterable[int]) -> Iterator[AgreementMove]:
    for key in ids:
        was, now = before.of("agreement", key), after.of("agreement", key)
        if now and (was is None or was["state"] != now["state"]):
            yield AgreementMove(
                key, now["title"], AgreementState(was["state"]) if was else None, AgreementState(now["state"])
            )


def _risks(before: _Rows, after: _Rows, ids: Iterable[int]) -> Iterator[RiskMove]:
    for key in ids:
        was, now = before.of("risk", key), after.of("risk", key)
        if now and (was is None or bool(was["closed_day"]) != bool(now["closed_day"])):
            closed = now["closed_day"]
            yield RiskMove(key, now["title"], was is None, date.fromisoformat(closed) if closed else None)


def _between(column: Any, since: datetime, until: datetime | None) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a column
    after: sa.ColumnElement[bool] = column > since
    return after if until is None else sa.and_(after, column <= until)


def _reports(
    session: Session, project_ids: list[int], since: datetime, until: datetime | None
) -> dict[int, list[Reported]]:
    rows = session.execute(
        sa.select(Update, col(User.name))
        .join(Record, col(Record.id) == Update.id)
        .outerjoin(User, col(User.id) == Update.author_id)
        .where(
            col(Update.project_id).in_(project_ids),
            col(Update.state) == UpdateState.published,
            col(Record.archived_at).is_(None),
            _between(col(Update.published_at), since, until),
        )
        .order_by(col(Update.as_of), col(Update.id))
    )
    found: dict[int, list[Reported]] = defaultdict(list)
    for update, name in rows:
        found[update.project_id].append(Reported(update.id or 0, update.as_of, update.health, name))
    return found


def _steps(
    session: Session, viewer: Viewer, project_ids: list[int], since: datetime, until: datetime | None
) -> dict[int, list[StepTaken]]:
    step, part = aliased(Record), aliased(Record)
    known = col(Organisation.id).in_(sa.select(col(Record.id)).where(visible_to(viewer)).correlate(None))
    rows = session.execute(
        sa.select(
            Step,
            col(Contribution.currency),
            col(Organisation.id),
            col(Organisation.name),
            col(Allocation.project_id),
        )
        .join(step, col(step.id) == Step.id)
        .join(Contribution, col(Contribution.id) == Step.contribution_id)
        .join(Record, col(Record.id) == Contribution.id)
        .join(Allocation, col(Allocation.contribution_id) == Contribution.id)
        .join(part, col(part.id) == Allocation.id)
        .outerjoin(Organisation, sa.and_(col(Organisation.id) == Contribution.donor_id, known))
        .where(
            col(Allocation.project_id).in_(project_ids),
            *(col(record.archived_at).is_(None) for record in (step, part, Record)),
            visible_to(viewer),
            _between(col(step.created_at), since, until),
        )
        .order_by(col(Step.on_earliest).nulls_last(), col(Step.id))
    )
    found: dict[int, list[StepTaken]] = defaultdict(list)
    for one, currency, donor_id, donor, project_id in rows.unique():
        amount = Money(one.amount_minor, currency) if one.amount_minor is not None and currency else None
        line = StepTaken(one.id or 0, donor_id, donor, one.kind, amount, one.on)
        if line not in found[project_id]:
            found[project_id].append(line)
    return found


def ids_in(found: Iterable[Changed]) -> set[int]:
    """The records that the changes name."""
    ids: set[int] = set()
    for one in found:
        moves: list[MilestoneMove | AgreementMove | RiskMove] = [*one.milestones, *one.agreements, *one.risks]
        ids |= {each.id for each in moves} | {each.donor_id for each in one.steps if each.donor_id}
    return ids

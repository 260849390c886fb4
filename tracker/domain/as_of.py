"""What was true on a day: which facts count, and how the things that change stood. One rule set for whatever asks.

A fact counts once the earliest day that its date can mean has come, as it does in figures: "early 2004" from 1 January
2004 on. `BEGAN` names the column that dates a fact, `ENDED` the column that says since when something stands as it is
and how it stood before. A fact without a date cannot be placed: it counts, and `undated` tells how many such there are.

- Steps, payments, deliveries, signatures, amendments, impact figures, disasters, assessments, documents, memberships,
  rates and reports are there from their day on; what a ledger says was spent, from the day it was closed. A
  contribution is there once one of its steps is; what is allocated of it goes by its steps. Requirements have no date.
- An agreement is there once it was signed. Before the day on which it was suspended, ended or terminated it was
  signed; ended without such a day, it was in force until its end, as amended by then. Drafts have no date.
- Milestones, undertakings, risks and recommendations that were done, closed or decided later are still open.
- A project's stage is that of its last report by the day. Where only later ones tell of it, it is as recorded before
  the first report. A stage dated by the project itself (proposed when it was formulated, under way from its start,
  completed and closed at its end) and dated later did not hold yet: the project was under way if it had begun,
  proposed if it was formulated by then, and else its stage is not stated. Components go by the same rule.
- A project that was formulated later, and neither begun nor reported on by then, is not there.
- What is planned (milestones, ends, events) has no date on which it was planned: it is there, and to come if it lies
  ahead of the day.

Names of territories do not go by this day, but by that of printing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from tracker.domain import figures
from tracker.domain import models as m
from tracker.domain.agreements import terms
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_, ActionState, AgreementState, BriefKind, Health, RecommendationState, Stage
from tracker.domain.errors import Refused

Row = TypeVar("Row")

BEGAN: Mapping[type[Any], str] = {
    m.Agreement: "signed_earliest",
    m.Amendment: "on_earliest",
    m.Assessment: "on_earliest",
    m.Delivery: "on_earliest",
    m.Disaster: "on_earliest",
    m.Document: "on_earliest",
    m.Expenditure: "closed_day",
    m.ImpactFigure: "on_earliest",
    m.Payment: "day",
    m.ProgrammeMember: "start_earliest",
    m.Rate: "day",
    m.Signature: "day",
    m.Step: "on_earliest",
    m.Update: "as_of",
}
"""The column that says from which day on a row of the table is there; without a day it always is."""

OF_ITS_REVIEW = N_("A minute is of the day of its review. Leave these days empty.")

_NO_DAY = {"stated": None, "earliest": None, "latest": None}

ENDED: Mapping[type[Any], tuple[str, Mapping[str, object]]] = {
    m.Agreement: (
        "state_day",
        {"state": AgreementState.signed, "state_why": None, "state_day": None, "state_document_id": None},
    ),
    m.Assessment: (
        "output_on_earliest",
        {"output": None, "follow_up": None, **{f"output_on_{name}": None for name in _NO_DAY}},
    ),
    m.Milestone: ("done_day", {"done_day": None}),
    m.Post: ("on_earliest", {f"on_{name}": None for name in _NO_DAY}),
    m.Recommendation: (
        "state_day",
        {
            "state": RecommendationState.open,
            "state_why": None,
            "state_day": None,
            "follow_up": None,
            "project_id": None,
            "milestone_id": None,
        },
    ),
    m.Risk: ("closed_day", {"closed_day": None}),
    m.Undertaking: (
        "done_day",
        {"state": ActionState.open, "done_day": None, "outcome": None, "state_stated": None},
    ),
}
"""The column that says since when a row stands as it does, and how it stood before."""

STAGE_FROM = {
    Stage.proposed: "formulated_earliest",
    Stage.under_way: "start_earliest",
    Stage.suspended: "start_earliest",
    Stage.completed: "end_earliest",
    Stage.closed: "end_earliest",
}
"""The column before whose day the stage cannot have held."""


@dataclass(frozen=True)
class Times:
    """The days of a brief or a page: of printing, and where it is about another day, `as_of` and `known_on`."""

    printed_on: date
    as_of: date | None = None
    known_on: date | None = None

    @classmethod
    def of(cls, order: BriefOrder, today: date) -> "Times":
        """The days that were ordered; raises Refused for one that has not come."""
        if order.kind == BriefKind.minute and order.is_of_another_day:
            raise Refused("as_of" if order.as_of else "known_on", OF_ITS_REVIEW)
        return cls(today, order.as_of, order.known_on).checked()

    def checked(self) -> "Times":
        """These days; raises Refused where nobody can say yet what was true on one."""
        if self.as_of and self.as_of > self.printed_on:
            raise Refused("as_of", N_("This day has not come yet: nobody can say what will be true on it."))
        return self

    @property
    def day(self) -> date:
        """The day from which it is told what is past and what is to come."""
        return self.as_of or self.known_on or self.printed_on


def kept(rows: Iterable[Row], day: date) -> list[Row]:
    """The rows that were there on the day, as they stood then, with what is loaded of their parts.

    The rows themselves are changed, without a mark that would save them: give those of a session of their own.
    """
    return [row for row in rows if was_there(row, day) and _as_they_stood(row, day)]


def was_there(row: Any, day: date) -> bool:  # noqa: ANN401 - a row of any table
    """Had it happened, been signed, been stated by the day?"""
    began = _began(row)
    return began is None or began <= day


def _began(row: Any) -> date | None:  # noqa: ANN401 - as above
    name = BEGAN.get(type(row))
    began: date | None = getattr(row, name) if name else None
    if began is None and isinstance(row, m.Agreement) and row.state == AgreementState.signed:
        return row.state_day
    return began


def _as_they_stood(row: Any, day: date) -> bool:  # noqa: ANN401 - as above
    """Set the row and its parts back; whether it was there at all, as far as its parts tell."""
    state, given = sa.inspect(row), _steps(row)
    for relation in state.mapper.relationships:
        if relation.uselist and relation.key not in state.unloaded:
            parts = getattr(row, relation.key)
            then = [one for one in parts if was_there(one, day)] if relation.viewonly else kept(parts, day)
            if len(then) < len(parts):
                set_committed_value(row, relation.key, then)
    if _changed_later(row, day):
        _set(row, ENDED[type(row)][1])
    if isinstance(row, m.Component):
        _set_stage(row, stage_on(row, day))
    return not given or _given(row)


def _changed_later(row: Any, day: date) -> bool:  # noqa: ANN401 - as above
    """Does the row stand as it does only since a later day?"""
    if type(row) not in ENDED:
        return False
    since = getattr(row, ENDED[type(row)][0])
    if since is None and isinstance(row, m.Agreement) and row.state == AgreementState.ended:
        unloaded = "amendments" in sa.inspect(row).unloaded
        end = row.end if unloaded else terms(row, row.amendments).end
        since = end.latest + timedelta(days=1) if end and end.latest else None
    return since is not None and since > day


def _steps(row: Any) -> list[m.Step]:  # noqa: ANN401 - a row of any table
    """The steps of a contribution that stand, where they are loaded."""
    if not isinstance(row, m.Contribution) or "steps" in sa.inspect(row).unloaded:
        return []
    return [one for one in row.steps if one.record.archived_at is None]


def _given(gift: m.Contribution) -> bool:
    """Count anew what the steps that are left come to; a contribution of which all are still to come was not there."""
    steps = _steps(gift)
    position = figures.position_of((one.kind, one.takes_back, one.amount_minor) for one in steps)
    _set(gift, {f"{name}_minor": amount for name, amount in vars(position).items()})
    return bool(steps)


def project_then(
    project: m.Project, day: date, report: m.Update | None, before: Mapping[str, Any] | None = None
) -> bool:
    """Set a project back to how it stood; whether it was there at all.

    `report`: the last by the day. `before`: its row as it was recorded before anybody reported on it.
    """
    if project.health_day is not None and project.health_day > day:
        _set(project, _reported(report) if report else _unreported(project, before or {}))
    if report is None:
        _set_stage(project, stage_on(project, day))
    formulated, start = project.formulated_earliest, project.start_earliest
    begun = start is not None and start <= day
    return report is not None or begun or formulated is None or formulated <= day


def _reported(report: m.Update) -> dict[str, object]:
    """What a project has of its last report. Words of a later day are left out, not replaced: so are their translations."""
    return {
        "stage": report.stage or Stage.not_stated,
        "stage_stated": None,
        "stage_why": None,
        "health": report.health or Health.not_reported,
        "health_day": report.as_of,
        "next_step": None,
    }


def _unreported(project: m.Project, before: Mapping[str, Any]) -> dict[str, object]:
    """What a project had before its first report."""
    same = before.get("stage_stated") == project.stage_stated
    return {
        "stage": Stage(before.get("stage", Stage.not_stated)),
        "stage_stated": project.stage_stated if same else None,
        "stage_why": None,
        "health": Health.not_reported,
        "health_day": None,
        "next_step": None,
    }


def stage_on(row: m.Project | m.Component, day: date) -> Stage:
    """The stage by the row's own dates, without reports."""
    since = _stage_day(row)
    if since is None or since <= day:
        return row.stage
    formulated = getattr(row, "formulated_earliest", None)
    if row.start_earliest is not None and row.start_earliest <= day:
        return Stage.under_way
    return Stage.proposed if formulated is not None and formulated <= day else Stage.not_stated


def _stage_day(row: m.Project | m.Component) -> date | None:
    day: date | None = getattr(row, STAGE_FROM.get(row.stage, ""), None)
    return day


def _set_stage(row: m.Project | m.Component, stage: Stage) -> None:
    """Another stage was neither stated nor explained in the words that stand beside the present one."""
    if stage == row.stage:
        return
    _set(row, {"stage": stage, "stage_stated": None} | ({"stage_why": None} if isinstance(row, m.Project) else {}))


def _set(row: object, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        set_committed_value(row, name, value)


def undated(rows: Iterable[Any], reported: Sequence[int] = ()) -> int:
    """How many facts in these rows and their loaded parts count although nothing says since when.

    `reported`: the projects whose stage a report dates.
    """
    found = 0
    for row in rows:
        if row.record.archived_at is not None:
            continue
        state = sa.inspect(row)
        found += _is_undated(row) and not (isinstance(row, m.Project) and row.id in reported)
        for relation in state.mapper.relationships:
            if relation.uselist and not relation.viewonly and relation.key not in state.unloaded:
                parts = [one for one in getattr(row, relation.key) if isinstance(one, m.Entity)]
                found += undated(parts, reported)
    return found


def _is_undated(row: Any) -> bool:  # noqa: ANN401 - a row of any table
    if isinstance(row, m.Project | m.Component):
        return row.stage != Stage.not_stated and _stage_day(row) is None
    if isinstance(row, m.Recommendation):
        return row.state != RecommendationState.open and row.state_day is None
    if isinstance(row, m.Undertaking | m.ActionPoint):
        return row.state == ActionState.done and getattr(row, "done_day", None) is None
    if isinstance(row, m.Requirement):
        return row.amount is not None
    return type(row) in BEGAN and not isinstance(row, m.Document) and _began(row) is None

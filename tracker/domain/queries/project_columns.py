"""What the list of projects shows beside a project's usual columns, of the projects of one page."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Hazard, Phase, RecordKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Allocation,
    Contribution,
    Disaster,
    Milestone,
    Organisation,
    Place,
    Project,
    ProjectDisaster,
    ProjectPlace,
    Record,
    Risk,
)
from tracker.domain.queries import project_money
from tracker.domain.queries.project_filters import allocations
from tracker.domain.queries.project_money import ProjectMoney
from tracker.domain.queries.project_sorts import MONEY
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown
from tracker.domain.rules import Viewer, sees_inside

_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
_LANGUAGE: Any = sa.bindparam("language")


@dataclass
class Beside:
    """What stands beside one project; only what was asked for is filled."""

    phase: Phase | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    places: list[str] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    donors: list[str] = field(default_factory=list)
    money: list[ProjectMoney] = field(default_factory=list)
    milestone: str | None = None
    milestone_due: PartialDate | None = None
    risks: int = 0


def beside(
    session: Session, viewer: Viewer, project_ids: Sequence[int], columns: Collection[str], *, language: str
) -> dict[int, Beside]:
    """What the columns show of these projects; one query for each sort of column, whatever the number of projects."""
    found = {key: Beside() for key in project_ids}
    sight = sight_of(session, viewer)
    asked = {"ids": list(project_ids), "language": language, "viewer_id": viewer.user_id}
    for name, (statement, fill) in _LOADERS.items():
        if found and name in columns and (name != "risks" or sees_inside(viewer)):
            for row in session.execute(statement(sight), asked):
                fill(found[row[0]], row)
    if found and (set(MONEY) & set(columns)):
        for key, lines in project_money.of_projects(session, viewer, project_ids).items():
            found[key].money = lines
    return found


def _phases(_sight: Sight) -> Statement:
    return sa.select(col(Project.id), col(Project.phase)).where(col(Project.id).in_(_IDS))


def _date(name: str) -> Callable[[Sight], Statement]:
    columns = [getattr(Project, f"{name}_{part}") for part in ("stated", "earliest", "latest")]
    return lambda _sight: sa.select(col(Project.id), *columns).where(col(Project.id).in_(_IDS), columns[0].is_not(None))


def _fill_date(name: str) -> Callable[[Beside, Any], None]:
    return lambda one, row: setattr(one, name, PartialDate(*row[1:]))


def _places(_sight: Sight) -> Statement:
    name = shown(_LANGUAGE, Place.id, "name", col(Place.name))
    return (
        sa.select(col(ProjectPlace.project_id), name)
        .join(Place, col(Place.id) == ProjectPlace.place_id)
        .where(col(ProjectPlace.project_id).in_(_IDS))
        .order_by(name)
    )


def _hazards(sight: Sight) -> Statement:
    return (
        sa.select(col(ProjectDisaster.project_id), col(Disaster.hazard))
        .join(Disaster, col(Disaster.id) == ProjectDisaster.disaster_id)
        .where(col(ProjectDisaster.project_id).in_(_IDS), col(Disaster.id).in_(sight.seen(RecordKind.disaster)))
        .distinct()
        .order_by(col(Disaster.hazard))
    )


def _donors(sight: Sight) -> Statement:
    name = shown(_LANGUAGE, Organisation.id, "name", col(Organisation.name))
    return (
        allocations(sight)
        .join(Organisation, col(Organisation.id) == Contribution.donor_id)
        .where(col(Allocation.project_id).in_(_IDS), col(Organisation.id).in_(sight.seen(RecordKind.organisation)))
        .add_columns(name.label("called"))
        .distinct()
        .order_by("called")
    )


def _milestones(_sight: Sight) -> Statement:
    """The first that is not reached yet stands last, and so is the one that is kept."""
    title = shown(_LANGUAGE, Milestone.id, "title", col(Milestone.title))
    due = [getattr(Milestone, f"due_{part}") for part in ("stated", "earliest", "latest")]
    return (
        sa.select(col(Milestone.project_id), title, *due)
        .join(Record, col(Record.id) == Milestone.id)
        .where(
            col(Milestone.project_id).in_(_IDS), col(Milestone.done_day).is_(None), col(Record.archived_at).is_(None)
        )
        .order_by(col(Milestone.due_earliest).desc().nulls_first(), col(Milestone.id).desc())
    )


def _fill_milestone(one: Beside, row: Any) -> None:  # noqa: ANN401 - a row
    one.milestone = row[1]
    one.milestone_due = PartialDate(*row[2:]) if row[2] is not None else None


def _risks(_sight: Sight) -> Statement:
    return (
        sa.select(col(Risk.project_id), sa.func.count())
        .join(Record, col(Record.id) == Risk.id)
        .where(col(Risk.project_id).in_(_IDS), col(Risk.closed_day).is_(None), col(Record.archived_at).is_(None))
        .group_by(col(Risk.project_id))
    )


_LOADERS: dict[str, tuple[Callable[[Sight], Statement], Callable[[Beside, Any], None]]] = {
    "phase": (_phases, lambda one, row: setattr(one, "phase", row[1])),
    "start": (_date("start"), _fill_date("start")),
    "end": (_date("end"), _fill_date("end")),
    "place": (_places, lambda one, row: one.places.append(row[1])),
    "hazard": (_hazards, lambda one, row: one.hazards.append(row[1])),
    "donor": (_donors, lambda one, row: one.donors.append(row[1])),
    "milestone": (_milestones, _fill_milestone),
    "risks": (_risks, lambda one, row: setattr(one, "risks", row[1])),
}

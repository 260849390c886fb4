"""The whole portfolio in figures: how many projects in which stage and health, in all and by territory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Health, Stage
from tracker.domain.models import Project, ProjectTerritory
from tracker.domain.queries import places, projects
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.rules import Viewer

Row = tuple[Health, Stage, int, date | None]


@dataclass(frozen=True)
class Counts:
    """How many projects: in all, by health and by stage; and the day of the newest report among them."""

    projects: int = 0
    by_health: Mapping[Health, int] = field(default_factory=dict)
    by_stage: Mapping[Stage, int] = field(default_factory=dict)
    reported: date | None = None


@dataclass(frozen=True)
class TerritoryLine:
    """A territory's projects; `territory` is None for those that state none. A project of two stands in both."""

    territory: TerritoryLabel | None
    counts: Counts


@dataclass(frozen=True)
class Portfolio:
    """All projects that a person may see, counted once in `total`."""

    total: Counts
    territories: tuple[TerritoryLine, ...]


def counted(session: Session, viewer: Viewer, language: str, day: date) -> Portfolio:
    """The portfolio as this person may see it: three queries, whatever its size."""
    seen = projects.base(viewer).subquery()
    kinds = (col(Project.health), col(Project.stage))
    figures = (sa.func.count(), sa.func.max(Project.health_day))
    in_all = session.execute(
        sa.select(*kinds, *figures).where(col(Project.id).in_(sa.select(seen.c.id))).group_by(*kinds).order_by(*kinds)
    ).all()
    by_place = session.execute(
        sa.select(col(ProjectTerritory.territory_id), *kinds, *figures)
        .select_from(Project)
        .outerjoin(ProjectTerritory, col(ProjectTerritory.project_id) == Project.id)
        .where(col(Project.id).in_(sa.select(seen.c.id)))
        .group_by(col(ProjectTerritory.territory_id), *kinds)
        .order_by(col(ProjectTerritory.territory_id), *kinds)
    ).all()
    grouped: dict[int | None, list[Row]] = {}
    for territory_id, health, stage, number, reported in by_place:
        grouped.setdefault(territory_id, []).append((health, stage, number, reported))
    names = places.labels(session, language, day, {key for key in grouped if key is not None})
    lines = [TerritoryLine(name, _counts(grouped[key])) for key, name in names.items()]
    if None in grouped:
        lines.append(TerritoryLine(None, _counts(grouped[None])))
    return Portfolio(
        _counts([(health, stage, number, reported) for health, stage, number, reported in in_all]), tuple(lines)
    )


def _counts(rows: list[Row]) -> Counts:
    by_health = dict.fromkeys(Health, 0)
    by_stage = dict.fromkeys(Stage, 0)
    for health, stage, number, _ in rows:
        by_health[health] += number
        by_stage[stage] += number
    reported = [day for *_, day in rows if day is not None]
    return Counts(sum(by_health.values()), by_health, by_stage, max(reported, default=None))

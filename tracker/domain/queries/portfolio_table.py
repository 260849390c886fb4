"""Projects counted by health and stage: in all, and by territory, region, programme or hazard."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Health, RecordKind, Stage
from tracker.domain.models import Disaster, Programme, Project, ProjectDisaster, ProjectTerritory, Record, Territory
from tracker.domain.queries import places, texts
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.portfolio_scope import Review, in_view
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_to

WAYS = ("territory", "region", "programme", "hazard")
"""What the rows of the table may be."""


@dataclass(frozen=True)
class Counts:
    """How many projects: in all, by health and by stage; and the day of the newest report among them."""

    projects: int = 0
    by_health: Mapping[Health, int] = field(default_factory=dict)
    by_stage: Mapping[Stage, int] = field(default_factory=dict)
    reported: date | None = None


@dataclass(frozen=True)
class Line:
    """A row: its code and what it is called; of those that state none, neither. A project of two stands in both."""

    code: str | None
    name: Said | None
    counts: Counts
    label: TerritoryLabel | None = None


@dataclass(frozen=True)
class Table:
    """The rows in the order of their names, those that state none last; `total` counts each project once."""

    by: str
    total: Counts
    lines: tuple[Line, ...]

    def most(self, number: int) -> "tuple[Line, ...]":
        """So many rows, those with the most projects, in their order; what states none stands beside them."""
        stated = sorted((line for line in self.lines if line.code), key=lambda line: -line.counts.projects)
        kept = {line.code for line in stated[:number]}
        return tuple(line for line in self.lines if line.code is None or line.code in kept)


def table(session: Session, review: Review, by: str) -> Table:
    """Three queries, whatever there is: in all, by row, and what the rows are called."""
    pairs = _PAIRS[by](review).subquery()
    found = session.execute(
        sa.select(*_columns(), pairs.c.key)
        .outerjoin(pairs, pairs.c.project_id == Project.id)
        .where(*in_view(review))
        .group_by(pairs.c.key)
    )
    grouped = {key: _counts(row) for *row, key in found}
    lines = _NAMED[by](session, review, {key: counts for key, counts in grouped.items() if key is not None})
    nowhere = [Line(None, None, grouped[None])] if None in grouped and not getattr(review, by, ()) else []
    return Table(by, _total(session, review), (*lines, *nowhere))


def _total(session: Session, review: Review) -> Counts:
    """Each project once; grouped as an index has them."""
    kinds = (col(Project.stage), col(Project.health))
    by_health, by_stage = dict.fromkeys(Health, 0), dict.fromkeys(Stage, 0)
    rows = session.execute(
        sa.select(*kinds, sa.func.count(), sa.func.max(col(Project.health_day)))
        .where(*in_view(review))
        .group_by(*kinds)
    ).all()
    for stage, health, number, _ in rows:
        by_health[health] += number
        by_stage[stage] += number
    days = [day for *_, day in rows if day is not None]
    return Counts(sum(by_stage.values()), by_health, by_stage, max(days, default=None))


@cache
def _columns() -> tuple[Any, ...]:
    """The newest report; how many projects, by health, by stage."""
    healths = (sa.case((col(Project.health) == one, 1), else_=0) for one in Health)
    stages = (sa.case((col(Project.stage) == one, 1), else_=0) for one in Stage)
    sums = (sa.func.coalesce(sa.func.sum(one), 0) for one in (*healths, *stages))
    return sa.func.max(col(Project.health_day)), sa.func.count(col(Project.id)), *sums


def _counts(row: Sequence[Any]) -> Counts:
    day, number, *sums = row
    numbers = [int(one) for one in sums]
    by_health = dict(zip(Health, numbers, strict=False))
    return Counts(number, by_health, dict(zip(Stage, numbers[len(by_health) :], strict=True)), day)


# ----------------------------------------------------------------------- which project stands in which row


def _by_territory(_review: Review) -> Statement:
    found: Statement = sa.select(col(ProjectTerritory.project_id), col(ProjectTerritory.territory_id).label("key"))
    return found


def _by_region(_review: Review) -> Statement:
    found: Statement = sa.select(col(ProjectTerritory.project_id), col(Territory.region).label("key"))
    joined = found.join(Territory, col(Territory.id) == ProjectTerritory.territory_id)
    return joined.where(col(Territory.region) != "").distinct()


def _by_programme(review: Review) -> Statement:
    may = col(Project.programme_id).in_(_known(review, RecordKind.programme))
    found: Statement = sa.select(col(Project.id).label("project_id"), col(Project.programme_id).label("key"))
    return found.where(may)


def _by_hazard(review: Review) -> Statement:
    found: Statement = sa.select(col(ProjectDisaster.project_id), sa.cast(col(Disaster.hazard), sa.String).label("key"))
    joined = found.join(Disaster, col(Disaster.id) == ProjectDisaster.disaster_id)
    return joined.where(col(Disaster.id).in_(_known(review, RecordKind.disaster))).distinct()


def _known(review: Review, kind: RecordKind) -> Statement:
    """As the list of projects has it: archived ones too."""
    return sa.select(col(Record.id)).where(col(Record.kind) == kind, visible_to(review.viewer)).correlate(None)


_PAIRS: dict[str, Callable[[Review], Statement]] = {
    "territory": _by_territory,
    "region": _by_region,
    "programme": _by_programme,
    "hazard": _by_hazard,
}


def pairs(review: Review, by: str) -> Statement:
    """Which project stands in which row: `project_id`, `key`."""
    return _PAIRS[by](review)


# -------------------------------------------------------------------------------- what rows are called

Grouped = Mapping[Any, Counts]


def _territories(session: Session, review: Review, grouped: Grouped) -> list[Line]:
    """Those in view only: a project of two territories stands in no row that was not asked for."""
    statement = sa.select(col(Territory.id)).where(col(Territory.id).in_(list(grouped)))
    if review.region:
        statement = statement.where(col(Territory.region).in_(review.region))
    labels = places.labels(session, review.reader.language, review.day, list(session.scalars(statement)))
    return [
        Line(label.code, Said(label.listed, "en" if label.missing else review.reader.language), grouped[key], label)
        for key, label in labels.items()
        if not review.territory or label.code in review.territory
    ]


def _codes(session: Session, review: Review, grouped: Grouped) -> list[Line]:
    """Codes that have words of their own."""
    del session
    wanted = [key for key in sorted(grouped) if not review.region or key in review.region]
    return [Line(key, None, grouped[key]) for key in wanted]


def _hazards(session: Session, review: Review, grouped: Grouped) -> list[Line]:
    del session, review
    return [Line(key, None, grouped[key]) for key in sorted(grouped, key=lambda key: -grouped[key].projects)]


def _programmes(session: Session, review: Review, grouped: Grouped) -> list[Line]:
    language = review.reader.language
    rows = session.execute(
        sa.select(
            col(Record.id),
            col(Record.code),
            col(Programme.name),
            col(Record.language),
            texts.shown(language, Programme.id, "name", sa.null()),
        )
        .join(Programme, col(Programme.id) == Record.id)
        .where(col(Record.id).in_(list(grouped)))
        .order_by(sa.func.lower(col(Programme.name)), col(Record.id))
    )
    return [
        Line(code, Said(translated, language) if translated else Said(name, spoken), grouped[key])
        for key, code, name, spoken, translated in rows
        if not review.programme or code in review.programme
    ]


_NAMED: dict[str, Callable[[Session, Review, Grouped], list[Line]]] = {
    "territory": _territories,
    "region": _codes,
    "programme": _programmes,
    "hazard": _hazards,
}

"""What stands on the map: the territories and places of projects, the disasters, and what is counted of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import Hazard, Health, worst_of
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Disaster,
    DisasterPlace,
    DisasterTerritory,
    Place,
    Project,
    ProjectDisaster,
    ProjectPlace,
    ProjectTerritory,
    Record,
    Territory,
)
from tracker.domain.money import Money
from tracker.domain.queries import places, project_amounts, projects
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.project_sets import Sets
from tracker.domain.queries.projects import ProjectFilter
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said, shown

AMOUNTS = ("asked", "received", "gap")
"""The figures of money that the map can show, of those in `project_amounts`."""


@dataclass(frozen=True)
class Spot:
    """Where something lies, in degrees; `region` by M49."""

    longitude: float
    latitude: float
    region: str = ""


@dataclass(frozen=True)
class TerritoryMark:
    """A territory with its projects. `spot` is None where its table has no position; `money`: not stated is None.

    A project in two territories counts in both, with all of its money.
    """

    label: TerritoryLabel
    spot: Spot | None
    by_health: Mapping[Health, int] = field(default_factory=dict)
    money: Money | None = None

    @property
    def projects(self) -> int:
        return sum(self.by_health.values())

    @property
    def worst(self) -> Health:
        """The most serious health that one of the projects reports."""
        return worst_of(self.by_health)


@dataclass(frozen=True)
class PlaceMark:
    """A named place that projects work in; `code` is that of the project where there is one only."""

    name: str
    territory: str
    spot: Spot
    projects: int
    code: str | None


@dataclass(frozen=True)
class DisasterMark:
    """A disaster, at its first place that has a position, else at its first such territory; `spot` None: nowhere."""

    code: str
    name: Said
    hazard: Hazard
    on: PartialDate | None
    spot: Spot | None
    labels: tuple[TerritoryLabel, ...]
    projects: int


@dataclass(frozen=True)
class Marks:
    """Everything that the map can show of some projects."""

    territories: tuple[TerritoryMark, ...]
    places: tuple[PlaceMark, ...]
    disasters: tuple[DisasterMark, ...]
    without_territory: int

    def within(self, region: str) -> "Marks":
        """Those of one region."""

        def there(rows: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(one for one in rows if one.spot and one.spot.region == region)

        return Marks(there(self.territories), there(self.places), there(self.disasters), 0)

    @property
    def labels(self) -> list[TerritoryLabel]:
        """All territories that are named, each once."""
        both = [one.label for one in self.territories] + [label for one in self.disasters for label in one.labels]
        return list({label.id: label for label in both}.values())


def currencies(session: Session, reader: Reader) -> list[str]:
    """The currencies in which the projects that this person may see need money or are given some; remembered."""
    sets = Sets(session, reader.viewer, reader.day)
    seen = sets.seen()
    return sorted(code for code, some in sets.having("currency").items() if some & seen)


def marks(session: Session, reader: Reader, wanted: ProjectFilter, *, currency: str, figure: str) -> Marks:
    """The marks of the projects that a filter finds, as this person may see them. `figure`: one of AMOUNTS, or none.

    Where territories are asked for, only these have a mark: the others of their projects would show a part of what they
    have. Seven queries at most, whatever there is.
    """
    viewer, language, day = reader.viewer, reader.language, reader.day
    ids = projects.fitting(session, viewer, wanted, day=day)
    sight = sight_of(session, viewer)
    asked = {"ids": ids, "viewer_id": viewer.user_id, "language": language, "currency": currency}
    known = recall(session)
    counted = known.of(_counts(), asked, _counted)
    money = known.of(_sums(sight, figure), asked, dict) if figure in AMOUNTS and currency else {}
    struck = known.of(_disasters(sight, narrowed=wanted.narrows), asked, list)
    keys: set[int] = {key for key in counted if key} | {row.territory_id for row in struck if row.territory_id}
    labels = places.labels(session, language, day, keys)
    spots, territories = _spots(session, keys), wanted.values.get("territory", ())
    return Marks(
        territories=tuple(
            TerritoryMark(label, spots.get(key), counted[key], _in(currency, money.get(key)))
            for key, label in labels.items()
            if key in counted and (not territories or label.code in territories)
        ),
        places=tuple(_places(known.of(_placed(), asked, list), labels)),
        disasters=tuple(_struck(struck, labels, spots, language)),
        without_territory=sum(counted.get(None, {}).values()),
    )


def _in(currency: str, minor: int | None) -> Money | None:
    return None if minor is None else Money(int(minor), currency)


_IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)


@cache
def _counts() -> Statement:
    return (
        sa.select(col(ProjectTerritory.territory_id), col(Project.health), sa.func.count())
        .select_from(Project)
        .outerjoin(ProjectTerritory, col(ProjectTerritory.project_id) == Project.id)
        .where(col(Project.id).in_(_IDS))
        .group_by(col(ProjectTerritory.territory_id), col(Project.health))
    )


def _counted(rows: Iterable[Any]) -> dict[int | None, dict[Health, int]]:
    found: dict[int | None, dict[Health, int]] = {}
    for territory_id, health, number in rows:
        found.setdefault(territory_id, {})[Health(health)] = number
    return found


@cache
def _sums(sight: Sight, figure: str) -> Statement:
    money = project_amounts.figures(sight.role, known=sight.known, dialect=sight.dialect)
    return (
        sa.select(col(ProjectTerritory.territory_id), sa.func.sum(money.c[figure]))
        .join(money, money.c.project_id == ProjectTerritory.project_id)
        .where(col(ProjectTerritory.project_id).in_(_IDS), money.c[figure].is_not(None))
        .group_by(col(ProjectTerritory.territory_id))
    )


def _spots(session: Session, keys: Collection[int]) -> dict[int, Spot]:
    columns = (col(Territory.id), col(Territory.longitude), col(Territory.latitude), col(Territory.region))
    found = session.execute(sa.select(*columns).where(col(Territory.id).in_(keys)))
    return {
        key: Spot(lon, lat, region)
        for key, lon, lat, region in found
        if key is not None and lon is not None and lat is not None
    }


@cache
def _placed() -> Statement:
    return (
        sa.select(
            col(Place.name),
            col(Place.territory_id),
            col(Place.longitude),
            col(Place.latitude),
            col(Territory.region),
            sa.func.count(),
            sa.func.min(col(Record.code)),
        )
        .join(ProjectPlace, col(ProjectPlace.place_id) == Place.id)
        .join(Record, col(Record.id) == ProjectPlace.project_id)
        .outerjoin(Territory, col(Territory.id) == Place.territory_id)
        .where(
            col(ProjectPlace.project_id).in_(_IDS),
            col(Place.longitude).is_not(None),
            col(Place.latitude).is_not(None),
        )
        .group_by(col(Place.id), col(Territory.region))
        .order_by(col(Place.name), col(Place.id))
    )


def _places(rows: Iterable[Any], labels: Mapping[int, TerritoryLabel]) -> Iterable[PlaceMark]:
    for name, territory_id, lon, lat, region, number, code in rows:
        label = labels.get(territory_id)
        yield PlaceMark(
            name, label.code if label else "", Spot(lon, lat, region or ""), number, code if number == 1 else None
        )


@cache
def _disasters(sight: Sight, *, narrowed: bool) -> Statement:
    """A row for each disaster, territory and place; `narrowed`: only the disasters that the projects answer."""
    answered = (
        sa.select(col(ProjectDisaster.disaster_id), sa.func.count().label("projects"))
        .where(col(ProjectDisaster.project_id).in_(_IDS))
        .group_by(col(ProjectDisaster.disaster_id))
        .subquery()
    )
    found: Statement = (
        sa.select(
            col(Disaster.id),
            col(Record.code),
            col(Disaster.name).label("title"),
            col(Record.language).label("spoken"),
            shown(sa.bindparam("language", type_=sa.String), Disaster.id, "name", sa.null()).label("translated"),
            col(Disaster.hazard),
            col(Disaster.on_stated),
            col(Disaster.on_earliest),
            col(Disaster.on_latest),
            col(Place.longitude),
            col(Place.latitude),
            col(DisasterTerritory.territory_id),
            answered.c.projects,
        )
        .join(Record, col(Record.id) == Disaster.id)
        .outerjoin(DisasterTerritory, col(DisasterTerritory.disaster_id) == Disaster.id)
        .outerjoin(DisasterPlace, col(DisasterPlace.disaster_id) == Disaster.id)
        .outerjoin(Place, col(Place.id) == DisasterPlace.place_id)
        .outerjoin(answered, answered.c.disaster_id == Disaster.id)
        .where(sight.sees(col(Disaster.id)))
        .order_by(
            col(Disaster.on_earliest).desc(), col(Disaster.id), col(DisasterTerritory.territory_id), col(Place.id)
        )
    )
    return found.where(answered.c.projects.is_not(None)) if narrowed else found


def _struck(
    rows: Sequence[Any], labels: Mapping[int, TerritoryLabel], spots: Mapping[int, Spot], language: str
) -> Iterable[DisasterMark]:
    for _, several in groupby(rows, key=itemgetter(0)):
        mine = list(several)
        keys = list(dict.fromkeys(row.territory_id for row in mine if row.territory_id in labels))
        there = [spots[key] for key in keys if key in spots]
        placed = [row for row in mine if row.longitude is not None and row.latitude is not None]
        region = there[0].region if there else ""
        own = [Spot(row.longitude, row.latitude, region) for row in placed] or there
        first = mine[0]
        foreign = first.translated and first.spoken != language
        name = Said(first.translated, language) if foreign else Said(first.title, first.spoken)
        yield DisasterMark(
            first.code or "",
            name,
            Hazard(first.hazard),
            PartialDate(first.on_stated, first.on_earliest, first.on_latest) if first.on_stated else None,
            own[0] if own else None,
            tuple(sorted((labels[key] for key in keys), key=attrgetter("listed"))),
            first.projects or 0,
        )

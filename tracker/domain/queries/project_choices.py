"""What the list of projects can be narrowed to, and how many projects each choice would leave."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain import filters
from tracker.domain.codes import Funding, RecordKind
from tracker.domain.filters import NOBODY
from tracker.domain.models import (
    Agreement,
    Allocation,
    Contribution,
    Disaster,
    Fund,
    Organisation,
    Programme,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectTag,
    ProjectTerritory,
    Record,
    Requirement,
    Territory,
    User,
)
from tracker.domain.queries import places
from tracker.domain.queries.project_filters import Sight, allocations, conditions, covered, given, parts_of, unfunded
from tracker.domain.queries.projects import ProjectFilter, finds_nothing, seen_by, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown
from tracker.domain.queries.visibility import visible_as
from tracker.domain.rows import plain_rows
from tracker.domain.rules import Viewer, sees_inside

COMMON = ("territory", "stage", "health", "programme", "manager")
"""The filters that always stand open; what else is counted is asked for."""

MORE = ("region", "hazard", "phase", "tag", "donor", "fund", "partner", "funding", "agreement", "currency")

_MAY_FIND_NOTHING = frozenset({"q", "manager"})
"""What is not asked of the database where it can find nothing."""

MOST_CHOICES = 200
"""Of a filter: the ones with the most projects, so that a page stays one."""


class Choice(NamedTuple):
    """A value of a filter, what it is called (a code has its word elsewhere), how many projects it would leave."""

    value: str
    name: str
    number: int


def choices(
    session: Session, viewer: Viewer, wanted: ProjectFilter, *, more: bool, language: str, day: date
) -> dict[str, list[Choice]]:
    """The choices of each filter: all that occur among the projects this person may see, with the other filters as they are.

    Two queries, whatever is asked; `more`: also of the filters that are used less. Where nothing can fit, as with words
    that are none, the choices stay, each with the number nought.
    """
    sight, inside = sight_of(session, viewer), sees_inside(viewer)
    names = tuple(name for name in (*COMMON, *(MORE if more else ())) if name != "manager" or inside)
    asked = given(wanted.values, dialect=sight.dialect, day=day) | {"viewer_id": viewer.user_id, "language": language}
    nothing = finds_nothing(viewer, asked)
    used = {name: some for name, some in wanted.values.items() if not (nothing and name in _MAY_FIND_NOTHING)}
    parts = parts_of(filters.narrowing(used))
    found: dict[str, dict[str, Choice]] = {name: {} for name in names}
    for name, value, called, count in plain_rows(session, _counted(sight, parts, names, wanted.archived), asked):
        found[name][value] = Choice(value, called or "", 0 if nothing else count)
    found["territory"] = _territories(session, found["territory"], language=language, day=day)
    return {name: _offered(some, wanted.values.get(name, ())) for name, some in found.items()}


def _territories(session: Session, found: Mapping[str, Choice], *, language: str, day: date) -> dict[str, Choice]:
    """By code and name instead of by number."""
    labels = places.labels(session, language, day, [int(key) for key in found]).values()
    return {label.code: Choice(label.code, label.listed, found[str(label.id)].number) for label in labels}


def _offered(found: Mapping[str, Choice], chosen: Sequence[str]) -> list[Choice]:
    """By name, nobody first; of very many the ones with the most projects and the ones that are chosen."""
    some: Iterable[Choice] = found.values()
    if len(found) > MOST_CHOICES:
        some = sorted(some, key=lambda one: (one.value not in chosen, -one.number))[:MOST_CHOICES]
    return sorted(some, key=lambda one: (one.value != NOBODY, one.name.casefold(), one.value))


@dataclass(frozen=True)
class _All:
    """All projects that somebody may see, with what of the filters each of them fits."""

    table: sa.CTE
    asked: tuple[str, ...]
    sight: Sight

    @property
    def at(self) -> Any:  # noqa: ANN401 - the columns of a table
        return self.table.c

    def fits(self, name: str) -> sa.ColumnElement[bool]:
        """Does the project fit all filters but this one?"""
        return sa.and_(sa.true(), *(self.at[f"fits_{other}"] == 1 for other in self.asked if other != name))

    def count(self, name: str, *, once: bool = True) -> Any:  # noqa: ANN401 - a column
        """How many projects a choice would leave; `once`: none of them can stand twice beside it."""
        own: Any = sa.case((self.fits(name), self.at.id))
        return sa.func.count(own if once else own.distinct())

    def linked(self, name: str, value: Any, called: Any = None, *, once: bool = True) -> Statement:  # noqa: ANN401
        """The projects by a value; the tables that it comes from are to be joined."""
        words: Any = sa.cast(sa.null(), sa.Text) if called is None else called
        columns = (sa.literal(name), sa.type_coerce(value, sa.String), words, self.count(name, once=once))
        grouped = (value,) if called is None else (value, called)
        return sa.select(*columns).select_from(self.table).group_by(*grouped)

    def none(self, name: str, tied: Statement) -> Statement:
        """The projects that have none of it."""
        own = sa.case((sa.and_(self.fits(name), self.at.id.not_in(tied)), self.at.id))
        words = sa.cast(sa.null(), sa.Text)
        return sa.select(sa.literal(name), sa.literal(NOBODY), words, sa.func.count(own)).select_from(self.table)


@lru_cache(maxsize=512)
def _counted(sight: Sight, parts: frozenset[str], names: tuple[str, ...], archived: bool) -> Any:  # noqa: ANN401, FBT001
    """Filter, value, name and number of projects of every choice; built once and kept."""
    asked = conditions(parts, sight)
    marks = [sa.case((fits, 1), else_=0).label(f"fits_{name}") for name, fits in asked.items()]
    columns = (col(Project.stage), col(Project.phase), col(Project.health), col(Project.programme_id))
    found = seen_by(visible_as(sight.role, known=sight.known), archived=archived).add_columns(*columns, *marks)
    every = _All(found.cte("every"), tuple(asked), sight)
    return sa.union_all(*(arm for name in names for arm in _ARMS[name](every)))


def _territory(every: _All) -> list[Statement]:
    key = sa.cast(col(ProjectTerritory.territory_id), sa.String)
    tied = col(ProjectTerritory.project_id) == every.at.id
    return [every.linked("territory", key).join(ProjectTerritory, tied)]


def _region(every: _All) -> list[Statement]:
    return [
        every.linked("region", col(Territory.region), once=False)
        .join(ProjectTerritory, col(ProjectTerritory.project_id) == every.at.id)
        .join(Territory, col(Territory.id) == ProjectTerritory.territory_id)
        .where(col(Territory.region) != "")
    ]


def _programme(every: _All) -> list[Statement]:
    called = _called(Programme)
    return [
        every.linked("programme", col(Record.code), called)
        .join(Programme, col(Programme.id) == every.at.programme_id)
        .join(Record, col(Record.id) == Programme.id)
        .where(visible_as(every.sight.role, known=every.sight.known))
    ]


def _manager(every: _All) -> list[Statement]:
    key = sa.cast(col(User.id), sa.String)
    managers = (
        every.linked("manager", key, col(User.name))
        .join(ProjectMember, col(ProjectMember.project_id) == every.at.id)
        .join(User, col(User.id) == ProjectMember.user_id)
    )
    return [managers, every.none("manager", sa.select(col(ProjectMember.project_id)))]


def _hazard(every: _All) -> list[Statement]:
    return [
        every.linked("hazard", sa.type_coerce(col(Disaster.hazard), sa.String), once=False)
        .join(ProjectDisaster, col(ProjectDisaster.project_id) == every.at.id)
        .join(Disaster, col(Disaster.id) == ProjectDisaster.disaster_id)
        .where(col(Disaster.id).in_(every.sight.seen(RecordKind.disaster)), col(Disaster.hazard).is_not(None))
    ]


def _phase(every: _All) -> list[Statement]:
    """What is not stated is counted in the same go; written out, since PostgreSQL takes two parameters for two values."""
    unstated: Any = sa.literal_column(f"'{NOBODY}'", sa.String)
    return [every.linked("phase", sa.func.coalesce(sa.type_coerce(every.at.phase, sa.String), unstated))]


def _tag(every: _All) -> list[Statement]:
    tied = col(ProjectTag.project_id) == every.at.id
    return [every.linked("tag", col(ProjectTag.tag)).join(ProjectTag, tied)]


def _given(every: _All, name: str, table: Any, column: Any) -> list[Statement]:  # noqa: ANN401 - a table and its key
    """By a side of the contributions that are allocated to the projects."""
    gifts = allocations(every.sight).add_columns(column.label("other")).cte(f"given_{name}")
    return [
        every.linked(name, col(Record.code), _called(table), once=False)
        .join(gifts, gifts.c.project_id == every.at.id)
        .join(table, col(table.id) == gifts.c.other)
        .join(Record, col(Record.id) == table.id)
        .where(visible_as(every.sight.role, known=every.sight.known))
    ]


def _partner(every: _All) -> list[Statement]:
    return [
        every.linked("partner", col(Record.code), _called(Organisation))
        .join(ProjectPartner, col(ProjectPartner.project_id) == every.at.id)
        .join(Organisation, col(Organisation.id) == ProjectPartner.organisation_id)
        .join(Record, col(Record.id) == Organisation.id)
        .where(visible_as(every.sight.role, known=every.sight.known))
    ]


def _agreement(every: _All) -> list[Statement]:
    state = sa.type_coerce(col(Agreement.state), sa.String)
    ties = covered(every.sight).add_columns(state.label("state")).cte("covering")
    states = every.linked("agreement", ties.c.state, once=False).join(ties, ties.c.project_id == every.at.id)
    return [states, every.none("agreement", covered(every.sight))]


def _funding(every: _All) -> list[Statement]:
    number = sa.func.count(sa.case((every.fits("funding"), every.at.id)))
    columns = (sa.literal("funding"), sa.literal(Funding.unfunded.value), sa.cast(sa.null(), sa.Text), number)
    return [sa.select(*columns).select_from(every.table).where(unfunded(every.sight, every.at))]


def _currency(every: _All) -> list[Statement]:
    """The currencies in which anything is asked for or given; no filter by themselves."""
    own = sa.select(every.at.id)
    asked = sa.select(col(Requirement.currency)).where(col(Requirement.project_id).in_(own))
    gifts = (
        sa.select(col(Contribution.currency))
        .join(Allocation, col(Allocation.contribution_id) == Contribution.id)
        .where(
            col(Allocation.project_id).in_(own), col(Contribution.id).in_(every.sight.standing(RecordKind.contribution))
        )
    )
    found = sa.union(asked, gifts).cte("currencies")
    nothing = sa.cast(sa.null(), sa.Text)
    return [
        sa.select(sa.literal("currency"), found.c.currency, nothing, sa.literal(0)).where(found.c.currency.is_not(None))
    ]


def _called(table: Any) -> Any:  # noqa: ANN401 - a table with a name
    return shown(sa.bindparam("language"), table.id, "name", col(table.name))


_ARMS: dict[str, Callable[[_All], list[Statement]]] = {
    "territory": _territory,
    "region": _region,
    "stage": lambda every: [every.linked("stage", sa.type_coerce(every.at.stage, sa.String))],
    "health": lambda every: [every.linked("health", sa.type_coerce(every.at.health, sa.String))],
    "programme": _programme,
    "manager": _manager,
    "hazard": _hazard,
    "phase": _phase,
    "tag": _tag,
    "donor": lambda every: _given(every, "donor", Organisation, col(Contribution.donor_id)),
    "fund": lambda every: _given(every, "fund", Fund, col(Contribution.fund_id)),
    "partner": _partner,
    "funding": _funding,
    "agreement": _agreement,
    "currency": _currency,
}
"""The statements that count the choices of a filter."""

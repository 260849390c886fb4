"""What projects have of each filter: its values, and what these are called. Numbers make of it `project_choices`."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from tracker.domain.codes import ContributionKind, Funding, RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementProject,
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
from tracker.domain.queries.project_filters import allocations, covered, unfunded
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import shown
from tracker.domain.queries.together import together
from tracker.domain.queries.visibility import stands

_PROJECT = "project_id"


@lru_cache(maxsize=256)
def having(name: str, sight: Sight) -> Statement:
    """Each value of a filter, with the projects that have it, whoever may see them; built once and kept."""
    pairs = _VALUES[name](sight).subquery("pairs")
    value = pairs.c.value
    ids = together(pairs.c.project_id, sight.dialect)
    return sa.select(value, ids).where(value.is_not(None)).group_by(value)


@lru_cache(maxsize=64)
def called(name: str, sight: Sight) -> Statement | None:
    """Value and name of what a filter chooses among, in the reader's `language`; None where it is codes."""
    make = _NAMES.get(name)
    return make(sight) if make else None


def _pair(value: Any, project_id: Any) -> Statement:  # noqa: ANN401 - columns
    return sa.select(sa.type_coerce(value, sa.String).label("value"), project_id.label(_PROJECT))


def _territory(_sight: Sight) -> Statement:
    return _pair(sa.cast(col(ProjectTerritory.territory_id), sa.String), col(ProjectTerritory.project_id))


def _region(_sight: Sight) -> Statement:
    tied = col(Territory.id) == ProjectTerritory.territory_id
    found = _pair(col(Territory.region), col(ProjectTerritory.project_id)).join(Territory, tied)
    return found.where(col(Territory.region) != "")


def _programme(sight: Sight) -> Statement:
    return (
        _pair(col(Record.code), col(Project.id))
        .join(Record, col(Record.id) == Project.programme_id)
        .where(sight.visible)
    )


def _manager(_sight: Sight) -> Statement:
    return _pair(sa.cast(col(ProjectMember.user_id), sa.String), col(ProjectMember.project_id))


def _hazard(sight: Sight) -> Statement:
    found = _pair(col(Disaster.hazard), col(ProjectDisaster.project_id))
    return found.join(Disaster, col(Disaster.id) == ProjectDisaster.disaster_id).where(
        col(Disaster.id).in_(sight.seen(RecordKind.disaster))
    )


def _given(column: Any) -> Callable[[Sight], Statement]:  # noqa: ANN401 - a side of the contributions
    """By what stands on a side of the contributions that are allocated to the projects."""

    def of(sight: Sight) -> Statement:
        gifts = allocations(sight).add_columns(column.label("other")).distinct().subquery("gifts")
        found = _pair(col(Record.code), gifts.c.project_id)
        return found.join(Record, col(Record.id) == gifts.c.other).where(sight.visible)

    return of


def _partner(sight: Sight) -> Statement:
    found = _pair(col(Record.code), col(ProjectPartner.project_id))
    return found.join(Record, col(Record.id) == ProjectPartner.organisation_id).where(sight.visible)


def _funding(sight: Sight) -> Statement:
    return _pair(sa.literal(Funding.unfunded.value), col(Project.id)).where(unfunded(sight, Project))


def _agreement(sight: Sight) -> Statement:
    return covered(sight).with_only_columns(
        sa.type_coerce(col(Agreement.state), sa.String).label("value"), col(AgreementProject.project_id)
    )


def _currency(sight: Sight) -> Statement:
    """The currencies of money that is needed or given."""
    asked = _pair(col(Requirement.currency), col(Requirement.project_id)).where(
        col(Requirement.project_id).is_not(None), stands(col(Requirement.id))
    )
    money = allocations(sight).where(col(Contribution.kind) == ContributionKind.money)
    currency = sa.type_coerce(col(Contribution.currency), sa.String).label("value")
    gifts = money.with_only_columns(currency, col(Allocation.project_id), maintain_column_froms=True)
    either = sa.union_all(asked, gifts).subquery("currencies")
    return sa.select(either.c.value, either.c.project_id)


_VALUES: dict[str, Callable[[Sight], Statement]] = {
    "territory": _territory,
    "region": _region,
    "stage": lambda _sight: _pair(col(Project.stage), col(Project.id)),
    "health": lambda _sight: _pair(col(Project.health), col(Project.id)),
    "programme": _programme,
    "manager": _manager,
    "hazard": _hazard,
    "phase": lambda _sight: _pair(col(Project.phase), col(Project.id)),
    "tag": lambda _sight: _pair(col(ProjectTag.tag), col(ProjectTag.project_id)),
    "donor": _given(col(Contribution.donor_id)),
    "fund": _given(col(Contribution.fund_id)),
    "partner": _partner,
    "funding": _funding,
    "agreement": _agreement,
    "currency": _currency,
}
"""The values of a filter (a territory's and a manager's number, else a code), each beside a project that has it."""


def _named(table: Any, kind: RecordKind) -> Callable[[Sight], Statement]:  # noqa: ANN401 - a table with a name
    name = shown(sa.bindparam("language"), table.id, "name", col(table.name))

    def of(sight: Sight) -> Statement:
        found = sa.select(col(Record.code), name).join(table, col(table.id) == Record.id)
        return found.where(col(Record.kind) == kind, sight.visible)

    return of


def _managers(_sight: Sight) -> Statement:
    managing = sa.select(col(ProjectMember.user_id))
    return sa.select(sa.cast(col(User.id), sa.String), col(User.name)).where(col(User.id).in_(managing))


_NAMES: dict[str, Callable[[Sight], Statement]] = {
    "programme": _named(Programme, RecordKind.programme),
    "manager": _managers,
    "donor": _named(Organisation, RecordKind.organisation),
    "fund": _named(Fund, RecordKind.fund),
    "partner": _named(Organisation, RecordKind.organisation),
}

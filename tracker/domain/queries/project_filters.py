"""The conditions that the filters of the list of projects put; their values are given when the statement is sent."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel, col

from tracker.domain.codes import FINISHED_STAGES, Funding, RecordKind
from tracker.domain.filters import FILTERS, NOBODY, Takes, Values
from tracker.domain.models import (
    Agreement,
    AgreementProject,
    Allocation,
    Contribution,
    Disaster,
    Project,
    ProjectDisaster,
    ProjectMember,
    ProjectPartner,
    ProjectTag,
    ProjectTerritory,
    Record,
    Territory,
)
from tracker.domain.money import exponent
from tracker.domain.queries import project_amounts
from tracker.domain.queries.search import asked_of, matching
from tracker.domain.queries.sight import Sight
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import visible_as

Condition = sa.ColumnElement[bool]


def parts_of(values: Values) -> frozenset[str]:
    """What a statement depends on: which filters are used, and which of them ask for projects that have none."""
    return frozenset(part for name, some in values.items() for part in _parts(name, some))


def _parts(name: str, some: Iterable[str]) -> Iterable[str]:
    if not FILTERS[name].nobody:
        return [name]
    return {f"{name}.{NOBODY}" if value == NOBODY else name for value in some}


def conditions(parts: frozenset[str], sight: Sight) -> dict[str, Condition]:
    """What each filter asks of a project; a currency only says in what the amounts are."""
    found: dict[str, list[Condition]] = {}
    for part in sorted(parts - {"currency"}):
        found.setdefault(part.partition(".")[0], []).append(_CONDITIONS[part](sight))
    return {name: sa.or_(*some) for name, some in found.items()}


def given(values: Values, *, dialect: str, day: date) -> dict[str, Any]:
    """The values as the statement takes them; `day` is that from which days are counted."""
    found: dict[str, Any] = {"day": day}
    for name, some in values.items():
        found[name] = _READ[FILTERS[name].takes](name, some, values, day)
    if "q" in values:
        found["q"] = asked_of(dialect, values["q"][0])
    return found


def _minor(name: str, some: tuple[str, ...], values: Values, _day: date) -> int:
    del name
    return int(int(some[0]) * 10 ** exponent(values["currency"][0]))


def _from_day(name: str, some: tuple[str, ...], _values: Values, day: date) -> date:
    number = timedelta(days=int(some[0]))
    try:
        return day + number if name == "ending" else day - number
    except OverflowError:
        return date.max if name == "ending" else date.min


_READ: Mapping[Takes, Callable[[str, tuple[str, ...], Values, date], Any]] = {
    Takes.words: lambda _name, some, _values, _day: some[0],
    Takes.codes: lambda _name, some, _values, _day: [one for one in some if one != NOBODY],
    Takes.records: lambda _name, some, _values, _day: [one for one in some if one != NOBODY],
    Takes.tags: lambda _name, some, _values, _day: list(some),
    Takes.day: lambda _name, some, _values, _day: date.fromisoformat(some[0]),
    Takes.days: _from_day,
    Takes.currency: lambda _name, some, _values, _day: some[0],
    Takes.amount: _minor,
}


def _one_of(column: Any, name: str) -> Condition:  # noqa: ANN401 - a column of codes
    """The column holds one of the codes; a word that is no code holds nowhere."""
    return sa.type_coerce(column, sa.String).in_(sa.bindparam(name, expanding=True, type_=sa.String))


def _coded(found: Statement, name: str) -> Statement:
    return found.where(_one_of(col(Record.code), name))


def _tied(link: type[SQLModel], other: str, ids: Statement) -> Condition:
    """The project is tied by a link table to one of these."""
    table: Any = link
    return col(Project.id).in_(sa.select(table.project_id).where(getattr(table, other).in_(ids)))


def _territory(_sight: Sight) -> Condition:
    kind = sa.select(col(Record.id)).where(col(Record.kind) == RecordKind.territory)
    return _tied(ProjectTerritory, "territory_id", _coded(kind, "territory"))


def _region(_sight: Sight) -> Condition:
    lands = sa.select(col(Territory.id)).where(_one_of(col(Territory.region), "region"))
    return _tied(ProjectTerritory, "territory_id", lands)


def _programme(sight: Sight) -> Condition:
    return col(Project.programme_id).in_(_coded(sight.seen(RecordKind.programme), "programme"))


def _manager(_sight: Sight) -> Condition:
    managed = sa.select(col(ProjectMember.project_id))
    return col(Project.id).in_(managed.where(_one_of(sa.cast(col(ProjectMember.user_id), sa.String), "manager")))


def _unmanaged(_sight: Sight) -> Condition:
    return col(Project.id).not_in(sa.select(col(ProjectMember.project_id)))


def _hazard(sight: Sight) -> Condition:
    events = sa.select(col(Disaster.id)).where(
        _one_of(col(Disaster.hazard), "hazard"), col(Disaster.id).in_(sight.seen(RecordKind.disaster))
    )
    return _tied(ProjectDisaster, "disaster_id", events)


def _partner(sight: Sight) -> Condition:
    return _tied(ProjectPartner, "organisation_id", _coded(sight.seen(RecordKind.organisation), "partner"))


def allocations(sight: Sight) -> Statement:
    """Allocations that stand, of contributions that stand and that this person may know of, with their contribution."""
    return (
        sa.select(col(Allocation.project_id))
        .join(Contribution, col(Contribution.id) == Allocation.contribution_id)
        .join(Record, col(Record.id) == Allocation.id)
        .where(
            col(Record.archived_at).is_(None),
            sight.sees(col(Contribution.id)),
        )
    )


def _donor(sight: Sight) -> Condition:
    ids = _coded(sight.seen(RecordKind.organisation), "donor")
    return col(Project.id).in_(allocations(sight).where(col(Contribution.donor_id).in_(ids)))


def _fund(sight: Sight) -> Condition:
    ids = _coded(sight.seen(RecordKind.fund), "fund")
    return col(Project.id).in_(allocations(sight).where(col(Contribution.fund_id).in_(ids)))


def covered(sight: Sight) -> Statement:
    """The projects that agreements cover which stand and which this person may know of, with their agreement."""
    return (
        sa.select(col(AgreementProject.project_id))
        .join(Agreement, col(Agreement.id) == AgreementProject.agreement_id)
        .where(sight.sees(col(Agreement.id)))
    )


def _agreement(sight: Sight) -> Condition:
    return col(Project.id).in_(covered(sight).where(_one_of(col(Agreement.state), "agreement")))


def _uncovered(sight: Sight) -> Condition:
    return col(Project.id).not_in(covered(sight))


def _from(column: Any, name: str) -> Callable[[Sight], Condition]:  # noqa: ANN401 - a column of days
    return lambda _sight: col(column) >= sa.bindparam(name, type_=sa.Date)


def _to(column: Any, name: str) -> Callable[[Sight], Condition]:  # noqa: ANN401 - a column of days
    return lambda _sight: col(column) <= sa.bindparam(name, type_=sa.Date)


def _unreported(_sight: Sight) -> Condition:
    since = sa.bindparam("unreported", type_=sa.Date)
    silent = sa.or_(col(Project.health_day).is_(None), col(Project.health_day) < since)
    return sa.and_(col(Project.stage).not_in(FINISHED_STAGES), silent)


def _ending(_sight: Sight) -> Condition:
    today, last = (sa.bindparam(name, type_=sa.Date) for name in ("day", "ending"))
    within = col(Project.end_latest).between(today, last)
    return sa.and_(col(Project.stage).not_in(FINISHED_STAGES), within)


def unfunded(sight: Sight, project: Any) -> Condition:  # noqa: ANN401 - the columns of a table
    """Of projects that are not finished: they ask for money and have none received or committed, as the review counts it."""
    funded = project_amounts.funded(sight.role, known=sight.known, dialect=sight.dialect)
    open_ = sa.type_coerce(project.stage, sa.String).not_in([one.value for one in FINISHED_STAGES])
    return sa.and_(open_, project.id.in_(project_amounts.asking()), project.id.not_in(funded))


def _funding(sight: Sight) -> Condition:
    return sa.and_(_one_of(sa.literal(Funding.unfunded.value), "funding"), unfunded(sight, Project))


def _amount(figure: str, side: str) -> Callable[[Sight], Condition]:
    """The project's figure in the currency asked for is at least, or at most, so much; not stated is neither."""

    def condition(sight: Sight) -> Condition:
        lines = project_amounts.figures(sight.role, known=sight.known, dialect=sight.dialect)
        bound: Any = sa.bindparam(f"{figure}_{side}", type_=sa.BigInteger)
        column: Any = lines.c[figure]
        fits = column >= bound if side == "from" else column <= bound
        return col(Project.id).in_(sa.select(lines.c.project_id).where(fits))

    return condition


_CONDITIONS: dict[str, Callable[[Sight], Condition]] = {
    "q": lambda sight: matching(sight.dialect, visible_as(sight.role, known=sight.known)),
    "territory": _territory,
    "region": _region,
    "stage": lambda _sight: _one_of(col(Project.stage), "stage"),
    "health": lambda _sight: _one_of(col(Project.health), "health"),
    "programme": _programme,
    "manager": _manager,
    f"manager.{NOBODY}": _unmanaged,
    "hazard": _hazard,
    "phase": lambda _sight: _one_of(col(Project.phase), "phase"),
    f"phase.{NOBODY}": lambda _sight: col(Project.phase).is_(None),
    "tag": lambda _sight: col(Project.id).in_(
        sa.select(col(ProjectTag.project_id)).where(_one_of(ProjectTag.tag, "tag"))
    ),
    "donor": _donor,
    "fund": _fund,
    "partner": _partner,
    "agreement": _agreement,
    f"agreement.{NOBODY}": _uncovered,
    "starts_from": _from(Project.start_earliest, "starts_from"),
    "starts_to": _to(Project.start_earliest, "starts_to"),
    "ends_from": _from(Project.end_latest, "ends_from"),
    "ends_to": _to(Project.end_latest, "ends_to"),
    "reported_from": _from(Project.health_day, "reported_from"),
    "reported_to": _to(Project.health_day, "reported_to"),
    "unreported": _unreported,
    "ending": _ending,
    "funding": _funding,
    **{f"{figure}_{side}": _amount(figure, side) for figure in ("asked", "received", "gap") for side in ("from", "to")},
}

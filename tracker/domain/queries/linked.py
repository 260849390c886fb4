"""What stands beside a record: other records, complete and ordered, as far as this person may see them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlmodel import SQLModel, col

from tracker.domain.codes import RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    Assessment,
    CalendarEvent,
    Contribution,
    Entity,
    Fund,
    Programme,
    Project,
    Record,
)
from tracker.domain.queries.paging import FIRST, WHOLE, Some
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.visibility import known_to, visible_to
from tracker.domain.rules import Viewer

Row = TypeVar("Row", bound=Entity)


def live(viewer: Viewer) -> sa.ColumnElement[bool]:
    """The condition on Record: this person may see it and nobody has archived it."""
    return sa.and_(col(Record.archived_at).is_(None), visible_to(viewer))


def seen(viewer: Viewer) -> Statement:
    """The ids of all records for which `live` holds, to be narrowed to some. To ask about a column: `known_to`."""
    return sa.select(col(Record.id)).where(live(viewer))


def coded(kind: RecordKind, code: str) -> Statement:
    """The id of the record of this kind with this code, as a subquery; codes are told apart by case."""
    return sa.select(col(Record.id)).where(col(Record.kind) == kind, col(Record.code) == code)


def known(viewer: Viewer, kind: RecordKind, code: str) -> Statement:
    """The same, where this person may know of it: a filter by what they may not would tell of its ties."""
    return coded(kind, code).where(visible_to(viewer))


def across(link: type[SQLModel], owner: str, other: str, value: Any) -> Statement:  # noqa: ANN401 - an id or a subquery
    """The `owner` ids of a link table whose `other` side is this id, or one of these."""
    column = getattr(link, other)
    return sa.select(getattr(link, owner)).where(column == value if isinstance(value, int) else column.in_(value))


def some(session: Session, viewer: Viewer, table: type[Row], where: sa.ColumnElement[bool]) -> Some[Row]:
    """The rows of a table that stands beside a record, none read that is not shown: one query, or two."""
    known, options, order = _BESIDE[table](viewer)
    wanted = sa.and_(where, known)
    found = rows(session, viewer, table, wanted, *options, order=order, most=WHOLE + 1)
    if len(found) <= WHOLE:
        return Some(found, len(found))
    counted = sa.select(sa.func.count(col(table.id))).join(Record, col(Record.id) == col(table.id))
    return Some(found[:FIRST], session.scalar(counted.where(live(viewer), wanted)) or 0)


@cache
def beside(sight: Sight, link: type[SQLModel], owner: str, other: str) -> Statement:
    """The `owner` ids of a link table whose `other` side somebody may see; built once and kept."""
    return sa.select(getattr(link, owner)).where(sight.sees(getattr(link, other))).distinct()


def rows(
    session: Session,
    viewer: Viewer,
    table: type[Row],
    where: sa.ColumnElement[bool],
    *options: Any,  # noqa: ANN401 - loader options
    order: Sequence[Any] = (),
    most: int | None = None,
) -> list[Row]:
    """The rows of a table that fulfil a condition and that this person may see; at most so many."""
    found = session.scalars(
        sa.select(table)
        .join(Record, col(Record.id) == col(table.id))
        .where(live(viewer), where)
        .options(*options)
        .order_by(*order, col(table.id))
        .limit(most)
    )
    return list(found.unique())


def parts_of(
    session: Session,
    viewer: Viewer,
    table: type[Row],
    owner: Any,  # noqa: ANN401 - a column
    where: sa.ColumnElement[bool],
    *,
    order: Sequence[Any] = (),
) -> list[Row]:
    """Parts of records that this person may see: as visible as these, whatever stood when the parts were made."""
    found = session.scalars(
        sa.select(table)
        .join(Record, col(Record.id) == col(table.id))
        .where(col(Record.archived_at).is_(None), known_to(viewer, owner), where)
        .order_by(*order, col(table.id))
    )
    return list(found.unique())


def one(
    session: Session,
    viewer: Viewer,
    table: type[Row],
    kind: RecordKind,
    code: str,
    *options: Any,  # noqa: ANN401 - loader options
) -> Row | None:
    """The row with this code, archived or not, if this person may know of it."""
    return (
        session.scalars(
            sa.select(table)
            .join(Record, col(Record.id) == col(table.id))
            .where(col(Record.kind) == kind, col(Record.code) == code, visible_to(viewer))
            .options(*options)
        )
        .unique()
        .one_or_none()
    )


def projects(session: Session, viewer: Viewer, ids: Any) -> list[Project]:  # noqa: ANN401 - ids or a subquery
    """Projects with their territories."""
    return _beside(session, viewer, Project, col(Project.id).in_(ids))


def assessments(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[Assessment]:
    """Assessments with their territories, the oldest first, undated ones last."""
    return _beside(session, viewer, Assessment, where)


def agreements(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[Agreement]:
    """Agreements with their parties, by the day they were signed."""
    return _beside(session, viewer, Agreement, where)


def contributions(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[Contribution]:
    """Contributions with donor, steps, and fund and programme as far as this person may see them."""
    return _beside(session, viewer, Contribution, where)


def _beside(session: Session, viewer: Viewer, table: type[Row], where: sa.ColumnElement[bool]) -> list[Row]:
    known, options, order = _BESIDE[table](viewer)
    return rows(session, viewer, table, sa.and_(where, known), *options, order=order)


_Beside = tuple[sa.ColumnElement[bool], Sequence[Any], Sequence[Any]]
"""What must be known of a row that stands beside a record, what is loaded with it, its order."""


def _project(_viewer: Viewer) -> _Beside:
    # Territories are asked for apart: joined, SQLite goes through those of all projects that there are.
    return sa.true(), [selectinload(Project.territories)], []


def _assessment(_viewer: Viewer) -> _Beside:
    return sa.true(), [selectinload(Assessment.territories)], [col(Assessment.on_earliest).nulls_last()]


def _agreement(viewer: Viewer) -> _Beside:
    return sa.true(), [parties(viewer)], [col(Agreement.signed_earliest).nulls_last()]


def _contribution(viewer: Viewer) -> _Beside:
    donor, fund, programme, steps = _of_contributions()
    parts = (donor, fund.and_(known_to(viewer, col(Fund.id))), programme.and_(known_to(viewer, col(Programme.id))))
    known = known_to(viewer, col(Contribution.donor_id))
    return known, [*(joinedload(part) for part in parts), selectinload(steps)], []


_BESIDE: dict[type[Entity], Callable[[Viewer], _Beside]] = {
    Project: _project,
    Assessment: _assessment,
    Agreement: _agreement,
    Contribution: _contribution,
}


def parties(viewer: Viewer) -> Any:  # noqa: ANN401 - a loader option
    """The option that loads an agreement's parties, with their organisations, as far as this person may see them."""
    some: Any = Agreement.parties
    visible = some.and_(known_to(viewer, col(AgreementParty.organisation_id)))
    return selectinload(visible).joinedload(AgreementParty.organisation)  # type: ignore[arg-type]


def _of_contributions() -> tuple[Any, ...]:
    return Contribution.donor, Contribution.fund, Contribution.programme, Contribution.steps


def programmes(session: Session, viewer: Viewer, ids: Iterable[int | None] | Statement) -> list[Programme]:
    """Programmes by name."""
    wanted = ids if isinstance(ids, sa.Select) else [key for key in ids if key]
    return rows(session, viewer, Programme, col(Programme.id).in_(wanted), order=(col(Programme.name),))


def events(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[CalendarEvent]:
    """Events in their order; of a project's or an agreement's, only where this person may see those."""
    may = sa.and_(
        *(
            sa.or_(column.is_(None), known_to(viewer, column))
            for column in (col(CalendarEvent.project_id), col(CalendarEvent.agreement_id))
        )
    )
    order = (col(CalendarEvent.on_earliest).nulls_last(),)
    return rows(session, viewer, CalendarEvent, sa.and_(where, may), order=order)


def ids_across(
    session: Session, owner_id: int, ties: Mapping[str, tuple[type[SQLModel], str, str]]
) -> dict[str, list[int]]:
    """What one record is tied to, by the name its form gives it; one query. `ties`: link table, owner's column, other's."""
    arms = [
        sa.select(sa.literal(name).label("name"), getattr(link, other).label("other")).where(
            getattr(link, owner) == owner_id
        )
        for name, (link, owner, other) in ties.items()
    ]
    union = sa.union_all(*arms).subquery()
    found: dict[str, list[int]] = {name: [] for name in ties}
    for name, other in session.execute(sa.select(union).order_by(union.c.name, union.c.other)):
        found[name].append(other)
    return found


def counted(
    session: Session, viewer: Viewer, link: type[SQLModel], sides: tuple[str, str], owner_ids: Sequence[int]
) -> dict[int, int]:
    """How many records each owner has in a link table, of those this person may see; `sides`: owner, other.

    Remembered while the record stands as it does.
    """
    asked = {"owner_ids": sorted(owner_ids), "viewer_id": viewer.user_id}
    return recall(session).of(_counted(sight_of(session, viewer), link, sides), asked, dict)


@cache
def _counted(sight: Sight, link: type[SQLModel], sides: tuple[str, str]) -> Statement:
    """Built once and kept."""
    mine, theirs = (getattr(link, side) for side in sides)
    some = mine.in_(sa.bindparam("owner_ids", expanding=True, type_=sa.Integer))
    return sa.select(mine, sa.func.count(theirs.distinct())).where(some, sight.sees(theirs)).group_by(mine)

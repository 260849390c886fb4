"""Rows of any scope set back to what was true on a day, by the rules of `domain.as_of`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from tracker.domain import as_of
from tracker.domain.as_of import Times
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.models import Project, RowVersion
from tracker.domain.queries import past
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.scope_beside import Beside
from tracker.domain.rules import Viewer

Rows = TypeVar("Rows", bound=Any)
"""A dataclass whose fields are lists of rows; `updates` has the last report of each project by the day."""


def check(session: Session, order: BriefOrder, today: date) -> None:
    """Refuse days of which nothing can be said."""
    times = Times.of(order, today)
    if times.known_on:
        past.check_known_on(session, times.known_on)


@contextmanager
def standing(session: Session, times: Times, viewer: Viewer, *, searched: bool = False) -> Iterator[Session]:
    """A session from which the rows of these days can be read: they are set back there, and nowhere else.

    `searched`: projects are to be found in it by words.
    """
    if times.known_on:
        with past.known_on(session, times.known_on, viewer, searched=searched) as known:
            yield known
    elif times.as_of:
        with Session(session.connection(), expire_on_commit=False) as apart:
            yield apart
    else:
        yield session


def then(session: Session, found: Rows, day: date) -> Rows:
    """The rows that were there on the day, as they stood."""
    back = {part.name: _back(getattr(found, part.name), day) for part in fields(found)}
    back["projects"] = _projects(session, found, back["projects"], day)
    if found.donor:
        used = {part.project_id for gift in back["contributions"] for part in gift.allocations}
        back["projects"] = [project for project in back["projects"] if project.id in used]
    return replace(found, **back)


def _back(value: Any, day: date) -> Any:  # noqa: ANN401 - a field of the rows of any scope
    """Lists of rows set back, also those that stand by a key or beside the records; whatever else as it is."""
    if isinstance(value, Beside):
        return replace(value, **{part.name: _back(getattr(value, part.name), day) for part in fields(value)})
    if isinstance(value, Exchange):
        return value.by(day)
    if isinstance(value, Mapping):
        return {key: _back(one, day) for key, one in value.items()}
    return as_of.kept(value, day) if _is_list(value) else value


def undated(found: Any) -> int:  # noqa: ANN401 - rows of any scope
    """How many facts count although nothing says since when."""
    reported = [key for key, update in found.updates.items() if update.stage]
    values = [getattr(each, part.name) for each in (found, found.beside) for part in fields(each)]
    values += [one for value in values if isinstance(value, Mapping) for one in value.values()]
    return sum(as_of.undated(rows, reported) for rows in values if _is_list(rows))


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(row, SQLModel) for row in value)


def _projects(session: Session, found: Any, projects: list[Project], day: date) -> list[Project]:  # noqa: ANN401 - rows of any scope
    """The projects that were there, and the one that the scope is about even if it was not."""
    later = [one.id for one in projects if one.health_day and one.health_day > day]
    before = first_recorded(session, [key for key in later if key and key not in found.updates])
    there = {one.id: as_of.project_then(one, day, found.updates.get(one.id), before.get(one.id)) for one in projects}
    return [one for one in projects if there[one.id] or one.id == found.project_id]


def first_recorded(session: Session, project_ids: Sequence[int]) -> dict[int | None, dict[str, Any]]:
    """The projects' rows as they were last recorded before anybody reported on them."""
    versions = session.execute(
        sa.select(col(RowVersion.record_id), col(RowVersion.values))
        .where(col(RowVersion.entity) == "project", col(RowVersion.record_id).in_(project_ids))
        .order_by(col(RowVersion.id))
    )
    return {key: values for key, values in versions if key and values and not values.get("health_day")}

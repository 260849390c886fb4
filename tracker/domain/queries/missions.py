"""Missions: who goes where, when and why; the list and one mission."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import RecordKind, Visibility
from tracker.domain.models import Mission, MissionMember, MissionTerritory, Programme, Record, RowVersion, User
from tracker.domain.queries import changes, dossier, linked, paging, places, search, texts
from tracker.domain.queries.changes import Change
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.funding import Named, names_of
from tracker.domain.queries.linked import live
from tracker.domain.queries.places import TerritoryLabel
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Said
from tracker.domain.rules import INSIDE_MISSION, Viewer, sees_inside

SORTS = ("start", "title")
"""What the list may be sorted by; with a minus, downwards."""


COLUMNS = (
    "title",
    "purpose",
    "start_day",
    "end_day",
    "points_to_raise",
    "requests",
    "counterparts",
    "sensitivities",
    "security_focal_point",
)
"""The columns of a mission's own row that its form holds under the same names."""

PARTS = ("record", "mission", "mission_territory", "mission_member")
"""The tables that make up a mission."""


@dataclass(frozen=True)
class Asked:
    """Which missions are asked for: words, a territory's code, `when` (ahead, now, over); order and page."""

    q: str = ""
    territory: str = ""
    when: str = ""
    sort: str = "-start"
    page: int = 1
    per_page: int = paging.USUAL


@dataclass(frozen=True)
class MissionLine:
    """A mission in a list; `members` is empty for readers from outside the programme."""

    id: int
    code: str
    title: Said
    start_day: date
    end_day: date
    visibility: Visibility
    territories: tuple[TerritoryLabel, ...]
    members: tuple[str, ...]


@dataclass(frozen=True)
class MissionPage:
    """A mission with everything its page shows; `inside` is None for those from outside the programme."""

    row: Mission
    line: MissionLine
    purpose: Said | None
    points_to_raise: Said | None
    requests: Said | None
    programme: Named | None
    inside: "Inside | None"
    dossier: Dossier


@dataclass(frozen=True)
class Inside:
    """What only the programme's people read of a mission."""

    counterparts: Said | None
    sensitivities: Said | None
    security_focal_point: Said | None


def listed(session: Session, reader: Reader, asked: Asked) -> paging.Page[MissionLine]:
    """The missions that this person may know of, a page of them; a constant number of queries."""
    viewer, language, day = reader.viewer, reader.language, reader.day
    statement = sa.select(Mission).join(Record, col(Record.id) == Mission.id).where(live(viewer))
    if asked.q.strip():
        statement = statement.where(search.matches(session, viewer, asked.q))
    if asked.territory:
        statement = statement.where(col(Mission.id).in_(_going_to(asked.territory)))
    statement = statement.where(*_when(asked.when, day))
    return paging.paged(
        session,
        statement.order_by(_order(asked.sort), col(Mission.id)),
        lambda rows: _lines(session, viewer, language, day, [row[0] for row in rows]),
        number=asked.page,
        per_page=asked.per_page,
    )


def by_code(session: Session, viewer: Viewer, code: str) -> Mission | None:
    """The mission with this code, if this person may know of it, as it is stored."""
    return linked.one(session, viewer, Mission, RecordKind.mission, code)


def page(session: Session, reader: Reader, mission: Mission) -> MissionPage:
    """Everything that this person may read of a mission."""
    viewer, language, day = reader.viewer, reader.language, reader.day
    around = dossier.load(session, reader, mission, beside=(), territory_ids=territory_ids(session, mission.id or 0))
    inside = Inside(*(around.say(mission, name) for name in INSIDE_MISSION)) if sees_inside(viewer) else None
    return MissionPage(
        row=mission,
        line=_lines(session, viewer, language, day, [mission])[0],
        purpose=around.say(mission, "purpose"),
        points_to_raise=around.say(mission, "points_to_raise"),
        requests=around.say(mission, "requests"),
        programme=_programme(session, viewer, language, mission.programme_id),
        inside=inside,
        dossier=around if inside else replace(around, changes=_open_to_all(around.changes)),
    )


def member_ids(session: Session, mission_id: int) -> list[int]:
    """Who travels."""
    return list(
        session.scalars(
            sa.select(col(MissionMember.user_id))
            .where(col(MissionMember.mission_id) == mission_id)
            .order_by(col(MissionMember.user_id))
        ).all()
    )


def territory_ids(session: Session, mission_id: int) -> list[int]:
    """Where the mission goes."""
    return list(
        session.scalars(
            sa.select(col(MissionTerritory.territory_id))
            .where(col(MissionTerritory.mission_id) == mission_id)
            .order_by(col(MissionTerritory.territory_id))
        ).all()
    )


def facts(session: Session, mission: Mission) -> dict[str, Any]:
    """What a mission's form holds, by field name."""
    return {
        **{name: getattr(mission, name) for name in COLUMNS},
        "programme": mission.programme_id,
        "territories": territory_ids(session, mission.id or 0),
        "members": member_ids(session, mission.id or 0),
        "visibility": mission.record.visibility,
    }


def base(session: Session, mission_id: int, version: int | None) -> dict[str, Any]:
    """The same at an earlier version, as plain values: what a clash is compared with. Empty for an unknown version.

    The row of a mission is written before the rows that hang on it: what was written before the next version's row
    is what stood at this one.
    """
    rows = session.execute(
        sa.select(RowVersion)
        .where(col(RowVersion.record_id) == mission_id, col(RowVersion.entity).in_(PARTS))
        .order_by(col(RowVersion.id))
    ).scalars()
    stood: dict[tuple[str, str], RowVersion] = {}
    for row in rows:
        if row.entity == "mission" and row.version is not None and version is not None and row.version > version:
            break
        stood[row.entity, row.row_key] = row
    found = [row for row in stood.values() if row.change != "delete"]
    own = next((row.values for row in found if row.entity == "mission" and row.version == version), None)
    if own is None:
        return {}
    return {
        **{name: own.get(name) for name in COLUMNS},
        "programme": own.get("programme_id"),
        "territories": [row.values["territory_id"] for row in found if row.entity == "mission_territory"],
        "members": [row.values["user_id"] for row in found if row.entity == "mission_member"],
        "visibility": next((row.values["visibility"] for row in found if row.entity == "record"), None),
    }


@dataclass(frozen=True)
class Choices:
    """What a mission's form offers."""

    territories: list[TerritoryLabel]
    programmes: list[tuple[int, str]]
    people: list[tuple[int, str]]


def choices(session: Session, reader: Reader) -> Choices:
    """All territories of the day, the programmes this person may know of, everybody with an account: four queries."""
    programmes = session.execute(
        sa.select(col(Programme.id), col(Programme.name))
        .join(Record, col(Record.id) == Programme.id)
        .where(live(reader.viewer))
        .order_by(col(Programme.name), col(Programme.id))
    ).all()
    said = texts.load(session, reader.language, [key for key, _ in programmes])
    people = session.execute(
        sa.select(col(User.id), col(User.name)).where(col(User.active)).order_by(col(User.name), col(User.id))
    ).all()
    return Choices(
        territories=places.standing(session, reader.language, reader.day),
        programmes=[(key or 0, str(said.of(key, "name", name))) for key, name in programmes],
        people=[(key or 0, name) for key, name in people],
    )


def visited(session: Session, reader: Reader) -> list[TerritoryLabel]:
    """The territories of all missions that this person may know of, by name: what the list can be narrowed to."""
    seen = sa.select(col(Mission.id)).join(Record, col(Record.id) == Mission.id).where(live(reader.viewer))
    there = sa.select(col(MissionTerritory.territory_id)).where(col(MissionTerritory.mission_id).in_(seen))
    return list(places.labels(session, reader.language, reader.day, there).values())


def _going_to(code: str) -> Statement:
    return (
        sa.select(col(MissionTerritory.mission_id))
        .join(Record, col(Record.id) == MissionTerritory.territory_id)
        .where(col(Record.code) == code.upper(), col(Record.kind) == RecordKind.territory)
        .correlate(None)
    )


def _when(asked: str, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    start, end = col(Mission.start_day), col(Mission.end_day)
    found = {"ahead": (start > day,), "now": (start <= day, end >= day), "over": (end < day,)}
    return found.get(asked, ())


def _order(sort: str) -> sa.ColumnElement[Any]:
    key: sa.ColumnElement[Any] = (
        sa.func.lower(col(Mission.title))
        if sort.removeprefix("-") == "title"
        else sa.type_coerce(col(Mission.start_day), sa.Date)
    )
    return key.desc() if sort.startswith("-") else key.asc()


def _lines(session: Session, viewer: Viewer, language: str, day: date, found: Sequence[Mission]) -> list[MissionLine]:
    ids = [mission.id or 0 for mission in found]
    said = texts.load(session, language, ids)
    where = _territories(session, language, day, ids)
    who = _members(session, ids) if sees_inside(viewer) else {}
    return [
        MissionLine(
            id=mission.id or 0,
            code=mission.record.code or "",
            title=said.of(mission.id, "title", mission.title) or Said(mission.title, "en"),
            start_day=mission.start_day,
            end_day=mission.end_day,
            visibility=mission.record.visibility,
            territories=tuple(where.get(mission.id or 0, ())),
            members=tuple(who.get(mission.id or 0, ())),
        )
        for mission in found
    ]


def _territories(session: Session, language: str, day: date, ids: Sequence[int]) -> dict[int, list[TerritoryLabel]]:
    links = session.execute(
        sa.select(col(MissionTerritory.mission_id), col(MissionTerritory.territory_id))
        .where(col(MissionTerritory.mission_id).in_(ids))
        .order_by(col(MissionTerritory.mission_id), col(MissionTerritory.territory_id))
    ).all()
    names = places.labels(session, language, day, {territory for _, territory in links})
    found: dict[int, list[TerritoryLabel]] = {}
    for mission_id, territory_id in links:
        if territory_id in names:
            found.setdefault(mission_id, []).append(names[territory_id])
    return found


def _members(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    rows = session.execute(
        sa.select(col(MissionMember.mission_id), col(User.name))
        .join(User, col(User.id) == MissionMember.user_id)
        .where(col(MissionMember.mission_id).in_(ids))
        .order_by(col(User.name), col(User.id))
    ).all()
    found: dict[int, list[str]] = {}
    for mission_id, name in rows:
        found.setdefault(mission_id, []).append(name)
    return found


def _programme(session: Session, viewer: Viewer, language: str, programme_id: int | None) -> Named | None:
    return names_of(session, viewer, language, [programme_id]).get(programme_id or 0)


def _open_to_all(found: list[Change]) -> list[Change]:
    """The history for readers from outside: without what only the programme's people read."""
    shown = [changes.without(change, INSIDE_MISSION) for change in found]
    return [change for change in shown if change.change != "update" or change.fields]

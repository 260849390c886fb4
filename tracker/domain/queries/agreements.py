"""Agreements: the list, and those that end soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import col

from tracker.domain.agreements import BANDS, Ending, Terms, ending, terms
from tracker.domain.codes import AGREEMENT_STATES_IN_FORCE, RecordKind
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Organisation,
    Project,
    ProjectTerritory,
    Record,
)
from tracker.domain.queries import linked, lists, texts
from tracker.domain.queries.agreement_terms import effective, tended, tended_among
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.lists import Listed, Wanted
from tracker.domain.queries.remembered import recall
from tracker.domain.queries.sight import Sight, sight_of
from tracker.domain.queries.statement import Statement
from tracker.domain.queries.texts import Texts
from tracker.domain.queries.visibility import known_to
from tracker.domain.rules import Viewer

PASSED = "passed"
"""What the filter by ending takes beside a number of days: the end has passed and the agreement is in force still."""


@dataclass(frozen=True)
class Stands:
    """What holds of an agreement today, and how its end stands."""

    terms: Terms
    ending: Ending | None


@dataclass(frozen=True)
class AgreementList:
    """One page of agreements: the list, what holds of each row by its id, and the partners to choose from."""

    listed: Listed[Agreement]
    stands: dict[int, Stands]
    partners: list[tuple[str, str]]


@dataclass(frozen=True)
class EndingSoon:
    """Agreements that end soon or should have, the most pressing first; `texts` say their titles."""

    rows: list[Agreement]
    stands: dict[int, Stands]
    texts: Texts


def listing(session: Session, reader: Reader, wanted: Wanted) -> AgreementList:
    """One page of the agreements this person may see, the newest first unless asked otherwise."""
    found = lists.start(session, reader, Agreement, wanted)
    for condition in _conditions(reader, wanted):
        found = found.where(condition)
    sorts = {
        "title": sa.func.lower(texts.shown(reader.language, Agreement.id, "title", Agreement.title)),
        "signed": col(Agreement.signed_earliest),
        "end": effective("end_latest"),
        "state": col(Agreement.state),
        "kind": col(Agreement.kind),
    }
    listed: Listed[Agreement] = lists.listed(
        session,
        reader,
        lists.ordered(found, sorts, wanted.sort, "-signed", col(Agreement.id)),
        wanted,
        territory_ids=_territories,
        programme_ids=_programmes,
        codes={name: (Agreement, name) for name in ("kind", "state")},
        options=(linked.parties(reader.viewer), _amendments()),
        beside=_sides,
    )
    return AgreementList(listed, _stands(session, reader, listed.page.rows), _partners(session, reader))


@cache
def _programmes(sight: Sight) -> Statement:
    stated = col(Agreement.programme_id).is_not(None)
    return sa.select(col(Agreement.programme_id)).where(stated, sight.sees(col(Agreement.id))).distinct()


@cache
def _territories(sight: Sight) -> Statement:
    """The territories of the projects that agreements cover, as far as this person may know of both.

    Joined from the agreements on: asked the other way round, SQLite goes through all records for each territory.
    """
    return (
        sa.select(col(ProjectTerritory.territory_id))
        .select_from(AgreementProject)
        .join(Record, col(Record.id) == AgreementProject.agreement_id)
        .join(ProjectTerritory, col(ProjectTerritory.project_id) == AgreementProject.project_id)
        .where(sight.visible, col(Record.archived_at).is_(None), sight.sees(col(AgreementProject.project_id)))
        .distinct()
    )


def ending_soon(
    session: Session, reader: Reader, *, of: sa.ColumnElement[bool] | None = None, most: int = 10
) -> EndingSoon:
    """Agreements in force that end within ninety days, or whose end has passed where somebody tends them."""
    latest = effective("end_latest")
    wanted = sa.or_(_within(reader, max(BANDS)), _passed(reader))
    found = list(
        session.scalars(
            sa.select(Agreement)
            .join(Record, col(Record.id) == Agreement.id)
            .where(linked.live(reader.viewer), wanted, sa.true() if of is None else of)
            .options(_amendments())
            .order_by(latest, col(Agreement.id))
            .limit(most)
        ).unique()
    )
    if not found:
        return EndingSoon([], {}, Texts(reader.language))
    words = texts.load(session, reader.language, [row.id for row in found])
    return EndingSoon(found, _stands(session, reader, found), words)


def covering(project_ids: frozenset[int]) -> sa.ColumnElement[bool]:
    """The condition that an agreement covers one of these projects."""
    covered = sa.select(col(AgreementProject.agreement_id)).where(col(AgreementProject.project_id).in_(project_ids))
    return col(Agreement.id).in_(covered)


def by_code(session: Session, viewer: Viewer, code: str) -> Agreement | None:
    """The agreement with this code, if this person may know of it, as it is stored."""
    return linked.one(session, viewer, Agreement, RecordKind.agreement, code)


def with_number(session: Session, viewer: Viewer, number: str, *, beside: int) -> Agreement | None:
    """Another agreement of this person's sight that bears the same number."""
    same = sa.func.lower(col(Agreement.number)) == number.lower()
    found = linked.rows(session, viewer, Agreement, sa.and_(same, col(Agreement.id) != beside))
    return next(iter(found), None)


def _sides(row: Agreement) -> list[Organisation | None]:
    return [party.organisation for party in row.parties]


def _amendments() -> Any:  # noqa: ANN401 - a loader option
    return selectinload(Agreement.amendments)


def _stands(session: Session, reader: Reader, rows: Sequence[Agreement]) -> dict[int, Stands]:
    """What holds of these agreements; whether anybody tends them is asked only of those whose end has passed."""
    holds = {row.id: terms(row, row.amendments) for row in rows if row.id}
    over = [key for key, one in holds.items() if one.end and one.end.latest and one.end.latest < reader.day]
    looked_after = tended_among(session, over)
    return {
        row.id: Stands(
            holds[row.id],
            ending(row.state, holds[row.id].end, tended=row.id in looked_after, today=reader.day),
        )
        for row in rows
        if row.id
    }


def _within(reader: Reader, days: int) -> sa.ColumnElement[bool]:
    """In force, and ending today or within so many days."""
    in_force = col(Agreement.state).in_(AGREEMENT_STATES_IN_FORCE)
    return sa.and_(in_force, effective("end_latest").between(reader.day, reader.day + timedelta(days=days)))


def _passed(reader: Reader) -> sa.ColumnElement[bool]:
    """In force, its end behind us, and somebody tends it."""
    in_force = col(Agreement.state).in_(AGREEMENT_STATES_IN_FORCE)
    return sa.and_(in_force, effective("end_latest") < reader.day, tended())


def ending_on(reader: Reader, asked: str) -> sa.ColumnElement[bool]:
    """The condition on Agreement that it ends within so many days (one of `BANDS`), or has lapsed (`PASSED`)."""
    if asked == PASSED:
        return _passed(reader)
    return _within(reader, int(asked)) if asked in {str(days) for days in BANDS} else sa.false()


def _partners(session: Session, reader: Reader) -> list[tuple[str, str]]:
    """The other sides of the agreements this person may see, by code and name."""
    asked = {"language": reader.language, "viewer_id": reader.viewer.user_id}
    statement = _other_sides(sight_of(session, reader.viewer))
    return recall(session).of(statement, asked, lambda rows: [(code or "", text) for code, text in rows])


@cache
def _other_sides(sight: Sight) -> Statement:
    sides = linked.beside(sight, AgreementParty, "organisation_id", "agreement_id")
    name = texts.shown(sa.bindparam("language"), Organisation.id, "name", Organisation.name)
    return (
        sa.select(col(Record.code), name)
        .join(Organisation, col(Organisation.id) == Record.id)
        .where(
            col(Organisation.id).in_(sides.where(col(AgreementParty.own).is_(False))),
            col(Record.kind) == RecordKind.organisation,
            col(Record.archived_at).is_(None),
            sight.visible,
        )
        .order_by(sa.func.lower(name), col(Record.id))
    )


def _conditions(reader: Reader, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    key = col(Agreement.id)
    if wanted.territory:
        there = linked.coded(RecordKind.territory, wanted.territory.upper())
        working = linked.across(ProjectTerritory, "project_id", "territory_id", there)
        working = working.where(known_to(reader.viewer, col(ProjectTerritory.project_id)))
        conditions.append(key.in_(linked.across(AgreementProject, "agreement_id", "project_id", working)))
    if wanted.programme:
        programme = linked.known(reader.viewer, RecordKind.programme, wanted.programme)
        mine = sa.select(col(Project.id)).where(
            col(Project.programme_id).in_(programme), known_to(reader.viewer, col(Project.id))
        )
        within = key.in_(linked.across(AgreementProject, "agreement_id", "project_id", mine))
        conditions.append(sa.or_(col(Agreement.programme_id).in_(programme), within))
    if wanted.organisation:
        party = linked.known(reader.viewer, RecordKind.organisation, wanted.organisation)
        conditions.append(key.in_(linked.across(AgreementParty, "agreement_id", "organisation_id", party)))
    if wanted.ending:
        conditions.append(ending_on(reader, wanted.ending))
    for column, value in ((Agreement.kind, wanted.kind), (Agreement.state, wanted.state)):
        if value:
            conditions.append(lists.is_code(column, value))
    return conditions

"""What an agreement's forms and lists ask about it in SQL: its end as last amended, whether anybody tends it, its ties."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Amendment,
    Project,
    ProjectMember,
    Record,
    RowVersion,
)
from tracker.domain.queries.statement import Statement

IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)


@cache
def effective(name: str, mark: str = "end_stated") -> sa.ColumnElement[Any]:
    """A column of an agreement as the latest amendment that sets it has it: the end's, or with `mark` the ceiling's.

    `mark`: the column that an amendment fills where it sets this anew. The same as `agreements.terms` says.
    """
    record = aliased(Record, flat=True)
    setting = (
        sa.select(getattr(Amendment, name))
        .join(record, col(record.id) == Amendment.id)
        .where(
            col(Amendment.agreement_id) == Agreement.id,
            getattr(Amendment, mark).is_not(None),
            col(record.archived_at).is_(None),
        )
        .correlate(Agreement)
    )
    latest = (
        setting.order_by(col(Amendment.on_earliest).desc().nulls_last(), col(Amendment.number).desc())
        .limit(1)
        .scalar_subquery()
    )
    return sa.case((setting.exists(), latest), else_=getattr(Agreement, name))


def tended() -> sa.ColumnElement[bool]:
    """Does somebody tend the agreement: did a person record or change it, or manage or report on a project it covers?"""
    covered = (
        sa.select(col(AgreementProject.project_id))
        .where(col(AgreementProject.agreement_id) == Agreement.id)
        .correlate(Agreement)
    )
    managed = sa.select(col(ProjectMember.project_id)).where(col(ProjectMember.project_id).in_(covered))
    reported = sa.select(col(Project.id)).where(col(Project.id).in_(covered), col(Project.health_day).is_not(None))
    by_hand = sa.select(col(RowVersion.id)).where(
        col(RowVersion.record_id) == Agreement.id,
        col(RowVersion.entity) == "agreement",
        col(RowVersion.user_id).is_not(None),
    )
    amended = sa.select(col(Amendment.id)).where(col(Amendment.agreement_id) == Agreement.id)
    return sa.or_(*(one.correlate(Agreement).exists() for one in (managed, reported, by_hand, amended)))


def tended_among(session: Session, agreement_ids: Iterable[int | None]) -> frozenset[int]:
    """Those of these agreements that somebody tends; one query, none for no agreement."""
    ids = [key for key in agreement_ids if key]
    return frozenset(session.scalars(_tended_among(), {"ids": ids})) if ids else frozenset()


@cache
def _tended_among() -> Statement:
    return sa.select(col(Agreement.id)).where(col(Agreement.id).in_(IDS), tended())


def tended_or_by_hand(session: Session, agreement_id: int, part_ids: Iterable[int | None]) -> frozenset[int]:
    """The agreement, where somebody tends it, and those of its parts that a person recorded or changed; one query.

    The dates of such parts count as confirmed.
    """
    by_hand = sa.select(col(RowVersion.record_id)).where(
        col(RowVersion.record_id).in_([key for key in part_ids if key]), col(RowVersion.user_id).is_not(None)
    )
    looked_after = sa.select(col(Agreement.id)).where(col(Agreement.id) == agreement_id, tended())
    return frozenset(key for key in session.scalars(sa.union(looked_after, by_hand)) if key)


def amendments(session: Session, agreement_id: int) -> list[Amendment]:
    """The amendments of an agreement, also those that were taken away."""
    found = session.scalars(sa.select(Amendment).where(col(Amendment.agreement_id) == agreement_id))
    return list(found.unique())


def linked_ids(session: Session, agreement_id: int) -> dict[str, list[int]]:
    """The numbers of the rows an agreement is tied to, by the name its form gives them."""
    parties = session.execute(
        sa.select(col(AgreementParty.organisation_id), col(AgreementParty.own))
        .where(col(AgreementParty.agreement_id) == agreement_id)
        .order_by(col(AgreementParty.organisation_id))
    ).all()
    projects = session.scalars(
        sa.select(col(AgreementProject.project_id))
        .where(col(AgreementProject.agreement_id) == agreement_id)
        .order_by(col(AgreementProject.project_id))
    ).all()
    return {
        "own_ids": [key for key, own in parties if own],
        "other_ids": [key for key, own in parties if not own],
        "project_ids": list(projects),
    }

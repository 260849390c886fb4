"""How many changes were recorded since a moment, as history counts them: for whoever must not know what they were."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from tracker.domain.codes import RecordKind
from tracker.domain.models import Record, RowVersion
from tracker.domain.queries.changes import differences, open_to_all, told
from tracker.domain.queries.statement import Statement
from tracker.domain.rows import batches, plain_rows


def number(session: Session, record_ids: Collection[int], moment: datetime, *, inside: bool) -> int:
    """Changes recorded after the moment in these records and their parts; `inside`: for the programme's people.

    A version of a row is a change, unless it differs in nothing that history tells of.
    """
    found = {
        key: (change, entity, values, before)
        for ids in batches(set(record_ids))
        for key, change, entity, values, before in plain_rows(
            session, _versions(inside=inside), {"ids": ids, "moment": moment}
        )
    }
    return sum(
        entity == RecordKind.update
        or (bool(differences(before or {}, values)) if change == "update" else entity != "record")
        for change, entity, values, before in found.values()
    )


@cache
def _versions(*, inside: bool) -> Statement:
    """The versions since, each with the values of the one whose place it took."""
    ids = sa.bindparam("ids", expanding=True, type_=sa.Integer)
    earlier = aliased(RowVersion)
    whose_place = sa.and_(
        col(RowVersion.change) == "update",
        col(earlier.entity) == RowVersion.entity,
        col(earlier.row_key) == RowVersion.row_key,
        col(earlier.recorded_to) == RowVersion.recorded_from,
        col(earlier.id) < RowVersion.id,
    )
    return (
        sa.select(
            col(RowVersion.id),
            col(RowVersion.change),
            col(RowVersion.entity),
            col(RowVersion.values),
            col(earlier.values),
        )
        .join(Record, col(Record.id) == RowVersion.record_id)
        .outerjoin(earlier, whose_place)
        .where(
            col(RowVersion.recorded_from) > sa.bindparam("moment"),
            sa.or_(col(RowVersion.record_id).in_(ids), col(Record.parent_id).in_(ids)),
            told(),
            sa.true() if inside else open_to_all(),
        )
        .order_by(col(RowVersion.id), col(earlier.id))  # of several at one moment the last one counts
    )

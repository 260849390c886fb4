"""Amounts and shares that a source states and that are nobody's funding here: never part of a total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.codes import AmountNature, AmountQualifier
from tracker.domain.dates import PartialDate
from tracker.domain.models import Record, ReportedAmount
from tracker.domain.money import Money
from tracker.domain.queries import sources, texts
from tracker.domain.queries.funding import Named
from tracker.domain.queries.linked import live
from tracker.domain.queries.texts import Said
from tracker.domain.rules import Viewer


@dataclass(frozen=True)
class ReportedLine:
    """One stated amount or share. A part follows its whole."""

    id: int
    text: Said
    nature: AmountNature
    qualifier: AmountQualifier | None
    amount: Money | None
    share_percent: int | None
    whose: Said | None
    period: PartialDate | None
    is_part: bool
    belongs_to: tuple[tuple[str, Named], ...]
    sources: tuple[sources.Source, ...]


def stated(session: Session, viewer: Viewer) -> Sequence[ReportedAmount]:
    """All stated amounts that this person may know of, parts after their whole: one query."""
    return session.scalars(
        sa.select(ReportedAmount)
        .join(Record, col(Record.id) == ReportedAmount.id)
        .where(live(viewer))
        .order_by(sa.func.coalesce(ReportedAmount.part_of_id, ReportedAmount.id), col(ReportedAmount.id))
    ).all()


def line(
    row: ReportedAmount, names: Mapping[int, Named], said: texts.Texts, cited: Sequence[sources.Source]
) -> ReportedLine:
    """A stated amount as a list shows it."""
    return ReportedLine(
        id=row.id or 0,
        text=said.on(row, "text") or Said(row.text, "en"),
        nature=row.nature,
        qualifier=row.qualifier,
        amount=row.amount,
        share_percent=row.share_percent,
        whose=said.on(row, "from_stated"),
        period=row.period,
        is_part=row.part_of_id is not None,
        belongs_to=tuple(
            (kind, names[key])
            for kind, key in (("agreement", row.agreement_id), ("programme", row.programme_id))
            if key is not None and key in names
        ),
        sources=tuple(source for source in cited if source.record_id == row.id),
    )

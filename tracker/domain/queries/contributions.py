"""One contribution: its steps, where its money stands, the projects it goes to, its sources and history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlmodel import col

from tracker.domain import figures
from tracker.domain.codes import RecordKind
from tracker.domain.models import Allocation, Contribution, Payment, Project, Record
from tracker.domain.money import Money
from tracker.domain.queries import dossier, funding, linked, outlays, positions, rates, texts
from tracker.domain.queries.dossier import Dossier, Reader
from tracker.domain.queries.funding import ContributionLine, Named
from tracker.domain.queries.outlays import Payments
from tracker.domain.queries.rates import Exchange
from tracker.domain.queries.texts import Said
from tracker.domain.queries.visibility import visible_among


@dataclass(frozen=True)
class AllocationLine:
    """The part of a contribution that goes to a project this reader may know of."""

    project: Named
    amount: Money
    id: int
    version: int


@dataclass(frozen=True)
class ContributionPage:
    """A contribution with everything its page shows; `payments` are those made out of it.

    `unallocated` is None where no amount is stated or a part goes to a project this reader may not know of: the rest
    would tell its amount.
    """

    row: Contribution
    line: ContributionLine
    agreement: Named | None
    allocations: tuple[AllocationLine, ...]
    unallocated: Money | None
    payments: Payments
    exchange: Exchange
    dossier: Dossier


def by_code(session: Session, reader: Reader, code: str) -> ContributionPage | None:
    """The contribution with this code, if this person may know of it."""
    viewer, language = reader.viewer, reader.language
    row = linked.one(session, viewer, Contribution, RecordKind.contribution, code)
    if row is None or row.id is None:
        return None
    parts = _allocations(session, row.id)
    known = visible_among(session, viewer, [part.project_id for part in parts])
    hidden = [part for part in parts if part.project_id not in known]
    exchange = rates.exchange(session)
    line = funding.lines(session, viewer, language, [row], exchange)[0]
    paid = outlays.payments(session, reader, col(Payment.contribution_id) == row.id)
    return ContributionPage(
        row=row,
        line=line,
        agreement=funding.names_of(session, viewer, language, [row.agreement_id]).get(row.agreement_id or 0),
        allocations=_allocation_lines(session, language, row, [part for part in parts if part.project_id in known]),
        unallocated=_rest(row, parts) if line.money and not hidden else None,
        payments=paid,
        exchange=exchange,
        dossier=_dossier(session, reader, row, hidden, paid),
    )


def _dossier(
    session: Session, reader: Reader, row: Contribution, hidden: Sequence[Allocation], paid: Payments
) -> Dossier:
    """What stands around it, without the history of parts that go to projects this reader may not know of."""
    found = dossier.load(session, reader, row, beside=paid.rows, territory_ids=())
    untold = {part.id for part in hidden}
    return replace(found, changes=[change for change in found.changes if change.record_id not in untold])


def _rest(row: Contribution, parts: Sequence[Allocation]) -> Money | None:
    rest = figures.unallocated(figures.ladder(positions.kept(row)), [part.amount_minor for part in parts])
    return Money(rest, row.currency) if row.currency else None


def _allocations(session: Session, contribution_id: int) -> Sequence[Allocation]:
    return session.scalars(
        sa.select(Allocation)
        .join(Record, col(Record.id) == Allocation.id)
        .where(col(Allocation.contribution_id) == contribution_id, col(Record.archived_at).is_(None))
        .options(joinedload(Allocation.project))  # type: ignore[arg-type]
        .order_by(col(Allocation.id))
    ).all()


def _allocation_lines(
    session: Session, language: str, row: Contribution, parts: Sequence[Allocation]
) -> tuple[AllocationLine, ...]:
    said = texts.load(session, language, [part.project_id for part in parts])
    return tuple(
        AllocationLine(_project(part.project, said), Money(part.amount_minor, row.currency), part.id or 0, part.version)
        for part in parts
        if part.project and row.currency
    )


def _project(project: Project, said: texts.Texts) -> Named:
    return Named(project.record.code or "", said.of(project.id, "title", project.title) or Said(project.title, "en"))

"""What is recorded beside the records of a brief: money that goes out, deliveries, promises, papers, posts, rates.

Rows come complete and as this person may see them; what belongs to a record is as visible as the record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.models import (
    Delivery,
    Document,
    DocumentLink,
    Entity,
    Expenditure,
    Fund,
    Organisation,
    OutsideIdentifier,
    Payment,
    Person,
    Place,
    Post,
    ProgrammeMember,
    Record,
    ReportedAmount,
    Signature,
    Territory,
    Undertaking,
)
from tracker.domain.queries import linked
from tracker.domain.queries.rates import Exchange
from tracker.domain.rules import Viewer


@dataclass(frozen=True, kw_only=True)
class Beside:
    """`papers` are the documents by the record that they belong to, `named_papers` those that rows name, by their id.

    `identifiers` are what other systems call a record, as pairs of system and value. `home` and `owner` are a donor's.
    """

    deliveries: Sequence[Delivery] = ()
    payments: Sequence[Payment] = ()
    expenditures: Sequence[Expenditure] = ()
    signatures: Sequence[Signature] = ()
    undertakings: Sequence[Undertaking] = ()
    members: Sequence[ProgrammeMember] = ()
    posts: Sequence[Post] = ()
    amounts: Sequence[ReportedAmount] = ()
    funds: Sequence[Fund] = ()
    signatories: Sequence[Person] = ()
    organisations: Sequence[Organisation] = ()
    places: Sequence[Place] = ()
    home: Territory | None = None
    papers: Mapping[int, Sequence[Document]] = field(default_factory=dict)
    named_papers: Mapping[int, Document] = field(default_factory=dict)
    identifiers: Mapping[int, Sequence[tuple[str, str]]] = field(default_factory=dict)
    exchange: Exchange = field(default_factory=Exchange)

    @property
    def rows(self) -> list[Any]:
        """Every row, to be named and sourced."""
        lists = [getattr(self, each.name) for each in fields(self)]
        found = [row for each in lists if isinstance(each, Sequence) for row in each]
        found += [row for each in self.papers.values() for row in each]
        return [*found, *self.named_papers.values()]

    def organisation(self, organisation_id: int | None) -> Organisation | None:
        """One of those that the rows name."""
        return next((one for one in self.organisations if one.id == organisation_id), None)

    def person(self, person_id: int | None) -> Person | None:
        """One of the signatories."""
        return next((one for one in self.signatories if one.id == person_id), None)

    def place(self, place_id: int | None) -> Place | None:
        """One of the places that the rows name."""
        return next((one for one in self.places if one.id == place_id), None)


def promises(session: Session, viewer: Viewer, agreement_ids: Sequence[int]) -> dict[str, Any]:
    """Signatures and undertakings of agreements that are seen, in their order."""
    signed, promised = col(Signature.agreement_id), col(Undertaking.agreement_id)
    return {
        "signatures": linked.parts_of(
            session, viewer, Signature, signed, signed.in_(agreement_ids), order=(col(Signature.day).nulls_last(),)
        ),
        "undertakings": linked.parts_of(session, viewer, Undertaking, promised, promised.in_(agreement_ids)),
    }


def payments(session: Session, viewer: Viewer, where: sa.ColumnElement[bool]) -> list[Payment]:
    """Payments that fulfil a condition, in the order of their days."""
    return linked.rows(session, viewer, Payment, where, order=(col(Payment.day),))


def expenditures(session: Session, viewer: Viewer, owner: Any, ids: Sequence[int]) -> list[Expenditure]:  # noqa: ANN401 - a column
    """What ledgers report of projects or funds that are seen, in the order of their periods."""
    order = (col(Expenditure.period_earliest).nulls_last(), col(Expenditure.closed_day))
    return linked.parts_of(session, viewer, Expenditure, owner, owner.in_(ids), order=order)


def deliveries(session: Session, viewer: Viewer, project_ids: Sequence[int]) -> list[Delivery]:
    """What projects have delivered, the oldest first."""
    owner = col(Delivery.project_id)
    order = (col(Delivery.on_earliest).nulls_last(),)
    return linked.parts_of(session, viewer, Delivery, owner, owner.in_(project_ids), order=order)


def of_programme(session: Session, viewer: Viewer, programme_id: int, fund_id: int | None) -> dict[str, Any]:
    """A programme's members, posts, fund with what was spent of it, and amounts that sources state of it."""
    own = col(ProgrammeMember.programme_id)
    members = linked.parts_of(session, viewer, ProgrammeMember, own, own == programme_id)
    return {
        "members": sorted(members, key=lambda row: (row.start.stated if row.start else "9", row.id or 0)),
        "posts": linked.rows(session, viewer, Post, col(Post.programme_id) == programme_id),
        "amounts": linked.rows(session, viewer, ReportedAmount, col(ReportedAmount.programme_id) == programme_id),
        "funds": linked.rows(session, viewer, Fund, col(Fund.id) == fund_id) if fund_id else (),
        "expenditures": expenditures(session, viewer, col(Expenditure.fund_id), [fund_id]) if fund_id else (),
    }


def named(session: Session, viewer: Viewer, found: Mapping[str, Any], beside: Iterable[Any] = ()) -> dict[str, Any]:
    """What these rows and the records beside them name: organisations, signatories, places, papers."""
    rows = [*(row for each in found.values() for row in each), *beside]
    papers = _wanted(rows, ("state_document_id", "document_id"))
    return {
        "organisations": _these(session, viewer, Organisation, _wanted(rows, ("organisation_id", "owner_id"))),
        "signatories": _these(session, viewer, Person, _wanted(rows, ("person_id",))),
        "places": _these(session, viewer, Place, _wanted(rows, ("place_id",))),
        "named_papers": {row.id or 0: row for row in _these(session, viewer, Document, papers)},
    }


def held(session: Session, viewer: Viewer, record_ids: Iterable[int | None]) -> dict[str, Any]:
    """Documents and outside identifiers of records that are seen."""
    ids = sorted({key for key in record_ids if key is not None})
    papers: dict[int, list[Document]] = {}
    for key, paper in session.execute(
        sa.select(col(DocumentLink.record_id), Document)
        .join(Document, col(Document.id) == DocumentLink.document_id)
        .join(Record, col(Record.id) == Document.id)
        .where(col(DocumentLink.record_id).in_(ids), linked.live(viewer))
        .order_by(col(DocumentLink.record_id), col(Document.id))
    ):
        papers.setdefault(key, []).append(paper)
    called: dict[int, list[tuple[str, str]]] = {}
    own = OutsideIdentifier
    for key, system, value in session.execute(
        sa.select(col(own.record_id), col(own.system), col(own.value))
        .where(col(own.record_id).in_(ids))
        .order_by(col(own.record_id), col(own.system), col(own.value))
    ):
        called.setdefault(key, []).append((system, value))
    return {"papers": papers, "identifiers": called}


def home(session: Session, territory_id: int | None) -> Territory | None:
    """Where an organisation sits."""
    return session.get(Territory, territory_id) if territory_id else None


def _wanted(rows: Iterable[Any], names: tuple[str, ...]) -> set[int]:
    return {key for row in rows for name in names if (key := getattr(row, name, None))}


def _these(session: Session, viewer: Viewer, table: type[Entity], ids: set[int]) -> Sequence[Any]:
    if not ids:
        return ()
    return linked.rows(session, viewer, table, col(table.id).in_(sorted(ids)))

"""One agreement with its parties, what they signed, promised and changed, what stands under it, what is to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlmodel import col

from tracker.domain import figures, rules
from tracker.domain.agreements import Ending, Terms, Use, ending, latest_first, terms, uses
from tracker.domain.codes import ActionState, AgreementState, Deadline, RecordKind
from tracker.domain.dates import PartialDate
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Amendment,
    CalendarEvent,
    Contribution,
    Organisation,
    Payment,
    Person,
    Post,
    Programme,
    Project,
    ReportedAmount,
    Signature,
    Undertaking,
)
from tracker.domain.queries import agreement_checks, dossier, linked
from tracker.domain.queries.agreement_checks import Remark
from tracker.domain.queries.agreement_terms import tended_or_by_hand
from tracker.domain.queries.documents import Held
from tracker.domain.queries.dossier import Dossier, Reader


@dataclass(frozen=True)
class Under:
    """What stands under an agreement, of what the reader may see; `uses`: what was paid, per currency."""

    projects: list[Project]
    contributions: list[Contribution]
    payments: list[Payment]
    uses: list[Use]

    def __bool__(self) -> bool:
        return bool(self.projects or self.contributions or self.payments)


@dataclass(frozen=True)
class AgreementPage:
    """An agreement and everything beside it. `organisations`, `people`, `projects` are those named on it, by id.

    `terms`: end and ceiling as they hold now; `tended`: whether anybody looks after it, so that its dates may pass;
    `confirmed`: undertakings that a person recorded or changed. `remarks` are for the programme's own people.
    """

    agreement: Agreement
    around: Dossier
    today: date
    parties: list[AgreementParty]
    signatures: list[Signature]
    undertakings: list[Undertaking]
    amendments: list[Amendment]
    organisations: dict[int, Organisation]
    people: dict[int, str]
    programme: Programme | None
    under: Under
    led_to: dict[int, Project]
    posts: list[Post]
    events: list[CalendarEvent]
    amounts: list[ReportedAmount]
    terms: Terms
    ending: Ending | None
    tended: bool
    confirmed: frozenset[int]
    remarks: list[Remark] = field(default_factory=list)

    @property
    def reported_on(self) -> PartialDate | None:
        """The date of the document the record was taken from."""
        own = (one.dated for one in self.around.sources if one.record_id == self.agreement.id and one.document_id)
        return next(own, None)

    @property
    def ended(self) -> bool:
        """Has its life ended, so that nothing is due under it any more?"""
        return self.agreement.state in {AgreementState.ended, AgreementState.terminated}

    @property
    def still_open(self) -> list[Undertaking]:
        """What was promised and is not done."""
        return [row for row in self.undertakings if row.state == ActionState.open]

    def deadline(self, row: Undertaking) -> Deadline:
        """How an undertaking's date stands today."""
        done, confirmed = row.state == ActionState.done, row.id in self.confirmed
        return figures.deadline(row.due, done=done, tended=self.tended, confirmed=confirmed, today=self.today)

    def document(self, key: int | None) -> Held | None:
        """One of the documents of the agreement, by its number."""
        return next((row for row in self.around.documents if row.id == key), None)


def detail(session: Session, reader: Reader, code: str) -> AgreementPage | None:
    """The agreement with this code, as this person may see it: a constant number of statements."""
    viewer = reader.viewer
    agreement = _agreement(session, reader, code)
    if agreement is None or agreement.id is None:
        return None
    own = agreement.id
    signatures, undertakings, amendments = (_standing(rows) for rows in _parts(agreement))
    led_to = {row.project_id for row in undertakings if row.project_id}
    tied = _tied(session, own)
    concerned = tied["project"] | led_to
    projects = linked.projects(session, viewer, concerned) if concerned else []
    posts = linked.rows(session, viewer, Post, col(Post.agreement_id) == own) if tied["post"] else []
    events = linked.events(session, viewer, col(CalendarEvent.agreement_id) == own) if tied["event"] else []
    stated = col(ReportedAmount.agreement_id) == own
    amounts = linked.rows(session, viewer, ReportedAmount, stated) if tied["amount"] else []
    given = col(Contribution.agreement_id) == own
    money = linked.contributions(session, viewer, given) if tied["contribution"] else []
    payments = _payments(session, reader, own) if tied["payment"] else []
    organisations = _organisations(session, reader, agreement, payments)
    known = {row.id: row for row in organisations if row.id}
    programmes = linked.programmes(session, viewer, [agreement.programme_id]) if agreement.programme_id else []
    beside: list[Any] = [*undertakings, *amendments, *signatures, *projects, *posts, *events, *amounts]
    donors = [row.donor for row in money] + [row.fund for row in money]
    beside += [step for row in money for step in row.steps]
    around = dossier.load(session, reader, agreement, beside=[*beside, *programmes, *organisations, *money, *donors])
    holds = terms(agreement, amendments)
    looked_after = tended_or_by_hand(session, own, [row.id for row in undertakings])
    tended = own in looked_after
    inside = rules.sees_inside(viewer)
    return AgreementPage(
        agreement=agreement,
        around=around,
        today=reader.day,
        parties=sorted((row for row in agreement.parties if row.organisation_id in known), key=_own_first),
        signatures=signatures,
        undertakings=undertakings,
        amendments=list(reversed(latest_first(amendments))),
        organisations=known,
        people=_names(session, signatures),
        programme=next(iter(programmes), None),
        under=Under(
            projects=[project for project in projects if project.id in tied["project"]],
            contributions=money,
            payments=payments,
            uses=uses(payments, holds.ceiling),
        ),
        led_to={project.id: project for project in projects if project.id and project.id in led_to},
        posts=posts,
        events=events,
        amounts=amounts,
        terms=holds,
        ending=ending(agreement.state, holds.end, tended=tended, today=reader.day),
        tended=tended,
        confirmed=looked_after - {own},
        remarks=agreement_checks.of_agreement(session, reader, own) if inside else [],
    )


def _agreement(session: Session, reader: Reader, code: str) -> Agreement | None:
    kinds = (Agreement.signatures, Agreement.undertakings, Agreement.amendments)
    parts = [linked.parties(reader.viewer), *(selectinload(kind) for kind in kinds)]
    return linked.one(session, reader.viewer, Agreement, RecordKind.agreement, code, *parts)


TIED: dict[str, tuple[Any, Any]] = {
    "project": (AgreementProject.project_id, AgreementProject.agreement_id),
    "post": (Post.id, Post.agreement_id),
    "event": (CalendarEvent.id, CalendarEvent.agreement_id),
    "amount": (ReportedAmount.id, ReportedAmount.agreement_id),
    "contribution": (Contribution.id, Contribution.agreement_id),
    "payment": (Payment.id, Payment.agreement_id),
}
"""What may stand under an agreement: the column of its number, and that of the agreement's."""


def _tied(session: Session, agreement_id: int) -> dict[str, set[int]]:
    """The numbers of all that stands under an agreement, by kind: one statement, so that the rest asks for no nothings."""
    arms = [sa.select(sa.literal(kind), own).where(of == agreement_id) for kind, (own, of) in TIED.items()]
    found: dict[str, set[int]] = {kind: set() for kind in TIED}
    for kind, key in session.execute(sa.union_all(*arms)):
        found[kind].add(key)
    return found


def _own_first(row: AgreementParty) -> bool:
    return not row.own


def _parts(agreement: Agreement) -> tuple[list[Any], ...]:
    return agreement.signatures, agreement.undertakings, agreement.amendments


def _standing(rows: Sequence[Any]) -> list[Any]:
    return [row for row in rows if row.record.archived_at is None]


def _payments(session: Session, reader: Reader, own: int) -> list[Payment]:
    return linked.rows(session, reader.viewer, Payment, col(Payment.agreement_id) == own, order=(col(Payment.day),))


def _organisations(
    session: Session, reader: Reader, agreement: Agreement, payments: Sequence[Payment]
) -> list[Organisation]:
    """The organisations that an agreement, its parts and its payments name; its parties came with it."""
    sides = [party.organisation for party in agreement.parties if party.organisation]
    rows: list[Any] = [*agreement.signatures, *agreement.undertakings, *payments]
    others = {row.organisation_id for row in rows if row.organisation_id} - {side.id for side in sides}
    return (
        [*sides, *linked.rows(session, reader.viewer, Organisation, col(Organisation.id).in_(others))]
        if others
        else sides
    )


def _names(session: Session, signatures: Sequence[Signature]) -> dict[int, str]:
    """The names of those who signed, and nothing more of them: whoever reads an agreement reads who signed it."""
    ids = [row.person_id for row in signatures if row.person_id]
    if not ids:
        return {}
    asked = sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_(ids)).order_by(col(Person.id))
    return {key: name for key, name in session.execute(asked) if key}

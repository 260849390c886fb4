"""Making and changing agreements, and taking them through their life."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import col

from tracker.domain.actions.projects import sync_links
from tracker.domain.actions.records import add_record, free_code
from tracker.domain.agreements import terms
from tracker.domain.codes import (
    AGREEMENT_STATES_WITH_REASON,
    ALLOWED_AGREEMENT_STATES,
    N_,
    AgreementState,
    DocumentKind,
    RecordKind,
)
from tracker.domain.dates import PartialDate, now, today
from tracker.domain.drafts.agreements import AgreementDraft, MoveDraft, NewAgreementDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import (
    Agreement,
    AgreementParty,
    AgreementProject,
    Document,
    DocumentLink,
    Record,
)
from tracker.domain.queries.agreement_terms import amendments, linked_ids
from tracker.domain.queries.linked import seen
from tracker.domain.rules import Viewer

COLUMNS = (
    *("title", "kind", "number", "programme_id", "covers", "summary"),
    *("signed", "start", "end", "consequence"),
)
"""The fields of an agreement's own row that its form holds under the same names."""


def create(session: Session, *, viewer: Viewer, draft: NewAgreementDraft, language: str = "en") -> Agreement:
    """Record an agreement, as a draft or signed; its code is made from its title and stays when the title changes."""
    record = add_record(
        session,
        kind=RecordKind.agreement,
        code=free_code(session, RecordKind.agreement, draft.title),
        visibility=draft.visibility,
        language=language,
    )
    record.created_by_id = viewer.user_id
    agreement = Agreement(record=record, title=draft.title, kind=draft.kind, state=draft.state)
    _fill(agreement, draft)
    session.add(agreement)
    session.flush()
    _tie(session, agreement, draft)
    session.flush()
    return agreement


def edit(session: Session, *, viewer: Viewer, agreement: Agreement, draft: AgreementDraft, version: int | None) -> None:
    """Change an agreement; raises Clash when somebody saved it since `version`, Refused where its life forbids it."""
    if version != agreement.version:
        raise Clash(agreement.version)
    draft = _with_unseen(session, viewer, agreement, draft)
    _keep_signed(agreement, draft)
    _keep_order(session, agreement, draft)
    _fill(agreement, draft)
    opened = agreement.record.visibility != draft.visibility
    agreement.record.visibility = draft.visibility
    tied = _tie(session, agreement, draft)
    if tied or opened:
        agreement.changed_at = now()  # these stand in rows of their own; the agreement's version must tell of them too
    session.flush()


def _fill(agreement: Agreement, draft: AgreementDraft) -> None:
    for name in COLUMNS:
        if getattr(agreement, name) != getattr(draft, name):
            setattr(agreement, name, getattr(draft, name))
    if agreement.amount != draft.money:
        agreement.amount = draft.money


def _with_unseen(session: Session, viewer: Viewer, agreement: Agreement, draft: AgreementDraft) -> AgreementDraft:
    """What this person's form could not offer, because it is archived, stays as it is."""
    links = linked_ids(session, agreement.id or 0)
    ids = {*links["project_ids"], agreement.programme_id or 0}
    unseen = ids - set(session.scalars(seen(viewer).where(col(Record.id).in_(ids))))
    programme_id = agreement.programme_id if agreement.programme_id in unseen else None
    return draft.model_copy(
        update={
            "programme_id": draft.programme_id or programme_id,
            "project_ids": [*draft.project_ids, *unseen.intersection(links["project_ids"])],
        }
    )


def _keep_signed(agreement: Agreement, draft: AgreementDraft) -> None:
    """What an agreement that was signed may not lose: a date of signature that it had, a start that is not ahead."""
    if agreement.state == AgreementState.draft:
        return
    if agreement.signed and draft.signed is None and agreement.state != AgreementState.terminated:
        raise Refused("signed", N_("It was signed: correct the date of signature, or leave it as it is."))
    if agreement.start != draft.start and _ahead(draft.start):
        raise Refused("start", N_("It is signed already: its start is not later than today."))


def _keep_order(session: Session, agreement: Agreement, draft: AgreementDraft) -> None:
    """A start that lies behind the end as it was amended is refused."""
    amended = terms(agreement, amendments(session, agreement.id or 0))
    if amended.end_by:
        refuse_backwards(draft.start, amended.end, "start")


def refuse_backwards(start: PartialDate | None, end: PartialDate | None, field: str) -> None:
    """Raises Refused at `field` where an end comes before the start."""
    if start and end and start.earliest and end.latest and end.latest < start.earliest:
        raise Refused(field, N_("The end comes before the start."))


def _ahead(when: PartialDate | None) -> bool:
    return when is not None and when.earliest is not None and when.earliest > today()


def _tie(session: Session, agreement: Agreement, draft: AgreementDraft) -> bool:
    """Make the projects and the parties be those of the draft. True where any changed."""
    own = agreement.id or 0
    projects = sync_links(session, AgreementProject, "agreement_id", own, "project_id", wanted=draft.project_ids)
    parties = sync_links(
        session, AgreementParty, "agreement_id", own, "organisation_id", wanted=[*draft.own_ids, *draft.other_ids]
    )
    session.flush()
    sides = False
    for party in session.scalars(sa.select(AgreementParty).where(col(AgreementParty.agreement_id) == own)):
        is_own = party.organisation_id in draft.own_ids
        if party.own != is_own:
            party.own, sides = is_own, True
    return projects or parties or sides


def move(session: Session, *, agreement: Agreement, draft: MoveDraft, version: int | None) -> None:
    """Take an agreement to another state; raises Clash, or Refused at the field that forbids or lacks something."""
    if version != agreement.version:
        raise Clash(agreement.version)
    check_move(agreement, draft)
    if draft.state == agreement.state:
        return
    document_id = _document(session, agreement, draft)
    agreement.state = draft.state
    agreement.state_day = draft.state_day or _day_of(draft)
    agreement.state_why = draft.why
    agreement.state_document_id = document_id
    if draft.state == AgreementState.signed and draft.signed and agreement.signed != draft.signed:
        agreement.signed = draft.signed
    session.flush()


def _day_of(draft: MoveDraft) -> date:
    """The day of a move that names none: that of the signature where it is a day, otherwise today."""
    signed = draft.signed if draft.state == AgreementState.signed else None
    if signed and signed.earliest and signed.earliest == signed.latest:
        return signed.earliest
    return today()


def check_move(agreement: Agreement, draft: MoveDraft) -> None:
    """Raise Refused unless the agreement may go to this state with what is given."""
    if draft.state == agreement.state:
        return
    if draft.state not in ALLOWED_AGREEMENT_STATES[agreement.state]:
        raise Refused("state", N_("From its present state the agreement cannot go there. Choose one of those offered."))
    if draft.state == AgreementState.signed:
        _check_signing(agreement, draft)
    if draft.state in AGREEMENT_STATES_WITH_REASON:
        if not draft.why:
            raise Refused("why", N_("Say why: a suspension or termination needs its reason."))
        if not draft.document_id and not draft.document_title:
            raise Refused("document_id", N_("Name the document: a suspension or termination needs its paper."))


def _check_signing(agreement: Agreement, draft: MoveDraft) -> None:
    resumed = agreement.state == AgreementState.suspended
    if not (draft.signed or agreement.signed or resumed):
        raise Refused("signed", N_("Say when it was signed, as precisely as you know: the year is enough."))
    if _ahead(agreement.start):
        raise Refused(
            "state", N_("It starts later than today: correct the start, or mark it as signed from that day on.")
        )


def _document(session: Session, agreement: Agreement, draft: MoveDraft) -> int | None:
    """The paper of a move, tied to the agreement; made where only its title is given."""
    document_id = draft.document_id
    if draft.document_title:
        record = add_record(session, kind=RecordKind.document, visibility=agreement.record.visibility)
        kind = DocumentKind.agreement if draft.state == AgreementState.signed else DocumentKind.letter
        document = Document(record=record, title=draft.document_title, reference=draft.document_reference, kind=kind)
        if draft.state_day:
            document.on = PartialDate.on(draft.state_day)
        session.add(document)
        session.flush()
        document_id = document.id
    if document_id:
        tie_document(session, agreement, document_id)
    return document_id


def tie_document(session: Session, agreement: Agreement, document_id: int) -> None:
    """Let a document stand among those of the agreement."""
    keys = {"document_id": document_id, "record_id": agreement.id or 0}
    if session.get(DocumentLink, keys) is None:
        session.add(DocumentLink(**keys))


def standing(session: Session, agreement: Agreement) -> dict[str, Any]:
    """What the agreement's form shows: its own fields, its ties, its ceiling in major units."""
    columns = {name: getattr(agreement, name) for name in COLUMNS}
    money = {"amount": agreement.amount.major if agreement.amount else None, "currency": agreement.currency}
    return {**columns, **money, **linked_ids(session, agreement.id or 0), "visibility": agreement.record.visibility}

"""Signatures, undertakings and amendments: parts of an agreement."""

from sqlalchemy.orm import Session

from tracker.domain.actions.agreements import refuse_backwards, tie_document
from tracker.domain.actions.parts import PartType
from tracker.domain.agreements import terms
from tracker.domain.codes import N_, RecordKind
from tracker.domain.drafts.agreements import AmendmentDraft, SignatureDraft, UndertakingDraft
from tracker.domain.errors import Refused
from tracker.domain.models import Agreement, AgreementParty, Amendment, Signature, Undertaking
from tracker.domain.queries.agreement_terms import amendments


def _by_a_party(session: Session, row: Signature | Undertaking, draft: SignatureDraft | UndertakingDraft) -> None:
    """Whoever signs or promises is a side of the agreement."""
    if draft.organisation_id is None:
        return
    keys = {"agreement_id": row.agreement_id, "organisation_id": draft.organisation_id}
    if session.get(AgreementParty, keys) is None:
        raise Refused("organisation_id", N_("Choose one of the agreement's parties."))


def _amended(session: Session, row: Amendment, draft: AmendmentDraft) -> None:
    """The next number, an end that is not before the start, and the document among those of the agreement."""
    agreement = session.get_one(Agreement, row.agreement_id, with_for_update=True)
    with session.no_autoflush:
        others = [one for one in amendments(session, row.agreement_id) if one is not row]
    if row.id is None:
        row.number = max((one.number for one in others), default=0) + 1
    refuse_backwards(agreement.start, terms(agreement, [*others, row]).end, "end")
    if draft.document_id:
        tie_document(session, agreement, draft.document_id)


SIGNATURE = PartType(RecordKind.signature, Signature, SignatureDraft, "agreement_id", fill=_by_a_party)
UNDERTAKING = PartType(RecordKind.undertaking, Undertaking, UndertakingDraft, "agreement_id", fill=_by_a_party)
AMENDMENT = PartType(RecordKind.amendment, Amendment, AmendmentDraft, "agreement_id", fill=_amended)

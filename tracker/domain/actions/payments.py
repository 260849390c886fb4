"""Payments to partners: under an agreement or for a project, and what deserves a second look about them."""

from sqlalchemy.orm import Session

from tracker.domain import warnings
from tracker.domain.actions.parts import PartType
from tracker.domain.codes import N_, RecordKind
from tracker.domain.drafts.funding import AgreementPaymentDraft, ProjectPaymentDraft
from tracker.domain.errors import Problem
from tracker.domain.models import Payment
from tracker.domain.queries import payments as queries

UNDER_AGREEMENT = PartType(RecordKind.payment, Payment, AgreementPaymentDraft, "agreement_id")
FOR_PROJECT = PartType(RecordKind.payment, Payment, ProjectPaymentDraft, "project_id")


def remarks(session: Session, payment: Payment) -> list[Problem]:
    """A payment above its agreement's ceiling or outside its time is recorded all the same, and said."""
    if payment.agreement_id is None:
        return []
    terms, said = queries.terms(session, payment.agreement_id), []
    if warnings.payment_outside(terms, payment.day):
        said.append(
            Problem(
                "",
                N_(
                    "The payment of %(day)s lies outside the time of its agreement. Check the day, or amend the agreement."
                ),
                {"day": payment.day},
            )
        )
    paid = queries.paid(session, payment.agreement_id, terms.ceiling.currency) if terms.ceiling else None
    if warnings.over_ceiling(paid, terms.ceiling):
        said.append(
            Problem(
                "",
                N_("%(paid)s are paid under this agreement now, above its ceiling of %(ceiling)s."),
                {"paid": paid, "ceiling": terms.ceiling},
            )
        )
    return said

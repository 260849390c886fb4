"""Signatures, undertakings and amendments, edited from an agreement's page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.actions.agreement_parts import AMENDMENT, SIGNATURE, UNDERTAKING
from tracker.domain.models import Agreement
from tracker.domain.queries import choices
from tracker.web import unit
from tracker.web.called import called
from tracker.web.forms.agreements import AmendmentForm, SignatureForm, UndertakingForm
from tracker.web.forms.sources import offer_documents
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.reading import reader


def _offer_signatories(form: Any, agreement: Agreement) -> None:  # noqa: ANN401 - the library's fields are untyped
    form.organisation_id.choices = choices.parties(unit.session(), reader(), agreement.id or 0)
    form.person_id.choices = [("", _("none of those known here")), *choices.contacts(unit.session(), reader())]


def _offer_sides(form: Any, agreement: Agreement) -> None:  # noqa: ANN401 - as above
    sides = choices.parties(unit.session(), reader(), agreement.id or 0)
    form.organisation_id.choices = [("", _("together, or not stated")), *sides]
    form.project_id.choices = [("", _("none")), *choices.projects(unit.session(), reader())]
    offer_documents(form)


def _offer_papers(form: Any, _agreement: Agreement) -> None:  # noqa: ANN401 - as above
    form.document_id.choices = [("", _("none")), *choices.documents(unit.session(), reader())]


def _title(agreement: Agreement) -> str:
    return called(agreement)


_PAGES = {
    "signatures": PartPage(
        SIGNATURE, SignatureForm, lazy_gettext("Add a signature"), lazy_gettext("Signature"), _offer_signatories
    ),
    "undertakings": PartPage(
        UNDERTAKING, UndertakingForm, lazy_gettext("Add an undertaking"), lazy_gettext("Undertaking"), _offer_sides
    ),
    "amendments": PartPage(
        AMENDMENT, AmendmentForm, lazy_gettext("Add an amendment"), lazy_gettext("Amendment"), _offer_papers
    ),
}


def register(agreements: Blueprint, load: Callable[[str], Agreement]) -> None:
    """Put the routes of the parts below the agreements' own; `load`: an agreement for editing, or a refusal."""
    bp = Blueprint("parts", __name__)
    owner = Owner(load, "agreements.show", _title, ("agreements.index", lazy_gettext("Agreements")))
    routes(bp, "/agreements/<code>", owner, _PAGES)
    agreements.register_blueprint(bp)

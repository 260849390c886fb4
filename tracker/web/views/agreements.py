"""Agreements: the list, one agreement, making and changing one, taking it through its life."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker import formats
from tracker.domain import rules
from tracker.domain.actions import agreements as acts
from tracker.domain.codes import ALLOWED_AGREEMENT_STATES, AgreementState
from tracker.domain.drafts.agreements import AgreementDraft, MoveDraft, NewAgreementDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Agreement
from tracker.domain.queries import agreement_base, agreement_page, choices, money_parts
from tracker.domain.queries import agreements as queries
from tracker.web import access, archiving, clash, language, list_download, reading, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.agreements import AgreementForm, AgreementStateForm, NewAgreementForm
from tracker.web.fragments import page, see
from tracker.web.views import agreement_parts

bp = Blueprint("agreements", __name__)


@bp.get("/agreements")
@guard.signed_in
def index() -> Response:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "agreements/list.html",
        "results",
        found=found.listed,
        stands=found.stands,
        partners=found.partners,
        wanted=wanted,
        may_make=rules.can_edit_agreement(access.viewer()),
        territory_notes=reading.notes_of_list(found.listed),
    )


@bp.get("/agreements.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages."""
    return list_download.file(kind, "agreements", list_download.AGREEMENTS)


@bp.get("/agreements/<code>")
@guard.signed_in
def show(code: str) -> Response:
    shown = access.found(agreement_page.detail(unit.session(), reading.reader(), code))
    may_edit = rules.can_edit_agreement(access.viewer())
    open_now = may_edit and shown.agreement.record.archived_at is None
    return page(
        "agreements/detail.html",
        page=shown,
        may_edit=may_edit,
        may_change=open_now,
        moves=_moves(shown.agreement) if open_now else [],
        parts=money_parts.of_agreement(unit.session(), reading.reader(), shown.agreement.id or 0),
        may_pay=rules.can_edit_money(access.viewer()) and shown.agreement.record.archived_at is None,
        **reading.around(shown.around, beside=True),
    )


@bp.route("/agreements/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(
        rules.can_edit_agreement(access.viewer()), _("Agreements are recorded by coordinators and administrators.")
    )
    form = NewAgreementForm(data={"own_ids": choices.own_sides(unit.session())})
    _offer(form)
    if draft := form.draft(NewAgreementDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        agreement = acts.create(unit.session(), viewer=access.viewer(), draft=draft, language=language.current())
        address = url_for("agreements.show", code=agreement.record.code)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The agreement is recorded."), "done")
        _tell_same_number(agreement)
        return see(address)
    return page("agreements/edit.html", "form", status=form.status, form=form, agreement=None)


@bp.route("/agreements/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    agreement = editable(code)
    theirs = acts.standing(unit.session(), agreement)
    form = AgreementForm(formdata=clash.chosen(theirs), data={**theirs, "version": agreement.version})
    _offer(form.speaking(agreement.record.language), agreement)
    if draft := form.draft(AgreementDraft):
        try:
            acts.edit(
                unit.session(), viewer=access.viewer(), agreement=agreement, draft=draft, version=form.version.data
            )
        except Refused as refused:
            form.refuse(refused)
        except Clash:
            return _clash(form, agreement, theirs)
        else:
            flash(_("Saved."), "done")
            _tell_same_number(agreement)
            return see(url_for("agreements.show", code=code))
    return page("agreements/edit.html", "form", status=form.status, form=form, agreement=agreement)


@bp.route("/agreements/<code>/state", methods=["GET", "POST"])
@guard.signed_in
def state(code: str) -> Response:
    agreement = editable(code)
    theirs = {"state": agreement.state, "signed": agreement.signed}
    form = AgreementStateForm(
        formdata=clash.chosen(theirs),
        data={"state": _asked_for(agreement), "signed": agreement.signed, "version": agreement.version},
    )
    known = choices.documents(unit.session(), reading.reader())
    form.document_id.choices = [("", _("none")), *known]
    if draft := form.draft(MoveDraft):
        address = url_for("agreements.show", code=code)
        if submissions.already(unit.session(), form.submission.data):
            return see(address)
        try:
            acts.move(unit.session(), agreement=agreement, draft=draft, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        except Clash:
            return _clash(form, agreement, theirs)
        else:
            submissions.remember(unit.session(), form.submission.data, address)
            flash(_("The agreement is now: %(state)s.", state=_word(agreement.state)), "done")
            return see(address)
    form.state.codes, form.state.empty = _moves(agreement), _("choose")
    return page(
        "agreements/state.html",
        "form",
        status=form.status,
        form=form,
        agreement=agreement,
        moves=_moves(agreement),
        touched=access.found(agreement_page.detail(unit.session(), reading.reader(), code)),
    )


def editable(code: str, *, archived: bool = False) -> Agreement:
    """The agreement, when the person asking may edit it; 404 or 403 with the reason otherwise.

    One that was put away has to be restored first; `archived` lets it pass.
    """
    agreement = access.found(queries.by_code(unit.session(), access.viewer(), code))
    access.need(
        rules.can_edit_agreement(access.viewer()),
        _("Only coordinators and administrators change agreements."),
        _("Ask a coordinator, and say what the paper says."),
    )
    access.need(
        archived or agreement.record.archived_at is None,
        _("This agreement is archived."),
        _("Restore it on its page first."),
    )
    return agreement


def _moves(agreement: Agreement) -> list[AgreementState]:
    """The states that it may go to, in the order of its life."""
    allowed = ALLOWED_AGREEMENT_STATES[agreement.state]
    return [one for one in AgreementState if one in allowed]


def _asked_for(agreement: Agreement) -> AgreementState | None:
    """The state that the address asks for, where the agreement may go there."""
    return next((one for one in _moves(agreement) if one.value == request.args.get("to", "")), None)


def _word(code: AgreementState) -> str:
    return formats.label(code, language.current())


def _offer(form: Any, agreement: Agreement | None = None) -> None:  # noqa: ANN401 - either form; the fields are untyped
    """Fill the boxes with what may be chosen; a party stays one also where it was archived since."""
    session, asking = unit.session(), reading.reader()
    known = dict(choices.organisations(session, asking))
    if agreement:
        known = {**dict(choices.parties(session, asking, agreement.id or 0)), **known}
    form.programme_id.choices = [("", _("none")), *choices.programmes(session, asking)]
    form.project_ids.choices = choices.projects(session, asking)
    form.own_ids.choices = form.other_ids.choices = sorted(known.items(), key=lambda pair: pair[1].casefold())


def _tell_same_number(agreement: Agreement) -> None:
    """A number that another agreement bears is no fault, and mostly a slip."""
    if not agreement.number:
        return
    other = queries.with_number(unit.session(), access.viewer(), agreement.number, beside=agreement.id or 0)
    if other:
        flash(
            _("“%(title)s” bears the number %(number)s too. Is it right?", title=other.title, number=agreement.number),
            "warning",
        )


def _clash(form: Any, agreement: Agreement, theirs: dict[str, Any]) -> Response:  # noqa: ANN401 - see `_offer`
    return clash.page(
        form,
        record_id=agreement.id or 0,
        entity="agreement",
        base=agreement_base.base(unit.session(), agreement.id or 0, form.version.data, theirs),
        theirs=theirs,
        version=agreement.version,
    )


archiving.routes(
    bp,
    "/agreements/<code>",
    "agreements.show",
    editable,
    (
        lazy_gettext("The agreement is archived: it has left lists and totals. It can be restored from its page."),
        lazy_gettext("The agreement is back in lists and totals."),
    ),
)

agreement_parts.register(bp, editable)

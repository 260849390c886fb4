"""Making one organisation of two: choose the other, see what moves, do it; and take it back."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from tracker import formats
from tracker.domain import rules
from tracker.domain.actions import merges as acts
from tracker.domain.codes import N_, RecordKind
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Organisation
from tracker.domain.queries import choices, linked
from tracker.domain.queries import merges as queries
from tracker.web import access, language, unit
from tracker.web.access import guard
from tracker.web.forms.organisations import MergeForm, UndoForm
from tracker.web.fragments import page, see
from tracker.web.reading import reader

bp = Blueprint("merges", __name__)

THINGS = {
    "agreement_party": N_("agreements it is a party to"),
    "assessment_participant": N_("assessments it took part in"),
    "component_partner": N_("components it is a partner in"),
    "contribution": N_("contributions it gave"),
    "document_link": N_("documents"),
    "organisation": N_("offices and parts"),
    "outside_identifier": N_("outside identifiers"),
    "payment": N_("payments to it"),
    "person": N_("contact persons"),
    "programme_member": N_("memberships of programmes"),
    "project_partner": N_("projects it is a partner in"),
    "recommendation": N_("recommendations addressed to it"),
    "signature": N_("signatures for it"),
    "undertaking": N_("undertakings of it"),
}
"""What may hang on an organisation, by table."""


@bp.route("/organisations/<code>/merge", methods=["GET", "POST"])
@guard.signed_in
def new(code: str) -> Response:
    kept = _mergeable(code)
    form = _offer(MergeForm(formdata=request.form or request.args), kept)
    other = _chosen(form)
    if request.method == "POST" and other and form.validate_on_submit():
        versions = (form.version.data, form.other_version.data)
        try:
            acts.merge(unit.session(), kept=kept, merged=other, versions=versions)
        except Refused as refused:
            form.refuse(refused)
        except Clash:
            unit.session().rollback()
            kept, other = _mergeable(code), _chosen(form)
            form.form_errors.append(_("One of the two was changed meanwhile: look again at what moves."))
        else:
            flash(_("The two are one organisation now. This can be undone below."), "done")
            return see(url_for("organisations.show", code=code, _anchor="merged"))
    elif request.method == "POST" and not other:
        form.other_id.errors = [_("Choose the organisation that is the same.")]
    form.version.data, form.other_version.data = kept.version, other.version if other else None
    return page(
        "organisations/merge.html", status=form.status, form=form, kept=kept, other=other, moves=_moves(kept, other)
    )


@bp.post("/organisations/<code>/merges/<int:merge_id>/undo")
@guard.signed_in
def undo(code: str, merge_id: int) -> Response:
    kept = _mergeable(code)
    UndoForm()
    acts.undo(unit.session(), made=access.found(queries.one(unit.session(), kept.id or 0, merge_id)))
    flash(_("The merge is undone: what it moved is back where it was."), "done")
    return see(url_for("organisations.show", code=code))


def _mergeable(code: str) -> Organisation:
    row = access.found(linked.one(unit.session(), access.viewer(), Organisation, RecordKind.organisation, code))
    access.need(
        rules.can_merge_organisations(access.viewer()), _("Only coordinators and administrators merge organisations.")
    )
    access.need(row.record.archived_at is None, _("This organisation is archived."), _("Restore it on its page first."))
    return row


def _offer(form: Any, kept: Organisation) -> Any:  # noqa: ANN401 - the library's fields are untyped
    others = [(key, name) for key, name in choices.organisations(unit.session(), reader()) if key != kept.id]
    form.other_id.choices = [("", _("choose")), *others]
    return form


def _chosen(form: Any) -> Organisation | None:  # noqa: ANN401 - see `_offer`
    offered = {choice.value for choice in form.other_id.choices}
    return unit.session().get(Organisation, form.other_id.data) if form.other_id.data in offered else None


def _moves(kept: Organisation, other: Organisation | None) -> list[tuple[str, str]]:
    """What would move: the kind of thing, and how many of it."""
    if other is None:
        return []
    counted = acts.preview(unit.session(), kept=kept, merged=other)
    return [(_(THINGS[table]), formats.number(number, language.current())) for table, number in counted.items()]

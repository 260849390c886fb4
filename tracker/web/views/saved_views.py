"""Saved views of the list of projects: their addresses, keeping one, changing it, taking it away and bringing it back."""

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from tracker.domain import rules, selections
from tracker.domain.actions import views as acts
from tracker.domain.drafts.views import ViewDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import SavedView
from tracker.domain.queries import views as queries
from tracker.web import access, selected, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.views import NewViewForm, ViewActForm, ViewForm
from tracker.web.fragments import page, see

bp = Blueprint("saved_views", __name__)


@bp.get("/views/<code>")
@guard.signed_in
def show(code: str) -> Response:
    return see(_list(access.found(queries.by_code(unit.session(), access.viewer(), code))))


@bp.route("/views/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    """`query` of the address is what the list shows; only what a view can keep of it is kept."""
    query = selections.view(request.args.get("query", ""))
    form = NewViewForm()
    if draft := form.draft(ViewDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        try:
            row = acts.save(unit.session(), viewer=access.viewer(), draft=draft, query=query)
        except Refused as refused:
            form.refuse(refused)
        else:
            submissions.remember(unit.session(), form.submission.data, url_for("saved_views.show", code=row.code))
            flash(_("The view is saved."), "done")
            return see(_list(row))
    return _form(form, query, None)


@bp.route("/views/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    row = _changeable(code)
    form = ViewForm(data={"name": row.name, "shared": row.shared, "version": row.version})
    if draft := form.draft(ViewDraft):
        try:
            acts.change(unit.session(), row=row, draft=draft, version=form.version.data)
        except Clash:
            form.form_errors.append(_("This view was changed meanwhile: it is “%(name)s” now.", name=row.name))
            form.version.data = row.version
            return _form(form, row.query, row, status=409)
        flash(_("Saved."), "done")
        return see(_list(row))
    return _form(form, row.query, row)


@bp.post("/views/<code>/overwrite")
@guard.signed_in
def overwrite(code: str) -> Response:
    row = _changeable(code)
    query = request.form.get("query", "")
    acts.overwrite(unit.session(), row=row, query=query, version=ViewActForm().version.data)
    flash(_("The view shows from now on what the list shows."), "done")
    return see(_list(row))


@bp.post("/views/<code>/<any(remove, undo):what>")
@guard.signed_in
def put_away(code: str, what: str) -> Response:
    row = _changeable(code, removed=what == "undo")
    if what == "undo":
        acts.bring_back(unit.session(), row=row)
        flash(_("The view is back."), "done")
        return see(_list(row))
    acts.remove(unit.session(), row=row, version=ViewActForm().version.data)
    flash(_("The view “%(name)s” is deleted.", name=row.name), "done")
    return see(url_for("projects.index", removed_view=code))


def _changeable(code: str, *, removed: bool = False) -> SavedView:
    row = access.found(queries.by_code(unit.session(), access.viewer(), code, removed=removed))
    access.need(
        rules.can_change_view(access.viewer(), row.owner_id, shared=row.shared),
        _("Only who made this view and the coordinators change it."),
        _("Save what the list shows as a view of your own."),
    )
    return row


def _list(row: SavedView) -> str:
    """The list as the view shows it."""
    return f"{url_for('projects.index')}?{row.query}{'&' if row.query else ''}view={row.code}"


def _form(form: ViewForm, query: str, row: SavedView | None, status: int | None = None) -> Response:
    selection = selections.canonical(query)
    return page(
        "views/edit.html",
        status=status or form.status,
        form=form,
        view=row,
        query=query,
        filters=selected.told(selection) if selection != selections.ALL else (),
        address=url_for("saved_views.show", code=row.code, _external=True) if row else "",
    )

"""Changing several projects of the list at once: first shown what would change, then done, then undone if wanted."""

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from tracker import formats
from tracker.domain import bulk
from tracker.domain.actions import bulk as acts
from tracker.domain.bulk import Obstacle, Order, Planned
from tracker.domain.codes import N_, BulkKind, Role
from tracker.domain.dates import today
from tracker.domain.drafts.bulk import NO_PROGRAMME, BulkDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.queries import bulk as queries
from tracker.domain.queries import choices, scope_selection
from tracker.domain.selections import canonical
from tracker.web import access, language, reading, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.bulk import BulkForm
from tracker.web.fragments import page, see

bp = Blueprint("bulk", __name__)

_MAY = (Role.manager, Role.coordinator, Role.administrator)
_WHYS = {
    Obstacle.not_yours: lazy_gettext("Only its managers and the coordinators edit it."),
    Obstacle.archived: lazy_gettext("It is archived."),
    Obstacle.hidden: lazy_gettext("It is in a programme that is not open to you; ask a coordinator."),
    Obstacle.full: lazy_gettext("It has as many tags as a project can have."),
    Obstacle.already: lazy_gettext("It is so already."),
}

_PASSING = frozenset({"changed", "removed_view", "lang", "kept"})
"""What an address of the list says only once."""
_KEPT, _DIGITS, _NAMED = 300, 10, 5
"""Signs of an address that is remembered; no version has as many digits; projects that a message names."""


@bp.route("/projects/bulk", methods=["GET", "POST"])
@guard.role(*_MAY)
def change() -> Response:
    """Sent from the list it asks what to do; sent with an answer it shows what would change; confirmed, it is done."""
    if request.method == "GET":
        return _asked_plainly()
    form, codes = _offer(BulkForm()), _ticked()
    draft = form.draft(BulkDraft) if "asked" in request.form else None
    if draft is None:
        return _show(form, codes)
    order, held = _order(form, draft), _held()
    if held and (address := submissions.already(unit.session(), form.submission.data)):
        return see(address)
    plan = _plan(order, codes)
    if not held:
        return _show(form, codes, order, plan)
    lost = bulk.overtaken(plan, held)
    asked = [one for one in plan if one.project.code in held]
    return _overtaken(form, codes, order, lost) if lost else _done(form, codes, order, asked)


@bp.post("/projects/bulk/<int:change_id>/undo")
@guard.role(*_MAY)
def undo(change_id: int) -> Response:
    session, viewer = unit.session(), access.viewer()
    number, left = acts.undo(session, viewer=viewer, made=access.found(queries.own(session, viewer, change_id)))
    if number:
        flash(ngettext("%(num)s project is as it was.", "%(num)s projects are as they were.", number), "done")
    if left:
        flash(_left(left), "warning")
    return see(_list(request.form.get("back", "")))


def _left(ids: list[int]) -> str:
    """Which projects were not set back; a message holds few names, for it travels in a cookie."""
    lang = language.current()
    named = [one.title for one in queries.by_ids(unit.session(), access.viewer(), ids, language=lang)]
    names = formats.series(named[:_NAMED], lang) or _("not open to you")
    few = _("Changed by somebody since, and left as it is: %(projects)s.", projects=names)
    many = _(
        "%(num)s projects were changed by somebody since and are left as they are, among them %(projects)s.",
        num=formats.number(len(ids), lang),
        projects=names,
    )
    return str(many if len(named) > _NAMED else few)


def _asked_plainly() -> Response:
    """What was ticked is in no address: back to the list, or to what was kept when the sign-in had run out."""
    form_id = request.args.get("kept", type=int)
    return see(url_for("account.kept", form_id=form_id) if form_id else url_for("projects.index"))


def _done(form: BulkForm, codes: list[str], order: Order, plan: list[Planned]) -> Response:
    try:
        made = acts.apply(unit.session(), viewer=access.viewer(), order=order, plan=plan)
    except Clash:
        unit.session().rollback()
        return _overtaken(form, codes, order, bulk.overtaken(_plan(order, codes), _held()))
    address = _list(form.back.data or "", changed=made.id)
    short = address if len(address) <= _KEPT else _list("", changed=made.id)
    submissions.remember(unit.session(), form.submission.data, short)
    flash(ngettext("%(num)s project is changed.", "%(num)s projects are changed.", len(plan)), "done")
    return see(address)


def _overtaken(form: BulkForm, codes: list[str], order: Order, lost: list[str]) -> Response:
    """Nothing was done: which projects stand otherwise than they were shown, and what the change would make of all now."""
    return _show(form, codes, order, _plan(order, codes), lost=lost, status=409)


def _show(
    form: BulkForm,
    codes: list[str],
    order: Order | None = None,
    plan: list[Planned] | None = None,
    *,
    lost: list[str] | None = None,
    status: int | None = None,
) -> Response:
    session, viewer = unit.session(), access.viewer()
    if plan is None:
        projects = queries.by_codes(session, viewer, codes, language=language.current())
    else:
        projects = [one.project for one in plan]
    return page(
        "projects/bulk.html",
        status=status or form.status,
        form=form,
        order=order,
        whys=_WHYS,
        plan=plan or [],
        changing=bulk.changing(plan or []),
        projects=projects,
        unknown=len(codes) - len(projects),
        lost=[one for one in projects if one.code in (lost or ())],
        gone=len(set(lost or ()) - {one.code for one in projects}),
        known_tags=choices.tags(session, reading.reader()),
        back=_list(form.back.data or ""),
    )


def _offer(form: BulkForm) -> BulkForm:
    session, viewer = unit.session(), access.viewer()
    form.change.codes = bulk.kinds(viewer)
    people = choices.people(session, Role.manager, Role.coordinator)
    form.manager_id.choices = [("", _("choose")), *people]
    form.programme_id.choices = [
        ("", _("choose")),
        (NO_PROGRAMME, _("none")),
        *choices.programmes(session, reading.reader()),
    ]
    return form


def _ticked() -> list[str]:
    """The codes of the projects that were ticked, or of all that the list finds; raises Refused for none and too many."""
    codes = list(dict.fromkeys(request.form.getlist("project")))
    if request.form.get("everything"):
        selection = canonical(request.form.get("selection", ""))
        found = scope_selection.found(unit.session(), access.viewer(), selection, day=today())
        codes = queries.codes_of(unit.session(), found[: bulk.MOST + 1])
    if not codes:
        raise Refused("project", N_("No project was ticked: tick those that are to change."))
    if len(codes) > bulk.MOST:
        why = N_("At most %(most)s projects can be changed at once. Narrow the list further.")
        raise Refused("project", why, {"most": bulk.MOST})
    return codes


def _held() -> dict[str, int]:
    """The versions in which the projects were shown, by code."""
    pairs = (text.rpartition(":") for text in request.form.getlist("held"))
    return {
        code: int(version)
        for code, _colon, version in pairs
        if version.isascii() and version.isdecimal() and len(version) < _DIGITS
    }


def _order(form: BulkForm, draft: BulkDraft) -> Order:
    """The order with the name of what was chosen, which the form has offered."""
    access.need(draft.change in bulk.kinds(access.viewer()), _("Only coordinators say who manages a project."))
    if isinstance(draft.key, str):
        return Order(draft.change, draft.key, draft.key)
    field = form.programme_id if draft.change == BulkKind.set_programme else form.manager_id
    names = {choice.value: str(choice.label) for choice in field.choices}
    return Order(draft.change, draft.key, names.get(draft.key, ""))


def _plan(order: Order, codes: list[str]) -> list[Planned]:
    viewer = access.viewer()
    found = queries.by_codes(unit.session(), viewer, codes, language=language.current())
    return [bulk.planned(viewer, order, project) for project in found]


def _list(back: str, changed: int | None = None) -> str:
    """The list as it was, with what may be undone."""
    asked = [(name, value) for name, value in parse_qsl(back) if name not in _PASSING]
    asked += [("changed", str(changed))] if changed else []
    return f"{url_for('projects.index')}?{urlencode(asked)}".rstrip("?")

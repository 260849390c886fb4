"""Milestones, risks and action points, edited from a project's page."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import parts as acts
from tracker.domain.codes import N_, ActionState, RecordKind, Role
from tracker.domain.errors import Clash, NotFound, Refused
from tracker.domain.models import ActionPoint, Project
from tracker.domain.queries import changes, choices, project_page
from tracker.domain.queries.parts import one as one_part
from tracker.web import access, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.projects import ActionPointForm, ActionStateForm, MilestoneForm, RiskForm
from tracker.web.fragments import page, see
from tracker.web.views.projects import editable, need_open

bp = Blueprint("parts", __name__)

KINDS: dict[str, tuple[RecordKind, type[Any], Any, Any]] = {
    "milestones": (RecordKind.milestone, MilestoneForm, lazy_gettext("Add a milestone"), lazy_gettext("Milestone")),
    "risks": (RecordKind.risk, RiskForm, lazy_gettext("Add a risk"), lazy_gettext("Risk")),
    "action-points": (
        RecordKind.action_point,
        ActionPointForm,
        lazy_gettext("Add an action point"),
        lazy_gettext("Action point"),
    ),
}
"""By the word in the address: the kind, its form, and the headings of its two pages."""


@bp.route("/projects/<code>/<any(milestones, risks, 'action-points'):kind>/new", methods=["GET", "POST"])
@guard.signed_in
def new(code: str, kind: str) -> Response:
    project = editable(code)
    record_kind, form_type, heading, _one = KINDS[kind]
    form = _offer(form_type())
    if draft := form.draft(acts.TABLES[record_kind][1]):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        acts.add(
            unit.session(),
            project=project,
            kind=record_kind,
            viewer=access.viewer(),
            draft=draft,
            language=language.current(),
        )
        address = url_for("projects.show", code=code, _anchor=kind)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("Added."), "done")
        return see(address)
    return _form_page(form, project, kind, str(heading))


@bp.route("/projects/<code>/<any(milestones, risks, 'action-points'):kind>/<int:part_id>", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str, kind: str, part_id: int) -> Response:
    project = editable(code)
    record_kind, form_type, _heading, heading = KINDS[kind]
    row = _row(project, kind, part_id)
    standing = {name: getattr(row, name) for name in acts.TABLES[record_kind][1].model_fields}
    form = _offer(form_type(formdata=clash.chosen(standing), data=standing | {"version": row.version}))
    if draft := form.draft(acts.TABLES[record_kind][1]):
        try:
            acts.edit(unit.session(), row=row, draft=draft, version=form.version.data)
        except Clash as newer:
            return _clash(form, record_kind, part_id, standing, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("projects.show", code=code, _anchor=kind))
    return _form_page(form, project, kind, str(heading), row=row)


@bp.post("/projects/<code>/<any(milestones, risks, 'action-points'):kind>/<int:part_id>/<any(remove, undo):what>")
@guard.signed_in
def put_away(code: str, kind: str, part_id: int, what: str) -> Response:
    """Takes a part off the page, or brings it back."""
    project = editable(code)
    row = _row(project, kind, part_id, archived=what == "undo")
    if what == "undo":
        acts.bring_back(unit.session(), row=row)
        flash(_("It is back."), "done")
        return see(url_for("projects.show", code=code, _anchor=kind))
    acts.take_away(unit.session(), row=row, version=KINDS[kind][1]().version.data)
    flash(_("Removed. Its history stays."), "done")
    return see(url_for("projects.show", code=code, removed=part_id, kind=kind, _anchor=kind))


@bp.post("/projects/<code>/action-points/<int:part_id>/state")
@guard.signed_in
def move(code: str, part_id: int) -> Response:
    """Whoever has to do it says that it is done, or is not after all."""
    project = project_page.by_code(unit.session(), access.viewer(), code)
    row = _row(project, "action-points", part_id)
    if not isinstance(row, ActionPoint):
        raise NotFound
    access.need(
        rules.can_move_action_point(access.viewer(), project.id or 0, row.owner_id),
        _("Whoever has to do it says when it is done, and this project's managers and the coordinators."),
        _("Ask one of its managers, or a coordinator."),
    )
    need_open(project)
    form = ActionStateForm()
    if not form.validate_on_submit():
        raise Refused("state", N_("This is not one of the choices."))
    acts.move(unit.session(), row=row, state=ActionState(str(form.state.data)), version=form.version.data)
    flash(_("It is done.") if row.state == ActionState.done else _("It is open again."), "done")
    return see(url_for("projects.show", code=code, _anchor="action-points"))


def _row(project: Project, kind: str, part_id: int, *, archived: bool = False) -> acts.Row:
    row = one_part(unit.session(), acts.TABLES[KINDS[kind][0]][0], project.id or 0, part_id)
    if row is None or (row.record.archived_at is not None) != archived:
        raise NotFound
    return row


def _offer(form: Any) -> Any:  # noqa: ANN401 - one of three forms
    if isinstance(form, ActionPointForm):
        people = choices.people(unit.session(), *(role for role in Role if role != Role.viewer))
        form.owner_id.choices = [("", _("nobody yet")), *people]
    return form


def _clash(form: Any, kind: RecordKind, part_id: int, theirs: dict[str, Any], version: int) -> Response:  # noqa: ANN401
    then = changes.at_version(unit.session(), part_id, kind.value, form.version.data or 0)
    values = then.values if then else {}
    base = {name: values.get(name, values.get(f"{name}_stated")) for name in theirs} if then else theirs
    return clash.page(form, record_id=part_id, entity=kind.value, base=base, theirs=theirs, version=version)


def _form_page(form: Any, project: Project, kind: str, heading: str, row: acts.Row | None = None) -> Response:  # noqa: ANN401
    return page(
        "projects/part.html",
        "form",
        status=form.status,
        form=form,
        project=project,
        kind=kind,
        heading=heading,
        row=row,
    )

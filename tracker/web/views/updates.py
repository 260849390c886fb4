"""Status updates of a project: writing, submitting, publishing, returning, correcting."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import updates as acts
from tracker.domain.codes import ALLOWED_STAGES, Stage, UpdateState
from tracker.domain.dates import now, today
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import Clash, NotFound, Refused
from tracker.domain.models import Project, Update
from tracker.domain.queries import project_page, projects
from tracker.domain.queries import updates as queries
from tracker.web import access, clash, language, reports, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.updates import ReturnForm, UpdateForm
from tracker.web.fragments import page, see
from tracker.web.views.projects import need_open

bp = Blueprint("updates", __name__)


@bp.route("/projects/<code>/updates/new", methods=["GET", "POST"])
@guard.signed_in
def new(code: str) -> Response:
    project = _reportable(code)
    begun = queries.draft_of(unit.session(), project.id or 0, access.viewer().user_id)
    form = _form(project, begun)
    if request.form.get("action") == "draft":
        return _put_by(project, form, begun)
    draft = form.draft(UpdateDraft)
    if draft is None:
        return _form_page(form, project, begun=begun)
    if address := _sent_before(project, form, draft, begun):
        return see(address)
    if reports.overtaken(project, form.version.data):
        return reports.clash_page(form, project)
    if _report(project, form, draft):
        return see(url_for("projects.show", code=code))
    return _form_page(form, project, begun=begun)


@bp.post("/projects/<code>/updates/draft")
@guard.signed_in
def keep(code: str) -> Response:
    """Keeps what was typed so far while it is being typed; answers a short text."""
    project = _reportable(code)
    form = _form(project, None)
    if not submissions.already(unit.session(), form.submission.data):
        _keep(project, form)
    return make_response(_("Draft kept at %(time)s UTC", time=f"{now():%H:%M}"))


@bp.route("/projects/<code>/updates/<int:update_id>", methods=["GET", "POST"])
@guard.signed_in
def show(code: str, update_id: int) -> Response:
    """One update; those who publish it do so here, or return it with a reason."""
    project, update = _found(code, update_id)
    form = ReturnForm(data={"version": update.version})
    if request.method == "POST":
        access.need(
            rules.can_publish_update(access.viewer(), project.id or 0),
            _("Only this project's managers and the coordinators publish its updates."),
            _("Ask one of its managers, or a coordinator."),
        )
        try:
            if _decided(project, update, form):
                return see(url_for("projects.show", code=code))
        except Refused as refused:
            form.refuse(refused)
        except Clash:
            form.refuse(Refused("", _("Somebody else has dealt with this update meanwhile. What you wrote is below.")))
            return _show_page(project, update, form, status=409)
    return _show_page(project, update, form, status=form.status)


@bp.route("/projects/<code>/updates/<int:update_id>/correct", methods=["GET", "POST"])
@guard.signed_in
def correct(code: str, update_id: int) -> Response:
    """A correction is a new update that takes the old one's place; the old one stays readable."""
    project, update = _correctable(code, update_id)
    newest = _newest(update)
    if request.method == "GET" and newest is not update:
        return see(url_for("updates.correct", code=code, update_id=newest.id))
    facts = reports.facts(update)
    form = UpdateForm(formdata=clash.chosen(facts), data=facts | {"version": project.version})
    form.speaking(update.record.language)
    _offer(form, acts.stages_of_correction(unit.session(), project=project, corrected=update))
    draft = form.draft(UpdateDraft)
    if draft is None:
        return _form_page(form, project, corrects=update)
    if address := submissions.already(unit.session(), form.submission.data):
        return see(address)
    try:
        acts.correct(unit.session(), corrected=update, draft=draft, **_by(project))
    except Refused as refused:
        form.refuse(refused)
        return _form_page(form, project, corrects=update)
    except Clash:
        return reports.correction_clash_page(form, project, update, newest)
    return _reported(project, form, _("The correction is published."))


@bp.post("/projects/<code>/updates/<int:update_id>/drop")
@guard.signed_in
def drop(code: str, update_id: int) -> Response:
    project, update = _found(code, update_id)
    access.need(update.author_id == access.viewer().user_id, _("Only its author throws a draft away."))
    acts.drop_draft(unit.session(), update=update)
    flash(_("The draft is gone."), "done")
    return see(url_for("projects.show", code=project.record.code))


# ------------------------------------------------------------------------------------------------ what is acted on


def _reportable(code: str) -> Project:
    project = project_page.by_code(unit.session(), access.viewer(), code)
    own = project.id or 0
    working = projects.territories_of(unit.session(), [own], language="en", day=today()).get(own, [])
    access.need(
        rules.can_report(access.viewer(), own, {label.id for label in working}),
        _("Updates come from this project's managers, from coordinators, and from missions in its territories."),
        _("Ask one of its managers, or a coordinator."),
    )
    need_open(project)
    return project


def _found(code: str, update_id: int) -> tuple[Project, Update]:
    project = project_page.by_code(unit.session(), access.viewer(), code)
    update = queries.by_id(unit.session(), access.viewer(), project.id or 0, update_id)
    return project, access.found(update)


def _correctable(code: str, update_id: int) -> tuple[Project, Update]:
    project, update = _found(code, update_id)
    access.need(
        rules.can_publish_update(access.viewer(), project.id or 0),
        _("Only this project's managers and the coordinators correct its updates."),
        _("Ask one of its managers, or a coordinator."),
    )
    need_open(project)
    if update.state != UpdateState.published:
        raise NotFound
    return project, update


def _newest(update: Update) -> Update:
    """The correction that stands in the place of an update now; itself where there is none."""
    while newer := queries.correction_of(unit.session(), update.id or 0):
        update = newer
    return update


# ------------------------------------------------------------------------------------------------------- the form


def _form(project: Project, begun: Update | None) -> UpdateForm:
    """The form: as sent, with the next step that stands where none was sent; or pre-filled."""
    if request.method == "POST":
        form = UpdateForm(formdata=clash.chosen(reports.standing(project)), data={"next_step": project.next_step})
    else:
        form = UpdateForm(data=reports.prefilled(project, begun)).speaking((begun or project).record.language)
    _offer(form, {project.stage} | ALLOWED_STAGES[project.stage])
    return form


def _offer(form: UpdateForm, stages: Iterable[Stage]) -> None:
    """Only stages the project may go to from where it is."""
    allowed = set(stages)
    form.stage.codes = [stage for stage in Stage if stage in allowed]


def _form_page(
    form: UpdateForm, project: Project, *, begun: Update | None = None, corrects: Update | None = None
) -> Response:
    viewer = access.viewer()
    own = project.id or 0
    past = queries.of_project(unit.session(), viewer, own, most=5)
    return page(
        "updates/new.html",
        "form",
        status=form.status,
        form=form,
        project=project,
        draft=begun,
        corrects=corrects,
        may_publish=rules.can_publish_update(viewer, own),
        last=next((row for row in past if row.state == UpdateState.published and not row.corrected), None),
    )


def _show_page(project: Project, update: Update, form: ReturnForm, *, status: int) -> Response:
    row = access.found(queries.one(unit.session(), access.viewer(), project.id or 0, update.id or 0))
    may_publish = rules.can_publish_update(access.viewer(), project.id or 0)
    return page(
        "updates/show.html",
        status=status,
        form=form,
        project=project,
        row=row,
        mine=row.author_id == access.viewer().user_id,
        may_publish=may_publish and (row.state == UpdateState.submitted or bool(form.errors)),
        may_correct=may_publish and row.state == UpdateState.published and not row.corrected,
    )


# ---------------------------------------------------------------------------------------------------------- acting


def _by(project: Project) -> dict[str, Any]:
    return {"project": project, "viewer": access.viewer(), "language": language.current()}


def _report(project: Project, form: UpdateForm, draft: UpdateDraft) -> bool:
    """Publish where the person may and did not ask for less; submit otherwise. False: refused, and said in the form."""
    may_publish = rules.can_publish_update(access.viewer(), project.id or 0)
    publishing = may_publish and request.form.get("action") != "submit"
    try:
        (acts.publish_own if publishing else acts.submit)(unit.session(), draft=draft, **_by(project))
    except Refused as refused:
        form.refuse(_at_field(refused))
        return False
    _reported(project, form, _("The update is published.") if publishing else _("The update is submitted."))
    return True


def _reported(project: Project, form: UpdateForm, told: str) -> Response:
    address = url_for("projects.show", code=project.record.code)
    submissions.remember(unit.session(), form.submission.data, address)
    flash(told, "done")
    return see(address)


def _sent_before(project: Project, form: UpdateForm, draft: UpdateDraft, begun: Update | None) -> str | None:
    """Where the report stands that was sent before: by this form, or in just these words by another of the person's.

    Then nothing is added, and what was kept of it while typing goes.
    """
    if address := submissions.already(unit.session(), form.submission.data):
        return address
    twin = reports.repeated(project, draft)
    if twin is None:
        return None
    if begun is not None and begun.state == UpdateState.draft:
        acts.drop_draft(unit.session(), update=begun)
    flash(_("You have reported exactly this already: here it is. Nothing was added."), "warning")
    return url_for("updates.show", code=project.record.code, update_id=twin.id)


def _at_field(refused: Refused) -> Refused:
    """In this form what happened is the reason for a change of stage."""
    return Refused("happened", refused.why, refused.values) if refused.field == "why" else refused


def _decided(project: Project, update: Update, form: ReturnForm) -> bool:
    """Publish or return, as asked; False where the reason for returning is missing."""
    if request.form.get("action") == "publish":
        acts.publish(unit.session(), project=project, update=update, viewer=access.viewer(), version=form.version.data)
        flash(_("The update is published."), "done")
        return True
    if not form.validate_on_submit():
        return False
    acts.send_back(unit.session(), update=update, why=form.why.data, version=form.version.data)
    flash(_("The update is returned to its author."), "done")
    return True


def _put_by(project: Project, form: UpdateForm, begun: Update | None) -> Response:
    """Keep the form as a draft; what cannot be read in it is said instead, and stays in the form."""
    if any(field.process_errors for field in form):
        form.validate()
        return _form_page(form, project, begun=begun)
    try:
        _keep(project, form)
    except Refused as refused:
        form.refuse(refused)
        return _form_page(form, project, begun=begun)
    flash(_("The draft is kept. Only you see it."), "done")
    return see(url_for("updates.new", code=project.record.code))


def _keep(project: Project, form: UpdateForm) -> None:
    acts.keep_draft(unit.session(), given=form.facts(), **_by(project))

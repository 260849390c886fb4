"""Status updates of a project: writing, submitting, publishing, returning, correcting."""

from typing import Any

from flask import Blueprint, Response, flash, make_response, request, url_for
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import updates as acts
from tracker.domain.codes import ALLOWED_STAGES, Health, Stage, UpdateState
from tracker.domain.dates import now, today
from tracker.domain.drafts.check import check
from tracker.domain.drafts.updates import UpdateDraft
from tracker.domain.errors import NotFound, Refused, RefusedMany
from tracker.domain.models import Project, Update
from tracker.domain.queries import changes, project_page, projects
from tracker.domain.queries import updates as queries
from tracker.web import access, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.updates import ReturnForm, UpdateForm
from tracker.web.fragments import page, see

bp = Blueprint("updates", __name__)


@bp.route("/projects/<code>/updates/new", methods=["GET", "POST"])
@guard.signed_in
def new(code: str) -> Response:
    project = _reportable(code)
    draft = queries.draft_of(unit.session(), project.id or 0, access.viewer().user_id)
    standing = _standing(project)
    form = _offer(UpdateForm(formdata=clash.chosen(standing), data=_prefilled(project, draft)), project)
    action = request.form.get("action", "")
    if request.method == "POST" and action == "draft":
        _keep(project, form)
        flash(_("The draft is kept. Only you see it."), "done")
        return see(url_for("updates.new", code=code))
    if form.validate_on_submit():
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        if _overtaken(project, form.version.data):
            return _clash(form, project, standing)
        if report(project, form, submit=action == "submit"):
            return see(url_for("projects.show", code=code))
    return _form_page(form, project, draft)


@bp.post("/projects/<code>/updates/draft")
@guard.signed_in
def keep(code: str) -> Response:
    """Keeps what was typed so far while it is being typed; answers a short text."""
    project = _reportable(code)
    _keep(project, _offer(UpdateForm(), project))
    return make_response(_("Draft kept at %(time)s UTC", time=f"{now():%H:%M}"))


@bp.route("/projects/<code>/updates/<int:update_id>", methods=["GET", "POST"])
@guard.signed_in
def show(code: str, update_id: int) -> Response:
    """One update; those who publish it do so here, or return it with a reason."""
    project, update = _found(code, update_id)
    may_publish = rules.can_publish_update(access.viewer(), project.id or 0)
    form = ReturnForm()
    if request.method == "POST":
        access.need(may_publish, _("Only this project's managers and the coordinators publish its updates."))
        if request.form.get("action") == "publish":
            acts.publish(unit.session(), project=project, update=update, viewer=access.viewer())
            flash(_("The update is published."), "done")
            return see(url_for("projects.show", code=code))
        if form.validate_on_submit():
            acts.send_back(unit.session(), update=update, why=form.why.data)
            flash(_("The update is returned to its author."), "done")
            return see(url_for("projects.show", code=code))
    return page(
        "updates/show.html",
        status=form.status,
        form=form,
        project=project,
        update=update,
        rows=[row for row in queries.of_project(unit.session(), access.viewer(), project.id or 0) if row.id == update_id],
        may_publish=may_publish and update.state == UpdateState.submitted,
        may_correct=may_publish and update.state == UpdateState.published,
    )


@bp.route("/projects/<code>/updates/<int:update_id>/correct", methods=["GET", "POST"])
@guard.signed_in
def correct(code: str, update_id: int) -> Response:
    """A correction is a new update that takes the old one's place; the old one stays readable."""
    project, update = _found(code, update_id)
    access.need(
        rules.can_publish_update(access.viewer(), project.id or 0),
        _("Only this project's managers and the coordinators correct its updates."),
    )
    if update.state != UpdateState.published:
        raise NotFound
    facts = {name: getattr(update, name) for name in acts.FIELDS} | {"version": project.version}
    form = _offer(UpdateForm(data=facts), project)
    if form.validate_on_submit():
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        if report(project, form, corrects=update):
            return see(url_for("projects.show", code=code))
    return _form_page(form, project, None, corrects=update)


@bp.post("/projects/<code>/updates/<int:update_id>/drop")
@guard.signed_in
def drop(code: str, update_id: int) -> Response:
    project, update = _found(code, update_id)
    access.need(update.author_id == access.viewer().user_id, _("Only its author throws a draft away."))
    acts.drop_draft(unit.session(), update=update)
    flash(_("The draft is gone."), "done")
    return see(url_for("projects.show", code=project.record.code))


def report(project: Project, form: UpdateForm, *, submit: bool = False, corrects: Update | None = None) -> bool:
    """Publish where the person may and did not ask for less; submit otherwise. False: refused, and said in the form."""
    session, viewer = unit.session(), access.viewer()
    publishing = rules.can_publish_update(viewer, project.id or 0) and not submit
    given: dict[str, Any] = {"project": project, "viewer": viewer, "language": language.current()}
    try:
        given["draft"] = check(UpdateDraft, form.facts())
        if publishing:
            acts.publish_own(session, **given, corrects=corrects)
        else:
            acts.submit(session, **given)
    except (Refused, RefusedMany) as refused:
        form.refuse(_at_fields(refused))
        return False
    submissions.remember(session, form.submission.data, url_for("projects.show", code=project.record.code))
    flash(_("The update is published.") if publishing else _("The update is submitted for publication."), "done")
    return True


def _at_fields(refused: Refused | RefusedMany) -> Refused | RefusedMany:
    """In this form what happened is the reason for a change of stage."""
    if isinstance(refused, Refused) and refused.field == "why":
        return Refused("happened", refused.why, refused.values)
    return refused


def _reportable(code: str) -> Project:
    project = project_page.by_code(unit.session(), access.viewer(), code)
    own = project.id or 0
    working = projects.territories_of(unit.session(), [own], language="en", day=today()).get(own, [])
    access.need(
        rules.can_report(access.viewer(), own, {label.id for label in working}),
        _("Updates come from this project's managers, from coordinators, and from missions in its territories."),
        _("Ask one of its managers, or a coordinator."),
    )
    return project


def _found(code: str, update_id: int) -> tuple[Project, Update]:
    project = project_page.by_code(unit.session(), access.viewer(), code)
    update = queries.by_id(unit.session(), access.viewer(), project.id or 0, update_id)
    return project, access.found(update)


def _standing(project: Project) -> dict[str, Any]:
    """What the project's record says of what a report says."""
    health = None if project.health == Health.not_reported else project.health
    return {"health": health, "stage": project.stage, "next_step": project.next_step, "as_of": project.health_day}


def _prefilled(project: Project, draft: Update | None) -> dict[str, Any]:
    """The person's draft, or else what the last report said, as of today."""
    if draft is not None:
        facts = {name: getattr(draft, name) for name in acts.FIELDS}
        return facts | {"stage": draft.stage or project.stage, "version": project.version}
    return _standing(project) | {"as_of": today(), "version": project.version}


def _offer(form: UpdateForm, project: Project) -> UpdateForm:
    """Only stages the project may go to from where it is."""
    allowed = {project.stage} | ALLOWED_STAGES[project.stage]
    form.stage.codes = [stage for stage in Stage if stage in allowed]
    return form


def _keep(project: Project, form: UpdateForm) -> None:
    acts.keep_draft(
        unit.session(), project=project, viewer=access.viewer(), given=form.facts(), language=language.current()
    )


def _overtaken(project: Project, version: int | None) -> bool:
    """Has somebody reported since this form was filled? Other changes of the project do not matter here."""
    if version is None or version == project.version:
        return False
    return _base(project, version) != {name: clash.raw(value) for name, value in _standing(project).items()}


def _base(project: Project, version: int) -> dict[str, list[str]]:
    then = changes.at_version(unit.session(), project.id or 0, "project", version)
    values = then.values if then else {}
    health = None if values.get("health") == Health.not_reported else values.get("health")
    base = {
        "health": health,
        "stage": values.get("stage"),
        "next_step": values.get("next_step"),
        "as_of": values.get("health_day"),
    }
    return {name: clash.raw(value) for name, value in base.items()}


def _clash(form: UpdateForm, project: Project, standing: dict[str, Any]) -> Response:
    then = changes.at_version(unit.session(), project.id or 0, "project", form.version.data or 0)
    values = then.values if then else {}
    base = {name: values.get("health_day" if name == "as_of" else name) for name in standing}
    return clash.page(
        form, record_id=project.id or 0, entity="project", base=base, theirs=standing, version=project.version
    )


def _form_page(form: UpdateForm, project: Project, draft: Update | None, corrects: Update | None = None) -> Response:
    viewer = access.viewer()
    own = project.id or 0
    past = queries.of_project(unit.session(), viewer, own, most=3)
    return page(
        "updates/new.html",
        "form",
        status=form.status,
        form=form,
        project=project,
        draft=draft,
        corrects=corrects,
        may_publish=rules.can_publish_update(viewer, own),
        last=next((row for row in past if row.state == UpdateState.published), None),
    )

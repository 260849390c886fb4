"""Projects: the list, one project, making and changing one."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules, tags
from tracker.domain.actions import projects as acts
from tracker.domain.codes import ALLOWED_STAGES, RecordKind, Role, Stage
from tracker.domain.drafts.projects import NewProjectDraft, ProjectDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Project
from tracker.domain.queries import choices, deliveries, money_parts, project_page, texts
from tracker.web import (
    access,
    archiving,
    arguments,
    bulk_bar,
    clash,
    language,
    list_views,
    looking_back,
    project_download,
    project_list,
    reading,
    sentences,
    submissions,
    unit,
)
from tracker.web.access import guard
from tracker.web.cited import cited
from tracker.web.forms.projects import NewProjectForm, ProjectForm, StageForm
from tracker.web.fragments import page, see, wants_fragment

bp = Blueprint("projects", __name__)

LINKS = {
    "territory_ids": ("project_territory", "territory_id"),
    "disaster_ids": ("project_disaster", "disaster_id"),
    "partner_ids": ("project_partner", "organisation_id"),
    "manager_ids": ("project_member", "user_id"),
    "tags": ("project_tag", "tag"),
}
"""Fields of the form that stand for links: the table and the column that names the other side."""


@bp.get("/projects")
@guard.signed_in
def index() -> Response:
    asked = project_list.Asked()
    if asked.tidy and not wants_fragment():
        return see(asked.tidy)
    found = project_list.rows(asked, number=arguments.number(), per_page=arguments.per_page())
    answer = page(
        "projects/list.html",
        "results",
        found=found,
        asked=asked,
        wanted=asked.wanted,
        beside=project_list.beside(asked, found),
        may_make=rules.can_make_project(asked.reader.viewer),
        may_review=rules.can_run_reviews(asked.reader.viewer),
        views=list_views.of_list(),
        bulk=bulk_bar.of_list(asked.reader.viewer, asked.wanted),
        selection=project_list.printable(asked, found),
        as_part=wants_fragment(),
        territory_notes=reading.notes(label for row in found.rows for label in row.territories),
    )
    if asked.tidy:
        answer.headers["HX-Replace-Url"] = asked.tidy
    return answer


@bp.get("/projects.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages, with its columns."""
    return project_download.file(project_list.Asked(), kind)


@bp.get("/projects/<code>")
@guard.signed_in
def show(code: str) -> Response:
    viewer = access.viewer()
    seen = project_page.page(unit.session(), viewer, code, language=language.current(), today=looking_back.day())
    own = seen.project.id
    may_edit = rules.can_edit_project(viewer, own)
    return page(
        "projects/show.html",
        seen=seen,
        delivered=deliveries.of_project(unit.session(), viewer, own) if seen.project.has_deliveries else [],
        cited=cited(seen.sources, language.current()),
        entries=sentences.history_of_acts(seen.acts, seen.names, owner_id=own, lang=language.current()),
        parts=money_parts.of_project(unit.session(), reading.reader(), own)
        if seen.project.has_money_parts
        else money_parts.MoneyParts(),
        may_edit=may_edit,
        may_pay=rules.can_edit_money(viewer),
        may_move={
            part.id
            for part in seen.parts[RecordKind.action_point]
            if rules.can_move_action_point(viewer, own, part.owner_id)
        },
        may_report=rules.can_report(viewer, own, {label.id for label in seen.territories}),
        may_print=rules.can_print_briefs(viewer),
        inside=rules.sees_inside(viewer),
        stages=sorted(ALLOWED_STAGES[seen.project.stage], key=list(ALLOWED_STAGES).index) if may_edit else [],
        territory_notes=reading.notes(seen.territories),
    )


@bp.route("/projects/new", methods=["GET", "POST"])
@guard.role(Role.manager, Role.coordinator, Role.administrator)
def new() -> Response:
    form = _offer(NewProjectForm(), manager_box=rules.can_name_managers(access.viewer()))
    if draft := form.draft(NewProjectDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        try:
            project = acts.create(unit.session(), viewer=access.viewer(), draft=draft, language=language.current())
        except Refused as refused:
            form.refuse(refused)
        else:
            address = url_for("projects.show", code=project.record.code)
            submissions.remember(unit.session(), form.submission.data, address)
            flash(_("The project is made."), "done")
            return see(address)
    return page("projects/edit.html", "form", status=form.status, form=form, project=None, known_tags=_known_tags())


@bp.route("/projects/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    project = editable(code)
    standing = _standing(project)
    manager_box = rules.can_name_managers(access.viewer())
    form = _offer(ProjectForm(formdata=clash.chosen(standing), data=standing), manager_box=manager_box)
    form.speaking(project.record.language)
    if draft := form.draft(ProjectDraft):
        try:
            acts.edit(unit.session(), viewer=access.viewer(), project=project, draft=draft, version=form.version.data)
        except Clash:
            return _clash(form, project, standing)
        else:
            flash(_("Saved."), "done")
            return see(url_for("projects.show", code=code))
    return page("projects/edit.html", "form", status=form.status, form=form, project=project, known_tags=_known_tags())


@bp.route("/projects/<code>/stage", methods=["GET", "POST"])
@guard.signed_in
def stage(code: str) -> Response:
    project = editable(code)
    theirs = {"stage": project.stage}
    form = StageForm(formdata=clash.chosen(theirs), data={"version": project.version})
    if form.validate_on_submit():
        try:
            acts.move_stage(
                unit.session(),
                project=project,
                stage=Stage(str(form.stage.data)),
                why=form.why.data,
                version=form.version.data,
            )
        except Refused as refused:
            form.refuse(refused)
        except Clash:
            return clash.page(
                form,
                record_id=project.id or 0,
                entity="project",
                base=clash.base_of(project.id or 0, "project", form.version.data, theirs, LINKS),
                theirs=theirs,
                version=project.version,
            )
        else:
            flash(_("The stage is changed."), "done")
            return see(url_for("projects.show", code=code))
    stated = texts.load(unit.session(), language.current(), [project.id]).on(project, "stage_stated")
    return page("projects/stage.html", "form", status=form.status, form=form, project=project, stated=stated)


def editable(code: str, *, archived: bool = False) -> Project:
    """The project, when the person asking may edit it; 404 or 403 with the reason otherwise.

    One that was put away has to be restored first; `archived` lets it pass.
    """
    project = project_page.by_code(unit.session(), access.viewer(), code)
    access.need(
        rules.can_edit_project(access.viewer(), project.id or 0),
        _("Only this project's managers and the coordinators edit it."),
        _("Ask one of its managers, or a coordinator."),
    )
    if not archived:
        need_open(project)
    return project


def need_open(project: Project) -> None:
    """Refuse to change a project that was put away."""
    access.need(
        project.record.archived_at is None,
        _("This project is archived."),
        _("Restore it on its page first, or ask one of its managers or a coordinator to."),
    )


def _offer(form: Any, *, manager_box: bool) -> Any:  # noqa: ANN401 - either form; the library's fields are untyped
    """Fill the boxes with what may be chosen; only those who edit every project choose its managers."""
    session, asking = unit.session(), reading.reader()
    form.programme_id.choices = [("", _("none")), *choices.programmes(session, asking)]
    form.territory_ids.choices = choices.territories(session, asking)
    form.disaster_ids.choices = choices.disasters(session, asking)
    form.partner_ids.choices = choices.organisations(session, asking)
    if manager_box:
        form.manager_ids.choices = choices.people(session, Role.manager, Role.coordinator)
    else:
        del form.manager_ids
    return form


def _known_tags() -> list[str]:
    return choices.tags(unit.session(), reading.reader())


def _standing(project: Project) -> dict[str, Any]:
    """What the form shows of a project as it stands."""
    links: dict[str, Any] = dict(project_page.linked_ids(unit.session(), project.id or 0))
    links["tags"] = tags.line(project_page.tags_of(unit.session(), project.id or 0))
    columns = {name: getattr(project, name) for name in acts.COLUMNS}
    return columns | links | {"visibility": project.record.visibility, "version": project.version}


def _clash(form: Any, project: Project, standing: dict[str, Any]) -> Response:  # noqa: ANN401 - see `_offer`
    theirs = {name: value for name, value in standing.items() if name != "version"}
    base = clash.base_of(project.id or 0, "project", form.version.data, theirs, LINKS)
    if isinstance(base["tags"], list):
        base["tags"] = tags.line(base["tags"])
    return clash.page(
        form,
        record_id=project.id or 0,
        entity="project",
        base=base,
        theirs=theirs,
        version=project.version,
    )


archiving.routes(
    bp,
    "/projects/<code>",
    "projects.show",
    editable,
    (
        lazy_gettext("The project is archived: it has left lists and totals. It can be restored from its page."),
        lazy_gettext("The project is back in lists and totals."),
    ),
)

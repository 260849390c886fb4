"""Milestones, risks, action points and deliveries, edited from a project's page."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import parts as acts
from tracker.domain.actions.recommendations import DELIVERY
from tracker.domain.codes import N_, ActionState, Role
from tracker.domain.errors import NotFound, Refused
from tracker.domain.models import ActionPoint, Project
from tracker.domain.queries import choices, deliveries, project_page
from tracker.domain.queries.parts import one as one_part
from tracker.web import access, unit
from tracker.web.access import guard
from tracker.web.called import called
from tracker.web.forms.assessments import DeliveryForm
from tracker.web.forms.placed import keep_standing
from tracker.web.forms.projects import ActionPointForm, ActionStateForm, MilestoneForm, RiskForm
from tracker.web.forms.sources import offer_documents
from tracker.web.fragments import see
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.views.projects import editable, need_open

bp = Blueprint("parts", __name__)


def _offer_people(form: Any, _project: Project) -> None:  # noqa: ANN401 - the library's fields are untyped
    people = choices.people(unit.session(), *(role for role in Role if role != Role.viewer))
    form.owner_id.choices = [("", _("nobody yet")), *people]


def _offer_recommendations(form: Any, project: Project) -> None:  # noqa: ANN401 - as above
    session, viewer, own = unit.session(), access.viewer(), project.id or 0
    form.recommendation_id.choices = [("", _("none")), *deliveries.answerable(session, viewer, own)]
    keep_standing(form.recommendation_id)
    form.unit.suggested = deliveries.units_asked(session, viewer, own)
    offer_documents(form)


def _title(project: Project) -> str:
    return called(project)


@bp.post("/projects/<code>/action-points/<int:part_id>/state")
@guard.signed_in
def move(code: str, part_id: int) -> Response:
    """Whoever has to do it says that it is done, or is not after all."""
    project = project_page.by_code(unit.session(), access.viewer(), code)
    row = one_part(unit.session(), ActionPoint, "project_id", project.id or 0, part_id)
    if row is None or row.record.archived_at is not None:
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
    return see(url_for("home.show") if form.back.data else url_for("projects.show", code=code, _anchor="action-points"))


routes(
    bp,
    "/projects/<code>",
    Owner(editable, "projects.show", _title, ("projects.index", lazy_gettext("Projects"))),
    {
        "milestones": PartPage(
            acts.MILESTONE, MilestoneForm, lazy_gettext("Add a milestone"), lazy_gettext("Milestone")
        ),
        "risks": PartPage(acts.RISK, RiskForm, lazy_gettext("Add a risk"), lazy_gettext("Risk")),
        "action-points": PartPage(
            acts.ACTION_POINT,
            ActionPointForm,
            lazy_gettext("Add an action point"),
            lazy_gettext("Action point"),
            _offer_people,
        ),
        "deliveries": PartPage(
            DELIVERY,
            DeliveryForm,
            lazy_gettext("Record a delivery"),
            lazy_gettext("Delivery"),
            _offer_recommendations,
        ),
    },
)

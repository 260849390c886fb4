"""Milestones, risks, action points and deliveries, edited from a project's page."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.actions import parts as acts
from tracker.domain.actions.recommendations import DELIVERY
from tracker.domain.codes import Role
from tracker.domain.models import Project
from tracker.domain.queries import choices, deliveries
from tracker.web import access, unit
from tracker.web.forms.assessments import DeliveryForm
from tracker.web.forms.placed import keep_standing
from tracker.web.forms.projects import ActionPointForm, MilestoneForm, RiskForm
from tracker.web.forms.sources import offer_documents
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.views.projects import editable

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
    return project.title


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

"""Milestones, risks and action points, edited from a project's page."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain.actions import parts as acts
from tracker.domain.codes import Role
from tracker.domain.models import Project
from tracker.domain.queries import choices
from tracker.web import unit
from tracker.web.forms.projects import ActionPointForm, MilestoneForm, RiskForm
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.views.projects import editable

bp = Blueprint("parts", __name__)


def _offer_people(form: Any, _project: Project) -> None:  # noqa: ANN401 - the library's fields are untyped
    people = choices.people(unit.session(), *(role for role in Role if role != Role.viewer))
    form.owner_id.choices = [("", _("nobody yet")), *people]


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
    },
)

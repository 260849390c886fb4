"""Findings and recommendations of an assessment, and what becomes of a recommendation."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import assessments as assessment_acts
from tracker.domain.actions import recommendations as acts
from tracker.domain.codes import ALLOWED_RECOMMENDATIONS, RecommendationState
from tracker.domain.drafts.assessments import MoveDraft
from tracker.domain.errors import Clash, NotFound, Refused
from tracker.domain.models import Assessment, Recommendation
from tracker.domain.queries import assessments as queries
from tracker.domain.queries import changes, choices, linked, parts
from tracker.web import access, clash, unit
from tracker.web.access import guard
from tracker.web.called import called
from tracker.web.forms.assessments import FindingForm, MilestoneOfForm, MoveForm, RecommendationForm, TurnForm
from tracker.web.forms.placed import keep_standing
from tracker.web.forms.sources import offer_documents
from tracker.web.fragments import page, see
from tracker.web.parts import Owner, PartPage, routes
from tracker.web.reading import reader
from tracker.web.views.assessments import editable, need_open, seen
from tracker.web.views.projects import editable as editable_project

bp = Blueprint("recommendations", __name__)

ONE = "/assessments/<code>/recommendations/<int:part_id>"


@bp.route(f"{ONE}/state", methods=["GET", "POST"])
@guard.signed_in
def state(code: str, part_id: int) -> Response:
    assessment = editable(code)
    row = _row(assessment, part_id)
    theirs = {"state": row.state, "day": row.state_day, "why": row.state_why}
    form = MoveForm(formdata=clash.chosen(theirs), data={"version": row.version})
    offered = ALLOWED_RECOMMENDATIONS[row.state] - {RecommendationState.project}
    form.state.codes = [one for one in RecommendationState if one in offered]
    if draft := form.draft(MoveDraft):
        try:
            acts.move(unit.session(), recommendation=row, draft=draft, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        except Clash as newer:
            return clash.page(
                form,
                record_id=part_id,
                entity="recommendation",
                base=_base(part_id, form.version.data, theirs),
                theirs=theirs,
                version=newer.current,
            )
        else:
            flash(_("The state is changed."), "done")
            return see(_address(code, part_id))
    return page(
        "assessments/state.html", "form", status=form.status, form=form, assessment=assessment, recommendation=row
    )


@bp.post(f"{ONE}/project")
@guard.signed_in
def project(code: str, part_id: int) -> Response:
    assessment = _turnable(code)
    row = _row(assessment, part_id)
    made = acts.into_project(
        unit.session(),
        viewer=access.viewer(),
        assessment=assessment,
        recommendation=row,
        version=TurnForm().version.data,
    )
    if made is None:
        return see(_led_to(code, row))
    flash(_("The project is made from the recommendation. Complete it here; archived, it leaves lists again."), "done")
    return see(url_for("projects.show", code=made.record.code))


@bp.route(f"{ONE}/milestone", methods=["GET", "POST"])
@guard.signed_in
def milestone(code: str, part_id: int) -> Response:
    assessment = _turnable(code)
    row = _row(assessment, part_id)
    form = MilestoneOfForm(data={"version": row.version})
    form.project_id.choices = [("", _("choose")), *_mine()]
    if form.validate_on_submit():
        target = editable_project(_code_of(form.project_id.data))
        try:
            made = acts.into_milestone(unit.session(), recommendation=row, project=target, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if made is None:
                return see(_led_to(code, row))
            flash(_("The recommendation is a milestone of this project now."), "done")
            return see(url_for("projects.show", code=target.record.code, _anchor="milestones"))
    return page(
        "assessments/milestone.html", "form", status=form.status, form=form, assessment=assessment, recommendation=row
    )


def _base(part_id: int, version: int | None, theirs: dict[str, Any]) -> dict[str, Any]:
    """How it stood at the version the form was filled from."""
    then = changes.at_version(unit.session(), part_id, "recommendation", version or 0)
    if then is None:
        return theirs
    return {"state": then.values["state"], "day": then.values["state_day"], "why": then.values["state_why"]}


def _turnable(code: str) -> Assessment:
    """The assessment, when the person asking may make projects of its recommendations."""
    assessment = seen(code)
    access.need(
        rules.can_make_project(access.viewer()),
        _("Recommendations are turned into projects and milestones by managers and coordinators."),
    )
    need_open(assessment)
    return assessment


def _row(assessment: Assessment, part_id: int) -> Recommendation:
    row: Recommendation | None = parts.one(unit.session(), Recommendation, "assessment_id", assessment.id or 0, part_id)
    if row is None or row.record.archived_at is not None:
        raise NotFound
    return row


def _mine() -> list[tuple[int, str]]:
    """The projects that the person asking may edit."""
    viewer = access.viewer()
    known = choices.projects(unit.session(), reader())
    return [(key, title) for key, title in known if rules.can_edit_project(viewer, key)]


def _code_of(project_id: int | None) -> str:
    found = linked.projects(unit.session(), access.viewer(), [project_id])
    return next((one.record.code or "" for one in found), "")


def _led_to(code: str, row: Recommendation) -> str:
    """Where a recommendation that was turned already led: its project, where the person asking may see that."""
    project_code = _code_of(row.project_id)
    return url_for("projects.show", code=project_code) if project_code else _address(code, row.id)


def _address(code: str, part_id: int | None) -> str:
    return url_for("assessments.show", code=code, _anchor=f"recommendation-{part_id}")


def _offer_finding(form: Any, _assessment: Assessment) -> None:  # noqa: ANN401 - the library's fields are untyped
    known = choices.places_known(unit.session(), reader())
    form.place_id.choices = [("", _("not stated")), *known]
    keep_standing(form.place_id)
    offer_documents(form)


def _offer_recommendation(form: Any, assessment: Assessment) -> None:  # noqa: ANN401 - as above
    form.finding_ids.choices = queries.findings(unit.session(), assessment.id or 0)
    known = choices.organisations(unit.session(), reader())
    form.addressee_id.choices = [("", _("not stated")), *known]
    keep_standing(form.addressee_id)
    offer_documents(form)


def _titled(assessment: Assessment) -> str:
    return called(assessment)


parts_bp = Blueprint("parts", __name__)

routes(
    parts_bp,
    "/assessments/<code>",
    Owner(editable, "assessments.show", _titled, ("assessments.index", lazy_gettext("Assessments"))),
    {
        "findings": PartPage(
            assessment_acts.FINDING,
            FindingForm,
            lazy_gettext("Add a finding"),
            lazy_gettext("Finding"),
            _offer_finding,
        ),
        "recommendations": PartPage(
            assessment_acts.RECOMMENDATION,
            RecommendationForm,
            lazy_gettext("Add a recommendation"),
            lazy_gettext("Recommendation"),
            _offer_recommendation,
        ),
    },
)
bp.register_blueprint(parts_bp)

"""Assessments: the list, each one's page, recording and changing one."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import assessments as acts
from tracker.domain.codes import PartnerRole
from tracker.domain.drafts.assessments import AssessmentDraft, role_field
from tracker.domain.errors import Clash
from tracker.domain.models import Assessment
from tracker.domain.queries import assessments as queries
from tracker.domain.queries import changes, choices
from tracker.web import access, archiving, clash, language, list_download, reading, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.assessments import AssessmentForm
from tracker.web.forms.placed import offer_places
from tracker.web.fragments import page, see

bp = Blueprint("assessments", __name__)

LINKS = {
    "territory_ids": ("assessment_territory", "territory_id"),
    "place_ids": ("assessment_place", "place_id"),
    "disaster_ids": ("assessment_disaster", "disaster_id"),
}
"""Fields of the form that stand for links: the table and the column that names the other side."""

USUAL_ROLES = frozenset({PartnerRole.lead, PartnerRole.partner, PartnerRole.participant, PartnerRole.support})
"""Roles that the form always offers; the others where somebody has them."""


@bp.get("/assessments")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "assessments/list.html",
        "results",
        found=found,
        wanted=wanted,
        may_record=rules.can_record_assessment(access.viewer()),
        territory_notes=reading.notes_of_list(found),
    )


@bp.get("/assessments.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages."""
    return list_download.file(kind, "assessments", list_download.ASSESSMENTS)


@bp.get("/assessments/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    shown = access.found(queries.detail(unit.session(), reading.reader(), code))
    viewer, record = access.viewer(), shown.assessment.record
    return page(
        "assessments/detail.html",
        page=shown,
        may_edit=rules.can_edit_assessment(viewer, record.created_by_id),
        may_turn=rules.can_make_project(viewer) and record.archived_at is None,
        today=reading.reader().day,
        **reading.around(shown.around, beside=True),
    )


@bp.route("/assessments/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(
        rules.can_record_assessment(access.viewer()),
        _("Assessments are recorded by those who go on missions, and by coordinators."),
    )
    form = _offer(AssessmentForm())
    if draft := form.draft(AssessmentDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        assessment = acts.create(unit.session(), viewer=access.viewer(), draft=draft, language=language.current())
        address = url_for("assessments.show", code=assessment.record.code)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The assessment is recorded. Add what it found and what it asks for below."), "done")
        return see(address)
    return page("assessments/edit.html", "form", status=form.status, form=form, assessment=None)


@bp.route("/assessments/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    assessment = editable(code)
    standing = _standing(assessment)
    form = _offer(AssessmentForm(formdata=clash.chosen(standing), data=standing | {"version": assessment.version}))
    form.speaking(assessment.record.language)
    if draft := form.draft(AssessmentDraft):
        session, viewer = unit.session(), access.viewer()
        try:
            acts.edit(session, viewer=viewer, assessment=assessment, draft=draft, version=form.version.data)
        except Clash as newer:
            base = _base(assessment, form.version.data, standing)
            return clash.page(
                form,
                record_id=assessment.id or 0,
                entity="assessment",
                base=base,
                theirs=standing,
                version=newer.current,
            )
        flash(_("Saved."), "done")
        return see(url_for("assessments.show", code=code))
    return page("assessments/edit.html", "form", status=form.status, form=form, assessment=assessment)


def seen(code: str) -> Assessment:
    """The assessment, when the person asking may know of it; 404 otherwise."""
    return access.found(queries.by_code(unit.session(), access.viewer(), code))


def editable(code: str, *, archived: bool = False) -> Assessment:
    """The assessment, when the person asking may edit it; 404 or 403 with the reason otherwise."""
    assessment = seen(code)
    access.need(
        rules.can_edit_assessment(access.viewer(), assessment.record.created_by_id),
        _("Only whoever recorded this assessment, and coordinators, edit it."),
    )
    if not archived:
        need_open(assessment)
    return assessment


def need_open(assessment: Assessment) -> None:
    """Refuse to change an assessment that was put away."""
    access.need(
        assessment.record.archived_at is None,
        _("This assessment is archived."),
        _("Restore it on its page first, or ask a coordinator to."),
    )


def _offer(form: AssessmentForm) -> AssessmentForm:
    """Fill the boxes with what may be chosen; roles that are rare are shown where somebody has them."""
    session, asking = unit.session(), reading.reader()
    offer_places(form)
    form.disaster_ids.choices = choices.disasters(session, asking)
    form.programme_id.choices = [("", _("none")), *choices.programmes(session, asking)]
    form.project_id.choices = [("", _("none")), *choices.projects(session, asking)]
    organisations = choices.organisations(session, asking)
    for role in PartnerRole:
        field: Any = form[role_field(role)]
        field.choices = organisations
        if role not in USUAL_ROLES and not field.data:
            del form[role_field(role)]
    return form


def _standing(assessment: Assessment) -> dict[str, Any]:
    """What the form shows of an assessment as it stands."""
    own = assessment.id or 0
    columns = {name: getattr(assessment, name) for name in (*acts.COLUMNS, "programme_id", "project_id")}
    roles: dict[str, list[int]] = {role_field(role): [] for role in PartnerRole}
    for row in queries.participants(unit.session(), own):
        roles[role_field(row.role)].append(row.organisation_id)
    links = queries.linked_ids(unit.session(), own)
    return columns | links | roles | {"visibility": assessment.record.visibility}


def _base(assessment: Assessment, version: int | None, theirs: dict[str, Any]) -> dict[str, object]:
    """The same, as it stood at the version the form was filled from."""
    own = assessment.id or 0
    base = clash.base_of(own, "assessment", version, theirs, LINKS)
    then = changes.at_version(unit.session(), own, "assessment", version or 0)
    if then is None or then.until is None:
        return base
    took_part = changes.values_before(unit.session(), own, "assessment_participant", then.until)
    for role in PartnerRole:
        base[role_field(role)] = [row["organisation_id"] for row in took_part if row["role"] == role]
    return base


archiving.routes(
    bp,
    "/assessments/<code>",
    "assessments.show",
    editable,
    (
        lazy_gettext("The assessment is archived: it has left lists and totals. It can be restored from its page."),
        lazy_gettext("The assessment is back in lists and totals."),
    ),
)

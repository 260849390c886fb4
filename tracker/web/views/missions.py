"""Missions: the list, one mission, planning and changing one."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import missions as acts
from tracker.domain.drafts.check import check
from tracker.domain.drafts.missions import MissionDraft
from tracker.domain.errors import Clash, Refused, RefusedMany
from tracker.domain.models import Mission
from tracker.domain.queries import mentions
from tracker.domain.queries import missions as queries
from tracker.web import access, arguments, clash, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.missions import MissionForm
from tracker.web.fragments import page, see
from tracker.web.reading import around, notes, reader
from tracker.web.territory_notes import TerritoryNotes

bp = Blueprint("missions", __name__)


@bp.get("/missions")
@guard.signed_in
def index() -> Response:
    asked = queries.Asked(
        **{name: arguments.text(name) for name in ("q", "territory", "when")},
        sort=arguments.text("sort") or "-start",
        page=arguments.number(),
        per_page=arguments.per_page(),
    )
    asking = reader()
    found = queries.listed(unit.session(), asking, asked)
    there = queries.visited(unit.session(), asking)
    return page(
        "missions/list.html",
        "results",
        found=found,
        asked=asked,
        there=there,
        may_make=rules.can_make_mission(asking.viewer),
        territory_notes=notes(there, mentions.mentioned(unit.session(), [line.title.text for line in found.rows])),
    )


@bp.get("/missions/<code>")
@guard.signed_in
def show(code: str) -> Response:
    mission = _mission(code)
    seen = queries.page(unit.session(), reader(), mission)
    return page(
        "missions/show.html",
        seen=seen,
        may_edit=_may_edit(mission),
        may_print=rules.can_print_briefs(access.viewer()),
        **around(seen.dossier),
    )


@bp.route("/missions/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(rules.can_make_mission(access.viewer()), _("Missions are planned by the programme's own people."))
    form = MissionForm()
    named = _offer(form)
    if form.validate_on_submit():
        if address := submissions.already(unit.session(), form.submission.data or ""):
            return see(address)
        try:
            draft = check(MissionDraft, form.facts())
            mission = acts.create(unit.session(), viewer=access.viewer(), draft=draft, language=language.current())
        except (Refused, RefusedMany) as refused:
            form.refuse(refused)
        else:
            address = url_for("missions.show", code=mission.record.code)
            submissions.remember(unit.session(), form.submission.data or "", address)
            flash(_("The mission is planned. Its brief can be printed from this page."), "done")
            return see(address)
    return page("missions/edit.html", status=form.status, form=form, mission=None, territory_notes=named)


@bp.route("/missions/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    mission = _mission(code)
    access.need(
        _may_edit(mission), _("Only those who planned this mission or travel on it, and coordinators, edit it.")
    )
    theirs = queries.facts(unit.session(), mission)
    form = MissionForm(formdata=clash.chosen(theirs), data={**theirs, "version": mission.version})
    named = _offer(form.speaking(mission.record.language))
    if form.validate_on_submit():
        try:
            draft = check(MissionDraft, form.facts())
            version = form.version.data
            acts.edit(unit.session(), viewer=access.viewer(), mission=mission, draft=draft, version=version)
        except (Refused, RefusedMany) as refused:
            form.refuse(refused)
        except Clash as clashed:
            own = mission.id or 0
            base = queries.base(unit.session(), own, form.version.data)
            return clash.page(form, record_id=own, entity="mission", base=base, theirs=theirs, version=clashed.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("missions.show", code=code))
    return page("missions/edit.html", status=form.status, form=form, mission=mission, territory_notes=named)


def _mission(code: str) -> Mission:
    return access.found(queries.by_code(unit.session(), access.viewer(), code))


def _may_edit(mission: Mission) -> bool:
    travelling = frozenset(queries.member_ids(unit.session(), mission.id or 0))
    return rules.can_edit_mission(access.viewer(), mission.record.created_by_id, travelling)


def _offer(form: MissionForm) -> TerritoryNotes:
    """Fill the boxes with what may be chosen; the standing texts that the names in them need."""
    offered = queries.choices(unit.session(), reader())
    form.territories.choices = [(one.id, one.listed) for one in offered.territories]
    form.programme.choices = [("", _("none")), *offered.programmes]
    form.members.choices = offered.people
    return notes(offered.territories)

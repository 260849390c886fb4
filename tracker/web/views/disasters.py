"""Disasters: the list, each one's page, recording and changing one, stating its impact."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import disasters as acts
from tracker.domain.drafts.disasters import DisasterDraft
from tracker.domain.errors import Clash
from tracker.domain.models import Disaster
from tracker.domain.queries import disasters as queries
from tracker.domain.queries import trace
from tracker.web import access, archiving, clash, language, list_download, reading, submissions, unit
from tracker.web.access import guard
from tracker.web.called import called
from tracker.web.forms.disasters import DisasterForm, ImpactForm
from tracker.web.forms.placed import offer_places
from tracker.web.forms.sources import offer_documents
from tracker.web.fragments import page, see
from tracker.web.parts import Owner, PartPage, routes

bp = Blueprint("disasters", __name__)

LINKS = {
    "territory_ids": ("disaster_territory", "territory_id"),
    "place_ids": ("disaster_place", "place_id"),
}
"""Fields of the form that stand for links: the table and the column that names the other side."""


@bp.get("/disasters")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "disasters/list.html",
        "results",
        found=found,
        wanted=wanted,
        may_record=rules.can_record_assessment(access.viewer()),
        territory_notes=reading.notes_of_list(found),
    )


@bp.get("/disasters.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages."""
    return list_download.file(kind, "disasters", list_download.DISASTERS)


@bp.get("/disasters/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    reader = reading.reader()
    shown = access.found(queries.detail(unit.session(), reader, code))
    record = shown.disaster.record
    return page(
        "disasters/detail.html",
        page=shown,
        trace=trace.of_disaster(unit.session(), reader, shown.disaster),
        may_edit=rules.can_edit_assessment(access.viewer(), record.created_by_id),
        **reading.around(shown.around, beside=True),
    )


@bp.route("/disasters/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(
        rules.can_record_assessment(access.viewer()),
        _("Disasters are recorded by those who go on missions, and by coordinators."),
    )
    form = _offer(DisasterForm())
    if draft := form.draft(DisasterDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        disaster = acts.create(unit.session(), viewer=access.viewer(), draft=draft, language=language.current())
        address = url_for("disasters.show", code=disaster.record.code)
        submissions.remember(unit.session(), form.submission.data, address)
        flash(_("The disaster is recorded. State its impact below."), "done")
        return see(address)
    return page("disasters/edit.html", "form", status=form.status, form=form, disaster=None)


@bp.route("/disasters/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    disaster = editable(code)
    standing = _standing(disaster)
    form = _offer(DisasterForm(formdata=clash.chosen(standing), data=standing | {"version": disaster.version}))
    form.speaking(disaster.record.language)
    if draft := form.draft(DisasterDraft):
        try:
            acts.edit(unit.session(), viewer=access.viewer(), disaster=disaster, draft=draft, version=form.version.data)
        except Clash as newer:
            own = disaster.id or 0
            base = clash.base_of(own, "disaster", form.version.data, standing, LINKS)
            return clash.page(form, record_id=own, entity="disaster", base=base, theirs=standing, version=newer.current)
        flash(_("Saved."), "done")
        return see(url_for("disasters.show", code=code))
    return page("disasters/edit.html", "form", status=form.status, form=form, disaster=disaster)


def editable(code: str, *, archived: bool = False) -> Disaster:
    """The disaster, when the person asking may edit it; 404 or 403 with the reason otherwise."""
    disaster = access.found(queries.by_code(unit.session(), access.viewer(), code))
    access.need(
        rules.can_edit_assessment(access.viewer(), disaster.record.created_by_id),
        _("Only whoever recorded this disaster, and coordinators, edit it."),
    )
    if not archived:
        access.need(
            disaster.record.archived_at is None,
            _("This disaster is archived."),
            _("Restore it on its page first, or ask a coordinator to."),
        )
    return disaster


def _offer(form: DisasterForm) -> DisasterForm:
    offer_places(form)
    return form


def _standing(disaster: Disaster) -> dict[str, Any]:
    """What the form shows of a disaster as it stands."""
    links = queries.linked_ids(unit.session(), disaster.id or 0)
    columns = {name: getattr(disaster, name) for name in acts.COLUMNS}
    return columns | links | {"visibility": disaster.record.visibility}


def _named(disaster: Disaster) -> str:
    return called(disaster)


parts_bp = Blueprint("parts", __name__)

routes(
    parts_bp,
    "/disasters/<code>",
    Owner(editable, "disasters.show", _named, ("disasters.index", lazy_gettext("Disasters"))),
    {
        "impact": PartPage(
            acts.IMPACT,
            ImpactForm,
            lazy_gettext("State a figure"),
            lazy_gettext("Figure"),
            lambda form, _owner: offer_documents(form),
        ),
    },
)
bp.register_blueprint(parts_bp)

archiving.routes(
    bp,
    "/disasters/<code>",
    "disasters.show",
    editable,
    (
        lazy_gettext("The disaster is archived: it has left lists and totals. It can be restored from its page."),
        lazy_gettext("The disaster is back in lists and totals."),
    ),
)

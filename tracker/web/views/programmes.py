"""Programmes: the list and each one's page, to be read."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.domain import rules
from tracker.domain.queries import programmes as queries
from tracker.web import access, reading, unit
from tracker.web.access import guard
from tracker.web.cited import cited
from tracker.web.fragments import page, wants_fragment

bp = Blueprint("programmes", __name__)


@bp.get("/programmes")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    session, reader = unit.session(), reading.reader()
    found = queries.listing(session, reader, wanted)
    loose = None if wants_fragment() else queries.elsewhere(session, reader)
    return page(
        "programmes/list.html",
        "results",
        found=found,
        wanted=wanted,
        loose=loose,
        cited=cited(loose.sources, reader.language, about=0) if loose else None,
        territory_notes=reading.notes_of_list(found),
    )


@bp.get("/programmes/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    shown = access.found(queries.detail(unit.session(), reading.reader(), code))
    return page(
        "programmes/detail.html",
        page=shown,
        may_print=rules.can_print_briefs(access.viewer()),
        may_translate=rules.can_edit_all(access.viewer()),
        may_set_reporting=rules.can_set_reporting(access.viewer()),
        inside=rules.can_read_reporting(access.viewer()),
        **reading.around(shown.around, beside=True),
    )

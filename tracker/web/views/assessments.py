"""Assessments: the list and each one's page, to be read."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.domain.queries import assessments as queries
from tracker.web import access, reading, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("assessments", __name__)


@bp.get("/assessments")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "assessments/list.html", "results", found=found, wanted=wanted, territory_notes=reading.notes_of_list(found)
    )


@bp.get("/assessments/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    shown = access.found(queries.detail(unit.session(), reading.reader(), code))
    return page("assessments/detail.html", page=shown, **reading.around(shown.around, beside=True))

"""Organisations: the list and each one's page, to be read."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.domain.queries import given
from tracker.domain.queries import organisations as queries
from tracker.web import access, reading, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("organisations", __name__)


@bp.get("/organisations")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "organisations/list.html", "results", found=found, wanted=wanted, territory_notes=reading.notes_of_list(found)
    )


@bp.get("/organisations/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    reader = reading.reader()
    shown = access.found(queries.detail(unit.session(), reader, code))
    money = given.by_organisation(unit.session(), reader, shown.organisation.id or 0)
    return page("organisations/detail.html", page=shown, given=money, **reading.around(shown.around, beside=True))

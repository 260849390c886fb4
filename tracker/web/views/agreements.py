"""Agreements: the list and each one's page, to be read."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.domain import rules
from tracker.domain.queries import agreements as queries
from tracker.domain.queries import money_parts
from tracker.web import access, reading, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("agreements", __name__)


@bp.get("/agreements")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "agreements/list.html", "results", found=found, wanted=wanted, territory_notes=reading.notes_of_list(found)
    )


@bp.get("/agreements/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    shown = access.found(queries.detail(unit.session(), reading.reader(), code))
    return page(
        "agreements/detail.html",
        page=shown,
        parts=money_parts.of_agreement(unit.session(), reading.reader(), shown.agreement.id or 0),
        may_pay=rules.can_edit_money(access.viewer()),
        **reading.around(shown.around, beside=True),
    )

"""The covering note between the pages of an order: too long for an address, it is kept and the address names it."""

from typing import Any

from tracker.domain.actions import kept_forms as acts
from tracker.domain.brief_orders import BriefOrder
from tracker.domain.queries import kept_forms as queries
from tracker.web import access, arguments, unit

PLACE = "/briefs/new"
"""Where the note was typed."""


def keep(order: BriefOrder) -> dict[str, Any]:
    """What the address of the next page says of the order; the note is kept for it."""
    asked = order.asked()
    unit.begin_writing()
    if not order.note:
        return asked
    user_id = access.viewer().user_id or 0
    return asked | {"note": acts.keep(unit.session(), user_id=user_id, path=PLACE, data={"note": [order.note]}).id}


def again(order: BriefOrder) -> dict[str, Any]:
    """The same on a page that such an address led to."""
    return order.asked() | ({"note": _number()} if order.note else {})


def given() -> str:
    """The note that this page's address names; only to the person who typed it."""
    form_id = _number()
    if form_id is None:
        return ""
    form = queries.own(unit.session(), access.viewer().user_id, form_id)
    return "".join(form.data.get("note", [])) if form and form.path == PLACE else ""


def _number() -> int | None:
    named = arguments.text("note")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 10 else None

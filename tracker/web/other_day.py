"""Briefs as of another day: the days that an address asks for, and what can be said of them."""

from datetime import date

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import N_
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.queries import true_on
from tracker.web import arguments, unit
from tracker.web.forms.briefs import BriefForm

DAYS = ("as_of", "known_on")
_NO_DAY = N_("“%(text)s” is no day. Write it as year-month-day, such as 2003-12-31.")


def asked() -> dict[str, date]:
    """The days that the address names; raises Refused for what is none: today must not stand in for it unsaid."""
    return {name: read(name) for name in DAYS if arguments.text(name)}


def read(name: str) -> date:
    """A day of the address; raises Refused for what is none."""
    try:
        return date.fromisoformat(arguments.text(name))
    except ValueError as error:
        raise Refused(name, _NO_DAY, {"text": arguments.text(name)}) from error


def is_sound(form: BriefForm) -> bool:
    """Can something be said of the days in the form? Why not stands beside them."""
    try:
        true_on.check(unit.session(), form.order, today())
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def form_of(order: BriefOrder, refused: Refused) -> BriefForm:
    """The form of an order that cannot be met, with the reason beside its field."""
    form = BriefForm(
        formdata=None, data={**order.asked(), "kind": order.kind, "as_of": order.as_of, "known_on": order.known_on}
    )
    form.refuse(refused)
    return form

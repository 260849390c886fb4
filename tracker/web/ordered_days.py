"""Briefs as of another day: what can be said of the days that a form orders."""

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.dates import today
from tracker.domain.errors import Refused
from tracker.domain.queries import true_on
from tracker.web import unit
from tracker.web.forms.briefs import BriefForm


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

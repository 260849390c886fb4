"""Whether a printed brief's number is one that was issued here; open to whoever holds the paper."""

from flask import Blueprint, Response
from flask_babel import gettext as _

from tracker.web.access import guard
from tracker.web.errors import Saying
from tracker.web.fragments import page

bp = Blueprint("verify", __name__)


@bp.get("/verify/<number>")
@guard.open_to_all
def show(number: str) -> Response:
    """Drafts have no number, and so far every brief is a draft: no number is known."""
    saying = Saying(
        _("No such brief"),
        _("No brief with the number “%(number)s” was issued here.", number=number),
        _("Compare the number with the foot of the printed page. A draft has none."),
    )
    return page("errors/page.html", status=404, saying=saying)

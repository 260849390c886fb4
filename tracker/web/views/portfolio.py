"""The whole portfolio: how many projects, in which stage and health, where."""

from flask import Blueprint, Response

from tracker.domain import rules
from tracker.domain.queries import agreements, portfolio
from tracker.web import unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.reading import notes, reader

bp = Blueprint("portfolio", __name__)


@bp.get("/portfolio")
@guard.signed_in
def show() -> Response:
    asking = reader()
    seen = portfolio.counted(unit.session(), asking.viewer, asking.language, asking.day)
    return page(
        "portfolio/show.html",
        seen=seen,
        ending=agreements.ending_soon(unit.session(), asking),
        may_print=rules.can_print_briefs(asking.viewer),
        may_review=rules.can_run_reviews(asking.viewer),
        territory_notes=notes(line.territory for line in seen.territories if line.territory),
    )

"""Two days of the portfolio, compared."""

from typing import Any

from flask import Blueprint, Response

from tracker.domain.errors import Refused
from tracker.domain.queries import portfolio_scope
from tracker.domain.queries.projects import ProjectFilter
from tracker.snapshots import Making
from tracker.web import arguments, comparing, looking_back, problems, reading, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("compared", __name__)


@bp.get("/portfolio/compared")
@guard.signed_in
def show() -> Response:
    asking = reading.reader()
    wanted = ProjectFilter(territory=arguments.text("territory"), programme=arguments.text("programme"))
    try:
        days = comparing.asked()
    except Refused as refused:
        return _page(wanted, status=422, why=problems.words(refused))
    if not days.is_asked:
        return _page(wanted)
    found = comparing.between(days, asking, wanted)
    if isinstance(found, Making):
        return looking_back.wait(found)
    return _page(
        wanted,
        found=found,
        days=days,
        then=comparing.address_of(days.then),
        now=comparing.address_of(days.now),
        most=MOST,
    )


MOST = 200
"""Lines of one kind that a page shows; their sums are of all."""


def _page(wanted: ProjectFilter, *, status: int = 200, **more: Any) -> Response:  # noqa: ANN401 - what the template is given
    asking = reading.reader()
    offered = portfolio_scope.choices(unit.session(), asking)
    return page(
        "portfolio/compared.html",
        status=status,
        territory_notes=reading.notes(offered.territories),
        given={name: arguments.text(name) for name in comparing.FIELDS},
        wanted=wanted,
        territories=[(label.code, label.listed) for label in offered.territories],
        programmes=offered.programmes,
        **({"found": None, "days": None, "why": ""} | more),
    )

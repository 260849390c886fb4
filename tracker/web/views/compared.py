"""Two days of the portfolio, compared."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from tracker.domain.errors import Refused
from tracker.domain.queries import portfolio_scope
from tracker.domain.queries.projects import ProjectFilter
from tracker.exchange import compared_sheet
from tracker.snapshots import Making
from tracker.web import arguments, comparing, filtered, looking_back, problems, reading, spreadsheet, unit
from tracker.web.access import guard
from tracker.web.comparing import Days
from tracker.web.fragments import page, see
from tracker.web.spreadsheet import Shown

bp = Blueprint("compared", __name__)


@bp.get("/portfolio/compared")
@guard.signed_in
def show() -> Response:
    asking = reading.reader()
    wanted = _wanted()
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
        first=comparing.said(days.then, asking.language),
        second=comparing.said(days.now, asking.language),
        then=comparing.address_of(days.then),
        now=comparing.address_of(days.now),
        most=MOST,
    )


@bp.get("/portfolio/compared.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The same as a file; where there is nothing to compare, the page says why."""
    unit.of_one_moment()
    asking = reading.reader()
    wanted = _wanted()
    try:
        days = comparing.asked()
    except Refused:
        days = None
    if days is None or not days.is_asked:
        return see(f"{url_for('compared.show')}?{request.query_string.decode('ascii', 'ignore')}")
    found = comparing.between(days, asking, wanted)
    if isinstance(found, Making):
        return looking_back.wait(found)
    name = f"compared-{found.then}-{found.now}"
    return spreadsheet.answer(kind, name, compared_sheet.table(found), lambda: _shown(days, wanted))


def _shown(days: Days, wanted: ProjectFilter) -> Shown:
    lang = reading.reader().language
    said = [(_("First day"), comparing.said(days.then, lang)), (_("Second day"), comparing.said(days.now, lang))]
    narrowed = filtered.in_words({name: wanted.value(name) for name in ("territory", "programme")})
    return Shown(url_for("compared.show"), _("Two days compared"), narrowed, said)


def _wanted() -> ProjectFilter:
    return ProjectFilter(territory=arguments.text("territory"), programme=arguments.text("programme"))


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

"""Money: all of it, one contribution, one fund."""

from flask import Blueprint, Response, make_response

from tracker.domain import rules
from tracker.domain.queries import breakdown, contributions, funding, funding_page, funds, money_parts, rates, sources
from tracker.domain.queries.funding import Asked
from tracker.exchange import funding_csv
from tracker.web import access, arguments, looking_back, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.reading import around, notes, reader

bp = Blueprint("funding", __name__)


@bp.get("/funding")
@guard.signed_in
def index() -> Response:
    asked = _asked()
    seen = funding_page.page(unit.session(), reader(), asked)
    return page(
        "funding/list.html",
        "results",
        seen=seen,
        asked=asked,
        may_edit=rules.can_edit_money(access.viewer()),
        territory_notes=notes((), seen.notes),
    )


@bp.get("/funding.csv")
@guard.signed_in
def download() -> Response:
    """The list as it is shown, all its pages, one row for each step."""
    session, asking = unit.session(), reader()
    found = funding.everything(session, asking.viewer, _asked())
    lines = funding.lines(session, asking.viewer, asking.language, found, rates.exchange(session))
    cited = sources.of_records(session, asking.viewer, [row.id for row in found], language=asking.language)
    answer = make_response(funding_csv.written(lines, cited, looking_back.days()))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename=funding-{looking_back.stamp()}.csv"
    return answer


def _asked() -> Asked:
    by = arguments.text("by")
    return Asked(
        **{name: arguments.text(name) for name in ("q", "donor", "fund", "programme", "currency")},
        by=by if by in breakdown.WAYS else "currency",
        sort=arguments.text("sort") or "donor",
        page=arguments.number(),
        per_page=arguments.per_page(),
    )


@bp.get("/funding/contributions/<code>")
@guard.signed_in
def contribution(code: str) -> Response:
    seen = access.found(contributions.by_code(unit.session(), reader(), code))
    may_edit = rules.can_edit_money(access.viewer())
    return page("funding/contribution.html", seen=seen, may_edit=may_edit, **around(seen.dossier))


@bp.get("/funds/<code>")
@guard.signed_in
def fund(code: str) -> Response:
    asking = reader()
    seen = access.found(funds.by_code(unit.session(), asking, code))
    return page(
        "funding/fund.html",
        seen=seen,
        parts=money_parts.of_fund(unit.session(), asking, seen.row.id or 0),
        may_edit=rules.can_edit_money(access.viewer()),
        **around(seen.dossier),
    )

"""Money: all of it, one contribution, one fund."""

from flask import Blueprint, Response

from tracker.domain import rules
from tracker.domain.queries import breakdown, contributions, funding_page, funds, money_parts
from tracker.domain.queries.funding import Asked
from tracker.web import access, arguments, filtered, funding_download, unit
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
        programme=[said for _title, said in filtered.told({"programme": asked.programme})],
        may_edit=rules.can_edit_money(access.viewer()),
        territory_notes=notes((), seen.notes),
    )


@bp.get("/funding.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages, one row for each step."""
    return funding_download.file(_asked(), kind)


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

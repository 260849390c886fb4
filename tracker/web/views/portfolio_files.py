"""The records behind the numbers of the portfolio, as files for spreadsheets."""

from flask import Response

from tracker.domain.money import is_currency
from tracker.domain.queries import portfolio_money
from tracker.web import access, arguments, looking_back, portfolio_download, review
from tracker.web.access import guard
from tracker.web.views.portfolio import NARROWED, bp


@bp.get("/portfolio/money.<any(csv, xlsx):kind>")
@guard.signed_in
def money_file(kind: str) -> Response:
    figure, currency = arguments.text("figure"), arguments.text("currency").upper()
    access.found(figure if figure in portfolio_money.FIGURES and is_currency(currency) else None)
    return portfolio_download.money(review.asked(), figure, currency, kind)


@bp.get("/portfolio/unfunded.<any(csv, xlsx):kind>")
@guard.signed_in
def unfunded_file(kind: str) -> Response:
    return portfolio_download.unfunded(review.asked(), kind)


@bp.get("/portfolio/pledges-ageing.<any(csv, xlsx):kind>")
@guard.signed_in
def pledges_file(kind: str) -> Response:
    return portfolio_download.pledges(review.asked(), arguments.text("age"), arguments.text("currency").upper(), kind)


@bp.get("/portfolio/<measure>.<any(csv, xlsx):kind>")
@guard.signed_in
def records_file(measure: str, kind: str) -> Response:
    """Looking back there is no list of what was recorded since a day."""
    told = access.found(None if looking_back.times() and measure.endswith("-since") else review.LISTINGS.get(measure))
    narrowed = {name: arguments.text(name) for name in NARROWED}
    return portfolio_download.records(review.asked(), measure, told, narrowed, kind)

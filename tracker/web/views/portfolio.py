"""The coordinator's review of the whole portfolio, and the records behind each of its numbers."""

from flask import Blueprint, Response

from tracker.domain import rules
from tracker.domain.codes import Hazard, PledgeAge, Region
from tracker.domain.queries import (
    agreements,
    portfolio_lists,
    portfolio_money,
    portfolio_pledges,
    portfolio_scope,
    portfolio_table,
)
from tracker.domain.queries import portfolio as queries
from tracker.web import access, arguments, review, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.reading import notes

bp = Blueprint("portfolio", __name__)

ROWS = 30
"""Rows of the table unless all are asked for."""

NARROWED = ("age", "manager", "of", "stage", "health", "currency")
"""What the records behind a number may be narrowed to."""


@bp.get("/portfolio")
@guard.signed_in
def show() -> Response:
    asked, by = review.asked(), arguments.text("by")
    by = by if by in portfolio_table.WAYS else portfolio_table.WAYS[0]
    seen = queries.portfolio(unit.session(), asked, by)
    links = review.Links(asked)
    every = arguments.text("rows") == "all"
    lines = seen.table.lines if every else seen.table.most(ROWS)
    return page(
        "portfolio/show.html",
        "results",
        seen=seen,
        review=asked,
        links=links,
        first=review.first(seen, links),
        lines=lines,
        soon=agreements.ending_soon(unit.session(), asked.reader, of=portfolio_scope.agreements(asked)),
        managers=seen.managers if every else seen.managers[:ROWS],
        words={"region": Region, "hazard": Hazard}.get(by),
        all_regions=list(Region),
        all_ages=list(PledgeAge),
        silence=review.SILENT,
        may_print=rules.can_print_briefs(asked.viewer),
        may_review=rules.can_run_reviews(asked.viewer),
        selection=review.selection(asked),
        territory_notes=notes(line.label for line in lines if line.label),
    )


@bp.get("/portfolio/money")
@guard.signed_in
def money() -> Response:
    """The projects behind one figure of one currency."""
    asked, figure, currency = review.asked(), arguments.text("figure"), arguments.text("currency").upper()
    access.found(figure if figure in portfolio_money.FIGURES else None)
    session, total = unit.session(), portfolio_money.totals(unit.session(), asked, in_dollars=False).lines
    return page(
        "portfolio/money.html",
        links=review.Links(asked),
        figure=figure,
        told=review.FIGURES[figure],
        currency=currency,
        total=next((line for line in total if line.money.currency == currency), None),
        found=portfolio_money.of_projects(
            session, asked, currency, figure, number=arguments.number(), per_page=arguments.per_page()
        ),
    )


@bp.get("/portfolio/unfunded")
@guard.signed_in
def unfunded() -> Response:
    """Projects that ask for money and have none."""
    asked, session = review.asked(), unit.session()
    return page(
        "portfolio/unfunded.html",
        links=review.Links(asked),
        found=portfolio_money.unfunded(session, asked, number=arguments.number(), per_page=arguments.per_page()),
    )


@bp.get("/portfolio/pledges-ageing")
@guard.signed_in
def pledges() -> Response:
    """Pledges that nobody has committed, of one age and currency or of all."""
    asked, age, currency = review.asked(), arguments.text("age"), arguments.text("currency").upper()
    return page(
        "portfolio/pledges.html",
        links=review.Links(asked),
        age=portfolio_pledges.age_of(age),
        found=portfolio_pledges.paged(
            unit.session(), asked, age, currency, number=arguments.number(), per_page=arguments.per_page()
        ),
    )


@bp.get("/portfolio/<measure>")
@guard.signed_in
def records(measure: str) -> Response:
    """The records behind a number."""
    told = access.found(review.LISTINGS.get(measure))
    asked = review.asked()
    narrowed = {name: arguments.text(name) for name in NARROWED}
    found = portfolio_lists.listed(
        unit.session(), asked, measure, narrowed, number=arguments.number(), per_page=arguments.per_page()
    )
    return page(
        "portfolio/records.html",
        review=asked,
        links=review.Links(asked),
        told=told,
        measure=measure,
        found=found,
    )

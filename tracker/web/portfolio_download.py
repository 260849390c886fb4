"""The lists behind the numbers of the portfolio, all their pages, for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import TypeVar

from flask import Response, request
from flask_babel import gettext as _

from tracker import formats
from tracker.domain import filters
from tracker.domain.queries import paging, portfolio_lists, portfolio_money, portfolio_pledges, sources
from tracker.domain.queries.portfolio_lists import Line
from tracker.domain.queries.portfolio_pledges import Pledge
from tracker.domain.queries.portfolio_scope import FILTERS, Review
from tracker.domain.queries.portfolio_table import WAYS
from tracker.domain.queries.sources import Source
from tracker.exchange import portfolio_sheet
from tracker.web import filtered, review, spreadsheet, unit
from tracker.web.review import Listing
from tracker.web.spreadsheet import Shown

_AT_ONCE = 500

Row = TypeVar("Row", Line, Pledge)


def records(asked: Review, measure: str, told: Listing, narrowed: Mapping[str, str], kind: str) -> Response:
    """The records behind a number."""
    unit.of_one_moment()
    found = portfolio_lists.everything(unit.session(), asked, measure, narrowed, at_once=_AT_ONCE)
    lines = _sourced(asked, chain.from_iterable(found))
    table = portfolio_sheet.records(told.head, told.columns, lines, people=measure == "silent")
    return spreadsheet.answer(
        kind, measure, table, lambda: _shown(asked, _(told.title), _more(asked, measure, narrowed))
    )


def money(asked: Review, figure: str, currency: str, kind: str) -> Response:
    """The projects behind one figure of one currency."""
    unit.of_one_moment()
    session = unit.session()
    lines = paging.every(
        lambda number: portfolio_money.of_projects(
            session, asked, currency, figure, number=number, per_page=paging.MOST
        )
    )
    title = _(
        "Projects with this figure: %(figure)s, %(currency)s", figure=_(review.FIGURES[figure]), currency=currency
    )
    return spreadsheet.answer(kind, f"money-{figure}", portfolio_sheet.money(lines), lambda: _shown(asked, title))


def unfunded(asked: Review, kind: str) -> Response:
    """Projects that ask for money and have none."""
    unit.of_one_moment()
    session = unit.session()
    lines = paging.every(lambda number: portfolio_money.unfunded(session, asked, number=number, per_page=paging.MOST))
    title = _("Projects that ask for money and have none")
    return spreadsheet.answer(kind, "unfunded", portfolio_sheet.unfunded(lines), lambda: _shown(asked, title))


def pledges(asked: Review, age: str, currency: str, kind: str) -> Response:
    """Pledges that nobody has committed."""
    unit.of_one_moment()
    session = unit.session()
    lines = paging.every(
        lambda number: portfolio_pledges.paged(session, asked, age, currency, number=number, per_page=paging.MOST)
    )
    of_age = portfolio_pledges.age_of(age)
    more = [(_("Age"), formats.label(of_age, asked.reader.language) if of_age else age), (_("Currency"), currency)]
    table = portfolio_sheet.pledges(_sourced(asked, lines))
    title = _("Pledges that nobody has committed")
    return spreadsheet.answer(kind, "pledges-ageing", table, lambda: _shown(asked, title, more))


def _sourced(asked: Review, lines: Iterator[Row]) -> Iterator[tuple[Row, Sequence[Source]]]:
    """Each line with what it was taken from; asked of some hundred at a time."""
    session, who, lang = unit.session(), asked.viewer, asked.reader.language
    while some := list(islice(lines, _AT_ONCE)):
        ids = [line.id for line in some]
        cited = sources.by_record(session, who, ids, language=lang, with_parts=False)
        yield from ((line, cited.get(line.id, ())) for line in some)


def _shown(asked: Review, title: str, more: Iterable[tuple[str, str]] = ()) -> Shown:
    """`more`: what the list is narrowed to beside what the review is, in words."""
    scope = {name: ",".join(getattr(asked, name)) for name in FILTERS}
    return Shown(request.path.rpartition(".")[0], title, filtered.in_words(scope, more))


def _more(asked: Review, measure: str, narrowed: Mapping[str, str]) -> list[tuple[str, str]]:
    lang = asked.reader.language
    since = formats.day(asked.since, lang) if measure.endswith("-since") else ""
    silent = review.SILENT.get(narrowed.get("age", ""), "")
    without = narrowed.get("of", "") if measure == "without" else ""
    none = _(filters.FILTERS[without].title) if without in WAYS else ""
    codes = {name: narrowed.get(name, "") for name in ("stage", "health", "currency", "manager")}
    return [
        (_("Since"), since),
        (_("Last report"), _(silent) if silent else ""),
        (_("Not stated"), none),
        *filtered.told(codes),
    ]

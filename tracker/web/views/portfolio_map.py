"""The map of the portfolio: projects and disasters where they are."""

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, Response, request

from tracker import formats
from tracker.domain.codes import MapMeasure, Region
from tracker.domain.filters import FILTERS
from tracker.domain.queries import map_marks
from tracker.domain.queries.projects import ProjectFilter
from tracker.legal import DESIGNATIONS
from tracker.web import arguments, language, mapped, selected, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.notes import legal_text
from tracker.web.reading import notes, reader

Code = TypeVar("Code", bound=StrEnum)

bp = Blueprint("portfolio_map", __name__)


@bp.get("/portfolio/map")
@guard.signed_in
def show() -> Response:
    asking, session = reader(), unit.session()
    wanted = ProjectFilter.of((name, value) for name, value in request.args.items(multi=True) if name in FILTERS)
    measure = _one_of(MapMeasure, arguments.text("measure")) or MapMeasure.projects
    view = _one_of(Region, arguments.text("view"))
    offered = map_marks.currencies(session, asking)
    currency = wanted.value("currency") or ("USD" if "USD" in offered else next(iter(offered), ""))
    found = map_marks.marks(session, asking, wanted, currency=currency, figure=measure)
    selection = selected.of_list(wanted) if wanted.narrows else ""
    return page(
        "portfolio/map.html",
        "results",
        found=found.within(view.value) if view else found,
        wanted=wanted,
        measure=measure,
        view=view,
        currency=currency,
        options=_options(offered),
        at=mapped.address(wanted),
        picture=mapped.picture(found, measure, view or ""),
        told=selected.told(selection) if selection else (),
        designated=legal_text(DESIGNATIONS, asking.language),
        designations=None,  # they stand under the map
        territory_notes=notes(found.labels),
    )


def _options(currencies: list[str]) -> dict[str, list[tuple[str, str]]]:
    """The boxes: value and words."""
    lang = language.current()
    return {
        "measures": [(one.value, formats.label(one, lang)) for one in MapMeasure],
        "currencies": [(code, code) for code in currencies],
    }


def _one_of(codes: type[Code], given: str) -> Code | None:
    return next((one for one in codes if one.value == given), None)

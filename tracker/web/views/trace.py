"""The trace from damage to delivery, of a disaster, a territory, a place or an assessment."""

from dataclasses import dataclass

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from tracker.domain.errors import NotFound
from tracker.domain.queries import assessments, disasters, places, sources, trace
from tracker.domain.queries.dossier import Reader
from tracker.domain.queries.trace import Trace
from tracker.exchange import trace_sheet
from tracker.web import access, arguments, language, reading, spreadsheet, unit
from tracker.web.access import guard
from tracker.web.fragments import page
from tracker.web.spreadsheet import Shown

bp = Blueprint("trace", __name__)


@dataclass(frozen=True)
class About:
    """What a trace is of: its name and address, the list it stands in."""

    found: Trace
    name: str
    address: str
    listed: tuple[str, str]


@bp.get("/trace")
@guard.signed_in
def show() -> Response:
    """Of a territory, a place or an assessment; without any, the choice of a territory."""
    reader = reading.reader()
    about = _about(reader)
    if about is None:
        offered = trace.territories(unit.session(), reader)
        return page("trace/choose.html", offered=offered, territory_notes=reading.notes(offered))
    return _page(about)


@bp.get("/trace.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    unit.of_one_moment()
    return _file(access.found(_about(reading.reader())), kind, url_for("trace.show"))


@bp.get("/disasters/<code>/trace")
@guard.signed_in
def disaster(code: str) -> Response:
    return _page(_of_disaster(reading.reader(), code))


@bp.get("/disasters/<code>/trace.<any(csv, xlsx):kind>")
@guard.signed_in
def disaster_download(code: str, kind: str) -> Response:
    unit.of_one_moment()
    return _file(_of_disaster(reading.reader(), code), kind, url_for("trace.disaster", code=code))


def _about(reader: Reader) -> About | None:
    if code := arguments.text("territory"):
        return _of_territory(reader, code)
    if number := arguments.text("place"):
        return _of_place(reader, number)
    if code := arguments.text("assessment"):
        return _of_assessment(reader, code)
    return None


def _of_territory(reader: Reader, code: str) -> About:
    territory = access.found(places.by_code(unit.session(), code))
    named = places.labels(unit.session(), reader.language, reader.day, [territory.id or 0])
    name = next((one.listed for one in named.values()), code)
    found = trace.of_territory(unit.session(), reader, territory.id or 0)
    own = territory.record.code
    return About(found, name, f"/projects?territory={own}", (_("Projects"), "/projects"))


def _of_place(reader: Reader, number: str) -> About:
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    place = access.found(trace.place(unit.session(), reader, int(number)))
    found = trace.of_place(unit.session(), reader, place)
    return About(found, place.name, url_for("trace.show", place=place.id), (_("Disasters"), "/disasters"))


def _of_assessment(reader: Reader, code: str) -> About:
    study = access.found(assessments.by_code(unit.session(), reader.viewer, code))
    found = trace.of_assessment(unit.session(), reader, study)
    address = url_for("assessments.show", code=study.record.code)
    return About(found, str(found.say(study, "title") or study.title), address, (_("Assessments"), "/assessments"))


def _of_disaster(reader: Reader, code: str) -> About:
    row = access.found(disasters.by_code(unit.session(), reader.viewer, code))
    found = trace.of_disaster(unit.session(), reader, row)
    address = url_for("disasters.show", code=code)
    return About(found, str(found.say(row, "name") or row.name), address, (_("Disasters"), "/disasters"))


def _page(about: About) -> Response:
    found = about.found
    return page(
        "trace/show.html",
        trace=found,
        about=(about.name, about.address),
        listed=about.listed,
        territory_notes=reading.notes(found.labels.values(), found.notes),
    )


def _file(about: About, kind: str, path: str) -> Response:
    who, lang = access.viewer(), language.current()
    cited = sources.by_record(unit.session(), who, about.found.assessments, language=lang)
    shown = Shown(path, _("From damage to delivery"), [about.name])
    return spreadsheet.answer(kind, "trace", trace_sheet.table(about.found, cited), lambda: shown)

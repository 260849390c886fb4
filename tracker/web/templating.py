"""What every template has at hand: the reader's language, who is signed in, and values as people read them."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from tracker import formats
from tracker.briefs.selection import about
from tracker.briefs.source import partial_date
from tracker.domain import columns, rules
from tracker.domain.codes import MEASURES
from tracker.domain.invented import is_invented
from tracker.language import translations
from tracker.legal import DESIGNATIONS
from tracker.web import access, addresses, called, language, looking_back, notes, remarks, stylesheet, tongue
from tracker.web.jinja import ByLanguage
from tracker.web.territory_notes import TerritoryNotes

_NO_NOTES = TerritoryNotes()

_FILTERS: tuple[Callable[[Any, str], str], ...] = (
    formats.day,
    formats.money,
    formats.amount,
    formats.moved,
    formats.percent,
    formats.number,
    formats.file_size,
    formats.label,
    formats.period,
    formats.series,
    formats.exact,
    formats.between,
    formats.quote,
    about,
)


def register(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(
        gettext=_said, _=_said, asset=asset, asked_with=asked_with, url_for=addresses.of, looking=looking_back.told
    )
    app.jinja_env.globals["project_columns"] = columns
    for function in _FILTERS:
        app.jinja_env.filters[function.__name__] = ByLanguage(function)
    app.jinja_env.filters["partial"] = ByLanguage(partial_date)
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["told"] = remarks.told
    app.jinja_env.filters["measure"] = measure
    app.jinja_env.filters["called"] = called.called
    app.jinja_env.filters["tagged"] = tongue.tagged
    app.jinja_env.filters["place"] = tongue.place
    app.jinja_env.filters["places"] = tongue.places
    app.jinja_env.tests["foreign"] = tongue.foreign
    app.jinja_env.tests["invented"] = is_invented
    app.context_processor(_at_hand)
    app.extensions["at_hand"] = _at_hand


def measure(value: str) -> str:
    """A measure of impact in the reader's words, where it is one of those that are offered."""
    return _gettext(value) if value in MEASURES else value


def moment(value: datetime) -> str:
    """A day and time: "23 November 2026, 14:03 UTC"."""
    at = value.astimezone(UTC)
    return f"{formats.day(at, language.current())}, {at:%H:%M} UTC"


def _said(message: str, /, **values: object) -> Markup:
    """What templates call as `_()`: as the library's own, which takes four times as long."""
    words = _word(language.current(), message)
    return words % values if "%" in words else words


@cache
def _word(lang: str, message: str) -> Markup:
    """Our own words are what they are; values put into them are escaped."""
    return Markup(translations(lang).gettext(message))  # noqa: S704 - messages stand in the program


def asked_with(changes: Mapping[str, object]) -> str:
    """The address that was asked for with some of its query changed, taken away where None; page and lang never stay."""
    kept = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if value and name not in changes and name not in {"page", "lang"}
    ]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.path}?{urlencode(kept)}" if kept else request.path


def asset(filename: str) -> str:
    """The address of a static file."""
    return addresses.of("static", filename=filename)


def _gettext(message: str) -> str:
    """Straight from the catalogue: Flask-Babel's own way there is a tenth of a page's time."""
    return translations(language.current()).gettext(message)


def _ngettext(one: str, many: str, count: int) -> str:
    return translations(language.current()).ngettext(one, many, count)


def _at_hand() -> dict[str, object]:
    lang, viewer = language.current(), access.known_viewer()
    return {
        "lang": lang,
        "dir": language.current_direction(),
        "viewer": viewer,
        "may_read_reporting": viewer is not None and rules.can_read_reporting(viewer),
        "stylesheet_url": stylesheet.address(),
        "designations": notes.legal_text(DESIGNATIONS, lang) if viewer else None,
        "territory_notes": _NO_NOTES,
        "standing_texts": notes.HERE,
        "version": _version(),
    }


@cache
def _version() -> str:
    try:
        return version("disaster-tracker")
    except PackageNotFoundError:
        return ""

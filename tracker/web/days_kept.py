"""Links of a page that looks back keep its days: the one place where they are put into addresses.

Templates and views name addresses as ever. What a page that looks back answers is gone through once: links to pages
that can look back get the days, and so do forms that ask. An address that says something of days itself, and one
marked `data-today`, stays as it is.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g
from markupsafe import escape
from werkzeug.exceptions import HTTPException

DAYS = ("as_of", "known_on")

_READ = frozenset({"updates.show"})
"""Pages that show a record and also take a form."""

_ORDERS = frozenset({"briefs.new", "briefs.preview", "briefs.check"})
"""Pages that know of days by themselves: orders of briefs."""

_PASSED = frozenset({"saved_views.show", "saved_views.new", "saved_views.edit"})
"""Pages of today from which one goes on in the days with which one came: views, which hold no day."""

PAPERS = frozenset({"briefs.pdf", "batches.archive", "batches.links"})
"""What is carried away of today's pages: files, which cannot say that they are not of the day asked for."""

OF_TODAY: Mapping[str, str] = {
    "account": "",
    "batches": "orders",
    "briefs": "orders",
    "compared": "two_days",
    "health": "",
    "home": "work",
    "reviews": "meetings",
    "saved_views": "",
    "security": "",
    "static": "",
    "stylesheet": "",
    "territories": "names",
    "unsubscribe": "",
    "verify": "",
}
"""Blueprints whose pages are of today, or of two days, and as what they say so when another day is asked for."""

_FORM = re.compile(r"(<form\b[^>]*>)")
_ACTION = re.compile(r'\saction="(/(?!/)[^"]*)"')
_LINK = re.compile(r'="(/(?!/)(?:(?<=\shref="/)(?<!data-today\shref="/)|(?<=\shx-get="/))[^"]*)"')
"""Both begin with what is rare, as pages are long."""


def looks_back(endpoint: str | None) -> bool:
    """Can this page be shown as of another day?"""
    return endpoint is not None and not _is_of_today(endpoint) and _is_read(_app(), endpoint)


def writes(endpoint: str | None) -> bool:
    """Is this a form about the record, or what takes one?"""
    return endpoint is not None and not _is_of_today(endpoint) and not _is_read(_app(), endpoint)


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way to the app itself
    return app


def _is_of_today(endpoint: str) -> bool:
    return _blueprint(endpoint) in OF_TODAY


def _blueprint(endpoint: str) -> str:
    return endpoint.split(".", maxsplit=1)[0]


def knows(endpoint: str | None) -> bool:
    """Is this a page of today that does something with the days itself?"""
    return endpoint in _ORDERS or passes_on(endpoint)


def passes_on(endpoint: str | None) -> bool:
    """Is this a page of today from which one goes on in the days with which one came?"""
    return endpoint in _PASSED


def why_today(endpoint: str | None) -> str:
    """As what a page says that it is of today: a word of `OF_TODAY`."""
    return OF_TODAY.get(_blueprint(endpoint or ""), "")


@lru_cache(maxsize=1024)
def _is_read(app: Flask, endpoint: str) -> bool:
    """Does nothing at this address take a form, or is it a page all the same?"""
    return endpoint in _READ or all("POST" not in (rule.methods or ()) for rule in app.url_map.iter_rules(endpoint))


def keep(html: str) -> str:
    """The page with its days in its links, where it looks back.

    Forms are taken whole: what a script asks for one is given its fields as well.
    """
    asked: dict[str, str] | None = g.get("days")
    if not asked:
        return html
    days = str(escape(urlencode(asked)))
    inputs = "".join(f'<input type="hidden" name="{name}" value="{escape(day)}">' for name, day in asked.items())
    parts = _FORM.split(html)
    parts[::2] = [_LINK.sub(lambda found: f'="{_with(found[1], days)}"', part) for part in parts[::2]]
    parts[1::2] = [form + inputs if _asks(form) else form for form in parts[1::2]]
    return "".join(parts)


def query(days: Mapping[str, str]) -> str:
    """Days as the end of an address; empty for today."""
    return f"?{urlencode(days)}" if days else ""


def kept_in(address: str) -> str:
    """An address of this site with the days of the page that leads to it."""
    asked: dict[str, str] | None = g.get("days")
    return _with(address, urlencode(asked), "&") if asked and address.startswith("/") else address


def _with(address: str, days: str, ampersand: str = "&amp;") -> str:
    parts = urlsplit(address)
    said = any(f"{name}=" in parts.query for name in DAYS)
    if said or not keeps(_app(), parts.path):
        return address
    query = f"{parts.query}{ampersand}{days}" if parts.query else days
    return parts._replace(query=query).geturl()


def _asks(form: str) -> bool:
    """Is this a form that asks, at a page that can look back? A form about the days themselves names them."""
    action = _ACTION.search(form)
    if action is None or 'method="post"' in form or "data-days" in form:
        return False
    return keeps(_app(), urlsplit(action[1]).path)


@lru_cache(maxsize=4096)
def keeps(app: Flask, path: str) -> bool:
    """Does a page of this path know of days?"""
    try:
        endpoint, _values = app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return knows(endpoint) or looks_back(endpoint)

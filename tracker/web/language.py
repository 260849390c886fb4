"""The reader's language: the address says it, or a cookie, the account, or the browser.

`?lang=xx` sets the cookie, as a GET may; the menu of somebody signed in also keeps it with the account by a post.
"""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from tracker.domain.codes import LANGUAGES
from tracker.language import direction, translator

COOKIE = "lang"
_YEAR = 365 * 24 * 3600


def current() -> str:
    """The code of the language that this answer is in."""
    lang: str | None = g.get("lang")
    if lang is None:
        lang = g.lang = _chosen()
    return lang


def gettext(message: str, /, **values: object) -> str:
    """A message in the language of this answer: what Flask-Babel's own does, at a tenth of its cost."""
    words = translator(current())(message)
    return words % values if values else words


def current_direction() -> str:
    return direction(current())


def remember(response: Response, lang: str) -> None:
    """Keep the language in this browser."""
    secure = current_app.extensions["tracker"].settings.https
    response.set_cookie(COOKIE, lang, max_age=_YEAR, httponly=True, samesite="Lax", secure=secure)


def without_asking(address: str) -> str:
    """The address without its own word about the language, which would outweigh the choice just made."""
    parts = urlsplit(address)
    rest = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return parts._replace(query=urlencode(rest)).geturl()


def register(app: Flask) -> None:
    Babel(app, locale_selector=current)
    app.after_request(_keep_asked)


def _asked() -> str | None:
    lang = request.args["lang"] if "lang" in request.args else None  # noqa: SIM401 - `get` makes an error of each miss
    return lang if lang in LANGUAGES else None


def unasked() -> str:
    """The same, without asking the account, which may be what has failed."""
    return g.get("lang") or _of_request() or _of_browser()


def _chosen() -> str:
    account = g.get("account")
    own = account.language if account else None
    return _of_request() or (own if own in LANGUAGES else _of_browser())


def _of_request() -> str | None:
    asked = (_asked(), request.cookies.get(COOKIE))
    return next((lang for lang in asked if lang in LANGUAGES), None)


def _of_browser() -> str:
    return _best(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=512)
def _best(wanted: str) -> str:
    """The first of our languages in a browser's list, of whatever country; browsers send few lists, again and again.

    The library's own choice takes "en" before "zh-TW" where a list has both, since it looks at countries last.
    """
    listed = ((tag.lower().partition("-")[0], liked) for tag, liked in parse_accept_header(wanted, LanguageAccept))
    return next((lang for lang, liked in listed if liked and lang in LANGUAGES), LANGUAGES[0])


def _keep_asked(response: Response) -> Response:
    lang = _asked()
    if lang and request.cookies.get(COOKIE) != lang:
        remember(response, lang)
    return response

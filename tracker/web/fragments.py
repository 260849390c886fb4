"""Whole page or fragment: the server decides, and redirects work under htmx."""

from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, request
from jinja2_fragments.flask import render_block

from tracker.web import days_kept, jinja, language, notes

_VARY = "HX-Request, HX-Request-Type"


def wants_fragment() -> bool:
    """Does htmx ask for a part of the page, not for the whole body by a boosted link?"""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Request-Type", "partial") == "partial"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def under_htmx() -> bool:
    """Does a script send this request? Then a redirect must be told in a header."""
    return request.headers.get("HX-Request") == "true"


def page(template: str, block: str | None = None, *, status: int = 200, **context: object) -> Response:
    """Answer the page, or only its `block` when htmx asks for a part."""
    if block and wants_fragment():
        return make_response(days_kept.keep(render_block(template, block, **context)), status)
    return make_response(days_kept.keep(notes.completed(jinja.rendered(template, language.current(), context))), status)


def see(address: str) -> Response:
    """Send the reader on: 303, or the header that makes htmx go there."""
    if not under_htmx():
        return make_response(redirect(address, 303))
    response = make_response("", 200)
    response.headers["HX-Redirect"] = address
    return response


def into_messages(response: Response) -> Response:
    """Let a refusal under htmx land in the line of messages, so that the form it came from stays as typed."""
    if under_htmx():
        response.headers["HX-Retarget"] = "#messages"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def into_body(response: Response) -> Response:
    """Let a whole page that answers a fragment's request replace the page."""
    if under_htmx():
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
        response.headers["HX-Reselect"] = "body > *"
    return response


def is_local(address: str | None) -> bool:
    """Is this a path on this site, and nothing a browser would read as another one?"""
    if not address or not address.startswith("/") or address[1:2] in {"/", "\\"}:
        return False
    return not any(ord(sign) < 33 or sign == "\\" for sign in address) and not urlsplit(address).netloc


def here() -> str:
    """The address being asked for, with its query; under htmx that of the page the reader is on."""
    if under_htmx() and request.method == "GET":
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
        address = f"{parts.path}?{parts.query}".rstrip("?")
        return address if is_local(address) else "/"
    return request.full_path.rstrip("?")


def register(app: Flask) -> None:
    app.after_request(_plain_redirects)
    app.after_request(_vary)


def _plain_redirects(response: Response) -> Response:
    """Libraries redirect by 302, with a page of their own, and know no htmx."""
    if response.status_code not in {302, 303} or not response.location:
        return response
    response.set_data(b"")
    response.status_code = 303
    if under_htmx():
        response.status_code = 200
        response.headers["HX-Redirect"] = response.headers.pop("Location")
    return response


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        known = response.headers.get("Vary")
        response.headers["Vary"] = f"{known}, {_VARY}" if known else _VARY
    return response

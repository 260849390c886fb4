"""Refusals as pages that say what happened and what to do; under htmx as a notice, so that the form stays as typed."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, current_app, flash, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, TooManyRequests

from tracker.domain.codes import N_
from tracker.domain.errors import Clash, NotAllowed, NotFound, Refused, RefusedMany
from tracker.language import direction, translator
from tracker.storage import StorageError
from tracker.web import access, fragments, kept, language, looking_back, stylesheet, unit
from tracker.web.problems import words
from tracker.web.receiving import COMPARED
from tracker.web.submissions import Already


@dataclass(frozen=True)
class Saying:
    """What a refusal says: what it is, why, and what to do."""

    title: str
    why: str
    do: str = ""


_NO_SIGNS = frozenset(map(chr, range(32)))
"""Control characters: no address of ours holds one, PostgreSQL takes no NUL, and no page may repeat them."""


def register(app: Flask) -> None:
    app.before_request(_readable)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotAllowed, _not_allowed)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(RefusedMany, _refused)
    app.register_error_handler(Clash, _clash)
    app.register_error_handler(StorageError, _no_storage)
    app.register_error_handler(Already, _already)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(HTTPException, _other)


def _readable() -> Response | None:
    """Refuse what is no text, before anything asks the database for it; in plain text, since a page repeats its address."""
    asked = [request.path, *request.args.values()]
    sent = request.form.values() if request.method not in unit.SAFE else ()
    if any(_NO_SIGNS.intersection(text) for text in asked) or any("\0" in text for text in sent):
        return Response(
            _("This holds signs that are no text. Type the address again, or go back."), 400, mimetype="text/plain"
        )
    return None


def _answer(status: int, saying: Saying, headers: dict[str, str] | None = None) -> Response:
    template = "errors/_notice.html" if fragments.under_htmx() else "errors/page.html"
    response = fragments.page(template, status=status, saying=saying)
    response.headers.update(headers or {})
    return fragments.into_messages(response)


def _not_found(_error: Exception) -> Response:
    if looking_back.times():
        return fragments.into_body(fragments.page("looking_back/not_there.html", status=404))
    why = _("There is no such page, or it is not open to you.")
    return _answer(404, Saying(_("Not found"), why, _("Look for it in the lists, or ask who gave you the address.")))


def _not_allowed(error: NotAllowed) -> Response:
    return _answer(403, Saying(_("Not open to you"), error.why, error.ask))


def _refused(error: Refused | RefusedMany) -> Response:
    problems = error.problems if isinstance(error, RefusedMany) else [error]
    why = " ".join(words(problem) for problem in problems)
    return _answer(422, Saying(_("Not saved"), why, _("Go back, mend it and send it again.")))


def _clash(_error: Clash) -> Response:
    why = _("Somebody else saved a newer version while you were writing.")
    return _answer(409, Saying(_("Changed meanwhile"), why, _("Open the page again and look at what is new.")))


def _no_storage(error: StorageError) -> Response:
    return _answer(503, Saying(_("Not to be had now"), _(str(error)), _("Try again later, or tell an administrator.")))


def _already(error: Already) -> Response:
    return fragments.see(error.address)


def _no_token(_error: CSRFError) -> Response:
    """The page was open too long or came from elsewhere: show what was typed, to be sent again with one button."""
    if request.blueprint == "verify":
        flash(
            _("This page had been open too long, or your browser keeps no cookies. Choose the file again."), "warning"
        )
        return fragments.see(request.path)
    if request.endpoint == "security.login":
        return fragments.see(kept.sign_in_address(request.form.get("next") or "/"))
    if access.known_viewer() is None:
        return kept.ask_again()
    if kept.while_typing():
        return kept.not_kept(_("This page is from an earlier sign-in."))
    return fragments.into_body(
        fragments.page("errors/resend.html", status=400, address=request.full_path.rstrip("?"), typed=kept.typed_now())
    )


def _too_many(error: TooManyRequests) -> Response:
    until = error.retry_after
    at = f"{until:%H:%M:%S}" if isinstance(until, datetime) else ""
    looked_up = request.blueprint == "verify"
    why = _("Too many briefs were looked up.") if looked_up else _("There were too many attempts that failed.")
    do = _("Try again after %(time)s UTC.", time=at) if at else _("Try again in a minute.")
    return _answer(429, Saying(_("Too many attempts"), why, do), dict(error.get_headers()[1:]))


def _other(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 404:
        return _not_found(error)
    if status < 400:
        return Response(error.get_response().get_data(), status, error.get_headers())
    if status >= 500:
        return _fault(status)
    saying = _SAYINGS.get(status, _bad)()
    return _answer(status, saying, {name: value for name, value in error.get_headers() if name == "Allow"})


_FAULT = {
    "name": N_("Tracker"),
    "title": N_("Something went wrong here"),
    "why": N_("The fault is on our side and has been written down. Nothing was saved by this step."),
    "do": N_("Go back and try again; what you typed is still in the form."),
    "start": N_("To the start page"),
}


def _fault(status: int) -> Response:
    """A page that needs nothing of what may be broken: neither layout nor database nor session."""
    lang = language.unasked()
    say, template = translator(lang), current_app.jinja_env.get_template("errors/fault.html")
    words = {name: say(text) for name, text in _FAULT.items()}
    page = template.render(lang=lang, dir=direction(lang), stylesheet_url=stylesheet.address(), **words)
    return Response(page, status, mimetype="text/html")


def _bad() -> Saying:
    return Saying(_("Not understood"), _("The request was not complete."), _("Go back and try again."))


def _forbidden() -> Saying:
    return Saying(_("Not open to you"), _("You may not do this."), _("Ask a coordinator."))


def _wrong_way() -> Saying:
    return Saying(
        _("Not in this way"),
        _("This address does something; it shows nothing."),
        _("Go back to the page you came from."),
    )


def _too_large() -> Saying:
    if request.blueprint == "verify":
        why = _("What you sent is larger than the %(most)s MB that can be compared here.", most=COMPARED // 1_000_000)
        return Saying(_("Too large"), why, _("Go back and choose the PDF of the brief."))
    return Saying(
        _("Too large"), _("What you sent is larger than can be taken."), _("Make it smaller, or send it in parts.")
    )


_SAYINGS = {400: _bad, 403: _forbidden, 405: _wrong_way, 413: _too_large}

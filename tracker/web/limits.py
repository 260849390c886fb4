"""Limits on guessing: so many failed sign-ins of one account from one address, then a wait.

All server processes of a machine share the counts, and a restart forgets nothing. Several machines behind one
address would each count for themselves.
"""

from datetime import UTC, datetime

from flask import Flask, Response, current_app, request, session
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from tracker.settings import Settings
from tracker.web.counts import SharedCounts

FILE = "limits.sqlite3"
PER_ACCOUNT = (parse("5/minute"), parse("30/hour"))
PER_ADDRESS = (parse("100/hour"),)
"""An office shares an address: enough for it, too few to try a list of stolen passwords."""

_GUESSABLE = frozenset({"security.login", "security.two_factor_token_validation", "security.mf_recovery"})


def register(app: Flask, settings: Settings) -> None:
    app.extensions["limits"] = FixedWindowRateLimiter(SharedCounts(settings.instance / FILE))
    app.before_request(_refuse_too_many)
    app.after_request(_count)


def _guessing() -> bool:
    return request.method == "POST" and request.endpoint in _GUESSABLE


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["limits"]
    return limiter


def _limits() -> list[tuple[RateLimitItem, tuple[str, ...]]]:
    address = request.remote_addr or ""
    account = request.form.get("email") or session.get("tf_user_id") or ""
    whose = (address, str(account).strip().casefold()[:200])
    return [*((limit, whose) for limit in PER_ACCOUNT), *((limit, (address,)) for limit in PER_ADDRESS)]


def _refuse_too_many() -> None:
    if not _guessing():
        return
    limiter = _limiter()
    for limit, whose in _limits():
        if not limiter.test(limit, *whose):
            until = datetime.fromtimestamp(limiter.get_window_stats(limit, *whose).reset_time, UTC)
            raise TooManyRequests(retry_after=until)


def _count(response: Response) -> Response:
    """Only failures count, and who gets in starts anew: many may sign in at once.

    Guesses sent at once slip through together, yet never more than the server has threads.
    """
    if not _guessing() or response.status_code == 429:
        return response
    limiter, failed = _limiter(), response.status_code >= 400
    for limit, whose in _limits():
        if failed:
            limiter.hit(limit, *whose)
        elif limit in PER_ACCOUNT:
            limiter.clear(limit, *whose)
    return response

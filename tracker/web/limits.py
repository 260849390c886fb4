"""Limits on guessing: so many failed sign-ins of one account from one address, then a wait; and on looking up briefs.

All server processes of a machine share the counts, and a restart forgets nothing. Several machines behind one
address would each count for themselves.
"""

from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, Response, current_app, g, request, session
from flask_security import user_authenticated
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from tracker.settings import Settings
from tracker.web.counts import SharedCounts

FILE = "limits.sqlite3"
PER_ACCOUNT = (parse("5/minute"), parse("30/hour"))
PER_ADDRESS = (parse("100/hour"),)
"""An office shares an address: enough for it, too few to try a list of stolen passwords."""

PER_SECOND_FACTOR = (parse("30/hour"),)
"""From wherever it is tried: who gets this far knows the password, and locks out nobody else."""

PER_READER = (parse("60/minute"),)
"""Of issued briefs, which anybody may look up: each costs as much as a preview. A hall of readers shares an address."""

_CODES = frozenset({"security.two_factor_token_validation", "security.mf_recovery"})
_PASSWORDS = frozenset({"security.login", "security.verify", "security.change_password"})
_SUBNET = 64
"""Bits of an IPv6 address that name a household or an office; it has the rest to itself."""

_Limits = list[tuple[RateLimitItem, tuple[str, ...]]]


def register(app: Flask, settings: Settings) -> None:
    app.extensions["limits"] = FixedWindowRateLimiter(SharedCounts(settings.instance / FILE))
    app.before_request(_refuse_too_many)
    app.after_request(_count)
    user_authenticated.connect(_start_anew, app)


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["limits"]
    return limiter


def _limits() -> _Limits:
    """What holds for this guess or look-up. Only the sign-in form may say itself whose password it guesses."""
    address = _neighbourhood(request.remote_addr or "")
    if _looks_up():
        return [(limit, ("brief", address)) for limit in PER_READER]
    account = _account().strip().casefold()[:200]
    found: _Limits = [(limit, (address, account)) for limit in PER_ACCOUNT]
    found += [(limit, (address,)) for limit in PER_ADDRESS]
    if request.endpoint in _CODES:
        found += [(limit, ("second factor", account)) for limit in PER_SECOND_FACTOR]
    return found


def _account() -> str:
    if request.endpoint == "security.login":
        return request.form.get("email", "")
    return str(session.get("tf_user_id") or session.get("_user_id") or "")


def _neighbourhood(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or ip_network((known, _SUBNET), strict=False))


def _looks_up() -> bool:
    """Does this ask about an issued brief, by its number or its file?"""
    return request.endpoint == "verify.show" or (request.endpoint == "verify.ask" and request.method == "POST")


def _refuse_too_many() -> None:
    guesses = request.method == "POST" and request.endpoint in _PASSWORDS | _CODES
    if not guesses and not _looks_up():
        return
    limiter = _limiter()
    g.guess = _limits()
    for limit, whose in g.guess:
        if not limiter.test(limit, *whose):
            until = datetime.fromtimestamp(limiter.get_window_stats(limit, *whose).reset_time, UTC)
            raise TooManyRequests(retry_after=until)


def _count(response: Response) -> Response:
    """Only failures count; of what is looked up, everything.

    Guesses sent at once slip through together, yet never more than the server has threads.
    """
    counts = response.status_code >= 400 or _looks_up()
    if counts and response.status_code != 429:
        for limit, whose in g.get("guess", ()):
            _limiter().hit(limit, *whose)
    return response


def _start_anew(_app: Flask, **_rest: object) -> None:
    """Who gets in starts anew: many may sign in at once. An answer that is no refusal is not yet a success."""
    for limit, whose in g.get("guess", ()):
        if limit in PER_ACCOUNT:
            _limiter().clear(limit, *whose)

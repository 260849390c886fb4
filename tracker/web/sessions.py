"""The session's cookie, and whom it names."""

from copy import deepcopy
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer

from tracker.domain.dates import now
from tracker.domain.queries import accounts
from tracker.domain.queries.accounts import Account
from tracker.web import unit

SESSION_DAYS = 7
"""However much it is used, a session ends so long after the password was last given."""

REFRESH_SECONDS = 600
"""A session is prolonged by use, yet not signed anew at every page."""

STATELESS = frozenset({"static", "stylesheet.joined", "health.show"})
"""Answers that anybody may keep: they must never carry somebody's session."""

_KNOWN = 1024
"""Cookies and tokens whose signature need not be made out again."""


class Sessions(SecureCookieSessionInterface):
    """A cookie that lasts a working day from its last use, and never goes out with files anybody may keep."""

    def __init__(self) -> None:
        self._serializer: URLSafeTimedSerializer | None = None
        self._held = lru_cache(_KNOWN)(self._read)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: an application has one secret as long as it runs."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds. The same cookie holds the same: its signature is looked at once, its age always."""
        text = request.cookies.get(self.get_cookie_name(app))
        if not text or self.get_signing_serializer(app) is None:
            return super().open_session(app, request)
        try:
            held, signed = self._held(text)
        except BadSignature:
            return self.session_class()
        old = not 0 <= int(now().timestamp()) - signed <= app.permanent_session_lifetime.total_seconds()
        return self.session_class() if old else self.session_class(deepcopy(held))

    def _read(self, text: str) -> tuple[dict[str, Any], int]:
        """What a cookie holds, and when it was signed; raises BadSignature."""
        serializer = self._serializer
        if serializer is None:
            raise BadSignature("nothing is signed here")
        held, signed = serializer.loads(text, return_timestamp=True)
        return held, int(signed.timestamp())

    def save_session(self, app: Flask, session: Any, response: Response) -> None:  # noqa: ANN401 - Flask's signature
        if request.endpoint in STATELESS:
            return
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            known = response.headers.get("Vary")
            response.headers["Vary"] = f"{known}, Cookie" if known else "Cookie"


def account(key: str) -> Account | None:
    """Who a session names: account, roles, territories and projects in one question, kept for the request."""
    if g.get("account_key") != key:
        g.account_key, g.account = key, None if outlived() else accounts.by_session_key(unit.session(), key)
        if g.account is not None and now().timestamp() - session.get("seen", 0) > REFRESH_SECONDS:
            session["seen"] = int(now().timestamp())
    known: Account | None = g.account
    return known


def named() -> Account | None:
    """Who this request's session names."""
    key = session.get("_user_id")
    return account(str(key)) if key else None


def outlived() -> bool:
    """Was the password last given too long ago?"""
    given = float(session.get("fs_paa", 0))
    return now().timestamp() - given > timedelta(days=SESSION_DAYS).total_seconds()


def csrf_token() -> str:
    """This request's token. The library makes another one each time, which is worth the same."""
    token: str | None = g.get("csrf_token")
    if token is None:
        raw = session.get("csrf_token")
        token = g.csrf_token = _signed(raw) if raw else generate_csrf()
    return token


@lru_cache(_KNOWN)
def _signed(_raw: str) -> str:
    """The token that the library makes of what this session holds."""
    token: str = generate_csrf()
    return token

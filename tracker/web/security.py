"""Signing in, sessions, forged requests, and the headers that tell browsers what a page may do."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

from flask import Flask, Response, flash, make_response, render_template, request, session
from flask_babel import gettext as _
from flask_login import user_logged_out
from flask_security import Security, UserMixin, user_authenticated
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_security.mail_util import EmailValidateException, MailUtil
from flask_security.utils import set_request_attr
from flask_wtf import CSRFProtect, FlaskForm

from tracker.domain import history
from tracker.domain.actions import accounts as acts
from tracker.domain.actions import registration
from tracker.domain.dates import now
from tracker.domain.errors import Refused
from tracker.domain.models import RoleRow, User
from tracker.domain.queries import accounts
from tracker.settings import Settings
from tracker.web import sessions, unit
from tracker.web.forms.sign_in import SignInForm

SESSION_HOURS = 12
_CSP = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_CHEAP = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}

csrf = CSRFProtect()


class Accounts(SQLAlchemyUserDatastore):
    """The library's way to accounts, in our session; the request's unit commits, not the library."""

    def __init__(self) -> None:
        super().__init__(self, User, RoleRow)

    @property
    def session(self) -> Any:  # noqa: ANN401 - the library asks its database for a session
        return unit.session()

    def commit(self) -> None:
        unit.session().flush()

    def tf_reset(self, user: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Without the telephone number that accounts here have not."""
        user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
        unit.session().add(user)

    def mf_delete_recovery_code(self, user: Any, idx: int) -> bool:  # noqa: ANN401 - the library's own signature
        """Drop a used code by a new list: a change inside the old one would not be seen, and the code work again."""
        codes = list(user.mf_recovery_codes or [])
        if not 0 <= idx < len(codes):
            return False
        user.mf_recovery_codes = codes[:idx] + codes[idx + 1 :]
        unit.session().add(user)
        return True


class Addresses(MailUtil):
    """Looks at an address as the making of accounts does: at its form only, so that .local and .test are good ones."""

    def normalize(self, email: str) -> str:
        try:
            return registration.address(email)
        except Refused as refused:
            raise EmailValidateException(str(refused)) from refused

    def validate(self, email: str) -> str:
        return self.normalize(email)


class SignedIn(UserMixin):
    """Somebody signed in, as far as the library must know on pages that are ours."""

    active = True

    def __init__(self, key: str) -> None:
        self.fs_uniquifier = key


def register(app: Flask, settings: Settings) -> None:
    app.config.update(_config(settings))
    app.session_interface = sessions.Sessions()
    library = Security(
        app,
        Accounts(),
        login_form=SignInForm,
        mail_util_cls=Addresses,
        render_template=_render,
        register_blueprint=True,
    )
    library.want_json(lambda _request: False)
    library.principal.identity_loaders.clear()  # its notion of rights: ours stand in `rules`
    app.login_manager.user_loader(_load)  # type: ignore[attr-defined]
    user_authenticated.connect(_start_session, app)
    user_logged_out.connect(_end_sessions, app)
    app.after_request(_headers)
    if settings.https:
        app.after_request(_strict_transport)


def protect(app: Flask) -> None:
    """Check every post's token; after the guards, so that a post without sign-in is asked to sign in first."""
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = sessions.csrf_token


def derived(settings: Settings, purpose: str) -> str:
    """A key of its own for each purpose, from the one secret."""
    mac = hmac.new(settings.secret_key.encode(), purpose.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode()


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=SESSION_HOURS),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 16 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        **{f"SECURITY_{name}": value for name, value in _library_config(settings).items()},
    }


def _library_config(settings: Settings) -> dict[str, object]:
    return {
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_HASH_PASSLIB_OPTIONS": _CHEAP if settings.testing else {},
        "PASSWORD_SALT": derived(settings, "password"),
        "PASSWORD_LENGTH_MIN": registration.SHORTEST_PASSWORD,
        "PASSWORD_NORMALIZE_FORM": "NFKC",
        "DATETIME_FACTORY": now,
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "LOGOUT_METHODS": ["POST"],
        "POST_LOGOUT_VIEW": "/sign-in",
        "CHANGEABLE": True,
        "CHANGE_URL": "/account/password",
        "POST_CHANGE_VIEW": "/account",
        "SEND_PASSWORD_CHANGE_EMAIL": False,
        "VERIFY_URL": "/account/verify",
        "FRESHNESS": timedelta(hours=1),
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_SETUP_URL": "/account/two-factor",
        "TWO_FACTOR_POST_SETUP_VIEW": "/account",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
        "TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "TWO_FACTOR_SELECT_URL": "/sign-in/method",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery",
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [derived(settings, "recovery codes")],
        "TOTP_SECRETS": {1: derived(settings, "second factor")},
        "TOTP_ISSUER": "Tracker",
        "STATIC_FOLDER": None,
        "CACHE_CONTROL": None,
    }


def _load(key: str) -> UserMixin | None:
    """Who a session names, for the library's own pages: they change the account, and get its row."""
    if sessions.account(str(key)) is None:
        return None
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    if request.blueprint == "security":
        return accounts.row_by_session_key(unit.session(), str(key))
    return SignedIn(str(key))


def _start_session(_app: Flask, user: User, **_rest: object) -> None:
    session.permanent = True
    session.pop("csrf_token", None)  # what was known before the sign-in proves nothing after it
    history.acting(unit.session(), user_id=user.id, name=user.name)


def _end_sessions(_app: Flask, user: User, **_rest: object) -> None:
    """A copy of the session's cookie must be worth nothing once its owner has signed out."""
    acts.end_sessions(unit.session(), user)
    flash(_("You are signed out, on every device."), "done")


def _render(template: str, **context: Any) -> Any:  # noqa: ANN401 - the library expects text, and takes what Flask takes
    """The library's pages; a refused form answers 422 like every other."""
    refused = request.method == "POST" and any(isinstance(f, FlaskForm) and f.errors for f in context.values())
    return make_response(render_template(template, **context), 422 if refused else 200)


def _headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        secret = (request.endpoint or "").startswith("security.")
        response.headers["Cache-Control"] = "private, no-store" if secret else "private, no-cache"
    elif request.endpoint not in sessions.STATELESS:
        response.cache_control.private = True
    if request.endpoint == "security.logout":
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _strict_transport(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response

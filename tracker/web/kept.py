"""What somebody typed is not lost when their sign-in has run out, or the page's token no longer holds.

Without a sign-in, the sign-in page itself carries the typed form, signed; after signing in it is kept for that person
and shown again at the form's address. Passwords, codes and tokens are never kept, and nothing another site sent is.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, flash, g, request, session, url_for
from flask_babel import gettext as _
from flask_security import user_authenticated
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from tracker.domain.actions import kept_forms as acts
from tracker.domain.models import KeptForm, User
from tracker.domain.queries import accounts
from tracker.domain.queries import kept_forms as queries
from tracker.web import fragments, unit

LONGEST = 400_000
"""Signs of a carried form; it must pass as one field of the sign-in form."""

_SECRET_WORDS = ("csrf", "password", "token", "secret", "code_2fa")
_NEVER = frozenset({"submission", "kept"})
_WAITING = "kept_form"
_WHILE_TYPING = "X-While-Typing"
_CARRIED_FOR = timedelta(days=1)


def sign_in_address(back: str) -> str:
    """The sign-in page that leads back afterwards."""
    return url_for("security.login", next=back)


def while_typing() -> bool:
    """Does a form send its draft by itself? Then nothing may take the page from under the writer's hands."""
    return request.headers.get(_WHILE_TYPING) == "yes"


def not_kept(why: str) -> Response:
    """In answer to such a draft: a notice above the form, which stays as it is."""
    saying = {
        "title": _("The draft is not being kept"),
        "why": why,
        "do": _("What you typed is still here. Go on writing: nothing is lost when you send it."),
    }
    return fragments.into_messages(fragments.page("errors/_notice.html", status=401, saying=saying))


def ask_again() -> Response:
    """The sign-in page in answer to a post without sign-in, carrying what was typed."""
    if while_typing():
        return not_kept(_("Your sign-in has run out; you will be asked to sign in."))
    carried = _carry() if _from_here() else ""
    response = fragments.page("security/ask_again.html", status=401, carried=carried, too_long=carried is None)
    return fragments.into_body(response)


def typed_now() -> dict[str, list[str]]:
    """What this request sends, without secrets."""
    return {
        name: values
        for name, values in request.form.lists()
        if name not in _NEVER and not any(word in name.lower() for word in _SECRET_WORDS)
    }


def take() -> MultiDict[str, str] | None:
    """What was kept for this address and person, when the address names it; tells the reader so."""
    form_id = request.args.get("kept", type=int)
    account = g.get("account")
    if form_id is None or account is None:
        return None
    form = queries.own(unit.session(), account.viewer.user_id, form_id)
    if form is None or urlsplit(form.path).path != request.path:
        return None
    if not g.get("kept_told"):
        g.kept_told = True
        flash(_("What you typed before your sign-in ran out is back. It is not saved yet."), "warning")
    return as_typed(form.data)


def as_typed(data: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name, values in data.items() for value in values])


def register(app: Flask) -> None:
    user_authenticated.connect(_signed_in, app)
    app.after_request(_wait_for_code)
    app.after_request(_lead_back)
    app.after_request(_forget)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="kept-form")


def _carry() -> str | None:
    """The typed form, signed; None where it is too long to carry."""
    typed = typed_now()
    if not typed:
        return ""
    carried = str(_serializer().dumps({"path": _path_without_kept(), "data": typed}))
    return carried if len(carried) <= LONGEST else None


def _path_without_kept() -> str:
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "kept"]
    return f"{request.path}?{urlencode(rest)}".rstrip("?")


def _from_here() -> bool:
    """Did this site's own page send the form? Browsers say so in one header or the other."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site in {"same-origin", "none"} and (not origin or urlsplit(origin).netloc in {request.host, ""})


def _signed_in(_app: Flask, user: User, **_rest: object) -> None:
    waiting = session.pop(_WAITING, None)
    row = queries.own(unit.session(), user.id, waiting) if waiting else _keep(user.id)
    wanted = request.values.get("next")
    g.lead_to = _address_of(row.path, row.id) if row else wanted if wanted and fragments.is_local(wanted) else "/"


def _keep(user_id: int | None) -> KeptForm | None:
    """Keep the form that this sign-in carries, for the person who signs in."""
    carried = request.form.get("kept")
    if not carried or user_id is None:
        return None
    try:
        form = _serializer().loads(carried, max_age=int(_CARRIED_FOR.total_seconds()))
    except BadSignature:
        return None
    return acts.keep(unit.session(), user_id=user_id, path=form["path"], data=form["data"])


def _wait_for_code(response: Response) -> Response:
    """The password was right and a code is asked for on the next page: keep the form until then."""
    right = request.endpoint == "security.login" and response.status_code < 400
    key = session.get("tf_user_id") if right and request.form.get("kept") else None
    account = accounts.by_session_key(unit.session(), key) if key else None
    if account is not None and (row := _keep(account.viewer.user_id)) is not None:
        session[_WAITING] = row.id
    return response


def _address_of(path: str, form_id: int | None) -> str:
    """The form's own address where it can be opened; otherwise a page that offers to send the text again."""
    try:
        current_app.create_url_adapter(request).match(urlsplit(path).path, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return url_for("account.kept", form_id=form_id)
    return f"{path}{'&' if '?' in path else '?'}kept={form_id}"


def _lead_back(response: Response) -> Response:
    """After signing in, to the kept form or the page that was asked for; never to another site."""
    if (address := g.get("lead_to")) and response.status_code in {302, 303}:
        response.location = address
    return response


def _forget(response: Response) -> Response:
    """A form that was sent again and accepted is kept no longer."""
    form_id = request.args.get("kept", type=int) if request.method == "POST" else None
    account = g.get("account")
    if form_id is not None and account is not None and response.status_code < 400:
        acts.forget(unit.session(), user_id=account.viewer.user_id, form_id=form_id)
    return response

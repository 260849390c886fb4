"""Stopping reminders by the address in one: without signing in, by a button, or at once by the mail program's own."""

from flask import Blueprint, Response, current_app, request

from tracker import unsubscribing
from tracker.domain import history
from tracker.domain.actions import accounts as acts
from tracker.domain.models import User
from tracker.domain.queries import accounts
from tracker.web import access, security, unit
from tracker.web.access import guard
from tracker.web.fragments import page

bp = Blueprint("unsubscribe", __name__)


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@guard.open_to_all
def show(token: str) -> Response:
    """The token is the proof (RFC 8058): who has it got the mail. An answer is a page, never sent on elsewhere."""
    user = _user(token)
    asked = request.method == "POST"
    if asked:
        history.acting(unit.session(), user_id=user.id, name=user.name, why="by the address in a reminder")
        acts.set_reminders(unit.session(), user, wanted=request.form.get("again") == "yes")
    return page("account/unsubscribe.html", user=user, asked=asked)


security.csrf.exempt(show)


def _user(token: str) -> User:
    user_id = unsubscribing.user_of(current_app.extensions["tracker"].settings.secret_key, token)
    return access.found(accounts.row(unit.session(), user_id) if user_id is not None else None)

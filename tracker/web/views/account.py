"""Somebody's own account: name, language, password and second factor; and text kept from an expired sign-in."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.domain import rules
from tracker.domain.actions import accounts as acts
from tracker.domain.errors import Refused
from tracker.domain.models import User
from tracker.domain.queries import accounts, kept_forms
from tracker.web import access, language, unit
from tracker.web.access import guard
from tracker.web.forms.account import AccountForm
from tracker.web.fragments import is_local, page, see

bp = Blueprint("account", __name__)


def _me() -> User:
    return access.found(accounts.row(unit.session(), access.viewer().user_id))


@bp.route("/account", methods=["GET", "POST"])
@guard.signed_in
def show() -> ResponseReturnValue:
    me = _me()
    form: Any = AccountForm(data={"name": me.name, "language": language.current(), "reminders": me.reminders})
    if not rules.can_owe_reports(access.viewer().role):
        del form.reminders
    if form.validate_on_submit():
        try:
            acts.set_name(unit.session(), me, name=form.name.data or "")
            acts.set_language(unit.session(), me, language=form.language.data)
            if "reminders" in form:
                acts.set_reminders(unit.session(), me, wanted=form.reminders.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("Saved."), "done")
            response = see(url_for("account.show"))
            language.remember(response, form.language.data)
            return response
    return page("account/show.html", status=form.status, form=form, me=me)


@bp.post("/language")
@guard.signed_in
def choose_language() -> ResponseReturnValue:
    chosen, back = request.form.get("language", ""), request.form.get("next")
    acts.set_language(unit.session(), _me(), language=chosen)
    response = see(language.without_asking(back) if back and is_local(back) else "/")
    language.remember(response, chosen)
    return response


@bp.get("/kept/<int:form_id>")
@guard.signed_in
def kept(form_id: int) -> ResponseReturnValue:
    form = access.found(kept_forms.own(unit.session(), access.viewer().user_id, form_id))
    address = f"{form.path}{'&' if '?' in form.path else '?'}kept={form_id}"
    return page("errors/resend.html", address=address, typed=form.data)

"""Rates of exchange: read by all, kept by administrators, one by one or from a file."""

import hashlib
from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.domain import rules
from tracker.domain.actions import rates as acts
from tracker.domain.codes import Role
from tracker.domain.drafts.rates import RateDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Rate
from tracker.domain.queries import changes, names
from tracker.domain.queries import rates as queries
from tracker.exchange import rates_csv
from tracker.exchange.rates_csv import Table
from tracker.web import access, arguments, clash, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.rates import RateForm, RatesForm
from tracker.web.fragments import page, see
from tracker.web.reading import reader
from tracker.web.sentences import Entry, history

bp = Blueprint("rates", __name__)


@bp.get("/rates")
@guard.signed_in
def index() -> Response:
    currency = arguments.text("currency").upper()
    found = queries.listed(unit.session(), currency=currency, number=arguments.number(), per_page=arguments.per_page())
    return page(
        "rates/list.html",
        "results",
        found=found,
        currency=currency,
        currencies=queries.currencies(unit.session()),
        may_edit=rules.can_administer(access.viewer()),
        removed=arguments.text("removed"),
    )


@bp.route("/rates/new", methods=["GET", "POST"])
@guard.role(Role.administrator)
def new() -> Response:
    form = RateForm()
    if draft := form.draft(RateDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        try:
            acts.add(unit.session(), draft=draft)
        except Refused as refused:
            form.refuse(refused)
        else:
            address = url_for("rates.index")
            submissions.remember(unit.session(), form.submission.data, address)
            flash(_("The rate is stored."), "done")
            return see(address)
    return page("rates/edit.html", status=form.status, form=form, rate=None, entries=[])


@bp.route("/rates/<int:rate_id>", methods=["GET", "POST"])
@guard.role(Role.administrator)
def edit(rate_id: int) -> Response:
    rate = _rate(rate_id)
    theirs = _facts(rate)
    form = RateForm(formdata=clash.chosen(theirs), data=theirs | {"version": rate.version})
    if draft := form.draft(RateDraft):
        try:
            acts.edit(unit.session(), rate=rate, draft=draft, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        except Clash as newer:
            return _clash(form, rate_id, theirs, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("rates.index"))
    return page("rates/edit.html", status=form.status, form=form, rate=rate, entries=_history(rate_id))


@bp.post("/rates/<int:rate_id>/<any(remove, undo):what>")
@guard.role(Role.administrator)
def put_away(rate_id: int, what: str) -> Response:
    """Takes a rate out of the list, or brings it back."""
    rate = _rate(rate_id, archived=what == "undo")
    if what == "undo":
        acts.bring_back(unit.session(), rate=rate)
        flash(_("It is back."), "done")
        return see(url_for("rates.index"))
    acts.remove(unit.session(), rate=rate, version=RateForm().version.data)
    flash(_("Removed: nothing is converted with it any more. Its history stays."), "done")
    return see(url_for("rates.index", removed=rate_id))


@bp.route("/rates/import", methods=["GET", "POST"])
@guard.role(Role.administrator)
def take_over() -> Response:
    """A file is shown first, row by row; what was shown is what is then taken over, all of it or nothing."""
    form = RatesForm()
    if not form.validate_on_submit():
        return page("rates/import.html", status=form.status, form=form, table=None, mark="", stale=False)
    text = _sent(form)
    table = rates_csv.read(text, queries.standing(unit.session()))
    mark = _mark(table)
    confirmed = request.form.get("action") == "import" and not table.problems
    if confirmed and request.form.get("mark") == mark:
        written = acts.take_over(unit.session(), drafts=[row.draft for row in table.rows])
        flash(ngettext("%(num)s rate was stored.", "%(num)s rates were stored.", written), "done")
        return see(url_for("rates.index"))
    form.text.data, form.text.raw_data = text, None
    status = 422 if table.problems else (409 if confirmed else 200)
    return page("rates/import.html", status=status, form=form, table=table, mark=mark, stale=confirmed)


def _sent(form: RatesForm) -> str:
    """The uploaded file's text, or else what was pasted."""
    uploaded = request.files.get("file")
    content = uploaded.read() if uploaded and uploaded.filename else b""
    return rates_csv.decoded(content) if content else form.text.data or ""


def _mark(table: Table) -> str:
    """What a preview promised to do, in short: where it would now do something else, it is shown again first."""
    said = repr([(row.number, row.draft.model_dump(), row.state, row.now) for row in table.rows])
    return hashlib.sha256(said.encode()).hexdigest()


def _rate(rate_id: int, *, archived: bool = False) -> Rate:
    rate = access.found(queries.one(unit.session(), rate_id))
    return access.found(rate if (rate.record.archived_at is not None) == archived else None)


def _history(rate_id: int) -> list[Entry]:
    session, asking = unit.session(), reader()
    told = changes.of_record(session, rate_id, inside=True)
    named = names.of_changes(session, asking.viewer, rate_id, told, language=asking.language, day=asking.day)
    return history(told, named, owner_id=rate_id, lang=asking.language)


def _facts(rate: Rate) -> dict[str, Any]:
    return {
        "currency": rate.currency,
        "day": rate.day,
        "units_per_dollar": rate.units_per_dollar,
        "source": rate.origin,
    }


def _clash(form: RateForm, rate_id: int, theirs: dict[str, Any], version: int) -> Response:
    then = changes.at_version(unit.session(), rate_id, "rate", form.version.data or 0)
    values = then.values if then else {}
    base = {name: values.get("origin" if name == "source" else name) for name in theirs} if then else theirs
    return clash.page(form, record_id=rate_id, entity="rate", base=base, theirs=theirs, version=version)

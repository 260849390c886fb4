"""Translating a record: its texts and its parts', each beside its translation."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from tracker.domain.actions import translations as acts
from tracker.domain.codes import LANGUAGES
from tracker.domain.models import Record
from tracker.domain.queries import documents, translating
from tracker.domain.queries.documents import Holder
from tracker.language import OWN_NAMES
from tracker.web import access, addresses, arguments, language, unit
from tracker.web.access import guard
from tracker.web.forms.translating import TranslationForm, form_for
from tracker.web.fragments import page, see

bp = Blueprint("translating", __name__)


@bp.route("/records/<int:record_id>/translate", methods=["GET", "POST"])
@guard.signed_in
def edit(record_id: int) -> Response:
    holder = _holder(record_id)
    to = _language(record_id)
    form = form_for(translating.lines(unit.session(), record_id, to))
    if form.validate_on_submit():
        return _save(holder, form, to)
    status = form.status
    if form.is_submitted():
        form.look_again()
    return page(
        "translating/edit.html",
        status=status,
        form=form,
        holder=holder,
        to=to,
        counts=translating.counts(unit.session(), record_id),
        names=OWN_NAMES,
        back=addresses.of_holder(holder),
    )


def _save(holder: Holder, form: TranslationForm, to: str) -> Response:
    changed = form.changed()
    for line, text in changed:
        acts.translate(unit.session(), line=line, language=to, text=text)
    flash(_("Saved.") if changed else _("Nothing was changed."), "done")
    return see(url_for("translating.edit", record_id=holder.id, to=to))


def _holder(record_id: int) -> Holder:
    """The record, if whoever asks may edit it; parts are translated with their record."""
    holder = access.found(documents.holder(unit.session(), access.viewer(), record_id, language=language.current()))
    access.found(holder if holder.id == holder.owner_id else None)
    may = documents.may_edit(unit.session(), access.viewer(), holder)
    access.need(may, _("Only those who edit this record translate it."))
    access.need(not holder.archived, _("This record is archived: restore it first."))
    return holder


def _language(record_id: int) -> str:
    """The language that is asked for; else the reader's own, else the first that the record is not in."""
    own = access.found(unit.session().get(Record, record_id)).language
    asked = [arguments.text("to"), language.current(), *LANGUAGES]
    return next(one for one in asked if one in LANGUAGES and one != own)

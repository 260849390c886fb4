"""Documents: added to any record, shown, sent, described, taken off."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _

from tracker import storage, uploads
from tracker.domain.actions import documents as acts
from tracker.domain.actions import records
from tracker.domain.actions.documents import KeptFile
from tracker.domain.drafts.documents import DocumentDraft
from tracker.domain.errors import Clash, NotFound
from tracker.domain.models import Document
from tracker.domain.queries import changes, document_page
from tracker.domain.queries import documents as queries
from tracker.domain.queries.documents import Holder
from tracker.language import OWN_NAMES
from tracker.uploads import Taken
from tracker.web import access, addresses, clash, downloads, language, submissions, unit
from tracker.web.access import guard
from tracker.web.forms.documents import DocumentForm, NewDocumentForm
from tracker.web.fragments import page, see
from tracker.web.reading import around, reader

bp = Blueprint("documents", __name__)


@bp.route("/records/<int:record_id>/documents/new", methods=["GET", "POST"])
@guard.signed_in
def new(record_id: int) -> Response:
    holder = _holder(record_id)
    form = NewDocumentForm(data={"kind": queries.usual_kind(holder.kind)})
    draft = form.draft(DocumentDraft)
    taken = form.taken(most=_most()) if form.is_submitted() else None
    if draft and taken:
        try:
            return _added(holder, form, draft, taken)
        except storage.StorageError as error:
            form.form_errors.append(_(str(error)))
            return _new_page(form, holder, 503)
    if form.is_submitted():
        form.ask_again()
    return _new_page(form, holder, form.status)


def _added(holder: Holder, form: NewDocumentForm, draft: DocumentDraft, taken: Taken) -> Response:
    """Keep the file, then write the row that names it."""
    sha256 = downloads.place().keep(taken.content)
    unit.begin_writing()
    if address := submissions.already(unit.session(), form.submission.data):
        return see(address)
    file = KeptFile(taken.name, taken.media_type, sha256, len(taken.content))
    document = acts.attach(
        unit.session(),
        viewer=access.viewer(),
        record_id=holder.id,
        draft=draft,
        file=file,
        language=language.current(),
    )
    address = _beside(holder, document)
    submissions.remember(unit.session(), form.submission.data, address)
    flash(_("The document is added."), "done")
    return see(address)


@bp.get("/documents/<int:document_id>")
@guard.signed_in
def show(document_id: int) -> Response:
    document = _document(document_id)
    session, asking = unit.session(), reader()
    seen = document_page.page(session, asking, document)
    return page(
        "documents/show.html",
        document=document,
        seen=seen,
        kept=document.sha256 is not None and downloads.kept(document.sha256),
        shown=document.media_type in uploads.SHOWN,
        address_of=addresses.of_holder,
        names=OWN_NAMES,
        **around(seen.dossier),
    )


@bp.get("/documents/<int:document_id>/file")
@guard.signed_in
def file(document_id: int) -> Response:
    document = _document(document_id)
    if document.sha256 is None or document.size is None:
        raise NotFound
    sent = downloads.File(
        document.sha256,
        document.size,
        document.media_type or "application/octet-stream",
        document.file_name or str(document.id),
    )
    return downloads.send(sent, shown="open" in request.args)


@bp.route("/documents/<int:document_id>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(document_id: int) -> Response:
    document = _editable(document_id)
    standing = _standing(document)
    form = DocumentForm(formdata=clash.chosen(standing), data=standing | {"version": document.version})
    form.speaking(document.record.language)
    if draft := form.draft(DocumentDraft):
        try:
            acts.edit(unit.session(), document=document, draft=draft, version=form.version.data)
        except Clash as newer:
            return _clash(form, document, standing, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("documents.show", document_id=document_id))
    return page("documents/edit.html", "form", status=form.status, form=form, document=document)


@bp.post("/documents/<int:document_id>/<any(archive, restore):what>")
@guard.signed_in
def put_away(document_id: int, what: str) -> Response:
    """Archives a document everywhere, or restores it."""
    document = _editable(document_id)
    act = records.archive if what == "archive" else records.restore
    act(unit.session(), row=document, version=_version())
    flash(_("Archived. Its file stays.") if what == "archive" else _("It is back."), "done")
    return see(url_for("documents.show", document_id=document_id))


@bp.post("/records/<int:record_id>/documents/<int:document_id>/<any(remove, undo):what>")
@guard.signed_in
def take_off(record_id: int, document_id: int, what: str) -> Response:
    """Takes a document off one record, or puts it back."""
    holder = _holder(record_id)
    if what == "undo":
        document = access.found(document_page.taken_off(unit.session(), access.viewer(), document_id, record_id))
        acts.attach_again(unit.session(), document=document, record_id=record_id)
        flash(_("It is back."), "done")
        return see(_beside(holder, document))
    document = _document(document_id)
    acts.detach(unit.session(), document=document, record_id=record_id)
    flash(_("Removed. Its history stays."), "done")
    return see(_beside(holder, document, removed_document=document_id, of=record_id))


def _holder(record_id: int) -> Holder:
    """The record, if documents may be added to it and taken off it by whoever asks."""
    holder = access.found(queries.holder(unit.session(), access.viewer(), record_id, language=language.current()))
    why = _("Only those who edit this record add documents to it or take them off.")
    access.need(queries.may_edit(unit.session(), access.viewer(), holder), why)
    access.need(not holder.archived, _("This record is archived: no documents are added to it."))
    return holder


def _document(document_id: int) -> Document:
    return access.found(queries.one(unit.session(), access.viewer(), document_id))


def _editable(document_id: int) -> Document:
    document = _document(document_id)
    found = queries.holders(unit.session(), access.viewer(), document_id, language=language.current())
    may = queries.may_edit_document(unit.session(), access.viewer(), document, found)
    access.need(may, _("Only those who edit a record that this document belongs to change it."))
    return document


def _beside(holder: Holder, document: Document, **query: object) -> str:
    """Where the document stands beside its record; its own page where the record has none."""
    address = addresses.of_holder(holder, anchor="documents", **query)
    return address or url_for("documents.show", document_id=document.id)


def _most() -> int:
    most: int = current_app.extensions["tracker"].settings.largest_file
    return most


def _version() -> int | None:
    """The version that a form of one button was shown with."""
    return DocumentForm().version.data


def _standing(document: Document) -> dict[str, Any]:
    standing = {name: getattr(document, name) for name in acts.COLUMNS}
    return standing | {"language": document.language or "", "visibility": document.record.visibility}


def _clash(form: DocumentForm, document: Document, theirs: dict[str, Any], version: int) -> Response:
    base = _base(document.id or 0, form.version.data, theirs)
    return clash.page(form, record_id=document.id or 0, entity="document", base=base, theirs=theirs, version=version)


def _base(own: int, version: int | None, theirs: dict[str, Any]) -> dict[str, Any]:
    """What the form held when it was shown; the visibility stands in the row of the record."""
    then = changes.at_version(unit.session(), own, "document", version or 0)
    if then is None or then.until is None:
        return theirs
    records = changes.values_before(unit.session(), own, "record", then.until)
    seen = next((values["visibility"] for values in records), theirs["visibility"])
    return {name: then.values.get(name, then.values.get(f"{name}_stated")) for name in theirs} | {"visibility": seen}


def _new_page(form: NewDocumentForm, holder: Holder, status: int) -> Response:
    return page(
        "documents/new.html",
        "form",
        status=status,
        form=form,
        holder=holder,
        back=addresses.of_holder(holder, anchor="documents"),
        endings=", ".join(uploads.KINDS),
        most=_most() // 1_000_000,
    )

"""Organisations: the list, one organisation, recording and changing one, its contact persons."""

from typing import Any

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tracker.domain import rules
from tracker.domain.actions import organisations as acts
from tracker.domain.codes import LANGUAGES, RecordKind
from tracker.domain.drafts.organisations import OrganisationDraft
from tracker.domain.errors import Clash, Refused
from tracker.domain.models import Organisation
from tracker.domain.queries import agreement_checks, changes, choices, given, linked, merges, similar, texts
from tracker.domain.queries import organisations as queries
from tracker.web import access, archiving, clash, language, list_download, reading, submissions, unit
from tracker.web.access import guard
from tracker.web.called import called
from tracker.web.forms.organisations import ContactForm, NewOrganisationForm, OrganisationForm
from tracker.web.fragments import page, see
from tracker.web.parts import Owner, PartPage, routes

bp = Blueprint("organisations", __name__)
parts = Blueprint("parts", __name__)


@bp.get("/organisations")
@guard.signed_in
def index() -> ResponseReturnValue:
    wanted = reading.wanted()
    found = queries.listing(unit.session(), reading.reader(), wanted)
    return page(
        "organisations/list.html",
        "results",
        found=found,
        wanted=wanted,
        may_make=rules.can_make_organisation(access.viewer()),
        territory_notes=reading.notes_of_list(found),
    )


@bp.get("/organisations.<any(csv, xlsx):kind>")
@guard.signed_in
def download(kind: str) -> Response:
    """The list as it is shown, all its pages."""
    return list_download.file(kind, "organisations", list_download.ORGANISATIONS)


@bp.get("/organisations/<code>")
@guard.signed_in
def show(code: str) -> ResponseReturnValue:
    reader = reading.reader()
    shown = access.found(queries.detail(unit.session(), reader, code))
    if kept := merges.kept_code(unit.session(), access.viewer(), shown.organisation.merged_into_id):
        return see(url_for("organisations.show", code=kept))
    viewer = reader.viewer
    may_merge = rules.can_merge_organisations(viewer)
    inside, own = rules.sees_inside(viewer), shown.organisation.id or 0
    return page(
        "organisations/detail.html",
        page=shown,
        given=given.by_organisation(unit.session(), reader, shown.organisation.id or 0),
        may_edit=rules.can_edit_organisation(viewer, shown.organisation.record.created_by_id),
        may_merge=may_merge,
        may_print=rules.can_print_briefs(viewer),
        inside=inside,
        remarks=agreement_checks.of_organisation(unit.session(), reading.reader(), own) if inside else [],
        merged=merges.into(unit.session(), own) if may_merge else [],
        **reading.around(shown.around, beside=True),
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@guard.signed_in
def new() -> Response:
    access.need(
        rules.can_make_organisation(access.viewer()), _("Organisations are recorded by the programme's people.")
    )
    form, alike = _offer(NewOrganisationForm(), language.current()), []
    if draft := form.draft(OrganisationDraft):
        if address := submissions.already(unit.session(), form.submission.data):
            return see(address)
        asked = (draft.name, *draft.names.values())
        alike = similar.similar(unit.session(), access.viewer(), names=asked, acronym=draft.acronym)
        if not alike or form.none_of_these.data:
            return _make(form, draft)
        form.form_errors.append(
            _("Organisations with such a name are recorded already: look whether it is one of them.")
        )
    return page("organisations/edit.html", "form", status=form.status, form=form, row=None, alike=alike)


def _make(form: Any, draft: OrganisationDraft) -> Response:  # noqa: ANN401 - the library's fields are untyped
    made = acts.create(unit.session(), draft=draft, language=language.current())
    address = url_for("organisations.show", code=made.record.code)
    submissions.remember(unit.session(), form.submission.data, address)
    flash(_("The organisation is recorded."), "done")
    return see(address)


@bp.route("/organisations/<code>/edit", methods=["GET", "POST"])
@guard.signed_in
def edit(code: str) -> Response:
    row = editable(code)
    standing = _standing(row)
    form = _offer(OrganisationForm(formdata=clash.chosen(standing), data=standing), row.record.language, but=row.id)
    form.speaking(row.record.language)
    if draft := form.draft(OrganisationDraft):
        try:
            acts.edit(unit.session(), row=row, draft=draft, version=form.version.data)
        except Refused as refused:
            form.refuse(refused)
        except Clash as newer:
            return _clash(form, row, standing, newer.current)
        else:
            flash(_("Saved."), "done")
            return see(url_for("organisations.show", code=code))
    return page("organisations/edit.html", "form", status=form.status, form=form, row=row, alike=[])


def editable(code: str, *, archived: bool = False) -> Organisation:
    """The organisation, when the person asking may edit it; 404 or 403 with the reason otherwise."""
    row = access.found(linked.one(unit.session(), access.viewer(), Organisation, RecordKind.organisation, code))
    access.need(
        rules.can_edit_organisation(access.viewer(), row.record.created_by_id),
        _("Only whoever recorded this organisation, and the coordinators, edit it."),
    )
    if not archived:
        access.need(
            row.record.archived_at is None, _("This organisation is archived."), _("Restore it on its page first.")
        )
    access.need(row.merged_into_id is None, _("This organisation was merged into another."), _("Undo the merge first."))
    return row


def _offer(form: Any, own_language: str, but: int | None = None) -> Any:  # noqa: ANN401 - the library's fields are untyped
    """Fill the boxes; its name in its own language is the name itself."""
    session, asking = unit.session(), reading.reader()
    form.territory_id.choices = [("", _("none")), *choices.territories(session, asking)]
    others = [(key, name) for key, name in choices.organisations(session, asking) if key != but]
    form.owner_id.choices = [("", _("none")), *others]
    delattr(form, f"name_{own_language}")
    return form


def _standing(row: Organisation) -> dict[str, Any]:
    """What the form shows of an organisation as it stands."""
    names = texts.translations(unit.session(), row.id or 0, "name")
    return {
        **{name: getattr(row, name) for name in acts.COLUMNS},
        **{f"name_{code}": names.get(code) for code in LANGUAGES if code != row.record.language},
        "identifiers": _lines((one.system, one.value) for one in acts.identifiers(unit.session(), row.id or 0)),
        "visibility": row.record.visibility,
        "version": row.version,
    }


def _lines(identifiers: Any) -> str:  # noqa: ANN401 - pairs
    return "\n".join(f"{system}: {value}" for system, value in identifiers)


def _clash(form: Any, row: Organisation, standing: dict[str, Any], version: int) -> Response:  # noqa: ANN401 - see `_offer`
    theirs = {name: value for name, value in standing.items() if name != "version"}
    own, session = row.id or 0, unit.session()
    then = changes.at_version(session, own, "organisation", form.version.data or 0)
    base = {name: then.values.get(name, value) for name, value in theirs.items()} if then else dict(theirs)
    if then and then.until:
        hung = {
            table: changes.values_before(session, own, table, then.until)
            for table in ("translation", "outside_identifier", "record")
        }
        said = {one["language"]: one["text"] for one in hung["translation"] if one["field"] == "name"}
        base |= {name: said.get(name.removeprefix("name_")) for name in theirs if name.startswith("name_")}
        base["identifiers"] = _lines(sorted((one["system"], one["value"]) for one in hung["outside_identifier"]))
        base["visibility"] = next((one["visibility"] for one in hung["record"]), base["visibility"])
    return clash.page(form, record_id=own, entity="organisation", base=base, theirs=theirs, version=version)


def _title(row: Organisation) -> str:
    return called(row)


routes(
    parts,
    "/organisations/<code>",
    Owner(editable, "organisations.show", _title, ("organisations.index", lazy_gettext("Organisations"))),
    {"contacts": PartPage(acts.CONTACT, ContactForm, lazy_gettext("Add a contact"), lazy_gettext("Contact"))},
)
bp.register_blueprint(parts)
archiving.routes(
    bp,
    "/organisations/<code>",
    "organisations.show",
    editable,
    (
        lazy_gettext("The organisation is archived: it has left the list. It can be restored from its page."),
        lazy_gettext("The organisation is back in the list."),
    ),
)

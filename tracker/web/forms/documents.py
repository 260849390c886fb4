"""Forms of documents."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from tracker import uploads
from tracker.domain.codes import N_, DocumentKind, Visibility
from tracker.domain.errors import Refused
from tracker.language import OWN_NAMES
from tracker.uploads import Taken
from tracker.web import fragments
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    CodeField,
    LongText,
    PartialDateField,
    Required,
    SubmissionField,
    Text,
    VersionField,
)

_NONE = N_("Choose a file.")
_AGAIN = N_("Choose the file again; everything else is still here.")


def _languages() -> list[SelectChoice]:
    return [SelectChoice("", gettext("not stated")), *(SelectChoice(*pair) for pair in OWN_NAMES.items())]


class DocumentForm(Form):
    """What is said of a document."""

    title = Text(_("Title"), validators=[Required()])
    kind = CodeField(_("Kind"), codes=DocumentKind, validators=[Required()], default=DocumentKind.other)
    on = PartialDateField(_("Date of the document"))
    reference = Text(_("Reference"))
    language = SelectField(_("Language of the document"), choices=_languages, default="")
    note = LongText(_("Note"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()


class NewDocumentForm(DocumentForm):
    """The same with the file; a title that is not given is the file's name."""

    file = FileField(_("File"), render_kw={"accept": ",".join(f".{ending}" for ending in uploads.KINDS)})
    title = Text(_("Title"))
    submission = SubmissionField()

    def facts(self, *without: str) -> dict[str, Any]:
        facts = super().facts("file", *without)
        sent = self.sent
        return {**facts, "title": facts["title"] or (uploads.title_of(sent.filename or "")[:200] if sent else None)}

    @property
    def sent(self) -> FileStorage | None:
        """The file as it came; None where none was chosen."""
        file = self.file.data
        return file if isinstance(file, FileStorage) and file.filename else None

    def taken(self, *, most: int) -> Taken | None:
        """The file, looked at; None where there is none that can be taken: then why is at the field."""
        sent = self.sent
        if sent is None:
            self.refuse(Refused(uploads.FIELD, _NONE))
            return None
        try:
            return uploads.taken(sent.stream.read(most + 1), sent.filename or "", most=most)
        except Refused as refused:
            self.refuse(refused)
            return None

    def ask_again(self) -> None:
        """Say that browsers forget the file of a form that comes back; a script that sent it has it still."""
        if not self.file.errors and not fragments.under_htmx():
            self.refuse(Refused(uploads.FIELD, _AGAIN))

"""The form in which somebody compares a file with an issued brief."""

import hashlib

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from tracker.domain.codes import N_
from tracker.domain.errors import Refused
from tracker.web import receiving
from tracker.web.forms import Form

_BEGINS = b"%PDF-"
_NONE = N_("Choose a file.")
_EMPTY = N_("This file is empty. Choose another.")
_LARGE = N_("This file is larger than the %(most)s MB that can be compared here. Is it the brief?")
_NO_PDF = N_(
    "This is no PDF, so it is no brief as it was issued. Choose the PDF itself, not a picture or a copy of its text."
)


class PaperForm(Form):
    """A PDF. Its name is not read, and nothing of it is kept."""

    file = FileField(_("PDF of the brief"), render_kw={"accept": ".pdf,application/pdf"})

    def fingerprint(self) -> str | None:
        """The SHA-256 of the file that was sent; None where none was, or it cannot be a brief: then why is at the field."""
        if not self.validate_on_submit():
            return None
        sent = self.file.data
        content = sent.stream.read(receiving.COMPARED + 1) if isinstance(sent, FileStorage) and sent.filename else None
        try:
            return _checked(content)
        except Refused as refused:
            self.refuse(refused)
            return None


def _checked(content: bytes | None) -> str:
    if content is None:
        raise Refused("file", _NONE)
    if not content:
        raise Refused("file", _EMPTY)
    if len(content) > receiving.COMPARED:
        raise Refused("file", _LARGE, {"most": receiving.COMPARED // 1_000_000})
    if not content.startswith(_BEGINS):
        raise Refused("file", _NO_PDF)
    return hashlib.sha256(content).hexdigest()

"""Where a fact comes from: the fields that every form of a sourced fact ends with."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from tracker.domain.queries import choices
from tracker.web import unit
from tracker.web.forms import Form
from tracker.web.forms.fields import IdField, PartialDateField, Text
from tracker.web.reading import reader


class SourcedForm(Form):
    """A form whose fact names its source: these fields stand last. Own pairs are added to these."""

    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("source_document", "source_paragraph"),
        ("source_words", "source_date"),
    )
    last: ClassVar[tuple[str, ...]] = ("source_document", "source_words")

    source_document = IdField(_("Source: document"))
    source_paragraph = Text(_("Paragraph"))
    source_words = Text(
        _("Source in words"),
        description=_("Who or what stated it, where no document is kept here: a person, a letter."),
    )
    source_date = PartialDateField(_("Stated on"))


def offer_documents(form: Any) -> None:  # noqa: ANN401 - the library's fields are untyped
    """Fill the box of documents; the one that stands stays, also where it is archived or not open to the reader."""
    known = choices.documents(unit.session(), reader())
    standing = form.source_document.object_data
    if standing and standing not in dict(known):
        known.append((standing, gettext("not open to you")))
    form.source_document.choices = [("", gettext("none")), *known]

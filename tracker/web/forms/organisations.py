"""The forms of organisations, of their contact persons, and of a merge."""

from typing import ClassVar

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from tracker.domain.codes import OrganisationKind, Visibility
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    CodeField,
    IdField,
    LongText,
    Required,
    SubmissionField,
    Text,
    VersionField,
)


class OrganisationForm(Form):
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (
        ("kind", "territory_id"),
        ("name_en", "name_fr"),
        ("name_es", "name_ar"),
        ("name_zh", "name_ru"),
    )

    name = Text(_("Name"), validators=[Required()])
    acronym = Text(_("Acronym"))
    kind = CodeField(_("Kind"), codes=OrganisationKind, validators=[Required()], default=OrganisationKind.not_stated)
    territory_id = IdField(_("Territory"))
    owner_id = IdField(_("Part of"), description=_("The organisation whose office or part this is."))
    note = LongText(_("Note"))
    name_en = Text(_("Name in English"))
    name_fr = Text(_("Name in French"))
    name_es = Text(_("Name in Spanish"))
    name_ar = Text(_("Name in Arabic"))
    name_zh = Text(_("Name in Chinese"))
    name_ru = Text(_("Name in Russian"))
    identifiers = LongText(
        _("Outside identifiers"),
        description=_("What other systems call it, one a line: IATI: XM-DAC-41120, FTS: 2917, Umoja: 1100012345."),
    )
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()


class NewOrganisationForm(OrganisationForm):
    none_of_these = BooleanField(_("It is none of these: record it"))
    submission = SubmissionField()


class ContactForm(Form):
    pairs: ClassVar[tuple[tuple[str, str], ...]] = (("email", "phone"),)

    name = Text(_("Name"), validators=[Required()])
    title = Text(_("Office held"))
    email = Text(_("E-mail"))
    phone = Text(_("Telephone"))
    version = VersionField()
    submission = SubmissionField()


class MergeForm(Form):
    """Which organisation is the same as this one; then, seen what moves, the act itself."""

    other_id = IdField(_("The organisation that is the same"))
    version = VersionField()
    other_version = VersionField()


class UndoForm(Form):
    """Nothing but the token."""

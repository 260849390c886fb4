"""Changing several projects at once: what is to be done, to which, as they were shown."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from tracker.domain.codes import BulkKind
from tracker.web.forms import Form
from tracker.web.forms.fields import CodeField, IdField, Required, SubmissionField, Text


class BulkForm(Form):
    """`back`: the query of the list that the projects were ticked in."""

    change = CodeField(_("What to change"), codes=BulkKind, validators=[Required()], default=BulkKind.add_tag)
    manager_id = IdField(_("Manager"))
    tag = Text(_("Tag"))
    programme_id = IdField(_("Programme"))
    back = HiddenField()
    submission = SubmissionField()

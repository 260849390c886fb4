"""Forms of saved views."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from tracker.web.forms import Form
from tracker.web.forms.fields import Required, SubmissionField, Text, VersionField


class ViewForm(Form):
    """What a view is called, and who finds it."""

    name = Text(_("Name of the view"), validators=[Required()])
    shared = BooleanField(_("Share it with everybody who signs in"))
    version = VersionField()


class NewViewForm(ViewForm):
    submission = SubmissionField()


class ViewActForm(Form):
    """The buttons of a view, which only say which version they are of."""

    version = VersionField()

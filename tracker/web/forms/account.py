"""Forms of somebody's own account."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Length

from tracker.language import OWN_NAMES
from tracker.web.forms import Form
from tracker.web.forms.fields import Required, Text


class AccountForm(Form):
    name = Text(_("Name"), validators=[Required(), Length(max=120)])
    language = SelectField(_("Language"), choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()])
    reminders = BooleanField(_("Send me reminders by mail of reports that are due"))

"""Forms of somebody's own account."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import Length

from tracker.web.forms import Form
from tracker.web.forms.fields import Required, Text

OWN_NAMES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية", "zh": "中文", "ru": "русский"}


class AccountForm(Form):
    name = Text(_("Name"), validators=[Required(), Length(max=120)])
    language = SelectField(_("Language"), choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()])

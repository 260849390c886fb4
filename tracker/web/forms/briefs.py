"""The form in which a brief is ordered."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from tracker.web.forms import Form
from tracker.web.forms.account import OWN_NAMES
from tracker.web.forms.fields import Required, SubmissionField


class BriefForm(Form):
    """About which territory or mission, in which language."""

    key = SelectField(_("Territory or mission"), validators=[Required()])
    language = SelectField(
        _("Language of the brief"),
        choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()],
        validators=[Required()],
    )
    submission = SubmissionField()

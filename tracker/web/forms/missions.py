"""The form of a mission."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import Visibility
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    CodeField,
    DayField,
    IdField,
    IdsField,
    LongText,
    Required,
    SubmissionField,
    Text,
    VersionField,
)


class MissionForm(Form):
    """Who goes where, when and why, and what the brief tells them."""

    title = Text(_("Title"), validators=[Required()])
    purpose = LongText(_("Purpose"))
    start_day = DayField(_("First day"), validators=[Required()])
    end_day = DayField(_("Last day"), validators=[Required()])
    territories = IdsField(_("Territories"), validators=[Required()])
    members = IdsField(_("Who travels"))
    programme = IdField(_("Programme"))
    points_to_raise = LongText(_("Points to raise"))
    requests = LongText(_("What we ask"))
    counterparts = LongText(_("Counterparts"))
    sensitivities = LongText(_("Sensitivities"))
    security_focal_point = Text(_("Security focal point"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()
    submission = SubmissionField()

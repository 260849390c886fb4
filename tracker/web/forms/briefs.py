"""The form in which a brief is ordered."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import AnyOf

from tracker.domain.brief_orders import BriefOrder
from tracker.domain.codes import BriefKind
from tracker.language import OWN_NAMES
from tracker.web.forms import Form
from tracker.web.forms.fields import Required, SubmissionField

SUBJECTS = {
    BriefKind.mission: _("Territory or mission"),
    BriefKind.project: _("Project"),
    BriefKind.donor: _("Organisation that gave"),
    BriefKind.portfolio: _("Programme"),
}
"""What a brief of each kind is about."""


class BriefForm(Form):
    """About what, in which language; `full` for a programme's brief: with a page for each project."""

    kind = HiddenField(default=BriefKind.mission.value, validators=[AnyOf(list(BriefKind))])
    key = SelectField(validators=[Required()])
    language = SelectField(
        _("Language of the brief"),
        choices=[SelectChoice(*pair) for pair in OWN_NAMES.items()],
        validators=[Required()],
    )
    full = BooleanField(_("With a page for each project"))
    submission = SubmissionField()

    @property
    def order(self) -> BriefOrder:
        """What is ordered."""
        kind = self.brief_kind
        full = bool(self.full.data) and kind == BriefKind.portfolio
        return BriefOrder(kind=kind, key=str(self.key.data), lang=str(self.language.data), full=full)

    @property
    def brief_kind(self) -> BriefKind:
        """The kind that is asked for; mission, where there is no such kind."""
        asked = str(self.kind.data)
        return BriefKind(asked) if asked in list(BriefKind) else BriefKind.mission

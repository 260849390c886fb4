"""The form in which a brief is ordered."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types
from wtforms.validators import AnyOf, Length, ValidationError

from tracker.domain.brief_orders import LONGEST_NOTE, SAME, BriefOrder
from tracker.domain.codes import BriefKind
from tracker.language import OWN_NAMES
from tracker.web.forms import Form
from tracker.web.forms.fields import DayField, LongText, Required, SubmissionField

SUBJECTS = {
    BriefKind.mission: _("Territory or mission"),
    BriefKind.project: _("Project"),
    BriefKind.donor: _("Organisation that gave"),
    BriefKind.portfolio: _("Programme"),
    BriefKind.minute: _("Review"),
}
"""What a brief of each kind is about."""

_LANGUAGES = [SelectChoice(*pair) for pair in OWN_NAMES.items()]


def another(form: Form, field: SelectField) -> None:
    """A brief side by side with itself says nothing twice."""
    if field.data and field.data == form["language"].data:
        raise ValidationError(_(SAME))


class BriefForm(Form):
    """About what, in which language; `full` for a portfolio's brief: with a page for each project; of another day.

    `selection`: it is about the projects that these filters of their list find; then it has no key. `issue` is said by the
    button that issues, where what this means stands beside it.
    """

    kind = HiddenField(default=BriefKind.mission.value, validators=[AnyOf(list(BriefKind))])
    selection = HiddenField()
    key = SelectField(validators=[Required()])
    language = SelectField(
        _("Language of the brief"),
        choices=_LANGUAGES,
        validators=[Required()],
    )
    second = SelectField(
        _("Second language, side by side"),
        choices=[SelectChoice("", _("none")), *_LANGUAGES],
        default="",
        validators=[another],
    )
    full = BooleanField(_("With a page for each project"))
    as_of = DayField(_("True on"))
    known_on = DayField(_("Known on"))
    issue = HiddenField()
    note = LongText(_("Covering note"), validators=[Length(max=LONGEST_NOTE)])
    submission = SubmissionField()

    @property
    def order(self) -> BriefOrder:
        """What is ordered."""
        kind = self.brief_kind
        full = bool(self.full.data) and kind == BriefKind.portfolio
        return BriefOrder(
            kind=kind,
            key="" if self.is_of_selection else str(self.key.data),
            selection=str(self.selection.data) if self.is_of_selection else "",
            lang=str(self.language.data),
            second=self.second.data or "",
            full=full,
            as_of=self.as_of.data,
            known_on=self.known_on.data,
            note=self.note.data or "",
            issue=bool(self.issue.data),
        )

    @property
    def is_of_selection(self) -> bool:
        """Is it about a list's projects, not about a record?"""
        return bool(self.selection.data) and self.brief_kind == BriefKind.portfolio

    @property
    def brief_kind(self) -> BriefKind:
        """The kind that is asked for; mission, where there is no such kind."""
        asked = str(self.kind.data)
        return BriefKind(asked) if asked in list(BriefKind) else BriefKind.mission

"""Forms of reviews: what they are, and what is written down in them."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its published types

from tracker.language import OWN_NAMES
from tracker.web.forms import Form
from tracker.web.forms.briefs import another
from tracker.web.forms.fields import (
    DayField,
    IdField,
    LongText,
    Required,
    SubmissionField,
    Text,
    VersionField,
)

_LANGUAGES = [SelectChoice(*pair) for pair in OWN_NAMES.items()]


class ReviewForm(Form):
    """What a review is called, when it is held, since when it asks what changed, and who takes part."""

    pairs = (("held_day", "since"),)

    title = Text(_("Title"), validators=[Required()])
    held_day = DayField(_("Day of the review"), validators=[Required()])
    since = DayField(_("Show what changed since"), description=_("Usually the day of the last review of this list."))
    participants = LongText(_("Participants"), description=_("One a line. They stand at the head of the minute."))
    version = VersionField()
    submission = SubmissionField()


class DecisionForm(Form):
    text = LongText(_("What is decided"), validators=[Required()])
    version = VersionField()
    submission = SubmissionField()


class AgreedForm(Form):
    """An action point as a meeting agrees it: it is open."""

    pairs = (("owner_id", "due_day"),)

    title = Text(_("What is to be done"), validators=[Required()])
    owner_id = IdField(_("By whom"))
    due_day = DayField(_("Due"))
    version = VersionField()
    submission = SubmissionField()


class SeenForm(Form):
    seen = BooleanField(_("Discussed"))


class CloseForm(Form):
    """In which languages the minute is printed, and whether it gets a number."""

    language = SelectField(_("Language of the minute"), choices=_LANGUAGES, validators=[Required()])
    second = SelectField(
        _("Second language, side by side"), choices=[SelectChoice("", _("none")), *_LANGUAGES], validators=[another]
    )
    issue = BooleanField(_("Issue it: it gets a number and never changes"), default=True)
    version = VersionField()
    submission = SubmissionField()


class ReopenForm(Form):
    why = LongText(_("Reason"), validators=[Required()])
    version = VersionField()

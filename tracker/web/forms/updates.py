"""The form in which a status is reported, and the one in which a report is returned."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import Health, Stage
from tracker.web.forms import Form
from tracker.web.forms.fields import (
    CodeField,
    CodeRadio,
    DayField,
    LongText,
    Required,
    SubmissionField,
    VersionField,
)


class UpdateForm(Form):
    """Four fields and a date. `action` says whether it is kept as a draft, submitted or published."""

    health = CodeRadio(
        _("How is it going?"), codes=[Health.on_track, Health.at_risk, Health.off_track], validators=[Required()]
    )
    stage = CodeField(_("Stage"), codes=Stage, validators=[Required()])
    happened = LongText(_("What happened"), validators=[Required()])
    next_step = LongText(_("Next step"))
    as_of = DayField(_("As of"), validators=[Required()])
    version = VersionField()
    submission = SubmissionField()


class ReturnForm(Form):
    why = LongText(_("What is missing"), validators=[Required()])
    version = VersionField()

"""Forms of disasters and of statements of their impact."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import Hazard, Visibility
from tracker.web.forms.counted import HELP, MeasureField, RangeField
from tracker.web.forms.fields import (
    CodeField,
    LongText,
    PartialDateField,
    Required,
    SubmissionField,
    Text,
    VersionField,
)
from tracker.web.forms.placed import PlacedForm
from tracker.web.forms.sources import SourcedForm


class DisasterForm(PlacedForm):
    """An event. Its impact is stated on its page, each statement with date and source."""

    name = Text(_("Name"), validators=[Required()])
    hazard = CodeField(_("Hazard"), codes=Hazard, empty=_("choose"), validators=[Required()])
    glide = Text(_("GLIDE number"))
    on = PartialDateField(_("Date"))
    end = PartialDateField(_("Last day"))
    summary = LongText(_("Summary"))
    visibility = CodeField(_("Who may see it"), codes=Visibility, validators=[Required()], default=Visibility.internal)
    version = VersionField()
    submission = SubmissionField()


class ImpactForm(SourcedForm):
    pairs = (("measure", "figure"), *SourcedForm.pairs)

    measure = MeasureField(
        _("Measure"),
        validators=[Required()],
        description=_("What is counted; choose one that is suggested where it fits."),
    )
    figure = RangeField(_("How many"), validators=[Required()], description=HELP)
    on = PartialDateField(
        _("As of"), description=_("The day the figure is true of. The newest counts; earlier ones stay below it.")
    )
    version = VersionField()
    submission = SubmissionField()

"""How a programme wants to be reported to."""

from flask_babel import lazy_gettext as _

from tracker.domain.codes import ReportingPeriod
from tracker.web.forms import Form
from tracker.web.forms.fields import CodeField, Required, VersionField, WholeField


class ReportingForm(Form):
    reporting = CodeField(_("How often projects report"), codes=ReportingPeriod, empty=_("no regular reports"))
    reporting_days = WholeField(_("Days after the period’s end until a report is due"), validators=[Required()])
    version = VersionField()

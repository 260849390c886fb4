"""The forms of rates of exchange: one rate, and a list of them."""

from flask_babel import lazy_gettext as _
from wtforms import FileField

from tracker.web.forms import Form
from tracker.web.forms.fields import (
    AmountField,
    CurrencyField,
    DayField,
    LongText,
    Required,
    SubmissionField,
    Text,
    VersionField,
)


class RateForm(Form):
    currency = CurrencyField(_("Currency"), validators=[Required()])
    day = DayField(_("In force from"), validators=[Required()])
    units_per_dollar = AmountField(_("Units per US dollar"), validators=[Required()])
    source = Text(_("Source"), validators=[Required()])
    version = VersionField()
    submission = SubmissionField()


class RatesForm(Form):
    """A CSV file, or the same as text. On the preview only the text is carried on, with the preview's own mark."""

    file = FileField(_("File"), render_kw={"accept": ".csv,.txt,.tsv,text/csv"})
    text = LongText(_("Or its contents"))

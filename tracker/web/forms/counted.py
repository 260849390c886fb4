"""Fields for what is counted: a number between bounds, and texts with suggestions."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import StringField
from wtforms.widgets import TextInput

from tracker.domain import ranges
from tracker.domain.codes import MEASURES
from tracker.domain.errors import Refused
from tracker.domain.ranges import Range
from tracker.web import language

HELP = _("A number, a range such as 26271-50000, or a bound such as >40000.")


class RangeField(StringField):
    """A whole number between bounds, as sources state it: 26271-50000, >40000, about 30000; empty is None."""

    data: Range | None  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        try:
            self.data = ranges.read("".join(valuelist), language.current(), self.name)
        except Refused as refused:
            raise ValueError(gettext(refused.why) % refused.values) from refused


class _WithSuggestions(TextInput):
    def __call__(self, field: Any, **kwargs: Any) -> Markup:  # noqa: ANN401 - as the library has it
        own = f"{kwargs.get('id', field.id)}-suggested"
        shown = super().__call__(field, **{**kwargs, "list": own})
        options = Markup("").join(Markup('<option value="{}"></option>').format(str(one)) for one in field.suggested)
        return shown + Markup('<datalist id="{}">{}</datalist>').format(own, options)


class SuggestField(StringField):
    """One line of text, with words that are suggested and may be passed over."""

    widget = _WithSuggestions()

    def __init__(self, label: Any = None, *, suggested: Iterable[Any] = (), **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.suggested = list(suggested)


class MeasureField(SuggestField):
    """A measure of impact: one that is offered is shown in the reader's words and kept in those of the list."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(label, suggested=[_(measure) for measure in MEASURES], **kwargs)

    def _value(self) -> str:
        said = str(self.raw_data[0] if self.raw_data else self.data or "")
        return gettext(said) if said in MEASURES else said

    def process_formdata(self, valuelist: list[str]) -> None:
        said = "".join(valuelist).strip()
        kept = {gettext(measure).casefold(): measure for measure in MEASURES}
        self.data = kept.get(said.casefold(), said) or None

"""The form in which a record's texts are translated: a box for each text, made for the record that is asked for."""

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from tracker.domain.queries.translating import Line
from tracker.web.field_names import FIELDS
from tracker.web.forms import Form
from tracker.web.forms.fields import LongText

LONGEST = 20_000


class TranslationForm(Form):
    """`lines` are the texts; each has a box, a sign of what stood there, and where it is old a tick that it holds."""

    lines: Sequence[Line] = ()

    @property
    def status(self) -> int:
        return 409 if self.overtaken else super().status

    @property
    def overtaken(self) -> bool:
        """Did somebody write one of the texts meanwhile?"""
        return self.is_submitted() and any(self._is_overtaken(line) for line in self.lines)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's own signature
        sound: bool = super().validate(extra_validators)
        for line in self.lines:
            if self._is_overtaken(line):
                why = gettext("Somebody wrote here meanwhile: “%(text)s”. Save again to put yours in its place.")
                self.box(line).errors = [why % {"text": line.text or "–"}]
                sound = False
        return sound

    @property
    def groups(self) -> list[list[Line]]:
        """The texts, record by record."""
        return [list(of_one) for _, of_one in itertools.groupby(self.lines, key=lambda line: line.record_id)]

    def box(self, line: Line) -> Any:  # noqa: ANN401 - the library's fields are untyped
        """Where a text's translation is typed."""
        return self[f"text-{line.name}"]

    def tick(self, line: Line) -> Any:  # noqa: ANN401 - as above
        """Whether an older translation still holds."""
        return self[f"holds-{line.name}"]

    def changed(self) -> list[tuple[Line, str | None]]:
        """The texts that are to say something else, or that are said to hold, with what they are to say."""
        told = [(line, self.box(line).data) for line in self.lines]
        return [
            (line, text) for line, text in told if text != line.text or (line.stale and text and self.tick(line).data)
        ]

    def look_again(self) -> None:
        """Show what stands now as seen, so that saving again replaces it."""
        for line in self.lines:
            self[f"was-{line.name}"].data = _sign(line)

    def _is_overtaken(self, line: Line) -> bool:
        seen, typed = self[f"was-{line.name}"].data, self.box(line).data
        return bool(seen != _sign(line) and typed != line.text)


def form_for(lines: Sequence[Line]) -> TranslationForm:
    """The form for these texts, filled with the translations that stand."""
    fields: dict[str, Any] = {"lines": lines}
    for line in lines:
        label = gettext(FIELDS.get(line.field, line.field.replace("_", " ")))
        fields[f"text-{line.name}"] = LongText(label, default=line.text, validators=[Length(max=LONGEST)])
        fields[f"was-{line.name}"] = HiddenField(default=_sign(line))
        fields[f"holds-{line.name}"] = BooleanField(gettext("It still holds"))
    form: TranslationForm = type("RecordTranslationForm", (TranslationForm,), fields)()
    return form


def _sign(line: Line) -> str:
    """A few letters that tell what stands from anything else."""
    return hashlib.sha256((line.text or "").encode()).hexdigest()[:12]

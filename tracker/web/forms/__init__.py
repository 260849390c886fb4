"""Forms: what all of them share. Text is stripped, refusals find their field, kept text comes back."""

from typing import Any, ClassVar, Self

from flask_wtf import FlaskForm
from flask_wtf.form import _is_submitted
from wtforms import HiddenField, StringField, TextAreaField

from tracker.domain.drafts.check import Draft, check
from tracker.domain.errors import Refused, RefusedMany
from tracker.domain.queries.translating import TEXTS
from tracker.web import kept
from tracker.web.problems import words

__all__ = ["Form"]


_NO_TEXT = dict.fromkeys(set(range(32)) - {9, 10, 13})
"""Control characters that a paste brings along and no page or paper can show."""


_WORDS = frozenset(name for _table, names in TEXTS.values() for name in names)
"""Fields of records that hold words of some language."""


def _stripped(value: object) -> object:
    """Without margins; nothing but margins is nothing."""
    return value.translate(_NO_TEXT).strip() or None if isinstance(value, str) else value


class Form(FlaskForm):
    """A form that posts to the address it stands at.

    `pairs`: the names of fields that stand side by side; `last`: those that stand after all others.
    """

    pairs: ClassVar[tuple[tuple[str, str], ...]] = ()
    last: ClassVar[tuple[str, ...]] = ()

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: FlaskForm, unbound: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's
            if issubclass(unbound.field_class, StringField):
                given = unbound.kwargs.get("filters", ())
                options = {**options, "filters": [_stripped, *given]}
            return super().bind_field(form, unbound, options)

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:  # noqa: ANN401 - the library's own signature
            wrapped = super().wrap_formdata(form, formdata)
            return kept.take() if wrapped is None and not _is_submitted() else wrapped

    @property
    def status(self) -> int:
        """What a page with this form answers: 422 when it was refused."""
        return 422 if self.errors else 200

    @property
    def rows(self) -> list[list[Any]]:
        """The fields that people see, as they are laid out: alone or side by side."""
        shown = {name: field for name, field in self._fields.items() if not isinstance(field, HiddenField)}
        beside = dict(pair for pair in self.pairs if set(pair) <= shown.keys())
        firsts = [name for name in shown if name not in beside.values()]
        firsts.sort(key=lambda name: name in self.last)
        return [[shown[name], *([shown[beside[name]]] if name in beside else [])] for name in firsts]

    def speaking(self, lang: str) -> Self:
        """The form of a record that is written in a language: boxes that hold words of it say so, whoever reads them."""
        for name, field in self._fields.items():
            worded = isinstance(field, TextAreaField) or (name in _WORDS and isinstance(field, StringField))
            if worded and field.data:
                field.render_kw = {**(field.render_kw or {}), "lang": lang, "dir": "auto"}
        return self

    def facts(self, *without: str) -> dict[str, Any]:
        """What was given, by field name, without the fields that only carry the form itself."""
        leave = {"csrf_token", "version", "submission", *without}
        return {name: field.data for name, field in self._fields.items() if name not in leave}

    def draft(self, kind: type[Draft]) -> Draft | None:
        """What was posted, as a checked draft. None where nothing was, or it was refused: then all of why is in the form."""
        if not self.is_submitted():
            return None
        sound = self.validate()
        try:
            draft = check(kind, self.facts())
        except RefusedMany as refused:
            silent = [problem for problem in refused.problems if problem.field not in self.errors]
            self.refuse(RefusedMany(silent))
            return None
        return draft if sound else None

    def refuse(self, refused: Refused | RefusedMany) -> None:
        """Show why at the field it names, in the reader's language; above the form where it names none of these."""
        problems = refused.problems if isinstance(refused, RefusedMany) else [refused]
        for problem in problems:
            self._show(problem.field, words(problem))

    def _show(self, name: str, why: str) -> None:
        field = self._fields.get(name)
        if field is None:
            self.form_errors.append(why)
        else:
            field.errors = [*field.errors, why]

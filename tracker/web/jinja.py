"""Jinja as this program uses it: templates of whole pages are compiled once for each language, with its words in them."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import nodes

from tracker.web import compiling, language


class ByLanguage:
    """A filter that puts a value into the reader's words; pages compiled for a language have it for that one."""

    def __init__(self, function: Callable[[Any, str], str]) -> None:
        self._function = function

    def __call__(self, value: Any) -> str:  # noqa: ANN401 - whatever the filter takes
        return self._function(value, language.current())

    def of(self, lang: str) -> Callable[[Any], str]:
        """The same where the language is known."""
        function = self._function
        return lambda value: function(value, lang)


class _Environment(Environment):
    """Flask's, with templates that are compiled our way; `lang`: the language whose words are compiled in, if any."""

    code_generator_class = compiling.Generator
    put, mark, said = staticmethod(compiling.put), staticmethod(compiling.mark), staticmethod(compiling.said)
    lang: str | None = None

    def __init__(self, app: Flask, **options: Any) -> None:  # noqa: ANN401 - Flask's signature
        super().__init__(app, **options)
        self.known: dict[str, Any] = {}

    def in_language(self, lang: str) -> "_Environment":
        """An environment of its own for the pages in a language."""
        made: Any = self.overlay()
        made.lang, made.known = lang, {}
        made.filters = {
            name: kept.of(lang) if isinstance(kept, ByLanguage) else kept for name, kept in self.filters.items()
        }
        page_environment: _Environment = made
        return page_environment

    def macros_of(self, template: str) -> Any:  # noqa: ANN401 - Jinja's module of macros
        """The macros of a template: looked up once, but while templates are being written."""
        if template not in self.known or self.auto_reload:
            self.known[template] = self.get_template(template).module
        return self.known[template]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.lang is not None:
            compiling.Words(self.lang).visit(tree)
        return tree


def register(app: Flask) -> None:
    """To be called before anything looks for the app's templates."""
    app.jinja_environment = _Environment  # type: ignore[assignment]  # of Flask's class
    app.extensions["templates"] = {}


def rendered(template: str, lang: str, context: dict[str, Any]) -> str:
    """A whole page in a language. What the libraries would add for their own pages it has no use for."""
    at_hand = current_app.extensions["at_hand"]
    made: dict[str, _Environment] = current_app.extensions["templates"]
    if lang not in made:
        made[lang] = current_app.jinja_env.in_language(lang)  # type: ignore[attr-defined]
    return made[lang].get_template(template).render({**at_hand(), **context})

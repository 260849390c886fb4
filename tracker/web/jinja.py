"""Jinja as this program uses it: without what a page would ask a hundred times and always be answered the same.

Templates of whole pages are compiled once for each language, with its words in them.
"""

from typing import Any

from flask import Flask, current_app
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # the C function below `escape`

from tracker.language import translator


class _Template(Template):
    """Macros are imported without the importing page's own globals, of which there are none to look for."""

    def _get_default_module(self, _ctx: Context | None = None) -> Any:  # noqa: ANN401 - Jinja's module of macros
        return super()._get_default_module()


class _Context(Context):
    """Most of what templates call are macros: they are called at once, all else as Jinja does."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja has it
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(self.eval_ctx, *args, **kwargs)


class _Words(NodeTransformer):
    """Puts the words themselves where a template says `_("…")` and nothing is to be filled in."""

    def __init__(self, lang: str) -> None:
        self._said = translator(lang)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))], kwargs=[], dyn_kwargs=None
            ):
                words = self._said(message)
                return node if "%" in words else nodes.MarkSafe(nodes.Const(words), lineno=node.lineno)
        return node


def _put(value: object) -> str:
    """What a template puts out, escaped unless it is markup: without making markup of each piece, as Jinja would."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # known by its type
    return _escape_inner(value) if kind is str else escape(value)  # type: ignore[arg-type]  # as above


class _CodeGenerator(CodeGenerator):
    """Writes `_put` where Jinja writes `escape`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.put({finalize.src or ''}")


class _Environment(Environment):
    """Flask's, with templates and contexts as above; `lang`: the language whose words are compiled in, if any."""

    template_class = _Template
    context_class = _Context
    code_generator_class = _CodeGenerator
    put = staticmethod(_put)
    lang: str | None = None

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if self.lang is not None:
            _Words(self.lang).visit(tree)
        return tree


def register(app: Flask) -> None:
    """To be called before anything looks for the app's templates."""
    app.jinja_environment = _Environment
    app.extensions["templates"] = {}


def rendered(template: str, lang: str, context: dict[str, Any]) -> str:
    """A whole page in a language."""
    current_app.update_template_context(context)
    page: str = _environment(lang).get_template(template).render(context)
    return page


def _environment(lang: str) -> _Environment:
    made: dict[str, _Environment] = current_app.extensions["templates"]
    if lang not in made:
        fresh = current_app.jinja_env.overlay()
        fresh.lang = lang  # type: ignore[attr-defined]
        made[lang] = fresh  # type: ignore[assignment]
    return made[lang]

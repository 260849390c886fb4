"""Jinja as this program uses it: without the questions that a page would ask a hundred times and never needs."""

from typing import Any

from flask import Flask
from jinja2 import Template
from jinja2.runtime import Context, Macro


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


def register(app: Flask) -> None:
    app.jinja_env.template_class = _Template
    app.jinja_env.context_class = _Context

"""How templates become Python: as Jinja has it, without what a page would ask a hundred times to no end.

Macros are plain functions, and whatever a template calls is called as it stands. Words that are known when a template
is compiled stand in it as text.
"""

import re
from collections.abc import Callable
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # the C function below `escape`

from tracker.language import translator

_VALUE = re.compile(r"%\((\w+)\)s")
_SAID = "said"


def put(value: object) -> str:
    """What a template puts out, escaped unless it is markup: without making markup of each piece, as Jinja would."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # known by its type
    return _escape_inner(value) if kind is str else escape(value)  # type: ignore[arg-type]  # as above


mark: Callable[[str], Markup] = partial(str.__new__, Markup)
"""What a macro made, as markup: past the way by which `Markup` takes anything."""


def said(*pieces: object) -> Markup:
    """A message whose words are known, with values between them."""
    return mark("".join([put(piece) for piece in pieces]))


class Words(NodeTransformer):
    """Puts the words of a language where a template says `_("…")`, and values between them where it names some."""

    def __init__(self, lang: str) -> None:
        self._say = translator(lang)

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="_"), args=[nodes.Const(value=str(message))], dyn_args=None, dyn_kwargs=None
            ):
                return self._said(node, {given.key: given.value for given in node.kwargs}, self._say(message))
        return node

    def _said(self, node: nodes.Call, values: dict[str, nodes.Expr], words: str) -> nodes.Expr:
        """The words; the call as it stands where they hold something that is not filled in."""
        texts, names = _VALUE.split(words)[::2], _VALUE.findall(words)
        if "%" in "".join(texts) or not values.keys() >= set(names):
            return node
        pieces: list[nodes.Expr] = [_safe(texts[0], node.lineno)]
        for name, text in zip(names, texts[1:], strict=True):
            pieces += [values[name], _safe(text, node.lineno)]
        if not names:
            return pieces[0]
        speaker = nodes.EnvironmentAttribute(_SAID, lineno=node.lineno)
        return nodes.Call(speaker, pieces, [], None, None, lineno=node.lineno)

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Puts out the pieces of a message one by one: its words join the markup around them."""
        self.generic_visit(node)
        pieces: list[nodes.Expr] = []
        for piece in node.nodes:
            match piece:
                case nodes.Call(node=nodes.EnvironmentAttribute(name="said"), args=parts):
                    pieces += parts
                case _:
                    pieces.append(piece)
        node.nodes = pieces
        return node


def _safe(text: str, lineno: int) -> nodes.Expr:
    return nodes.MarkSafe(nodes.Const(text), lineno=lineno)


class Generator(CodeGenerator):
    """Writes calls as calls, macros as functions, and `put` where Jinja writes `escape`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's own
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"environment.put({finalize.src or ''}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: FBT001, FBT002, N802 - Jinja's signature
        """What is called gets its arguments and no more, but for the few functions that ask for Jinja's context."""
        odd = node.dyn_args or node.dyn_kwargs or any(iskeyword(given.key) for given in node.kwargs)
        if odd or self._asks_for_context(node.node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.mark(")
        self.visit(node.expr, frame)
        self.write(")")

    def _asks_for_context(self, called: nodes.Expr) -> bool:
        known: Any = self.environment.globals.get(called.name) if isinstance(called, nodes.Name) else None
        return _PassArg.from_obj(known) is not None

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A function with the macro's arguments under their names, where Jinja makes an object that sorts them out."""
        names = [argument.name for argument in macro_ref.node.args]
        takes_all = macro_ref.accesses_kwargs or macro_ref.accesses_varargs
        if takes_all or any(map(iskeyword, names)) or not frame.eval_ctx.autoescape:
            super().macro_def(macro_ref, frame)
            return
        taken = [f"{name}=missing" for name in names]
        if macro_ref.accesses_caller and "caller" not in names:
            names.append("caller")
            taken.append('caller=undefined("No caller defined", name="caller")')
        function = f"lambda {', '.join(taken)}: _mark(_made({', '.join(names)}))"
        self.write(f"(lambda _made, _mark: {function})(macro, environment.mark)")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.macros_of(")
        self.visit(node.template, frame)
        self.write(")")

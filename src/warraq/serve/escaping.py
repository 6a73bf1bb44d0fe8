"""Escaping at half its price: Jinja's environment, but what goes straight into a page is not made into Markup first,
and what a page calls is called directly.

A page of the press puts out some five hundred values. MarkupSafe's `escape` wraps each in a new Markup object (1 µs),
which the page then joins as text; here a finished piece goes in as it is and a text is escaped as text. Nothing is
ever left unescaped: whatever is neither text nor Markup still goes through `escape`. Jinja asks of everything that is
called whether it wants to be handed the context (1 µs); nothing of ours does.
"""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def piece(value: object) -> str:
    """A value as it stands in a page: escaped, unless it is Markup."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return (
            value.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&#34;")
            .replace("'", "&#39;")
        )
    return escape(value)


class PieceGenerator(CodeGenerator):
    """Writes `environment.piece(…)` where Jinja writes `escape(…)`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.piece(")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """`name(…)` where Jinja writes `context.call(name, …)`."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or not frame.eval_ctx.autoescape:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class PageEnvironment(Environment):
    """For pages: autoescape is meant to be on."""

    code_generator_class = PieceGenerator
    piece = staticmethod(piece)

"""The calls of the package's own functions inside a program, and of what they have made."""

from __future__ import annotations

import ast
from typing import Any

from adcompiler.custom import checkpoint, custom_jvp, custom_vjp
from adcompiler.errors import refuse
from adcompiler.frontend import memory, opaque, texts, views
from adcompiler.frontend.computed_again import checkpointed, wrapped
from adcompiler.frontend.scope import Scope, Thing
from adcompiler.gates import gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.nodes import Struct, Value
from adcompiler.ir.types import is_differentiable

STOP = HELPERS["stop_gradient"]


def stopped(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `stop_gradient(x)`, of a container item by item."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", "stop_gradient takes one argument", scope.span(node))
    content = memory.now(scope, args[0])
    if isinstance(content, Struct):
        items = tuple(stopped(scope, node, [i], {}) for i in content.items)
        return Struct(content.kind, items, content.keys, content.cls)
    if not isinstance(content, Value) or not is_differentiable(content.type):
        return content
    return views.viewed(scope, args[0], scope.program.b.apply(gate(STOP), content))


def _made_inside(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    raise refuse(
        "AD205",
        "a function with a rule of its own, made inside a differentiated program",
        scope.span(node),
        "made here",
        "make it outside",
    )


def _breakpoint(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `breakpoint()`, which stands in blocks of the backward sweep only."""
    if args or keywords or not any(f.backward for f in scope.program.calls):
        raise opaque.refused(scope, node, breakpoint)
    return texts.tell(scope, node, args, keywords, function=breakpoint)


SPECIAL: dict[Any, Any] = {
    STOP: stopped,
    breakpoint: _breakpoint,
    checkpoint: wrapped,
    checkpointed: checkpointed,
    custom_vjp: _made_inside,
    custom_jvp: _made_inside,
}

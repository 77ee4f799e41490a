"""The calls of the package's own functions inside a program, and of what they have made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from adcompiler.custom import checkpoint, custom_jvp, custom_vjp
from adcompiler.errors import refuse
from adcompiler.frontend import contents, memory, opaque, templates, texts, views
from adcompiler.frontend.computed_again import checkpointed, wrapped
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Conflict, Thing
from adcompiler.gates import gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Tree, is_differentiable
from adcompiler.records import counts, is_number
from adcompiler.vectors import ravel

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


def raveled(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `ravel(x)`; the function that undoes it is one that cannot be called here."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", "ravel takes one argument", scope.span(node))
    leaves = [*_numbers(scope, memory.now(scope, args[0]))]
    if not leaves:
        raise refuse("AD301", "ravel of what holds no numbers", scope.span(node))
    names = {f"<part_{k}>": leaf for k, leaf in enumerate(leaves)}
    text = f"<np>.concatenate([{', '.join(f'<np>.ravel({name})' for name in names)}])"
    vector = templates.value(scope, node, text, names)
    made = Struct(
        "tuple", (vector, Conflict("ravel was called inside the function; call it outside"))
    )
    scope.program.b.place(made)
    return made


def _numbers(scope: Scope, content: Thing) -> Iterator[Thing]:
    if isinstance(content, Value) and isinstance(content.type, Tree):
        content = contents.taken_apart(scope, content)
    if isinstance(content, Struct):
        words = content.keys or content.items
        for word, item in zip(words, content.items, strict=True):
            integer = isinstance(item, Const) and isinstance(item.value, int)
            if not (integer and content.cls and counts(content.cls, str(word))):
                yield from _numbers(scope, memory.now(scope, item))
    elif isinstance(content, Const) and is_number(content.value):
        yield Const(float(content.value)) if isinstance(content.value, int) else content
    elif isinstance(content, Value) and is_differentiable(content.type):
        yield content


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
    ravel: raveled,
    checkpointed: checkpointed,
    custom_vjp: _made_inside,
    custom_jvp: _made_inside,
}

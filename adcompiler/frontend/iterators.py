"""Iterators: Python walks them late and only once, the compiler at once where they are made.

That is the same as long as they are used where they stand. So an iterator is not kept: not
in a variable, a container or an argument, where writes could come between, or a second walk.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from adcompiler.errors import refuse
from adcompiler.frontend import memory
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Thing, TooEarly
from adcompiler.gates.domains import may_lack_value
from adcompiler.ir.nodes import Apply, Block, Call, Op, Struct, Value
from adcompiler.ir.types import is_iterator
from adcompiler.ir.walk import all_ops, has_effects, takes


def made(scope: Scope, thing: Thing, eager: bool = False) -> Thing:
    """Remember that a thing just made is an iterator; one from outside is walked late anyway.

    With `eager` its walk is seen: it may raise, or writes to something.
    """
    outside = isinstance(thing, Value) and is_iterator(thing.type)
    if isinstance(thing, Struct | Value) and not outside:
        scope.program.iterators.add(thing)
        if eager:
            scope.program.eager.add(thing)
    return thing


def is_eager(scope: Scope, saved: State) -> bool:
    """Tell whether it is seen that something was walked since: as a whole, and at once."""
    b = scope.program.b
    bound = (k for k in scope.env if isinstance(k, str) and k[0] != "<")
    if saved.changed() or any(k not in saved.env for k in bound):
        return True
    return any(
        isinstance(op, Call)
        or has_effects(op)
        or (isinstance(op, Apply) and may_lack_value(op, b.made))
        for op in all_ops(Block((), tuple(b.ops[saved.count :]), ()))
    )


def check_whole(scope: Scope, node: ast.AST, *things: Thing) -> None:
    """Refuse an iterator of which Python may leave a part alone, where the rest is seen."""
    seen = scope.program.eager
    if any(t in seen or memory.now(scope, t) in seen for t in things if is_thing(t)):
        refusal = refuse(
            "AD402",
            "an iterator that may be walked in part only",
            scope.span(node),
            "the rest of it may raise, or writes to something",
            "make a list of it first: [... for ... in ...]; or write the loop with its break",
        )
        raise TooEarly(refusal)


def check_apart(scope: Scope, node: ast.AST, target: ast.expr, given: Sequence[ast.expr]) -> None:
    """Refuse a generator that reads the very thing that its items are put into one by one."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    for made in given:
        read = {n.id for n in ast.walk(made) if isinstance(n, ast.Name)}
        if isinstance(made, ast.GeneratorExp) and getattr(target, "id", None) in read:
            raise refuse(
                "AD402",
                "a generator that reads what its items are put into",
                scope.span(node),
                "each item is put in before the next is made",
                "make a list of it first: [... for ... in ...]; or append in a loop",
            )


def is_thing(thing: Thing) -> bool:
    """Tell whether a thing may be an iterator at all."""
    return isinstance(thing, Struct | Value)


def used_up(scope: Scope, *things: Thing) -> None:
    """Forget iterators whose items are in a list or tuple now."""
    scope.program.iterators.difference_update(t for t in things if is_one(scope, t))


def is_one(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is an iterator."""
    return isinstance(thing, Struct | Value) and thing in scope.program.iterators


def check_not_kept(scope: Scope, node: ast.AST, *things: Thing) -> None:
    """Refuse an iterator where it would be kept for later."""
    if any(is_one(scope, thing) for thing in things):
        raise refuse(
            "AD402",
            "an iterator that is kept for later",
            scope.span(node),
            "it would be walked later, and only once",
            "make a list of it, or use it where it is made",
        )


def check_on_time(scope: Scope, node: ast.AST, ops: list[Op]) -> None:
    """Refuse a generator walked at once that takes from an iterator outside.

    Who walks it may stop, and then Python leaves the rest in the iterator.
    """
    if any(map(takes, ops)):
        refusal = refuse(
            "AD402",
            "a generator that takes from an iterator",
            scope.span(node),
            "how far it is walked decides what is left",
            "walk it by a for loop, or make a list: [... for ... in ...]",
        )
        raise TooEarly(refusal)

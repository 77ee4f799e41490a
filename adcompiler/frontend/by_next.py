"""Loops over an object of the user's that has `__next__`: the `while` that asks it each round.

for v in it:            <more> = True
    body                while <more>:
                            try:
                                v = it.__next__()
                            except StopIteration:
                                <more> = False
                                continue
                            body
"""

from __future__ import annotations

import ast

from adcompiler.frontend import expressions, objects, stand_ins
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const

MORE, ASKED, STOPPED = "<more{}>", "<iterator{}>", "<stopped>"


def is_one(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is an object whose class has a `__next__` that the program reads."""
    cls = objects.class_of(scope, thing)
    return cls is not None and cls is not walking.Items and hasattr(cls, "__next__")


def as_while(scope: Scope, node: ast.For) -> ast.While | None:
    """Return the `while` that a loop over such an object is, None in a part of it."""
    thing = expressions.expression(scope, node.iter)
    iterator = objects.special(scope, node, thing, "__iter__", [])
    if iterator is None or not is_one(scope, iterator):
        return None
    where = f"_{node.lineno}_{node.col_offset}"
    more, asked = MORE.format(where), ASKED.format(where)
    scope.env.update({more: Const(True), asked: iterator, STOPPED: Static(StopIteration)})
    following = ast.Attribute(ast.Name(asked, ast.Load()), "__next__", ast.Load())
    over: list[ast.stmt] = [
        ast.Assign([ast.Name(more, ast.Store())], ast.Constant(False)),
        ast.Continue(),
    ]
    ended = ast.ExceptHandler(ast.Name(STOPPED, ast.Load()), None, over)
    ask = ast.Try([ast.Assign([node.target], ast.Call(following, [], []))], [ended], [], [])
    made = ast.While(ast.Name(more, ast.Load()), [ask, *node.body], [])
    stand_ins.place(node, made.test, ask)
    stand_ins.quote(scope.program.b.span, ask)
    return ast.copy_location(made, node)

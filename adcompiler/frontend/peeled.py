"""Loops of a few rounds whose variables change their kind, or which things they are.

They are written out round by round. So a chain of objects is made, walked and written to:
`node = Node(v, node)`, `while node is not None`.
"""

from __future__ import annotations

import ast

from adcompiler.errors import CompileError
from adcompiler.frontend import (
    choices,
    expressions,
    flow,
    growing,
    late_walks,
    loops,
    operators,
    statements,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const

MOST_ROUNDS = 8
OF_KINDS = ("AD304", "AD401", "AD501", "AD502")  # what one kind in each round cures


def loop(scope: Scope, node: ast.For | ast.While) -> bool:
    """Append a loop round by round; tell whether all that decides them is known, and they are few.

    Where they are not, what was begun is to be taken back.
    """
    scope.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO, flow.BROKE: flow.NO})
    try:
        return _while(scope, node) if isinstance(node, ast.While) else _for(scope, node)
    except CompileError:
        return False


def _for(scope: Scope, node: ast.For) -> bool:
    items = _counted(scope, node.iter) or late_walks.unlike(scope, node.iter, {}, every=True)
    if items is None or len(items) > MOST_ROUNDS:
        return False
    loops.unrolled(scope, node, items, late_walks.snapshots(scope, node.iter, {}))
    return True


def _counted(scope: Scope, node: ast.expr) -> list[Thing] | None:
    """Return the numbers of a range whose bounds are known."""
    match node:
        case ast.Call(ast.Name() as name, args, []):
            callee = scope.lookup(name)
            if not isinstance(callee, Static) or callee.value is not range:
                return None
        case _:
            return None
    bounds = [expressions.expression(scope, a) for a in args]
    numbers = [a.value for a in bounds if isinstance(a, Const) and type(a.value) is int]
    if len(numbers) < len(bounds):
        return None
    return [Const(k) for k in range(*numbers)[: MOST_ROUNDS + 1]]


def _while(scope: Scope, node: ast.While) -> bool:
    for _ in range(MOST_ROUNDS + 1):
        asked = operators.truth(scope, node.test, expressions.expression(scope, node.test))
        known = choices.truth(growing.truth_of(scope, asked))
        if known is None:
            return False
        if not known:
            return True
        scope.env[flow.EXIT] = flow.NO
        statements.block(scope, node.body)
        stopped = choices.truth(scope.env[flow.STOP])
        if stopped is not False:
            return stopped is True
    return False

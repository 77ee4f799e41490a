"""Leaving early: `return`, `break` and `continue` as flags beside the variables.

Each function has a flag that it is done and the value that it returns; each level of
statements a flag that the rest of it is skipped; each loop a flag that it stops. They are
variables like the user's: constants where control flow is known, merged by branches where
it is not, carried by loops.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import Any

from adcompiler.errors import CompileError
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import NO as NO
from adcompiler.frontend.things import YES as YES
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import UNDEF, Atom, Const, Op, Slot

EXIT, STOP, DONE, VALUE, BROKE = "<exit>", "<stop>", "<done>", "<value>", "<broke>"
RAISED = "<raised>"
FAILED, GONE = "<failed", "<gone>"  # in a try that goes step by step, and in what it calls
FLAGS = (EXIT, STOP, DONE, BROKE)
NEVER = UNDEF  # what is returned where an exception is raised


class Unreached(Exception):
    """Nothing is known yet of what a call returns: for now control does not come back from it."""


class Raised(Unreached):
    """What is being built certainly raises, and the raise has been appended to a block.

    Where that block is given up, the program is refused instead.
    """

    def __init__(self, ops: list[Op], refusal: CompileError) -> None:
        super().__init__()
        self.ops, self.refusal = ops, refusal


def stop(scope: Scope, raised: Raised) -> None:
    """Record that the block being built ends with what certainly raises."""
    if not scope.program.b.is_open(raised.ops):
        raise raised.refusal from None
    never(scope)


def never(scope: Scope) -> None:
    """Record that control does not go on from here: an exception is raised."""
    leave(scope, stop=True, value=Const(None))
    scope.env[VALUE] = NEVER
    scope.env[RAISED] = YES


class Ended(ast.Break):
    """The end of a while loop by its own test, where the test is a statement: its else runs."""


class Handed(ast.Expr):
    """A yield to a loop, which may leave the generator for good."""


def end(scope: Scope) -> None:
    """Record that the test of a loop has ended it, which is no `break`."""
    scope.env.update({EXIT: YES, STOP: YES})


def leave(scope: Scope, stop: bool, value: Thing | None = None) -> None:
    """Record a `continue` (stop is False), a `break`, or a `return` of a value."""
    scope.env[EXIT] = YES
    if stop:
        scope.env[STOP] = YES
    if value is not None:
        scope.env[DONE] = YES
        scope.env[VALUE] = value
    elif stop:
        scope.env[BROKE] = YES


@lru_cache(maxsize=10_000)
def exits(node: ast.AST) -> bool:
    """Tell whether a statement may leave the statements around it."""
    return returns(node) or leaves_loop(node)


@lru_cache(maxsize=10_000)
def returns(node: ast.AST) -> bool:
    """Tell whether a statement contains a return of this function."""
    if isinstance(node, ast.Return | Handed):
        return True
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        return False
    return any(returns(child) for child in ast.iter_child_nodes(node))


def leaves_loop(node: ast.AST) -> bool:
    """Tell whether a statement may leave the loop around it, or go on with its next round."""
    if isinstance(node, ast.Break | ast.Continue):
        return True
    if isinstance(node, ast.For | ast.While):
        return any(leaves_loop(child) for child in node.orelse)
    if isinstance(node, ast.FunctionDef | ast.expr):
        return False
    return any(leaves_loop(child) for child in ast.iter_child_nodes(node))


def goes_on(node: ast.AST) -> bool:
    """Tell whether a statement may go on with the next round of the loop around it."""
    if isinstance(node, ast.Continue):
        return True
    if isinstance(node, ast.For | ast.While):
        return any(map(goes_on, node.orelse))
    if isinstance(node, ast.FunctionDef | ast.expr):
        return False
    return any(map(goes_on, ast.iter_child_nodes(node)))


def breaks(node: ast.For | ast.While) -> bool:
    """Tell whether a loop has a break of its own."""
    stack: list[ast.AST] = [*node.body]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Break):
            return True
        if isinstance(inner, ast.For | ast.While):
            stack += inner.orelse
        elif not isinstance(inner, ast.FunctionDef | ast.expr):
            stack += ast.iter_child_nodes(inner)
    return False


def is_endless(node: ast.For | ast.While) -> bool:
    """Tell whether only a return or an exception leaves a loop: `while True` without a break."""
    if isinstance(node, ast.For) or not isinstance(node.test, ast.Constant):
        return False
    return bool(node.test.value) and not breaks(node)


def always_exits(statements: list[ast.stmt]) -> bool:
    """Tell whether control certainly never reaches the end of these statements."""
    for node in statements:
        match node:
            case ast.Return() | ast.Break() | ast.Continue() | ast.Raise():
                return True
            case ast.If(body=body, orelse=orelse) if always_exits(body) and always_exits(orelse):
                return True
    return False


def are(x: Any, y: Any, first: bool, second: bool) -> bool:
    """Tell whether two things are these truth values."""
    both = isinstance(x, Const) and isinstance(y, Const)
    return both and x.value is first and y.value is second


def is_control(key: Any) -> bool:
    """Tell whether a variable is a flag of control flow."""
    return key in FLAGS or key == GONE or (isinstance(key, str) and key.startswith(FAILED))


def same_flags(scope: Scope, flag: Atom) -> list[str]:
    """Return the flags that are this very one."""
    return [name for name in FLAGS if scope.env.get(name) is flag]


def shared(name: str, x: Any, y: Any, pairs: list[tuple[Atom, Atom]]) -> Slot | None:
    """Return the slot of a flag that two branches set as they set another flag."""
    if (name in (*FLAGS, GONE) or name.startswith(FAILED)) and x is not y:
        for k, (p, q) in enumerate(pairs):
            if p is x and q is y:
                return Slot(k)
    return None


def shown(name: str) -> str:
    """Return what a flag is called where it must be written."""
    words = {EXIT: "leave"}
    return words.get(name, name.strip("<>"))


def is_stepping(scope: Scope) -> bool:
    """Tell whether the statements of a scope are being attempted one by one."""
    steps = scope.program.steps
    return steps is not None and steps.scope is scope


def may_leave(scope: Scope, body: list[ast.stmt]) -> bool:
    """Tell whether a loop may end with the statements around it left as well."""
    return is_stepping(scope) or any(map(returns, body))


def carried(scope: Scope, node: ast.For | ast.While) -> dict[str, Thing]:
    """Return the flags that a loop carries, with their values before it."""
    found: dict[str, Thing] = {}
    if may_leave(scope, node.body):
        found[DONE] = scope.env[DONE]
        found[VALUE] = scope.env.get(VALUE, UNDEF)
    if node.orelse and breaks(node):
        found[BROKE] = NO
    return found

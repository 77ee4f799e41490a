"""`xs.extend(made)`, `xs += made` and `d.update(made)`, where items are made one by one.

Python puts each item in before it makes the next. That is seen where items are made of the very
thing that they are put into, and in a try, where making one of them may fail.
"""

from __future__ import annotations

import ast
import copy

from adcompiler.frontend import expressions, growing, late_walks, memory, stand_ins, tables
from adcompiler.frontend.scope import Scope

ITEM, KEY = "<item>", "<key>"


def as_loop(scope: Scope, node: ast.stmt) -> ast.For | None:
    """Return the loop that a statement stands for, None where all items may be made first."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(whole, "extend" | "update" as word), [made], [])):
            pass
        case ast.AugAssign(whole, ast.Add(), made):
            word = "extend"
        case _:
            return None
    if not _is_plain(whole) or not late_walks.makes_items(scope, made):
        return None
    held = copy.deepcopy(whole)
    for part in ast.walk(held):
        if isinstance(part, ast.Name | ast.Attribute):
            part.ctx = ast.Load()
    content = memory.now(scope, expressions.expression(scope, held))
    fits = growing.is_any_list if word == "extend" else tables.is_dict
    if not fits(content) or not (_reads(made, held) or late_walks.may_fail(scope, made)):
        return None
    item = ast.Name(ITEM, ast.Load())
    target: ast.expr = ast.Name(ITEM, ast.Store())
    body: ast.stmt = ast.Expr(ast.Call(ast.Attribute(held, "append", ast.Load()), [item], []))
    if word == "update":
        target = ast.Tuple([ast.Name(KEY, ast.Store()), target], ast.Store())
        place = ast.Subscript(held, ast.Name(KEY, ast.Load()), ast.Store())
        body = ast.Assign([place], item)
    loop = ast.For(target, made, [body], [])
    stand_ins.quote(scope.program.b.span, loop)
    stand_ins.place(node, loop)
    return loop


def forget(scope: Scope) -> None:
    """Let the variables of such a loop end with it."""
    for name in (ITEM, KEY):
        scope.env.pop(name, None)


def _is_plain(whole: ast.expr) -> bool:
    """Tell whether what items are put into is the same each time it is read."""
    if isinstance(whole, ast.Attribute):
        return _is_plain(whole.value)
    return isinstance(whole, ast.Name)


def _reads(made: ast.expr, whole: ast.expr) -> bool:
    """Tell whether an expression names the variable that a thing is in."""
    mine = {n.id for n in ast.walk(whole) if isinstance(n, ast.Name)}
    return any(isinstance(n, ast.Name) and n.id in mine for n in ast.walk(made))

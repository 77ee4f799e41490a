"""`takewhile`, `islice` and `zip` of what never ends: loops that stop in time.

A generator that may go on for ever cannot be walked first. Its items are taken in turns with
what asks for them, and no more of them than Python takes.
"""

from __future__ import annotations

import ast
import itertools
from typing import Any

from adcompiler.frontend import (
    calls,
    comprehensions,
    expressions,
    flow,
    iterators,
    late_walks,
    memory,
    stand_ins,
    statements,
)
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Static, Thing, TooEarly
from adcompiler.ir.nodes import Struct, Value
from adcompiler.ir.types import Array, Seq
from adcompiler.source import Span

LIMITS: tuple[Any, ...] = (itertools.takewhile, itertools.islice)
ITEM, LEFT, SKIPPED, PLACE, WALKED = OWN = "<item", "<left", "<skipped", "<k", "<walked"
TAKEN, LENGTH = "<taken>", "<len>"


def items(scope: Scope, node: ast.Call, callee: Static) -> Thing:
    """Return the items of a call of these, made in turns with the making of what they are of."""
    saved = State(scope)
    try:
        return calls.call_thing(scope, node, callee, *calls.arguments(scope, node))
    except TooEarly:
        if getattr(node, "in_turns", False) or len(node.args) < 2:
            raise
        saved.restore()
    vars(node)["in_turns"] = True
    part = ast.comprehension(ast.Name(TAKEN, ast.Store()), node, [], 0)
    listed = ast.ListComp(ast.Name(TAKEN, ast.Load()), [part])
    stand_ins.place(node, listed)
    found = comprehensions.comprehension(scope, listed)
    vars(node)["in_turns"] = False
    return iterators.made(scope, found, eager=True)


def as_loops(scope: Scope, node: ast.For) -> list[ast.stmt] | None:
    """Return the statements that a loop over one of these stands for, None for any other.

    Before: `for v in takewhile(test, made): a`.
    After: `for item in made: if not test(item): break; v = item; a`.
    """
    call = node.iter
    if not isinstance(call, ast.Call) or call.keywords or node.orelse:
        return None
    callee = expressions.expression(scope, call.func)
    known = callee.value if isinstance(callee, Static) else None
    if known is itertools.takewhile and len(call.args) == 2:
        made = _while(scope, node, *call.args)
    elif known is itertools.islice and len(call.args) in (2, 3):
        made = _sliced(scope, node, *call.args)
    elif known is zip and len(call.args) == 2:
        made = _in_step(scope, node, *call.args)
    else:
        return None
    for statement in made or ():
        stand_ins.place(node, statement)
        _quote(scope.program.b.span, statement, node.body)
    return made


def _quote(span: Span, made: ast.stmt, body: list[ast.stmt]) -> None:
    """Let what was made be shown as the loop that it stands for, but not the body of that."""
    if any(made is own for own in body):
        return
    stand_ins.quote_one(span, made)
    for part in ast.iter_child_nodes(made):
        if isinstance(part, ast.stmt):
            _quote(span, part, body)


def loop(scope: Scope, node: ast.For) -> bool:
    """Append a loop over one of these; tell whether it is one."""
    made = as_loops(scope, node)
    if made is None:
        return False
    before = set(scope.env)
    statements.block(scope, made)
    scope.env.pop(LENGTH, None)
    for name in set(scope.env) - before:
        if isinstance(name, str) and name.startswith(OWN):
            del scope.env[name]
    return True


def _while(scope: Scope, node: ast.For, test: ast.expr, made: ast.expr) -> list[ast.stmt] | None:
    of_a_module = isinstance(test, ast.Attribute) and late_walks.callee_of(scope, test)
    if not (isinstance(test, ast.Lambda | ast.Name) or of_a_module):
        return None
    if isinstance(test, ast.Name) and test.id in stored_in([node]):
        return None  # what it is when the loop begins is asked
    item = _name(scope, ITEM)
    leave = ast.If(ast.UnaryOp(ast.Not(), ast.Call(test, [_read(item)], [])), [ast.Break()], [])
    bind = ast.Assign([node.target], _read(item))
    return [ast.For(ast.Name(item, ast.Store()), made, [leave, bind, *node.body], [])]


def _sliced(scope: Scope, node: ast.For, made: ast.expr, *ends: ast.expr) -> list[ast.stmt] | None:
    """Count down to the last item, after which none is made."""
    unlimited = isinstance(ends[-1], ast.Constant) and ends[-1].value is None
    if unlimited or any(map(flow.goes_on, node.body)):
        return None
    item, left, skipped = (_name(scope, word) for word in (ITEM, LEFT, SKIPPED))
    zero = ast.Constant(0)
    body: list[ast.stmt] = [ast.Assign([node.target], _read(item)), *node.body]
    begin: list[ast.stmt] = [ast.Assign([ast.Name(left, ast.Store())], ends[-1])]
    down: list[ast.stmt] = [ast.AugAssign(ast.Name(left, ast.Store()), ast.Sub(), ast.Constant(1))]
    if len(ends) == 2:
        begin.insert(0, ast.Assign([ast.Name(skipped, ast.Store())], ends[0]))
        down.append(ast.AugAssign(ast.Name(skipped, ast.Store()), ast.Sub(), ast.Constant(1)))
        body = [ast.If(ast.Compare(_read(skipped), [ast.Lt()], [zero]), body, [])]
    leave = ast.If(ast.Compare(_read(left), [ast.LtE()], [zero]), [ast.Break()], [])
    loop = ast.For(ast.Name(item, ast.Store()), made, [*down, *body, leave], [])
    return [*begin, ast.If(ast.Compare(_read(left), [ast.Gt()], [zero]), [loop], [])]


def _in_step(
    scope: Scope, node: ast.For, first: ast.expr, second: ast.expr
) -> list[ast.stmt] | None:
    """Walk a sequence by its places beside what makes items, which `zip` asks in their order."""
    leads = not late_walks.makes_items(scope, first)  # the sequence is asked first
    sequence, made = (first, second) if leads else (second, first)
    if not late_walks.makes_items(scope, made) or late_walks.makes_items(scope, sequence):
        return None
    if not is_sequence(scope, sequence):
        return None
    if leads and any(map(flow.goes_on, node.body)):
        return None
    item, place, walked = (_name(scope, word) for word in (ITEM, PLACE, WALKED))
    scope.env[LENGTH] = Static(len)
    length = ast.Call(_read(LENGTH), [_read(walked)], [])
    pair: list[ast.expr] = [ast.Subscript(_read(walked), _read(place), ast.Load()), _read(item)]
    bind = ast.Assign([node.target], ast.Tuple(pair if leads else pair[::-1], ast.Load()))
    count = ast.AugAssign(ast.Name(place, ast.Store()), ast.Add(), ast.Constant(1))
    leave = ast.If(ast.Compare(_read(place), [ast.GtE()], [length]), [ast.Break()], [])
    body: list[ast.stmt] = [bind, count, *node.body]
    body = [*body, leave] if leads else [leave, *body]
    loop: ast.stmt = ast.For(ast.Name(item, ast.Store()), made, body, [])
    if leads:
        loop = ast.If(ast.Compare(length, [ast.Gt()], [ast.Constant(0)]), [loop], [])
    begin = ast.Assign([ast.Name(walked, ast.Store())], sequence)
    return [begin, ast.Assign([ast.Name(place, ast.Store())], ast.Constant(0)), loop]


def is_sequence(scope: Scope, node: ast.expr) -> bool:
    """Tell whether the items of what an expression gives are found by their places."""
    saved = State(scope)
    content = memory.now(scope, expressions.expression(scope, node))
    saved.restore()  # nothing is evaluated here
    if isinstance(content, Struct):
        return content.kind in ("list", "tuple")
    type_ = content.type if isinstance(content, Value) else None
    if isinstance(type_, Array):
        return bool(type_.dims)
    return isinstance(type_, Seq) and type_.key is None


def _name(scope: Scope, word: str) -> str:
    """Return a name that no loop around uses."""
    depth = sum(isinstance(k, str) and k.startswith(word) for k in scope.env)
    return f"{word}{depth or ''}>"


def _read(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())

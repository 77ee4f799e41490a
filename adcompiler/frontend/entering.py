"""Calls stepped into: what a function had changed when it failed inside a try.

Where a try goes step by step and a variable is read that a failed statement has changed, the
statement is taken apart into its calls, in their order; where a call itself was half done, the
statements of its function are attempted one by one in turn. What the function left behind when
the exception came is then what the branches around it hand on, and its failure is a flag like
those of the try around.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from adcompiler.frontend import (
    choices,
    expressions,
    flow,
    late_walks,
    stand_ins,
    statements,
    steps,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Thing
from adcompiler.gates.safe import may_raise
from adcompiler.ir.nodes import UNDEF

SEALED = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr,
    ast.FunctionDef, ast.ClassDef,
)  # fmt: skip
CLEAR = (ast.keyword, ast.Slice, ast.Starred)


class Single(ast.Assign):
    """A call by itself, whose operands are at hand."""


@dataclass(eq=False)
class Entry:
    """A call that is about to be entered."""

    levels: steps.Steps  # the tries around it
    depth: int  # of the blocks around it
    count: int  # of the operations before it
    inside: Scope | None = None  # of the function entered
    left: tuple[int, dict[Any, Thing]] | None = None  # what was there when it was left


def key(scope: Scope, node: ast.AST) -> Any:
    """Return what a statement is known by that can be taken apart, None for any other."""
    if getattr(node, "settled", False) or not _holds_call(node):
        return None
    where = [getattr(node, w) for w in ("lineno", "col_offset", "end_lineno", "end_col_offset")]
    word = "call" if type(node) is Single else "parts"
    return scope.captured.source.filename, *where, word, getattr(node, "method", "")


def is_apart(scope: Scope, node: ast.AST) -> bool:
    """Tell whether a statement has turned out to need taking apart."""
    return key(scope, node) in scope.program.stepwise


def append(scope: Scope, node: ast.stmt, rest: list[ast.stmt]) -> None:
    """Append a statement taken apart, and those after it."""
    if isinstance(node, Single):
        _enter(scope, node)
        steps.go_on(scope, node, rest)
        return
    parts = Parts(scope)
    parts.statement(node)
    parts.append(rest)


def _enter(scope: Scope, node: Single) -> None:
    """Append a call whose function is attempted statement by statement."""
    program = scope.program
    saved = State(scope)
    assert program.steps is not None
    entry = Entry(program.steps, program.b.depth, len(program.b.ops))
    program.entry = entry
    try:
        with steps.stepping(program, None):
            thing = expressions.expression(scope, node.value)
    finally:
        program.entry = None
    if entry.inside is None or not _is_alone(scope, entry):
        saved.restore()
        steps.whole(scope, node)
        return
    target = node.targets[0]
    assert isinstance(target, ast.Name)
    scope.assign(target.id, statements.named(scope, flow.shown(target.id), thing))
    hand_over(entry.levels, entry.inside, scope)


def _is_alone(scope: Scope, entry: Entry) -> bool:
    """Tell whether nothing happened between a function's end and that of its call."""
    assert entry.left is not None
    count, env = entry.left
    program = scope.program
    if any(may_raise(op, entry.levels.caught) for op in program.b.ops[count:]):
        return False
    visible = (k for k in scope.env if not isinstance(k, str) and k in env)
    return all(scope.env[k] is env[k] for k in visible)


@contextmanager
def stepped(scope: Scope, inner: Scope) -> Iterator[bool]:
    """Let the statements of a function be attempted one by one if its call is being entered."""
    program = scope.program
    entry, program.entry = program.entry, None
    if (
        entry is None
        or entry.depth != program.b.depth
        or any(may_raise(op, entry.levels.caught) for op in program.b.ops[entry.count :])
    ):
        yield False
        return
    with steps.stepping(program, moved(entry.levels, inner)):
        yield True
    if flow.GONE in inner.env:
        entry.inside = inner
        entry.left = len(program.b.ops), dict(inner.env)


def moved(levels: steps.Steps, inner: Scope) -> steps.Steps:
    """Return the tries around a call as those around the statements of its function."""
    outer = None if levels.outer is None else moved(levels.outer, inner)
    return replace(levels, scope=inner, outer=outer)


def hand_over(levels: steps.Steps, inner: Scope, scope: Scope) -> None:
    """Let the statements of a scope be left where those of another one have failed."""
    gone = inner.env[flow.GONE]
    if choices.truth(gone) is False:
        return
    for level in levels.levels:
        scope.env[level.failed] = inner.env[level.failed]
        scope.env[level.error] = inner.env.get(level.error, UNDEF)
    scope.env.update(dict.fromkeys((flow.EXIT, flow.STOP, flow.DONE), gone))
    if flow.GONE in scope.env:
        scope.env[flow.GONE] = gone
    scope.env.setdefault(flow.VALUE, UNDEF)


def _holds_call(node: ast.AST) -> bool:
    """Tell whether a part of a statement calls something that could be entered."""
    stack: list[ast.AST] = [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Call):
            return True
        if not isinstance(inner, SEALED):
            stack.extend(ast.iter_child_nodes(inner))
    return False


class Parts:
    """Takes statements apart into single calls and what is computed of their values."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.done: list[ast.stmt] = []
        self.names: list[str] = []

    def append(self, rest: list[ast.stmt]) -> None:
        """Append what was taken apart to the program, and the statements after it."""
        for one in self.done:
            stand_ins.quote_one(self.scope.program.b.span, one)
        self._forget()  # what the statement before, whose rest this is, has held
        steps.block(self.scope, [*self.done, *rest])
        self._forget()

    def _forget(self) -> None:
        for name in self.names:
            self.scope.env.pop(name, None)

    def walked(self, node: ast.expr) -> ast.expr:
        """Return what a loop walks, all that may raise evaluated."""
        match node:
            case ast.Call(
                ast.Name("range" | "len" | "enumerate" | "zip" | "reversed"), args, keywords
            ) if all(isinstance(k.value, ast.Constant) for k in keywords):
                new = {id(a): self.walked(a) for a in args}
                return _rebuilt(node, new)
        return self.at_hand(node)

    def statement(self, node: ast.stmt) -> None:
        """Take a statement apart."""
        match node:
            case ast.Expr(value):
                self.value(value)
            case ast.Assign(targets, value):
                value = self.value(value)
                self.say(node, ast.Assign([self.target(t) for t in targets], value))
            case ast.AnnAssign(target, _, value) if value is not None:
                value = self.value(value)
                self.say(node, ast.Assign([self.target(target)], value))
            case ast.AugAssign(ast.Name(name) as target, op, value) if not self._is_rebound(name):
                self.say(node, ast.AugAssign(target, op, self.value(value)))
            case ast.AugAssign(target, op, value):
                place = self.target(target)
                so_far = self.hold(_loaded(place), "so_far")
                value = self.value(value)
                stored = ast.Name(so_far.id, ast.Store())
                self.say(node, ast.AugAssign(stored, op, value))
                self.say(node, ast.Assign([place], so_far))
            case ast.Return(value) if value is not None:
                self.say(node, ast.Return(self.value(value)))
            case ast.Raise(ast.Call() as error, cause):
                self.say(node, ast.Raise(self.call(error), cause))
            case ast.Assert(test, message):
                self.say(node, ast.Assert(self.value(test), message))
            case _:
                self.say(node, copy.copy(node))

    def say(self, node: ast.AST, made: ast.stmt) -> None:
        """Append a statement that stands where the node does."""
        stand_ins.place(node, made)
        vars(made)["settled"] = not isinstance(made, Single)
        self.done.append(made)

    def hold(self, node: ast.expr, word: str = "part") -> ast.Name:
        """Append the evaluation of an expression; return the variable that it is in."""
        name = f"<{word}>" if f"<{word}>" not in self.names else f"<{word}_{len(self.names)}>"
        self.names.append(name)
        kind = Single if isinstance(node, ast.Call) else ast.Assign
        self.say(node, kind([ast.Name(name, ast.Store())], node))
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def target(self, node: ast.expr) -> ast.expr:
        """Return a place to write to, what it is in and its index evaluated."""
        match node:
            case ast.Attribute(value, name):
                return ast.copy_location(ast.Attribute(self.at_hand(value), name, node.ctx), node)
            case ast.Subscript(value, index):
                new = self.values([value, *_values(index)], hold=True)
                place = ast.Subscript(new[id(value)], _rebuilt(index, new), node.ctx)
                return ast.copy_location(place, node)
        return node

    def value(self, node: ast.expr) -> ast.expr:
        """Return an expression whose calls have been made."""
        if not _holds_call(node) or isinstance(node, SEALED):
            return node
        match node:
            case ast.Call():
                made = self.call(node)
                return (
                    made
                    if late_walks.makes_items(self.scope, node)
                    else self.hold(made, _word(node))
                )
            case ast.IfExp(test, body, orelse):
                asked = self.value(test)
                return self.chosen(node, asked, body, orelse)
            case ast.BoolOp(op, values):
                first = self.hold(self.value(values[0]))
                if len(values) == 1:
                    return first
                rest = values[1] if len(values) == 2 else ast.BoolOp(op, values[1:])
                sides = (rest, first) if isinstance(op, ast.And) else (first, rest)
                return self.chosen(node, first, *sides)
            case ast.Compare(ops=[_, _, *_]):
                return node
            case ast.NamedExpr(ast.Name(name), value):
                self.say(node, ast.Assign([ast.Name(name, ast.Store())], self.value(value)))
                return ast.copy_location(ast.Name(name, ast.Load()), node)
        return _rebuilt(node, self.values(list(operands(node))))

    def chosen(self, node: ast.expr, test: ast.expr, body: ast.expr, orelse: ast.expr) -> ast.expr:
        """Append an if of two expressions; return the variable that the value is in."""
        out = self.hold(ast.copy_location(ast.Constant(None), node), "choice")
        sides: list[list[ast.stmt]] = []
        around = self.done
        for side in (body, orelse):
            self.done = []
            self.say(node, ast.Assign([ast.Name(out.id, ast.Store())], self.value(side)))
            sides.append(self.done)
        self.done = around
        self.say(node, ast.If(test, *sides))
        return out

    def call(self, node: ast.Call) -> ast.Call:
        """Return a call whose operands have been evaluated."""
        made = _rebuilt(node, self.values(list(operands(node)), hold=True))
        assert isinstance(made, ast.Call)
        return made

    def values(self, nodes: list[ast.expr], hold: bool = False) -> dict[int, ast.expr]:
        """Return expressions evaluated one after the other, up to the last call or all of them."""
        last = max((k for k, n in enumerate(nodes) if _holds_call(n)), default=-1)
        found: dict[int, ast.expr] = {}
        for k, node in enumerate(nodes):
            done = self.value(node)
            found[id(node)] = self.at_hand(done) if hold or k < last else done
        return found

    def at_hand(self, node: ast.expr) -> ast.expr:
        """Return an expression that no call changes any more and that does not raise."""
        match node:
            case ast.Constant():
                return node
            case ast.Lambda(args):
                given = [d for d in (*args.defaults, *args.kw_defaults) if d is not None]
                return _rebuilt(node, {id(d): self.at_hand(d) for d in given})
            case ast.GeneratorExp(_, [first, *_]):
                return _rebuilt(node, {id(first.iter): self.walked(first.iter)})
            case ast.Name(name) if not self._is_rebound(name):
                return node
            case ast.Call() if late_walks.makes_items(self.scope, node):
                return self.call(node)
        return self.hold(self.value(node))

    def _is_rebound(self, name: str) -> bool:
        """Tell whether a call may bind a variable to something else."""
        scope = self.scope
        places = (p.key for p in scope.program.outer.values())
        return scope.cell(name) is not None or name in scope.elsewhere or name in places


def _word(node: ast.Call) -> str:
    """Return what the value of a call is called."""
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return f"{name}_value" if name.isidentifier() else "called"


def operands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions that an expression evaluates, in their order."""
    match node:
        case ast.Call(func, args, keywords):
            if not isinstance(func, ast.Name):
                yield func.value if isinstance(func, ast.Attribute) else func
            for part in (*args, *keywords):
                yield from _values(part)
        case ast.Dict(keys, values):
            yield from (p for pair in zip(keys, values, strict=True) for p in pair if p is not None)
        case _:
            for part in ast.iter_child_nodes(node):
                yield from _values(part)


def _values(node: ast.AST) -> Iterator[ast.expr]:
    """Yield an expression, or those inside what is no value: a slice, a starred argument."""
    sliced = isinstance(node, ast.Tuple) and any(isinstance(e, ast.Slice) for e in node.elts)
    if sliced or isinstance(node, CLEAR):
        for part in ast.iter_child_nodes(node):
            yield from _values(part)
    elif isinstance(node, ast.expr):
        yield node


def _rebuilt(node: Any, new: dict[int, ast.expr]) -> Any:
    """Return a node with some of the expressions in it replaced."""
    if node is None or id(node) in new:  # `**d` in a dict has no key
        return new.get(id(node))
    made = copy.copy(node)
    for name, old in ast.iter_fields(node):
        if isinstance(old, list):
            setattr(made, name, [_rebuilt(o, new) for o in old])
        elif isinstance(old, ast.AST):
            setattr(made, name, _rebuilt(old, new))
    return made


def _loaded(place: ast.expr) -> ast.expr:
    """Return the reading of a place."""
    made: Any = copy.copy(place)
    made.ctx = ast.Load()
    return made

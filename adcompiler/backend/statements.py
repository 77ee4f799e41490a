"""Operations as Python statements, with the forward statement as a comment before the backward."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from adcompiler import runtime
from adcompiler.analysis.memory import changes_later
from adcompiler.backend.control import branch, loop
from adcompiler.backend.expressions import Expressions
from adcompiler.backend.layout import Layout
from adcompiler.backend.literals import COMMENT, name, negated
from adcompiler.backend.names import Variables
from adcompiler.backend.updates import update
from adcompiler.gates import core
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Call,
    For,
    If,
    Op,
    Routine,
    Struct,
    Value,
    made_by,
)
from adcompiler.ir.types import Tree
from adcompiler.ir.walk import all_ops, maybe_unbound, passed_on, uses

SECTIONS = ("forward", "backward", "backward of the backward")


@dataclass(eq=False)
class Statements:
    """Writes the statements of one function, and remembers what it has said so far."""

    layout: Layout
    variables: Variables
    expressions: Expressions
    called: dict[Routine, str]
    comments: list[str]
    apart: bool = False  # a routine: whatever it returns must be bound
    statement: Any = None
    sweep: int = -1
    sections: bool = True
    breaks: set[Value] = field(default_factory=set)  # flags that are written as `break`
    lines: dict[Op, ast.stmt] = field(default_factory=dict)  # the last one of each operation

    @cached_property
    def kept(self) -> set[Value]:
        """The values that a loop collects, a zero is made of, or another variable takes over.

        They must be bound, if only to None.
        """
        body = self.layout.fn.body
        found = {
            v
            for o in all_ops(body)
            if isinstance(o, Apply)
            and o.gate.function in (core.append, runtime.zeros, runtime.examples)
            for v in self.layout.leaves(o.args[0])
        }
        handed_on = body.yields
        if not self.apart:
            handed_on = tuple(body.yields[k] for k in _held(self.layout.fn.result))
        found.update(v for y in handed_on for v in self.layout.leaves(y))
        unbound = maybe_unbound(body)
        packed = (o for o in all_ops(body) if isinstance(o, Apply) and o.gate.function is core.pack)
        parts = (v for o in packed for a in o.args for v in self.layout.leaves(a))
        found.update(v for v in parts if v in unbound)
        takes = passed_on(body)
        found.update(
            a
            for target, atoms in takes
            for a in atoms
            if a in unbound and not self.variables.same(a, target)
        )
        while True:  # what becomes a value that must be bound must be bound itself
            more = {a for t, atoms in takes if t in found for a in atoms if isinstance(a, Value)}
            if more <= found:
                return found
            found |= more

    # -- comments -----------------------------------------------------------------------

    def comment(self, text: str) -> ast.stmt:
        """Return a placeholder statement for a comment line."""
        self.comments.append(text)
        return ast.Expr(name(COMMENT.format(len(self.comments) - 1)))

    def cause(self, op: Op) -> list[ast.stmt]:
        """Return the comment with the forward statement, where it changes."""
        span = op.span
        if span.sweep == 0 or span.statement is None or not span.statement.text:
            return []
        last = self.statement
        if last is not None and (last.text, last.line) == (
            span.statement.text,
            span.statement.line,
        ):
            return []
        self.statement = span.statement
        return [self.comment(span.statement.text)]

    # -- statements ---------------------------------------------------------------------

    def block(self, block: Block, top: bool = False) -> list[ast.stmt]:
        """Return the statements of a block, its yields not written."""
        lines: list[ast.stmt] = []
        for op in block.ops:
            made = self.op(op)
            if not made:
                continue
            self.lines[op] = made[-1]
            for line in made:
                self.expressions.spans.setdefault(line, op.span)
            if top and op.span.sweep > self.sweep and self.sections:
                self.sweep = op.span.sweep
                if lines or self.sweep < 2:  # what stands alone needs no heading
                    lines.append(self.comment(SECTIONS[min(self.sweep, 2)]))
                self.statement = None
            if isinstance(op, Apply | Call):
                lines += self.cause(op)
            elif isinstance(op, For | If) and op.span.sweep:
                self.statement = None
            lines += made
        return lines

    def op(self, op: Op) -> list[ast.stmt]:
        """Return the statements of one operation."""
        match op:
            case Apply():
                return self.apply(op)
            case Call():
                return self.call(op)
            case If():
                return branch(self, op)
            case For():
                return loop(self, op)

    def call(self, op: Call) -> list[ast.stmt]:
        """Return `y, kept = f_forward(x, n)`; what was kept is handed on with a star."""
        args = self.arguments(op)
        value = ast.Call(name(self.called[op.routine]), args, [])
        targets = [self.variables.name(v) if self.count.get(v) else "_" for v in op.out]
        if set(targets) <= {"_"}:
            return [ast.Expr(value)]
        if len(targets) == 1:
            return [self.assign(targets[0], value)]
        names: list[ast.expr] = [ast.Name(t, ast.Store()) for t in targets]
        return [ast.Assign([ast.Tuple(names, ast.Store())], value, lineno=0)]

    def arguments(self, op: Call) -> list[ast.expr]:
        """Return the arguments of a call; a tuple whose items are all handed on has a star."""
        args: list[ast.expr] = []
        k = 0
        while k < len(op.args):
            whole, count = self.handed_on(op.args[k:])
            value = self.expressions.atom(whole)
            star = whole is not op.args[k] or op.routine.takes[k] is not None
            args.append(ast.Starred(value, ast.Load()) if star else value)
            k += count
        return args

    def handed_on(self, atoms: tuple[Atom, ...]) -> tuple[Atom, int]:
        """Return the kept tuple whose items these atoms begin with, all of them in order.

        Where they do not begin with one, that is the first of them.
        """
        first = made_by(self.layout.made, atoms[0])
        whole = first.args[0] if isinstance(first, Apply) and first.args else None
        if not isinstance(whole, Value) or not isinstance(whole.type, Tree):
            return atoms[0], 1
        count = len(whole.type.items)
        if whole.type.layout is None:
            return atoms[0], 1
        items = [made_by(self.layout.made, a) for a in atoms[:count] if a in self.layout.inlined]
        keys = [
            item.attrs["key"]
            for item in items
            if isinstance(item, Apply) and item.gate.function is core.item and item.args[0] is whole
        ]
        return (whole, count) if keys == list(range(count)) else (atoms[0], 1)

    def apply(self, op: Apply) -> list[ast.stmt]:
        """Return `out = gate(...)`, or an update in place."""
        if op.out in self.layout.inlined or op.out in self.layout.parts | self.layout.taken:
            return []
        function = op.gate.function
        if function is core.append:
            return self.append(op)
        if function in core.UPDATES:
            return update(self, op)
        if function in core.EFFECTS:
            return [self.effect(op)]
        if function is core.bound:
            return [self.missing(op)]
        if function is core.caught:
            return []
        if function is core.proceed:
            test = self.expressions.atom(op.args[0])
            return [ast.If(negated(test), [ast.Break()], [])]
        if function is core.named and self.variables.same(op.args[0], op.out):
            return []
        value = self.expressions.gate(op)
        if op.out in self.layout.returned:
            return [self.unpacking(op, value)]
        if op.out not in self.count and (function in core.ONCE or op.gate.raises):
            return [ast.Expr(value)]
        if isinstance(value, ast.Name) and value.id == self.variables.name(op.out):
            return []
        return [self.assign(self.variables.name(op.out), value)]

    def unpacking(self, op: Apply, value: ast.expr) -> ast.stmt:
        """Return `a, b = value`, the names that nothing reads left out."""
        parts = self.layout.returned[op.out]
        words = ["_" if v not in self.count else self.variables.name(v) for v in parts]
        names: list[ast.expr] = [ast.Name(w, ast.Store()) for w in words]
        if op.attrs.get("after") is not None:
            star = op.attrs["before"]
            names[star] = ast.Starred(names[star], ast.Store())
        return ast.Assign([ast.Tuple(names, ast.Store())], value, lineno=0)

    def effect(self, op: Apply) -> ast.stmt:
        """Return a print, an assertion, a raise, or a sequence unpacked."""
        args = [self.expressions.atom(a) for a in op.args]
        if op.gate.function is core.counted:
            return self.unpacking(op, args[0])
        if op.gate.function is core.put:
            return ast.Assign([self.expressions.place(op.attrs["where"])], args[0], lineno=0)
        if op.gate.function is core.tell:
            named = op.attrs["keywords"]
            last = len(args) - len(named)
            keywords = [ast.keyword(k, v) for k, v in zip(named, args[last:], strict=True)]
            callee = self.expressions.place(op.attrs["where"])
            return ast.Expr(ast.Call(callee, args[:last], keywords))
        if op.gate.function is core.demand:
            return ast.Assert(args[0], args[1] if len(args) > 1 else None)
        if op.gate.function is core.throw:
            return ast.Raise(*args)
        if op.gate.function is core.perform:
            return ast.Expr(self.expressions.called(op.attrs["function"], op))
        for k in op.attrs["starred"]:
            args[k] = ast.Starred(args[k], ast.Load())
        options = [
            ast.keyword(k, self.expressions.constant(v)) for k, v in op.attrs["options"].items()
        ]
        return ast.Expr(ast.Call(name("print"), args, options))

    def missing(self, op: Apply) -> ast.stmt:
        """Return what raises where a variable has no value."""
        error = self.expressions.constant(op.attrs["error"])
        raised = ast.Raise(ast.Call(error, [ast.Constant(op.attrs["text"])], []))
        return ast.If(negated(self.expressions.atom(op.args[0])), [raised], [])

    def assign(self, target: str, value: ast.expr) -> ast.stmt:
        """Return `target = value`."""
        return ast.Assign([ast.Name(target, ast.Store())], value, lineno=0)

    def append(self, op: Apply) -> list[ast.stmt]:
        """Return `xs.append(value)`."""
        value, atom = self.expressions.collected(op.args[0]), op.args[0]
        if isinstance(atom, Value) and atom in self.layout.written and not grows(atom.type):
            if changes_later(atom, self.layout.memory):
                value = self.expressions.duplicate(value, atom.type)
        to = name(self.variables.name(op.attrs["to"]))
        return [ast.Expr(ast.Call(ast.Attribute(to, "append", ast.Load()), [value], []))]

    def copies(self, targets: list[Value], atoms: list[Atom]) -> list[ast.stmt]:
        """Return the assignments that pass values on, all at once if they depend on one another."""
        pairs = [
            (t, a)
            for t, a in zip(targets, atoms, strict=True)
            if not isinstance(a, type(UNDEF)) and not self.variables.same(a, t)
        ]
        if not pairs:
            return []
        written = {self.variables.name(t) for t, _ in pairs}
        values = [self.passed(t, a) for t, a in pairs]
        read = {n.id for v in values for n in ast.walk(v) if isinstance(n, ast.Name)}
        if len(pairs) > 1 and written & read:
            names: list[ast.expr] = [
                ast.Name(self.variables.name(t), ast.Store()) for t, _ in pairs
            ]
            return [
                ast.Assign([ast.Tuple(names, ast.Store())], ast.Tuple(values, ast.Load()), lineno=0)
            ]
        return [
            self.assign(self.variables.name(t), v) for (t, _), v in zip(pairs, values, strict=True)
        ]

    def passed(self, target: Value, atom: Atom) -> ast.expr:
        """Return what a variable takes over: a list as it was filled, for one that is read so."""
        if target in self.layout.backwards and isinstance(atom, Value):
            return name(self.variables.name(atom))
        return self.expressions.atom(atom)

    @cached_property
    def count(self) -> dict[Value, int]:
        """How often each value is read."""
        return uses(self.layout.fn.body)


def _held(result: Any) -> list[int]:
    """Return the yields that a function in the result is bound to: some have no value at times."""
    if not isinstance(result, Struct):
        return []
    if result.kind == "bound":
        return [slot.index for slot in result.items]
    return [k for item in result.items for k in _held(item)]

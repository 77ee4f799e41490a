"""From a program to Python text: the user's lines, then the backward lines with their cause."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from adcompiler import runtime
from adcompiler.analysis.liveness import is_caught
from adcompiler.backend.expressions import Expressions, name
from adcompiler.backend.layout import Layout, lay_out
from adcompiler.backend.names import Variables, assign, sometimes_unbound
from adcompiler.backend.printer import to_source
from adcompiler.gates import core
from adcompiler.gates.infer import part_of
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Call,
    Const,
    For,
    Function,
    If,
    Op,
    Routine,
    Struct,
    Value,
    is_proceed,
)
from adcompiler.ir.routines import routines
from adcompiler.ir.types import Array, Scalar, Seq, Tree, element, grows
from adcompiler.ir.walk import all_ops, raises, uses
from adcompiler.source import Span

SECTIONS = ("forward", "backward", "backward of the backward")
COMMENT = "__comment_{}__"
RESIZING = {core.push: "append", core.insert: "insert", core.drop: "pop", core.remove: "pop"}


@dataclass(frozen=True, eq=False)
class Text:
    """Emitted code, the objects that its free names stand for, and where its parts come from."""

    source: str
    name: str
    externals: dict[str, Any]
    names: frozenset[str] = frozenset()  # the variables
    routines: tuple[str, ...] = ()  # the functions that come before it in the text
    tree: ast.Module | None = None  # what was printed
    spans: dict[ast.AST, Span] = field(default_factory=dict)


@dataclass(eq=False)
class _Emitter:
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

    @cached_property
    def kept(self) -> set[Value]:
        """The values that a loop collects, a zero is made of, or another variable takes over.

        They must be bound, if only to None.
        """
        ops = list(all_ops(self.layout.fn.body))
        found = {
            v
            for o in ops
            if isinstance(o, Apply) and o.gate.function in (core.append, runtime.zeros)
            for v in self.layout.leaves(o.args[0])
        }
        yields = self.layout.fn.body.yields
        handed_on = yields if self.apart else [yields[k] for k in _held(self.layout.fn.result)]
        found.update(v for y in handed_on for v in self.layout.leaves(y))
        unbound = sometimes_unbound(self.layout.fn.body)
        for o in ops:
            if isinstance(o, If):
                moves = [*zip(o.out, o.then.yields), *zip(o.out, o.orelse.yields)]
            else:
                moves = [*zip(o.carried, o.nexts)] if isinstance(o, For) else []
            found |= {a for t, a in moves if a in unbound and not self.variables.same(a, t)}
        for o in ops:  # a branch comes before the branches inside it
            if isinstance(o, If):
                for out, *sides in zip(o.out, o.then.yields, o.orelse.yields, strict=True):
                    found.update(
                        a
                        for a in sides
                        if isinstance(a, Value)
                        and (out in found or not self.variables.same(a, out))
                    )
        return found

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
            for line in made:
                self.expressions.spans.setdefault(line, op.span)
            if top and op.span.sweep > self.sweep and self.sections:
                self.sweep = op.span.sweep
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
                return self.branch(op)
            case For():
                return self.loop(op)

    def call(self, op: Call) -> list[ast.stmt]:
        """Return `y, kept = f_forward(x, n)`; what was kept is handed on with a star."""
        args: list[ast.expr] = []
        for size, atom in zip(op.routine.takes, op.args, strict=True):
            value = self.expressions.atom(atom)
            args.append(value if size is None else ast.Starred(value, ast.Load()))
        value = ast.Call(name(self.called[op.routine]), args, [])
        targets = [self.variables.name(v) if self.count.get(v) else "_" for v in op.out]
        if set(targets) <= {"_"}:
            return [ast.Expr(value)]
        if len(targets) == 1:
            return [self.assign(targets[0], value)]
        names: list[ast.expr] = [ast.Name(t, ast.Store()) for t in targets]
        return [ast.Assign([ast.Tuple(names, ast.Store())], value, lineno=0)]

    def apply(self, op: Apply) -> list[ast.stmt]:
        """Return `out = gate(...)`, or an update in place."""
        if op.out in self.layout.inlined or op.out in self.layout.parts | self.layout.taken:
            return []
        function = op.gate.function
        if function is core.append:
            return self.append(op)
        if function in core.UPDATES:
            return self.update(op)
        if function in core.EFFECTS:
            return [self.effect(op)]
        if function is core.caught:
            return []
        if function is core.proceed:
            test = self.expressions.atom(op.args[0])
            return [ast.If(_negated(test), [ast.Break()], [])]
        if function is core.named and self.variables.same(op.args[0], op.out):
            return []
        value = self.expressions.gate(op)
        if op.out not in self.count and (function in core.ONCE or op.gate.raises):
            return [ast.Expr(value)]
        if function in (core.load, core.item) and self._shares_written(op):
            value = self.expressions.duplicate(value, op.out.type)
        if isinstance(value, ast.Name) and value.id == self.variables.name(op.out):
            return []
        return [self.assign(self.variables.name(op.out), value)]

    def _shares_written(self, op: Apply) -> bool:
        """Tell whether what is read may be written to where it was read from."""
        if grows(type_of(op.args[0])):
            return False  # the update was made on a copy, where anybody could see it
        return op.args[0] in self.layout.written and not isinstance(op.out.type, Scalar)

    def effect(self, op: Apply) -> ast.stmt:
        """Return a print, an assertion or a raise."""
        args = [self.expressions.atom(a) for a in op.args]
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
        options = [
            ast.keyword(k, self.expressions.constant(v)) for k, v in op.attrs["options"].items()
        ]
        return ast.Expr(ast.Call(name("print"), args, options))

    def assign(self, target: str, value: ast.expr) -> ast.stmt:
        """Return `target = value`."""
        return ast.Assign([ast.Name(target, ast.Store())], value, lineno=0)

    def append(self, op: Apply) -> list[ast.stmt]:
        """Return `xs.append(value)`."""
        value = self.expressions.collected(op.args[0])
        if op.args[0] in self.layout.written and not grows(type_of(op.args[0])):
            value = self.expressions.duplicate(value, type_of(op.args[0]))
        to = name(self.variables.name(op.attrs["to"]))
        return [ast.Expr(ast.Call(ast.Attribute(to, "append", ast.Load()), [value], []))]

    def update(self, op: Apply) -> list[ast.stmt]:
        """Return `a[i] = v` or `d[i] += g`, on a copy if the array is still needed as it was."""
        lines: list[ast.stmt] = []
        target = self.variables.name(op.out)
        if not self.variables.same(op.args[0], op.out):
            old = self.expressions.atom(op.args[0])
            copied = self.expressions.duplicate(old, op.out.type)
            if not isinstance(op.out.type, Seq | Tree):
                copied = self.expressions.call("np.copy", old)
            lines.append(self.assign(target, copied))
        if op.gate.function in core.RESIZES:
            return [*lines, self.resized(op, target)]
        g = self.expressions.atom(op.args[1])
        pattern = op.attrs["index"]
        place = self.expressions.part(name(target), pattern, op.args, ast.Store())
        old = self.expressions.part(name(target), pattern, op.args, ast.Load())
        item = _item_type(op)
        if op.gate.function is core.store:
            lines.append(ast.Assign([place], g, lineno=0))
        elif _adds_items(op) or not isinstance(item, Scalar | Array):
            lines.append(ast.Assign([place], self.expressions.call("plus", old, g), lineno=0))
        elif isinstance(item, Array) and isinstance(op.out.type, Seq):
            # What a list holds may be held elsewhere: it is replaced, not written to.
            lines.append(ast.Assign([place], ast.BinOp(old, ast.Add(), g), lineno=0))
        elif self.expressions.simple_index(op):
            lines.append(ast.AugAssign(place, ast.Add(), g))
        else:
            index = self.expressions.index(pattern, op.args)
            if any(isinstance(n, ast.Slice) for n in ast.walk(index)):
                index = ast.Subscript(self.expressions.function("np.s_", None), index, ast.Load())
            call = self.expressions.call("np.add.at", name(target), index, g)
            lines.append(ast.Expr(call))
        return lines

    def resized(self, op: Apply, target: str) -> ast.stmt:
        """Return `xs.append(v)`, `v = xs.pop()`, or `xs.pop()` where nobody reads it."""
        word = RESIZING[op.gate.function]
        value, *place = [self.expressions.atom(a) for a in op.args[1:]]
        args = {"append": [value], "insert": [*place, value], "pop": place}[word]
        call = ast.Call(ast.Attribute(name(target), word, ast.Load()), args, [])
        gone = op.args[1]
        if word == "pop" and gone in self.layout.taken:
            if self.count[gone] > 1:
                return self.assign(self.variables.name(gone), call)
        return ast.Expr(call)

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

    def branch(self, op: If) -> list[ast.stmt]:
        """Return an if statement, or an assignment of a conditional expression."""
        if op.out and op.out[0] in self.layout.inlined:
            return []
        if self.expressions.is_one_expression(op):
            value = self.expressions.conditional(op)
            return [self.assign(self.variables.name(op.out[0]), value)]
        test = self.expressions.atom(op.cond)
        sides = []
        before = self.statement
        for block in (op.then, op.orelse):
            self.statement = before if not op.span.sweep else None
            decided = [k for k, v in enumerate(op.out) if v in self.breaks]
            inner = [block.yields[k] for k in decided]
            self.breaks.update(y for y in inner if isinstance(y, Value))
            lines = self.block(block)
            if raises(block):
                sides.append(lines)
                continue
            kept = [k for k in range(len(op.out)) if k not in decided and self.is_read(op, k)]
            lines += self.copies([op.out[k] for k in kept], [block.yields[k] for k in kept])
            lines += self.placeholders(op, block)
            lines += self.leave(op, block)
            sides.append(lines)
        self.statement = None
        then, orelse = sides
        if op.catches:
            return [self.attempt(op, then, orelse)]
        if op.within:
            return [self.inside(op, then)]
        if not then and not orelse:
            return []
        if not _real(then):
            then, orelse = orelse, []
            test = _negated(test)
        if isinstance(then[-1], ast.Break):
            return [ast.If(test, then, []), *orelse]
        return [ast.If(test, then, orelse if _real(orelse) else [])]

    def is_read(self, op: If, k: int) -> bool:
        """Tell whether a result is handed on: whether a try went well may interest nobody."""
        return not op.catches or k > 0 or op.out[0] in self.count

    def attempt(self, op: If, body: list[ast.stmt], handler: list[ast.stmt]) -> ast.stmt:
        """Return a try statement."""
        caught: ast.expr | None = self.expressions.constant(
            op.catches[0] if len(op.catches) == 1 else op.catches
        )
        error = next(o.out for o in op.orelse.ops if is_caught(o))
        called = self.variables.name(error) if self.count.get(error) else None
        passing: list[ast.stmt] = [ast.Pass()]
        handlers = [ast.ExceptHandler(caught, called, handler or passing)]
        return ast.Try(body or passing, handlers, [], [])

    def inside(self, op: If, body: list[ast.stmt]) -> ast.stmt:
        """Return a with statement."""
        items = [ast.withitem(self.expressions.atom(op.cond), None)]
        return ast.With(items, body or [ast.Pass()], lineno=0)

    def leave(self, op: If, block: Block) -> list[ast.stmt]:
        """Return `break` where the branch decides so, or hand the decision to a branch inside."""
        for out, y in zip(op.out, block.yields, strict=True):
            if out in self.breaks and isinstance(y, Const) and y.value:
                return [ast.Break()]
        return []

    def placeholders(self, op: If, block: Block) -> list[ast.stmt]:
        """Bind what a loop collects, or a zero is made of, to None where it has no value."""
        names: list[ast.expr] = [
            ast.Name(self.variables.name(out), ast.Store())
            for out, y in zip(op.out, block.yields, strict=True)
            if y is UNDEF and out in self.kept
        ]
        return [ast.Assign(names, ast.Constant(None), lineno=0)] if names else []

    def loop(self, op: For) -> list[ast.stmt]:
        """Return a for statement with what it starts from."""
        lines = self.copies(list(op.carried), list(op.init))
        lines += [
            self.assign(self.variables.name(param), ast.Constant(None))
            for param, start in zip(op.carried, op.init, strict=True)
            if start is UNDEF and param in self.kept
        ]
        for out in op.collected:
            lines.append(self.assign(self.variables.name(out), ast.List([], ast.Load())))
        self.statement = None
        test, ops = self.test(op)
        moves = self.copies(list(op.carried), list(op.nexts))
        if op.stops and not moves and self.leaves_last(op.stop[0], op.body):
            self.breaks.add(op.stop[0])  # type: ignore[arg-type]
        body = self.block(Block((), ops, ()))
        body += moves
        if op.stops and op.stop[0] not in self.breaks:
            always = op.stop[0] == Const(True)
            flag = self.expressions.atom(op.stop[0])
            body.append(ast.Break() if always else ast.If(flag, [ast.Break()], []))
        self.statement = None
        body = body or [ast.Pass()]
        if op.over:
            target, over = self.expressions.walk(op, self._read_items(op))
            lines.append(ast.For(target, over, body, [], lineno=0))
        else:
            lines.append(ast.While(test, body, []))
        return lines

    def test(self, op: For) -> tuple[ast.expr, tuple[Op, ...]]:
        """Return the condition of a while loop, and the operations left for its body."""
        for k, inner in enumerate(op.body.ops):
            if is_proceed(inner) and isinstance(inner, Apply) and not op.over:
                rest = (*op.body.ops[:k], *op.body.ops[k + 1 :])
                return self.expressions.atom(inner.args[0]), rest
            if not isinstance(inner, Apply) or inner.out not in self.layout.inlined:
                break
        return ast.Constant(True), op.body.ops

    def leaves_last(self, flag: Atom, block: Block) -> bool:
        """Tell whether a flag is the last thing that a block decides, by its last branch."""
        last = block.ops[-1] if block.ops else None
        if not isinstance(flag, Value) or not isinstance(last, If) or flag not in last.out:
            return False
        if self.expressions.is_one_expression(last) or self.count[flag] > 1:
            return False
        k = last.out.index(flag)
        return all(
            isinstance(inner.yields[k], Const)
            or (
                self.leaves_last(inner.yields[k], inner)
                and not self.copies(_without(last.out, k), _without(inner.yields, k))
            )
            for inner in (last.then, last.orelse)
        )

    @cached_property
    def count(self) -> dict[Value, int]:
        """How often each value is read."""
        return uses(self.layout.fn.body)

    def _read_items(self, op: For) -> set[Value]:
        """Return the items that the body reads or that are passed on."""
        from adcompiler.ir.walk import reads

        found: set[Value] = set()
        for atom in reads(op.body):
            found.update(self.layout.leaves(atom))
        return found


def _held(result: Any) -> list[int]:
    """Return the yields that a function in the result is bound to: some have no value at times."""
    if not isinstance(result, Struct):
        return []
    if result.kind == "bound":
        return [slot.index for slot in result.items]
    return [k for item in result.items for k in _held(item)]


def _adds_items(op: Apply) -> bool:
    """Tell whether a slice of a list is added into, where `+=` would make the list longer."""
    index = op.attrs["index"]
    return isinstance(op.out.type, Seq | Tree) and isinstance(index, slice)


def _item_type(op: Apply) -> Any:
    """Return the type of what an update adds to, that of the array where it is one."""
    type_ = op.out.type
    if isinstance(type_, Seq):
        return part_of(type_, op.attrs["index"], op.args)
    if isinstance(type_, Tree):
        index = op.attrs["index"]
        return type_.items[index] if isinstance(index, int) else element(type_)
    return Array(None, ())


def _without(atoms: tuple[Any, ...], k: int) -> list[Any]:
    return [*atoms[:k], *atoms[k + 1 :]]


def _real(lines: list[ast.stmt]) -> bool:
    return any(not _is_comment(line) for line in lines)


def _is_comment(line: ast.stmt) -> bool:
    return (
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Name)
        and line.value.id.startswith("__comment_")
    )


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.UnaryOp(ast.Not(), test)


def emit(
    fn: Function,
    arguments: ast.arguments | None = None,
    staged: bool = False,
    reserved: Iterable[str] = (),
) -> Text:
    """Return the text of a program, after the routines that it calls.

    Parameters
    ----------
    fn
        The program.
    arguments
        The parameter list to write; by default plain names.
    staged
        Whether each gate gets a line of its own.
    reserved
        Names that no variable gets: those of the closure that the code shares.

    """
    known = routines(fn)
    programs = [*(r.program for r in known), fn]
    layouts = [lay_out(one, staged) for one in programs]
    taken = {c.path.split(".")[0] for c in fn.captures if c.path.isidentifier()}
    taken -= {c.name for c in fn.captures}
    taken |= set(reserved) - {c.path for c in fn.captures}
    variables = [assign(layout, taken) for layout in layouts]
    used = {fn.name, *taken, *(n for v in variables for n in v.names.values())}
    called = {r: _unused(r.name, used) for r in known}
    emitters = [
        _Emitter(layout, v, Expressions(layout, v), called, [])
        for layout, v in zip(layouts, variables, strict=True)
    ]
    externals: dict[str, Any] = {}
    spans: dict[ast.AST, Span] = {}
    comments: list[str] = []
    tree: list[ast.stmt] = []
    for emitter, word in zip(emitters, [*called.values(), fn.name], strict=True):
        emitter.apart = emitter is not emitters[-1]
        emitter.expressions.externals, emitter.comments = externals, comments
        emitter.expressions.locals, emitter.expressions.spans = used, spans
        emitter.expressions.routines = called
        tree.append(_definition(emitter, word, None if emitter.apart else arguments))
    module = ast.Module(tree, [])
    text = _with_comments(to_source(module), comments)
    outside = {variables[-1].find(c.value) for c in fn.captures}
    names = frozenset(n for v, n in variables[-1].names.items() if v not in outside)
    return Text(text, fn.name, externals, names, tuple(called.values()), module, spans)


def _unused(word: str, used: set[str]) -> str:
    """Return a name for a routine that nothing else has."""
    found, k = word, 2
    while found in used or hasattr(builtins, found):
        found, k = f"{word}_{k}", k + 1
    used.add(found)
    return found


def _definition(emitter: _Emitter, word: str, arguments: ast.arguments | None) -> ast.FunctionDef:
    """Return the definition of one function."""
    fn = emitter.layout.fn
    emitter.sections = any(op.span.sweep for op in fn.body.ops)
    body = emitter.block(fn.body, top=True)
    body.append(ast.Return(emitter.expressions.result(fn.result, fn.body.yields)))
    if arguments is None:
        args = [ast.arg(p.name) for p in fn.params]
        arguments = ast.arguments([], args, None, [], [], None, [])
    extra: dict[str, Any] = {"type_params": []} if "type_params" in ast.FunctionDef._fields else {}
    return ast.FunctionDef(word, arguments, body, [], None, None, lineno=0, **extra)


def _with_comments(text: str, comments: list[str]) -> str:
    """Replace the placeholders by comments."""
    lines = []
    for line in text.splitlines():
        word = line.strip()
        if word.startswith("__comment_"):
            comment = comments[int(word.strip("_").split("_")[1])]
            line = f"{line[: len(line) - len(line.lstrip())]}# {comment}"
        lines.append(line)
    return "\n".join(lines).strip() + "\n"

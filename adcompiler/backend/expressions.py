"""Operands and gates as Python expressions."""

from __future__ import annotations

import ast
import builtins
import cmath
import functools
import math
import random
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.backend.layout import Layout
from adcompiler.backend.names import Variables
from adcompiler.gates import core
from adcompiler.gates.table import INFIX, PREFIX, slots_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Const, For, If, Path, Slot, Undef, Value
from adcompiler.ir.types import (
    Array,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    depth,
    is_complex,
    is_list,
    is_table,
    numeric_kind,
)
from adcompiler.ir.walk import outputs
from adcompiler.records import takes_attributes
from adcompiler.source import Span

BINARY = {
    "+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "//": ast.FloorDiv, "%": ast.Mod,
    "**": ast.Pow, "@": ast.MatMult, "&": ast.BitAnd, "|": ast.BitOr, "^": ast.BitXor,
    "<<": ast.LShift, ">>": ast.RShift,
}  # fmt: skip
COMPARE = {
    "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq,
    "is": ast.Is, "is not": ast.IsNot,
}  # fmt: skip
LIBRARIES = {"np": np, "math": math, "cmath": cmath, "random": random}
LITERALS = (bool, int, float, complex, str, bytes, np.generic, type(None), type(...))
UNARY = {"-": ast.USub, "+": ast.UAdd, "not": ast.Not, "~": ast.Invert}


def name(text: str) -> ast.expr:
    """Return a dotted name as an expression."""
    first, *rest = text.split(".")
    out: ast.expr = ast.Name(first, ast.Load())
    for part in rest:
        out = ast.Attribute(out, part, ast.Load())
    return out


def number(value: Any) -> ast.expr:
    """Return a literal; negative numbers as a minus sign before a literal."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, complex):
        return _complex(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ast.Constant(value)
    if isinstance(value, float) and not math.isfinite(value):
        if math.isnan(value):
            return name("np.nan")
        return name("np.inf") if value > 0 else ast.UnaryOp(ast.USub(), name("np.inf"))
    if value < 0 or (value == 0 and math.copysign(1.0, value) < 0):
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _complex(value: complex) -> ast.expr:
    """Return a complex literal as it is written by hand: `2j`, `-1j`, `1.0 + 2j`."""
    if not cmath.isfinite(value):
        raise ValueError(f"{value} cannot be written as a literal")
    minus = math.copysign(1.0, value.imag) < 0
    part = ast.Constant(complex(0.0, abs(value.imag)))
    if value.real:
        return ast.BinOp(number(value.real), ast.Sub() if minus else ast.Add(), part)
    return ast.UnaryOp(ast.USub(), part) if minus else part


class Expressions:
    """Writes expressions, and remembers which outside objects they mention."""

    def __init__(self, layout: Layout, variables: Variables) -> None:
        self.layout, self.variables = layout, variables
        self.externals: dict[str, Any] = {}
        self.routines: dict[Any, str] = {}  # their names
        self.spans: dict[ast.AST, Span] = {}  # where what is written comes from
        self.paths = {c.value: c for c in layout.fn.captures}
        self.locals = set(variables.names.values())

    # -- names of outside objects -------------------------------------------------------

    def external(self, text: str, value: Any) -> ast.expr:
        """Return the name under which the code reaches an outside object."""
        first = text.split(".")[0]
        if first in self.locals:
            first = {"np": "numpy"}.get(first, f"{first}_function")
        while first in self.externals and self.externals[first] is not value:
            first += "_"
        self.externals[first] = value
        return name(".".join([first, *text.split(".")[1:]]))

    def function(self, text: str, function: Any) -> ast.expr:
        """Return a known function under its public name."""
        root = text.split(".")[0]
        if root in LIBRARIES and "." in text:
            return self.external(text, LIBRARIES[root])
        return self.external(text, function)

    def call(self, text: str, *args: ast.expr) -> ast.expr:
        """Return a call of a public function by name."""
        root = text.split(".")[0]
        value: Any = LIBRARIES.get(root)
        if value is None:
            value = getattr(builtins, root, None) or getattr(runtime, root)
        return ast.Call(self.external(text, value), list(args), [])

    # -- atoms --------------------------------------------------------------------------

    def atom(self, atom: Atom) -> ast.expr:
        """Return an operand as an expression."""
        if isinstance(atom, Undef):
            return ast.Constant(None)
        if isinstance(atom, Const):
            return self.constant(atom.value)
        if atom in self.layout.inlined:
            op = self.layout.made[atom]
            return self.conditional(op) if isinstance(op, If) else self.gate(op)  # type: ignore[arg-type]
        if atom in self.paths:
            return self.captured(atom)
        found = name(self.variables.name(atom))
        return self.reversed(found) if atom in self.layout.backwards else found

    def captured(self, value: Value) -> ast.expr:
        """Return the expression that reads a captured variable."""
        capture = self.paths[value]
        path = capture.path
        root, dot, _ = path.partition(".")
        if dot and root in LIBRARIES:
            return self.external(path, LIBRARIES[root])
        if capture.holder is None:
            return name(path)
        holder = capture.holder
        if capture.place is not None:
            return self.place(capture.place)
        if isinstance(holder, dict):
            module = str(holder.get("__name__", "module")).split(".")[-1].strip("_")
            base = self.external(f"{module}_globals", holder)
            return ast.Subscript(base, ast.Constant(capture.name), ast.Load())
        if path.endswith(".cell_contents"):
            base = self.external(f"{capture.name}_cell", holder)
            return ast.Attribute(base, "cell_contents", ast.Load())
        word = str(getattr(holder, "__name__", type(holder).__name__)).split(".")[-1].lower()
        return ast.Attribute(self.external(word, holder), capture.name, ast.Load())

    def called(self, function: Any, op: Apply) -> ast.expr:
        """Return the call of an object from outside with all operands, the last by keyword."""
        names = op.attrs.get("keywords", ())
        args = [self.atom(a) for a in op.args]
        count = len(args) - len(names)
        keywords = [ast.keyword(k, v) for k, v in zip(names, args[count:], strict=True)]
        return ast.Call(self.constant(function), args[:count], keywords)

    def place(self, place: Any) -> ast.expr:
        """Return a place outside: an attribute, an entry."""
        base = self.external(place.word, place.holder)
        if place.how == "attribute":
            return ast.Attribute(base, place.key, ast.Load())
        return ast.Subscript(base, self.constant(place.key), ast.Load())

    def constant(self, value: Any) -> ast.expr:
        """Return a static value as an expression."""
        if isinstance(value, tuple):
            return ast.Tuple([self.constant(v) for v in value], ast.Load())
        if isinstance(value, float) and not math.isfinite(value):
            self.externals.setdefault("np", np)
        if isinstance(value, type):
            word = str(value.__name__)
            known = getattr(np, word, None) is value
            return self.external(f"np.{word}" if known else word, np if known else value)
        if isinstance(value, np.dtype):
            return self.constant(value.type)
        if not isinstance(value, LITERALS):
            word = str(getattr(value, "__name__", type(value).__name__)).strip("<>").lower()
            return self.external(word if word.isidentifier() else "given", value)
        return number(value)

    def reversed(self, value: ast.expr) -> ast.expr:
        """Return `value[::-1]`; twice is the value itself."""
        if isinstance(value, ast.Subscript) and ast.unparse(value.slice) == "::-1":
            return value.value
        back = ast.Slice(None, None, ast.UnaryOp(ast.USub(), ast.Constant(1)))
        return ast.Subscript(value, back, ast.Load())

    def from_the_end(self, atom: Atom) -> ast.expr:
        """Return what walks a sequence from its last item to its first."""
        found = self.reversed(self.atom(atom))
        listed = isinstance(atom, Value) and isinstance(atom.type, Seq)
        if listed and isinstance(found, ast.Subscript) and isinstance(found.slice, ast.Slice):
            return self.call("reversed", found.value)
        return found

    def collected(self, atom: Atom) -> ast.expr:
        """Return what a loop collects, where a list may be missing from this round."""
        value = self.atom(atom)
        made = self.layout.made.get(atom) if atom in self.layout.inlined else None
        if isinstance(made, Apply) and made.gate.function is core.pack:
            if made.attrs["kind"] == "tuple" and made.attrs.get("cls") is None:
                return ast.Tuple([self.collected(a) for a in made.args], ast.Load())
        if isinstance(atom, Value) and atom in self.layout.unsure:
            return ast.BoolOp(ast.And(), [name(self.variables.name(atom)), value])
        return value

    # -- gates --------------------------------------------------------------------------

    def gate(self, op: Apply) -> ast.expr:
        """Return one gate as an expression, and remember where it comes from."""
        found = self.written(op)
        self.spans[found] = op.span
        return found

    def written(self, op: Apply) -> ast.expr:
        """Return one gate as an expression."""
        function = op.gate.function
        if function in INFIX:
            return self.infix(INFIX[function], op.args)
        if function in PREFIX:
            return ast.UnaryOp(UNARY[PREFIX[function]](), self.atom(op.args[0]))
        special = SPECIAL.get(function)
        if special is not None:
            return special(self, op)
        style = op.attrs.get("style")
        if style in ("T", "real", "imag"):
            return ast.Attribute(self.atom(op.args[0]), style, ast.Load())
        args, keywords = self.arguments(op)
        if style:
            return ast.Call(ast.Attribute(args[0], style, ast.Load()), args[1:], keywords)
        return ast.Call(self.function(op.gate.name, function), args, keywords)

    def infix(self, sign: str, args: tuple[Atom, ...]) -> ast.expr:
        """Return `x sign y`."""
        x, y = (self.atom(a) for a in args)
        if sign in COMPARE:
            return ast.Compare(x, [COMPARE[sign]()], [y])
        return ast.BinOp(x, BINARY[sign](), y)

    def arguments(self, op: Apply) -> tuple[list[ast.expr], list[ast.keyword]]:
        """Return the arguments of a call, as the rule's parameters say."""
        taken = {s.index for v in op.attrs.values() for s in slots_in(v)}
        free = [a for i, a in enumerate(op.args) if i not in taken]
        args: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        for p in op.gate.parameters:
            if p.variadic:
                args += [self.atom(a) for a in free]
                free = []
            elif p.name in op.attrs:
                value = self.static(op.attrs[p.name], op.args)
                if p.keyword_only:
                    keywords.append(ast.keyword(p.name, value))
                else:
                    args.append(value)
            elif free and not p.keyword_only:
                args.append(self.atom(free.pop(0)))
        return args, keywords

    def static(self, value: Any, args: tuple[Atom, ...]) -> ast.expr:
        """Return a static attribute, its slots filled with operands."""
        if isinstance(value, Slot):
            return self.atom(args[value.index])
        if isinstance(value, tuple):
            return ast.Tuple([self.static(v, args) for v in value], ast.Load())
        return self.constant(value)

    def index(self, pattern: Any, args: tuple[Atom, ...]) -> ast.expr:
        """Return the index of a subscript."""
        if isinstance(pattern, tuple):
            return ast.Tuple([self.index(p, args) for p in pattern], ast.Load())
        if isinstance(pattern, slice):
            parts = [
                None if v is None else self.index(v, args)
                for v in (pattern.start, pattern.stop, pattern.step)
            ]
            return ast.Slice(*parts)
        if pattern is Ellipsis:
            return ast.Constant(...)
        return self.static(pattern, args)

    def part(
        self, whole: ast.expr, pattern: Any, args: tuple[Atom, ...], context: ast.expr_context
    ) -> ast.Subscript:
        """Return `whole[index]`, or `whole[i][j]` where the index leads into lists."""
        *ahead, final = pattern.parts if isinstance(pattern, Path) else (pattern,)
        for step in ahead:
            whole = ast.Subscript(whole, self.index(step, args), ast.Load())
        return ast.Subscript(whole, self.index(final, args), context)

    def duplicate(self, value: ast.expr, type_: Type) -> ast.expr:
        """Return a copy of an array or a list that shares no list with the original."""
        if isinstance(type_, Seq | Tree) and depth(type_) != 1:
            return self.call("copied", value)
        return ast.Call(ast.Attribute(value, "copy", ast.Load()), [], [])

    def simple_index(self, op: Apply) -> bool:
        """Tell whether an index names each element once, so that `d[i] += g` is right."""
        pattern = op.attrs["index"]
        if isinstance(op.out.type, Seq | Tree):
            return True
        parts = pattern if isinstance(pattern, tuple) else (pattern,)
        if self.by_rows(op, parts):
            return True
        for part in parts:
            if isinstance(part, Slot):
                type_ = type_of(op.args[part.index])
                boolean = isinstance(type_, Array) and numeric_kind(type_) == "bool"
                if not boolean and not isinstance(type_, Scalar):
                    return False
            elif isinstance(part, list | np.ndarray):
                return False
        return True

    def by_rows(self, op: Apply, parts: tuple[Any, ...]) -> bool:
        """Tell whether an index is `np.arange(n), i` with one number for each row."""
        arrays = [op.args[p.index] for p in parts if isinstance(p, Slot)]
        types = [type_of(a) for a in arrays]
        made = self.layout.made.get(arrays[0]) if parts and isinstance(parts[0], Slot) else None  # type: ignore[arg-type]
        if not isinstance(made, Apply) or made.gate.function is not np.arange:
            return False
        if len(made.args) != 1 or any(isinstance(p, list | np.ndarray) for p in parts):
            return False
        return all(isinstance(t, Scalar) or (isinstance(t, Array) and t.rank == 1) for t in types)

    def is_one_expression(self, op: If) -> bool:
        """Tell whether an If is written as a conditional expression."""
        if not op.ternary or len(op.out) != 1:
            return False
        inner = [outputs(o) for b in (op.then, op.orelse) for o in b.ops]
        return all(out and all(v in self.layout.inlined for v in out) for out in inner)

    def conditional(self, op: If) -> ast.expr:
        """Return `a if c else b`, or `a and b`, `a or b` where that is what was written."""
        test = self.atom(op.cond)
        x, y = self.atom(op.then.yields[0]), self.atom(op.orelse.yields[0])
        if op.orelse.yields[0] is op.cond:
            return _joined(ast.And(), test, x)
        if op.then.yields[0] is op.cond:
            return _joined(ast.Or(), test, y)
        return ast.IfExp(test, x, y)

    def result(self, tree: Any, yields: tuple[Atom, ...]) -> ast.expr:
        """Return the expression after `return`."""
        if isinstance(tree, Slot):
            return self.atom(yields[tree.index])
        items = [self.result(item, yields) for item in tree.items]
        if tree.kind == "bound":
            made = self.external("partial", functools.partial)
            return ast.Call(made, [name(self.routines[tree.keys[0]]), *items], [])
        return self.literal(tree.kind, items, tree.keys, tree.cls)

    def literal(
        self, kind: str, items: list[ast.expr], keys: tuple[Any, ...], cls: type | None = None
    ) -> ast.expr:
        """Return a tuple, list, dict or object."""
        if cls is not None:
            made = self.external(cls.__name__, cls)
            named = [ast.keyword(k, item) for k, item in zip(keys, items, strict=False)]
            if kind == "object" and not takes_attributes(cls, keys):
                call = self.call("instance", made)
                assert isinstance(call, ast.Call)
                call.keywords += named
                return call
            return ast.Call(made, [] if named else items, named)
        if kind == "dict":
            return ast.Dict([self.constant(k) for k in keys], items)
        if kind == "list":
            return ast.List(items, ast.Load())
        return ast.Tuple(items, ast.Load())

    # -- loops --------------------------------------------------------------------------

    def walk(self, op: For, read: set[Value]) -> tuple[ast.expr, ast.expr]:
        """Return the target and the iterable of a for statement."""
        pairs = list(zip(op.items, op.over, strict=True))
        counters = [(i, a) for i, a in pairs if self._function(a) is core.counter]
        rest = [(i, a) for i, a in pairs if self._function(a) is not core.counter]
        if not op.backwards:
            return self._forwards(counters, rest, read)
        return self._backwards(counters, rest, read)

    def _function(self, atom: Atom) -> Any:
        op = self.layout.made.get(atom) if isinstance(atom, Value) else None
        return op.gate.function if isinstance(op, Apply) else None

    def target(self, items: list[Value], read: set[Value]) -> ast.expr:
        """Return the loop variable or a tuple of them; `_` for what is not read."""
        names: list[ast.expr] = []
        for item in items:
            if item in self.layout.unpacked:
                parts = self.layout.unpacked[item]
                names.append(ast.Tuple([self.target([p], read) for p in parts], ast.Store()))
            else:
                text = self.variables.name(item) if item in read else "_"
                names.append(ast.Name(text, ast.Store()))
        return names[0] if len(names) == 1 else ast.Tuple(names, ast.Store())

    def _zip(self, parts: list[ast.expr]) -> ast.expr:
        return parts[0] if len(parts) == 1 else self.call("zip", *parts)

    def _forwards(self, counters: Any, rest: Any, read: set[Value]) -> tuple[ast.expr, ast.expr]:
        over = self._zip([self.atom(a) for _, a in rest])
        target = self.target([i for i, _ in rest], read)
        for item, counter in counters:
            start = self.layout.made[counter].args[0]  # type: ignore[union-attr]
            extra = [] if start == Const(0) else [self.atom(start)]
            over = self.call("enumerate", over, *extra)
            target = ast.Tuple([self.target([item], read), target], ast.Store())
        return target, over

    def _backwards(self, counters: Any, rest: Any, read: set[Value]) -> tuple[ast.expr, ast.expr]:
        foreign = [(i, a) for i, a in rest if not _is_kept(a)]
        kept = [(i, a) for i, a in rest if _is_kept(a)]
        targets: list[ast.expr] = []
        overs: list[ast.expr] = []
        if len(foreign) > 1:
            target, over = self._forwards(counters, foreign, read)
            targets.append(target)
            overs.append(self.reversed(self.call("list", over)))
        else:
            length = self.call("len", self.atom((foreign or kept)[0][1])) if counters else None
            for item, counter in counters:
                assert length is not None
                targets.append(self.target([item], read))
                overs.append(self._count_down(counter, length))
            for item, atom in foreign:
                if counters and item not in read:
                    continue
                targets.append(self.target([item], read))
                again = item in read or len(rest) > 1 or self._function(atom) is not range
                overs.append(self._last_first(atom) if again else self.atom(atom))
        for item, atom in kept:
            targets.append(self.target([item], read))
            overs.append(self.from_the_end(atom))
        if len(targets) == 1:
            return targets[0], overs[0]
        return ast.Tuple(targets, ast.Store()), self.call("zip", *overs)

    def _count_down(self, counter: Value, length: ast.expr) -> ast.expr:
        start = self.layout.made[counter].args[0]  # type: ignore[union-attr]
        return self._range_down(start, None, length)

    def _range_down(self, low: Atom, high: Atom | None, length: ast.expr | None) -> ast.expr:
        """Return the range from the last number down to `low`."""
        minus = ast.UnaryOp(ast.USub(), ast.Constant(1))
        if length is not None:
            last = ast.BinOp(length, ast.Sub(), ast.Constant(1))
            if low != Const(0):
                last = ast.BinOp(last, ast.Add(), self.atom(low))
        else:
            assert high is not None
            last = self._less_one(high)  # type: ignore[assignment]
        return self.call("range", last, self._less_one(low), minus)

    def _less_one(self, atom: Atom) -> ast.expr:
        if isinstance(atom, Const):
            return number(atom.value - 1)
        written = self.atom(atom)
        if isinstance(written, ast.BinOp) and isinstance(written.op, ast.Add):
            if ast.unparse(written.right) == "1":
                return written.left
        return ast.BinOp(written, ast.Sub(), ast.Constant(1))

    def _last_first(self, atom: Atom) -> ast.expr:
        op = self.layout.made.get(atom) if isinstance(atom, Value) else None
        if isinstance(op, Apply) and op.gate.function is range and len(op.args) < 3:
            low: Atom = Const(0) if len(op.args) == 1 else op.args[0]
            return self._range_down(low, op.args[-1], None)
        return self.from_the_end(atom)


def _is_kept(atom: Atom) -> bool:
    return isinstance(atom, Value) and isinstance(atom.type, Seq) and atom.type.kind == "kept"


def _joined(op: ast.boolop, x: ast.expr, y: ast.expr) -> ast.expr:
    values = [*x.values] if isinstance(x, ast.BoolOp) and type(x.op) is type(op) else [x]
    values += y.values if isinstance(y, ast.BoolOp) and type(y.op) is type(op) else [y]
    return ast.BoolOp(op, values)


def _broadcast_like(e: Expressions, op: Apply) -> ast.expr:
    g, x = op.args
    like = e.atom(x)
    if isinstance(type_of(x), Array) and isinstance(type_of(g), Scalar):
        if isinstance(g, Const) and g.value == 1:
            return e.call("np.ones_like", like)
        if is_complex(type_of(g)) and not is_complex(type_of(x)):
            shape = ast.Attribute(like, "shape", ast.Load())
            return e.call("np.full", shape, e.atom(g), e.constant(complex))
        return e.call("np.full_like", like, e.atom(g))
    if isinstance(type_of(x), Unknown | Scalar):
        return e.call("np.broadcast_to", e.atom(g), e.call("np.shape", like))
    return e.call("np.broadcast_to", e.atom(g), ast.Attribute(like, "shape", ast.Load()))


def _mask(e: Expressions, op: Apply) -> ast.expr:
    cond, g = op.args
    made = e.layout.made.get(cond) if cond in e.layout.inlined else None
    zero = ast.Constant(0.0)
    if isinstance(made, Apply) and made.gate.function is np.logical_not:
        return e.call("np.where", e.atom(made.args[0]), zero, e.atom(g))
    return e.call("np.where", e.atom(cond), e.atom(g), zero)


def _pack(e: Expressions, op: Apply) -> ast.expr:
    items = [e.atom(a) for a in op.args]
    return e.literal(op.attrs["kind"], items, op.attrs.get("keys", ()), op.attrs.get("cls"))


def _item(e: Expressions, op: Apply) -> ast.expr:
    whole, key = e.atom(op.args[0]), op.attrs["key"]
    type_ = type_of(op.args[0])
    if isinstance(type_, Tree) and type_.kind == "object":
        return ast.Attribute(whole, key, ast.Load())
    return ast.Subscript(whole, e.constant(key), ast.Load())


def _stack_items(e: Expressions, op: Apply) -> ast.expr:
    items, x = op.args
    type_ = type_of(x)
    if isinstance(type_, Array) and type_.dtype == "float64":
        if type_.rank == 1:
            return e.call("np.array", e.atom(items))
        shape = ast.Attribute(e.atom(x), "shape", ast.Load())
        return e.call("np.reshape", e.atom(items), shape)
    return e.call("pad_items", e.atom(items), e.atom(x))


def _joined_list(e: Expressions, op: Apply) -> ast.expr:
    items = ast.List([e.atom(a) for a in op.args], ast.Load())
    call = e.call(op.gate.name, items)
    assert isinstance(call, ast.Call)
    if op.attrs.get("axis", 0) != 0:
        call.keywords.append(ast.keyword("axis", e.constant(op.attrs["axis"])))
    return call


def _einsum(e: Expressions, op: Apply) -> ast.expr:
    return e.call("np.einsum", ast.Constant(op.attrs["subscripts"]), *[e.atom(a) for a in op.args])


def _average(e: Expressions, op: Apply) -> ast.expr:
    args, keywords = e.arguments(op)
    keywords.append(ast.keyword("weights", args[1]))
    return ast.Call(e.external("np.average", np), args[:1], keywords)


def _subscript(e: Expressions, op: Apply) -> ast.expr:
    return e.part(e.atom(op.args[0]), op.attrs["index"], op.args, ast.Load())


def _duplicate(e: Expressions, op: Apply) -> ast.expr:
    if op.args[0] in e.layout.backwards and depth(op.out.type) == 1:
        return e.atom(op.args[0])  # turned around, it is a copy
    return e.duplicate(e.atom(op.args[0]), op.out.type)


def _repeated(e: Expressions, op: Apply) -> ast.expr:
    items = ast.List([e.atom(a) for a in op.args[1:]], ast.Load())
    return ast.BinOp(items, ast.Mult(), e.atom(op.args[0]))


def _ordering(e: Expressions, op: Apply) -> ast.expr:
    keys = e.atom(op.args[0])
    places = e.call("range", e.call("len", keys))
    call = ast.Call(e.external("sorted", sorted), [places], [])
    call.keywords.append(ast.keyword("key", ast.Attribute(keys, "__getitem__", ast.Load())))
    if op.attrs.get("reverse"):
        call.keywords.append(ast.keyword("reverse", ast.Constant(True)))
    return call


def _zeros(e: Expressions, op: Apply) -> ast.expr:
    x = e.atom(op.args[0])
    if op.attrs.get("style") == "of None too":
        nothing = ast.List([], ast.Load())
        return e.call("zeros", ast.BoolOp(ast.Or(), [x, nothing]) if is_list(op.out.type) else x)
    whole = e.call("zeros", x)
    return _one_each(e, op, Const(0.0), op.args[0]) or whole


def _repeat(e: Expressions, op: Apply) -> ast.expr:
    g, x = op.args
    return _one_each(e, op, g, x) or e.call("repeat", e.atom(g), e.atom(x))


def _one_each(e: Expressions, op: Apply, g: Atom, x: Atom) -> ast.expr | None:
    """Return `[g] * len(x)` for a list of numbers."""
    type_ = op.out.type
    if not isinstance(type_, Seq) or is_table(type_) or not isinstance(type_.item, Scalar):
        return None
    items = ast.List([e.atom(g)], ast.Load())
    return ast.BinOp(items, ast.Mult(), e.call("len", e.atom(x)))


def _attribute(word: str) -> Any:
    return lambda e, op: ast.Attribute(e.atom(op.args[0]), word, ast.Load())


def _method(word: str) -> Any:
    def write(e: Expressions, op: Apply) -> ast.expr:
        args = [e.constant(op.attrs["dtype"])] if "dtype" in op.attrs else []
        return ast.Call(ast.Attribute(e.atom(op.args[0]), word, ast.Load()), args, [])

    return write


def _size_of(e: Expressions, op: Apply) -> ast.expr:
    shape = ast.Attribute(e.atom(op.args[0]), "shape", ast.Load())
    return ast.Subscript(shape, e.constant(op.attrs["axis"]), ast.Load())


def _text(e: Expressions, op: Apply) -> ast.expr:
    pattern = ast.Constant(op.attrs["pattern"])
    args = [e.atom(a) for a in op.args]
    return ast.Call(ast.Attribute(pattern, "format", ast.Load()), args, [])


def _draw(e: Expressions, op: Apply) -> ast.expr:
    atoms = [e.atom(a) for a in op.args]
    method, named = op.attrs["method"], op.attrs["keywords"]
    if op.attrs["receiver"]:
        callee: ast.expr = ast.Attribute(atoms.pop(0), method, ast.Load())
    else:
        callee = e.function(f"{op.attrs['module']}.{method}", None)
    last = len(atoms) - len(named)
    keywords = [ast.keyword(k, v) for k, v in zip(named, atoms[last:], strict=True)]
    return ast.Call(callee, atoms[:last], keywords)


SPECIAL: dict[Any, Any] = {
    core.draw: _draw,
    core.take: lambda e, op: e.call("next", *[e.atom(a) for a in op.args]),
    core.fetch: lambda e, op: e.atom(op.args[0]),
    core.text: _text,
    core.broadcast_like: _broadcast_like,
    core.mask: _mask,
    core.pack: _pack,
    core.stack_items: _stack_items,
    core.concatenate: _joined_list,
    core.stack: _joined_list,
    core.average: _average,
    core.einsum: _einsum,
    core.einsum_of_one: _einsum,
    core.load: _subscript,
    core.duplicate: _duplicate,
    core.repeated: _repeated,
    core.ordering: _ordering,
    core.chain: lambda e, op: ast.BinOp(e.atom(op.args[0]), ast.Add(), e.atom(op.args[1])),
    core.contains: lambda e, op: ast.Compare(e.atom(op.args[1]), [ast.In()], [e.atom(op.args[0])]),
    runtime.zeros: _zeros,
    runtime.repeat: _repeat,
    core.item: _item,
    core.flipped: lambda e, op: e.reversed(e.atom(op.args[0])),
    core.named: lambda e, op: e.atom(op.args[0]),
    core.shape: _attribute("shape"),
    core.size: _attribute("size"),
    core.dtype_of: _attribute("dtype"),
    core.size_of: _size_of,
    core.made: lambda e, op: e.called(op.attrs["cls"], op),
    core.class_name: _attribute("__name__"),
    core.traceback_of: _attribute("__traceback__"),
    core.astype: _method("astype"),
    core.rounded_to: _method("astype"),
    core.item_of: _method("item"),
    core.tolist: _method("tolist"),
}

"""Operands and gates as Python expressions."""

from __future__ import annotations

import ast
import builtins
import functools
import keyword
import math
import operator
import re
from functools import cached_property
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.backend.forms import SPECIAL
from adcompiler.backend.layout import Layout
from adcompiler.backend.literals import name, negated, number
from adcompiler.backend.names import Variables
from adcompiler.gates import core
from adcompiler.gates.infer.indexing import names_each_once
from adcompiler.gates.table import INFIX, LIBRARIES, PREFIX, slots_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import depth
from adcompiler.ir.nodes import Apply, Atom, Const, If, Path, Slot, Undef, Value, made_by
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Type, numeric_kind
from adcompiler.ir.walk import maybe_unbound, outputs, uses
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
LITERALS = (bool, int, float, complex, str, bytes, np.generic, type(None), type(...))
UNARY = {"-": ast.USub, "+": ast.UAdd, "not": ast.Not, "~": ast.Invert}


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
        first = re.sub(r"\W|^(?=\d)", "_", text.split(".")[0])  # a module may have any name
        if first in self.locals:
            first = {"np": "numpy"}.get(first, f"{first}_function")
        while keyword.iskeyword(first) or self.externals.get(first, value) is not value:
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
        if atom not in self.layout.backwards:
            return found
        back = self.reversed(found)
        return ast.BoolOp(ast.And(), [found, back]) if atom in self.unbound else back

    @cached_property
    def counts(self) -> dict[Value, int]:
        """How often each value is read."""
        return uses(self.layout.fn.body)

    @cached_property
    def unbound(self) -> set[Value]:
        """The values that have no variable bound on some path: None stands for them."""
        return maybe_unbound(self.layout.fn.body)

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
        if isinstance(value, float) and (not math.isfinite(value) or abs(value) == math.pi):
            self.externals.setdefault("np", np)
        if isinstance(value, type):
            word = str(value.__name__)
            known = vars(np).get(word) is value
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
        if atom in self.layout.backwards and isinstance(atom, Value):
            return name(self.variables.name(atom))
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
        guarded = isinstance(value, ast.BoolOp)
        if isinstance(atom, Value) and atom in self.layout.unsure and not guarded:
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
            inner = self.atom(op.args[0])
            if function is operator.not_ and isinstance(inner, ast.Compare):
                return negated(inner)
            return ast.UnaryOp(UNARY[PREFIX[function]](), inner)
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

    def index_alone(self, pattern: Any, args: tuple[Atom, ...]) -> ast.expr:
        """Return an index as an argument: `i`, or `np.s_[:, i]` where there are slices in it."""
        index = self.index(pattern, args)
        if any(isinstance(n, ast.Slice) for n in ast.walk(index)):
            return ast.Subscript(self.function("np.s_", None), index, ast.Load())
        return index

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
        if not parts or not isinstance(parts[0], Slot):
            return False
        arrays = [op.args[p.index] for p in parts if isinstance(p, Slot)]
        types = [type_of(a) for a in arrays]
        made = made_by(self.layout.made, arrays[0])
        if not isinstance(made, Apply) or made.gate.function is not np.arange:
            return False
        if len(made.args) != 1 or any(isinstance(p, list | np.ndarray) for p in parts):
            return False
        return names_each_once(types[0], types[1:])

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


def _joined(op: ast.boolop, x: ast.expr, y: ast.expr) -> ast.expr:
    values = [*x.values] if isinstance(x, ast.BoolOp) and type(x.op) is type(op) else [x]
    values += y.values if isinstance(y, ast.BoolOp) and type(y.op) is type(op) else [y]
    return ast.BoolOp(op, values)

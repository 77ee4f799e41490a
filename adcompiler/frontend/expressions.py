"""Expressions of the user's program, made into stages."""

from __future__ import annotations

import ast
import operator
from collections import Counter, OrderedDict, defaultdict
from types import UnionType
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    calls,
    choices,
    comprehensions,
    constant_sets,
    counters,
    deques,
    draws,
    failures,
    growing,
    indices,
    iterators,
    list_methods,
    memory,
    objects,
    opaque,
    operands,
    operators,
    optional,
    outside,
    programs,
    rows,
    slices,
    special_calls,
    starred,
    statements,
    subscripts,
    tables,
    texts,
    views,
    written_arrays,
)
from adcompiler.frontend.bindings import is_live
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import (
    ONE_KIND,
    Conflict,
    Inner,
    Method,
    Spread,
    Static,
    Thing,
    settle,
)
from adcompiler.gates import ATTRIBUTES, METHODS, core, find, gate
from adcompiler.gates.programs import PROGRAMS
from adcompiler.gates.texts import OPERATORS
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import Atom, Const, Struct, Undef, Value
from adcompiler.ir.types import Array, Nothing, Other, Seq, Tree, rank

ARITHMETIC = (
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
    operator.pow, operator.matmul,
)  # fmt: skip
DICTS = (dict, Counter, OrderedDict, defaultdict)


def expression(scope: Scope, node: ast.expr) -> Thing:
    """Append the operations of an expression and return what it stands for."""
    b = scope.program.b
    outer, b.span = b.span, scope.span(node)
    try:
        thing = _expression(scope, node)
    finally:
        b.span = outer
    if isinstance(thing, Struct) and not b.placed(thing):
        b.place(thing)
    return thing


def _item(scope: Scope, node: ast.Subscript) -> Thing:
    return subscripts.subscript(scope, node, expression(scope, node.value), node.slice)


def _expression(scope: Scope, node: ast.expr) -> Thing:
    match node:
        case ast.Constant(value):
            return Const(value)
        case ast.Name():
            return scope.lookup(node)
        case ast.BinOp(left, op, right):
            with scope.program.operands() as waiting:
                waiting.append(expression(scope, left))
                return binary(scope, node, type(op), waiting[-1], expression(scope, right))
        case ast.UnaryOp(op, operand):
            return _unary(scope, node, OPERATORS[type(op)], expression(scope, operand))
        case ast.Compare(left, operators, comparators):
            return choices.compare(scope, node, left, operators, comparators)
        case ast.BoolOp(op, values):
            return choices.boolean(scope, isinstance(op, ast.And), values)
        case ast.IfExp(test, body, orelse):
            return choices.conditional(scope, test, body, orelse)
        case ast.Tuple(elts):
            return _tuple(scope, node, elts)
        case ast.List(elts):
            return _list(scope, node, elts)
        case ast.Dict(keys, values):
            return _dict(scope, node, keys, values)
        case ast.Attribute(value, name):
            return attribute(scope, node, expression(scope, value), name)
        case ast.Subscript():
            if indices.writes(scope, node):
                with indices.evaluated(scope, node) as made:
                    return _item(scope, slices.written_out(scope, made))
            node = slices.written_out(scope, node)
            inside = rows.row_of(scope, node)
            if inside is not None:
                return rows.load_inside(scope, *inside)
            return rows.looked_at(scope, [node], lambda: _item(scope, node))
        case ast.Call():
            return calls.call(scope, node)
        case ast.Lambda():
            return inner_function(scope, node)
        case ast.NamedExpr(ast.Name(name), value):
            thing = statements.named(scope, name, expression(scope, value))
            iterators.check_not_kept(scope, node, thing)
            scope.assign(name, thing)
            return thing
        case ast.ListComp() | ast.GeneratorExp() | ast.DictComp() | ast.SetComp():
            return comprehensions.comprehension(scope, node)
        case ast.JoinedStr(values):
            return texts.joined(scope, node, values)
        case ast.Set(elts):
            known = dict.fromkeys(static_key(scope, e, expression(scope, e)) for e in elts)
            return constant_sets.made(known)
    raise refuse("AD102", f"the expression {type(node).__name__}", scope.span(node))


def atom(scope: Scope, node: ast.AST, thing: Thing, objects: bool = False) -> Atom:
    """Return a thing as an operand: structures are packed, static objects refused.

    With `objects` those made in this block are packed too; they are not written to any more.
    """
    kept = objects and memory.keep_as_is(scope, thing)
    thing = memory.now(scope, thing)
    match thing:
        case Value() | Const() | Undef():
            return thing
        case Struct("set"):
            raise refuse("AD304", "a set cannot be used as a number here", scope.span(node))
        case Struct("object", cls=deques.Deque):
            hint = "list(...) of it, or its items one by one"
            raise refuse("AD304", "a deque cannot be used here", scope.span(node), hint=hint)
        case Struct("object") if not kept:
            raise refuse("AD304", "an object cannot be used as a number here", scope.span(node))
        case Struct(kind, items, keys):
            atoms = [atom(scope, node, i, objects) for i in items]
            attrs: dict[str, Any] = {"kind": kind}
            if kind in ("dict", "object"):
                attrs["keys"] = keys
            if thing.cls is not None:
                attrs["cls"] = thing.cls
            return scope.program.b.apply(gate(core.pack), *atoms, attrs=attrs)
        case Static(value):
            raise refuse(
                "AD304",
                f"{_describe(value)} cannot be used as a number here",
                scope.span(node),
                "not a number or an array",
            )
        case Conflict(why):
            settle(thing)
            hint = ONE_KIND
            if why == optional.WHY:
                hint = "ask `is not None` first"
            raise refuse("AD502", why, scope.span(node), "read here", hint)
    raise refuse("AD304", "a function cannot be used as a number here", scope.span(node))


def _describe(value: Any) -> str:
    return f"the {type(value).__name__} {getattr(value, '__name__', value)!r}"


def _classes(left: Thing, right: Thing) -> Static | None:
    """Return `int | float`, None where a side is no class."""
    sides: list[Any] = [t.value for t in (left, right) if isinstance(t, Const | Static)]
    if len(sides) < 2 or not any(isinstance(s, type | UnionType) for s in sides):
        return None
    known = all(isinstance(s, type | UnionType | None) for s in sides)
    return Static(sides[0] | sides[1]) if known else None


def binary(scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing) -> Thing:
    """Append a binary operator; tuples and lists are joined at compile time."""
    function = OPERATORS[op]
    b = scope.program.b
    done = operators.binary(scope, node, op, left, right)
    if done is None:
        done = counters.binary(scope, node, op, left, right)
    if done is not None:
        return done
    left, right = memory.now(scope, left), memory.now(scope, right)
    left, right = operands.beside_array(scope, node, function, left, right)
    if isinstance(left, Struct) and isinstance(right, Struct) and function is operator.add:
        if left.kind == right.kind and left.kind in ("list", "tuple"):
            return Struct(left.kind, left.items + right.items)
    sets = constant_sets.binary(scope, op, left, right)
    if sets is not None:
        return sets
    if function is operator.or_:
        both = _classes(left, right) or tables.joined(scope, node, left, right)
        if both is not None:
            return both
    if function is operator.add:
        chained = list_methods.joined(scope, node, left, right)
        if chained is not None:
            return chained
    if function is operator.mul:
        again = list_methods.repeated(scope, node, left, right)
        if again is not None:
            return again
    if function is operator.mod and isinstance(left, Const) and isinstance(left.value, str):
        return texts.percent(scope, node, left.value, right)
    x, y = atom(scope, node, left), atom(scope, node, right)
    if function is operator.add and texts.is_text(x) and texts.is_text(y):
        return texts.chained(scope, x, y)
    if _both_static(x, y):
        assert isinstance(x, Const)
        assert isinstance(y, Const)
        return Const(failures.known(scope, node, function, x.value, y.value))
    for side in (x, y):
        if type_of(side) == Other(str):
            raise refuse(
                "AD304",
                "an operator on a text known only at run time",
                scope.span(node),
                "a text carries no derivative",
                hint="use an f-string",
            )
        if isinstance(type_of(side), Seq | Tree):
            raise refuse(
                "AD304",
                f"an operator on a {_kind(side)} is not supported",
                scope.span(node),
                hint="make it an array first, for example np.array(...)",
            )
    if function in ARITHMETIC:
        operands.check_operands(scope, node, gate(function), (x, y))
    return b.apply(gate(function), x, y)


def _kind(side: Atom) -> str:
    type_ = type_of(side)
    return type_.kind if isinstance(type_, Seq | Tree) else "value"


def _both_static(x: Atom, y: Atom) -> bool:
    """Whether both are literals that decide shapes and branches; floats stay as written."""
    return (
        isinstance(x, Const)
        and isinstance(y, Const)
        and not isinstance(x.value, float | complex)
        and not isinstance(y.value, float | complex)
    )


def negated(scope: Scope, node: ast.AST, operand: Thing) -> Thing:
    """Append `not operand`."""
    return _unary(scope, node, operator.not_, operand)


def _unary(scope: Scope, node: ast.AST, function: Any, operand: Thing) -> Thing:
    done = operators.unary(scope, node, function, operand)
    if done is not None:
        return done
    if function is operator.not_:
        operand = growing.truth_of(scope, operators.truth(scope, node, operand))
    operand = memory.now(scope, operand)
    if function is operator.not_:
        known = choices.truth(operand)
        if known is not None:
            return Const(not known)
    x = atom(scope, node, operand)
    if isinstance(x, Const) and isinstance(x.value, int | float):
        return Const(failures.known(scope, node, function, x.value))
    return scope.program.b.apply(gate(function), x)


def _list(scope: Scope, node: ast.List, elts: list[ast.expr]) -> Thing:
    """Append a list display; what is spread in it may be of a length known only at run time."""
    found = elements(scope, elts)
    iterators.check_not_kept(scope, node, *found)
    return starred.joined(scope, node, found, "list")


def _dict(
    scope: Scope, node: ast.Dict, keys: list[ast.expr | None], values: list[ast.expr]
) -> Thing:
    whole = Struct("dict", ())
    entries: dict[object, Thing] = {}
    changing = False  # once a key is known only at run time, the rest is written into the dict
    for key, value in zip(keys, values, strict=True):
        found = None if key is None else expression(scope, key)
        thing = expression(scope, value)
        iterators.check_not_kept(scope, value, thing)
        other = tables.opened(scope, thing)
        if found is None and not tables.is_dict(other):
            raise refuse("AD102", "** of what is not a known dict", scope.span(node))
        if not changing and found is not None and tables.has_known_key(scope, node, found):
            entries[static_key(scope, node, found)] = thing
            continue
        if not changing and found is None and isinstance(other, Struct):
            entries.update(zip(other.keys, other.items, strict=True))
            continue
        if not changing:
            changing = True
            whole = Struct("dict", tuple(entries.values()), tuple(entries))
            scope.program.b.place(whole)
        tables.put(scope, node, whole, found, thing)
    return whole if changing else Struct("dict", tuple(entries.values()), tuple(entries))


def static_key(scope: Scope, node: ast.AST, thing: Thing) -> Any:
    """Return the value of a key, which must be known at compile time."""
    key = memory.now(scope, thing)
    if isinstance(key, Const):
        return key.value
    if isinstance(key, Static):
        return key.value
    if isinstance(key, Struct) and key.kind == "tuple":
        return tuple(static_key(scope, node, i) for i in key.items)
    raise refuse(
        "AD102",
        "a key known only at run time",
        scope.span(node),
        "keys decide which item is meant",
        "use an array or a list, and an index",
    )


def _tuple(scope: Scope, node: ast.Tuple, elts: list[ast.expr]) -> Thing:
    """Append a tuple display; what is spread in it may be of a length known only at run time."""
    found = elements(scope, elts)
    for item in found:
        iterators.check_not_kept(scope, elts[0], item)
    if any(isinstance(i, Spread) for i in found):
        return starred.joined(scope, node, found, "tuple")
    return Struct("tuple", tuple(found))


def elements(scope: Scope, elts: list[ast.expr], more: bool = False) -> list[Thing]:
    """Return the items of a display or the arguments of a call, starred ones spread.

    `more` tells that something else is evaluated after them.
    """
    found: list[Thing] = []
    with scope.program.operands() as waiting:
        for e in elts:
            if isinstance(e, ast.Starred):
                last = e is elts[-1] and not more
                found += starred.spread(scope, e, expression(scope, e.value), last)
            else:
                found.append(expression(scope, e))
                waiting.append(found[-1])
    return found


def attribute(scope: Scope, node: ast.Attribute, base: Thing, name: str) -> Thing:
    """Append `base.name`."""
    b = scope.program.b
    base = optional.given(scope, node, base)
    if name == "__dict__":
        hint = "name the attributes: x.a, getattr(x, 'a'), setattr(x, 'a', value)"
        raise refuse("AD304", "attributes by way of __dict__", scope.span(node), "here", hint)
    if name in outside.TELLING and outside.of(scope, base) is not None:
        return Method(base, name)
    if isinstance(base, Static):
        if name in outside.READING:
            opened = outside.opened(scope, node, base.value)
            if opened is not None:
                return Method(opened, name)
        return static_attribute(scope, node, base.value, name)
    failed = failures.attribute(scope, node, base, name)
    if failed is not None:
        return failed
    if isinstance(base, Const) and isinstance(base.value, str) and hasattr(str, name):
        return Method(base, name)
    found = objects.attribute(scope, node, base, name)
    if found is not None:
        return found
    content = memory.now(scope, base)
    if isinstance(content, Conflict) and not (isinstance(base, Struct) and base.kind != "object"):
        raise refuse("AD502", content.why, scope.span(node), "read here", ONE_KIND)
    _check_has(scope, node, content, name)
    if isinstance(base, Struct) or isinstance(content, Struct) or tables.is_known_dict(content):
        return Method(base, name)
    if isinstance(base, Value):
        token, base = base, memory.now(scope, base)
        assert isinstance(base, Value)
        if name == "ndim" and rank(base.type) is not None:
            return Const(rank(base.type))
        if name == "flat" and isinstance(base.type, Array):
            shown = b.apply(gate(np.ravel), base)
            scope.program.flat.add(shown)
            return views.viewed(scope, token, shown)
        if ATTRIBUTES.get(name) in PROGRAMS:
            call = ast.copy_location(ast.Call(node, [], []), node)
            return programs.call(scope, call, ATTRIBUTES[name], [token], {})
        if name in ATTRIBUTES:
            attrs = {"style": name} if name in ("T", "real", "imag") else {}
            return views.viewed(scope, token, b.apply(gate(ATTRIBUTES[name]), base, attrs=attrs))
        if isinstance(base.type, Nothing):  # what it is, the next attempt knows
            return b.apply(gate(core.load), base, attrs={"index": name})
        known = name in METHODS or name in special_calls.METHOD_CALLS
        known = known or (isinstance(base.type, Array) and name in written_arrays.METHODS)
        known = known or objects.is_given(base) or grows(base.type)
        if known or draws.is_generator(base):
            return Method(token, name)
    raise refuse(
        "AD203",
        f"the attribute {name!r} is not known",
        scope.span(node),
        "no rule for this attribute",
        "write it with operators and functions of NumPy",
    )


def _check_has(scope: Scope, node: ast.Attribute, content: Thing, name: str) -> None:
    """Raise what Python raises where values of a kind have no such attribute.

    Programs of this package ask numbers what NumPy's have.
    """
    if scope.quoted is not None or not isinstance(content, Struct | Value | Const):
        return
    cls = special_calls.class_of(scope, node, content)
    kin = DICTS if cls is dict else (cls,)
    if cls is None or cls.__module__.startswith("adcompiler."):  # what stands for another class
        return
    if not any(hasattr(c, name) for c in kin):
        raise failures.lacking(scope, node, f"{failures.class_name(cls)!r} object", name)


def static_attribute(scope: Scope, node: ast.expr, value: Any, name: str) -> Thing:
    """Return an attribute of an object, class or module outside."""
    written = outside.read(scope, node, value, name)
    if written is not None:
        return written
    if isinstance(value, np.ufunc) and callable(getattr(value, name, None)):
        return Static(getattr(value, name))
    if not isinstance(value, type(np) | type):
        method = getattr(value, name, None) if opaque.is_numeric(type(value)) else None
        if find(method) is not None:  # of an object of a library, such as `stats.norm`
            return Static(method)
        return objects.outside(scope, node, value, name)
    try:
        found = getattr(value, name)
    except AttributeError as error:
        scope.program.guard(value, name, None, "static")
        refusal = refuse("AD201", str(error), scope.span(node))
        raise failures.certain(scope, node, error, refusal) from None
    if isinstance(value, type(np)) and _is_library(value):
        return _library_constant(scope, value, name, found) if is_live(found) else Static(found)
    if is_live(found):
        return scope.program.live(value, name, found, f".{name}", value)
    scope.program.guard(value, name, found, "attribute")
    return Const(None) if found is None else Static(found)


def _library_constant(scope: Scope, module: Any, name: str, value: Any) -> Thing:
    """Return `math.pi` or `np.e` as a stage that is written so."""
    short = {"numpy": "np"}.get(module.__name__, module.__name__)
    return scope.program.live(module, name, value, f"{short}.{name}", None)


def _is_library(module: Any) -> bool:
    return module.__name__.split(".")[0] in ("numpy", "math", "cmath")


def inner_function(scope: Scope, node: ast.Lambda | ast.FunctionDef) -> Inner:
    """Return a function defined inside, with its defaults evaluated now."""
    from adcompiler.frontend.capture import Captured

    captured = Captured(scope.captured.function, node, scope.captured.source)
    defaults = tuple(expression(scope, d) for d in node.args.defaults)
    keywords = {
        a.arg: expression(scope, d)
        for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if d is not None
    }
    return Inner(captured, scope, defaults, keywords, scope.own)

"""Expressions of the user's program, made into stages."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import calls, comprehensions, memory, objects, statements, texts
from adcompiler.frontend.scope import (
    Conflict,
    Inner,
    Method,
    Scope,
    Static,
    Thing,
    is_live,
    nonlocals,
)
from adcompiler.gates import ATTRIBUTES, METHODS, core, gate
from adcompiler.gates.texts import OPERATORS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Const, Slot, Struct, Undef, Value
from adcompiler.ir.types import Array, Nothing, Other, Scalar, Seq, Tree, Unknown, rank

QUESTIONS: dict[type[ast.AST], Any] = {
    **OPERATORS,
    ast.In: operator.contains,
    ast.NotIn: "not in",
}


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


def _expression(scope: Scope, node: ast.expr) -> Thing:
    match node:
        case ast.Constant(value):
            return Const(value)
        case ast.Name():
            return scope.lookup(node)
        case ast.BinOp(left, op, right):
            return binary(scope, node, type(op), expression(scope, left), expression(scope, right))
        case ast.UnaryOp(op, operand):
            return _unary(scope, node, OPERATORS[type(op)], expression(scope, operand))
        case ast.Compare(left, operators, comparators):
            return _compare(scope, node, left, operators, comparators)
        case ast.BoolOp(op, values):
            return _boolean(scope, isinstance(op, ast.And), values)
        case ast.IfExp(test, body, orelse):
            return _conditional(scope, test, body, orelse)
        case ast.Tuple(elts):
            return Struct("tuple", tuple(elements(scope, elts)))
        case ast.List(elts):
            return Struct("list", tuple(elements(scope, elts)))
        case ast.Dict(keys, values):
            return _dict(scope, node, keys, values)
        case ast.Attribute(value, name):
            return attribute(scope, node, expression(scope, value), name)
        case ast.Subscript(value, index):
            return subscript(scope, node, expression(scope, value), index)
        case ast.Call():
            return calls.call(scope, node)
        case ast.Lambda():
            return inner_function(scope, node)
        case ast.NamedExpr(ast.Name(name), value):
            thing = statements.named(scope, name, expression(scope, value))
            scope.assign(name, thing)
            return thing
        case ast.ListComp() | ast.GeneratorExp() | ast.DictComp() | ast.SetComp():
            return comprehensions.comprehension(scope, node)
        case ast.JoinedStr(values):
            return texts.joined(scope, node, values)
        case ast.Set(elts):
            return Struct("set", tuple(expression(scope, e) for e in elts))
    raise refuse("AD102", f"the expression {type(node).__name__}", scope.span(node))


def atom(scope: Scope, node: ast.AST, thing: Thing) -> Atom:
    """Return a thing as an operand: structures are packed, static objects refused."""
    thing = memory.now(scope, thing)
    match thing:
        case Value() | Const() | Undef():
            return thing
        case Struct("object" | "set"):
            raise refuse("AD304", "an object cannot be used as a number here", scope.span(node))
        case Struct(kind, items, keys):
            atoms = [atom(scope, node, i) for i in items]
            attrs: dict[str, Any] = {"kind": kind}
            if kind == "dict":
                attrs["keys"] = keys
            if kind == "tuple" and thing.cls is not None:
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
            raise refuse("AD502", why, scope.span(node), "read here")
    raise refuse("AD304", "a function cannot be used as a number here", scope.span(node))


def _describe(value: Any) -> str:
    return f"the {type(value).__name__} {getattr(value, '__name__', value)!r}"


def binary(scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing) -> Thing:
    """Append a binary operator; tuples and lists are joined at compile time."""
    function = OPERATORS[op]
    b = scope.program.b
    done = objects.binary(scope, node, op, left, right)
    if done is not None:
        return done
    left, right = memory.now(scope, left), memory.now(scope, right)
    if isinstance(left, Struct) and isinstance(right, Struct) and function is operator.add:
        if left.kind == right.kind:
            return Struct(left.kind, left.items + right.items)
    x, y = atom(scope, node, left), atom(scope, node, right)
    if _both_static(x, y):
        return _fold(scope, node, function, x, y)
    for side in (x, y):
        if isinstance(type_of(side), Seq | Tree):
            raise refuse(
                "AD304",
                f"an operator on a {_kind(side)} is not supported",
                scope.span(node),
                hint="make it an array first, for example np.array(...)",
            )
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


def _fold(scope: Scope, node: ast.AST, function: Any, x: Atom, y: Atom) -> Const:
    assert isinstance(x, Const)
    assert isinstance(y, Const)
    try:
        return Const(function(x.value, y.value))
    except Exception as error:
        raise refuse("AD304", f"this always raises {error!r}", scope.span(node)) from error


def _unary(scope: Scope, node: ast.AST, function: Any, operand: Thing) -> Thing:
    operand = memory.now(scope, operand)
    if function is operator.not_:
        known = truth(operand)
        if known is not None:
            return Const(not known)
    x = atom(scope, node, operand)
    if isinstance(x, Const) and isinstance(x.value, int | float):
        return Const(function(x.value))
    return scope.program.b.apply(gate(function), x)


def truth(thing: Thing) -> bool | None:
    """Return the truth value of a thing if it is known at compile time."""
    match thing:
        case Const(value):
            return bool(value)
        case Struct("object", cls=cls):
            own = any(word in vars(c) for c in cls.__mro__ for word in ("__bool__", "__len__"))  # type: ignore[union-attr]
            return None if own else True
        case Struct(_, items):
            return bool(items)
        case Static() | Inner():
            return True
    return None


def _compare(
    scope: Scope,
    node: ast.Compare,
    left: ast.expr,
    operators: list[ast.cmpop],
    comparators: list[ast.expr],
) -> Thing:
    """Append `a < b < c` as Python reads it: each operand once, the rest only if needed."""
    x, y = expression(scope, left), expression(scope, comparators[0])

    def chain(k: int, left: Thing, so_far: Thing) -> Thing:
        if k == len(operators):
            return so_far

        def rest() -> Thing:
            right = expression(scope, comparators[k])
            here = _one_comparison(scope, node, QUESTIONS[type(operators[k])], left, right)
            return chain(k + 1, right, here)

        return _short_circuit(scope, node, True, so_far, rest)

    return chain(1, y, _one_comparison(scope, node, QUESTIONS[type(operators[0])], x, y))


def _member(scope: Scope, node: ast.AST, x: Thing, y: Thing) -> bool:
    """Tell whether x is in y, a container, set or text known at compile time."""
    inside = static_key(scope, node, x)
    if isinstance(y, Const) and isinstance(y.value, str):
        return inside in y.value
    found = known_items(scope, node, y)
    if found is None:
        raise refuse("AD102", "a membership test in this value", scope.span(node))
    return any(inside == static_key(scope, node, i) for i in found)


def _one_comparison(scope: Scope, node: ast.AST, function: Any, x: Thing, y: Thing) -> Thing:
    if function in (operator.is_, operator.is_not):
        known = _identical(x, y)
        if known is not None:
            return Const(known if function is operator.is_ else not known)
    if function in (operator.is_, operator.is_not) and isinstance(x, Struct | Value):
        if x is y:
            return Const(function is operator.is_)
    x, y = memory.now(scope, x), memory.now(scope, y)
    if function in (operator.contains, "not in"):
        return Const(_member(scope, node, x, y) is (function is operator.contains))
    if isinstance(x, Static) or isinstance(y, Static):
        if isinstance(x, Static) and isinstance(y, Static):
            return Const(function(x.value, y.value))
        raise refuse("AD304", "this comparison is not supported", scope.span(node))
    p, q = atom(scope, node, x), atom(scope, node, y)
    if isinstance(p, Const) and isinstance(q, Const):
        return Const(function(p.value, q.value))
    return scope.program.b.apply(gate(function), p, q)


def _identical(x: Thing, y: Thing) -> bool | None:
    """Return whether two things are the same object, where types tell."""
    if isinstance(x, Const) and isinstance(y, Const):
        return x.value is y.value
    if isinstance(x, Static) and isinstance(y, Static):
        return x.value is y.value
    none = Const(None)
    for one, other in ((x, y), (y, x)):
        if one == none:
            if isinstance(other, Static | Struct | Inner):
                return False
            if isinstance(other, Value) and not isinstance(other.type, Unknown | Other):
                return False
            if isinstance(other, Value) and isinstance(other.type, Other):
                return other.type.cls is type(None)
    return None


def _boolean(scope: Scope, conjunction: bool, values: list[ast.expr]) -> Thing:
    first = expression(scope, values[0])
    if len(values) == 1:
        return first
    return _short_circuit(
        scope, values[0], conjunction, first, lambda: _boolean(scope, conjunction, values[1:])
    )


def _short_circuit(
    scope: Scope, node: ast.AST, conjunction: bool, first: Thing, rest: Any
) -> Thing:
    """Append `first and rest()` or `first or rest()`; the rest runs only where Python runs it."""
    known = truth(memory.now(scope, first))
    if known is not None:
        return rest() if known is conjunction else first
    x = atom(scope, node, first)
    sides = (rest, lambda: x) if conjunction else (lambda: x, rest)
    assert isinstance(node, ast.expr)
    return _either(scope, node, x, *sides)


def _conditional(scope: Scope, test: ast.expr, body: ast.expr, orelse: ast.expr) -> Thing:
    condition = memory.now(scope, expression(scope, test))
    known = truth(condition)
    if known is not None:
        return expression(scope, body if known else orelse)
    asked = atom(scope, test, condition)
    return _either(
        scope, test, asked, lambda: expression(scope, body), lambda: expression(scope, orelse)
    )


CHOICE = "<choice>"


def _either(
    scope: Scope,
    node: ast.expr,
    test: Atom,
    first: Callable[[], Thing],
    second: Callable[[], Thing],
) -> Thing:
    """Append a choice between two expressions; what they assign is merged like by `if`."""
    before = dict(scope.env)
    sides, tokens = [], []
    for build in (first, second):
        scope.env = dict(before)
        with scope.program.b.block() as ops:
            token = build()
            thing = memory.now(scope, token)
        sides.append((ops, thing, scope.env))
        tokens.append(token)
    (then, x, env_x), (other, y, env_y) = sides
    if _same_env(env_x, before) and _same_env(env_y, before):
        scope.env = before
        if tokens[0] is tokens[1]:
            return tokens[0]
        found = merge(scope, node, test, (then, x), (other, y))
    else:
        both = [(ops, {**env, CHOICE: thing}) for ops, thing, env in sides]
        scope.env = statements.join_envs(scope, node, test, before, both)
        found = scope.env.pop(CHOICE)
    if isinstance(found, Conflict):
        raise refuse("AD502", found.why, scope.span(node))
    memory.merged(scope, found, *tokens)
    return found


def _same_env(env: dict[Any, Thing], before: dict[Any, Thing]) -> bool:
    return len(env) == len(before) and all(env[k] is v for k, v in before.items() if k in env)


def merge(
    scope: Scope,
    node: ast.AST,
    condition: Atom,
    then: tuple[list[Any], Thing],
    orelse: tuple[list[Any], Thing],
) -> Thing:
    """Append a conditional expression and return its value, item by item for structures."""
    b = scope.program.b
    pairs: list[tuple[Atom, Atom]] = []
    shape = unify(scope, node, then[1], orelse[1], pairs)
    if isinstance(shape, Conflict):
        raise refuse("AD502", shape.why, scope.span(node))
    out = b.branch(
        condition,
        (then[0], [p for p, _ in pairs]),
        (orelse[0], [q for _, q in pairs]),
        [("", False)] * len(pairs),
        ternary=len(pairs) == 1,
    )
    return fill(shape, out)


def unify(
    scope: Scope, node: ast.AST, x: Thing, y: Thing, pairs: list[tuple[Atom, Atom]]
) -> Thing | Slot:
    """Return the common shape of two things, its differing leaves as slots into `pairs`."""
    if x is y or (isinstance(x, Const) and isinstance(y, Const) and _same_constant(x, y)):
        return x
    match x, y:
        case Struct(), Struct() if (x.kind, x.keys, x.cls, len(x.items)) == (
            y.kind,
            y.keys,
            y.cls,
            len(y.items),
        ):
            items = [unify(scope, node, p, q, pairs) for p, q in zip(x.items, y.items, strict=True)]
            for item in items:
                if isinstance(item, Conflict):
                    return item
            return Struct(x.kind, tuple(items), x.keys, x.cls)
        case Static(p), Static(q) if p is q:
            return x
        case (Struct(), Undef() | Value(type=Nothing())) | (
            Undef() | Value(type=Nothing()),
            Struct(),
        ):
            return _half(x, y, pairs)
        case (Value() | Const() | Undef(), Value() | Const() | Undef()):
            pairs.append((x, y))
            return Slot(len(pairs) - 1)
    return Conflict("the two paths give values of different kinds")


def _half(x: Thing, y: Thing, pairs: list[tuple[Atom, Atom]]) -> Any:
    """Return the shape of a structure that exists on one of two paths."""
    if isinstance(x, Struct) or isinstance(y, Struct):
        whole = x if isinstance(x, Struct) else y
        assert isinstance(whole, Struct)
        parts = [(i, UNDEF) if whole is x else (UNDEF, i) for i in whole.items]
        items = tuple(_half(p, q, pairs) for p, q in parts)
        if any(isinstance(i, Conflict) for i in items):
            return Conflict("a structure that holds functions")
        return Struct(whole.kind, items, whole.keys, whole.cls)
    if not isinstance(x, Value | Const | Undef) or not isinstance(y, Value | Const | Undef):
        return Conflict("a structure that holds functions")
    pairs.append((x, y))
    return Slot(len(pairs) - 1)


def _same_constant(x: Const, y: Const) -> bool:
    return type(x.value) is type(y.value) and repr(x.value) == repr(y.value)


def fill(shape: Any, values: tuple[Value, ...]) -> Thing:
    """Return the shape with its slots filled."""
    if isinstance(shape, Slot):
        return values[shape.index]
    if isinstance(shape, Struct):
        items = tuple(fill(i, values) for i in shape.items)
        return Struct(shape.kind, items, shape.keys, shape.cls)
    return shape


def _dict(
    scope: Scope, node: ast.Dict, keys: list[ast.expr | None], values: list[ast.expr]
) -> Thing:
    entries: dict[object, Thing] = {}
    for key, value in zip(keys, values, strict=True):
        if key is None:
            other = memory.now(scope, expression(scope, value))
            if not isinstance(other, Struct) or other.kind != "dict":
                raise refuse("AD102", "** of what is not a known dict", scope.span(node))
            entries.update(zip(other.keys, other.items, strict=True))
            continue
        known = static_key(scope, node, expression(scope, key))
        entries[known] = expression(scope, value)
    return Struct("dict", tuple(entries.values()), tuple(entries))


def static_key(scope: Scope, node: ast.AST, thing: Thing) -> Any:
    """Return the value of a key, which must be known at compile time."""
    key = memory.now(scope, thing)
    if isinstance(key, Const):
        return key.value
    if isinstance(key, Static):
        return key.value
    if isinstance(key, Struct) and key.kind == "tuple":
        return tuple(static_key(scope, node, i) for i in key.items)
    raise refuse("AD102", "a dict with computed keys", scope.span(node))


def elements(scope: Scope, elts: list[ast.expr]) -> list[Thing]:
    """Return the items of a display or the arguments of a call, starred ones spread."""
    found: list[Thing] = []
    for e in elts:
        if isinstance(e, ast.Starred):
            found += listed(scope, e, expression(scope, e.value))
        else:
            found.append(expression(scope, e))
    return found


def attribute(scope: Scope, node: ast.Attribute, base: Thing, name: str) -> Thing:
    """Append `base.name`."""
    b = scope.program.b
    if isinstance(base, Static):
        return _static_attribute(scope, node, base.value, name)
    if isinstance(base, Const) and isinstance(base.value, str) and hasattr(str, name):
        return Method(base, name)
    found = objects.attribute(scope, node, base, name)
    if found is not None:
        return found
    if isinstance(base, Struct) or isinstance(memory.now(scope, base), Struct):
        return Method(base, name)
    if isinstance(base, Value):
        token, base = base, memory.now(scope, base)
        assert isinstance(base, Value)
        if name == "ndim" and rank(base.type) is not None:
            return Const(rank(base.type))
        if name in ATTRIBUTES:
            attrs = {"style": "attribute"} if name == "T" else {}
            return memory.viewed(scope, token, b.apply(gate(ATTRIBUTES[name]), base, attrs=attrs))
        if name in METHODS or name in calls.METHOD_CALLS:
            return Method(token, name)
    raise refuse(
        "AD203",
        f"the attribute {name!r} is not known",
        scope.span(node),
        "no rule for this attribute",
    )


def _static_attribute(scope: Scope, node: ast.AST, value: Any, name: str) -> Thing:
    try:
        found = getattr(value, name)
    except AttributeError as error:
        raise refuse("AD201", str(error), scope.span(node)) from None
    if isinstance(value, type(np)) and _is_library(value):
        return _library_constant(scope, value, name, found) if is_live(found) else Static(found)
    if is_live(found):
        return scope.program.live(value, name, found, f".{name}", value)
    if not isinstance(value, type(np) | type):
        return objects.outside(scope, node, value, name, found)
    scope.program.guard(value, name, found, "attribute")
    return Const(None) if found is None else Static(found)


def _library_constant(scope: Scope, module: Any, name: str, value: Any) -> Thing:
    """Return `math.pi` or `np.e` as a stage that is written so."""
    short = {"numpy": "np"}.get(module.__name__, module.__name__)
    return scope.program.live(module, name, value, f"{short}.{name}", None)


def _is_library(module: Any) -> bool:
    return module.__name__.split(".")[0] in ("numpy", "math")


def subscript(scope: Scope, node: ast.AST, base: Thing, index: ast.expr) -> Thing:
    """Append `base[index]`."""
    if isinstance(memory.now(scope, base), Struct) and objects.class_of(scope, base) is not None:
        key = index if not isinstance(index, ast.Slice) else None
        asked = [expression(scope, key)] if key is not None else []
        found = objects.special(scope, node, base, "__getitem__", asked) if asked else None
        if found is not None:
            return found
    return memory.viewed(scope, base, _subscript(scope, node, base, index))


def _subscript(scope: Scope, node: ast.AST, base: Thing, index: ast.expr) -> Thing:
    b = scope.program.b
    base = memory.now(scope, base)
    if isinstance(base, Struct):
        return _struct_item(scope, node, base, index)
    whole = atom(scope, node, base)
    type_ = type_of(whole)
    if isinstance(type_, Tree):
        key = expression(scope, index) if not isinstance(index, ast.Slice) else None
        if isinstance(key, Const):
            return _tree_item(scope, node, whole, type_, key.value)
        if isinstance(index, ast.Slice):
            chosen = _static_slice(scope, index)
            items = range(len(type_.items))[chosen] if chosen is not None else None
            if items is not None:
                return Struct(
                    type_.kind, tuple(_tree_item(scope, node, whole, type_, k) for k in items)
                )
        if type_.kind == "dict":
            raise refuse("AD102", "a computed key", scope.span(node), hint="use a literal key")
        slots: list[Atom] = [whole]
        pattern = _index(scope, index, slots)
        return b.apply(gate(core.load), *slots, attrs={"index": pattern})
    if isinstance(type_, Seq) and _is_reversal(index):
        return flipped(scope, whole)
    if isinstance(type_, Scalar | Other):
        raise refuse("AD304", "this value cannot be indexed", scope.span(node))
    slots = [whole]
    pattern = _index(scope, index, slots)
    return b.apply(gate(core.load), *slots, attrs={"index": pattern})


def flipped(scope: Scope, whole: Atom) -> Atom:
    """Return a sequence last item first; twice is the sequence itself."""
    b = scope.program.b
    made = b.made.get(whole) if isinstance(whole, Value) else None
    if made is not None and made.gate.function is core.flipped:
        return made.args[0]
    return b.apply(gate(core.flipped), whole)


def _is_reversal(index: ast.expr) -> bool:
    return isinstance(index, ast.Slice) and ast.unparse(index).strip() == "::-1"


def _struct_item(scope: Scope, node: ast.AST, base: Struct, index: ast.expr) -> Thing:
    if base.kind in ("object", "set"):
        raise refuse("AD304", "this value cannot be indexed", scope.span(node))
    if isinstance(index, ast.Slice):
        chosen = _static_slice(scope, index)
        if chosen is not None and base.kind != "dict":
            return Struct(base.kind, base.items[chosen])
    else:
        key = memory.now(scope, expression(scope, index))
        if base.kind == "dict" and isinstance(key, Struct | Static):
            key = Const(static_key(scope, node, key))
        if isinstance(key, Const):
            try:
                if base.kind == "dict":
                    return base.items[base.keys.index(key.value)]
                return base.items[key.value]
            except (IndexError, ValueError, TypeError):
                raise refuse("AD304", f"there is no item {key.value!r}", scope.span(node)) from None
    whole = atom(scope, node, base)
    slots: list[Atom] = [whole]
    pattern = _index(scope, index, slots)
    return scope.program.b.apply(gate(core.load), *slots, attrs={"index": pattern})


def _tree_item(scope: Scope, node: ast.AST, whole: Atom, type_: Tree, key: Any) -> Value:
    if type_.kind == "dict":
        good = key in type_.keys
    else:
        good = isinstance(key, int) and -len(type_.items) <= key < len(type_.items)
        key = key % len(type_.items) if good else key
    if not good:
        raise refuse("AD304", f"there is no item {key!r}", scope.span(node))
    return scope.program.b.apply(gate(core.item), whole, attrs={"key": key})


def _static_slice(scope: Scope, node: ast.Slice) -> slice | None:
    bounds = [expression(scope, v) if v else Const(None) for v in (node.lower, node.upper)]
    step = expression(scope, node.step) if node.step else Const(None)
    parts = [*bounds, step]
    if all(isinstance(p, Const) for p in parts):
        return slice(*(p.value for p in parts if isinstance(p, Const)))
    return None


def _index(scope: Scope, node: ast.expr, slots: list[Atom]) -> Any:
    """Return the static pattern of an index; run-time operands go to `slots`."""
    if isinstance(node, ast.Tuple):
        return tuple(_index(scope, e, slots) for e in node.elts)
    if isinstance(node, ast.Slice):
        parts = [
            _index(scope, v, slots) if v is not None else None
            for v in (node.lower, node.upper, node.step)
        ]
        return slice(*parts)
    thing = memory.now(scope, expression(scope, node))
    if isinstance(thing, Static):
        thing = Const(None) if thing.value is np.newaxis else thing
    if isinstance(thing, Struct) and thing.kind == "tuple":
        return tuple(_as_index(scope, node, i, slots) for i in thing.items)
    return _as_index(scope, node, thing, slots)


def _as_index(scope: Scope, node: ast.expr, thing: Thing, slots: list[Atom]) -> Any:
    found = atom(scope, node, thing)
    if isinstance(found, Const):
        return found.value
    slots.append(found)
    return Slot(len(slots) - 1)


def inner_function(scope: Scope, node: ast.Lambda | ast.FunctionDef) -> Inner:
    """Return a function defined inside, with its defaults evaluated now."""
    from adcompiler.frontend.capture import Captured

    captured = Captured(scope.captured.function, node, scope.captured.source)
    if isinstance(node, ast.FunctionDef):
        rebound = nonlocals(node.body)
        around: Scope | None = scope
        while around is not None and rebound:
            around.share(rebound)
            around = around.outer
    defaults = tuple(expression(scope, d) for d in node.args.defaults)
    keywords = {
        a.arg: expression(scope, d)
        for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if d is not None
    }
    return Inner(captured, scope, defaults, keywords)


def unpack(scope: Scope, node: ast.AST, thing: Thing, count: int) -> list[Thing]:
    """Return the items of a value that is unpacked into `count` names."""
    token, thing = thing, memory.now(scope, thing)
    if isinstance(thing, Struct) and thing.kind not in ("dict", "object", "set"):
        items = list(thing.items)
    elif isinstance(thing, Value) and isinstance(thing.type, Tree) and thing.type.kind != "dict":
        items = [
            _tree_item(scope, node, thing, thing.type, k) for k in range(len(thing.type.items))
        ]
    elif isinstance(thing, Value) and isinstance(thing.type, Array | Seq | Unknown):
        b = scope.program.b
        loads = [b.apply(gate(core.load), thing, attrs={"index": k}) for k in range(count)]
        return [memory.viewed(scope, token, v) for v in loads]
    else:
        raise refuse("AD304", "this value cannot be unpacked", scope.span(node))
    if len(items) != count:
        raise refuse("AD304", f"{len(items)} values are unpacked into {count}", scope.span(node))
    return items


def listed(scope: Scope, node: ast.AST, thing: Thing) -> list[Thing]:
    """Return the items of an iterable whose number of items is known."""
    found = known_items(scope, node, thing)
    if found is None:
        raise refuse("AD304", "the number of items is not known here", scope.span(node))
    return found


def known_items(scope: Scope, node: ast.AST, thing: Thing) -> list[Thing] | None:
    """Return the items of an iterable, None where their number is not known."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct):
        if content.kind == "object":
            return None
        if content.kind == "dict":
            return [Const(k) for k in content.keys]
        return list(content.items)
    if isinstance(content, Const) and isinstance(content.value, str):
        return [Const(c) for c in content.value]
    if isinstance(content, Value):
        if isinstance(content.type, Tree) and content.type.kind != "dict":
            return unpack(scope, node, thing, len(content.type.items))
        made = scope.program.b.made.get(content)
        if made is not None and made.gate.function is range:
            if all(isinstance(a, Const) for a in made.args):
                return [Const(k) for k in range(*(a.value for a in made.args))]  # type: ignore[union-attr]
    return None

"""Comparisons, and, or, not, conditional expressions: what is asked, and what is merged."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    chosen,
    constant_sets,
    expressions,
    failures,
    flow,
    growing,
    iterators,
    memory,
    one_of,
    operands,
    operators,
    optional,
    statements,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Conflict, Inner, Static, Thing, settle
from adcompiler.gates import gate
from adcompiler.gates.texts import OPERATORS
from adcompiler.ir.nodes import UNDEF, Atom, Const, Slot, Struct, Undef, Value
from adcompiler.ir.types import Array, Nothing, Other, Residuals, Scalar, Unknown, is_nested

QUESTIONS: dict[type[ast.AST], Any] = {
    **OPERATORS,
    ast.In: operator.contains,
    ast.NotIn: "not in",
}

OUTDATED = "shows, or may be, an array that was written to since"

IDENTITY = (operator.is_, operator.is_not, operator.eq, operator.ne)


def truth(thing: Thing) -> bool | None:
    """Return the truth value of a thing if it is known at compile time."""
    match thing:
        case Const(value):
            return bool(value)
        case Struct("object", cls=type() as cls):
            own = any(word in vars(c) for c in cls.__mro__ for word in ("__bool__", "__len__"))
            return None if own else True
        case Struct(_, items):
            return bool(items)
        case Static() | Inner():
            return True
    return None


def compare(
    scope: Scope,
    node: ast.Compare,
    left: ast.expr,
    operators: list[ast.cmpop],
    comparators: list[ast.expr],
) -> Thing:
    """Append `a < b < c` as Python reads it: each operand once, the rest only if needed."""
    x, y = expressions.expression(scope, left), expressions.expression(scope, comparators[0])

    def chain(k: int, left: Thing, so_far: Thing) -> Thing:
        if k == len(operators):
            return so_far

        def rest() -> Thing:
            right = expressions.expression(scope, comparators[k])
            here = _one_comparison(scope, node, QUESTIONS[type(operators[k])], left, right)
            return chain(k + 1, right, here)

        return short_circuit(scope, node, True, so_far, rest)

    return chain(1, y, _one_comparison(scope, node, QUESTIONS[type(operators[0])], x, y))


def _member(scope: Scope, node: ast.AST, x: Thing, y: Thing) -> Thing:
    """Append `x in y` for a text or a container of known length, one question for each item."""
    if isinstance(y, Const) and isinstance(y.value, str):
        key = expressions.static_key(scope, node, x)
        return Const(failures.known(scope, node, operator.contains, y.value, key))
    known = constant_sets.value(scope, y)
    items = subscripts.known_items(scope, node, y) if known is None else [*map(Const, known)]
    if items is None:
        raise refuse("AD102", "a membership test in this value", scope.span(node))

    def among(k: int) -> Thing:
        equal = _one_comparison(scope, node, operator.eq, x, items[k])
        if k == len(items) - 1:
            return equal
        return short_circuit(scope, node, False, equal, lambda: among(k + 1))

    return among(0) if items else Const(False)


def _membership(scope: Scope, node: ast.AST, x: Thing, y: Thing, wanted: bool) -> Thing:
    """Append `x in y` or `x not in y`."""
    if isinstance(y, Struct) and y.kind != "object" and not y.items:
        return Const(not wanted)
    known = isinstance(y, Const) or constant_sets.value(scope, y) is not None
    known = known or subscripts.known_items(scope, node, y) is not None
    found: Thing | None = None
    if not known or isinstance(x, Value):
        found = growing.member(scope, node, x, y)
    if found is None:
        found = _member(scope, node, x, y)
    return found if wanted else expressions.negated(scope, node, found)


def _one_comparison(scope: Scope, node: ast.AST, function: Any, x: Thing, y: Thing) -> Thing:
    if function in IDENTITY:
        found = optional.asked(scope, function, x, y)
        if found is not None:
            return found
    if function in (operator.is_, operator.is_not):
        known = _identical(x, y)
        if known is not None:
            return Const(known if function is operator.is_ else not known)
    if function in (operator.is_, operator.is_not) and isinstance(x, Struct | Value):
        if x is y:
            return Const(function is operator.is_)
    if function in (operator.contains, "not in"):
        iterators.check_whole(scope, node, y)
        done = operators.contains(scope, node, x, y)
        if done is not None:
            return done if function is operator.contains else expressions.negated(scope, node, done)
    sets = constant_sets.compare(scope, function, x, y)
    if sets is not None:
        return sets
    done = operators.compare(scope, node, function, x, y)
    if done is not None:
        return done
    x, y = memory.now(scope, x), memory.now(scope, y)
    if function in (operator.contains, "not in"):
        return _membership(scope, node, x, y, function is operator.contains)
    if function in IDENTITY and Other(type) in (getattr(x, "type", None), getattr(y, "type", None)):
        p, q = (failures.held(scope, node, side) for side in (x, y))
        return scope.program.b.apply(gate(function), p, q)
    if isinstance(x, Static) or isinstance(y, Static):
        if isinstance(x, Static) and isinstance(y, Static):
            return Const(failures.known(scope, node, function, x.value, y.value))
        raise refuse(
            "AD304",
            "a comparison with an object",
            scope.span(node),
            "which object it is, is known only at run time",
            "compare numbers, texts or None",
        )
    if function not in (operator.is_, operator.is_not):
        x, y = operands.beside_array(scope, node, function, x, y)
    p, q = expressions.atom(scope, node, x), expressions.atom(scope, node, y)
    if isinstance(p, Const) and isinstance(q, Const):
        return Const(failures.known(scope, node, function, p.value, q.value))
    return scope.program.b.apply(gate(function), p, q)


def _identical(x: Thing, y: Thing) -> bool | None:
    """Return whether two things are the same object, where types tell."""
    if isinstance(x, Const) and isinstance(y, Const):
        return x.value is y.value
    if isinstance(x, Static) and isinstance(y, Static):
        return x.value is y.value
    none = Const(None)
    for one, other in ((x, y), (y, x)):
        if isinstance(one, Static):
            number = isinstance(other, Value) and isinstance(other.type, Scalar | Array)
            if number or isinstance(other, Const):
                return False
        if one == none:
            if isinstance(other, Static | Struct | Inner):
                return False
            if isinstance(other, Value) and isinstance(other.type, Scalar) and other.type.maybe:
                return None
            if isinstance(other, Value) and is_nested(other.type):
                return None
            if isinstance(other, Value) and not isinstance(
                other.type, Unknown | Other | Nothing | Residuals
            ):
                return False
            if isinstance(other, Value) and isinstance(other.type, Other):
                return other.type.cls is type(None)
    return None


def boolean(scope: Scope, conjunction: bool, values: list[ast.expr]) -> Thing:
    first = expressions.expression(scope, values[0])
    if len(values) == 1:
        return first
    return short_circuit(
        scope, values[0], conjunction, first, lambda: boolean(scope, conjunction, values[1:])
    )


def short_circuit(scope: Scope, node: ast.AST, conjunction: bool, first: Thing, rest: Any) -> Thing:
    """Append `first and rest()` or `first or rest()`; the rest runs only where Python runs it."""
    asked = growing.truth_of(scope, operators.truth(scope, node, first))
    known = truth(memory.now(scope, asked))
    if known is not None:
        return rest() if known is conjunction else first
    test = expressions.atom(scope, node, asked)
    here = first if asked is not first and not conjunction else test
    if optional.is_one(first) and conjunction:
        here = Const(None)
    sides = (rest, lambda: here) if conjunction else (lambda: here, rest)
    assert isinstance(node, ast.expr)
    return either(scope, node, test, *sides)


def conditional(scope: Scope, test: ast.expr, body: ast.expr, orelse: ast.expr) -> Thing:
    asked_of = operators.truth(scope, test, expressions.expression(scope, test))
    condition = memory.now(scope, growing.truth_of(scope, asked_of))
    known = truth(condition)
    if known is not None:
        return expressions.expression(scope, body if known else orelse)
    asked = expressions.atom(scope, test, condition)
    return either(
        scope,
        test,
        asked,
        lambda: expressions.expression(scope, body),
        lambda: expressions.expression(scope, orelse),
    )


def if_any(
    scope: Scope, node: ast.expr, items: Thing, first: Callable[[], Thing], second: Any
) -> Thing:
    """Append `first() if items else second()`."""
    asked = memory.now(scope, growing.truth_of(scope, items))
    known = truth(asked)
    if known is not None:
        return first() if known else second()
    return either(scope, node, expressions.atom(scope, node, asked), first, second)


CHOICE = "<choice>"


def either(
    scope: Scope,
    node: ast.expr,
    test: Atom,
    first: Callable[[], Thing],
    second: Callable[[], Thing],
) -> Thing:
    """Append a choice between two expressions; what they assign is merged like by `if`."""
    before = dict(scope.env)
    sides, tokens = [], []
    for build, other_side in ((first, second), (second, first)):
        scope.env = dict(before)
        try:
            with scope.program.b.block() as ops:
                scope.program.b.assume(test, build is first)
                token = _value_of(scope, build)
                kept = optional.is_one(token) or chosen.is_one(token)
                thing = token if kept else memory.now(scope, token)
        except flow.Unreached:
            scope.env = before
            return other_side()
        sides.append((ops, thing, scope.env))
        tokens.append(token)
    (then, x, env_x), (other, y, env_y) = sides
    if _same_env(env_x, before) and _same_env(env_y, before):
        scope.env = before
        if tokens[0] is tokens[1]:
            if then or other:
                scope.program.b.branch(test, (then, []), (other, []), [])
            return tokens[0]
        x, y = growing.matched(scope, node, [(then, x, env_x), (other, y, env_y)], tokens[0])
        found = merge(scope, node, test, (then, x), (other, y), (env_x, env_y))
    else:
        both = [(ops, {**env, CHOICE: thing}) for ops, thing, env in sides]
        scope.env = statements.join_envs(scope, node, test, before, both)
        found = scope.env.pop(CHOICE)
    if flow.RAISED in scope.env:
        refusal = refuse("AD304", "this always raises", scope.span(node))
        raise flow.Raised(scope.program.b.ops, refusal)
    if isinstance(found, Conflict):
        settle(found)
        raise refuse("AD502", found.why, scope.span(node))
    aliases.merged(scope, found, *tokens)
    one_of.merged(scope, test, found, *tokens)
    return found


def _value_of(scope: Scope, build: Callable[[], Thing]) -> Thing:
    """Return the value of one side of a choice, nothing where it certainly raises."""
    try:
        return build()
    except flow.Raised as raised:
        flow.stop(scope, raised)
        return UNDEF


def _same_env(env: dict[Any, Thing], before: dict[Any, Thing]) -> bool:
    return len(env) == len(before) and all(env[k] is v for k, v in before.items() if k in env)


Envs = tuple[dict[Any, Thing], dict[Any, Thing]]


@dataclass(frozen=True, eq=False)
class Either(Slot):
    """The place of a leaf that is one of two things, each with a content of its own."""

    sources: tuple[Thing, ...] = ()


def merge(
    scope: Scope,
    node: ast.AST,
    condition: Atom,
    then: tuple[list[Any], Thing],
    orelse: tuple[list[Any], Thing],
    envs: Envs,
) -> Thing:
    """Append a conditional expression and return its value, item by item for structures."""
    b = scope.program.b
    pairs: list[tuple[Atom, Atom]] = []
    shape = unify(scope, node, then[1], orelse[1], pairs, envs)
    if isinstance(shape, Conflict):
        settle(shape)
        raise refuse("AD502", shape.why, scope.span(node))
    out = b.branch(
        condition,
        (then[0], [p for p, _ in pairs]),
        (orelse[0], [q for _, q in pairs]),
        [("", False)] * len(pairs),
        ternary=len(pairs) == 1,
    )
    return fill(scope, shape, chosen.flags(condition, pairs, out))


def unify(
    scope: Scope,
    node: ast.AST,
    x: Thing,
    y: Thing,
    pairs: list[tuple[Atom, Atom]],
    envs: Envs,
    current: bool = True,
) -> Thing | Slot:
    """Return the common shape of two things, its differing leaves as slots into `pairs`.

    What each thing contains is looked up in the variables at the end of its side; what need
    not be `current` is a content already.
    """
    if iterators.is_one(scope, x) or iterators.is_one(scope, y):
        return Conflict("an iterator that is kept for later")
    if x is y or (isinstance(x, Const) and isinstance(y, Const) and _same_constant(x, y)):
        return x
    if isinstance(x, Conflict) or isinstance(y, Conflict):
        half, other = (x, y) if isinstance(x, Conflict) else (y, x)
        assert isinstance(half, Conflict)
        return half if half.whole is other else Conflict(half.why, half.again)
    if current and (_outdated(scope, x, envs[0]) or _outdated(scope, y, envs[1])):
        return Conflict(OUTDATED)
    p, q = memory.content_in(envs[0], x), memory.content_in(envs[1], y)
    match p, q:
        case Struct(), Struct() if (p.kind, p.keys, p.cls, len(p.items)) == (
            q.kind,
            q.keys,
            q.cls,
            len(q.items),
        ):
            both = zip(p.items, q.items, strict=True)
            items = [unify(scope, node, i, j, pairs, envs) for i, j in both]
            for item in items:
                if isinstance(item, Conflict):
                    return item
            shape = Struct(p.kind, tuple(items), p.keys, p.cls)
            aliases.merged(scope, shape, x, y)
            return shape
        case Static(one), Static(other) if one is other:
            return x
        case (Static() | Inner() | Bound(), _) | (_, Static() | Inner() | Bound()):
            choice = chosen.united(scope, p, q, pairs)
            if choice is not None:
                return choice
        case (Struct(), _) | (_, Struct()) if _optional(p, q):
            shape = optional.of(*_flagged(scope, node, x, y, pairs, envs))
            return shape.items[1] if isinstance(shape.items[1], Conflict) else shape
        case (Struct(), Undef() | Value(type=Nothing())) | (
            Undef() | Value(type=Nothing()),
            Struct(),
        ):
            return _half(scope, x, y, pairs, envs)
        case (Value() | Const() | Undef(), Value() | Const() | Undef()):
            pairs.append((p, q))
            return Either(len(pairs) - 1, (x, y))
    return Conflict("the two paths give values of different kinds")


def _optional(p: Thing, q: Thing) -> bool:
    """Tell whether one of two things is None, or may be, and the other a structure."""
    kinds = (*optional.KINDS, optional.KIND)
    whole, other = (p, q) if isinstance(p, Struct) else (q, p)
    if not isinstance(whole, Struct) or whole.kind not in kinds:
        return False
    if optional.is_one(p) or optional.is_one(q):
        return optional.is_none(other) or (isinstance(other, Struct) and other.kind in kinds)
    return optional.is_none(other)


def _flagged(
    scope: Scope,
    node: ast.AST,
    x: Thing,
    y: Thing,
    pairs: list[tuple[Atom, Atom]],
    envs: Envs,
) -> tuple[Any, Any]:
    """Return the flag and the shape of two things of which one is None, or may be."""
    (here, first), (there, second) = optional.apart(x), optional.apart(y)
    pairs.append((here, there))
    flag = Slot(len(pairs) - 1)
    shape = unify(scope, node, first, second, pairs, envs)
    if isinstance(shape, Struct):
        aliases.merged(scope, shape, first, second)
    return flag, shape


def _outdated(scope: Scope, thing: Thing, env: dict[Any, Thing]) -> bool:
    """Tell whether a thing shows an array that has another content by now, or may be it."""
    choice = scope.program.choices.get(thing) if isinstance(thing, Value) else None
    if choice is not None:
        sides = [thing if side is None else side for side in choice.sides]
        contents = [memory.content_in(env, side) for side in sides]
        if any(c is not stamp for c, stamp in zip(contents, choice.stamps, strict=True)):
            return True
        return any(_outdated(scope, side, env) for side in sides if side is not thing)
    view = scope.program.views.get(thing) if isinstance(thing, Value) else None
    if view is None:
        return False
    whole, stamp = view
    return memory.content_in(env, whole) is not stamp or _outdated(scope, whole, env)


def from_before(scope: Scope, thing: Struct | Value) -> bool:
    """Tell whether a thing was made before the branches that are merged."""
    b = scope.program.b
    return (isinstance(thing, Value) or b.placed(thing)) and b.visible(thing)


def _half(scope: Scope, x: Thing, y: Thing, pairs: list[tuple[Atom, Atom]], envs: Envs) -> Any:
    """Return the shape of a structure that exists on one of two paths.

    Where nobody comes from the other path, what is inside it and older stays what it is.
    """
    one = y if x is UNDEF else x
    if isinstance(one, Struct | Value) and from_before(scope, one):
        if flow.RAISED in envs[0 if x is UNDEF else 1]:
            return one
    p, q = memory.content_in(envs[0], x), memory.content_in(envs[1], y)
    if isinstance(p, Struct) or isinstance(q, Struct):
        whole = p if isinstance(p, Struct) else q
        assert isinstance(whole, Struct)
        parts = [(i, UNDEF) if whole is p else (UNDEF, i) for i in whole.items]
        items = tuple(_half(scope, i, j, pairs, envs) for i, j in parts)
        if any(isinstance(i, Conflict) for i in items):
            return Conflict("a structure that holds functions")
        shape = Struct(whole.kind, items, whole.keys, whole.cls)
        aliases.merged(scope, shape, x, y)
        return shape
    if not isinstance(p, Value | Const | Undef) or not isinstance(q, Value | Const | Undef):
        return Conflict("a structure that holds functions")
    pairs.append((p, q))
    return Either(len(pairs) - 1, (x, y))


def _same_constant(x: Const, y: Const) -> bool:
    return type(x.value) is type(y.value) and repr(x.value) == repr(y.value)


def fill(scope: Scope, shape: Any, values: tuple[Atom, ...]) -> Thing:
    """Return the shape with its slots filled; it can be written to where its sources can."""
    if isinstance(shape, Slot):
        out = values[shape.index]
        aliases.merged(scope, out, *(shape.sources if isinstance(shape, Either) else ()))
        return out
    if isinstance(shape, Struct) and not scope.program.b.placed(shape):
        items = tuple(fill(scope, i, values) for i in shape.items)
        made = Struct(shape.kind, items, shape.keys, shape.cls)
        scope.program.b.place(made)
        aliases.merged(scope, made, *scope.program.merged.get(shape, ()))
        return made
    return shape

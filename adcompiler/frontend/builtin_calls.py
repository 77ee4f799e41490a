"""Builtins and functions of `functools` that take functions, or containers of known length."""

from __future__ import annotations

import ast
import collections
import contextlib
import functools
import operator
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    calls,
    choices,
    comprehensions,
    constant_sets,
    counters,
    decorated,
    expressions,
    failures,
    iterators,
    library,
    list_methods,
    making,
    memory,
    methods,
    operators,
    special_calls,
    subscripts,
    tables,
    templates,
    user_functions,
    zipped,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Bound, Inner, Method, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import is_list
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import Array, Other, Scalar, Seq, Tree, Type, is_iterator

Keywords = dict[str, Thing]


def reduce(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `functools.reduce(function, items[, start])`."""
    function = args[0]
    items = subscripts.known_items(scope, node, args[1])
    if items is None:
        return user_functions.user_call(scope, node, library.REDUCE, args, {})
    found = [*args[2:3], *items]
    if not found:
        raise refuse("AD304", "reduce of an empty sequence", scope.span(node))
    out = found[0]
    for item in found[1:]:
        out = calls.call_thing(scope, node, function, [out, item], {})
    return out


def map_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `map(function, *iterables)`, over what is known or in a loop."""
    function, iterables = args[0], args[1:]
    known = [subscripts.known_items(scope, node, i) for i in iterables]
    if all(k is not None for k in known):
        rows = zip(*(k for k in known if k is not None), strict=False)
        return Struct(
            "list", tuple(calls.call_thing(scope, node, function, list(r), {}) for r in rows)
        )
    if len(iterables) != 1:
        item = ast.Starred(ast.Name("<item>", ast.Load()), ast.Load())
        each = ast.Call(ast.Name("<function>", ast.Load()), [item], [])
        with templates.hidden(scope, {"<function>": function}):
            return _in_step(scope, node, iterables, each)
    names = {"<function>": function, "<sequence>": iterables[0]}
    call = ast.Call(ast.Name("<function>", ast.Load()), [ast.Name("<item>", ast.Load())], [])
    return comprehensions.over(scope, node, call, names)


def filter_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `filter(function, items)`."""
    function, items = args
    names = {"<function>": function, "<sequence>": items}
    item = ast.Name("<item>", ast.Load())
    asked: ast.expr = item
    if function != Const(None):
        asked = ast.Call(ast.Name("<function>", ast.Load()), [item], [])
    return comprehensions.over(scope, node, item, names, tests=[asked])


def reversed_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `reversed(items)`."""
    items = subscripts.known_items(scope, node, args[0])
    if items is not None:
        return Struct("list", tuple(items[::-1]))
    whole = expressions.atom(scope, node, args[0])
    subscripts.check_can_be_flipped(scope, node, type_of(whole))
    return subscripts.flipped(scope, whole)


def iter_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `iter(items)`."""
    items = subscripts.known_items(scope, node, args[0])
    if items is not None:
        return Struct("list", tuple(items))
    whole = expressions.atom(scope, node, args[0])
    if is_iterator(type_of(whole)):
        return whole
    subscripts.check_walks(scope, node, whole)
    return scope.program.b.apply(gate(list), whole)


def zip_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `zip` where it is not walked by a loop."""
    if zipped.is_strict(scope, node, keywords):
        zipped.check(scope, node, args)
    known = [subscripts.known_items(scope, node, a) for a in args]
    if any(k is None for k in known):
        return _in_step(scope, node, args, ast.Name("<item>", ast.Load()))
    rows = zip(*(k for k in known if k is not None), strict=False)
    return Struct("list", tuple(Struct("tuple", row) for row in rows))


def _in_step(scope: Scope, node: ast.Call, things: list[Thing], item: ast.expr) -> Thing:
    """Append the loop over sequences in step that collects something of each tuple of items."""
    names = [f"<sequence_{k}>" for k in range(len(things))]
    scope.env.update({**dict(zip(names, things, strict=True)), "<zip>": Static(zip)})
    walked = ast.Call(ast.Name("<zip>", ast.Load()), [ast.Name(n, ast.Load()) for n in names], [])
    around = ast.comprehension(ast.Name("<item>", ast.Store()), walked, [], 0)
    made = ast.copy_location(ast.GeneratorExp(item, [around]), node)
    return comprehensions.comprehension(scope, made)


def enumerate_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `enumerate` where it is not walked by a loop."""
    start = keywords.get("start", args[1] if len(args) > 1 else Const(0))
    if not isinstance(start, Const):
        raise refuse("AD204", "enumerate from a computed number", scope.span(node))
    known = subscripts.known_items(scope, node, args[0])
    if known is None:
        whole = expressions.atom(scope, node, args[0])
        if is_iterator(type_of(whole)):
            raise refuse(
                "AD402",
                "an iterator that is kept for later",
                scope.span(node),
                "how far it is walked decides what is left",
                "walk it by a for loop, or make a list of it",
            )
        size = scope.program.b.apply(gate(len), whole)
        last = expressions.atom(scope, node, expressions.binary(scope, node, ast.Add, size, start))
        numbers = scope.program.b.apply(gate(range), start, last)
        return _in_step(scope, node, [numbers, args[0]], ast.Name("<item>", ast.Load()))
    items = failures.known(scope, node, enumerate, known, start.value)
    return Struct("list", tuple(Struct("tuple", (Const(k), item)) for k, item in items))


def sorted_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing | None:
    """Append `sorted(items, key=..., reverse=...)`, stable as Python's."""
    key = keywords.get("key", Const(None))
    known = constant_sets.value(scope, args[0])
    if known is not None and key == Const(None):  # a key would leave some as Python walks them
        numbers = failures.known(scope, node, sorted, known)
        args = [Struct("tuple", tuple(map(Const, numbers)))]
    items = subscripts.known_items(scope, node, args[0])
    flip = keywords.get("reverse", Const(False))
    if not isinstance(flip, Const):
        raise refuse("AD204", "sorted(reverse=...) by a computed value", scope.span(node))
    if isinstance(key, Method) and key.name == "__getitem__":
        places = _ordering(scope, node, key.receiver, flip)
        if _is_range_of(scope, args[0], key.receiver):
            return places
    if items is not None:
        saved = State(scope)
        ranks = [i if key == Const(None) else _asked(scope, node, key, i) for i in items]
        values = _decided([memory.now(scope, r) for r in ranks])
        if values is not None:
            ordered = functools.partial(sorted, key=values.__getitem__, reverse=flip.value)
            order = failures.known(scope, node, ordered, range(len(items)))
            return Struct("list", tuple(items[k] for k in order))
        saved.restore()  # the keys are asked for in the loop
    return _in_order(scope, node, args[0], key, flip)


def _decided(ranks: list[Thing]) -> list[Any] | None:
    """Return what an order is decided by: known values, or the known and different first ones."""
    first = [r.items[0] if isinstance(r, Struct) and r.kind == "tuple" else r for r in ranks]
    values = [k.value for k in first if isinstance(k, Const)]
    apart = first == ranks or len(set(values)) == len(values)
    return values if len(values) == len(ranks) and apart else None


def _asked(scope: Scope, node: ast.Call, function: Thing, item: Thing) -> Thing:
    return calls.call_thing(scope, node, function, [item], {})


def _is_range_of(scope: Scope, thing: Thing, xs: Thing) -> bool:
    """Tell whether a thing is `range(len(xs))`."""
    made = scope.program.b.made
    numbers = made_by(made, thing)
    if numbers is None or numbers.gate.function is not range or len(numbers.args) != 1:
        return False
    size = made_by(made, numbers.args[0])
    return size is not None and size.gate.function is len and size.args[0] is memory.now(scope, xs)


def _ordering(scope: Scope, node: ast.Call, thing: Thing, flip: Const) -> Value:
    """Append the places of a list in the order of its items."""
    keys = list_methods.listed(scope, node, thing, thing)
    if not _has_order(item_of(keys.type)):
        raise refuse(
            "AD204",
            "sorted by what is not a number, or a tuple of numbers",
            scope.span(node),
            "this call",
            "give key=, one number for each item",
        )
    attrs = {"reverse": True} if flip.value else {}
    return scope.program.b.apply(gate(core.ordering), keys, attrs=attrs)


def _has_order(type_: Type) -> bool:
    """Tell whether values of a type are compared by their numbers and texts."""
    if isinstance(type_, Tree) and type_.kind == "tuple":
        return all(map(_has_order, type_.items))
    return isinstance(type_, Scalar | Other)


def _in_order(scope: Scope, node: ast.Call, thing: Thing, key: Thing, flip: Const) -> Thing:
    """Append the loop that reads the items of a list in the order of their keys."""
    xs = list_methods.listed(scope, node, thing, thing)
    item = ast.Name("<item>", ast.Load())
    keys: Thing = xs
    if key != Const(None):
        asked = ast.Call(ast.Name("<function>", ast.Load()), [item], [])
        keys = comprehensions.over(scope, node, asked, {"<function>": key, "<sequence>": xs})
    names = {"<sequence>": _ordering(scope, node, keys, flip), "<unsorted>": xs}
    each = ast.Subscript(ast.Name("<unsorted>", ast.Load()), item, ast.Load())
    found = comprehensions.over(scope, node, each, names)
    iterators.used_up(scope, found)
    return found


def first_in_order(scope: Scope, node: ast.Call, thing: Thing, key: Thing, which: Any) -> Thing:
    """Append `max(items, key=...)` or `min(items, key=...)`: the first of the best."""
    xs = list_methods.listed(scope, node, thing, thing)
    keys: Thing = xs
    if key != Const(None):
        asked = ast.Call(ast.Name("<function>", ast.Load()), [ast.Name("<item>", ast.Load())], [])
        keys = comprehensions.over(scope, node, asked, {"<function>": key, "<sequence>": xs})
    order = _ordering(scope, node, keys, Const(which is max))
    b = scope.program.b
    place = b.apply(gate(core.load), order, attrs={"index": 0})
    return b.apply(gate(core.load), xs, place, attrs={"index": Slot(1)})


def any_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing | None:
    """Append `any(items)` as the chain of `or` that it stands for."""
    return _chained(scope, node, args[0], conjunction=False)


def all_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing | None:
    """Append `all(items)` as the chain of `and` that it stands for."""
    return _chained(scope, node, args[0], conjunction=True)


def _chained(scope: Scope, node: ast.Call, thing: Thing, conjunction: bool) -> Thing | None:
    items = subscripts.known_items(scope, node, thing)
    if items is None:
        content = memory.now(scope, thing)
        if isinstance(content, Value) and is_list(content.type):
            return scope.program.b.apply(gate(all if conjunction else any), content)
        return None
    if not items:
        return Const(conjunction)

    def rest(k: int) -> Thing:
        if k == len(items) - 1:
            return items[k]
        return choices.short_circuit(scope, node, conjunction, items[k], lambda: rest(k + 1))

    out = rest(0)
    known = choices.truth(memory.now(scope, out))
    if known is not None:
        return Const(known)
    return scope.program.b.apply(gate(bool), expressions.atom(scope, node, out))


def divmod_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `divmod(x, y)` as quotient and remainder."""
    x, y = args
    done = operators.both_parts(scope, node, x, y)
    if done is not None:
        return done
    quotient = expressions.binary(scope, node, ast.FloorDiv, x, y)
    return Struct("tuple", (quotient, expressions.binary(scope, node, ast.Mod, x, y)))


def pow_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `pow(x, y)`."""
    if len(args) != 2 or keywords:
        raise refuse("AD204", "pow with a modulus", scope.span(node))
    return expressions.binary(scope, node, ast.Pow, *args)


def getattr_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `getattr(thing, "name"[, default])`."""
    name = _name(scope, node, args[1])
    if len(args) > 2 and not _has(scope, node, args[0], name):
        return args[2]
    return expressions.attribute(scope, _attribute(node, name), args[0], name)


def hasattr_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `hasattr(thing, "name")`."""
    return Const(_has(scope, node, args[0], _name(scope, node, args[1])))


def _name(scope: Scope, node: ast.Call, thing: Thing) -> Any:
    """Return the name of an attribute that is asked for."""
    name = expressions.static_key(scope, node, thing)
    if not isinstance(name, str):
        failures.known(scope, node, getattr, None, name)
    return name


def _attribute(node: ast.Call, name: str) -> ast.Attribute:
    return ast.copy_location(ast.Attribute(node.args[0], name, ast.Load()), node)


def _has(scope: Scope, node: ast.AST, thing: Thing, name: str) -> bool:
    content = memory.now(scope, thing)
    held: Any = None
    if isinstance(content, Static):
        held = content.value
    elif isinstance(content, Struct) and content.kind == "object":
        if name in content.keys:
            return True
        held = content.cls
    if held is not None:
        scope.program.guard(held, name, hasattr(held, name), "has")
        return hasattr(held, name)
    cls = special_calls.python_class(type_of(expressions.atom(scope, node, content)))
    if cls is None:
        raise refuse("AD204", "hasattr of a value of unknown kind", scope.span(node))
    return hasattr(cls, name)


def setattr_(scope: Scope, node: ast.Call, args: list[Thing]) -> Thing:
    """Append `setattr(thing, "name", value)`."""
    from adcompiler.frontend import writes

    name = _name(scope, node, args[1])
    writes.set_attribute(scope, node, args[0], name, args[2])
    return Const(None)


def callable_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `callable(thing)`."""
    content = args[0]
    if isinstance(content, Static):
        return Const(callable(content.value))
    if isinstance(content, Struct) and content.cls is not None:
        return Const(any("__call__" in vars(c) for c in content.cls.__mro__))
    return Const(isinstance(content, Inner | Bound))


def type_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `type(thing)` where it is known."""
    if len(args) == 1 and failures.is_exception(args[0]):
        return scope.program.b.apply(gate(core.class_of), args[0])
    cls = special_calls.class_of(scope, node, args[0]) if len(args) == 1 else None
    if cls is None:
        raise refuse("AD204", "type() of a value of unknown kind", scope.span(node))
    return Static(cls)


def partial(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `functools.partial(function, ...)`."""
    return Bound(partial, args[0], tuple(args[1:]), dict(keywords))


def wraps(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `functools.wraps(function)`: a decorator that changes nothing of use here."""
    return Static(_same)


def same(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append a call that gives back its argument."""
    return args[0]


def _same(function: Any) -> Any:
    return function


def set_(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `set(items)`: of constants it is known, any other is an object."""
    items = subscripts.known_items(scope, node, args[0]) if args else None
    values = [memory.now(scope, i) for i in items or ()]
    if items is None or not all(isinstance(v, Const) for v in values):
        made = making.make(scope, node, set, args, keywords)
        assert made is not None
        return made
    return _frozenset(scope, node, args, keywords)


def _frozenset(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `frozenset(items)` of constants."""
    known = constant_sets.value(scope, args[0]) if args else None
    if known is not None:
        return constant_sets.made(known)
    items = subscripts.listed(scope, node, args[0]) if args else []
    return constant_sets.made(expressions.static_key(scope, node, i) for i in items)


def extreme_of_sequence(scope: Scope, node: ast.Call, thing: Thing, which: Any) -> Thing | None:
    """Append `max(items)` of a list or vector of unknown length as a loop, first wins."""
    if not isinstance(thing, Value):
        return None
    if not isinstance(thing.type, Seq) and not (
        isinstance(thing.type, Array) and thing.type.rank == 1
    ):
        return None
    if isinstance(thing.type, Seq) and isinstance(item_of(thing.type), Tree):
        return first_in_order(scope, node, thing, Const(None), which)
    sign = ast.Gt() if which is max else ast.Lt()
    best, item = ast.Name(comprehensions.RESULT, ast.Load()), ast.Name("<item>", ast.Load())
    chosen = ast.IfExp(ast.Compare(item, [sign], [best]), item, best)
    first = subscripts.subscript(scope, node, thing, ast.copy_location(ast.Constant(0), node))
    return comprehensions.fold(scope, node, thing, chosen, first)


SPECIAL: dict[Any, Any] = {
    functools.reduce: reduce,
    collections.Counter: counters.make,
    collections.defaultdict: tables.default_dict,
    functools.partial: partial,
    functools.wraps: wraps,
    **dict.fromkeys((*decorated.CACHES, decorated.cached), decorated.cached),
    contextlib.contextmanager: decorated.manager,
    _same: same,
    iter: iter_,
    map: map_,
    filter: filter_,
    reversed: reversed_,
    zip: zip_,
    enumerate: enumerate_,
    sorted: sorted_,
    any: any_,
    all: all_,
    divmod: divmod_,
    pow: pow_,
    operator.pow: pow_,
    getattr: getattr_,
    hasattr: hasattr_,
    callable: callable_,
    type: type_,
    dict: methods.make,
    dict.fromkeys: methods.from_keys,
    set: set_,
    frozenset: _frozenset,
}

"""Starred items: `f(*xs)`, `[*xs, a]`, `(a, *xs)` of a sequence whose length only the run knows.

Where the length is known, the items stand one by one and nothing here is needed. Elsewhere the
sequence is handed on as one: a parameter `*rest` is a tuple of run-time length, parameters with
names take their items by index, once their number is known to fit.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    iterators,
    library,
    memory,
    static_calls,
    subscripts,
    texts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Spread, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.containers import element, is_list, is_table
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Scalar, Seq


def spread(scope: Scope, node: ast.expr, thing: Thing, last: bool) -> list[Thing]:
    """Return the items of a starred thing; all as one, where their number is not known.

    What is evaluated after it, unless it is the last, must not change what was taken.
    """
    items = subscripts.known_items(scope, node, thing)
    if items is not None:
        return items
    content = memory.now(scope, thing)
    if not isinstance(content, Value) or not isinstance(content.type, Array | Seq):
        return subscripts.listed(scope, node, thing)  # which says what is wrong
    if isinstance(element(content.type), Scalar) and not is_table(content.type):
        return [Spread(content)]
    return [Spread(thing if last else _called(scope, node, list, thing))]


def is_spread(things: Sequence[Thing]) -> bool:
    """Tell whether there is a sequence of unknown length among some arguments."""
    return any(isinstance(t, Spread) for t in things)


def joined(scope: Scope, node: ast.AST, things: Sequence[Thing], kind: str) -> Thing:
    """Append the list or tuple of some things, starred sequences among them."""
    parts: list[Thing] = []
    for thing in things:
        if isinstance(thing, Spread):
            parts.append(_called(scope, node, list, thing.items))
            iterators.used_up(scope, thing.items)
        elif parts and isinstance(parts[-1], Struct):
            parts[-1] = Struct("list", (*parts[-1].items, thing))
        else:
            parts.append(Struct("list", (thing,)))
    whole = parts[0] if parts else Struct("list", ())
    for part in parts[1:]:
        whole = expressions.binary(scope, node, ast.Add, whole, part)
    if isinstance(whole, Struct):
        return Struct(kind, whole.items)
    return whole if kind == "list" else _called(scope, node, tuple, whole)


def _called(scope: Scope, node: ast.AST, function: Any, *args: Thing) -> Thing:
    """Append a call that the program does not write as one."""
    word = ast.copy_location(ast.Name(function.__name__, ast.Load()), node)
    call = ast.copy_location(ast.Call(word, [], []), node)
    return static_calls.call_static(scope, call, function, list(args), {})


def _sequence(scope: Scope, node: ast.AST, things: Sequence[Thing]) -> Thing:
    """Return arguments from the first starred sequence on as one sequence."""
    if len(things) == 1 and isinstance(things[0], Spread):
        return things[0].items
    return joined(scope, node, things, "list")


@dataclass(frozen=True)
class Slots:
    """The positional parameters of a function, and what Python says where arguments do not fit."""

    called: str
    names: tuple[str, ...]
    defaults: int  # how many of them, the last
    hidden: int  # before them, such as the object that a class makes
    open: bool  # whether there is a `*rest`


def fitted(
    scope: Scope,
    node: ast.AST,
    slots: Slots,
    args: list[Thing],
    keywords: Mapping[str, Thing],
) -> tuple[list[Thing], Thing | None]:
    """Return the arguments of the parameters with names, and what `*rest` is."""
    first = next(k for k, a in enumerate(args) if isinstance(a, Spread))
    names = slots.names
    left = names[first:]
    wanted = tuple(p for p in left if p not in keywords)
    by_default = names[len(names) - slots.defaults :]
    if wanted != left[: len(wanted)] or set(wanted) & set(by_default):
        raise refuse(
            "AD304",
            f"a starred list of unknown length, which may end before the parameter {left[-1]!r}",
            scope.span(node),
            "what it reaches is known only at run time",
            "pass the items one by one, or let the function take *args",
        )
    items = _sequence(scope, node, args[first:])
    taken: list[Thing] = []
    if wanted or not slots.open:
        _count(scope, node, slots, items, wanted, min(first, len(names)))
        taken = [_item(scope, node, items, k) for k in range(len(wanted))]
    if not slots.open:
        return [*args[:first], *taken], None
    rest = [*args[len(names) : first], Spread(_after(scope, node, items, len(wanted)))]
    return [*args[: min(first, len(names))], *taken], joined(scope, node, rest, "tuple")


def _count(
    scope: Scope,
    node: ast.AST,
    slots: Slots,
    items: Thing,
    wanted: tuple[str, ...],
    first: int,
) -> None:
    """Append the test that a sequence has as many items as there are parameters for them."""
    ahead = first + slots.hidden
    missing = tuple(Const(_missing(slots.called, wanted[n:])) for n in range(len(wanted)))
    total = ahead + len(wanted)
    takes = f"{slots.called}() takes {total} positional argument{'' if total == 1 else 's'}"
    most = Const(None if slots.open else len(wanted))
    given = (items, Const(ahead), Struct("tuple", missing), most, Const(takes))
    _called(scope, node, library.COUNTED, *given)


def _missing(name: str, words: tuple[str, ...]) -> str:
    """Return what Python says of parameters without an argument.

    >>> _missing("f", ("a", "b"))
    "f() missing 2 required positional arguments: 'a' and 'b'"
    """
    *others, last = map(repr, words)
    comma = "," if len(others) > 1 else ""
    listed = f"{', '.join(others)}{comma} and {last}" if others else last
    several = "s" if others else ""
    return f"{name}() missing {len(words)} required positional argument{several}: {listed}"


def _item(scope: Scope, node: ast.AST, items: Thing, k: int) -> Thing:
    return subscripts.subscript(scope, node, items, ast.copy_location(ast.Constant(k), node))


def cut(scope: Scope, node: ast.AST, thing: Thing, first: int, last: int) -> list[Thing]:
    """Return the items before and after a starred name, and the list between: `p, *r, q = xs`."""
    whole = memory.now(scope, thing)
    if not isinstance(whole, Value) or not isinstance(whole.type, Array | Seq):
        raise refuse("AD304", "the number of items is not known here", scope.span(node))
    if is_table(whole.type):
        thing = _called(scope, node, list, thing)
    subscripts.check_count(scope, node, whole, first, last)
    ahead = [_item(scope, node, thing, k) for k in range(first)]
    middle = _after(scope, node, thing, first, -last or None)
    rest = middle if is_list(whole.type) else _called(scope, node, list, middle)
    return [*ahead, rest, *(_item(scope, node, thing, k) for k in range(-last, 0))]


def _after(scope: Scope, node: ast.AST, items: Thing, start: int, stop: int | None = None) -> Thing:
    """Return the items from one on, up to another."""
    if not start and not stop:
        return items
    ends = [ast.copy_location(ast.Constant(n), node) if n else None for n in (start, stop)]
    return subscripts.subscript(scope, node, items, ast.Slice(*ends))


def refused(scope: Scope, node: ast.AST) -> Exception:
    """Return the refusal of a call that must know how many arguments it gets."""
    return refuse(
        "AD304",
        "the number of items is not known here",
        scope.span(node),
        "this needs all items at compile time",
        "walk them with a for loop, or take them by index",
    )


def known(scope: Scope, node: ast.Call, function: Any) -> Callable[..., Thing]:
    """Return how a builtin is called with a starred sequence; it refuses where there is no way."""
    if function not in BUILTINS:
        raise refused(scope, node)
    return BUILTINS[function]


def _extreme(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], function: Any
) -> Thing:
    """Append `max(*xs)`, which Python takes for `max(x)` where there is only one."""
    first = next(k for k, a in enumerate(args) if isinstance(a, Spread))
    items = _sequence(scope, node, args)
    content = memory.now(scope, items)
    if not isinstance(content, Value) or not isinstance(element(content.type), Scalar):
        raise refused(scope, node)
    name = function.__name__
    missing = [f"{name} expected at least 1 argument, got 0", "'float' object is not iterable"]
    if first < 2:
        texts_ = Struct("tuple", tuple(map(Const, missing)))
        given = [items, Const(0), texts_, Const(None), Const("")]
        _called(scope, node, library.COUNTED, *given)
    return static_calls.call_static(scope, node, function, [items], keywords)


def _zip(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `zip(*rows)`."""
    if keywords:
        raise refused(scope, node)
    rows = _sequence(scope, node, args)
    return iterators.made(scope, _called(scope, node, library.TRANSPOSED, rows))


def _hypot(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `math.hypot(*xs)`."""
    items = expressions.atom(scope, node, _sequence(scope, node, args))
    return scope.program.b.apply(gate(core.hypotenuse), items)


def _print(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `print(*xs)`."""
    places = tuple(k for k, a in enumerate(args) if isinstance(a, Spread))
    given = [memory.now(scope, a.items) if isinstance(a, Spread) else a for a in args]
    return texts.say(scope, node, given, keywords, places)


BUILTINS: dict[Any, Callable[..., Thing]] = {
    max: lambda s, n, a, k: _extreme(s, n, a, k, max),
    min: lambda s, n, a, k: _extreme(s, n, a, k, min),
    zip: _zip,
    math.hypot: _hypot,
    print: _print,
}

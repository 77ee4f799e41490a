"""What a for loop walks: sequences in step, forwards or backwards, and what one item is."""

from __future__ import annotations

import ast
import builtins
import inspect
import itertools
import math
import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    expressions,
    flow,
    generators,
    growing,
    iterators,
    memory,
    objects,
    statements,
    subscripts,
)
from adcompiler.frontend.scope import Inner, Outer, Scope, Static, Thing, TooEarly, stored_in
from adcompiler.frontend.state import State
from adcompiler.gates import core, gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element, is_table
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import (
    INT,
    UNKNOWN,
    Array,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_iterator,
    numeric_kind,
)

UNROLL = 64
COLLECTED = "<items>"
Evaluated = dict[ast.expr, Thing]
Env = dict[Any, Thing]


@dataclass(frozen=True, eq=False)
class Walk:
    """What a loop walks: sequences in step, and how one item is put together from theirs."""

    over: tuple[Atom, ...]
    item: Any  # an index into the items, or a tuple of such
    backwards: bool = False
    things: tuple[Thing, ...] = ()  # what is walked, which the body must not change


def is_lazy(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an expression makes items while the loop asks for them."""
    if isinstance(node, ast.GeneratorExp):
        return True
    if isinstance(node, ast.Name | ast.Attribute):
        cls = objects.class_of(scope, expressions.expression(scope, node))
        return inspect.isgeneratorfunction(getattr(cls, "__iter__", None))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    callee = scope.lookup(node.func)
    if isinstance(callee, Static):
        if callee.value in (zip, enumerate, reversed):
            return any(is_lazy(scope, a) for a in node.args)
        lazy = callee.value in (map, filter, iter)
        return lazy or inspect.isgeneratorfunction(callee.value)
    return isinstance(callee, Inner) and generators.is_generator(callee.captured.node)


def is_late(scope: Scope, node: ast.expr, once: Evaluated) -> bool:
    """Tell whether what a loop walks is made while it asks for the items, once evaluated."""
    made = (n for n, t in once.items() if iterators.is_one(scope, t))
    return is_lazy(scope, node) or not all(_is_combined(scope, n) for n in made)


def _is_combined(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an iterator only puts together the items of what it is given."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    if is_starred(node):
        return False
    callee = scope.lookup(node.func)
    return isinstance(callee, Static) and callee.value in (zip, enumerate, reversed)


def is_starred(node: ast.Call) -> bool:
    """Tell whether there are starred items among the arguments of a call."""
    return any(isinstance(a, ast.Starred) for a in node.args)


def writes_early(scope: Scope, node: ast.For) -> TooEarly:
    """Return the refusal of a loop whose making of items changes what the body may see."""
    return TooEarly(_refused(scope, node, "a generator that writes", "loop"))


def check_late(scope: Scope, node: ast.For, begun: State) -> None:
    """Refuse writes in a loop over a generator, which might read what is written."""
    read, before, new = _read_late(scope, node), begun.env, begun.made_since()
    sources = _sources(scope, node)
    # What a comprehension, or a generator around, collects is out of sight.
    collected = [before[name] for name in (COLLECTED, generators.YIELDED) if name in before]
    for key, thing in scope.env.items():
        if key in new or any(key is own for own in collected):
            continue
        if sources is not None and not isinstance(key, str | Outer) and key not in sources:
            continue
        if isinstance(key, str) and (key not in read or thing is before.get(key)):
            continue
        if thing is not before.get(key, key):
            what = "a write in a loop over a generator"
            raise TooEarly(_refused(scope, node, what, "generator"))


def _sources(scope: Scope, node: ast.For) -> set[Any] | None:
    """Return the things that items made late may be made of, None where these may be any.

    They are what the names in the head stand for, as long as no function of the user's is called.
    """
    parts = list(ast.walk(node.iter))
    own = {n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in parts if isinstance(n, ast.arg)}
    found: set[Any] = set()
    for name in (n for n in parts if isinstance(n, ast.Name)):
        try:
            thing = scope.lookup(name)
        except CompileError:
            if name.id in own:
                continue  # a name of the generator's, and of nothing else
            return None
        if isinstance(thing, Static) and _is_library(thing.value):
            continue
        if not isinstance(thing, Value | Struct | Const):
            return None
        for part in (scope.cell(name.id), *memory.reach(scope, thing)):
            if _runs_code(part):
                return None
            found |= {part, *memory.sources(scope.program, part)}
    return found


def _is_library(value: Any) -> bool:
    """Tell whether this is a module of Python's own or NumPy, or the function of one."""
    name = getattr(value, "__name__", "")
    return any(value is m or vars(m).get(name) is value for m in (builtins, math, itertools, np))


def _runs_code(part: Any) -> bool:
    """Tell whether reading a thing may call the user's functions: an object, an iterator."""
    if isinstance(part, Struct):
        return part.cls is not None
    return isinstance(part, Value) and (is_iterator(part.type) or _has_class(part.type))


def _has_class(type_: Type) -> bool:
    match type_:
        case Seq(item):
            return _has_class(item)
        case Tree(_, items):
            return type_.cls is not None or any(map(_has_class, items))
    return False


def _read_late(scope: Scope, node: ast.For) -> set[str]:
    """Return the variables of the function that a generator of it may read between two items."""
    found: set[str] = set()
    for inner in ast.walk(scope.captured.node):
        if inner is scope.captured.node or not isinstance(inner, ast.FunctionDef | ast.Lambda):
            continue
        args = inner.args
        own = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
        own |= stored_in(inner.body) if isinstance(inner, ast.FunctionDef) else set()
        found |= _loaded(inner) - own
    for made in ast.walk(node.iter):
        if isinstance(made, ast.GeneratorExp):
            targets = (g.target for g in made.generators)
            found |= _loaded(made).difference(*map(_loaded, targets))
    return found


def _loaded(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _refused(scope: Scope, node: ast.For, what: str, other: str) -> CompileError:
    return refuse(
        "AD402",
        what,
        scope.span(node),
        f"the {other} might read it between two items",
        "walk list(...) of the generator",
    )


def evaluated(scope: Scope, node: ast.expr, once: Evaluated) -> Thing:
    """Return what an expression in the head of a loop stands for; it is evaluated once."""
    if node not in once:
        once[node] = expressions.expression(scope, node)
    return once[node]


def unlike(
    scope: Scope, node: ast.expr, once: Evaluated, every: bool = False
) -> list[Thing] | None:
    """Return the items of a structure whose items differ in kind, or of `every`, to be unrolled."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not is_starred(node):
        callee = scope.lookup(node.func)
        if isinstance(callee, Static) and callee.value in (zip, enumerate, range):
            if callee.value is range:
                return _numbered(scope, node, once) if every else None
            parts = [unlike(scope, a, once, every) for a in node.args]
            if callee.value is zip and parts and all(p is not None for p in parts):
                rows = zip(*(p for p in parts if p is not None), strict=False)
                return [Struct("tuple", row) for row in rows]
            if callee.value is enumerate and parts and parts[0] is not None:
                first = [*node.args[1:], *(k.value for k in node.keywords)]
                start = evaluated(scope, first[0], once) if first else Const(0)
                if isinstance(start, Const):
                    counted = enumerate(parts[0], start.value)
                    return [Struct("tuple", (Const(k), p)) for k, p in counted]
            return None
    if isinstance(node, ast.Call):
        known = _is_view_of_dict(node) or _is_split(scope, node)
        return _unlike_thing(scope, node, once, every) if known else None
    return _unlike_thing(scope, node, once, every)


def _numbered(scope: Scope, node: ast.Call, once: Evaluated) -> list[Thing] | None:
    """Return the numbers of a range that is known and short."""
    ends = [memory.now(scope, evaluated(scope, a, once)) for a in node.args]
    known = [e.value for e in ends if isinstance(e, Const) and type(e.value) is int]
    if node.keywords or len(known) < len(node.args) or len(range(*known)) > UNROLL:
        return None
    return [Const(k) for k in range(*known)]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A list or dict that is walked item by item at compile time, as it was at first."""

    token: Thing
    content: Struct
    keys_only: bool  # the values of a dict may change while its keys are walked


def snapshots(scope: Scope, node: ast.expr, once: Evaluated) -> list[Snapshot]:
    """Return the lists and dicts that the head of a loop walks."""
    match node:
        case ast.Call(ast.Name(), args):
            return [found for a in args for found in snapshots(scope, a, once)]
        case ast.Call(ast.Attribute(ast.Name() | ast.Attribute() as whole, word)):
            if not _is_view_of_dict(node):
                return []
            keys_only = word == "keys"
        case ast.Name() | ast.Attribute():
            whole, keys_only = node, True
        case _:
            return []
    token = once[whole] if whole in once else expressions.expression(scope, whole)
    content = memory.now(scope, token)
    if not isinstance(content, Struct) or content.kind not in ("list", "dict"):
        return []
    return [Snapshot(token, content, keys_only and content.kind == "dict")]


def check_same(scope: Scope, node: ast.AST, walked: list[Snapshot], rounds: int) -> None:
    """Refuse what a body changed of the items that its next rounds would read."""
    for one in walked:
        now = memory.now(scope, one.token)
        same = isinstance(now, Struct) and now.keys == one.content.keys
        if same and not one.keys_only:
            assert isinstance(now, Struct)
            pairs = list(zip(now.items, one.content.items, strict=False))[rounds:]
            same = len(now.items) == len(one.content.items)
            same = same and all(a is b or (isinstance(a, Const) and a == b) for a, b in pairs)
        if not same:
            raise refuse(
                "AD401",
                "a write into what a loop around is walking",
                scope.span(node),
                "walked here",
                "walk a copy, or range(len(...))",
            )


def _is_view_of_dict(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values", "keys")


def _is_split(scope: Scope, node: ast.Call) -> bool:
    """Tell whether a call takes a known text apart: `"x y +".split()`."""
    match node.func:
        case ast.Attribute(ast.Name() | ast.Constant() as text, "split" | "splitlines"):
            found = memory.now(scope, expressions.expression(scope, text))
            return isinstance(found, Const) and isinstance(found.value, str)
    return False


def _unlike_thing(scope: Scope, node: ast.expr, once: Evaluated, every: bool) -> list[Thing] | None:
    if not isinstance(
        node, ast.Name | ast.Tuple | ast.List | ast.Call | ast.Attribute | ast.Constant
    ):
        return None
    walked = objects.iterated(scope, node, evaluated(scope, node, once))
    thing = memory.now(scope, walked)
    items: list[Thing] | None = None
    if isinstance(thing, Const) and isinstance(thing.value, str):
        items = [Const(c) for c in thing.value]
    elif isinstance(thing, Struct):
        items = [Const(k) for k in thing.keys] if thing.kind == "dict" else list(thing.items)
        if _numbers(items) and not every:
            return None
    elif isinstance(thing, Value) and isinstance(thing.type, Tree):
        if thing.type.kind == "dict":
            return [Const(k) for k in thing.type.keys]
        if isinstance(element(thing.type), Unknown):
            items = subscripts.unpack(scope, node, thing, len(thing.type.items))
    if items is not None and len(items) > UNROLL:
        raise refuse("AD501", "this loop would be unrolled too often", scope.span(node))
    return items


def _numbers(items: list[Thing]) -> bool:
    """Tell whether the items can be walked as one sequence."""
    kinds = [type_of(i) if isinstance(i, Value | Const) else UNKNOWN for i in items]
    if not kinds:
        return False
    joined = kinds[0]
    for kind in kinds[1:]:
        joined = join(joined, kind)
    return isinstance(joined, Scalar | Array)


def walk_of(scope: Scope, node: ast.expr, once: Evaluated) -> Walk:
    """Return what an iterable expression walks."""
    b = scope.program.b
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        callee = scope.lookup(node.func)
        function = callee.value if isinstance(callee, Static) else None
        if function is zip:
            node = _unstarred(scope, node, once)
        if is_starred(node):
            return _forwards(scope, node, once)
        if function is zip and not node.keywords and node.args:
            counted = [_counter(scope, a, once) for a in node.args]
            if all(c is not None for c in counted):
                counted = [None] * len(counted)  # nothing ends them
            args = zip(node.args, counted, strict=True)
            parts = [c or walk_of(scope, a, once) for a, c in args]
            if len(parts) > 1:  # sequences that end together need not begin together
                parts = [_turned(scope, node, p) for p in parts]
            return _zipped(parts, len(parts) == 1 and parts[0].backwards)
        if function is enumerate and node.args:
            start = node.args[1] if len(node.args) > 1 else None
            start = next((k.value for k in node.keywords if k.arg == "start"), start)
            first = (
                expressions.atom(scope, start, evaluated(scope, start, once)) if start else Const(0)
            )
            counter = b.apply(gate(core.counter), first)
            inner = walk_of(scope, node.args[0], once)
            return _zipped([Walk((counter,), 0), _turned(scope, node, inner)], False)
        if function is list and len(node.args) == 1:
            return _listed(scope, node, once)
        if function is HELPERS["emptied"]:
            return _backwards(scope, node, node.args[0], once)
        if function is reversed and len(node.args) == 1 and not _is_iterator(scope, node.args[0]):
            return _backwards(scope, node, node.args[0], once)
    if isinstance(node, ast.Subscript) and subscripts.is_reversal(node.slice):
        return _backwards(scope, node, node.value, once)
    return _forwards(scope, node, once)


def _counter(scope: Scope, node: ast.expr, once: Evaluated) -> Walk | None:
    """Return the walk over `count(start)` beside something that ends, None for anything else."""
    match node:
        case ast.Call(ast.Name() | ast.Attribute() as word, [] | [_] as args, []):
            callee = expressions.expression(scope, word)
        case _:
            return None
    if not isinstance(callee, Static) or callee.value is not itertools.count:
        return None
    first = expressions.atom(scope, args[0], evaluated(scope, args[0], once)) if args else Const(0)
    if numeric_kind(type_of(first)) != "int":
        return None
    return Walk((scope.program.b.apply(gate(core.counter), first),), 0)


def _listed(scope: Scope, node: ast.Call, once: Evaluated) -> Walk:
    """Return the walk over `list(x)`, which is that over `x` unless this is used up by it."""
    (inner,) = node.args
    if isinstance(inner, ast.Name | ast.Attribute):
        if is_iterator(type_of(expressions.atom(scope, inner, evaluated(scope, inner, once)))):
            return _forwards(scope, node, once)
    walk = walk_of(scope, inner, once)
    if any(is_iterator(type_of(a)) for a in walk.over):
        raise refuse(
            "AD402",
            "a list of what an iterator gives, made in the head of a loop",
            scope.span(node),
            "walked here",
            "make the list before the loop",
        )
    return walk


def _unstarred(scope: Scope, node: ast.Call, once: Evaluated) -> ast.Call:
    """Return a call with a node for each of the starred items, where their number is known."""
    args: list[ast.expr] = []
    for arg in node.args:
        if not isinstance(arg, ast.Starred):
            args.append(arg)
            continue
        items = subscripts.known_items(scope, arg, evaluated(scope, arg.value, once))
        if items is None:
            return node
        for k, item in enumerate(items):
            args.append(ast.copy_location(ast.Name(f"<item_{k}>", ast.Load()), arg))
            once[args[-1]] = item
    return ast.copy_location(ast.Call(node.func, args, node.keywords), node)


def _forwards(scope: Scope, node: ast.expr, once: Evaluated) -> Walk:
    """Return the walk over the value of an expression."""
    thing = objects.iterated(scope, node, evaluated(scope, node, once))
    if isinstance(thing, Const) and isinstance(thing.value, str):
        thing = Struct("tuple", tuple(map(Const, thing.value)))
    whole = expressions.atom(scope, node, thing)
    if is_table(type_of(whole)):
        whole = scope.program.b.apply(gate(list), whole)
    type_ = type_of(whole)
    if isinstance(type_, Array) and not type_.dims:
        raise refuse("AD304", "an array of rank 0 cannot be walked", scope.span(node))
    if not isinstance(type_, Array | Seq | Tree | Unknown) and not is_iterator(type_):
        raise refuse("AD304", "this value cannot be walked by for", scope.span(node))
    growing.share_rows(scope, [thing])
    return Walk((whole,), 0, False, (thing,))


def _backwards(scope: Scope, node: ast.expr, inner_node: ast.expr, once: Evaluated) -> Walk:
    """Return the walk over a sequence from its last item: `reversed(x)` or `x[::-1]`."""
    if isinstance(inner_node, ast.Call):
        inner = walk_of(scope, inner_node, once)
        return Walk(inner.over, inner.item, not inner.backwards, inner.things)
    thing = evaluated(scope, inner_node, once)
    whole = expressions.atom(scope, node, thing)
    type_ = type_of(whole)
    subscripts.check_can_be_flipped(scope, node, type_)
    if isinstance(type_, Seq | Array) or (isinstance(type_, Tree) and type_.kind != "dict"):
        made = made_by(scope.program.b.made, whole)
        if made is not None and made.gate.function is core.flipped:
            return Walk((made.args[0],), 0, False, (thing,))
        growing.share_rows(scope, [thing])
        return Walk((whole,), 0, True, (thing,))
    return _forwards(scope, node, once)


def _is_iterator(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an expression is a zip or an enumeration, which Python cannot reverse."""
    if isinstance(node, ast.Name | ast.Attribute):
        cls = objects.class_of(scope, expressions.expression(scope, node))
        return inspect.isgeneratorfunction(getattr(cls, "__iter__", None))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    callee = scope.lookup(node.func)
    return isinstance(callee, Static) and callee.value in (zip, enumerate)


def _turned(scope: Scope, node: ast.AST, walk: Walk) -> Walk:
    """Return a walk as a forward one, over what it walks turned round."""
    if not walk.backwards:
        return walk
    b = scope.program.b
    made = [made_by(b.made, a) for a in walk.over]
    counters = [o if o is not None and o.gate.function is core.counter else None for o in made]
    rest = tuple(a for a, o in zip(walk.over, counters, strict=True) if o is None)
    size = _shortest(scope, rest)
    over: list[Atom] = []
    for a, counter in zip(walk.over, counters, strict=True):
        if counter is not None:
            start = counter.args[0]
            a = b.apply(gate(range), start, b.apply(gate(operator.add), start, size))
        elif not _as_long(rest):
            a = _first_of(scope, a, size)
        over.append(subscripts.flipped(scope, a))
    return Walk(tuple(over), walk.item, False, walk.things)


def _shortest(scope: Scope, over: tuple[Atom, ...]) -> Atom:
    """Return how many rounds a walk over sequences in step takes."""
    b = scope.program.b
    types = [type_of(a) for a in over]
    known = [len(t.items) for t in types if isinstance(t, Tree)]
    if len(known) == len(over):
        return Const(min(known))
    size: Atom = b.apply(gate(len), over[0])
    if not _as_long(over):
        for other in over[1:]:
            size = b.apply(gate(min), size, b.apply(gate(len), other))
    return size


def _first_of(scope: Scope, whole: Atom, size: Atom) -> Atom:
    """Return the first items of a sequence."""
    b = scope.program.b
    type_ = type_of(whole)
    if isinstance(type_, Tree) and isinstance(size, Const):
        items = [b.apply(gate(core.item), whole, attrs={"key": k}) for k in range(size.value)]
        return b.apply(gate(core.pack), *items, attrs={"kind": type_.kind})
    if isinstance(type_, Tree):
        whole = b.apply(gate(list), whole)
    return b.apply(gate(core.load), whole, size, attrs={"index": slice(None, Slot(1))})


def _as_long(over: tuple[Atom, ...]) -> bool:
    """Tell whether sequences walked in step certainly have one length."""
    types = [type_of(a) for a in over]
    keys = {t.dims[0].key if isinstance(t, Array) and t.dims else None for t in types}
    trees = {len(t.items) if isinstance(t, Tree) else None for t in types}
    return len(over) == 1 or any(len(k) == 1 and None not in k for k in (keys, trees))


def _zipped(parts: list[Walk], backwards: bool) -> Walk:
    over: tuple[Atom, ...] = ()
    things: tuple[Thing, ...] = ()
    items: list[Any] = []
    for part in parts:
        items.append(_shifted(part.item, len(over)))
        over += part.over
        things += part.things
    return Walk(over, tuple(items), backwards, things)


def _shifted(item: Any, by: int) -> Any:
    return tuple(_shifted(i, by) for i in item) if isinstance(item, tuple) else item + by


def item_type(a: Atom) -> Type:
    type_ = type_of(a)
    made_counter = isinstance(type_, Seq) and type_.kind == "range"
    return INT if made_counter else element(type_)


def item_name(target: ast.expr, item: Any, k: int) -> str:
    """Return the user's name for item `k` of what is walked, if it has one."""
    if isinstance(target, ast.Name):
        if isinstance(item, tuple):
            return f"{flow.shown(target.id)}_{k}"
        return flow.shown(target.id) if item == k else ""
    if isinstance(item, tuple) and isinstance(target, ast.Tuple | ast.List):
        for part, inner in zip(target.elts, item, strict=False):
            found = item_name(part, inner, k)
            if found:
                return found
    if item == k:
        return "item"
    return ""


def bind_items(scope: Scope, target: ast.expr, item: Any, items: list[Value]) -> None:
    def thing(part: Any) -> Thing:
        if isinstance(part, tuple):
            return Struct("tuple", tuple(thing(p) for p in part))
        return items[part]

    statements.assign(scope, target, thing(item))

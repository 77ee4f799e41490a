"""What a for loop walks: sequences in step, forwards or backwards, and what one item is."""

from __future__ import annotations

import ast
import inspect
import itertools
import operator
from dataclasses import dataclass
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    flow,
    late_walks,
    memory,
    objects,
    rows,
    statements,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element, is_table
from adcompiler.ir.nodes import Atom, Const, Op, Slot, Struct, Value, is_proceed, made_by
from adcompiler.ir.types import (
    INT,
    Array,
    Seq,
    Tree,
    Type,
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


def has_round(scope: Scope, walk: Walk, body: list[Op]) -> bool:
    """Tell whether a loop of this body certainly has a round."""
    made = scope.program.b.made

    def is_filled(atom: Atom) -> bool:
        op, type_ = made_by(made, atom), type_of(atom)
        if op is not None and op.gate.function is core.counter:
            return True
        if op is not None and op.gate.function is range:
            ends = [a.value for a in op.args if isinstance(a, Const)]
            return len(ends) == len(op.args) and len(range(*ends)) > 0
        size = type_.dims[0].key if isinstance(type_, Array) and type_.dims else ""
        return size.isdigit() and int(size) > 0

    return all(map(is_filled, walk.over)) and not any(map(is_proceed, body))


def evaluated(scope: Scope, node: ast.expr, once: Evaluated) -> Thing:
    """Return what an expression in the head of a loop stands for; it is evaluated once."""
    if node not in once:
        once[node] = expressions.expression(scope, node)
    return once[node]


def numbered(scope: Scope, node: ast.Call, once: Evaluated) -> list[Thing] | None:
    """Return the numbers of a range that is known and short."""
    ends = [memory.now(scope, evaluated(scope, a, once)) for a in node.args]
    known = [e.value for e in ends if isinstance(e, Const) and type(e.value) is int]
    if node.keywords or len(known) < len(node.args) or len(range(*known)) > UNROLL:
        return None
    return [Const(k) for k in range(*known)]


def walk_of(scope: Scope, node: ast.expr, once: Evaluated) -> Walk:
    """Return what an iterable expression walks."""
    b = scope.program.b
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        callee = scope.lookup(node.func)
        function = callee.value if isinstance(callee, Static) else None
        if function is zip:
            node = _unstarred(scope, node, once)
        if late_walks.is_starred(node):
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
        content = memory.now(scope, evaluated(scope, inner, once))
        if isinstance(content, Value) and is_iterator(content.type):
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
    content = memory.now(scope, thing)
    if isinstance(thing, Const) and isinstance(thing.value, str):
        thing = Struct("tuple", tuple(map(Const, thing.value)))
    known = content.type if isinstance(content, Value) else content
    if isinstance(known, Struct | Tree) and known.kind == "dict":
        thing = Struct("tuple", tuple(map(Const, known.keys)))
    whole = expressions.atom(scope, node, thing)
    if is_table(type_of(whole)):
        whole = scope.program.b.apply(gate(list), whole)
    type_ = type_of(whole)
    if isinstance(type_, Array) and not type_.dims:
        raise refuse("AD304", "an array of rank 0 cannot be walked", scope.span(node))
    subscripts.check_walks(scope, node, whole)
    rows.share_rows(scope, [thing])
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
        rows.share_rows(scope, [thing])
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

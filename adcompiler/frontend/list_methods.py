"""What Python does with lists of unknown length: methods, `+` and `*`."""

from __future__ import annotations

import ast

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    growing,
    memory,
    objects,
    rows,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.gates.lists import spot
from adcompiler.ir.containers import is_list, is_run_time_tuple
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Unknown

MOST_APPENDED = 4  # items of one `extend`


def method(scope: Scope, node: ast.AST, token: Thing, name: str, args: list[Thing]) -> Thing | None:
    """Return `token.name(...)` of a list of unknown length, None where it is not known."""
    b = scope.program.b
    xs = growing.sequence(scope, node, token, memory.now(scope, token))
    if name not in ("append", "clear"):
        rows.share_rows(scope, [token, *args])
    at = [memory.now(scope, a) for a in args]
    result: Thing = Const(None)
    new: Atom
    match name, at:
        case "append", [_]:
            new = b.apply(gate(core.push), xs, growing.put_in(scope, node, token, args[0]))
        case "extend", [_]:
            new = _extended(scope, node, token, xs, args[0])
        case "insert", [_, _]:
            where = expressions.atom(scope, node, at[0])
            if where != Const(0):
                where = spot(b, xs, where)
            new = b.apply(gate(core.insert), xs, growing.put_in(scope, node, token, args[1]), where)
        case "pop", [] | [Const(-1)]:
            result = b.apply(gate(core.load), xs, attrs={"index": -1})
            new = b.apply(gate(core.drop), xs, result)
        case "pop", [_]:
            where = _place(scope, node, xs, at[0])
            result = item_at(scope, xs, where)
            new = b.apply(gate(core.remove), xs, result, where)
        case "reverse", []:
            new = b.apply(gate(list), subscripts.flipped(scope, xs))
        case "clear", []:
            memory.write(scope, node, token, Struct("list", ()))
            return Const(None)
        case "copy", []:
            copied = b.apply(gate(list), xs)
            rows.share_rows(scope, [token], copied)
            return copied
        case _:
            return None
    if isinstance(new, Value):
        growing.name_like(scope, token, xs, new)
    memory.write(scope, node, token, new)
    return result


def _extended(scope: Scope, node: ast.AST, token: Thing, xs: Value, more: Thing) -> Value:
    """Return a list with items behind its own, a few of them appended one by one."""
    b = scope.program.b
    more = objects.iterated(scope, node, more)
    items = few(scope, node, more)
    if items is None:
        return b.apply(gate(core.extend), xs, listed(scope, node, token, more))
    for item in items:
        longer = b.apply(gate(core.push), xs, growing.put_in(scope, node, token, item))
        growing.name_like(scope, token, xs, longer)
        xs = longer
    return xs


def few(scope: Scope, node: ast.AST, thing: Thing) -> list[Thing] | None:
    """Return the items of an iterable that are appended one by one, None if they are not few."""
    if growing.is_run_time_list(memory.now(scope, thing)):
        return None
    items = subscripts.known_items(scope, node, thing)
    return items if items is not None and len(items) <= MOST_APPENDED else None


def _place(scope: Scope, node: ast.AST, xs: Value, thing: Thing) -> Atom:
    """Return an index from the front: what a list held is put back there."""
    k = expressions.atom(scope, node, thing)
    if isinstance(k, Const) and k.value >= 0:
        return k
    b = scope.program.b
    places = b.apply(gate(range), b.apply(gate(len), xs))
    return item_at(scope, places, k)


def item_at(scope: Scope, xs: Value, k: Atom) -> Value:
    b = scope.program.b
    if isinstance(k, Const):
        return b.apply(gate(core.load), xs, attrs={"index": k.value})
    return b.apply(gate(core.load), xs, k, attrs={"index": Slot(1)})


def listed(scope: Scope, node: ast.AST, holder: Thing, thing: Thing) -> Value:
    """Return the items of an iterable as a list of unknown length."""
    thing = objects.iterated(scope, node, thing)
    content = memory.now(scope, thing)
    if growing.is_run_time_list(content):
        assert isinstance(content, Value)
        if not isinstance(item_of(content.type), Scalar):
            scope.program.shared.update({holder, thing})
        return content
    known = subscripts.known_items(scope, node, thing)
    if known is not None:
        return growing.sequence(scope, node, holder, Struct("list", tuple(known)))
    if isinstance(content, Value) and isinstance(content.type, Array | Seq):
        made = scope.program.b.apply(gate(list), content)
        rows.share_rows(scope, [thing], made)
        return made
    raise refuse("AD304", "this value cannot be put into a list", scope.span(node))


def joined(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Value | None:
    """Append `xs + ys` of lists or tuples, None where one of them is neither."""
    if _is_tuple(left) and _is_tuple(right):
        both = [_run_time_tuple(scope, node, side) for side in (left, right)]
        return scope.program.b.apply(gate(core.chain), *both)
    if not (growing.is_any_list(left) and growing.is_any_list(right)):
        return None
    xs, ys = (listed(scope, node, side, side) for side in (left, right))
    return scope.program.b.apply(gate(core.chain), xs, ys)


def _is_tuple(thing: Thing) -> bool:
    """Tell whether a content is a tuple, of known length or of a length that the run knows."""
    kind = thing.type if isinstance(thing, Value) else thing
    return isinstance(kind, Struct | Tree | Seq) and kind.kind == "tuple"


def _run_time_tuple(scope: Scope, node: ast.AST, thing: Thing) -> Value:
    """Return a tuple as one stage, whose derivative is a list."""
    if isinstance(thing, Value) and is_run_time_tuple(thing.type):
        return thing
    return scope.program.b.apply(gate(tuple), listed(scope, node, thing, thing))


def repeated(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Thing | None:
    """Append `[x] * n`, None where it is not that."""
    if growing.is_run_time_list(right):
        left, right = right, left
    if growing.is_run_time_list(left) and isinstance(right, Const) and type(right.value) is int:
        return _over(scope, left, right.value)
    if not isinstance(left, Struct):
        left, right = right, left
    if not isinstance(left, Struct) or left.kind not in ("list", "tuple"):
        return None
    if isinstance(right, Const) and type(right.value) is int:
        return Struct(left.kind, left.items * right.value)
    if left.kind != "list" or not isinstance(right, Value) or not left.items:
        return None
    if isinstance(right.type, Unknown):
        raise refuse(
            "AD304",
            "a list times a value of unknown kind",
            scope.span(node),
            "repeated by a number, or multiplied by an array",
            "write np.array([...]) * v, or int(n) * [...]",
        )
    items = [growing.put_in(scope, node, left, i) for i in left.items]
    out = scope.program.b.apply(gate(core.repeated), right, *items)
    if not isinstance(out.type, Seq) or is_list(out.type.item):
        scope.program.shared.add(out)  # the same row, over and over
    return out


def repeat(scope: Scope, node: ast.AST, token: Thing, times: Thing) -> bool:
    """Append `token *= times`, which the list takes into itself; tell whether it is that."""
    content = memory.now(scope, token)
    new = repeated(scope, node, content, memory.now(scope, times))
    if new is None:
        return False
    if new in scope.program.shared:
        scope.program.shared.add(token)
    if isinstance(new, Value):
        growing.name_like(scope, token, content, new)  # type: ignore[arg-type]
    memory.write(scope, node, token, new)
    return True


def _over(scope: Scope, xs: Thing, times: int) -> Thing:
    """Append `xs * times` of a list of unknown length."""
    assert isinstance(xs, Value)
    if times <= 0:
        return Struct("list", ())
    b = scope.program.b
    out = b.apply(gate(list), xs)
    for _ in range(times - 1):
        out = b.apply(gate(core.chain), out, xs)
    scope.program.shared.add(out)
    return out


# -- branches and loops ------------------------------------------------------------------------

"""Gates that are not written as an operator or a call: indexing, literals, attributes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import depth, is_list, is_table
from adcompiler.ir.nodes import Apply, Atom, Const
from adcompiler.ir.types import Array, Scalar, Seq, Tree, is_complex

if TYPE_CHECKING:
    from adcompiler.backend.expressions import Expressions


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
    return e.call("np.broadcast_to", e.atom(g), _shape(e, x))


def _shape(e: Expressions, x: Atom) -> ast.expr:
    """Return `x.shape`, which only arrays have."""
    if isinstance(type_of(x), Array):
        return ast.Attribute(e.atom(x), "shape", ast.Load())
    return e.call("np.shape", e.atom(x))


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
    call = e.call("np.einsum", ast.Constant(op.attrs["subscripts"]), *[e.atom(a) for a in op.args])
    if op.attrs.get("optimize") and isinstance(call, ast.Call):
        call.keywords.append(ast.keyword("optimize", ast.Constant(True)))
    return call


def _average(e: Expressions, op: Apply) -> ast.expr:
    args, keywords = e.arguments(op)
    keywords.append(ast.keyword("weights", args[1]))
    return ast.Call(e.external("np.average", np), args[:1], keywords)


def _subscript(e: Expressions, op: Apply) -> ast.expr:
    return e.part(e.atom(op.args[0]), op.attrs["index"], op.args, ast.Load())


def _lasting(e: Expressions, op: Apply) -> ast.expr:
    return e.call("lasting", e.atom(op.args[0]), e.index_alone(op.attrs["index"], op.args))


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
        found = ast.BoolOp(ast.Or(), [x, nothing]) if is_list(op.out.type) else x
        return ast.Call(e.function("zeros", runtime.zeros), [found], e.arguments(op)[1])
    args, keywords = e.arguments(op)
    whole = ast.Call(e.function("zeros", runtime.zeros), args, keywords)
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


def _custom(e: Expressions, op: Apply) -> ast.expr:
    rule = op.attrs["rule"]
    args = [e.atom(a) for a in op.args[: rule.count]]
    return ast.Call(e.external(rule.name, rule.function), args, [])


def _hypotenuse(e: Expressions, op: Apply) -> ast.expr:
    return e.call("math.hypot", ast.Starred(e.atom(op.args[0]), ast.Load()))


def _tuple(e: Expressions, op: Apply) -> ast.expr:
    items = e.atom(op.args[0])
    if isinstance(items, ast.List):
        return ast.Tuple(items.elts, ast.Load())
    return e.call("tuple", items)


def _attribute(word: str) -> Any:
    return lambda e, op: ast.Attribute(e.atom(op.args[0]), word, ast.Load())


def _asked_shape(e: Expressions, op: Apply) -> ast.expr:
    if isinstance(type_of(op.args[0]), Seq | Tree):
        return _shape(e, op.args[0])
    return ast.Attribute(e.atom(op.args[0]), "shape", ast.Load())


def _method(word: str) -> Any:
    def write(e: Expressions, op: Apply) -> ast.expr:
        args = [e.constant(op.attrs["dtype"])] if "dtype" in op.attrs else []
        return ast.Call(ast.Attribute(e.atom(op.args[0]), word, ast.Load()), args, [])

    return write


def _size_of(e: Expressions, op: Apply) -> ast.expr:
    return ast.Subscript(_shape(e, op.args[0]), e.constant(op.attrs["axis"]), ast.Load())


def _text(e: Expressions, op: Apply) -> ast.expr:
    pattern = ast.Constant(op.attrs["pattern"])
    args = [e.atom(a) for a in op.args]
    if op.attrs.get("percent"):
        return ast.BinOp(pattern, ast.Mod(), ast.Tuple(args, ast.Load()))
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
    core.custom: _custom,
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
    core.multi_dot: _joined_list,
    core.average: _average,
    core.einsum: _einsum,
    core.einsum_of_one: _einsum,
    tuple: _tuple,
    core.hypotenuse: _hypotenuse,
    core.product_sum: lambda e, op: e.call("math.sumprod", *[e.atom(a) for a in op.args]),
    core.load: _subscript,
    core.duplicate: _duplicate,
    runtime.lasting: _lasting,
    core.repeated: _repeated,
    core.ordering: _ordering,
    core.chain: lambda e, op: ast.BinOp(e.atom(op.args[0]), ast.Add(), e.atom(op.args[1])),
    core.contains: lambda e, op: ast.Compare(e.atom(op.args[1]), [ast.In()], [e.atom(op.args[0])]),
    runtime.zeros: _zeros,
    runtime.repeat: _repeat,
    core.item: _item,
    core.flipped: lambda e, op: e.reversed(e.atom(op.args[0])),
    core.named: lambda e, op: e.atom(op.args[0]),
    core.shape: _asked_shape,
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

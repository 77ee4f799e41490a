"""One example after the other: a loop over what differs, whose results are put together again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, gate, ops
from adcompiler.gates.batching import EACH, LED, SHARED, How, Items, Parts, leading, parts
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, If, Op, Slot, Value, made_by
from adcompiler.ir.types import Array, Dim, Scalar, Seq, Tree, Type, Unknown, numeric_kind
from adcompiler.ir.walk import all_ops, bound, free_of_op, outputs, substitute
from adcompiler.source import SINGLY

if TYPE_CHECKING:
    from adcompiler.transforms.batch import _Batch


def promise(batch: _Batch, op: Op) -> None:
    """Bind what an operation will give, once the loop over the examples is written."""
    for name in _names(op):
        batch.singly.append(name)
    plain = all(_plain(batch, v) for v in free_of_op(op)) and isinstance(op, Apply)
    for value in outputs(op):
        how = EACH if value in batch.unsure else _regular(batch, value.type, plain)
        batch.bind(value, how)


def _names(op: Op) -> list[str]:
    match op:
        case Apply():
            return [op.gate.name]
        case Call():
            return [op.routine.name]
        case If():
            return ["if"]
        case For():
            return ["for" if op.over else "while"]


def _plain(batch: _Batch, value: Value) -> bool:
    """Tell whether the shape of a result cannot depend on which example this is."""
    how = batch.at(value)
    if how == SHARED:
        return True
    return how == LED and numeric_kind(value.type) in ("float", "complex")


def _regular(batch: _Batch, type_: Type, plain: bool) -> How:
    """Return how a result is: with an axis, if its shape is the same for all examples."""
    if isinstance(type_, Array) and not plain and not all(map(_common, type_.dims)):
        return EACH
    if isinstance(type_, Tree):
        return parts(tuple(_regular(batch, t, plain) for t in type_.items))
    return leading(type_) if isinstance(type_, Scalar | Array) else EACH


def _common(dim: Dim) -> bool:
    """Tell whether a size is the same for all examples: that of a parameter, or a number."""
    return not dim.key.startswith("?")


def flush(batch: _Batch, run: Sequence[Op], needed: set[Any]) -> None:
    """Append the loop over the examples that does a run of operations for each."""
    b = batch.b
    b.span = run[0].span
    inside = bound(run)
    entering = [
        v
        for v in dict.fromkeys(v for op in run for v in free_of_op(op))
        if v in batch.how and v not in inside
    ]
    over: list[Atom] = []
    items: list[Value] = []
    with b.block() as made:
        env = {
            v: _enter(batch, v, batch.env[v], batch.how[v], v.type, over, items) for v in entering
        }
    shared = {v: a for v, a in batch.env.items() if v not in batch.how and v not in inside}
    managers = _managers(batch, run, inside)
    read = {batch.new(a) for a in needed}
    body: list[Op] = []
    inner = set(items)
    for op in made:  # taken apart before the loop, put together in it
        if _reads_any(op, inner):
            body.append(op)
        else:
            b.append(op)
    for old, new in managers.items():
        body.append(replace(b.made[old], out=new))
    body += [substitute(op, {**shared, **managers, **env}) for op in run]
    out: list[Value] = []
    yields: list[Atom] = []
    with b.block() as extra:
        finish: list[tuple[Value, Any]] = []
        for value in (v for op in run for v in outputs(op)):
            promised = batch.env[value]
            assert isinstance(promised, Value)
            if promised not in read:
                continue
            finish.append(
                (promised, _leave(batch, value, value.type, batch.how[value], out, yields))
            )
    body += extra
    b.span = replace(b.span, statement=SINGLY)
    b.loop(over, [], items, (body, yields), out)
    b.span = run[0].span
    for promised, tree in finish:
        _collect(batch, promised, tree)


def _managers(batch: _Batch, run: Sequence[Op], inside: set[Value]) -> dict[Value, Value]:
    """Return a manager of its own for each that the run enters: one is entered once."""
    found: dict[Value, Value] = {}
    for op in all_ops(Block((), tuple(run), ())):
        if not isinstance(op, If) or not op.within or op.cond in inside:
            continue
        made = made_by(batch.b.made, op.cond)
        if made is not None and made.out not in batch.how:
            found[made.out] = Value("", made.out.type, made.span)
    return found


def _reads_any(op: Op, items: set[Value]) -> bool:
    """Tell whether an operation reads an item of the loop, or what was made of one."""
    found = any(v in items for v in free_of_op(op))
    if found:
        items.update(outputs(op))
    return found


def _enter(
    batch: _Batch, v: Value, atom: Atom, how: How, type_: Type, over: list[Atom], items: list[Value]
) -> Atom:
    """Return what a value is for one example, inside the loop."""
    b = batch.b
    if how == SHARED:
        return atom
    if isinstance(how, Parts) and isinstance(type_, Tree):
        found: list[Atom] = []
        for key, inner, one in zip(type_.names, type_.items, how.items, strict=True):
            part = b.apply(gate(core.item), atom, attrs={"key": key})
            found.append(_enter(batch, v, part, one, inner, over, items))
        return b.apply(gate(core.pack), *found, attrs=ops.shape_of_pack(type_))
    item = Value(v.name, type_, v.span, v.stated)
    items.append(item)
    if how == EACH:
        over.append(atom)
    elif isinstance(how, Items | Parts) or v in batch.unsure:
        n = b.apply(gate(len), batch.first)
        plain = {"plain": True} if _python(type_) else {}
        over.append(b.apply(gate(runtime.examples), atom, n, attrs=plain))
    elif isinstance(type_, Scalar) and type_.dtype is None:
        over.append(b.apply(gate(core.tolist), atom))
    else:
        over.append(atom)
        if isinstance(type_, Array) and not type_.dims:
            return b.apply(gate(np.asarray), item)
    return item


def _python(type_: Type) -> bool:
    """Tell whether a number, or all those in a container, are Python's own."""
    match type_:
        case Seq(item):
            return _python(item)
        case Tree(_, items):
            return all(map(_python, items))
    return isinstance(type_, Scalar) and type_.dtype is None


def _leave(
    batch: _Batch, atom: Atom, type_: Type, how: How, out: list[Value], yields: list[Atom]
) -> Any:
    """Collect a result, part by part; return where its parts will be found."""
    if isinstance(how, Parts) and isinstance(type_, Tree):
        found = []
        for key, inner, one in zip(type_.names, type_.items, how.items, strict=True):
            part = batch.b.apply(gate(core.item), atom, attrs={"key": key})
            found.append(_leave(batch, part, inner, one, out, yields))
        return found
    name = atom.name if isinstance(atom, Value) else ""
    kept = Value(name, Seq(type_, "kept"), batch.b.span)
    out.append(kept)
    yields.append(atom)
    return kept, how, type_


def _collect(batch: _Batch, promised: Value, tree: Any) -> None:
    """Bind what was promised to what the loop has collected."""
    b = batch.b
    if isinstance(tree, list):
        type_ = promised.type
        assert isinstance(type_, Tree)
        found: list[Atom] = []
        for inner, part in zip(type_.items, tree, strict=True):
            new = Value("", inner, b.span)
            _collect(batch, new, part)
            found.append(new)
        b.append(Apply(gate(core.pack), tuple(found), ops.shape_of_pack(type_), promised, b.span))
        return
    kept, how, type_ = tree
    if how == LED:
        attrs: dict[str, Any] = {}
        kind = numeric_kind(type_)
        if isinstance(type_, Scalar) and kind in ("int", "bool"):
            attrs["dtype"] = {"int": int, "bool": bool}[kind]
        _stack(batch, kept, attrs, promised, type_)
    else:
        b.append(Apply(gate(list), (kept,), {}, promised, b.span))


def _stack(batch: _Batch, kept: Value, attrs: dict[str, Any], promised: Value, type_: Type) -> None:
    """Bind the array of what was collected, of the shape of a parameter where it is for one."""
    b = batch.b
    for old, new in zip(batch.fn.params, batch.params, strict=True):
        if not isinstance(type_, Array) or not type_.dims or not isinstance(old.type, Array):
            continue
        if old.type.dims != type_.dims or any(d.key.startswith("?") for d in type_.dims):
            continue  # what has no name may be another size in another round of a loop
        if batch.at(old) == LED:
            shape = b.apply(gate(core.shape), new)
            b.append(Apply(gate(np.reshape), (kept, shape), {"shape": Slot(1)}, promised, b.span))
            return
        n = b.apply(gate(len), batch.first)
        axes = range(len(type_.dims))
        sizes = [b.apply(gate(core.size_of), new, attrs={"axis": k}) for k in axes]
        pattern = {"shape": tuple(Slot(k + 1) for k in range(len(sizes) + 1))}
        b.append(Apply(gate(np.reshape), (kept, n, *sizes), pattern, promised, b.span))
        return
    b.append(Apply(gate(np.array), (kept,), attrs, promised, b.span))


def together(batch: _Batch, atom: Atom) -> Atom:
    """Return a yield as one value, what is a list for each example put together."""
    how, new = batch.at(atom), batch.new(atom)
    return _joined(batch, new, how, type_of(atom))


def _joined(batch: _Batch, new: Atom, how: How, type_: Type) -> Atom:
    b = batch.b
    if how == EACH:
        if isinstance(type_, Unknown | Seq | Array | Tree):
            return b.apply(gate(runtime.together), new)
        return new
    if isinstance(how, Parts) and isinstance(type_, Tree) and EACH in how.items:
        found = []
        for key, inner, one in zip(type_.names, type_.items, how.items, strict=True):
            part = b.apply(gate(core.item), new, attrs={"key": key})
            found.append(_joined(batch, part, one, inner))
        return b.apply(gate(core.pack), *found, attrs=ops.shape_of_pack(type_))
    return new

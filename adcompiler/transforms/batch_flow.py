"""Branches and loops that are the same for all examples: once for all, on values for many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adcompiler.gates import gate
from adcompiler.gates.batching import (
    LED,
    SHARED,
    Apart,
    How,
    Items,
    Many,
    Parts,
    alike,
    apart,
    join,
    widened,
)
from adcompiler.gates.batching.lists import swapped
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, For, If, Op, Value, is_proceed
from adcompiler.ir.types import Array, Scalar, Seq, rank
from adcompiler.transforms.masks import masked

if TYPE_CHECKING:
    from adcompiler.transforms.batch import _Batch


def branch(batch: _Batch, op: If) -> None:
    """Append a branch: the question asked once, or for each number that it differs for."""
    if batch.at(op.cond) != SHARED:
        masked(batch, op)
        return
    if op.catches:
        raise Apart
    sides: list[list[Op]] = []
    hows: list[How] = [SHARED] * len(op.out)
    for block in (op.then, op.orelse):
        with batch.b.block() as made:
            batch.block(block.ops, block.yields)
        sides.append(made)
        hows = [join(h, batch.at(y)) for h, y in zip(hows, block.yields, strict=True)]
    hows = [_settled(h, v) for h, v in zip(hows, op.out, strict=True)]
    blocks = []
    for made, block in zip(sides, (op.then, op.orelse), strict=True):
        with batch.b.reopened(made):
            yields = [
                UNDEF if y is UNDEF else batch.lift(y, h)
                for y, h in zip(block.yields, hows, strict=True)
            ]
        blocks.append(Block((), tuple(made), tuple(yields)))
    dtypes = [
        _dtype(x) if x is not UNDEF and (y is UNDEF or _dtype(x) == _dtype(y)) else None
        for x, y in zip(*(block.yields for block in blocks), strict=True)
    ]
    out = tuple(batch.bind(v, h, d) for v, h, d in zip(op.out, hows, dtypes, strict=True))
    cond = batch.new(op.cond)
    batch.b.append(replace(op, cond=cond, then=blocks[0], orelse=blocks[1], out=out))


def loop(batch: _Batch, op: For) -> None:
    """Append a loop of as many rounds for all examples."""
    over, hows = walked(batch, op)
    n = len(op.init)
    carried = [batch.at(a) for a in op.init]
    dtypes: list[str | None] = [None] * n
    while True:
        items = [batch.bind(v, h) for v, h in zip(op.items, hows, strict=True)]
        params = [batch.bind(v, h, d) for v, h, d in zip(op.carried, carried, dtypes, strict=True)]
        with batch.b.block() as made:
            batch.block(op.body.ops, op.body.yields)
        found = [
            _settled(join(h, batch.at(y)), v)
            for h, y, v in zip(carried, op.nexts, op.carried, strict=True)
        ]
        if found != carried:
            carried = found
            with batch.b.block():
                dtypes = [_dtype(batch.lift(a, h)) for a, h in zip(op.init, carried, strict=True)]
            continue
        with batch.b.reopened(made):
            nexts = [batch.lift(y, h) for y, h in zip(op.nexts, carried, strict=True)]
        kept = [d if _dtype(a) == d else None for d, a in zip(dtypes, nexts, strict=True)]
        if kept == dtypes:
            break
        dtypes = kept
    if any(batch.at(a) != SHARED for a in op.stop):
        raise Apart
    for inner in op.body.ops:
        if is_proceed(inner) and batch.depends(inner):
            raise Apart
    gathered = [batch.at(y) for y in op.gathered]
    if any(map(apart, gathered)):
        raise Apart
    init = [batch.lift(a, h) for a, h in zip(op.init, carried, strict=True)]
    yields = (*nexts, *map(batch.new, (*op.gathered, *op.stop)))
    body = Block((*items, *params), tuple(made), tuple(yields))
    out = [batch.bind(v, h, d) for v, h, d in zip(op.finals, carried, dtypes, strict=True)]
    for value, atom, how in zip(op.collected, op.gathered, gathered, strict=True):
        if how == SHARED:
            out.append(batch.bind(value, SHARED))
        else:
            new = batch.bind(value, Items(how))
            inner_type = widened(type_of(atom), how, batch.dim)
            kind = value.type.kind if isinstance(value.type, Seq) else "kept"
            new.type = Seq(inner_type, kind)
            out.append(new)
    assert len(out) == n + len(gathered)
    batch.b.append(replace(op, over=tuple(over), init=tuple(init), body=body, out=tuple(out)))


def walked(batch: _Batch, op: For) -> tuple[list[Atom], list[How]]:
    """Return the sequences that a loop walks, and how their items are."""
    over: list[Atom] = []
    hows: list[How] = []
    for atom in op.over:
        how, new = batch.at(atom), batch.new(atom)
        if how == LED and rank(type_of(atom)):
            filler = Apply(gate(list), (atom,), {}, Value("", element(type_of(atom))))
            at = Many(batch.b, filler, (new,), (how,), batch.first, batch.dim, batch.facts)
            over.append(swapped(at, new, rank(type_of(atom)) or 0))
            hows.append(LED)
        elif how == SHARED:
            over.append(new)
            hows.append(SHARED)
        elif isinstance(how, Items):
            over.append(new)
            hows.append(how.item)
        elif isinstance(how, Parts) and not apart(how):
            one = alike(how)
            if apart(one):
                raise Apart
            over.append(batch.lift(atom, Parts((one,) * len(how.items))))
            hows.append(one)
        else:
            raise Apart
    return over, hows


def _settled(how: How, value: Value) -> How:
    """Return how a variable is, refused where it would be a list of one for each example."""
    if apart(how) or (how == LED and not isinstance(value.type, Scalar | Array)):
        raise Apart
    return how


def _dtype(atom: Atom) -> str | None:
    """Return the dtype of an array, None where it is not known."""
    type_ = type_of(atom)
    return type_.dtype if isinstance(type_, Array) else None

"""The backward pass over a branch: the same question again, each side reversed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adcompiler.analysis.saving import is_cheap, reads_changing
from adcompiler.gates import gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, If, Op, Value
from adcompiler.ir.types import Scalar
from adcompiler.ir.walk import bound, free, reached, substitute, substitute_block
from adcompiler.transforms import reverse
from adcompiler.transforms.sweep import Adjoints, Sweep


def branch(sweep: Sweep, op: If) -> If:
    """Append the reversed branch: the same question, each side reversed."""
    seeds = [sweep.total(v) if v in sweep.varied else None for v in op.out]
    for v in op.out:
        sweep.adjoints.parts.pop(v, None)
        sweep.adjoints.buffers.pop(v, None)
    if all(s is None for s in seeds):
        return op
    if len(reached(op)) == 1:
        return through(sweep, op, seeds)
    outer = [v for v in dict.fromkeys(outside(op)) if v in sweep.varied]
    so_far = {v: sweep.total(v) for v in outer}
    saved = sweep.adjoints
    sides = []
    for block in (op.then, op.orelse):
        sweep.adjoints = Adjoints(
            {v: [g] for v, g in so_far.items() if g is not None and v not in saved.buffers},
            {v: g for v, g in saved.buffers.items() if v in so_far},
        )
        with sweep.b.block() as made:
            for atom, seed in zip(block.yields, seeds, strict=True):
                if seed is not None and isinstance(atom, Value):
                    sweep.add(atom, seed)
            patched = reverse.operations(sweep, block.ops)
            totals = {v: sweep.total(v) for v in outer}
        sides.append((made, totals, Block((), tuple(patched), block.yields)))
    sweep.adjoints = saved
    sweep.at(op)
    changed = [v for v in outer if any(side[1][v] is not so_far[v] for side in sides)]
    yields: list[list[Atom]] = []
    for made, totals, _ in sides:
        with sweep.b.block() as extra:
            atoms = [
                sweep.listed(v, as_float(sweep, g))
                if (g := totals[v]) is not None
                else sweep.zero(v)
                for v in changed
            ]
        made += extra
        yields.append(atoms)
    then, orelse, forward = export(sweep, op, sides, yields)
    names = [(f"d{sweep.hint(v)}", True) for v in changed]
    out = sweep.b.branch(asked(op), then, orelse, names, op.ternary and len(names) == 1)
    for v, d in zip(changed, out, strict=True):
        sweep.adjoints.parts.pop(v, None)
        sweep.adjoints.buffers.pop(v, None)
        sweep.adjoints.slots.pop(v, None)
        sweep.adjoints.parts[v] = [d]
        if op.ternary:
            d.stated = v.stated
    return forward


def through(sweep: Sweep, op: If, seeds: list[Atom | None]) -> If:
    """Append the reverse of the one side that can come to its end; nothing is asked."""
    block = reached(op)[0]
    with sweep.b.block() as made:
        for atom, seed in zip(block.yields, seeds, strict=True):
            if seed is not None:
                sweep.add(atom, seed)
        patched = tuple(reverse.operations(sweep, block.ops))
    inner = bound(patched)
    reads = Block((), tuple(made), tuple(sweep.contributions()))
    needs = [v for v in free(reads) if v in inner]
    env: dict[Value, Atom] = {y: o for y, o in zip(block.yields, op.out) if y in needs}
    again: list[Op] = []
    if not op.within:
        again = asked_again(sweep, Block((), patched, ()), needs, inner, env)
    seen = [v for v in needs if v not in env]
    twins = [_twin(sweep, v) for v in seen]
    env.update(zip(seen, twins, strict=True))
    sweep.forward.update(twins)
    sweep.at(op)
    for o in (*again, *made):
        sweep.b.append(substitute(o, env))
    sweep.rename(env)
    nothing = (UNDEF,) * len(twins)
    sides = (
        Block((), patched, (*b.yields, *seen))
        if b is block
        else Block((), b.ops, (*b.yields, *nothing))
        for b in (op.then, op.orelse)
    )
    ternary = op.ternary and not twins
    return replace(op, then=next(sides), orelse=next(sides), out=(*op.out, *twins), ternary=ternary)


def _twin(sweep: Sweep, v: Value) -> Value:
    """Return the result under which a branch hands on a value made inside it."""
    twin = Value(v.name or sweep.hint(v), v.type, v.span, v.stated)
    sweep.hints[twin] = sweep.hint(v)
    return twin


def asked(op: If) -> Atom:
    """Return what the backward branch asks: the condition, or whether a try went well."""
    return op.out[0] if op.catches else op.cond


def outside(op: If) -> list[Value]:
    """Return the values from outside whose adjoints the operation's blocks can change."""
    return [v for block in (op.then, op.orelse) for v in free(block)]


def as_float(sweep: Sweep, g: Atom) -> Atom:
    """Return an adjoint that is an integer, a factor of the program's, as a float."""
    type_ = type_of(g)
    if not isinstance(type_, Scalar) or type_.kind not in ("int", "bool"):
        return g
    out = sweep.b.apply(gate(float), g)
    if isinstance(g, Value) and not sweep.foreign(g):
        out.name, out.stated, g.name, g.stated = g.name, g.stated, "", False
    return out


def export(sweep: Sweep, op: If, sides: list[Any], yields: list[list[Atom]]) -> tuple[Any, Any, If]:
    """Make the values that the backward branches need results of the forward branch."""
    forward_blocks = [side[2] for side in sides]
    inner = [bound(block.ops) for block in forward_blocks]
    out = list(op.out)
    results = [list(block.yields) for block in forward_blocks]
    finished = []
    for k, (made, _, _) in enumerate(sides):
        needs = [v for v in free(Block((), tuple(made), tuple(yields[k]))) if v in inner[k]]
        env: dict[Value, Atom] = {}
        if op.catches:  # nothing of a try is dropped
            env.update({v: o for v, o in zip(results[k], out, strict=True) if v in needs})
        again = asked_again(sweep, forward_blocks[k], needs, inner[k], env)
        for v in needs:
            if v in env:
                continue
            twin = _twin(sweep, v)
            out.append(twin)
            results[k].append(v)
            results[1 - k].append(UNDEF)
            env[v] = twin
        body = substitute_block(Block((), tuple(made), tuple(yields[k])), env)
        finished.append(([*again, *body.ops], list(body.yields)))
    blocks = [
        Block((), block.ops, tuple(r)) for block, r in zip(forward_blocks, results, strict=True)
    ]
    ternary = op.ternary and len(out) == len(op.out)
    forward = replace(op, then=blocks[0], orelse=blocks[1], out=tuple(out), ternary=ternary)
    return finished[0], finished[1], forward


def asked_again(
    sweep: Sweep, block: Block, needs: list[Value], inner: set[Value], env: dict[Value, Atom]
) -> list[Op]:
    """Return twins of the cheap stages whose operands are in sight outside the branch."""
    made = {o.out: o for o in block.ops if isinstance(o, Apply)}
    twins: list[Op] = []
    for v in needs:
        op = made.get(v)
        if v in env or op is None or reads_changing(op, sweep.changing):
            continue
        if is_cheap(op) and not any(a in inner for a in op.args):
            twin = Value(v.name, v.type, v.span, v.stated)
            sweep.hints[twin] = sweep.hint(v)
            twins.append(replace(op, out=twin))
            env[v] = twin
    return twins

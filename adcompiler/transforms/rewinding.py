"""Arrays that a loop updates, put back round by round, so that the sweep reads them in place.

Before: each round keeps `a[i, :i]` and `a[j, :j]`, rows that the derivative reads.
After: each round keeps `a[i, j]`, which it overwrites; the sweep writes it back and reads the rows.

What was written is read where it stands. An array is rewound where that keeps less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from adcompiler.analysis.saving import Plan, plan, with_fixed_shapes
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import makes_copy, shifted
from adcompiler.gates.infer.indexing import lists_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, For, Op, Slot, Value
from adcompiler.ir.types import Array, Scalar, Tree, Type, rank
from adcompiler.ir.walk import bound, free_of_op, outputs
from adcompiler.transforms.sweep import Sweep

SIZES = (core.shape, core.size, core.size_of, len)
AXIS = 100  # what keeping an array costs for each of its axes, a number being 1


@dataclass(frozen=True, eq=False)
class Link:
    """One step from a version of an array to the next: an update, or a loop of updates.

    `was` is what an update overwrites, read by operations to be put in front of it; `back` the
    version before a loop, once that was undone.
    """

    before: Value
    after: Value
    update: Apply | None = None
    was: Value | None = None
    reads: tuple[Apply, ...] = ()
    back: Value | None = None

    @property
    def parts(self) -> tuple[Atom, ...]:
        """The operands of the index."""
        return self.update.args[2:] if self.update is not None else ()

    @property
    def rows(self) -> int | None:
        """How many rows are overwritten, where their positions are listed."""
        lists = _positions(self.update) if self.update is not None else []
        if self.update is None or len(lists) != 1:
            return None
        part = lists[0]
        type_ = type_of(self.update.args[part.index]) if isinstance(part, Slot) else None
        if isinstance(type_, Tree):
            return len(type_.items)
        return len(part) if isinstance(part, list) else None


@dataclass(frozen=True, eq=False)
class Chain:
    """All that a round does to one carried array, first link first."""

    place: int  # among what is carried
    links: tuple[Link, ...]

    @property
    def versions(self) -> set[Value]:
        """The array before and after each link."""
        return {v for link in self.links for v in (link.before, link.after)}

    @property
    def written(self) -> dict[Value, Link]:
        """The values that were written, which are read where they stand."""
        return {
            v: link
            for link in self.links
            if link.update is not None and link.update.gate.function is core.store
            and isinstance(v := link.update.args[1], Value) and _stands(v, link)
        }  # fmt: skip


@dataclass(eq=False)
class Chosen:
    """How the values are got that the sweep needs, and the arrays that are rewound for it."""

    plan: Plan
    chains: list[Chain] = field(default_factory=list)
    written: dict[Value, Link] = field(default_factory=dict)

    @property
    def cost(self) -> int:
        """What is kept in a round; a row is less than the matrix that it stands in."""
        rows = {link.was: link.rows for chain in self.chains for link in chain.links}
        return sum(_size(v.type, rows.get(v)) for v in self.plan.keep)


def _size(type_: Type, rows: int | None) -> int:
    """Return what it costs to keep a value of a type, or so many rows of one."""
    n = rank(type_)
    if n is None:
        return AXIS
    return AXIS**n if not rows or n == 0 else rows * AXIS ** (n - 1)


def choose(sweep: Sweep, op: For, needed: list[Value], made: Sequence[Op]) -> tuple[For, Chosen]:
    """Choose keep, rebuild or rewind for what the sweep needs of a loop; return the loop for it.

    `made` is the sweep of a round.
    """
    best = Chosen(plan(with_fixed_shapes(op), needed, sweep.changing))
    for chain in chains(sweep, op):
        reads = chain.versions | set(chain.written)
        if not any(v in reads or _reads(op, v, chain.versions) for v in needed):
            continue
        longer = _reading(op, chain)
        found = _planned(sweep, longer, needed, [*best.chains, chain], made)
        if found is not None and found.cost < best.cost:
            op, best = longer, found
    return op, best


def chains(sweep: Sweep, op: For) -> list[Chain]:
    """Return the carried arrays of which each round is a chain of updates."""
    made = {v: o for o in op.body.ops for v in outputs(o)}
    found = []
    for k, (first, last) in enumerate(zip(op.carried, op.nexts, strict=True)):
        links = _links(sweep, first, last, made) if isinstance(first.type, Array) else None
        if links:
            found.append(Chain(k, tuple(_with_read(link, op.body.ops) for link in links)))
    return found


def _links(sweep: Sweep, first: Value, last: Atom, made: dict[Value, Op]) -> list[Link] | None:
    """Return the links from one version of an array to another, None if there are others."""
    links: list[Link] = []
    at = last
    while at is not first:
        if not isinstance(at, Value):
            return None
        match made.get(at):
            case Apply() as op if op.gate.function in (core.store, core.accumulate) and _plain(op):
                link = partial(Link, after=at, update=op)
                before = op.args[0]
            case For() as op if at in op.finals and at in sweep.undone:
                link = partial(Link, after=at, back=sweep.undone[at])
                before = op.init[op.finals.index(at)]
            case _:
                return None
        if not isinstance(before, Value):
            return None
        links.append(link(before))
        at = before
    return links[::-1]


def _plain(update: Apply) -> bool:
    """Tell whether what an update overwrites is a part of the array.

    What is added at positions, one by one, may be far more than the array has.
    """
    return update.gate.function is core.store or not _positions(update)


def _positions(update: Apply) -> list[Any]:
    """Return the parts of an index that are positions, of which one may be named twice."""
    return lists_in(update.attrs["index"], update.args)


def _with_read(link: Link, ops: Sequence[Op]) -> Link:
    """Return the link with the value that its update overwrites."""
    if link.update is None:
        return link
    span = link.update.span
    index = shifted(link.update.attrs["index"], -1)
    args = (link.before, *link.parts)
    known = [o for o in ops if isinstance(o, Apply) and _is_read(o, args, index)]
    reads: list[Apply] = []
    if not known:
        type_ = gate(core.load).result(args, {"index": index}, span)
        reads.append(Apply(gate(core.load), args, {"index": index}, Value("", type_, span), span))
    was = (known or reads)[0].out
    if not isinstance(was.type, Scalar) and not makes_copy(link.before.type, link.parts):
        copy = Value("", was.type, span)
        reads.append(Apply(gate(np.copy), (was,), {}, copy, span))
        was = copy
    return replace(link, was=was, reads=tuple(reads))


def _is_read(op: Apply, args: tuple[Atom, ...], index: object) -> bool:
    """Tell whether an operation reads this part of an array."""
    if op.gate.function is not core.load:
        return False
    return op.args == args and repr(op.attrs["index"]) == repr(index)


def _stands(value: Value, link: Link) -> bool:
    """Tell whether what is read at the index is what was written there, of the same type."""
    assert link.was is not None
    assert link.update is not None
    if _positions(link.update):
        return False
    if isinstance(value.type, Scalar):
        return isinstance(link.was.type, Scalar) and value.type.kind == link.was.type.kind
    return value.type == link.was.type


def _reads(op: For, value: Value, versions: set[Value]) -> bool:
    """Tell whether a value is a part of one of the versions of an array."""
    return any(
        isinstance(o, Apply)
        and o.out is value
        and o.gate.function is core.load
        and o.args[0] in versions
        for o in op.body.ops
    )


def _reading(op: For, chain: Chain) -> For:
    """Return the loop with what each update overwrites read in front of it."""
    reads = {link.after: link.reads for link in chain.links}
    ops = tuple(
        o
        for inner in op.body.ops
        for o in (*(reads.get(inner.out, ()) if isinstance(inner, Apply) else ()), inner)
    )
    return replace(op, body=replace(op.body, ops=ops))


def _planned(
    sweep: Sweep, op: For, needed: list[Value], chosen: list[Chain], swept: Sequence[Op]
) -> Chosen | None:
    """Return the plan for a loop where these arrays are rewound, None if that would be too late."""
    versions = {v for chain in chosen for v in chain.versions}
    written = {v: link for chain in chosen for v, link in chain.written.items()}
    inside = bound(op.body.ops) | set(op.body.params)
    made = {v: o for o in op.body.ops for v in outputs(o)}
    links = [link for chain in chosen for link in chain.links]
    places = [a for link in links for a in link.parts if isinstance(a, Value) and a in inside]
    early = [
        v
        for v in needed
        if _is_early(
            v, {written[v].after} if v in written else _sources(v, versions, made), chosen, swept
        )
    ]
    if versions & set(early):
        return None
    # Where something was written must be known before it is put back.
    hidden = [a for a in dict.fromkeys(places) if a in written or _sources(a, versions, made)]
    was = [link.was for link in links if link.was is not None]
    forced = list(dict.fromkeys([*was, *hidden, *early]))
    at_hand = versions | {v for v in written if v not in forced}
    wanted = list(dict.fromkeys([*needed, *places]))
    rest = [v for v in wanted if v not in at_hand and v not in forced]
    found = plan(with_fixed_shapes(op), rest, sweep.changing, forced, at_hand)
    return Chosen(found, chosen, {v: link for v, link in written.items() if v in at_hand})


def _is_early(
    value: Value, sources: set[Value], chosen: Sequence[Chain], swept: Sequence[Op]
) -> bool:
    """Tell whether the sweep reads a value before the loops in it have put back its sources."""
    backs: set[Value] = set()
    for chain in chosen:
        after = False
        for link in chain.links:
            after = after or link.before in sources
            if after and link.back is not None:
                backs.add(link.back)
    waiting = [k for k, op in enumerate(swept) if backs & {*outputs(op)}]
    read = next((k for k, op in enumerate(swept) if value in free_of_op(op)), len(swept))
    return bool(waiting) and read <= waiting[-1]


def _sources(value: Value, versions: set[Value], made: dict[Value, Op]) -> set[Value]:
    """Return the versions of arrays from which a value of the body is computed again.

    The size of any version is that of the last one.
    """
    found: set[Value] = set()
    seen: set[Value] = set()
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if at in versions:
            found.add(at)
        elif at not in seen:
            seen.add(at)
            op = made.get(at)
            if isinstance(op, Apply) and not _is_size(op, versions):
                waiting += free_of_op(op)
    return found


def _is_size(op: Apply, versions: set[Value]) -> bool:
    """Tell whether an operation asks for the size of one of the versions, not of a part of it."""
    return op.gate.function in SIZES and op.args[0] in versions


def ordered(extra: Sequence[Apply], made: Sequence[Op], yields: Sequence[Atom]) -> list[Op]:
    """Return the operations of a sweep with others in between: each right before its first reader.

    What puts an array back comes after all that reads the array as it was.
    """
    pending = {o.out: o for o in extra}
    # Shapes first: they are those of the array as the round finds it.
    shapes = [o for o in extra if o.gate.function in SIZES and o.args[0] not in pending]
    out: list[Op] = [pending.pop(o.out) for o in shapes]

    begun: set[Value] = set()

    def waits(op: Apply) -> bool:
        """Tell whether an operation needs what is only begun."""
        values = [a for a in op.args if isinstance(a, Value)]
        return any(a in begun or (a in pending and waits(pending[a])) for a in values)

    def need(atom: Atom) -> None:
        if not isinstance(atom, Value) or atom not in pending:
            return
        op = pending.pop(atom)
        begun.add(op.out)
        for arg in op.args:
            need(arg)
        if op.gate.function is core.store:
            for other in list(pending.values()):
                if op.args[0] in other.args and other.gate.function is not core.store:
                    if other.out in pending and not waits(other):
                        need(other.out)
        begun.discard(op.out)
        out.append(op)

    for op in made:
        for value in free_of_op(op):
            need(value)
        out.append(op)
    for atom in yields:
        need(atom)
    return out


def sized(op: Apply, chosen: Chosen) -> Apply:
    """Return an operation that takes the size of the last version: no update changes that."""
    if op.gate.function not in SIZES:
        return op
    for chain in chosen.chains:
        if op.args[0] in chain.versions:
            return replace(op, args=(chain.links[-1].after, *op.args[1:]))
    return op


def undone(chosen: Chosen, env: dict[Value, Atom]) -> list[Apply]:
    """Return the updates that put the arrays back, last first.

    `env` tells what stands for the last version of each array; it is told of those before.
    """
    out: list[Apply] = []
    for chain in chosen.chains:
        for link in reversed(chain.links):
            if link.update is None:
                assert link.back is not None
                env[link.before] = link.back
                continue
            assert link.was is not None
            before = Value(link.before.name, link.before.type, link.update.span, True)
            args = (link.after, link.was, *link.parts)
            out.append(Apply(gate(core.store), args, link.update.attrs, before, link.update.span))
            env[link.before] = before
    return out


def read_back(chosen: Chosen, value: Value) -> Apply:
    """Return the read of what was written, where it stands."""
    link = chosen.written[value]
    assert link.update is not None
    assert link.was is not None
    index = {"index": shifted(link.update.attrs["index"], -1)}
    out = Value(value.name, link.was.type, value.span, value.stated)
    return Apply(gate(core.load), (link.after, *link.parts), index, out, value.span)

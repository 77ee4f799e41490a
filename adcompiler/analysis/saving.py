"""How the backward sweep of a loop gets the forward values that it needs.

Four words, and only these: *see* (the name is still bound), *keep* (collect it, feed it
back), *rebuild* (cheap, and its operands are at hand), *rewind* (a carried value: start
from the last one, each backward step ends with the previous one).
"""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.kinds import Distribute, LocalDerivative, SwapAndScale
from adcompiler.ir.nodes import Apply, Atom, Block, Const, For, Op, Value
from adcompiler.ir.types import Array, Scalar
from adcompiler.ir.walk import blocks, bound, look, operands, outputs

CHEAP = {
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.neg,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
    operator.not_,
    operator.mod,
    operator.floordiv,
    core.load,
    core.item,
    abs,
    float,
    int,
}
MOST_REBUILT = 2  # gates for one value; more cost more than a place in a tuple


@dataclass(eq=False)
class Plan:
    """What to do for each needed value of a loop body."""

    keep: list[Value] = field(default_factory=list)
    rebuild: list[Apply] = field(default_factory=list)
    rewind: dict[Value, int] = field(default_factory=dict)


def plan(
    op: For,
    needed: list[Value],
    changing: set[Value],
    forced: Sequence[Value] = (),
    given: Collection[Value] = (),
) -> Plan:
    """Choose keep, rebuild or rewind for each value that is bound in the body of `op`.

    What is `forced` is kept in any case; what is `given` the sweep has at hand.
    """
    made = {
        o.out: o for o in op.body.ops if isinstance(o, Apply) and not reads_changing(o, changing)
    }
    inside = bound(op.body.ops) | set(op.body.params)
    carried = {p: k for k, p in enumerate(op.carried)}
    # A loop that may end early is not walked again: its items are kept like other values.
    items = set() if op.early else set(op.items)
    after = {_behind(y, made): k for k, y in enumerate(op.nexts) if isinstance(y, Value)}
    kept = [*forced, *(v for v in needed if v in carried)]
    rest = [v for v in needed if v not in carried and v not in items]
    found = Plan()
    hard = [v for v in rest if not is_cheap(made.get(v))]
    for v in hard:
        if v in after and op.carried[after[v]] in kept:
            found.rewind[v] = after[v]
        else:
            kept.append(v)
    order = {v: k for k, o in enumerate(op.body.ops) for v in outputs(o)}
    at_hand = set(kept) | set(found.rewind) | items | set(given)
    cheap = sorted((v for v in rest if v not in hard), key=order.__getitem__)
    for v in _roots(cheap, made, at_hand, inside):
        kept.append(v)
        at_hand.add(v)
    for v in cheap:
        chain = _chain(v, made, at_hand, inside)
        if chain is None and v in after and op.carried[after[v]] in kept:
            found.rewind[v] = after[v]
        elif chain is None or _cost(chain) > MOST_REBUILT:
            kept.append(v)
        else:
            found.rebuild += chain
            at_hand.update(o.out for o in chain)
        at_hand.add(v)
    places = {**{p: k - len(op.body.params) for k, p in enumerate(op.body.params)}, **order}
    found.keep = sorted(kept, key=places.__getitem__)
    return found


def _behind(value: Value, made: dict[Value, Apply]) -> Value:
    """Return the stage that a value is, under the names by which it was only passed on."""
    while value in made and made[value].gate.function is core.passed:
        source = made[value].args[0]
        if not isinstance(source, Value):
            break
        value = source
    return value


SHAPE_READERS = {
    np.zeros_like: (0,),
    core.broadcast_like: (1,),
    core.shape: (0,),
    core.size: (0,),
    core.size_of: (0,),
    core.dtype_of: (0,),
    runtime.fit: (1,),
}


def shapes_only(
    op: For, needed: list[Value], made: Sequence[Op], yields: Sequence[Atom]
) -> dict[Value, Value]:
    """Return the arrays of which only the shape is read, with a last one of that shape.

    The shape of a carried array is the same in every round where its type knows it, or where
    the rounds only update it.
    """
    found = {}
    fixed = versions(op)
    for value in needed:
        last = fixed.get(value)
        if last is None and value in op.carried and isinstance(value.type, Array):
            if value.type.dtype is not None and not any("?" in d.key for d in value.type.dims):
                last = op.finals[op.carried.index(value)]
        if last is not None and not reads_more(value, Block((), tuple(made), tuple(yields))):
            found[value] = last
    return found


def versions(op: For) -> dict[Value, Value]:
    """Return all that the arrays are in a round which the rounds only update, with the last."""
    found: dict[Value, Value] = {}
    for first, after, last in zip(op.carried, op.nexts, op.finals, strict=True):
        chain = _updates_of(first, after, op) if isinstance(first.type, Array) else None
        found.update(dict.fromkeys(chain or (), last))
    return found


def _updates_of(first: Value, last: Atom, op: For) -> list[Value] | None:
    """Return what becomes of an array in a round, None if it is more than updated."""
    made = {v: o for o in op.body.ops for v in outputs(o)}
    found = [first]
    while last is not first:
        if not isinstance(last, Value):
            return None
        found.append(last)
        match made.get(last):
            case Apply() as update if update.gate.function in (core.store, core.accumulate):
                last = update.args[0]
            case For() as inner if last in inner.finals:
                k = inner.finals.index(last)
                if _updates_of(inner.carried[k], inner.nexts[k], inner) is None:
                    return None
                last = inner.init[k]
            case _:
                return None
    return found


def with_fixed_shapes(op: For) -> For:
    """Return the loop with the shapes of arrays that it only updates read from the last ones."""
    fixed = versions(op)

    def fix(o: Op) -> Op:
        if not isinstance(o, Apply) or o.gate.function not in SHAPE_READERS:
            return o
        places = SHAPE_READERS[o.gate.function]
        args = (look(fixed, a) if k in places else a for k, a in enumerate(o.args))
        return replace(o, args=tuple(args))

    return replace(op, body=replace(op.body, ops=tuple(map(fix, op.body.ops))))


def reads_more(value: Value, block: Block) -> bool:
    """Tell whether a block reads more of an array than its shape and dtype."""
    if value in block.yields:
        return True
    return any(_reads_more(value, inner, block) for inner in block.ops)


def _reads_more(value: Value, op: Op, whole: Block) -> bool:
    if isinstance(op, Apply):
        places = SHAPE_READERS.get(op.gate.function, ())
        if op.gate.function is core.load and op.args[0] is value and value not in op.args[1:]:
            return isinstance(op.out.type, Scalar) or reads_more(op.out, whole)
        return any(a is value and k not in places for k, a in enumerate(op.args))
    return value in operands(op) or any(_read_in(value, b, whole) for b in blocks(op))


def _read_in(value: Value, block: Block, whole: Block) -> bool:
    return value in block.yields or any(_reads_more(value, op, whole) for op in block.ops)


ALIKE = (np.copy, np.zeros_like, core.named, core.passed)  # of the shape of their operand
ELEMENTWISE = (Distribute, SwapAndScale, LocalDerivative)


def stand_in(
    value: Value, loop: For, made: Mapping[Value, Op], inside: set[Value], at_hand: set[Value]
) -> tuple[Value, list[Apply]] | None:
    """Return a value that need not be kept, and the loads from it that have the shape of another.

    A stencil is linear: of what it has read, its reverse asks the shape only, and the dtype.
    """
    path: list[Apply] = []
    at: Atom = value
    while True:
        if not isinstance(at, Value) or not isinstance(at.type, Array):
            return None
        if at not in inside or (at in loop.items and at in at_hand):
            break
        if at in loop.carried:
            k = loop.carried.index(at)
            if _sizes(at) != _sizes(loop.finals[k]) or any("?" in d for d in _sizes(at)):
                return None
            at = loop.finals[k]
            break
        op = made.get(at)
        if isinstance(op, For) and at in op.finals:
            start = op.init[op.finals.index(at)]
            if _sizes(start) != _sizes(at):
                return None
            at = start
        elif not isinstance(op, Apply):
            return None
        elif op.gate.function in (*core.UPDATES, *ALIKE):
            at = op.args[0]
        elif op.gate.function is core.load:
            if any(isinstance(a, Value) and a in inside - at_hand for a in op.args[1:]):
                return None
            path.append(op)
            at = op.args[0]
        else:
            alike = [a for a in op.args if isinstance(a, Value) and _sizes(a) == _sizes(at)]
            if not isinstance(op.gate.kind(op), ELEMENTWISE) or not alike:
                return None
            at = alike[0]
    assert isinstance(value.type, Array)
    root = at.type
    if not isinstance(root, Array) or root.dtype is None or root.dtype != value.type.dtype:
        return None  # an adjoint is fitted to a kind as well: of a real number it is real
    return at, _loads(at, path, value)


def _loads(root: Value, path: list[Apply], value: Value) -> list[Apply]:
    """Return loads as on the path, last first, but from another array; the last makes `value`."""
    found: list[Apply] = []
    base = root
    for k, op in enumerate(reversed(path)):
        last = k == len(path) - 1
        out = value if last else Value("", op.out.type, op.out.span)
        found.append(replace(op, args=(base, *op.args[1:]), out=out))
        base = out
    return found


def _sizes(atom: Atom) -> tuple[str, ...]:
    type_ = atom.type if isinstance(atom, Value) else None
    return tuple(d.key for d in type_.dims) if isinstance(type_, Array) else ()


def reads_changing(op: Apply, changing: set[Value]) -> bool:
    """Tell whether a stage is read from a list that may be another one by now."""
    return bool(op.args) and op.args[0] in changing


def is_cheap(op: Apply | None) -> bool:
    """Tell whether a stage costs less to compute again than to keep."""
    if op is None:
        return False
    if (
        op.gate.light
        or op.gate.function is range
        or (op.gate.view and op.gate.function not in core.UPDATES)
    ):
        return True
    return op.gate.function in CHEAP and isinstance(op.out.type, Scalar)


def rebuilt(
    ops: Sequence[Op], needed: list[Value], inside: set[Value]
) -> tuple[list[Apply], list[Value]]:
    """Choose what the backward part of a routine computes again, and what it is handed."""
    made = {o.out: o for o in ops if isinstance(o, Apply)}
    kept = [v for v in needed if v.stated or not is_cheap(made.get(v))]
    again: list[Apply] = []
    params = inside - bound(ops)
    for v in needed:
        if v in kept:
            continue
        chain = _chain(v, made, {*kept, *params}, inside)
        if chain is None or _cost(chain) > MOST_REBUILT:
            kept.append(v)
            continue
        again += [o for o in chain if o not in again]
        read = [a for o in chain for a in o.args if isinstance(a, Value) and a in params]
        kept += [p for p in dict.fromkeys(read) if p not in kept]
    order = {o: k for k, o in enumerate(ops)}
    again.sort(key=order.__getitem__)
    return again, kept


def _roots(
    cheap: list[Value], made: dict[Value, Apply], at_hand: set[Value], inside: set[Value]
) -> list[Value]:
    """Return numbers of which each, once kept, lets several needed values be rebuilt."""
    found: list[Value] = []
    while True:
        groups: dict[Value, list[Value]] = {}
        for v in cheap:
            missing = _lacking(v, made, at_hand | set(found), inside)
            if len(missing) == 1:
                groups.setdefault(missing.pop(), []).append(v)
        shared = [
            (v, group)
            for v, group in groups.items()
            if len(group) > 1 and isinstance(v.type, Scalar)
        ]
        if not shared:
            return found
        root, group = shared[0]
        # Best is a needed value itself from which the others follow.
        follow = [
            v for v in group if not any(_lacking(u, made, at_hand | {v}, inside) for u in group)
        ]
        found.append(follow[0] if follow else root)


def _lacking(
    value: Value, made: dict[Value, Apply], at_hand: set[Value], inside: set[Value]
) -> set[Value]:
    """Return what must be kept so that a value can be rebuilt."""
    missing: set[Value] = set()
    seen: set[Value] = set()
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if at in seen or at in at_hand or at not in inside:
            continue
        seen.add(at)
        op = made.get(at)
        if op is None or not is_cheap(op):
            missing.add(at)
        else:
            waiting += [a for a in op.args if isinstance(a, Value)]
    return missing


def _cost(chain: list[Apply]) -> int:
    """Count the gates that cost something to compute again."""
    free = (op.gate.light or all(isinstance(a, Const) for a in op.args) for op in chain)
    return len(chain) - sum(free)


def _chain(
    value: Value, made: dict[Value, Apply], at_hand: set[Value], inside: set[Value]
) -> list[Apply] | None:
    """Return the operations that rebuild a value from what is at hand, None if it cannot be."""
    found: dict[Value, Apply] = {}

    def rebuild(at: Atom) -> bool:
        if not isinstance(at, Value) or at in found or at in at_hand or at not in inside:
            return True
        op = made.get(at)
        if op is None or not is_cheap(op) or not all(map(rebuild, op.args)):
            return False
        found[at] = op
        return True

    return [*found.values()] if rebuild(value) else None

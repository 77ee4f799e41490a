"""The backward pass over a loop: the same items, in the other direction."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adcompiler import runtime
from adcompiler.analysis.saving import reads_more, shapes_only, stand_in
from adcompiler.errors import refuse
from adcompiler.gates import core, gate, ops
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element
from adcompiler.ir.nodes import Apply, Atom, Block, Const, For, Op, Slot, Value
from adcompiler.ir.types import (
    INT,
    Array,
    Seq,
    Tree,
    Type,
    Unknown,
    adjoint_type,
    is_complex,
    is_python_float,
)
from adcompiler.ir.walk import all_ops, bound, free, outputs, substitute, substitute_block
from adcompiler.transforms import branches, reverse
from adcompiler.transforms.rewinding import Chosen, choose, ordered, read_back, sized, undone
from adcompiler.transforms.sweep import Adjoints, Sweep

Key = int | Value  # a carried variable by its place, or a value from outside the loop


@dataclass(frozen=True, eq=False)
class Trial:
    """The body of a reversed loop, built for a guess of what it carries."""

    seeds: list[Atom | None]
    made: list[Op]
    patched: list[Op]
    params: dict[int, Value]
    accumulators: dict[Value, Value]
    fed: dict[int, Value]
    touched: list[bool]
    reached: list[Value]
    next_carried: list[Atom]
    items: list[tuple[int, Atom]]
    sums: list[Atom]

    @property
    def keys(self) -> list[Key]:
        """Whose adjoints the reversed loop carries."""
        return [*self.params, *self.accumulators]

    @property
    def carried(self) -> list[Value]:
        """The adjoints that the reversed loop carries."""
        return [*self.params.values(), *self.accumulators.values()]

    @property
    def yields(self) -> list[Atom]:
        """What a round ends with: the adjoints carried on, then those of the items."""
        return [*self.next_carried, *self.sums, *(g for _, g in self.items)]


@dataclass(eq=False)
class Guess:
    """What a reversed loop carries, as far as is known: it only ever grows.

    Each loop keeps its guess while the loops around it are tried, so that the work is
    linear in the depth of nesting.
    """

    carried: set[int] = field(default_factory=set)
    outer: list[Value] = field(default_factory=list)
    mixed: set[Key] = field(default_factory=set)  # of which kind or dtype is not known

    def improved(
        self, op: For, trial: Trial, varied: set[Value], starts: Mapping[Key, Atom]
    ) -> bool:
        """Add what a trial has shown to be missing; tell whether there was anything."""
        touched = {k for k, p in enumerate(op.carried) if trial.touched[k] and p in varied}
        reached = [v for v in trial.reached if v not in self.outer]
        mixed = {
            key
            for key, param, end in zip(trial.keys, trial.carried, trial.yields, strict=False)
            if _is_mixed(param.type, type_of(starts[key]), type_of(end))
        }
        grown = bool(touched - self.carried or reached or mixed)
        self.carried |= touched
        self.outer += reached
        self.mixed |= mixed
        return grown


def _is_mixed(own: Type, *others: Type) -> bool:
    """Tell whether an adjoint carried as of one kind of number or dtype may be of another."""
    if is_python_float(own):
        return not all(map(is_python_float, others))
    if not isinstance(own, Array) or own.dtype is None or is_complex(own):
        return False
    arrays = [t for t in others if isinstance(t, Array)]
    return len(arrays) == len(others) and any(t.dtype != own.dtype for t in arrays)


@dataclass(eq=False)
class Supply:
    """How the reversed body gets the forward values that it reads."""

    env: dict[Value, Atom] = field(default_factory=dict)
    over: list[Atom] = field(default_factory=list)
    params: list[Value] = field(default_factory=list)
    kept: list[Value] = field(default_factory=list)
    rewound: list[tuple[Value, Value, Value]] = field(default_factory=list)
    rebuilt: list[Apply] = field(default_factory=list)


def loop(sweep: Sweep, op: For) -> For:
    """Append the reversed loop; return the forward loop with what it must keep."""
    seeds = [sweep.total(v) if v in sweep.varied else None for v in op.out]
    for v in op.out:
        sweep.adjoints.parts.pop(v, None)
        sweep.adjoints.buffers.pop(v, None)
    if all(s is None for s in seeds):
        return op
    guess = sweep.guesses.setdefault(op, Guess())
    guess.carried |= {k for k, s in enumerate(seeds[: len(op.init)]) if s is not None}
    starts: dict[Key, Atom] = {}
    while True:
        trial = reversed_body(sweep, op, seeds, guess)
        for k in trial.params:
            if k not in starts:
                starts[k] = first(sweep, op, seeds[k], k)
        for v in trial.accumulators:
            if v not in starts:
                starts[v] = start(sweep, v)
        if not guess.improved(op, trial, sweep.varied, starts):
            return finish_loop(sweep, op, trial, starts)


def reversed_body(sweep: Sweep, op: For, seeds: list[Atom | None], guess: Guess) -> Trial:
    """Sweep the body once, with these carried adjoints and accumulators."""
    saved, sweep.adjoints = sweep.adjoints, Adjoints()
    b, n = sweep.b, len(op.init)

    def adjoint(key: Key, of: Value) -> Value:
        type_ = adjoint_type(of.type, key not in guess.mixed)
        if key in guess.mixed and isinstance(type_, Array):
            type_ = Array(None, type_.dims)
        return Value(f"d{sweep.hint(of)}", type_, b.span, True)

    params = {k: adjoint(k, op.carried[k]) for k in sorted(guess.carried)}
    accumulators = {v: adjoint(v, v) for v in guess.outer}
    fed = {
        k: Value(f"d{sweep.hint(op.out[k])}_item", element(type_of(s)), b.span, True)
        for k, s in enumerate(seeds)
        if k >= n and s is not None
    }
    with b.block() as made:
        for v, acc in accumulators.items():
            if accumulates(op, v):
                sweep.adjoints.buffers[v] = acc
            else:
                sweep.adjoints.parts[v] = [acc]
        for k, param in {**params, **fed}.items():
            sweep.add(op.body.yields[k], param)
        patched = reverse.operations(sweep, op.body.ops)
        touched = [sweep.touched(p) for p in op.carried]
        inside = bound(op.body.ops) | set(op.body.params)
        a = sweep.adjoints
        reached = [v for v in {**a.parts, **a.buffers, **a.slots} if v not in inside]
        reached = [v for v in reached if sweep.touched(v)]
        next_carried = [
            sweep.listed(op.carried[k], g)
            if (g := sweep.total(op.carried[k])) is not None
            else sweep.zero(op.carried[k])
            for k in params
        ]
        varied = [(k, v) for k, v in enumerate(op.items) if v in sweep.varied]
        items = [(k, g) for k, v in varied if (g := sweep.total(v)) is not None]
        sums = [g for v in accumulators if (g := sweep.total(v)) is not None]
    sweep.adjoints = saved
    return Trial(
        seeds, made, patched, params, accumulators, fed, touched, reached, next_carried, items, sums
    )


def accumulates(op: For, value: Value) -> bool:
    """Tell whether the body reads parts of an array, so that its adjoint is a buffer."""
    return any(
        isinstance(o, Apply) and o.gate.function is core.load and o.args[0] is value
        for o in all_ops(op.body)
    )


def finish_loop(sweep: Sweep, op: For, trial: Trial, starts: Mapping[Key, Atom]) -> For:
    """Append the reversed loop, hand its results on, and let the forward loop keep values."""
    # What inner branches and loops export is bound in the patched body only.
    op = replace(op, body=Block(op.body.params, tuple(trial.patched), op.body.yields))
    b = sweep.b
    needs = [
        v
        for v in free(Block((), tuple(trial.made), tuple(trial.yields)))
        if v in bound(op.body.ops) | set(op.body.params)
    ]
    given = Supply(dict(shapes_only(op, needs, trial.made, trial.yields)))
    alike = _of_their_shape(op, needs, trial, given)
    rest = [v for v in needs if v not in given.env and v not in {o.out for o in alike}]
    op, chosen = choose(sweep, op, rest, trial.made)
    again = {o.out for o in chosen.plan.rebuild}
    chosen.plan.rebuild += [o for o in alike if o.out not in again]
    op = supply(sweep, op, trial, chosen, given)
    inner = substitute_block(Block((), tuple(trial.made), tuple(trial.yields)), given.env)
    n = len(trial.carried)
    before = [given.env.get(prev, prev) for _, _, prev in given.rewound]
    finals = [b.value(p.type, p.name, True) for p in trial.carried]
    dead = [b.value(now.type, now.name, True) for now, _, _ in given.rewound]
    gathered = [
        b.value(Seq(type_of(g)), f"d{sweep.hint(op.items[k])}s", True) for k, g in trial.items
    ]
    b.loop(
        given.over,
        [*(starts[key] for key in trial.keys), *(last for _, last, _ in given.rewound)],
        [*given.params, *trial.carried, *(now for now, _, _ in given.rewound)],
        (
            ordered(given.rebuilt, inner.ops, [*inner.yields, *before])
            if chosen.chains
            else [*given.rebuilt, *inner.ops],
            [*inner.yields[:n], *before, *inner.yields[n:]],
        ),
        [*finals, *dead, *gathered],
        not op.backwards,
    )
    hand_on(sweep, op, trial, finals, gathered)
    sweep.undone.update({last: d for (_, last, _), d in zip(given.rewound, dead, strict=True)})
    keep = chosen.plan.keep
    body = replace(op.body, yields=(*op.nexts, *op.gathered, *keep, *op.stop))
    return replace(op, body=body, out=(*op.out, *given.kept))


def _of_their_shape(op: For, needs: list[Value], trial: Trial, given: Supply) -> list[Apply]:
    """Let others stand in for values of which only the shape is read; return how to read these."""
    body = Block((), tuple(trial.made), tuple(trial.yields))
    made = {v: o for o in op.body.ops for v in outputs(o)}
    inside = bound(op.body.ops) | set(op.body.params)
    known = [v for v in needs if v not in given.env]
    shapes = [v for v in known if isinstance(v.type, Array) and not reads_more(v, body)]
    at_hand = {v for v in known if v not in shapes} | (set() if op.early else set(op.items))
    loads: list[Apply] = []
    for v in shapes:
        found = stand_in(v, op, made, inside, at_hand)
        if found is not None and found[1]:
            loads += found[1]
        elif found is not None:
            given.env[v] = found[0]
    return loads


def supply(sweep: Sweep, op: For, trial: Trial, chosen: Chosen, given: Supply) -> For:
    """Fill in what is walked, kept, rewound and rebuilt; return the forward loop for it."""
    walked = () if op.early else tuple(_walked_again(sweep, a) for a in op.over)
    items = [Value(v.name, v.type, v.span, v.stated) for v in op.items[: len(walked)]]
    given.env.update(zip(op.items, items, strict=False))
    given.over += walked
    given.params += items
    for k, value in trial.fed.items():
        seed = trial.seeds[k]
        assert seed is not None
        given.over.append(seed)
        given.params.append(value)
    overwritten = {link.was: link.before for chain in chosen.chains for link in chain.links}
    for v in chosen.plan.keep:
        name, word = sweep.hint(v), "at"
        if v in overwritten:
            name, word = sweep.hint(overwritten[v]), "was"
        given.kept.append(Value(f"{name}_{word}", Seq(v.type, "kept"), v.span, True))
        item = word if v in overwritten else f"{name}_prev" if v in op.carried else name
        again = Value(item, v.type, v.span, True)
        given.params.append(again)
        given.env[v] = again
    given.over += given.kept
    if not given.over:
        op, steps = counted(op)
        given.over.append(sweep.b.apply(gate(range), steps))
        given.params.append(sweep.b.value(INT))
    for chain in chosen.chains:
        k = chain.place
        now = Value(op.carried[k].name, op.carried[k].type, op.span, True)
        after = op.nexts[k]
        assert isinstance(after, Value)
        given.env[after] = given.env[op.finals[k]] = now
        given.rewound.append((now, op.finals[k], op.carried[k]))
    undoing = undone(chosen, given.env)
    for value, k in chosen.plan.rewind.items():
        now = Value(value.name or op.carried[k].name, value.type, value.span, True)
        given.env[value] = now
        given.rewound.append((now, op.finals[k], op.carried[k]))
    twins = [(v, read_back(chosen, v)) for v in chosen.written]
    for o in chosen.plan.rebuild:
        twin = Value(o.out.name, o.out.type, o.out.span, o.out.stated)
        twins.append((o.out, replace(sized(o, chosen), out=twin)))
    for v, o in twins:
        sweep.hints[o.out] = sweep.hint(v)
        given.env[v] = o.out
    placed = (replace(o, span=sweep.swept(o.span)) for o in undoing)
    given.rebuilt += [substitute(o, given.env) for o in (*placed, *(o for _, o in twins))]  # type: ignore[misc]
    return op


def _walked_again(sweep: Sweep, over: Atom) -> Atom:
    """Return what the reversed loop walks: counting begins anew at the same number."""
    if over not in sweep.counters:
        return over
    count = sweep.made[over]
    return sweep.b.apply(count.gate, *count.args)


def counted(op: For) -> tuple[For, Value]:
    """Return a loop that may end early with the number of its rounds."""
    before, after, steps = (Value("steps", INT, op.span, True) for _ in range(3))
    add = Apply(gate(operator.add), (before, Const(1)), {}, after, op.span)
    params = (*op.body.params, before)
    yields = (*op.nexts, after, *op.gathered, *op.stop)
    body = Block(params, (*op.body.ops, add), yields)
    out = (*op.finals, steps, *op.collected)
    return replace(op, init=(*op.init, Const(0)), body=body, out=out), steps


def first(sweep: Sweep, op: For, seed: Atom | None, k: int) -> Atom:
    """Return what a carried adjoint starts from: that of the last value."""
    if seed is None:
        return sweep.zero(op.finals[k])
    return sweep.listed(op.finals[k], branches.as_float(sweep, seed))


def start(sweep: Sweep, v: Value) -> Atom:
    """Return what an accumulator starts from: the adjoint so far."""
    so_far = sweep.total(v)
    return sweep.zero(v) if so_far is None else sweep.listed(v, branches.as_float(sweep, so_far))


def hand_on(
    sweep: Sweep, op: For, trial: Trial, finals: list[Value], gathered: list[Value]
) -> None:
    """Give the results of the reversed loop to what the forward loop started from."""
    for v, final in zip(trial.accumulators, finals[len(trial.params) :], strict=True):
        a = sweep.adjoints
        for table in (a.parts, a.buffers, a.slots):
            table.pop(v, None)
        if accumulates(op, v):
            a.buffers[v] = final
        else:
            a.parts[v] = [final]
    for k, final in zip(trial.params, finals, strict=False):
        begin = op.init[k]
        if isinstance(begin, Value):
            sweep.add(begin, ops.fit(sweep.b, final, begin))
    walked = [a for a in op.over if a not in sweep.counters]
    for (k, _), items in zip(trial.items, gathered, strict=True):
        whole = op.over[k]
        assert isinstance(whole, Value)
        if op.backwards and op.early:
            part: Atom = _from_the_end(sweep, op, walked, items, whole)
        elif len(walked) > 1 or op.early or isinstance(whole.type, Unknown):
            part = sweep.b.apply(gate(runtime.pad_items), items, whole)
        elif isinstance(whole.type, Array):
            part = sweep.b.apply(gate(core.stack_items), items, whole)
        else:
            part = items
        if isinstance(part, Value):
            part.name = f"d{sweep.hint(whole)}"
        sweep.add(whole, part)


def _from_the_end(sweep: Sweep, op: For, walked: list[Atom], items: Value, whole: Value) -> Atom:
    """Return the adjoint of what a loop walked from its last item on, and not to its first.

    Sequences walked in step end together: what is longer has no round for its last items.
    """
    b, last = sweep.b, {"last": True}
    if len(walked) == 1:
        return b.apply(gate(runtime.pad_items), items, whole, attrs=last)
    if isinstance(whole.type, Tree):
        what = "tuples walked in step from the end, with a break"
        raise refuse("AD402", what, op.span, "walked here", "make arrays or lists of them")
    size: Atom = b.apply(gate(len), walked[0])
    for other in walked[1:]:
        size = b.apply(gate(min), size, b.apply(gate(len), other))
    cut = b.apply(gate(core.load), whole, size, attrs={"index": slice(None, Slot(1))})
    ended = b.apply(gate(runtime.pad_items), items, cut, attrs=last)
    return b.apply(gate(runtime.pad_items), ended, whole)

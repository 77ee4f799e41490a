"""The backward pass: Function -> Function, gate by gate, last statement first.

forward                     backward
If(c)                       If(c), the same condition asked again
For over items              For over the same items, other direction
carried variable            carried adjoint
item fed in                 adjoint collected
value collected             adjoint fed in
loop-invariant value        carried accumulator, starting from the adjoint so far
load(a, i)                  accumulate(da, i, g)
value used twice (a fork)   the sum of the contributions, in one expression
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adcompiler import runtime
from adcompiler.analysis.activity import varied
from adcompiler.analysis.hints import stage_hints
from adcompiler.analysis.saving import is_cheap, plan, shapes_only
from adcompiler.errors import refuse
from adcompiler.gates import core, gate, ops
from adcompiler.gates.indexing import add_at
from adcompiler.gates.kinds import Place
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Const,
    For,
    Function,
    If,
    Op,
    Undef,
    Value,
)
from adcompiler.ir.types import INT, Array, Scalar, Seq, Tree, Type, element, numeric_kind
from adcompiler.ir.walk import all_ops, bound, free, free_of_op, substitute, substitute_block
from adcompiler.source import Span
from adcompiler.transforms.finish import finish


@dataclass(eq=False)
class Adjoints:
    """The contributions that have reached each value so far."""

    parts: dict[Value, list[Atom]] = field(default_factory=dict)
    buffers: dict[Value, Atom] = field(default_factory=dict)
    slots: dict[Value, dict[Any, list[Atom]]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Swept:
    """A function with its adjoints: the patched forward operations, and the gradients."""

    ops: tuple[Op, ...]
    gradients: tuple[Atom, ...]


def reverse(fn: Function, wrt: Sequence[int], seeds: Sequence[Atom], builder: Builder) -> Swept:
    """Return the forward operations and, appended to `builder`, the backward ones.

    `seeds` are the adjoints of the yields of `fn`, UNDEF where nothing flows in.
    """
    sweep = _Sweep(fn, [fn.params[k] for k in wrt], builder)
    for atom, seed in zip(fn.body.yields, seeds, strict=True):
        if not isinstance(seed, Undef):
            sweep.add(atom, seed)
    forward, gradients = sweep.run()
    return Swept(tuple(forward), tuple(gradients))


class _Sweep:
    """One backward sweep over a function."""

    def __init__(self, fn: Function, wrt: list[Value], b: Builder) -> None:
        self.fn, self.wrt, self.b = fn, wrt, b
        self.varied = varied(fn, wrt)
        self.adjoints = Adjoints()
        self.hints = stage_hints(fn.body)
        self.forward = bound(fn.body.ops) | set(fn.params) | {c.value for c in fn.captures}
        self.sweep = 1 + max((op.span.sweep for op in all_ops(fn.body)), default=0)
        self.spans: dict[Value, Span] = {}
        self.unbound = {
            out
            for o in all_ops(fn.body)
            if isinstance(o, If)
            for out, *sides in zip(o.out, o.then.yields, o.orelse.yields, strict=True)
            if UNDEF in sides
        }
        self.counters = {
            o.out
            for o in all_ops(fn.body)
            if isinstance(o, Apply) and o.gate.function is core.counter
        }

    def run(self) -> tuple[list[Op], list[Atom]]:
        """Sweep the whole body; gradients of parameters are finished after their last use."""
        left = dict.fromkeys(self.wrt, 0)
        for op in self.fn.body.ops:
            for value in free_of_op(op):
                if value in left:
                    left[value] += 1
        done: dict[Value, Atom] = {}
        patched: list[Op] = []
        for op in reversed(self.fn.body.ops):
            patched.append(self.op(op))
            for value in free_of_op(op):
                if value in left:
                    left[value] -= 1
                    if left[value] == 0:
                        self.at(op)
                        done[value] = self.named_total(value)
        out: list[Atom] = []
        for param in self.wrt:
            found = done[param] if param in done else self.named_total(param)
            out.append(finish(self.b, found, param))
        return patched[::-1], out

    def named_total(self, param: Value) -> Atom:
        """Return the adjoint of a parameter, under its own name."""
        found = self.total(param)
        if found is None:
            return UNDEF
        name = f"d{param.name}"
        if isinstance(found, Value) and found.stated and found.name != name:
            found = self.b.apply(gate(core.named), found)
        if isinstance(found, Value):
            found.name, found.stated = name, True
        return found

    # -- contributions ------------------------------------------------------------------

    def add(self, atom: Atom, g: Atom) -> None:
        """Add a contribution to the adjoint of a value."""
        if isinstance(atom, Value) and atom in self.varied:
            if numeric_kind(atom.type) == "complex":
                raise refuse("AD301", "complex values are not supported yet", atom.span)
            self.adjoints.parts.setdefault(atom, []).append(g)
            self.spans[atom] = self.b.span

    def touched(self, value: Value) -> bool:
        """Tell whether anything has reached the value."""
        a = self.adjoints
        return bool(a.parts.get(value)) or value in a.buffers or value in a.slots

    def total(self, value: Value) -> Atom | None:
        """Return the sum of all contributions, None if there are none; and remember it."""
        a = self.adjoints
        parts = a.parts.pop(value, [])
        buffer = a.buffers.pop(value, None)
        slots = a.slots.pop(value, None)
        if slots is not None:
            parts = [*parts, self.packed(value, slots, parts)]
            parts = parts[-1:]
        if buffer is not None:
            parts = [buffer, *parts]
        if not parts:
            return None
        before = len(self.b.ops)
        found = ops.summed(self.b, parts)
        if isinstance(found, Value) and value.stated and self.foreign(found):
            here, self.b.span = self.b.span, self.spans.get(value, self.b.span)
            found = self.b.apply(gate(core.named), found)
            self.b.span = here
        if isinstance(found, Value) and not found.stated and not self.foreign(found):
            if len(self.b.ops) > before or not found.name or value.stated:
                found.name, found.stated = f"d{self.hint(value)}", value.stated
        if buffer is not None and len(parts) == 1:
            a.buffers[value] = found
        else:
            a.parts[value] = [found]
        return found

    def zero(self, value: Value) -> Atom:
        """Return the zero adjoint of a value, which may be unbound where nothing reads it."""
        if value in self.unbound and not isinstance(value.type, Scalar):
            return self.b.apply(gate(runtime.zeros), value)
        return ops.zero_like(self.b, value)

    def foreign(self, value: Value) -> bool:
        """Tell whether a value is not an adjoint: the other factor of a product, say."""
        return value not in self.b.made and value in self.forward

    def packed(self, value: Value, slots: dict[Any, list[Atom]], whole: list[Atom]) -> Atom:
        """Return the adjoint of a container from those of its items."""
        type_ = value.type
        assert isinstance(type_, Tree)
        keys = type_.keys if type_.kind == "dict" else range(len(type_.items))
        items: list[Atom] = []
        for key in keys:
            parts = list(slots.get(key, []))
            for g in whole:
                parts.append(self.b.apply(gate(core.item), g, attrs={"key": key}))
            if parts:
                items.append(ops.summed(self.b, parts))
            else:
                part = self.b.apply(gate(core.item), value, attrs={"key": key})
                items.append(ops.zero_like(self.b, part))
        attrs = (
            {"kind": type_.kind, "keys": type_.keys}
            if type_.kind == "dict"
            else {"kind": type_.kind}
        )
        return self.b.apply(gate(core.pack), *items, attrs=attrs)

    def hint(self, value: Value) -> str:
        """Return the name of a stage, or what it would be called."""
        return value.name or self.hints.get(value, "stage")

    def at(self, op: Op) -> None:
        """Let what is appended now belong to the statement of a forward operation."""
        self.b.span = replace(op.span, sweep=self.sweep)

    # -- operations ---------------------------------------------------------------------

    def op(self, op: Op) -> Op:
        """Append the backward operations of one forward operation; return it, patched."""
        self.at(op)
        match op:
            case Apply():
                self.apply(op)
                return op
            case If():
                return self.branch(op)
            case For():
                return self.loop(op)

    def apply(self, op: Apply) -> None:
        """Append what one gate does to the adjoint of its output."""
        if op.out not in self.varied:
            return
        g = self.total(op.out)
        if g is None:
            return
        function = op.gate.function
        if function is core.pack:
            self.unpack(op, g)
            return
        if function is core.item:
            source = op.args[0]
            assert isinstance(source, Value)
            slots = self.adjoints.slots.setdefault(source, {})
            slots.setdefault(op.attrs["key"], []).append(g)
            return
        kind = op.gate.kind(op)
        if kind is None:
            raise refuse("AD203", f"no gate rule for {op.gate.name!r}", op.span)
        active = tuple(
            k for k, a in enumerate(op.args) if isinstance(a, Value) and a in self.varied
        )
        if function is core.load:
            self.load(op, g)
            return
        place = Place(self.b, op, active)
        # What was written into an array is read off its adjoint before that is set to zero.
        for k in reversed(active) if function is core.store else active:
            operand = op.args[k]
            assert isinstance(operand, Value)
            before = len(self.b.ops)
            part = kind.pull(place, k, g)
            if part is not None:
                part = ops.fit(self.b, part, operand)
                self.hint_new(before, operand)
                self.add(operand, part)

    def hint_new(self, before: int, operand: Value) -> None:
        """Let the stages of a contribution be called after the adjoint that they are for."""
        for op in self.b.ops[before:]:
            if isinstance(op, Apply) and not op.out.name:
                op.out.name = f"d{self.hint(operand)}"

    def unpack(self, op: Apply, g: Atom) -> None:
        """Hand the adjoint of a container to its items."""
        keys = op.attrs["keys"] if op.attrs["kind"] == "dict" else range(len(op.args))
        for arg, key in zip(op.args, keys, strict=True):
            if isinstance(arg, Value) and arg in self.varied:
                if isinstance(type_of(g), Tree):
                    part = self.b.apply(gate(core.item), g, attrs={"key": key})
                else:
                    part = self.b.apply(gate(core.load), g, attrs={"index": key})
                self.add(arg, ops.fit(self.b, part, arg))

    def load(self, op: Apply, g: Atom) -> None:
        """Add the adjoint of a part into the adjoint of the whole, in one buffer."""
        whole = op.args[0]
        assert isinstance(whole, Value)
        if isinstance(whole.type, Tree) and whole.type.kind != "list":
            raise refuse(
                "AD304", "a tuple indexed by a computed number", op.span, hint="use a list"
            )
        buffer: Atom | None = self.adjoints.buffers.pop(whole, None)
        if buffer is None:
            buffer = self.whole_part(whole)
        if buffer is None:
            buffer = ops.zero_like(self.b, whole)
            if isinstance(buffer, Value):
                buffer.name = f"d{self.hint(whole)}"
        out = add_at(self.b, buffer, g, op)
        out.name, out.stated = f"d{self.hint(whole)}", True
        self.adjoints.buffers[whole] = out

    def whole_part(self, value: Value) -> Atom | None:
        """Take the one contribution so far, an array of the shape of the value, to add into."""
        parts = self.adjoints.parts.get(value, [])
        if len(parts) != 1 or not isinstance(parts[0], Value) or self.foreign(parts[0]):
            return None
        made = self.b.made.get(parts[0])
        if made is None or made.gate.function is not core.store:
            return None
        return self.adjoints.parts.pop(value)[0]

    # -- branches -----------------------------------------------------------------------

    def branch(self, op: If) -> If:
        """Append the reversed branch: the same question, each side reversed."""
        seeds = [self.total(v) if v in self.varied else None for v in op.out]
        for v in op.out:
            self.adjoints.parts.pop(v, None)
            self.adjoints.buffers.pop(v, None)
        if all(s is None for s in seeds):
            return op
        outer = [v for v in dict.fromkeys(self.outside(op)) if v in self.varied]
        so_far = {v: self.total(v) for v in outer}
        saved = self.adjoints
        sides = []
        for block in (op.then, op.orelse):
            self.adjoints = Adjoints(
                {v: [g] for v, g in so_far.items() if g is not None and v not in saved.buffers},
                {v: g for v, g in saved.buffers.items() if v in so_far},
            )
            with self.b.block() as made:
                for atom, seed in zip(block.yields, seeds, strict=True):
                    if seed is not None and isinstance(atom, Value):
                        self.add(atom, seed)
                patched = [self.op(o) for o in reversed(block.ops)][::-1]
                totals = {v: self.total(v) for v in outer}
            sides.append((made, totals, Block((), tuple(patched), block.yields)))
        self.adjoints = saved
        self.at(op)
        changed = [v for v in outer if any(side[1][v] is not so_far[v] for side in sides)]
        yields: list[list[Atom]] = []
        for made, totals, _ in sides:
            with self.b.block() as extra:
                atoms = [g if (g := totals[v]) is not None else self.zero(v) for v in changed]
            made += extra
            yields.append(atoms)
        then, orelse, forward = self.export(op, sides, yields)
        names = [(f"d{self.hint(v)}", True) for v in changed]
        out = self.b.branch(self.asked(op), then, orelse, names, op.ternary and len(names) == 1)
        for v, d in zip(changed, out, strict=True):
            self.adjoints.parts.pop(v, None)
            self.adjoints.buffers.pop(v, None)
            self.adjoints.slots.pop(v, None)
            self.adjoints.parts[v] = [d]
            if op.ternary:
                d.stated = v.stated
        return forward

    def asked(self, op: If) -> Atom:
        """Return what the backward branch asks: the condition, or whether a try went well."""
        return op.out[0] if op.catches else op.cond

    def outside(self, op: If) -> list[Value]:
        """Return the values from outside whose adjoints the operation's blocks can change."""
        return [v for block in (op.then, op.orelse) for v in free(block)]

    def export(self, op: If, sides: list[Any], yields: list[list[Atom]]) -> tuple[Any, Any, If]:
        """Make the values that the backward branches need results of the forward branch."""
        forward_blocks = [side[2] for side in sides]
        inner = [bound(block.ops) for block in forward_blocks]
        out = list(op.out)
        results = [list(block.yields) for block in forward_blocks]
        finished = []
        for k, (made, _, _) in enumerate(sides):
            needs = [v for v in free(Block((), tuple(made), tuple(yields[k]))) if v in inner[k]]
            env: dict[Value, Atom] = {}
            asked = self.asked_again(forward_blocks[k], needs, inner[k], env)
            for v in needs:
                if v in env:
                    continue
                twin = Value(v.name or self.hint(v), v.type, v.span, v.stated)
                self.hints[twin] = self.hint(v)
                out.append(twin)
                results[k].append(v)
                results[1 - k].append(UNDEF)
                env[v] = twin
            body = substitute_block(Block((), tuple(made), tuple(yields[k])), env)
            finished.append(([*asked, *body.ops], list(body.yields)))
        blocks = [
            Block((), block.ops, tuple(r)) for block, r in zip(forward_blocks, results, strict=True)
        ]
        ternary = op.ternary and len(out) == len(op.out)
        forward = replace(op, then=blocks[0], orelse=blocks[1], out=tuple(out), ternary=ternary)
        return finished[0], finished[1], forward

    def asked_again(
        self, block: Block, needs: list[Value], inner: set[Value], env: dict[Value, Atom]
    ) -> list[Op]:
        """Return twins of the cheap stages whose operands are in sight outside the branch."""
        made = {o.out: o for o in block.ops if isinstance(o, Apply)}
        twins: list[Op] = []
        for v in needs:
            op = made.get(v)
            if is_cheap(op) and op is not None and not any(a in inner for a in op.args):
                twin = Value(v.name, v.type, v.span, v.stated)
                self.hints[twin] = self.hint(v)
                twins.append(replace(op, out=twin))
                env[v] = twin
        return twins

    # -- loops --------------------------------------------------------------------------

    def loop(self, op: For) -> For:
        """Append the reversed loop; return the forward loop with what it must keep."""
        seeds = [self.total(v) if v in self.varied else None for v in op.out]
        for v in op.out:
            self.adjoints.parts.pop(v, None)
            self.adjoints.buffers.pop(v, None)
        if all(s is None for s in seeds):
            return op
        carried = {k for k, s in enumerate(seeds[: len(op.init)]) if s is not None}
        outer: list[Value] = []
        while True:
            trial = self.reversed_body(op, seeds, carried, outer)
            more = {
                k for k, p in enumerate(op.carried) if trial.touched[k] and p in self.varied
            } - carried
            found = [v for v in trial.reached if v not in outer]
            if not more and not found:
                break
            carried |= more
            outer += found
        return self.finish_loop(op, seeds, carried, outer, trial)

    def reversed_body(
        self, op: For, seeds: list[Atom | None], carried: set[int], outer: list[Value]
    ) -> _Trial:
        """Sweep the body once, with these carried adjoints and accumulators."""
        saved = self.adjoints
        self.adjoints = Adjoints()
        n = len(op.init)
        slots = sorted(carried)
        params = {
            k: Value(
                f"d{self.hint(op.carried[k])}", self.adjoint_type(op.carried[k]), self.b.span, True
            )
            for k in slots
        }
        accumulators = {
            v: Value(f"d{self.hint(v)}", self.adjoint_type(v), self.b.span, True) for v in outer
        }
        fed = {
            k: Value(f"d{self.hint(op.out[k])}_item", element(type_of(s)), self.b.span, True)
            for k, s in enumerate(seeds)
            if k >= n and s is not None
        }
        with self.b.block() as made:
            for v, acc in accumulators.items():
                if self.accumulates(op, v):
                    self.adjoints.buffers[v] = acc
                else:
                    self.adjoints.parts[v] = [acc]
            for k, param in {**params, **fed}.items():
                self.add(op.body.yields[k], param)
            patched = [self.op(o) for o in reversed(op.body.ops)][::-1]
            touched = [self.touched(p) for p in op.carried]
            inside = bound(op.body.ops) | set(op.body.params)
            a = self.adjoints
            reached = [v for v in {**a.parts, **a.buffers, **a.slots} if v not in inside]
            reached = [v for v in dict.fromkeys(reached) if self.touched(v)]
            next_carried = [
                g
                if (g := self.total(op.carried[k])) is not None
                else ops.zero_like(self.b, op.carried[k])
                for k in slots
            ]
            items = [self.total(v) if v in self.varied else None for v in op.items]
            sums = [self.total(v) for v in outer]
        self.adjoints = saved
        return _Trial(
            made, patched, params, accumulators, fed, touched, reached, next_carried, items, sums
        )

    def adjoint_type(self, value: Value) -> Any:
        """Return the type of an adjoint: that of the value; numbers become floats."""
        return adjoint_of(value.type)

    def accumulates(self, op: For, value: Value) -> bool:
        """Tell whether the body reads parts of an array, so that its adjoint is a buffer."""
        return any(
            isinstance(o, Apply) and o.gate.function is core.load and o.args[0] is value
            for o in all_ops(op.body)
        )

    def finish_loop(
        self,
        op: For,
        seeds: list[Atom | None],
        carried: set[int],
        outer: list[Value],
        trial: _Trial,
    ) -> For:
        """Append the reversed loop and hand its results on."""
        # What inner branches and loops export is bound in the patched body only.
        op = replace(op, body=Block(op.body.params, tuple(trial.patched), op.body.yields))
        b, slots = self.b, sorted(carried)
        starts: list[Atom] = []
        for k in slots:
            seed = seeds[k]
            starts.append(seed if seed is not None else ops.zero_like(b, op.finals[k]))
        for v in outer:
            starts.append(self.start(v))
        body_yields = [*trial.next_carried, *[s for s in trial.sums if s is not None]]
        kept_items = [(k, g) for k, g in enumerate(trial.items) if g is not None]
        all_yields = [*body_yields, *[g for _, g in kept_items]]
        needs = [
            v
            for v in free(Block((), tuple(trial.made), tuple(all_yields)))
            if v in bound(op.body.ops) | set(op.body.params)
        ]
        env: dict[Value, Atom] = dict(shapes_only(op, needs, trial.made, all_yields))
        chosen = plan(op, [v for v in needs if v not in env])
        walked = () if op.early else op.over
        items = [Value(v.name, v.type, v.span, v.stated) for v in op.items[: len(walked)]]
        env.update(zip(op.items, items, strict=False))
        over: list[Atom] = [*walked]
        params: list[Value] = [*items]
        for k, value in trial.fed.items():
            seed = seeds[k]
            assert seed is not None
            over.append(seed)
            params.append(value)
        kept_outs, kept_feeds = self.keep(op, chosen.keep, env)
        over += kept_outs
        params += kept_feeds
        if not over:
            op, steps = self.counted(op)
            over.append(b.apply(gate(range), steps))
            params.append(b.value(INT))
        rewound = []
        for value, k in chosen.rewind.items():
            now = Value(value.name or op.carried[k].name, value.type, value.span, True)
            env[value] = now
            rewound.append((now, op.finals[k], op.carried[k]))
        rebuilt: list[Op] = []
        for o in chosen.rebuild:
            twin = Value(o.out.name, o.out.type, o.out.span, o.out.stated)
            self.hints[twin] = self.hint(o.out)
            rebuilt.append(substitute(replace(o, out=twin), dict(env)))
            env[o.out] = twin
        inner = substitute_block(Block((), tuple(trial.made), tuple(all_yields)), env)
        carried_params = [trial.params[k] for k in slots] + [trial.accumulators[v] for v in outer]
        n = len(carried_params)
        yields = [
            *inner.yields[:n],
            *[env.get(prev, prev) for _, _, prev in rewound],
            *inner.yields[n:],
        ]
        finals = [b.value(p.type, p.name, True) for p in carried_params]
        dead = [b.value(now.type, now.name, True) for now, _, _ in rewound]
        gathered = [
            b.value(Seq(type_of(g)), f"d{self.hint(op.items[k])}s", True) for k, g in kept_items
        ]
        b.loop(
            over,
            [*starts, *[last for _, last, _ in rewound]],
            [*params, *carried_params, *[now for now, _, _ in rewound]],
            ([*rebuilt, *inner.ops], yields),
            [*finals, *dead, *gathered],
            not op.backwards,
        )
        self.hand_on(op, slots, outer, finals, kept_items, gathered)
        body = replace(op.body, yields=(*op.nexts, *op.gathered, *chosen.keep, *op.stop))
        return replace(op, body=body, out=(*op.out, *kept_outs))

    def counted(self, op: For) -> tuple[For, Value]:
        """Return a loop that may end early with the number of its rounds."""
        before, after, steps = (Value("steps", INT, op.span, True) for _ in range(3))
        add = Apply(gate(operator.add), (before, Const(1)), {}, after, op.span)
        params = (*op.body.params, before)
        yields = (*op.nexts, after, *op.gathered, *op.stop)
        body = Block(params, (*op.body.ops, add), yields)
        out = (*op.finals, steps, *op.collected)
        return replace(op, init=(*op.init, Const(0)), body=body, out=out), steps

    def start(self, v: Value) -> Atom:
        """Return what an accumulator starts from: the adjoint so far."""
        so_far = self.total(v)
        return self.zero(v) if so_far is None else so_far

    def keep(
        self, op: For, values: list[Value], env: dict[Value, Atom]
    ) -> tuple[list[Value], list[Value]]:
        """Return the sequences that the forward loop collects, and the items fed back."""
        outs, feeds = [], []
        for v in values:
            name = self.hint(v)
            outs.append(Value(f"{name}_at", Seq(v.type, "kept"), v.span, True))
            again = Value(f"{name}_prev" if v in op.carried else name, v.type, v.span, True)
            feeds.append(again)
            env[v] = again
        return outs, feeds

    def hand_on(
        self,
        op: For,
        slots: list[int],
        outer: list[Value],
        finals: list[Value],
        kept_items: list[tuple[int, Atom]],
        gathered: list[Value],
    ) -> None:
        """Give the results of the reversed loop to what the forward loop started from."""
        for v, final in zip(outer, finals[len(slots) :], strict=True):
            a = self.adjoints
            for table in (a.parts, a.buffers, a.slots):
                table.pop(v, None)
            if self.accumulates(op, v):
                a.buffers[v] = final
            else:
                a.parts[v] = [final]
        for k, final in zip(slots, finals, strict=False):
            start = op.init[k]
            if isinstance(start, Value):
                self.add(start, ops.fit(self.b, final, start))
        walked = [a for a in op.over if a not in self.counters]
        for (k, _), items in zip(kept_items, gathered, strict=True):
            whole = op.over[k]
            assert isinstance(whole, Value)
            if len(walked) > 1 or op.early:
                part: Atom = self.b.apply(gate(runtime.pad_items), items, whole)
            elif isinstance(whole.type, Array):
                part = self.b.apply(gate(core.stack_items), items, whole)
            else:
                part = items
            if isinstance(part, Value):
                part.name = f"d{self.hint(whole)}"
            self.add(whole, part)


@dataclass(frozen=True, eq=False)
class _Trial:
    """The body of a reversed loop, built for a guess of what it carries."""

    made: list[Op]
    patched: list[Op]
    params: dict[int, Value]
    accumulators: dict[Value, Value]
    fed: dict[int, Value]
    touched: list[bool]
    reached: list[Value]
    next_carried: list[Atom]
    items: list[Atom | None]
    sums: list[Atom | None]


def adjoint_of(type_: Type) -> Type:
    """Return the type of the adjoints of a type: what is a Python float may be NumPy's."""
    match type_:
        case Scalar(kind):
            return Scalar("float" if kind in ("int", "bool") else kind, "?")
        case Seq(item, kind):
            return Seq(adjoint_of(item), kind)
        case Tree(kind, items, keys, cls):
            return Tree(kind, tuple(adjoint_of(i) for i in items), keys, cls)
    return type_

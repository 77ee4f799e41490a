"""The backward pass: Function -> Function, gate by gate, last statement first.

forward                     backward
If(c)                       If(c), the same condition asked again           (branches)
For over items              For over the same items, other direction        (loops)
Call f                      Call f_backward, on what f_forward has kept      (calls)
carried variable            carried adjoint
item fed in                 adjoint collected
value collected             adjoint fed in
loop-invariant value        carried accumulator, starting from the adjoint so far
load(a, i)                  accumulate(da, i, g)
value used twice (a fork)   the sum of the contributions, in one expression (sweep)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, gate, ops
from adcompiler.gates.indexing import add_at, is_whole
from adcompiler.gates.kinds import Distribute, Place, SwapAndScale
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Call,
    For,
    Function,
    If,
    Op,
    Undef,
    Value,
    made_by,
)
from adcompiler.ir.types import Array, Scalar, Tree, numeric_kind
from adcompiler.ir.walk import free_of_op
from adcompiler.transforms import branches, calls, custom, loops, products, stretches
from adcompiler.transforms.finish import finish
from adcompiler.transforms.sweep import Sweep

WRITES = (core.store, core.push, core.extend, core.push_inside, core.insert)


@dataclass(frozen=True, eq=False)
class Swept:
    """A function with its adjoints: the patched forward operations, and the gradients."""

    ops: tuple[Op, ...]
    gradients: tuple[Atom, ...]


def reverse(fn: Function, wrt: Sequence[int], seeds: Sequence[Atom], builder: Builder) -> Swept:
    """Return the forward operations and, appended to `builder`, the backward ones.

    `seeds` are the adjoints of the yields of `fn`, UNDEF where nothing flows in.
    """
    sweep = Sweep(fn, [fn.params[k] for k in wrt], builder)
    for atom, seed in zip(fn.body.yields, seeds, strict=True):
        if not isinstance(seed, Undef):
            sweep.add(atom, seed)
    forward, gradients = run(sweep)
    return Swept(tuple(forward), tuple(gradients))


def run(sweep: Sweep) -> tuple[list[Op], list[Atom]]:
    """Sweep the whole body; gradients of parameters are finished after their last use."""
    left = dict.fromkeys(sweep.wrt, 0)
    for op in sweep.fn.body.ops:
        for value in free_of_op(op):
            if value in left:
                left[value] += 1
    done: dict[Value, Atom] = {}
    patched: list[Op] = []
    for op in reversed(sweep.fn.body.ops):
        patched += operation(sweep, op)[::-1]
        for value in free_of_op(op):
            if value in left:
                left[value] -= 1
                if left[value] == 0:
                    sweep.at(op)
                    done[value] = named_total(sweep, value)
    out: list[Atom] = []
    for param in sweep.wrt:
        found = done[param] if param in done else named_total(sweep, param)
        out.append(finish(sweep.b, found, param))
    return patched[::-1], out


def named_total(sweep: Sweep, param: Value) -> Atom:
    """Return the adjoint of a parameter, under its own name."""
    found = sweep.total(param)
    if found is None:
        return UNDEF
    name = f"d{param.name}"
    if isinstance(found, Value) and found.stated and found.name != name:
        found = sweep.b.apply(gate(core.named), found)
    if isinstance(found, Value):
        found.name, found.stated = name, True
    return found


def operations(sweep: Sweep, ops: Sequence[Op]) -> list[Op]:
    """Append the backward operations of a block, last first; return the forward ones, patched."""
    patched: list[Op] = []
    for op in reversed(ops):
        patched += operation(sweep, op)[::-1]
    return patched[::-1]


def operation(sweep: Sweep, op: Op) -> list[Op]:
    """Append the backward operations of one forward operation; return what it becomes."""
    sweep.at(op)
    match op:
        case Apply() if op.gate.function is core.custom:
            return custom.pull(sweep, op)
        case Apply():
            apply(sweep, op)
            return [op]
        case Call():
            return [calls.call(sweep, op)]
        case If():
            return [branches.branch(sweep, op)]
        case For():
            states = stretches.states_of(sweep, op)
            return [loops.loop(sweep, op)] if states is None else stretches.loop(sweep, op, states)


def apply(sweep: Sweep, op: Apply) -> None:
    """Append what one gate does to the adjoint of its output."""
    if op.out not in sweep.varied:
        return
    g = sweep.total(op.out)
    if g is None:
        return
    function = op.gate.function
    if function is core.pack:
        unpack(sweep, op, g)
        return
    if function is core.item and not isinstance(type_of(op.args[0]), Tree):
        # The adjoint of a tuple that a loop walks is a list.
        index = {"index": op.attrs["key"]}
        op, function = replace(op, gate=gate(core.load), attrs=index), core.load
    if function is core.item:
        source = op.args[0]
        assert isinstance(source, Value)
        slots = sweep.adjoints.slots.setdefault(source, {})
        slots.setdefault(op.attrs["key"], []).append(g)
        return
    kind = op.gate.kind(op)
    if kind is None:
        raise refuse("AD203", f"no gate rule for {op.gate.name!r}", op.span)
    active = tuple(k for k, a in enumerate(op.args) if isinstance(a, Value) and a in sweep.varied)
    if function is core.load:
        load(sweep, op, g)
        return
    place = Place(sweep.b, op, active)
    powers = products.repeated(sweep, op)
    # What was written is read off the adjoint before that is set to zero, or taken off.
    for k in reversed(active) if function in WRITES else active:
        operand = op.args[k]
        assert isinstance(operand, Value)
        before = len(sweep.b.ops)
        if k in powers:
            part = products.pull(sweep, op, k, powers[k], g)
        else:
            part = kind.pull(place, k, g)
        if part is not None:
            fitted = ops.fit(sweep.b, part, operand)
            part = part if _is_fitted_later(sweep, op, part, fitted, operand) else fitted
            sweep.hint_new(before, operand)
            sweep.add(operand, part)


def _is_fitted_later(sweep: Sweep, op: Apply, part: Atom, fitted: Atom, operand: Value) -> bool:
    """Tell whether an adjoint need not be summed to the shape of a value that is a sum itself.

    Its operands get their shapes anyway, if it is read once, in the block it is made in. So
    nothing of a sum of arrays is kept for its shape: fit(fit(g, x + y), x) is fit(g, x).
    """
    made = made_by(sweep.b.made, fitted)
    if made is None or made.gate.function is not runtime.fit or made.args[0] is not part:
        return False
    maker = sweep.made.get(operand)
    if maker is None or operand.stated or sweep.reads.get(operand) != 1:
        return False
    if sweep.home.get(op.out) is not sweep.home.get(operand):
        return False
    have, want = type_of(part), operand.type
    if not isinstance(have, Array) or not isinstance(want, Array) or have.rank != want.rank:
        return False
    if not numeric_kind(have) == numeric_kind(want) == "float":
        return False
    spread = any(p.one and q.one is not True for p, q in zip(have.dims, want.dims, strict=True))
    arrays = [a for a in maker.args if not isinstance(type_of(a), Scalar)]
    kind = maker.gate.kind(maker)
    scaled = isinstance(kind, SwapAndScale) and len(arrays) == 1
    return not spread and (isinstance(kind, Distribute) or scaled)


def unpack(sweep: Sweep, op: Apply, g: Atom) -> None:
    """Hand the adjoint of a container to its items."""
    keyed = op.attrs["kind"] in ("dict", "object")
    keys = op.attrs["keys"] if keyed else range(len(op.args))
    for arg, key in zip(op.args, keys, strict=True):
        if isinstance(arg, Value) and arg in sweep.varied:
            if isinstance(type_of(g), Tree) or op.attrs["kind"] == "object":
                part = sweep.b.apply(gate(core.item), g, attrs={"key": key})
            else:
                part = sweep.b.apply(gate(core.load), g, attrs={"index": key})
            sweep.add(arg, ops.fit(sweep.b, part, arg))


def load(sweep: Sweep, op: Apply, g: Atom) -> None:
    """Add the adjoint of a part into the adjoint of the whole, in one buffer."""
    whole = op.args[0]
    assert isinstance(whole, Value)
    if isinstance(whole.type, Tree) and whole.type.kind == "tuple":
        raise refuse("AD304", "a tuple indexed by a computed number", op.span, hint="use a list")
    if op.attrs["index"] == -1 and pushed(sweep, whole, g):
        return
    if is_whole(op.attrs["index"], whole.type):
        sweep.add(whole, ops.fit(sweep.b, g, whole))
        return
    buffer: Atom | None = sweep.adjoints.buffers.pop(whole, None)
    if buffer is None:
        buffer = whole_part(sweep, whole)
    if buffer is None:
        buffer = ops.zero_like(sweep.b, whole)
        if isinstance(buffer, Value):
            buffer.name = f"d{sweep.hint(whole)}"
    out = add_at(sweep.b, buffer, g, op)
    out.name, out.stated = f"d{sweep.hint(whole)}", True
    sweep.adjoints.buffers[whole] = out


def pushed(sweep: Sweep, whole: Value, g: Atom) -> bool:
    """Let the zero that was just appended to an adjoint be `g`; tell whether there was one."""
    parts = sweep.adjoints.parts.get(whole, [])
    only = parts[0] if len(parts) == 1 else None
    made = made_by(sweep.b.made, only)
    if made is None or made.gate.function is not core.push or made.args[1] != ops.ZERO:
        return False
    if made not in sweep.b.ops:
        return False
    sweep.b.ops.remove(made)
    new = sweep.b.apply(made.gate, made.args[0], g, name=made.out.name)
    sweep.adjoints.parts[whole] = [new]
    return True


def whole_part(sweep: Sweep, value: Value) -> Atom | None:
    """Take the contributions so far, of the shape of the value, to add into."""
    parts = sweep.adjoints.parts.get(value, [])
    if parts and grows(value.type):
        found = sweep.total(value)
        assert isinstance(found, Value)
        sweep.adjoints.parts.pop(value)
        own = grows(found.type) and not sweep.foreign(found)
        return found if own else sweep.b.apply(gate(list), found)
    if not parts or not isinstance(value.type, Array):
        return None
    if not any(_is_own(sweep, g, value.type) for g in parts):
        return None
    found = sweep.total(value)
    if not isinstance(found, Value) or not _is_own(sweep, found, value.type):
        return None
    sweep.adjoints.parts.pop(value)
    return found


def _is_own(sweep: Sweep, g: Atom, want: Array) -> bool:
    """Tell whether an adjoint is an array of the sweep's own, of the shape of the value."""
    if not isinstance(g, Value) or sweep.foreign(g) or not isinstance(g.type, Array):
        return False
    if g.type.dtype != want.dtype or g.type.rank != want.rank:
        return False
    pairs = zip(g.type.dims, want.dims, strict=True)
    return not any(p.one and q.one is not True for p, q in pairs)

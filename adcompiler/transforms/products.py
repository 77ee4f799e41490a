"""Products with a factor in them more than once: `x * x * x` sends back `3.0 * (x * x) * g`.

The parts of such a product that nothing else reads are one product: the factor that comes
last gets what all its places together contribute, and the inner parts leave it out.
"""

from __future__ import annotations

import operator

from adcompiler.gates import ops
from adcompiler.ir.nodes import Apply, Atom, Const, Value, made_by
from adcompiler.transforms.sweep import Sweep

NOTHING = 0


def repeated(sweep: Sweep, op: Apply) -> dict[int, int]:
    """Return which operands of a product are treated here, and how often each is a factor.

    An operand that is a factor `NOTHING` times has got its contribution already.
    """
    if op.gate.function is not operator.mul or op.args[0] is op.args[1]:
        return {}
    done = sweep.settled.get(op.out, frozenset())
    found = {k: NOTHING for k, a in enumerate(op.args) if a in done}
    for k, part in enumerate(op.args):
        factor, inner = op.args[1 - k], _factors(sweep, part)
        if factor in sweep.varied and factor not in done and factor in inner:
            found[1 - k] = 1 + inner.count(factor)
            done |= {factor}
        if inner and all(f in done or f not in sweep.varied for f in inner):
            found[k] = NOTHING
        elif inner and isinstance(part, Value):
            sweep.settled[part] = done
    return found


def pull(sweep: Sweep, op: Apply, k: int, times: int, g: Atom) -> Atom | None:
    """Return what operand `k` receives for all its places, None if it has that already."""
    if times == NOTHING:
        return None
    local = ops.times(sweep.b, Const(float(times)), op.args[1 - k])
    return ops.scaled(sweep.b, local, g)


def _factors(sweep: Sweep, part: Atom) -> list[Atom]:
    """Return the factors of a part of a product that is a product; none if it is another's too."""
    made = made_by(sweep.made, part)
    if made is None or made.gate.function is not operator.mul or made.out.stated:
        return []
    if sweep.reads.get(made.out) != 1:
        return []
    return [f for a in made.args for f in _factors(sweep, a) or [a]]

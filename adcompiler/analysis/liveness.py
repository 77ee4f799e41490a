"""Which values are needed after each point, and so which may not share a variable.

Works on programs prepared for printing, where `leaves` tells what an inlined operand reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeGuard

from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, If, Op, Value
from adcompiler.ir.types import INT, Seq

RANGE = Seq(INT, "range")  # holds numbers only: what it was made of is not read any more
Leaves = Callable[[Atom], Iterable[Value]]


@dataclass(eq=False)
class Interference:
    """Pairs of values that are needed at the same time, and what is live after each update.

    A pair is noted once, with the value that was bound while the other was needed.
    """

    pairs: dict[Value, set[Value]] = field(default_factory=dict)
    after: dict[Apply, set[Value]] = field(default_factory=dict)

    def define(self, value: Value, live: Iterable[Value]) -> None:
        """Record that `value` gets its variable while `live` are needed."""
        mine = self.pairs.setdefault(value, set())
        mine.update(live)
        mine.discard(value)

    def clash(self, some: list[Value], others: list[Value]) -> bool:
        """Tell whether any of some values is needed at the same time as any of the others."""
        for mine, theirs in ((some, set(others)), (others, set(some))):
            if any(not theirs.isdisjoint(self.pairs.get(v, ())) for v in mine):
                return True
        return False


def interference(
    block: Block, params: Iterable[Value], inlined: set[Value], leaves: Leaves
) -> Interference:
    """Return the interference of all values of a program."""
    found = Interference()
    live = _block(block, set(), found, inlined, leaves)
    for param in params:
        found.define(param, live)
    return found


def _reads(atoms: Iterable[Atom], leaves: Leaves) -> set[Value]:
    return {v for a in atoms for v in leaves(a)}


def _block(
    block: Block, after: set[Value], found: Interference, inlined: set[Value], leaves: Leaves
) -> set[Value]:
    """Return what is live before the block, given what is live after it."""
    live = after | _reads(block.yields, leaves)
    for op in reversed(block.ops):
        match op:
            case Apply():
                if op.out in inlined:
                    continue
                if op.gate.function is core.append:
                    live = live | _reads(op.args, leaves)
                    continue
                if op.gate.function in core.UPDATES:
                    found.after[op] = set(live)
                # A plain copy may live in the variable that it copies.
                copied = set(op.args) if op.gate.function is core.named else set()
                # Where an update needs a copy first, its operands are read after that.
                late = _reads(op.args[1:], leaves) - set(op.args[:1])
                late = late if op.gate.function in core.UPDATES else set()
                found.define(op.out, (live - copied) | late)
                live = (live - {op.out}) | _reads(op.args, leaves)
            case Call():
                for out in op.out:
                    found.define(out, live | set(op.out))
                live = (live - set(op.out)) | _reads(op.args, leaves)
            case If():
                live = _branch(op, live, found, inlined, leaves)
            case For():
                live = _loop(op, live, found, inlined, leaves)
    return live


def _branch(
    op: If, live: set[Value], found: Interference, inlined: set[Value], leaves: Leaves
) -> set[Value]:
    for out in op.out:
        if out not in inlined:
            found.define(out, live)
    rest = live - set(op.out)
    before = _block(op.orelse, rest, found, inlined, leaves)
    # What the handler of a try needs is needed all through its body.
    through = rest | before if op.catches else rest
    for error in (o for o in op.orelse.ops if is_caught(o)):
        found.define(error.out, {*rest, *op.out})  # its name is gone after the handler
    before |= _block(op.then, through, found, inlined, leaves)
    return before | _reads([op.cond], leaves)


def is_caught(op: Op) -> TypeGuard[Apply]:
    """Tell whether an operation gives the exception of a handler its name."""
    return isinstance(op, Apply) and op.gate.function is core.caught


def _loop(
    op: For, live: set[Value], found: Interference, inlined: set[Value], leaves: Leaves
) -> set[Value]:
    for out in op.out:
        found.define(out, live)
    params = set(op.body.params)
    lists = set(op.collected)
    walked = (a for a in op.over if type_of(a) != RANGE)
    through = (live - set(op.finals)) | lists | _reads(walked, leaves)
    wanted = {p for p, out in zip(op.carried, op.finals, strict=True) if out in live}
    while True:
        inside = _block(op.body, through, found, inlined, leaves)
        more = (inside - params) | through
        if more == through:
            break
        through = more
    head = inside | through | wanted
    for param in op.body.params:
        found.define(param, head)
    for value in lists:
        found.define(value, head | _reads(op.init, leaves))
    return (through - lists) | _reads([*op.init, *op.over], leaves)

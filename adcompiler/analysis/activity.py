"""Which values vary with the inputs that are differentiated."""

from __future__ import annotations

from collections.abc import Iterable

from adcompiler.gates import core
from adcompiler.gates.kinds import Blocked
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Routine, Value
from adcompiler.ir.types import is_differentiable

_STRUCTURAL = (core.item, core.pack)


def varied(fn: Function, wrt: Iterable[Value]) -> set[Value]:
    """Return the values through which a derivative by `wrt` can flow, also inside routines."""
    found = set(wrt)
    _block(fn.body, found)
    return found


def spread(block: Block, found: set[Value]) -> None:
    """Add the values of a block through which a derivative by those found so far can flow."""
    _block(block, found)


def active(values: Iterable[tuple[Atom, ...]], found: set[Value]) -> tuple[int, ...]:
    """Return which groups of values, as a routine takes or gives them, hold a varied one."""
    return tuple(k for k, group in enumerate(values) if any(_varies(v, found) for v in group))


def _call(op: Call, found: set[Value], inside: tuple[Routine, ...]) -> None:
    """A routine is one program: what varies in one call of it counts as varied in all."""
    routine = op.routine
    for k in active([(a,) for a in op.args], found):
        found.update(p for p in routine.taken()[k] if is_differentiable(p.type))
    if routine not in inside:
        before = -1
        while len(found) != before:
            before = len(found)
            _block(routine.program.body, found, (*inside, routine))
    for out, group in zip(op.out, routine.given(), strict=True):
        if any(_varies(y, found) for y in group) and is_differentiable(out.type):
            found.add(out)


def _varies(atom: Atom, found: set[Value]) -> bool:
    return isinstance(atom, Value) and atom in found


def _block(block: Block, found: set[Value], inside: tuple[Routine, ...] = ()) -> None:
    for op in block.ops:
        match op:
            case Apply():
                if any(_varies(a, found) for a in op.args) and flows(op):
                    found.add(op.out)
            case Call():
                _call(op, found, inside)
            case If():
                _block(op.then, found, inside)
                _block(op.orelse, found, inside)
                for out, x, y in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                    if (_varies(x, found) or _varies(y, found)) and is_differentiable(out.type):
                        found.add(out)
            case For():
                _loop(op, found, inside)


def flows(op: Apply) -> bool:
    """Tell whether a derivative flows through a gate at all."""
    if op.gate.function in _STRUCTURAL:
        return True
    return is_differentiable(op.out.type) and not isinstance(op.gate.kind(op), Blocked)


def _loop(op: For, found: set[Value], inside: tuple[Routine, ...]) -> None:
    for item, over in zip(op.items, op.over, strict=True):
        if _varies(over, found) and is_differentiable(item.type):
            found.add(item)
    while True:
        before = len(found)
        for param, init, after in zip(op.carried, op.init, op.nexts, strict=True):
            if (_varies(init, found) or _varies(after, found)) and is_differentiable(param.type):
                found.add(param)
        _block(op.body, found, inside)
        if len(found) == before:
            break
    for out, after in zip(op.out, op.body.yields, strict=False):
        if _varies(after, found) and is_differentiable(out.type):
            found.add(out)
    for out, init in zip(op.finals, op.init, strict=True):
        if _varies(init, found) and is_differentiable(out.type):
            found.add(out)

"""Which values vary with the inputs that are differentiated."""

from __future__ import annotations

from collections.abc import Iterable

from adcompiler.gates import core
from adcompiler.gates.kinds import Blocked
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import is_table
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Op, Routine, Value
from adcompiler.ir.types import UNKNOWN, is_differentiable
from adcompiler.ir.walk import all_ops

# How many operands are no keys.
_FINDING = {core.load: 1, core.store: 2, core.accumulate: 2, core.contains: 1}
_STRUCTURAL = (core.item, core.pack)
KEYS = Value("keys", UNKNOWN)  # stands for the keys of all dicts of run-time keys


def varied(fn: Function, wrt: Iterable[Value]) -> set[Value]:
    """Return the values through which a derivative by `wrt` can flow, also inside routines."""
    found = set(wrt)
    _block(fn.body, found)
    if KEYS in found:
        found -= _keys_alone(fn.body)
        listed = [op for op in all_ops(fn.body) if isinstance(op, Apply) and _is_keys(op)]
        # The adjoint of what is listed reaches the dict, where it is refused.
        found.update(a for op in listed if op.out in found for a in op.args if isinstance(a, Value))
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
                if _is_keys(op):
                    found.update({op.out} if KEYS in found else ())
                elif any(_varies(a, found) for a in op.args) and flows(op):
                    found.add(op.out)
                found.update({KEYS} if _has_varied_key(op, found) else ())
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


def _is_keys(op: Op) -> bool:
    """Tell whether an operation lists the keys of a dict."""
    return isinstance(op, Apply) and op.gate.function is list and is_table(type_of(op.args[0]))


def _keys_alone(body: Block) -> set[Value]:
    """Return lists of keys, and the items of loops over them, that only find entries."""
    numbers: set[Atom] = set(body.yields)
    walked: dict[Atom, list[Value]] = {}
    passed: list[tuple[Atom, Atom]] = []  # what is read only where something else is
    for op in all_ops(body):
        match op:
            case Apply():
                first = _FINDING.get(op.gate.function, len(op.args))
                numbers.update(op.args[:first])
            case For():
                for item, over in zip(op.items, op.over, strict=True):
                    walked.setdefault(over, []).append(item)
                for param, out in zip(op.carried, op.finals, strict=True):
                    passed.append((out, param))
                for k, out in enumerate(op.out):
                    passed.append((out, op.body.yields[k]))
                passed += zip(op.finals, op.init, strict=True)
                passed += zip(op.carried, (*op.nexts,), strict=True)
            case If():
                for out, x, y in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                    passed += [(out, x), (out, y)]
            case Call():
                numbers.update(op.args)
    before = -1
    while len(numbers) != before:
        before = len(numbers)
        numbers.update(source for out, source in passed if out in numbers)
    lists = [op.out for op in all_ops(body) if isinstance(op, Apply) and _is_keys(op)]
    alone = [(v, *walked.get(v, ())) for v in lists]
    return {v for group in alone if not numbers & {*group} for v in group}


def _has_varied_key(op: Apply, found: set[Value]) -> bool:
    """Tell whether a number that varies becomes the key of a dict."""
    if op.gate.function is not core.store or not is_table(op.out.type):
        return False
    keys = op.args[2:-1] if "old" in op.attrs else op.args[2:]
    return any(_varies(k, found) and is_differentiable(type_of(k)) for k in keys)


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

"""Which lines must run although nothing needs their values, because they may raise.

A forward line that is dead may be the only one that raises where the function has no value.
It is not needed if a line that runs whenever it runs raises the same for the same operands:
mostly a backward line that divides by the same number, or adds at the same index.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterator
from typing import Any

from adcompiler.analysis.numbering import Numbers, numbered
from adcompiler.gates import core
from adcompiler.gates.domains import may_lack_value
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import is_list
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Call,
    Const,
    For,
    Function,
    Op,
    Value,
    is_proceed,
)
from adcompiler.ir.routines import routines
from adcompiler.ir.types import Scalar, numeric_kind
from adcompiler.ir.walk import all_ops, blocks, bound, has_effects, outputs

KINDS = {"zero": "arithmetic", "power": "arithmetic", "index": "lookup"}  # of exceptions
ALIKE = ("infinite", "index", "singular")  # these raise alike, whatever the function


def must_run(fn: Function, live: Function) -> set[Op]:
    """Return the operations of the program that are dead, but raise what nothing in `live` does.

    The branches and loops that they are in come with them.
    """
    alive = bound(live.body.ops)
    made: dict[Value, Op] = {}
    for op in all_ops(fn.body):
        made.update(dict.fromkeys(op.items if isinstance(op, For) else outputs(op), op))
    dead = [o for o in all_ops(fn.body) if _is_dead(o, alive) and _may_raise(o, made)]
    if not dead:
        return set()
    numbers = numbered(fn)
    stand: dict[int, list[Op]] = {}
    events: list[tuple[int, str]] = []
    for op in all_ops(fn.body):
        kind = "" if op.span.derived else _event(op, made)
        if kind:
            events.append((numbers.at[op].at, kind))
        if isinstance(op, Apply) and op.out in alive and _raises_surely(op):
            for key in _raised(numbers, op):
                stand.setdefault(key, []).append(op)
    alone = {op for op in dead if not _stood_for(op, numbers, stand, events)}
    return {o for o in all_ops(fn.body) if o in alone or _holds(o, alone)}


def _event(op: Op, made: dict[Value, Op]) -> str:
    """Return what may end the program here, or be seen from outside; nothing may be late for it."""
    if isinstance(op, Apply) and may_lack_value(op, made):
        return KINDS.get(op.gate.raises, "domain")
    if isinstance(op, Call) or is_proceed(op) or (isinstance(op, Apply) and has_effects(op)):
        return "effect"
    return ""


def _holds(op: Op, alone: set[Op]) -> bool:
    """Tell whether one of the operations is inside a branch or a loop."""
    return any(o in alone or _holds(o, alone) for block in blocks(op) for o in block.ops)


def _is_dead(op: Op, alive: set[Value]) -> bool:
    return isinstance(op, Apply | Call) and not op.span.derived and alive.isdisjoint(outputs(op))


def _may_raise(op: Op, made: dict[Value, Op]) -> bool:
    if isinstance(op, Apply):
        return may_lack_value(op, made)
    return isinstance(op, Call) and any(
        isinstance(o, Apply) and not o.span.derived and may_lack_value(o, {})
        for routine in {op.routine, *routines(op.routine.program)}
        for o in all_ops(routine.program.body)
    )


def _stood_for(
    op: Op, numbers: Numbers, stand: dict[int, list[Op]], events: list[tuple[int, str]]
) -> bool:
    """Tell whether an operation that runs whenever this one would raises the same, in time."""
    if not isinstance(op, Apply):
        return False
    here, kind = numbers.at[op], KINDS.get(op.gate.raises, "domain")
    for other in stand.get(_key(numbers, op), ()):
        there = numbers.at[other]
        start = min([here.at, *(first for first, last in here.loops if last[0] < there.at)])
        between = any(k != kind and start < at < there.at for at, k in events)
        if there.around <= here.around and not between:
            return True
    return False


def _raises_surely(op: Apply) -> bool:
    """Tell whether an operation raises where its word says so: NumPy's numbers only warn."""
    if op.gate.raises not in ("zero", "power"):
        return bool(op.gate.raises)
    types = [type_of(a) for a in op.args]
    return all(isinstance(t, Scalar) and t.dtype is None for t in types)


def _key(numbers: Numbers, op: Apply) -> int:
    """Return the number of what an operation raises, by its word and operands."""
    word, args = op.gate.raises, op.args
    function = () if word in ALIKE else (op.gate.name,)
    operands: tuple[Hashable, ...]
    match word:
        case "zero":
            kinds = {numeric_kind(type_of(a)) for a in args}
            kind = (
                "complex" if "complex" in kinds else "int" if kinds <= {"int", "bool"} else "float"
            )
            operands = (numbers.of(args[1]), kind)
        case "nonpositive" | "negative" | "infinite" | "singular":
            operands = (numbers.of(args[0]),)
        case "power" if op.gate.function is operator.pow and _is_negative(args[1]):
            operands = (numbers.of(args[0]),)  # zero, whatever the negative power
        case "index":
            assigned = op.gate.function is core.store and is_list(type_of(args[0]))
            operands = (assigned, numbers.size(args[0]), numbers.filled(op.attrs["index"], args))
        case _:
            operands = (*map(numbers.of, args), repr(sorted(op.attrs.items())))
    return numbers.number(("raises", word, *function, *operands))


def _is_negative(atom: Atom) -> bool:
    return isinstance(atom, Const) and isinstance(atom.value, int | float) and atom.value < 0


def _raised(numbers: Numbers, op: Apply) -> Iterator[int]:
    """Yield the numbers of all that an operation raises: a square is zero where its root is."""
    yield _key(numbers, op)
    if op.gate.function is core.counted:
        ahead, behind = op.attrs["before"], op.attrs["after"] or 0
        for k in (*range(-behind, 0), *range(ahead)):
            size = numbers.size(op.args[0])
            yield numbers.number(("raises", "index", False, size, numbers.filled(k, op.args)))
    if op.gate.function is operator.truediv:
        *_, divisor, kind = numbers.names[_key(numbers, op)]
        root = _root(numbers, divisor)
        while root is not None:
            yield numbers.number(("raises", "zero", op.gate.name, root, kind))
            root = _root(numbers, root)


def _root(numbers: Numbers, number: int) -> Any:
    """Return what is never zero unless this is: the root of a square, what is negated."""
    match numbers.names[number]:
        case (operator.mul, (x, y), _) if x == y:
            return x
        case (operator.pow, (x, y), _):
            match numbers.names[y]:
                case ("literal", "int" | "float", text) if float(text) > 0:
                    return x
        case (operator.neg, (x,), _):
            return x
    return None

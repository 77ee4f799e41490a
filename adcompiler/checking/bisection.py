"""The first statement at fault: each gate alone, then what the program decides, then prefixes.

A gate is tested where it stands, with the operands that a run has given it: its derivative by
the rules against differences of itself. Where every gate is right alone, the first statement
is searched up to which the derivative of all that was computed differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler.analysis.activity import varied
from adcompiler.checking.derivatives import Program
from adcompiler.checking.judging import Moved, alone, movable, nested
from adcompiler.checking.probing import Observed, Recorder
from adcompiler.checking.report import Comparison, Fault, described
from adcompiler.errors import CompileError
from adcompiler.ir.nodes import UNDEF, Apply, Block, For, If, Op, Slot, Struct, Value
from adcompiler.ir.types import is_differentiable
from adcompiler.ir.walk import blocks, outputs

DISTANCES = (1e-7, 1e-5, 1e-4, 1e-3, 1e-2)


def first_fault(
    program: Program, values: Sequence[Any], modes: Sequence[str], order: int, line: Moved
) -> Fault | None:
    """Return the first statement whose own derivative is wrong; if there is none, a kink.

    Parameters
    ----------
    program
        The staged program.
    values
        Values of its parameters.
    modes
        The modes to look at.
    order
        Of the derivative that was found wrong.
    line
        Where the decisions of the program are looked for.

    """
    observed = Observed(program)
    here = observed.run(values)
    kink = None
    for k, run, inputs in here.runs:
        found = _gate(here, k, run, inputs, modes, order)
        if found is not None and not found.smooth:
            return found
        kink = kink or found
    found = kink or first_decision(observed, here, line)
    return found or _prefix(program, values, modes, order, here)


def _gate(
    here: Recorder, k: int, run: int, inputs: Sequence[Any], modes: Sequence[str], order: int
) -> Fault | None:
    """Return what is wrong with one run of one gate."""
    site = here.sites[k]
    name, span = described(site.op), site.op.span
    try:
        row = _worst(site.program, inputs, modes, order)
    except CompileError:
        return None
    except Exception as error:
        problem = f"its derivative raises {type(error).__name__}: {error}"
        return Fault(name, span, run=run, problem=problem)
    if row is None or row.agrees:
        return None
    return Fault(name, span, row.compiled, row.numerical, row.smooth, run)


def _worst(
    program: Program, values: Sequence[Any], modes: Sequence[str], order: int
) -> Comparison | None:
    """Return the first comparison of a program with itself that fails."""
    moving = movable(program, values)
    if moving is None or not _runs(moving, values):
        return None
    rng = np.random.default_rng(1)
    inner, given = nested(moving, values, order - 1, "rev" if "rev" in modes else "fwd", rng)
    for mode in modes:
        row = alone(inner, given, mode, rng, "")
        if row is not None and not row.agrees:
            return row
    return None


def _runs(program: Program, values: Sequence[Any]) -> bool:
    """Tell whether a program can be run: a gate may be one that raises, in a try."""
    try:
        program.call(values)
    except Exception:
        return False
    return True


def first_decision(observed: Observed, here: Recorder, line: Moved) -> Fault | None:
    """Return the first question that has another answer near by, along a line."""
    for h in DISTANCES:
        for t in (h, -h):
            there = observed.run(line.at(t))
            op = _first_difference(here, there)
            if op is not None:
                smooth = f"its answer is another one at a distance of {h:g}"
                return Fault(described(op), op.span, smooth=smooth)
    return None


def _first_difference(here: Recorder, there: Recorder) -> Apply | None:
    for (k, a), (j, b) in zip(here.answers, there.answers, strict=False):
        if k != j or not np.array_equal(a, b):
            return here.asked[k] if k >= 0 else here.asked[j]
    return None


def _prefix(
    program: Program, values: Sequence[Any], modes: Sequence[str], order: int, here: Recorder
) -> Fault | None:
    """Return the first statement up to which the derivative differs, found by bisection.

    Looked at are the values that the user has given names, and in the end what is returned.
    """
    fn = program.recognised
    found = varied(fn, [fn.params[k] for k in program.wrt])
    stated = [(k, v) for k, op in enumerate(fn.body.ops) for v in _stated(op) if v in found]
    ends = [*dict.fromkeys(k + 1 for k, _ in stated), len(fn.body.ops)]

    def wrong(n: int) -> Comparison | None:
        kept = fn.body.yields
        if n < len(ends) - 1:
            kept = tuple(v for k, v in stated if k < ends[n])
        result = Struct("tuple", tuple(map(Slot, range(len(kept)))))
        part = replace(fn, body=Block((), fn.body.ops[: ends[n]], kept), result=result)
        return _worst(Program(part, program.home, program.wrt), values, modes, order)

    low, high = -1, len(ends) - 1
    try:
        last = wrong(high)
        while last is not None and high - low > 1:
            middle = (low + high) // 2
            now = wrong(middle)
            low, high, last = (low, middle, now) if now is not None else (middle, high, last)
    except Exception:  # a part of a program that cannot stand alone tells nothing
        return None
    if last is None or not fn.body.ops:
        return None
    op = fn.body.ops[ends[high] - 1]
    inside = _inside(op, modes, order, here)
    return inside or Fault(described(op), op.span, last.compiled, last.numerical, last.smooth)


def _inside(op: Op, modes: Sequence[str], order: int, here: Recorder) -> Fault | None:
    """Return the first statement at fault inside a loop or a branch."""
    places = [(op.out[0], k) for k, _ in enumerate(blocks(op))] if not isinstance(op, Apply) else []
    for place in places:
        for part, inputs in here.rounds.get(place, ()):
            moving = movable(part.program, inputs)
            found = _prefix(moving, inputs, modes, order, here) if moving is not None else None
            if found is not None:
                return found
    return None


def _stated(op: Op) -> list[Value]:
    """Return the values of names that an operation certainly binds."""
    sure = outputs(op)
    match op:
        case If():
            sides = zip(op.out, op.then.yields, op.orelse.yields, strict=True)
            sure = tuple(v for v, a, b in sides if a is not UNDEF and b is not UNDEF)
        case For():
            starts = zip(op.finals, op.init, strict=True)
            sure = tuple(v for v, a in starts if a is not UNDEF)
    return [v for v in sure if v.stated and is_differentiable(v.type)]

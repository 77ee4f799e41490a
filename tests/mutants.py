"""Faults seeded into every rule of the table: does a generated test of that rule notice?

`python tests/mutants.py` measures all of them, in some minutes; a test takes a sample.

sign        what an operand gets, or the tangent, has the wrong sign
factor      it is half as much again
unreduced   a reduction, a repetition or a rearrangement hands `g` on as it is
swapped     the first operand gets what the second should, and the other way round
dropped     the second operand gets nothing
axis        the axis of the gate is another one
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import test_rules
import test_scipy
from rule_checks import check_rule, tried

from adcompiler.gates import find, kinds, ops
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const
from adcompiler.ir.types import rank

HOWS = ("sign", "factor", "unreduced", "swapped", "dropped", "axis")
REARRANGING = ("reduce", "spread", "reshape", "linear", "select")


class Mutant(NamedTuple):
    """A fault in the rule of one function in one mode, and the generated tests of that rule."""

    function: Any
    how: str
    mode: str
    checks: list[tuple[Callable[..., Any], list[Any]]]

    @property
    def name(self) -> str:
        """What it is called in a report."""
        return f"{find(self.function).name}: {self.how} in {self.mode}"


class Faulty:
    """A kind of gate with a fault; `met` tells whether that has changed anything."""

    def __init__(self, kind: Any, how: str, mode: str) -> None:
        self.kind, self.how, self.mode, self.word = kind, how, mode, kind.word
        self.met = False

    def pull(self, at: Any, index: int, g: Any) -> Any:
        right = self.kind.pull(at, index, g)
        if self.mode != "rev" or right is None:
            return right
        found = self.pulled(at, index, g, right)
        self.met = self.met or found is not right
        return found

    def pulled(self, at: Any, index: int, g: Any, right: Any) -> Any:
        many = len(at.op.args) > 1
        match self.how:
            case "swapped" if many and index < 2:
                other = self.kind.pull(at, 1 - index, g)
                return right if other is None else other
            case "dropped" if index == 1:
                return None
            case "unreduced" if self.word in REARRANGING and right is not g:
                return g
            case "axis":
                moved = off_axis(at)
                return right if moved is None else self.kind.pull(moved, index, g)
        return self.off(at, right)

    def push(self, at: Any, tangents: Any) -> Any:
        right = self.kind.push(at, tangents)
        if self.mode != "fwd" or right is None:
            return right
        found = self.pushed(at, tangents, right)
        self.met = self.met or found is not right
        return found

    def pushed(self, at: Any, tangents: Any, right: Any) -> Any:
        match self.how:
            case "swapped" if set(tangents) == {0, 1}:
                return self.kind.push(at, {0: tangents[1], 1: tangents[0]})
            case "dropped" if len(tangents) > 1 and 1 in tangents:
                if self.kind.push(at, {1: tangents[1]}) is None:
                    return right
                return self.kind.push(at, {k: t for k, t in tangents.items() if k != 1})
            case "axis":
                moved = off_axis(at)
                return right if moved is None else self.kind.push(moved, tangents)
        return self.off(at, right)

    def off(self, at: Any, right: Any) -> Any:
        """Return a part with the wrong sign, or of the wrong size."""
        if self.how == "sign":
            return ops.negative(at.b, right)
        return ops.times(at.b, Const(1.5), right) if self.how == "factor" else right


def off_axis(at: Any) -> Any:
    """Return the place of the gate with another axis, None where there is no other."""
    axis, n = at.op.attrs.get("axis"), rank(type_of(at.op.args[0]))
    if not isinstance(axis, int) or not n or n < 2:
        return None
    attrs = {**at.op.attrs, "axis": (axis + 1) % n}
    return replace(at, op=replace(at.op, attrs=attrs))


@contextmanager
def seeded(mutant: Mutant) -> Iterator[list[Faulty]]:
    """Let the rule of a function be wrong for a while."""
    gate = find(mutant.function)
    kept = list(gate.variants)
    faulty = [Faulty(kind, mutant.how, mutant.mode) for _, kind in kept]
    gate.variants[:] = [(when, wrong) for (when, _), wrong in zip(kept, faulty)]
    try:
        yield faulty
    finally:
        gate.variants[:] = kept


def fate(mutant: Mutant) -> str:
    """Return "killed", "survived", or "no fault" where nothing has changed."""
    with seeded(mutant) as faulty, np.errstate(all="ignore"):
        for call, points in mutant.checks:
            vars(call).clear()  # of the derivatives that other faults are in
            try:
                check_rule(call, points, order=1)
            except Exception:
                return "killed" if any(one.met for one in faulty) else "no fault"
        return "survived" if any(one.met for one in faulty) else "no fault"


def rules() -> dict[Any, list[tuple[Any, list[Any]]]]:
    """Return each function that has generated tests, with calls and operands of those tests."""
    found: dict[Any, list[tuple[Any, list[Any]]]] = {}
    for function, gate in test_rules.UFUNCS:
        points = test_rules.points_of(function, gate)
        found[function] = [(test_rules.of_ufunc(function), points[:5:2])]
    for gate in test_scipy.SMOOTH:
        points = list(test_scipy.points_of(gate))
        found[gate.function] = [(test_scipy.of(gate), points[:5:2])]
    for module in (test_rules, test_scipy):
        for function, calls in module.CALLS.items():
            if find(function) is not None:
                some = [(call, list(tried(call, shapes, 2))) for call, *shapes in calls]
                found[function] = [*found.get(function, ()), *some]
    return found


def equivalent(gate: Any, how: str) -> bool:
    """Tell whether a fault is none: what both operands get is the same, or the second nothing."""
    kind = gate.variants[-1][1]
    if how == "dropped" and isinstance(kind, kinds.LocalDerivative) and len(gate.parameters) > 1:
        return kind.derivative(gate.parameters[1].name) in (None, "0")
    return how == "swapped" and isinstance(kind, kinds.Distribute) and len(set(kind.signs)) == 1


def mutants() -> list[Mutant]:
    """Return all faults."""
    return [
        Mutant(function, how, mode, checks)
        for function, checks in rules().items()
        for how in HOWS
        for mode in ("rev", "fwd")
        if not equivalent(find(function), how)
    ]


def measured(some: list[Mutant], report: Callable[[str], Any]) -> tuple[int, int]:
    """Return how many faults there were and how many were noticed; name the others."""
    seen = killed = 0
    for mutant in some:
        found = fate(mutant)
        seen += found != "no fault"
        killed += found == "killed"
        if found == "survived":
            report(mutant.name)
    return seen, killed


if __name__ == "__main__":
    chosen = mutants()
    if len(sys.argv) > 1:
        chosen = random.Random(0).sample(chosen, int(sys.argv[1]))
    faults, noticed = measured(chosen, print)
    print(f"{noticed} of {faults} faults noticed, {100.0 * noticed / faults:.1f} %")

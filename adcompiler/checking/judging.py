"""One compiled number against the slope of a line: right, wrong, or no slope to be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.checking.derivatives import Program
from adcompiler.checking.differences import (
    EPSILON,
    Line,
    Slope,
    by_complex_step,
    finer,
    slope,
    smoothness,
)
from adcompiler.checking.report import Comparison
from adcompiler.checking.vectors import (
    any_single,
    contracted,
    is_floating,
    random_direction,
    shifted,
    size_of,
    widened,
)


@dataclass(frozen=True)
class Bounds:
    """How far a derivative may be off, beside what the differences may be."""

    rtol: float
    atol: float
    eps: float | None = None
    epsilon: float = EPSILON  # the relative rounding of the values that are compared


def usual(
    program: Program,
    values: Sequence[Any],
    wide: Sequence[Any],
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> Bounds:
    """Return the bounds for a program in its precision, those that are given instead.

    `wide` are the outputs for widened values, and tell with what precision it can be moved.
    """
    single = program.single or any_single(values)
    rounded = any_single(wide) or (program.single and not any_single(values))
    relative = rtol if rtol is not None else (5e-3 if single else 1e-6)
    absolute = atol if atol is not None else (1e-4 if single else 1e-8)
    return Bounds(relative, absolute, eps, 1.2e-7 if rounded else EPSILON)


def judged(
    name: str,
    compiled: float,
    line: Line,
    bounds: Bounds,
    size: float = 1.0,
    complex_: bool = False,
) -> Comparison:
    """Compare a compiled derivative with the slope of a line at 0.

    Parameters
    ----------
    name
        What the row of the table is called.
    compiled
        The derivative.
    line
        The function of the step.
    bounds
        How far it may be off.
    size
        How large the numbers are that are moved.
    complex_
        Whether a complex step may be tried.

    """
    found = slope(line, bounds.eps, size, bounds.epsilon)
    if complex_ and found.error > 1e-9 * abs(found.value):
        found = by_complex_step(line, found) or found
    smooth = ""
    agrees = found.settled and _near(compiled, found, bounds)
    if not agrees and bounds.epsilon == EPSILON:
        near = finer(line, size)
        loose = Bounds(1e-4, max(bounds.atol, 1e-6))
        if near.settled and not _near(near.value, found, loose):
            agrees = _near(compiled, near, loose)
            found = near if agrees else found
    if not agrees:
        smooth = smoothness(line, size, bounds.epsilon)
        if not smooth and not found.settled:
            agrees = _near(compiled, found, bounds)
            smooth = "" if agrees else "the differences do not settle"
    gap = abs(compiled - found.value)
    gap = 0.0 if np.isnan(compiled) and np.isnan(found.value) else gap
    bound = _bound(compiled, found, bounds)
    return Comparison(
        name, compiled, found.value, gap, bound, found.error, found.method, smooth, agrees
    )


def _bound(compiled: float, found: Slope, bounds: Bounds) -> float:
    largest = max(abs(found.value), abs(compiled))
    return bounds.atol + bounds.rtol * largest + 10 * found.error


def _near(compiled: float, found: Slope, bounds: Bounds) -> bool:
    if not np.isfinite(compiled) or not np.isfinite(found.value):
        both = np.isnan(compiled) and np.isnan(found.value)
        return bool(both or compiled == found.value)
    return abs(compiled - found.value) <= _bound(compiled, found, bounds)


@dataclass(frozen=True, eq=False)
class Moved:
    """A function of the step: a program moved along directions, contracted with cotangents."""

    call: Callable[[Sequence[Any]], Sequence[Any]]
    values: Sequence[Any]
    wrt: Sequence[int]
    directions: Sequence[Any]
    cotangents: Sequence[Any]

    def at(self, t: Any) -> list[Any]:
        """Return the values of the parameters after a step."""
        moved = list(self.values)
        for k, d in zip(self.wrt, self.directions, strict=True):
            moved[k] = shifted(moved[k], d, t)
        return moved

    def __call__(self, t: Any) -> Any:
        outputs = self.call(self.at(t))
        if not isinstance(t, complex):
            return contracted(self.cotangents, outputs)
        return sum(complex(np.sum(u * y)) for u, y in zip(self.cotangents, outputs, strict=True))


def cotangents_of(program: Program, outputs: Sequence[Any], rng: np.random.Generator) -> Any:
    """Return random cotangents of the outputs of a program: 1 for one real number."""
    return [1.0] if program.scalar else [random_direction(y, rng) for y in outputs]


def movable(program: Program, values: Sequence[Any]) -> Program | None:
    """Return the program by those parameters whose values are floats, None if there are none."""
    wrt = tuple(k for k in program.wrt if is_floating(values[k]))
    if not wrt:
        return None
    return program if wrt == program.wrt else Program(program.fn, program.home, wrt)


def nested(
    program: Program, values: Sequence[Any], depth: int, mode: str, rng: np.random.Generator
) -> tuple[Program, list[Any]]:
    """Return the program of a derivative of some depth, and values of its parameters."""
    given = list(values)
    for _ in range(depth):
        if mode == "rev":
            more = [] if program.scalar else cotangents_of(program, program.call(given), rng)
            program, given = program.pulled, [*given, *more]
        else:
            more = [random_direction(given[k], rng) for k in program.wrt]
            program, given = program.pushed, [*given, *more]
    return program, given


def alone(
    program: Program, values: Sequence[Any], mode: str, rng: np.random.Generator, name: str
) -> Comparison | None:
    """Compare a program with itself: its derivative along a random direction with differences.

    None where it cannot be run, or gives what is no number.
    """
    wide = [widened(v) for v in values]
    try:
        outputs = program.call(wide)
    except Exception:
        return None
    if not all(is_floating(y) for y in outputs):
        return None
    moving = [wide[k] for k in program.wrt]
    directions = [random_direction(v, rng) for v in moving]
    cotangents = cotangents_of(program, outputs, rng)
    line = Moved(program.call, wide, program.wrt, directions, cotangents)
    found = along(program, wide, mode, directions, cotangents)
    return judged(name, found, line, usual(program, values, outputs), size_of(moving))


def along(
    program: Program,
    values: Sequence[Any],
    mode: str,
    directions: Sequence[Any],
    cotangents: Sequence[Any],
) -> float:
    """Return the compiled derivative along directions, contracted with cotangents."""
    if mode == "fwd":
        return contracted(cotangents, program.pushed.call([*values, *directions]))
    seeds = [] if program.scalar else cotangents
    return contracted(directions, program.pulled.call([*values, *seeds]))

"""Derivatives along a line without a compiler: differences, a complex step, and what is smooth.

>>> round(slope(lambda t: (1.0 + t) ** 3).value, 9)
3.0
>>> smoothness(abs)
'a kink: the slope is -1 on one side and 1 on the other'
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

STEPS = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5)
FINE = (1e-6, 1e-7, 1e-8)
EPSILON = 2.2e-16
SIDES = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
Line = Callable[[Any], Any]


@dataclass(frozen=True)
class Slope:
    """A derivative along a line, an estimate of its error, and how it was found."""

    value: float
    error: float
    method: str = "differences"

    @property
    def settled(self) -> bool:
        """Whether the step sizes agree with one another."""
        return self.error <= 1e-4 * max(abs(self.value), 1e-3)


def value_at(f: Line, t: complex) -> Any:
    """Return `f(t)`, NaN where the program raises: the line has left what it is defined on."""
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            return f(t)
    except Exception:
        return math.nan


def slope(f: Line, eps: float | None = None, size: float = 1.0, epsilon: float = EPSILON) -> Slope:
    """Return the derivative of `f` at 0 by central differences, and an estimate of its error.

    Of several step sizes, each extrapolated by Richardson's rule, the pair of neighbours
    that agree best is taken; the larger steps count where smaller ones meet rounding.

    Parameters
    ----------
    f
        The function of one number.
    eps
        The smallest of three step sizes, instead of the usual ones.
    size
        How large the numbers are that are moved; the usual steps are for numbers about 1.
    epsilon
        The relative rounding of the values of `f`.

    """
    if eps is not None:
        return _best(f, (4 * eps, 2 * eps, eps), epsilon)
    found = _best(f, STEPS, epsilon)
    if not found.settled and size > 0 and not 0.1 <= size <= 10:
        other = _best(f, tuple(h * size for h in STEPS), epsilon)
        found = other if other.error < found.error else found
    return found


def _best(f: Line, steps: tuple[float, ...], epsilon: float = EPSILON) -> Slope:
    best, before = Slope(math.nan, math.inf), math.nan
    for h in steps:
        right, left = value_at(f, h), value_at(f, -h)
        one = (right - left) / (2 * h)
        two = (value_at(f, h / 2) - value_at(f, -h / 2)) / h
        now = float((4 * two - one) / 3)
        rounding = epsilon * max(abs(right), abs(left)) / h
        gap = max(abs(now - before), rounding)
        if gap < best.error:
            best = Slope(now, gap)
        if gap <= 1e-10 * abs(now) or (best.settled and gap > 30 * best.error):
            break  # exact enough, or rounding has set in: later agreement would be by chance
        before = now
    return best


def finer(f: Line, size: float = 1.0) -> Slope:
    """Return the derivative by steps so small that only what is very near disturbs them."""
    found = _best(f, FINE)
    if 0 < size < 1e-4:
        other = _best(f, tuple(h * size for h in STEPS))
        found = other if other.settled else found
    return found


def by_complex_step(f: Line, near: Slope) -> Slope | None:
    """Return `Im f(ih) / h`, exact to rounding; None if `f` is not analytic.

    It is taken only where two step sizes agree with one another and with the differences
    `near`: `abs`, comparisons and casts spoil one of these, or raise.
    """
    if not near.settled:
        return None
    start, found = value_at(f, 0.0), []
    for h in (1e-30, 1e-20):
        moved = value_at(f, 1j * h)
        if not isinstance(moved, complex) or not np.isclose(moved.real, start, rtol=1e-12, atol=0):
            return None
        found.append(moved.imag / h)
    if abs(found[0] - found[1]) > 1e-12 * abs(found[1]):
        return None
    if abs(found[0] - near.value) > 10 * near.error + 1e-9 * abs(near.value):
        return None
    return Slope(found[0], 1e-13 * abs(found[0]), "complex step")


def smoothness(f: Line, size: float = 1.0, epsilon: float = EPSILON) -> str:
    """Return why `f` has no derivative at 0 that differences could find, "" if it is smooth.

    One-sided differences that settle on two values are a kink, values that do not meet a
    jump, values that do not exist an edge; differences that never settle are noise.
    """
    scale = size if 0 < size < 0.1 or size > 10 else 1.0
    scale *= math.sqrt(epsilon / EPSILON)  # rounding must not look like a jump
    start = value_at(f, 0.0)
    if not np.isfinite(start):
        return "" if np.isnan(start) else "the value is not finite"
    sides = {}
    for sign in (1.0, -1.0):
        steps = [sign * h * scale for h in SIDES]
        sides[sign] = _Side(start, [(h, value_at(f, h), value_at(f, h / 2)) for h in steps])
    return _judged(sides[1.0], sides[-1.0], abs(start))


@dataclass(frozen=True)
class _Side:
    """What a function is on one side of 0: steps, each with the values there and half way."""

    start: float
    points: list[tuple[float, float, float]]

    @cached_property
    def gaps(self) -> list[float]:
        """How far the values are from the one at 0."""
        return [abs(far - self.start) for _, far, _ in self.points]

    @cached_property
    def slopes(self) -> list[float]:
        """One-sided differences of second order."""
        return [(4 * half - 3 * self.start - far) / h for h, far, half in self.points]

    @cached_property
    def steadiest(self) -> float:
        """How far the two neighbouring slopes are apart that agree best."""
        return min(abs(a - b) for a, b in zip(self.slopes[1:], self.slopes, strict=False))


def _judged(right: _Side, left: _Side, start: float) -> str:
    """Judge what the two sides have found with falling steps."""
    if np.isnan(right.gaps[-1]) or np.isnan(left.gaps[-1]):
        return "an edge: on one side the function is not defined"
    worse = max(right, left, key=lambda side: side.gaps[-1])
    gaps, values = worse.gaps, [far for _, far, _ in worse.points]
    if gaps[-1] > 1e-11 * start and gaps[-1] > 0.2 * gaps[-2] > 0:
        if abs(values[-1] - values[-2]) < 0.1 * gaps[-1]:
            return f"a jump: the values on its sides are {gaps[-1]:.3g} apart"
        if gaps[-1] > 0.5 * gaps[-2]:
            return "noise or chaos: the values do not settle with smaller steps"
        return "a slope without bound, or one that turns very near"
    a, b = left.slopes[-2], right.slopes[-2]  # the last ones are more rounded
    moved = max(abs(side.slopes[-1] - side.slopes[-2]) for side in (left, right))
    apart, largest = abs(a - b), max(abs(a), abs(b))
    if apart > 1e-4 * largest and apart > 10 * moved:
        if abs(right.slopes[-3] - left.slopes[-3]) > 0.3 * apart:
            return f"a kink: the slope is {a:.3g} on one side and {b:.3g} on the other"
    if max(right.steadiest, left.steadiest) > max(1e-2 * largest, 1e-6):
        return "noise or chaos: the differences do not settle with smaller steps"
    return ""

"""Whether other lines compute the same numbers: trials against many digits.

At each point the new lines must be right within two units in the last place, or within what the
rounding errors of the old ones may add up to there (a running error bound); and what their own may
add up to is not a bit more. They raise what the old ones raise, and have NaN and infinity nowhere
else. The points are of all sizes, special ones, and those where an intermediate of the new lines
goes through zero: there digits cancel.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adcompiler.optimise.digits import Exact, exact, off
from adcompiler.optimise.straight import Line, Straight, compute

WORST = 2.0  # units in the last place that are always allowed
FEWEST = 24  # points at which the old lines must have finite values
ORDINARY = 96  # points of ordinary size, which come first
ROUGH = 2.0**26  # units in the last place: who loses so many everywhere means to
SPECIAL = (
    0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 1e-8, -1e-8, 1e-16, 1e8, 1e16, 37.0, -37.0, 300.0, 709.5,
    -745.5, 1e-154, 1e155, 1e-200, 1e200, -1e200, 5e-324, 1e308, math.inf, -math.inf, math.nan,
)  # fmt: skip
Point = tuple[float, ...]


@dataclass(eq=False)
class Outcome:
    """What lines give at one point: values by name, or what they raise; and whether they warn."""

    values: dict[str, Any] = field(default_factory=dict)
    raised: type[Exception] | None = None
    warned: bool = False


@dataclass(frozen=True, eq=False)
class Trial:
    """A point, what the old lines give there, and what they should give."""

    point: Point
    old: Outcome
    exact: dict[str, Exact | None]


class Trials:
    """The trials of one run."""

    def __init__(self, run: Straight) -> None:
        self.run = run
        self.draw = random.Random(0)
        self.known = [self.trial(point) for point in _points(run, self.draw)]

    def trial(self, point: Point) -> Trial:
        """Run the old lines at a point."""
        old = self.outcome(self.run.lines, point)
        return Trial(point, old, exact(self.run, self.run.lines, point))

    def outcome(self, lines: Sequence[Line], point: Point) -> Outcome:
        """Compute lines at a point."""
        found = Outcome()
        kinds = self.run.inputs.values()
        given = [np.float64(x) if k == "float64" else x for k, x in zip(kinds, point, strict=True)]

        def warn(*_: object) -> None:
            found.warned = True

        with np.errstate(all="call", under="ignore", call=warn):
            try:
                found.values = compute(lines, dict(zip(self.run.inputs, given, strict=True)))
                if any(isinstance(v, complex) for v in found.values.values()):
                    raise ValueError("a root of a negative number")
            except (ArithmeticError, ValueError, TypeError) as error:
                found.raised = type(error)
        return found

    def good(self, lines: Sequence[Line]) -> bool:
        """Tell whether the lines may stand for the run."""
        finite = [t for t in self.known if _is_finite(t.old, self.run.wanted)]
        rough = sum(map(_is_rough, self.known[:ORDINARY]))
        if len(finite) < FEWEST or rough > ORDINARY // 4:
            return False
        if not all(self.agrees(lines, t) for t in self.known):
            return False
        if not all(self.no_rougher(lines, t) for t in self.known):
            return False
        crossings = map(self.trial, self._crossings(lines))
        return all(self.agrees(lines, t) and self.no_rougher(lines, t) for t in crossings)

    def agrees(self, lines: Sequence[Line], trial: Trial) -> bool:
        """Tell whether the lines give at a point what is as good as what the old ones give."""
        old, now = trial.old, self.outcome(lines, trial.point)
        if now.raised is not None or old.raised not in (None, OverflowError):
            return now.raised is old.raised
        if now.warned and not old.warned and old.raised is None:
            return False
        for name in self.run.wanted:
            y, true = now.values[name], trial.exact[name]
            if old.raised is not None:
                if not _right(y, true, WORST):
                    return False
                continue
            x = old.values[name]
            if math.isnan(x) and any(map(math.isinf, trial.point)):
                continue  # no number to be right about
            if not _alike(x, y, true, name in self.run.loose):
                return False
        return True

    def no_rougher(self, lines: Sequence[Line], trial: Trial) -> bool:
        """Tell whether rounding errors add up to no more than in the old lines at a point."""
        found = exact(self.run, lines, trial.point)
        for name in self.run.wanted:
            old, now = trial.exact[name], found[name]
            if old is None or now is None or not _sized(old):
                continue
            if now.bound > max(2.0 * old.bound, WORST * math.ulp(float(old.value))):
                return False
        return True

    def _crossings(self, lines: Sequence[Line]) -> Iterator[Point]:
        """Yield points where a sum or difference of the new lines goes through zero."""
        old = set(self.run.lines)
        for line in lines:
            if line.word not in "+-" or line in old:
                continue
            for positive, _ in itertools.product((True, False), range(4)):
                ends = [_moderate(len(self.run.inputs), self.draw, positive) for _ in range(2)]
                found = self._crossing(lines, line.name, *ends)
                if found is not None:
                    yield found

    def _crossing(self, lines: Sequence[Line], name: str, a: Point, b: Point) -> Point | None:
        def at(t: float) -> tuple[Point, float]:
            point = tuple(x + t * (y - x) for x, y in zip(a, b, strict=True))
            return point, float(self.outcome(lines, point).values.get(name, math.nan))

        low, high = 0.0, 1.0
        first, last = at(low)[1], at(high)[1]
        if not first * last < 0.0:
            return None
        for _ in range(60):
            middle = 0.5 * (low + high)
            value = at(middle)[1]
            low, high = (middle, high) if value * first > 0.0 else (low, middle)
        return at(high)[0]


def _is_finite(outcome: Outcome, wanted: Sequence[str]) -> bool:
    return outcome.raised is None and all(math.isfinite(outcome.values[n]) for n in wanted)


def _is_rough(trial: Trial) -> bool:
    """Tell whether rounding leaves less than half of the digits of what is not always zero."""
    known = [e for e in trial.exact.values() if e is not None and _sized(e)]
    known = [e for e in known if abs(e.value) > 2.0**-60 * e.bound]
    return any(e.bound > ROUGH * math.ulp(float(e.value)) for e in known)


def _alike(x: Any, y: Any, true: Exact | None, loose: bool) -> bool:
    """Tell whether a new value is as good as an old one; zeros are alike if their signs are."""
    if type(x) is not type(y):
        return False
    if math.isnan(y):
        return math.isnan(x)
    if x == y:
        return bool(x) or loose or math.copysign(1.0, x) == math.copysign(1.0, y)
    if true is None:
        return math.isfinite(x) and abs(float(x) - float(y)) <= WORST * math.ulp(float(x))
    if not math.isfinite(x):
        return _right(y, true, WORST)
    allowed = float(true.bound / math.ulp(float(true.value))) if _sized(true) else off(x, true)
    return _right(y, true, max(WORST, allowed))


def _sized(true: Exact) -> bool:
    """Tell whether neither the number nor its error is beyond all floats."""
    return math.isfinite(float(true.value)) and math.isfinite(float(true.bound))


def _right(y: Any, true: Exact | None, allowed: float) -> bool:
    return true is not None and off(y, true) <= allowed


# -- points -------------------------------------------------------------------------------


def _points(run: Straight, draw: random.Random) -> Iterator[Point]:
    n = len(run.inputs)
    for k in range(ORDINARY):
        yield _moderate(n, draw, k % 2 == 0)
    for k in range(16):  # equal numbers, and opposite ones
        x = draw.gauss(0.0, 2.0)
        yield tuple(x if k % 2 == 0 or draw.random() < 0.5 else -x for _ in range(n))
    for span in (3.0, 20.0, 300.0 / n):  # the product of all is still a float
        for k in range(16):
            sizes = [10.0 ** draw.uniform(-span, span) for _ in range(n)]
            signs = [1.0 if k % 2 == 0 else draw.choice((-1.0, 1.0)) for _ in range(n)]
            yield tuple(s * x for s, x in zip(signs, sizes, strict=True))
    numbers = {abs(float(a)) for line in run.lines for a in line.args if not isinstance(a, str)}
    near = [m for c in sorted(numbers) for m in (c, -c, math.nextafter(c, math.inf))]
    for k, special in itertools.product(range(n), (*SPECIAL, *near)):
        base = [*_moderate(n, draw, True)]
        base[k] = special
        yield tuple(base)


def _moderate(n: int, draw: random.Random, positive: bool) -> Point:
    if draw.random() < 0.25:
        return tuple(draw.uniform(0.0 if positive else -1.0, 1.0) for _ in range(n))
    return tuple(abs(x) if positive else x for x in (draw.gauss(0.0, 1.5) for _ in range(n)))

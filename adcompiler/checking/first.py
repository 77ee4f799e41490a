"""The check at the first call of each specialisation: `grad(f, check="first")`."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adcompiler.checking.bisection import first_fault
from adcompiler.checking.comparison import identity
from adcompiler.checking.derivatives import undisturbed
from adcompiler.checking.judging import Moved, along, judged, usual
from adcompiler.checking.report import Report
from adcompiler.checking.subject import Subject
from adcompiler.checking.vectors import (
    contracted,
    random_direction,
    size_of,
    widened,
    with_floats,
)
from adcompiler.compiled import State
from adcompiler.errors import CompileError
from adcompiler.transforms.gradient import GradientOptions


def check_call(state: State, function: Callable[..., Any], values: Sequence[Any]) -> None:
    """Compare the gradient that a call is about to return along one random direction.

    Raises
    ------
    DerivativeError
        Where it differs from differences or from forward mode. A point where the function is
        not smooth is no fault of the gradient: that is a RuntimeWarning.

    """
    options = state.options
    assert isinstance(options, GradientOptions)
    given = list(values)
    for k in options.argnums:
        given[k] = with_floats(given[k])
    subject = Subject(state.fun, state, given, options.argnums, options.has_aux)
    try:
        outputs = subject.call([widened(v) for v in given])
    except Exception:  # the call that follows raises it where the user expects it
        return
    with undisturbed(), np.errstate(all="ignore"):
        returned = state.called(function, copy.deepcopy(list(values)))
    rng = np.random.default_rng(0)
    wide = [widened(v) for v in given]
    directions = [random_direction(v, rng) for v in subject.moving]
    line = Moved(subject.call, wide, options.argnums, directions, (1.0,))
    gradients = _gradients(returned, options)
    moving = [wide[k] for k in options.argnums]
    bounds = usual(subject.program, subject.moving, outputs)
    size = size_of(moving)
    found = contracted(directions, gradients)
    rows = [judged("along a direction", found, line, bounds, size, subject.real)]
    try:
        pushed = along(subject.program, given, "fwd", directions, (1.0,))
        rows.append(identity(pushed, gradients, directions, subject.program.single))
    except CompileError:
        pass  # what only forward mode refuses is no fault of the gradient
    if all(row.agrees for row in rows):
        return
    fault = first_fault(subject.program, given, ("rev", "fwd"), 1, line)
    report = Report("the gradient at the first call", rows, fault)
    if report.verdict == "wrong":
        report.check()
    warnings.warn(str(report), RuntimeWarning, stacklevel=6)


def _gradients(returned: Any, options: GradientOptions) -> tuple[Any, ...]:
    """Return the gradients in what a gradient function has returned."""
    if options.value:
        returned = returned[1]
    elif options.has_aux:
        returned = returned[0]
    return (returned,) if options.single else tuple(returned)

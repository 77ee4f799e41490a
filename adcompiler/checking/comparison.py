"""Comparing derivatives with differences, element by element, and the two modes with one another.

>>> report = examine(lambda x: x**3, (2.0,), (0,))
>>> report.verdict, [round(r.compiled) for r in report.rows]
('right', [12])
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from adcompiler.checking.bisection import first_fault
from adcompiler.checking.derivatives import Program
from adcompiler.checking.judging import (
    Bounds,
    Moved,
    alone,
    along,
    cotangents_of,
    judged,
    nested,
    usual,
)
from adcompiler.checking.report import Comparison, Report
from adcompiler.checking.subject import Subject
from adcompiler.checking.vectors import (
    contracted,
    inner,
    leaves,
    magnitude,
    random_direction,
    size_of,
    widened,
)
from adcompiler.errors import CompileError
from adcompiler.records import mapped

ELEMENTS = 200  # of one leaf that are compared one by one,
FEWEST = 10  # and of one so large that every run takes its time
ORDINALS = ("", "the gradient", "the second derivative", "the third derivative")
MODES = {"rev": "reverse mode", "fwd": "forward mode"}


def examine(
    fun: Callable[..., Any],
    args: Sequence[Any],
    argnums: Sequence[int],
    order: int = 1,
    modes: Sequence[str] = ("rev",),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> Report:
    """Return the report on the first derivative that is not right, or that on the gradient."""
    subject = Subject.of(fun, args, argnums)
    found = None
    for report in _reports(subject, order, modes, (atol, rtol, eps)):
        if report.verdict != "right":
            return report
        found = found or report
    assert found is not None
    return found


def _reports(
    subject: Subject,
    order: int,
    modes: Sequence[str],
    given: tuple[float | None, float | None, float | None],
) -> Iterator[Report]:
    """Yield the reports on the value, on both modes and on the derivatives of the gradient."""
    rng = np.random.default_rng(0)
    outputs = subject.call(subject.values)
    value = _value(subject, outputs)
    if value is not None:
        yield value
    wide = [widened(v) for v in subject.values]
    bounds = usual(subject.program, subject.moving, subject.call(wide), *given)
    if "rev" in modes:
        yield _elements(subject, outputs, wide, bounds, rng)
    if "fwd" in modes:
        yield _forward(subject, outputs, wide, "rev" not in modes, bounds, rng)
    inside = "rev" if "rev" in modes else "fwd"
    for depth in range(1, order):
        program, inputs = nested(subject.program, subject.values, depth, inside, rng)
        for mode in modes:
            name = f"{ORDINALS[depth + 1]} in {MODES[mode]}"
            yield _deeper(subject, name, program, inputs, mode, depth + 1, rng)


def _value(subject: Subject, outputs: Sequence[Any]) -> Report | None:
    """Return what is wrong with the value already: that of the stages, or that of a second call."""
    if not outputs:
        raise ValueError("the function returns nothing that has a derivative")
    name = "the value of the function"
    if not _same(outputs, subject.call(subject.values)):
        return Report(name, [], problem="it is another one when the function is called again")
    if not _same(outputs, subject.program.call(subject.values)):
        return Report(name, [], problem="it is not that of the program as it was understood")
    return None


def _same(these: Sequence[Any], those: Sequence[Any]) -> bool:
    pairs = [
        pair
        for a, b in zip(these, those, strict=True)
        for pair in zip(leaves(a), leaves(b), strict=True)
    ]
    return all(np.allclose(x, y, rtol=1e-6, atol=1e-12, equal_nan=True) for (_, x), (_, y) in pairs)


def _elements(
    subject: Subject,
    outputs: Sequence[Any],
    wide: Sequence[Any],
    bounds: Bounds,
    rng: np.random.Generator,
) -> Report:
    """Compare the gradient with differences, element by element."""
    program = subject.program
    cotangents = cotangents_of(program, outputs, rng)
    subject_ = ORDINALS[1] if program.scalar else "the gradient of the outputs times a cotangent"

    def line(direction: Any, k: int) -> Moved:
        return Moved(subject.call, wide, (k,), (direction,), cotangents)

    rows = []
    try:
        seeds = [] if program.scalar else cotangents
        gradients = program.pulled.call([*subject.values, *seeds])
        for k, g in zip(subject.argnums, gradients, strict=True):
            name = subject.state.parameters[k].name
            for path, direction, found in _axes(wide[k], g):
                moved, size = line(direction, k), size_of([wide[k]])
                rows.append(judged(name + path, found, moved, bounds, size, subject.real))
    except CompileError:
        raise
    except Exception as error:
        problem = f"it raises {type(error).__name__}: {error}"
        whole = Moved(subject.call, wide, subject.argnums, subject.moving, cotangents)
        fault = first_fault(program, subject.values, ("rev",), 1, whole)
        return Report(subject_, rows, fault, problem)
    failed = [r for r in rows if not r.agrees]
    if not failed:
        return Report(subject_, rows)
    directions = [random_direction(v, rng) for v in (wide[k] for k in subject.argnums)]
    whole = Moved(subject.call, wide, subject.argnums, directions, cotangents)
    return Report(subject_, rows, first_fault(program, subject.values, ("rev",), 1, whole))


def _forward(
    subject: Subject,
    outputs: Sequence[Any],
    wide: Sequence[Any],
    differences: bool,
    bounds: Bounds,
    rng: np.random.Generator,
) -> Report:
    """Compare forward mode with reverse mode, `<u, J v> = <J' u, v>`, or with differences."""
    program = subject.program
    cotangents = cotangents_of(program, outputs, rng)
    directions = [random_direction(v, rng) for v in subject.moving]
    line = Moved(subject.call, wide, subject.argnums, directions, cotangents)
    try:
        found = along(program, subject.values, "fwd", directions, cotangents)
        seeds = [] if program.scalar else cotangents
        gradients = program.pulled.call([*subject.values, *seeds])
        rows = [identity(found, gradients, directions, program.single)]
    except CompileError:
        raise
    except Exception as error:
        problem = f"it raises {type(error).__name__}: {error}"
        fault = first_fault(program, subject.values, ("fwd", "rev"), 1, line)
        return Report(MODES["fwd"], [], fault, problem)
    if differences:
        size = size_of([wide[k] for k in subject.argnums])
        rows.append(judged("along a direction", found, line, bounds, size, subject.real))
    fault = None
    if not all(r.agrees for r in rows):
        fault = first_fault(program, subject.values, ("fwd", "rev"), 1, line)
    return Report(MODES["fwd"], rows, fault)


def identity(
    found: float, gradients: Sequence[Any], directions: Sequence[Any], single: bool
) -> Comparison:
    """Compare what forward mode has found with the gradients, which needs no step."""
    other = contracted(directions, gradients)
    terms = sum((magnitude(d, g) for d, g in zip(directions, gradients, strict=True)), 0.0)
    bound = 1e-10 + (1e-5 if single else 1e-9) * max(terms, abs(found))
    agrees = bool(np.isclose(found, other, rtol=0.0, atol=bound, equal_nan=True))
    gap = abs(found - other)
    method = "reverse mode"
    return Comparison("<u, J v>", found, other, gap, bound, method=method, agrees=agrees)


def _deeper(
    subject: Subject,
    name: str,
    program: Program,
    given: Sequence[Any],
    mode: str,
    order: int,
    rng: np.random.Generator,
) -> Report:
    """Compare a derivative of a derivative with differences of that."""
    try:
        row = alone(program, given, mode, rng, "along a direction")
        rows, problem = [row] if row is not None else [], ""
    except CompileError:
        raise
    except Exception as error:
        rows, problem = [], f"it raises {type(error).__name__}: {error}"
    if not problem and all(r.agrees for r in rows):
        return Report(name, rows)
    directions = [random_direction(v, rng) for v in subject.moving]
    line = Moved(subject.call, subject.values, subject.argnums, directions, ())
    modes = tuple(dict.fromkeys((mode, "rev")))
    return Report(
        name, rows, first_fault(subject.program, subject.values, modes, order, line), problem
    )


def _axes(value: Any, gradient: Any) -> Iterator[tuple[str, Any, float]]:
    """Yield coordinate directions of a value with the gradient's element for each.

    A complex number has two: of the gradient `dL/dx - i dL/dy` they see one part each. Of a
    leaf with many elements some are taken, evenly spread, and a random direction.
    """
    pairs = zip(list(leaves(value)), list(leaves(gradient)), strict=True)
    for (path, leaf), (_, g) in pairs:
        array = np.asarray(g)
        if array.shape != np.shape(leaf):
            raise ValueError(f"of shape {array.shape} for a value of shape {np.shape(leaf)}")
        steps = {"": 1.0, ".imag": 1j} if np.iscomplexobj(array) else {"": 1.0}
        count = max(FEWEST, min(ELEMENTS, 400_000 // max(array.size, 1)))
        stride = max(1, -(-array.size // count))
        for index in itertools.islice(np.ndindex(array.shape), 0, None, stride):
            for part, step in steps.items():
                unit = np.zeros(array.shape, dtype=type(step))
                unit[index] = step
                where = "".join(f"[{i}]" for i in index)
                yield (
                    path + where + part,
                    _placed(value, path, unit if array.shape else step),
                    float(np.real(array[index] * step)),
                )
        if stride > 1:
            unit = random_direction(leaf, np.random.default_rng(2))
            yield f"{path} along a direction", _placed(value, path, unit), inner(unit, g)


def _placed(value: Any, path: str, unit: Any) -> Any:
    """Return a direction that is zero but for `unit` at `path`."""
    found = iter([where for where, _ in leaves(value)])

    def placed(leaf: Any) -> Any:
        if next(found) == path:
            return unit
        return np.zeros(np.shape(leaf)) if np.shape(leaf) else 0.0

    return mapped(placed, value)

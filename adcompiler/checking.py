"""Comparing derivatives with numerical differences, and the two modes with one another."""

from __future__ import annotations

import copy
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.api import grad, plain_function, value_and_grad
from adcompiler.compiled import state_of
from adcompiler.records import is_container, is_number, mapped, parts

STEPS = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5)


@dataclass(frozen=True, eq=False)
class Comparison:
    """One leaf of one argument: the compiled derivative against differences."""

    name: str
    compiled: float
    numerical: float
    error: float
    bound: float

    @property
    def agrees(self) -> bool:
        """Whether the two are equal within the bound."""
        return self.error <= self.bound


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the numbers and arrays inside nested containers, with the path to each."""
    if not is_container(value):
        yield path, value
        return
    for where, part in parts(value):
        if is_container(part) or is_number(part):
            yield from leaves(part, path + where)


def shifted(value: Any, direction: Any, step: float) -> Any:
    """Return `value + step * direction`, container by container."""
    return mapped(lambda d, v: _shifted(v, d, step), direction, value)


def _shifted(value: Any, direction: Any, step: float) -> Any:
    moved = value + step * direction
    if isinstance(value, np.ndarray):
        return np.asarray(moved, dtype=value.dtype)
    if isinstance(value, np.generic):
        return type(value)(moved)
    return complex(moved) if isinstance(value, complex) else float(moved)


def random_direction(value: Any, rng: np.random.Generator) -> Any:
    """Return a random direction in the space of a value."""

    def draw(leaf: Any) -> Any:
        direction = rng.standard_normal(np.shape(leaf))
        if np.iscomplexobj(leaf):
            direction = direction + 1j * rng.standard_normal(np.shape(leaf))
        if isinstance(leaf, np.ndarray):
            return direction
        return complex(direction) if np.iscomplexobj(leaf) else float(direction)

    return mapped(draw, value)


def inner(a: Any, b: Any) -> float:
    """Return the sum of products of two values of one structure; of complex ones, its real part."""
    pairs = zip(leaves(a), leaves(b), strict=True)
    return float(np.real(sum(np.sum(np.asarray(p) * np.asarray(q)) for (_, p), (_, q) in pairs)))


def slope(f: Callable[[float], float], eps: float | None = None) -> tuple[float, float]:
    """Return the derivative of `f` at 0 by central differences, and an estimate of its error.

    Of several step sizes, each extrapolated by Richardson's rule, the pair of neighbours
    that agree best is taken.
    """
    steps = STEPS if eps is None else (4 * eps, 2 * eps, eps)
    found = []
    for h in steps:
        one = (f(h) - f(-h)) / (2 * h)
        two = (f(h / 2) - f(-h / 2)) / h
        found.append((4 * two - one) / 3)
    gaps = [abs(a - b) for a, b in zip(found[1:], found, strict=False)]
    best = int(np.argmin(gaps)) if not np.all(np.isnan(gaps)) else 0
    return float(found[best + 1]), float(gaps[best])


def compare(
    fun: Callable[..., Any],
    args: Sequence[Any],
    argnums: Sequence[int],
    *,
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> list[Comparison]:
    """Return one comparison for each element of each argument (at most 200 per argument)."""
    state = state_of(fun)
    original = state.fun if state is not None else fun
    gradient = grad(original, argnums=tuple(argnums))
    found = gradient(*copy.deepcopy(args))
    out = []
    names = [p.name for p in state_of(gradient).parameters]  # type: ignore[union-attr]
    for k, g in zip(argnums, found, strict=True):
        for path, direction, compiled in _axes(args[k], g):

            def along(t: float, k: int = k, direction: Any = direction) -> float:
                moved = list(copy.deepcopy(args))
                moved[k] = shifted(moved[k], direction, t)
                return float(original(*moved))

            single = any(is_single(v) for _, v in leaves(args[k]))
            value, error = slope(along, eps if eps is not None else (1e-2 if single else None))
            relative = rtol if rtol is not None else (1e-2 if single else 1e-6)
            bound = (atol if atol is not None else (1e-3 if single else 1e-8)) + relative * max(
                abs(value), abs(compiled)
            )
            gap = abs(compiled - value)
            gap = 0.0 if np.isnan(compiled) and np.isnan(value) else gap
            out.append(Comparison(names[k] + path, compiled, value, gap, bound + 10 * error))
    return out


def is_single(leaf: Any) -> bool:
    """Tell whether a number or array is in single precision."""
    return getattr(leaf, "dtype", None) in (np.float32, np.complex64)


def _axes(value: Any, gradient: Any) -> Iterator[tuple[str, Any, float]]:
    """Yield every coordinate direction of a value with the gradient's element for it.

    A complex number has two: of the gradient `dL/dx - i dL/dy` they see one part each.
    """
    for (path, _), (_, g) in zip(list(leaves(value)), list(leaves(gradient)), strict=True):
        array = np.asarray(g)
        steps = {"": 1.0, ".imag": 1j} if np.iscomplexobj(array) else {"": 1.0}
        for index in list(np.ndindex(array.shape))[:200]:
            for part, step in steps.items():
                unit = np.zeros(array.shape, dtype=type(step))
                unit[index] = step
                where = "".join(f"[{i}]" for i in index)
                yield (
                    path + where + part,
                    _placed(value, path, unit if array.shape else step),
                    float(np.real(array[index] * step)),
                )


def _placed(value: Any, path: str, unit: Any) -> Any:
    """Return a direction that is zero but for `unit` at `path`."""
    found = iter([where for where, _ in leaves(value)])

    def placed(leaf: Any) -> Any:
        if next(found) == path:
            return unit
        return np.zeros(np.shape(leaf)) if np.shape(leaf) else 0.0

    return mapped(placed, value)


def check_grads(
    fun: Callable[..., Any],
    args: Sequence[Any],
    order: int = 1,
    modes: Sequence[str] = ("fwd", "rev"),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> None:
    """Check the derivatives of a scalar-valued function at one point.

    Parameters
    ----------
    fun
        The function, or its gradient function.
    args
        Arguments; those made of floats are differentiated.
    order
        1 for the gradient, 2 for the derivative of the gradient along a random direction too.
    modes
        "rev" compares the gradient with central differences of several step sizes,
        "fwd" forward mode with reverse mode, which needs no step size.
    atol, rtol, eps
        Bounds of the comparison and a step size, instead of the usual ones.

    Raises
    ------
    AssertionError
        With a table of the elements that differ.

    Examples
    --------
    >>> check_grads(lambda x: x ** 3, (2.0,))

    """
    from adcompiler.tangents import tangent_of

    argnums = [k for k, a in enumerate(args) if is_floating(a)]
    if not argnums:
        raise ValueError("check_grads: no argument is made of floats")
    if "rev" in modes:
        rows = compare(fun, args, argnums, atol=atol, rtol=rtol, eps=eps)
        wrong = [r for r in rows if not r.agrees]
        if wrong:
            raise AssertionError("the gradient differs from differences:\n" + table(wrong))
    original = plain_function(fun)
    state = state_of(original)
    original = state.fun if state is not None else original
    rng = np.random.default_rng(0)
    directions = [random_direction(args[k], rng) for k in argnums]
    if "fwd" in modes:
        _, dot = tangent_of(original, args, argnums, directions)
        pulled = grad(original, argnums=tuple(argnums))(*copy.deepcopy(args))
        along = sum(inner(d, g) for d, g in zip(directions, pulled, strict=True))
        single = any(is_single(v) for a in args for _, v in leaves(a))
        if not np.isclose(float(dot), along, rtol=1e-5 if single else 1e-8, atol=1e-10):
            raise AssertionError(f"forward mode gives {float(dot)!r}, reverse mode {along!r}")
    if order > 1:
        _check_second(original, args, argnums, directions, rtol)


def _check_second(
    fun: types.FunctionType,
    args: Sequence[Any],
    argnums: Sequence[int],
    directions: Sequence[Any],
    rtol: float | None,
) -> None:
    """Compare the gradient of `<gradient, direction>` along a direction with differences."""
    gradient = value_and_grad(fun, argnums=tuple(argnums))

    def along(t: float) -> float:
        moved = list(copy.deepcopy(args))
        for k, d in zip(argnums, directions, strict=True):
            moved[k] = shifted(moved[k], d, t)
        return sum(inner(d, g) for d, g in zip(directions, gradient(*moved)[1], strict=True))

    from adcompiler.tangents import second_along

    value, error = slope(along)
    compiled = second_along(fun, args, argnums, directions)
    bound = 1e-8 + (rtol or 1e-6) * max(abs(value), abs(compiled)) + 10 * error
    if abs(compiled - value) > bound:
        raise AssertionError(f"second derivative {compiled!r}, differences {value!r}")


def is_floating(value: Any) -> bool:
    """Tell whether a value is made of floats, or complex numbers, only."""
    found = list(leaves(value))
    return bool(found) and all(
        isinstance(v, float | complex)
        or (isinstance(v, np.ndarray | np.generic) and np.asarray(v).dtype.kind in "fc")
        for _, v in found
    )


def table(rows: Sequence[Comparison]) -> str:
    """Return comparisons as lines of text."""
    width = max(len(r.name) for r in rows)
    lines = [f"{'':{width}}  {'compiled':>18}  {'differences':>18}  {'error':>9}"]
    for r in rows[:40]:
        mark = "ok" if r.agrees else "WRONG"
        lines.append(
            f"{r.name:{width}}  {r.compiled:18.10g}  {r.numerical:18.10g}  {r.error:9.1e}  {mark}"
        )
    if len(rows) > 40:
        lines.append(f"... and {len(rows) - 40} more")
    return "\n".join(lines)

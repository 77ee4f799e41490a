"""Comparing derivatives with differences, and the two modes with one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adcompiler.checking.comparison import examine
from adcompiler.checking.report import DerivativeError, NotSmoothError, Report
from adcompiler.checking.vectors import (
    inner,
    is_floating,
    is_single,
    leaves,
    random_direction,
)

__all__ = [
    "DerivativeError",
    "NotSmoothError",
    "Report",
    "check_grads",
    "examine",
    "inner",
    "is_floating",
    "is_single",
    "leaves",
    "random_direction",
]


def check_grads(
    fun: Callable[..., Any],
    args: Sequence[Any],
    order: int = 1,
    modes: Sequence[str] = ("fwd", "rev"),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> None:
    """Check the derivatives of a function at one point.

    The function may return anything made of numbers: what is no single real number is
    contracted with a random cotangent. Nothing is returned where all is well.

    Parameters
    ----------
    fun
        The function, or its gradient function. It is called some dozens of times, on copies
        of the arguments; what it prints it prints as often.
    args
        Arguments; those made of floats or complex numbers are differentiated.
    order
        1 for the gradient; 2 and 3 for the derivatives of it too, along a random direction.
    modes
        "rev" compares the gradient, element by element, with central differences of several
        step sizes or, where the function is analytic, with a complex step. "fwd" compares
        forward with reverse mode, `<u, J v> = <J' u, v>`, which needs no step size; alone, with
        differences too. Higher derivatives are those of the gradient in each mode.
    atol, rtol, eps
        Bounds of the comparison of the gradient and a step size, instead of the usual ones.

    Raises
    ------
    DerivativeError
        An AssertionError with a table of the elements that differ and the first statement at
        fault: the one whose own derivative differs from differences of it.
    NotSmoothError
        Its subclass for points where differences find no derivative: kinks, jumps, edges,
        decisions that change near by, noise.
    CompileError
        Where the function cannot be differentiated at all.

    Examples
    --------
    >>> check_grads(lambda x: x ** 3, (2.0,), order=3)
    >>> check_grads(lambda x: abs(x) + max(x, 0.0), (0.0,))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    adcompiler.checking.report.NotSmoothError: not smooth here, ...

    """
    argnums = [k for k, a in enumerate(args) if is_floating(a)]
    if not argnums:
        raise ValueError("check_grads: no argument is made of floats")
    if order not in (1, 2, 3):
        raise ValueError(f"check_grads: order must be 1, 2 or 3, not {order!r}")
    if not modes or set(modes) - {"fwd", "rev"}:
        raise ValueError(f"check_grads: modes are 'fwd' and 'rev', not {modes!r}")
    examine(fun, args, argnums, order, modes, atol, rtol, eps).check()

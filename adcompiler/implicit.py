"""Solutions of equations, whose derivative is known however they were found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.api import grad
from adcompiler.custom import custom_jvp
from adcompiler.jacobians import jacrev
from adcompiler.modes import jvp

Function = Callable[..., Any]


class custom_root(custom_jvp):
    """The solution of an equation, as a function of what the equation depends on.

    Where `residual(x, *args)` is zero, x moves with the arguments as the implicit function
    theorem says, by one linear system; `solve` is not differentiated and need not be readable.
    Any solver of SciPy will do, a fixed-point iteration (`residual` is `x - step(x)`), or the
    minimisation of an objective (`residual` is `lambda x, a: grad(objective)(x, a)`).

    Parameters
    ----------
    solve
        Takes a first guess and the arguments; returns x, of the shape of the guess, at which
        the residual is zero to all digits that matter: errors of x are errors of the derivative.
    residual
        Takes x and the arguments; returns as many numbers as x has. It is differentiated.

    Returns
    -------
    function
        It takes what `solve` takes. No derivative flows through the guess.

    Examples
    --------
    >>> import adcompiler
    >>> def newton(x, a):
    ...     for _ in range(20):
    ...         x = x - (x * x - a) / (2.0 * x)
    ...     return x
    >>> root = adcompiler.custom_root(newton, lambda x, a: x * x - a)
    >>> adcompiler.grad(lambda a: root(1.0, a))(4.0)
    0.25

    """

    def __init__(self, solve: Function, residual: Function) -> None:
        super().__init__(solve, nondiff_argnums=(0,))
        if not callable(residual):
            raise TypeError(f"custom_root needs a function for its residual, not {residual!r}")
        self.residual = residual
        self.defjvp(_tangent(self, residual))


def _tangent(root: Function, residual: Function) -> Function:
    """Return the forward rule: what the arguments do to the residual, x takes back."""

    def tangent(guess: Any, primals: Any, tangents: Any) -> Any:
        if isinstance(guess, (int, float)) or guess.ndim == 0:
            one = float(root(guess, *primals))
            slope = grad(residual)(one, *primals)
            _, moved = jvp(lambda *args: residual(one, *args), primals, tangents)
            return one, -moved / slope
        x = np.reshape(root(guess, *primals), guess.shape).astype(np.float64)
        _, moved = jvp(lambda *args: residual(x, *args), primals, tangents)
        if guess.ndim == 1:
            return x, -np.linalg.solve(jacrev(residual)(x, *primals), moved)
        slope = jacrev(lambda v: np.ravel(residual(np.reshape(v, guess.shape), *primals)))
        flat = np.linalg.solve(slope(np.ravel(x)), np.ravel(moved))
        return x, -np.reshape(flat, guess.shape)

    return tangent

"""Differential equations by steps that are differentiated as they are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def rk4(
    f: Callable[..., Any], y0: Any, t: Sequence[float] | np.ndarray, *args: Any, steps: int = 1
) -> Any:
    """Solve `dy/dt = f(t, y, *args)` by the classical Runge-Kutta method of fourth order.

    In a differentiated function it is read like one of your own, so that its gradient is the
    discrete adjoint: exactly that of the steps as they are taken, backwards through the same
    steps. (The adjoint of the continuous equation is another thing, and differs from the
    derivative of what was computed by the error of both discretisations.)

    Parameters
    ----------
    f
        The right-hand side, of the time, the state and the further arguments.
    y0
        The state at `t[0]`: a number or an array.
    t
        The times at which the state is wanted, in either direction.
    args
        Passed on to `f`.
    steps
        Steps of equal size from each of these times to the next.

    Returns
    -------
    array
        The states at these times, along a first axis.

    Examples
    --------
    >>> import adcompiler
    >>> def loss(rate):
    ...     return adcompiler.rk4(lambda t, y: -rate * y, 1.0, [0.0, 0.5, 1.0], steps=20)[-1]
    >>> print(f"{adcompiler.grad(loss)(2.0):.6f}, {-np.exp(-2.0):.6f}")
    -0.135335, -0.135335

    """
    y = y0
    states = [y]
    for k in range(len(t) - 1):
        h = (t[k + 1] - t[k]) / steps
        for i in range(steps):
            now = t[k] + i * h
            k1 = f(now, y, *args)
            k2 = f(now + 0.5 * h, y + 0.5 * h * k1, *args)
            k3 = f(now + 0.5 * h, y + 0.5 * h * k2, *args)
            k4 = f(now + h, y + h * k3, *args)
            y = y + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        states.append(y)
    return np.array(states)

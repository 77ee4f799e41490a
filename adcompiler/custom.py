"""Functions with derivatives of their own, functions that are computed again, and surgery.

Called plainly these objects are the functions that they were made of. What they mean inside
a differentiated program is told by `frontend/custom.py` and `transforms/custom.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from adcompiler.errors import refuse
from adcompiler.runtime import zeros

Function = Callable[..., Any]


class Wrapped:
    """A function under its own name, called as it is."""

    def __init__(self, fun: Function) -> None:
        if not callable(fun):
            raise refuse("AD205", f"{type(self).__name__} needs a function, not {fun!r}")
        functools.update_wrapper(self, fun, updated=())
        self.fun = fun
        if not hasattr(self, "__name__"):
            self.__name__ = type(fun).__name__

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Call the function."""
        return self.fun(*args, **keywords)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        """Return the function as a method of an object."""
        return self if instance is None else functools.partial(self, instance)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__name__}>"


class Ruled(Wrapped):
    """A function whose derivative the user gives."""

    def __init__(self, fun: Function, nondiff_argnums: Sequence[int] = ()) -> None:
        super().__init__(fun)
        given = (nondiff_argnums,) if isinstance(nondiff_argnums, int) else tuple(nondiff_argnums)
        if not all(isinstance(k, int) and k >= 0 for k in given):
            raise refuse("AD205", f"nondiff_argnums must be positions, not {nondiff_argnums!r}")
        self.nondiff_argnums = tuple(sorted(set(given)))


class custom_vjp(Ruled):
    """A function with a backward pass of its own.

    Parameters
    ----------
    fun
        The function. It may be one that cannot be read, of SciPy or in C.
    nondiff_argnums
        Positions of parameters that are options: `bwd` gets them first, and gives nothing
        for them.

    Examples
    --------
    >>> import adcompiler
    >>> @adcompiler.custom_vjp
    ... def clipped(x):
    ...     return x * x
    >>> def forward(x):
    ...     return clipped(x), x
    >>> def backward(x, g):
    ...     return (min(2.0 * x * g, 1.0),)
    >>> clipped.defvjp(forward, backward)
    >>> adcompiler.grad(lambda x: clipped(x))(3.0)
    1.0

    """

    fwd: Function | None = None
    bwd: Function | None = None

    def defvjp(self, fwd: Function, bwd: Function) -> None:
        """Set the two passes.

        Parameters
        ----------
        fwd
            Takes the arguments of the function; returns its result and what `bwd` needs.
        bwd
            Takes the options, what `fwd` kept, and the adjoint of the result; returns a tuple
            with the adjoint of each differentiable argument, None for none.

        """
        for given in (fwd, bwd):
            if not callable(given):
                raise refuse("AD205", f"defvjp needs two functions, not {given!r}")
        self.fwd, self.bwd = fwd, bwd


class custom_jvp(Ruled):
    """A function with a forward derivative of its own, which reverse mode transposes.

    Parameters
    ----------
    fun
        The function. It may be one that cannot be read, of SciPy or in C.
    nondiff_argnums
        Positions of parameters that are options: the rule gets them first.

    Examples
    --------
    >>> import adcompiler
    >>> import numpy as np
    >>> @adcompiler.custom_jvp
    ... def log1pexp(x):
    ...     return np.log1p(np.exp(x))
    >>> @log1pexp.defjvp
    ... def _(primals, tangents):
    ...     (x,), (t,) = primals, tangents
    ...     return log1pexp(x), t * (1.0 - 1.0 / (1.0 + np.exp(x)))
    >>> adcompiler.grad(lambda x: log1pexp(x))(0.0)
    0.5

    """

    jvp: Function | None = None

    def defjvp(self, jvp: Function) -> Function:
        """Set the rule and return it, so that it can be a decorator.

        Parameters
        ----------
        jvp
            Takes the options, then a tuple of arguments and a tuple of their tangents; returns
            the result and its tangent, which is linear in the tangents given.

        """
        if not callable(jvp):
            raise refuse("AD205", f"defjvp needs a function, not {jvp!r}")
        self.jvp = jvp
        return jvp


class checkpoint(Wrapped):
    """A function of which the gradient keeps the arguments only, and computes the rest again.

    Parameters
    ----------
    fun
        The function; it draws no random numbers and writes to nothing outside.

    Examples
    --------
    >>> import adcompiler
    >>> import numpy as np
    >>> @adcompiler.checkpoint
    ... def layer(w, h):
    ...     return np.tanh(w * h)
    >>> def network(w):
    ...     return layer(w, layer(w, 1.0))
    >>> print(round(adcompiler.grad(network)(0.5), 12))
    0.811253492447

    """


class adjoint_of:
    """A block that runs in the backward sweep, where the adjoint of a variable is known.

    Parameters
    ----------
    value
        A variable, a number or an array. What comes after the block has told its adjoint.

    Examples
    --------
    The block may change the adjoint, look at it, or stop there with `breakpoint()`; called
    plainly, it runs with a zero.

    >>> import adcompiler
    >>> import numpy as np
    >>> def f(x):
    ...     h = x * x
    ...     with adcompiler.adjoint_of(h) as dh:
    ...         dh = np.clip(dh, -1.0, 1.0)
    ...     return 10.0 * h
    >>> f(3.0), adcompiler.grad(f)(3.0)
    (90.0, 6.0)

    """

    def __init__(self, value: Any) -> None:
        self.value = value

    def __enter__(self) -> Any:
        """Return a zero of the kind of the variable."""
        return zeros(self.value)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop no exception."""

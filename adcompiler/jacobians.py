"""Whole Jacobians and Hessians: `jacfwd`, `jacrev`, `jacobian`, `hessian`."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.api import Argnames, Argnums, grad, plain_function, selected
from adcompiler.compiled import State
from adcompiler.derived import bound, function_of
from adcompiler.nesting import nests
from adcompiler.runtime import size
from adcompiler.sparse import SparseHessian, SparseJacobian
from adcompiler.transforms.jacobian import Forward, Hessian, Jacobian, Reverse

Function = Callable[..., Any]


@nests("jacfwd")
def jacfwd(
    fun: Function, argnums: Argnums = 0, has_aux: bool = False, *, argnames: Argnames = None
) -> Any:
    """Return a function that gives the Jacobian of a function, by forward mode.

    All directions go through the generated code at once, along one axis more. It costs
    about as many evaluations as there are numbers in the arguments: the way for tall
    Jacobians.

    Parameters
    ----------
    fun
        A function of numbers, arrays and containers of them.
    argnums
        The position of the parameter to differentiate by, or a tuple of positions.
    has_aux
        Whether `fun` returns `(value, aux)`; then `(jacobian, aux)` is returned.
    argnames
        The name of the parameter, or several, instead of positions.

    Returns
    -------
    function
        It takes the arguments of `fun`. The Jacobian has the shape of the value followed by
        that of the argument; of containers it is the container of the value with that of
        the arguments inside.

    Raises
    ------
    CompileError
        Where `fun` cannot be differentiated, and for complex numbers.

    Examples
    --------
    >>> def f(x):
    ...     return np.array([x[0] * x[1], x[1] ** 2])
    >>> jacfwd(f)(np.array([2.0, 3.0]))
    array([[3., 2.],
           [0., 6.]])

    """
    return _jacobian(plain_function(fun), argnums, has_aux, argnames, Forward)


@nests("jacrev")
def jacrev(
    fun: Function, argnums: Argnums = 0, has_aux: bool = False, *, argnames: Argnames = None
) -> Any:
    """Return a function that gives the Jacobian of a function, by reverse mode.

    It costs about as many evaluations as there are numbers in the value: the way for wide
    Jacobians. Parameters and structure are those of `jacfwd`.

    Examples
    --------
    >>> def f(x):
    ...     return x[:-1] * x[1:]
    >>> jacrev(f)(np.array([2.0, 3.0, 4.0]))
    array([[3., 2., 0.],
           [0., 4., 3.]])

    """
    return _jacobian(plain_function(fun), argnums, has_aux, argnames, Reverse)


@nests("jacrev")
def jacobian(
    fun: Function,
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    argnames: Argnames = None,
    sparse: bool = False,
) -> Any:
    """Return a function that gives the Jacobian, by the mode that its shape asks for.

    The shape of the value is known after the first call for arguments of some shapes, which
    is by reverse mode unless there are few arguments; from then on tall Jacobians are taken
    by forward mode, wide ones by reverse mode. Parameters and structure are those of `jacfwd`.

    With `sparse` it is a `scipy.sparse.csr_array`: a row for each number in the value, a
    column for each in the argument. Its pattern is read off the program, and columns that
    never meet in a row are differentiated together.

    Examples
    --------
    >>> def f(x):
    ...     return np.array([x, x ** 2, x ** 3])
    >>> jacobian(f)(2.0)
    array([ 1.,  4., 12.])

    """
    return (SparseJacobian if sparse else ByShape)(fun, argnums, has_aux, argnames)


@nests("hessian")
def hessian(
    fun: Function,
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    argnames: Argnames = None,
    sparse: bool = False,
) -> Any:
    """Return a function that gives the matrix of second derivatives of a function.

    It is forward mode over reverse mode, all columns at once. The shape is that of the
    argument twice; for several parameters, and for containers, it is nested.

    With `sparse` it is a symmetric `scipy.sparse.csr_array` over all numbers in the argument,
    found from a few products; for several parameters a tuple of tuples of blocks.

    Examples
    --------
    >>> def f(x):
    ...     return x[0] ** 2 * x[1]
    >>> hessian(f)(np.array([1.0, 2.0]))
    array([[4., 2.],
           [2., 0.]])

    """
    if sparse:
        return SparseHessian(fun, argnums, has_aux, argnames)
    target = function_of(fun)
    chosen, single = selected(target, argnums, argnames)
    gradient = grad(target, argnums, has_aux, argnames=argnames)
    return State(gradient, Hessian(chosen, single, has_aux), _name(target, "hessian")).gradient


def _jacobian(
    target: types.FunctionType,
    argnums: Argnums,
    has_aux: bool,
    argnames: Argnames,
    kind: type[Jacobian],
) -> Any:
    chosen, single = selected(target, argnums, argnames)
    return State(target, kind(chosen, single, has_aux), _name(target, "jacobian")).gradient


def _name(target: Any, word: str) -> str:
    stem = target.__name__ if target.__name__ != "<lambda>" else "function"
    return f"{stem}_{word}"


FEW = 16  # numbers in the arguments: by forward mode while the size of the value is not known


class ByShape:
    """The function that `jacobian` returns; `source` is the code of the last call."""

    def __init__(self, fun: Function, argnums: Argnums, has_aux: bool, argnames: Argnames) -> None:
        self.fun = target = plain_function(fun)
        self.forward = _jacobian(target, argnums, has_aux, argnames, Forward)
        self.reverse = _jacobian(target, argnums, has_aux, argnames, Reverse)
        self.argnums, _ = selected(target, argnums, argnames)
        self.has_aux = has_aux
        self.heights: dict[Any, int] = {}
        self.last = self.reverse
        self.gradient = self.__dict__["__adcompiler__"] = self  # a program may call it
        self.__name__ = _name(target, "jacobian")
        self.__doc__ = f"Jacobian of {target.__name__}, compiled by adcompiler."

    @property
    def source(self) -> str:
        """The generated code."""
        return str(self.last.source)

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Return the Jacobian for the arguments of the function."""
        values = bound(self.fun, args, keywords)
        width = sum(size(values[k]) for k in self.argnums)
        shapes = tuple(_shapes(v) for v in values)
        height = self.heights.get(shapes)
        tall = width <= FEW if height is None else width < height
        self.last = self.forward if tall else self.reverse
        found = self.last(*args, **keywords)
        if height is None:
            main = found[0] if self.has_aux else found
            self.heights[shapes] = size(main) // max(width, 1)
        return found

    def inline(self, scope: Any, node: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
        """Build a call of it in place, where another program calls it."""
        state = self.forward.__dict__["__adcompiler__"]
        return state.inline(scope, node, args, keywords)


def _shapes(value: Any) -> Any:
    """Return the shapes in a value, as a key."""
    if isinstance(value, dict):
        return tuple((k, _shapes(v)) for k, v in value.items())
    if isinstance(value, list | tuple):
        return len(value), tuple(map(_shapes, value)) if not _flat(value) else ()
    return np.shape(value) if isinstance(value, np.ndarray) else type(value)


def _flat(value: Any) -> bool:
    return all(isinstance(v, int | float) for v in value)

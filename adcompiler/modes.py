"""Derivatives along directions: `jvp`, `vjp`, `linearize`, `hvp`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from adcompiler.api import Argnames, Argnums, grad, selected
from adcompiler.compiled import State, parameters_of
from adcompiler.derived import bound, derived, fitted, function_of, positions, template
from adcompiler.nesting import nests
from adcompiler.transforms.forward import Tangent
from adcompiler.transforms.pullback import Linear, Pullback

Function = Callable[..., Any]


@nests("jvp_call")
def jvp(
    fun: Function, primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False
) -> Any:
    """Return the value of a function and its derivative along a direction, by forward mode.

    Parameters
    ----------
    fun
        Any function of numbers, arrays and containers of them.
    primals
        The arguments, in a tuple or list.
    tangents
        The direction: for each argument a value of its structure and shape.
    has_aux
        Whether `fun` returns `(value, aux)`; then `(value, tangent, aux)` is returned.

    Returns
    -------
    tuple
        `(value, tangent)`, the tangent of the structure and shape of the value.

    Raises
    ------
    CompileError
        Where `fun` cannot be differentiated, or a tangent does not fit its argument.

    Examples
    --------
    >>> import math
    >>> def f(x, y):
    ...     return x * y, math.exp(x)
    >>> jvp(f, (0.0, 3.0), (1.0, 0.0))
    ((0.0, 1.0), (3.0, 1.0))

    """
    primals, tangents = _tuples("jvp", primals, tangents)
    state = _state(fun, Tangent, len(primals), has_aux)
    directions = _directions(state, primals, tangents)
    return state.gradient(*primals, **dict(zip(state.extras, directions, strict=True)))


@nests("vjp")
def vjp(fun: Function, *primals: Any, has_aux: bool = False) -> Any:
    """Return the value of a function, and the function that pulls cotangents back.

    Parameters
    ----------
    fun
        Any function of numbers, arrays and containers of them.
    *primals
        The arguments; all of them are differentiated by.
    has_aux
        Whether `fun` returns `(value, aux)`; then `(value, pullback, aux)` is returned.

    Returns
    -------
    tuple
        `(value, pullback)`. The pullback takes a cotangent of the structure and shape of the
        value, and returns a tuple with one gradient for each argument. It may be called many
        times, and keeps what it needs: later changes of the arguments do not reach it.

    Examples
    --------
    >>> def f(x, y):
    ...     return {"product": x * y, "sum": x + y}
    >>> value, pullback = vjp(f, 2.0, 3.0)
    >>> pullback({"product": 1.0, "sum": 0.0})
    (3.0, 2.0)

    """
    state = _state(fun, Pullback, len(primals), has_aux)
    value, pulled, *aux = state.gradient(*primals)
    return (value, PulledBack(pulled, template(value), state), *aux)


@nests("linearize")
def linearize(fun: Function, *primals: Any, has_aux: bool = False) -> Any:
    """Return the value of a function, and its derivative as a linear function of directions.

    Like `jvp`, but the function runs once and its derivative for as many directions as one
    likes. With `has_aux` `(value, linear, aux)` is returned.

    Examples
    --------
    >>> value, linear = linearize(lambda x, y: x * y, 2.0, 3.0)
    >>> value, linear(1.0, 0.0), linear(0.0, 1.0)
    (6.0, 3.0, 2.0)

    """
    state = _state(fun, Linear, len(primals), has_aux)
    value, linear, *aux = state.gradient(*primals)
    return (value, LinearMap(linear, template(primals), state), *aux)


@nests("hvp")
def hvp(fun: Function, argnums: Argnums = 0, *, argnames: Argnames = None) -> Any:
    """Return a function of the arguments and a vector: the Hessian times that vector.

    It is forward mode over reverse mode, a small multiple of the cost of `fun`; the Hessian
    is never formed (Pearlmutter, Fast exact multiplication by the Hessian, 1994).

    Parameters
    ----------
    fun
        A scalar-valued function.
    argnums, argnames
        As for `grad`; for a tuple of parameters the vector is a tuple, and so is the result.

    Examples
    --------
    >>> def f(x):
    ...     return x[0] ** 2 * x[1]
    >>> hvp(f)([1.0, 2.0], [1.0, 0.0])
    [4.0, 2.0]

    """
    target = function_of(fun)
    chosen, single = selected(target, argnums, argnames)
    return HessianProduct(grad(target, argnums, argnames=argnames), chosen, single)


class HessianProduct:
    """The function that `hvp` returns; `source` is its code."""

    def __init__(self, gradient: Any, argnums: tuple[int, ...], single: bool) -> None:
        self.fun = gradient.fun
        self.single = single
        self.gradient = self.__dict__["__adcompiler__"] = self  # a program may call it
        self.state = derived(gradient, Tangent(argnums, value=False))
        self.__name__ = f"{self.fun.__name__}_hvp"
        self.__doc__ = f"Hessian of {self.fun.__name__} times a vector, compiled by adcompiler."

    @property
    def source(self) -> str:
        """The generated code."""
        return str(self.state.gradient.__dict__["source"])

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Return the product for the arguments of the function and, after them, a vector."""
        *primals, vector = args
        values = bound(self.fun, primals, keywords)
        chosen = [values[k] for k in self.state.options.argnums]
        vectors = [vector] if self.single else list(vector)
        pairs = zip(self.state.extras, vectors, chosen, strict=True)
        seeds = {name: fitted(v, like, "vector") for name, v, like in pairs}
        return self.state.gradient(*primals, **keywords, **seeds)

    def inline(self, scope: Any, node: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
        """Build a call of it in place, where another program calls it."""
        from adcompiler import nested

        return nested.product_of(self, scope, node, args, keywords)


class PulledBack:
    """A pullback at one point; `source` is its code."""

    def __init__(self, function: Function, like: Any, state: State) -> None:
        self.function, self.like, self.state = function, like, state

    @property
    def source(self) -> str:
        """The generated code."""
        return str(self.state.gradient.__dict__["source"])

    def __call__(self, cotangent: Any) -> Any:
        """Return a tuple with the gradient by each argument."""
        found = self.function(fitted(cotangent, self.like, "cotangent"))
        return _flat(self.state, found)


class LinearMap:
    """The derivative at one point; `source` is its code."""

    def __init__(self, function: Function, like: Any, state: State) -> None:
        self.function, self.like, self.state = function, like, state

    @property
    def source(self) -> str:
        """The generated code."""
        return str(self.state.gradient.__dict__["source"])

    def __call__(self, *tangents: Any) -> Any:
        """Return the tangent of the value for one tangent for each argument."""
        return self.function(*_directions(self.state, self.like, tangents))


def _state(fun: Function, kind: Any, count: int, has_aux: bool) -> State:
    """Return the state of a derivative by the first so many arguments."""
    target = function_of(fun)
    argnums = positions(parameters_of(target), count, target.__name__)
    return derived(target, kind(argnums, has_aux))


def _directions(state: State, primals: Sequence[Any], tangents: Sequence[Any]) -> list[Any]:
    """Return one tangent for each parameter that is differentiated by."""
    if len(tangents) != len(primals):
        raise TypeError(f"{len(primals)} arguments, but {len(tangents)} tangents")
    found = []
    for k in state.options.argnums:
        if state.parameters[k].kind is state.parameters[k].VAR_POSITIONAL:
            found.append(fitted(tuple(tangents[k:]), tuple(primals[k:]), "tangent"))
        else:
            found.append(fitted(tangents[k], primals[k], "tangent"))
    return found


def _flat(state: State, found: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the gradients of starred arguments one by one."""
    last = state.options.argnums[-1:]
    if last and state.parameters[last[0]].kind is state.parameters[last[0]].VAR_POSITIONAL:
        return (*found[:-1], *found[-1])
    return found


def _tuples(name: str, primals: Any, tangents: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    if not isinstance(primals, tuple | list) or not isinstance(tangents, tuple | list):
        raise TypeError(f"{name}() takes the arguments and the tangents each in a tuple")
    return tuple(primals), tuple(tangents)

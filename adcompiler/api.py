"""The functions that users call: `grad` and `value_and_grad`."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Sequence
from typing import Any

from adcompiler.compiled import State, state_of
from adcompiler.errors import refuse
from adcompiler.frontend.wrap import as_function
from adcompiler.nesting import nests
from adcompiler.transforms.derivative import Derivative
from adcompiler.transforms.gradient import GradientOptions

Function = Callable[..., Any]
Argnums = int | Sequence[int]
Argnames = str | Sequence[str] | None
STARRED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@nests("grad")
def grad(
    fun: Function | None = None,
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    argnames: Argnames = None,
    per_example: int | Sequence[int | None] | None = None,
    native: bool = False,
    check: str | None = None,
    symbolic: bool = False,
) -> Any:
    """Return the gradient function of a scalar-valued function.

    Works as a bare decorator, as a decorator with options, and as a call.

    Parameters
    ----------
    fun
        The function: ordinary Python and NumPy, returning one real number.
    argnums
        The position of the parameter to differentiate by, or a tuple of positions;
        negative ones count from the end.
    has_aux
        Whether `fun` returns `(value, aux)`; then `(gradient, aux)` is returned.
    argnames
        Parameters to differentiate by, by name, instead of `argnums`.
    per_example
        The axis along which all arrays that are not differentiated by hold examples; or for
        each parameter its axis, None where it is the same for all. `fun` is the loss of one
        example; what is returned has the examples along a first axis.
    native
        Reserved for compiled code.
    check
        "first" compares the first gradient for each kind of arguments with differences along
        one random direction and with forward mode, which calls `fun` some dozen times more, and
        raises a `DerivativeError` that names the statement at fault. A point where `fun` is
        not smooth is a RuntimeWarning. Later calls cost nothing more.
    symbolic
        Let sympy look for closed forms of straight runs of arithmetic on scalars in the
        generated code. One is taken where it costs fewer operations and has as many right
        digits, which is tried against many digits at hundreds of points; the value of `fun` is
        computed as before. It takes seconds, once for each formula.

    Returns
    -------
    function
        It takes the arguments of `fun` and returns the gradient, of the shape, dtype and
        container of the argument; for a tuple of parameters a tuple. Its attribute `source`
        is the generated code, `fun` the original function.

    Raises
    ------
    CompileError
        Where `fun` holds what cannot be differentiated, at the latest at the first call.

    Examples
    --------
    >>> def f(x, y):
    ...     return x * x * y
    >>> grad(f)(3.0, 2.0)
    12.0
    >>> grad(f, argnums=(0, 1))(3.0, 2.0)
    (12.0, 9.0)
    >>> import numpy as np
    >>> grad(f, per_example=0)(3.0, np.array([2.0, 4.0]))
    array([12., 24.])

    """
    options = {"argnums": argnums, "has_aux": has_aux, "argnames": argnames, "axes": per_example}
    return _derivative(fun, False, options, native, check, symbolic)


@nests("value_and_grad")
def value_and_grad(
    fun: Function | None = None,
    argnums: Argnums = 0,
    has_aux: bool = False,
    *,
    argnames: Argnames = None,
    per_example: int | Sequence[int | None] | None = None,
    native: bool = False,
    check: str | None = None,
    symbolic: bool = False,
) -> Any:
    """Return a function that gives the value of `fun` and its gradient.

    The parameters are those of `grad`. What is returned is `(value, gradient)`, and with
    `has_aux` `((value, aux), gradient)`. The value is bit for bit that of `fun`.

    Examples
    --------
    >>> def f(x):
    ...     return x * x
    >>> value_and_grad(f)(3.0)
    (9.0, 6.0)

    """
    options = {"argnums": argnums, "has_aux": has_aux, "argnames": argnames, "axes": per_example}
    return _derivative(fun, True, options, native, check, symbolic)


def _derivative(
    fun: Function | None,
    value: bool,
    options: dict[str, Any],
    native: bool,
    check: str | None,
    symbolic: bool,
) -> Any:
    if native:
        raise refuse("AD303", "native=True is not available yet")
    if check not in (None, "first"):
        raise refuse("AD303", f"check is 'first' or None, not {check!r}", hint="use check_grads")
    if fun is None:
        return lambda f: _derivative(f, value, options, native, check, symbolic)
    target = plain_function(fun)
    chosen, single = selected(target, options["argnums"], options["argnames"])
    full: Derivative = GradientOptions(chosen, single, value, options["has_aux"])
    axes = options["axes"]
    if axes is not None:
        from adcompiler.transforms.per_example import PerExample

        axes = axes if isinstance(axes, int) else tuple(axes)
        full = PerExample(chosen, full, axes)
    suffix = "value_and_grad" if value else "grad"
    stem = target.__name__ if target.__name__ != "<lambda>" else "function"
    state = State(target, full, f"{stem}_{suffix}", symbolic)
    if check is not None:
        from adcompiler.checking.first import check_call

        state.check = check_call
    state.preview()
    return state.gradient


def plain_function(fun: Any) -> types.FunctionType:
    """Return the function whose source is to be read, or refuse what is none."""
    if isinstance(fun, types.FunctionType):
        return fun
    kind = type(fun).__name__
    name = getattr(fun, "__name__", kind)
    wrapped = as_function(fun) if callable(fun) else None
    if wrapped is not None:
        return wrapped
    if not callable(fun):
        raise refuse("AD303", f"grad needs a function, not {kind} {fun!r}")
    raise refuse(
        "AD101",
        f"{name!r} is a {kind} without Python source that can be differentiated",
        hint=f"wrap it: lambda x: {name}(x)",
    )


def selected(
    fun: types.FunctionType,
    argnums: Argnums,
    argnames: Argnames,
) -> tuple[tuple[int, ...], bool]:
    """Return the positions of the chosen parameters, and whether one was named and no tuple."""
    single = isinstance(argnums if argnames is None else argnames, int | str)
    return choose(fun, argnums, argnames), single


def choose(
    fun: types.FunctionType,
    argnums: Argnums,
    argnames: Argnames,
) -> tuple[int, ...]:
    """Return the positions of the parameters to differentiate by."""
    state = state_of(fun)
    parameters = list(inspect.signature(state.home if state else fun).parameters.values())
    names = [p.name for p in parameters]
    if argnames is not None:
        wanted = (argnames,) if isinstance(argnames, str) else tuple(argnames)
        for name in wanted:
            if name not in names:
                raise refuse(
                    "AD303",
                    f"{fun.__name__}() has no parameter {name!r}",
                    hint=f"its parameters are {', '.join(names)}",
                )
            if parameters[names.index(name)].kind in STARRED:
                raise refuse(
                    "AD303",
                    f"{name!r} is not one argument of {fun.__name__}()",
                    hint="pass what is to be differentiated in a tuple or dict",
                )
        return tuple(names.index(n) for n in wanted)
    if not isinstance(argnums, int | Sequence):
        raise refuse("AD303", f"argnums must be integers, not {argnums!r}", hint="use argnames=")
    numbers = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    positional = [p for p in parameters if p.kind is not p.KEYWORD_ONLY and p.kind not in STARRED]
    out = []
    for k in numbers:
        if not isinstance(k, int) or isinstance(k, bool):
            raise refuse("AD303", f"argnums must be integers, not {k!r}", hint="use argnames=")
        if not -len(positional) <= k < len(positional):
            raise refuse(
                "AD303",
                f"argnums={k} names no parameter: {fun.__name__}() takes {len(positional)}",
                hint=f"its parameters are {', '.join(names) or 'none'}",
            )
        out.append(k % len(positional))
    if len(set(out)) != len(out):
        raise refuse("AD303", f"argnums={tuple(numbers)} names a parameter twice")
    return tuple(out)

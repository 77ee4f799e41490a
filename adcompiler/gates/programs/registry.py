"""Where programs are registered: functions of NumPy said in other functions of NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

Program = TypeVar("Program", bound=Callable[..., Any])
PROGRAMS: dict[Any, Callable[..., Any]] = {}
ARRAYS: dict[Any, tuple[str, ...]] = {}
BEFOREHAND: set[Any] = set()


def program(*functions: Any, arrays: str = "") -> Callable[[Program], Program]:
    """Declare that a call of these functions is one of the program below, read in its place.

    Its value is that of NumPy to the last bit. `arrays` names the parameters of which a list is
    the array that NumPy makes of it; None among the functions is one that this NumPy lacks.
    """

    def declare(found: Program) -> Program:
        for function in functions:
            if function is not None:
                PROGRAMS[function] = found
        ARRAYS[found] = tuple(arrays.split())
        return found

    return declare


def is_program(function: Any) -> bool:
    """Tell whether a function is one of these programs, or a helper beside them."""
    home = getattr(function, "__module__", None) or ""
    return home.startswith("adcompiler.gates.programs.")


def beforehand(function: Program) -> Program:
    """Declare a helper that is called while the program is read, on what is known of its arguments.

    That is the value of what is known at compile time, and the type of anything else.
    """
    BEFOREHAND.add(function)
    return function


@beforehand
def differ(a: Any, b: Any) -> bool:
    """Tell whether two arrays are known to be of two dtypes: NumPy casts one of them."""
    one, other = getattr(a, "dtype", None), getattr(b, "dtype", None)
    return one is not None and other is not None and one != other


@beforehand
def double_of(x: Any) -> Any:
    """Return the dtype of double precision of what is known to have less, None for all else."""
    narrow = {"float16": np.float64, "float32": np.float64, "complex64": np.complex128}
    return narrow.get(str(getattr(x, "dtype", None)))

"""Numerical oracles for gradients: differences and complex steps, dumb on purpose.

Nothing here knows the compiler. A *tree* is a number, an array of numbers, or a list, tuple,
dict or NamedTuple of trees; anything else (strings, flags, None, index arrays) is carried
along and never moved.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import math
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

Tree = Any
Leaf = Any  # a number or an array of numbers
STEPS = tuple(0.02 / 2.0**k for k in range(10))
MAKERS = (
    "zeros", "ones", "empty", "full", "eye", "identity", "array", "copy",
    "zeros_like", "ones_like", "empty_like", "full_like",
)  # fmt: skip


class Estimate(NamedTuple):
    """The derivative by one leaf, element by element, and how far it may be off."""

    value: np.ndarray
    error: np.ndarray


def is_leaf(tree: Tree) -> bool:
    """Tell whether this is a number or an array of floats, or of complex numbers."""
    if isinstance(tree, np.ndarray | np.generic):
        return tree.dtype.kind in "fc"
    return isinstance(tree, int | float | complex) and not isinstance(tree, bool)


def leaves(tree: Tree) -> list[Leaf]:
    """Return the numbers and arrays of a tree, from left to right.

    >>> leaves({"b": 1.0, "a": (2.0, "text", [3.0])})
    [1.0, 2.0, 3.0]
    """
    if isinstance(tree, list | tuple):
        return [leaf for item in tree for leaf in leaves(item)]
    if isinstance(tree, dict):
        return [leaf for item in tree.values() for leaf in leaves(item)]
    if is_object(tree):
        return [leaf for name in moving(tree) for leaf in leaves(getattr(tree, name))]
    return [tree] if is_leaf(tree) else []


def is_object(tree: Tree) -> bool:
    """Tell whether this is an object of a class of a program of the corpus."""
    return type(tree).__module__.startswith("adcompiler_corpus")


def moving(tree: Tree) -> list[str]:
    """Return the attributes that a derivative is taken by: all that are not declared integers."""
    notes = [vars(c).get("__annotations__", {}) for c in type(tree).__mro__]
    declared = {name: kind for note in notes for name, kind in note.items()}
    names = [*getattr(type(tree), "__slots__", ()), *getattr(tree, "__dict__", ())]
    return [n for n in names if declared.get(n) not in ("int", int)]


def rebuild(tree: Tree, new: Iterable[Any]) -> Tree:
    """Return a tree of the same containers with these leaves, from left to right.

    >>> rebuild({"b": 1.0, "a": (2.0, "text")}, [5.0, 6.0])
    {'b': 5.0, 'a': (6.0, 'text')}
    """
    return _rebuild(tree, iter(new))


def _rebuild(tree: Tree, new: Iterator[Any]) -> Tree:
    if isinstance(tree, dict):
        return {key: _rebuild(item, new) for key, item in tree.items()}
    if isinstance(tree, list | tuple):
        items = [_rebuild(item, new) for item in tree]
        if isinstance(tree, list):
            return items
        return type(tree)(*items) if hasattr(tree, "_fields") else tuple(items)
    if is_object(tree):
        made = copy.copy(tree)
        for name in moving(tree):
            object.__setattr__(made, name, _rebuild(getattr(tree, name), new))
        return made
    return next(new) if is_leaf(tree) else tree


def differences(
    f: Callable[..., Any], args: Sequence[Tree], argnums: Sequence[int]
) -> list[list[Estimate]]:
    """Return an estimate for each leaf of each argument, by central differences.

    By a complex number it is `d/dx - i d/dy`. Ten steps, each half of the last, are extrapolated
    by Richardson's rule. Of all entries of the table, the one that differs least from its two
    parents is taken (Ridders), and that difference is the estimate of its error. Single precision
    is widened beforehand.
    """
    return _by_element(f, args, argnums, _ridders)


@contextlib.contextmanager
def widened_arrays() -> Iterator[None]:
    """Let programs make complex arrays where they would make arrays of floats to write into."""
    before = {name: getattr(np, name) for name in MAKERS}
    try:
        for name, make in before.items():
            setattr(np, name, _wide(make))
        yield
    finally:
        for name, make in before.items():
            setattr(np, name, make)


def _wide(make: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    @functools.wraps(make)
    def made(*args: Any, **options: Any) -> np.ndarray:
        found = make(*args, **options)
        return found.astype(np.complex128) if found.dtype == np.float64 else found

    return made


def complex_step(
    f: Callable[..., Any], args: Sequence[Tree], argnums: Sequence[int]
) -> list[list[np.ndarray]] | None:
    """Return Im f(x + ih) / h for each leaf, exact to rounding; None if `f` is not analytic.

    A program is taken as analytic if it runs on complex numbers without an error or a warning
    and roughly agrees with a plain difference: `abs`, comparisons or casts spoil one of these.
    """
    if any(np.iscomplexobj(leaf) for k in argnums for leaf in leaves(args[k])):
        return None
    try:
        with warnings.catch_warnings(), widened_arrays():
            warnings.simplefilter("error")
            exact = _by_element(f, args, argnums, lambda g: (_imaginary(g(1e-30j)) / 1e-30, 0.0))
            rough = _by_element(f, args, argnums, lambda g: ((g(1e-5) - g(-1e-5)) / 2e-5, 0.0))
    except (TypeError, ValueError, ArithmeticError, Warning):
        return None
    both = [pair for a, b in zip(exact, rough, strict=True) for pair in zip(a, b, strict=True)]
    if not all(np.allclose(a.value, b.value, rtol=1e-3, atol=1e-4) for a, b in both):
        return None
    return [[leaf.value for leaf in argument] for argument in exact]


def _by_element(
    f: Callable[..., Any],
    args: Sequence[Tree],
    argnums: Sequence[int],
    slope: Callable[[Callable[[Any], Any]], tuple[float, float]],
) -> list[list[Estimate]]:
    """Return the slope of `f` along every element of every leaf.

    `slope` is given the function step -> value, and returns a derivative and its error.
    """
    args = [rebuild(a, [_widened(leaf) for leaf in leaves(a)]) for a in args]

    def along(
        k: int, n: int, index: tuple[int, ...], direction: complex = 1.0
    ) -> Callable[[Any], Any]:
        def value(h: Any) -> Any:
            moved = [rebuild(a, [np.copy(v) if np.ndim(v) else v for v in leaves(a)]) for a in args]
            new = leaves(moved[k])
            new[n] = _moved(new[n], index, h * direction)
            moved[k] = rebuild(moved[k], new)
            return f(*moved)

        return value

    out: list[list[Estimate]] = []
    for k in argnums:
        out.append([])
        for n, leaf in enumerate(leaves(args[k])):
            kind = complex if np.iscomplexobj(leaf) else float
            found = Estimate(np.zeros(np.shape(leaf), kind), np.zeros(np.shape(leaf)))
            for index in np.ndindex(np.shape(leaf)):
                found.value[index], found.error[index] = slope(along(k, n, index))
                if kind is complex:
                    upwards, error = slope(along(k, n, index, 1j))
                    found.value[index] -= 1j * upwards
                    found.error[index] += error
            out[-1].append(found)
    return out


def _ridders(f: Callable[[float], Any]) -> tuple[float, float]:
    """Return the derivative of `f` at 0, and an estimate of its error."""
    best, error = math.nan, math.inf
    above: list[float] = []
    for h in STEPS:
        row = [(_number(f(h)) - _number(f(-h))) / (2.0 * h)]
        for m, old in enumerate(above, start=1):
            row.append((4.0**m * row[-1] - old) / (4.0**m - 1.0))
            gap = max(abs(row[-1] - row[-2]), abs(row[-1] - old))
            if gap < error:
                best, error = row[-1], gap
        above = row
    return best, error


def _widened(leaf: Leaf) -> Leaf:
    """Return a leaf of floats in double precision, any other leaf as it is."""
    if not isinstance(leaf, np.ndarray | np.inexact):
        return leaf
    return leaf.astype(np.complex128 if np.iscomplexobj(leaf) else np.float64)


def _moved(leaf: Leaf, index: tuple[int, ...], h: complex) -> Leaf:
    """Return a leaf with one element moved by `h`."""
    if not isinstance(leaf, np.ndarray):
        return leaf + h
    out = leaf.astype(np.result_type(leaf, h))
    out[index] += h
    return out


def _number(value: Any) -> float:
    """Return the value of a program as a float; only numbers pass."""
    assert np.shape(value) == (), f"the program returned an array of shape {np.shape(value)}"
    return float(value)


def _imaginary(value: Any) -> float:
    """Return the imaginary part of the value of a program."""
    return float(np.imag(value))

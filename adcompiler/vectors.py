"""Containers as one vector, for optimisers and samplers that know nothing else.

>>> vector, unravel = ravel({"w": np.ones((2, 2)), "b": 0.5})
>>> vector
array([1. , 1. , 1. , 1. , 0.5])
>>> float(unravel(vector)["b"])
0.5
"""

from __future__ import annotations

import itertools
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from adcompiler import records
from adcompiler.errors import refuse
from adcompiler.records import is_container, is_number

Unravel = Callable[[np.ndarray], Any]

_count = itertools.count(1)

TEXT = '''\
def unravel(vector):
    """Return the container whose {size} numbers these are, in order."""
    if np.shape(vector) != ({size},):
        raise ValueError(f"unravel takes {size} numbers, not the shape {{np.shape(vector)}}")
    return {body}
'''


def ravel(tree: Any) -> tuple[np.ndarray, Unravel]:
    """Return all numbers of a container as one vector, and the function that undoes it.

    The function is plain Python made for this structure, which `inspect.getsource` shows and a
    differentiated function may call: `f(unravel(v))` has a gradient by `v` as any other.
    Containers of one structure have one such function, so that nothing is compiled again.

    Parameters
    ----------
    tree
        Lists, tuples, dicts and objects, nested, of floats and arrays of floats or complex
        numbers; integers count as floats. What is no number (an option, a name, None) stays
        in the function as it is.

    Returns
    -------
    vector
        The numbers one after the other, of the type that holds them all.
    unravel
        From such a vector to such a container. Its arrays are views of the vector where they
        have its type.

    Raises
    ------
    ArgumentError
        AD301: an array of integers, or nothing that is a number.

    Examples
    --------
    >>> import scipy.optimize
    >>> from adcompiler import ravel, value_and_grad
    >>> def loss(p):
    ...     return np.sum((p["a"] - 1.0) ** 2) + (p["b"] + 2.0) ** 2
    >>> start, unravel = ravel({"a": np.zeros(2), "b": 0.0})
    >>> found = scipy.optimize.minimize(
    ...     value_and_grad(lambda v: loss(unravel(v))), start, jac=True, method="BFGS"
    ... )
    >>> print(np.round(unravel(found.x)["a"], 6), round(float(unravel(found.x)["b"]), 6))
    [1. 1.] -2.0

    """
    leaves = [*_leaves(tree, "tree")]
    if not leaves:
        raise refuse("AD301", "ravel of what holds no numbers")
    vector = np.concatenate([np.ravel(leaf) for leaf in leaves])
    sizes = itertools.accumulate((np.size(leaf) for leaf in leaves), initial=0)
    parts = (_part(leaf, at, vector.dtype) for leaf, at in zip(leaves, sizes, strict=False))
    names: dict[str, Any] = {}
    body = _written(tree, parts, names)
    return vector, _made(body, vector.size, tuple((n, _Same(v)) for n, v in names.items()))


def _leaves(tree: Any, path: str) -> Iterator[Any]:
    """Yield the numbers and arrays of a container, integers as floats."""
    if is_number(tree):
        dtype = np.asarray(tree).dtype
        if dtype.kind in "iu" and isinstance(tree, np.ndarray):
            what = f"{path} is an array of {dtype}, which has no derivative here"
            raise refuse("AD301", what, hint="pass it .astype(float)")
        yield float(tree) if dtype.kind in "iu" else tree
    elif is_container(tree):
        for place, part in records.parts(tree):
            yield from _leaves(part, path + place)


def _part(leaf: Any, start: int, dtype: np.dtype[Any]) -> str:
    """Return the text of one number or array, as the part of the vector that it is."""
    own = np.asarray(leaf).dtype
    cast = ".real" if dtype.kind == "c" and own.kind == "f" else ""
    if own != dtype and own.name != np.empty(0, dtype).real.dtype.name:
        cast += f".astype(np.{own.name})"
    if not isinstance(leaf, np.ndarray):
        return f"vector[{start}]{cast}"
    part = f"vector[{start}:{start + leaf.size}]{cast}"
    return part if leaf.ndim == 1 else f"{part}.reshape({leaf.shape})"


def _written(tree: Any, parts: Iterator[str], names: dict[str, Any]) -> str:
    """Return the text of a container, the numbers and arrays in it by those of the parts."""
    if is_number(tree):
        return next(parts)
    if not is_container(tree):
        return _constant(tree, names)
    if isinstance(tree, dict):
        items = (f"{_constant(k, names)}: {_written(v, parts, names)}" for k, v in tree.items())
        return f"{{{', '.join(items)}}}"
    if isinstance(tree, list | tuple):
        inside = ", ".join(_written(item, parts, names) for item in tree)
        if isinstance(tree, list):
            return f"[{inside}]"
        if hasattr(tree, "_fields"):
            return f"{_constant(type(tree), names)}({inside})"
        return f"({inside},)" if len(tree) == 1 else f"({inside})"
    fields = [_constant(type(tree), names)]
    for name, value in records.attributes(tree).items():
        kept = records.is_option(type(tree), name, value)
        fields.append(
            f"{name}={_constant(value, names) if kept else _written(value, parts, names)}"
        )
    return f"{_constant(records.instance, names)}({', '.join(fields)})"


def _constant(value: Any, names: dict[str, Any]) -> str:
    """Return how a constant is written: by itself, or by a name that stands for it."""
    if isinstance(value, str | int | float | bool | None) and type(value).__module__ == "builtins":
        return repr(value)
    word = getattr(value, "__name__", "constant")
    word = word if word.isidentifier() else "constant"
    name, k = word, 1
    while names.get(name, value) is not value:
        name, k = f"{word}_{k + 1}", k + 1
    names[name] = value
    return name


@dataclass(frozen=True, eq=False)
class _Same:
    """A constant, equal to itself alone."""

    value: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=256)
def _made(body: str, size: int, names: tuple[tuple[str, _Same], ...]) -> Unravel:
    """Return the function of a text, known to those who ask for its source."""
    text = TEXT.format(size=size, body=body)
    filename = f"<adcompiler unravel {next(_count)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space = {"np": np, "__name__": __name__, **{n: s.value for n, s in names}}
    exec(compile(text, filename, "exec"), space)
    return space["unravel"]

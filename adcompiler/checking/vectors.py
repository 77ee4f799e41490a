"""Values as vectors: containers of numbers and arrays that are moved, drawn and contracted.

>>> shifted({"w": [1.0, 2.0]}, {"w": [1.0, 0.0]}, 0.5)
{'w': [1.5, 2.0]}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from adcompiler.records import is_container, is_number, mapped, parts


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the numbers and arrays inside nested containers, with the path to each."""
    if not is_container(value):
        yield path, value
        return
    for where, part in parts(value):
        if is_container(part) or is_number(part):
            yield from leaves(part, path + where)


def shifted(value: Any, direction: Any, step: complex) -> Any:
    """Return `value + step * direction`, container by container."""
    return mapped(lambda d, v: _shifted(v, d, step), direction, value)


def _shifted(value: Any, direction: Any, step: complex) -> Any:
    moved = value + step * direction
    if isinstance(step, complex):
        return moved
    if isinstance(value, np.ndarray):
        return np.asarray(moved, dtype=value.dtype)
    if isinstance(value, np.generic):
        return type(value)(moved)
    return complex(moved) if isinstance(value, complex) else float(moved)


def random_direction(value: Any, rng: np.random.Generator) -> Any:
    """Return a random direction in the space of a value."""

    def draw(leaf: Any) -> Any:
        direction = rng.standard_normal(np.shape(leaf))
        if np.iscomplexobj(leaf):
            direction = direction + 1j * rng.standard_normal(np.shape(leaf))
        if isinstance(leaf, np.ndarray):
            return direction
        return complex(direction) if np.iscomplexobj(leaf) else float(direction)

    return mapped(draw, value)


def inner(a: Any, b: Any) -> float:
    """Return the sum of products of two values of one structure; of complex ones, its real part."""
    pairs = zip(leaves(a), leaves(b), strict=True)
    return float(np.real(sum(_product(p, q) for (_, p), (_, q) in pairs)))


def _product(a: Any, b: Any) -> Any:
    if np.shape(a) != np.shape(b):
        raise ValueError(f"a derivative of shape {np.shape(a)} for a value of {np.shape(b)}")
    return np.sum(np.asarray(a) * np.asarray(b))


def magnitude(a: Any, b: Any) -> float:
    """Return the sum of the absolute products that `inner` sums: what its rounding scales with."""
    pairs = zip(leaves(a), leaves(b), strict=True)
    return float(sum(np.sum(np.abs(np.asarray(p) * np.asarray(q))) for (_, p), (_, q) in pairs))


def contracted(these: Sequence[Any], those: Sequence[Any]) -> float:
    """Return the sum of the inner products of two sequences of values."""
    return sum((inner(a, b) for a, b in zip(these, those, strict=True)), 0.0)


def is_single(leaf: Any) -> bool:
    """Tell whether a number or array is in single precision."""
    return getattr(leaf, "dtype", None) in (np.float32, np.float16, np.complex64)


def any_single(values: Sequence[Any]) -> bool:
    """Tell whether anything in the values is in single precision."""
    return any(is_single(leaf) for value in values for _, leaf in leaves(value))


def widened(value: Any) -> Any:
    """Return a value with its single precision widened, so that differences are exact enough."""

    def wide(leaf: Any) -> Any:
        if not is_single(leaf):
            return leaf
        kind = np.complex128 if np.iscomplexobj(leaf) else np.float64
        return leaf.astype(kind)

    return mapped(wide, value) if is_container(value) or is_number(value) else value


def with_floats(value: Any) -> Any:
    """Return a value with floats for its Python integers, as which they are differentiated."""
    return mapped(lambda v: float(v) if type(v) is int else v, value)


def size_of(values: Sequence[Any]) -> float:
    """Return the largest absolute value of all numbers in the values."""
    found = [np.max(np.abs(leaf), initial=0.0) for v in values for _, leaf in leaves(v)]
    return float(max(found, default=0.0))


def is_floating(value: Any) -> bool:
    """Tell whether a value is made of floats, or complex numbers, only."""
    found = list(leaves(value)) if is_container(value) or is_number(value) else []
    return bool(found) and all(
        isinstance(v, float | complex)
        or (isinstance(v, np.ndarray | np.generic) and np.asarray(v).dtype.kind in "fc")
        for _, v in found
    )

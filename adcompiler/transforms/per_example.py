"""Gradients for each example of a batch: the gradient program of one example, batched.

Before: `dw = 2.0 * (w @ x - y) * x` of one `x` and `y`. After: the same for rows of `x`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.gates import gate
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import Apply, Function, Value
from adcompiler.ir.types import Array, Dim, Known, Other, Scalar, Tree, Type, dtype_kind, show
from adcompiler.transforms.batch import batched
from adcompiler.transforms.derivative import Derivative

Axes = int | tuple[int | None, ...]


@dataclass(frozen=True)
class PerExample(Derivative):
    """The gradient of each example; `axes` tells for each parameter where the examples lie.

    One axis stands for all arrays that are not differentiated by.
    """

    gradient: Derivative
    axes: Axes

    def prepared(self, found: Mapping[str, Type]) -> tuple[Derivative, dict[str, Type]]:
        """Return the axis of each parameter, and the types that one example has."""
        axes = self.axes
        if isinstance(axes, int):
            along: list[int | None] = [
                None if k in self.argnums or not _holds_arrays(t) else axes
                for k, t in enumerate(found.values())
            ]
        else:
            along = [*axes, *(None for _ in range(len(found) - len(axes)))]
        if all(a is None for a in along):
            hint = "pass an array with an axis of examples"
            raise refuse("AD303", "per_example where no argument holds examples", hint=hint)
        types = {
            name: t if axis is None else _one(t, axis, name)
            for (name, t), axis in zip(found.items(), along, strict=True)
        }
        return replace(self, axes=tuple(along)), types

    def of(self, fn: Function) -> Function:
        """Return the program of the gradients of all examples."""
        assert isinstance(self.axes, tuple)
        which = [k for k, axis in enumerate(self.axes) if axis is not None]
        one = self.gradient.of(fn)
        many = batched(one, which, every=True)
        b = Builder()
        params = list(many.params)
        for k in which:
            params[k] = _placed(b, many.params[k], self.axes[k] or 0)
        body = replace(many.body, ops=(*b.ops, *many.body.ops))
        fresh = tuple(range(len(many.body.yields)))
        return replace(many, params=tuple(params), body=body, fresh=fresh)


def _placed(b: Builder, param: Value, axis: int) -> Value:
    """Return the parameter as it is given, and bind the batched one to it."""
    if axis == 0:
        return param
    if not isinstance(param.type, Array):
        raise refuse("AD303", "per_example along another axis than the first of a container")
    raw = Value(param.name, Array(param.type.dtype, _fresh(param.type.rank)), param.span, True)
    attrs: dict[str, Any] = {"source": axis, "destination": 0}
    b.span = param.span
    b.append(Apply(gate(np.moveaxis), (raw,), attrs, param, b.span))
    return raw


def _fresh(rank: int) -> tuple[Dim, ...]:
    return tuple(Dim(f"?axis{k}", None) for k in range(rank))


def _holds_arrays(type_: Type) -> bool:
    match type_:
        case Array(_, dims):
            return bool(dims)
        case Tree(_, items):
            return any(map(_holds_arrays, items))
    return False


def _one(type_: Type, axis: int, name: str) -> Type:
    """Return the type that one example of a batch has."""
    match type_:
        case Array(dtype, dims) if dims:
            if not -len(dims) <= axis < len(dims):
                raise refuse("AD303", f"{name!r} has no axis {axis}: it has {len(dims)}")
            rest = dims[: axis % len(dims)] + dims[axis % len(dims) + 1 :]
            if rest or dtype is None:
                return Array(dtype, rest)
            return Scalar(dtype_kind(dtype), dtype)
        case Tree(_, items):
            return replace(type_, items=tuple(_one(t, axis, name) for t in items))
        case Known() | Other():
            return type_
    raise refuse("AD303", f"{name!r} holds no examples: it is {show(type_)}")

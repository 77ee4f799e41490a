"""The sizes of what a routine returns, by those of what a call hands to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adcompiler.ir.containers import opened
from adcompiler.ir.types import Array, Dim, Layout, Seq, Tree, Type, fresh_dim


def _arrays(type_: Type) -> Iterator[Array]:
    match type_:
        case Array():
            yield type_
        case Seq(item):
            yield from _arrays(item)
        case Tree(_, items):
            for item in items:
                yield from _arrays(item)


def match(param: Type, argument: Type, sizes: dict[str, Dim]) -> None:
    """Record which size of the argument each size of the parameter stands for."""
    for p, a in zip(_arrays(param), _arrays(argument), strict=False):
        sizes.update({q.key: d for q, d in zip(p.dims, a.dims, strict=False)})


def instance(type_: Type, sizes: dict[str, Dim]) -> Type:
    """Return the type of a result for the sizes of this call."""
    match type_:
        case Array(dtype, dims):
            return Array(dtype, tuple(_instance_dim(d, sizes) for d in dims))
        case Seq(item, kind):
            return Seq(instance(item, sizes), kind)
        case Tree(layout=Layout()):
            return opened(type_)
        case Tree(_, items):
            return replace(type_, items=tuple(instance(i, sizes) for i in items))
    return type_


def _instance_dim(dim: Dim, sizes: dict[str, Dim]) -> Dim:
    if dim.key in sizes:
        return sizes[dim.key]
    return Dim(fresh_dim().key, dim.one) if "?" in dim.key else dim

"""Grids made by indexing: `np.mgrid[0:n, 0:m]`, `np.ogrid[-1:1:5j]`."""

from __future__ import annotations

import ast

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, programs
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Scalar, Type, numeric_kind

GRIDS = (np.mgrid, np.ogrid)


def is_grid(base: Thing) -> bool:
    """Tell whether this makes a grid where it is indexed."""
    return isinstance(base, Static) and any(base.value is g for g in GRIDS)


def grid(scope: Scope, node: ast.AST, base: Static, index: ast.expr) -> Thing:
    """Append the program of a grid, on the bounds and steps of its slices."""
    many = isinstance(index, ast.Tuple)
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    cuts = [p for p in parts if isinstance(p, ast.Slice) and p.upper is not None]
    if len(cuts) < len(parts) or not parts:
        what = "a grid of something else than slices with an end"
        raise refuse("AD304", what, scope.span(node), hint="np.mgrid[0:n, 0:m]")
    ends = [[_bound(scope, b) for b in (p.lower, p.upper, p.step)] for p in cuts]
    numbers = [b for part in ends for b in part if b != Const(None)]
    if any(_is_narrow(type_of(n)) for n in numbers if isinstance(n, Value)):
        what = "a grid between numbers in single precision, or that may be"
        raise refuse("AD304", what, scope.span(node), hint="float(x)")
    kinds = {numeric_kind(type_of(n)) for n in numbers if isinstance(n, Value | Const)}
    whole = kinds <= {"int", "bool"} and len(numbers) == sum(
        isinstance(n, Value | Const) for n in numbers
    )
    counting = all(a in (Const(None), Const(0)) and c == Const(None) for a, _, c in ends)
    how: dict[str, Thing] = {
        "kind": Static(int if whole else float),
        "alone": Const(not many),
        "counting": Const(counting and whole),
    }
    call = ast.copy_location(ast.Call(ast.Constant(None), [], []), node)
    return programs.call(scope, call, base.value, [Struct("tuple", tuple(e)) for e in ends], how)


def _bound(scope: Scope, bound: ast.expr | None) -> Thing:
    return Const(None) if bound is None else expressions.expression(scope, bound)


def _is_narrow(type_: Type) -> bool:
    """Tell whether a number has, or may have, a smaller dtype than Python's have."""
    dtype = type_.dtype if isinstance(type_, Scalar | Array) else "?"
    return dtype not in (None, "float64", "int64", "complex128", "bool")

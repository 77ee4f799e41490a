"""`np.split` and its kin, as the slices that they stand for: the parts are views."""

from __future__ import annotations

import ast
import operator
from itertools import pairwise
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, memory, subscripts, views
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value
from adcompiler.ir.types import Array, Dim

AXIS: dict[Any, int | None] = {np.split: None, np.vsplit: 0, np.hsplit: 1}


def split(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the parts of an array along one axis: so many equal ones, or cut at positions."""
    given = dict(zip(("ary", "indices_or_sections", "axis"), args, strict=False)) | keywords
    whole, cuts = given.pop("ary", None), given.pop("indices_or_sections", None)
    axis = given.pop("axis", Const(0)) if AXIS[function] is None else Const(AXIS[function])
    name = f"np.{function.__name__}"
    if whole is None or cuts is None or given or not isinstance(axis, Const):
        raise refuse("AD204", f"{name} with these arguments", scope.span(node), "this call")
    array = expressions.atom(scope, node, whole)
    type_ = type_of(array)
    if not isinstance(array, Value) or not isinstance(type_, Array):
        raise refuse("AD204", f"{name} of what is not an array", scope.span(node), "this call")
    along = axis.value % type_.rank if function is not np.hsplit else min(1, type_.rank - 1)
    cuts = memory.now(scope, cuts)
    bounds = _bounds(scope, node, array, along, cuts, name)
    parts = [_part(scope, array, along, *ends) for ends in pairwise(bounds)]
    if isinstance(cuts, Const):
        size = Dim(f"{type_.dims[along].key}/{cuts.value}", None)
        dims = (*type_.dims[:along], size, *type_.dims[along + 1 :])
        for part in parts:
            part.type = Array(type_.dtype, dims)
    made = Struct("list", tuple(views.viewed(scope, whole, part) for part in parts))
    scope.program.b.place(made)
    return made


def _bounds(
    scope: Scope, node: ast.Call, array: Value, axis: int, cuts: Thing, name: str
) -> list[Atom]:
    """Return where the parts begin and end; None stands for an end of the array."""
    b = scope.program.b
    if isinstance(cuts, Const) and type(cuts.value) is int:
        size = b.apply(gate(core.size_of), array, attrs={"axis": axis})
        step = b.apply(gate(HELPERS["part_size"]), size, cuts)
        inner = [step, *(b.apply(gate(operator.mul), Const(k), step) for k in range(2, cuts.value))]
        return [Const(None), *inner[: cuts.value - 1], Const(None)]
    items = subscripts.known_items(scope, node, cuts)
    if items is None:
        raise refuse(
            "AD204",
            f"{name} into a number of parts known only at run time",
            scope.span(node),
            "this call",
            "write the slices",
        )
    return [Const(None), *(expressions.atom(scope, node, i) for i in items), Const(None)]


def _part(scope: Scope, array: Value, axis: int, first: Atom, last: Atom) -> Value:
    """Append `array[first:last]` along an axis."""
    operands: list[Atom] = [array]
    ends: list[Any] = []
    for bound in (first, last):
        if isinstance(bound, Const):
            ends.append(bound.value)
        else:
            operands.append(bound)
            ends.append(Slot(len(operands) - 1))
    index: Any = slice(*ends)
    if axis:
        index = (*[slice(None)] * axis, index)
    return scope.program.b.apply(gate(core.load), *operands, attrs={"index": index})

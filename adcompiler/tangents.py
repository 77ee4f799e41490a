"""Forward mode on programs, for the checks: a tangent beside each value."""

from __future__ import annotations

import copy
import types
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler import pipeline
from adcompiler.backend.emit import emit
from adcompiler.backend.load import load, to_function
from adcompiler.compiled import State
from adcompiler.ir.nodes import Function, Slot, Struct
from adcompiler.signature import type_of_value
from adcompiler.transforms.forward import forward
from adcompiler.transforms.gradient import GradientOptions


def tangent_of(
    fun: types.FunctionType, args: Sequence[Any], argnums: Sequence[int], directions: Sequence[Any]
) -> tuple[Any, Any]:
    """Return the value of a function and its derivative along directions, by forward mode."""
    state = State(fun, GradientOptions(tuple(argnums)), "tangent")
    fn = _program(state, args)
    return _run(state, forward(pipeline.run(fn, pipeline.BEFORE), argnums), args, directions)


def second_along(
    fun: types.FunctionType, args: Sequence[Any], argnums: Sequence[int], directions: Sequence[Any]
) -> float:
    """Return the second derivative along a direction: forward mode over reverse mode."""
    from adcompiler.checking import inner

    state = State(fun, GradientOptions(tuple(argnums), False), "tangent")
    fn = state.derive(_program(state, args), state.options)
    _, dots = _run(state, forward(fn, argnums), args, directions)
    return sum(inner(d, t) for d, t in zip(directions, dots, strict=True))


def _program(state: State, args: Sequence[Any]) -> Function:
    from adcompiler.compiled import differentiable

    names = [p.name for p in state.parameters]
    values = list(args) + [p.default for p in state.parameters[len(args) :]]
    found = {n: type_of_value(v, n) for n, v in zip(names, values, strict=True)}
    return state.build(differentiable(state, found)).function


def _run(state: State, fn: Function, args: Sequence[Any], directions: Sequence[Any]) -> Any:
    n = len(fn.body.yields) // 2
    result = Struct("tuple", (fn.result, _moved(fn.result, n)))
    fn = pipeline.run(replace(fn, result=result), pipeline.AFTER)
    plain = to_function(load(emit(fn), state.home), state.home)
    values = list(copy.deepcopy(args)) + [p.default for p in state.parameters[len(args) :]]
    with np.errstate(all="ignore"):
        return plain(*values, *directions)


def _moved(result: Any, by: int) -> Any:
    if isinstance(result, Slot):
        return Slot(result.index + by)
    if isinstance(result, Struct):
        items = tuple(_moved(i, by) for i in result.items)
        return Struct(result.kind, items, result.keys, result.cls)
    return result

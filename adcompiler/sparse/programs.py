"""The pattern of a function at given arguments, found again only where it may be another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler import pipeline
from adcompiler.analysis.pattern import Pattern, pattern_of
from adcompiler.compiled import Specialisation, State, differentiable
from adcompiler.gates.table import LIBRARIES
from adcompiler.guards import read
from adcompiler.ir.nodes import Capture, Function, Value
from adcompiler.records import attributes, is_container, is_number, is_record, mapped
from adcompiler.signature import type_of_value
from adcompiler.sparse.recovery import Plan
from adcompiler.transforms.derivative import with_aux

MOST = 8  # plans that are kept


class Plans:
    """The plans of one function, by what its pattern depends on."""

    def __init__(self, make: Callable[[Pattern], Plan]) -> None:
        self.make = make
        self.known: OrderedDict[Any, Plan] = OrderedDict()
        self.programs: OrderedDict[Any, Function] = OrderedDict()

    def find(self, state: State, original: State, values: Sequence[Any], has_aux: bool) -> Plan:
        """Return the plan for a call whose code was just used.

        `state` is the derivative that was called, `original` the one whose function has the
        pattern: the same, or one further inside.
        """
        wrt = state.options.argnums
        code = state.find(state.key(values))
        values = [_floating(v) if k in wrt else v for k, v in enumerate(values)]
        fn = self.programs.get(code) if code else None
        if fn is None:
            fn = program(original, values, has_aux)
            _keep(self.programs, code, fn)
        outside = captured(fn, state)
        keys = [_key(v) for v in (*values, *outside.values())]
        key = (code, tuple(k for k, _ in keys))
        plan = self.known.get(key)
        if plan is None:
            fixed = [same for _, same in keys]
            pattern = pattern_of(fn, values, wrt, outside, fixed)
            plan = self.make(pattern)
            if pattern.fixed and code is not None:
                _keep(self.known, key, plan)
        return plan


def _keep(table: OrderedDict[Any, Any], key: Specialisation | Hashable, value: Any) -> None:
    table[key] = value
    if len(table) > MOST:
        table.popitem(last=False)


def program(state: State, values: Sequence[Any], has_aux: bool = False) -> Function:
    """Return the staged program of a function for arguments of these kinds."""
    pairs = zip(state.parameters, values, strict=True)
    found = {p.name: type_of_value(v, p.name) for p, v in pairs if p.name not in state.extras}
    fn = pipeline.run(state.build(differentiable(state, found)).function, pipeline.BEFORE)
    return replace(fn, result=with_aux(fn.result, has_aux)[0])


def captured(fn: Function, state: State) -> dict[Value, Any]:
    """Return what a program reads outside, as it is now."""
    return {c.value: _captured(c, state) for c in fn.captures}


def _captured(capture: Capture, state: State) -> Any:
    root, *names = capture.path.split(".")
    if capture.holder is not None or not names:
        return read(capture, state.home)
    found: Any = LIBRARIES[root]
    for name in names:
        found = getattr(found, name)
    return found


def _floating(value: Any) -> Any:
    """Return an argument that is differentiated by, Python's integers as floats."""
    if is_container(value):
        return mapped(_floating, value)
    return float(value) if type(value) is int else value


def _key(value: Any) -> tuple[Any, bool]:
    """Return what a pattern may depend on of a value, and whether that is all of it."""
    if isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind in "iub":
            return (value.dtype, value.shape, value.tobytes()), True
        return (value.dtype, value.shape), False
    if isinstance(value, bool | int | str | type(None)):
        return (type(value), value), True
    if isinstance(value, dict):
        keys, items = list(value), [_key(v) for v in value.values()]
    elif isinstance(value, list | tuple):
        keys, items = [type(value)], [_key(v) for v in value]
    elif is_record(type(value)):
        own = attributes(value)
        keys, items = [type(value), *own], [_key(v) for v in own.values()]
    else:
        return type(value), False
    return (tuple(keys), tuple(k for k, _ in items)), all(same for _, same in items)


def numbers(tree: Any, like: Any) -> list[Any]:
    """Return the numbers and arrays in a value, in order: what is one in `like`."""
    found: list[Any] = []

    def note(value: Any, _: Any) -> Any:
        found.append(value)
        return value

    if is_container(like):
        mapped(note, tree, like)
    elif is_number(like):
        found.append(tree)
    return found


def flat(tree: Any, like: Any) -> np.ndarray[Any, Any]:
    """Return all numbers in a derivative of the structure of `like`, one after another.

    >>> flat({"a": np.ones(2), "b": 5.0}, {"a": np.zeros(2), "b": 1.0})
    array([1., 1., 5.])
    """
    parts = [np.ravel(np.asarray(v)) for v in numbers(tree, like)]
    return np.concatenate(parts) if parts else np.zeros(0)


def unflat(vector: np.ndarray[Any, Any], like: Any) -> Any:
    """Return a value of the structure of another, its numbers from a vector."""
    at = 0

    def taken(value: Any) -> Any:
        nonlocal at
        part = vector[at : at + np.size(value)]
        at += np.size(value)
        if isinstance(value, np.ndarray):
            return part.reshape(value.shape).astype(value.dtype)
        return value.dtype.type(part[0]) if isinstance(value, np.generic) else float(part[0])

    return mapped(taken, like)

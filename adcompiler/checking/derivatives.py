"""Programs and their derivatives in both modes, for any outputs and any order, from the stages."""

from __future__ import annotations

import copy
import random
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from adcompiler import pipeline
from adcompiler.backend.emit import emit
from adcompiler.backend.load import load, to_function
from adcompiler.gates import ops
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import UNDEF, Atom, Block, Function, Slot, Struct, Value
from adcompiler.ir.routines import routines
from adcompiler.ir.types import Array, Scalar, Type, is_differentiable, numeric_kind
from adcompiler.ir.walk import all_ops, outputs
from adcompiler.transforms.forward import Tangent, forward
from adcompiler.transforms.reverse import reverse

NARROW = ("float16", "float32", "complex64")


@dataclass(frozen=True, eq=False)
class Program:
    """A staged program with the parameters that it is differentiated by.

    Its outputs are the yields of `fn` that a derivative can flow to, in a tuple.
    """

    fn: Function
    home: types.FunctionType
    wrt: tuple[int, ...]
    finished: bool = False
    number: bool = False  # a run has told that it returns one real number

    @cached_property
    def outputs(self) -> tuple[int, ...]:
        """The yields that a derivative can flow to."""
        yields = enumerate(self.fn.body.yields)
        return tuple(k for k, a in yields if is_differentiable(type_of(a)))

    @cached_property
    def scalar(self) -> bool:
        """Whether the program returns one real number: its gradient is that of `grad`."""
        if self.number:
            return True
        if not isinstance(self.fn.result, Slot) or len(self.outputs) != 1:
            return False
        type_ = type_of(self.fn.body.yields[self.fn.result.index])
        number = isinstance(type_, Scalar) or (isinstance(type_, Array) and not type_.dims)
        return number and numeric_kind(type_) == "float"

    @cached_property
    def single(self) -> bool:
        """Whether anything in the program is in single precision."""
        programs = [self.fn, *(r.program for r in routines(self.fn))]
        made = (v for fn in programs for op in all_ops(fn.body) for v in outputs(op))
        return any(getattr(v.type, "dtype", None) in NARROW for v in (*self.fn.params, *made))

    def call(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """Return the outputs for these values of the parameters, which are left untouched."""
        with undisturbed(), np.errstate(all="ignore"):
            return self._compiled(*copy.deepcopy(list(values)))

    @cached_property
    def _compiled(self) -> Callable[..., Any]:
        picked = tuple(map(Slot, self.outputs))
        fn = replace(self.fn, result=Struct("tuple", picked))
        fn = fn if self.finished else pipeline.run(fn, pipeline.AFTER)
        return compiled(fn, self.home)

    @cached_property
    def recognised(self) -> Function:
        """The program as the two modes read it, composite gates marked."""
        return pipeline.run(self.fn, pipeline.BEFORE)

    def seeds(self) -> list[Value]:
        """Return new parameters for the adjoints of the outputs."""
        yields, taken = self.fn.body.yields, {p.name for p in self.fn.params}
        return [
            Value(f"{_unused('seed', taken)}{k}", _dot_type(type_of(yields[k])), stated=True)
            for k in self.outputs
        ]

    @cached_property
    def pulled(self) -> Program:
        """The program of the gradients; its last parameters are the adjoints of the outputs."""
        fn, b = self.recognised, Builder()
        adjoints: list[Atom] = [UNDEF] * len(fn.body.yields)
        seeds = [] if self.scalar else self.seeds()
        given: list[Atom] = [ops.ONE] if self.scalar else [*seeds]
        for k, seed in zip(self.outputs, given, strict=True):
            adjoints[k] = seed
        swept = reverse(fn, self.wrt, adjoints, b)
        body = Block((), (*swept.ops, *b.ops), swept.gradients)
        return self._derived(body, seeds, range(len(swept.gradients)))

    @cached_property
    def pushed(self) -> Program:
        """The program of the tangents; its last parameters are the tangents of `wrt`."""
        names = [p.name for p in self.fn.params]
        fn = forward(self.recognised, self.wrt, Tangent(self.wrt).tangent_names(names))
        n = len(self.fn.body.yields)
        body = replace(fn.body, yields=tuple(fn.body.yields[n + k] for k in self.outputs))
        return self._derived(body, fn.params[len(self.fn.params) :], ())

    def _derived(self, body: Block, more: Iterable[Value], fresh: Iterable[int]) -> Program:
        result = Struct("tuple", tuple(map(Slot, range(len(body.yields)))))
        params = (*self.fn.params, *more)
        fn = Function("derived", params, body, result, self.fn.captures, tuple(fresh))
        return Program(pipeline.run(fn, pipeline.AFTER), self.home, self.wrt, finished=True)

    def picked(self, returned: Any) -> tuple[Any, ...]:
        """Return the outputs in what the user's function has returned."""
        found = dict(slots(self.fn.result, returned))
        return tuple(found[k] for k in self.outputs)


def slots(result: Any, value: Any) -> Iterator[tuple[int, Any]]:
    """Yield what stands at each slot of a returned value."""
    if isinstance(result, Slot):
        yield result.index, value
    elif isinstance(result, Struct):
        for k, part in enumerate(result.items):
            if result.kind == "object":
                inner = getattr(value, str(result.keys[k]))
            else:
                inner = value[result.keys[k] if result.kind == "dict" else k]
            yield from slots(part, inner)


def compiled(fn: Function, home: types.FunctionType) -> types.FunctionType:
    """Return a program as a function that reads the globals and the closure of the user's."""
    text = emit(fn, reserved=home.__code__.co_freevars)
    made = to_function(load(text, home), home)
    made.__defaults__ = made.__kwdefaults__ = None
    return made


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let every run draw the same random numbers, and leave the generators as they were."""
    states = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])


def _unused(word: str, taken: set[str]) -> str:
    while any(name.startswith(word) for name in taken):
        word += "_"
    return word


def _dot_type(type_: Type) -> Type:
    return Scalar(type_.kind, "?") if isinstance(type_, Scalar) else type_

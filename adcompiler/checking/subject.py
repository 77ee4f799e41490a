"""What is checked: a function at one point, and the program that was understood."""

from __future__ import annotations

import copy
import inspect
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from adcompiler.api import plain_function
from adcompiler.checking.derivatives import Program, undisturbed
from adcompiler.checking.vectors import is_floating, leaves
from adcompiler.compiled import State, differentiable, state_of
from adcompiler.ir.nodes import Slot
from adcompiler.signature import type_of_value
from adcompiler.transforms.derivative import with_aux
from adcompiler.transforms.gradient import GradientOptions


@dataclass(frozen=True, eq=False)
class Subject:
    """A function at one point: the user's code, and the program that was understood."""

    fun: types.FunctionType
    state: State
    values: list[Any]
    argnums: tuple[int, ...]
    has_aux: bool = False

    @classmethod
    def of(cls, fun: Callable[..., Any], args: Sequence[Any], argnums: Sequence[int]) -> Subject:
        """Return the subject for a function or its gradient function, and arguments."""
        state = state_of(fun)
        original = state.fun if state is not None else plain_function(fun)
        state = State(original, GradientOptions(tuple(argnums), False), "checked")
        bound = inspect.signature(state.home).bind(*args)
        bound.apply_defaults()
        return cls(original, state, list(bound.arguments.values()), tuple(argnums))

    @cached_property
    def program(self) -> Program:
        """The program as it was understood."""
        names = [p.name for p in self.state.parameters]
        found = {n: type_of_value(v, n) for n, v in zip(names, self.values, strict=True)}
        fn = self.state.build(differentiable(self.state, found)).function
        main, _ = with_aux(fn.result, self.has_aux)
        if self.has_aux and isinstance(main, Slot):
            body = replace(fn.body, yields=(fn.body.yields[main.index],))
            fn = replace(fn, body=body, result=Slot(0))
        program = Program(fn, self.state.home, self.argnums)
        if not isinstance(fn.result, Slot) or program.scalar:
            return program
        (output,) = program.call(self.values) or (None,)
        number = is_floating(output) and np.ndim(output) == 0 and not np.iscomplexobj(output)
        return replace(program, number=number)

    def call(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """Return the outputs of the user's function; the values are left untouched."""
        with undisturbed(), np.errstate(all="ignore"):
            returned = self.state.called(self.fun, copy.deepcopy(list(values)))
        return self.program.picked(returned[0] if self.has_aux else returned)

    @property
    def moving(self) -> list[Any]:
        """The arguments that are differentiated by."""
        return [self.values[k] for k in self.argnums]

    @property
    def real(self) -> bool:
        """Whether a complex step may be tried."""
        return not any(np.iscomplexobj(v) for a in self.moving for _, v in leaves(a))

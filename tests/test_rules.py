"""Generated from the rule table: nobody writes a test for an elementwise rule."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from adcompiler import check_grads
from adcompiler.gates import TABLE, kinds
from adcompiler.gates.table import INFIX, PREFIX

SHAPES = [
    ((), ()),
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((2, 3), (2, 1)),
    ((2, 1), (1, 3)),
    ((1,), (2, 3)),
]
SMOOTH = (kinds.LocalDerivative, kinds.Distribute, kinds.SwapAndScale, kinds.Route, kinds.Custom)


def ufuncs():
    for function, gate in TABLE.items():
        if (
            isinstance(function, np.ufunc)
            and function.signature is None
            and isinstance(gate.variants[-1][1], SMOOTH)
        ):
            yield function, gate


UFUNCS = list(ufuncs())


def unary(f):
    return lambda x: np.sum(f(x) * np.cos(x))


def binary(f):
    return lambda x, y: np.sum(f(x, y) * np.cos(x + y))


@pytest.mark.parametrize(("function", "gate"), UFUNCS, ids=[g.name for _, g in UFUNCS])
def test_ufunc_rule(function, gate):
    """Both modes and second order, over every broadcast pair of shapes."""
    if function.nin > 2 or function in (np.logical_not,):
        return
    rng = np.random.default_rng(0)
    low, high = gate.at
    for left, right in SHAPES:
        x, y = rng.uniform(low, high, left)[()], rng.uniform(low, high, right)[()]
        x, y = (float(v) if np.ndim(v) == 0 else v for v in (x, y))
        with np.errstate(all="ignore"):
            if function.nin == 1:
                check_grads(unary(function), (x,), order=2)
            else:
                check_grads(binary(function), (x, y), order=2)


def test_every_operator_is_written_as_python_writes_it():
    for function in (operator.add, operator.matmul, operator.pow, operator.lt):
        assert function in INFIX
    assert operator.neg in PREFIX


def test_conditions_come_before_the_general_line():
    for gate in TABLE.values():
        assert gate.variants, gate.name
        assert all(when is not None for when, _ in gate.variants[:-1]), gate.name

"""Elementwise gates: the operands' own axes are lined up behind that of the examples."""

from __future__ import annotations

import cmath
import math
import operator
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.batching.axes import EACH
from adcompiler.gates.batching.partial import guard
from adcompiler.gates.batching.place import Apart, Many, batching
from adcompiler.gates.infer import UFUNC_OF
from adcompiler.gates.table import TABLE
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Value
from adcompiler.ir.types import Array, Scalar, numeric_kind

NUMPY_NAMES = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "atan2": "arctan2", "pow": "power",
}  # fmt: skip
OF_MATH = {
    getattr(math, name): getattr(np, NUMPY_NAMES.get(name, name))
    for name in (
        "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "sin", "cos",
        "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "fabs",
        "pow", "fmod", "hypot", "atan2", "copysign", "degrees", "radians", "isnan", "isinf",
        "isfinite",
    )
}  # fmt: skip
OF_CMATH = {
    getattr(cmath, name): getattr(np, NUMPY_NAMES.get(name, name))
    for name in ("exp", "sin", "cos", "sinh", "cosh", "tanh")
}
OPERATORS = {f for f in UFUNC_OF if f in TABLE} - {operator.matmul}
UFUNCS = {f for f in TABLE if isinstance(f, np.ufunc) and f is not np.matmul}
OTHERS = {
    np.where, np.clip, np.real, np.imag, np.conj, np.sinc, np.nan_to_num, np.round, np.around,
    np.fix, np.angle, np.isclose, core.astype, core.rounded_to, np.copy, core.mask, core.named,
    runtime.over, runtime.power_dx, runtime.power_dy, np.isreal, np.iscomplex,
    runtime.stop_gradient, core.passed,
}  # fmt: skip
# Of Python's integers, which do not overflow, only what stays small.
SMALL = {
    operator.add, operator.sub, operator.neg, operator.pos, operator.lt, operator.le, operator.gt,
    operator.ge, operator.eq, operator.ne, operator.truediv, abs, operator.and_, operator.or_,
    operator.xor, float, core.named, core.astype, core.rounded_to, np.where, np.copy,
    runtime.stop_gradient, core.passed,
}  # fmt: skip


@batching(*OPERATORS, *UFUNCS, *OTHERS)
def elementwise(at: Many) -> Atom:
    """`s * v` becomes `s[:, None] * v`."""
    return meeting(at, at.op.gate.function)


@batching(*OF_MATH, *OF_CMATH)
def of_math(at: Many) -> Atom:
    """`math.exp(x)` becomes `np.exp(x)`."""
    if len(at.args) > at.op.gate.function.__name__.count("2") + 2:
        raise Apart
    return meeting(at, {**OF_MATH, **OF_CMATH}[at.op.gate.function])


def meeting(at: Many, function: Any) -> Atom:
    """Append an elementwise gate on operands that are lined up, each of its own precision."""
    if _integers(at) and at.op.gate.function not in SMALL:
        raise Apart
    top = max(at.ranks)
    args = [at.aligned(k, top) for k in range(len(at.args))]
    args = [_as_precise(at, k, a) for k, a in enumerate(args)]
    guard(at, args)
    function = np.logical_not if function is operator.not_ else function
    return at.again(*args, function=function)


def _integers(at: Many) -> bool:
    """Tell whether these are Python's own integers, which do not overflow."""
    types = [at.type(k) for k in range(len(at.args))]
    return all(isinstance(t, Scalar) and t.kind in ("int", "bool") for t in types) and any(
        isinstance(t, Scalar) and t.kind == "int" and t.dtype in (None, "?") for t in types
    )


def _as_precise(at: Many, k: int, a: Atom) -> Atom:
    """Return a number that was Python's in the precision of the arrays that it meets."""
    type_ = at.type(k)
    if not at.led(k) or not isinstance(type_, Scalar) or type_.dtype is not None:
        return a
    others = [at.type(j) for j in range(len(at.args)) if j != k]
    dtypes = {t.dtype for t in others if isinstance(t, Array | Scalar) and t.dtype is not None}
    single = dtypes & {"float32", "complex64", "float16"}
    if not single or type_.kind not in ("int", "float"):
        return a
    if len(dtypes) > 1:
        raise Apart
    dtype = np.real(np.zeros(1, dtypes.pop())).dtype.type
    return at.apply(core.astype, a, dtype=dtype)


@batching(operator.not_)
def negated(at: Many) -> Atom:
    """`not c` becomes `~c`, of a truth value."""
    type_ = at.type(0)
    if not isinstance(type_, Scalar) or type_.kind != "bool" or at.how[0] == EACH:
        raise Apart
    return at.apply(operator.invert, at.args[0])


@batching(max, min)
def chosen(at: Many) -> Atom:
    """`max(x, y)` becomes `np.where(y > x, y, x)`, which is what Python returns."""
    if any(at.ranks) or len(at.args) != 2:
        raise Apart
    x, y = at.args
    question = operator.gt if at.op.gate.function is max else operator.lt
    return at.apply(np.where, at.apply(question, y, x), y, x)


@batching(float, np.float64, core.item_of, complex)
def number(at: Many) -> Atom:
    """`float(x)` of one number for each example is an array of them."""
    if len(at.args) != 1 or at.rank(0):
        raise Apart
    want = at.op.out.type
    if not isinstance(want, Scalar) or want.kind not in ("float", "complex"):
        raise Apart
    have = type_of(at.args[0])
    wide = "float64" if want.kind == "float" else "complex128"
    if isinstance(have, Array) and have.dtype == wide:
        return at.args[0]
    if numeric_kind(at.type(0)) is None or not isinstance(have, Array):
        raise Apart
    return at.apply(core.astype, at.args[0], dtype=np.dtype(wide).type)


@batching(np.zeros_like, np.ones_like, np.empty_like)
def like(at: Many) -> Atom:
    """`np.zeros_like(x)` has the axis that `x` has."""
    return at.again(*at.args)


@batching(np.full_like)
def full_like(at: Many) -> Atom:
    """`np.full_like(x, v)` of one value for each example."""
    if at.rank(1):
        raise Apart
    if not at.led(1):
        return at.again(*at.args)
    value = at.aligned(1, at.rank(0))
    like = at.lifted(0)
    return at.apply(core.broadcast_like, value, like)


@batching(
    core.sigmoid, core.sigmoid_of_minus, core.softplus, core.squared_modulus, core.softmax,
    core.log_softmax, core.logsumexp,
)  # fmt: skip
def composite(at: Many) -> Atom:
    """What was recognised is the value that the program computed."""
    if not at.led(0):
        raise Apart
    return at.args[0]


@batching(core.counted)
def counted(at: Many) -> Atom:
    """The items of an array lie along its second axis."""
    if at.rank(0) < 1:
        raise Apart
    return at.again(at.apply(np.swapaxes, at.args[0], Const(0), Const(1)))


@batching(core.demand, core.bound)
def demanded(at: Many) -> Atom:
    """`assert c` becomes `assert np.all(c)`; so does what asks whether a variable is bound."""
    message = at.op.args[1] if len(at.args) > 1 else Const("")
    if at.rank(0) or (isinstance(message, Value) and at.how[1] != "shared"):
        raise Apart
    return at.again(at.apply(np.all, at.args[0]), *at.args[1:])

"""Find the shapes of `gates/idioms.py` and mark their results with the composite gate.

Before: `e = exp(-x); f = 1 / (1 + e)`. After: the same, and `f` is known to be `sigmoid(x)`;
the forward lines stay as they are, only the derivative takes the short way.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler.gates import core, gate
from adcompiler.gates.ops import is_number
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Op, Value, made_by
from adcompiler.ir.types import is_complex
from adcompiler.ir.walk import look, substitute

Made = dict[Value, Apply]
EXP = (math.exp, np.exp)
LOG = (math.log, np.log)
DIVIDE = (operator.truediv, np.divide)
ADD = (operator.add, np.add)


def recognise(fn: Function) -> Function:
    """Return the program with composite gates marked."""
    return replace(fn, body=_block(fn.body, {}, {}))


def plain(fn: Function) -> Function:
    """Return the program without the marks: each composite is the value it was computed as."""
    return replace(fn, body=_unmarked(fn.body, {}))


def _block(block: Block, made: Made, env: dict[Value, Atom]) -> Block:
    made, env = dict(made), dict(env)
    out: list[Op] = []
    for op in block.ops:
        match op:
            case Apply():
                op = substitute(op, env)
                assert isinstance(op, Apply)
                made[op.out] = op
                out.append(op)
                marked = _mark(op, made)
                if marked is not None:
                    made[marked.out] = marked
                    env[op.out] = marked.out
                    out.append(marked)
            case Call():
                out.append(substitute(op, env))
            case If():
                then, orelse = (_block(b, made, env) for b in (op.then, op.orelse))
                out.append(replace(op, cond=look(env, op.cond), then=then, orelse=orelse))
            case For():
                over = tuple(look(env, a) for a in op.over)
                start = tuple(look(env, a) for a in op.init)
                out.append(replace(op, over=over, init=start, body=_block(op.body, made, env)))
    return Block(block.params, tuple(out), tuple(look(env, a) for a in block.yields))


def _unmarked(block: Block, env: dict[Value, Atom]) -> Block:
    out: list[Op] = []
    for op in block.ops:
        op = substitute(op, env)
        if isinstance(op, Apply) and op.gate.function in (*core.COMPOSITES, core.passed):
            value = env[op.out] = op.args[0]
            if op.out.stated and isinstance(value, Value) and not value.stated:
                value.name, value.stated = op.out.name, True
            continue
        if isinstance(op, If):
            op = replace(op, then=_unmarked(op.then, env), orelse=_unmarked(op.orelse, env))
        elif isinstance(op, For):
            op = replace(op, body=_unmarked(op.body, env))
        out.append(op)
    return Block(block.params, tuple(out), tuple(look(env, a) for a in block.yields))


def _mark(op: Apply, made: Made) -> Apply | None:
    """Return the composite gate that the result of `op` is, if it is one; it is a real number."""
    if is_complex(op.out.type):
        return None
    for find in FINDERS:
        found = find(op, made)
        if found is not None:
            composite, x, attrs = found
            out = Value(op.out.name, op.out.type, op.out.span, op.out.stated)
            return Apply(gate(composite), (op.out, x), attrs, out, op.span)
    return None


Found = tuple[Any, Atom, dict[str, Any]]


def _source(atom: Atom, made: Made, functions: tuple[Any, ...]) -> Apply | None:
    """Return the operation behind an atom if it is one of these functions."""
    op = made_by(made, atom)
    while op is not None and op.gate.function in core.COMPOSITES:
        op = made_by(made, op.args[0])
    return op if op is not None and op.gate.function in functions else None


def _one_plus(atom: Atom, made: Made) -> Atom | None:
    """Return `e` of `1 + e` or `e + 1`."""
    op = _source(atom, made, ADD)
    if op is None:
        return None
    x, y = op.args
    return y if is_number(x, 1) else x if is_number(y, 1) else None


def _sigmoid(op: Apply, made: Made) -> Found | None:
    if op.gate.function not in DIVIDE:
        return None
    top, bottom = op.args
    e = _one_plus(bottom, made)
    exp = _source(e, made, EXP) if e is not None else None
    if exp is None:
        return None
    if is_number(top, 1):
        minus = _source(exp.args[0], made, (operator.neg, np.negative))
        if minus is not None:
            return core.sigmoid, minus.args[0], {}
        return core.sigmoid_of_minus, exp.args[0], {}
    other = _source(top, made, EXP)
    if other is not None and other.args[0] is exp.args[0]:
        return core.sigmoid, exp.args[0], {}
    return None


def _softplus(op: Apply, made: Made) -> Found | None:
    if op.gate.function in LOG:
        e = _one_plus(op.args[0], made)
    elif op.gate.function in (math.log1p, np.log1p):
        e = op.args[0]
    else:
        return None
    exp = _source(e, made, EXP) if e is not None else None
    return (core.softplus, exp.args[0], {}) if exp is not None else None


def _softmax(op: Apply, made: Made) -> Found | None:
    if op.gate.function not in DIVIDE:
        return None
    total = _source(op.args[1], made, (np.sum,))
    top = _source(op.args[0], made, EXP)
    if total is None or top is None:
        return None
    below = _source(total.args[0], made, EXP)
    if below is None or below.args[0] is not top.args[0]:
        return None
    axis = total.attrs.get("axis")
    if axis is not None and not total.attrs.get("keepdims"):
        return None
    return core.softmax, _unshifted(top.args[0], axis, made), _axes(axis)


def _axes(axis: Any) -> dict[str, Any]:
    return {} if axis is None else {"axis": axis}


def _unshifted(x: Atom, axis: Any, made: Made) -> Atom:
    """Return `z` of `z - max(z)`: a softmax does not see the shift."""
    op = _source(x, made, (operator.sub, np.subtract))
    best = _source(op.args[1], made, (np.max,)) if op is not None else None
    if op is not None and best is not None and best.args[0] is op.args[0]:
        if best.attrs.get("axis") == axis and (axis is None or best.attrs.get("keepdims")):
            return op.args[0]
    return x


def _log_softmax(op: Apply, made: Made) -> Found | None:
    if op.gate.function is not np.log:
        return None
    inner = made_by(made, op.args[0])
    if inner is None or inner.gate.function is not core.softmax:
        return None
    return core.log_softmax, inner.args[1], dict(inner.attrs)


def _logsumexp(op: Apply, made: Made) -> Found | None:
    if op.gate.function is not np.log:
        return None
    total = _source(op.args[0], made, (np.sum,))
    exp = _source(total.args[0], made, EXP) if total is not None else None
    if total is None or exp is None:
        return None
    attrs = {k: v for k, v in total.attrs.items() if k in ("axis", "keepdims")}
    return core.logsumexp, exp.args[0], attrs


def _safe_logsumexp(op: Apply, made: Made) -> Found | None:
    """`m + log(sum(exp(x - m)))` with `m = max(x)`."""
    if op.gate.function not in ADD:
        return None
    for m, log in (op.args, op.args[::-1]):
        best = _source(m, made, (np.max,))
        inner = made_by(made, log)
        if best is None or inner is None or inner.gate.function is not core.logsumexp:
            continue
        shifted = _source(inner.args[1], made, (operator.sub, np.subtract))
        if shifted is None or shifted.args[0] is not best.args[0]:
            continue
        axes = {k: v for k, v in best.attrs.items() if k in ("axis", "keepdims")}
        if shifted.args[1] is m and axes == dict(inner.attrs):
            return core.logsumexp, best.args[0], {**axes, "safe": True}
    return None


def _squared_modulus(op: Apply, made: Made) -> Found | None:
    """`abs(z) ** 2` and `abs(z) * abs(z)` of a complex `z`."""
    if op.gate.function in (operator.pow, np.power):
        squared = is_number(op.args[1], 2)
    elif op.gate.function in (operator.mul, np.multiply):
        squared = op.args[0] is op.args[1]
    else:
        squared = op.gate.function is np.square
    size = _source(op.args[0], made, (abs, np.absolute)) if squared else None
    if size is None or not is_complex(type_of(size.args[0])):
        return None
    return core.squared_modulus, size.args[0], {}


FINDERS: tuple[Callable[[Apply, Made], Found | None], ...] = (
    _sigmoid,
    _softplus,
    _softmax,
    _log_softmax,
    _logsumexp,
    _safe_logsumexp,
    _squared_modulus,
)

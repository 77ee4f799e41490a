"""Local identities on derivative code, none of which changes a shape or makes a NaN.

spread under an elementwise gate    ->  the scalar itself: broadcasting spreads it
x * (1 / y)                         ->  x / y
x + x                               ->  2.0 * x
x + (-y), x + a * (-b)              ->  x - y, x - a * b
dx[i] += a * (-b)                   ->  dx[i] += -(a * b), which is written with -=
0.5 * -1.0                          ->  -0.5
np.sum(-x)                          ->  -np.sum(x)
np.sum(x), x one number of NumPy's  ->  x
-(-x), -(a * (-b))                  ->  x, a * b
0.5 * (2.0 * x), a power of two     ->  x
(2.0 * x) * (0.5 / y), likewise     ->  x / y
a if y != 0.0 else b, y never zero  ->  a
x[None, :] + y, y of two axes       ->  x + y
x ** 2, a number in sight           ->  x * x
x.T.T                               ->  x
the size of zeros like `x`          ->  the size of `x`
a carried value that never changes  ->  what it started from
"""

from __future__ import annotations

import operator
from dataclasses import replace

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, gate, ops
from adcompiler.gates.domains import is_nonzero
from adcompiler.gates.kinds import LocalDerivative
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    Call,
    Const,
    For,
    Function,
    If,
    Op,
    Value,
    made_by,
)
from adcompiler.ir.types import Array, Scalar, Type, is_complex, numeric_kind
from adcompiler.ir.walk import look, substitute, uses
from adcompiler.optimise.factors import is_factor, unscaled
from adcompiler.optimise.fits import fits_already, refitted, unsigned_fit
from adcompiler.optimise.overwriting import written_once
from adcompiler.optimise.smaller import on_smaller

SIZES = {core.size_of, core.shape, core.size, len}
FOLDED = {operator.add, operator.sub, operator.mul, operator.neg}  # the same at any time
ELEMENTWISE = {operator.add, operator.sub, operator.mul, operator.truediv, np.where, core.mask}


def algebra(fn: Function) -> Function:
    """Return the program with local identities applied once, operands first."""
    made: dict[Value, Apply] = {}
    return replace(fn, body=_block(fn.body, made, {}, uses(fn.body)))


def _block(
    block: Block, made: dict[Value, Apply], env: dict[Value, Atom], used: dict[Value, int]
) -> Block:
    out: list[Op] = []
    for op in block.ops:
        match op:
            case Apply():
                op = substitute(op, env)
                assert isinstance(op, Apply)
                *before, op = _before(op, made, used) or (op,)
                made.update((o.out, o) for o in before)
                op = _simplify(op, made, used)
                *more, op = unscaled(op, made, used) or (op,)
                made.update((o.out, o) for o in more)
                out += (*before, *more)
                same = _identity(op, made)
                if same is not None and op.out.stated:
                    op = replace(op, gate=gate(core.named), args=(same,))
                elif same is not None:
                    env[op.out] = same
                    continue
                made[op.out] = op
                out.append(op)
            case Call():
                out.append(substitute(op, env))
            case If() if _asks_in_vain(op, made):
                inner = _block(op.then, made, env, used)
                out.extend(inner.ops)
                env.update(zip(op.out, inner.yields, strict=True))
            case If():
                op = replace(
                    op,
                    cond=look(env, op.cond),
                    then=_block(op.then, made, env, used),
                    orelse=_block(op.orelse, made, env, used),
                )
                out.append(op)
            case For():
                op = replace(
                    op,
                    over=tuple(look(env, a) for a in op.over),
                    init=tuple(look(env, a) for a in op.init),
                    body=_block(op.body, made, env, used),
                )
                out.append(op)
    return Block(block.params, tuple(out), tuple(look(env, a) for a in block.yields))


def _before(
    op: Apply, made: dict[Value, Apply], used: dict[Value, int]
) -> tuple[Apply, ...] | None:
    """Return some operations for one, of which only the last is simplified further."""
    return (
        _under(op, made)
        or _unsigned(op, made, used)
        or _sum_unsigned(op, made, used)
        or unsigned_fit(op, made)
        or on_smaller(op, made, used)
    )


def _asks_in_vain(op: If, made: dict[Value, Apply]) -> bool:
    """Tell whether a local derivative looks for a zero where there is none."""
    asked = made_by(made, op.cond)
    if asked is None or not (op.ternary and op.span.derived):
        return False
    x, zero = asked.args[0], asked.args[-1]
    return asked.gate.function is operator.ne and ops.is_number(zero, 0) and is_nonzero(x, made)


def _maker(atom: Atom, made: dict[Value, Apply], function: object) -> Apply | None:
    op = made.get(atom) if isinstance(atom, Value) and not atom.stated else None
    return op if op is not None and op.gate.function is function else None


def _simplify(op: Apply, made: dict[Value, Apply], used: dict[Value, int]) -> Apply:
    """Return an equal operation with simpler operands."""
    op = _without_spread(op, made)
    function = op.gate.function
    if function is runtime.fit:
        return refitted(op, made)
    if function is core.accumulate:
        return written_once(op, made, used) or op
    if function in SIZES and op.span.derived and isinstance(op.args[0], Value):
        like = made.get(op.args[0])
        whole = _as_large(like) if like is not None else None
        if whole is not None:
            return _simplify(replace(op, args=(whole, *op.args[1:])), made, used)
    if function is operator.neg and op.span.derived:
        product = _without_sign(op.args[0], made, used)
        if product is not None:
            return replace(product, out=op.out)
    if function is operator.mul and op.span.derived:
        x, y = op.args
        for a, b in ((x, y), (y, x)):
            inverse = _maker(b, made, operator.truediv)
            once = isinstance(b, Value) and used.get(b, 0) <= 1
            if inverse is not None and ops.is_number(inverse.args[0], 1) and once:
                return _with(op, operator.truediv, a, inverse.args[1])
        for a, b in (op.args, op.args[::-1]):
            if is_factor(a) and ops.is_number(a, -1) and _kept_kind(b, op.out):
                return replace(op, gate=gate(operator.neg), args=(b,))
    if function is operator.sub:
        x, y = op.args
        minus = _maker(y, made, operator.neg)
        if (
            minus is not None
            and op.span.derived
            and numeric_kind(type_of(minus.args[0])) == "float"
        ):
            return _with(op, operator.add, x, minus.args[0])
    if function is operator.add:
        x, y = op.args
        minus = _maker(y, made, operator.neg)
        if minus is not None:
            return _with(op, operator.sub, x, minus.args[0])
        minus = _maker(x, made, operator.neg)
        if minus is not None:
            return _with(op, operator.sub, y, minus.args[0])
        if x is y and op.span.derived and numeric_kind(type_of(x)) == "float":
            return _with(op, operator.mul, Const(2.0), x)
    if function is operator.pow and op.span.derived and _is_square(op, used):
        return _with(op, operator.mul, op.args[0], op.args[0])
    return op


def _as_large(op: Apply) -> Atom | None:
    """Return an operand that has the shape of what the operation gives, whatever is broadcast."""
    if op.gate.function is np.zeros_like:
        return op.args[0]
    smooth = isinstance(op.gate.kind(op), LocalDerivative) or op.gate.function in ELEMENTWISE
    arrays = [a for a in op.args if not isinstance(type_of(a), Scalar)]
    if not smooth or op.out.stated or not arrays or not isinstance(op.out.type, Array):
        return None
    # By their keys: two sizes that are not 1 may differ, and then the operation raises.
    same = (t.dims == op.out.type.dims for t in map(type_of, arrays) if isinstance(t, Array))
    return arrays[0] if [*same] == [True] * len(arrays) else None


def _unsigned(
    op: Apply, made: dict[Value, Apply], used: dict[Value, int]
) -> tuple[Apply, ...] | None:
    """Return a sum or difference of a product without the sign in the product."""
    if not op.span.derived or numeric_kind(op.out.type) != "float":
        return None
    if any(_maker(a, made, operator.neg) for a in op.args):
        return None
    match op.gate.function, op.args:
        case core.accumulate, (x, y, *places):
            inner = _without_sign(y, made, used)
            if inner is not None:
                turned = Value("", inner.out.type, op.span)
                minus = Apply(gate(operator.neg), (inner.out,), {}, turned, op.span)
                return inner, minus, replace(op, args=(x, turned, *places))
        case operator.add, (x, y) if (inner := _without_sign(y, made, used)) is not None:
            return inner, _with(op, operator.sub, x, inner.out)
        case operator.add, (x, y) if (inner := _without_sign(x, made, used)) is not None:
            return inner, _with(op, operator.sub, y, inner.out)
        case operator.sub, (x, y) if (inner := _without_sign(y, made, used)) is not None:
            return inner, _with(op, operator.add, x, inner.out)
    return None


def _sum_unsigned(
    op: Apply, made: dict[Value, Apply], used: dict[Value, int]
) -> tuple[Apply, Apply] | None:
    """Return a sum of negated numbers as the negated sum: the sign is turned once."""
    if op.gate.function is not np.sum or not op.span.derived:
        return None
    minus = _maker(op.args[0], made, operator.neg)
    if minus is None or used.get(minus.out, 0) > 1:
        return None
    if numeric_kind(type_of(minus.args[0])) != "float":
        return None
    inner = Value("", op.out.type, op.span)
    whole = replace(op, args=(minus.args[0], *op.args[1:]), out=inner)
    return whole, Apply(gate(operator.neg), (inner,), {}, op.out, op.span)


def _without_sign(atom: Atom, made: dict[Value, Apply], used: dict[Value, int]) -> Apply | None:
    """Return the product or quotient that this is minus of, if nothing else reads it."""
    product = _maker(atom, made, operator.mul) or _maker(atom, made, operator.truediv)
    if product is None or not product.span.derived or used.get(product.out, 0) > 1:
        return None
    if numeric_kind(product.out.type) != "float":
        return None
    for k, arg in enumerate(product.args):
        minus = _maker(arg, made, operator.neg)
        if minus is not None and numeric_kind(type_of(minus.args[0])) == "float":
            args = (*product.args[:k], minus.args[0], *product.args[k + 1 :])
            out = Value(product.out.name, product.out.type, product.out.span)
            return replace(product, args=args, out=out)
    return None


def _kept_kind(atom: Atom, out: Value) -> bool:
    """Tell whether a product with a number is of the kind of its other factor, a float."""
    return numeric_kind(type_of(atom)) == "float" and _dtype(type_of(atom)) == _dtype(out.type)


def _is_square(op: Apply, used: dict[Value, int]) -> bool:
    """Tell whether the operation is the square of a number that has a variable."""
    x, n = op.args
    if not isinstance(x, Value) or not isinstance(x.type, Scalar) or not ops.is_number(n, 2):
        return False
    return x.stated or used.get(x, 0) > 1


def _identity(op: Apply, made: dict[Value, Apply]) -> Atom | None:
    """Return the operand that the operation gives back unchanged, if it does, or a number."""
    if op.gate.function in FOLDED and op.span.derived and not op.attrs:
        known = [a.value for a in op.args if isinstance(a, Const) and type(a.value) is float]
        if len(known) == len(op.args):
            return Const(op.gate.function(*known))
    if op.gate.function is np.transpose and op.span.derived:
        inner = _maker(op.args[0], made, np.transpose)
        if inner is not None and all(_reverses(o) for o in (op, inner)):
            return inner.args[0]
    if op.gate.function is runtime.fit and fits_already(op, made):
        return op.args[0]
    if op.gate.function is np.sum and len(op.args) == 1 and not op.attrs:
        type_ = type_of(op.args[0])
        if isinstance(type_, Scalar) and type_.dtype not in (None, "?"):
            if type_ == op.out.type and type_.kind == "float":
                return op.args[0]
    if op.gate.function is operator.neg and op.span.derived:
        inner = _maker(op.args[0], made, operator.neg)
        if inner is not None and numeric_kind(type_of(inner.args[0])) == "float":
            return inner.args[0]
    if op.gate.function is operator.mul and op.span.derived:
        for a, b in (op.args, op.args[::-1]):
            if not ops.is_number(a, 1):
                continue
            if isinstance(b, Value) and _alike(b, op.out):
                return b
            if isinstance(b, Const) and isinstance(b.value, float):
                return b
    return None


def _reverses(op: Apply) -> bool:
    """Tell whether a transposition turns all axes round."""
    return len(op.args) == 1 and not op.attrs.keys() - {"style"}


def _alike(b: Value, out: Value) -> bool:
    """Tell whether `1 * b` is `b` for what reads it: Python's integers may stand in an expression.

    Those of NumPy have a range, which their products may leave.
    """
    whole = isinstance(b.type, Scalar) and b.type.kind == "int" and b.type.dtype is None
    return numeric_kind(b.type) in ("float", "complex") or (whole and not out.stated)


def _under(op: Apply, made: dict[Value, Apply]) -> tuple[Apply, Apply] | None:
    """Return `number * spread(s)` as the spread of a product of numbers."""
    if op.gate.function not in (operator.mul, operator.truediv):
        return None
    for k, arg in enumerate(op.args):
        spread = _maker(arg, made, core.broadcast_like)
        other = op.args[1 - k]
        if spread is None or not isinstance(type_of(other), Scalar):
            continue
        small = spread.args[0]
        if not isinstance(type_of(small), Scalar) or (
            k == 1 and op.gate.function is not operator.mul
        ):
            continue
        pair = (small, other) if k == 0 else (other, small)
        if any(is_complex(type_of(a)) for a in pair):
            continue  # a complex number has not the dtype that the product has
        inner = Value("", Scalar("float", "?"), op.out.span)
        product = Apply(op.gate, pair, {}, inner, op.span)
        return product, replace(op, gate=spread.gate, args=(inner, spread.args[1]), attrs={})
    return None


def _with(op: Apply, function: object, x: Atom, y: Atom) -> Apply:
    return replace(op, gate=gate(function), args=(x, y))


def _without_spread(op: Apply, made: dict[Value, Apply]) -> Apply:
    """Drop a spread under an elementwise gate whose other operand has the full shape."""
    smooth = isinstance(op.gate.kind(op), LocalDerivative) and len(op.args) > 1
    if op.gate.function not in ELEMENTWISE and not smooth:
        return op
    args = list(op.args)
    for k, arg in enumerate(args):
        others = [a for j, a in enumerate(args) if j != k]
        leading = _maker(arg, made, np.expand_dims)
        if leading is not None and leading.attrs.get("axis") == 0 and op.span.derived:
            if any(_has_shape(a, op.out) for a in others):
                args[k] = leading.args[0]
                return _without_spread(replace(op, args=tuple(args)), made)
        spread = _maker(arg, made, core.broadcast_like)
        around = _maker(arg, made, np.expand_dims) or _maker(arg, made, np.transpose)
        if spread is None and around is not None:
            spread = _maker(around.args[0], made, core.broadcast_like)
            if spread is not None and not isinstance(type_of(spread.args[0]), Scalar):
                spread = None
        if spread is None:
            continue
        if any(_has_shape(a, op.out) for a in others) and _weak(spread.args[0], others):
            args[k] = spread.args[0]
            if _dtype(op.gate.infer(tuple(args), op.attrs)) != _dtype(op.out.type):
                return op
            return _without_spread(replace(op, args=tuple(args)), made)
    return op


def _dtype(type_: Type) -> str | None:
    return type_.dtype if isinstance(type_, Array) else None


def _has_shape(atom: Atom, out: Value) -> bool:
    return isinstance(type_of(atom), Array) and same_shape(type_of(atom), out.type)


def _weak(small: Atom, others: list[Atom]) -> bool:
    """Tell whether the operand may take part unspread: its own shape broadcasts as well."""
    if isinstance(small, Const):
        return True
    return isinstance(type_of(small), Scalar | Array)

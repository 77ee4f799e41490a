"""What the output of each gate depends on: one line for each kind of gate.

What only moves elements about is asked to move the rows instead. What is known of no gate
is that every output may depend on every operand, and in no simple way.
"""

from __future__ import annotations

import builtins
import math
import operator
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.pattern import products
from adcompiler.analysis.pattern.at import At, Rule, custom, dense, linear
from adcompiler.analysis.pattern.axes import (
    along,
    averaged,
    between,
    differences,
    fitted,
    of_matrices,
    polynomial,
    reduced,
    running,
    summed,
    trace,
)
from adcompiler.analysis.pattern.elements import (
    absolute,
    elementwise,
    plus,
    product,
    quotient,
    same,
    smooth,
)
from adcompiler.analysis.pattern.moving import accumulated, entry, listed, moved, packed, padded
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.gates import core
from adcompiler.gates.kinds import Distribute, LocalDerivative, Route, SwapAndScale, Transposed

_KINDS: tuple[tuple[type, Rule], ...] = (
    (Distribute, elementwise()),
    (Route, elementwise()),
    (SwapAndScale, product),
    (LocalDerivative, smooth()),
    (Transposed, linear),
)


def dependence(at: At) -> Tree:
    """Return the pattern of what a gate gives, by the rule of the gate or else of its kind."""
    rule = RULES.get(at.op.gate.function)
    if rule is None:
        kind = at.op.gate.kind(at.op)
        rule = next((rule for cls, rule in _KINDS if isinstance(kind, cls)), dense)
    return rule(at)


def _each(rule: Rule, *functions: Any) -> dict[Any, Rule]:
    return dict.fromkeys(functions, rule)


RULES: dict[Any, Rule] = {
    **_each(custom, core.custom),
    **_each(absolute, abs, np.absolute),
    **_each(
        elementwise(),
        math.fabs,
        np.fabs,
        np.clip,
        np.nan_to_num,
        math.degrees,
        math.radians,
        np.degrees,
        np.rad2deg,
        np.radians,
        np.deg2rad,
        operator.mod,
        np.remainder,
        np.fmod,
        math.fmod,
        np.copysign,
        math.copysign,
        complex,
    ),
    **_each(quotient, operator.truediv, np.divide, runtime.over),
    **_each(smooth(), operator.pow, np.power, np.float_power, math.pow),
    **_each(elementwise(1, 2), np.where),
    **_each(elementwise(1), core.mask),
    **_each(smooth(1), core.sigmoid, core.sigmoid_of_minus, core.softplus, core.squared_modulus),
    **_each(
        same("x"),
        float,
        np.float64,
        np.complex64,
        np.complex128,
        np.copy,
        core.astype,
        core.item_of,
        np.real,
        np.conj,
    ),
    **_each(same("x"), core.named),
    **_each(same("xs"), core.duplicate),
    **_each(same("h"), runtime.doubled),
    **_each(plus, runtime.plus),
    **_each(
        moved("x"),
        np.transpose,
        np.reshape,
        np.ravel,
        np.squeeze,
        np.expand_dims,
        np.swapaxes,
        np.moveaxis,
        np.broadcast_to,
        core.broadcast_like,
        np.diagonal,
        np.diag,
        np.tril,
        np.triu,
        np.fliplr,
        np.flipud,
        np.flip,
        np.roll,
        np.repeat,
        np.tile,
        np.take,
        np.take_along_axis,
        np.fft.fftshift,
        np.fft.ifftshift,
        np.full,
        np.array,
        np.asarray,
        core.load,
        core.flipped,
        core.tolist,
        runtime.before,
        runtime.after,
    ),
    **_each(
        moved("items"),
        core.concatenate,
        core.stack,
        core.stack_items,
        runtime.pad_items,
        core.repeated,
    ),
    **_each(moved("xs"), core.concatenated, core.drop, core.cut, core.drop_inside, core.remove),
    **_each(moved("xs", "v"), core.push, core.push_inside, core.insert),
    **_each(moved("xs", "ys"), core.chain, core.extend),
    **_each(moved("value"), np.full_like),
    **_each(moved("a", "v"), core.store),
    **_each(moved("g"), runtime.on_diagonal, runtime.piece, runtime.pieces, runtime.repeat),
    **_each(moved("h"), runtime.placed, runtime.resized),
    **_each(padded, np.pad),
    **_each(packed, core.pack),
    **_each(listed, builtins.list),
    **_each(entry, core.item),
    **_each(accumulated, core.accumulate),
    **_each(
        reduced(),
        np.sum,
        np.mean,
        np.nansum,
        np.nanmean,
        np.max,
        np.min,
        np.amax,
        np.amin,
        np.ptp,
        np.median,
        np.quantile,
        np.percentile,
    ),
    **_each(reduced(is_smooth=True), np.var, np.std, np.prod, np.linalg.norm, core.logsumexp),
    **_each(along(), np.sort, np.fft.fft, np.fft.ifft, np.fft.rfft, np.fft.irfft),
    **_each(along(is_smooth=True), core.softmax, core.log_softmax, runtime.softmax),
    **_each(averaged, core.average),
    **_each(summed, builtins.sum),
    **_each(running(), np.cumsum),
    **_each(running(is_smooth=True), np.cumprod, runtime.recur),
    **_each(running(backwards=True, is_smooth=True), runtime.recur_back),
    **_each(differences, np.diff),
    **_each(trace, np.trace),
    **_each(of_matrices, np.linalg.inv, np.linalg.det, np.linalg.cholesky),
    **_each(fitted, runtime.fit),
    **_each(between, np.interp),
    **_each(polynomial, np.polyval),
    **_each(products.einsum, core.einsum, core.einsum_of_one),
    **_each(products.matmul, operator.matmul, np.matmul),
    **_each(products.dot, np.dot),
    **_each(products.inner, np.inner),
    **_each(products.outer, np.outer),
    **_each(products.vdot, np.vdot),
    **_each(products.tensordot, np.tensordot),
    **_each(products.cross, np.cross, runtime.cross),
    **_each(products.convolve, np.convolve),
}

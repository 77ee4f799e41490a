"""Calls of NumPy's functions that stand as programs, with shapes of their operands.

Each is tried by `test_rules` as the calls of gates are: both modes, second order, single
precision, and that the value is that of NumPy to the last bit.
"""

from __future__ import annotations

import numpy as np

NAN = np.nan
W = np.array([0.5, 1.5, 1.0, 2.0])
F = np.array([1, 2, 1, 3])
PICK = np.array([[0, 2, 1], [1, 1, 0]])


def with_nan(x):
    return np.where(x > 0.7, x, NAN)


CALLS = {
    np.cov: [
        (lambda x: np.cov(x), (3, 5)),
        (lambda x: np.cov(x), (4,)),
        (lambda x: np.cov(x, rowvar=False), (4, 3)),
        (lambda x, y: np.cov(x, y), (4,), (4,)),
        (lambda x, y: np.cov(x, y, bias=True), (2, 4), (3, 4)),
        (lambda x: np.cov(x, ddof=0), (2, 4)),
        (lambda x: np.cov(x, aweights=W), (2, 4)),
        (lambda x: np.cov(x, fweights=F), (2, 4)),
        (lambda x: np.cov(x, fweights=F, aweights=W), (2, 4)),
        (lambda x, y: np.cov(x, aweights=y, ddof=0), (2, 4), (4,)),
    ],
    np.corrcoef: [
        (lambda x: np.corrcoef(x), (3, 5)),
        (lambda x, y: np.corrcoef(x, y), (4,), (4,)),
        (lambda x: np.corrcoef(x, rowvar=False)[0, 1], (5, 2)),
    ],
    np.nancumsum: [
        (lambda x: np.nancumsum(with_nan(x)), (4,)),
        (lambda x: np.nancumsum(with_nan(x), axis=1), (2, 3)),
    ],
    np.nancumprod: [
        (lambda x: np.nancumprod(with_nan(x)), (2, 3)),
        (lambda x: np.nancumprod(with_nan(x), axis=0), (3, 2)),
    ],
    np.nanprod: [
        (lambda x: np.nanprod(with_nan(x)), (2, 3)),
        (lambda x: np.nanprod(with_nan(x), axis=1, keepdims=True), (2, 3)),
    ],
    np.ediff1d: [
        (lambda x: np.ediff1d(x), (4,)),
        (lambda x: np.ediff1d(x, to_end=1.5), (2, 3)),
        (lambda x, y: np.ediff1d(x, to_begin=y, to_end=y), (4,), (2,)),
    ],
    np.gradient: [
        (lambda x: np.gradient(x), (4,)),
        (lambda x: np.gradient(x, 0.5, edge_order=2), (5,)),
        (lambda x, y: np.gradient(x, y), (4,), ()),
        (lambda x, y: np.gradient(x, np.cumsum(y)), (4,), (4,)),
        (lambda x, y: np.gradient(x, np.cumsum(y), edge_order=2), (5,), (5,)),
        (lambda x: np.gradient(x)[0] * np.gradient(x)[1], (3, 4)),
        (lambda x: np.gradient(x, axis=1), (2, 4)),
        (lambda x: np.gradient(x, 0.5, 2.0, axis=(0, 1))[1], (3, 4)),
    ],
    np.unwrap: [
        (lambda x: np.unwrap(4.0 * x), (5,)),
        (lambda x: np.unwrap(9.0 * x, axis=0), (4, 2)),
        (lambda x: np.unwrap(5.0 * x, period=2.0), (2, 4)),
    ],
    np.correlate: [
        (lambda x, y: np.correlate(x, y), (5,), (3,)),
        (lambda x, y: np.correlate(x, y, "same"), (5,), (3,)),
        (lambda x, y: np.correlate(x, y, mode="full"), (3,), (4,)),
    ],
    np.kaiser: [(lambda x: np.kaiser(5, 4.0 * x), ()), (lambda x: np.kaiser(4, x), ())],
    np.logspace: [
        (lambda x, y: np.logspace(x, y, 5), (), ()),
        (lambda x, y: np.logspace(0.0, x, num=4, base=y), (), ()),
    ],
    np.geomspace: [
        (lambda x, y: np.geomspace(x, 3.0 * y, 5), (), ()),
        (lambda x, y: np.geomspace(x, 3.0 * y, num=4, endpoint=False), (), ()),
    ],
    np.rot90: [
        (lambda x: np.rot90(x), (2, 3)),
        (lambda x: np.rot90(x, 2), (2, 3)),
        (lambda x: np.rot90(x, k=-1), (2, 3)),
        (lambda x: np.rot90(x, 1, (1, 2)), (2, 3, 2)),
        (lambda x: np.rot90(x, 4), (2, 3)),
    ],
    np.rollaxis: [
        (lambda x: np.rollaxis(x, 2), (2, 3, 4)),
        (lambda x: np.rollaxis(x, 0, 3), (2, 3, 4)),
        (lambda x: np.rollaxis(x, 1, -1), (2, 3, 4)),
    ],
    np.atleast_3d: [
        (lambda x: np.atleast_3d(x), ()),
        (lambda x: np.atleast_3d(x), (3,)),
        (lambda x: np.atleast_3d(x), (2, 3)),
        (lambda x: np.atleast_3d(x), (2, 3, 2)),
    ],
    np.dstack: [
        (lambda x, y: np.dstack([x, y]), (3,), (3,)),
        (lambda x, y: np.dstack((x, y)), (2, 3), (2, 3)),
        (lambda x, y: np.dstack((x, y)), (2, 3, 1), (2, 3, 2)),
    ],
    np.diagflat: [
        (lambda x: np.diagflat(x), (3,)),
        (lambda x: np.diagflat(x, 1), (2, 2)),
        (lambda x: np.diagflat(x, k=-2), (2,)),
    ],
    np.resize: [
        (lambda x: np.resize(x, (2, 4)), (3,)),
        (lambda x: np.resize(x, 5), (2, 3)),
    ],
    np.delete: [
        (lambda x: np.delete(x, 1), (4,)),
        (lambda x: np.delete(x, 0, axis=1), (2, 3)),
        (lambda x: np.delete(x, np.array([0, 2]), 0), (3, 2)),
        (lambda x: np.delete(x, -1), (2, 3)),
    ],
    np.insert: [
        (lambda x: np.insert(x, 1, 5.0), (4,)),
        (lambda x, y: np.insert(x, 2, y), (4,), ()),
        (lambda x, y: np.insert(x, 1, y, axis=1), (2, 3), (2,)),
        (lambda x, y: np.insert(x, 1, y, axis=0), (2, 3), (3,)),
        (lambda x, y: np.insert(x, -1, y), (4,), (2,)),
        (lambda x: np.insert(x, 0, 1.0, axis=1), (2, 3)),
    ],
    np.broadcast_arrays: [
        (lambda x, y: np.broadcast_arrays(x, y)[0], (3,), (2, 3)),
        (lambda x, y: np.add(*np.broadcast_arrays(x, y)), (2, 1), (1, 3)),
    ],
    np.meshgrid: [
        (lambda x, y: np.meshgrid(x, y)[0] * np.meshgrid(x, y)[1], (3,), (2,)),
        (lambda x, y: np.multiply(*np.meshgrid(x, y, indexing="ij")), (3,), (2,)),
        (lambda x, y: np.multiply(*np.meshgrid(x, y, sparse=True)), (3,), (2,)),
        (lambda x, y, z: np.meshgrid(x, y, z)[1], (3,), (2,), (2,)),
    ],
    np.dsplit: [(lambda x: np.dsplit(x, 2)[1], (2, 3, 4))],
    np.block: [
        (lambda x, y: np.block([x, y]), (3,), (2,)),
        (lambda x, y: np.block([[x, y], [y, x]]), (2, 2), (2, 2)),
        (lambda x: np.block([[x, np.zeros((2, 1))], [np.ones((1, 2)), 3.0]]), (2, 2)),
        (lambda x, y: np.block([[x], [y]]), (3,), (3,)),
    ],
    np.select: [
        (lambda x: np.select([x > 1.5, x > 0.8], [x * x, 2.0 * x]), (2, 3)),
        (lambda x, y: np.select([x > 1.2, y > 1.2], [x, y], default=7.0), (3,), (3,)),
        (lambda x, y: np.select([x > 1.2], [y], x), (2, 3), (3,)),
    ],
    np.choose: [
        (lambda x, y: np.choose(np.array([0, 1, 0]), [x, y]), (3,), (3,)),
        (lambda x, y: np.choose(PICK, [x, y, x * y]), (3,), (2, 3)),
        (lambda x, y: np.array([1, 0]).choose((x, y)), (2,), (2,)),
        (lambda x, y: np.choose(np.arange(len(x)) % 2, (x, y)), (3,), (3,)),
    ],
    np.compress: [
        (lambda x: np.compress(x > 1.0, x), (5,)),
        (lambda x: np.compress([True, False], x, axis=0), (2, 3)),
        (lambda x: x.compress([False, True, True], axis=1), (2, 3)),
    ],
    np.extract: [
        (lambda x: np.extract(x > 1.0, x), (5,)),
        (lambda x: np.extract(x > 1.0, x * x), (2, 3)),
    ],
    np.piecewise: [
        (
            lambda x: np.piecewise(x, [x < 1.0, x >= 1.0], [lambda v: v * v, lambda v: 2.0 * v]),
            (5,),
        ),
        (lambda x: np.piecewise(x, [x < 0.8, x > 1.5], [0.5, np.sin, np.cos]), (2, 3)),
    ],
    np.union1d: [(lambda x, y: np.union1d(x, y), (3,), (4,))],
    np.intersect1d: [(lambda x, y: np.intersect1d(x, np.append(x[:2], y)), (4,), (3,))],
    np.setdiff1d: [(lambda x, y: np.setdiff1d(np.append(x, y), x[:2]), (4,), (3,))],
    np.setxor1d: [(lambda x, y: np.setxor1d(np.append(x, y), y), (4,), (3,))],
    np.trim_zeros: [
        (lambda x: np.trim_zeros(np.where(x > 1.0, x, 0.0)), (6,)),
        (lambda x: np.trim_zeros(np.where(x > 1.0, x, 0.0), "f"), (6,)),
        (lambda x: np.trim_zeros(np.where(x > 1.0, x, 0.0), trim="b"), (6,)),
    ],
    np.divmod: [
        (lambda x, y: np.divmod(5.0 * x, y)[1], (3,), (3,)),
        (lambda x: np.divmod(5.0 * x, 1.3)[1] * np.divmod(5.0 * x, 1.3)[0], (2, 3)),
    ],
    np.modf: [
        (lambda x: np.modf(5.0 * x)[0], (3,)),
        (lambda x: np.modf(-5.0 * x)[0] * np.modf(-5.0 * x)[1], ()),
    ],
    np.apply_along_axis: [
        (lambda x: np.apply_along_axis(np.sum, 1, x), (2, 3)),
        (lambda x: np.apply_along_axis(lambda v: v * v[0], 0, x), (3, 2)),
        (lambda x: np.apply_along_axis(lambda v, p: np.sum(v**p), -1, x, 3), (2, 2, 3)),
    ],
    np.apply_over_axes: [
        (lambda x: np.apply_over_axes(np.sum, x, (0, 2)), (2, 3, 2)),
        (lambda x: np.apply_over_axes(np.mean, x, 1), (2, 3)),
    ],
    np.poly: [(lambda x: np.poly(x), (3,)), (lambda x: np.poly(x), (1,))],
    np.polyadd: [
        (lambda x, y: np.polyadd(x, y), (3,), (3,)),
        (lambda x, y: np.polyadd(x, y), (2,), (4,)),
        (lambda x, y: np.polyadd(x, y), (4,), (1,)),
    ],
    np.polysub: [
        (lambda x, y: np.polysub(x, y), (3,), (3,)),
        (lambda x, y: np.polysub(x, y), (4,), (2,)),
    ],
    np.polymul: [
        (lambda x, y: np.polymul(x, y), (3,), (2,)),
        (lambda x: np.polymul(x, [1.0, 2.0]), (3,)),
    ],
    np.polyder: [
        (lambda x: np.polyder(x), (4,)),
        (lambda x: np.polyder(x, 2), (5,)),
    ],
    np.polyint: [
        (lambda x: np.polyint(x), (3,)),
        (lambda x: np.polyint(x, 2), (3,)),
        (lambda x: np.polyint(x, k=2.0), (3,)),
        (lambda x, y: np.polyint(x, m=2, k=y), (3,), (2,)),
    ],
    np.polydiv: [
        (lambda x, y: np.polydiv(x, y)[0], (5,), (3,)),
        (lambda x, y: np.polydiv(x, y)[1][-2:], (5,), (3,)),  # the others are noise in float32
    ],
    np.vander: [
        (lambda x: np.vander(x), (3,)),
        (lambda x: np.vander(x, 4), (3,)),
        (lambda x: np.vander(x, N=3, increasing=True), (4,)),
    ],
    np.polyfit: [
        (lambda x, y: np.polyfit(x, y, 2), (5,), (5,)),
        (lambda x, y: np.polyfit(x, y, deg=1), (4,), (4, 2)),
        (lambda x, y: np.polyfit(x, y, 1, w=W), (4,), (4,)),
    ],
    np.linalg.cond: [
        (lambda x: np.linalg.cond(x), (3, 3)),
        (lambda x: np.linalg.cond(x), (2, 3)),
        (lambda x: np.linalg.cond(x, 1), (2, 2)),
        (lambda x: np.linalg.cond(x, "fro"), (2, 2)),
        (lambda x: np.linalg.cond(x, p=-2), (2, 2, 2)),
    ],
    np.linalg.matrix_power: [
        (lambda x: np.linalg.matrix_power(x / 2.0, 3), (2, 2)),
        (lambda x: np.linalg.matrix_power(x / 2.0, 6), (2, 2)),
        (lambda x: np.linalg.matrix_power(x, -2), (2, 2)),
        (lambda x: np.linalg.matrix_power(x, 2), (2, 2, 2)),
        (lambda x: np.linalg.matrix_power(x, 0) * x, (2, 2)),
    ],
    np.linalg.tensorsolve: [
        (lambda x, y: np.linalg.tensorsolve(np.reshape(x, (2, 2, 2, 2)), y), (4, 4), (2, 2)),
        (lambda x, y: np.linalg.tensorsolve(x[:, None, None], y), (4, 4), (4, 1, 1)),
        (lambda x, y: np.linalg.tensorsolve(x, y), (3, 3), (3,)),
    ],
    np.linalg.tensorinv: [
        (lambda x: np.linalg.tensorinv(np.reshape(x, (2, 2, 4))), (4, 4)),
        (lambda x: np.linalg.tensorinv(x, ind=1), (3, 3)),
    ],
    "matrix norms": [
        (lambda x: np.linalg.norm(x, "nuc"), (3, 2)),
        (lambda x: np.linalg.norm(x, 2), (2, 3)),
        (lambda x: np.linalg.norm(x, -2, keepdims=True), (2, 2)),
        (lambda x: np.linalg.norm(x, 1), (2, 3)),
        (lambda x: np.linalg.norm(x, -1), (2, 3)),
        (lambda x: np.linalg.norm(x, np.inf), (2, 3)),
        (lambda x: np.linalg.norm(x, -np.inf, axis=(0, 1)), (2, 3, 2)),
        (lambda x: np.linalg.norm(x, "nuc", axis=(2, 0), keepdims=True), (2, 2, 3)),
    ],
}


def newer(name, *calls):
    """Add the calls of a function that older NumPy lacks."""
    home, _, last = name.rpartition(".")
    function = getattr(getattr(np, home) if home else np, last, None)
    if function is not None:
        CALLS[function] = list(calls)


STEPS = np.array([0.5, 1.0, 1.6])
CALLS |= {
    np.interp: [
        (lambda x, y: np.interp(x, STEPS, y, left=0.0, right=1.0), (2, 4), (3,)),
        (lambda x, y: np.interp(x, np.cumsum(y), y, left=x[0]), (4,), (3,)),
        (lambda x, y: np.interp(3.0 * x, STEPS, y, period=1.5), (4,), (3,)),
        (lambda x, y, z: np.interp(3.0 * x, y, z, period=1.5), (3,), (4,), (4,)),
    ],
    np.take: [
        (lambda x: np.take(x, [[0, 1], [5, -9]], mode="wrap"), (2, 3)),
        (lambda x: np.take(x, [0, 7, -3], axis=1, mode="clip"), (2, 3)),
        (lambda x: x.take([7, 1, 0], axis=0, mode="wrap"), (2, 3)),
    ],
    "choices out of range": [
        (lambda x, y: np.choose([0, 3, -1], [x, y], mode="wrap"), (3,), (3,)),
        (lambda x, y: np.choose(PICK - 1, [x, y], mode="clip"), (3,), (2, 3)),
        (lambda x, y: np.choose(np.arange(len(x)) + 5, [x, y], mode="wrap"), (3,), (3,)),
    ],
    "insertions before several": [
        (lambda x: np.insert(x, [0, 2], [x[0], 5.0]), (4,)),
        (lambda x: np.insert(x, (1, 1), x[:2]), (4,)),
    ],
}


newer("cumulative_sum",
      (lambda x: np.cumulative_sum(x), (4,)),
      (lambda x: np.cumulative_sum(x, axis=1, include_initial=True), (2, 3)))  # fmt: skip
newer("cumulative_prod",
      (lambda x: np.cumulative_prod(x, axis=0), (2, 3)),
      (lambda x: np.cumulative_prod(x, include_initial=True), (3,)))  # fmt: skip
newer("unstack",
      (lambda x, y: np.unstack(np.stack([x, y]))[1], (3, 2), (3, 2)),
      (lambda x, y: np.unstack(np.stack([x, y, x], axis=1), axis=1)[0], (3,), (3,)))  # fmt: skip
newer("matrix_transpose", (lambda x: np.matrix_transpose(x), (2, 3, 2)))
newer("linalg.matrix_norm",
      (lambda x: np.linalg.matrix_norm(x), (2, 3)),
      (lambda x: np.linalg.matrix_norm(x, ord=1, keepdims=True), (2, 2, 3)))  # fmt: skip
newer("linalg.vector_norm",
      (lambda x: np.linalg.vector_norm(x), (2, 3)),
      (lambda x: np.linalg.vector_norm(x, axis=1, ord=3, keepdims=True), (2, 3)))  # fmt: skip
newer("linalg.diagonal", (lambda x: np.linalg.diagonal(x, offset=1), (2, 3, 3)))
newer("linalg.trace", (lambda x: np.linalg.trace(x), (2, 3, 3)))
newer("linalg.outer", (lambda x, y: np.linalg.outer(x, y), (2,), (3,)))
newer("linalg.cross",
      *((lambda x, y: np.linalg.cross(x, y), (n, 3), (2, 1, 3)) for n in (1, 2, 3, 4)),
      (lambda x, y: np.linalg.cross(x, y, axis=0), (3, 2), (3, 2)),
      (lambda x, y: np.linalg.cross(x, y), (3,), (2, 3)))  # fmt: skip
newer("linalg.matmul", (lambda x, y: np.linalg.matmul(x, y), (2, 3), (3, 2)))
newer("linalg.tensordot", (lambda x, y: np.linalg.tensordot(x, y, axes=1), (2, 3), (3, 2)))

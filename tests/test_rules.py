"""Generated from the rule table: nobody writes a test for an elementwise rule."""

from __future__ import annotations

import operator

import calls_of_gates
import calls_of_programs
import numpy as np
import pytest
from rule_checks import SHAPES, check_rule, operands, tried

from adcompiler import CompileError, grad, jacfwd, jacrev, runtime
from adcompiler.gates import TABLE, core, kinds
from adcompiler.gates.table import INFIX, PREFIX

SMOOTH = (kinds.LocalDerivative, kinds.Distribute, kinds.SwapAndScale, kinds.Route, kinds.Custom)


def ufuncs():
    for function, gate in TABLE.items():
        if (
            isinstance(function, np.ufunc)
            and function.signature is None
            and isinstance(gate.variants[-1][1], SMOOTH)
            and "d" * function.nin + "->d" in function.types
        ):
            yield function, gate


UFUNCS = [(f, g) for f, g in ufuncs() if g.name.startswith("np.")]  # of SciPy elsewhere


def of_ufunc(function):
    """Return a call of a ufunc with a parameter for each operand.

    A square is added to sines: a fault in their rule would undo itself in the loss.
    """
    if function is np.sin:
        return lambda x: np.sin(x) + x * x
    return (lambda x: function(x)) if function.nin == 1 else (lambda x, y: function(x, y))


def points_of(function, gate):
    """Return operands of every broadcast pair of shapes."""
    rng = np.random.default_rng(0)
    drawn = [[rng.uniform(*gate.at, s) for s in shapes[: function.nin]] for shapes in SHAPES]
    return [[v if v.shape else float(v) for v in map(np.asarray, args)] for args in drawn]


@pytest.mark.parametrize(("function", "gate"), UFUNCS, ids=[g.name for _, g in UFUNCS])
def test_ufunc_rule(function, gate):
    check_rule(of_ufunc(function), points_of(function, gate))


def test_every_operator_is_written_as_python_writes_it():
    for function in (operator.add, operator.matmul, operator.pow, operator.lt):
        assert function in INFIX
    assert operator.neg in PREFIX


def test_conditions_come_before_the_general_line():
    for gate in TABLE.values():
        assert gate.variants, gate.name
        assert all(when is not None for when, _ in gate.variants[:-1]), gate.name


trapezoid = getattr(np, "trapezoid", None) or np.trapz

# What each function that is not elementwise is called with: a call, and shapes of its operands.
CALLS = {
    np.sum: [
        (lambda x: np.sum(x), (2, 3)),
        (lambda x: np.sum(x, axis=(0, 2)), (2, 3, 2)),
        (lambda x: np.sum(x, axis=0), (3, 3)),
        (lambda x: x.sum(1, keepdims=True), (2, 3)),
    ],
    np.mean: [(lambda x: np.mean(x), (2, 3)), (lambda x: np.mean(x, axis=-1), (2, 3))],
    np.max: [
        (lambda x: np.max(x), (2, 3)),
        (lambda x: np.max(x, axis=1), (2, 3)),
        (lambda x: x.max(axis=(0, 2), keepdims=True), (2, 3, 2)),
    ],
    np.min: [(lambda x: np.min(x), (4,)), (lambda x: np.min(x, axis=0), (2, 3))],
    np.prod: [
        (lambda x: np.prod(x), (4,)),
        (lambda x: np.prod(x, axis=1), (2, 3)),
        (lambda x: np.prod(x, axis=(0, 2), keepdims=True), (2, 3, 2)),
        (lambda x: x.prod(), (2, 3)),
    ],
    np.var: [
        (lambda x: np.var(x), (4,)),
        (lambda x: np.var(x, axis=1, ddof=1), (2, 3)),
        (lambda x: x.var(axis=(0, 1), keepdims=True), (2, 3, 2)),
    ],
    np.std: [
        (lambda x: np.std(x), (2, 3)),
        (lambda x: np.std(x, axis=0, keepdims=True), (3, 2)),
        (lambda x: x.std(-1, ddof=1), (2, 3)),
    ],
    np.cumsum: [
        (lambda x: np.cumsum(x), (4,)),
        (lambda x: np.cumsum(x), (2, 3)),
        (lambda x: np.cumsum(x, axis=0), (2, 3)),
        (lambda x: x.cumsum(-1), (2, 3, 2)),
    ],
    np.cumprod: [
        (lambda x: np.cumprod(x), (4,)),
        (lambda x: np.cumprod(x), (2, 3)),
        (lambda x: np.cumprod(x, axis=0), (2, 3)),
        (lambda x: x.cumprod(-1), (2, 3, 2)),
    ],
    np.sort: [
        (lambda x: np.sort(x), (4,)),
        (lambda x: np.sort(x, axis=0), (3, 2)),
        (lambda x: np.sort(x, axis=None, kind="stable"), (2, 3)),
    ],
    np.take_along_axis: [
        (lambda x: np.take_along_axis(x, np.argsort(x, axis=0), axis=0), (3, 2)),
        (lambda x: np.take_along_axis(x, np.zeros((2, 2), int), axis=1), (2, 3)),
    ],
    np.linalg.norm: [
        (lambda x: np.linalg.norm(x), (4,)),
        (lambda x: np.linalg.norm(x), (2, 3, 2)),
        (lambda x: np.linalg.norm(x, "fro"), (2, 3)),
        (lambda x: np.linalg.norm(x, 2), (4,)),
        (lambda x: np.linalg.norm(x, 1, 0), (2, 3)),
        (lambda x: np.linalg.norm(x, np.inf, axis=1, keepdims=True), (2, 3)),
        (lambda x: np.linalg.norm(x, 2.5, axis=-1), (2, 3)),
        (lambda x: np.linalg.norm(x, axis=(0, 1)), (2, 3, 2)),
    ],
    np.linalg.solve: [
        (lambda x, y: np.linalg.solve(x, y), (3, 3), (3,)),
        (lambda x, y: np.linalg.solve(x, y), (3, 3), (3, 2)),
        (lambda x, y: np.linalg.solve(x, y), (2, 3, 3), (2, 3, 1)),
    ],
    np.linalg.inv: [
        (lambda x: np.linalg.inv(x), (3, 3)),
        (lambda x: np.linalg.inv(x), (2, 2, 2)),
    ],
    np.linalg.det: [
        (lambda x: np.linalg.det(x), (3, 3)),
        (lambda x: np.linalg.det(x), (2, 2, 2)),
        (lambda x: np.linalg.det(np.outer(x, x)), (3,)),
    ],
    np.linalg.slogdet: [
        (lambda x: np.linalg.slogdet(x)[1], (3, 3)),
        (lambda x: np.linalg.slogdet(x)[0] * np.linalg.slogdet(x)[1], (2, 2, 2)),
    ],
    np.ptp: [(lambda x: np.ptp(x), (4,)), (lambda x: np.ptp(x, axis=1), (2, 3))],
    np.median: [
        (lambda x: np.median(x), (4,)),
        (lambda x: np.median(x), (5,)),
        (lambda x: np.median(x, axis=0), (3, 2)),
        (lambda x: np.median(x, axis=(0, 2), keepdims=True), (2, 3, 2)),
    ],
    np.amax: [(lambda x: np.amax(x, axis=0), (2, 3))],
    np.amin: [(lambda x: np.amin(x), (2, 3))],
    np.quantile: [
        (lambda x: np.quantile(x, 0.3), (5,)),
        (lambda x: np.quantile(x, 1.0, axis=1), (2, 3)),
        (lambda x: np.quantile(x, q=0.75, axis=0, keepdims=True), (4, 2)),
    ],
    np.percentile: [(lambda x: np.percentile(x, 30, axis=(0, 2)), (2, 3, 2))],
    np.nansum: [(lambda x: np.nansum(np.where(x > 1.0, x, np.nan), axis=1), (2, 3))],
    np.nanmean: [(lambda x: np.nanmean(np.where(x > 0.7, x, np.nan)), (2, 3))],
    np.nan_to_num: [(lambda x: np.nan_to_num(np.where(x > 0.7, x, np.nan)), (2, 3))],
    np.vdot: [
        (lambda x, y: np.vdot(x, y), (3,), (3,)),
        (lambda x, y: np.vdot(x, y), (2, 3), (3, 2)),
    ],
    np.polyval: [
        (lambda x, y: np.polyval(x, y), (4,), ()),
        (lambda x, y: np.polyval(x, y), (3,), (2, 3)),
        (lambda x, y: np.polyval(x, y), (3,), (4,)),
        (lambda x, y: np.polyval(x, y), (1,), (4,)),
    ],
    np.linalg.cholesky: [(lambda x: np.linalg.cholesky(x @ x.T + np.eye(len(x))), (3, 3))],
    np.clip: [(lambda x: x.clip(0.5, 1.5), (2, 3)), (lambda x: x.clip(None, 1.0), (2, 3))],
    np.expand_dims: [
        (lambda x: np.atleast_2d(x) * np.atleast_1d(x), (3,)),
        (lambda x: np.atleast_1d(x), ()),
    ],
    core.average: [
        (lambda x, y: np.average(x, weights=y), (4,), (4,)),
        (lambda x, y: np.average(x, axis=0, weights=y, keepdims=True), (2, 3), (2, 3)),
        (lambda x, y: np.average(x, 1, y), (2, 3), (3,)),
        (lambda x, y: np.average(x, axis=0, weights=y), (2, 3), (2,)),
        (lambda x: np.average(x, axis=1), (2, 3)),
    ],
    np.diff: [
        (lambda x: np.diff(x), (4,)),
        (lambda x: np.diff(x, axis=0), (3, 2)),
        (lambda x: np.diff(x, 2), (2, 5)),
        (lambda x: np.diff(x, n=2, prepend=0.0), (5,)),
        (lambda x: np.diff(x, prepend=1.0, append=2.0), (4,)),
        (lambda x: np.diff(x, append=0), (2, 4)),
    ],
    np.diagonal: [
        (lambda x: np.diagonal(x), (2, 3)),
        (lambda x: np.diagonal(x, offset=1), (3, 3)),
        (lambda x: x.diagonal(-1, axis1=1, axis2=2), (2, 3, 2)),
        (lambda x: np.diagonal(x, axis1=2, axis2=0), (2, 2, 3)),
    ],
    np.trace: [
        (lambda x: np.trace(x), (2, 3)),
        (lambda x: np.trace(x, offset=-1), (3, 3)),
        (lambda x: x.trace(0, 1, 2), (2, 3, 3)),
    ],
    np.diag: [
        (lambda x: np.diag(x), (3,)),
        (lambda x: np.diag(x, 1), (3,)),
        (lambda x: np.diag(x), (2, 3)),
        (lambda x: np.diag(x, k=-1), (3, 3)),
    ],
    np.tril: [(lambda x: np.tril(x), (3, 3)), (lambda x: np.tril(x, -1), (2, 2, 3))],
    np.triu: [(lambda x: np.triu(x, k=1), (2, 3)), (lambda x: np.triu(x), (3,))],
    np.roll: [
        (lambda x: np.roll(x, 1), (4,)),
        (lambda x: np.roll(x, -2), (2, 3)),
        (lambda x: np.roll(x, shift=1, axis=1), (2, 3)),
    ],
    np.flip: [
        (lambda x: np.flip(x), (2, 3)),
        (lambda x: np.flip(x, 1), (2, 3)),
        (lambda x: np.flip(x, axis=(0, 2)), (2, 3, 2)),
    ],
    np.fliplr: [(lambda x: np.fliplr(x), (2, 3))],
    np.flipud: [(lambda x: np.flipud(x), (2, 3))],
    np.moveaxis: [
        (lambda x: np.moveaxis(x, 0, -1), (2, 3, 2)),
        (lambda x: np.moveaxis(x, 2, 0), (2, 3, 4)),
        (lambda x: np.moveaxis(x, (0, 1), (1, 2)), (2, 3, 4)),
    ],
    np.repeat: [
        (lambda x: np.repeat(x, 2), (3,)),
        (lambda x: np.repeat(x, 2), (2, 3)),
        (lambda x: np.repeat(x, 3, axis=0), (2, 3)),
        (lambda x: x.repeat(2, axis=-1), (2, 3)),
        (lambda x: np.repeat(x, np.array([1, 0, 2])), (3,)),
        (lambda x: np.repeat(x, np.array([2, 1]), axis=0), (2, 3)),
    ],
    np.tile: [
        (lambda x: np.tile(x, 2), (3,)),
        (lambda x: np.tile(x, (2, 1)), (2, 3)),
        (lambda x: np.tile(x, (2, 3)), (3,)),
        (lambda x: np.tile(x, 2), (2, 3)),
        (lambda x: np.tile(x, reps=(1, 1)), (2, 3)),
    ],
    np.pad: [
        (lambda x: np.pad(x, 1), (3,)),
        (lambda x: np.pad(x, (0, 2), "constant"), (3,)),
        (lambda x: np.pad(x, ((1, 0), (0, 2)), constant_values=3.0), (2, 3)),
    ],
    np.take: [
        (lambda x: np.take(x, np.array([0, 2, 0])), (3,)),
        (lambda x: np.take(x, np.array([[0, 2], [5, 0]])), (2, 3)),
        (lambda x: np.take(x, np.array([1, 1]), axis=1), (2, 3)),
        (lambda x: x.take([2, 0], axis=-1), (2, 3)),
        (lambda x: np.take(x, 1, axis=0), (2, 3)),
    ],
    np.interp: [
        (lambda x: np.interp(x, np.array([0.0, 1.0, 3.0]), np.array([1.0, -1.0, 2.0])), (4,)),
        (lambda x, y: np.interp(x, np.array([0.5, 0.9, 1.5]), y), (5,), (3,)),
        (lambda x, y, z: np.interp(x, np.cumsum(y), z), (2, 3), (3,), (3,)),
        (lambda x, y, z: np.interp(x, np.cumsum(y), z), (), (3,), (3,)),
    ],
    np.convolve: [
        (lambda x, y: np.convolve(x, y), (5,), (3,)),
        (lambda x, y: np.convolve(x, y, mode="same"), (5,), (4,)),
        (lambda x, y: np.convolve(x, y, "same"), (3,), (6,)),
        (lambda x, y: np.convolve(x, y, "valid"), (5,), (3,)),
        (lambda x, y: np.convolve(x, y, "valid"), (2,), (4,)),
    ],
    np.tensordot: [
        (lambda x, y: np.tensordot(x, y), (2, 3), (2, 3)),
        (lambda x, y: np.tensordot(x, y, axes=1), (2, 3), (3, 2)),
        (lambda x, y: np.tensordot(x, y, axes=0), (2,), (3, 2)),
        (lambda x, y: np.tensordot(x, y, ([0, 1], [1, -1])), (2, 3, 2), (2, 2, 3)),
        (lambda x, y: np.tensordot(x, y, (1, 0)), (2, 3), (3,)),
    ],
    np.kron: [
        (lambda x, y: np.kron(x, y), (2,), (3,)),
        (lambda x, y: np.kron(x, y), (2, 3), (3, 2)),
    ],
    np.cross: [
        (lambda x, y: np.cross(x, y), (3,), (3,)),
        (lambda x, y: np.cross(x, y), (2, 3), (3,)),
        (lambda x, y: np.cross(x, y), (2, 1, 3), (4, 3)),
        (lambda x, y: np.cross(x, y, axis=0), (3, 2), (3, 2)),
        (lambda x, y: np.cross(x, y, axisa=0), (3, 2), (2, 3)),
        (lambda x, y: np.cross(x, y, axisc=0), (1, 3), (2, 3)),
    ],
    np.inner: [
        (lambda x, y: np.inner(x, y), (3,), (3,)),
        (lambda x, y: np.inner(x, y), (2, 3), (4, 3)),
        (lambda x, y: np.inner(x, y), (2, 3), (3,)),
        (lambda x, y: np.inner(x, y), (3,), (2, 3)),
        (lambda x, y: np.inner(x, y), (), (2, 3)),
    ],
    core.stack: [
        (lambda x, y: np.vstack([x, y]), (3,), (3,)),
        (lambda x, y: np.column_stack((x, y)), (3,), (3,)),
        (lambda x, y: np.hstack([x, y, 1.0]), (), ()),
        (lambda x, y: np.stack([x, y], axis=-1), (2, 3), (2, 3)),
    ],
    core.concatenated: [
        (lambda x: np.concatenate([r * r for r in x]), (3, 2)),
    ],
    core.concatenate: [
        (lambda x, y: np.vstack([x, y]), (2, 3), (3,)),
        (lambda x, y: np.hstack([x, y]), (2, 3), (2, 1)),
        (lambda x, y: np.hstack([x, y]), (3,), (2,)),
        (lambda x, y: np.hstack([x, y]), (), (2,)),
        (lambda x, y: np.column_stack([x, y]), (2,), (2, 3)),
        (lambda x, y: np.append(x, y), (3,), ()),
        (lambda x, y: np.append(x, y), (2, 3), (2,)),
        (lambda x, y: np.append(x, y, axis=1), (2, 3), (2, 1)),
        (lambda x, y: np.concatenate([x, y], axis=-1), (2, 3), (2, 2)),
    ],
    np.full: [
        (lambda x: np.full((2, 3), x), ()),
        (lambda x: np.full(3, fill_value=x), ()),
        (lambda x: np.full((2, 3), x), (3,)),
        (lambda x: np.full((4, 3), x), (4, 1)),
        (lambda x: np.full((2, 3), x), (2, 3)),
        (lambda x: np.full((2, 2, 3), x), (2, 3)),
    ],
    np.heaviside: [
        (lambda x, y: np.heaviside(x - x, y) + np.heaviside(x - 1.0, y), (3,), (3,)),
    ],
    np.full_like: [(lambda x, y: np.full_like(x, y) * x, (2, 3), ())],
    np.linspace: [
        (lambda x, y: np.linspace(x, y), (), ()),
        (lambda x, y: np.linspace(x, y, 5, endpoint=False), (), ()),
    ],
    np.arange: [
        (lambda x, y: np.arange(x, 10.0, y), (), ()),
        (lambda x: np.arange(x, x + 3.5), ()),
        (lambda x, y: np.arange(x, 5.2 + 0.1 * y), (), ()),
    ],
    trapezoid: [
        (lambda x: trapezoid(x), (4,)),
        (lambda x, y: trapezoid(x, y), (4,), (4,)),
        (lambda x, y: trapezoid(x, dx=y, axis=-1), (2, 4), ()),
        (lambda x, y: trapezoid(x, x=y), (2, 4), (4,)),
    ],
    core.einsum: [
        (lambda x, y: np.einsum("ij,jk->ik", x, y), (2, 3), (3, 2)),
        (lambda x, y: np.einsum("ij,jk->ik", x, y), (2, 1), (3, 2)),
        (lambda x, y: np.einsum("ij,kj", x, y), (2, 3), (1, 3)),
        (lambda x, y: np.einsum("...ij,...j->...i", x, y), (2, 2, 3), (3,)),
        (lambda x, y: np.einsum("i,j->", x, y), (2,), (3,)),
        (lambda x, y, z: np.einsum("i,ij,j->i", x, y, z), (2,), (2, 3), (3,)),
        (lambda x, y: np.einsum(",ij->j", x, y), (), (2, 3)),
    ],
    core.einsum_of_one: [
        (lambda x: np.einsum("ij->ji", x), (2, 3)),
        (lambda x: np.einsum("ijk->j", x), (2, 3, 2)),
        (lambda x: np.einsum("...i->...", x), (2, 3)),
    ],
}
CALLS[np.matmul] = [
    (lambda x, y: x @ y, (2, 3), (3,)),
    (lambda x, y: x @ y, (2, 2, 3), (3, 2)),
    (lambda x, y: np.matmul(x, y), (3,), (2, 3, 2)),
    (lambda x, y: np.dot(x, y), (2, 3), (3, 2)),
]
CALLS[core.load] = [
    (lambda x: x[1:], (3,)),
    (lambda x: x[:, [0, 2, 0]], (2, 3)),
    (lambda x: x[1] * x[0, 0], (2, 3)),
]
CALLS[np.reshape] = [(lambda x: x.reshape(3, 2) @ x, (2, 3)), (lambda x: x.ravel() * 2.0, (2, 3))]
CALLS[np.where] = [(lambda x, y: np.where(x > 1.0, x * y, y), (2, 3), (3,))]
CALLS[np.outer] = [(lambda x, y: np.outer(x, y), (2,), (3,))]
CALLS[np.transpose] = [
    (lambda x: x.T @ x, (2, 3)),
    (lambda x: np.transpose(x, (2, 0, 1)), (2, 3, 2)),
]
CALLS[np.ravel] = [(lambda x: np.ravel(x) * 2.0, (2, 3))]
CALLS[np.squeeze] = [
    (lambda x: np.squeeze(x), (2, 1)),
    (lambda x: np.squeeze(x, axis=0), (1, 3)),
]
CALLS[np.swapaxes] = [(lambda x: np.swapaxes(x, 0, -1), (2, 3, 2))]
CALLS[np.broadcast_to] = [
    (lambda x: np.broadcast_to(x, (2, 3)), (3,)),
    (lambda x: np.broadcast_to(x, (2, len(x))), (3,)),
]
CALLS[np.copy] = [(lambda x: np.copy(x), (2, 3))]
CALLS[np.sinc] = [(lambda x: np.sinc(x), (3,))]
CALLS[np.real] = [(lambda x: np.real(x), (3,))]
CALLS[np.array] = [(lambda x: np.array([x[0], x[1] * x[0]]), (3,)), (lambda x: np.array(x), (3,))]
CALLS[np.asarray] = [
    (lambda x: np.asarray(x), (3,)),
    (lambda x, y: np.asarray([x, x * y, y]) * x, (), ()),
]
CALLS[np.dot] = [(lambda x, y: np.dot(x, y), (2, 3), ()), (lambda x, y: x.dot(y), (3,), (3,))]

# The helpers of emitted code are gates as well, of which second derivatives are third ones.
GRID = np.array([0.2, 0.9, 1.5])


def grid(steps):
    """Return points that begin at 0, so that numbers about 1 lie between them."""
    return np.cumsum(steps) - steps[0]


CALLS |= {
    runtime.others: [
        (lambda x: runtime.others(x), (4,)),
        (lambda x: runtime.others(x, axis=0), (3, 2)),
        (lambda x, y: runtime.others(x, y), (4,), (4,)),
        (lambda x, y, z: runtime.others(x, y, z, axis=1), (2, 3), (2, 3), (2, 3)),
    ],
    runtime.recur: [(lambda x, y: runtime.recur(x, y, axis=1), (2, 3), (2, 3))],
    runtime.recur_back: [(lambda x, y: runtime.recur_back(x, y), (3, 2), (3, 2))],
    runtime.before: [(lambda x: runtime.before(x, axis=1, first=2.0), (2, 3))],
    runtime.after: [(lambda x: runtime.after(x), (4,))],
    runtime.unsorted: [(lambda x: runtime.unsorted(x * x, x, axis=0), (3, 2))],
    runtime.put_along: [
        (lambda x: runtime.put_along(x[:, :1], x, np.argmax(x, 1, keepdims=True), axis=1), (2, 3))
    ],
    runtime.on_diagonal: [
        (lambda x: runtime.on_diagonal(np.diagonal(x, 1) ** 2, x, offset=1), (2, 3)),
    ],
    runtime.unrepeated: [
        (lambda x: runtime.unrepeated(np.repeat(x, 2) ** 2, x, 2), (3,)),
    ],
    runtime.cofactors: [(lambda x, y: np.sum(runtime.cofactors(x) * y), (3, 3), (3, 3))],
    runtime.interp_slope: [(lambda x, y: runtime.interp_slope(GRID, np.cumsum(x), y), (4,), (4,))],
    runtime.interp_back: [
        (lambda x, y, z: runtime.interp_back(x, y, grid(z)), (3,), (3,), (4,)),
    ],
    runtime.slope_back: [
        (lambda x, y: runtime.slope_back(x, GRID, grid(y)), (3,), (4,)),
        (lambda x, y: runtime.slope_back(x, np.sqrt(x), grid(y)), (3,), (4,)),
    ],
    runtime.convolve_back: [
        (lambda x, y, z: runtime.convolve_back(x, y, z, mode="same"), (4,), (3,), (4,)),
    ],
    runtime.cross: [
        (lambda x, y: runtime.cross(x, y), shape, other)
        for shape in ((3,), (2, 3), (4, 1, 3))
        for other in ((3,), (2, 3))
    ],
    runtime.matmul_dx: [
        (lambda x, y, z: runtime.matmul_dx(x, y, z), (2, 2, 2), (2, 2, 3), (2, 3, 2)),
    ],
    runtime.matmul_dy: [
        (lambda x, y, z: runtime.matmul_dy(x, y, z), (2, 2, 2), (2, 2, 3), (2, 3, 2)),
    ],
    runtime.pad_items: [
        (lambda x: runtime.pad_items([v * v for v in x[1:]][::-1], x), (4,)),
        (lambda x: runtime.pad_items([v * v for v in x[1:]], x, last=True), (4,)),
    ],
    runtime.piece: [(lambda x, y, z: runtime.piece(x, y, z), (5,), (2,), (3,))],
    runtime.placed: [
        (lambda x, y, z: runtime.placed(x, np.append(y, x), x, y) * z[0], (2,), (3,), (2,)),
    ],
}
FIRST_ORDER = [runtime.cofactors]  # third derivatives of determinants are refused
COLLECTED = [CALLS, calls_of_gates.CALLS, calls_of_programs.CALLS]
EVERY_CALL = [(g, k, c) for calls in COLLECTED for g, cs in calls.items() for k, c in enumerate(cs)]


def name_of(function):
    if isinstance(function, str):
        return function
    return TABLE[function].name if function in TABLE else function.__name__


@pytest.mark.parametrize(
    ("call", "shapes", "order"),
    [(c[0], c[1:], 1 if g in FIRST_ORDER else 2) for g, _, c in EVERY_CALL],
    ids=[f"{name_of(g)}-{k}" for g, k, _ in EVERY_CALL],
)
def test_function_rule(call, shapes, order):
    check_rule(call, list(tried(call, shapes)), order)


def test_each_rule_is_tried_with_six_shapes():
    few = {}
    for calls in COLLECTED:
        for g, cs in calls.items():
            shapes = [tuple(map(np.shape, a)) for c in cs for a in tried(c[0], c[1:])]
            if len(shapes) < 6 and any(s for c in cs for s in c[1:]):
                few[name_of(g)] = len(shapes)
    assert few == {}


FIRSTS = {name_of(g): c for g, k, c in EVERY_CALL if k == 0 and len(c) == 2 and c[1]}


@pytest.mark.parametrize("call", FIRSTS.values(), ids=FIRSTS)
def test_jacobian_of_rule(call):
    """In all directions at once: by a batched rule, or in a loop where there is none."""
    args = operands(call[1:])
    rows, columns = jacrev(call[0])(*args), jacfwd(call[0])(*args)
    np.testing.assert_allclose(rows, columns, rtol=1e-7, atol=1e-9)


NUCLEAR, MATRIX_INDEXING = ["nuc"], ["ij"]
REFUSED = [
    lambda x: np.linalg.norm(x, NUCLEAR[0]),
    lambda x: np.linalg.norm(x, 3),
    lambda x: np.meshgrid(x[0], x[1], indexing=MATRIX_INDEXING[0])[0][0, 0],
    lambda x: np.quantile(x, x[0, 0] * 0.0),
    lambda x: np.pad(x, 1, mode="reflect", reflect_type="odd")[0, 0],
    lambda x: np.pad(x, 1, mode="empty")[1, 1],
    lambda x: np.average(x, returned=True)[0],
    lambda x: np.full((2, 2), x[0, 0], order="F")[0, 0],
    lambda x: np.einsum("ij->", x, optimize=["einsum_path", (0,)]),
    lambda x: np.clip(x, None, None)[0, 0],
    lambda x: np.sum(x, dtype=int),
    lambda x: np.max(x, initial=x[0, 0]),
    lambda x: np.sort(x, order="f")[0, 0],
    lambda x: np.linalg.svd(x[:1])[0][0, 0],
    lambda x: np.linalg.svd(x * 1j)[0][0, 0].real,
    lambda x: np.linalg.eig(x)[1][0, 0].real,
    lambda x: np.linalg.qr(x, mode="complete")[0][0, 0],
    lambda x: np.linalg.lstsq(x, x[0], rcond=None)[3][0],
    lambda x: np.linalg.matrix_power(x, len(str(x.shape)))[0, 0],
    lambda x: np.unstack(x)[0][0] if hasattr(np, "unstack") else np.histogram(x)[0][0],
    lambda x: np.histogram(x)[1][0],
]


@pytest.mark.parametrize("f", REFUSED, ids=range(len(REFUSED)))
def test_what_a_rule_does_not_cover_is_refused(f):
    with pytest.raises(CompileError, match="AD20"):
        grad(f)(np.eye(2))


def test_gates_whose_result_shares_memory_say_so():
    """Writes are seen through views: a view that is not declared would be a wrong number."""
    square, vector = np.arange(9.0).reshape(3, 3) + 1.0, np.arange(3.0) + 1.0
    tried = 0
    for function, gate in TABLE.items():
        if vars(core).get(getattr(function, "__name__", "")) is function:
            continue  # the compiler's own
        if "test_" in (getattr(function, "__module__", "") or ""):
            continue  # registered by another test
        for args in ((square,), (vector,), (square, square), (square, 0), (vector, (3, 1))):
            if len(args) > sum(9 if p.variadic else not p.keyword_only for p in gate.parameters):
                continue  # it would be out=, or an option
            try:
                with np.errstate(all="ignore"):
                    result = function(*args)
            except Exception:
                continue
            arrays = [a for a in args if isinstance(a, np.ndarray)]
            if isinstance(result, np.ndarray):
                tried += 1
                shared = any(np.shares_memory(result, a) for a in arrays)
                assert gate.view or not shared, gate.name
    assert tried > 100

"""Calls of NumPy's functions that are gates of their own, with shapes of their operands."""

from __future__ import annotations

import numpy as np

from adcompiler import runtime


def symmetric(x):
    return x + np.swapaxes(x, -1, -2)


def positive(x):
    return x @ np.swapaxes(x, -1, -2) + np.eye(x.shape[-1])


SPREAD = np.diag([1.0, 4.0, 9.0])  # keeps eigenvalues apart

CALLS = {
    np.linalg.eigh: [
        (lambda x: np.linalg.eigh(symmetric(x) + SPREAD)[0], (3, 3)),
        (lambda x: np.linalg.eigh(symmetric(x) + SPREAD)[1] ** 2, (3, 3)),
        (lambda x: np.linalg.eigh(x + SPREAD)[0], (3, 3)),
        (lambda x: np.linalg.eigh(x + SPREAD, UPLO="U")[1] ** 2, (3, 3)),
        (lambda x: np.linalg.eigh(x + SPREAD)[0], (2, 3, 3)),
        (lambda x: np.linalg.eigh(x + SPREAD)[1] ** 2, (2, 3, 3)),
    ],
    np.linalg.eigvalsh: [
        (lambda x: np.linalg.eigvalsh(symmetric(x)), (3, 3)),
        (lambda x: np.linalg.eigvalsh(x, "U"), (2, 2)),
        (lambda x: np.linalg.eigvalsh(x + SPREAD), (2, 3, 3)),
    ],
    np.linalg.eigvals: [
        (lambda x: np.linalg.eigvals(x + SPREAD).real, (3, 3)),
        (lambda x: np.abs(np.linalg.eigvals(x)), (3, 3)),
        (lambda x: np.linalg.eigvals(x + SPREAD).real, (2, 3, 3)),
    ],
    np.linalg.eig: [
        (lambda x: np.linalg.eig(x + SPREAD)[0].real, (3, 3)),
        (lambda x: np.abs(np.linalg.eig(x)[0]), (2, 2)),
    ],
    np.linalg.svd: [
        (lambda x: np.linalg.svd(x, compute_uv=False), (3, 2)),
        (lambda x: np.linalg.svd(x)[1], (2, 3)),
        (lambda x: np.linalg.svd(x, full_matrices=False)[0] ** 2, (3, 2)),
        (lambda x: np.linalg.svd(x, full_matrices=False)[2] ** 2, (2, 3)),
        (lambda x: np.linalg.svd(x, full_matrices=False)[2] ** 2, (4, 2)),
        (lambda x: np.linalg.svd(x, False)[0] ** 2, (2, 3, 2)),
        (lambda x: np.linalg.svd(x @ x.T + np.eye(2))[0] ** 2, (2, 2)),
    ],
    np.linalg.qr: [
        (lambda x: np.linalg.qr(x)[0], (3, 2)),
        (lambda x: np.linalg.qr(x)[1], (3, 3)),
        (lambda x: np.linalg.qr(x)[0] @ np.linalg.qr(x)[1] ** 2, (4, 2)),
        (lambda x: np.linalg.qr(x, mode="r"), (3, 2)),
        (lambda x: np.linalg.qr(x)[0], (2, 3, 2)),
    ],
    np.linalg.pinv: [
        (lambda x: np.linalg.pinv(x), (3, 2)),
        (lambda x: np.linalg.pinv(x), (2, 3)),
        (lambda x: np.linalg.pinv(x), (2, 3, 2)),
        (lambda x: np.linalg.pinv(np.outer(x, x), 1e-4), (3,)),
    ],
    np.linalg.lstsq: [
        (lambda x, y: np.linalg.lstsq(x, y, rcond=None)[0], (4, 2), (4,)),
        (lambda x, y: np.linalg.lstsq(x, y, rcond=None)[0], (4, 2), (4, 3)),
        (lambda x, y: np.linalg.lstsq(x, y, None)[0], (2, 4), (2,)),
        (lambda x, y: np.linalg.lstsq(x, y, None)[0], (3, 3), (3,)),
    ],
    np.roots: [
        (lambda x: np.abs(np.roots(x)), (3,)),
        (lambda x: np.roots(x * np.array([1.0, 6.0, 1.0])).real, (3,)),
    ],
    "solve in stacks": [
        (lambda x, y: np.linalg.solve(x, y), (2, 3, 3), (3,)),
        (lambda x, y: np.linalg.solve(x, y), (3, 3), (2, 3, 2)),
        (lambda x, y: np.linalg.solve(x, y), (2, 1, 3, 3), (3, 2)),
    ],
    "cholesky of stacks": [
        (lambda x: np.linalg.cholesky(positive(x)), (2, 2, 2)),
        (lambda x: np.linalg.cholesky(positive(x)), (2, 1, 3, 3)),
    ],
    "norms of vectors": [
        (lambda x: np.linalg.norm(x, 0.5), (3,)),
        (lambda x: np.linalg.norm(x, -2.0, axis=0), (3, 2)),
        (lambda x: np.linalg.norm(x, -np.inf), (4,)),
        (lambda x: np.linalg.norm(x, 0) * x, (4,)),
    ],
    runtime.gaps: [
        (lambda x: 1.0 / runtime.gaps(x), (3,)),
        (lambda x: 1.0 / runtime.gaps(x), (2, 3)),
    ],
    runtime.tall: [(lambda x, y: runtime.tall(x, y), (2, 2), (3, 2))],
}

CALLS |= {
    "ufunc.reduce": [
        (lambda x: np.add.reduce(x), (2, 3)),
        (lambda x: np.multiply.reduce(x, axis=1), (2, 3)),
        (lambda x: np.maximum.reduce(x, 0, keepdims=True), (2, 3)),
        (lambda x: np.minimum.reduce(x, axis=(0, 1)), (2, 3)),
        (lambda x: np.add.reduce(x, axis=None), (2, 3)),
        (lambda x: np.multiply.reduce([x, x * x, 2.0]), ()),
    ],
    np.logaddexp.reduce: [
        (lambda x: np.logaddexp.reduce(x), (4,)),
        (lambda x: np.logaddexp.reduce(x, axis=1, keepdims=True), (2, 3)),
    ],
    np.logaddexp2.reduce: [(lambda x: np.logaddexp2.reduce(x, axis=0), (3, 2))],
    np.hypot.reduce: [(lambda x: np.hypot.reduce(x, axis=-1), (2, 3))],
    "ufunc.accumulate": [
        (lambda x: np.add.accumulate(x), (4,)),
        (lambda x: np.multiply.accumulate(x, axis=1), (2, 3)),
    ],
    np.maximum.accumulate: [
        (lambda x: np.maximum.accumulate(x), (5,)),
        (lambda x: np.maximum.accumulate(x, axis=1), (2, 4)),
    ],
    np.minimum.accumulate: [(lambda x: np.minimum.accumulate(x, axis=-1), (2, 4))],
    np.add.reduceat: [
        (lambda x: np.add.reduceat(x, [0, 2, 3]), (5,)),
        (lambda x: np.add.reduceat(x, np.array([0, 2, 1]), axis=1), (2, 4)),
    ],
    runtime.segments_back: [
        (lambda x, y: runtime.segments_back(x, y, [0, 2]), (2,), (4,)),
        (lambda x, y: runtime.segments_back(x, y, np.arange(len(x))), (2,), (4,)),
    ],
    "ufunc.outer": [
        (lambda x, y: np.add.outer(x, y), (2,), (3,)),
        (lambda x, y: np.multiply.outer(x, y), (2, 2), (3,)),
        (lambda x, y: np.subtract.outer(x, y), (2,), (3, 2)),
        (lambda x, y: np.arctan2.outer(x, y), (2,), ()),
        (lambda x, y: np.maximum.outer(x, y), (), (3,)),
        (lambda x, y: np.power.outer(x, y), (2,), (2,)),
    ],
    np.partition: [
        (lambda x: np.partition(x, 2), (5,)),
        (lambda x: np.partition(x, (0, 2), axis=0), (4, 2)),
        (lambda x: np.partition(x, kth=1, axis=None), (2, 3)),
    ],
}

BINS = np.array([0, 2, 1, 2])
CALLS |= {
    np.nanmax: [
        (lambda x: np.nanmax(np.where(x > 0.7, x, np.nan)), (2, 3)),
        (lambda x: np.nanmax(np.where(x > 0.7, x, np.nan), axis=1, keepdims=True), (2, 4)),
    ],
    np.nanmin: [(lambda x: np.nanmin(np.where(x > 0.7, x, np.nan), axis=0), (4, 2))],
    np.nanvar: [
        (lambda x: np.nanvar(np.where(x > 0.7, x, np.nan)), (2, 3)),
        (lambda x: np.nanvar(np.where(x > 0.7, x, np.nan), axis=1, ddof=1), (2, 4)),
    ],
    np.nanstd: [
        (lambda x: np.nanstd(np.where(x > 0.7, x, np.nan)), (2, 3)),
        (lambda x: np.nanstd(np.where(x > 0.7, x, np.nan), axis=0, keepdims=True), (4, 2)),
    ],
    np.asanyarray: [(lambda x: np.asanyarray(x) * 2.0, (3,))],
    np.asarray_chkfinite: [(lambda x: np.asarray_chkfinite(x) * x, (2, 3))],
    np.ascontiguousarray: [
        (lambda x: np.ascontiguousarray(x.T), (2, 3)),
        (lambda x: np.ascontiguousarray(x), ()),
    ],
    np.asfortranarray: [(lambda x: np.asfortranarray(x), (2, 3))],
    np.require: [(lambda x: np.require(x), (2, 3))],
    "np.linalg.multi_dot": [
        (lambda x, y: np.linalg.multi_dot([x, y]), (2, 3), (3, 2)),
        (lambda x, y: np.linalg.multi_dot([x, y, x]), (2, 3), (3, 2)),
        (lambda x, y, z: np.linalg.multi_dot([x, y, z]), (3,), (3, 2), (2,)),
        (lambda x, y, z: np.linalg.multi_dot((x, y, z, y)), (2, 3), (3, 3), (3, 3)),
    ],
    np.fft.hfft: [
        (lambda x: np.fft.hfft(x), (4,)),
        (lambda x: np.fft.hfft(x, 5, norm="ortho"), (2, 3)),
        (lambda x: np.fft.hfft(x, axis=0, norm="forward"), (3, 2)),
    ],
    np.fft.ihfft: [
        (lambda x: np.abs(np.fft.ihfft(x)), (4,)),
        (lambda x: np.fft.ihfft(x, axis=0).real, (3, 2)),
    ],
    np.array_split: [
        (lambda x: np.array_split(x, 3)[1], (5,)),
        (lambda x: np.array_split(x, 2, axis=1)[0], (2, 5)),
        (lambda x: np.array_split(x, [1, 3])[2], (5,)),
    ],
    np.frexp: [(lambda x: np.frexp(8.0 * x)[0], (3,)), (lambda x: np.frexp(x)[0] * x, ())],
    np.fromfunction: [(lambda x: np.fromfunction(lambda i, j: x * i + np.sin(x * j), (2, 3)), ())],
    np.bincount: [
        (lambda x: np.bincount(BINS, weights=x), (4,)),
        (lambda x: np.bincount(BINS, x, minlength=5), (4,)),
        (lambda x: np.bincount(np.arange(len(x)) // 2, x), (4,)),
    ],
    "counts": [
        (lambda x: np.bincount(BINS) * x, (3,)),
        (lambda x: np.bincount(np.arange(len(x))) * x, (3,)),
    ],
    np.i0: [
        (lambda x: np.i0(x), (3,)),
        (lambda x: np.log(np.i0(40.0 * x)), (2,)),
        (lambda x: np.i0(-x), ()),
    ],
    runtime.bessel_i: [(lambda x: runtime.bessel_i(1, 5.0 * x), (3,))],
    "np.nextafter": [(lambda x: np.nextafter(x, 9.0), (3,))],
    "np.ldexp": [
        (lambda x: np.ldexp(x, 3), (3,)),
        (lambda x: np.ldexp(x, np.array([1, -2])), (2,)),
    ],
    "frexp and modf": [(lambda x: np.modf(x * 3.0)[0] * np.frexp(x)[0], (2, 3))],
}


def newer(name, *calls):
    """Add the calls of a function that older NumPy lacks."""
    home, _, last = name.rpartition(".")
    function = getattr(getattr(np, home) if home else np, last, None)
    if function is not None:
        CALLS[function] = list(calls)


newer("vecdot",
      (lambda x, y: np.vecdot(x, y), (2, 3), (3,)),
      (lambda x, y: np.vecdot(x, y, axis=0), (2, 3), (2, 3)))  # fmt: skip
newer("linalg.vecdot", (lambda x, y: np.linalg.vecdot(x, y), (2, 3), (2, 3)))
newer("matvec",
      (lambda x, y: np.matvec(x, y), (2, 3), (3,)),
      (lambda x, y: np.matvec(x, y), (2, 2, 3), (2, 3)))  # fmt: skip
newer("vecmat",
      (lambda x, y: np.vecmat(x, y), (2,), (2, 3)),
      (lambda x, y: np.vecmat(x, y), (2, 2), (2, 3)))  # fmt: skip
newer("astype", (lambda x: np.astype(x, np.float64) * x, (3,)))
newer("matrix_transpose", (lambda x: x.mT @ x, (2, 3, 2)))

MASK = np.array([[True, False, True], [True, True, False]])
CALLS |= {
    "reductions of some": [
        (lambda x: np.sum(x, where=x > 0.7), (2, 3)),
        (lambda x: np.sum(x, axis=1, where=MASK), (2, 3)),
        (lambda x, y: np.sum(x, axis=0, initial=y), (2, 3), ()),
        (lambda x: x.sum(axis=1, initial=2.0, where=MASK, keepdims=True), (2, 3)),
        (lambda x: np.mean(x, where=MASK), (2, 3)),
        (lambda x: np.mean(x, axis=0, where=MASK), (2, 3)),
        (lambda x: np.prod(x, axis=1, where=MASK), (2, 3)),
        (lambda x, y: np.prod(x, initial=y), (4,), ()),
        (lambda x: x.prod(axis=0, where=MASK, initial=3.0), (2, 3)),
        (lambda x: np.max(x, axis=1, where=MASK, initial=0.0), (2, 3)),
        (lambda x: np.min(x, initial=1.0), (2, 3)),
        (lambda x: np.var(x, axis=1, where=MASK), (2, 3)),
        (lambda x: np.std(x, where=MASK, ddof=1), (2, 3)),
        (lambda x: np.sum(x, axis=0, dtype=np.float64), (2, 3)),
        (lambda x: np.mean(x, 0, np.float64), (2, 3)),
    ],
}
CALLS |= {
    "np.einsum in full": [
        (lambda x, y: np.einsum("...j,j->...", x, y), (2, 2, 3), (3,)),
        (lambda x, y: np.einsum("...ij,...jk", x, y), (2, 2, 3), (3, 2)),
        (lambda x, y: np.einsum("i...,i...->...", x, y), (3, 2), (3, 2)),
        (lambda x, y: np.einsum("...i,...i->...i", x, y), (2, 1, 3), (2, 3)),
        (lambda x: np.einsum("ii->", x), (3, 3)),
        (lambda x: np.einsum("ii->i", x), (3, 3)),
        (lambda x: np.einsum("iij->j", x), (2, 2, 3)),
        (lambda x: np.einsum("...ii->...", x), (2, 3, 3)),
        (lambda x: np.einsum("ii", x), (3, 3)),
        (lambda x, y: np.einsum("ii,ij->j", x, y), (3, 3), (3, 2)),
        (lambda x, y: np.einsum("iji,j->i", x, y), (2, 3, 2), (3,)),
        (lambda x, y: np.einsum("ij,jk->ik", x, y, optimize=True), (2, 3), (3, 2)),
        (lambda x, y: np.einsum(x, [0, 1], y, [1, 2], [0, 2]), (2, 3), (3, 2)),
        (lambda x, y: np.einsum(x, [..., 0], y, [0], [...]), (2, 3), (3,)),
        (lambda x: np.einsum("ba", x), (2, 3)),
    ],
}
CALLS |= {
    "np.pad in all modes": [
        (lambda x: np.pad(x, 2, mode="edge"), (3,)),
        (lambda x: np.pad(x, 2, mode="reflect"), (3,)),
        (lambda x: np.pad(x, ((1, 2), (0, 1)), "symmetric"), (2, 3)),
        (lambda x: np.pad(x, (4, 1), mode="wrap"), (3,)),
        (lambda x: np.pad(x, 1, "edge"), (2, 3)),
        (lambda x, y: np.pad(x, 1, constant_values=y), (2, 3), ()),
    ],
    "np.roll by several": [
        (lambda x: np.roll(x, (1, 1), axis=(0, 1)), (2, 3)),
        (lambda x: np.roll(x, (1, -2), (1, 0)), (3, 3)),
    ],
    "np.linspace of arrays": [
        (lambda x, y: np.linspace(x, y, 4), (3,), (3,)),
        (lambda x, y: np.linspace(x, y, 3, endpoint=False), (2, 2), ()),
        (lambda x, y: np.linspace(x, y, 4, axis=1), (3,), (3,)),
        (lambda x, y: np.linspace(x, y, 4, retstep=True)[1], (), ()),
    ],
    "several quantiles": [
        (lambda x: np.quantile(x, [0.1, 0.5]), (5,)),
        (lambda x: np.quantile(x, np.array([0.25, 0.9]), axis=1), (2, 4)),
        (lambda x: np.percentile(x, (10, 80), axis=0, keepdims=True), (4, 2)),
        (lambda x: np.quantile(x, 0.4, method="lower"), (5,)),
        (lambda x: np.quantile(x, [0.4, 0.6], method="hazen", axis=0), (5, 2)),
        (lambda x: np.quantile(x, 0.3, method="midpoint"), (2, 3)),
    ],
    np.nanquantile: [
        (lambda x: np.nanquantile(np.where(x > 0.7, x, np.nan), 0.3), (2, 3)),
        (lambda x: np.nanquantile(np.where(x > 0.7, x, np.nan), [0.3, 0.6], axis=1), (2, 4)),
    ],
    np.nanpercentile: [
        (lambda x: np.nanpercentile(np.where(x > 0.7, x, np.nan), 30, axis=0), (4, 2)),
    ],
    np.nanmedian: [
        (lambda x: np.nanmedian(np.where(x > 0.7, x, np.nan)), (2, 3)),
        (lambda x: np.nanmedian(np.where(x > 0.7, x, np.nan), axis=1, keepdims=True), (2, 4)),
    ],
    runtime.ranked: [(lambda x, y: runtime.ranked(x, y, [0.2, 0.7]), (4,), (4,))],
    runtime.ranked_back: [
        (lambda x, y: runtime.ranked_back(x[:2], y, [0.2, 0.7]), (2,), (4,)),
    ],
    runtime.unpadded: [
        (lambda x, y: runtime.unpadded(x, y, pad_width=1, mode="edge"), (5,), (3,)),
    ],
}
CALLS["np.pad in all modes"] += [
    (lambda x: np.pad(x, 2, "linear_ramp"), (3,)),
    (lambda x: np.pad(x, ((1, 2), (2, 0)), "linear_ramp", end_values=(1.0, 2.0)), (2, 3)),
    (lambda x: np.pad(x, 1, "mean"), (2, 3)),
    (lambda x: np.pad(x, (2, 1), "median", stat_length=2), (4,)),
    (lambda x: np.pad(x, 1, "maximum"), (2, 3)),
    (lambda x: np.pad(x, ((0, 0), (1, 1)), mode="minimum", stat_length=2), (2, 3)),
]
CALLS |= {
    "triangles that are read": [
        (lambda x: np.linalg.pinv(x, hermitian=True), (3, 3)),
        (lambda x: np.linalg.svd(x + SPREAD, hermitian=True)[1], (3, 3)),
        (lambda x: np.linalg.svd(x + SPREAD, hermitian=True)[0] ** 2, (3, 3)),
    ],
    "fields of results": [
        (lambda x: np.linalg.eigh(x + SPREAD).eigenvalues, (3, 3)),
        (lambda x: np.linalg.eigh(x + SPREAD).eigenvectors ** 2, (3, 3)),
        (lambda x: np.linalg.qr(x).R, (3, 2)),
        (lambda x: np.linalg.svd(x, full_matrices=False).S, (2, 3)),
        (lambda x: np.linalg.slogdet(x).logabsdet, (2, 3, 3)),
    ],
    "products of stacks": [
        (lambda x, y: np.dot(x, y), (3, 3, 3), (3, 3, 3)),
        (lambda x, y: np.dot(x, y), (2, 3), (4, 3, 2)),
        (lambda x, y: np.dot(x, y), (3,), (2, 3, 4)),
        (lambda x, y: np.inner(x, y), (2, 3, 4), (2, 4)),
        (lambda x, y: np.inner(x, y), (4,), (2, 3, 4)),
        (lambda x, y: np.kron(x, y), (3,), (2, 3)),
        (lambda x, y: np.kron(x, y), (2, 3, 2), (3,)),
    ],
    "axes from the end": [
        (lambda x: np.transpose(x, (-1, 0, 1)) ** 2, (3, 3, 3)),
        (lambda x: x.transpose(-1, -3, -2) ** 2, (2, 3, 4)),
        (lambda x, y: np.concatenate([x, 2.0 * y], axis=None), (2, 3), (3,)),
        (lambda x: np.trapezoid(x, dx=0.1, axis=-2), (3, 4))
        if hasattr(np, "trapezoid")
        else (lambda x: np.trapz(x, dx=0.1, axis=-2), (3, 4)),
    ],
    "one bound": [
        (lambda x: x.clip(0.7) * np.clip(x, None, 1.3), (2, 3)),
        (lambda x, y: np.clip(x, y, None), (2, 3), (3,)),
        (lambda x, y: np.clip(x, a_max=y, a_min=None), (2, 3), (3,)),
        (lambda x, y, z: np.clip(x, y + 2.0, z), (2, 3), (3,), (3,)),
    ],
    "options of ufunc.reduce": [
        (lambda x: np.add.reduce(x, axis=-1, initial=3.0), (2, 3)),
        (lambda x: np.multiply.reduce(x, axis=1, where=MASK, initial=2.0), (2, 3)),
        (lambda x: np.maximum.reduce(x, axis=1, where=MASK, initial=0.1), (2, 3)),
    ],
    "options that are as they are": [
        (lambda x: np.median(x, axis=-1, overwrite_input=False), (2, 3)),
        (lambda x: np.sort(x, axis=0, order=None), (3, 2)),
        (lambda x: np.nan_to_num(x, nan=1.0, posinf=3.0), (2, 3)),
        (lambda x, y: np.einsum("ij,jk->ik", x, y, optimize="optimal"), (2, 3), (3, 2)),
    ],
}
if np.lib.NumpyVersion(np.__version__) < "2.0.0":
    del CALLS["solve in stacks"]  # a right-hand side of another rank is another thing there
else:
    CALLS["cholesky of an upper triangle"] = [
        (lambda x: np.linalg.cholesky(positive(x), upper=True), (3, 3)),
        (lambda x: np.linalg.cholesky(positive(x), upper=True), (2, 2, 2)),
    ]

"""Calls of SciPy's decompositions, transforms, filters and integrals, with shapes of operands."""

from __future__ import annotations

import numpy as np
from scipy import fft, integrate, linalg, signal, special, stats

APART = np.diag([1.0, 4.0, 9.0])  # keeps eigenvalues apart


def twice(x, m):
    """Return a sum over points of a distribution that has its parameters."""
    d = stats.norm(m, scale=1.5)
    total = 0.0
    for v in x:
        total = total + d.logpdf(v) + d.cdf(v) ** 2
    return total


CALLS = {
    linalg.svd: [
        (lambda x: linalg.svd(x)[1], (2, 3)),
        (lambda x: linalg.svd(x, compute_uv=False), (3, 2)),
        (lambda x: linalg.svd(x, full_matrices=False)[0] ** 2, (2, 3)),
        (lambda x: linalg.svd(x, False)[2] ** 2, (3, 2)),
    ],
    linalg.svdvals: [(lambda x: linalg.svdvals(x), (2, 3))],
    linalg.eigh: [
        (lambda x: linalg.eigh(x + APART)[0], (3, 3)),
        (lambda x: linalg.eigh(x + APART, lower=False)[1] ** 2, (3, 3)),
        (lambda x: linalg.eigh(x + APART, eigvals_only=True), (3, 3)),
        (lambda x: linalg.eigh(x @ x.T)[0], (2, 3)),
    ],
    linalg.eigvalsh: [
        (lambda x: linalg.eigvalsh(x + APART, lower=False), (3, 3)),
        (lambda x: linalg.eigvalsh(x @ x.T), (2, 3)),
    ],
    linalg.eig: [
        (lambda x: linalg.eig(x + APART)[0].real, (3, 3)),
        (lambda x: linalg.eig(x + APART, right=False).real, (3, 3)),
        (lambda x: linalg.eig(x @ x.T)[0].real, (2, 3)),
    ],
    linalg.eigvals: [
        (lambda x: linalg.eigvals(x + APART).real, (3, 3)),
        (lambda x: linalg.eigvals(x @ x.T).real, (2, 3)),
    ],
    linalg.qr: [
        (lambda x: linalg.qr(x, mode="economic")[0], (3, 2)),
        (lambda x: linalg.qr(x, mode="economic")[1], (3, 3)),
    ],
    linalg.pinv: [(lambda x: linalg.pinv(x), (2, 3)), (lambda x: linalg.pinv(x), (3, 2))],
    linalg.lstsq: [
        (lambda x, y: linalg.lstsq(x, y)[0], (4, 2), (4,)),
        (lambda x, y: linalg.lstsq(x, y)[0], (2, 4), (2, 3)),
    ],
    "solving": [
        (lambda x, y: linalg.solve(x, y, overwrite_a=False), (3, 3), (3,)),
        (lambda x, y: linalg.solve_triangular(x, y, trans=2), (3, 3), (3,)),
        (lambda x, y: linalg.solve_triangular(x, y, "C", True, True), (3, 3), (3, 2)),
    ],
    fft.dct: [
        (lambda x: fft.dct(x), (4,)),
        (lambda x: fft.dct(x, type=1, norm="forward"), (2, 4)),
        (lambda x: fft.dct(x, type=3, axis=0), (4, 2)),
        (lambda x: fft.dct(x, type=4, norm="forward"), (5,)),
    ],
    fft.idct: [
        (lambda x: fft.idct(x, axis=0), (4, 2)),
        (lambda x: fft.idct(x, type=1), (4,)),
        (lambda x: fft.idct(x, type=3, norm="forward"), (2, 4)),
    ],
    fft.dst: [
        (lambda x: fft.dst(x), (4,)),
        (lambda x: fft.dst(x, type=1), (2, 4)),
        (lambda x: fft.dst(x, type=3, norm="forward"), (4,)),
        (lambda x: fft.dstn(x, norm="ortho") * fft.idstn(x, norm="ortho"), (2, 3)),
    ],
    fft.idst: [
        (lambda x: fft.idst(x), (4,)),
        (lambda x: fft.idst(x, type=3, axis=0), (4, 2)),
    ],
    fft.fftfreq: [(lambda x: fft.fftfreq(5, x) * fft.rfftfreq(9, d=x), ())],
    signal.lfilter: [
        (lambda x: signal.lfilter([1.0, 0.5], [1.0, -0.3], x), (5,)),
        (lambda x: signal.lfilter(np.array([1.0, 0.5]), np.array([2.0, 0.3]), x, axis=0), (4, 2)),
    ],
    signal.oaconvolve: [(lambda x, y: signal.oaconvolve(x, y, mode="same"), (5,), (3,))],
    signal.convolve2d: [
        (lambda x, y: signal.convolve2d(x, y), (3, 4), (2, 2)),
        (lambda x, y: signal.convolve2d(x, y, "same"), (3, 4), (2, 3)),
        (lambda x, y: signal.convolve2d(x, y, mode="valid"), (3, 4), (2, 3)),
    ],
    "weights in a logarithm": [
        (lambda x, y: special.logsumexp(x, b=y), (3,), (3,)),
        (lambda x, y: special.logsumexp(x, axis=1, b=y, keepdims=True), (2, 3), (3,)),
        (lambda x, y: special.logsumexp(x, axis=(0, 1), b=y), (3,), (2, 3)),
        (lambda x: special.logsumexp(x, b=[1.0, 2.0, 0.5], axis=-1), (2, 3)),
    ],
    "integrals over any axis": [
        (lambda x, y: integrate.trapezoid(x, y, axis=0), (3, 4), (3,)),
        (lambda x: integrate.cumulative_trapezoid(x, axis=0, initial=0), (3, 2)),
        (lambda x, y: integrate.cumulative_trapezoid(x, y, axis=1), (2, 3, 2), (3,)),
        (lambda x: integrate.simpson(x, axis=0), (3, 2)),
        (lambda x: integrate.simpson(x, axis=1, dx=0.2), (2, 3, 2)),
    ],
    "distributions with their parameters": [
        (lambda x, m: twice(x, m), (3,), ()),
        (lambda x, m: stats.gamma(2.0, scale=m).pdf(x) + stats.norm().cdf(x), (3,), ()),
        (lambda m: stats.poisson(m).logpmf(2.0) + stats.poisson(m).logcdf(3.0), (3,)),
        (lambda x, m: stats.multivariate_normal(m, np.eye(3)).logpdf(x), (3,), (3,)),
    ],
}

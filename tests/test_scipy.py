"""SciPy's functions, generated from the rule table: both modes, second order, single precision."""

from __future__ import annotations

import linecache
import subprocess
import sys
from pathlib import Path

import calls_of_scipy
import numpy as np
import pytest
from rule_checks import SHAPES, check_rule, tried
from scipy import fft, integrate, linalg, optimize, signal, sparse, special, stats

from adcompiler import CompileError, check_grads, grad, jacfwd, jacrev
from adcompiler.gates import TABLE, find, kinds

find(special.expit)  # loads the rules of what is imported here

SMOOTH = [
    g
    for g in TABLE.values()
    if g.name.split(".")[0] in ("special", "stats")
    and isinstance(g.variants[-1][1], kinds.LocalDerivative)
]
# What an operand that has no derivative is, and what the others are that live elsewhere.
FIXED = {"n": 2, "k": 1, "x": 2.5}
SHAPE_PARAMETERS = {"df": (1.5, 5.0), "a": (1.2, 3.0), "b": (1.2, 3.0), "c": (0.8, 2.0),
                    "s": (0.5, 1.5), "p": (0.2, 0.8), "loc": (-0.05, 0.05), "scale": (0.9, 1.5),
                    "mu": (0.5, 3.0), "x": None, "q": None}  # fmt: skip


def points_of(gate):
    """Return operands of every broadcast pair of shapes, of those that are differentiated by."""
    ranges = [(gate.at if k == 0 or gate.name == "special.huber" else _range(gate, p.name))
              for k, p in varied(gate)]  # fmt: skip
    if gate.name.startswith("stats"):
        ranges = [_range(gate, p.name) for _, p in varied(gate)]
    rng = np.random.default_rng(0)
    for shapes in SHAPES:
        drawn = [rng.uniform(low, high, shapes[k % 2]) for k, (low, high) in enumerate(ranges)]
        yield [v if np.ndim(v) else float(v) for v in drawn]


def _range(gate, name):
    return SHAPE_PARAMETERS.get(name) or gate.at


def varied(gate):
    """Return the places and parameters that a gate is differentiated by."""
    kind = gate.variants[-1][1]
    pairs = enumerate(gate.parameters)
    return [(k, p) for k, p in pairs if kind.derivative(p.name) is not None]


def fixed(gate, p):
    """Return the value of an operand that has no derivative."""
    loc = 0 if p.name == "loc" else 1.5 if gate.name.startswith("stats") else 1
    return FIXED.get(p.name, loc)


def of(gate):
    """Return the function of the operands that are differentiated by."""
    names = {k: f"v{k}" for k, _ in varied(gate)}
    call = ", ".join(names.get(k) or repr(fixed(gate, p)) for k, p in enumerate(gate.parameters))
    text = f"def g({', '.join(names.values())}):\n    return f({call})\n"
    filename = f"<test of {gate.name} {call}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    space = {"f": gate.function}
    exec(compile(text, filename, "exec"), space)
    return space["g"]


@pytest.mark.parametrize("gate", SMOOTH, ids=[g.name for g in SMOOTH])
def test_smooth_rule(gate):
    order = 1 if gate.name.endswith((".ppf", ".logcdf", ".logsf")) else 2
    check_rule(of(gate), list(points_of(gate)), order)


def spd(x):
    """Return a symmetric matrix that is positive definite, each entry a number of its own."""
    return x @ x.T + 3.0 * np.eye(len(x))


X0 = np.ones(2)
E3 = np.eye(3)
GRID = np.array([0.0, 0.4, 1.0, 1.7])
CALLS = {
    special.logsumexp: [
        (lambda x: special.logsumexp(x), (4,)),
        (lambda x: special.logsumexp(x, axis=1), (2, 3)),
        (lambda x: special.logsumexp(x, 0), (2, 3)),
        (lambda x: special.logsumexp(x, axis=(0, 2), keepdims=True), (2, 3, 2)),
    ],
    special.softmax: [
        (lambda x: special.softmax(x), (4,)),
        (lambda x: special.softmax(x, axis=-1), (2, 3)),
        (lambda x: special.softmax(x, axis=(0, 1)), (2, 3, 2)),
    ],
    special.log_softmax: [
        (lambda x: special.log_softmax(x), (2, 3)),
        (lambda x: special.log_softmax(x, axis=0), (2, 3)),
    ],
    stats.multivariate_normal.logpdf: [
        (lambda x, m, c: stats.multivariate_normal.logpdf(x, m, spd(c)), (3,), (3,), (3, 3)),
        (lambda x, m, c: stats.multivariate_normal.logpdf(x, m, spd(c)), (4, 2), (2,), (2, 2)),
        (lambda x, m: stats.multivariate_normal.logpdf(x, mean=m, cov=np.eye(2)), (2,), (2,)),
        (lambda c: stats.multivariate_normal.logpdf(X0, 0.0 * X0, 2 * np.eye(2) + 0.1 * c), (2, 2)),
    ],
    stats.multivariate_normal.pdf: [
        (lambda x, m, c: stats.multivariate_normal.pdf(x, m, spd(c)), (3,), (3,), (3, 3)),
        (lambda x, m, c: stats.multivariate_normal.pdf(x, m, spd(c)), (4, 2), (2,), (2, 2)),
    ],
    linalg.solve: [
        (lambda x, y: linalg.solve(x, y), (3, 3), (3,)),
        (lambda x, y: linalg.solve(x, y, check_finite=False), (3, 3), (3, 2)),
        (lambda x, y: linalg.solve(np.eye(3) + 0.1 * x, y, assume_a="sym"), (3, 3), (3,)),
        (lambda x, y: linalg.solve(E3 + 0.1 * x, y, lower=True, assume_a="pos"), (3, 3), (3, 2)),
    ],
    linalg.solve_triangular: [
        (lambda x, y: linalg.solve_triangular(x, y), (3, 3), (3,)),
        (lambda x, y: linalg.solve_triangular(x, y, lower=True), (3, 3), (3, 2)),
        (lambda x, y: linalg.solve_triangular(x, y, 1), (3, 3), (3,)),
        (lambda x, y: linalg.solve_triangular(x, y, trans="T", lower=True), (3, 3), (3, 2)),
        (lambda x, y: linalg.solve_triangular(x, y, unit_diagonal=True), (3, 3), (3,)),
    ],
    linalg.inv: [(lambda x: linalg.inv(x), (3, 3))],
    linalg.det: [(lambda x: linalg.det(x), (3, 3))],
    linalg.norm: [
        (lambda x: linalg.norm(x), (2, 3)),
        (lambda x: linalg.norm(x, 1, axis=0), (2, 3)),
    ],
    linalg.cholesky: [
        (lambda x: linalg.cholesky(spd(x)), (3, 3)),
        (lambda x: linalg.cholesky(spd(x), lower=True), (3, 3)),
        (lambda x: linalg.cholesky(3.0 * np.eye(3) + 0.1 * x), (3, 3)),
        (lambda x: linalg.cholesky(3.0 * np.eye(3) + 0.1 * x, True), (3, 3)),
    ],
    linalg.cho_solve: [
        (lambda x, y: linalg.cho_solve(linalg.cho_factor(spd(x)), y), (3, 3), (3,)),
        (lambda x, y: linalg.cho_solve(linalg.cho_factor(spd(x), lower=True), y), (3, 3), (3, 2)),
        (lambda x, y: linalg.cho_solve((x, True), y), (3, 3), (3,)),
        (lambda x, y: linalg.cho_solve((x, False), y), (3, 3), (3, 2)),
    ],
    linalg.cho_factor: [
        (lambda x: np.triu(linalg.cho_factor(spd(x))[0]), (3, 3)),
        (lambda x: np.diag(linalg.cho_factor(spd(x), True)[0]), (3, 3)),
    ],
    linalg.toeplitz: [
        (lambda x: linalg.toeplitz(x), (4,)),
        (lambda x, y: linalg.toeplitz(x, y), (2,), (3,)),
        (lambda x: linalg.toeplitz(x, r=np.arange(4.0)), (3,)),
    ],
    linalg.block_diag: [
        (lambda x, y: linalg.block_diag(x, y), (2, 2), (1, 3)),
        (lambda x, y: linalg.block_diag(x, np.eye(2), y, x), (2, 1), (2, 2)),
    ],
    linalg.expm: [
        (lambda x: linalg.expm(0.3 * x), (3, 3)),
        (lambda x, y: linalg.expm(x) @ y, (2, 2), (2,)),
    ],
    linalg.logm: [(lambda x: linalg.logm(4.0 * np.eye(len(x)) + 0.3 * x).real, (3, 3))],
    linalg.sqrtm: [(lambda x: linalg.sqrtm(spd(x)).real, (3, 3))],
    linalg.solve_sylvester: [
        (lambda x, y, q: linalg.solve_sylvester(spd(x), spd(y), q), (3, 3), (2, 2), (3, 2)),
    ],
    fft.fft: [
        (lambda x: fft.fft(x).real, (4,)),
        (lambda x: np.abs(fft.rfft(x, axis=0)), (3, 2)),
        (lambda x: fft.irfft(x * 1j * fft.rfft(x, 4)), (3,)),
        (lambda x: np.abs(fft.fft2(x)), (2, 3)),
        (lambda x: np.abs(fft.fftn(x, axes=(0,))) + fft.fftshift(x, axes=1), (2, 3)),
        (lambda x: fft.ifft(x, norm="ortho").imag, (5,)),
    ],
    fft.dct: [
        (lambda x: fft.dct(x, norm="ortho"), (4,)),
        (lambda x: fft.idct(x, 3, axis=0, norm="ortho"), (3, 2)),
        (lambda x: fft.dst(x, type=4, norm="ortho"), (2, 3)),
        (lambda x: fft.dctn(x, norm="ortho"), (2, 3)),
    ],
    signal.convolve: [
        (lambda x, y: signal.convolve(x, y), (5,), (3,)),
        (lambda x, y: signal.convolve(x, y, mode="same"), (5,), (4,)),
        (lambda x, y: signal.convolve(x, y, "same"), (3,), (6,)),
        (lambda x, y: signal.convolve(x, y, "valid", method="direct"), (5,), (3,)),
        (lambda x, y: signal.convolve(x, y, "valid"), (2,), (4,)),
        (lambda x, y: signal.convolve(x, y, "same"), (3, 4), (2, 2)),
        (lambda x, y: signal.convolve(x, y, "valid"), (3, 4), (2, 2)),
    ],
    signal.fftconvolve: [
        (lambda x, y: signal.fftconvolve(x, y), (2, 3), (2, 2)),
        (lambda x, y: signal.fftconvolve(x, y, mode="same"), (4,), (3,)),
    ],
    signal.correlate: [
        (lambda x, y: signal.correlate(x, y), (5,), (3,)),
        (lambda x, y: signal.correlate(x, y, mode="same"), (5,), (4,)),
        (lambda x, y: signal.correlate(x, y, mode="same"), (4,), (5,)),
        (lambda x, y: signal.correlate(x, y, "valid"), (5,), (3,)),
        (lambda x, y: signal.correlate(x, y, "valid"), (2,), (4,)),
        (lambda x, y: signal.correlate(x, y, "same"), (3, 4), (2, 3)),
    ],
    integrate.simpson: [
        (lambda x: integrate.simpson(x), (5,)),
        (lambda x: integrate.simpson(x, dx=0.3), (2, 4)),
        (lambda x: integrate.simpson(x, x=GRID), (2, 4)),
    ],
    integrate.trapezoid: [
        (lambda x: integrate.trapezoid(x), (4,)),
        (lambda x, y: integrate.trapezoid(x, np.cumsum(y)), (2, 4), (4,)),
        (lambda x, y: integrate.trapezoid(x, dx=y), (4,), ()),
    ],
    integrate.cumulative_trapezoid: [
        (lambda x: integrate.cumulative_trapezoid(x, dx=0.5), (4,)),
        (lambda x, y: integrate.cumulative_trapezoid(x, np.cumsum(y), initial=0), (2, 4), (4,)),
        (lambda x: integrate.cumulative_trapezoid(x, initial=0), (4,)),
    ],
}
CALLS |= calls_of_scipy.CALLS
FIRST_ORDER = [linalg.det]  # as np.linalg.det: third derivatives are refused
EVERY_CALL = [(g, k, c) for g, calls in CALLS.items() for k, c in enumerate(calls)]


@pytest.mark.parametrize(
    ("call", "shapes", "order"),
    [(c[0], c[1:], 1 if g in FIRST_ORDER else 2) for g, _, c in EVERY_CALL],
    ids=[f"{getattr(g, '__name__', g)}-{k}" for g, k, _ in EVERY_CALL],
)
def test_function_rule(call, shapes, order):
    check_rule(call, list(tried(call, shapes)), order)


def test_each_rule_is_tried_with_six_shapes():
    few = {}
    for g, calls in CALLS.items():
        shapes = [tuple(map(np.shape, a)) for c in calls for a in tried(c[0], c[1:])]
        if len(shapes) < 6 and any(s for c in calls for s in c[1:]):
            few[getattr(g, "__name__", g)] = len(shapes)
    assert few == {}


def test_nothing_of_scipy_is_loaded_for_programs_that_do_not_use_it():
    code = """
import sys, linecache, numpy as np, adcompiler
text = "def f(x):\\n    return np.sum(np.tanh(x) @ x)\\n"
linecache.cache["<f>"] = (len(text), None, text.splitlines(True), "<f>")
exec(compile(text, "<f>", "exec"))
adcompiler.grad(f)(np.ones((2, 2)))
print(sorted(m for m in sys.modules if m.split(".")[0] == "scipy" or "gates.scipy" in m))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


BATCHED = [
    lambda x: special.expit(x) * special.gammaln(x),
    lambda x: special.polygamma(1, x) + special.xlogy(x, 2.0),
    lambda x: stats.norm.logpdf(x, 0.3, 2.0) + stats.gamma.cdf(x, 1.5),
    lambda x: special.logsumexp(np.outer(x, x), axis=0) + special.softmax(x),
    lambda x: np.abs(fft.fft(x)),
]


@pytest.mark.parametrize("f", BATCHED, ids=range(len(BATCHED)))
def test_jacobians_of_many_directions_at_once(f):
    x = np.array([0.4, 0.9, 1.7])
    forward, back = jacfwd(f)(x), jacrev(f)(x)
    np.testing.assert_allclose(forward, back, rtol=1e-12, atol=1e-14)
    rows = [grad(lambda x, k: f(x)[k])(x, k) for k in range(3)]
    np.testing.assert_allclose(back, rows, rtol=1e-12, atol=1e-14)
    assert "for " not in jacrev(f).source


FROZEN = stats.norm(0.0, 1.0)
REFUSED = [
    (lambda x: special.jv(x, 2.0), "by its argument 'n'"),
    (lambda x: special.gammainc(x, 2.0), "no derivative of special.gammainc by its argument 'a'"),
    (lambda x: stats.t.cdf(0.3, x), "by its argument 'df'"),
    (lambda x: stats.skewnorm(x, 1.0).logpdf(0.3), "or stats.norm(loc, scale).logpdf(x)"),
    (lambda x: FROZEN.logpdf(x), "give the parameters inside the function"),
    (lambda x: stats.norm(x).rvs(), "'rvs' of a Frozen is not supported"),
    (lambda x: np.sum(signal.lfilter(x * X0, X0, X0)), "by its coefficients"),
    (lambda x: np.sum(linalg.qr(x * E3)[0]), "mode='economic'"),
    (lambda x: linalg.eig(x * E3)[1][0, 0].real, "eigenvectors of a matrix that need not"),
    (lambda x: stats.multivariate_normal.logpdf(0.3, x, 2.0), "of these ranks"),
    (lambda x: special.logsumexp(np.ones(3) * x, return_sign=True)[0], "not covered by its rule"),
    (lambda x: np.sum(linalg.expm(x * np.ones((2, 3, 3)))), "of these ranks"),
    (lambda x: fft.dctn(x * np.ones((3, 2)))[0, 0], "not orthogonal"),
    (lambda x: linalg.solve(x * E3, X0, assume_a="banded")[0], "assume_a='banded'"),
    (lambda x: special.lambertw(x), "no gate rule for 'scipy.special.lambertw'"),
    (lambda x: integrate.simpson(GRID, x=x * GRID), "by its argument 'x'"),
    (lambda x: optimize.brentq(lambda y: y - x, 0.0, 9.0), "adcompiler.custom_root"),
    (lambda x: optimize.minimize(lambda y: (y - x) ** 2, 0.0).x[0], "adcompiler.custom_root"),
    (lambda x: integrate.quad(lambda y: y * x, 0.0, 1.0)[0], "integrate.simpson"),
    (lambda x: integrate.solve_ivp(lambda t, y: y * x, (0.0, 1.0), [1.0]).y[0, -1], "rk4"),
]


@pytest.mark.parametrize(("f", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_has_no_rule_is_refused_in_words(f, says):
    with pytest.raises(CompileError, match="AD20") as caught:
        grad(f)(1.5)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (special.expit, -800.0, 0.0),
        (special.expit, 800.0, 0.0),
        (special.log_ndtr, -1e5, 1e5),
        (special.i1, 0.0, 0.5),
        (special.i0e, 0.0, 0.0),
        (special.entr, 0.0, np.inf),
        (lambda x: special.xlogy(0.0, x), 0.0, 0.0),
        (lambda x: special.rel_entr(0.0, x), 0.0, 0.0),
        (lambda x: special.kl_div(0.0, x), 0.0, 1.0),
        (lambda x: special.huber(1.0, x), 1.0, 1.0),
        (stats.expon.pdf, -1.0, 0.0),
        (stats.expon.logpdf, -1.0, 0.0),
        (stats.uniform.logpdf, 2.0, 0.0),
        (lambda x: stats.uniform.logpdf(0.5, 0.0, x), 0.2, 0.0),
        (lambda x: stats.poisson.logpmf(1.5, x), 0.2, 0.0),
        (lambda x: special.gammainc(1.0, x), 0.0, 1.0),
    ],
)
def test_corners(f, x, slope):
    with np.errstate(all="ignore"):
        found = grad(lambda x: f(x))(x)
    np.testing.assert_allclose(found, slope, rtol=1e-8, atol=0.0)


DENSE = np.array([[1.0, 0.0, 2.0], [0.0, 3.0, 0.0]])
SPARSE = [sparse.csr_array(DENSE), sparse.csc_matrix(DENSE), sparse.coo_array(DENSE)]
LAPLACE = sparse.diags_array([-2.0, 1.0, 1.0], offsets=[0, 1, -1], shape=(3, 3), format="csr")


@pytest.mark.parametrize("A", SPARSE, ids=lambda a: type(a).__name__)
def test_products_with_a_constant_sparse_matrix(A):
    """Given as an argument; twice, transposed, from the right, with many columns."""

    def loss(x, w, A):
        products = np.sum(np.sin(A @ x) ** 2) + np.sum((w @ A) ** 2) + np.sum(A.T @ w * x)
        return products + np.sum(A.dot(x) ** 3) + np.sum(A.T.dot(w) ** 2)

    x, w = np.array([0.3, -1.0, 2.0]), np.array([0.7, 0.2])
    check_grads(lambda x, w: loss(x, w, A), (x, w), order=2)
    want = grad(loss, argnums=(0, 1))(x, w, DENSE)
    for have, right in zip(grad(loss, argnums=(0, 1))(x, w, A), want):
        np.testing.assert_allclose(have, right, rtol=1e-13)
    many = grad(lambda X, A: np.sum((A @ X) ** 3))
    X = np.arange(6.0).reshape(3, 2)
    np.testing.assert_allclose(many(X, A), many(X, DENSE), rtol=1e-13)


def heat(u, rate):
    for _ in range(4):
        u = u + rate * (LAPLACE @ u)
    return np.sum(u**2)


def test_a_sparse_matrix_from_outside_is_read_at_each_call(golden, monkeypatch):
    compiled = grad(heat)
    u = np.array([1.0, 0.5, -0.3])
    first = compiled(u, 0.1)
    check_grads(heat, (u, 0.1), order=2)
    golden("rules/sparse.py", compiled.source)
    monkeypatch.setitem(globals(), "LAPLACE", 2.0 * LAPLACE)
    np.testing.assert_allclose(compiled(u, 0.05), first, rtol=1e-13)


OPERATORS = [
    (
        lambda x, A: np.sum((A * x) ** 2),
        sparse.csr_matrix(np.eye(3)),
        "on a csr_matrix and numbers",
    ),
    (lambda x, A: np.sum(x * A), sparse.csr_array(np.eye(3)), "write A @ x"),
    (lambda x, A: np.sum(A + np.outer(x, x)), sparse.csr_array(np.eye(3)), "the operator +"),
    (lambda x, A: np.sum(np.dot(A, x)), sparse.csr_array(np.eye(3)), "np.dot on a csr_array"),
    (lambda x, A: np.sum(A @ x), sparse.csr_array(1j * np.eye(3)), "of complex numbers"),
    (lambda x, A: np.sum(x * A), np.matrix(np.eye(3)), "pass np.asarray"),
    (lambda x, A: np.sum(x * A), np.ma.masked_array(np.ones(3), [0, 1, 0]), "is a MaskedArray"),
]


@pytest.mark.parametrize(("f", "A", "says"), OPERATORS, ids=range(len(OPERATORS)))
def test_operators_that_mean_other_things_are_refused(f, A, says):
    """They were taken elementwise, which gave wrong numbers."""
    with pytest.raises(CompileError, match="AD304") as caught:
        grad(f)(np.ones(3), A)
    assert says in str(caught.value)


def test_the_logarithm_of_a_matrix_that_has_none_raises():
    """Its eigenvalues at the cut, doubled by the derivative, would fall on both sides."""
    compiled = grad(lambda x: np.sum(np.abs(linalg.logm(x)) ** 2))
    with pytest.raises(ValueError, match="an eigenvalue at or below zero"):
        compiled(np.array([[-1.0, 0.5], [0.2, 3.0]]))
    turned = np.array([[0.0, -2.0], [2.0, 0.0]])
    check_grads(lambda x: np.sum(np.abs(linalg.logm(x)) ** 2), (turned + 0.1,), order=2)


def test_matrices_of_unknown_rank_are_not_taken_for_vectors():
    def loss(x, y):
        b = y if x[0, 0] > 0.0 else y[:, 0]
        return np.sum(linalg.solve(x, b))

    with pytest.raises(CompileError, match="of these ranks"):
        grad(loss)(np.eye(2), np.ones((2, 3)))


def test_rules_are_loaded_once_by_many_threads():
    code = """
import threading, numpy as np, adcompiler
from scipy import special, stats
from adcompiler.gates import find
barrier, found = threading.Barrier(16), []
def look(k):
    barrier.wait()
    found.append(find([special.expit, stats.norm.logpdf, special.jv][k % 3]) is not None)
threads = [threading.Thread(target=look, args=(k,)) for k in range(16)]
[t.start() for t in threads]
[t.join() for t in threads]
print(sum(found))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip
    assert done.stdout.strip() == "16", done.stderr

"""Generated from the rule table: what claims to hold for complex numbers is tried on them."""

from __future__ import annotations

import cmath
import copy
import operator

import numpy as np
import pytest
from calls_of_gates import CALLS as MORE_CALLS
from rule_checks import SHAPES, check_rule, composed, sum_of_parts, tried
from test_rules import CALLS as FIRST_CALLS
from test_rules import SMOOTH

from adcompiler import CompileError, check_grads, grad, runtime
from adcompiler.gates import TABLE, core, kinds
from adcompiler.gates.table import OVER_COMPLEX

CALLS = {**FIRST_CALLS, **{f: c for f, c in MORE_CALLS.items() if f in TABLE}}
OF_SCIPY = ("special.", "linalg.", "fft.", "principal")  # tried in test_scipy_complex
HERE = {k: g for k, g in TABLE.items() if k in OVER_COMPLEX and not g.name.startswith(OF_SCIPY)}
UFUNCS = [
    f
    for f, g in HERE.items()
    if isinstance(f, np.ufunc) and f.signature is None and isinstance(g.variants[-1][1], SMOOTH)
]


def named(functions):
    return [TABLE[f].name for f in functions]


def some(rng, shape, real=False):
    """Return numbers off the real axis and off the branch cuts, or real ones."""
    low, high = rng.uniform(0.3, 1.2, shape), rng.uniform(0.2, 0.9, shape)
    found = low if real else low + 1j * high
    return found if shape else found.item() if hasattr(found, "item") else found


@pytest.mark.parametrize("function", UFUNCS, ids=named(UFUNCS))
def test_ufunc_of_complex_numbers(function):
    """Of two operands, each in turn is real."""
    rng = np.random.default_rng(0)
    if function.nin == 1:
        points = [[some(rng, left)] for left, _ in SHAPES]
        check_rule(lambda x: function(x), points, complex_=True)
        return
    for reals in ((False, False), (True, False), (False, True)):
        points = [[some(rng, s, r) for s, r in zip(shapes, reals)] for shapes in SHAPES]
        check_rule(lambda x, y: function(x, y), points, complex_=True)


INFIX = {
    operator.add: lambda x, y: x + y,
    operator.sub: lambda x, y: x - y,
    operator.mul: lambda x, y: x * y,
    operator.truediv: lambda x, y: x / y,
    operator.pow: lambda x, y: x**y,
    operator.neg: lambda x, y: -x * y,
    operator.pos: lambda x, y: +x * y,
    abs: lambda x, y: abs(x) * y,
    complex: lambda x, y: complex(x, y),
}


@pytest.mark.parametrize("f", INFIX.values(), ids=named(INFIX))
def test_operator_of_python_numbers(f):
    rng = np.random.default_rng(0)
    for reals in ((False, False), (True, False), (False, True)):
        args = [some(rng, (), r) for r in reals]
        loss = lambda x, y: f(x, y).real + 2.0 * f(x, y).imag * f(x, y).real
        check_grads(loss, args, order=2)


CMATH = [f for f in HERE if getattr(cmath, getattr(f, "__name__", ""), None) is f]


@pytest.mark.parametrize("f", CMATH, ids=named(CMATH))
def test_function_of_cmath(f):
    """Of complex and of real numbers."""
    if isinstance(TABLE[f].kind_of_complex, kinds.Blocked):
        return
    for z in (0.3 + 0.4j, -0.6 + 0.2j, 0.7 - 0.5j, 0.4):
        check_grads(lambda x: sum_of_parts(f(x)), (z,), order=2)


# Calls of the real rules that compare or sort numbers, with ones of complex numbers in place.
INSTEAD = {
    np.take_along_axis: [
        (lambda x: np.take_along_axis(x, np.array([[1, 0], [0, 2]]), axis=1), (2, 3)),
    ],
    np.where: [(lambda x, y: np.where(x.real > 0.7, x * y, y), (2, 3), (3,))],
    np.nansum: [(lambda x: np.nansum(np.where(x.real > 0.7, x, np.nan), axis=1), (2, 3))],
    np.nanmean: [(lambda x: np.nanmean(np.where(x.real > 0.5, x, np.nan)), (2, 3))],
    runtime.put_along: [
        (lambda x: runtime.put_along(x[:, :1], x, np.array([[1], [2]]), axis=1), (2, 3)),
    ],
    np.linalg.eigh: [
        (lambda x: np.linalg.eigh(x)[0], (3, 3)),
        (lambda x: np.abs(np.linalg.eigh(x, UPLO="U")[1]) ** 2, (3, 3)),
    ],
    np.linalg.svd: [
        (lambda x: np.linalg.svd(x, compute_uv=False), (3, 2)),
        (lambda x: np.linalg.svd(x)[1], (2, 3)),
    ],
    np.linalg.eigvals: [(lambda x: np.linalg.eigvals(x), (3, 3))],
    np.linalg.eig: [(lambda x: np.linalg.eig(x)[0], (2, 2))],
    np.correlate: [(lambda x, y: np.correlate(x, y, "same"), (5,), (3,))],
    runtime.eigenvectors: [],  # of what is called above
    core.multi_dot: [(lambda x, y: np.linalg.multi_dot([x, y, x]), (2, 3), (3, 2))],
    np.linalg.norm: [
        *CALLS[np.linalg.norm],
        (lambda x: np.linalg.norm(x, np.inf), (4,)),
    ],
}
MORE = {
    np.imag: [(lambda x: np.imag(x * x), (2, 3)), (lambda x: (x * x).imag, ())],
    np.conj: [(lambda x: np.conj(x) * x, (3,)), (lambda x: x.conj() + 1j, (2, 3))],
    np.angle: [(lambda x: np.angle(x), (3,)), (lambda x: np.angle(x, deg=True), ())],
    np.complex128: [(lambda x: np.complex128(x) * 2j, (3,)), (lambda x: np.complex128(x), ())],
    np.fft.fft: [
        (lambda x: np.fft.fft(x), (4,)),
        (lambda x: np.fft.fft(x, 3), (2, 5)),
        (lambda x: np.fft.fft(x, n=6, axis=0, norm="ortho"), (3, 2)),
    ],
    np.fft.ifft: [
        (lambda x: np.fft.ifft(x, norm="forward"), (5,)),
        (lambda x: np.fft.ifft(x, 2 * len(x)), (3,)),
    ],
    np.fft.irfft: [
        (lambda x: np.fft.irfft(x), (4,)),
        (lambda x: np.fft.irfft(x, 5), (3,)),
        (lambda x: np.fft.irfft(x, n=4, norm="forward"), (5,)),
        (lambda x: np.fft.irfft(x, n=7, axis=0, norm="ortho"), (3, 2)),
    ],
    np.fft.fft2: [
        (lambda x: np.fft.fft2(x), (2, 3)),
        (lambda x: np.fft.fft2(x, s=(3, 2), norm="ortho"), (2, 3)),
    ],
    np.fft.ifft2: [(lambda x: np.fft.ifft2(x, axes=(0, 2)), (2, 3, 2))],
    np.fft.irfft2: [
        (lambda x: np.fft.irfft2(x), (2, 3)),
        (lambda x: np.fft.irfft2(x, s=(3, 5), norm="forward"), (2, 3)),
    ],
    np.fft.fftn: [
        (lambda x: np.fft.fftn(x), (2, 3, 2)),
        (lambda x: np.fft.fftn(x, axes=(0, 1)), (2, 3, 2)),
        (lambda x: np.fft.fftn(x, s=(2, 4), axes=(1, 0)), (2, 3)),
    ],
    np.fft.ifftn: [(lambda x: np.fft.ifftn(x, norm="ortho"), (2, 3))],
    np.fft.irfftn: [
        (lambda x: np.fft.irfftn(x), (2, 2, 3)),
        (lambda x: np.fft.irfftn(x, s=(3, 4), axes=(1, 0)), (2, 3)),
    ],
    np.fft.fftshift: [
        (lambda x: np.fft.fftshift(x), (5,)),
        (lambda x: np.fft.fftshift(x, axes=1), (2, 3)),
    ],
    np.fft.ifftshift: [(lambda x: np.fft.ifftshift(x, axes=(0, 1)), (3, 3))],
    runtime.resized: [(lambda x, y: runtime.resized(x, y), (3, 2), (2, 4))],
    runtime.doubled: [(lambda x, y: runtime.doubled(x, y, axis=0), (3, 2), (5, 2))],
    runtime.over: [(lambda x, y: runtime.over(x, y), (3,), (3,))],
    runtime.power_dx: [(lambda x, y: runtime.power_dx(x, y), (3,), (3,))],
    runtime.power_dy: [(lambda x, y: runtime.power_dy(x, y, x**y), (3,), (3,))],
    runtime.repeat: [],  # what a builtin sum gives back
    core.astype: [
        (lambda x: x.astype(complex) * x.astype(np.complex128), (3,)),
        (lambda x: x.astype("complex64").astype(complex) * 1j, (3,)),
    ],
    sum: [(lambda x: sum(x * x), (3,)), (lambda x: sum(v * v for v in x), (3,))],
    list: [(lambda x: list(x)[1] * 2j, (3,))],
    core.item_of: [(lambda x: np.sum(x).item() * 1j, (3,))],
    core.broadcast_like: [],
    core.stack_items: [(lambda x: np.array([v * v for v in x]), (3,))],
}
REAL_ONLY = {
    np.fft.rfft: [
        (lambda x: np.fft.rfft(x), (4,)),
        (lambda x: np.fft.rfft(x, 5, norm="ortho"), (2, 4)),
        (lambda x: np.fft.rfft(x, n=3, axis=0, norm="forward"), (4, 2)),
    ],
    np.fft.rfft2: [(lambda x: np.fft.rfft2(x, s=(3, 2)), (2, 3))],
    np.fft.rfftn: [
        (lambda x: np.fft.rfftn(x), (2, 3, 4)),
        (lambda x: np.fft.rfftn(x, axes=(2, 0), norm="ortho"), (2, 3, 2)),
        (lambda x: np.fft.rfftn(x, s=(4, 2), axes=(0, 1)), (2, 3)),
    ],
    np.fft.fftfreq: [(lambda x: np.fft.fftfreq(5, x), ())],
    np.fft.rfftfreq: [(lambda x: np.fft.rfftfreq(4, d=x) * 1j, ())],
    np.imag: [(lambda x: np.imag(x) + x, (3,)), (lambda x: x.imag + x.conjugate() * 1j, ())],
    np.angle: [(lambda x: np.angle(-x) * x, (3,))],
}
EVERY_CALL = {**CALLS, **MORE, **INSTEAD}
CLAIMED = {f: c for f, c in EVERY_CALL.items() if f in OVER_COMPLEX or f not in TABLE}
TRIED = [(f, k, c) for f, calls in CLAIMED.items() for k, c in enumerate(calls)]
FIRST_ORDER = [
    runtime.cofactors,
    core.astype,
    np.linalg.svd,
]  # no differences of single precision twice


def ids(calls):
    return [f"{TABLE[f].name if f in TABLE else f.__name__}-{k}" for f, k, _ in calls]


@pytest.mark.parametrize(("f", "k", "call"), TRIED, ids=ids(TRIED))
def test_function_of_complex_numbers(f, k, call):
    """Of several operands the first is real once, and the last."""
    function, shapes = call[0], call[1:]
    ones = [(False,) * len(shapes)]
    if len(shapes) > 1:
        ones += [tuple(j == n for j in range(len(shapes))) for n in (0, len(shapes) - 1)]
    for reals in ones:
        points = list(tried(function, shapes, draw=some, reals=reals))
        check_rule(function, points, 1 if f in FIRST_ORDER else 2, complex_=True)


REALS = [(f, k, c) for f, calls in REAL_ONLY.items() for k, c in enumerate(calls)]


@pytest.mark.parametrize(("f", "k", "call"), REALS, ids=ids(REALS))
def test_function_of_real_numbers(f, k, call):
    points = list(tried(call[0], call[1:], draw=some, reals=(True,)))
    check_rule(call[0], points, complex_=True)


def test_every_function_of_numpy_is_called_in_the_rule_tests():
    """A rule that lets derivatives through has a test, or comes with the elementwise ones."""
    named = {f for f, g in TABLE.items() if g.name.startswith("np.") and f is not np.float64}
    smooth = {f for f in named if not isinstance(TABLE[f].variants[-1][1], kinds.Blocked)}
    called = {*EVERY_CALL, *REAL_ONLY, np.complex64, np.float16, np.float32, np.longdouble}
    assert {f for f in smooth if not isinstance(f, np.ufunc)} <= called


def test_whatever_claims_complex_numbers_is_tried():
    inside = {f for f in OVER_COMPLEX if vars(core).get(getattr(f, "__name__", "")) is f}
    inside |= {runtime.fit, runtime.like, runtime.plus, runtime.zeros, runtime.pieces}
    inside |= {runtime.examples, runtime.together, copy.deepcopy}  # of batches and pullbacks
    quiet = {f for f, g in HERE.items() if isinstance(g.kind_of_complex, kinds.Blocked)}
    tried = {*CLAIMED, *UFUNCS, *INFIX, *CMATH, np.complex64, operator.matmul}
    elsewhere = {f for f in OVER_COMPLEX if TABLE[f].name.startswith(OF_SCIPY)}
    assert set(OVER_COMPLEX) - tried - inside - quiet - elsewhere == set()
    assert set(OVER_COMPLEX) <= set(TABLE)


UNCLAIMED = [
    (f, k, c)
    for f, calls in CALLS.items()
    for k, c in enumerate(calls)
    if f in TABLE and f not in OVER_COMPLEX
]


@pytest.mark.parametrize(("f", "k", "call"), UNCLAIMED, ids=ids(UNCLAIMED))
def test_what_does_not_claim_them_is_refused(f, k, call):
    rng = np.random.default_rng(0)
    args = [some(rng, s) for s in call[1:]]
    with pytest.raises(CompileError, match=r"AD20[34]"):
        grad(composed(sum_of_parts, call[0], len(args)), argnums=tuple(range(len(args))))(*args)

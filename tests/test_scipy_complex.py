"""What claims to hold for complex numbers among the rules of SciPy is tried on them."""

from __future__ import annotations

import numpy as np
import pytest
from rule_checks import check_rule, tried
from scipy import fft, linalg, special
from test_complex_rules import some

from adcompiler.gates import TABLE, find
from adcompiler.gates.table import OVER_COMPLEX

SQUARE, PAIR = (3, 3), ((3, 3), (3, 3))
UFUNCS = (
    special.erf, special.erfc, special.erfi, special.erfcx, special.dawsn, special.gamma,
    special.loggamma, special.expm1, special.log1p,
)  # fmt: skip
BESSEL = (special.jv, special.yv, special.iv, special.kv)
TRANSFORMS = (fft.fft, fft.ifft, fft.irfft)
TRANSFORMS_OF_TWO = (fft.fft2, fft.ifft2, fft.irfft2, fft.fftn, fft.ifftn, fft.irfftn)
SHIFTS = (fft.fftshift, fft.ifftshift)
OTHERS = {
    linalg.inv: (lambda x: linalg.inv(x), SQUARE),
    linalg.det: (lambda x: linalg.det(x), SQUARE),
    linalg.norm: (lambda x: linalg.norm(x), SQUARE),
    linalg.block_diag: (lambda x, y: linalg.block_diag(x, y), (2, 2), (1, 3)),
    linalg.expm: (lambda x: linalg.expm(0.3 * x / len(x)), SQUARE),
    linalg.logm: (lambda x: linalg.logm(x + 4.0 * np.eye(3)), SQUARE),
    linalg.sqrtm: (lambda x: linalg.sqrtm(x + 4.0 * np.eye(3)), SQUARE),
    linalg.solve_sylvester: (
        lambda x, y, q: linalg.solve_sylvester(x, y + 3.0 * np.eye(3), q), SQUARE, *PAIR,
    ),
}  # fmt: skip


def call_of(function):
    """Return a call of a function, and the shapes of its operands."""
    if function in BESSEL:
        return (lambda x: function(1.5, x)), (3,)
    if function in UFUNCS or function in SHIFTS:
        return (lambda x: function(x)), (3,)
    if function in TRANSFORMS:
        return (lambda x: function(x)), (4,)
    if function in TRANSFORMS_OF_TWO:
        return (lambda x: function(x)), (3, 4)
    return OTHERS[function]


EVERY = (*UFUNCS, *BESSEL, *TRANSFORMS, *TRANSFORMS_OF_TWO, *SHIFTS, *OTHERS)
FIRST_ORDER = (special.gamma, special.loggamma)  # SciPy has no trigamma of complex numbers
INSIDE = {special.digamma, linalg.expm_frechet}  # which are in the derivatives of others
RULES = {f: find(f) for f in EVERY}  # found now: what stands in the tables is read when asked
TRIED = [f for f in EVERY if f in OVER_COMPLEX]


@pytest.mark.parametrize("function", TRIED, ids=[TABLE[f].name for f in TRIED])
def test_function_of_complex_numbers(function):
    call, *shapes = call_of(function)
    points = list(tried(call, shapes, draw=some, reals=(False,) * len(shapes)))
    check_rule(call, points, 1 if function in FIRST_ORDER else 2, complex_=True)


def test_whatever_claims_complex_numbers_is_tried():
    assert None not in RULES.values()
    claimed = {f for f, g in TABLE.items() if f in OVER_COMPLEX and _of_scipy(f, g.name)}
    assert claimed - INSIDE <= {find(f).function for f in TRIED}


def _of_scipy(function, name):
    return name.startswith(("special.", "linalg.", "fft.", "signal.", "integrate.", "stats."))

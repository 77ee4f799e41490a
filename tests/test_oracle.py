"""Law 1 by an oracle that shares nothing with the package: differences and complex step."""

from __future__ import annotations

import copy

import numpy as np
import pytest
from oracle import complex_step, differences, leaves
from programs_loader import CASES

from adcompiler import grad
from adcompiler.checking import is_floating

SMALL = [
    c for c in CASES if sum(np.size(v) for a in c[2] if is_floating(a) for v in leaves(a)) < 40
]


@pytest.mark.parametrize(("name", "function", "args"), SMALL, ids=[c[0] for c in SMALL])
def test_gradient_equals_the_oracle(name, function, args):
    argnums = tuple(k for k, a in enumerate(args) if is_floating(a))
    single = any(getattr(v, "dtype", None) == np.float32 for a in args for v in leaves(a))
    with np.errstate(all="ignore"):
        found = grad(function, argnums=argnums)(*copy.deepcopy(args))
        wanted = differences(function, args, argnums)
        exact = complex_step(function, args, argnums)
    for k, g in enumerate(found):
        for n, leaf in enumerate(leaves(g)):
            want, error = wanted[k][n]
            slack = 1e-6 + (1e-4 if single else 0.0)
            bound = slack * (1.0 + np.abs(want)) + 10.0 * error
            assert np.all(np.abs(np.asarray(leaf) - want) <= bound), (name, leaf, want)
            if exact is not None and not single:
                np.testing.assert_allclose(leaf, exact[k][n], rtol=1e-7, atol=1e-10)

"""Every public function of NumPy is in one state, and the states are what calls find."""

from __future__ import annotations

import types
from collections import Counter

import numpy as np
import pytest

from adcompiler import CompileError, grad
from adcompiler.frontend import builtin_calls, joins, library, special_calls, splits, written_arrays
from adcompiler.gates import TABLE, kinds
from adcompiler.gates.census import REFUSED, WRITTEN_WITH, census, counted
from adcompiler.gates.constants import REASONS
from adcompiler.gates.programs import PROGRAMS

HOMES = (("np", np), ("np.linalg", np.linalg), ("np.fft", np.fft))


def public():
    for prefix, module in HOMES:
        for name in dir(module):
            value = getattr(module, name)
            if not name.startswith("_") and callable(value):
                if not isinstance(value, types.ModuleType):
                    yield f"{prefix}.{name}"
    yield from (f"ndarray.{n}" for n in dir(np.ndarray) if not n.startswith("_"))


def test_every_public_name_is_in_one_state():
    found = census()
    assert set(public()) <= set(found)
    for entry in found.values():
        assert entry.state in ("rule", "blocked", "refused")
        assert bool(entry.how) == (entry.state == "rule"), entry
        assert bool(entry.reason) == (entry.state != "rule"), entry
        assert entry.reason != "no rule is written for it", entry


def test_at_least_340_names_have_rules():
    """Counted are functions of numpy, linalg and fft, methods and attributes of arrays, and
    methods of ufuncs, by the names under which they are called; aliases count, as in JAX."""
    assert counted()["rule"] >= 340


def test_no_name_is_given_two_states():
    assert not set(REFUSED) & set(WRITTEN_WITH)
    assert not set(REASONS) & set(WRITTEN_WITH)
    assert not set(REASONS) & set(REFUSED)
    twice = [n for n, k in Counter([*REFUSED, *WRITTEN_WITH]).items() if k > 1]
    assert not twice


def test_what_is_written_with_other_gates_is_known_to_the_frontend():
    tables = (special_calls.SPECIAL, builtin_calls.SPECIAL, joins.SPECIAL, splits.AXIS)
    tables = (*tables, written_arrays.CALLS, library.FUNCTIONS)
    methods = {*special_calls.METHOD_CALLS, *written_arrays.METHODS, "flat"}
    for name in WRITTEN_WITH:
        home, _, last = name.rpartition(".")
        if home == "ndarray":
            assert last in methods, name
        else:
            function = getattr(np.linalg if home == "np.linalg" else np, last, None)
            known = any(function in t for t in tables) or function in TABLE or function in PROGRAMS
            assert function is None or known, name


def test_what_is_refused_is_in_no_table():
    for name in REFUSED:
        home, _, last = name.rpartition(".")
        module = dict(HOMES).get(home)
        function = getattr(module, last, None) if module is not None else None
        assert function is None or (function not in TABLE and function not in PROGRAMS), name


def test_a_program_calls_its_own_function_only_where_that_is_a_gate():
    for function, program in PROGRAMS.items():
        if function in TABLE and not isinstance(TABLE[function].variants[-1][1], kinds.Blocked):
            assert function.__name__ in program.__code__.co_names, function


CONSTANT = [
    lambda x: np.argmax(x) * x[0],
    lambda x: x[np.argpartition(x, 1)[0]] * x[1],
    lambda x: np.sum(x[np.nonzero(x > 0.5)]),
    lambda x: np.sum(x * x.nonzero()[0]),
    lambda x: x[np.lexsort((x,))[0]],
    lambda x: x[np.unravel_index(2, (3,))[0]] * x[0],
    lambda x: np.outer(x, x)[np.tril_indices(3)].sum(),
    lambda x: np.outer(x, x)[np.diag_indices(3)].sum(),
    lambda x: np.sum(x * np.hanning(3)),
    lambda x: np.sum(x * np.isin(x, np.array([0.5, 2.0]))),
    lambda x: x[0] * np.linalg.matrix_rank(np.outer(x, x)),
    lambda x: np.sum(x * np.indices((3, 2))[0][:, 1]),
    lambda x: x[0] * np.unique(x, return_counts=True)[1][0],
    lambda x: x[0] * np.gcd(12, 18) + x[1] * np.isneginf(x[0]),
    lambda x: x[0] * np.int64(x[2] * 3.0),
    lambda x: x[0] * np.nanargmax(x) + np.sum(x * np.floor(x)),
    lambda x: np.sum(np.where(np.isposinf(x), 0.0, x * x)),
    lambda x: x[0] * np.count_nonzero(x > 1.0) + x[0] * np.ndim(x),
    lambda x: x[0] * np.array_equiv(x, x) + x[1] * np.searchsorted(np.sort(x), 1.0),
]


@pytest.mark.parametrize("f", CONSTANT, ids=range(len(CONSTANT)))
def test_blocked_calls_count_as_constants(f):
    """Their values do not move, so differences see none either."""
    x = np.array([0.4, 1.3, 1.9])
    found = grad(f)(x)
    for k in range(3):
        step = np.eye(3)[k] * 1e-6
        np.testing.assert_allclose(found[k], (f(x + step) - f(x - step)) / 2e-6, atol=1e-6)


CASTS = [np.float16, np.float32, np.float64, np.longdouble]


@pytest.mark.parametrize("dtype", CASTS, ids=[t.__name__ for t in CASTS])
def test_a_cast_hands_its_derivative_on(dtype):
    assert grad(lambda x: float(dtype(x) * x))(3.0) == 6.0
    found = grad(lambda x: np.sum(dtype(x) * x))(np.array([1.0, 2.0]))
    np.testing.assert_array_equal(found, [2.0, 4.0])


REFUSALS = {
    "np.histogram": lambda x: np.histogram(x)[1][0],
    "np.poly1d": lambda x: np.poly1d(x)(2.0),
    "np.save": lambda x: np.save("file", x),
    "np.frombuffer": lambda x: np.frombuffer(x)[0],
    "np.nditer": lambda x: sum(v for v in np.nditer(x)),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused_in_the_words_of_the_census(name):
    with pytest.raises(CompileError) as caught:
        grad(REFUSALS[name])(np.ones(3))
    assert REFUSED[name].partition(":")[0] in str(caught.value)

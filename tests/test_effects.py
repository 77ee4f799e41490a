"""Side effects happen once, in the forward part, as in the plain call."""

from __future__ import annotations

import copy
import importlib.util
import logging
import random
import warnings

import numpy as np
import pytest

from adcompiler import CompileError, grad, value_and_grad

COUNT = 0
LOG: list = []
RNG = np.random.default_rng(0)
logger = logging.getLogger("adcompiler.tests")


class State:
    def __init__(self):
        self.calls = 0
        self.best = None
        self.history = []
        self.stats = {"n": 0, "sum": 0.0}
        self.seen = set()
        self.rng = np.random.default_rng(1)
        self._level = 0.0

    @property
    def level(self):
        return self._level

    @level.setter
    def level(self, value):
        self._level = 2.0 * value
        self.calls += 1

    def loss(self, x):
        self.calls += 1
        self.best = x if self.best is None or x < self.best else self.best
        self.history.append(float(x))
        self.stats["n"] += 1
        self.stats["sum"] = self.stats["sum"] + x
        return self.stats["sum"] * self.calls * x

    def sets_level(self, x):
        self.level = x
        self.level += 1.0
        return self.level * x

    def noisy(self, x):
        return np.sum((x + self.rng.normal(size=3)) ** 2)

    def looped(self, x):
        for k in range(4):
            self.seen.add(k)
            if k % 2:
                self.calls += k
                x = x * self.calls
        return x


def contents(state):
    return {k: repr(v) for k, v in vars(state).items() if k != "rng"}


@pytest.mark.parametrize("name", ["loss", "sets_level", "looped", "noisy"])
def test_an_object_ends_as_after_plain_calls(name):
    plain, other = State(), State()
    both = value_and_grad(getattr(other, name))
    single = grad(getattr(other, name))
    for k, x in enumerate((3.0, 2.0, 2.5)):
        want = getattr(plain, name)(x)
        if k < 2:
            value, _ = both(x)
            assert value == want
        else:
            single(x)
        assert contents(other) == contents(plain)
    assert other.rng.bit_generator.state == plain.rng.bit_generator.state


def test_derivatives_flow_through_what_was_written():
    state = State()
    assert grad(state.loss)(3.0) == 2 * 3.0 * 1
    # By now the sum holds 3.0 as a plain number, and this is the second call.
    assert grad(state.loss)(3.0) == 2 * (2 * 3.0 + 3.0)
    assert grad(state.sets_level)(2.0) == pytest.approx(2 * 4.0 * 2.0 + 2.0)


def test_globals_and_closures():
    def counted(x):
        global COUNT
        COUNT += 1
        LOG.append(x)
        return x * x * COUNT

    n = 0

    def in_closure(x):
        nonlocal n
        n += 1
        return x * n

    before, size = COUNT, len(LOG)
    df = value_and_grad(counted)
    for k in range(1, 4):
        assert df(2.0) == (4.0 * (before + k), 4.0 * (before + k))
    assert (COUNT, LOG[size:]) == (before + 3, [2.0, 2.0, 2.0])
    dn = grad(in_closure)
    assert [dn(1.0) for _ in range(3)] == [1.0, 2.0, 3.0]
    assert n == 3


def test_what_is_reported(caplog, capsys):
    def g(x):
        logger.warning("x is %s", x)
        warnings.warn("careful", stacklevel=2)
        print(f"{x:.1f}")
        return x * x

    with pytest.warns(UserWarning, match="careful"):
        assert grad(g)(2.0) == 4.0
    assert capsys.readouterr().out == "2.0\n"
    assert caplog.messages == ["x is 2.0"]


def draws(x):
    total = x * RNG.normal() + np.random.rand() * x**2
    for _ in range(3):
        total = total + RNG.random() * x * random.random()
        if RNG.random() < 0.5:
            total = total * RNG.uniform(0.5, 1.5)
    RNG.normal(size=2)
    return total


def test_draws_happen_once_and_are_used_again():
    start = copy.deepcopy(RNG.bit_generator.state)

    def reset():
        RNG.bit_generator.state = copy.deepcopy(start)
        np.random.seed(0)
        random.seed(0)

    def after():
        return RNG.bit_generator.state, np.random.rand(), random.random()

    reset()
    want, ends = draws(2.0), after()
    df = value_and_grad(draws)
    for _ in range(2):
        reset()
        value, slope = df(2.0)
        assert value == want
        assert after() == ends
    reset()
    above = draws(2.0 + 1e-6)
    reset()
    assert slope == pytest.approx((above - draws(2.0 - 1e-6)) / 2e-6, rel=1e-6)
    reset()
    assert grad(draws)(2.0) == slope


def test_a_generator_as_argument():
    def f(mu, sigma, rng):
        return np.mean((mu + sigma * rng.standard_normal(4)) ** 2)

    z = np.random.default_rng(3).standard_normal(4)
    dmu, dsigma = grad(f, (0, 1))(1.0, 2.0, np.random.default_rng(3))
    assert dmu == pytest.approx(np.mean(2 * (1.0 + 2.0 * z)))
    assert dsigma == pytest.approx(np.mean(2 * (1.0 + 2.0 * z) * z))


def test_iterators_are_consumed_once():
    it = iter([1.0, 2.0, 3.0, 4.0, 5.0])

    def f(x):
        return x * next(it) + x**2 * next(it)

    df = grad(f)
    assert df(1.0) == 1.0 + 2.0 * 2.0
    assert df(1.0) == 3.0 + 2.0 * 4.0
    assert list(it) == [5.0]


def test_arguments_are_not_written_to():
    def f(x, state):
        state.calls += 1
        state.best = x
        return state.best * state.calls

    state = State()
    before = contents(state)
    assert grad(f)(2.0, state) == 1.0
    assert contents(state) == before


def writes_to_its_default(x, seen=[]):  # noqa: B006
    seen.append(x)
    return x * len(seen)


def appends_and_reads(x):
    LOG.append(x)
    return x * len(LOG)


def appends_and_writes(x):
    y = np.array([x, 1.0])
    LOG.append(y)
    y[0] = 5.0
    return np.sum(y)


def draws_around(x):
    return RNG.normal(x, 1.0)


def added_up(x):
    global COUNT
    COUNT = COUNT * x + x
    return COUNT


def test_an_inner_function_reads_what_others_write_to_globals():
    def around(x):
        global COUNT
        COUNT = x

        def inner(t):
            added_up(t)
            return COUNT * t

        return inner(x * 3.0) - COUNT

    assert value_and_grad(around)(2.0) == (90.0, 27 * 4.0 + 12 * 2.0 - 3)


def writes_to_numpy(x):
    np.pi = x
    return x


def recursive_counter(x, n):
    global COUNT
    COUNT += 1
    return x if x > n else recursive_counter(x * 2.0, n)


def test_a_recursion_counts_in_a_global():
    count = COUNT
    assert value_and_grad(recursive_counter)(1.0, 5.0) == (8.0, 8.0)
    assert count + 4 == COUNT


@pytest.mark.parametrize(
    ("function", "args", "words"),
    [
        (writes_to_its_default, (1.0,), "an argument whose default Python keeps"),
        (appends_and_reads, (1.0,), "a container outside that is changed as a whole is read"),
        (appends_and_writes, (1.0,), "handed outside"),
        (draws_around, (1.0,), "parameters of a random draw"),
        (writes_to_numpy, (1.0,), "attribute 'pi' of an object from outside"),
    ],
)
def test_refusals(function, args, words):
    size, count = len(LOG), COUNT
    with pytest.raises(CompileError, match=words):
        grad(function)(*args)
    assert (len(LOG), COUNT) == (size, count)


def test_a_module_may_have_any_name(tmp_path):
    path = tmp_path / "2nd-demo.py"
    path.write_text(
        "import numpy as np\nRATE, COUNT = np.ones(2), 0\n\n"
        "def loss(x):\n    global COUNT\n    COUNT += 1\n    return np.sum(RATE * x**2)\n\n"
        "def outer(x):\n    return loss(x) * RATE[0]\n"
    )
    spec = importlib.util.spec_from_file_location("2nd-demo", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for function in (module.loss, module.outer):
        np.testing.assert_array_equal(grad(function)(np.array([1.0, 3.0])), [2.0, 6.0])
    assert module.COUNT == 2

"""Objects as arguments and results: what stands in a gradient, and what is refused."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pytest

from adcompiler import CompileError, check_grads, grad, value_and_grad


@dataclass(frozen=True)
class Params:
    w: np.ndarray
    scale: float
    steps: int = 2
    name: str = "net"
    act: Any = math.sin
    mask: np.ndarray | None = None
    flag: bool = True


class Pair(NamedTuple):
    a: float
    b: float


@dataclass
class Holder:
    pair: Pair
    items: list = field(default_factory=list)


def loss(p, x):
    out = p.act(p.scale) * np.sum(p.w * x)
    for _ in range(p.steps):
        out = out * p.scale
    return out if p.flag else -out


PARAMS = Params(np.array([1.0, 2.0]), 0.7, mask=np.array([True, False]))


def test_what_is_no_float_stands_as_it_is():
    value, (dp, dx) = value_and_grad(loss, (0, 1))(PARAMS, np.array([0.5, 1.5]))
    assert value == loss(PARAMS, np.array([0.5, 1.5]))
    assert type(dp) is Params
    assert (dp.steps, dp.name, dp.act, dp.flag) == (2, "net", math.sin, True)
    assert np.array_equal(dp.mask, PARAMS.mask)
    assert isinstance(dp.scale, float)
    assert dp.w.shape == dx.shape == (2,)
    check_grads(loss, (PARAMS, np.array([0.5, 1.5])), order=2)


def test_nested_and_named_tuples():
    def f(h, d):
        return h.pair.a * h.items[0].b * d["p"][1].a

    h = Holder(Pair(1.0, 2.0), [Pair(3.0, 4.0)])
    d = {"p": (1.0, Pair(5.0, 6.0))}
    dh, dd = grad(f, (0, 1))(h, d)
    assert dh == Holder(Pair(20.0, 0.0), [Pair(0.0, 5.0)])
    assert dd == {"p": (0.0, Pair(4.0, 0.0))}
    check_grads(f, (h, d), order=2)


def test_integers_count_as_floats_unless_declared():
    class Plain:
        def __init__(self, x):
            self.x = x

    found = grad(lambda p: p.x * p.x)(Plain(3))
    assert type(found) is Plain
    assert found.x == 6.0
    assert grad(lambda p: p.a * p.b)(Pair(2, 3)) == Pair(3.0, 2.0)


def test_objects_in_aux():
    def f(x):
        pair = Pair(x, 2.0 * x)
        return x * x, (Holder(pair, [x]), pair, PARAMS, math.sin)

    df, (holder, pair, params, act) = grad(f, has_aux=True)(3.0)
    assert df == 6.0
    assert holder == Holder(Pair(3.0, 6.0), [3.0])
    assert pair == Pair(3.0, 6.0)
    assert params is PARAMS
    assert act is math.sin


def test_a_gradient_is_made_without_init():
    class Guarded:
        made = 0

        def __init__(self, sigma):
            Guarded.made += 1
            assert sigma > 0.0
            self.sigma = sigma

    g = Guarded(2.0)
    assert grad(lambda p: -p.sigma * p.sigma)(g).sigma == -4.0
    assert Guarded.made == 1


def test_gradients_of_gradients():
    df = grad(lambda p: p.a**2 * p.b)

    def norm(p):
        d = df(p)
        return d.a**2 + d.b**2

    found = grad(norm)(Pair(1.5, 2.0))
    a, b = 1.5, 2.0
    assert found.a == pytest.approx(2 * (2 * a * b) * 2 * b + 2 * a**2 * 2 * a)
    assert found.b == pytest.approx(2 * (2 * a * b) * 2 * a)


class Frozen:
    def __setattr__(self, name, value):
        raise AttributeError(name)


class Made:
    def __getattr__(self, name):
        return 2.0


class Slots:
    __slots__ = ("a",)

    def __init__(self, a):
        self.a = a


class Read:
    @property
    def x(self):
        return 1.0


class Swallows:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return True


def sets_property(x):
    r = Read()
    r.x = x
    return x


def local_class(x):
    class Local:
        def twice(self):
            return 2.0 * x

    return Local().twice()


def appended_then_written(x):
    pairs = []
    for k in range(20):
        h = Holder(Pair(x, 1.0))
        pairs.append(h)
        h.pair = Pair(x * k, 2.0)
    return sum(h.pair.a for h in pairs)


def one_of_two(x):
    p, q = Holder(Pair(x, 1.0)), Holder(Pair(2.0, x))
    either = p if x > 0.0 else q
    either.pair = Pair(5.0, x)
    return p.pair.a * x


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (sets_property, "cannot be set"),
        (lambda x: Made().anything * x, "__getattr__"),
        (lambda x: setattr(Frozen(), "a", x) or x, "__setattr__"),
        (local_class, "reads the variable .x. of the function around"),
        (lambda x: Pair(x) * 2.0, "other arguments"),
        (lambda x: Slots(x) + 1.0, "cannot be used as a number"),
        (lambda x: Slots(x) < 1.0, "does not define"),
        (lambda x: sum([v for v in Slots(x)]), "cannot be walked"),
        (lambda x: np.sin(Slots(x)), "cannot be used as a number"),
        (appended_then_written, "was put into a list of unknown length"),
        (one_of_two, "one of several"),
    ],
)
def test_refusals(function, words):
    with pytest.raises(CompileError, match=words):
        grad(function)(1.5)


def test_arguments_that_are_one_object():
    class Sum:
        def __init__(self, x):
            self.x = x

        def add(self, other):
            self.x += other.x
            return self.x * other.x

    df = grad(lambda a, b: a.add(b), (0, 1))
    one, two = Sum(2.0), Sum(3.0)
    da, db = df(one, two)
    assert (da.x, db.x, one.x) == (3.0, 8.0, 2.0)
    with pytest.raises(CompileError, match="share memory"):
        df(one, one)

    def writes(a, b):
        a["x"] = 5.0 * b["x"]
        return a["x"] * b["x"]

    with pytest.raises(CompileError, match="share memory"):
        grad(writes, (0, 1))(*[{"x": 2.0, "k": 1.0}] * 2)
    dread = grad(lambda a, b: a.x * b.x, (0, 1))
    assert [g.x for g in dread(one, one)] == [2.0, 2.0]


class Ring:
    def __init__(self, x):
        self.x, self.next = x, self


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Ring(1.0), "contains itself"),
        (Params(np.arange(3), 1.0), "'p.w' is an array of int64"),
        (Params("text", "other"), "without floats"),
        (PARAMS.act, "builtin_function"),
    ],
)
def test_refused_arguments(value, words):
    with pytest.raises(CompileError, match=words):
        grad(lambda p: 1.0)(value)


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)


def test_the_sum_of_a_list_of_objects():
    def total(v):
        whole = sum([Point(a, a * a) for a in v], Point(0.0, 1.0))
        return whole.x * whole.y

    check_grads(total, ([0.5, 1.0, 2.0],))


@dataclass
class Shown:
    a: float
    part: Any = None
    hidden: float = field(default=1.0, repr=False)


class Unshown:
    def __init__(self, a):
        self.a = a


def test_objects_are_printed_as_they_print_themselves(capsys):
    def loss(x):
        s = Shown(x, Shown(x * x), 2.0)
        print(s, f"{s.part!r:>40}", str(s.part))
        return s.a * s.part.a

    loss(1.5)
    plain = capsys.readouterr().out
    assert grad(loss)(1.5) == 6.75
    assert capsys.readouterr().out == plain
    assert "part=Shown(a=2.25, part=None)" in plain


def test_what_would_show_a_place_in_memory_is_refused():
    def loss(x):
        print(Unshown(x))
        return x * x

    with pytest.raises(CompileError, match="the text of a Unshown") as refused:
        grad(loss)(1.5)
    assert "give the class a __repr__" in str(refused.value)


def test_a_tuple_refuses_what_its_array_has_taken_in():
    def raises(x):
        pair = (x.copy(), 1.0)
        pair[0] += x
        return np.sum(pair[0])

    with pytest.raises(TypeError, match="does not support item assignment"):
        grad(raises)(np.array([1.0, 3.0]))


def test_a_deque_has_no_slices():
    def loss(x):
        return sum(deque(x)[0:2])

    with pytest.raises(TypeError, match="sequence index must be integer"):
        grad(loss)([1.0, 2.0, 3.0])


SHARED = Shown(2.0)


def test_whether_an_argument_is_an_object_outside_is_not_guessed():
    def loss(x, held):
        return x * held.a if held is SHARED else x * x

    with pytest.raises(CompileError, match="a comparison with an object"):
        grad(loss)(3.0, SHARED)
    assert grad(lambda x: x * x if x is not SHARED else x)(3.0) == 6.0

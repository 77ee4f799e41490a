"""A key, item, attribute or value that is not there, a number of items that does not fit.

Every derivative raises what the plain call raises, at the same place: the user's own clauses
catch it.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest
from corpus import unbound

from adcompiler import grad, jvp, value_and_grad

SETTINGS = {"rate": 0.1, "name": "plain", "shape": np.sin}
HOLDER = SimpleNamespace(rate=0.1)


class Point:
    kind = "point"

    def __init__(self, a):
        self.a = a


class Narrow:
    __slots__ = ("a",)

    def __init__(self, a):
        self.a = a


class Derived(Point):
    def area(self):
        return super().area()


@dataclass(frozen=True)
class Fixed:
    a: float


def key(x):
    d = {"a": x}
    return d["b"] * x


def key_of_an_argument(x, p):
    return p["b"] * x


def key_that_is_a_tuple(x):
    d = {(0, 1): x}
    return d[0, 2] * x


def key_inside(x):
    d = {"a": {"b": x}}
    return d["a"]["c"]


def key_in_a_function(x):
    d = {"a": x}

    def read(name):
        return d[name]

    return read("a") * read("b")


def key_deleted(x):
    d = {"a": x}
    del d["b"]
    return x


def key_popped(x):
    d = {"a": x}
    return d.pop("b") * x


def key_outside(x):
    return SETTINGS["rates"] * x


def item_of_a_list(x):
    xs = [x, x]
    return xs[2] * x


def item_of_a_tuple(x):
    xs = (x, x)
    return xs[-3] * x


def item_written(x):
    xs = [x, x]
    xs[2] = x
    return xs[0]


def item_popped(x):
    xs = [x, x]
    return xs.pop(5) * x


def letter(x):
    return float("12"[2]) * x


def attribute(x):
    return Point(x).b * x


def attribute_asked_for(x):
    return getattr(Point(x), "b") * x  # noqa: B009


def attribute_of_an_argument(x, p):
    return p.b * x


def attribute_outside(x):
    return HOLDER.rates * x


def attribute_of_a_module(x):
    return math.sine(x)


def attribute_of_numpy(x):
    return np.sine(x)


def attribute_of_a_number(x):
    return x.shape[0] * x


def attribute_of_an_array(x):
    return np.array([x, x]).length * x


def attribute_of_a_list(x):
    return [x].shape * x


def attribute_of_none(x, p=None):
    return p.a * x


def method(x):
    return Point(x).area() * x


def method_of_the_base(x):
    return Derived(x).area() * x


def attribute_in_slots(x):
    p = Narrow(x)
    p.b = x
    return p.a


def attribute_that_is_frozen(x):
    p = Fixed(x)
    p.a = 2.0 * x
    return p.a


def in_a_branch(x):
    d = {"a": x}
    if x > 0.0:
        return Point(x).b * d["a"]
    return x


def in_a_loop(x):
    d = {"a": x}
    s = x
    for i in range(3):
        if i > 1:
            s = s * d["b"]
        s = s * d["a"]
    return s


def items_of_a_tuple(x):
    a, b = (x, x, x)
    return a * b


def few_items_of_a_tuple(x):
    a, *_b, c = (x,)
    return a * c


def items_of_a_list(x, xs):
    a, b = xs
    return a * b * x


def items_made(x, xs):
    a, b = [v * x for v in xs]
    return a * b


def items_of_an_array(x, xs):
    a, b = np.array(xs) * x
    return a * b


def items_with_a_star(x, xs):
    a, *b, c = xs
    return a * x + sum(b) * c


def items_that_are_not_read(x, xs):
    _, _ = xs
    return x * x


def items_in_a_loop(x, xs):
    s = 0.0
    for a, b in [[v] * len(xs) for v in xs]:
        s += a * b * x
    return s


def items_of_rows(x, xs):
    s = 0.0
    for a, b in np.ones((2, len(xs))):
        s += a * b * x
    return s


def nothing_needs_it(x, n):
    if n > 2:
        w = x
    _ = w * 3
    return x * x


def printed(x, n):
    if n > 2:
        w = x
    print("before")
    print(w)
    return x


def before_an_index(x, n):
    if n > 2:
        w = x
    return w * [x, x][n + 5]


def array_of_the_last(x, xs):
    for v in xs:
        if v > 5:
            arr = np.array([x, v])
    return np.sum(arr)


def none_or_a_number(x, n):
    if n > 2:
        w = None
    elif n > 1:
        w = x
    return x if w is None else w * x


def in_an_inner_function(x, n):
    for i in range(n):
        r = x * i

    def g(t):
        return t * r

    return g(x)


def deleted_in_an_earlier_round(x, n):
    w = x
    for i in range(n + 2):
        if i == 0:
            del w
        x = x * 1.1
        if i == 1:
            x = x * w
    return x


def written_in_place(x, n):
    if n > 1:
        a = np.array([x, 2.0 * x])
    a[0] = a[1] * x
    return np.sum(a)


ALONE = [
    key, key_that_is_a_tuple, key_inside, key_in_a_function, key_deleted, key_popped, key_outside,
    item_of_a_list, item_of_a_tuple, item_written, item_popped, letter, attribute,
    attribute_asked_for, attribute_outside, attribute_of_a_module, attribute_of_numpy,
    attribute_of_a_number, attribute_of_an_array, attribute_of_a_list, attribute_of_none, method,
    method_of_the_base, attribute_in_slots, attribute_that_is_frozen, in_a_branch, in_a_loop,
    items_of_a_tuple, few_items_of_a_tuple,
]  # fmt: skip
UNPACKING = [
    items_of_a_list, items_made, items_of_an_array, items_that_are_not_read, items_in_a_loop,
    items_of_rows,
]  # fmt: skip
UNBOUND = [
    nothing_needs_it, printed, before_an_index, none_or_a_number, in_an_inner_function,
    deleted_in_an_earlier_round, written_in_place, unbound.last_of_some_rounds,
    unbound.list_of_one_branch, unbound.in_settings, unbound.kept_by_an_inner_function,
]  # fmt: skip
UNBOUND_LATER = [
    unbound.replaced_where_false, unbound.appended_from_the_loop_before,
    unbound.swallowed_in_some_rounds,
]  # fmt: skip
UNBOUND_AFTER = [
    unbound.best_above_a_bound, array_of_the_last, unbound.tried_with_continue,
]  # fmt: skip
PROGRAMS = [
    *((f, (2.0, 0)) for f in UNBOUND),
    *((f, (2.0, 1)) for f in UNBOUND_LATER),
    *((f, (2.0, [1.0])) for f in UNBOUND_AFTER),
    (unbound.deleted_in_a_branch, (2.0, [1.0, 2.0])),
    *((f, (2.0,)) for f in ALONE),
    (key_of_an_argument, (2.0, {"a": 1.0})),
    *((f, (2.0, [1.0] * n)) for f in UNPACKING for n in (1, 3)),
    (items_with_a_star, (2.0, [1.0])),
]
WAYS = {
    "grad": grad,
    "value and gradient": value_and_grad,
    "second order": lambda f: grad(grad(f)),
    "forward mode": lambda f: lambda x, *rest: jvp(lambda y: f(y, *rest), (x,), (1.0,)),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("function", "args"), PROGRAMS, ids=[f"{f.__name__}-{k}" for k, (f, _) in enumerate(PROGRAMS)]
)
def test_raises_what_the_plain_call_raises(function, args, way):
    derivative = way(function)
    with pytest.raises(Exception) as plain:
        function(*copy.deepcopy(args))
    for _ in range(2):
        with pytest.raises(plain.type) as caught:
            derivative(*copy.deepcopy(args))
        assert caught.type is plain.type
        assert str(caught.value) == str(plain.value)
        (note,) = caught.value.__notes__
        assert "line of the program:" in note
        assert function.__code__.co_filename in note


def test_attribute_of_an_argument():
    with pytest.raises(AttributeError, match="'Point' object has no attribute 'b'"):
        grad(attribute_of_an_argument)(2.0, Point(1.0))


def test_what_comes_later_is_seen():
    slope, second, third = grad(key_outside), grad(attribute), grad(attribute_outside)
    for derivative, error in ((slope, KeyError), (second, AttributeError), (third, AttributeError)):
        with pytest.raises(error):
            derivative(2.0)
    try:
        SETTINGS["rates"], Point.b, HOLDER.rates = 3.0, 4.0, 5.0
        assert (slope(2.0), second(2.0), third(2.0)) == (3.0, 4.0, 5.0)
    finally:
        del SETTINGS["rates"], Point.b, HOLDER.rates
    for derivative, error in ((slope, KeyError), (second, AttributeError), (third, AttributeError)):
        with pytest.raises(error):
            derivative(2.0)

"""Where the plain call raises because the function has no value, every derivative raises the same.

A line that nothing needs is dropped only if another one raises for it.
"""

from __future__ import annotations

import cmath
import copy
import inspect
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

import adcompiler
from adcompiler import grad, jvp, value_and_grad


class Program(NamedTuple):
    """A program, where it has no value, and where it has one."""

    function: Callable[..., Any]
    bad: tuple[Any, ...]
    good: tuple[Any, ...]
    kept: str | None = ""  # the line that only raises; "" where another line stands for it


def logarithm(x):
    return math.log(x)


def logarithms(x, n):
    s = 0.0
    for i in range(n):
        s = s + math.log(x - i)
    return s


def binary(x):
    return x * math.log2(x + 2.0) + math.log10(x + 2.0)


def near_zero(x):
    return math.log1p(x)


def root_of_what_is_dropped(x):
    y = math.sqrt(x)
    y = x * 3.0
    return y


def arcs(x):
    return math.asin(x) + math.acos(x)


def area(x):
    return math.acosh(x)


def artanh(x):
    return math.atanh(x)


def lgamma(x):
    return math.lgamma(x)


def gamma_is_needed(x):
    return math.gamma(x)


def remainder(x, y):
    return x % y


def whole_part(x, y):
    return x + x // y


def of_math(x, y):
    return math.fmod(x, y)


def wave(x):
    return math.sin(3.0 * x)


def quotient(x, y):
    return x / y


def quotient_by_a_square(y):
    return 3.0 / y


def by_an_array(x, w):
    return np.sum(w) * (x / (x - 1.0))


def dropped(x, y):
    ratio = x / y
    kept = x * x
    return kept


def counted(x, n):
    s = 0.0
    for i in range(n):
        s = s + x / (i - 2)
    return s


def reciprocal(x):
    return x**-1


def reciprocal_root(x):
    return x**-0.5


def any_power(x, n):
    return x**n


def item(xs, i):
    return xs[i] * 2.0


def item_not_differentiated(x, xs, i):
    y = xs[i]
    return x * x


def items(xs, n):
    s = 0.0
    for i in range(n):
        s = s + xs[i] * xs[i]
    return s


def element(v, i):
    return v[i] * 2.0 + np.sum(v)


def elements(v, n):
    s = 0.0
    for i in range(n):
        s = s + v[n - 1 - i]
    return s


def written(x, i):
    y = np.zeros(3)
    y[i] = x
    return x * x


def written_to_a_list(x, i):
    ys = [0.0] * 3
    ys[i] = x
    return x * x


def entry(x, table, key):
    y = table[key]
    return x * x


def popped(x, n):
    ys = [x for _ in range(n)]
    ys.pop()
    return x * x


def mean(x, n):
    ys = [x for _ in range(n)]
    m = sum(ys) / len(ys)
    return m + ys[-1] * x


def order_of_two(ys, x):
    a = x * x
    for i in range(3):
        a = a + ys[i] / x
    return a


def order_in_one_statement(x, n):
    return x * (5 % n) + (7 // n)


def whole(x, text):
    return x * x + int(text)


def number(x, text):
    n = float(text)
    return x * x


def solved(a, b):
    return np.sum(np.linalg.solve(a, b))


def solved_for_the_right(b, a):
    return np.sum(np.linalg.solve(a, b))


def inverse(x, a):
    b = np.linalg.inv(a)
    return x * x


def triangle(x, a):
    b = np.linalg.cholesky(a)
    return x * x


def under_a_branch(x):
    y = math.log(x - 5.0) if x > 1.0 else x
    if x > 1.0:
        return y
    return y * y


def inside_a_helper(x, y):
    def ratio(a, b):
        return a / b

    ratio(x, y)
    return x * x


def before_a_print(x, y):
    z = x / y
    print("divided")
    return z


def before_a_search(x, step):
    y = x / step
    t = 0.0
    while t < x:
        t = t + abs(step)
    return y + t * x


def complex_quotient(x, y):
    z = (x + 1j) / (y + 0j)
    return x * x


def complex_logarithm(x):
    z = cmath.log(x)
    return x * x


def recursive(x, n):
    if n == 0:
        return x / (x - 1.0)
    math.log(x)
    return recursive(x, n - 1) * 1.0


def of_the_users_own(x):
    checked(x)
    return x * x


def checked(x):
    if x < 0.0:
        raise ValueError(f"{x} is negative")
    return x


adcompiler.blocked(checked, "only checks")

ONES = np.ones((2, 2))


def deleted_in_each_round(x, n):
    last = s = x
    for _ in range(n):
        del last
        s = s + x
    return s


PROGRAMS = [
    Program(deleted_in_each_round, (1.3, 3), (1.3, 1), "raise UnboundLocalError"),
    Program(logarithm, (-1.0,), (2.0,), "math.log(x)"),
    Program(logarithms, (1.5, 3), (4.5, 3), "math.log(x - i)"),
    Program(binary, (-3.0,), (1.0,), "math.log10("),
    Program(near_zero, (-2.0,), (1.0,), "math.log1p(x)"),
    Program(root_of_what_is_dropped, (-1.0,), (4.0,), "math.sqrt(x)"),
    Program(arcs, (2.0,), (0.5,), "math.asin(x)"),
    Program(area, (0.5,), (2.0,), "math.acosh(x)"),
    Program(artanh, (1.0,), (0.5,), "math.atanh(x)"),
    Program(lgamma, (-1.0,), (2.5,), "math.lgamma(x)"),
    Program(gamma_is_needed, (-1.0,), (2.5,), None),
    Program(remainder, (3.0, 0.0), (3.0, 2.0), "x % y"),
    Program(whole_part, (3.0, 0.0), (3.0, 2.0), "x // y"),
    Program(of_math, (3.0, 0.0), (3.0, 2.0), "math.fmod(x, y)"),
    Program(wave, (math.inf,), (1.0,)),
    Program(quotient, (3.0, 0.0), (3.0, 2.0)),
    Program(quotient_by_a_square, (0.0,), (2.0,), None),
    Program(by_an_array, (1.0, np.ones(2)), (2.0, np.ones(2)), None),
    Program(dropped, (3.0, 0.0), (3.0, 2.0), "x / y"),
    Program(counted, (3.0, 4), (3.0, 2)),
    Program(reciprocal, (0.0,), (2.0,)),
    Program(reciprocal_root, (0.0,), (2.0,), "x ** -0.5"),
    Program(any_power, (0.0, -2), (2.0, -2), "x ** n"),
    Program(item, ([1.0, 2.0], 5), ([1.0, 2.0], 1)),
    Program(item_not_differentiated, (3.0, [1.0, 2.0], 5), (3.0, [1.0, 2.0], 1), "xs[i]"),
    Program(items, ([1.0, 2.0], 3), ([1.0, 2.0], 2)),
    Program(element, (np.ones(3), 4), (np.ones(3), 1)),
    Program(elements, (np.ones(3), 4), (np.ones(3), 3)),
    Program(written, (2.0, 3), (2.0, 2), "y[i] = x"),
    Program(written_to_a_list, (2.0, 3), (2.0, 2), "ys[i] = x"),
    Program(entry, (2.0, {1: 2.0}, 3), (2.0, {1: 2.0}, 1), "table[key]"),
    Program(popped, (2.0, 0), (2.0, 2), "ys.pop()"),
    Program(mean, (1.0, 0), (1.0, 2), None),
    Program(order_of_two, ([1.0, 2.0], 0.0), ([1.0, 2.0, 3.0], 1.0), "ys[i] / x"),
    Program(order_in_one_statement, (2.0, 0), (2.0, 3), "7 // n"),
    Program(whole, (2.0, "two"), (2.0, "2"), "int("),
    Program(number, (2.0, "two"), (2.0, "2"), "float("),
    Program(solved, (ONES, np.ones(2)), (np.eye(2), np.ones(2)), None),
    Program(solved_for_the_right, (np.ones(2), ONES), (np.ones(2), np.eye(2)), None),
    Program(inverse, (2.0, ONES), (2.0, np.eye(2)), "np.linalg.inv(a)"),
    Program(triangle, (2.0, -ONES), (2.0, np.eye(2)), "np.linalg.cholesky(a)"),
    Program(under_a_branch, (2.0,), (7.0,), "math.log(x - 5.0)"),
    Program(inside_a_helper, (2.0, 0.0), (2.0, 1.0), "x / y"),
    Program(before_a_print, (2.0, 0.0), (2.0, 1.0), "x / y"),
    Program(before_a_search, (2.0, 0.0), (2.0, 1.0), "x / step"),
    Program(complex_quotient, (2.0, 0.0), (2.0, 1.0), "/ (y + 0j)"),
    Program(complex_logarithm, (0.0,), (2.0,), "cmath.log(x)"),
    Program(recursive, (-1.0, 2), (3.0, 2), None),
    Program(recursive, (1.0, 2), (3.0, 2), None),
    Program(of_the_users_own, (-1.0,), (2.0,), "checked(x)"),
]
WAYS = {
    "grad": lambda f: grad(f),
    "value_and_grad": lambda f: value_and_grad(f),
    "second order": lambda f: twice(grad(f)),
    "forward mode": lambda f: lambda *args: forwards(f, args),
}
EVERY = pytest.mark.parametrize(
    "program", PROGRAMS, ids=[f"{p.function.__name__}-{k}" for k, p in enumerate(PROGRAMS)]
)


def total(v):
    return sum(v) if isinstance(v, list) else np.sum(v)


def twice(slope):
    """Return the gradient of the sum of a gradient."""
    count = len(inspect.signature(slope).parameters)
    if count == 1:
        return grad(lambda x: total(slope(x)))
    if count == 2:
        return grad(lambda x, y: total(slope(x, y)))
    return grad(lambda x, y, z: total(slope(x, y, z)))


def forwards(function, args):
    direction = np.ones_like(args[0]) if isinstance(args[0], np.ndarray) else 1.0
    if isinstance(args[0], list):
        direction = [1.0] * len(args[0])
    return jvp(lambda x: function(x, *args[1:]), args[:1], (direction,))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@EVERY
def test_raises_what_the_plain_call_raises(program, way):
    derivative = way(program.function)
    with pytest.raises(Exception) as plain:
        program.function(*copy.deepcopy(program.bad))
    for _ in range(2):
        with np.errstate(all="ignore"):
            derivative(*copy.deepcopy(program.good))
            with pytest.raises(plain.type) as caught:
                derivative(*copy.deepcopy(program.bad))
        assert caught.type is plain.type
        assert str(caught.value) == str(plain.value)
        (note,) = caught.value.__notes__
        assert "line of the program:" in note
        assert __file__ in note


@EVERY
def test_keeps_the_line_only_where_no_other_raises_for_it(program):
    derivative = grad(program.function)
    derivative(*copy.deepcopy(program.good))
    forward = derivative.source.partition("# backward")[0]
    if program.kept:
        assert program.kept in forward
    elif program.kept is not None:
        assert "# forward" not in forward

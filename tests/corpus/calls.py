"""Helpers, lambdas, defaults, keywords."""

import math

import numpy as np

SCALE = 2.0
OFFSETS = np.array([1.0, 2.0, 3.0])


def square(y):
    return y * y


def scaled(y, scale=2.0, *, power=2):
    return scale * y**power


def twice(y):
    t = square(y)
    return t + square(t)


def helpers(x):
    return np.sum(twice(x))


def keywords(x):
    return np.sum(scaled(x, power=3)) + scaled(2.0, scale=x[0])


def lambdas(x):
    f = lambda y: y * y * SCALE
    g = lambda y, k=3.0: f(y) + k * y
    return np.sum(g(x)) + g(x[0], k=1.0)


def inner(x):
    a = 2.0 * x

    def add(y, z):
        return y * z + a

    return add(x, a) + add(a, x)


def branching_helper(y):
    if y > 0.5:
        return y * y
    return math.sin(y)


def calls_in_loop(x):
    s = 0.0
    for v in x:
        s = s + branching_helper(v)
    return s


def function_as_value(x):
    h = np.sin if isinstance(x, np.ndarray) else math.sin
    return np.sum(h(x) * x)


def globals_used(x):
    return np.sum(OFFSETS * x * x) * SCALE


def pair(x):
    return x * x, np.sin(x)


def tuple_result(x):
    a, b = pair(x)
    c = pair(a)
    return np.sum(b * c[1])


def none_default(x, bias=None):
    if bias is None:
        return np.sum(x)
    return np.sum(x * bias)


def many_factories(k):
    return lambda x: np.sum(x * k + x**2)


with_number = many_factories(2.0)
with_array = many_factories(np.array([1.0, 2.0, 3.0]))

X = np.array([0.5, 1.5, -0.7])
PROGRAMS = {
    helpers: [(X,), (1.3,)],
    keywords: [(X,)],
    lambdas: [(X,)],
    inner: [(1.3,)],
    calls_in_loop: [(X + 0.2,)],
    function_as_value: [(X,), (1.3,)],
    globals_used: [(X,)],
    tuple_result: [(X,)],
    none_default: [(X,), (X, X + 1.0)],
    with_number: [(X,)],
    with_array: [(X,)],
}

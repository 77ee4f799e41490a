"""Starred arguments, of lists whose length only the run knows; tuples of such a length."""

import dataclasses
import functools
import itertools
import math
import statistics
import typing

import numpy as np


def rest_as_a_tuple(xs):
    def weighted(*values, power=2):
        assert isinstance(values, tuple)
        if not values:
            return 1.0
        total = 0.0
        for k, v in enumerate(values):
            total += (k + 1) * v**power
        return total + values[0] * values[-1]

    return weighted(*xs) + weighted(*[x for x in xs if x > 0.4], power=3) + weighted(xs[0])


def ahead_and_behind(xs):
    def f(a, *rest, scale=1.0):
        return a * sum(rest) * scale

    return f(2.0, *xs) + f(*xs, 3.0) + f(*xs, *xs, scale=xs[1])


def parameters_with_names(xs):
    def area(width, height, depth):
        return width * height + depth**2

    return area(*xs) * area(1.0, *xs[:2])


def rows_of_a_matrix(a):
    def f(u, v, w):
        return np.sum(u * v) + np.max(w)

    def g(*rows):
        total = 0.0
        for r in rows:
            total += np.sum(r**2) * rows[0][1]
        return total

    return f(*a) + g(*a[1:])


def handed_on(xs):
    def inner(a, b=1.0, *more, c=2.0, **rest):
        return a * b * c * rest.get("z", 1.0) + sum(more)

    def outer(*args, **keywords):
        return inner(*args[:2], **keywords) + inner(xs[0], xs[1], *xs, **keywords)

    return outer(xs[0], xs[1], c=xs[2], z=xs[0])


def peeled_by_recursion(xs):
    def chained(*values):
        if len(values) == 0:
            return 1.0
        return values[0] * chained(*values[1:]) + 1.0

    return chained(*xs)


class Polynomial:
    def __init__(self, *coefficients):
        self.coefficients = coefficients

    def __call__(self, *points):
        total = 0.0
        for p in points:
            for k, c in enumerate(self.coefficients):
                total += c * p**k
        return total


def an_object_of_many(xs):
    f = Polynomial(*xs)
    return f(*xs) + f(2.0) * len(f.coefficients)


@dataclasses.dataclass
class Triple:
    a: float
    b: float
    c: float


class Pair(typing.NamedTuple):
    a: float
    b: float


def records_of_lists(xs):
    t, p = Triple(*xs), Pair(*xs[1:])
    return t.a * t.b + p.a * p.b * t.c


def closures_and_partials(xs):
    def line(*values):
        return lambda t: t * sum(values) * xs[0]

    squares = functools.partial(lambda *values: sum(v * v for v in values), xs[1])
    return line(*xs)(2.0) + line(*(x * x for x in xs))(xs[1]) + squares(*xs)


def extremes(xs):
    return max(*xs) * min(*xs) + max(0.4, *xs) + min(xs[0], *xs, key=lambda v: -v)


def told(xs):
    print("items:", *xs, sep=" ", end=".\n")
    print("%d items, the first %.2f, %-6s|%5s" % (len(xs), xs[0], "ab", True))
    print("%s" % xs[1] + " of " + f"{sum(xs):.3f} {3 + 4:>4}")
    return sum(xs) ** 2


def transposed(m):
    total = 0.0
    for column in zip(*m):
        total += column[0] * sum(column)
    turned = [list(c) for c in zip(*m)]
    return total * turned[0][1] + max(map(sum, zip(*m)))


def taken_apart(xs):
    squares, cubes = zip(*[(x * x, x**3) for x in xs])
    return sum(squares) * cubes[0] + len(cubes) * squares[1]


def chained_lists(rows):
    flat = [*itertools.chain(*rows)]
    return sum(k * v * v for k, v in enumerate(flat))


def displayed(xs):
    t = (xs[0], *[x * x for x in xs], 2.0)
    u = tuple(x for x in xs if x > 0.4) + (xs[0],) + t[1:]
    return t[1] * t[-2] * len(t) + sum(u) * u[0]


def does_not_fit(xs):
    def f(a, b):
        return a * b

    try:
        return f(*xs)
    except TypeError as error:
        return xs[0] * xs[0] * len(str(error))


def as_long_as_each_other(xs, ys):
    total = 0.0
    for k, (x, y) in enumerate(zip(xs, ys, strict=True)):
        total += k * x * y
    return total + sum(x * y for x, y in zip(xs, ys, strict=True))


def not_as_long(xs, ys):
    total = 1.0
    try:
        for x, y in zip(xs, ys, strict=True):
            total += x * y
    except ValueError as error:
        total *= len(str(error))
    return total


def left_before_the_end(xs, ys):
    total = 0.0
    for x, y in zip(xs, ys, strict=True):
        total += x * y
        if total > 0.3:
            break
    return total


def numbers_of_lists(xs):
    s = statistics.stdev(xs) * statistics.variance(xs) + statistics.pstdev(xs) ** 3
    s += statistics.pvariance(xs) + statistics.median(xs) * statistics.median_low(xs)
    s += statistics.harmonic_mean(xs) + statistics.geometric_mean(xs) ** 2
    return s + math.hypot(*xs) * math.dist(xs[:2], xs[1:3]) + math.hypot(xs[0], *xs)


def popped_by_a_keyword(xs):
    values = [2.0 * x for x in xs]

    def f(*items, by):
        return sum(items) * by

    return f(*values, by=values.pop()) + f(1.0, *values, by=values.pop()) + len(values)


def backwards_with_places(xs):
    def f(*items):
        return [k * v for k, v in enumerate(reversed(items))]

    return sum(f(*xs)) + sum(itertools.starmap(lambda a, b: a * b, zip(xs, f(*xs))))


def mapping_with_a_rest(x, y):
    match {"kind": x, "mass": y, "charge": 2.0}:
        case {"kind": k, **rest} if len(rest) == 2:
            return k * rest["mass"] ** 2 + rest["charge"] * k * k
    return 0.0


XS = [0.3, 0.8, 0.5]
PROGRAMS = {
    rest_as_a_tuple: [(XS,), ([0.7],)],
    ahead_and_behind: [(XS,), ([0.6, 0.2],)],
    parameters_with_names: [(XS,)],
    rows_of_a_matrix: [(np.array([[0.3, 0.8], [0.5, 0.2], [0.9, 0.4]]),)],
    handed_on: [(XS,)],
    peeled_by_recursion: [(XS,), ([0.7],)],
    an_object_of_many: [(XS,), ([0.6, 0.2],)],
    records_of_lists: [(XS,)],
    closures_and_partials: [(XS,)],
    extremes: [(XS,), ([0.6, 0.2],)],
    told: [(XS,)],
    transposed: [([[0.3, 0.8], [0.5, 0.2], [0.9, 0.4]],), ([[0.3, 0.8, 0.7], [0.5, 0.2, 0.1]],)],
    taken_apart: [(XS,), ([0.6, 0.2],)],
    chained_lists: [([[0.3, 0.8], [0.5], [0.9, 0.4]],)],
    displayed: [(XS,)],
    does_not_fit: [(XS,), ([0.6, 0.2],), ([0.6],)],
    as_long_as_each_other: [(XS, [0.6, 0.1, 0.9])],
    not_as_long: [(XS, [0.6, 0.1]), ([0.3, 0.2], XS), (XS, XS)],
    left_before_the_end: [(XS, [0.6, 0.4])],
    numbers_of_lists: [(XS,)],
    popped_by_a_keyword: [(XS,)],
    backwards_with_places: [(XS,)],
    mapping_with_a_rest: [(0.3, 0.8)],
}

"""Python's `sum` over what is made on the way: from Python 3.12 on it adds floats more exactly."""

import math


def squares(xs):
    return sum(x * x for x in xs)


def above(xs, y):
    total = sum(x * y for x in xs if x > 0.2)
    return total * total


def series(x, n):
    return sum(x**k / (k + 1) for k in range(n)) * x


def nested(x, n):
    return sum(sum(x * i * j for j in range(i)) for i in range(n))


def with_a_start(xs):
    return sum((x * x for x in xs), start=xs[0])


def few(x):
    return sum(x * k for k in (0.1, 0.2, 0.3, 0.7))


def few_with_a_start(x, y):
    return sum([x * k for k in (0.1, 0.2, 0.3, 0.7)], y)


def mapped(xs):
    return sum(map(math.sin, xs))


def in_a_loop(xs):
    s = 0.0
    for k in range(3):
        s = s + sum(x**k for x in xs) * 0.3
    return s


def choosing(xs):
    return sum((x if x > 0.0 else math.exp(x)) for x in xs)


def pairs(xs):
    return sum(x * y for x in xs for y in xs if x > y)


def neighbours(xs):
    return sum((a - b) ** 2 for a, b in zip(xs, xs[1:])) * xs[0]


def moduli(xs):
    return abs(sum(x * 1j + x for x in xs))


def beside_ints(xs):
    return xs[0] * sum(i for i in range(5)) + sum(True for x in xs if x > 0.0) * xs[1]


WAVE = [math.sin(7.0 * k + 0.3) for k in range(20)]
PROGRAMS = {
    squares: [(WAVE,)],
    above: [(WAVE, 0.7)],
    series: [(0.3, 12)],
    nested: [(0.3, 6)],
    with_a_start: [(WAVE,)],
    few: [(0.3,)],
    few_with_a_start: [(0.3, 0.1)],
    mapped: [(WAVE,)],
    in_a_loop: [(WAVE,)],
    choosing: [(WAVE,)],
    pairs: [(WAVE[:9],)],
    neighbours: [(WAVE,)],
    moduli: [(WAVE,)],
    beside_ints: [(WAVE,)],
}

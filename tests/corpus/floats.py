"""Floats taken apart by `math`, and numbers that become the keys of a dict."""

import math


def taken_apart(x):
    whole = 0.0
    for k in range(5):
        part, before = math.modf(x * k)
        whole += part * part * before
        mantissa, exponent = math.frexp(whole + x)
        whole += mantissa * exponent
    return whole


def scaled(x, n):
    return math.ldexp(math.sin(x), n) * x + math.remainder(5 * x, x * x)


def stepped(x):
    if math.isclose(x, math.nextafter(x, 9.0)):
        return x * math.nextafter(x * x, 0.0)
    return x


def squares_by_number(xs):
    squares = {x: x * x for x in xs}
    return sum(squares.values()) * squares[xs[0]]


def constant_numbers_as_keys(x):
    found = {}
    for k in range(3):
        found[0.5 * k] = math.sin(x * k)
    return sum(key * value for key, value in found.items())


PROGRAMS = {
    taken_apart: [(2.3,), (-0.7,)],
    scaled: [(0.8, 3)],
    stepped: [(0.8,)],
    squares_by_number: [([0.4, 1.2],)],
    constant_numbers_as_keys: [(0.8,)],
}

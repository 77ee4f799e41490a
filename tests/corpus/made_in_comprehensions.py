"""Functions made in a comprehension: they read its variable while it runs."""

import numpy as np


def twice(f, t):
    return f(t) + f(1.0)


def stepped(rate, y, h, n):
    for _ in range(n):
        k1 = rate(y)
        k2 = rate(y + h / 2 * k1)
        y = y + h * k2
    return y


def for_each_rate(w):
    ends = [stepped(lambda y: -k * y, 1.0, 0.1, 5) for k in w]
    return sum(ends) * max(stepped(lambda y: k * y, 1.0, 0.1, 5) for k in w)


def an_array_of_ends(w):
    ends = np.array([stepped(lambda y: -k * y, 1.0, 0.1, 5) for k in w])
    return np.sum(ends**2)


def a_dict_of_ends(w):
    ends = {k: stepped(lambda y: -k * y, 1.0, 0.1, 2) for k in (1, 2)}
    return ends[1] * w[0] + ends[2] * w[1]


def beside_one_made_before(w):
    v = w[0]

    def own():
        return v

    return sum(twice(lambda t: t * v + own(), v) for v in w) + v


def one_in_the_other(w):
    v = w[0]

    def own():
        return v

    return sum(twice(lambda t: twice(lambda q: q * v * t + own(), t), v) for v in w) + v


def beside_one_that_rebinds(w):
    v = w[0]

    def up():
        nonlocal v
        v = v * 2
        return v

    return sum(twice(lambda t: t * v + up(), v) for v in w) + v


def two_comprehensions_deep(w):
    v = 2.0
    return max(sum(twice(lambda t: t * u * v, v) for u in w) for v in w) + v


def as_keys(w):
    largest = sum(max(w, key=lambda t: t * v) * v for v in w)
    return largest + sum(sorted([a * b for b in w], key=lambda t: t * a)[0] for a in w)


def asked_and_found(w):
    some = any(twice(lambda t: t * v, v) > 1.5 for v in w)
    first = next(twice(lambda t: t * v, v) for v in w if v < 0)
    return some * w[0] + first + len([a for a in w if all(map(lambda t: t * a < 5, w))])


def kept_with_its_default(w):
    made = {k: (lambda t, v=v: t * v) for k, v in (("a", w[0]), ("b", w[1]))}
    return made["a"](2.0) * made["b"](3.0)


W = np.array([0.3, -0.4, 0.9])
PROGRAMS = {
    for_each_rate: [(W,)],
    an_array_of_ends: [(W,)],
    a_dict_of_ends: [(W,)],
    beside_one_made_before: [(W,)],
    one_in_the_other: [(W,)],
    beside_one_that_rebinds: [(W,)],
    two_comprehensions_deep: [(W,)],
    as_keys: [(W,)],
    asked_and_found: [(W,)],
    kept_with_its_default: [(W,)],
}

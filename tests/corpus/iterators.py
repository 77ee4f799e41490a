"""Iterators with names: begun, handed on, walked to the end; named for one use."""

import numpy as np


def begun_and_walked(xs):
    it = iter(xs)
    first = next(it)
    second = next(it)
    s = 0.0
    for v in it:
        s += v * first
    return s + second


def taken_two(it):
    return next(it) * next(it)


def handed_to_a_function(xs):
    it = iter(xs)
    other = it
    return taken_two(it) + next(other) ** 2


def asked_for_a_default(xs):
    it = iter(xs)
    s = 0.0
    while (v := next(it, None)) is not None:
        s += v * v
    return s + next(it, xs[0])


def walked_until_it_stops(xs):
    it = iter(xs)
    s, n = 1.0, 0
    while True:
        try:
            v = next(it)
        except StopIteration:
            break
        n += 1
        s *= v + n
    return s


def left_and_walked_on(xs, limit):
    it = iter(xs)
    head = 0.0
    for v in it:
        head += v
        if head > limit:
            break
    tail = 1.0
    for v in it:
        tail *= v
    return head * tail


def one_for_each_round(xs, ys):
    it = iter(ys)
    s = 0.0
    for x in xs:
        if x > 0.5:
            s += x * next(it)
    return s + next(it)


def over_the_keys(x):
    d = {"a": x, "b": x * x}
    it = iter(d)
    return d[next(it)] * 3.0 + d[next(it)]


def named_pairs(xs):
    pairs = zip(xs, xs[1:])
    return sum(a * b for a, b in pairs)


def named_chain(xs):
    squares = map(lambda v: v * v, xs)
    large = filter(lambda v: v > 0.1, squares)
    s = 1.0
    for v in large:
        s *= v
    return s


def named_generator(xs):
    half = (0.5 * x for x in xs)
    total = 0.0
    for k, h in enumerate(half):
        total += k * h * h
    return total


def first_that_is_so(xs):
    s = next(x for x in xs if x > 0.4) ** 2
    return s + next((x for x in xs if x > 10), 2.0 * xs[0])


def none_that_is_so(xs):
    try:
        return next(x for x in xs if x > 10)
    except StopIteration:
        return xs[0] * xs[1]


XS = [0.3, 0.8, 0.45, 0.6]
PROGRAMS = {
    begun_and_walked: [(XS,), (np.array(XS),)],
    handed_to_a_function: [(XS,)],
    asked_for_a_default: [(XS,)],
    walked_until_it_stops: [(XS,)],
    left_and_walked_on: [(XS, 1.0), (XS, 9.0)],
    one_for_each_round: [(XS, [1.0, 2.0, 3.0, 4.0])],
    over_the_keys: [(0.4,)],
    named_pairs: [(XS,)],
    named_chain: [(XS,)],
    named_generator: [(XS,)],
    first_that_is_so: [(XS,)],
    none_that_is_so: [(XS,)],
}

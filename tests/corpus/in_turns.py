"""Loops over what never ends, or writes, or numbers its items: the body and it go in turns."""

import itertools
from itertools import count, islice, takewhile

import numpy as np


def terms(x):
    t, k = 1.0, 0
    while True:
        yield t
        k += 1
        t = t * x / k


def multiples(x):
    k = 0
    while True:
        k += 1
        yield x * k


def exponential(x):
    return sum(takewhile(lambda t: t > 1e-6, terms(x)))


def first_terms(x):
    return sum(islice(terms(x), 6)) * max(islice(terms(x), 1, 4))


def some_terms(x, w):
    r = 0.0
    for k, t in enumerate(islice(terms(x), 2, 8)):
        r += t * k * w[0]
    return r


def until_small(x, w):
    r = 0.0
    for t in takewhile(lambda t: t > 1e-6, terms(x)):
        r += t * w[1]
    return r


def of_expressions(x):
    powers = list(islice((x**k for k in count()), 2, 6))
    return sum(powers) * sum(takewhile(lambda t: t < 5, (x * k for k in count(1))))


def in_loops(x, w):
    r = 0.0
    for v in w:
        r += sum(takewhile(lambda t: abs(t) > 1e-3, terms(x * v)))
        if r > 4:
            continue
        for a in islice(terms(v), 2):
            for k, b in enumerate(islice(terms(a), 3)):
                r += a * b * k
    return r


def beside_an_array(x, w):
    r = 0.0
    for a, b in zip(w, terms(x)):  # noqa: B905
        r += a * b
    for b, a in zip(terms(x), w):  # noqa: B905
        if a < 0:
            continue
        r += a * b * b
    return r


def summed_beside_an_array(x, w):
    return sum(a * b for a, b in zip(w, terms(x)))  # noqa: B905


def beside_a_list_that_grows(x):
    ys = [x]
    r = 0.0
    for y, t in zip(ys, terms(x)):  # noqa: B905
        r += y * t
        if len(ys) < 4:
            ys.append(y * x)
    return r


def numbered(x):
    r = 0.0
    for i, v in enumerate(multiples(x), 1):
        for j, u in enumerate(multiples(v), start=i):
            if j > 4:
                break
            r += v * i * u * j
        if i == 2:
            continue
        if i > 3:
            return r * i
    return r


def how_many_were_made(x, w):
    n = 0

    def made():
        nonlocal n
        while True:
            n += 1
            yield x * n

    r = 0.0
    for t, v in zip(w, made()):  # noqa: B905
        r += t * v
    r = r * n
    for v, t in zip(made(), w):  # noqa: B905
        r += t * v * n
    for t in islice(made(), 3):
        r += t * n
    return r + sum(islice(made(), 2)) * n


def a_map_that_counts(w):
    n = 0.0

    def told(t):
        nonlocal n
        n = n + t
        return n

    s = 0.0
    for t in map(told, w):
        s = s + t * n
    for a, b in map(lambda a, b: (told(a), b), w, w[1:]):
        s = s + a * b * n
    for t in filter(lambda t: told(t) > 0.5, w):
        s = s + t * n
    return s


def pairs_of_what_is_made(x):
    r = 0.0
    for a, b in itertools.pairwise(islice(terms(x), 5)):
        r += a * b
    return r


def first_of_a_sequence(x, w):
    pair = (x, 2.0)
    return next(iter(w)) * next(iter(pair)) + next(iter([w[1], x])) * next(iter([]), x)


def first_of_a_dict(x, w):
    r, last = 0.0, {}
    for i, v in enumerate(w):
        last[i] = v * x
        if len(last) > 2:
            del last[next(iter(last))]
        found = {"a": x * v, "b": 2.0}
        r += found[next(iter(found))] * next(iter(found.values()))
        while found:
            r += found.pop(next(iter(found))) * v
    return r + sum(last.values())


def first_that_a_builtin_makes(x, w):
    r = next(enumerate(w))[1] * x + next(zip(w, [x]))[1]  # noqa: B905
    r += next(map(lambda t: t * x, w)) + next(filter(lambda t: t < 0, w))  # noqa: C417
    return r * next(reversed([x, 2 * x]))


def first_of_nothing(x):
    try:
        return next(iter([])) * x
    except StopIteration:
        return x * x


W = np.array([0.3, -0.4, 0.9])
PROGRAMS = {
    first_of_a_sequence: [(0.71, W)],
    first_of_a_dict: [(0.71, W)],
    first_that_a_builtin_makes: [(0.71, W)],
    first_of_nothing: [(0.71,)],
    exponential: [(0.71,)],
    first_terms: [(0.71,)],
    some_terms: [(0.71, W)],
    until_small: [(0.71, W)],
    of_expressions: [(0.71,)],
    in_loops: [(0.71, W)],
    beside_an_array: [(0.71, W), (0.71, W[:0])],
    summed_beside_an_array: [(0.71, W)],
    beside_a_list_that_grows: [(0.71,)],
    numbered: [(0.71,)],
    how_many_were_made: [(0.71, W)],
    a_map_that_counts: [(W,)],
    pairs_of_what_is_made: [(0.71,)],
}

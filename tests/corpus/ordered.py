"""Tuples in order: `sorted`, `min` and `max` of pairs of numbers known as the program runs."""

import numpy as np

X = np.array([0.7, 1.3, 0.4, 2.1])


def numbered(x):
    pairs = sorted((v, i) for i, v in enumerate(x))
    return sum(v * i for v, i in pairs) + pairs[0][0] ** 2 * pairs[3][0]


def zipped(x, w):
    pairs = sorted(zip(x, w), reverse=True)
    total = 0.0
    for k, (a, b) in enumerate(pairs):
        total += a * b**k
    return total


def the_best(x):
    v, i = max((v, i) for i, v in enumerate(x))
    u, (j, w) = min([(u * u, (j, u)) for j, u in enumerate(x)])
    return v * x[i - 1] + u * w * x[j - 2]


def by_tuples(x):
    ranked = sorted(range(len(x)), key=lambda i: (round(x[i]), -x[i]))
    rows = [(round(v), v, v * v) for v in x]
    rows.sort()
    return x[ranked[0]] * x[ranked[1]] ** 2 + rows[0][2] * rows[3][1]


PROGRAMS = {
    numbered: [(X,)],
    zipped: [(X, X[::-1] ** 2)],
    the_best: [(X,)],
    by_tuples: [(X,)],
}

"""Places in arrays, one after another, and places in sorted lists."""

import bisect
from bisect import bisect_left, insort

import numpy as np

X = np.array([0.7, 1.3, 0.4, 2.1])
KNOTS = np.array([0.0, 0.5, 1.0, 2.0, 3.0])


def each_place(x):
    a = np.outer(x, x)
    total = 0.0
    for i, j in np.ndindex(a.shape):
        if j >= i:
            total += a[i, j] * (i + 1)
    return total


def by_two_numbers(x):
    a = np.outer(x, x)
    out = np.zeros_like(a)
    for ij in np.ndindex(3, 2):
        out[ij] = a[ij] ** 2 + ij[0] * a[ij]
    return np.sum(out) + sum(x[i] * x[j] * i for i, j in np.ndindex(2, 3))


def in_one_dimension(x):
    total = 0.0
    for i in np.ndindex(4):
        total += x[i] ** 2 * i[0]
    return total


def with_their_elements(x):
    total = 0.0
    for (i, j), v in np.ndenumerate(np.outer(x, x)):
        total += i * v * v + j * x[j]
    for (i,), v in np.ndenumerate(x):
        total -= i * v
    return total


def between_knots(x):
    knots = [0.0, 0.5, 1.0, 2.0, 3.0]
    total = 0.0
    for v in x:
        k = bisect_left(knots, v)
        w = (v - knots[k - 1]) / (knots[k] - knots[k - 1])
        total += w * x[k - 1] + (1 - w) * x[k - 2]
    return total


def in_a_table(x, knots):
    k = min(max(bisect.bisect(knots, x) - 1, 0), len(knots) - 2)
    t = (x - knots[k]) / (knots[k + 1] - knots[k])
    return (1 - t) * knots[k] ** 2 + t * knots[k + 1] ** 2


def sorted_as_they_come(x):
    xs = []
    for v in x:
        insort(xs, v)
    best = []
    for v in x:
        bisect.insort_left(best, v * v, key=lambda u: -u)
    return xs[0] + 2 * xs[1] + 3 * xs[2] * xs[3] + best[0] * best[1] ** 2


def in_a_part(x):
    k = bisect.bisect_right(x, 1.0, 1, 3) if x[0] < x[1] else bisect.bisect_left(x, 0.5, lo=2)
    return x[k] ** 2


def by_a_key(x):
    rows = [(1.0, x[0]), (2.0, x[1]), (3.0, x[2])]
    k = bisect.bisect_left(rows, x[3], key=lambda row: row[0])
    return rows[min(k, 2)][1] ** 3


PROGRAMS = {
    each_place: [(X,)],
    by_two_numbers: [(X,)],
    in_one_dimension: [(X,)],
    with_their_elements: [(X,)],
    between_knots: [(X,)],
    in_a_table: [(0.7, KNOTS), (-1.0, KNOTS), (7.0, KNOTS)],
    sorted_as_they_come: [(X,)],
    in_a_part: [(X,), (X[::-1],)],
    by_a_key: [(X,), (X - 1.5,)],
}

"""Loops from the last item on that are left before the first."""

import numpy as np


def first_from_the_end(w):
    for v in reversed(w):
        if v > 0.2:
            return v * 2.0
    return 3.0 * w[0]


def stopped_by_a_sum(w):
    total = 0.0
    for v in reversed(w):
        total += v * v
        if total > 0.3:
            break
    return total


def in_step_from_the_end(w, b):
    s = 1.0
    for p, q in reversed(list(zip(w, b))):
        s = s * p * p * q
        if s < 0.1:
            break
    return s


def counted_from_the_end(w):
    s = 1.0
    for k, q in reversed(list(enumerate(w))):
        s = s * q * np.sin(q) * (k + 1)
        if s < 0.1:
            break
    return s


def list_from_the_end(w):
    xs = [v * v for v in w]
    s = 1.0
    for q in reversed(xs):
        s = s * np.sin(q)
        if s < 0.1:
            break
    return s


def rows_from_the_end(w):
    s = 1.0
    for row in reversed(np.outer(w, w)):
        s = s * np.sum(row * np.sin(row))
        if s < 0.25:
            break
    return s


def twice_from_the_end(w):
    total = 0.0
    for j in range(2):
        for v in reversed(w * (j + 1)):
            total += v * v * v
            if total > 0.2:
                break
    return total


W = np.array([0.3, 0.4, 0.5])
def keys_from_the_last(t, n):
    q = {j: t * j for j in range(n)}
    s = 0.0
    for k in reversed(q):
        s = s * t + q[k]
    for i, k in enumerate(reversed(q)):
        s = s * t + q[k] * i
    for k, j in zip(reversed(q), q):
        s = s * t + q[k] * q[j]
    places = list(reversed(q))
    return s + q[places[0]] * places[1]


PROGRAMS = {
    keys_from_the_last: [(1.3, 3)],
    first_from_the_end: [(W,), (-W,), (W * np.array([1.0, 1.0, 0.1]),)],
    stopped_by_a_sum: [(W,), (0.5 * W,)],
    in_step_from_the_end: [(W, W[:2] + 0.3), (W[:2], W + 0.3), (W, W + 0.5)],
    counted_from_the_end: [(W,), (W + 0.7,)],
    list_from_the_end: [(W,)],
    rows_from_the_end: [(W,), (W + 0.5,)],
    twice_from_the_end: [(W,), (0.5 * W,)],
}

"""Loops of which only some states are kept: `for k in checkpointed(range(n), states)`."""

import numpy as np

from adcompiler import checkpointed

X = np.array([0.5, 1.5, -0.7, 0.3])


def marched(x, w):
    u = x * 1.0
    for k in checkpointed(range(20), states=3):
        u = u + 0.1 * np.sin(w * u) * (k + 1) / 20.0
    return np.sum(u * u)


def marched_in_place(x, w):
    u = x * 1.0
    v = np.zeros(4)
    for k in checkpointed(range(15), states=2):
        v[1:-1] = w * (u[:-2] + u[2:]) * u[1:-1]
        u += 0.1 * v
        u[k % 4] *= 0.9
    return np.sum(u * u)


def items_numbered(x, w):
    s = 0.0
    for i, v in enumerate(checkpointed(x, states=2)):
        s = np.sin(s * w + v * (i + 1))
    return s * v + i


def one_state(x, w):
    a, b = w, 1.0
    for v, t in zip(checkpointed(x, 1), x[::-1]):
        a, b = a * v + b, np.tanh(b + a * t)
    return a * b


def rows_and_what_is_outside(x, w):
    m = np.outer(x, x)
    u = x * w
    for row in checkpointed(m, states=10):
        u = np.tanh(m @ u) + row * u[0]
    return np.sum(u)


def no_rounds(x, w):
    u = x * w
    for k in checkpointed(range(0), states=2):
        u = u * u * k
    return np.sum(u * x)


def as_many_as_given(x, w, n, states):
    s = w
    for _ in checkpointed(range(n), states):
        s = s + 0.1 * np.sin(s) * x[0]
    return s * s


def inside_a_loop(x, w):
    s = w
    for t in range(3):
        u = x * s
        for k in checkpointed(range(5), states=2):
            u = u + 0.2 * np.cos(u * w)
        s = s + 0.1 * u[t]
    return s


def with_branches_and_loops_inside(x, w):
    u = x * 1.0
    for k in checkpointed(range(7), states=2):
        if k % 2 == 0:
            u = np.sin(u * w)
        else:
            for j in range(3):
                u[j] = u[j] * u[j + 1] + w
    return np.sum(u)


PROGRAMS = {
    marched: [(X, 0.3)],
    marched_in_place: [(X, 0.3)],
    items_numbered: [(X, 0.3)],
    one_state: [(X, 0.3)],
    rows_and_what_is_outside: [(X * 0.5, 0.3)],
    no_rounds: [(X, 0.3)],
    as_many_as_given: [(X, 0.3, 1, 1), (X, 0.3, 2, 1), (X, 0.3, 13, 4)],
    inside_a_loop: [(X, 0.3)],
    with_branches_and_loops_inside: [(X, 0.3)],
}

"""Arrays whose sizes are not known, from lists, loops, branches and calls: each has its own."""

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.3])


def items_of_a_list(x):
    parts = []
    for k in range(1, 4):
        parts.append(x[:k])
    return np.sum(parts[0] * parts[2])


def items_in_step(x):
    parts = []
    for k in range(1, 4):
        parts.append(x[:k])
    s = 0.0
    for p, q in zip(parts, parts[2:]):
        s += np.sum(p * q)
    return s


def part_of_the_round_before(x):
    s, part = 0.0, x[:2]
    for j in range(1, 4):
        if j > 1:
            s += np.sum(part * x[:j])
        part = x[:1] if j < 3 else x[:2]
    return s


def part_of_two_rounds_before(x):
    s, part, old = 0.0, x[:1], x[:2]
    for j in range(1, 4):
        if j > 2:
            s += np.sum(old * part)
        if j > 1:
            old = part
        part = x[:j]
    return s


def part_that_grows(x):
    p = x[:1]
    s = 0.0
    for j in range(1, 4):
        s += np.sum(p * x[:j])
        p = x[j : j + 1]
    return s


def part_by_a_condition(x, j):
    p = x[:j]
    w = p if x[0] > 1.0 else x[2:3]
    return np.sum(w * p)


def part(x, k, n):
    if n == 0:
        return x[:k]
    return part(x, k, n - 1)


def parts_by_recursion(x):
    return np.sum(part(x, 1, 2) * part(x, 3, 1))


PROGRAMS = {
    items_of_a_list: [(X,)],
    items_in_step: [(X,)],
    part_of_the_round_before: [(X,)],
    part_of_two_rounds_before: [(X,)],
    part_that_grows: [(X,)],
    part_by_a_condition: [(X, 3), (X + 1.0, 3)],
    parts_by_recursion: [(X,)],
}

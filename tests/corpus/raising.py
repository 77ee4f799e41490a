"""Lines that nothing needs but that raise where the function has no value: they stay."""

import math

import numpy as np


def logarithms(ps):
    total = 0.0
    for p in ps:
        total = total + math.log(p)
    return total


def log_likelihood(mu, ys):
    value = 0.0
    for i in range(len(ys)):
        for j in range(i):
            if ys[i] > ys[j]:
                value += math.log(ys[i] / mu - ys[j])
    return value


def first_that_fits(x, bounds):
    for b in bounds:
        ratio = math.log(b) / b
        if x < b:
            return x * b
    return x


def newest(x, n):
    ys = []
    for i in range(n):
        ys.append(x + i)
        ys[i]
    gone = ys.pop()
    return ys[-1] * x


def table_of_ratios(x, names):
    weights = {"a": 2.0, "b": 3.0}
    total = 0.0
    for name in names:
        weight = weights[name]
        total = total + x / (x - 7.0)
        x = x + 0.5
    return total


def searched(x, step):
    start = x / step
    t = 0.0
    while t < x:
        t = t + abs(step)
    return start + t * x


def unused_factorisation(a, b):
    lower = np.linalg.cholesky(a)
    return np.sum(b * b)


def kept_in_a_routine(x, n):
    math.log(x)
    if n == 0:
        return 3.0 * x
    return kept_in_a_routine(x, n - 1) * 2.0


def best_of_those_that_pass(x, xs, least):
    good = [x * v for v in xs if v > least]
    try:
        best = max(good) * min(good, key=lambda v: -v)
    except ValueError as error:
        best = x * len(str(error))
    try:
        last = good.pop() * good.pop(0)
    except IndexError as error:
        last = x * x * len(str(error))
    return best + last + sum(good)


def arrays_beside_a_number_that_is_checked(x, v):
    state = {"v": v, "scale": x}
    if x > 5:
        raise ValueError("too large")
    else:
        state["scale"] = 3 * x
    state["v"][0] = x
    return state["v"][0] * v[1] + v[0] * state["scale"]


def collected_where_it_is_allowed(x, v):
    if x > 5:
        raise ValueError("too large")
    else:
        state = [v, x * x]
    state[0][1] *= state[1]
    return np.sum(v) * x


PROGRAMS = {
    arrays_beside_a_number_that_is_checked: [(2.0, np.array([1.5, -0.5]))],
    collected_where_it_is_allowed: [(2.0, np.array([1.5, -0.5]))],
    best_of_those_that_pass: [
        (2.0, [0.5, 1.5, 2.5], 0.1),
        (2.0, [0.5, 1.5, 2.5], 2.0),
        (2.0, [0.5, 1.5, 2.5], 3.0),
    ],
    logarithms: [([0.5, 1.5, 2.0],)],
    log_likelihood: [(0.1, [0.5, 1.5, 2.0])],
    first_that_fits: [(1.0, [0.5, 1.5, 2.0]), (3.0, [0.5, 1.5])],
    newest: [(2.0, 3)],
    table_of_ratios: [(2.0, ["a", "b", "a"])],
    searched: [(2.0, 0.75)],
    unused_factorisation: [(np.eye(2) * 3.0, np.array([1.0, 2.0]))],
    kept_in_a_routine: [(2.0, 2)],
}

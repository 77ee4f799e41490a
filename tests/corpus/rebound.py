"""Helpers with a variable that their inner functions rebind, called anew in each round."""

import numpy as np


def leaky(items, gain):
    s = 1.9

    def step(t):
        nonlocal s
        s = s * 0.5 + t
        return s

    for item in items:
        yield step(item * gain)


def settled(items, gain):
    s = 1.9

    def step(t):
        nonlocal s
        s = s * 0.5 + t

    for item in items:
        step(item * gain)
    return s


def started(value):
    s = value

    def step(t):
        nonlocal s
        s = s * 0.5 + t
        return s

    return step


def solved(rate, y, n):
    calls = 0

    def counted(y):
        nonlocal calls
        calls += 1
        return rate(y)

    for _ in range(n):
        y = y + 0.1 * counted(y)
    return y, calls


class Mass:
    def __init__(self, v):
        self.v = v

    def pushed(self, t):
        work = 0.0

        def add(q):
            nonlocal work
            work += q * self.v

        for k in range(3):
            add(t * k)
        self.v = self.v * 0.9 + work * 0.01
        return work


def a_generator_in_each_round(w, x):
    r = 0.0
    for v in w:
        for q in leaky(w, x):
            r = r * 0.5 + q * v
    return r


def a_generator_left_early(w, x):
    r = 0.0
    for v in w:
        for q in leaky(w, x * v):
            if q > 0.9:
                continue
            if q < 0.1:
                break
            r += q
    return r + x


def a_function_in_each_round(w, x):
    r = 0.0
    for v in w:
        r = r * 0.5 + v * settled(w, x)
    return r


def a_function_made_in_each_round(w, x):
    r = 0.0
    for v in w:
        step = started(v * x)
        for u in w:
            r = r * 0.5 + step(u * v)
            if r > 1:
                break
        r += step(x)
    return r


def one_of_two_made(w, x):
    r = 0.0
    for v in w:
        if v > 0:
            step = started(v * x)
        else:
            step = started(x)
        r += step(x) * step(v)
    return r


def defined_in_each_round(w, x):
    r = 0.0
    k = 0
    while k < 3:
        n = 0

        def rate(y):
            nonlocal n
            n += 1
            return -y * x * n

        y = w[k]
        for _ in range(3):
            y = y + 0.1 * rate(y)
        r += y * n
        k += 1
    return r + n


def a_method_in_each_round(w, x):
    mass = Mass(x)
    r = 0.0
    for v in w:
        r += mass.pushed(v)
    return r * mass.v


def one_that_may_raise(w, x):
    r = 0.0
    for v in w:
        try:
            r += settled(w, x * v)
            if r > 0.5:
                raise ValueError
        except ValueError:
            r = r * 0.3 + settled(w, v)
    return r


def calls_counted(w, x):
    r = 0.0
    for v in w:
        y, calls = solved(lambda y: -x * y * v, v, 4)  # noqa: B023
        r += y * calls
    return r


def two_loops_deep(w, x):
    r = 0.0
    for v in w:
        for u in w:
            r += settled(w, x * u) * v
    return r


VECTOR = np.array([0.3, -0.4, 0.9])
PROGRAMS = {
    a_generator_in_each_round: [(VECTOR, 0.7)],
    a_generator_left_early: [(VECTOR, 0.7)],
    a_function_in_each_round: [(VECTOR, 0.7), (VECTOR[:0], 0.7)],
    a_function_made_in_each_round: [(VECTOR, 0.7)],
    one_of_two_made: [(VECTOR, 0.7)],
    defined_in_each_round: [(VECTOR, 0.7)],
    a_method_in_each_round: [(VECTOR, 0.7)],
    one_that_may_raise: [(VECTOR, 0.7)],
    calls_counted: [(VECTOR, 0.7)],
    two_loops_deep: [(VECTOR, 0.7)],
}

"""Loops over generators whose body and generator see what the other does, in their turns."""

import math

import numpy as np


def doubled(a):
    for i in range(len(a)):
        a[i] *= 2
        yield a[i]


def generator_that_writes(a):
    b = a.copy()
    s = 0.0
    for v in doubled(b):
        s += v * b[-1]
        b[-1] *= 1.5
    return s


def running(x):
    total = 0.0
    while True:
        total += x
        yield total


def generator_without_end(x):
    s = 0.0
    for t in running(x):
        if t > 2:
            break
        s += t * t
    return s


def steps(x, a):
    while True:
        x = 0.5 * (x + a / x)
        yield x


def iterated_until_it_settles(x, a):
    before = x
    for y in steps(x, a):
        if abs(y - before) < 1e-10:
            break
        before = y
    else:
        y = 0.0
    return y


def read_while_written(x, a):
    b = a * x
    s = 0.0
    for v in (b[i] * 2 for i in range(3) if i != 1):
        b[2] += v
        s += v
    return s


class Walk:
    """Hands out its positions; its speed may change on the way."""

    def __init__(self, speed):
        self.at, self.speed = 0.0, speed

    def positions(self, n):
        for _ in range(n):
            self.at = self.at + self.speed
            yield self.at

    def __iter__(self):
        yield self.at
        yield from self.positions(2)


def method_that_yields(x):
    walk = Walk(x)
    s = 0.0
    for p in walk.positions(4):
        walk.speed *= 0.5
        if p < 0.1:
            continue
        s += p * p
    return s + walk.at


def object_that_yields(x):
    walk = Walk(x)
    s = 0.0
    for p in walk:
        walk.speed = walk.speed * 0.5 + 0.1
        s += p * p
    return s + walk.at * walk.speed


def returned_from_the_loop(x, limit):
    seen = []

    def growing():
        v = x
        while True:
            seen.append(v)
            yield v
            v = v * 1.5

    for v in growing():
        for _ in range(2):
            seen[-1] = seen[-1] + x
            if sum(seen) > limit:
                return v * sum(seen)
    return 0.0


def sees_what_is_bound_outside(x):
    k = 1.0
    items = [x, 2 * x, 3 * x]

    def scaled():
        for v in items:
            yield v * k

    s = 0.0
    for v in scaled():
        k = k * 0.5 + v
        s += v
    return s * k


def pairs_of(xs):
    for i, a in enumerate(xs):
        for b in xs[i + 1 :]:
            yield a, b


def pairs_pushed_apart(xs):
    moved = [0.0 for _ in xs]
    k = 0
    for a, b in pairs_of(xs):
        k += 1
        moved[k % 3] = moved[k % 3] + (a - b) ** 2 * k
    return sum(v * (i + 1) for i, v in enumerate(moved))


def numbers(first):
    yield first
    if first < 0:
        return
    yield first * 2
    for k in (3, 4):
        yield first * k


def several_yields(x):
    a = np.zeros(5)
    n = 0
    for v in numbers(x):
        a[n] = v * v
        n += 1
    else:
        a[4] = x
    return np.sum(a * np.arange(5.0)) * n


def lazily(a):
    for k in range(3):
        yield 2.0 * a[k]


def writes_between_two_items(x):
    a = x * 1.0
    s = 0.0
    for v in lazily(a):
        a[2] = v
        s += v
    return s


def collected_of_what_is_mapped(x, w):
    out, best = [], {"v": x}
    for k, v in enumerate(map(math.sin, w)):
        out.append(v * x)
        best["v"] = max(best["v"], v * k)
    return sum(out) * best["v"]


def summed_beside_what_a_lambda_reads(x, w):
    c, table = w * 1.0, {}
    for k, v in enumerate(filter(lambda p: p * x > 0.15, (q * x for q in w))):
        c[0] += v * c[1]
        table[k] = v
        table[0] += x
    return np.sum(c) * sum(table.values())


def variable_of_a_generator_called_like_what_it_walks(x, w):
    w = w * 1.0
    for v in (w * x for w in w):
        w[1] = w[1] + v
    return np.sum(w)


PROGRAMS = {
    variable_of_a_generator_called_like_what_it_walks: [(0.41, np.array([0.3, 0.52, 0.9]))],
    collected_of_what_is_mapped: [(0.41, np.array([0.3, 0.52, 0.9]))],
    summed_beside_what_a_lambda_reads: [(0.41, np.array([0.3, 0.92, 1.9]))],
    writes_between_two_items: [(np.array([0.3, 0.4, 0.5]),)],
    generator_that_writes: [(np.array([0.3, 0.4, 0.5]),)],
    generator_without_end: [(0.3,), (3.0,)],
    iterated_until_it_settles: [(1.0, 2.0)],
    read_while_written: [(0.3, np.array([1.0, 2.0, 3.0]))],
    method_that_yields: [(0.3,)],
    object_that_yields: [(0.3,)],
    returned_from_the_loop: [(0.3, 1.7), (0.3, 0.2)],
    sees_what_is_bound_outside: [(0.3,)],
    pairs_pushed_apart: [([0.3, 0.8, 1.5],)],
    several_yields: [(0.3,), (-0.3,)],
}

"""Decorated inner functions, groups of items that are alike, iterators that are copied."""

import functools
import itertools


def cached_recursion(x):
    @functools.lru_cache(maxsize=None)
    def weight(n):
        return 1.0 if n < 2 else weight(n - 1) + x * weight(n - 2)

    @functools.cache
    def paths(i, j):
        if i == 0 or j == 0:
            return 1.0
        return x * paths(i - 1, j) + paths(i, j - 1) / x

    return weight(7) * paths(2, 3)


def decorated_twice(x):
    def squared(f):
        @functools.wraps(f)
        def g(*args, **keywords):
            return f(*args, **keywords) ** 2

        return g

    def scaled(by):
        def decorator(f):
            def g(y, power=1):
                return by * f(y) ** power

            return g

        return decorator

    @squared
    @scaled(0.5 * x)
    def h(y):
        return y * x + 1.0

    return h(x) + h(2.0, power=3)


def grouped_by_sign(xs):
    total = 0.0
    for positive, group in itertools.groupby(xs, key=lambda v: v > 0):
        product = 1.0
        for v in group:
            product *= v
        total += product if positive else product**2
    return total


def groups_of_places(xs):
    total = 0.0
    for k, group in itertools.groupby(range(len(xs)), key=lambda i: i // 2):
        total += sum(xs[i] for i in group) * (k + 1)
    return total + sum([max(g) * 3.0 for _, g in itertools.groupby(xs, key=lambda v: v > 0)])


def a_group_is_walked_once(xs):
    total = 0.0
    for _, group in itertools.groupby(xs, key=lambda v: v > 0):
        total += sum(group) + 2.0 * sum(group)
    return total**2


def copied_iterators(xs):
    ahead, behind = itertools.tee(xs)
    total = next(ahead) * next(ahead)
    for v in behind:
        total += v * next(ahead, 2.0)
    return total + sum(behind) + len(list(ahead))


XS = [0.3, 0.8, -0.5, -0.2, 0.9]
PROGRAMS = {
    cached_recursion: [(0.8,)],
    decorated_twice: [(0.8,)],
    grouped_by_sign: [(XS,), ([0.4],)],
    groups_of_places: [(XS,)],
    a_group_is_walked_once: [(XS,)],
    copied_iterators: [(XS,)],
}

"""Iterators with names: begun, handed on, walked to the end; named for one use."""

import math
from functools import reduce
from itertools import accumulate, islice, pairwise, product

import numpy as np


def begun_and_walked(xs):
    it = iter(xs)
    first = next(it)
    second = next(it)
    s = 0.0
    for v in it:
        s += v * first
    return s + second


def taken_two(it):
    return next(it) * next(it)


def handed_to_a_function(xs):
    it = iter(xs)
    other = it
    return taken_two(it) + next(other) ** 2


def asked_for_a_default(xs):
    it = iter(xs)
    s = 0.0
    while (v := next(it, None)) is not None:
        s += v * v
    return s + next(it, xs[0])


def walked_until_it_stops(xs):
    it = iter(xs)
    s, n = 1.0, 0
    while True:
        try:
            v = next(it)
        except StopIteration:
            break
        n += 1
        s *= v + n
    return s


def left_and_walked_on(xs, limit):
    it = iter(xs)
    head = 0.0
    for v in it:
        head += v
        if head > limit:
            break
    tail = 1.0
    for v in it:
        tail *= v
    return head * tail


def one_for_each_round(xs, ys):
    it = iter(ys)
    s = 0.0
    for x in xs:
        if x > 0.5:
            s += x * next(it)
    return s + next(it)


def over_the_keys(x):
    d = {"a": x, "b": x * x}
    it = iter(d)
    return d[next(it)] * 3.0 + d[next(it)]


def named_pairs(xs):
    pairs = zip(xs, xs[1:])
    return sum(a * b for a, b in pairs)


def named_chain(xs):
    squares = map(lambda v: v * v, xs)
    large = filter(lambda v: v > 0.1, squares)
    s = 1.0
    for v in large:
        s *= v
    return s


def written_before_it_is_walked(xs):
    values = list(xs)
    doubled = [2.0 * v for v in values]
    pairs = zip(values, doubled)
    total = 0.0
    for a, b in pairs:
        total += a * b
    values[1] = 5.0
    return total * values[1]


def named_generator(xs):
    half = (0.5 * x for x in xs)
    total = 0.0
    for k, h in enumerate(half):
        total += k * h * h
    return total


def first_that_is_so(xs):
    s = next(x for x in xs if x > 0.4) ** 2
    return s + next((x for x in xs if x > 10), 2.0 * xs[0])


def none_that_is_so(xs):
    try:
        return next(x for x in xs if x > 10)
    except StopIteration:
        return xs[0] * xs[1]


def in_batches(xs, n):
    it = iter(xs)
    batches = []
    while batch := tuple(islice(it, n)):
        batches.append(batch)
    return sum(k * math.prod(b) for k, b in enumerate(batches, 1))


def until_a_batch_is_short(xs):
    it = iter(xs)
    s = 0.0
    while True:
        batch = list(islice(it, 3))
        if len(batch) < 3:
            break
        s += math.prod(batch)
    return s + sum(batch) ** 2


def first_of_it(it, n):
    return list(islice(it, n))


def taken_by_a_function(xs):
    it = iter(xs)
    return sum(first_of_it(it, 2)) * sum(first_of_it(it, 1))


def from_the_second(xs):
    it = iter(xs)
    two = list(islice(it, 1, 3))
    return two[0] * two[1] ** 2 + sum(it)


def every_other(xs):
    it = iter(xs)
    head = sum(islice(it, 2))
    return head * sum(v * v for v in islice(it, 0, None, 2)) + next(it, 2.0) * head


def every_other_left(xs, limit):
    it = iter(xs)
    s = 0.0
    for v in islice(it, 0, 4, 2):
        s += v
        if s > limit:
            break
    return s * (1.0 + sum(v * v for v in it))


def sums_until(xs, limit):
    it = iter(xs)
    s = 0.0
    for total in accumulate(it):
        s += total * total
        if s > limit:
            break
    return s * (1.0 + sum(it))


def products_from(xs):
    it = iter(xs)
    so_far = list(accumulate(it, lambda a, b: a * b, initial=2.0))
    return sum(k * v for k, v in enumerate(so_far)) + sum(it)


def neighbours_until(xs, limit):
    it = iter(xs)
    s = 0.0
    for a, b in pairwise(it):
        s += a * b * b
        if b > limit:
            break
    return s * (1.0 + sum(it))


def the_rest_after_a_product(xs):
    it = iter(xs)
    s = 0.0
    for a, b in product(it, (1.0, 2.0)):
        s += a * b
        if s > 1.0:
            break
    return s * (1.0 + sum(it))


def largest_of_the_first(xs):
    it = iter(xs)
    first = next(it)
    return max(islice(it, 2)) * reduce(lambda a, b: a * b, islice(it, 1), first) + sum(it)


XS = [0.3, 0.8, 0.45, 0.6]
PROGRAMS = {
    begun_and_walked: [(XS,), (np.array(XS),)],
    handed_to_a_function: [(XS,)],
    asked_for_a_default: [(XS,)],
    walked_until_it_stops: [(XS,)],
    left_and_walked_on: [(XS, 1.0), (XS, 9.0)],
    one_for_each_round: [(XS, [1.0, 2.0, 3.0, 4.0])],
    over_the_keys: [(0.4,)],
    named_pairs: [(XS,)],
    named_chain: [(XS,)],
    named_generator: [(XS,)],
    written_before_it_is_walked: [(XS,)],
    first_that_is_so: [(XS,)],
    none_that_is_so: [(XS,)],
    in_batches: [(XS, 2), (XS, 3)],
    until_a_batch_is_short: [(XS,)],
    taken_by_a_function: [(XS,)],
    from_the_second: [(XS,)],
    every_other: [(XS,)],
    every_other_left: [(XS, 0.5), (XS, 0.2), (XS, 9.0)],
    sums_until: [(XS, 1.0), (XS, 99.0)],
    products_from: [(XS,)],
    neighbours_until: [(XS, 0.7), (XS, 9.0)],
    the_rest_after_a_product: [(XS,)],
    largest_of_the_first: [(XS,)],
}

"""Functions of itertools, heapq and operator, as people use them."""

import heapq
import itertools
import operator

import numpy as np


def accumulated(xs):
    s = sum(itertools.accumulate(xs))
    for a in itertools.accumulate(xs, lambda p, q: p * 0.9 + q, initial=1.0):
        s += a * a
    return s


def chained(xs, ys):
    s = 0.0
    for v in itertools.chain(xs, ys):
        s += v**3
    for v in itertools.chain.from_iterable([xs, ys]):
        s += v
    return s


def every_pair(xs, ys):
    return sum(a * b * b for a, b in itertools.product(xs, ys))


def differences_of_neighbours(xs):
    return sum((b - a) ** 2 for a, b in itertools.pairwise(xs))


def cut_out(xs):
    s = sum(itertools.islice(xs, 1, None, 2)) + sum(itertools.islice(xs, 2)) ** 2
    s += sum(itertools.takewhile(lambda x: x < 1, xs))
    s *= sum(itertools.dropwhile(lambda x: x < 1, xs))
    return s + sum(itertools.compress(xs, [1, 0, 1, 0]))


def longest(xs, ys):
    return sum(a * b for a, b in itertools.zip_longest(xs, ys, fillvalue=2.0))


def counted_without_end(x):
    s = 0.0
    for k in itertools.count(1):
        s += x**k / k
        if k > 3:
            break
    for v in itertools.cycle([x, 2 * x, s]):
        s += v
        if s > 5.0:
            break
    return s


def smallest_first(xs):
    heap = []
    for x in xs:
        heapq.heappush(heap, x * x)
    s, k = 0.0, 1
    while heap:
        s += k * heapq.heappop(heap)
        k += 1
    return s


def largest_of_a_heap(xs):
    heap = [x * x for x in xs]
    heapq.heapify(heap)
    out = heapq.heapreplace(heap, xs[0] * 3)
    return sum(heapq.nlargest(2, xs)) * heapq.nsmallest(1, xs)[0] + out * heap[0]


def got_by_operator(rows):
    second = operator.itemgetter(1)
    rows = sorted(rows, key=operator.itemgetter(0))
    return sum(k * second(r) for k, r in enumerate(rows)) + second(max(rows, key=second)) ** 2


XS, YS = [0.3, 0.8, 1.5, 0.2], [1.1, 0.7]
PROGRAMS = {
    accumulated: [(XS,)],
    chained: [(XS, YS)],
    every_pair: [(XS, YS)],
    differences_of_neighbours: [(XS,), (np.array(XS),)],
    cut_out: [(XS,)],
    longest: [(XS, YS)],
    counted_without_end: [(0.4,)],
    smallest_first: [(XS,)],
    largest_of_a_heap: [(XS,)],
    got_by_operator: [([(0.5, 0.3), (0.2, 1.4), (0.9, -0.3)],)],
}

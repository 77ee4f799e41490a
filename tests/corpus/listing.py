"""Lists that are sorted, searched, cut and joined; means and other numbers of lists."""

import copy
import functools
import itertools
import math
import operator
import statistics


def cut_and_joined(xs):
    values = list(xs)
    values[1:3] = [values[2] * 2, values[1], 7.0]
    del values[0]
    values = values * 2
    values.insert(1, xs[0])
    values.remove(7.0)
    n = values.count(7.0) + values.index(7.0)
    values.sort()
    values.reverse()
    return values[0] * 3 + values[-1] + n * xs[0] + len(values)


def sorted_in_place(xs):
    values = [x for x in xs if x > 0.25]
    values.insert(1, xs[1])
    values.sort(key=lambda v: -v)
    more = values + [1.0] * 3
    del more[-1]
    values.extend(more[1:3])
    values += [2.0, xs[0]]
    values[0], values[-1] = values[-1], values[0]
    return sum(k * v for k, v in enumerate(values)) + more.pop(0) + more.pop() + len(more)


def slices_of_other_lengths(xs, n):
    values = []
    for x in xs:
        if x > 0.25:
            values.append(x)
    values[:1] = [1.0, 2.0 * xs[0]]
    values[n:] = []
    values[-1:] = [v * v for v in xs]
    del values[1:2]
    return sum(k * v for k, v in enumerate(values)) + values.index(1.0)


def not_in_the_list(xs):
    values = [x for x in xs if x > 0.25]
    try:
        values.remove(7.0)
    except ValueError:
        values.append(xs[0] * 7.0)
    return sum(values) ** 2


def copied_lists(xs):
    grown = [x for x in xs if x > 0.25]
    other = copy.copy(grown)
    other[0] = 5.0 * other[1]
    return sum(grown) * sum(other)


def folded(xs):
    s = functools.reduce(operator.add, xs) + functools.reduce(lambda a, b: a * b + 1.0, xs, 0.5)
    s += sum(map(operator.mul, xs, xs)) + operator.getitem(xs, 1)
    s += sum(itertools.starmap(lambda a, b: a * b, [(x, 2.0 * x) for x in xs]))
    return s + sum(k * x for k, x in enumerate(xs, start=1)) + sum([[x] for x in xs], [])[1]


def numbers_of_a_list(xs):
    s = math.fsum(xs) * math.prod(xs)
    return s + math.fsum(x * x for x in xs) + math.prod([x + 1 for x in xs], start=2.0)


def statistics_of_a_list(xs):
    centre = statistics.mean(xs)
    spread = statistics.fmean([(x - centre) ** 2 for x in xs])
    return centre * statistics.median(xs) / math.sqrt(spread)


def largest_by_key(xs):
    return max(xs[0], xs[1], key=abs) * min(xs[2], xs[3], key=lambda v: (v - 0.4) ** 2)


XS = [0.3, 0.8, 0.5, 0.2]
PROGRAMS = {
    cut_and_joined: [(XS,)],
    sorted_in_place: [(XS,)],
    slices_of_other_lengths: [(XS, 2), (XS, -1), (XS, 9)],
    not_in_the_list: [(XS,)],
    copied_lists: [(XS,)],
    folded: [(XS,)],
    numbers_of_a_list: [(XS,)],
    statistics_of_a_list: [(XS,)],
    largest_by_key: [(XS,)],
}

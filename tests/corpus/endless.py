"""Counts without an end, beside what ends; a letter chosen at run time."""

import itertools
import math
from itertools import count


def numbered(x, xs):
    s = 0.0
    for i, v in zip(count(), xs):
        s = s * x + v * i
    return s


def powers_from_one(x, xs):
    return sum(x**i * v for v, i in zip(xs, count(1)))


def between_two_lists(x, xs, n):
    s = 0.0
    for v, i, w in zip(xs, itertools.count(n), xs[1:]):
        s = s * x + v * i * w
    return s


def numbered_twice(x, xs):
    s = 0.0
    for k, (i, v) in enumerate(zip(count(2), xs)):
        s = s * x + v * i * k
    return s


def left_early(x, xs):
    s = x
    for i, v in zip(count(1), reversed(xs)):
        s = s * x + v * i
        if i > 1:
            break
    return s


def letter_by_round(x, n):
    s = 0.0
    for i in range(n):
        c = "ab"[i % 2]
        if c == "a":
            s += x
        else:
            s = s * x
    return s


def letters_of_an_argument(x, text):
    s = 0.0
    for i in range(len(text)):
        if text[i] == "a":
            s += x
        else:
            s = s * x
    return s


def letter_as_a_key(x, n):
    d = {"a": x, "b": x * x}
    s = 1.0
    for i in range(n):
        s = s * d["abba"[i]]
    return s


def letter_past_the_end(x, n):
    try:
        c = "ab"[n]
    except IndexError:
        return x * x
    return x * len(c)


XS = [0.5, 1.5, 2.5]
def halved_until_small(x):
    while True:
        x = x / 2
        if x < 1.0:
            return x


def whichever_comes_first(x):
    n = 0
    while True:
        n += 1
        try:
            x = math.sqrt(x - 0.2)
        except ValueError:
            return x * n
        if n > 5:
            return x + n


def helpers_that_only_return(x):
    def small(v):
        while True:
            v -= 0.1
            if v < 0.35:
                return v
            while True:
                if v < 0.5:
                    return v * x
                v *= 0.8

    return small(x) + small(2.0 * x)


PROGRAMS = {
    halved_until_small: [(5.3,), (0.7,)],
    whichever_comes_first: [(1.3,), (0.3,)],
    helpers_that_only_return: [(1.3,)],
    numbered: [(0.7, XS), (0.7, [])],
    powers_from_one: [(0.7, XS)],
    between_two_lists: [(0.7, XS, 3)],
    numbered_twice: [(0.7, XS)],
    left_early: [(0.7, XS)],
    letter_by_round: [(0.7, 5)],
    letters_of_an_argument: [(0.7, "abca")],
    letter_as_a_key: [(0.7, 3)],
    letter_past_the_end: [(0.7, 1), (0.7, 5)],
}

"""Recursions that return tuples of their own kind: linked pairs, trees, arrays of every length."""

import math

import numpy as np


def chain(x, n):
    if n == 0:
        return x, (x, None)
    v, rest = chain(x * 1.1, n - 1)
    return v * math.sin(x), (v, rest)


def walked(link):
    v, rest = link
    if rest is None:
        return v * v
    return v + 0.5 * walked(rest)


def chain_walked(x, n):
    v, link = chain(x, n)
    return v + walked(link)


def chain_only_made(x, n):
    v, link = chain(x, n)
    return v * link[0]


def tree(x, n):
    if n < 1:
        return x, (x, None, None)
    left, a = tree(x * 0.9, n - 1)
    right, b = tree(x + 0.3, n - 2)
    return left * right, (x * left, a, b)


def height(node, w):
    x, a, b = node
    if a is None or b is None:
        return x * w
    return np.tanh(x) + height(a, w * 0.5) * height(b, w)


def tree_folded(x, w, n):
    top, node = tree(x, n)
    return top + height(node, w)


def slices(a, n):
    if n == 0 or len(a) == 1:
        return np.sum(a), (a, None)
    s, rest = slices(a[1:] * 1.5, n - 1)
    return s * a[0], (a[:1] + a, rest)


def slices_multiplied(node, b):
    a, rest = node
    if rest is None:
        return np.sum(a * a)
    return np.sum(a * b) + slices_multiplied(rest, b)


def arrays_of_every_length(a, b, n):
    s, node = slices(a, n)
    return s + slices_multiplied(node, b[:1])


def built(x, n):
    if n == 0:
        return (x, None)
    return (x * n, built(x * 1.1, n - 1))


def walked_in_a_loop(x, n):
    link = built(x, n)
    total = 0.0
    while link is not None:
        v, link = link
        total = total + v * v * 0.5
    return total


def asked_what_it_is(x, n):
    rest = built(x, n)[1]
    y = x * 3.0 if isinstance(rest, tuple) else x * x
    for part in built(x, n):
        if part is None:
            y = y * 2.0
    return y if rest else y * x


def length_of_what_may_be_none(x, n):
    rest = built(x, n)[1]
    try:
        k = len(rest)
    except TypeError:
        k = 7
    return x * x * k


PROGRAMS = {
    chain_walked: [(0.7, 3), (0.7, 0), (1.2, 6)],
    chain_only_made: [(0.7, 3)],
    tree_folded: [(0.7, 1.3, 4), (0.7, 1.3, 0)],
    walked_in_a_loop: [(0.7, 0), (0.7, 4)],
    asked_what_it_is: [(0.7, 0), (0.7, 1)],
    length_of_what_may_be_none: [(0.7, 0), (0.7, 1)],
    arrays_of_every_length: [(np.array([0.3, 0.7, 1.1, 0.4]), np.array([0.6, 0.2]), 2)],
}

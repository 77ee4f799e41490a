"""Sets whose items are known: walked, joined, compared; enumerations walked; samples drawn."""

import enum
import random

import numpy as np

X = np.array([0.7, 1.3, 0.4, 2.1])
ODD = {3, 1}
LATE = frozenset([2, 3])
NAMES = {"a", "b"}


class Kind(enum.Enum):
    LINEAR = 1
    SQUARE = 2


def in_the_order_of_python(x):
    ks = list(set([3, 1, 2]))
    js = [k for k in {3, 1, 2}]
    a, b = {3, 1}
    total = x[ks[0]] ** 2 + x[js[2]] * x[tuple(frozenset((3, 0)))[0]] + x[a] ** 3 * x[b]
    for i, k in enumerate({3, 1, 2}):
        total += x[k] * i
    for k in {3, 1} | {2}:
        total = total * 2 + x[k]
    return total


def joined(x):
    both = {1, 2} & {2, 3}
    total = sum(x[k] for k in both) * len(both) + (x[0] if 2 in both ^ {1} else 0)
    for k in sorted({3, 1, 2, -2} - {1}):
        total = total * 2 + x[k]
    return total + sum(x[k] for k in {1, 2}.union([3])) * x[max({0, 2})]


def compared(x):
    if {1, 2} <= {1, 2, 3} and {1} != {2} and {1, 2} == {2, 1} and {1}.isdisjoint({2}):
        return x[0] ** 2 if {1}.issubset([1, 2]) else x[2]
    return x[1]


def grouped(x):
    labels = [1, 0, 1, 2]
    total = 0.0
    for label in sorted(set(labels)):
        group = [x[i] for i in range(4) if labels[i] == label]
        total += sum(group) ** 2 / len(group)
    for label in set(labels):
        total = total * 2 + sum(x[i] for i in range(4) if labels[i] == label) ** 2
    return total


def outside(x):
    total = sum(x[k] * k for k in ODD) + sum(x[k] for k in LATE)
    for i in range(4):
        if i in ODD:
            total *= x[i]
    return total * (x[2] if int(x[0] > 0) in ODD else x[3])


def of_an_enumeration(x):
    held = {kind: x[kind.value] for kind in Kind}
    total = 0.0
    for kind in Kind:
        total += x[kind.value] ** (2 if kind is Kind.SQUARE else 1)
    return total * len(Kind) * held[Kind.LINEAR]


def asked_for_texts(x, kind="square"):
    total = 0.0
    for name in ("a", "c"):
        total += x[0] ** 2 if name in NAMES else x[1]
    return total * (x[2] if kind in {"square", "cube"} else x[3])


def sampled(x):
    rng = random.Random(5)
    i, j = rng.sample(range(4), 2)
    a, b, c = rng.sample(list(x), 3)
    ks = rng.sample(range(100), 7)
    return x[i] * x[j] ** 2 + a * b * rng.random() + c * x[ks[0] % 4] * x[ks[6] % 4]


PROGRAMS = {
    in_the_order_of_python: [(X,)],
    joined: [(X,)],
    compared: [(X,)],
    grouped: [(X,)],
    outside: [(X,), (-X,)],
    of_an_enumeration: [(X,)],
    asked_for_texts: [(X,)],
    sampled: [(X,)],
}

"""Programs that random testing found wrong once, shrunk and named."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

X = np.array([0.5, 1.5, -0.7])


def raises_inside_a_branch(x, w):
    for i in range(3):
        if x > 0.0:
            if x > 50.0:
                raise ValueError
        else:
            w = w * 1.6
    return np.sum(w * w)


def head_of_a_loop_counts(x):
    n = x * 0.5

    def up(t):
        nonlocal n
        n = n + t
        return n

    for v in (np.cos(up(x)), 1.0):
        n = n * v
    for k, v in enumerate([up(x), up(v)], start=1):
        n = n + k * v
    return n


def checked(p):
    if p > 0.9:
        raise ValueError("too large")
    return math.cos(p)


def one_except_of_two_kinds(x, y):
    try:
        s = checked(y)
    except (ValueError, KeyError):
        s = x * y
    return s * x


@dataclass
class Box:
    b: float = 1.0


def attribute_set_in_a_branch(x):
    box = Box(x)
    if x > 0:
        setattr(box, "b", x * x)
    return box.b * x


class Pair(NamedTuple):
    p: float
    q: float = 0.5


def kind_of_a_named_tuple(x, y):
    pair = Pair(x, y)
    if isinstance(pair, Pair) and isinstance(pair, tuple) and not isinstance(pair, list):
        return pair.p * pair.q
    return x


def replaced(x, y):
    pair = Pair(x)._replace(q=y * x)
    if x > 0.5:
        pair = pair._replace(p=pair.q)
    return pair.p * pair._asdict()["q"] + pair._replace(p=1.0).p


def patterns(x, y):
    match (x, y, x * y, 2):
        case (p, *m, 1):
            s = p * m[0]
        case (p, *m, 2):
            s = p * m[0] * m[-1]
    match {"k": x, "n": 2}:
        case {"k": p, "n": 1}:
            s = s + p
        case {"k": p, "n": 2}:
            s = s * p
    match Pair(x, y):
        case Pair(p, 0.5):
            s = s + p
        case Pair(p, q) if p > q:
            s = s * p
        case Pair(q=q):
            s = s * q
    match y:
        case str(_) | [*_]:
            s = 0.0
        case float(t) if t > 3.0:
            s = s * t
        case float():
            s = s + y
    return s * x


def returned_from_a_round(x, w):
    for i in range(2, -1, -1):
        w[i]
        if x >= 0.5:
            return w[i]
    return x


def kind_among(x, kind="b"):
    if kind not in ("a", "c") and x in (0.7, x):
        return x * x
    return x


PROGRAMS = {
    raises_inside_a_branch: [(2.0, X), (-2.0, X)],
    head_of_a_loop_counts: [(0.7,)],
    one_except_of_two_kinds: [(0.3, 0.5), (0.3, 1.5)],
    attribute_set_in_a_branch: [(0.7,), (-0.7,)],
    kind_of_a_named_tuple: [(0.7, 1.2)],
    returned_from_a_round: [(0.3, X), (0.8, X)],
    kind_among: [(0.7,), (0.7, "a")],
    replaced: [(0.7, 1.2), (0.3, 1.2)],
    patterns: [(0.7, 1.2), (1.4, 0.6), (0.3, 3.5)],
}

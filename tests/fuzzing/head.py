"""What stands above every random program: a module as people write one."""

HEAD = """import functools
import itertools
import math
import operator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

K = 0.7
M = np.array([[0.3, -0.4, 0.2], [0.5, 0.1, -0.7], [-0.2, 0.6, 0.4]])
TABLE = {"lo": 0.25, "hi": 1.75}


class Pair(NamedTuple):
    p: float
    q: float = 0.5


@dataclass
class Box:
    w: object
    b: float = 1.0

    def loss(self, t):
        return np.tanh(np.sum(self.w * t)) * self.b

    @property
    def half(self):
        return self.b * 0.5


class Affine:
    def __init__(self, k, c=0.2):
        self.k, self.c = k, c

    def __call__(self, t):
        return math.tanh(self.k * t + self.c)

    def __add__(self, other):
        return Affine(self.k + other.k, self.c)

    @staticmethod
    def bent(t):
        return t * math.exp(-t * t)

    @classmethod
    def unit(cls, k):
        return cls(k, 1.0)


class Steeper(Affine):
    def __call__(self, t):
        return math.sin(self.k * t) - self.c


AFFINE = Affine(0.4)


def twice(function):
    @functools.wraps(function)
    def inner(*args, **options):
        return 2.0 * function(*args, **options)

    return inner


def helper(p, q):
    if p > q:
        return math.sin(p) * q
    return p - q * q


@twice
def keyed(p, *rest, k=0.5, flip=False):
    s = p * k
    for r in rest:
        s = math.tanh(s + r)
    return -s if flip else s


def named(**parts):
    return sum(parts.values()) * 0.5


def applied(function, value, /, times=2):
    for _ in range(times):
        value = function(value)
    return value


def walk(items):
    previous = 0.1
    for item in items:
        yield item * previous
        previous = math.sin(item)


def checked(p):
    if p > 0.9:
        raise ValueError(f"too large: {p:.2f}")
    return math.cos(p)


def power(p, n):
    return 1.0 if n == 0 else p * power(p, n - 1)


def halved(p):
    if abs(p) < 0.4:
        return p
    return halved(p * 0.5) + 0.1


def folded(v, k):
    return math.sin(v[k]) * folded(v, k + 1) if k < len(v) else 1.0


"""

"""What stands above every random program: a module as people write one."""

HEAD = """import bisect
import cmath
import collections
import functools
import itertools
import math
import operator
import random
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
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


@dataclass
class Tilted(Box):
    c: float = 0.3

    def loss(self, t):
        return super().loss(t) + self.c * t


class Cell:
    gain = 0.8
    n: int

    def __init__(self, k, s=0.0):
        self.k, self.s, self.n = k, s, 0

    def step(self, t):
        self.n += 1
        self.s = math.tanh(self.k * self.s + t)
        return self.s

    def scaled(self, t):
        return self.gain * self.step(t) + 0.1 * self.n

    @property
    def level(self):
        return self.s + self.k

    @level.setter
    def level(self, value):
        self.s = value - 0.5 * self.k

    def within(self, bound):
        self.s = self.s + 0.1 * self.k
        if self.s > bound:
            self.s = bound * 0.5
            raise TooFarError(bound)
        return self.s


class Leaky(Cell):
    gain = 0.5

    def __init__(self, k, s=0.3, *, leak=0.1):
        super().__init__(k, s)
        self.leak = leak

    def step(self, t):
        kept = self.s
        return super().step(t) - self.leak * kept

    @Cell.level.getter
    def level(self):
        return super().level * 0.5


class Latched(Leaky):
    def step(self, t):
        if t > 0.4:
            return self.s
        return super().step(t) + self.k

    def within(self, bound):
        try:
            return super().within(bound)
        finally:
            self.n += 1


class Ring:
    __slots__ = ("first", "items")

    def __init__(self, items):
        self.items = list(items)
        self.first = items[0]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, k):
        return self.items[k % len(self.items)]

    def __setitem__(self, k, value):
        self.items[k % len(self.items)] = value

    def __iter__(self):
        for item in self.items:
            yield item + self.first

    def __enter__(self):
        self.first = self.first * 0.5
        return self

    def __exit__(self, kind, error, trace):
        self.first = self.first + 0.25
        return kind is TooFarError


class TooFarError(Exception):
    pass


class TooLowError(TooFarError):
    pass


class Stock:
    def __init__(self, v):
        self.v, self.n = v * 1.0, 0

    @property
    def w(self):
        return self.v * 0.9

    @w.setter
    def w(self, value):
        self.v = np.tanh(value)
        self.n += 1

    def __getitem__(self, k):
        return self.v[k] * 1.1

    def __setitem__(self, k, value):
        self.v[k] = np.sin(value)


@dataclass(order=True)
class Ranked:
    rank: float
    value: float = field(default=0.7, compare=False)


class Tally:
    n = 0
    s = 0.0

    def add(self, t):
        self.n += 1
        self.s = self.s * 0.5 + t
        return self.s


AFFINE = Affine(0.4)
COUNT = Tally()
STATE = {"n": 0, "s": 0.0}
LOG = []
TOTAL = 0.0


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


def shaped(p, how="tanh", scale=None):
    if scale is None:
        scale = 0.7
    if how == "sin":
        return math.sin(p * scale)
    elif how == "tanh":
        return math.tanh(p) * scale
    return p * scale


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


def guarded(p, low=-0.8):
    if p > 0.8:
        raise TooFarError(p)
    if p < low:
        raise TooLowError(f"{p:.3f} is too low")
    if -0.05 < p < 0.05:
        raise ZeroDivisionError
    return math.sin(p) * 1.5


def failing(items, p):
    for k, item in enumerate(items):
        p = guarded(math.sin(p + item)) + 0.1 * k
        yield p


class Held:
    def __init__(self, p):
        self.p = math.tanh(p)

    def __enter__(self):
        self.p = self.p * 0.8
        return self

    def __exit__(self, kind, error, trace):
        self.p = self.p + 0.1
        return kind is TooLowError


@contextmanager
def lent(p):
    held = Held(p)
    try:
        yield held
    except TooLowError:
        held.p = held.p * 0.5
    finally:
        held.p = held.p + 0.2


def pushed(items, value):
    items.append(value)
    return 0.1 * len(items)


def spent(items):
    if len(items) > 1:
        return items.pop()
    return items[0]


def moved(box, t):
    box.b = math.tanh(box.b + t)
    return box


def tallied(t):
    COUNT.n += 1
    COUNT.s = COUNT.s + 0.3 * t
    return t * COUNT.n


def raised(t):
    global TOTAL
    TOTAL = TOTAL * 0.5 + math.sin(t)
    return TOTAL


def even(p, n):
    return p if n <= 0 else odd(math.sin(p) + 0.2, n - 1)


def odd(p, n):
    if n <= 0:
        return p * p
    return even(p * 0.7, n - 1) + 0.1 * p


def fan(p, *rest, k=0.4, **options):
    s = p * k
    for i, r in enumerate(rest):
        s += r / (i + 1.5)
    for name, v in options.items():
        s = math.tanh(s + v) if name < "c" else s - v
    return s


def passed_on(*args, **options):
    return fan(*args, **options) - fan(args[-1], **options)


def summed(tree):
    if isinstance(tree, (list, tuple)):
        return sum(summed(branch) for branch in tree) * 0.5
    return math.sin(tree)


def chained(*parts):
    for part in parts:
        yield from part


def until(items, bound):
    total = 0.0
    for item in items:
        total += item
        if total > bound:
            return
        yield total
    yield bound


def power(p, n):
    return 1.0 if n == 0 else p * power(p, n - 1)


def halved(p):
    if abs(p) < 0.4:
        return p
    return halved(p * 0.5) + 0.1


def remembered(p, n, memo):
    if n not in memo:
        far = p if n < 2 else remembered(p, n - 2, memo)
        memo[n] = far * 0.5 + (1.0 if n < 1 else math.sin(remembered(p, n - 1, memo)))
    return memo[n]


def gathered(t, k, out):
    out.append(t * 0.5)
    if k > 0:
        gathered(math.sin(t), k - 1, out)
        out[0] = out[0] + out[-1] * 0.1
    return len(out) * 0.1


def wound(cell, k):
    if k > 0:
        cell.step(0.1 * k)
        wound(cell, k - 1)
    return cell.s


def deepened(t, n):
    global TOTAL
    TOTAL = TOTAL * 0.5 + t
    return t * TOTAL if n == 0 else deepened(math.sin(t), n - 1)


def folded(v, k):
    return math.sin(v[k]) * folded(v, k + 1) if k < len(v) else 1.0


"""

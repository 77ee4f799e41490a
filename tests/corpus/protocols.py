"""What a class of the user's says of operators, builtins and statements, by its special methods."""

import copy
import functools
import math
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

X = np.array([0.7, 1.3, 0.4, 2.1])


@dataclass
class Point:
    x: float
    y: float


@dataclass
class Segment:
    start: Point
    end: Point


@dataclass(order=True)
class Ranked:
    rank: float
    pair: tuple = ()
    value: float = field(compare=False, default=1.0)


@functools.total_ordering
class Ordered:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return self.v == o.v

    def __lt__(self, o):
        return self.v < o.v


class Pair:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def __add__(self, o):
        return Pair(self.a + o.a, self.b + o.b)

    def __radd__(self, o):
        return self if o == 0 else Pair(self.a + o, self.b)

    def __iadd__(self, o):
        self.a += o.a
        self.b += 2 * o.b
        return self

    def __imul__(self, k):
        return Pair(self.a * k, self.b * k * k)

    def __and__(self, o):
        return self.a * o.b

    def __or__(self, o):
        return Pair(self.a * o.a, 1.0 * o.b)

    def __ior__(self, o):
        self.a = self.a * o.b
        return self

    def __xor__(self, o):
        return self.b * o.a

    def __lshift__(self, k):
        return Pair(self.b * k, self.a)

    def __rrshift__(self, k):
        return self.a**2 * k

    def __floordiv__(self, k):
        return Pair(self.a // k, self.b)

    def __mod__(self, k):
        return self.a % k

    def __divmod__(self, k):
        return self.a / k, self.b * self.b

    def __lt__(self, o):
        return self.a < o.a

    def __iter__(self):
        yield self.a
        yield self.b

    def __reversed__(self):
        return iter((self.b, self.a))

    def __contains__(self, v):
        return v in (self.a, self.b)

    def __delitem__(self, k):
        self.a = self.b * k

    def __copy__(self):
        return Pair(self.a, self.b + 1)

    def __repr__(self):
        return f"Pair({self.a:.3f}, {self.b:.3f})"

    def __format__(self, spec):
        return f"<{self.a:.2f}{spec}>"

    def __enter__(self):
        self.a = self.a * 2
        return self

    def __exit__(self, *error):
        self.b = self.b + self.a
        return False


def pairs(x):
    return Pair(x[0], x[1]), Pair(x[2], x[3])


def by_bits(x):
    p, q = pairs(x)
    r = p
    r |= q
    return (p & q) + (p ^ q) * (p << 3).a + (2.0 >> q) + (p | q).a * r.a


def divided(x):
    p, q = pairs(x)
    d, m = divmod(p, 2.0)
    return d * m * (p // 0.3).b * (q % 0.3)


def summed(x):
    p, q = pairs(x)
    s = sum([p, q], Pair(0.0, 1.0))
    t = sum((v for v in [p, q, p]), Pair(0.0, 0.0))
    return s.a * s.b * t.a + sum([p, q]).b + sum(p)


def the_best(x):
    p, q = pairs(x)
    return min(p, q).b * max([p, q]).b * max(p, q, p).a


def changed_in_place(x):
    p, q = pairs(x)
    r = p
    r += q
    p *= x[2]
    held = [r, q]
    held[0] += q
    held[1] *= 2.0
    table = {"p": p}
    table["p"] += q
    return r.a * r.b * p.b + held[0].b * held[1].a * q.b + table["p"].a


def taken_out(x):
    p, q = pairs(x)
    del p[3]
    r = copy.copy(q)
    r.a = 5.0
    return p.a * p.b * r.b * (q.a if x[2] in q else q.b)


def walked(x):
    p, q = pairs(x)
    total = 0.0
    for k, v in enumerate(reversed(p)):
        total += v * (k + 1)
    a, *rest = q
    with p as entered:
        total *= entered.a
    folded = functools.reduce(lambda u, v: u + v, [p, q, p])
    return total * a * rest[0] + math.hypot(*p) + folded.a * folded.b


def as_texts(x):
    p, q = pairs(x)
    assert p.a > -9, f"{p} {q!r:>20} {p:q}"
    print(p, Point(p.a, 1.0), Segment(Point(1.0, 2.0), Point(q.a, q.b)))
    if p.a < -9:
        raise ValueError(f"{p} of {str(q)}" + repr(q))
    return p.a * q.b


def of_dataclasses(x):
    p, q = Ranked(x[0], (1.0, x[1]), x[2]), Ranked(x[0], (1.0, x[2]), x[3])
    total = p.value if p < q else q.value**2
    if p != q and not Point(x[0], 1.0) == Ranked(x[0]) and Point(x[0], 2.0) == Point(x[0], 2.0):
        total *= max(p, q, Ranked(x[2], (2.0, 1.0))).value
    best = min([Ranked(v, value=v * v) for v in (x[3], x[1])])
    return total * best.value


def totally_ordered(x):
    p, q = Ordered(x[0]), Ordered(x[1])
    return x[0] ** 2 if p <= q and q > p and not p >= q else x[2]


def in_namespaces(x):
    def step(s):
        return SimpleNamespace(x=s.x + 0.1 * s.v, v=s.v - 0.1 * s.x)

    s = SimpleNamespace(x=x[0], v=x[1])
    for _ in range(5):
        s = step(s)
    held = SimpleNamespace(w=x.copy(), **{"late": []})
    held.w[0] *= s.x
    held.late.append(held.w[1])
    held.total = 0.0
    for i in range(3):
        held.total += held.w[i] * held.late[0]
    print(s, hasattr(held, "w"))
    return held.total * s.v


def of_a_namespace(n, x):
    return n.scale * np.sum(n.w * x[: len(n.w)]) * CONFIG.rate * np.sum(CONFIG.net.w * x)


CONFIG = SimpleNamespace(rate=0.1, net=SimpleNamespace(w=np.ones(4)))
PROGRAMS = {
    of_dataclasses: [(X,), (X[::-1],)],
    totally_ordered: [(X,), (X[::-1],)],
    in_namespaces: [(X,)],
    of_a_namespace: [(SimpleNamespace(scale=2.0, w=np.array([1.0, 3.0])), X)],
    by_bits: [(X,)],
    divided: [(X,)],
    summed: [(X,)],
    the_best: [(X,), (X[::-1],)],
    changed_in_place: [(X,)],
    taken_out: [(X,)],
    walked: [(X,)],
    as_texts: [(X,)],
}

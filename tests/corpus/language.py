"""Python as people write it: functions, classes, comprehensions, patterns, generators."""

import contextlib
import functools
import math
import operator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

X = np.array([0.5, 1.5, -0.7])



def listed(x):
    ys = [v*v for v in x]
    return sum(ys)*ys[0]


def summed_up(x):
    return sum(v*v*k for k, v in enumerate(x))


def dict_of_texts(x):
    d = {f"k{i}": x[i]**2 for i in range(3)}
    return sum(d.values())*d["k1"]


def starred_target(x):
    a, *m, z = x
    return a*m[0]*z


def walrus(x):
    if (s := np.sum(x)) > 0 and (t := s*s) > 0.1:
        s = s*t
    return s


def matched(x, kind="sq"):
    match kind:
        case "lin":
            y = x
        case "sq" | "square":
            y = x*x
        case _:
            y = -x
    match (x[0], 2):
        case (a, 1):
            y = y*a
        case (a, n) if n > 1:
            y = y*a*n
    return np.sum(y)


def managed(x):
    with np.errstate(all="ignore"), contextlib.nullcontext(3.0) as c:
        y = x*c
    return np.sum(y*y)


def asserted(x):
    s = np.sum(x*x)
    assert s > 0, f"bad {s:.2f}"
    if s < 0:
        raise ValueError(f"negative {s}")
    return s*s


def deleted_and_imported(x):
    y = x*x
    z = y*x
    del y
    import math as m
    from math import pi
    return np.sum(z)*m.e*pi


def rebound_outside(x):
    acc = 0.0
    n = 0
    def add(v):
        nonlocal acc, n
        acc = acc + v*v
        n += 1
        return acc
    for v in x:
        if v > 0:
            add(v)
    t = add(1.0)
    return acc*n*t


def generated(x):
    s = 0.0
    for v in gen2(x):
        s = s + v*s + v
    return s


def gen2(x):
    for v in x:
        yield v*v


class P(NamedTuple):
    w: object
    b: float = 2.0


@dataclass
class D:
    w: object
    b: float = 2.0
    tags: list = field(default_factory=list)
    def loss(self, x):
        return np.sum(self.w*x)*self.b
    @property
    def double(self):
        return self.w*2.0
    @classmethod
    def make(cls, w):
        return cls(w*w)
    @staticmethod
    def sq(v):
        return v*v


class E(D):
    def loss(self, x):
        return super_loss(self, x) + self.b


def super_loss(s, x):
    return D.loss(s, x)


def named_tuples(x):
    q = P(x*x)
    p = P(w=x, b=3.0)
    w, b = p
    return np.sum(q.w)*q.b*b*np.sum(w*p[0])


def data_class(x):
    d = D.make(x)
    d.b = d.b*x[0]
    d.tags.append(x[1])
    return d.loss(x)*d.tags[0] + np.sum(d.double) + D.sq(x[2])


def inherited(x):
    e = E(x, b=3.0)
    return e.loss(x*x)


class V:
    def __init__(self, a, b):
        self.a, self.b = a, b
    def __add__(self, o): return V(self.a+o.a, self.b+o.b)
    def __mul__(self, k): return V(self.a*k, self.b*k)
    def __rmul__(self, k): return self*k
    def __call__(self, t): return self.a*t + self.b
    def norm(self): return math.sqrt(self.a**2 + self.b**2)


def operators_of_a_class(x):
    v = V(x[0], x[1]) + 2.0*V(x[1], x[2])*x[0]
    for i in range(3):
        v = v*0.5 + V(x[0], 1.0)
    return v.norm()*v(x[2])


class Model:
    def __init__(self, a): self.a, self.sub = a, Sub(a*2)
    def __call__(self, x): return np.sum(self.a*x*x)*self.sub.k
    def loss(self, x): return self(x)*2.0 + self.sub.f(x)


class Sub:
    def __init__(self, k): self.k = k
    def f(self, x): return np.sum(x)*self.k
M=Model(3.0)


def objects_from_outside(x):
    return M.loss(x)*M(x)


def partial_and_reduce(x):
    f = functools.partial(scale, k=3.0)
    g = functools.reduce(lambda f, g: (lambda t: g(f(t))), [math.sin, math.exp])
    return functools.reduce(operator.mul, [f(v) for v in (x[0], x[1])]) + g(x[2])


def scale(v, k): return v*k*v


def mapped_and_extreme(x):
    ys = list(map(lambda v: v*v, x))
    zs = [y for y in (x[0], 2.0, x[1])][::-1]
    return max(ys)*min(x)*sum(map(scale, (x[0], x[1]), (2.0, 3.0))) + zs[0]


def sorted_zipped_enumerated(x):
    names = sorted(["b", "a"], key=lambda s: s)
    vals = dict(zip(names, (x[0], x[1])))
    s = 0.0
    for i, (k, v) in enumerate(vals.items(), 1):
        s += v**i
    asked = "a" in vals and "z" not in names
    if any([x[0] > 0, x[1] > 5]) and all(v < 9 for v in (x[0], x[1])) and asked:
        s = s*2
    return s


def deco(f):
    @functools.wraps(f)
    def g(*a, **k): return f(*a, **k)*2.0
    return g


@deco
def decorated(x, p=2): return np.sum(x**p)


def decorated_twice(x):
    return decorated(x, p=3)*decorated(x)


def va(*a, scale=1.0, **k):
    return sum(a)*scale*k.get("c", 5.0)*len(a)


def starred_arguments(x):
    args = (x[0], x[1])
    kw = {"c": x[2]}
    return va(*args, 3.0, **kw, scale=2.0) + va(x[0])


def divided(x):
    q, r = divmod(x[1]*3, 2.0)
    return r*q*x[0] + pow(x[1], 2) + abs(round(2.5))*x[2]


def chosen_array(x):
    y = x*1.0 if x[0] > 0 else x*2.0
    z = (y[1] or 3.0) and y[2]
    return np.sum(y)*z


def reversed_loops(x):
    s = 0.0
    for i in reversed(range(3)):
        for j, v in zip(range(i), x[::-1]):
            s += v*(i+j)*s + v
    return s


def ev(n): return True if n == 0 else od(n-1)


def od(n): return False if n == 0 else ev(n-1)


def mutual_recursion(x):
    return x[0]*x[1] if ev(4) else x[0]


def asked_kinds(x):
    known = isinstance(x, np.ndarray) and hasattr(x, "shape") and type(x) is np.ndarray
    if known and callable(math.sin):
        return np.sum(getattr(x, "T")*x)
    return 0.0


def defined_in_branches(x):
    f = None
    if x[0] > 0:
        def f(t): return t*t
    else:
        def f(t): return t*t
    return x[0]


def pairs_of_a_list(x):
    pts = [[v, v*v] for v in x]
    return sum(a*b for a, b in pts)


def built_dict(x):
    out = {}
    for k in ("a", "b"):
        out[k] = x[0] if k == "a" else x[1]*2
    out.update(c=out["a"]*out.pop("b"))
    return out["c"]*len(out)


def counter():
    total = 0.0
    def inc(v):
        nonlocal total
        total += v
        return total
    return inc


def counters_of_their_own(x):
    a, b = counter(), counter()
    a(x[0])
    b(x[1])
    a(x[1]*x[2])
    return a(1.0)*b(2.0)


def array_of_items(x):
    A = np.array([[x[0], x[1]],[x[2], 1.0]])
    return np.sum(A @ A)


PROGRAMS = {
    listed: [(X,)],
    summed_up: [(X,)],
    dict_of_texts: [(X,)],
    starred_target: [(X,)],
    walrus: [(X,)],
    matched: [(X,)],
    managed: [(X,)],
    asserted: [(X,)],
    deleted_and_imported: [(X,)],
    rebound_outside: [(X,)],
    generated: [(X,)],
    named_tuples: [(X,)],
    data_class: [(X,)],
    inherited: [(X,)],
    operators_of_a_class: [(X,)],
    objects_from_outside: [(X,)],
    partial_and_reduce: [(X,)],
    mapped_and_extreme: [(X,)],
    sorted_zipped_enumerated: [(X,)],
    decorated_twice: [(X,)],
    starred_arguments: [(X,)],
    divided: [(X,)],
    chosen_array: [(X,), (-X,)],
    reversed_loops: [(X,)],
    mutual_recursion: [(X,)],
    asked_kinds: [(X,)],
    defined_in_branches: [(X,)],
    pairs_of_a_list: [(X,)],
    built_dict: [(X,)],
    counters_of_their_own: [(X,)],
    array_of_items: [(X,)],
}

"""Slices that are values: in variables, attributes, containers, between brackets at last."""

from dataclasses import dataclass

import numpy as np

INNER = slice(1, -1)
CORNER = np.s_[0, 1:3]
PARTS = {"w": slice(0, 2), "b": slice(2, 4)}
HALVES = [slice(0, 2), slice(1, 4)]
X = np.array([0.7, 1.3, 0.4, 2.1])


@dataclass
class Layout:
    w: slice
    b: slice


class Net:
    layout = Layout(np.s_[:2], np.s_[2:4])

    def loss(self, x):
        y = x.copy()
        y[self.layout.w] *= 2.0
        y[self.layout.b] = x[self.layout.w]
        return np.sum(y**2)


class Signal:
    def __init__(self, v):
        self.v = v

    def __getitem__(self, k):
        if isinstance(k, slice):
            return Signal(self.v[k])
        return self.v[k] * 2.0

    def __setitem__(self, k, v):
        self.v[k] = v * 3.0


class Table:
    def __init__(self, a):
        self.a = a

    def __getitem__(self, k):
        i, j = k
        return self.a[i, j]


NET, LAYOUT = Net(), Layout(slice(0, 2), slice(2, 4))


def block(i, n):
    return slice(i, i + n)


def of_the_module(x):
    a = np.outer(x, x)
    return np.sum(x[INNER] ** 2) + np.sum(a[CORNER]) * np.sum(a[INNER, INNER])


def by_name(x):
    return np.sum(x[PARTS["w"]] * x[PARTS["b"]]) + sum(np.sum(x[s]) ** 2 for s in HALVES)


def of_objects(x):
    return np.sum(x[LAYOUT.w] * x[LAYOUT.b]) + NET.loss(x)


def stencil(x):
    inner, left, right = slice(1, -1), slice(None, -2), slice(2, None)
    u = x.copy()
    for _ in range(3):
        u[inner] = u[inner] + 0.1 * (u[left] - 2 * u[inner] + u[right])
    return np.sum(u**2)


def differences(x):
    def along(a, axis):
        low = [slice(None)] * a.ndim
        high = [slice(None)] * a.ndim
        low[axis], high[axis] = slice(None, -1), slice(1, None)
        return a[tuple(high)] - a[tuple(low)]

    a = np.outer(x, x * x)
    return np.sum(along(a, 0) ** 2) + np.sum(along(a, 1) ** 3)


def with_run_time_ends(x):
    total, i = 0.0, 0
    while i < len(x):
        s = slice(i, min(i + 2, len(x)))
        total += np.prod(x[s])
        i = s.stop
    for k in range(len(x) - 1):
        total += np.sum(x[block(k, 2)] ** 2) * k
    return total


def moved(x):
    s, total = slice(0, 1), 0.0
    for _ in range(3):
        total += np.sum(x[s]) ** 2
        s = slice(s.start + 1, s.stop + 1)
    return total


def product_by_halves(x, s):
    if s.stop - s.start <= 1:
        return x[s][0] ** 2
    m = (s.start + s.stop) // 2
    return product_by_halves(x, slice(s.start, m)) * product_by_halves(x, slice(m, s.stop))


def recursive(x):
    return product_by_halves(x, slice(0, len(x)))


def chosen(x):
    s = slice(0, 2) if x[0] > 0 else slice(1, 3)
    t = None
    for i in range(3):
        if x[i] > 0.5:
            t = slice(i, i + 2)
    return np.sum(x[s] ** 2) * (1.0 if t is None else np.sum(x[t]))


def made_in_a_loop(x):
    made = []
    for i in range(3):
        made.append(slice(i, i + 2))
    total = 0.0
    for s in made:
        total += np.sum(x[s]) ** 2
    return total


def made_where_they_are_walked(x):
    y = x.copy()
    for s in [slice(i, i + 2) for i in range(3)]:
        y[s] *= x[0]
    cut = slice(None, None, -1)
    if x[0] > 0:
        cut = slice(0, 1)
    for low, s in zip([0.5, 2.0], [INNER, cut, LAYOUT.w][1:]):
        y[s] += low * x[s]
    return np.sum(y**2)


def laid_out(x):
    layout, first = {}, 0
    for name, shape in {"a": (1,), "b": (3, 1)}.items():
        n = int(np.prod(shape))
        layout[name] = slice(first, first + n), shape
        first += n
    p = {name: x[s].reshape(shape) for name, (s, shape) in layout.items()}
    return p["a"][0] * np.sum(p["b"] ** 2)


def in_a_try(x):
    total = 0.0
    for i in range(3):
        try:
            s = slice(i, i + 2)
            v = x[s]
            if v[0] > v[1]:
                raise ValueError
            total += v[0] * v[1]
        except ValueError:
            total += np.sum(x[s]) ** 3
    return total


def of_lists(x):
    xs = [v * v for v in x]
    s = np.s_[1:3]
    xs[s] = [x[0]]
    del xs[slice(0, 1)]
    a, b = xs[slice(None)]
    return a * b + xs[s][0]


def views(x):
    y = x.copy()
    s = slice(1, 3)
    v = y[s]
    y[s] = v[::-1] * x[0]
    v[0] = 5.0 * x[3]
    return np.sum(y * x)


def written_by_s(x, k=2):
    a = np.outer(x, x)
    row, up = np.s_[:, k], np.s_[..., None]
    a[np.index_exp[1:3]] *= 2.0
    return np.sum(a[row] * x) + np.sum(a[up]) + np.sum(a[INNER, None, [0, 2]])


def added_at(x):
    u = np.zeros(4)
    s = slice(0, 2)
    np.add.at(u, slice(1, 3), x[:2])
    np.add.at(u, s, x[2:])
    return np.sum(u**2)


def of_a_class(x):
    s = Signal(x.copy())
    part = s[1:3]
    s[0:2] = x[2:] ** 2
    return part[0] * s[0] + np.sum(s[INNER].v) + Table(np.outer(x, x))[1:, 2].sum()


def their_parts(x):
    s = slice(3, None, -1)
    first, last, step = s.indices(4)
    known = s == slice(3, None, -1) and isinstance(s, slice) and s.stop is None
    return x[s] @ np.arange(4.0) * (first + last * step) if known else x[0]


def strided(x, s=slice(None, None, 2)):
    return np.sum(x[s]) * np.sum(x[slice(None, 1, -1)])


PROGRAMS = {
    of_the_module: [(X,)],
    by_name: [(X,)],
    of_objects: [(X,)],
    stencil: [(X,)],
    differences: [(X,)],
    with_run_time_ends: [(X,)],
    moved: [(X,)],
    recursive: [(X,)],
    chosen: [(X,), (-X,)],
    made_in_a_loop: [(X,)],
    made_where_they_are_walked: [(X,), (-X,)],
    laid_out: [(X,)],
    in_a_try: [(X,)],
    of_lists: [(X,)],
    views: [(X,)],
    written_by_s: [(X,)],
    added_at: [(X,)],
    of_a_class: [(X,)],
    their_parts: [(X,)],
    strided: [(X,)],
}

"""`a.b op= v` and `a[k] op= v` set what they have changed: a setter of the user's sees it."""

from dataclasses import dataclass

import numpy as np

X = np.array([0.7, 1.3, 0.4])


class Doubled:
    """What is read is a new array each time."""

    def __init__(self, v):
        self.v = v

    @property
    def w(self):
        return self.v * 2.0

    @w.setter
    def w(self, v):
        self.v = v

    def __getitem__(self, k):
        return self.v[k] * 2.0

    def __setitem__(self, k, v):
        self.v[k] = v


class Squared:
    """What is read is the array itself, and setting it does more."""

    def __init__(self, v):
        self.v, self.times = v, 0

    @property
    def w(self):
        return self.v

    @w.setter
    def w(self, v):
        self.v = v * v
        self.times += 1

    def __getitem__(self, k):
        return self.v

    def __setitem__(self, k, v):
        self.v = v + k


class Listed:
    """The same of lists."""

    def __init__(self, v):
        self.v = v

    @property
    def w(self):
        return [2.0 * u for u in self.v]

    @w.setter
    def w(self, v):
        self.v = v

    def __getitem__(self, k):
        return self.v[k:]

    def __setitem__(self, k, v):
        self.v = [u * u for u in v]


class Plain:
    def __init__(self, v):
        self.w, self.d = v, {"a": v * 2.0}


@dataclass
class Counted:
    rows: list

    def __getitem__(self, i):
        return self.rows[i]

    def __setitem__(self, i, v):
        self.rows[i] = v * 2.0


def by_a_property(x):
    s = Doubled(x.copy())
    s.w += 1.0
    s.w *= x[0]
    return np.sum(s.v**2)


def by_an_item(x):
    s = Doubled(x.copy())
    s[0:2] += 1.0
    s[1] -= x[2]
    return np.sum(s.v**2)


def the_same_array(x):
    s = Squared(x.copy())
    v = s.w
    s.w += 1.0
    s.w *= 2.0
    s[1] -= x[0]
    return np.sum(s.v**2) * s.times + np.sum(v)


def lists(x):
    s = Listed(list(x))
    s.w += [x[0]]
    s[1] += [x[1]]
    return sum(s.v)


def in_loops(x):
    s, t = Doubled(x.copy()), Counted([x.copy() for _ in range(3)])
    for k in range(3):
        s.w += x[k]
        t[k] += x[k]
        if x[k] > 0.5:
            s.w *= x[0]
            t[k][0] *= 2.0
    return np.sum(s.v) + sum(np.sum(row) * k for k, row in enumerate(t.rows))


def attributes_stay_the_same(x):
    p = Plain(x.copy())
    q = p.w
    p.w += x[0]
    p.d["a"] *= x[1]
    p.d["a"][1] += x[1]
    for k in range(2):
        p.w *= x[k]
    return np.sum(q**2) + np.sum(p.d["a"])


PROGRAMS = {
    by_a_property: [(X,)],
    by_an_item: [(X,)],
    the_same_array: [(X,)],
    lists: [(X,)],
    in_loops: [(X,)],
    attributes_stay_the_same: [(X,)],
}

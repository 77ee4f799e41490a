"""Context managers that are generators inside the function, or methods of a class."""

from contextlib import contextmanager

import numpy as np

X = np.array([0.7, 1.3, 0.4])


class Scales:
    k = 2.0

    @classmethod
    @contextmanager
    def of_class(cls, v):
        yield v * cls.k

    @staticmethod
    @contextmanager
    def of_none(v):
        yield v * 3

    @contextmanager
    def of_object(self, v):
        yield v * self.k


def methods(x):
    with Scales.of_class(x[0]) as a, Scales.of_none(x[1]) as b, Scales().of_object(x[2]) as c:
        y = a * b * c
    with Scales().of_class(x[0]) as a:
        return y * a


def inside(x):
    @contextmanager
    def scaled(k):
        yield k * x[0]

    with scaled(3.0) as z:
        y = z * z
    with scaled(y) as z, scaled(z) as w:
        return z * w


def that_counts(x):
    s = 0.0

    @contextmanager
    def counted(k):
        nonlocal s
        s += k
        try:
            yield k * s
        finally:
            s *= 2

    for v in x:
        with counted(v) as z:
            if z > 1:
                continue
            s += z * z
    return s


def that_takes_back(x):
    s, t = x.copy(), 1.0

    @contextmanager
    def saved():
        old = s.copy()
        try:
            yield s
        except ValueError:
            s[:] = old

    try:
        with saved() as w:
            w *= 2
            t *= w[0]
            if w[1] > 1:
                raise ValueError
            t = 5.0
        t += s[0]
    except ZeroDivisionError:
        pass
    return np.sum(s) * t


def made_by_functions(x):
    def make(k):
        @contextmanager
        def inner(m):
            yield k * m * x[0]

        return inner

    def use(manager):
        with manager(x[1]) as z:
            return z * z

    a, b = make(x[1]), make(x[2])
    with a(2.0) as p, b(p) as q:
        return p * q + use(a)


def called_by_name(x):
    def generator(k):
        y = k * 2
        yield y
        seen.append(y)

    seen = []
    manager = contextmanager(generator)
    for v in x:
        with manager(v) as y:
            y = y * y
        seen.append(y)
    return sum(seen)


PROGRAMS = {
    methods: [(X,)],
    inside: [(X,)],
    that_counts: [(X,)],
    that_takes_back: [(X,), (X[::-1] - 0.9,)],
    made_by_functions: [(X,)],
    called_by_name: [(X,)],
}

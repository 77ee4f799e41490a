"""Names that Python makes or keeps for itself: private ones, keywords, fields by position."""

from dataclasses import InitVar, dataclass, field

import numpy as np


class Base:
    __k = 3.0

    def __init__(self, x):
        self.__x = x

    def mine(self):
        return self.__x

    def __scaled(self, __y):
        def __twice(v):
            return 2 * v

        return __twice(__y) * self.__x

    def scaled(self, y):
        return self.__scaled(y)

    @classmethod
    def made(cls, y):
        return cls.__k * y

    @staticmethod
    def __squared(y):
        return y * y

    def squared(self):
        return Base.__squared(self.__x)


class Derived(Base):
    def __init__(self, x, y):
        super().__init__(x)
        self.__x = y

    def own(self):
        return self.__x


HELD = Base(2.0)


def two_of_one_name(x, y):
    both = Derived(x, y)
    return both.mine() * 2 + both.own() * 3


def private_methods(x, y):
    return Base(x).scaled(y) + Base.made(x) + Base(y).squared() * HELD.mine()


def seen_from_outside(x):
    return Base(x)._Base__x * x


def private_in_a_class_inside(x):
    class Inner:
        def __init__(self, x):
            self.__x = x

        def __get(self):
            return self.__x

        def get(self):
            return self.__get()

    return Inner(x).get() * x


@dataclass
class Scaled:
    a: float
    s: InitVar[float] = 1.0
    c: float = 4.0

    def __post_init__(self, s):
        self.a = self.a * s


@dataclass
class ScaledTwice(Scaled):
    d: float = 2.0
    t: InitVar[float] = 3.0
    e: float = field(default=1.5, kw_only=True)

    def __post_init__(self, s, t):
        self.a = self.a * s + t * self.d


def handed_on_by_position(x, y):
    p = Scaled(x, y)
    q = ScaledTwice(x, y, 2.0, x, y, e=x)
    return p.a * p.c + q.a * q.c * q.d * q.e


class And:
    k = 2.0

    def __init__(self, a):
        self.a = a

    def value(self):
        return self.a * self.k


class If:
    w = np.array([1.0, 2.0])


def classes_called_like_keywords(x):
    return And(x).value() + np.sum(If.w * x)


PROGRAMS = {
    two_of_one_name: [(0.7, 1.3)],
    private_methods: [(0.7, 1.3)],
    seen_from_outside: [(0.7,)],
    private_in_a_class_inside: [(0.7,)],
    handed_on_by_position: [(0.7, 1.3)],
    classes_called_like_keywords: [(0.7,)],
}

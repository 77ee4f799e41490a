"""What a path has written before it raises is there in the handler that catches it."""

import functools
import math


def in_a_branch(x):
    t = 1.0
    try:
        if x > 0.5:
            t = t * (x + 1.0)
            raise ValueError
    except ValueError:
        t += x * x
    return t


def in_a_finally(x):
    t = 1.0
    try:
        try:
            if x > 0.5:
                raise ValueError
        finally:
            t *= x + 1.0
    except ValueError:
        t += x * x
    return t


def in_a_function(x):
    t = 1.0

    def f():
        nonlocal t
        if x > 0.5:
            t = t * (x + 1.0)
            raise ValueError

    try:
        f()
    except ValueError:
        t += x * x
    return t


def on_both_sides(x):
    t, u = 1.0, x
    try:
        if x > 0.5:
            t = t * (x + 1.0)
            raise ValueError
        u = u * x
        raise KeyError
    except ValueError:
        t += x * u
    except KeyError:
        t -= x * u
    return t * u


def round_after_round(xs):
    t = 1.0

    def f(v):
        nonlocal t
        try:
            try:
                if v > 0.7:
                    raise ValueError
                return v
            finally:
                t *= v + 1.0
        except ValueError:
            return v * v
        finally:
            t += v

    total = 0.0
    for v in xs:
        total += f(v) * t
    return total


def partial_in_a_try(xs):
    total = 0.0
    try:
        total = xs[0]
        power = functools.partial(pow, xs[1])
        total += power(2) / (xs[2] - 0.5)
    except ZeroDivisionError:
        total = 3.0 * total
    return total


def partial_called_in_a_try(x):
    s = 0.3
    for _ in range(2):
        try:
            s = max((1.9, x), key=abs) + functools.partial(math.pow, s)(x)
            s = math.acos(s)
        except ValueError:
            s = s * 2.0
    return s


class Tank:
    def __init__(self, level):
        self.level = level

    def draw(self, amount):
        self.level -= amount
        if self.level < 0.0:
            self.level = 0.5 * amount
            raise ValueError("empty")
        return amount**2


def in_an_object(xs):
    tank, total = Tank(xs[0] * xs[1] + 1.0), 0.0
    for amount in xs:
        try:
            total += tank.draw(amount)
        except ValueError:
            total += tank.level * amount
    return total + tank.level


XS = [0.3, 0.8, 0.5, 0.9]
class Counts:
    s = 0.0


def told(t):
    Counts.s = t


class Damped:
    def __init__(self, k):
        self.k = k

    def __call__(self, told_before):
        return math.tanh(self.k)


def of_a_called_object(x):
    """The object that is called is named by no variable."""

    def inner(p):
        p = p * Damped(p)(told(0.5))
        return p

    Counts.s = 0.0
    y = [x, 0.3]
    try:
        y[0] *= math.tanh(inner(x))
        x += y[2]
    except IndexError:
        x = x * 2.0
    return x * y[0] + Counts.s


PROGRAMS = {
    of_a_called_object: [(0.7,)],
    in_a_branch: [(0.8,), (0.3,)],
    in_a_finally: [(0.8,), (0.3,)],
    in_a_function: [(0.8,), (0.3,)],
    on_both_sides: [(0.8,), (0.3,)],
    round_after_round: [(XS,)],
    partial_called_in_a_try: [(0.4,), (2.4,)],
    partial_in_a_try: [([0.3, 0.8, 0.7],), ([0.3, 0.8, 0.4],)],
    in_an_object: [(XS,)],
}

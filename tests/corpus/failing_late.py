"""What is made late and fails half way: generators, managers and containers in a try."""

import itertools
import math
from contextlib import contextmanager

import numpy as np


class Low(Exception):
    pass


class Halved:
    def __init__(self, v):
        self.v = v

    def __enter__(self):
        self.v = self.v * 0.5
        return self

    def __exit__(self, kind, error, trace):
        self.v = self.v + 0.25
        return kind is ValueError


@contextmanager
def counted(log):
    log.append(1.0)
    try:
        yield len(log)
    finally:
        log.append(2.0)


@contextmanager
def forgiving(v):
    try:
        yield v * 2
    except Low:
        pass


def low(v):
    if v < 0:
        raise Low
    return v * 2


def checked(w):
    for v in w:
        yield low(v)


def by_a_generator(x, w):
    r = 0.3
    try:
        for v in checked(w):
            r += v * x
    except Low:
        r = r * 0.5 + x
    return r


def by_an_expression(x, w):
    r = 0.3
    try:
        for v in (math.sqrt(u) for u in w):
            r += v * x
    except ValueError:
        r = r * 0.5 + x
    return r


def by_a_map(x, w):
    r, i = 0.3, 0
    try:
        for i, v in enumerate(map(math.sqrt, w)):
            r += v * x
            if r > 3:
                break
    except ValueError:
        r = r * 0.5 + x * i
    return r


def by_two(x, w):
    r = 0.3
    try:
        for a in checked(w * w):
            for b in checked(w + a - x):
                r += b
                if b > 1:
                    continue
                r += math.log(a)
    except (Low, ValueError):
        r = r * 0.5 + x
    return r


def returned_from_within(x, w):
    def find(limit):
        r = 0.3
        try:
            for v in checked(w):
                r += v * x
                if r > limit:
                    return r
        except Low:
            return r * 5
        return r * 3

    return find(0.4) + find(9.0)


def over_pairs(x, w):
    r = 0.3
    points = [x, *w, r]
    try:
        for a, b in itertools.pairwise(points):
            r += (b - a) ** 2
            if r > 0.9:
                raise Low
        r += sum(a * b for a, b in itertools.product(points, w))
    except Low:
        r = r * 0.5 + x
    return r


def a_list_extended(x, w):
    log = [x]
    try:
        log.extend(math.sqrt(u) * x for u in w)
    except ValueError:
        log += [len(log) * x]
    try:
        log += (low(u) for u in w)
    except Low:
        log.append(x * len(log))
    return sum(v * k for k, v in enumerate(log))


def a_dict_updated(x, w):
    found = {0: x}
    try:
        found.update((k, low(u) * x) for k, u in enumerate(w, 1))
    except Low:
        pass
    return sum(found.values()) * len(found)


def while_and_else(x, w):
    r = 0.3
    for v in w:
        try:
            k = 0
            while k * x < 1.0:
                k += 1
                if k > 50:
                    break
            else:
                r += k * x * low(v)
            r += v
        except Low:
            r = r * 0.5 + x
    return r


def one_of_several_cases(x, w):
    r = 0.3
    try:
        for t in (x, (x, 2.0), -1.0):
            match t:
                case (a, b):
                    r += a * b
                case float() if t > 0:
                    r += t * x
                case _:
                    r += low(t)
    except Low:
        r = r * 0.5 + w[0]
    return r


def inside_of_a_manager(x, w):
    r, log = 0.3, [x]
    for v in w:
        try:
            with counted(log) as n:
                r += n * x
                r += low(v)
                r += 5.0 * x
        except Low:
            r = r * 0.5 + sum(log)
    return r


def forgiven(x, w):
    r = 0.3
    with forgiving(x) as z:
        r += z * x
        if z > 0:
            raise Low
        r += w[0]
    with forgiving(x) as z:
        for v in checked(w):
            r += v * z
    return r


def managers_in_turn(x, w):
    r = 0.3
    outer = Halved(x)
    try:
        with outer as u:
            r += u.v
            with Halved(math.sin(u.v)) as inner:
                inner.v = inner.v * 2
                r += math.log(w[1])
            r += inner.v
            r += low(w[1])
        r += 9.0
    except Low:
        r = r * outer.v
    return r


def two_names_in_a_try(x, w):
    r = 0.3
    try:
        one = Halved(x)
        one.v = math.sqrt(one.v)
        other = one
        one.v = one.v * 2
        other.v = other.v * math.log(x + 3)
        r += one.v
        r += math.log(w[1])
    except ValueError:
        r = r * one.v
    return r


def a_view_in_a_try(x, w):
    r = 0.3
    for v in w:
        try:
            a = w.copy()
            b = a[1:]
            b *= x
            a[0] = b.sum()
            z = w
            z = z + x
            z += a
            r += z @ z
            low(v)
        except Low:
            r = r * 0.5
    return r


def leaves(tree):
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from leaves(part)
    elif tree is None:
        raise Low
    else:
        yield tree


def one_and_no_more(v):
    yield v
    raise Low


def certainly_in_the_head(x, w):
    r, total = 0.3, 0.0
    try:
        for v in leaves([x, (w[0], [x * x]), None, 5.0]):
            total += v
    except Low:
        r += total
    try:
        for v in one_and_no_more(x):
            r *= v
    except Low:
        r *= w[1]
    return r


def tried_again(x, w):
    r, seen = 0.3, []

    def retry(f, n):
        for k in range(n):
            try:
                return f(k)
            except Low:
                if k == n - 1:
                    raise

    def fails(k):
        seen.append(x * k)
        raise Low

    for v in w:
        try:
            r += retry(fails, 3) * v
        except Low:
            r += sum(seen) * v
    return r


def raised_in_turn(x, w):
    r = w[0]
    try:
        try:
            r += x
            raise Low("first")
        except Low as error:
            r *= 2
            raise ArithmeticError("second") from error
    except ArithmeticError:
        r += 3 * x
    try:
        try:
            r += x
        except Low:
            r = 0.0
        else:
            r *= 2
            raise Low
        finally:
            r += 1.0
    except Low:
        r *= x
    return r


class Watch:
    def __init__(self):
        self.total = 0.0

    @contextmanager
    def lap(self, dt, scale=1.0):
        before = self.total
        try:
            yield self
        except Low:
            self.total = before
            raise
        else:
            self.total += dt * scale

    @contextmanager
    def paused(self):
        old, self.total = self.total, 0.0
        yield old
        self.total = old


def managers_of_an_object(x, w):
    watch, r = Watch(), 0.3
    for v in w:
        try:
            with watch.lap(v * x) as seen:
                r += seen.total * x
                low(v)
        except Low:
            r = r * 0.5
    with watch.lap(x, scale=x), watch.paused() as old:
        watch.total += x * old
        r += watch.total * x
    return r + watch.total


class Lower(Low):
    pass


@contextmanager
def lent(v):
    held = Halved(v)
    try:
        yield held
    except Lower:
        held.v = held.v * 0.5
    finally:
        held.v += 0.2


def one_try_after_another(x, w):
    r = s = 0.3
    try:
        with lent(w[1]) as held:
            if held.v:
                raise Lower(w[1])
    except Low as error:
        print(error)
    try:
        try:
            s = math.sin(x)
        except Lower:
            raise
    except Low:
        r = s * 2
    except ZeroDivisionError as error:
        print(error)
    return s * x + r


class Steps:
    def __init__(self, v):
        self.v, self.n = v, 0

    def each(self):
        for k in range(4):
            self.n += 1
            yield self.v * low(1.5 - k * self.v)


def by_a_method(x, w):
    r, steps = 0.3, Steps(x)
    try:
        for v in steps.each():
            r += v * steps.n
    except Low:
        r *= 1 + steps.n
    return r + w[0]


W = np.array([0.3, -0.4, 0.9])
PROGRAMS = {
    one_try_after_another: [(0.71, W)],
    by_a_method: [(0.71, W)],
    certainly_in_the_head: [(0.71, W)],
    tried_again: [(0.71, W)],
    raised_in_turn: [(0.71, W)],
    managers_of_an_object: [(0.71, W)],
    by_a_generator: [(0.71, W), (0.71, W[:1])],
    by_an_expression: [(0.71, W)],
    by_a_map: [(0.71, W)],
    by_two: [(0.71, W)],
    returned_from_within: [(0.71, W)],
    over_pairs: [(0.71, W)],
    a_list_extended: [(0.71, W)],
    a_dict_updated: [(0.71, W)],
    while_and_else: [(0.71, W)],
    one_of_several_cases: [(0.71, W)],
    inside_of_a_manager: [(0.71, W)],
    forgiven: [(0.71, W)],
    managers_in_turn: [(0.71, W)],
    two_names_in_a_try: [(0.71, W)],
    a_view_in_a_try: [(0.71, W)],
}

"""Variables that only some paths have given a value, read where they have one, or caught."""

import contextlib

import numpy as np


def last_of_some_rounds(x, n):
    while n > 3:
        t = x * n
        n -= 1
    return t


def best_above_a_bound(x, xs):
    for v in xs:
        if v > 1.5:
            best = v * x
    return best


def replaced_where_false(x, n):
    for i in range(n):
        if i == 1:
            z = x * i
    while n > 0:
        n -= 1
        z = z or x
    return z * x


def appended_from_the_loop_before(x, n):
    a = []
    for i in range(n):
        if i == 1:
            z = x * i
    for j in range(n):
        a.append(z)
        z = x * j
    return len(a) * x + sum(a)


def list_of_one_branch(x, n):
    if n > 2:
        y = [x, x]
    y.append(x * x)
    return sum(y)


def in_settings(x, n):
    with np.errstate(all="ignore"):
        if n > 2:
            q = x
    return x + q


def tried_with_continue(x, xs):
    for v in xs:
        try:
            w = 1.0 / (v - 1.0)
        except ZeroDivisionError:
            continue
        finally:
            x = x * 1.5
    return w * x


def deleted_in_a_branch(x, xs):
    y = x * 2
    if len(xs) > 1:
        del y
    return y * x


def deleted_by_an_inner_function(x, n):
    y = x * 3

    def drop():
        nonlocal y
        if n > 3:
            del y

    drop()
    return y * x


def deleted_by_one_of_each_round(x, n):
    s = 0.0
    for k in range(n):
        y = x * k

        def drop():
            nonlocal y
            del y

        s += y * x
        drop()
    return s


def deleted_and_given_again(x, n):
    y = x
    for i in range(n):
        if i == 1:
            del y
        x = x * 1.1
        y = x
    return x * y


def read_before_the_last_round(x, n):
    while n > 0:
        n -= 1
        if n < 3:
            z = x * n
        if n == 0:
            return (z + x) * x
    return x


def caught(x, n):
    for i in range(n):
        y = x * i
    try:
        return y * x
    except UnboundLocalError:
        return x * 7.0


def _last_product(x, n):
    for i in range(n):
        r = x * i
    return r


def caught_from_a_helper(x, n):
    try:
        return _last_product(x, n) * x
    except NameError as error:
        return x * x * len(str(error))


def changed_before_it_was_caught(x, n):
    try:
        try:
            if n > 1:
                y = x * x
            z = y * x
        finally:
            x = x * 2
    except UnboundLocalError:
        z = x * 5
    return z * x


@contextlib.contextmanager
def _swallowing(t):
    try:
        yield t * 2
    except ValueError:
        pass


def swallowed_in_some_rounds(x, n):
    for i in range(n):
        with _swallowing(x) as t:
            if i < 1:
                raise ValueError
            y = t * x
    return y * x


def kept_by_an_inner_function(x, n):
    def put(v):
        nonlocal acc
        acc = v

    if n > 0:
        acc = x
    if n > 1:
        put(x * x)
    return acc * x


def returned_or_given(x, n):
    if n > 2:
        if x > 5:
            return x
        y = x * x
    else:
        y = 3 * x
    return y * x


def asked_twice(x, n):
    if n > 2:
        y = x * x
    t = x + 1
    return y * t if n > 2 else t


def several_of_the_last_round(x, xs):
    for k, v in enumerate(xs):
        w = v * x
        u = w * w
    return w * u * v + k


XS = [1.0, 2.0]
def generator_with_a_name_that_may_be_unbound(x, w):
    s = x
    if x > 2.0:
        p = x * 2.0  # noqa: F841
    for v in (p * 0.5 for p in w):
        s += v * x
    for v in map(lambda p: p * x, w):
        s += v
    return s


@contextlib.contextmanager
def counted_in(counts):
    yield
    counts[0] += 1.0


def manager_in_a_try_of_a_loop(x, counts):
    for _ in range(3):
        try:
            with counted_in(counts):
                pass
        except ValueError:
            pass
        x = x * 2.0
    return x * counts[0]


def deleted_and_bound_again(t, n):
    last = s = t
    for k in range(n):
        s = s * last
        del last
        s = s + k * t
        last = s
    return s * last


PROGRAMS = {
    deleted_and_bound_again: [(0.7, 3)],
    generator_with_a_name_that_may_be_unbound: [(1.3, np.ones(3)), (2.5, np.ones(3))],
    manager_in_a_try_of_a_loop: [(1.3, [0.7, 2.0])],
    last_of_some_rounds: [(1.2, 5)],
    best_above_a_bound: [(1.2, XS)],
    replaced_where_false: [(1.3, 2)],
    appended_from_the_loop_before: [(1.3, 2)],
    list_of_one_branch: [(1.3, 3)],
    in_settings: [(1.3, 3)],
    tried_with_continue: [(1.3, XS)],
    deleted_in_a_branch: [(1.3, [1.0])],
    deleted_by_an_inner_function: [(1.3, 2)],
    deleted_by_one_of_each_round: [(1.3, 3), (1.3, 0)],
    deleted_and_given_again: [(1.3, 3), (1.3, 0)],
    read_before_the_last_round: [(1.3, 5), (1.3, 0)],
    caught: [(1.2, 0), (1.2, 3)],
    caught_from_a_helper: [(1.2, 0), (1.2, 3)],
    changed_before_it_was_caught: [(1.2, 0), (1.2, 3)],
    swallowed_in_some_rounds: [(1.2, 3)],
    kept_by_an_inner_function: [(1.2, 1), (1.2, 2)],
    returned_or_given: [(1.2, 3), (1.2, 1)],
    asked_twice: [(1.2, 3), (1.2, 1)],
    several_of_the_last_round: [(1.2, XS)],
}

"""What is not there, caught; sequences of run-time length taken apart by name."""

import collections
import math

import numpy as np


class Layer:
    def __init__(self, w, b=None):
        self.w = w
        if b is not None:
            self.b = b


def key_caught(x):
    d = {"a": x}
    try:
        y = d["b"]
    except KeyError:
        y = x * x
    return y * d["a"]


def first_key_there(p, x):
    total = x
    for name in ("scale", "rate", "a"):
        try:
            total = total * p[name]
        except KeyError as error:
            total = total + len(str(error))
    return total


def attribute_caught(x):
    total = 0.0
    for layer in (Layer(x), Layer(x * x, 3.0)):
        try:
            total = total + layer.w * layer.b
        except AttributeError:
            total = total + 5.0 * layer.w
    return total


def method_caught(x):
    try:
        return Layer(x).forward(x)
    except AttributeError:
        return Layer(x).w * x


def function_of_a_later_version(x):
    try:
        y = math.tau_of(x)
    except AttributeError:
        y = math.tau * x
    return y * x


def number_or_array(x):
    try:
        n = x.shape[0]
    except AttributeError:
        n = 1
    return np.sum(x * x) * n


def on_the_path_not_taken(x):
    d = {"a": x}
    if x > 100.0:
        return d["b"] * Layer(x).c
    return d["a"] * x


def _read(d, name):
    return d[name]


def in_a_function_that_is_called(x):
    d = {"a": x, "c": 2.0}
    s = 0.0
    for name in ("a", "b", "c"):
        try:
            s = s * x + _read(d, name)
        except KeyError:
            continue
    return s


def too_many_or_few(x, xs):
    try:
        a, b = xs
    except ValueError as error:
        return x * len(str(error)) + sum(xs)
    return a * b * x


def three(xs):
    a, b, c = xs
    return a * b + np.sin(c) * a


def ends_and_middle(xs):
    first, *middle, last = xs
    return first * last + sum(middle) * first


def head_and_tail(xs):
    head, *tail = tuple(xs)
    tail.append(head * head)
    return tail[-1] * tail[0]


def pairs_in_rows(w, rows):
    s = 0.0
    for a, b in rows:
        s += w * a * b
    return s


def corners(a):
    (p, q), (r, s) = a
    return p * s - q * r


def state_and_step(state, n):
    for _ in range(n):
        x, v = state
        state = np.array([x + 0.1 * v, v - 0.1 * np.sin(x)])
    x, v = state
    return x * x + v


def taken_apart_and_written(v):
    a, b = v
    v[0] = b * b
    c, d = v
    return a * b * c * d


def row_written_by_name(m):
    top, low = m
    top[0] = low[1] * 3.0
    return np.sum(m * m)


def swapped_in_a_list(xs):
    ys = [v * v for v in xs]
    ys[0], ys[1], *rest = xs
    return ys[0] * 2.0 + ys[1] * len(rest)


def only_counted(x, xs):
    _, _ = xs
    return x * x


def keys_taken_apart(v):
    d = {}
    for i in range(len(v)):
        d[1 - i] = v[i]
    a, b = d
    first, *rest = d
    return v[a] * v[b] * v[b] * v[rest[0]] * (first + 1.0)


def letters_taken_apart(x, text):
    try:
        a, b = text
    except ValueError:
        a, b = "xy"
    return x * x * len(a + b)


def no_key_in_a_comprehension(x):
    d = {"a": x}
    try:
        return sum([d[k] for k in ("a", "b")])
    except KeyError:
        return x * x


def module_that_is_not_there(x, n):
    total = x
    try:
        import nosuch_module_here

        total = total * nosuch_module_here.k
    except ImportError as error:
        total = total * len(str(error))
    try:
        from math import nosuchname
    except ImportError:
        from math import tau as nosuchname
    if n > 100:
        import another_module_not_here

        return x * another_module_not_here.k
    return total * nosuchname * x


def words_of_what_fails(x, n):
    total = x
    for k in range(8):
        try:
            if k == 0:
                "abc".index("z")
            elif k == 1:
                pattern = "{a} {b}"
                pattern.format(b=1)
            elif k == 2:
                ",".join([1, 2])
            elif k == 3:
                "a,b".split(sep="")
            elif k == 4:
                sorted([1, "a"])
            elif k == 5:
                isinstance(x, (int, 5))
            elif k == 6:
                f"{5:zz}"
            else:
                ~1.5
        except (ValueError, KeyError, TypeError) as error:
            total = total + x * len(str(error))
    if n > 100:
        return x * math.factorial(1.5)
    return total


def kinds_compared(x, other):
    try:
        return x * 2 if other > 1 else x * 3
    except TypeError:
        return x * x


def words_of_no_sequence(x, n):
    total = x
    try:
        _ = iter(n)
        total = total * 7.0
    except TypeError as error:
        total = total + x * len(str(error))
    try:
        for _ in n:
            total = total * 7.0
    except TypeError as error:
        total = total + x * len(str(error))
    try:
        a, b = n
    except TypeError as error:
        a, b = x, len(str(error))
    try:
        total = total * n[0]
    except TypeError:
        total = total + 1.0
    try:
        n[0] = 1
    except TypeError as error:
        return total * a * b * len(str(error))
    return total


def counter_of_numbers(x, counts, rates):
    rates["b"] = x
    total = x * rates["a"] * rates["b"]
    for k in range(3):
        total = total + x * counts[k] * counts.get(k + 1, 0.5)
    return total


XS = [0.3, 0.8]
PROGRAMS = {
    counter_of_numbers: [(0.7, collections.Counter([0, 1, 1, 2, 2, 2]), {"a": 0.3})],
    module_that_is_not_there: [(0.7, 3)],
    words_of_what_fails: [(0.7, 3)],
    kinds_compared: [(0.7, "ab"), (0.7, 2), (0.7, None)],
    words_of_no_sequence: [(0.7, 3)],
    key_caught: [(0.7,)],
    first_key_there: [({"a": 0.5, "rate": 0.3}, 0.7)],
    attribute_caught: [(0.7,)],
    method_caught: [(0.7,)],
    function_of_a_later_version: [(0.7,)],
    number_or_array: [(0.7,), (np.array([0.2, 0.4, 0.9]),)],
    on_the_path_not_taken: [(0.7,)],
    in_a_function_that_is_called: [(0.7,)],
    too_many_or_few: [(0.7, XS), (0.7, [0.1, 0.2, 0.3]), (0.7, [0.1])],
    three: [([0.1, 0.2, 0.3],), (np.array([0.1, 0.2, 0.3]),)],
    ends_and_middle: [([0.1, 0.2, 0.3, 0.4],), (np.array([0.1, 0.2]),)],
    head_and_tail: [([0.1, 0.2],)],
    pairs_in_rows: [(0.7, np.array([[0.1, 0.2], [0.3, 0.4]])), (0.7, [[0.1, 0.2], [0.3, 0.4]])],
    corners: [(np.array([[0.1, 0.2], [0.3, 0.4]]),), ([[0.1, 0.2], [0.3, 0.4]],)],
    state_and_step: [(np.array([0.4, 0.6]), 4)],
    taken_apart_and_written: [(np.array([0.4, 0.6]),)],
    row_written_by_name: [(np.array([[0.1, 0.2], [0.3, 0.4]]),)],
    swapped_in_a_list: [([0.1, 0.2, 0.3],)],
    only_counted: [(0.7, XS)],
    keys_taken_apart: [(np.array([0.3, 0.8]),)],
    letters_taken_apart: [(0.7, "ab"), (0.7, "abc")],
    no_key_in_a_comprehension: [(0.7,)],
}

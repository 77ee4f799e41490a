"""Loops that end when they will: while, break, continue, else, return inside."""

import math

import numpy as np


def doubled_until(x):
    y = x * x
    while y < 100.0:
        y = y * 2.0
    return y


def two_conditions(x, a):
    n = 0
    while n < 5 and x < 50.0:
        x = x * a + math.sin(x)
        n += 1
    return x * n


def break_first(x):
    y = x * x
    for i in range(10):
        if y > 20.0:
            break
        y = y * 2.0
    return y


def break_in_the_middle(x):
    y = x
    for i in range(10):
        y = y * 1.5 + x
        if y > 20.0:
            break
        y = math.sin(y) + y
    return y * x


def continue_on_index(x):
    s = 0.0
    for i in range(6):
        if i == 1:
            continue
        s = s + x ** i
    return s


def continue_on_value(xs):
    s = 0.0
    for v in xs:
        if v < 0.0:
            continue
        s = s * 0.5 + v * v
    return s


def return_in_loop(x):
    s = x * x
    for i in range(10):
        s = s * 1.5
        if s > 10.0:
            return s * s
    return s


def return_in_nested_loops(xs, y):
    for i in range(3):
        for v in xs:
            y = y * v + 1.0
            if y > 4.0:
                return y * y * v
    return y


def for_else(x):
    y = 0.0
    for i in range(4):
        y = y + x * x
        if y > 100.0:
            break
    else:
        y = y * 2.0
    return y


def while_else(x):
    y = 0.0
    i = 0
    while i < 4:
        y = y + x * x
        if y > 5.0:
            break
        i += 1
    else:
        y = y * 2.0
    return y + i * x


def loop_variable_after_break(x):
    y = x
    for i in range(10):
        if y > 20.0:
            break
        y = y * 2.0
    return y * i


def newton(a):
    x = a
    while abs(x * x - a) > 1e-12:
        x = 0.5 * (x + a / x)
    return x


def while_true(x):
    while True:
        x = x * 1.3
        if x > 5.0:
            break
    return x * x


def nested_breaks(x):
    s = 0.0
    for i in range(5):
        y = x + i
        while y > 1.0:
            y = y * 0.5
            if y < 1.5:
                break
            s = s + y * y
        if s > 30.0:
            break
        s = s + y
    return s


def pair_set_before_break(x):
    for i in range(5):
        x = x * 1.5
        if x > 4.0:
            a, b = x * x, x
            break
    else:
        a, b = x, 1.0
    return a * b


def pair_returned_in_loop(x):
    def g(z):
        for i in range(5):
            z = z * 1.5
            if z > 4.0:
                return z * z, z
        return z, 1.0
    a, b = g(x)
    return a * b


def nested_returns(x):
    if x > 0.0:
        if x > 2.0:
            return x * x
        x = x * 3.0
    y = x * x
    return y * x


def power_tower(y, n):
    if n == 0:
        return y
    return power_tower(y * y, n - 1)


def recursion_of_known_depth(x):
    return power_tower(x, 2)


def no_trips(x):
    y = x
    while y > 1e9:
        y = y * y
    for i in range(0):
        if y > 3:
            break
        y = y * y
    return y * x


def contraction(x, W):
    h = x
    n = 0
    while np.sum(h * h) > 0.01 and n < 30:
        h = np.tanh(W @ h)
        n = n + 1
    return np.sum(h) * 3.0


def continue_in_while(x):
    i = 0
    s = 0.0
    while i < 6:
        i += 1
        if i % 2:
            continue
        s += x ** i
    return s


def break_over_functions(x, y):
    for f in (math.sin, math.cos, math.exp):
        x = f(x) * y
        if x < 0.2:
            break
    return x


def break_return_and_else(xs, y):
    for v in xs:
        if v > 1.0:
            break
        if v < -1.0:
            return y * v
    else:
        y += y * xs[0]
    return y * xs[0]


PROGRAMS = {
    break_return_and_else: [
        (np.array([0.5, 1.5]), 2.0),
        (np.array([0.5, -1.5]), 2.0),
        (np.array([0.5, 0.7]), 2.0),
    ],
    doubled_until: [(1.3,), (20.0,)],
    two_conditions: [(1.3, 1.7,), (1.3, -3.0,)],
    break_first: [(1.2,), (9.0,)],
    break_in_the_middle: [(1.1,), (-0.5,)],
    continue_on_index: [(1.1,)],
    continue_on_value: [(np.array([1.0, -2.0, 0.5]),)],
    return_in_loop: [(1.2,), (0.1,)],
    return_in_nested_loops: [(np.array([1.0, 0.5, 2.0]), 1.0,), (np.array([0.1, 0.5]), 0.1,)],
    for_else: [(1.3,), (13.0,)],
    while_else: [(1.3,), (0.3,)],
    loop_variable_after_break: [(1.7,)],
    newton: [(2.0,)],
    while_true: [(1.1,)],
    nested_breaks: [(1.7,), (9.0,)],
    pair_set_before_break: [(1.1,), (0.1,)],
    pair_returned_in_loop: [(1.1,), (0.1,)],
    nested_returns: [(3.0,), (1.0,), (-1.0,)],
    recursion_of_known_depth: [(1.1,)],
    no_trips: [(1.1,)],
    contraction: [(np.array([0.5, 0.3]), np.array([[0.3, 0.2], [0.1, 0.5]]),)],
    continue_in_while: [(1.2,)],
    break_over_functions: [(1.2, 0.7,)],
}

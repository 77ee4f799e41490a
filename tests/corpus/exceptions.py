"""try, except, else, finally, raise."""

import math

import numpy as np


def tried(x):
    try:
        y = x*x
    except ValueError:
        y = x
    return np.sum(y)


def division_tried(x, d):
    try:
        y = x/d
    except ZeroDivisionError:
        y = 3.0*x
    return y*y


def tried_in_a_loop(x):
    s = 0.0
    for k in range(4):
        try:
            s = s + math.log(x - k)*x
        except ValueError:
            s = s - x*k
    return s


def raised_and_caught(x):
    def f(v):
        if v < 0:
            raise ValueError("neg")
        return v * v
    try:
        y = f(x)
    except ValueError:
        return x*x*x
    else:
        y = y*2.0
    finally:
        z = 1.0
    return y*x*z


def raised_for_bad_input(x):
    if x < 0:
        raise ValueError("no")
    y = x*x
    if y > 100:
        raise RuntimeError(f"{y}")
    return y*x


PROGRAMS = {
    tried: [(np.ones(3),)],
    division_tried: [(1.3, 2.0)],
    tried_in_a_loop: [(2.5,), (5.5,)],
    raised_and_caught: [(2.0,), (-2.0,)],
    raised_for_bad_input: [(2.0,)],
}

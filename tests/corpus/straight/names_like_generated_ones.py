"""The user's names are those that generated code likes."""

import math


def f(x, dx, d_x, x_at):
    dy = x * dx
    x_prev = dy * d_x
    x_in = x_prev + x_at * math.sin(x)
    tape = x_in * dx
    g = tape + dy
    return g * x_prev


ARGS = (1.3, 0.2, 0.3, 0.4)

"""A closure over variables of two enclosing functions."""

import math


def outer(a):
    def middle(b):
        def f(x):
            return math.sin(a * x) + b * x * x

        return f

    return middle


f = outer(2.0)(0.5)
ARGS = (1.3,)

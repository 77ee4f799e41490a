"""Integer literals among floats, and a Python integer as an argument."""


def f(n, x):
    half = x / 2
    third = 1 / 3
    return n * half + third * x**n - 2


ARGS = (3.0, 0.7)
EXTRA = [(2, 0.7), (3, 2)]
ARGNUMS = (0, 1)

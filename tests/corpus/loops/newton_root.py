"""A square root by a fixed number of Newton steps."""


def f(a):
    x = a
    for _ in range(8):
        x = 0.5 * (x + a / x)
    return x


ARGS = (2.0,)
EXTRA = [(0.3,)]

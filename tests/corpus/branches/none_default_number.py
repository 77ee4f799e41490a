"""A number that may be left out: the call without it comes after the call with it."""


def f(x, rate=None):
    if rate is None:
        rate = 2.0
    y = x * rate
    return y * y


ARGS = (1.3, 0.7)
ARGNUMS = (0,)
EXTRA = [(1.3,), (1.3, None), (1.3, 0.4)]

"""A setting that is a number in one call and a pair in the next."""


def f(x, bounds):
    if isinstance(bounds, tuple):
        low, high = bounds
        bounds = high - low
    y = x * bounds
    return y * y


ARGS = (1.3, 0.7)
ARGNUMS = (0,)
EXTRA = [(1.3, (0.2, 0.9)), (1.3, 0.4)]

"""A variable overwritten after use: the reverse pass needs the old value."""


def f(x):
    y = x * x
    x = 2.0 * x
    return x * y


ARGS = (1.3,)

"""Keyword-only parameters, of the function and of the helper."""


def scaled(y, *, scale=2.0, power=2):
    return scale * y**power


def f(x, y, *, rate=0.3):
    return scaled(x, power=3) + scaled(y, scale=x) * rate


ARGS = (1.3, 0.7)

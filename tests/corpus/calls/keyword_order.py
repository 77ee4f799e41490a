"""Keyword arguments in another order than the parameters."""


def blend(a, b, weight):
    return weight * a + (1.0 - weight) * b


def f(x, y, w):
    return blend(weight=w, b=x * x, a=y) * blend(x, weight=0.3, b=w)


ARGS = (1.3, 0.7, 0.2)

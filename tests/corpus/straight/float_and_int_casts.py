"""Casts to float pass the gradient; a cast to int gives a plain number."""


def f(x):
    steps = int(x)
    return float(x) * steps + float(x * x)


ARGS = (2.6,)
EXTRA = [(-3.7,)]

"""Several names for one value, and chained assignment."""


def f(x):
    y = x
    z = y
    a = b = z * y
    c = a
    return a * b + c * z


ARGS = (1.3,)

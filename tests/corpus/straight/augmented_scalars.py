"""Every augmented assignment, on numbers."""


def f(x, y):
    s = x
    s += y
    s *= s
    s -= x / y
    s **= 2
    s /= 3.0
    return s


ARGS = (1.3, 0.7)

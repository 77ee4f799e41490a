"""One helper, called twice with different values."""


def square(y):
    return y * y


def f(x, y):
    return square(x) + square(x * y)


ARGS = (1.3, 0.7)

"""A branch that throws the argument away."""


def f(x, y):
    if x * y > 0.0:
        z = 2.0
    else:
        z = x
    return z * y


ARGS = (1.3, 0.7)
EXTRA = [(-1.3, 0.7)]

"""The sample of the design: a branch on the argument, then a use of both."""


def f(x, a):
    if x > 0.0:
        y = x * x
    else:
        y = a * x
    z = x * y
    return z


ARGS = (2.0, 3.0)
EXTRA = [(-2.0, 3.0)]

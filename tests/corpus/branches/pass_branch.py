"""An empty branch, and a question whose answer changes nothing."""


def f(x):
    y = x * x
    if x > 0.0:
        pass
    else:
        y = y * x
    if x > 5.0:
        unused = y * y  # noqa: F841
    return y


ARGS = (1.4,)
EXTRA = [(-1.4,)]

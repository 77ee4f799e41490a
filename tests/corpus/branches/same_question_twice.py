"""The same question asked again after its subject changed."""


def f(x):
    y = x
    if x > 1.0:
        x = x - 2.0
        y = x * x
    if x > 1.0:
        y = y * x
    else:
        y = y - x * x * x
    return y * x


ARGS = (1.4,)
EXTRA = [(3.5,), (0.4,)]

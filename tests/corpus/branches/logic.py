"""And, or, not between questions."""


def f(x, y):
    z = x
    if (x > 0.0 and not y > 1.0) or x < -5.0:
        z = x * y
    if not (x > 1.0 or y > 1.0):
        z = z + y
    return z * x


ARGS = (1.3, 0.5)
EXTRA = [(1.3, 1.5), (-6.0, 1.5), (0.4, 0.5)]

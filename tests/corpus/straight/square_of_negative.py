"""Integer powers of negative bases."""


def f(x, y):
    return x**2 * y**3 - (x * y) ** 4 + x**-1


ARGS = (-1.3, 0.7)
EXTRA = [(1.3, -0.7), (-0.5, -0.9)]

"""The builtins max and min of two and three numbers."""


def f(x, y):
    return max(x, y) * min(x, 2.0) + max(0.0, x - y, x * y)


ARGS = (1.3, 0.4)
EXTRA = [(0.4, 1.3), (-1.3, 0.4)]

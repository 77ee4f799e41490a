"""A conditional expression inside a formula."""


def f(x, y):
    big = x if x > y else y
    return big * big + (x * y if x * y > 0.0 else 3.0 * x)


ARGS = (1.3, 0.7)
EXTRA = [(0.2, 0.7), (-1.3, 0.7)]

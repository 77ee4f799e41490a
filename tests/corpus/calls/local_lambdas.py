"""Lambdas made inside, over variables of the function, with a default."""


def f(x, k):
    square = lambda y: y * y * k
    affine = lambda y, slope=3.0: square(y) + slope * y
    return affine(x) + affine(k, slope=x)


ARGS = (1.3, 0.7)

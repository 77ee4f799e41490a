"""A helper that holds a loop, called twice."""


def polynomial(x, coefficients):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


def f(x, numerator, denominator):
    return polynomial(x, numerator) / polynomial(x, denominator)


ARGS = (1.3, [0.5, 1.5, -0.7], [1.0, 2.0])

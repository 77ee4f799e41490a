"""The sine by its Taylor series: a term carried along."""


def f(x):
    term = x
    total = x
    for k in range(1, 8):
        term = -term * x * x / ((2 * k) * (2 * k + 1))
        total = total + term
    return total


ARGS = (1.3,)

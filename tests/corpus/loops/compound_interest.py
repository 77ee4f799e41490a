"""Savings with a yearly rate, a number of years and a default deposit."""


def f(rate, years, deposit=100.0):
    balance = 0.0
    for _ in range(years):
        balance = (balance + deposit) * (1.0 + rate)
    return balance


ARGS = (0.04, 5)
EXTRA = [(0.04, 0), (0.04, 3, 50.0)]

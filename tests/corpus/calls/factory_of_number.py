"""A closure over numbers: the factory returns the function."""


def make(a, b):
    def f(x):
        return a * x * x + b

    return f


f = make(3.0, 1.0)
ARGS = (1.3,)

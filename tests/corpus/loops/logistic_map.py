"""The logistic map: the carried variable is the parameter itself."""


def f(r, x):
    for _ in range(12):
        x = r * x * (1.0 - x)
    return x


ARGS = (2.7, 0.3)

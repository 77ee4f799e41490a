"""Questions of the form a < x < b."""


def f(x, low, high):
    if low < x < high:
        y = x * x
    elif low <= x:
        y = high * x
    else:
        y = low * low * x
    return y


ARGS = (0.5, 0.0, 1.0)
EXTRA = [(1.5, 0.1, 1.0), (-0.5, 0.2, 1.0)]

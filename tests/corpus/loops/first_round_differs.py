"""Branches of different rounds write different variables, all used at the end."""


def f(x, n):
    y = x
    z = x * 3.0
    for i in range(n):
        if i == 1:
            y = y * x
        else:
            z = y * 2.0
            y = z + x
    return y * z


ARGS = (0.7, 3)
EXTRA = [(0.7, 0), (0.7, 1)]

"""A compactly supported smoothing kernel."""


def f(r, h):
    q = r / h
    if q < 1.0:
        w = 1.0 - 1.5 * q**2 + 0.75 * q**3
    elif q < 2.0:
        w = 0.25 * (2.0 - q) ** 3
    else:
        w = 0.0
    return w / h


ARGS = (0.5, 0.8)
EXTRA = [(1.2, 0.8), (2.5, 0.8)]

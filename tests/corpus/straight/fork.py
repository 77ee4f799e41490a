"""One variable used several times: its gradient is a sum."""


def f(x, y):
    s = x * x + x
    t = s * y + s
    return t + s * x


ARGS = (1.3, -0.4)

"""The first circuit of the lecture: (x + y) * z."""


def f(x, y, z):
    q = x + y
    return q * z


ARGS = (-2.0, 5.0, -4.0)

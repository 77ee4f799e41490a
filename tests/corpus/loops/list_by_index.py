"""A list of floats, read by index, and by the same index twice."""


def f(xs):
    s = 1.0
    for k in range(len(xs)):
        s = s * xs[k] + xs[0] + xs[-1]
    return s


ARGS = ([0.5, 1.5, -0.7],)
EXTRA = [([2.0],)]

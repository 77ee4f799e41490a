"""A list of pairs and a tuple of numbers walked in step, with nested targets."""


def f(x, weights, pairs):
    s = x
    for k, ((a, b), c) in enumerate(zip(pairs, weights)):
        s = s * a + b * c * (k + 1)
    return s


ARGS = (0.5, (1.0, 2.0), [(0.2, 0.3), (0.4, 0.5)])
EXTRA = [(0.5, (1.0,), [(0.2, 0.3), (0.4, 0.5)])]

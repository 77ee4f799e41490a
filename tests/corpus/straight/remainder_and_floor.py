"""Floor division and remainder, away from the jumps."""


def f(x, m):
    turns = x // m
    rest = x % m
    return rest * rest + turns * x


ARGS = (7.3, 2.1)
EXTRA = [(-7.3, 2.1)]

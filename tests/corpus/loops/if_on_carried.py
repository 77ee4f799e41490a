"""A branch on the carried variable, which the branch overwrites."""


def f(x, y):
    for k in range(6):
        if x > 1.0:
            x = x * 0.5 * y
        else:
            x = x * 1.7 + y * k
    return x


ARGS = (1.3, 0.7)
EXTRA = [(-0.2, 0.4)]

"""The question is about a variable that the branch overwrites."""


def f(x, y):
    if x > 0.0:
        x = -x * y
    else:
        x = x * x
    return x * y


ARGS = (1.3, 0.7)
EXTRA = [(-1.3, 0.7)]

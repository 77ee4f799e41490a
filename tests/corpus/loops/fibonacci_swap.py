"""Two carried variables that change places."""


def f(x, y):
    for _ in range(6):
        x, y = y, x + y * 0.5
    return x * y


ARGS = (1.3, 0.4)

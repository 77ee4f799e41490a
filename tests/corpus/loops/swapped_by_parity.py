"""A one-line if inside a loop swaps the carried variables in every other round."""


def f(x, y):
    for i in range(5):
        if i % 2:
            x, y = y, x
        x = x * y + 0.1
    return x - y


ARGS = (1.3, 0.4)

"""Linear regression over Python lists, as a first course writes it."""


def f(slope, intercept, xs, ys):
    total = 0.0
    for x, y in zip(xs, ys):
        prediction = slope * x + intercept
        total += (prediction - y) ** 2
    return total / len(xs)


ARGS = (0.7, 0.1, [0.5, 1.5, -0.7, 0.9], [0.4, 1.1, -0.3, 0.8])
ARGNUMS = (0, 1)

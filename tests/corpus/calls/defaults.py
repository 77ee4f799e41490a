"""Default values in the function and in the helper."""


def scaled(y, scale=2.0, power=2):
    return scale * y**power


def f(x, offset=0.5):
    return scaled(x) + scaled(x, 3.0) + scaled(x, power=3) + offset * x


ARGS = (1.3,)
EXTRA = [(1.3, 0.7)]

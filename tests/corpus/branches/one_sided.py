"""An if without an else."""


def f(x, y):
    z = x
    if y > 0.5:
        z = x * y
    return z * z


ARGS = (1.3, 0.7)
EXTRA = [(1.3, 0.2)]

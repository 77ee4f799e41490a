"""A function defined inside, which reads variables of the outer one."""


def f(x):
    a = 2.0 * x

    def add(y, z):
        s = y * z
        return s + a

    return add(x, a) + add(a, x * x)


ARGS = (1.3,)

"""A function defined inside, called in a loop, over the variables of the outer one."""


def f(x, y):
    def step(h, k):
        return h * x + k * y

    h = 1.0
    for k in range(3):
        h = step(h, k)
    return h


ARGS = (1.2, 0.3)

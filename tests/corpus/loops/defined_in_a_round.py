"""A variable born in a branch of one round and used in later rounds."""


def f(x):
    y = x
    for i in range(4):
        if i == 0:
            scale = x * 2.0
        y = y * scale + i
    return y


ARGS = (0.6,)

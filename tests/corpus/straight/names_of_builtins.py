"""Parameters named like builtins and like a module function."""


def f(sum, out, len, exp):
    max = sum * out
    min = max + len
    return min * exp + max


ARGS = (1.3, 0.2, 0.3, 0.4)

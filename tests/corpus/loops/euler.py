"""Exponential decay with a source, by Euler steps."""


def f(rate, source, y0):
    dt = 0.1
    y = y0
    for step in range(10):
        t = step * dt
        y = y + dt * (source * t - rate * y)
    return y


ARGS = (0.8, 0.5, 1.2)

"""An oscillator by leapfrog steps: position and velocity."""

import math


def f(x, v, k):
    dt = 0.2
    for _ in range(8):
        v = v - 0.5 * dt * k * math.sin(x)
        x = x + dt * v
        v = v - 0.5 * dt * k * math.sin(x)
    return 0.5 * v * v + x


ARGS = (0.5, 0.1, 1.4)

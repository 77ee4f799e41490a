"""Constants of physics as module globals."""

import math

G = 9.81
DRAG = 0.1


def f(speed, angle):
    height = speed * math.sin(angle)
    time = 2.0 * height / G
    reach = speed * math.cos(angle) * time
    return reach * math.exp(-DRAG * time)


ARGS = (12.0, 0.6)

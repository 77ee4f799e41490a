"""Pi, e and the conversions between degrees and radians."""

import math


def f(angle):
    x = math.radians(angle)
    return math.cos(x) * math.pi + math.e * math.degrees(x * x) / 180.0


ARGS = (35.0,)

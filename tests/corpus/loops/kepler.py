"""Kepler's equation by Newton steps, derivative written by hand."""

import math


def f(mean_anomaly, eccentricity):
    e = mean_anomaly
    for _ in range(6):
        value = e - eccentricity * math.sin(e) - mean_anomaly
        slope = 1.0 - eccentricity * math.cos(e)
        e = e - value / slope
    return e


ARGS = (0.8, 0.3)

"""A scalar Kalman filter: the log-likelihood of observations."""

import math

import numpy as np


def f(observations, noise, drift):
    mean = 0.0
    var = 1.0
    loglik = 0.0
    for y in observations:
        var = var + drift
        total = var + noise
        gap = y - mean
        loglik = loglik - 0.5 * (math.log(2.0 * math.pi * total) + gap * gap / total)
        gain = var / total
        mean = mean + gain * gap
        var = (1.0 - gain) * var
    return loglik


ARGS = (np.array([0.4, 0.9, 0.7, 1.3]), 0.3, 0.2)

"""An inner loop whose length depends on the outer index."""

import math

import numpy as np


def f(x):
    total = 0.0
    for i in range(len(x)):
        for j in range(i + 1):
            total += x[i] * x[j] * math.sin(i * j + 1)
    return total


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([1.1]),), (np.zeros(0),)]

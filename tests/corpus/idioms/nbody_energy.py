"""The potential energy of bodies, pair by pair."""

import numpy as np


def f(positions, masses):
    energy = 0.0
    for i in range(len(masses)):
        for j in range(i):
            gap = positions[i] - positions[j]
            distance = np.sqrt(np.sum(gap * gap))
            energy = energy - masses[i] * masses[j] / distance
    return energy


ARGS = (
    np.array([[0.0, 0.1, 0.2], [1.0, -0.3, 0.5], [-0.6, 0.9, 0.4]]),
    np.array([1.0, 0.5, 0.8]),
)

"""Layers as dicts in a list, by index."""

import numpy as np


def f(layers, x):
    h = np.maximum(x @ layers[0]["W"] + layers[0]["b"], 0.0)
    scores = h @ layers[1]["W"] + layers[1]["b"]
    return np.sum(scores * scores)


ARGS = (
    [
        {"W": np.array([[0.3, -0.2], [0.1, 0.4]]), "b": np.array([0.1, 0.2])},
        {"W": np.array([[0.2], [-0.6]]), "b": np.array([0.3])},
    ],
    np.array([[0.5, 1.5], [0.2, 0.7]]),
)

"""Leaves of several precisions and kinds in one dict."""

import numpy as np


def f(p):
    return np.sum(p["single"] * p["double"]) * p["number"] + p["point"] ** 2


ARGS = (
    {
        "single": np.array([0.5, 1.5], dtype=np.float32),
        "double": np.array([0.2, -0.4]),
        "number": 0.7,
        "point": np.array(1.1),
    },
)

"""Dicts in tuples in dicts, and lists of arrays."""

import numpy as np


def f(p):
    a, rest = p["pair"]
    ws = p["list"]
    return a * rest["x"] + np.sum(ws[0] * ws[1]) + ws[1][0] * rest["deep"][0]


X = np.array([0.5, 1.5, -0.7])
ARGS = ({"pair": (2.0, {"x": 3.0, "deep": [0.4]}), "list": [X, X + 1.0]},)

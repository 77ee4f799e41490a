"""Tuples, lists and dicts made and read inside the function."""

import numpy as np


def f(x):
    d = {"a": x * 2.0, "b": np.sin(x)}
    t = (d["a"], x)
    items = [t[0], t[1] * 3.0, d["b"]]
    return np.sum(items[0] * items[-1]) + np.sum(t[0]) * len(items)


ARGS = (np.array([0.5, 1.5, -0.7]),)

"""Tuple, list and dict parameters, and structures made inside."""

import numpy as np


def dict_parameter(p):
    return np.sum(p["w"] * p["w"] * p["b"])


def list_of_pairs(params):
    s = 0.0
    for w, b in params:
        s = s + np.sum(w * w) * b
    return s


def layers(params, x):
    h = x
    for W, b in params:
        h = np.tanh(h @ W + b)
    return np.sum(h**2)


def nested_parameter(p):
    a, rest = p["pair"]
    return a * rest["x"] + np.sum(p["list"][0] * p["list"][1]) + p["list"][1][0]


def partly_unused(p, q):
    return p["a"] * q[0]


def local_structures(x):
    d = {"a": x * 2.0}
    t = (d["a"], x)
    lst = [t[0], t[1] * 3.0, x]
    return np.sum(lst[0] * lst[1]) + np.sum(t[0]) + len(lst)



def loop_over_literal(x):
    s = 0.0
    for w in [1.0, 2.0, 3.0]:
        s = s + w * np.sum(np.sin(w * x))
    return s


def unrolled(x):
    s = 0.0
    for f, k in ((np.sin, 1.0), (np.cos, 2.0)):
        s = s + k * np.sum(f(x))
    return s


def dict_loop(p):
    s = 0.0
    for name, value in p.items():
        s = s + np.sum(value**2) * len(name)
    return s


X = np.array([0.5, 1.5, -0.7])
PROGRAMS = {
    dict_parameter: [({"w": X, "b": 2.0},), ({"b": 2.0, "w": X},)],
    list_of_pairs: [([(np.array([0.5, 1.5]), 2.0), (np.array([1.0, 3.0]), 0.5)],)],
    layers: [
        ([(np.full((3, 2), 0.3), np.array([0.1, 0.2])), (np.full((2, 2), -0.2), np.zeros(2))], X),
    ],
    nested_parameter: [({"pair": (2.0, {"x": 3.0}), "list": [X, X + 1.0]},)],
    partly_unused: [({"a": 2.0, "b": X}, (3.0, 4.0))],
    local_structures: [(X,)],
    loop_over_literal: [(X,)],
    unrolled: [(X,)],
    dict_loop: [({"ab": X, "c": 2.0},)],
}

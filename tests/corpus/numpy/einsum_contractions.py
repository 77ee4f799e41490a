"""Contractions written with letters: products, traces of products, stacks."""

import numpy as np


def f(a, b, s):
    c = np.einsum("ij,jk->ik", a, b)
    d = np.einsum("bij,jk->bik", s, a)
    e = np.einsum("...ij,...kj->...ik", s, d)
    total = np.einsum("ij,ij->", c, c) + np.einsum("bij->", e)
    return total + np.sum(np.einsum("ij,jk", a, b) * np.einsum("ij->ji", b)[0, 1])


ARGS = (
    np.array([[0.6, 1.5], [0.3, -0.8]]),
    np.array([[0.2, -0.7], [0.4, 0.9]]),
    np.linspace(-0.5, 0.8, 8).reshape(2, 2, 2),
)

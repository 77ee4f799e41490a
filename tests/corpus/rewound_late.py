"""Loops in a loop that write to an array: what was read before them, and is used after them."""

import math

import numpy as np


def square_of_what_was(u, w):
    x = 0.0
    for v in u:
        p = w[1]
        for k in range(len(w)):
            w[k] = w[k] * w[k] * 0.5
        x += p * p * v
    return x


def row_of_what_was(u, w):
    x = 0.0
    for v in u:
        p = w[1:]
        for k in range(3):
            w[k] = math.sin(w[k] * w[k] * 0.5)
        x += np.sum(p * p) * v
    return x


def walked_after_it_was_overwritten(u, w):
    x = 0.1
    for _ in u:
        q = w[0] * 1.5
        for k, t in enumerate(w):
            w[k - 1] = max(w) * t
        for r in (q, x):
            x = r * 0.5 + x * r
    return x


def length_asked_before_and_after(u, w):
    x = 0.1
    for v in u:
        for k in range(len(w)):
            w[k] = max(w) * w[k - 1] * v
        for k in range(len(w)):
            x = x * w[k] + v
    return x


def written_between_two_loops(u, w):
    x = 0.1
    for v in u:
        q = w[0] * w[2]
        for k in range(3):
            w[k] = math.sin(w[k] * w[k - 1])
        w[1] = q * w[0]
        for k in range(3):
            w[k] = w[k] * w[k] + 0.3
        x = math.sin(x * q) + w[1] * v
    return x


U, W = np.array([0.2, -0.4, 0.9]), np.array([0.5, 0.1, -0.3])

PROGRAMS = {
    square_of_what_was: [(U, W)],
    row_of_what_was: [(U, W)],
    walked_after_it_was_overwritten: [(U, W)],
    length_asked_before_and_after: [(U, W)],
    written_between_two_loops: [(U, W)],
}

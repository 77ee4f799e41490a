"""Two arrays by turns: each round fills a new one from the last."""

import math

import numpy as np


def heat(x, n):
    for _ in range(n):
        new = np.empty_like(x)
        for j in range(len(x)):
            new[j] = math.sin(x[j]) + 0.1 * x[j - 1]
        x = new
    return np.sum(x)


def heat_with_history(x, n):
    states = [x]
    for _ in range(n):
        new = np.zeros(len(x))
        for j in range(1, len(x)):
            new[j] = math.sin(x[j]) + 0.1 * x[j - 1]
        states.append(new)
        x = new
    return sum(np.sum(s * s) for s in states) + np.max(x)


def exchanged(x, n):
    a, b = x * 1.0, x * 0.5
    for k in range(n):
        for j in range(len(a)):
            b[j] = a[j] * a[j - 1] + 0.1 * b[j] + k
        a, b = b, a
    return np.sum(a) + b[0]


def kept_and_overwritten(x, n):
    last, total = x * 1.0, 0.0
    for _ in range(n):
        new = last * 1.0
        for j in range(len(x)):
            new[j] = new[j - 1] * last[j]
        last[0] = 0.5
        total = total + np.sum(new * last)
        last = new
    return total


X = np.array([0.3, -0.2, 0.7, 0.5])

PROGRAMS = {
    heat: [(X, 3)],
    heat_with_history: [(X, 3)],
    exchanged: [(X, 3)],
    kept_and_overwritten: [(X, 3)],
}

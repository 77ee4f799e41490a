"""Numerical code as people write it: arrays updated in place, in loops, by helpers and methods."""

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.3])
A = np.array([[4.0, 0.5, 0.3], [0.2, 5.0, -0.4], [0.1, 0.6, 3.0]])
B = np.array([1.0, -2.0, 0.5])
S = np.array([[4.0, 0.5, 0.3], [0.5, 5.0, -0.4], [0.3, -0.4, 3.0]])


def eliminated(a, b):
    n = len(b)
    for k in range(n):
        for i in range(k + 1, n):
            f = a[i, k] / a[k, k]
            a[i, k:] -= f * a[k, k:]
            b[i] -= f * b[k]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (b[i] - np.dot(a[i, i + 1 :], x[i + 1 :])) / a[i, i]
    return np.sum(x * x)


def with_a_pivot(a, b):
    n = len(b)
    for k in range(n):
        p = k + np.argmax(np.abs(a[k:, k]))
        if p != k:
            a[[k, p]] = a[[p, k]]
            b[k], b[p] = b[p], b[k]
        for i in range(k + 1, n):
            f = a[i, k] / a[k, k]
            a[i] = a[i] - f * a[k]
            b[i] -= f * b[k]
    return np.sum(b * b) + np.sum(np.tril(a))


def cholesky(a):
    n = a.shape[0]
    for i in range(n):
        for j in range(i):
            a[i, j] -= np.dot(a[i, :j], a[j, :j])
            a[i, j] /= a[j, j]
        a[i, i] -= np.dot(a[i, :i], a[i, :i])
        a[i, i] = np.sqrt(a[i, i])
    return np.sum(np.tril(a) * np.arange(9.0).reshape(3, 3))


def orthogonalised(a):
    q = a.copy()
    r = np.zeros((3, 3))
    for k in range(3):
        r[k, k] = np.sqrt(np.sum(q[:, k] ** 2))
        q[:, k] /= r[k, k]
        for j in range(k + 1, 3):
            r[k, j] = np.dot(q[:, k], q[:, j])
            q[:, j] -= q[:, k] * r[k, j]
    return np.sum(q * r) + np.sum(r * r)


def relaxed_in_two_colours(x):
    u = np.zeros((4, 4))
    u[0] = x
    u[:, -1] = x
    for _ in range(3):
        for colour in range(2):
            for i in range(1, 3):
                for j in range(1 + (i + colour) % 2, 3, 2):
                    u[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])
    return np.sum(u * u)


def leapfrog(x):
    old, now, new = x * 1.0, x * 0.9, np.zeros(4)
    for _ in range(4):
        new[1:-1] = 2.0 * now[1:-1] - old[1:-1] + 0.1 * (now[2:] - 2.0 * now[1:-1] + now[:-2])
        old, now, new = now, new, old
    return np.sum(now * now)


def tridiagonal(x):
    lower, diagonal, upper = x * 0.1, x * x + 3.0, x * 0.2
    d = x.copy()
    for i in range(1, 4):
        w = lower[i] / diagonal[i - 1]
        diagonal[i] -= w * upper[i - 1]
        d[i] -= w * d[i - 1]
    d[-1] /= diagonal[-1]
    for i in range(2, -1, -1):
        d[i] = (d[i] - upper[i] * d[i + 1]) / diagonal[i]
    return np.sum(d * d)


def butterflies(x):
    a = x * 1.0
    half = 1
    while half < 4:
        for start in range(0, 4, 2 * half):
            for k in range(start, start + half):
                p, q = a[k], a[k + half] * np.cos(half * x[0])
                a[k] = p + q
                a[k + half] = p - q
        half *= 2
    return np.sum(a * x)


def bubbles(x):
    a = x * x
    for i in range(len(a)):
        for j in range(len(a) - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return np.sum(a * np.arange(4.0))


def running_sums(x):
    a = np.outer(x, x)
    for i in range(1, 4):
        a[i] += a[i - 1]
        a[:, i] += a[:, i - 1]
    return np.sum(np.sin(a))


def shortest_ways(x):
    d = np.abs(x[:, None] - x) + np.outer(x, x) ** 2
    for k in range(4):
        d[:] = np.minimum(d, d[:, k : k + 1] + d[k : k + 1, :])
    return np.sum(d * d)


def transposed_in_place(a):
    for i in range(3):
        for j in range(i):
            a[i, j], a[j, i] = a[j, i], a[i, j] * a[i, i]
    return np.sum(a * np.arange(9.0).reshape(3, 3))


def normalise(v):
    v /= np.sqrt(np.sum(v * v))


def power_method(a, b):
    for _ in range(4):
        b[:] = a @ b
        normalise(b)
    return b @ (a @ b)


class Filter:
    def __init__(self, taps):
        self.taps = taps
        self.memory = np.zeros(len(taps))

    def push(self, v):
        self.memory[1:] = self.memory[:-1].copy()
        self.memory[0] = v
        return np.dot(self.taps, self.memory)


def filtered(x, taps):
    f = Filter(taps)
    out = np.empty_like(x)
    for i, v in enumerate(x):
        out[i] = f.push(v)
    return np.sum(out * out)


class Layer:
    def __init__(self, n):
        self.state = np.zeros(n)
        self.steps = 0

    def step(self, drive, out):
        np.multiply(self.state, 0.5, out=self.state)
        self.state += np.tanh(drive)
        out[self.steps] = np.sum(self.state)
        self.steps += 1


def recorded(x):
    layer = Layer(4)
    record = np.zeros(3)
    for k in range(3):
        layer.step(x * (k + 1), record)
    return np.sum(record * record) + layer.state[1]


def momentum(x):
    w, v = np.ones(4), np.zeros(4)
    for _ in range(5):
        g = 2.0 * (w - x)
        v *= 0.9
        v -= 0.1 * g
        w += v
    return np.sum((w - x) ** 2)


def adam(x):
    w, m, s = x * 0.5, np.zeros(4), np.zeros(4)
    for t in range(1, 4):
        g = np.cos(w) * x
        m[:] = 0.9 * m + 0.1 * g
        s[:] = 0.99 * s + 0.01 * g * g
        w -= 0.1 * (m / (1.0 - 0.9**t)) / (np.sqrt(s / (1.0 - 0.99**t)) + 1e-3)
    return np.sum(w * w)


def gathered_and_scattered(x, edges):
    force = np.zeros(4)
    for _ in range(2):
        stretch = x[edges[:, 1]] - x[edges[:, 0]]
        np.add.at(force, edges[:, 0], np.sin(stretch))
        np.subtract.at(force, edges[:, 1], np.sin(stretch))
        x[edges[:, 0]] += 0.1 * force[edges[:, 0]]
    return np.sum(x * x) + np.sum(force**2)


def windows(x):
    out = np.zeros(3)
    padded = np.zeros(6)
    padded[1:-1] = x
    padded[0], padded[-1] = padded[1], padded[-2]
    for k, w in enumerate((0.25, 0.5, 0.25)):
        out += w * padded[k : k + 3]
    padded[2:4] *= out[:2]
    return np.sum(out * out) + np.sum(padded)


def clipped_where_too_large(x):
    a = np.outer(x, x)
    big = np.abs(a) > 0.4
    a[big] = 0.4 * a[big] / np.abs(a[big])
    a[~big] *= 2.0
    a[np.arange(4), np.argmax(np.abs(a), axis=1)] -= x
    return np.sum(a * a)


def upper_and_lower_views(x):
    a = np.zeros((2, 2, 4))
    top, bottom = a[0], a[1]
    top[:] = x
    bottom[0] = x * x
    for half in (top, bottom):
        half[1] += half[0] * x[0]
        half *= 1.5
    return np.sum(a[0] * a[1])


PROGRAMS = {
    eliminated: [(A, B)],
    with_a_pivot: [(A, B), (A[::-1].copy(), B)],
    cholesky: [(S,)],
    orthogonalised: [(A,)],
    relaxed_in_two_colours: [(X,)],
    leapfrog: [(X,)],
    tridiagonal: [(X,)],
    butterflies: [(X,)],
    bubbles: [(X,)],
    running_sums: [(X,)],
    shortest_ways: [(X,)],
    transposed_in_place: [(A,)],
    power_method: [(S, B)],
    filtered: [(X, B)],
    recorded: [(X,)],
    momentum: [(X,)],
    adam: [(X,)],
    gathered_and_scattered: [(X, np.array([[0, 1], [0, 2], [3, 1]]))],
    windows: [(X,)],
    clipped_where_too_large: [(X,)],
    upper_and_lower_views: [(X,)],
}

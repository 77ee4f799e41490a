"""Loops that step a state: maps, time integration, iterations; what they keep and rebuild."""

import math

import numpy as np


def logistic_map(r, x0):
    x = x0
    for _ in range(6):
        x = r * x * (1 - x)
    return x


def force(x, v, mu):
    return mu * (1.0 - x * x) * v - x


def van_der_pol(mu, x0, v0):
    x, v = x0, v0
    h = 0.05
    for _ in range(10):
        k1x, k1v = v, force(x, v, mu)
        k2x, k2v = v + 0.5 * h * k1v, force(x + 0.5 * h * k1x, v + 0.5 * h * k1v, mu)
        k3x, k3v = v + 0.5 * h * k2v, force(x + 0.5 * h * k2x, v + 0.5 * h * k2v, mu)
        k4x, k4v = v + h * k3v, force(x + h * k3x, v + h * k3v, mu)
        x = x + h / 6.0 * (k1x + 2.0 * k2x + 2.0 * k3x + k4x)
        v = v + h / 6.0 * (k1v + 2.0 * k2v + 2.0 * k3v + k4v)
    return x * x + v * v


def cube_root(a, x0):
    x = x0
    while True:
        step = (x * x * x - a) / (3.0 * x * x)
        x = x - step
        if abs(step) < 1e-12:
            break
    return x


def recurrent(w, u, b, xs):
    h = 0.0
    for x in xs:
        h = math.tanh(w * h + u * x + b)
    return h * h


def pendulum(length, angle, dt):
    speed = 0.0
    energy = 0.0
    for _ in range(15):
        speed = speed - dt * 9.81 / length * math.sin(angle)
        angle = angle + dt * speed
        energy = energy + 0.5 * (length * speed) ** 2 + 9.81 * length * (1.0 - math.cos(angle))
    return energy


def kept_in_a_branch(x, k):
    s = x
    for i in range(6):
        if i % 2 == 0:
            a = math.sin(s * k)
            b = math.exp(-a * a)
            s = s + a * b * b
        else:
            s = s * 0.9 + k * k
    return s


def kept_in_nested_loops(x, y):
    s = x
    for i in range(3):
        t = math.sin(s)
        for j in range(i + 1):
            u = math.cos(s * y)
            t = t * u + math.exp(-u * s)
        s = s + t * y
    return s


def kept_in_a_loop_of_a_branch(x, y):
    s = x
    if x > 0.0:
        for _ in range(4):
            a = math.sin(s)
            s = a * math.exp(y * a) + s * y
    return s * s


def arrays_kept_together(w, x):
    h = x
    c = np.zeros(3)
    for _ in range(4):
        g = 1.0 / (1.0 + np.exp(-(w @ h)))
        c = g * c + (1.0 - g) * np.tanh(w @ h)
        h = g * np.tanh(c)
    return np.sum(h * c)


def number_that_turns_into_numpy(x, w):
    s = x
    for k in range(3):
        s = s * x + np.sum(w) * k
    return s * s


def number_of_whole_numbers(x):
    s = 0
    for k in range(4):
        s = s + k * x
    return s * s


def repeated_factors(x, y):
    a = x * x * x * y
    b = y * (x * y) * x
    c = 3.0 * x * x
    d = (x * y) * (x * y)
    e = x * x
    return np.sum(a + b * c + d + e * e * x + e)


def repeated_factor_in_a_ratio(x, y):
    s = y
    for _ in range(5):
        s = s - (s * s * s - x) / (3.0 * s * s + y)
    return s


def quotients(x, y):
    return np.sum(x / y + np.divide(y, x)) + np.sum(x / (y * y))


def ends_together(x, y):
    s = 0.0
    for a, b in zip(reversed(x), y[::-1]):
        s = s * a + b
    return s


def pairs_end_together(x, y, z):
    s = 0.0
    for (a, b), c in zip(list(zip(x, y))[::-1], reversed(z)):
        s = s * b + a * b * c
    return s


def numbered_from_the_end(x, y):
    s = 0.0
    for (k, a), b in zip(list(enumerate(x, 1))[::-1], reversed(y)):
        s = s * b + a * a * k
    return s


def pairs_taken_apart(points):
    s = 0.0
    for x, y in points:
        s = s * 0.5 + math.sin(x) * y
    return s


def alternating(x, n):
    a, b = x, x * x
    for _ in range(n):
        a, b = b, a * b
    return a + b


def stopped_by_size(x, r):
    n = 0
    y = x
    while y < 10.0:
        z = y * r
        y = z + math.sqrt(z)
        n = n + 1
    return y * n


def loop_in_one_branch(x, y):
    s = x
    for _ in range(3):
        a = math.sin(s)
        if a > 0.9:
            s = s + a
        else:
            for _ in range(2):
                d = math.sin(s * y)
                s = s * d + a * math.exp(d)
    return math.sin(s)


def range_among_the_kept(x, n):
    kept = []
    s = x
    for k in range(n):
        kept.append((range(k), s))
        s = s * s
    t = 0.0
    for ks, s in reversed(kept):
        for k in ks:
            t = t * 0.5 + s * k
    return t


def widening_in_nested_loops(x):
    s = 0
    for i in range(2):
        u = 0
        for j in range(2):
            w = s * x
            s = s + x * w + x
            for _ in range(2):
                u = u + s * x
                v = s * w
        s = s * 0.1 + u * w + v
    return s + v


X, Y = np.array([0.5, 1.5, -0.7]), np.array([1.1, 0.4, 0.9, -0.3])
W = np.array([[0.2, -0.4, 0.1], [0.5, 0.3, -0.2], [0.1, 0.2, 0.6]])
PROGRAMS = {
    logistic_map: [(3.7, 0.3), (np.float64(3.2), 0.4)],
    van_der_pol: [(1.2, 0.5, 0.1), (2, 0.5, 0.1)],
    cube_root: [(7.0, 2.0)],
    recurrent: [(0.5, 0.3, 0.1, [0.1, 0.7, -0.4]), (0.5, 0.3, 0.1, np.array([0.1, 0.7, -0.4]))],
    pendulum: [(0.8, 0.6, 0.05)],
    kept_in_a_branch: [(0.4, 0.7)],
    kept_in_nested_loops: [(0.4, 0.7)],
    kept_in_a_loop_of_a_branch: [(0.4, 0.7), (-0.4, 0.7)],
    arrays_kept_together: [(W, X)],
    number_that_turns_into_numpy: [(0.4, X)],
    number_of_whole_numbers: [(0.4,), (np.float32(0.4),)],
    repeated_factors: [(0.7, 1.3), (X, X + 2.0), (X, 1.3), (0.7, X)],
    repeated_factor_in_a_ratio: [(2.0, 1.5)],
    quotients: [(X, X * X + 1.0), (X, np.array([[1.0], [2.0]])), (X, 2.0)],
    ends_together: [(X, Y), (Y, X), ([0.5, 1.5], [1.0, 2.0, 0.4])],
    pairs_end_together: [(X, Y, Y), (X, X, Y)],
    numbered_from_the_end: [(X, Y), ([0.5, 1.5], [1.0, 2.0, 0.4])],
    pairs_taken_apart: [([(0.5, 1.5), (0.3, 0.2)],)],
    alternating: [(1.1, 4), (1.1, 0)],
    loop_in_one_branch: [(0.4, 0.2), (1.5, 0.2)],
    range_among_the_kept: [(0.9, 4)],
    widening_in_nested_loops: [(0.3,)],
    stopped_by_size: [(0.5, 1.3)],
}

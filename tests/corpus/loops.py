"""Counted loops over ranges, arrays and lists."""

import math

import numpy as np


def rollout(w, xs):
    h = 0.0
    cost = 0.0
    for x in xs:
        h = np.tanh(w * h + x)
        cost = cost + h**2
    return cost


def horner(x, coefficients):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


def logistic_map(r, x):
    for _ in range(20):
        x = r * x * (1.0 - x)
    return x


def sum_of_squares(x):
    s = 0.0
    for i in range(3):
        s = s + x[i] * x[i]
    return s


def zero_trips(x, n):
    y = x
    for i in range(n):
        y = y * math.sin(y) + i
    return y * x


def nested(x):
    total = 0.0
    for i in range(3):
        for j in range(i + 1):
            total += x[i] * x[j] * math.sin(i * j + 1)
    return total


def branch_in_loop(x):
    t = 0.0
    for v in x:
        if v > 0:
            t = t + math.exp(v) * v
        else:
            t = t - v**3
    return t


def loop_in_branch(x, n):
    if x > 0.0:
        y = x
        for k in range(n):
            y = y * x + k
    else:
        y = x * x
    return y


def enumerate_zip(x, w):
    y = 0.0
    for i, (a, b) in enumerate(zip(x, w)):
        y = y + a * b * (i + 1)
    return y


def unequal_zip(x, y):
    s = 1.0
    for a, b in zip(x, y):
        s = s * (a + b * b)
    return s


def last_values(x):
    for i, v in enumerate(x, start=1):
        w = v * v
    return w * i + v


def collected(x):
    hs = []
    h = 1.0
    for v in x:
        h = np.tanh(h * v)
        hs.append(h)
    return np.sum(np.array(hs) ** 2)


def two_collections(x):
    ys = []
    zs = []
    for v in x:
        ys.append(v * v)
        zs.append(np.sin(v))
    total = 0.0
    for y, z in zip(ys, zs):
        total = total + y * z
    return total


def smoothing(alpha, x):
    level = x[0]
    error = 0.0
    for v in x[1:]:
        error += (v - level) ** 2
        level = alpha * v + (1.0 - alpha) * level
    return error


def fibonacci(x, y):
    for _ in range(6):
        x, y = y, x + y * 0.5
    return x * y


def newton(a):
    x = a
    for _ in range(8):
        x = 0.5 * (x + a / x)
    return x


def matrix_power(W, x):
    h = x
    for _ in range(4):
        h = np.tanh(W @ h)
    return np.sum(h * h)


def rows(W, x):
    s = 0.0
    for row in W:
        s = s + np.sin(row @ x)
    return s


def runge_kutta(mu, x, v):
    h = 0.1
    for _ in range(10):
        k1 = mu * (1.0 - x * x) * v - x
        k2 = mu * (1.0 - x * x) * (v + 0.5 * h * k1) - (x + 0.5 * h * v)
        x = x + h * (v + 0.5 * h * k1)
        v = v + h * k2
    return x * x + v * v


def rosenbrock(x):
    s = 0.0
    for i in range(len(x) - 1):
        s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return s


def weighted_by_index(x):
    s = 0.0
    for i, v in enumerate(x):
        s += i * v
    return s


def backwards_range(x):
    s = 1.0
    for i in range(len(x) - 1, -1, -1):
        s = s * x[i] + i
    return s


def stepped_range(x):
    s = 0.0
    for i in range(1, 8, 3):
        s = s + math.sin(x * i)
    return s


def overwritten_array(x):
    y = x
    for k in range(3):
        y = y * np.sin(y) + k
    return np.sum(y)


def list_of_numbers(xs):
    s = 1.0
    for k in range(len(xs)):
        s = s * xs[k] + xs[0]
    return s


X = np.array([0.5, 1.5, -0.7])
W = np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4], [0.2, 0.1, -0.6]])
PROGRAMS = {
    rollout: [(0.5, X), (0.5, np.zeros(0)), (0.7, np.array([1.0]))],
    horner: [(1.3, X), (1.3, [1.0, 2.0, 3.0])],
    logistic_map: [(2.7, 0.3)],
    sum_of_squares: [(X,)],
    zero_trips: [(1.3, 0), (1.3, 3)],
    nested: [(X,)],
    branch_in_loop: [(X,), (-X,)],
    loop_in_branch: [(1.3, 3), (1.3, 0), (-1.3, 3)],
    enumerate_zip: [(X, np.array([1.0, 2.0, 3.0]))],
    unequal_zip: [(X, np.array([1.0, 2.0])), (X[:1], X)],
    last_values: [(X,)],
    collected: [(X,)],
    two_collections: [(X,)],
    smoothing: [(0.3, X)],
    fibonacci: [(1.3, 0.4)],
    newton: [(2.0,)],
    matrix_power: [(W, X)],
    rows: [(W, X), (np.zeros((0, 3)), X)],
    runge_kutta: [(1.1, 0.4, 0.3)],
    rosenbrock: [(X,)],
    weighted_by_index: [(X,)],
    backwards_range: [(X,)],
    stepped_range: [(0.4,)],
    overwritten_array: [(X,)],
    list_of_numbers: [([0.5, 1.5, -0.7],), ([2.0],)],
}

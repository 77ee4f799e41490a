"""Arrays that loops update and the derivative reads: put back round by round, or kept."""

import math

import numpy as np

X = np.array([0.5, 1.5, -0.7])
A = np.array([[4.0, 0.5, 0.3], [0.5, 3.0, 0.2], [0.3, 0.2, 2.0]])


def whole_array_in_every_round(x):
    y = x.copy()
    s = 0.0
    for i in range(3):
        y[i] = np.sin(y[i] * x[i])
        s += np.sum(y**3)
    return s


def read_before_and_after(x):
    y = np.exp(x)
    s = 0.0
    for i in range(2):
        s += np.sum(y[i:] ** 2) * x[0]
        y[i + 1] *= y[i]
        s += np.dot(y[: i + 1], y[: i + 1]) ** 2
    return s


def written_values_are_read_back(x):
    y = np.zeros(4)
    for i in range(3):
        y[i + 1] = np.tanh(x[i] + y[i])
        y[i + 1] = np.exp(y[i + 1]) * y[i + 1]
    return np.sum(y**2)


def slices_written(x):
    y = np.outer(x, x)
    for i in range(1, 3):
        y[i, :] = np.exp(-y[i, :]) * y[i - 1, :]
        y[:, i] -= y[:, i - 1] ** 2
    return np.sum(y**2)


def place_from_the_array_itself(x):
    y = np.array([0.2, 2.3, 1.4]) + 0.1 * x
    s = 0.0
    for i in range(3):
        k = int(abs(y[i])) % 3
        s += np.sum(y**2) * x[k]
        y[k] = y[k] * 0.5 + x[i]
    return s + np.sum(y**3)


def changed_after_the_loop(x):
    y = x.copy()
    for i in range(2):
        y[i + 1] += np.dot(y[: i + 1], y[: i + 1])
    z = np.sum(y**2)
    y *= 0.3
    y[0] = x[2]
    for i in range(2):
        y[i] = y[i] * np.sum(y**2)
    return z + np.sum(np.sin(y))


def leaves_early(x):
    y = np.exp(x)
    for i in range(10):
        y[i % 3] += np.dot(y[:2], y[1:])
        if np.sum(y) > 40.0:
            break
        y[(i + 1) % 3] *= 0.9 * y[0]
    return np.sum(y**2)


def while_it_is_small(x):
    y = np.exp(x)
    n = 0
    while np.sum(y) < 30.0:
        y[n % 3] += 0.3 * np.dot(y, y)
        n += 1
    return np.sum(np.log(y))


def branch_writes(x):
    y = x.copy()
    for i in range(2):
        if x[i] > 1.0:
            y[i] = np.sum(y**2)
        else:
            y[i + 1] *= np.sum(y[:2] ** 2)
    return np.sum(y**3)


def two_arrays(x):
    y = x.copy()
    z = x * x
    for i in range(1, 3):
        y[i] = np.dot(y[:i], z[:i]) + y[i]
        z[i] = z[i] * np.sum(y[: i + 1] ** 2)
    return np.sum(y * z)


def swapped(x):
    y = x.copy()
    z = np.zeros(3)
    for i in range(3):
        z[i] = np.sum(y**2)
        y, z = z, y
    return np.sum(y**2) + np.sum(z**3)


def no_rounds(x):
    y = x.copy()
    for i in range(3):
        for j in range(i):
            y[i] -= np.dot(y[:j], y[:j]) * y[j]
        for j in range(0):
            y[j] = np.sum(y**3)
    return np.sum(y**2)


def deep(M):
    B = M.copy()
    for k in range(2):
        for i in range(1, 3):
            for j in range(i):
                B[i, j] -= np.dot(B[i, :j], B[j, :j]) * (k + 1)
                B[i, j] /= B[j, j]
            B[i, i] = np.sqrt(B[i, i] ** 2 + np.dot(B[i, :i], B[i, :i]))
    return np.sum(B**2)


def through_a_view(x):
    y = np.exp(x)
    v = y[1:]
    s = 0.0
    for i in range(2):
        v[i] = v[i] * np.sum(y**2)
        s += np.dot(v, v)
    return s


def masked(x):
    y = x.copy()
    for _ in range(3):
        y[y > 0] = np.sin(y[y > 0]) * np.sum(y**2)
    return np.sum(y**2)


def added_at(x):
    y = x.copy()
    index = np.array([0, 2, 0])
    s = 0.0
    for i in range(2):
        np.add.at(y, index, x * y[i])
        s += np.sum(y**3)
    return s


def python_numbers(x):
    y = np.zeros(3)
    t = float(x[0])
    for i in range(3):
        t = math.tanh(t * x[i] + 0.1)
        y[i] = t
        y[i] = math.exp(t) * np.sum(y**2) + t
    return np.sum(y**2) * t


def helper(a, k, c):
    a[k] = c * np.sum(a**2)
    return a[k]


def written_by_a_helper(x):
    y = np.cos(x)
    s = 0.0
    for k in range(3):
        s += helper(y, k, x[k])
    return s + np.sum(y)


def last_version_is_returned_too(x):
    y = x.copy()
    for i in range(2):
        y[i + 1] = y[i + 1] * np.sum(y**2)
    return np.sum(y) * y[1] * y[2]


def rows_of_another(M):
    y = np.zeros(3)
    for row in M:
        y[0] = np.sum(row * y) + row[1]
        y[1:] += y[0] * row[:2] * np.sum(y**2)
    return np.sum(y**2)


def whole_overwritten(x):
    y = np.zeros(3)
    z = x.copy()
    for i in range(3):
        y[:] = z * z[i]
        z[...] = np.sin(y) * np.sum(y**2)
    return np.sum(z**2) + np.sum(y)


def as_many_rounds_as_a_part_is_long(t, a):
    a = a * t
    for _ in range(2):
        n = len(a[1:])
        for j in range(n):
            a[0] += np.sin(a[1:])[j] * t
    return a.sum()


def rows_walked_after_a_try(t, a):
    try:
        a = a.reshape(2, 2).ravel()
    except ValueError:
        raise KeyError("a") from None
    for _ in range(2):
        for r in a[1:]:
            a[0] += r * t
    return a.sum()


PROGRAMS = {
    as_many_rounds_as_a_part_is_long: [(0.7, np.array([1.0, 2.0, 3.0, 4.0]))],
    rows_walked_after_a_try: [(0.7, np.array([1.0, 2.0, 3.0, 4.0]))],
    whole_array_in_every_round: [(X,)],
    read_before_and_after: [(X,)],
    written_values_are_read_back: [(X,), (X.astype(np.float32),)],
    slices_written: [(X,)],
    place_from_the_array_itself: [(X,)],
    changed_after_the_loop: [(X,)],
    leaves_early: [(X,)],
    while_it_is_small: [(X,)],
    branch_writes: [(X,)],
    two_arrays: [(X,)],
    swapped: [(X,)],
    no_rounds: [(X,)],
    deep: [(A,)],
    through_a_view: [(X,)],
    masked: [(X,)],
    added_at: [(X,)],
    python_numbers: [(X,)],
    written_by_a_helper: [(X,)],
    last_version_is_returned_too: [(X,)],
    rows_of_another: [(A,)],
    whole_overwritten: [(X,)],
}

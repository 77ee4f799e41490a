"""Arrays in place as a hostile user writes them: many names for one array, views of views."""

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, -1.2, 0.3])
Y = np.array([0.3, -0.8, 1.1, 0.6, 0.4, -0.5])
M = np.array([[0.5, 1.5, -0.7], [0.2, -0.4, 0.9], [1.2, 0.3, 0.8]])


# -- one array under many names


def in_a_list_three_times(x):
    a = x * 1.0
    rows = [a, a, a[::-1]]
    for row in rows:
        row *= 1.5
        row[0] += x[1]
    return np.sum(a * x)


def in_a_dict_and_a_tuple(x):
    a = np.zeros(6)
    state = {"u": a, "both": (a[:3], a[3:])}
    low, high = state["both"]
    low += x[:3]
    high -= x[3:] * low
    state["u"][::2] *= x[::2]
    return np.sum(a * a)


class Field:
    """Two names for one array, and a view of it."""

    def __init__(self, u):
        self.u = u
        self.same = u
        self.inner = u[1:-1]

    def smooth(self, w):
        self.inner += w * (self.u[2:] - self.same[:-2])

    def scale(self, s):
        self.same *= s


def in_an_object(x, w):
    field = Field(x.copy())
    field.smooth(w)
    field.scale(x[0])
    field.smooth(w * w)
    return np.sum(field.u * field.inner[0])


def fill(out, values, offset):
    out[offset:] += values[: len(out) - offset]
    return out


def helpers_that_write(x):
    a = x * x
    b = fill(a, x, 2)
    fill(b[1:], a[:5] * 0.5, 1)
    return np.sum(b * a)


def one_of_two_names(x, first):
    a, b = x * 2.0, x * 3.0
    c = a if first else b
    c[1:4] *= x[:3]
    return np.sum(a * x) + np.sum(b * b)


def swapped_buffers(x, n):
    u, v = x.copy(), np.zeros(6)
    for _ in range(n):
        v[1:-1] = 0.5 * u[1:-1] + 0.25 * (u[:-2] * u[2:])
        v[0], v[-1] = u[-1], u[0]
        u, v = v, u
    return np.sum(u * v)


# -- views of views


def view_of_a_view_of_a_view(x):
    a = x * 1.0
    v = a[1:][::2][1:]
    v *= x[:2]
    a[3] += v[0]
    return np.sum(a * a) + v[1]


def through_transposes(m):
    a = m * 1.0
    a.T[0] += a[:, 1]
    a.T[1:, 0] *= 2.0
    t = a.T
    t[2, 1:] -= a[1, 1:]
    return np.sum(a * m)


def through_reshape_and_ravel(m):
    a = m.copy()
    flat = a.reshape(-1)
    flat[1::4] = flat[::4][:2] * 3.0
    a.ravel()[0] = m[1, 1]
    return np.sum(a * a)


def through_flat(m):
    a = m * 1.0
    a.flat[2] *= m[0, 0]
    a.flat[::4] += 1.0
    return np.sum(a * a)


def negative_steps(x):
    a = x * 1.0
    a[::-1][:3] += a[:3]
    a[-2::-2] *= x[:3]
    a[4:1:-1] = a[1:4]
    return np.sum(a * x)


def rows_by_an_ellipsis(m):
    a = np.stack([m, m * m])
    a[..., 0] += a[..., 1]
    a[1, ..., -1] = a[0, 0]
    a[:, 1:, None, 0] *= 2.0
    return np.sum(a * a)


def columns_walked(m):
    a = m * 1.0
    for column in a.T:
        column -= np.mean(column)
        column /= 1.0 + np.dot(column, column)
    return np.sum(a * m)


def diagonal_written(m):
    a = m.copy()
    n = a.shape[0]
    a[np.arange(n), np.arange(n)] *= m[0]
    np.fill_diagonal(a[1:, 1:], a[0, 1])
    a.reshape(-1)[:: n + 1] += m[2]
    return np.sum(a * a)


# -- memory that is read and written by one statement


def overlapping_sums(x):
    a = x * 1.0
    a[1:] -= a[:-1]
    a[:-1] += a[1:]
    a[2:5] += a[1:4]
    return np.sum(a * x)


def overlapping_products(x):
    a = x * 1.0
    a[1:] *= a[:-1]
    a[:] = a[::-1] * a
    a[::2] /= 2.0 + a[1::2]
    return np.sum(a)


def plus_its_transpose(m):
    a = m * 1.0
    a += a.T
    a *= a.T
    a[0] += a[:, 0]
    return np.sum(a * m)


def overlapping_copies(x):
    a = x * 1.0
    a[1:] = a[:-1]
    a[:3] = a[2:5]
    np.copyto(a[2:], a[:4])
    return np.sum(a * x)


def rows_swapped(m):
    a = m * m
    a[[0, 2]] = a[[2, 0]]
    a[:, [0, 1]] = a[:, [1, 0]]
    a[0], a[1] = a[1].copy(), a[0].copy()
    return np.sum(a * m)


def rows_swapped_by_tuples(m, k):
    a = m * 1.0
    a[[0, k], :] = a[[k, 0], :]
    a[k] -= a[0] * (a[k, 0] / a[0, 0])
    return np.sum(a * a)


def items_swapped(x, i, j):
    a = x * x
    a[i], a[j] = a[j], a[i]
    a[i], a[i + 1] = a[i + 1] * 2.0, a[i]
    return np.sum(a * x)


# -- masks, out=, where=


def where_positive(x):
    a = x * 1.0
    a[a > 0] = a[a > 0] ** 2
    a[a < -0.5] *= x[0]
    a[(a > 0.1) & (x < 1.0)] += 0.5
    return np.sum(a * x)


def masked_powers(x):
    a = x * x
    far = a > 0.2
    a[far] = a[far] ** -1.5
    a[~far] **= 2
    return np.sum(a * x)


def out_with_where(x):
    out = x * 1.0
    np.multiply(x, out, out=out, where=x > 0)
    np.add(out[1:], out[:-1], out=out[1:])
    np.sqrt(out * out + 1.0, out=out, where=out < 0.5)
    return np.sum(out * x)


def out_into_what_is_read(m):
    a = m * 1.0
    np.multiply(a, a.T, out=a)
    np.subtract(a[1:], a[:-1], out=a[:-1])
    return np.sum(a * m)


def powers_below_zero(x):
    a = 2.0 + x
    a **= -1.5
    b = a**-2 + a**-0.5
    b[1:] += b[:-1] ** -1
    return np.sum(b * a)


# -- control flow


def while_it_is_large(x):
    a = x * 3.0
    n = 0
    while np.sum(a * a) > 1.0 and n < 20:
        a[n % 3] *= 0.5
        a[1:] -= 0.1 * a[:-1]
        a /= 1.1
        n += 1
    return np.sum(a * x)


def written_on_one_side(x, n):
    a = x * 1.0
    for i in range(n):
        if a[i] > 0.4:
            a[i + 1 :] *= a[i]
        elif i % 2:
            a[: i + 1] += x[i]
        else:
            continue
        a[0] -= 0.1
    return np.sum(a * a)


def written_in_a_try(x, k):
    a = x * 1.0
    try:
        a[0] *= 2.0
        a[k] = a[0] * x[1]
        a[1] += 1.0
    except IndexError:
        a[2] = a[0] * a[3]
    finally:
        a *= x
    return np.sum(a)


def rows_left_early(m):
    a = m * 1.0
    for i in range(3):
        for j in range(3):
            a[i, j] = a[i, j] * a[j, i]
            if a[i, j] < 0.0:
                a[i, j:] += 1.0
                break
        else:
            a[i] *= 0.5
    return np.sum(a * m)


def nothing_is_written(x, k):
    a = x * 1.0
    a[k:k] = 5.0
    a[k:k] += a[6:]
    a[:0] *= 3.0
    a[6:] -= x[:0]
    return np.sum(a * a)


def integers_beside(x):
    counts = np.zeros(6, dtype=int)
    a = x * 1.0
    for i in range(6):
        counts[i % 3] += 1
        counts[1:] *= 2
        a[i] *= counts[i % 3]
        a[counts[i] % 6] += x[i]
    return np.sum(a * counts)


def arguments_written(x, y):
    x[1:] += y[:-1]
    y *= x
    x -= y[::-1]
    return np.sum(x * y)


def argument_written_through_a_name(x, m):
    row = m[1]
    row[:] = x[:3] * row
    m.T[2] += row
    z = x
    z[2:4] = m[0, :2]
    return np.sum(m * m) + np.sum(x * z)


def prefix_sums_at(x, places):
    a = np.zeros(4)
    for i in range(3):
        np.add.at(a, places, x[:4] * (i + 1.0))
        a[places] += a[::-1]
        a *= x[i]
    return np.sum(a * a)


def elimination_with_pivots(m, b):
    a, y = m.copy(), b[:3].copy()
    n = len(y)
    for k in range(n):
        p = k + np.argmax(np.abs(a[k:, k]))
        a[[k, p]] = a[[p, k]]
        y[[k, p]] = y[[p, k]]
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i, k:] -= factor * a[k, k:]
            y[i] -= factor * y[k]
    for k in range(n - 1, -1, -1):
        y[k] = (y[k] - a[k, k + 1 :] @ y[k + 1 :]) / a[k, k]
    return np.sum(y * y)


def rows_from_the_whole(m, x, n):
    a = m.copy()
    for i in range(n):
        a[i] = np.tanh(a @ x[:3])
    return np.sum(a * m)


def rows_at_positions_from_the_whole(m, places):
    a = m.copy()
    for i in range(3):
        a[i] = np.sin(a @ a[i])
        a[places] = a[places[::-1]] * np.tanh(np.sum(a * a))
        a[:, i] += a[0] * a[i, i]
    return np.sum(a)


def written_rows_read_afterwards(m, places):
    a = m.copy()
    s = 0.0
    for i in range(3):
        rows = a[1:] * np.sum(a)
        a[places] = rows
        a[i] *= 0.5
        s = s + np.sum(rows * rows) * np.sum(a[places] * a[i])
    return s


def masked_rows_from_the_whole(m):
    a = m.copy()
    for i in range(3):
        a[a[:, i] > 0.0] = a[i] * np.sum(a * a)
        a[i, i:] -= 0.1 * a[i:, i]
    return np.sum(a * m)


def added_rows_from_the_whole(m, places):
    a = m.copy()
    for i in range(3):
        np.add.at(a, places, a[1:] * a[i])
        a[i] = np.cos(a @ a[0])
    return np.sum(a * m)


def views_in_a_loop(x, n):
    a = x * 1.0
    for i in range(n):
        shown = np.reshape(a, (2, 3))
        half = shown.T[1]
        a[:] = np.reshape(shown * np.sum(half), (6,))
    return np.sum(a * x)


def views_of_an_argument_in_a_loop(x, y, n):
    for i in range(n):
        shown = np.reshape(y, (2, 3))
        y[:] = x * np.sum(shown[0] * shown[1])
    return np.sum(y * y)


def grids(x, n):
    i, j = np.mgrid[0:n, 0:3]
    a = np.zeros((n, 3))
    a[i, j] = x[i] * x[j]
    p, q = np.ogrid[1:n, 0:1:3j]
    a[1:, :] += p * q * x[0]
    k, l = np.indices((n, 3))
    a[k > l] *= x[1]
    a *= np.mgrid[0:1:4j, -1:5:2][1, :n]
    return np.sum(a * a)


def integers_of_a_product(x, k):
    return np.sum(x * k * k)


PROGRAMS = {
    in_a_list_three_times: [(X,)],
    in_a_dict_and_a_tuple: [(X,)],
    in_an_object: [(X, 0.3)],
    helpers_that_write: [(X,)],
    one_of_two_names: [(X, True), (X, False)],
    swapped_buffers: [(X, 3), (X, 4), (X, 0)],
    view_of_a_view_of_a_view: [(X,)],
    through_transposes: [(M,)],
    through_reshape_and_ravel: [(M,)],
    through_flat: [(M,)],
    negative_steps: [(X,)],
    rows_by_an_ellipsis: [(M,)],
    columns_walked: [(M,)],
    diagonal_written: [(M,)],
    overlapping_sums: [(X,)],
    overlapping_products: [(X,)],
    plus_its_transpose: [(M,)],
    overlapping_copies: [(X,)],
    rows_swapped: [(M,)],
    rows_swapped_by_tuples: [(M, 2), (M, 1)],
    items_swapped: [(X, 1, 4), (X, 2, 2)],
    where_positive: [(X,)],
    masked_powers: [(X,)],
    out_with_where: [(X,)],
    out_into_what_is_read: [(M,)],
    powers_below_zero: [(X,)],
    while_it_is_large: [(X,)],
    written_on_one_side: [(X, 5), (X, 0)],
    written_in_a_try: [(X, 4), (X, 9)],
    rows_left_early: [(M,)],
    nothing_is_written: [(X, 2)],
    integers_beside: [(X,)],
    arguments_written: [(X, Y)],
    argument_written_through_a_name: [(X, M)],
    prefix_sums_at: [(X, np.array([1, 3, 0, 1]))],
    elimination_with_pivots: [(M, X)],
    rows_from_the_whole: [(M, X, 3), (M, X, 0)],
    rows_at_positions_from_the_whole: [(M, np.array([2, 0])), (M, np.array([1, 1]))],
    written_rows_read_afterwards: [(M, np.array([2, 0])), (M, np.array([1, 1]))],
    masked_rows_from_the_whole: [(M,)],
    added_rows_from_the_whole: [(M, np.array([2, 2]))],
    views_in_a_loop: [(X, 2), (X, 0)],
    views_of_an_argument_in_a_loop: [(X, Y, 2), (X, Y, 0)],
    grids: [(X, 4), (X, 3)],
    integers_of_a_product: [(X[:3], np.array([4, 5, 6]) * 10**9)],
}

"""Writes: into arrays and their views, lists and dicts, arguments; seen under every name."""

import numpy as np

X = np.array([0.5, 1.5, -0.7])



def filled_in_a_loop(x):
    y = np.zeros(3)
    for i in range(3):
        y[i] = x[i]*x[i]
    return np.sum(y*y)


def written_slice(x):
    y = np.zeros(4)
    y[1:4] = x*x
    return np.sum(y*y)


def added_slice(x):
    y = np.ones(3)
    y[1:] += x[:-1]*x[1:]
    return np.sum(y*y)


def overwritten_element(x):
    y = x*x
    y[0] = y[1]*y[2]
    return np.sum(y*y)


def written_argument(x):
    x[0] = x[1]*x[2]
    return np.sum(x*x)


def written_through_a_view(x):
    y = x*1.0
    v = y[1:]
    v[0] = x[0]*x[0]
    return np.sum(y*y)


def stencil(x):
    A = x*1.0
    for t in range(3):
        A[1:-1] = 0.33*(A[:-2]+A[1:-1]+A[2:])
    return np.sum(A*A)


def heat(u, k):
    u = u.copy()
    for t in range(10):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u ** 2)


def masked_write(x):
    y = x*x
    y[x<0] = 0.0
    return np.sum(y)


def dict_entry(x):
    d = {'a': x*2.0}
    d['b'] = d['a']*x
    return np.sum(d['b'])


def two_names(x):
    y = x*x
    z = y
    y += x
    return np.sum(z*y)


def list_methods(x):
    xs = [x[0], x[1]]
    xs.append(x[2]*x[2])
    ys = xs
    ys[0] = ys[0]*2.0
    xs.extend([x[0], 1.0])
    return xs[0]*xs[1]*xs[2]*xs[3]


def written_in_one_branch(x):
    y = x*x
    if x[0] > 0:
        y[1] = x[2]*3.0
    else:
        y *= 2.0
    return np.sum(y*y)


def recurrence_in_place(x):
    y = x*x
    for i in range(2):
        y[i+1] = y[i]*y[i+1]
    return np.sum(y*y)


def operators_in_place(x):
    y = x.copy()
    for k in range(4):
        y *= 1.1
        y[k % 3] -= x[0]*0.5
        v = y[1:]
        v *= 0.9
    return np.sum(y*x)


def helper(a, c):
    a[0] = c*a[1]
    return a[0]


def written_by_a_helper(x):
    y = x*2.0
    s = helper(y, x[2])
    return s + np.sum(y*y)


def written_parameters(p):
    p['w'][0] = p['b']*2.0
    W = p['w']
    p['b'] = p['b']*p['b']
    return np.sum(W*W)*p['b']


def rows_columns_and_transpose(x):
    A = np.outer(x, x)
    A[1] = x*3.0
    A[:, 2] = A[:, 0]*A[:, 1]
    A.T[0] += 1.0
    return np.sum(A*A)


def alias_in_a_loop(x):
    a = x*1.0
    b = a
    for i in range(3):
        a[0] = a[0]*x[1] + i
    return np.sum(b*b)


def list_items_in_a_loop(x):
    s = [0.0, 0.0]
    for v in x:
        s[0] = s[0] + v*v
        s[1] += v
    return s[0]*s[1]


def written_while(x):
    y = x*1.0
    while np.sum(y) < 20.0:
        y[0] = y[0]*2.0
        y[1] += y[0]
        if y[1] > 9.0:
            break
    return np.sum(y*y)


def lower_triangle(x):
    y = np.zeros((3,3))
    for i in range(3):
        for j in range(i+1):
            y[i,j] = x[i]*x[j]
            if i == j:
                y[i,j] += x[i]
    return np.sum(y*y)


def swapped_buffers(x):
    u, w = x*1.0, x*2.0
    for i in range(3):
        u, w = w, u
        u[0] = w[1]*x[2]
    return np.sum(u*w)


def whole_and_last(x):
    y = np.empty(3)
    y[:] = x
    y[...] *= x
    y[-1] = y[0]
    return np.sum(y**3)


def argument_in_a_loop(x):
    for i in range(2):
        x[i] = x[i+1]*x[i]
    return np.sum(x*x)


def one_row_many_times(x, places):
    picked = x[np.arange(len(x)), places]
    return np.sum(picked * picked[0])


def one_place_in_each_row(x):
    d = np.zeros((3, 3))
    places = np.array([0, 2, 2])
    d[np.arange(3), places] = x
    d[np.arange(3), places] += x**2
    d[np.arange(3), places] = d[np.arange(3), places] * x
    return np.sum(np.sin(d))


# The reversed loop takes the bound that was asked before the first round.


def bound_in_an_array(x, m):
    counts = np.array([m, 2])
    s = x
    for i in range(counts[0]):
        s = s * 0.9 + i * x
        counts[0] += 1
    return s * counts[0]


def bound_in_a_list(x, m):
    counts = []
    for _ in range(2):
        counts.append(m)
    s = x
    for i in range(1, counts[0] + 1):
        s = s * 0.9 + i * x
        counts[i % 2] += i
    return s * counts[0]


def bound_is_a_length_inside(x, m):
    rows = []
    for _ in range(2):
        rows.append([1.0] * m)
    s = x
    for i in range(len(rows[0]) - 1):
        s = s * 0.9 + i * x
        rows[0].append(2.0)
    return s + sum(rows[0])


def counted_from_what_is_written(x, m):
    counts = np.array([m, 2])
    s = x
    for i, v in enumerate([x, 2 * x, 3.0], counts[0]):
        s = s * 0.9 + i * x * v
        counts[0] += 1
    return s * counts[0]


def counted_from_an_item(x, m):
    counts, xs = [], []
    for k in range(3):
        counts.append(m)
        xs.append(x * k)
    s = x
    for i, v in enumerate(xs, counts[1]):
        s = s * 0.9 + i * v
        counts[1] += i
    return s * counts[1]


def counted_in_rounds(x, xs, m):
    counts = np.array([m, 2])
    s = x
    for k in range(3):
        for i, v in enumerate(xs, counts[k % 2]):
            s = s * 0.9 + i * x * v
        if k > 0:
            for i, v in enumerate(xs, counts[0]):
                s += i * v
                counts[0] += 1
        counts[0] += 1
    return s * counts[0]


PROGRAMS = {
    counted_in_rounds: [(1.1, [0.3, 0.8], 3)],
    bound_in_an_array: [(1.1, 3)],
    bound_in_a_list: [(1.1, 3)],
    bound_is_a_length_inside: [(1.1, 4)],
    counted_from_what_is_written: [(1.1, 3)],
    counted_from_an_item: [(1.1, 3)],
    one_row_many_times: [
        (np.array([[0.4, 0.7]]), np.array([0, 0, 1])),
        (np.array([[0.4, 0.7], [1.5, 0.2]]), np.array([0, 1])),
    ],
    one_place_in_each_row: [(np.array([0.3, 0.5, 0.7]),)],
    filled_in_a_loop: [(X,)],
    written_slice: [(X,)],
    added_slice: [(X,)],
    overwritten_element: [(X,)],
    written_argument: [(X,)],
    written_through_a_view: [(X,)],
    stencil: [(X,), (np.array([0.1, 0.2, 0.5, 0.7, 0.3]),)],
    heat: [(np.array([0.1, 0.2, 0.5, 0.7, 0.3]), 0.1)],
    masked_write: [(X,)],
    dict_entry: [(X,)],
    two_names: [(X,)],
    list_methods: [(X,)],
    written_in_one_branch: [(X,), (-X,)],
    recurrence_in_place: [(X,)],
    operators_in_place: [(X,)],
    written_by_a_helper: [(X,)],
    written_parameters: [({"w": X, "b": 2.0},)],
    rows_columns_and_transpose: [(X,)],
    alias_in_a_loop: [(X,)],
    list_items_in_a_loop: [(X,)],
    written_while: [(X,)],
    lower_triangle: [(X,)],
    swapped_buffers: [(X,)],
    whole_and_last: [(X,)],
    argument_in_a_loop: [(X,)],
}

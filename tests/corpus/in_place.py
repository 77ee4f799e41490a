"""Arrays written in place: at lists of places, by masks, by functions of NumPy, through views."""

import numpy as np

X = np.array([0.5, 1.5, -0.7])
Y = np.array([0.3, -0.8, 1.1, 0.6])
M = np.array([[0.5, 1.5, -0.7], [0.2, -0.4, 0.9]])
S = np.array([[0.5, 1.5, -0.7], [0.2, -0.4, 0.9], [1.2, 0.3, 0.8]])
TWICE = np.array([0, 2, 0])
PLACES = np.array([2, 0, 1])
ROWS = np.array([0, 1, 0])
COLUMNS = np.array([1, 2, 1])


# -- lists of places


def at_places(x, places):
    a = np.zeros(4)
    a[places] = x * x
    return np.sum(a * np.array([1.0, 2.0, 3.0, 4.0]))


def at_places_twice_the_last_stays(x):
    a = np.ones(3)
    a[[0, 2, 0]] = np.sin(x)
    return a[0] * a[2] + a[1] * x[1]


def added_at_places_once(x, places):
    a = x * x
    a[places] += x
    return np.sum(a * a)


def scaled_at_places(x, places):
    a = x * x
    a[places] *= x
    a[places] -= 0.5 * x
    a[places] /= 2.0 + x
    return np.sum(a * x)


def one_number_at_places(x, places):
    a = x * 1.0
    a[places] = x[0] * x[1]
    return np.sum(a * a)


def rows_at_places(x, places):
    a = np.outer(x, x)
    a[places] = np.outer(np.sin(x), x)
    return np.sum(a * a)


def columns_at_places(x, places):
    a = np.outer(x, x)
    a[:, places] = np.outer(x, np.sin(x))
    a[1:, places] += x
    return np.sum(a * a)


def points_named_twice(x, rows, columns):
    a = np.zeros((3, 4))
    a[rows, columns] = x * x
    a[rows, columns] += x
    return np.sum(np.sin(a) * 2.0 + a * a)


def a_row_at_places(x, places):
    a = np.outer(x, x)
    a[1, places] = x * 2.0
    a[places, 0] = x * x[0]
    return np.sum(a * a)


def places_in_a_grid(x, rows, columns):
    a = np.outer(x, x)
    a[rows[:, None], columns[None, :]] = np.outer(x, x * x)
    return np.sum(a * a)


def places_broadcast(x):
    a = np.zeros((3, 3))
    a[np.arange(3), 1] = x
    a[1, np.arange(3)] = x * x
    a[np.arange(3)[:, None], [0, 2]] += x[:, None]
    return np.sum(np.sin(a))


def places_in_a_loop(x, places):
    a = np.zeros(3)
    for k in range(3):
        a[places] += x * k
        a[places] = a[places] * x + a
    return np.sum(a * a)


def permuted_in_place(x, places):
    a = x * x
    a[places] = a * x
    a[:] = a[places]
    return np.sum(a * np.array([1.0, -2.0, 3.0]))


def sorted_places(x):
    a = np.zeros(3)
    a[np.argsort(x)] = x * x
    return np.sum(a * np.array([1.0, -2.0, 3.0]))


def literal_places(x):
    a = x * 2.0
    a[[0, 2]] = [x[1], x[0] * x[2]]
    a[[2, 1]] *= x[:2]
    return np.sum(a * a)


# -- masks, ellipsis, new axes


def masked_with_a_vector(x):
    a = x * 1.0
    m = x > 0.0
    a[m] = x[m] * x[m]
    return np.sum(a * a)


def masked_with_a_number(x):
    a = np.outer(x, x)
    a[a > 0.2] = x[0]
    a[a < 0.0] *= x[1]
    return np.sum(a * a)


def masked_rows(x):
    a = np.outer(x, x)
    a[x > 0.0] = np.outer(x, x * x)[x > 0.0]
    a[x < 0.0, 1:] += x[1:]
    return np.sum(a * a)


def masked_not(x, keep):
    a = x * x
    a[~keep] = 0.0
    a[keep] -= np.sum(a[keep]) * 0.1
    return np.sum(a * a)


def masked_by_a_list(x):
    a = x * x
    a[[True, False, True]] = x[:2]
    return np.sum(a * a)


def ellipsis_and_new_axes(x):
    a = np.zeros((2, 3))
    a[...] = x
    a[0, ...] *= x
    a[..., 1] += x[:2]
    a[:, None][:, 0, 2] = x[1:]
    return np.sum(a * a)


def steps_and_negatives(x):
    a = np.zeros(6)
    a[::2] = x
    a[::-2] += x * x
    a[-1] = x[0]
    a[-2:0:-2] *= 2.0
    return np.sum(a * a * np.arange(6.0))


def shifted_onto_itself(x):
    a = x * x
    a[1:] = a[:-1] * x[1:]
    a[:-1] = a[1:]
    return np.sum(a * x)


def reversed_onto_itself(x):
    a = x * x
    a[:] = a[::-1]
    a[::-1] *= x
    return np.sum(a * x)


def swapped_elements(x):
    a = x * x
    a[0], a[2] = a[2], a[0]
    a[1], a[0] = a[0] * x[0], a[1]
    return np.sum(a * x)


def swapped_rows(x):
    a = np.outer(x, x) + np.outer(np.arange(3.0), x)
    a[[0, 2]] = a[[2, 0]]
    a[0] -= 2.0 * a[1]
    return np.sum(a * a)


# -- operators in place on whole arrays


def every_operator(x):
    a = x * 1.0
    a += x
    a -= 0.3
    a *= x
    a /= 2.0 + x * x
    a **= 2
    return np.sum(a * x)


def every_operator_on_items(x):
    a = x * 1.0
    a[0] += x[1]
    a[1] -= x[0] * x[2]
    a[2] *= a[0]
    a[0] /= 2.0 + x[1]
    a[1] **= 2
    a[2] %= 0.4
    return np.sum(a * x)


def product_into_itself(x):
    a = np.outer(x, x) + np.eye(3)
    a @= np.outer(x, x * x)
    return np.sum(a * a)


def numbers_rounded_to_the_array(x):
    a = np.zeros(3, dtype=np.float32)
    a[:] = 0.5
    b = x * 1.0
    b += a
    return np.sum(b * b)


# -- out= and functions that write


def out_of_functions(x):
    a = np.empty(3)
    np.multiply(x, x, out=a)
    np.sin(a, out=a)
    np.add(a, x, a)
    np.exp(a, a)
    return np.sum(a * x)


def out_into_a_slice(x):
    a = np.zeros(6)
    np.multiply(x, 2.0, out=a[:3])
    np.add(a[:3], x, out=a[3:])
    np.subtract(1.0, a[1:4], out=a[2:5])
    return np.sum(a * a)


def out_of_a_broadcast(x):
    a = np.empty((2, 3))
    np.multiply(x, x[0], out=a)
    np.add(a, x, out=a[:])
    return np.sum(a * a)


def out_of_products_and_sums(x):
    m = np.outer(x, x)
    a, s, c = np.empty(3), np.empty(3), np.zeros(3)
    np.dot(m, x, out=a)
    np.sum(m, axis=0, out=s)
    np.cumsum(a, out=c)
    np.matmul(m, a, out=a)
    np.clip(s, -1.0, 1.0, out=s)
    return np.sum(a * s) + np.sum(c * c)


def out_by_methods(x):
    m = np.outer(x, x)
    s, c = np.zeros(3), np.ones(3)
    m.sum(axis=1, out=s)
    s.clip(-0.5, 0.8, out=s)
    m.dot(s, out=c)
    return np.sum(s * c)


def out_where(x):
    a = np.zeros(3)
    np.divide(1.0, x, out=a, where=x > 0.0)
    np.log(x, out=a, where=x > 1.0)
    return np.sum(a * a)


def out_returned(x):
    a = np.empty(3)
    b = np.multiply(x, x, out=a)
    b[0] = x[1]
    return np.sum(a * x)


def copied_into(x):
    a, b = np.zeros(3), np.ones(3)
    np.copyto(a, x)
    np.copyto(b, a * x, where=x > 0.0)
    np.copyto(a[1:], b[:2])
    np.copyto(b, 2.0, where=[True, False, False])
    return np.sum(a * a * b)


def filled_with_a_number(x):
    a = np.zeros(3)
    a.fill(x[0] * x[1])
    a[1:].fill(x[2])
    return np.sum(a * x)


def sorted_in_place(x):
    a = x * x
    a.sort()
    m = np.outer(x, x)
    m.sort(axis=0)
    m.sort()
    return np.sum(a * np.arange(3.0)) + np.sum(m * np.arange(9.0).reshape(3, 3))


def filled_diagonal(x):
    a = np.outer(x, x)
    np.fill_diagonal(a, x * x)
    b = np.outer(x, x[:2])
    np.fill_diagonal(b, x[0])
    return np.sum(a * a) + np.sum(b * b)


def put_at_places(x, places):
    a, m = x * x, np.outer(x, x)
    np.put(a, [0, 2], [x[1], x[0]])
    np.put(m, [1, 4], x[2])
    a.put(1, x[0] * x[0])
    return np.sum(a * a) + np.sum(m * m)


def put_where_a_mask_is(x):
    a = np.outer(x, x)
    np.putmask(a, a > 0.3, x[0])
    np.putmask(a, a < 0.0, a * x)
    np.place(a, a > 0.2, [x[1]])
    return np.sum(a * a)


def put_along_an_axis(x, places):
    a = np.outer(x, x)
    np.put_along_axis(a, places[:, None], x[:, None] * 2.0, axis=1)
    np.put_along_axis(a, places[None, :], 3.0, 0)
    return np.sum(a * a * np.arange(9.0).reshape(3, 3))


def added_at(x, places):
    a = np.zeros(3)
    np.add.at(a, places, x * x)
    np.subtract.at(a, places, x)
    np.subtract.at(a, 1, x[0])
    return np.sum(a * a)


def multiplied_at(x, places):
    a = x * 2.0
    np.multiply.at(a, places, x)
    np.multiply.at(a, places, 1.5)
    np.divide.at(a, [0, 1], x[:2] + 3.0)
    return np.sum(a * a)


def greatest_at(x, places):
    a = np.zeros(3)
    np.maximum.at(a, places, x)
    np.minimum.at(a, np.s_[1:], x[0])
    return np.sum(a * a)


def greatest_at_points(x, rows, columns):
    a = np.zeros((2, 3))
    np.maximum.at(a, (rows, columns), x * x)
    np.negative.at(a, (0, 1))
    return np.sum(a * a * np.arange(6.0).reshape(2, 3))


def histogram_of_weights(x, bins):
    h = np.zeros(4)
    for b, v in zip(bins, x):
        h[b] += v * v
    h /= np.sum(h)
    return np.sum(h * h)


# -- views


def flat_places(x):
    a = np.outer(x, x)
    a.flat[3] = x[0]
    a.flat[[0, 8]] *= x[:2]
    a.flat[5:7] += x[1:]
    return np.sum(a * a) + a.flat[3] * a.flat[1]


def through_another_shape(x):
    a = np.zeros((2, 3))
    v = a.reshape(6)
    v[1:4] = x
    w = a.ravel()
    w[5] = x[0] * x[1]
    a[1] += x
    return np.sum(v * v * np.arange(6.0)) + w[0]


def through_a_flattened_copy(x):
    a = np.outer(x, x)
    v = a.flatten()
    v[0] = x[2]
    a[0, 0] *= 2.0
    return np.sum(v * v) + np.sum(a)


def through_new_axes(x):
    a = x * x
    column = a[:, None]
    column[1, 0] = x[0]
    wide = np.expand_dims(a, 0)
    wide[0, 2] += x[1]
    np.squeeze(wide)[0] *= x[2]
    return np.sum(a * column[:, 0])


def through_a_transposed_slice(x):
    a = np.outer(x, x)
    t = a.T[1:]
    t[0] = x
    t[:, 1] += x[:2]
    a[2] *= 2.0
    return np.sum(a * a) + np.sum(t)


def through_swapped_axes(x):
    a = np.zeros((2, 3, 1))
    b = np.swapaxes(a, 0, 1)
    b[0, 1] = x[0]
    b[2] = x[2] * x[1]
    return np.sum(a * a) + a[1, 0, 0]


def rows_of_rows(x):
    a = np.zeros((3, 3))
    for i in range(3):
        row = a[i]
        row[i:] = x[i:]
        row *= x[0]
        if i > 0:
            row -= a[i - 1]
    return np.sum(a * a)


def rows_walked_and_written(x):
    a = np.outer(x, x)
    for row in a:
        row[0] = x[1]
        row *= row[1]
    return np.sum(a * a)


def rows_walked_with_numbers(x):
    a = np.zeros((3, 3))
    for i, row in enumerate(a):
        row[i] = x[i] * x[i]
        row += x
    return np.sum(a * a)


def rows_walked_in_step(x):
    a, b = np.outer(x, x), np.ones((2, 3))
    for p, q in zip(a, b):
        q[:] = p * x
        p[1:] = 0.5
    return np.sum(a * a) + np.sum(b * x)


def rows_walked_in_rows(x):
    a = np.ones((2, 2, 3)) * x
    for m in a:
        for row in m:
            row[0] *= x[1]
            row[1:] += row[:2]
    return np.sum(a * a)


def walked_and_written(x):
    a = x * x
    s = 0.0
    for v in a:
        s += v
        a[2] = s * x[0]
    return s * a[2]


def turned_round_walked_and_written(x):
    s = 0.0
    for v in x[::-1]:
        x[1] = v * v + s
        s = s + v
    return np.sum(x) + s


def through_a_turned_array(x):
    y = x * 1.0
    r = y[::-1]
    r[0] = y[0] * y[1]
    y[2] *= 2.0
    return np.sum(r * x)


def part_of_one_of_two(x):
    y = x * 1.0
    w = (y if x[0] > 0.0 else x * 2.0)[1:]
    w[0] = x[2] * x[1]
    return np.sum(y * y) + w[0]


def a_copy_or_a_view_read_no_more(x):
    y = np.outer(x, x)
    v = y.T.reshape(9)
    v[0] = 2.0 * x[1]
    v *= v[1]
    return np.sum(v[:3] * x)


def one_array_three_times(x):
    some = [x * 1.0] * 3
    some[0][0] = x[2]
    some[1] += 1.0
    return np.sum(some[2] * x)


def places_from_numbers(x):
    a = np.zeros(3)
    k = int(x[0] > 0.0)
    a[[k, 0]] = x[:2]
    a[[k, 0]] += x[1:]
    return np.sum(a * x)


def columns_of_stacks_twice(x):
    a = np.zeros((2, 3, 2))
    a[:, [0, 2, 0], 1] = np.stack([x, x * x])
    a[..., [0, 0]] *= x[0]
    a[0][[1, 1]] = x[:2]
    return np.sum(a * a)


def places_in_two_axes(x):
    a = np.zeros(3)
    a[np.array([[0, 1], [1, 0]])] = np.outer(x[:2], x[1:])
    return np.sum(a * a)


def written_by_an_inner_function(x):
    y = x * 1.0
    w = y if x[0] > 0.0 else x * 2.0

    def change(k):
        w[k] = x[k + 1]

    change(0)
    y[1] = 3.0 * x[0]
    return np.sum(w * y)


def arrays_of_a_list_written(x):
    a, b, c = x * 1.0, x * 2.0, np.zeros(3)
    for one in [a, b, c]:
        one[0] = x[1]
        one += x
    return np.sum(a * b) + np.sum(c * c)


def arrays_of_a_tuple_with_numbers(x):
    a, b = np.zeros(3), np.ones(3)
    for k, one in enumerate((a, b, a)):
        one[k] += x[k]
        one *= x
    return np.sum(a * a) + np.sum(a * b)


# -- one of two arrays


def one_of_two(x):
    y, z = x * 1.0, x * 2.0
    w = y if x[0] > 0.0 else z
    w[0] = x[1] * x[2]
    w += 1.0
    return np.sum(y * z) + np.sum(w)


def one_of_two_written_before_and_after(x):
    y, z = x * 1.0, x * 2.0
    if x[0] > 0.0:
        w = y
    else:
        w = z
    y[1] = x[0]
    z[2] = x[0] * 3.0
    s = np.sum(w * w)
    w[1] *= x[2]
    y *= 2.0
    return s + np.sum(w * y) + np.sum(z * w)


def one_of_two_by_rounds(x):
    y, z = x * 1.0, x * 0.5
    for k in range(4):
        w = y if k % 2 == 0 else z
        w[k % 3] += x[k % 3] * w[0]
    return np.sum(y * y) + np.sum(y * z)


def one_of_two_before_a_loop(x):
    y, z = x * 1.0, x * 0.5
    w = z if x[0] > 0.0 else y
    for k in range(3):
        w[k] *= x[k]
        y[k] += w[0]
    return np.sum(y * y) + np.sum(w * z)


def one_of_two_views(x):
    a = np.outer(x, x)
    v = a[0] if x[1] > 0.0 else a[:, 1]
    v[:2] = x[1:]
    return np.sum(a * a) + np.sum(v)


def one_of_an_array_and_a_copy(x):
    y = x * 1.0
    w = y if x[0] > 0.0 else y.copy()
    w[1] = x[0] * x[0]
    y[2] = 2.0 * x[1]
    return np.sum(y * y) + np.sum(w)


def the_greater_is_halved(x):
    a, b = x[:2].copy(), x[1:].copy()
    for _ in range(3):
        big = a if np.sum(a) > np.sum(b) else b
        big *= 0.5
        big[0] += 0.3 * x[0]
    return np.sum(a * b)


def of_two_ranks_and_seen_by_nobody_else(a):
    v = a * 2.0 if a[0, 0] > 1 else a[0] * a[1]
    for _ in range(3):
        v *= 0.7
        v += 0.5
    return np.sum(np.sin(v)) * np.sum(a)


def shape_of_unknown_rank(a):
    v = a if a[0, 0] > 1 else a[0]
    return np.sum(v * np.arange(v.size).reshape(v.shape))


M = np.array([[1.3, 0.4, 2.1], [0.7, 1.9, -0.6]])
def lists_written_and_spread(q, t):
    q = q.copy()
    q[1:] = [t]
    q[:1] = [[t, t * t, 2.0]]
    q[0] += [t, 1.0, 1.0]
    q[:] += [t, 2.0, t * t]
    q[1:] *= [t, 2.0, 1.0]
    q[:, 1:] -= [t, 2.0]
    q[0, 1:] /= (t,)
    return np.sum(q * q) * t


def a_vector_filled_with_a_list_of_one(n, t):
    a = np.zeros(n) + t
    a[1:] = [t * t]
    b = np.empty(n)
    b[...] = [t]
    c = np.ones(n)
    c[:] = (t,)
    return np.sum(a * b) + np.sum(c)


def lists_added_at_places(q, v):
    q = q.copy()
    np.add.at(q, [0, 1], [v[0]])
    np.add.at(q, [0, 0], v)
    np.subtract.at(q, [0, 0], [v[1], 2.0, v[0]])
    return np.sum(q * q) * v[0]


def diagonals_of_few_values(v):
    a = np.outer(v, v)
    np.fill_diagonal(a, [v[0], v[1]])
    np.fill_diagonal(a[:2], v[:1])
    return np.sum(a * a)


PROGRAMS = {
    lists_written_and_spread: [(np.arange(6.0).reshape(2, 3), 1.5)],
    a_vector_filled_with_a_list_of_one: [(4, 1.5)],
    lists_added_at_places: [(np.arange(6.0).reshape(2, 3), np.array([1.0, 2.0, 3.0]))],
    diagonals_of_few_values: [(np.array([1.0, 2.0, 3.0]),)],
    at_places: [(X, PLACES), (X, TWICE), (Y, np.array([3, 3, 0, 1]))],
    at_places_twice_the_last_stays: [(X,)],
    added_at_places_once: [(X, TWICE), (X, PLACES)],
    scaled_at_places: [(X, TWICE), (X, PLACES)],
    one_number_at_places: [(X, TWICE)],
    rows_at_places: [(X, TWICE)],
    columns_at_places: [(X, TWICE), (X, PLACES)],
    points_named_twice: [(X, ROWS, COLUMNS)],
    a_row_at_places: [(X, TWICE)],
    places_in_a_grid: [(X, TWICE, PLACES), (X, TWICE, TWICE)],
    places_broadcast: [(X,)],
    places_in_a_loop: [(X, TWICE)],
    permuted_in_place: [(X, PLACES), (X, TWICE)],
    sorted_places: [(X,)],
    literal_places: [(X,)],
    masked_with_a_vector: [(X,), (-X,)],
    masked_with_a_number: [(X,)],
    masked_rows: [(X,)],
    masked_not: [(X, np.array([True, False, True]))],
    masked_by_a_list: [(X,)],
    ellipsis_and_new_axes: [(X,)],
    steps_and_negatives: [(X,)],
    shifted_onto_itself: [(X,)],
    reversed_onto_itself: [(X,)],
    swapped_elements: [(X,)],
    swapped_rows: [(X,)],
    every_operator: [(X,)],
    every_operator_on_items: [(X,)],
    product_into_itself: [(X,)],
    numbers_rounded_to_the_array: [(X,)],
    out_of_functions: [(X,)],
    out_into_a_slice: [(X,)],
    out_of_a_broadcast: [(X,)],
    out_of_products_and_sums: [(X,)],
    out_by_methods: [(X,)],
    out_where: [(X,)],
    out_returned: [(X,)],
    copied_into: [(X,)],
    filled_with_a_number: [(X,)],
    sorted_in_place: [(X,)],
    filled_diagonal: [(X,)],
    put_at_places: [(X, PLACES)],
    put_where_a_mask_is: [(X,)],
    put_along_an_axis: [(X, PLACES), (X, TWICE)],
    added_at: [(X, TWICE)],
    multiplied_at: [(X, TWICE), (X, PLACES)],
    greatest_at: [(X, TWICE)],
    greatest_at_points: [(X, ROWS, COLUMNS)],
    histogram_of_weights: [(Y, np.array([0, 1, 1, 3]))],
    flat_places: [(X,)],
    through_another_shape: [(X,)],
    through_a_flattened_copy: [(X,)],
    through_new_axes: [(X,)],
    through_a_transposed_slice: [(X,)],
    through_swapped_axes: [(X,)],
    rows_of_rows: [(X,)],
    rows_walked_and_written: [(X,)],
    rows_walked_with_numbers: [(X,)],
    rows_walked_in_step: [(X,)],
    rows_walked_in_rows: [(X,)],
    walked_and_written: [(X,)],
    turned_round_walked_and_written: [(X,), (-X,)],
    through_a_turned_array: [(X,), (-X,)],
    part_of_one_of_two: [(X,), (-X,)],
    a_copy_or_a_view_read_no_more: [(X,), (-X,)],
    one_array_three_times: [(X,), (-X,)],
    places_from_numbers: [(X,), (-X,)],
    columns_of_stacks_twice: [(X,), (-X,)],
    places_in_two_axes: [(X,), (-X,)],
    written_by_an_inner_function: [(X,), (-X,)],
    arrays_of_a_list_written: [(X,)],
    arrays_of_a_tuple_with_numbers: [(X,)],
    one_of_two: [(X,), (-X,)],
    one_of_two_written_before_and_after: [(X,), (-X,)],
    one_of_two_by_rounds: [(X,)],
    one_of_two_before_a_loop: [(X,), (-X,)],
    one_of_two_views: [(X,), (-X,)],
    one_of_an_array_and_a_copy: [(X,), (-X,)],
    the_greater_is_halved: [(X,), (-X,)],
    of_two_ranks_and_seen_by_nobody_else: [(M,), (0.5 * M,)],
    shape_of_unknown_rank: [(M,), (0.5 * M,)],
}

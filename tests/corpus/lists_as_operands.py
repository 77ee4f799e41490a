"""Lists, tuples and ranges as operands: beside an array, and given to functions of NumPy."""

import numpy as np

WEIGHTS = [2, 3]


def times_a_list(x):
    y = np.zeros(2)
    y[:] = x * [1, 2]
    return np.sum(x * [1.0, 2.0]) * sum(WEIGHTS * x) + np.sum(y * np.exp(x) * [True, False])


def list_of_stages_times_an_array(x):
    both = [x[0], x[1] * x[0]]
    scaled = x * both
    both[0] = 5.0
    return np.sum([x[0], 2.0] * np.arange(2)) + np.sum(scaled * both) * np.sum((x[0],) * x)


def rows_of_lists_beside_a_matrix(x):
    m = np.outer(x, x) * [[1], [2]]
    return np.sum(m * [[x[0]], [1]]) + np.sum(x.reshape(2, 1) * [1, x[1]]) + (x @ [x, [1, 2]])[1]


def every_operator_beside_a_list(x):
    quotient = (x + [1, 2]) / [3, x[0]] - (2.0, 3.0) ** x + x ** [2, x[1]]
    whole = x // [1, 2] + x % [1, 0.3 * x[0]] + x % range(1, 3)
    return np.sum(quotient) + np.sum(whole * x) + x @ [1, 2] + [x[1], 2] @ x


def compared_with_a_list(x):
    above = x > [1.0, 1.0]
    inside = ([0.5, x[0]] <= x) * x
    return np.sum(np.where(above, x, x * x)) + np.sum(inside) + np.sum((x != [1, 1]) * x)


def number_of_numpy_beside_a_list(x):
    s = np.sum(x)
    s += [x[1], 2]
    return np.sum(s * s - (x[0] - [1, x[1]])) + np.sum([x[0], 1] * x.shape[0])


def list_built_in_a_loop_beside_an_array(x):
    xs = []
    for k, v in enumerate(x):
        xs.append(v * v * k)
    ys = xs
    xs += x
    return np.sum(x * ys) * np.sum(xs) + np.sum(x * [v for v in x if v > 0])


def list_updated_by_an_array(x):
    t = u = [1.0, 2.0]
    for _ in range(3):
        t += x
    w = (1.0, 2.0)
    w *= x
    d = {"t": [0.5, 0.5]}
    d["t"] -= x
    d["t"] *= [2, x[0]]
    return np.sum(t * w * d["t"]) + u[0] * x[1]


def array_updated_by_a_list(x):
    y = x * 1.0
    y *= [1, 2]
    y += [x[0], 3]
    y[0:2] += [x[1], 1]
    return np.sum(y * y)


def means_of_lists(x):
    flat = np.mean([x[0], x[1] ** 2]) + np.mean((x[0], 2.0)) * np.average([x[0], 2.0])
    rows = np.mean([[x[0], 1], [2, x[1]]]) + np.mean([v * v for v in x])
    return flat + rows + np.average([x[0], 1.0], weights=[1, 2]) * np.average(x, weights=range(2))


def functions_of_lists_of_ints(x):
    convolved = np.convolve(x, [1, 2, 1]).max() + np.correlate(range(2), x)[0]
    looked_up = np.interp(x, [0, 1, 3], [0.0, 1.0, 5.0]).sum() + np.polyval([1, 2, 3], x).sum()
    angles = np.arctan2(x, [1, 2]).sum() + np.power(x, (1, 2)).sum()
    spread = np.cov(x, range(2))[0, 1] + np.corrcoef(x * x, [[1, 2], [1, 3]])[0, 1]
    spread += np.power(range(1, 3), x).sum()
    return convolved + looked_up + angles + spread + np.einsum("i,i->", x, [1, 2]) * 2.0


def arrays_joined_with_lists(x):
    stacked = np.sum(np.vstack([x, [1, 2]]) * x) + np.sum(np.hstack([[0], x]) ** 2)
    return stacked + np.sum(np.append([0], x) ** 2) * np.dot([x[0], 2.0], [1, 1])


def polynomial_fitted_at_whole_places(x):
    return np.polyfit(np.arange(2), x, 1)[0] * np.polyfit([0, 1, 2], [x[0], x[1], 1], 1)[1]


def arrays_like_a_list(x):
    y = np.zeros_like([1, 2.0, 3])
    y[0] = x[0]
    z = np.zeros_like((1, 2), dtype=float)
    z[:] = x
    return np.sum(y) * np.sum(z * z) + np.sum(np.full_like([1, 2.0], x[1]))


def places_where_a_condition_holds(x):
    (above,) = np.where(x > 1)
    rows, columns = np.where(np.outer(x, x) > 0.6)
    y = x * 1.0
    y[np.where([x[0] > 1, False])] = 3.0 * x[1]
    return np.sum(x[above] ** 2) + np.sum(x[rows] * x[columns] ** 2) * np.sum(y * len(above))


def arrays_that_begin_empty(x):
    grown = np.array([])
    for v in x:
        grown = np.append(grown, [v * v, v])
    return np.sum(grown * np.hstack([[], x, x])) + np.append([], x)[1]


PROGRAMS = {
    function: [(np.array([1.3, 0.7]),)]
    for function in (
        times_a_list,
        list_of_stages_times_an_array,
        rows_of_lists_beside_a_matrix,
        every_operator_beside_a_list,
        compared_with_a_list,
        number_of_numpy_beside_a_list,
        list_built_in_a_loop_beside_an_array,
        list_updated_by_an_array,
        array_updated_by_a_list,
        means_of_lists,
        functions_of_lists_of_ints,
        arrays_joined_with_lists,
        polynomial_fitted_at_whole_places,
        arrays_like_a_list,
        places_where_a_condition_holds,
        arrays_that_begin_empty,
    )
}

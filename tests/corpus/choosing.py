"""Random generators that choose and shuffle; arrays as lists of Python's numbers; `int | float`."""

from __future__ import annotations

import random

import numpy as np


def a_minibatch(w, x):
    rng = np.random.default_rng(3)
    loss = 0.0
    for _ in range(3):
        batch = x[rng.choice(len(x), size=2, replace=False)]
        loss = loss + np.sum((batch - w) ** 2)
    return loss


def rows_chosen(x):
    rng = np.random.default_rng(4)
    rows = rng.choice(x, size=3)
    return np.sum(rows**2) * rng.choice([0.5, 2.0])


def chosen_with_weights(x):
    state = np.random.RandomState(5)
    odds = np.array([0.1, 0.2, 0.7])
    return state.choice(x, p=odds) * np.sum(state.choice(x, 4, True, odds))


def epochs(w, x):
    rng = np.random.default_rng(6)
    order = np.arange(len(x))
    for _ in range(2):
        rng.shuffle(order)
        for k in order:
            w = w - 0.1 * (w - x[k]) * x[k]
    return w**2


def shuffled_in_place(x):
    rng = np.random.default_rng(7)
    y = x**2
    rng.shuffle(y)
    z = rng.permutation(x)
    return y[0] * 3.0 + y[1] * z[2]


def a_list_shuffled(x):
    rng = random.Random(8)
    y = [x[0], x[1] * 2.0, x[2]]
    rng.shuffle(y)
    np.random.RandomState(9).shuffle(y)
    return y[0] * 3.0 + y[1] * y[2]


def one_of_a_list(x):
    random.seed(10)
    total = 0.0
    for _ in range(4):
        total = total + random.choice([x[0], x[1] ** 2]) * random.choice((1, 2))
    return total + sum(v**2 for v in random.choices(x, k=5))


def numbers_of_an_array(x):
    pairs = x.tolist()
    pairs[0][1] = 3.0 * pairs[1][0]
    total = np.sum(x).tolist()
    for row in x.tolist():
        total = total + max(row) * min(row)
    return total + sum(sum(row) ** 2 for row in pairs)


def _size(t: int | float | list | None):
    if isinstance(t, int | float):
        return abs(t)
    return 0.0 if isinstance(t, None | str) else sum(_size(u) for u in t)


def one_of_several_classes(x):
    return _size([x, [2.0, x * x], None, 3]) * x


def greatest_with_its_list(xs):
    c = [[xs[0], 1.0], [xs[1], 3.0 * xs[0]]]
    best = max((e[0], i, e) for i, e in enumerate(c))[2]
    least = min(("a", xs[1], [xs[0]]), ("b", xs[0], [xs[1]]))
    return sum(best) * least[2][0]


def greatest_with_its_array(xs):
    c = [(xs[0], np.array([xs[0], 1.0])), (xs[1], np.array([xs[1], 3.0]))]
    return np.sum(max(c)[1] * min(c)[1])


PROGRAMS = {
    a_minibatch: [(0.3, np.array([0.5, -1.0, 2.0, 0.7]))],
    rows_chosen: [(np.array([[0.5, -1.0], [2.0, 0.7]]),)],
    chosen_with_weights: [(np.array([0.5, -1.0, 2.0]),)],
    epochs: [(0.3, np.array([0.5, -1.0, 2.0]))],
    shuffled_in_place: [(np.array([0.5, -1.0, 2.0]),)],
    a_list_shuffled: [(np.array([0.5, -1.0, 2.0]),)],
    one_of_a_list: [(np.array([0.5, -1.0, 2.0]),)],
    numbers_of_an_array: [(np.array([[0.5, -1.0], [2.0, 0.7]]),)],
    one_of_several_classes: [(0.7,), (-0.4,)],
    greatest_with_its_list: [([1.5, 2.0],), ([2.5, 2.0],)],
    greatest_with_its_array: [([1.5, 2.0],), ([2.5, 2.0],)],
}

"""Calls inside a statement that write to what the statement reads, or is about to write to."""

import math

import numpy as np


class Box:
    def __init__(self, content):
        self.content = content


def index_that_writes(y, w):
    w = w * 1.0

    def touch():
        w[0] = y * 5.0
        return 0

    return w[touch()] + w[1] * np.sum(w[touch() :])


def list_made_longer_by_its_index(y):
    xs = [y, 2.0 * y]

    def grown():
        xs.append(y * y)
        return len(xs) - 1

    first = xs[grown()]
    xs[grown()] = first * 3.0
    return sum(xs)


def item_read_before_the_value(y, w):
    w = w * 1.0

    def touch():
        w[0] = y * 5.0
        return 1.5

    w[0] += touch()
    w[[0, 2]] *= touch()
    w[0:2] -= touch() * y
    return np.sum(w * w)


def items_of_lists_and_dicts(y, w):
    xs, d = [], {}
    for k in range(len(w)):
        xs.append(y * k + w[k])
        d[k] = w[k] * y

    def touch(k):
        xs[k] = y * 9.0
        d[k] = xs[k] * w[0]
        return 1.5

    for k in range(3):
        xs[k] += touch(k) * k
        d[k] *= touch(k)
    return sum(xs) * sum(d.values())


def another_thing_put_there_meanwhile(y, w):
    b, xs = Box(w * 1.0), [w * 1.0]

    def touch():
        b.content = w * y * 5.0
        xs[0] = w * 2.0
        return y

    b.content *= touch()
    held = xs[0]
    xs[0] += touch()
    return np.sum(b.content * xs[0] * held)


def grown_by_its_own_value(y):
    xs, d = [y], {"a": y}

    def more():
        xs.append(y * 3.0)
        d["b"] = y * y
        return [y * 2.0]

    xs += more()
    d |= {"c": more()[0]}
    xs[-1] += xs.pop()
    return sum(xs) * sum(d.values()) * len(xs)


def target_made_by_a_call(y):
    n, xs, b = 0.0, [y, 1.0], Box(y)

    def counted(thing):
        nonlocal n
        n += y
        return thing

    counted(xs)[0] += y
    counted(xs)[1] = y * y
    counted(b).content *= y
    counted(b).content = b.content + xs[0]
    return n * xs[0] * xs[1] * b.content


def indices_evaluated_once(y, w):
    a = np.ones((2, 3)) * w
    n = 0

    def following():
        nonlocal n
        n += 1
        return n

    a[following(), following()] += following() * y
    a[following() - 4 : following() - 3, 0] *= y * n
    return np.sum(a * a) * n


def test_of_a_loop_that_writes(y, w):
    w = w * 1.0

    def shrunk():
        w[0] *= y
        return w[0]

    while shrunk() > 0.05:
        w[1] += w[0]
    return np.sum(w)


def test_of_a_loop_that_counts(y):
    n = 0.0

    def following():
        nonlocal n
        n += y
        return n

    total = y
    while following() < 1.5:
        total += n * y
    return total * n


def writes_ahead_of_a_break(y, w):
    w = w * 1.0

    def shrunk():
        w[0] *= y
        return w[0]

    while True:
        first = shrunk()
        if first < 0.05:
            break
        w[1] += first * y
    for k in range(5):
        if shrunk() * k > 0.0001:
            break
        w[2] += w[0]
    return np.sum(w)


def variable_kept_from_the_round_that_breaks(y):
    total = 0.0
    for j in range(2):
        while True:
            kept = kept * y if j > 0 else y  # noqa: F821  (of the round before)
            if kept < 0.3:
                break
            j = j + 1
            total += kept
    return total


def calls_inside_zip(y, w):
    count = 0.0

    def counted(items):
        nonlocal count
        count += 0.3 * y
        return items

    pairs = dict(zip("ab", counted(w)))
    total = sum(a * b for a, b in zip(counted([y, y * y]), counted([1.0, count])))
    squares = [a * b * c for (a, b), c in zip(zip(counted(w), [y, 2.0]), counted([3.0, y]))]
    numbered = {k: v * count for k, v in enumerate(counted(w))}
    return pairs["a"] * count + total + sum(squares) * count + numbered[1]


def callee_made_by_a_call_in_a_try(y, w):
    count = 0.0

    def counted(t):
        nonlocal count
        count += 1.0
        return t * count

    for _ in range(2):
        try:
            y = math.sin((lambda t, k=counted(y): t - k)(counted(y)))
            y += math.log((lambda t, *, k=counted(y): k - t)(counted(w[0])) + 2.0)
        except ValueError:
            y = y * 2.0 * count
        try:
            y = math.sqrt(sum((t * count for t in [counted(y), 2.0]), counted(-y)))
        except ValueError:
            y -= count
    return y


def names_bound_anew_by_the_value(x):
    w, i = [x, 2.0 * x, 3.0 * x], 1
    o, kept = Box(x), w

    def following():
        nonlocal i
        i = 2
        return x

    def replaced():
        nonlocal w, o
        w, o = [5.0 * x, 7.0 * x, x], Box(2.0 * x)
        return x

    w[i] += following()
    w[0] += replaced()
    o.content += replaced()
    w[(i := i - 1)] = x * x
    return kept[0] + 2.0 * kept[1] + 3.0 * w[0] + 4.0 * w[1] + o.content * i


def drawn_in_the_order_of_evaluation(x):
    rng = np.random.default_rng(3)
    row, w = [x, 2.0 * x, 3.0 * x], np.array([x, 2.0 * x, 3.0 * x])
    row[int(rng.integers(3))] = x * x
    w[rng.integers(2) : rng.integers(2, 4)] *= rng.random()
    total = 0.0
    for v in (rng.random() * x for _ in range(5)):
        total += v
        if total > 1.0:
            break
    return (sum(row) + np.sum(w) + total) * rng.random()


def checked(v):
    if v < 0.0:
        raise ValueError("below zero")
    return v


def checked_on_one_side(x, flag):
    y = checked(x) if flag else x
    assert flag or y < 9.0, f"{1.0 / (y - y)}"
    return y * x


def generator_left_before_it_fails(x):
    def roots():
        u = x
        for _ in range(4):
            yield math.sqrt(u)
            u -= 1.0

    total = 0.0
    for v in roots():
        total += v
        if total > 1.0:
            break
    return total


PROGRAMS = {
    names_bound_anew_by_the_value: [(1.3,)],
    drawn_in_the_order_of_evaluation: [(1.3,)],
    checked_on_one_side: [(1.3, True), (1.3, False)],
    generator_left_before_it_fails: [(2.5,)],
    callee_made_by_a_call_in_a_try: [(0.4, [0.3, 0.7]), (-0.4, [4.3, 0.7])],
    calls_inside_zip: [(0.4, [0.3, 0.7, 1.0])],
    index_that_writes: [(0.4, np.array([0.3, 0.7, 1.0]))],
    list_made_longer_by_its_index: [(0.4,)],
    item_read_before_the_value: [(0.4, np.array([0.3, 0.7, 1.0]))],
    items_of_lists_and_dicts: [(0.4, np.array([0.3, 0.7, 1.0]))],
    another_thing_put_there_meanwhile: [(0.4, np.array([0.3, 0.7, 1.0]))],
    grown_by_its_own_value: [(0.4,)],
    target_made_by_a_call: [(0.4,)],
    indices_evaluated_once: [(0.4, np.array([0.3, 0.7, 1.0]))],
    test_of_a_loop_that_writes: [(y, np.array([0.3, 0.7, 1.0])) for y in (0.4, 0.1)],
    test_of_a_loop_that_counts: [(0.4,), (1.7,)],
    writes_ahead_of_a_break: [(0.4, np.array([0.3, 0.7, 1.0]))],
    variable_kept_from_the_round_that_breaks: [(0.8,)],
}

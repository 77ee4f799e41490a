"""Lists that are made longer by more than one item at a time."""

import math
from collections import Counter

import numpy as np


def flattened(rows, c):
    flat = []
    for row in rows:
        flat.extend(row)
        flat.append(c * row[0])
    return sum(k * v * v for k, v in enumerate(flat))


def by_slices_of_itself(xs, n):
    out = xs[:2]
    for k in range(n):
        out += out[k : k + 2]
        out[k] *= 1.5
    return sum(k * v for k, v in enumerate(out))


def by_itself(xs, n):
    out = list(xs)
    for _ in range(n):
        out.extend(out)
        out[0] = out[-1] * out[1]
    return sum(v * v for v in out)


def by_what_grows_later(xs, n):
    piece, out = [1.0], []
    for k in range(n):
        piece.append(xs[k] * piece[-1])
        out.extend(piece)
    return sum(math.sin(v) for v in out)


def by_numbers_and_arrays(x, n):
    out = []
    for k in range(n):
        out.extend(x[k:] * x[k])
        out.extend(range(k))
        out.extend((x[k], 2))
    return sum((k + 1) * v for k, v in enumerate(out))


def by_generators(xs, c):
    out = [c]
    for x in xs:
        out.extend(x * v for v in xs[:2])
        if len(out) > 6:
            break
    return sum(out) * c


def shortened_between(xs, n):
    out = list(xs)
    total = 0.0
    while len(out) < n:
        a = out.pop()
        b = out.pop(0)
        total += a * b
        out.extend([v * a for v in out])
        out += [b, a * b, total]
    return total + sum(out[::2])


def under_conditions(xs, ys):
    out = []
    for x in xs:
        if x > 0.5:
            out.extend(ys)
        elif x > 0.2:
            out.extend([x, x * ys[0]])
        else:
            continue
        out[-1] += x
    return sum(v * v for v in out) if out else 0.0


def rows_of_rows(x, n):
    rows = [[x[0], 1.0]]
    for k in range(n):
        rows.extend([[v * x[k] for v in row] for row in rows])
    return sum(row[0] * row[1] for row in rows)


def arrays_written_afterwards(x, n):
    a, b = x.copy(), x * x
    held = []
    for _ in range(n):
        held += [a + 0.0, b + 0.0]
        a *= 1.1
        b += a
    return sum(np.sum(v * v) for v in held)


def collected(tree, out):
    for part in tree:
        if isinstance(part, list):
            collected(part, out)
        else:
            out.append(part * part)


def gathered_in_recursion(tree):
    out = []
    collected(tree, out)
    return sum(k * v for k, v in enumerate(out, 1))


def leaves(xs, depth):
    if depth == 0:
        return [math.sin(x) for x in xs]
    out = []
    for k in range(2):
        out.extend(leaves([x * (k + 0.5) for x in xs], depth - 1))
    return out


def leaves_of_a_recursion(xs, depth):
    return sum(v * v for v in leaves(xs, depth))


def nothing_to_add(xs, n):
    out = [xs[0]]
    for k in range(n):
        out.extend([])
        out.extend(xs[k + 1 :])
        out += []
    return sum(v * v * v for v in out)


def until_it_raises(xs, ys):
    out = []
    try:
        for k in range(len(xs)):
            out.extend(ys)
            out.append(math.sqrt(xs[k]))
    except ValueError:
        out.extend([xs[0] * ys[0], ys[0]])
    return sum((k + 1) * v for k, v in enumerate(out))


def inside_a_dict(xs, n):
    groups = {}
    for k, x in enumerate(xs):
        groups.setdefault(k % n, []).extend([x * v for v in xs[:k]])
    return sum(v * v * (k + 1) for k in range(n) for v in groups[k])


def in_order(tree):
    for part in tree:
        yield from part
        yield part[0] * part[-1]


def yielded_from(tree, c):
    s = c
    for v in in_order(tree):
        s = s * v + c
    return s


def repeated_in_place(x, y):
    a = [x, y]
    b = a
    b *= 2
    b.append(x * y)
    return sum((k + 1) * v for k, v in enumerate(a))


def repeated_argument(xs, n):
    same = xs
    same *= 2
    same += [xs[0] * xs[-1]]
    return sum(math.sin(k * v) for k, v in enumerate(xs))


def repeated_as_often_as_the_run_says(x, y, n):
    a = [x, y]
    b = a
    b *= n
    b.append(x * y)
    return sum((k + 1) * v for k, v in enumerate(a))


def times(q, n):
    q *= n


class Holder:
    def __init__(self, x):
        self.h = [x]


def repeated_wherever_it_is(x, y):
    o = Holder(x)
    d = {"k": [x, y]}
    rows = [[y], [x]]
    seen = [o.h, d["k"], rows[0]]
    o.h *= 2
    d["k"] *= 3
    rows[0] *= 2
    times(o.h, 2)
    return sum((k + 1) * v * v for s in seen for k, v in enumerate(s))


def repeated_in_rounds(xs, n):
    h = [xs[0]]
    same = h
    for k in range(n):
        same *= 2
        same.append(xs[k] * h[-1])
    return sum((k + 1) * v for k, v in enumerate(h))


def repeated_before_it_raises(x, t):
    h = [x]
    try:
        h *= 2
        if t > 1:
            raise ValueError
        h.append(t)
    except ValueError:
        x += t
    return x * sum(h)


def emptied_by_a_product(xs, c):
    out = [c * x for x in xs]
    same = out
    same *= 0
    out.append(c * c)
    return sum(same)


def counts_added_in_place(words, x):
    counts = Counter(words)
    same = counts
    same += Counter(["a", "b"])
    same -= Counter(["b"])
    return x ** counts["a"] + x ** counts["b"]


def one_row_as_often_as_the_run_says(x, n):
    rows = [[x, x * x], [1.0, x]] * n
    return sum((k + 1) * row[0] * row[1] for k, row in enumerate(rows)) + x


def one_grid_as_often_as_the_run_says(x, n):
    grid = [[x] * n] * n
    return sum(v * v for row in grid for v in row)


def tuples_as_often_as_the_run_says(x, n):
    h = [(x, [x, x * x])] * n
    return sum(q * r[1] for q, r in h) + x


def arrays_as_often_as_the_run_says(a, n):
    h = [a, a * a] * n
    return sum(np.sum(p * p) for p in h) + a[0]


ROWS = [[0.3, 1.2], [0.7], [1.1, -0.4, 0.9]]
XS = [0.4, 1.3, 0.8, 0.6]
X = np.array([0.4, 1.3, 0.8])
PROGRAMS = {
    flattened: [(ROWS, 0.7), ([[0.5]], 2.0)],
    by_slices_of_itself: [(XS, 3), (XS, 0)],
    by_itself: [([0.4, 1.3], 2)],
    by_what_grows_later: [(XS, 3)],
    by_numbers_and_arrays: [(X, 3)],
    by_generators: [(XS, 0.9), ([1.5], 0.4)],
    shortened_between: [([0.4, 1.3, 0.8], 9)],
    under_conditions: [([0.4, 0.9, 0.1, 0.3], [0.7, 1.1]), ([0.9, 0.1], [0.2])],
    rows_of_rows: [(XS, 2)],
    arrays_written_afterwards: [(X, 2)],
    gathered_in_recursion: [([0.3, [0.4, [1.2]], 0.8],)],
    leaves_of_a_recursion: [([0.4, 0.9], 2)],
    nothing_to_add: [(XS, 3)],
    until_it_raises: [([0.4, 0.9, -0.1, 0.3], [0.7, 1.1]), ([0.4, 0.9], [0.7])],
    inside_a_dict: [(XS, 2)],
    yielded_from: [(ROWS, 0.8)],
    one_row_as_often_as_the_run_says: [(1.5, 3), (1.5, 0)],
    one_grid_as_often_as_the_run_says: [(1.5, 3), (1.5, 1)],
    tuples_as_often_as_the_run_says: [(1.5, 3), (1.5, 0)],
    arrays_as_often_as_the_run_says: [(X, 2), (X, 0)],
    repeated_in_place: [(1.5, 2.0)],
    repeated_argument: [(XS, 2)],
    repeated_as_often_as_the_run_says: [(1.5, 2.0, 3), (1.5, 2.0, 0)],
    repeated_wherever_it_is: [(0.7, 1.2)],
    repeated_in_rounds: [(XS, 3), (XS, 0)],
    repeated_before_it_raises: [(1.5, 2.0), (1.5, 0.4)],
    emptied_by_a_product: [(XS, 0.9)],
    counts_added_in_place: [(["a", "b", "a", "c"], 1.2)],
}

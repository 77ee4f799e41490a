"""Lists whose length is known only at run time: growing, shrinking, written to, joined, cut."""

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, 0.2])
Y = np.array([0.3, -0.4, 1.1, 0.8])


def kept_under_an_if(x):
    ys = []
    for v in x:
        if v > 0.4:
            ys.append(v * v)
    return sum(ys) * len(ys)


def two_a_round(x):
    ys = []
    for v in x:
        ys.append(v * v)
        ys.append(np.sin(v))
    return ys[0] * ys[1] + ys[-1] * ys[-2]


def nested_append(x):
    ys = []
    for i in range(len(x)):
        for j in range(i):
            ys.append(x[i] * x[j])
    return ys[0] + ys[3] ** 2 + sum(ys)


def time_stepping(x0: float, steps: int):
    xs = [x0]
    for _ in range(steps):
        xs.append(xs[-1] + 0.1 * np.sin(xs[-1]))
    return xs[-1] * xs[1]


def fibonacci(a: float, b: float, n: int):
    f = [a, b]
    for i in range(2, n):
        f.append(f[i - 1] + f[i - 2] * a)
    return f[n - 1]


def while_growing(x: float):
    xs = [x]
    while xs[-1] < 10.0:
        xs.append(xs[-1] * 1.7 + x)
    return sum(xs) + xs[-1] ** 2


def rows_appended(x, n: int):
    state = x * 1.0
    rows = []
    for _ in range(n):
        state = np.tanh(state * state + x)
        rows.append(state)
    table = np.array(rows)
    return np.sum(table[:, 0] * table[:, 1]) + np.sum(rows[-1])


def rows_before_the_loop(x, n: int):
    rows = [x]
    for _ in range(n):
        rows.append(rows[-1] * 0.5 + np.sin(rows[0]))
    return np.sum(np.array(rows) ** 2)


def pairs_appended(x):
    pairs = []
    for v in x:
        if v > 0.0:
            pairs.append((v, v * v))
    total = 0.0
    for a, b in pairs:
        total += a * b
    return total + pairs[0][1]


def extended(x, n: int):
    ys = [x[0]]
    for i in range(n):
        ys.extend([x[i] * ys[-1], x[i + 1]])
    return sum(ys) * ys[2]


def plus_equals(x):
    ys = []
    for v in x:
        if v > 0.0:
            ys += [v, v * v]
    return ys[0] * ys[-1] + sum(ys)


def added_lists(x):
    low, high = [], []
    for v in x:
        if v < 0.4:
            low.append(v * 2.0)
        else:
            high.append(v * v)
    both = low + high
    return both[0] * both[-1] + sum(both) * len(low)


def inserted(x):
    ys = []
    for i, v in enumerate(x):
        if v > 0.0:
            ys.insert(0, v * v)
        else:
            ys.insert(i, v)
    return ys[0] * ys[1] + 2.0 * ys[-1] * ys[-2]


def first_in_first_out(x):
    queue = []
    out = 0.0
    for v in x:
        queue.append(v * v)
        if len(queue) > 2:
            out = 0.5 * out + queue.pop(0)
    return out * queue[0] + queue[-1]


def stack_machine(x):
    stack = []
    for v in x:
        if len(stack) > 1 and v < 0.6:
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b + v)
        else:
            stack.append(v * v)
    total = 0.0
    while stack:
        total = 0.5 * total + stack.pop()
    return total


def polish(x, program):
    stack = []
    for word in program:
        if word == 0:
            stack.append(x)
        elif word == 1:
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b)
        elif word == 2:
            b = stack.pop()
            stack.append(stack.pop() + np.sin(b))
        else:
            stack.append(stack[-1] * 0.5)
    return stack.pop()


def table_in_a_list(x: float, n: int):
    best = [0.0] * n
    best[0] = x
    for i in range(1, n):
        best[i] = best[i - 1] * x + i
    return best[n - 1]


def longest_chain(x):
    n = len(x)
    best = [0.0] * n
    for i in range(n):
        best[i] = x[i]
        for j in range(i):
            if x[j] < x[i]:
                best[i] = max(best[i], best[j] * 0.9 + x[i])
    return max(best)


def histogram(x, n: int):
    bins = [0.0] * n
    for i, v in enumerate(x):
        bins[i % n] += v * v
    return bins[0] * bins[1] + sum(bins)


def soft_edit_distance(a, b):
    n, m = len(a), len(b)
    D = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        D[i][0] = D[i - 1][0] + abs(a[i - 1])
    for j in range(1, m + 1):
        D[0][j] = D[0][j - 1] + abs(b[j - 1])
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            cost = (a[i - 1] - b[j - 1]) ** 2
            D[i][j] = cost + min(D[i - 1][j], D[i][j - 1], D[i - 1][j - 1])
    return D[n][m]


def viterbi(scores, w: float):
    n, m = scores.shape
    V = [[0.0] * m for _ in range(n)]
    for j in range(m):
        V[0][j] = scores[0, j]
    for i in range(1, n):
        for j in range(m):
            best = V[i - 1][0] + w * abs(j - 0)
            for k in range(1, m):
                best = max(best, V[i - 1][k] - w * abs(j - k))
            V[i][j] = best + scores[i, j]
    last = V[n - 1][0]
    for j in range(1, m):
        last = max(last, V[n - 1][j])
    return last


def pascal(x: float, n: int):
    rows = [[1.0]]
    for i in range(n):
        last = rows[-1]
        row = [1.0]
        for j in range(i):
            row.append(last[j] * x + last[j + 1])
        row.append(1.0)
        rows.append(row)
    total = 0.0
    for row in rows:
        total += sum(row)
    return total


def filtered(x):
    ys = [v * v for v in x if v > 0.0]
    return sum(ys) * ys[0]


def nested_filtered(x):
    ys = [a * b for a in x for b in x if a < b]
    return sum(y * y for y in ys)


def positive(values):
    out = []
    for v in values:
        if v > 0:
            out.append(np.exp(v))
    return out


def returned_by_a_helper(x):
    ys = positive(x)
    zs = positive(-x)
    return sum(ys) * zs[0]


def put(values, v):
    if v > 0.3:
        values.append(v * v)


def appended_by_a_helper(x):
    ys = []
    for v in x:
        put(ys, v)
    put(ys, x[0])
    return sum(ys) * ys[-1]


def two_names_of_one_list(x):
    ys = []
    zs = ys
    for v in x:
        if v > 0.0:
            zs.append(v * v)
    ys.append(x[0])
    return sum(zs) * ys[-1]


class History:
    def __init__(self, first):
        self.values = [first]

    def add(self, v):
        if v > 0.0:
            self.values.append(v * self.values[-1])


def in_an_attribute(x):
    h = History(2.0)
    for v in x:
        h.add(v)
    return sum(h.values)


def in_a_dict(x):
    groups = {"low": [], "high": []}
    for v in x:
        if v < 0.4:
            groups["low"].append(v * v)
        else:
            groups["high"].append(v)
    return sum(groups["low"]) * sum(groups["high"])


def sliced(x, n: int):
    ys = [x[0], x[1]]
    for i in range(n):
        ys.append(ys[-1] * x[i])
    return sum(ys[1:]) * sum(ys[:n]) + sum(ys[::2]) + ys[-2:][0]


def walked_backwards(x):
    ys = []
    for v in x:
        if v > 0.0:
            ys.append(v)
    total = 0.0
    for y in reversed(ys):
        total = total * 0.5 + y * y
    for i, (y, z) in enumerate(zip(ys, ys[1:])):
        total += i * y * z
    return total


def sorted_list(x):
    ys = []
    for v in x:
        if v > 0.0:
            ys.append(v * v)
    zs = sorted(ys)
    return zs[0] * 3.0 + zs[-1] * zs[1]


def largest_and_smallest(x):
    ys = []
    for v in x:
        if v != 0.0:
            ys.append(v * v)
    return max(ys) * 2.0 + min(ys)


def window(x, width: int):
    recent = []
    total = 0.0
    for v in x:
        recent.append(v)
        if len(recent) > width:
            recent = recent[1:]
        total += (sum(recent) / len(recent)) ** 2
    return total


def rebound_in_the_loop(x):
    total = 0.0
    current = []
    for v in x:
        if v < 0.0:
            total += sum(current) ** 2
            current = []
        else:
            current.append(v * v)
    return total + sum(current)


def cleared(x):
    total = 1.0
    buffer = []
    for v in x:
        buffer.append(v)
        if len(buffer) == 2:
            total *= buffer[0] + buffer[1] ** 2
            buffer.clear()
    return total + sum(buffer)


def two_rows(x, n: int):
    m = len(x)
    prev = [0.0] * m
    for i in range(n):
        cur = [0.0] * m
        for j in range(m):
            left = cur[j - 1] if j > 0 else 0.0
            cur[j] = 0.5 * prev[j] + 0.3 * left + x[j] * (i + 1)
        prev = cur
    return sum(prev) * prev[1]


def swapped_places(x):
    ys = [v * v for v in x]
    for i in range(len(ys) - 1):
        if ys[i] > ys[i + 1]:
            ys[i], ys[i + 1] = ys[i + 1], ys[i]
    total = 0.0
    for i, y in enumerate(ys):
        total += i * y
    return total


def scaled_in_place(x):
    ys = [v for v in x]
    for i in range(len(ys)):
        ys[i] *= x[0]
        ys[i] -= i * ys[i - 1]
    return sum(ys)


def computed_place_of_a_literal(x, k: int):
    ys = [x[0], x[1], 1.0]
    ys[k] = x[2] * x[2]
    ys[k - 1] += x[3]
    return ys[0] * ys[1] * ys[2]


def membership(x, chosen):
    total = 0.0
    for i, v in enumerate(x):
        if i in chosen:
            total += v * v
        if i not in {1, 2}:
            total += v
    return total


def lists_of_indices(x):
    order = []
    for i in range(len(x)):
        if x[i] > 0.0:
            order.append(i)
    total = 0.0
    for k, i in enumerate(order):
        total += (k + 1) * x[i] ** 2
    return total


def breadth_first(x, edges):
    seen = [0]
    queue = [0]
    total = 0.0
    while queue:
        node = queue.pop(0)
        total = 0.5 * total + x[node] ** 2
        for a, b in edges:
            if a == node and b not in seen:
                seen.append(b)
                queue.append(b)
    return total


def adaptive_steps(x: float, end: float):
    t, h = 0.0, 0.3
    ts, ys = [t], [x]
    while t < end:
        y = ys[-1]
        step = h * np.cos(y + t)
        if abs(step) > 0.15:
            h *= 0.5
            continue
        t += h
        ts.append(t)
        ys.append(y + step)
    return sum(ys) / len(ys) + ys[-1] * len(ts)


def appended_until_break(x):
    ys = []
    for v in x:
        if v < 0.0:
            break
        ys.append(v * v)
    return sum(ys) * len(ys)


def stacked(x, n: int):
    rows = []
    for i in range(n):
        if i != 1:
            rows.append(x * i + x ** 2)
    return np.sum(np.stack(rows) ** 2) + np.sum(np.concatenate(rows) * 0.5)


def joined_rows(x, n: int):
    rows = [x]
    while len(rows) < n:
        rows.append(np.sin(rows[-1]))
    return np.sum(np.vstack(rows)[1:] ** 2) + np.mean(rows[0])


def list_in_a_comprehension(x):
    return sum([sum([v * w for w in x if w > v]) ** 2 for v in x])


def generated(x):
    def positive_squares():
        for v in x:
            if v > 0.0:
                yield v * v

    total = 0.0
    for y in positive_squares():
        total = 0.5 * total + y
    return total + sum(positive_squares())


def anything(x):
    ys = [v for v in x if v < 1.0]
    if any(y < 0.0 for y in ys) and not all(y < 0.0 for y in ys):
        return sum(ys) ** 2
    return sum(ys)


def empty_at_the_end(x):
    ys = []
    for v in x:
        if v > 100.0:
            ys.append(v)
    if ys:
        return ys[0]
    return np.sum(x * x)


def or_else(x):
    ys = [v for v in x if v > 100.0]
    zs = ys or [x[0], x[1] * x[1]]
    return sum(zs)


def copied(x):
    ys = [x[0]]
    for v in x:
        zs = ys.copy()
        zs.append(v * ys[-1])
        if v > 0.0:
            ys = zs
    return sum(ys)


def with_list(xs):
    ys = list(xs)
    ys.append(ys[0] * ys[1])
    for k in range(len(xs)):
        if xs[k] > 0.5:
            ys.append(xs[k] ** 2)
    return sum(ys) * xs[1]


def argument_written(xs):
    for k in range(1, len(xs)):
        xs[k] = xs[k] * xs[k - 1]
    xs.append(xs[0])
    return sum(xs)


def popped_at_a_place(x, k: int):
    ys = [v * v for v in x]
    for i in range(2):
        a = ys.pop(k - i)
        ys.insert(i + 1, a * ys[0])
        ys.insert(99, ys.pop(-2))
    return ys[0] * ys[1] + ys[2] * ys[3] + ys[-1] ** 2


def best_by_a_key(x):
    ys = [v for v in x if v < 7.0]
    most = max(ys, key=lambda v: abs(v))
    zs = sorted(ys, key=lambda v: -v * v)
    kept = list(filter(lambda v: v > 0.0, ys))
    return most * zs[1] + zs[0] ** 2 + sum(kept) * min(ys, key=abs, default=1.0)


def nothing_to_choose(x):
    ys = [v for v in x if v > 100.0]
    return x[0] ** 2 * max(ys, default=3.0)


def twice_as_long(x):
    ys = [v for v in x]
    for i in range(len(ys)):
        ys.append(ys[i] * 2.0)
    total = 0.0
    for i in range(len(ys)):
        total += ys[i] * i
    return total * ys[0]


def kept_in_two_lists(x, n):
    state = x * 1.0
    rows = []
    before = []
    for _ in range(n):
        before.append(state)
        state = np.tanh(state * state + x)
        rows.append(state)
    return np.sum(np.array(rows) * np.array(before))


PROGRAMS = {
    kept_in_two_lists: [(np.array([0.3, 0.8]), 3)],
    twice_as_long: [(X,)],
    popped_at_a_place: [(X, 2)],
    best_by_a_key: [(X,)],
    nothing_to_choose: [(X,)],
    kept_under_an_if: [(X,), (-X,)],
    two_a_round: [(X,)],
    nested_append: [(X,)],
    time_stepping: [(0.7, 4), (0.7, 1)],
    fibonacci: [(0.7, 0.4, 6), (0.7, 0.4, 2)],
    while_growing: [(0.7,), (3.0,)],
    rows_appended: [(X, 3)],
    rows_before_the_loop: [(X, 3), (X, 0)],
    pairs_appended: [(X,)],
    extended: [(X, 3)],
    plus_equals: [(X,)],
    added_lists: [(X,)],
    inserted: [(X,)],
    first_in_first_out: [(X,)],
    stack_machine: [(X,)],
    polish: [(0.7, (0, 3, 1, 0, 2, 3, 1))],
    table_in_a_list: [(0.7, 5), (0.7, 1)],
    longest_chain: [(X,)],
    histogram: [(X, 3)],
    soft_edit_distance: [(X, Y)],
    viterbi: [(np.array([[0.3, 0.1, 0.9], [0.5, -0.2, 0.4], [0.1, 1.2, 0.6]]), 0.35)],
    pascal: [(0.7, 4)],
    filtered: [(X,)],
    nested_filtered: [(X,)],
    returned_by_a_helper: [(X,)],
    appended_by_a_helper: [(X,)],
    two_names_of_one_list: [(X,)],
    in_an_attribute: [(X,)],
    in_a_dict: [(X,)],
    sliced: [(X, 4)],
    walked_backwards: [(X,)],
    sorted_list: [(X,)],
    largest_and_smallest: [(X,)],
    window: [(X, 2)],
    rebound_in_the_loop: [(X,)],
    cleared: [(X,)],
    two_rows: [(X, 3)],
    swapped_places: [(X,)],
    scaled_in_place: [(X,)],
    computed_place_of_a_literal: [(X, 1), (X, 2)],
    membership: [(X, [0, 3])],
    lists_of_indices: [(X,)],
    breadth_first: [(X, [(0, 2), (0, 1), (2, 3), (1, 3), (3, 4)])],
    adaptive_steps: [(0.4, 1.0)],
    appended_until_break: [(X,)],
    stacked: [(X, 4)],
    joined_rows: [(X, 3)],
    list_in_a_comprehension: [(X,)],
    generated: [(X,)],
    anything: [(X,)],
    empty_at_the_end: [(X,)],
    or_else: [(X,)],
    copied: [(X,)],
    with_list: [([0.4, 1.2, 0.7],)],
    argument_written: [([0.4, 1.2, 0.7],)],
}

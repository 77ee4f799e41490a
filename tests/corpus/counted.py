"""Counters and groups: `collections.Counter`, lists that grow inside dicts and lists."""

from collections import Counter, defaultdict

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, 0.2])
KEYS = [3, 1, 3, 2, 1]


def weights_by_key(x, keys):
    weights = Counter()
    for k, v in zip(keys, x):
        weights[k] += v * v
    return weights[3] * weights[1] + weights[99] * x[0] + len(weights)


def counts_of_keys(x, keys):
    counts = Counter(keys)
    return sum(v * counts[k] for k, v in zip(keys, x)) + counts[17]


def known_keys(x, keys):
    weights = Counter(a=x[0], b=2.0)
    weights["b"] += x[1] * x[1]
    weights["c"] -= x[2]
    return weights["a"] * weights["b"] * weights["c"] + weights["missing"]


def heaviest(x, keys):
    weights = Counter()
    for k, v in zip(keys, x):
        weights[k] += v * v
    total = 0.0
    for rank, (k, w) in enumerate(weights.most_common(2)):
        total += (rank + 1) * k * w * w
    return total + sum(w for _, w in weights.most_common())


def counters_combined(x, keys):
    a, b = Counter(), Counter()
    for k, v in zip(keys, x):
        a[k] += v
        b[k + 1] += v * v
    total = 0.0
    for k, v in (a + b).items():
        total += k * v * v
    for k, v in (a - b).items():
        total += np.sin(v)
    return total


def updated_and_subtracted(x, keys):
    a, b = Counter(), Counter()
    for k, v in zip(keys, x):
        a[k] += v
        b[k + 1] += v * v
    a.update(b)
    a.update(keys)
    a.subtract(b)
    a.subtract([1, 3])
    return a[1] * a[2] + a[4] + a.total() * x[0]


def grouped(x, keys):
    groups = {}
    for k, v in zip(keys, x):
        groups.setdefault(k, []).append(v * v)
    return sum(k * np.prod(np.array(group)) for k, group in groups.items())


def grouped_by_default(x, keys):
    groups = defaultdict(list)
    for k, v in zip(keys, x):
        groups[k].append(v * v)
    total = 0.0
    for k in groups:
        total += k * groups[k][0] * groups[k][-1] + len(groups[k])
    return total


def into_buckets(x, n: int):
    buckets = [[] for _ in range(n)]
    for i, v in enumerate(x):
        buckets[i % n].append(np.sin(v))
        buckets[-1].append(v * v)
    return sum((i + 1) * sum(b) * b[0] for i, b in enumerate(buckets))


def appended_and_read(x, keys):
    history = defaultdict(list)
    total = 0.0
    for k, v in zip(keys, x):
        if len(history[k]) > 0:
            total += history[k][-1] * v
        history[k].append(total + v * v)
    return total + history[3][0]


def rows_in_groups(x, keys):
    groups = defaultdict(list)
    for i, k in enumerate(keys):
        groups[k].append(x[i:] * x[i])
    total = 0.0
    for rows in groups.values():
        for row in rows:
            total += np.sum(row * row)
    return total


def pairs_in_groups(x, keys):
    groups = defaultdict(list)
    for i, k in enumerate(keys):
        groups[k].append((x[i], i))
    return sum(v * v * i for pairs in groups.values() for v, i in pairs)


def appended_under_an_if(x, keys):
    small, groups = 0.0, {1: [], 2: [], 3: []}
    for k, v in zip(keys, x):
        if v > 0.4:
            groups[k].append(v * v)
        else:
            small += v
    total = small
    for k, group in groups.items():
        total += k * sum(group) * small
    return total


class Histogram:
    def __init__(self, n):
        self.bins = [[] for _ in range(n)]
        self.seen = Counter()

    def add(self, v, place):
        self.bins[place].append(v)
        self.seen[place] += v * v


def held_by_an_object(x, keys):
    histogram = Histogram(4)
    for k, v in zip(keys, x):
        histogram.add(np.exp(v), k)
    return sum(sum(b) * len(b) for b in histogram.bins) + histogram.seen[3] * histogram.seen[1]


def popped_inside(x, keys):
    waiting = defaultdict(list)
    total = 0.0
    for k, v in zip(keys, x):
        if len(waiting[k]) > 0 and v < 1.0:
            total += waiting[k].pop() * v
        else:
            waiting[k].append(v * v)
            waiting[k].append(np.sin(v))
    return total + waiting[3][-1] + sum(waiting[1])


def key_asked_once(x, keys):
    asked = []

    def key(k):
        asked.append(k)
        return k

    groups = {1: [], 2: [], 3: []}
    groups[key(2)].append(x[0])
    for k, v in zip(keys, x):
        groups[key(k)].append(v * v)
    return len(asked) * sum(groups[3]) * sum(groups[1]) + groups[2][0]


def read_and_appended(x, keys):
    rows = [[] for _ in range(4)]
    total = 0.0
    for k, v in zip(keys, x):
        n = len(rows[k])
        s = sum(rows[k])
        rows[k].append(v * v + s)
        total += n * v + s * rows[k][-1]
    return total


PROGRAMS = {
    **dict.fromkeys(
        (
            weights_by_key,
            counts_of_keys,
            known_keys,
            heaviest,
            counters_combined,
            updated_and_subtracted,
            grouped,
            grouped_by_default,
            appended_and_read,
            rows_in_groups,
            pairs_in_groups,
            appended_under_an_if,
            held_by_an_object,
            popped_inside,
            key_asked_once,
            read_and_appended,
        ),
        [(X, KEYS), (X[:4], [1, 1, 3, 3])],
    ),
    into_buckets: [(X, 3), (X, 2)],
}

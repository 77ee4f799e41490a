"""Lists inside lists and dicts of run-time keys: grouped, replaced, taken out."""

import collections


def grouped_by_number(xs):
    groups = collections.defaultdict(list)
    for i, x in enumerate(xs):
        groups[i % 2].append(x * x)
    return sum(groups[0]) * sum(groups[1])


def grouped_by_word(xs):
    groups = {}
    for i, x in enumerate(xs):
        groups.setdefault("even" if i % 2 == 0 else "odd", []).append(x)
    s = 0.0
    for word in sorted(groups):
        members = groups[word]
        s += sum(members) ** 2 / len(members)
    return s


def grouped_in_pairs(xs):
    groups = collections.defaultdict(list)
    for i, x in enumerate(xs):
        groups[i % 3].extend([x, x * x])
    return sum(sum(v) ** 2 for v in groups.values()) + len(groups)


def added_by_key(xs):
    sums = collections.defaultdict(float)
    for i, x in enumerate(xs):
        sums[i % 3] += x * x
    s = 1.0
    for k, v in sums.items():
        s *= v + k
    return s


def binned(xs, n):
    bins = [[] for _ in range(n)]
    for i, x in enumerate(xs):
        bins[i % n].append(x)
    return sum(sum(b) ** 2 for b in bins)


def neighbours(xs):
    graph = {0: [], 1: [], 2: []}
    for i, x in enumerate(xs):
        graph[i % 3].append(x)
        graph[(i + 1) % 3].append(x * 2)
    return sum(k * sum(v) ** 2 for k, v in graph.items())


def known_groups(xs):
    groups = collections.defaultdict(list)
    groups["a"].append(xs[0])
    groups["a"].append(xs[1])
    groups["b"].append(xs[2])
    return sum(groups["a"]) * groups["b"][0] + len(groups)


def rows_replaced_by_longer_ones(xs):
    rows = [[x, 2 * x] for x in xs]
    for i, x in enumerate(xs):
        if x > 0.5:
            rows[i] = [x * x, x, 1.0]
        elif i > 2:
            rows[i - 1] = []
    return sum(sum(r) ** 2 for r in rows)


def entries_replaced_by_longer_ones(xs):
    rows = {}
    for i, x in enumerate(xs):
        rows[i % 2] = [x] * (i + 1)
    return sum(rows[0]) * sum(rows[1])


def taken_or_given(x):
    d = {"a": x, "b": 2 * x}
    if x > 0.2:
        d["c"] = x * 3
    return d.pop("c", 1.0) + d.pop("a") * len(d)


XS = [0.3, 0.8, 1.5, 0.2]
PROGRAMS = {
    grouped_by_number: [(XS,)],
    grouped_by_word: [(XS,)],
    grouped_in_pairs: [(XS,)],
    added_by_key: [(XS,)],
    binned: [(XS, 2), (XS, 5)],
    neighbours: [(XS,)],
    known_groups: [(XS,)],
    rows_replaced_by_longer_ones: [(XS,)],
    entries_replaced_by_longer_ones: [(XS,)],
    taken_or_given: [(0.4,), (0.1,)],
}

"""Dicts whose keys are known only at run time: memo tables, counts, groups, views in order."""

import math
from collections import Counter, defaultdict

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, 0.2])
KEYS = [3, 1, 3, 2, 1]


def memo_of_a_recurrence(x: float, n: int):
    memo = {0: 1.0, 1: x}
    for i in range(2, n):
        memo[i] = memo[i - 1] * x + memo[i - 2]
    return memo[n - 1] * memo[1]


def summed_by_key(x, keys):
    sums = {}
    for k, v in zip(keys, x):
        if k in sums:
            sums[k] += v * v
        else:
            sums[k] = v
    return sums[3] * sums[1] + sums[2]


def counted_with_get(x, keys):
    sums = {}
    for k, v in zip(keys, x):
        sums[k] = sums.get(k, 0.0) + v * v
    return sums[3] * sums[1] + sums.get(2, 0.0) + sums.get(99, 5.0)


def default_dict(x, keys):
    sums = defaultdict(float)
    for k, v in zip(keys, x):
        sums[k] += np.sin(v)
    return sums[3] * sums[1] + sums[7]


def walked_in_order(x, keys):
    last = {}
    for k, v in zip(keys, x):
        last[k] = v * v
    total = 0.0
    for k in last:
        total = total * 0.5 + k * last[k]
    for k, v in last.items():
        total += k * v**2
    for v in last.values():
        total = total * 0.9 + v
    return total + len(last)


def views_as_lists(x, keys):
    last = {}
    for k, v in zip(keys, x):
        last[k] = v * v
    return sum(last.values()) * max(last.values()) + list(last.keys())[0] * x[0]


def set_by_default(x, keys):
    first = {}
    for k, v in zip(keys, x):
        first.setdefault(k, v * v)
        first[k] *= 1.5
    return first[3] * first[1] + first.setdefault(2, 7.0)


def popped(x, keys):
    waiting = {}
    total = 0.0
    for k, v in zip(keys, x):
        if k in waiting:
            total += waiting.pop(k) * v
        else:
            waiting[k] = v * v
    return total + sum(waiting.values())


def comprehended(x, keys):
    scale = {k: v * v for k, v in zip(keys, x)}
    doubled = {k: 2.0 * v for k, v in scale.items() if k != 2}
    return scale[3] * doubled[1] + sum(doubled.values())


def updated(x, keys):
    a = {k: v for k, v in zip(keys, x)}
    b = {}
    for k in keys:
        b[k + 1] = a[k] * a[k]
    a.update(b)
    return a[1] * a[2] + a[4] + sum(a.values())


def merged(x, keys):
    a = {k: v for k, v in zip(keys, x)}
    b = {k + 1: v * v for k, v in zip(keys, x)}
    c = a | b
    return c[1] * c[2] + c[4] + a[3]


def argument_with_run_time_keys(params, names):
    total = 1.0
    for name in names:
        total = total * params[name] + params["b"]
    return total


def pairs_as_keys(x, n: int):
    best = {}
    best[0, 0] = x[0]
    for i in range(1, n):
        best[i, 0] = best[i - 1, 0] * x[i]
        for j in range(1, i + 1):
            up = best[i - 1, j] if (i - 1, j) in best else 0.5
            best[i, j] = up + best[i, j - 1] * x[j]
    return best[n - 1, n - 1] * best[n - 1, 1]


def written_by_a_helper(x, keys):
    table = {}

    def put(k, v):
        if k not in table:
            table[k] = 0.0
        table[k] += v * v

    for k, v in zip(keys, x):
        put(k, v)
    return table[3] * table[1]


def lookup(table, key):
    return table[key] if key in table else 1.0


def passed_to_a_helper(x, keys):
    table = {}
    for k, v in zip(keys, x):
        table[k] = v * lookup(table, k)
    return lookup(table, 3) * lookup(table, 1) + lookup(table, 50)


def emptied(x, keys):
    table = {}
    for k, v in zip(keys, x):
        table[k] = v * v
        if len(table) == 2:
            table = {}
    if table:
        return sum(table.values()) * x[0]
    return x[0] * x[1]


def string_keys(x, words):
    weights = {}
    for k in range(len(x)):
        weights[words[k]] = weights.get(words[k], 1.0) * x[k]
    return weights["a"] * weights["b"]


def sparse_product(x, rows):
    left = {}
    for k, v in zip(rows, x):
        left[k] = left.get(k, 0.0) + v
    return sum(v * left.get(k + 1, 0.0) for k, v in left.items())


def dicts_numbered_from_0_walked(a, t):
    shares = [{0: a * t, 1: a} for _ in range(len(a))]
    s = 0.0
    for d in shares:
        s = s + 3.0 * np.sum(d[0]) + np.sum(d[1] * d[0])
    return s


def nested_dicts_summed(a, t):
    def total(q):
        if isinstance(q, np.ndarray):
            return np.sum(q * 2.0)
        s = 0.0
        for one in q.values() if isinstance(q, dict) else q:
            s = s + total(one)
        return s

    return total([{0: a * t, 1: a}])


NAMES = ("a", "b", "c")


def dict_of_names_and_values(theta):
    p = dict(zip(["a", "b"], theta))
    p["b"] *= p["a"]
    return p["a"] + sum(v * v for v in p.values())


def dict_of_letters_and_what_is_mapped(theta):
    p = dict(zip("abc", map(np.sin, theta)))
    q = dict((name, v * v) for name, v in zip(NAMES, theta))
    return p["a"] * q["b"] * len(p)


def letters_of_a_dict_made_again(theta):
    p = dict(zip("ab", theta))
    for _ in range(2):
        p = {name: v * v for name, v in p.items()}
    return sum(p.values())


def dict_of_numbered_values(theta):
    p = dict(enumerate(theta))
    return p[0] * p[1] + sum(k * v for k, v in p.items())


def letters_walked_with_values(theta):
    total = 0.0
    for name, v in zip("ab", theta):
        total += v * (2.0 if name == "a" else v)
    return total


def small_matrix_product(x):
    a, b = [[x, 2.0], [x * x, 0.5]], [[1.0, x], [0.3, -x]]
    c = [[0.0, 0.0], [0.0, 0.0]]
    for i in range(2):
        for j in range(2):
            for k in range(2):
                c[i][j] += a[i][k] * b[k][j]
    return c[0][0] * c[1][1] - c[0][1]


def shortest_ways(x):
    n = 3
    d = [[0.0 if i == j else 9.0 for j in range(n)] for i in range(n)]
    d[0][1], d[1][2], d[0][2] = x, x * x, 4.0 * x
    for k in range(n):
        for i in range(n):
            for j in range(n):
                d[i][j] = min(d[i][j], d[i][k] + d[k][j])
    return d[0][2]


def most_likely_states(x):
    table = [{}]
    for s in "ab":
        table[0][s] = x if s == "a" else 1.0 - x
    for t in range(1, 4):
        table.append({})
        for s in "ab":
            stay, come = (0.7, 0.3) if s == "a" else (0.6, 0.4)
            table[t][s] = max(table[t - 1][s] * stay, table[t - 1]["a"] * come) * x
    return table[3]["a"] + 2.0 * table[3]["b"]


def forces_on_bodies(x):
    forces = [np.zeros(2) for _ in range(3)]
    for i in range(3):
        for j in range(3):
            if i != j:
                forces[i] += x * np.array([1.0 * i, x * j])
    return sum(np.sum(f * f) for f in forces)


def keys_that_only_find(x, keys):
    seen = {v: k for k, v in zip(keys, x)}
    total = 0.0
    for v in seen:
        if v > 0.0:
            total += seen[v] * x[0]
    return total


def keys_reduced(x, keys):
    places = {k: v for k, v in zip(keys, x)}
    weight = sum(places) + max(places) * min(places) + math.fsum(places)
    return weight * places[3] + sum(tuple(places), 0.5) * x[1]


def known_keys_reduced(x):
    terms = {3: x, 2: x * x}
    return (sum(terms) + max(terms)) * x + math.prod(terms) * terms[min(terms)]


def powers_walked(x):
    terms = {2: x, 3: x * x, 5: 1.0}
    total = 0.0
    for k in terms:
        total = total * x + terms[k] * k
    for k in reversed(terms):
        total = total * x + math.sin(terms[k])
    return total


def graph_walked(x):
    graph = {0: [1, 2], 1: [2], 2: []}
    values = {0: x, 1: x * x, 2: 0.0}
    for u in graph:
        for v in graph[u]:
            values[v] += values[u] * 0.5
    return values[2]


def weighted_graph_walked(x):
    graph = {0: {1: x, 2: x * x}, 1: {2: x}, 2: {}}
    values = {0: x, 1: x * x, 2: 0.5}
    for u in graph:
        for v in graph[u]:
            values[v] += values[u] * graph[u][v]
    return values[2]


def updated_by_known_keys(xs, x):
    d = {i: w for i, w in enumerate(xs)}
    d.update({5: x})
    d |= {6: x * x}
    d = d | {7: 2.0 * x}
    total = 0.0
    for k, v in d.items():
        total = total * 0.5 + v * v
    return total


def coefficients_by_power(w, x):
    t = 1.0
    for k in list(w):
        t = t * x + w[k] * math.sin(t)
    for k in w:
        t = t * x + w[k] * k
    return t


def keys_beside_items(x, xs):
    terms = {2: x, 3: x * x, 5: 1.0}
    total = 0.0
    for i, (k, v) in enumerate(zip(terms, xs)):
        total = total * x + terms[k] * k * v + i
    return total


def popped_of_a_default_dict(t, k):
    counts = defaultdict(float)
    counts[0] = t
    try:
        return t * counts.pop(k)
    except KeyError:
        return t * 3.0


def deleted_of_a_counter(t, k):
    counts = Counter()
    counts[0] = t
    del counts[k]
    return t * t * len(counts)


def items_of_tuples_are_not_assigned(t, n):
    pair, many = (t, t), tuple(t * j for j in range(n))
    try:
        pair[0] = t * 2.0
    except TypeError:
        t = t * 3.0
    try:
        many[n - 1] = t * 2.0
    except TypeError:
        t = t * t
    return t * pair[0] + many[n - 1]


PROGRAMS = {
    popped_of_a_default_dict: [(1.3, 0), (1.3, 1)],
    deleted_of_a_counter: [(1.3, 0), (1.3, 1)],
    items_of_tuples_are_not_assigned: [(1.3, 3)],
    keys_that_only_find: [(X, KEYS)],
    keys_reduced: [(X, KEYS)],
    known_keys_reduced: [(1.3,)],
    powers_walked: [(1.3,)],
    graph_walked: [(1.3,)],
    weighted_graph_walked: [(1.3,)],
    updated_by_known_keys: [([1.0, 2.0], 1.5)],
    coefficients_by_power: [({0: 1.2, 1: 2.0}, 1.1)],
    keys_beside_items: [(1.3, [1.0, 2.0, 3.0])],
    small_matrix_product: [(1.3,)],
    shortest_ways: [(1.3,), (4.2,)],
    most_likely_states: [(0.4,)],
    forces_on_bodies: [(0.6,)],
    dict_of_names_and_values: [(np.array([0.3, 0.7]),), (np.array([0.3, 0.7, 1.1]),)],
    dict_of_letters_and_what_is_mapped: [(np.array([0.3, 0.7]),), (np.array([0.3, 0.7, 0.5]),)],
    letters_of_a_dict_made_again: [(np.array([0.3, 0.7]),)],
    dict_of_numbered_values: [(np.array([0.3, 0.7]),)],
    letters_walked_with_values: [(np.array([0.3, 0.7]),), (np.array([0.3]),)],
    memo_of_a_recurrence: [(0.7, 6), (0.7, 3)],
    summed_by_key: [(X, KEYS)],
    counted_with_get: [(X, KEYS)],
    default_dict: [(X, KEYS)],
    walked_in_order: [(X, KEYS)],
    views_as_lists: [(X, KEYS)],
    set_by_default: [(X, KEYS)],
    popped: [(X, KEYS)],
    comprehended: [(X, KEYS)],
    updated: [(X, KEYS)],
    merged: [(X, KEYS)],
    argument_with_run_time_keys: [({"b": 0.5, "a": 1.5}, ["a", "b", "a"])],
    pairs_as_keys: [(X, 4)],
    written_by_a_helper: [(X, KEYS)],
    passed_to_a_helper: [(X, KEYS)],
    emptied: [(X, KEYS), (X[:3], KEYS)],
    string_keys: [(X, ["a", "b", "a", "c", "b"])],
    sparse_product: [(X, KEYS)],
    dicts_numbered_from_0_walked: [(np.array([0.3, 0.7]), 2.0)],
    nested_dicts_summed: [(np.array([0.3, 0.7]), 2.0)],
}

"""Recursions that remember, count and collect: what they change is handed in and back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np


def memo_around(x, n=6):
    memo = {}

    def f(k):
        if k < 2:
            return x * (k + 1)
        if k in memo:
            return memo[k]
        memo[k] = f(k - 1) * math.cos(x) + f(k - 2)
        return memo[k]

    return f(n) * f(n + 2) + len(memo) + memo[3]


def _fibonacci(n, x, memo):
    if n < 2:
        return x
    if n not in memo:
        memo[n] = _fibonacci(n - 1, x, memo) * 0.5 + _fibonacci(n - 2, x, memo) * x
    return memo[n]


def memo_handed_on(x, n):
    return _fibonacci(n, x, {})


def calls_counted(x, n):
    count = 0

    def g(t, k):
        nonlocal count
        count += 1
        if k == 0:
            return t
        return g(math.sin(t), k - 1)

    return g(x, n) * count


def total_around(x, n):
    total = 0.0

    def g(t, k):
        nonlocal total
        total += t * t
        if k > 0:
            g(math.sin(t), k - 1)
            g(t * 0.5, k - 1)

    g(x, n)
    return total


def leaves_collected(x, n):
    out = []

    def g(t, k):
        if k == 0:
            out.append(t)
            return
        g(math.sin(t), k - 1)
        g(t * 0.5, k - 1)

    g(x, n)
    return sum(v * v for v in out)


def _walk(t, k, out):
    out.append(t * 2)
    if k > 0:
        _walk(math.sin(t), k - 1, out)
        _walk(t * 0.5, k - 1, out)


def nodes_collected(x, n):
    out = []
    _walk(x, n, out)
    return sum(v * v for v in out)


def pairs_collected(x, n):
    out = []

    def rec(k, t):
        if k == 0:
            return
        out.append((t, t * x))
        rec(k - 1, math.sin(t))

    rec(n, x)
    return sum(a * b for a, b in out)


class Solver:
    def __init__(self, x):
        self.x = x
        self.memo = {}
        self.calls = 0

    def solve(self, k):
        self.calls += 1
        if k <= 1:
            return self.x
        if k in self.memo:
            return self.memo[k]
        v = self.solve(k - 1) * 0.7 + self.solve(k - 2) * self.x
        self.memo[k] = v
        return v


def memo_of_an_object(x, n):
    s = Solver(x)
    return s.solve(n) * s.calls


def an_array_filled(x, n):
    buf = np.zeros(n + 1)

    def g(k, t):
        buf[k] = t
        if k > 0:
            g(k - 1, t * math.cos(t))

    g(n, x)
    return np.sum(buf**2)


def an_array_and_its_view(v, n):
    a = v * 1.0
    b = a[1:]

    def rec(k):
        if k == 0:
            return
        a[k] = a[k - 1] * a[k]
        rec(k - 1)

    rec(n)
    return np.sum(b**2)


def two_towers(x, n):
    a = [x, 2 * x]

    def move(k):
        if k == 0:
            return
        move(k - 1)
        a[0], a[1] = a[1] * 0.9, a[0] + x
        move(k - 1)

    move(n)
    return a[0] * a[1]


def _even(p, n, log):
    log.append(p)
    return p if n <= 0 else _odd(math.sin(p), n - 1, log)


def _odd(p, n, log):
    return p * p if n <= 0 else _even(p * 0.7, n - 1, log) + 0.1 * p


def one_log_of_two(x, n):
    log = []
    return _even(x, n, log) + sum(log)


def _filled(t, k, out):
    if k == 0:
        return out
    out.append(t)
    return _filled(t * 0.5, k - 1, out)


def the_list_returned(x, n):
    out = []
    same = _filled(x, n, out)
    same[0] = same[0] * 3.0
    out.append(x)
    return sum(v * v for v in same)


def _permuted(xs, k, best):
    if k == len(xs):
        s = 0.0
        for i in range(len(xs)):
            s += xs[i] * (i + 1)
        if s > best[0]:
            best[0] = s
        return
    for i in range(k, len(xs)):
        xs[k], xs[i] = xs[i], xs[k]
        _permuted(xs, k + 1, best)
        xs[k], xs[i] = xs[i], xs[k]


def best_order(v):
    best = [-1e9]
    _permuted([v[0], v[1], v[2]], 0, best)
    return best[0]


def _quick(a, lo, hi):
    if lo >= hi:
        return
    p = a[hi]
    i = lo
    for j in range(lo, hi):
        if a[j] < p:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[hi] = a[hi], a[i]
    _quick(a, lo, i - 1)
    _quick(a, i + 1, hi)


def quicksort(v):
    a = v.copy()
    _quick(a, 0, len(a) - 1)
    s = 0.0
    for k in range(len(a)):
        s = s * 0.5 + a[k] * k
    return s


def knapsack(x, w):
    table = {}

    def best(i, room):
        if i == len(w):
            return 0.0
        if (i, room) in table:
            return table[(i, room)]
        found = best(i + 1, room)
        if w[i] <= room:
            found = max(found, x[i] + best(i + 1, room - w[i]))
        table[(i, room)] = found
        return found

    return best(0, 5)


def names_exchanged(x, n):
    a = [x, 1.0]
    b = [2 * x, 3.0]

    def rec(k, p, q):
        p[0] = p[0] * 0.5 + q[1] * x
        q[1] += p[0]
        if k > 0:
            rec(k - 1, q, p)

    rec(n, a, b)
    return a[0] * b[1] + a[1] * b[0]


def backtracking(x, n):
    path = []
    best = [0.0]

    def rec(k, s):
        if k == 0:
            best[0] = max(best[0], s + path[0])
            return
        for c in (0.5, x):
            path.append(c * k)
            rec(k - 1, s + math.sin(path[-1]))
            path.pop()

    rec(n, 0.0)
    return best[0]


def copies_handed_on(x, n):
    def rec(k, out):
        if k == 0:
            return sum(out)
        out.append(x * k)
        return rec(k - 1, out[:]) + rec(k - 1, list(out))

    return rec(n, [])


@dataclass
class Node:
    val: float
    kids: list = field(default_factory=list)


def a_tree_written_to(x):
    root = Node(x, [Node(x * 2, [Node(math.sin(x))]), Node(x * x)])

    def visit(node):
        for k in node.kids:
            visit(k)
        node.val = node.val * 2 + sum(k.val for k in node.kids)

    visit(root)
    return root.val


def two_names(x, n):
    a = [x]
    b = a

    def rec(k, z):
        z[0] = z[0] * 1.5
        if k > 0:
            rec(k - 1, z)

    rec(n, a)
    return b[0] * a[0]


def called_in_a_loop(x, n):
    s = [0.0]

    def rec(k, t):
        s[0] += t
        if k > 0:
            rec(k - 1, t * x)

    for i in range(n):
        rec(i, x + i)
    return s[0]


def memo_with_a_start(x, n):
    memo = {0: 1.0}

    def f(k):
        if k not in memo:
            memo[k] = sum(f(j) * x ** (k - j) for j in range(k))
        return memo[k]

    return f(n)


def ackermann(x, n):
    calls = 0

    def a(m, k, t):
        nonlocal calls
        calls += 1
        if m == 0:
            return t * 0.9
        if k == 0:
            return a(m - 1, 1, t)
        return a(m - 1, k - 1, a(m, k - 1, t))

    return a(2, n, x) * calls


class Buffers:
    def __init__(self, v):
        self.buf = v * 1.0
        self.n = 0
        self.log = []

    def go(self, k):
        self.n += 1
        if k == 0:
            return 0.0
        self.buf[k] = self.buf[k - 1] * 2
        return self.buf[k] + self.go(k - 1)

    def push(self, k, t):
        if k > 0:
            self.log.append(t)
            self.push(k - 1, t * 0.5)


def an_array_of_an_object(v, n):
    s = Buffers(v)
    b = s.buf
    t = s.go(n)
    return t + np.sum(b**2) * s.n


def a_list_of_an_object(v, n):
    s = Buffers(v)
    log = s.log
    s.push(n, v[0])
    log.append(v[1])
    return sum(x * x for x in s.log)


def memo_changed_between(v, n):
    memo = {}

    def rec(k):
        if k in memo:
            return memo[k]
        r = v[0] if k < 2 else rec(k - 1) * rec(k - 2)
        memo[k] = r
        return r

    x = rec(n)
    memo[n] = 0.0
    return x + rec(n) + rec(n - 1)


def path_copied_at_its_end(v, n):
    path = []

    def rec(k):
        if k == 0:
            return [*path]
        path.append(v[k])
        r = rec(k - 1)
        path.pop()
        return r

    r = rec(n)
    return sum(x * x for x in r) + len(path)


def halves_of_an_array(v):
    a = v * 1.0

    def rec(lo, hi):
        if hi - lo < 2:
            return
        m = (lo + hi) // 2
        rec(lo, m)
        rec(m, hi)
        a[lo:hi] = a[lo:hi] * 1.1 + a[m]

    rec(0, len(a))
    return np.sum(a**2)


def a_list_from_the_caller(xs):
    def rec(k):
        if k == len(xs):
            return
        xs[k] = xs[k] * (xs[k - 1] if k else 2.0)
        rec(k + 1)

    rec(0)
    return sum(xs)


def an_array_from_the_caller(v):
    def rec(k):
        if k < len(v):
            v[k] = v[k] * v[k - 1] if k else math.sin(v[k])
            rec(k + 1)

    rec(0)
    return np.sum(v**2)


def taken_from_the_callers_list(xs):
    def rec():
        if len(xs) > 1:
            last = xs.pop()
            xs[-1] = xs[-1] * last
            rec()

    rec()
    return xs[0] ** 2


def rows_from_the_caller(m):
    def rec(i):
        if i < len(m):
            m[i][0] = m[i][0] * m[i][1]
            rec(i + 1)

    rec(0)
    return sum(row[0] for row in m)


def a_dict_from_the_caller(d, n):
    def rec(k):
        if k > 0:
            d["v"][0] *= d["v"][1]
            d["s"] = d["s"] * d["v"][0]
            rec(k - 1)

    rec(n)
    return np.sum(d["v"]) + d["s"]


def both_names_of_one_list(xs):
    ys = xs

    def rec(k):
        if k < len(xs):
            ys[k] = xs[k] * 1.5 + ys[0]
            rec(k + 1)

    rec(0)
    return sum(xs)


def keys_that_are_no_names(x, n):
    d = {(1, 2): x, -1: 2.0, "a b": 3.0}

    def rec(k):
        if k > 0:
            d[-1] = d[-1] * d[(1, 2)]
            d["a b"] = d["a b"] + d[-1]
            rec(k - 1)

    rec(n)
    return d[-1] + d["a b"]


VECTOR = np.array([0.3, -1.2, 0.7, 0.1, 2.0])
PROGRAMS = {
    an_array_of_an_object: [(VECTOR, 3)],
    a_list_of_an_object: [(VECTOR, 3)],
    memo_changed_between: [(VECTOR, 3)],
    path_copied_at_its_end: [(VECTOR, 3)],
    halves_of_an_array: [(VECTOR,)],
    keys_that_are_no_names: [(0.7, 3)],
    a_list_from_the_caller: [([0.7, 0.3, 2.0],)],
    an_array_from_the_caller: [(VECTOR,)],
    taken_from_the_callers_list: [([0.7, 0.3, 2.0],)],
    rows_from_the_caller: [([[0.7, 0.3], [2.0, 1.1]],)],
    a_dict_from_the_caller: [({"v": VECTOR, "s": 0.4}, 3)],
    both_names_of_one_list: [([0.7, 0.3, 2.0],)],
    memo_around: [(0.7, 5), (0.7, 1)],
    memo_handed_on: [(0.7, 6)],
    calls_counted: [(0.7, 4), (0.7, 0)],
    total_around: [(0.7, 3)],
    leaves_collected: [(0.7, 3)],
    nodes_collected: [(0.7, 3)],
    pairs_collected: [(0.7, 3)],
    memo_of_an_object: [(0.7, 6)],
    an_array_filled: [(0.7, 4)],
    an_array_and_its_view: [(VECTOR, 3)],
    two_towers: [(0.7, 3)],
    one_log_of_two: [(0.7, 5), (0.7, 4)],
    the_list_returned: [(0.7, 4)],
    best_order: [(VECTOR,)],
    quicksort: [(VECTOR,), (VECTOR[:1],)],
    knapsack: [(np.array([1.0, 2.0, 2.5]), [2, 3, 4])],
    names_exchanged: [(0.7, 4)],
    backtracking: [(0.7, 3)],
    copies_handed_on: [(0.7, 3)],
    a_tree_written_to: [(0.7,)],
    two_names: [(0.7, 3)],
    called_in_a_loop: [(0.7, 3)],
    memo_with_a_start: [(0.7, 5)],
    ackermann: [(0.7, 2)],
}

"""Queues and windows: `collections.deque`, with a greatest length and without one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, 0.2])


def moving_average(xs, n: int):
    window = deque(maxlen=n)
    total = 0.0
    for x in xs:
        window.append(x)
        total += (sum(window) / len(window)) ** 2
    return total


def filtered(xs):
    past = deque([0.0] * 3, maxlen=3)
    y = 0.0
    for x in xs:
        past.append(x + 0.1 * y)
        y = sum(w * p for w, p in zip((0.1, 0.3, 0.6), past))
    return y


def breadth_first(x, n: int):
    queue = deque([(0, x[0])])
    total = 0.0
    while queue:
        k, v = queue.popleft()
        total += v * v
        if 2 * k + 2 < n:
            queue.append((2 * k + 1, v * x[1]))
            queue.append((2 * k + 2, np.sin(v)))
    return total


def reached_once(x, n: int):
    queue, found = deque(), {0: x[0]}
    queue.append(0)
    while queue:
        k = queue.popleft()
        for j in (2 * k + 1, 2 * k + 2):
            if j < n and j not in found:
                found[j] = found[k] * x[1] + j
                queue.append(j)
    return sum(v * v for v in found.values())


def both_ends(xs):
    d = deque(xs)
    total = 0.0
    while len(d) > 1:
        a, b = d.popleft(), d.pop()
        d.appendleft(a * b + 0.1)
        total += a
    return total * d[0]


def turned(xs):
    d = deque(xs)
    d.rotate(2)
    first = d[0]
    d.rotate(-1)
    for x in xs:
        d.rotate()
        d[0] = d[0] * x
        first += d[1] * d[-1]
    return first * d[2]


class _Smoother:
    def __init__(self, n):
        self.past = deque(maxlen=n)

    def __call__(self, x):
        self.past.append(x)
        return np.mean(self.past)


def inside_an_object(xs):
    smooth = _Smoother(3)
    total = 0.0
    for x in xs:
        total += smooth(x) ** 2
    return total


@dataclass
class _History:
    steps: deque = field(default_factory=deque)


def in_a_dataclass(xs):
    history = _History()
    for x in xs:
        history.steps.appendleft(x * x)
        if len(history.steps) > 2:
            history.steps.pop()
    return history.steps[0] * history.steps[1]


def _push(d, v):
    d.append(v)
    return d


def by_a_helper(xs):
    d = deque(maxlen=2)
    for x in xs:
        same = _push(d, x * x)
        same.append(x)
    return d[0] * d[1] + len(d) * xs[0]


def as_arrays(xs):
    d = deque(maxlen=2)
    total = 0.0
    for x in xs:
        d.append(xs * x)
        total += np.sum(np.stack(d) ** 2) + np.concatenate(d)[1]
    return total


def averaged_and_first(xs):
    d = deque(maxlen=3)
    total = 0.0
    for x in xs:
        d.append(x * x)
        total += np.mean(d) + np.array(d)[0] + np.dot(d, d) + max(d)
    return total


def copied_out(xs):
    d = deque((x * x for x in xs), 3)
    items = list(d)
    d.append(xs[0] ** 2)
    items.append(1.0)
    other = d.copy() + deque([xs[1]])
    d += [2.0 * xs[0]]
    return items[0] * d[1] * other[2] + len(items) * sum(sorted(d)) * other.maxlen


def asked_whether_empty(xs):
    d = deque(maxlen=2)
    total = 0.0
    for x in xs:
        total += d[-1] * x if d else x
        if not d or x > 0:
            d.append(x * x)
        if d and x > 0.3:
            total += d[0]
        if x in d:
            total *= 2.0
    return total if isinstance(d, deque) and not isinstance(d, list) else 0.0


def compared(xs):
    d, e = deque(xs), deque(xs)
    y = xs[0] ** 2 if d == e else xs[1]
    e.append(1.0)
    return y * xs[2] if d != e else xs[1]


def made_again_by_a_recursion(xs):
    def halved(d, n):
        if n == 0:
            return d
        return halved(deque([0.5 * v for v in d], maxlen=2), n - 1)

    d = halved(deque(xs, maxlen=2), 2)
    d.append(xs[0])
    return d[0] * d[1]


PROGRAMS = {
    moving_average: [(X, 3), (X[:2], 3), (X, 1)],
    filtered: [(X,)],
    breadth_first: [(X[:2], 7), (X[:2], 1)],
    reached_once: [(X[:2], 6)],
    both_ends: [(X,), (X[:1],)],
    turned: [(X,)],
    inside_an_object: [(X,)],
    in_a_dataclass: [(X,)],
    by_a_helper: [(X,)],
    as_arrays: [(X,)],
    averaged_and_first: [(X,)],
    copied_out: [(X,)],
    asked_whether_empty: [(X,), (X[2:],)],
    compared: [(X,)],
    made_again_by_a_recursion: [(X,)],
}

"""Who sees a write into what a routine returns, or is handed: a recursion, a checkpoint, a rule.

Each program calls a routine, writes to what it was handed or to what it returned, and reads both.
"""

from __future__ import annotations

import itertools
import linecache
import textwrap

import numpy as np
import pytest
from test_shown import differs

from adcompiler import checkpoint

STARTS = {
    "an array": "q = np.stack([a, b])",
    "an array written to": "q = np.stack([a, b])\nq *= t",
    "an argument": "q = xs",
    "a list": "q = [a * t, b * t]",
    "a list of run-time length": "q = [a * j for j in range(1, k + 2)]",
    "a dict": "q = {0: a * t, 1: b * t}",
    "rows": "q = [[t, 1.0], [2.0, t]]",
    "rows of run-time length": "q = [[t, j * 1.0] for j in range(1, k + 2)]",
    "an object": "q = Pair(a * t, b * t)",
}
GIVEN = (
    "q", "q[1]", "q[k]", "[q[0], q[1]]", "(q[1], q[0])", "{0: q[1], 1: q[0]}", "[q]", "(q, k)",
    "Pair(q[1], q[0])", "list(q)", "q[1] * t", "[q[0] * t, q[1] * t]", "np.array([q[0], q[1]])",
    "q[0] if t > 1.0 else q[1]",
)  # fmt: skip
ROUTINES = {
    "a recursion": "def r(q, j):\n    return {} if j == 0 else r(q, j - 1)\nv = r(q, k)",
    "a recursion on itself": "def r(q, j):\n    if j > 0:\n        return r(q, j - 1)\n"
    "    return {}\nv = r(q, k)\nv = r(q, k)",
    "a closure": "def r(j):\n    return {} if j == 0 else r(j - 1)\nv = r(k)",
    "a checkpoint": "v = checkpoint(lambda q: {})(q)",
    "a helper": "def r(q):\n    return {}\nv = r(q)",
    "a helper of a loop": "def r(q):\n    return {}\nfor j in range(k + 1):\n    v = r(q)",
}
WRITES = (
    "q[0] *= t", "q[1][0] = t", "v *= t", "v[0] *= t", "v[0][0] = t", "v[1][0] += t",
    "q[k] += t", "v[0][1][0] *= t", "v[0] = q[1]",
)  # fmt: skip
READS = "return total(v) + 2.0 * total(q) * total(q)"
A, B = np.array([1.3, 0.4]), np.array([1.7, 1.9])


class Pair:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __getitem__(self, k):
        return (self.x, self.y)[k]

    def __setitem__(self, k, value):
        if k:
            self.y = value
        else:
            self.x = value


def total(q):
    """Return a sum in which each number within counts for itself."""
    if isinstance(q, int | float):
        return q * 1.0
    if isinstance(q, np.ndarray):
        return np.sum(q * np.arange(1.0, q.size + 1).reshape(q.shape))
    if isinstance(q, Pair):
        return total(q.x) + 3.0 * total(q.y)
    s, w = 0.0, 1.0
    for one in q.values() if isinstance(q, dict) else q:
        s = s + w * total(one)
        w = w + 2.0
    return s


def program(start, routine, given, write):
    """Return the function that calls a routine and writes to what it was handed or returned."""
    body = "\n".join((STARTS[start], ROUTINES[routine].replace("{}", given), write, READS))
    text = f"def f(xs, a, b, t, k):\n{textwrap.indent(body, '    ')}\n"
    name = f"<handed out {start} {routine} {given} {write}>"
    linecache.cache[name] = len(text), None, text.splitlines(True), name
    space = {"np": np, "Pair": Pair, "total": total, "checkpoint": checkpoint}
    exec(compile(text, name, "exec"), space)
    return space["f"]


ALL = [*itertools.product(STARTS, ROUTINES, GIVEN, WRITES)]


def runs(f):
    """Tell whether Python runs the program."""
    try:
        f([A + 1, B - 1], A.copy(), B.copy(), 2.0, 1)
    except (AttributeError, TypeError, ValueError, IndexError, KeyError, RecursionError):
        return False
    return True


# All of them take two minutes: each thirteenth is a sample of every way.
CASES = [case for case in ALL[::13] if runs(program(*case))]


@pytest.mark.parametrize(("start", "routine", "given", "write"), CASES)
def test_a_write_is_seen_by_what_was_handed_out(start, routine, given, write):
    f = program(start, routine, given, write)
    assert not differs(f, ([A + 1, B - 1], A, B, 2.0, 1), (0, 1, 2, 3))

"""Who sees a write into an array that a container holds: what was taken out of the container.

Each program takes `v` out of `xs` in one way, writes to one of them, and reads both.
"""

from __future__ import annotations

import itertools
import linecache
import textwrap

import numpy as np
import pytest
from test_shown import differs

STARTS = {
    "a list": "xs = [a.copy(), b.copy()]",
    "a tuple": "xs = (a.copy(), b.copy())",
    "an argument": "",
    "a list of run-time length": "xs = [xs[0] * j for j in range(1, k + 2)]",
    "an array": "xs = np.stack([a, b])",
}
TAKES = (
    "v = xs[k]",
    "v = xs[-k]",
    "v = xs[k:][0]",
    "v = xs[:k + 1][1]",
    "v = xs[::-1][0]",
    "p, v = xs",
    "*p, v = xs",
    "v, *p = xs",
    "p, *r = xs\nv = r[0]",
    "v = max(xs, key=np.sum)",
    "v = max(*xs, key=np.sum)",
    "v = min(xs, key=lambda p: -np.sum(p))",
    "v = sorted(xs, key=np.sum)[1]",
    "v = list(xs)[1]",
    "v = tuple(xs)[1]",
    "v = [*xs][1]",
    "v = list(reversed(xs))[0]",
    "v = [p for p in xs][1]",
    "v = [p for p in xs if p[0] > 0][1]",
    "v = list(filter(lambda p: p[0] > 0, xs))[1]",
    "v = list(map(lambda p: p, xs))[1]",
    "v = next(p for p in xs if p[0] > 1)",
    "v = next(iter(xs))",
    "it = iter(xs)\nv = next(it)\nv = next(it)",
    "for v in xs:\n    pass",
    "for v in reversed(xs):\n    pass",
    "for j, v in enumerate(xs):\n    pass",
    "for v, j in zip(xs, range(2)):\n    pass",
    "for j, q in enumerate(xs):\n    if j == k:\n        v = q",
    "for q in xs:\n    v = q\n    if q[0] > 1:\n        break",
    "for j in range(2):\n    v = xs[j]",
    "j = 0\nwhile j < len(xs):\n    v = xs[j]\n    j += 1",
    "h = []\nfor q in xs:\n    h.append(q)\nv = h[1]",
    "h = []\nfor q in xs:\n    h.insert(0, q)\nv = h[0]",
    "h = []\nfor j in range(k):\n    h.append(xs[j + 1])\nv = h.pop()",
    "h = []\nfor j in range(k):\n    h.extend(xs)\nv = h[1]",
    "h = []\nfor j in range(k):\n    h += xs\nv = h[1]",
    "h = []\nfor j in range(k):\n    h = h + list(xs)\nv = h[1]",
    "h = list(xs) * k\nv = h[1]",
    "h = {}\nfor j, q in enumerate(xs):\n    h[j] = q\nv = h[1]",
    "h = {j: q for j, q in enumerate(xs)}\nv = h[k]",
    "h = dict(zip('ab', xs))\nv = h['b']",
    "h = dict(enumerate(xs))\nv = h.pop(k)",
    "h = [(q, j) for j, q in enumerate(xs)]\nv = h[k][0]",
    "h = [(j, q) for j, q in enumerate(xs)]\nv = max(h, key=lambda p: p[0])[1]",
    "def rows():\n    for q in xs:\n        yield q\nfor v in rows():\n    pass",
    "def rows():\n    for q in xs:\n        yield q\nv = list(rows())[1]",
    "def last(*qs):\n    return qs[-1]\nv = last(*xs)",
    "def one(j):\n    return xs[j]\nv = one(k)",
    "v = (lambda q: q[k])(xs)",
    "def down(q, j):\n    return list(q) if j == 0 else down(q, j - 1)\nv = down(xs, k)[1]",
    "def down(q, j):\n    return q[1] if j == 0 else down(q, j - 1)\nv = down(xs, k)",
    "def down(q, j):\n    return [p for p in q] if j == 0 else down(q, j - 1)\nv = down(xs, k)[1]",
    "v = xs[k] if k > 0 else a",
    "v = k and xs[k]",
    "v = None\nfor q in xs:\n    if v is None or q[0] > v[0]:\n        v = q",
    "try:\n    v = xs[k + 5]\nexcept IndexError:\n    v = xs[k]",
    "match list(xs):\n    case [p, v]:\n        pass",
)
WRITES = (
    "xs[1] *= t",
    "xs[1][0] = t",
    "v *= t",
    "v[0] = t",
    "xs[k][0] *= t",
    "for q in xs:\n    q[0] *= t",
    "for j in range(2):\n    xs[j][1] += t",
    "xs[0][1] += t\nxs[1][1] += t",
)
A, B = np.array([1.3, 0.4, 2.1]), np.array([1.7, 1.9, -0.6])


def program(start, take, write):
    """Return the function that takes `v` out of `xs` and writes to one of them."""
    body = "\n".join((STARTS[start], take, write, "return np.sum(v * xs[0]) + np.sum(xs[1] ** 2)"))
    text = f"def f(xs, a, b, t, k):\n{textwrap.indent(body, '    ')}\n"
    name = f"<taken {start} {take} {write}>"
    linecache.cache[name] = len(text), None, text.splitlines(True), name
    space = {"np": np}
    exec(compile(text, name, "exec"), space)
    return space["f"]


CASES = [
    (start, take, WRITES[(k + 3 * j + which) % len(WRITES)])
    for (j, start), (k, take), which in itertools.product(
        enumerate(STARTS), enumerate(TAKES), range(2)
    )
]


@pytest.mark.parametrize(("start", "take", "write"), CASES)
def test_a_write_is_seen_by_what_was_taken(start, take, write):
    f = program(start, take, write)
    args = [A + 1, B - 1], A, B, 2.0, 1
    try:
        f(*[[A + 1, B - 1], A.copy(), B.copy(), 2.0, 1])
    except (AttributeError, TypeError, ValueError, IndexError):
        pytest.skip("Python does not let it")
    assert not differs(f, args, (0, 1, 2, 3))

"""Ordinary functions as people write them: what a differentiator of Python has to take.

Each probe is the text of a module in which `np` is bound; its function `f` takes one argument,
X unless another is given. None of them was written with differentiation in mind.
"""

import numpy as np

X = np.array([0.4, 1.3, -0.8])

PROBES = {
    # control flow
    "if": "def f(x):\n    if x[1] > 1.0:\n        return np.sum(x ** 3)\n    return np.sum(x)",
    "elif": (
        "def f(x):\n    t = np.sum(x)\n    if t > 2.0:\n        t = t * 5.0\n"
        "    elif t > 0.5:\n        t = t ** 4\n    else:\n        t = -t\n    return t"
    ),
    "for_range": (
        "def f(x):\n    p = 1.0\n    for k in range(3):\n        p = p * (x[k] + 2.0)\n    return p"
    ),
    "for_items": (
        "def f(x):\n    h = 0.0\n    for t in x:\n        h = np.tanh(h + t)\n    return h"
    ),
    "for_enumerate": (
        "def f(x):\n    s = 0.0\n    for k, t in enumerate(x, start=1):\n"
        "        s = s + t ** k\n    return s"
    ),
    "for_zip": (
        "def f(x):\n    s = 0.0\n    for a, b in zip(x[:-1], x[1:]):\n"
        "        s = s + (b - a) ** 2\n    return s"
    ),
    "for_reversed": (
        "def f(x):\n    y = 0.0\n    for c in reversed([1.0, -2.0, 0.5]):\n"
        "        y = y * x[0] + c\n    return y"
    ),
    "for_else": (
        "def f(x):\n    s = x[0] * x[1]\n    for k in range(2):\n        if s > 50.0:\n"
        "            break\n        s = s * s + 1.0\n    else:\n        s = s * 3.0\n    return s"
    ),
    "nested_loops": (
        "def f(x):\n    s = 0.0\n    for i in range(3):\n        for j in range(i):\n"
        "            s = s + x[i] * x[j]\n    return s"
    ),
    "while": (
        "def f(x):\n    y = x[0] * x[1]\n    while y < 20.0:\n        y = y * y + y + 1.0\n"
        "    return y"
    ),
    "newton": (
        "def f(x):\n    r = 1.0\n    while abs(r * r - x[1]) > 1e-9:\n"
        "        r = 0.5 * (r + x[1] / r)\n    return r"
    ),
    "break": (
        "def f(x):\n    y = x[1]\n    for k in range(20):\n        y = y * 1.7\n"
        "        if y > 9.0:\n            break\n    return y * x[0]"
    ),
    "continue": (
        "def f(x):\n    s = 0.0\n    for t in x:\n        if t < 0.0:\n            continue\n"
        "        s = s + t * t\n    return s"
    ),
    "return_in_loop": (
        "def f(x):\n    s = np.sum(x * x)\n    for k in range(30):\n        s = s * 1.3\n"
        "        if s > 8.0:\n            return s * x[0]\n    return s"
    ),
    "ternary": "def f(x):\n    return x[0] * x[1] if x[2] < 0.0 else x[2]",
    "chained_comparison": (
        "def f(x):\n    return x[0] ** 2 if 0.0 < x[0] < x[1] <= 2.0 else x[2]"
    ),
    "and_or": (
        "def f(x):\n    s = np.sum(x)\n    if s > 5.0 or not s < 0.0 and x[0] > 0.0:\n"
        "        return s ** 3\n    return s"
    ),
    "walrus": "def f(x):\n    if (m := x[0] * x[1]) > 0.1:\n        return m * m\n    return m",
    "match": (
        "def f(x, how='cube'):\n    match how:\n        case 'square':\n"
        "            return np.sum(x ** 2)\n        case 'cube' | 'third':\n"
        "            return np.sum(x ** 3)\n    return np.sum(x)"
    ),
    "match_pair": (
        "def f(x):\n    match (x[0], x[1]):\n        case (a, b) if a < b:\n"
        "            return a * b * b\n        case (a, _):\n            return a"
    ),
    "try_except": (
        "import math\ndef f(x):\n    try:\n        y = math.sqrt(-1.0)\n    except ValueError:\n"
        "        y = 2.0\n    return np.sum(x * x) * y"
    ),
    "with": (
        "import contextlib\ndef f(x):\n    with contextlib.nullcontext(3.0) as k:\n"
        "        y = x * x * k\n    return np.sum(y)"
    ),
    "assert_print": (
        "def f(x):\n    y = np.sum(x * x)\n    assert y > 0.0, f'{y} is not positive'\n"
        "    print(f'y = {y:.3f}', end='')\n    return y"
    ),
    "del": "def f(x):\n    y = x * 2.0\n    z = y * x\n    del y\n    return np.sum(z)",
    "import_inside": "def f(x):\n    from math import pi\n    return np.sum(np.sin(pi * x))",
    # functions
    "helper": "def g(a, b):\n    return a * b + b\n\ndef f(x):\n    return g(x[0], g(x[1], x[2]))",
    "inner_function": (
        "def f(x):\n    def g(t):\n        return t * t + x[0]\n    return g(x[1]) * g(x[2])"
    ),
    "closure": (
        "def make(k):\n    def f(x):\n        return k * np.sum(x ** 3)\n"
        "    return f\n\nf = make(2.5)"
    ),
    "nonlocal": (
        "def f(x):\n    total = 0.0\n    def add(t):\n        nonlocal total\n"
        "        total = total + t * t\n    for t in x:\n        add(t)\n    return total"
    ),
    "lambda": "def f(x):\n    g = lambda t, k=3.0: k * t * t\n    return np.sum(g(x))",
    "function_argument": (
        "def twice(g, t):\n    return g(g(t))\n\ndef f(x):\n    return np.sum(twice(np.sin, x))"
    ),
    "recursion": (
        "def power(t, n):\n    return 1.0 if n == 0 else t * power(t, n - 1)\n\n"
        "def f(x):\n    return power(x[0], 3) + power(x[1], 2)"
    ),
    "recursion_on_data": (
        "def collatz(t):\n    return t if t > 10.0 else collatz(t * t + 1.0)\n\n"
        "def f(x):\n    return collatz(x[0] * x[1])"
    ),
    "keyword_only": (
        "def g(t, *, scale=2.0, shift=0.0):\n    return t * scale + shift\n\n"
        "def f(x):\n    return np.sum(g(x, shift=x[0]) ** 2)"
    ),
    "star_args": (
        "def g(first, *rest, **named):\n    return first * rest[-1] * named['k']\n\n"
        "def f(x):\n    return g(*[x[0], 1.0, x[1]], k=x[2])"
    ),
    "decorator": (
        "import functools\n\ndef doubled(g):\n    @functools.wraps(g)\n    def h(*a):\n"
        "        return 2.0 * g(*a)\n    return h\n\n@doubled\ndef g(t):\n    return t * t\n\n"
        "def f(x):\n    return g(x[0]) * x[1]"
    ),
    "partial_reduce": (
        "import functools\ndef f(x):\n    scale = functools.partial(lambda k, t: k * t, 3.0)\n"
        "    return functools.reduce(lambda a, b: a * b, [scale(x[0]), x[1], x[2]])"
    ),
    "generator": (
        "def steps(x):\n    s = 1.0\n    for t in x:\n"
        "        s = s * (1.0 + t)\n        yield s\n\n"
        "def f(x):\n    total = 0.0\n    for s in steps(x):\n        total = total + s\n"
        "    return total"
    ),
    "method": (
        "class Line:\n    def __init__(self, a, b):\n        self.a, self.b = a, b\n"
        "    def __call__(self, t):\n        return self.a * t + self.b\n\n"
        "LINE = Line(2.0, -1.0)\n\ndef f(x):\n    return np.sum(LINE(x) ** 2)"
    ),
    "object_inside": (
        "class Layer:\n    def __init__(self, w):\n        self.w = w\n        self.calls = 0\n"
        "    def run(self, t):\n        self.calls = self.calls + 1\n"
        "        return np.tanh(self.w * t) * self.calls\n\n"
        "def f(x):\n    layer = Layer(x[0])\n    return layer.run(x[1]) + layer.run(x[2])"
    ),
    "dataclass": (
        "from dataclasses import dataclass\n\n@dataclass\nclass State:\n    p: object\n"
        "    v: object = 0.0\n\ndef f(x):\n    s = State(x[0])\n    for t in x:\n"
        "        s.v = s.v - 0.1 * s.p + t\n        s.p = s.p + 0.1 * s.v\n    return s.p * s.v"
    ),
    "named_tuple": (
        "from collections import namedtuple\nP = namedtuple('P', 'a b')\n\n"
        "def f(x):\n    p = P(x[0] * x[1], b=x[2])\n    return p.a ** 2 * p.b"
    ),
    "inheritance": (
        "class Shape:\n    def area(self):\n        return 1.0\n    def cost(self):\n"
        "        return 2.0 * self.area()\n\nclass Box(Shape):\n    def __init__(self, w):\n"
        "        self.w = w\n    def area(self):\n        return self.w[0] * self.w[1]\n\n"
        "def f(x):\n    return Box(x).cost()"
    ),
    # data
    "unpacking": "def f(x):\n    a, b, c = x\n    return a * b - b * c",
    "star_unpacking": "def f(x):\n    a, *rest = x\n    return a * rest[0] * rest[1]",
    "swap": "def f(x):\n    a, b = x[0], x[1] ** 2\n    a, b = b, a\n    return a / b",
    "augmented": "def f(x):\n    s = x[0]\n    s *= x[1]\n    s -= x[2]\n    s **= 2\n    return s",
    "list_comprehension": (
        "def f(x):\n    y = [t * t for t in x if t > 0.0]\n    return sum(y) * y[0]"
    ),
    "generator_expression": "def f(x):\n    return sum(k * t * t for k, t in enumerate(x))",
    "dict_comprehension": (
        "def f(x):\n    d = {k: x[k] ** 2 for k in range(3)}\n    return d[0] * d[1] + d[2]"
    ),
    "append": (
        "def f(x):\n    y = [1.0]\n    for t in x:\n        y.append(y[-1] * (t + 1.0))\n"
        "    return y[-1] + y[1]"
    ),
    "list_write": (
        "def f(x):\n    y = [x[0], x[1], x[2]]\n    y[1] = y[0] * y[2]\n"
        "    return y[0] + y[1] * y[1]"
    ),
    "dict_local": (
        "def f(x):\n    p = {'w': x * 2.0}\n    p['b'] = p['w'][0]\n"
        "    return np.sum(p['w'] * p['b'])"
    ),
    "dict_argument": "def f(p):\n    return np.sum(p['w'] ** 2) * p['b']",
    "nested_argument": (
        "def f(p):\n    s = 0.0\n    for w, b in p:\n"
        "        s = s + np.sum(w) * b * b\n    return s"
    ),
    "builtins": "def f(x):\n    return max(x[0], x[1]) * min(x[1], x[2]) + abs(x[2]) * len(x)",
    "builtin_sum": "def f(x):\n    return sum(x * x, 1.0)",
    "float_and_int": "def f(x):\n    return float(x[0]) * x[1] + int(2.7) * x[2]",
    "integers": (
        "def f(x):\n    s = 0.0\n    for k in range(6):\n        s = s + x[k % 3] ** (1 + k // 3)\n"
        "    return s"
    ),
    # arrays
    "write_element": (
        "def f(x):\n    y = np.zeros(3)\n    for k in range(3):\n"
        "        y[k] = x[k] ** 2 + y[k - 1]\n"
        "    return np.sum(y * y)"
    ),
    "write_slice": (
        "def f(x):\n    y = np.ones(5)\n    y[1:4] = x ** 2\n    return np.sum(y[:-1] * y[1:])"
    ),
    "write_update": (
        "def f(x):\n    y = x * 1.0\n    y[1:] += y[:-1] ** 2\n    return np.sum(y * y)"
    ),
    "write_argument": "def f(x):\n    x[0] = x[1] * x[2]\n    return np.sum(x ** 2)",
    "write_view": (
        "def f(x):\n    y = x * x\n    v = y[::2]\n    v *= 3.0\n    return np.sum(y * x)"
    ),
    "write_mask": "def f(x):\n    y = x ** 2\n    y[x < 0.0] = 0.0\n    return np.sum(y * x)",
    "array_in_place": (
        "def f(x):\n    y = x.copy()\n    y *= x\n    y += 1.0\n"
        "    return np.sum(y * y)"
    ),
    "out_argument": (
        "def f(x):\n    y = np.zeros(3)\n    np.multiply(x, x, out=y)\n    return np.sum(y * x)"
    ),
    "math_functions": (
        "import math\ndef f(x):\n"
        "    return math.sin(x[0]) * math.exp(x[1]) + math.hypot(x[0], x[2])"
    ),
    "array_methods": (
        "def f(x):\n    m = x.reshape(3, 1) @ x.reshape(1, 3)\n"
        "    return m.T.mean() * x.sum()"
    ),
    "where_clip": "def f(x):\n    return np.sum(np.where(x > 0.5, x ** 2, np.clip(x, -0.5, 2.0)))",
    "linear_algebra": (
        "def f(x):\n    a = np.outer(x, x) + 2.0 * np.eye(3)\n"
        "    return np.dot(x, np.linalg.solve(a, x)) + np.linalg.norm(x)"
    ),
    "sort_statistics": (
        "def f(x):\n    y = np.cumsum(np.sort(x))\n    return np.prod(y) + np.std(x) + np.max(x)"
    ),
    "kind_asked": (
        "def f(x):\n    if isinstance(x, np.ndarray):\n        return np.sum(x ** 3)\n"
        "    return np.sum(x)"
    ),
}  # fmt: skip

ARGUMENTS = {
    "dict_argument": {"w": X, "b": 2.0},
    "nested_argument": [(X, 2.0), (X[:2], -1.5)],
}

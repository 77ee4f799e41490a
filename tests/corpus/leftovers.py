"""What people write besides: options in dicts, functions chosen at run time, values found late."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

X = np.array([0.5, 1.5, -0.7, 0.9, 0.2])
PARAMETERS = {"a": 0.5, "b": 1.5}
OUTSIDE = {"a": 0.5, "b": 1.5}


def option_with_default(p, xs):
    h = 0.0
    for x in xs:
        h = np.tanh(p.get("a", 1.0) * h + x * p.get("w", p["b"]))
    return h


def option_that_may_be_missing(p, x):
    v = p.get("bias")
    if v is None:
        v = 0.0
    if "scale" in p:
        v = v * p["scale"]
    return x * p["w"] + v


def option_asked_of_a_global(x):
    merged = OUTSIDE | {"a": x}
    y = OUTSIDE.get("a", 0.0) * x + (x if "b" in OUTSIDE else 0.0)
    return y * merged["a"] * merged["b"] * len(OUTSIDE)


def options_by_run_time_keys(p, names):
    total = 0.0
    for name in names:
        total += p.get(name, 1.0) ** 2
        if name in p:
            total = total * p[name]
    return total


def options_merged(p, q):
    both = p | q
    again = {**q, **p}
    copied = dict(p)
    copied["a"] = 3.0
    third = p.copy()
    third.update(q, z=2.0)
    return both["a"] * again["a"] + p["a"] * copied["b"] + third["a"] * third["z"]


def _scaled(a, b, c=2.0):
    return a * b * c


def options_as_keywords(p, x):
    return _scaled(**p) * x


def options_taken_out(p, x):
    a = p.pop("a")
    z = p.pop("missing", 3.0)
    s = p.setdefault("s", x * x)
    key, last = p.popitem()
    del p["b"]
    return a * z * s * last * (len(p) + len(key))


def options_updated_in_a_loop(p, xs):
    for x in xs:
        p.update(a=p["a"] * x + p.get("b", 0.0))
        p["a"], p["b"] = p.pop("b"), p.pop("a") * x
    return p["a"] * p["b"]


def options_updated_on_one_path(p, x):
    if x > 0.5:
        p.setdefault("c", x)
    else:
        p |= {"c": 2.0}
    return p["c"] * p["a"]


def union_in_place_seen_by_both(p, x):
    q = p
    q |= {"a": x}
    p["b"] = x * x
    return p["a"] * q["b"]


def _helped(q, v):
    q.update(a=v)
    return q


def updated_by_a_helper(p, x):
    r = _helped(p, x * x)
    return r["a"] * p["a"] * p["b"]


def options_inside_options(p, x):
    p["inner"].update(k=x * p["inner"]["k"])
    p["inner"].setdefault("n", x)
    return p["inner"]["k"] * p["inner"].get("n") * p.get("inner").get("m", x)


def options_in_a_list(ps, x):
    total = 0.0
    for p in ps:
        p.update(a=x * p["a"])
        total += p.get("a", 1.0) * p.get("c", x)
    return total


def arrays_by_name(p, x):
    w = p.get("w")
    w[0, 0] = x
    q = p.copy()
    q["w"][1, 1] = x * x
    return np.sum(p["w"] @ np.array([x, 1.0]) + p.get("b", np.zeros(2)))


def set_by_run_time_keys(p, keys):
    for k in keys:
        p.setdefault(k, 2.0)
    return sum(p.values()) * p["a"]


def keys_with_one_value(x):
    d = dict.fromkeys(["a", "b"], x)
    d["a"] = d["a"] * x
    d.update([("c", x * x)])
    return d["a"] * d["b"] * d["c"]


def sorted_entries(p, x):
    total = 0.0
    for k, v in sorted(p.items()):
        total = total * x + v * (k == "a") + p[max(p, key=p.get)]
    return total


def deleted_items(x, i, keys):
    xs = [x, x * x, 3.0]
    del xs[i]
    table = {}
    for k in keys:
        table[k] = x * (len(table) + 1)
    del table[keys[0]]
    return xs[0] * xs[1] * sum(table.values())


def best_pair(xs):
    best = None
    for i, v in enumerate(xs):
        if best is None or v < best[0]:
            best = (v, i)
    return best[0] ** 2 * (best[1] + 1)


def found_or_not(xs):
    best = None
    for v in xs:
        if v > 1.0:
            best = (v, v * v)
    if best is None:
        return xs[0] ** 2
    a, b = best
    return a * b


def point_before(xs):
    before = None
    total = 0.0
    for x in xs:
        p = (x, x * x)
        if before is not None:
            total += (p[0] - before[0]) ** 2 + p[1] * before[1]
        before = p
    return total


def best_by_place(xs):
    best = None
    for i, v in enumerate(xs):
        if i == 0 or v < best["value"]:
            best = {"value": v, "square": v * v}
    return best["value"] * best["square"]


def closest_pair(xs):
    best = None
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            d = (xs[i] - xs[j]) ** 2
            if best is None or d < best[0]:
                best = (d, i, j)
    d, i, j = best
    return d * xs[i] + xs[j]


def _crossing(ys, limit):
    for i, y in enumerate(ys):
        if y > limit:
            return i, y
    return None


def search_by_a_helper(xs):
    hit = _crossing(xs, 1.0)
    miss = _crossing(xs, 100.0)
    total = 0.0
    if hit:
        total += hit[1] ** 2
    if miss:
        total += miss[1]
    return total


class Step:
    def __init__(self, at, size):
        self.at = at
        self.size = size


class Tracker:
    def __init__(self):
        self.best = None
        self.seen = 0

    def see(self, v, w):
        self.seen += 1
        if self.best is None or v > self.best[0]:
            self.best = (v, w)


def object_or_none(xs):
    largest = None
    for v in xs:
        step = Step(v, v * v)
        if largest is None or step.size > largest.size:
            largest = step
    largest.size *= 2.0
    return largest.at * largest.size


def attribute_that_is_none_first(xs):
    tracker = Tracker()
    for x in xs:
        tracker.see(x, x * x)
    return tracker.best[0] * tracker.best[1] * tracker.seen


def walked_until_none(x):
    node = (x, 3)
    total = 0.0
    while node is not None:
        v, k = node
        total += v * v
        node = (v * 0.5, k - 1) if k > 0 else None
    return total


def none_again(xs):
    waiting = None
    total = 0.0
    for v in xs:
        if waiting is not None and v < 0:
            total += waiting[0] * v
            waiting = None
        else:
            waiting = (v * v, 1)
    return total + xs[0]


def or_another_pair(xs):
    best = None
    for v in xs:
        if v > 1.0:
            best = (v, 2.0)
    a, b = best or (xs[0], 3.0)
    inside = best and best[0]
    return a * b if inside is None else a * b * inside


def none_inside_a_tuple(xs):
    state = (0.0, None)
    for x in xs:
        total, before = state
        if before is not None:
            total += before[0] * x
        state = (total, (x, x * x))
    return state[0]


def matched_with_none(x):
    pair = (x, 2.0) if x > 0 else None
    match pair:
        case None:
            return x * x
        case (a, b):
            return a * b


def kept_in_a_dict(xs):
    state = None
    for v in xs:
        if state is None:
            state = {"sum": v}
        state["sum"] += v * v
    return state["sum"]


def best_in_a_dict(xs):
    d = {"best": None, "n": 0}
    for x in xs:
        d["n"] += 1
        if d["best"] is None or x > d["best"][0]:
            d["best"] = (x, x * x)
    return d["best"][1] * d["n"]


def _halved(x, n):
    if n == 0:
        return None
    r = _halved(x * 0.5, n - 1)
    if r is None:
        return (x, x * x)
    return (r[0] + x, r[1] * x)


def none_at_the_end_of_a_recursion(x):
    r = _halved(x, 3)
    return r[0] * r[1]


def none_where_it_failed(xs):
    best = None
    for v in xs:
        try:
            if v < 0:
                raise ValueError("negative")
            best = (v, np.sqrt(v))
        except ValueError:
            best = None
    return xs[0] if best is None else best[0] * best[1]


def two_before(xs):
    a, b = None, None
    for x in xs:
        a, b = b, (x, x * 2)
    return a[0] * b[1]


def both_are_there(xs):
    a = b = None
    for x in xs:
        if x > 0:
            a = (x, 1.0)
        else:
            b = (x, 2.0)
    if a is not None and b is not None:
        return a[0] * b[0]
    return xs[0] ** 2


def none_inside_what_may_be_none(x):
    a = None
    if x > 0:
        a = ((x, 1.0), None)
    if x > 5:
        a = ((x, 1.0), (x, x))
    if a is None:
        return x
    return a[0][0] * 2 if a[1] is None else a[1][0] * x


def _square(x):
    return x * x


def _scaled_sine(x, k=3.0):
    y = x * k
    return np.sin(y) + y


def function_of_each_step(xs):
    functions = [np.sin, np.cos, _square]
    total = 0.0
    for i, x in enumerate(xs):
        total += functions[i % 3](x)
    return total


def function_by_index(x, i):
    functions = (np.sin, _scaled_sine, _square)
    return functions[i](x)


def function_by_condition(x, mode):
    if mode > 2:
        f = _square
    elif mode > 1:
        f = np.tanh
    else:
        f = lambda t: t * 3  # noqa: E731
    return f(x) + f(x * x)


def activation_in_a_loop(xs):
    h = 0.0
    for x in xs:
        f = np.tanh if x > 0 else _scaled_sine
        h = f(h + x)
    return h * f(h)


FUNCTIONS = {"sin": np.sin, "square": _square}


def function_by_name_outside(x, names):
    t = x
    for n in names:
        t = FUNCTIONS[n](t)
    return t


def integrator_by_order(x, order):
    def euler(y, h):
        return y + h * np.sin(y)

    def midpoint(y, h):
        k = y + 0.5 * h * np.sin(y)
        return y + h * np.sin(k)

    step = {1: euler, 2: midpoint}[order]
    for _ in range(4):
        x = step(x, 0.1)
    return x


class Line:
    def __init__(self, a):
        self.a = a

    def at(self, x):
        return self.a * x * x


def method_by_condition(x, c):
    one, other = Line(2.0), Line(x)
    f = one.at if c > 0 else other.at
    return f(x)


def chosen_functions_with_effects(x, c):
    n = 0.0

    def up(v):
        nonlocal n
        n += v
        return v

    def down(v):
        nonlocal n
        n -= v * v
        return v * 2

    f = up if c > 0 else down
    y = f(x)
    y += f(x * x)
    return y * n


def chosen_and_handed_on(xs):
    def twice(g, v):
        return g(g(v))

    return sum(twice(_square if x > 0 else np.sin, x) for x in xs)


def vectors_inside(x):
    class Vector:
        """Two numbers."""

        scale = 2.0

        def __init__(self, a, b=1.0):
            self.a, self.b = a, b

        def __add__(self, other):
            return Vector(self.a + other.a, self.b + other.b)

        def dot(self, other):
            return self.scale * (self.a * other.a + self.b * other.b)

        @property
        def norm(self):
            return np.sqrt(self.dot(self))

        @classmethod
        def of(cls, t):
            return cls(t, t * t)

    v = Vector.of(x)
    for _ in range(3):
        v = v + Vector(x)
    return v.norm


def records_inside(x):
    @dataclass
    class State:
        position: float
        speed: float = 2.0

        def moved(self, dt):
            return State(self.position + dt * self.speed, self.speed * 0.9)

    class Pair(NamedTuple):
        first: float
        second: float

    state = State(x, x * x)
    for _ in range(3):
        state = state.moved(0.1)
    pair = Pair(state.position, second=state.speed)
    return pair.first * pair.second


def derived_inside(x):
    class Base:
        k = 2.0

        def __init__(self, a):
            self.a = a

        def value(self):
            return self.a * self.k

    class Derived(Base):
        k = 3.0

        def __init__(self, a):
            super().__init__(a * a)

        def value(self):
            return super().value() + self.a

    return Base(x).value() * Derived(x).value()


def class_in_a_loop(xs):
    total = 0.0
    for x in xs:

        class Square:
            def __init__(self, a):
                self.a = a

            def __call__(self, t):
                return self.a * t

        total += Square(x)(x)
    return total


def exception_class_inside(x):
    class TooLarge(ValueError):
        pass

    try:
        if x > 0.5:
            raise TooLarge("x")
        y = x
    except TooLarge:
        y = x * x
    return y


def lists_of_unlike_length_zipped(x, w):
    squares = [v * v for v in x]
    weights = [np.sin(v) for v in w]
    total = 0.0
    for a, b in zip(squares, weights):
        total += a * b
    return total + sum(a * b * b for b, a in zip(weights, squares))


def places_taken_once(xs, keys):
    waiting, sums, known = list(keys), defaultdict(float), [0.0] * 4
    order = [3, 1, 3]
    for x in xs[:3]:
        sums[waiting.pop()] += x * x
    known[order.pop()] += xs[0] ** 2
    known[order.pop()] *= 2.0 + xs[1]
    known[order.pop()] += xs[2]
    return sums[3] * sums[1] + len(waiting) + known[3] ** 2 + known[1] - sums[2]


PROGRAMS = {
    places_taken_once: [(X, [3, 1, 3, 2, 1])],
    lists_of_unlike_length_zipped: [(X, X[:2]), (X[:1], X)],
    option_with_default: [(PARAMETERS, X)],
    option_that_may_be_missing: [({"w": 2.0}, 0.7), ({"w": 2.0, "bias": 0.3, "scale": 0.5}, 0.7)],
    option_asked_of_a_global: [(0.7,)],
    options_by_run_time_keys: [(PARAMETERS, ["a", "c", "b"])],
    options_merged: [(PARAMETERS, {"a": 0.3})],
    options_as_keywords: [(PARAMETERS, 0.7)],
    options_taken_out: [(PARAMETERS, 0.7)],
    options_updated_in_a_loop: [(PARAMETERS, X[:3])],
    options_updated_on_one_path: [(PARAMETERS, 0.7), (PARAMETERS, 0.3)],
    union_in_place_seen_by_both: [(PARAMETERS, 0.7)],
    updated_by_a_helper: [(PARAMETERS, 0.7)],
    options_inside_options: [({"inner": {"k": 0.5}}, 0.7)],
    options_in_a_list: [([PARAMETERS, {"a": 0.3, "b": 0.2}], 0.7)],
    arrays_by_name: [({"w": np.ones((2, 2))}, 0.7)],
    set_by_run_time_keys: [(PARAMETERS, ["a", "q"])],
    keys_with_one_value: [(0.7,)],
    sorted_entries: [(PARAMETERS, 0.7)],
    deleted_items: [(0.7, 1, ["a", "b", "c"])],
    best_pair: [(X,)],
    found_or_not: [(X,), (X[2:],)],
    point_before: [(X,)],
    best_by_place: [(X,)],
    closest_pair: [(X,)],
    search_by_a_helper: [(X,)],
    object_or_none: [(X,)],
    attribute_that_is_none_first: [(X,)],
    walked_until_none: [(0.7,)],
    none_again: [(X,)],
    or_another_pair: [(X,), (X[2:],)],
    none_inside_a_tuple: [(X,)],
    matched_with_none: [(0.7,), (-0.7,)],
    kept_in_a_dict: [(X,)],
    best_in_a_dict: [(X,)],
    none_at_the_end_of_a_recursion: [(0.7,)],
    none_where_it_failed: [(X,), (X[:2],)],
    two_before: [(X,)],
    both_are_there: [(X,), (X[:2],)],
    none_inside_what_may_be_none: [(0.7,), (-0.7,), (7.0,)],
    function_of_each_step: [(X,)],
    function_by_index: [(0.7, 1), (0.7, -1)],
    function_by_condition: [(0.7, 3), (0.7, 2), (0.7, 0)],
    activation_in_a_loop: [(X,)],
    function_by_name_outside: [(0.7, ["sin", "square", "sin"])],
    integrator_by_order: [(0.7, 1), (0.7, 2)],
    method_by_condition: [(0.7, 1), (0.7, 0)],
    chosen_functions_with_effects: [(0.7, 1), (0.7, 0)],
    chosen_and_handed_on: [(X,)],
    vectors_inside: [(0.7,)],
    records_inside: [(0.7,)],
    derived_inside: [(0.7,)],
    class_in_a_loop: [(X,)],
    exception_class_inside: [(0.7,), (0.3,)],
}

"""Programs that random testing found wrong once, shrunk and named."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

X = np.array([0.5, 1.5, -0.7])


def raises_inside_a_branch(x, w):
    for i in range(3):
        if x > 0.0:
            if x > 50.0:
                raise ValueError
        else:
            w = w * 1.6
    return np.sum(w * w)


def head_of_a_loop_counts(x):
    n = x * 0.5

    def up(t):
        nonlocal n
        n = n + t
        return n

    for v in (np.cos(up(x)), 1.0):
        n = n * v
    for k, v in enumerate([up(x), up(v)], start=1):
        n = n + k * v
    return n


def checked(p):
    if p > 0.9:
        raise ValueError("too large")
    return math.cos(p)


def one_except_of_two_kinds(x, y):
    try:
        s = checked(y)
    except (ValueError, KeyError):
        s = x * y
    return s * x


@dataclass
class Box:
    b: float = 1.0


def attribute_set_in_a_branch(x):
    box = Box(x)
    if x > 0:
        setattr(box, "b", x * x)
    return box.b * x


class Pair(NamedTuple):
    p: float
    q: float = 0.5


def kind_of_a_named_tuple(x, y):
    pair = Pair(x, y)
    if isinstance(pair, Pair) and isinstance(pair, tuple) and not isinstance(pair, list):
        return pair.p * pair.q
    return x


def replaced(x, y):
    pair = Pair(x)._replace(q=y * x)
    if x > 0.5:
        pair = pair._replace(p=pair.q)
    return pair.p * pair._asdict()["q"] + pair._replace(p=1.0).p


def patterns(x, y):
    match (x, y, x * y, 2):
        case (p, *m, 1):
            s = p * m[0]
        case (p, *m, 2):
            s = p * m[0] * m[-1]
    match {"k": x, "n": 2}:
        case {"k": p, "n": 1}:
            s = s + p
        case {"k": p, "n": 2}:
            s = s * p
    match Pair(x, y):
        case Pair(p, 0.5):
            s = s + p
        case Pair(p, q) if p > q:
            s = s * p
        case Pair(q=q):
            s = s * q
    match y:
        case str(_) | [*_]:
            s = 0.0
        case float(t) if t > 3.0:
            s = s * t
        case float():
            s = s + y
    return s * x


def returned_from_a_round(x, w):
    for i in range(2, -1, -1):
        w[i]
        if x >= 0.5:
            return w[i]
    return x


def kind_among(x, kind="b"):
    if kind not in ("a", "c") and x in (0.7, x):
        return x * x
    return x


def else_of_a_while_that_names(x, y):
    while (t := math.sin(x)) < 0.9:
        x = x + 0.2 * t
        if x > 100.0:
            break
    else:
        y += x * t
    k = 0
    while k < 3 and (t := x * k) < 5.0:
        k += 1
        if t > 1.5:
            break
    else:
        y *= t
    while 1 > 2:
        x = x * 2.0
    else:
        y += x
    return y


def until(items, bound):
    total = 0.0
    for item in items:
        total += item
        if total > bound:
            return total * bound
        yield total * item
    yield bound


def generator_left_early(x, y):
    for v in until(x, y):
        y = y * 0.5 + v
    return y + sum(until(x, 9.0))


def lists_spread(x, y):
    some = [y, *[v * y for v in x if v > 0.1], y * y]
    more = [*(v * v for v in x if v > 0.0), *some, *x]
    return sum(some) + more[0] * more[-1] * len(more)


def dicts_written_out(x, y):
    d = {int(x > 0.2): x, 0: x * x, **{"c": y}}
    e = {**d, 5: y, int(x > 0.1): 2.0 * x}
    k = {"a": x, **d}
    return sum(d.values()) * d[1] + e[0] * e[1] + k["c"] + len(k)


def methods_of_a_given_dict(x, table):
    copied = table.copy()
    copied["a"] = x
    table.update(b=x * x)
    y = table.setdefault("z", x) * table.get("b") + table.get("q", 3.0) * x
    if x > 0.5:
        table["b"] *= 2.0
    for name, v in copied.items():
        y = y * 0.5 + v
    return y + table.pop("b") * table["a"] * len(table)


def reduced_lists_of_arrays(x, y):
    rows = [x * 1.0]
    for _ in range(2):
        if x[0] > 0.0:
            rows.append(np.sin(rows[-1] + y))
    two = np.mean([x * y, y], axis=0) + np.max([x, y], axis=0, keepdims=True)[0]
    return np.sum(np.tanh(np.mean(rows, axis=0)) * np.sum(rows, axis=0) + two) + np.max(rows)


def items_written_as_they_are_walked(x):
    pairs = {"a": x, "b": x * x}
    total = 0.0
    for name, v in pairs.items():
        pairs[name] = v * 2.0
        total += v
    mixed = [x, (x, 2.0)]
    for i, _ in enumerate(mixed):
        mixed[i] = 3.0 * x * total
    return total + sum(mixed) * sum(pairs.values())


def counted_in_a_with_block(x, y):
    z = x
    with np.errstate(all="ignore"):
        for i, r in enumerate([y, x * y]):
            z += r * z / (i + 1.5)
    return z


class Wave:
    def __init__(self, w, scale):
        self.w, self.scale = w, scale

    def loss(self, t):
        return np.tanh(np.sum(self.w * t)) * self.scale


def returned_by_a_loop_of_no_rounds(x, u):
    z = np.exp(1j * x)
    i = 0
    while i < 0:
        i += 1
        if x > -0.8:
            return Wave(u, (z * z.conjugate()).imag).loss(0.5)
        x = math.tanh(x) + 0.5 * x
    return x + np.sum(u) + abs(z + x) ** 2


def kinds_of_either_number(x, y, u):
    z = y if x > 5.0 else u[0] * x
    match z:
        case float() as p if p > 0.2:
            x = x * p
        case (p, _):
            x = x - p
        case p:
            x = x - 2.0 * p
    if isinstance(z, np.float64):
        x = x * 1.5
    if isinstance(z, (np.floating, np.ndarray)) or not isinstance(z, (int, list)):
        x = x + z * y
    return x


def sine_below(p):
    if p > 0.8:
        raise ValueError(p)
    return math.sin(p) * 1.5


def returned_after_a_loop_that_fails(x, y, u):
    s = y
    try:
        for i in range(3):
            s += sine_below(s + i * 0.2)
    except ValueError:
        s = s * 0.5
    z = np.exp(1j * s)
    i = 0
    while i < 0:
        i += 1
        if s > -0.8:
            return Wave(u, (z * z.conjugate()).imag).loss(0.5)
        x = math.tanh(x) + 0.5 * x
    return x + np.sum(u) + s + abs(z + x) ** 2


def sorted_in_the_condition_of_a_comprehension(x, u):
    kept = [t for v in u if (t := v * sorted([x, x * x, 0.3])[1]) > 0.1]
    pairs = {k: sum(sorted([x, v * v])) for k, v in enumerate(u)}
    return sum(kept) + pairs[1] * sum(sorted([v, x])[0] for v in u if sorted([v, x])[1] > 0.2)


def cosines_and_more(v, p):
    q = 0.2
    for k in v:
        yield np.cos(q) * k
        q = math.sin(q + p)
    yield from (p, q)


def generator_that_ends_with_another(x, u):
    return sum(cosines_and_more(u, x)) * x


def swapped_in_a_loop_that_fails(x, y, u):
    s = x
    w = [x, y, x * y]
    for i in range(3):
        try:
            s += sine_below(s)
            u[0], u[1] = u[1], u[0] * s
            (w[i], t), *rest = (w[1], s), x * s
            w[i + 1], u[i + 2] = t * s, x * rest[0]
        except ValueError:
            s = s * 0.5 + 0.1
        except IndexError:
            s = s * x
    return s + np.sum(u * np.array([1.0, 2.0, 3.0])) + w[0] * w[1] * w[-1]


def written_after_a_factor_of_one(x, w):
    s = 0.1
    c = np.array([v * s for v in w]) * 1.0
    c[1] = x * c[0]
    return np.sum(c * w)


def best_by_key_in_a_statement_that_fails(x, y):
    for _ in range(2):
        try:
            x *= sine_below(x) if x > 1.5 else max((y, y * x), key=lambda p: p * p)
        except ValueError:
            x = x * 0.5
    return x


def flat_of_a_transposed(m):
    a = np.tanh(np.transpose(m)) * 1.0
    a.flat[0] += 0.37
    return np.sum(np.sin(a))


def handed_on(*parts):
    for part in parts:
        yield from part


def raised_first(b):
    b[1] += 0.5
    return 0.7


def array_written_by_what_a_loop_walks(w):
    """The rounds begin with what the argument of the generator has made of the array."""
    w = w * 1.0
    for v in handed_on([raised_first(w)], [0.3]):
        w = w * v
    return np.sum(w * w)


def lengthened(items):
    items.append(0.5)
    return 0.7


def list_lengthened_by_what_a_loop_walks(x):
    xs = [x]
    for v in handed_on([lengthened(xs)], [x]):
        xs = [k * v for k in xs]
    return sum(xs)


def dict_written_by_what_a_loop_walks(x):
    d = {"a": x}

    def put():
        d["a"] = d["a"] * x
        return 2.0

    for v in handed_on([put()], [x]):
        d = {"a": d["a"] * v}
    return d["a"]


def array_written_before_a_function_rebinds_it(w):
    w = w * 1.0

    def scale(v):
        nonlocal w
        w = w * v

    w[0] = 5.0
    for v in np.array([1.5, 2.0]):
        scale(v)
    return np.sum(w * w)


def handed_through(*args, **options):
    return args[0]


def lowered(b):
    for _ in (0.4,):
        b[0] -= 2.0


def conditional_read_before_a_write(y, w):
    """What a conditional reads is read where it stands, not where its value is used."""
    for _ in (p for p in w):
        x = handed_through(0.5 if y > 0.3 else w[0] * w[1], b=lowered(w))
    return x * w[1]


def ordered_in_handlers(x, u, w):
    try:
        np.multiply(w, 0.5, out=u)
    except Exception:
        x = sorted([x])[0]
    try:
        if x > 0.5:
            raise ZeroDivisionError
    except ArithmeticError:
        x = max((x, 0.1), key=lambda p: p * 0.5)
    return x * np.sum(u)


def truth_as_a_factor(x, u):
    return (x < 1.0) * sum(v for k, v in enumerate(u)) + len(u) * sum(v for v in u)


PROGRAMS = {
    truth_as_a_factor: [(0.4, X), (1.7, X)],
    ordered_in_handlers: [(0.7, np.ones(3), np.arange(3.0)), (0.3, np.ones(3), np.arange(3.0))],
    conditional_read_before_a_write: [
        (0.1, np.array([0.3, 0.7, 1.0])),
        (0.5, np.array([0.3, 0.7, 1.0])),
    ],
    array_written_by_what_a_loop_walks: [(np.array([0.3, 0.7, 1.0]),)],
    list_lengthened_by_what_a_loop_walks: [(1.3,)],
    dict_written_by_what_a_loop_walks: [(1.3,)],
    array_written_before_a_function_rebinds_it: [(np.array([0.3, 0.7, 1.0]),)],
    best_by_key_in_a_statement_that_fails: [(0.7, -1.2), (1.6, 0.3), (0.7, 1.2)],
    written_after_a_factor_of_one: [(0.7, X)],
    swapped_in_a_loop_that_fails: [(0.7, 1.2, X), (0.3, 0.4, X)],
    generator_that_ends_with_another: [(0.7, X)],
    returned_after_a_loop_that_fails: [(0.7, -0.4, X), (0.7, 0.3, X)],
    sorted_in_the_condition_of_a_comprehension: [(0.7, X), (0.27, X)],
    kinds_of_either_number: [(0.7, 1.2, X), (5.5, 0.1, X), (5.5, 0.3, X)],
    returned_by_a_loop_of_no_rounds: [(0.7, X)],
    counted_in_a_with_block: [(0.7, 1.2)],
    reduced_lists_of_arrays: [(X, np.array([0.3, -0.4, 1.1]))],
    items_written_as_they_are_walked: [(0.7,)],
    else_of_a_while_that_names: [(0.4, 1.2), (1.3, 0.3)],
    generator_left_early: [(X, 1.5), (X, 4.0)],
    lists_spread: [(X, 0.8)],
    dicts_written_out: [(0.7, 1.2)],
    methods_of_a_given_dict: [(0.7, {"b": 0.3, "a": 1.5}), (0.2, {"b": 0.3, "a": 1.5})],
    raises_inside_a_branch: [(2.0, X), (-2.0, X)],
    head_of_a_loop_counts: [(0.7,)],
    one_except_of_two_kinds: [(0.3, 0.5), (0.3, 1.5)],
    attribute_set_in_a_branch: [(0.7,), (-0.7,)],
    kind_of_a_named_tuple: [(0.7, 1.2)],
    returned_from_a_round: [(0.3, X), (0.8, X)],
    kind_among: [(0.7,), (0.7, "a")],
    replaced: [(0.7, 1.2), (0.3, 1.2)],
    patterns: [(0.7, 1.2), (1.4, 0.6), (0.3, 3.5)],
    flat_of_a_transposed: [(np.sin(np.arange(35.0)).reshape(5, 7),)],
}

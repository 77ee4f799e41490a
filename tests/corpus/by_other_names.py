"""Objects and functions reached by another way than their name: getattr, attributes, `__next__`."""

import functools
import math
import operator

import numpy as np


class Account:
    def __init__(self, rate):
        self.total, self.rate = 0.0, rate

    def add(self, v):
        self.total += v

    def spend(self, v):
        self.total -= v * self.rate

    def __call__(self, v):
        self.total += v
        return v * self.total


class Careful(Account):
    def add(self, v):
        self.total += 0.5 * v


class Turns:
    """Handles what comes by one method, then by the other."""

    def __init__(self, s):
        self.s, self.total = s, 0.0
        self.handler = self.first

    def first(self, v):
        self.total += v
        self.handler = self.second

    def second(self, v):
        self.total += v * self.s
        self.handler = self.first


class Powers:
    def __init__(self, n, s):
        self.n, self.s, self.i = n, s, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.s**self.i


class Around:
    def __init__(self, s):
        self.s = s

    def __iter__(self):
        return Powers(2, self.s)


def methods_by_name(s):
    a = Account(s)
    for word, v in (("add", s), ("spend", 2.0), ("add", s * s)):
        getattr(a, word)(v)
    operator.methodcaller("spend", s)(a)
    items = []
    getattr(items, "append")(a.total)
    return sum(items) * a.total


def method_of_the_base(s):
    a = Careful(0.5)
    a.add(s)
    super(Careful, a).add(s * s)
    return a.total


def partial_methods(s):
    a = Account(s)
    more = functools.partial(a.add, s)
    more()
    functools.partial(Account.spend, a)(s * s)
    more()
    return a.total


def objects_called_by_builtins(s):
    a = Account(s)
    total = sum(map(a, [s, s * s, 2.0])) + sum(filter(a, [s, 1.0]))
    best = sorted([s, 2.0, s * s], key=a)[0]
    return total * a.total * best


def reduced_into_an_object(s):
    def step(account, v):
        account.add(v)
        return account

    a = Account(s)
    b = functools.reduce(step, [s, s * s], a)
    return a.total * b.total


def one_list_for_all_keys(s):
    d = dict.fromkeys("ab", [s])
    d["a"].append(s * s)
    return sum(d["b"])


def functions_that_change_places(s):
    d = {"f": math.sin}
    steps = [math.exp, math.tanh]
    y = s
    for _ in range(3):
        y = d["f"](y) + steps[0](y)
        d["f"] = math.cos
        steps[0], steps[1] = steps[1], steps[0]
    return y


def handlers_that_change_places(s):
    m = Turns(s)
    for v in (1.0, 2.0, 0.5):
        m.handler(v)
    return m.total


def objects_with_next(s):
    total, powers = 0.0, Powers(5, s)
    for v in powers:
        if v > 3.0:
            break
        total += v
    else:
        total *= 10.0
    for v in Around(total):
        for w in Around(s * v):
            total += v * w
    return total * powers.i + sum(Powers(3, s)) * max(Powers(2, s)) * list(Powers(2, s))[1]


def any_stops_at_the_first(s):
    log = []
    xs = [s, 2.0]
    found = any(log.append(v) or v > 1.0 for v in (s, 2.0 * s, 3.0 * s))
    whole = all(log.append(u * v) or u * v < 2.0 for u in xs if u > 0 for v in (1.0, 2.0, 3.0))
    safe = any(xs[k] > 1.0 for k in range(5)) and any(math.log(v) > -9.0 for v in (s, -s))
    return sum(log) * s if found and safe and not whole else sum(log)


def mapped_over_a_generator(s):
    total = sum(map(math.sqrt, (math.log(v + 2.0) for v in (s, 2.0 * s))))
    total += max(map(lambda v: v * s, (math.log(v) for v in (s, 2.0 * s))))
    for k in range(2):
        assert s > 0.0, f"{1.0 / (k - k)}"
    return total


class Cell:
    def __init__(self, v, following=None):
        self.v, self.following = v, following

    def add(self, v):
        self.v += v
        return self


def list_grown_by_its_end(s):
    root = cur = Cell(s)
    for k in range(3):
        cur.following = Cell(k * s)
        cur = cur.following
    total, node = 0.0, root
    while node is not None:
        total += node.v
        node = node.following
    return total * root.following.v + root.v


def objects_that_change_places(s):
    a, b = Cell(s), Cell(1.0)
    p, q = a, b
    for _ in range(3):
        p.v = p.v * 3.0
        p, q = q, p
    keep = chain = Cell(s)
    for k in range(4):
        chain = chain.add(k * s)
    return a.v + 2.0 * b.v + keep.v


def buffers_that_change_places(s, n):
    cur, new = np.array([s, 1.0]), np.zeros(2)
    for _ in range(n):
        new[0] = cur[1] * s
        new[1] = cur[0] + 1.0
        cur, new = new, cur
    return cur[0] + 2.0 * new[1]


def lists_that_change_places(s, n):
    cur, new = [s, 1.0], [0.0, 0.0]
    for _ in range(n):
        new[0] = cur[1] * s
        new[1] = cur[0] + 1.0
        cur, new = new, cur
    return cur[0] + 2.0 * new[1]


def true_once_it_holds_something(s):
    items, table = [], {}
    total = s if items or table else 2.0 * s
    items.append(s)
    table["a"] = s
    if items:
        total *= s
    if table:
        total += items.pop()
    return total if items else total * total


def spacing_called_like_a_derivative(x):
    return x * x * dx + sum(x_grad(v) for v in (x, 2.0))


def x_grad(v):
    return 3.0 * v


def name_of_a_helper(x):
    return name_of_a_helper_grad(x) * x


def name_of_a_helper_grad(x):
    return x * 5.0


dx = 0.1


def runs_of_near_items(xs):
    runs, run = [], []
    for x in xs:
        if run and abs(x - run[-1]) > 0.5:
            runs.append(run)
            run = []
        run.append(x)
    if run:
        runs.append(run)
    return sum(sum(r) ** 2 for r in runs)


def groups_ended_by_an_item(xs):
    groups, group = [], []
    for x in xs:
        group.append(x)
        if x > 0.5:
            groups.append(group)
            group = []
    group.append(1.0)
    groups.append(group)
    return sum(sum(g) ** 2 for g in groups)


def groups_begun_by_an_item(xs):
    groups, group = [], []
    for x in xs:
        if x < 0:
            continue
        if x > 0.5:
            if group:
                groups.append(group)
            group = [x]
            continue
        group.append(x)
    else:
        groups.append(group)
    return sum(max(g) * sum(g) for g in groups)


def batches_of_two(xs):
    batches, batch = [], []
    for x in xs:
        batch.append(x * 2)
        if len(batch) == 2:
            done = batch
            batch = []
            batches.append(done)
    return sum(max(b) for b in batches) + sum(batch)


def array_of_an_argument_in_a_branch(d, v):
    if v[0] > 0.5:
        v = d["w"]
    v[1] += 0.5
    v[0] *= v[1]
    return np.sum(d["w"] * d["w"]) + np.sum(v)


def returned_early_or_written_to(x, u, w, n):
    def chosen(u, w):
        for i in range(n):
            if x > i:
                return w
        w[0] = 5.0 * x
        return u

    return np.sum(chosen(u, w) ** 2) + np.sum(w)


def names_exchanged_after_a_copy(x, u, w):
    if x > 0.5:
        u = w
        w = u.copy()
    u, w = w, u
    w[1] += x
    if x < 0.9:
        u *= x
    u[1] += 1
    return np.sum(u * u) + np.sum(w)


def view_in_a_list_whose_kind_changes(x, m, k):
    held = [m[1], k]
    m *= k
    for _ in range(3):
        held[1] = 0.5
        m[1] = k * x
    return held[0][1] * held[1]


def view_that_is_one_of_two_in_a_try(x, k, p):
    p = k[0] if x > 0.3 else p
    try:
        p[0] *= x
        if x > 0.9:
            raise ValueError
        k[1, 1] = 0.5
    except ValueError:
        k[0, 0] = x
    return np.sum(p)


ITEMS = np.array([0.1, 0.63, 0.33, -0.2, 0.94, 0.95, 0.2])
def own_object_made_anew(xs):
    mine = Account(xs[0])
    for x in xs:
        mine.total += x * mine.rate
        mine = Account(mine.total * x)
        mine.rate *= 2.0
    mine.total += 1.0
    return mine.total + mine.rate


def object_behind_the_one_walked(xs):
    accounts = [Account(x) for x in xs]
    before = accounts[0]
    total = 0.0
    for account in accounts[1:]:
        total = total * before.rate + account.rate
        before = account
    return total * before.rate


PROGRAMS = {
    own_object_made_anew: [([1.5, 2.0, 0.5],)],
    object_behind_the_one_walked: [([1.5, 2.0, 0.5],)],
    runs_of_near_items: [(ITEMS,)],
    groups_ended_by_an_item: [(ITEMS,)],
    groups_begun_by_an_item: [(ITEMS,)],
    batches_of_two: [(ITEMS,)],
    mapped_over_a_generator: [(1.3,)],
    list_grown_by_its_end: [(1.3,)],
    objects_that_change_places: [(1.3,)],
    buffers_that_change_places: [(1.3, 3), (1.3, 0)],
    lists_that_change_places: [(1.3, 3), (1.3, 0)],
    true_once_it_holds_something: [(1.3,)],
    spacing_called_like_a_derivative: [(1.3,)],
    name_of_a_helper: [(1.3,)],
    methods_by_name: [(1.3,)],
    method_of_the_base: [(1.3,)],
    partial_methods: [(1.3,)],
    objects_called_by_builtins: [(1.3,)],
    reduced_into_an_object: [(1.3,)],
    one_list_for_all_keys: [(1.3,)],
    functions_that_change_places: [(0.7,)],
    handlers_that_change_places: [(1.3,)],
    objects_with_next: [(1.3,), (0.6,)],
    any_stops_at_the_first: [(1.3,), (0.7,)],
    view_in_a_list_whose_kind_changes: [
        (0.7, np.array([[0.4, 1.5], [0.9, 0.3]]), np.array([0.9, 0.3]))
    ],
    view_that_is_one_of_two_in_a_try: [
        (0.7, np.array([[0.4, 1.5], [0.9, 0.3]]), np.array([0.9, 0.3])),
        (0.2, np.array([[0.4, 1.5], [0.9, 0.3]]), np.array([0.9, 0.3])),
        (1.7, np.array([[0.4, 1.5], [0.9, 0.3]]), np.array([0.9, 0.3])),
    ],
    returned_early_or_written_to: [
        (0.7, np.array([0.4, 1.5]), np.array([0.9, 0.3]), 2),
        (0.7, np.array([0.4, 1.5]), np.array([0.9, 0.3]), 0),
    ],
    names_exchanged_after_a_copy: [
        (0.7, np.array([0.4, 1.5]), np.array([0.9, 0.3])),
        (0.3, np.array([0.4, 1.5]), np.array([0.9, 0.3])),
        (1.3, np.array([0.4, 1.5]), np.array([0.9, 0.3])),
    ],
    array_of_an_argument_in_a_branch: [
        ({"w": np.array([0.4, 1.5])}, np.array([0.9, 0.3])),
        ({"w": np.array([0.4, 1.5])}, np.array([0.2, 0.3])),
    ],
}

"""Tries whose calls were half done when they failed: what a helper had changed is what is read."""

import contextlib
import functools
import math

import numpy as np


def fill(a, x, bad):
    for i in range(len(a)):
        if i == bad:
            raise ValueError(bad)
        a[i] = x * (i + 1)


def filled_until_it_failed(x, bad):
    a = np.zeros(4)
    try:
        fill(a, x, bad)
    except ValueError:
        a[-1] = x
    return np.sum(a * a)


def taken_below(out, xs, limit):
    for x in xs:
        if x > limit:
            raise ValueError
        out.append(x * x)
    return len(out)


def collected_until_it_failed(xs, limit):
    out = []
    n = 0
    try:
        n = taken_below(out, xs, limit)
    except ValueError:
        pass
    return sum(out) + n * xs[0]


class Account:
    """Counts what is taken before it looks whether there is so much."""

    def __init__(self, balance):
        self.balance = balance
        self.taken = []

    def take(self, amount):
        self.taken.append(amount)
        self.balance = self.balance - amount
        if self.balance < 0:
            raise RuntimeError("overdrawn")
        self.balance = self.balance * 0.9


def overdrawn(balance, amount):
    account = Account(balance)
    try:
        account.take(amount)
        account.take(amount * 1.1)
    except RuntimeError:
        account.balance = account.balance * 2
    return account.balance**2 + sum(account.taken)


def failed_inside_an_expression(x):
    a = [x]

    def bump(k):
        a[0] = a[0] * k
        if k > 2:
            raise ValueError(k)
        return a[0]

    try:
        y = bump(1.5) + bump(2.5) * bump(1.1)
    except ValueError as error:
        y = a[0] * (2.0 if str(error) == "2.5" else 3.0)
    return y * a[0]


def failed_before_the_sum(x, y):
    seen = [0.0, 0.0]

    def noted(k, v):
        seen[k] = v
        if v < 0:
            raise ArithmeticError
        return v

    total = x
    try:
        total += noted(0, x) * noted(1, y)
    except ArithmeticError:
        total -= seen[0]
    finally:
        total *= 1.5
    return total * x + seen[1]


def failed_in_a_condition(x, y):
    state = {"n": 0.0}

    def small(v):
        state["n"] += v
        if state["n"] > 2.0:
            raise OverflowError
        return state["n"] < 1.0

    s = 0.0
    try:
        while small(x):
            s += y
        if small(y) or small(x):
            s *= y
    except OverflowError:
        s -= x * y
    return s + state["n"] * x


def failed_in_a_helper_of_a_helper(x):
    a = np.array([x, 2 * x, 3 * x])

    def inner(k):
        a[k] *= 2.0
        return 1.0 / (k - 1) if k > 0 else a[0]

    def outer():
        s = 0.0
        for k in range(3):
            s += inner(k)
        return s

    s = 1.0
    try:
        s = outer()
    except ZeroDivisionError:
        s = a[1] * x
    return s + np.sum(a)


def failed_in_one_of_two_tries(x):
    log = []

    def step(v):
        log.append(v * v)
        if len(log) == 2:
            raise KeyError("second")
        if len(log) == 4:
            raise IndexError("fourth")

    s = 0.0
    try:
        for _ in range(4):
            try:
                step(x + s)
                s += 0.5 * x
            except KeyError:
                s += log[-1]
    except IndexError:
        s *= 2.0
    return s + sum(log)


def returned_before_it_failed(x, y):
    def found(seen, v):
        for k in range(3):
            seen[0] += v * k
            if seen[0] > 1.0:
                return seen[0]
        raise LookupError

    seen = [0.0]
    try:
        return found(seen, x) + found(seen, y)
    except LookupError:
        return 3.0 * seen[0]


class Positive:
    """A number that is counted before it is looked at."""

    def __init__(self, v, counted):
        self.v = v
        counted.append(v)
        if v < 0:
            raise ValueError


def made_half(x):
    counted = []
    try:
        p = Positive(x, counted)
        q = Positive(x - 1.0, counted)
        s = p.v * q.v
    except ValueError:
        s = counted[0] * counted[1]
    return s + len(counted) * x


def handed_on_by_partial(x):
    def put(into, factor, v):
        into["last"] = v * factor
        if v > 1.0:
            raise ValueError

    store = {"last": 0.0}
    put_double = functools.partial(put, store, 2.0)
    try:
        put_double(x)
        put_double(v=x + 1.0)
        store["last"] = 0.0
    except ValueError:
        pass
    return store["last"] * x


def lacks_a_key(x):
    known = {"a": x}
    try:
        y = known["b"]
    except KeyError:
        y = known["a"] * 2
    try:
        known.pop("c")
    except KeyError as error:
        y *= 3.0 if str(error) == "'c'" else 0.0
    return y * x


def lacks_an_item(x):
    xs = [x, 2 * x]
    try:
        y = xs[5]
    except IndexError:
        y = xs[-1]
    empty = []
    try:
        empty.pop()
    except IndexError:
        empty.append(x)
    try:
        a, b, c = xs
    except ValueError:
        c = x * x
    return y * empty[0] + c


def lacks_a_key_inside(x, kind):
    def rate(kind):
        rates = {"slow": x, "fast": 3 * x}
        return rates[kind]

    try:
        return rate(kind) * x
    except KeyError:
        return x**3


def lacks_it_on_one_path(x):
    rates = {"slow": x}
    y = rates["fast"] if x > 1.0 else rates["slow"]
    if x > 2.0:
        y += rates["none"]
    return y * y


def sometimes(x):
    if x > 1.0:
        return 2.0 * x


def noted(log, x):
    if x > 1.0:
        log.append(x)
        return True


def value_not_used(x, y):
    log = []
    sometimes(x)
    noted(log, x)
    noted(log, y)
    return sum(log) * x


def counted_outside(x):
    tally = {"n": 0, "s": 0.0}

    def tallied(v):
        tally["n"] += 1
        tally["s"] = tally["s"] + v
        return v * tally["n"]

    def checked(v):
        if v > 1.0:
            raise ValueError
        return v

    try:
        y = checked(tallied(x)) + checked(tallied(2 * x)) + checked(tallied(3 * x))
    except (ValueError, KeyError):
        y = tally["s"] if tally["n"] > 1 else x
    return y * x


class Halved:
    """Is half as large inside, and swallows one kind of error."""

    def __init__(self, items):
        self.items, self.first = list(items), items[0]

    def __enter__(self):
        self.first = self.first * 0.5
        return self

    def __exit__(self, kind, error, trace):
        self.first = self.first + 0.25
        return kind is ValueError

    def __setitem__(self, k, value):
        self.items[k % len(self.items)] = value


def manager_in_a_manager(x):
    outer = Halved([x, 2 * x])
    with outer as v:
        v[4] = x
        with Halved([math.sin(x), v.first]) as w:
            w[5] = x
            w.items[0] = np.cos(w.first)
    return outer.first * x


@contextlib.contextmanager
def swallowing(log):
    try:
        yield log
    except ValueError:
        log.append(2.0)
    else:
        log.append(3.0)
    finally:
        log.append(0.5)


def manager_that_swallows(x):
    y = x
    log = []
    with swallowing(log) as seen:
        y = x * 2
        seen.append(x)
        if y > 0.6:
            raise ValueError
        y = y * y
        if x < 0.0:
            return 7.0 * x
        y += math.sqrt(x)
    return y * x + sum(log)


def manager_that_swallows_in_a_loop(x):
    s = 0.0
    log = []
    for k in range(4):
        with swallowing(log):
            s += x * k
            if k == 2:
                raise ValueError
            if k == 3 and x > 0:
                break
            s += 1.0 + x
    return s * sum(log)


def half_filled(x, n):
    a = np.zeros(2)

    def fill(v):
        a[0] = v
        a[1] = v / n

    try:
        fill(x)
    except ZeroDivisionError:
        x = 2.0 * x
    return np.sum(a * a) * x


def item_taken_by_a_line_that_failed(x, n):
    items = [x for _ in range(3)]
    try:
        items.append(items.pop() / n)
    except ZeroDivisionError:
        items.append(x)
    return sum(items)


def caught_by_itself(t, a):
    try:
        if t > 0.2:
            raise KeyError(t)
        t = t * 2.0
    except Exception:
        scale = 0.5
    else:
        scale = 2.0
    a[1] = 1.0
    return sum((t, scale), a[0])


def call_whose_own_try_catches(t, x, a):
    total = x
    try:
        total += functools.partial(max, caught_by_itself(t, a))(x * x)
    except KeyError:
        pass
    return total * np.sum(a)


def between(t, a):
    try:
        a[0] = caught_by_itself(t, a) * math.sqrt(t - 0.3)
    except ValueError:
        a[2] = t * t
    return a[0] + t


def call_whose_helper_fails(t, x, a):
    total = x
    try:
        total += between(t, a) * x
        total += 1.0 / (t - 0.5)
    except ZeroDivisionError:
        total *= 3.0
    return total * np.sum(a)


PROGRAMS = {
    call_whose_own_try_catches: [(t, 0.7, np.full(3, 0.3)) for t in (0.1, 0.8)],
    call_whose_helper_fails: [(t, 0.7, np.full(3, 0.3)) for t in (0.1, 0.4, 0.8)],
    half_filled: [(2.0, 0), (2.0, 3)],
    item_taken_by_a_line_that_failed: [(0.4, 0), (0.4, 2)],
    manager_that_swallows: [(0.5,), (0.1,), (-0.5,)],
    manager_that_swallows_in_a_loop: [(0.5,), (-0.5,)],
    manager_in_a_manager: [(0.7,)],
    filled_until_it_failed: [(0.7, 2), (0.7, 7), (0.7, 0)],
    collected_until_it_failed: [([0.3, 0.8, 1.5], 1.0), ([0.3, 0.8, 1.5], 2.0)],
    overdrawn: [(3.0, 1.0), (1.5, 1.0), (0.5, 1.0)],
    failed_inside_an_expression: [(0.5,)],
    failed_before_the_sum: [(0.4, 0.7), (0.4, -0.7), (-0.4, 0.7)],
    failed_in_a_condition: [(0.3, 0.7), (1.2, 0.7), (0.3, 1.9)],
    failed_in_a_helper_of_a_helper: [(0.6,)],
    failed_in_one_of_two_tries: [(0.6,)],
    returned_before_it_failed: [(0.6, 0.2), (0.1, 0.2), (0.2, 0.6)],
    made_half: [(0.6,), (1.6,)],
    handed_on_by_partial: [(0.6,)],
    lacks_a_key: [(0.6,)],
    lacks_an_item: [(0.6,)],
    lacks_a_key_inside: [(0.6, "fast"), (0.6, "none")],
    lacks_it_on_one_path: [(0.6,)],
    value_not_used: [(0.6, 1.7), (1.2, 1.7)],
    counted_outside: [(0.2,), (0.4,), (1.4,)],
}

"""Iterators as arguments: walked once, in the forward sweep, as far as the program walks them."""

from __future__ import annotations

from itertools import accumulate, count, groupby, islice, pairwise, takewhile, tee

import numpy as np
import pytest

from adcompiler import CompileError, checkpoint, grad, jacfwd, jacrev, jvp, value_and_grad


def horner(x, coefficients):
    s = 0.0
    for c in coefficients:
        s = s * x + c
    return s


def head_and_rest(x, it):
    s = 0.0
    for k in it:
        s = s * x + k
        if k > 1.0:
            break
    for k in it:
        s = s + k * x * x
    return s


def beside_a_list(ys, it):
    s = 1.0
    for y, k in zip(ys, it):
        s = s * y + k * y
    return s


def stopped_by_the_shorter(x, it):
    s = 0.0
    for i, k in zip(range(2), it):
        s = s * x + k * i
    return s + next(it) * x


def stopped_after_the_longer(x, it):
    s = 0.0
    for k, i in zip(it, range(1)):
        s = s * x + k + i
    return s * next(it) * x


def in_pairs(x, it):
    s = 0.0
    for a, b in zip(it, it):
        s = s * x + a * b * x
    return s


def left_by_a_return(x, it):
    s = x
    for i, k in enumerate(it, 1):
        s = s * x + k * i
        if i == 3:
            return s
    return s * x


def some_in_each_round(x, it):
    s = x
    for i in range(3):
        for k in it:
            s = s * x + k
            if k > i:
                break
        else:
            s = s * s
    return s


def all_in_a_list(x, it):
    scaled = [k * x for k in it]
    return scaled[0] * scaled[-1] + sum(k * x for k in it)


def rounds_are_counted(x, it):
    s = 1.0
    for _ in it:
        s *= x
    return s


def names_of_parameters(p, it):
    s = 1.0
    for name in it:
        s = s * p[name]
    return s


def _summed(x, it):
    s = 0.0
    for k in it:
        s += k * x
        if k > 1.0:
            return s
    return s


def in_two_calls(x, it):
    return _summed(x, it) * _summed(x * x, it)


def sliced(x, it):
    s = x
    for k in islice(it, 2):
        s = s * x + k
    return s * next(it)


def taken_while_small(x, it):
    s = x
    for k in takewhile(lambda k: k < 1.0, it):
        s = s * x + k
    return s * next(it)


def through_a_generator(x, it):
    s = x
    for k in (k * x for k in it):
        s = s * x + k
        if s > 3.0:
            break
    return s * next(it, x)


def raised_on_the_way(x, it):
    s = x
    try:
        for k in it:
            if k > 1.0:
                raise ValueError("large")
            s = s * x + k
    except ValueError:
        s = s + next(it) * x
    return s


def only_walked(x, it):
    for _ in it:
        pass
    return x * next(it, x)


def arrays_and_pairs(x, it):
    s = x
    for a, b in it:
        s = s * x + np.sum(a * x) * b
    return s


def by_another_name(x, it):
    other = iter(it)
    s = next(other) * x
    for v in iter(it):
        s = s * v * x
        if v > 1.0:
            break
    return s * next(other)


XS = [0.5, 1.5, 2.5]


def numbered_in_a_dict(x, it):
    return dict(enumerate(it))[1] * x


def sums_until(x, it):
    s = x
    for total in accumulate(it, initial=x):
        s = s * total
        if total > 1.0:
            break
    return s


def neighbours_until(x, it):
    s = 0.0
    for a, b in pairwise(it):
        s = s + a * b * x
        if b > 0.3:
            break
    return s


def every_other(x, it):
    s = x
    for v in islice(it, 0, 3, 2):
        s = s * v
    for v in islice(it, 1, None):
        s = s + v * x * x
    return s


CASES = [
    (numbered_in_a_dict, 0.7, XS),
    (horner, 0.7, XS),
    (horner, 0.7, []),
    (head_and_rest, 0.7, XS),
    (beside_a_list, [0.3, 0.6, 0.9], XS),
    (beside_a_list, [0.3, 0.6], XS),
    (stopped_by_the_shorter, 0.7, XS),
    (stopped_after_the_longer, 0.7, [*XS, 3.5]),
    (in_pairs, 0.7, XS),
    (left_by_a_return, 0.7, XS),
    (left_by_a_return, 0.7, XS[:2]),
    (some_in_each_round, 0.7, XS),
    (all_in_a_list, 0.7, XS),
    (rounds_are_counted, 0.7, XS),
    (names_of_parameters, {"a": 0.7, "b": 0.4}, ["a", "b", "a"]),
    (in_two_calls, 0.7, XS),
    (sliced, 0.7, XS),
    (taken_while_small, 0.7, XS),
    (through_a_generator, 0.7, XS),
    (raised_on_the_way, 0.7, XS),
    (only_walked, 0.7, XS),
    (sums_until, 0.7, XS),
    (sums_until, 0.2, XS),
    (neighbours_until, 0.7, XS),
    (every_other, 0.7, XS),
    (every_other, 0.7, XS + XS),
    (by_another_name, 0.7, XS),
    (arrays_and_pairs, 0.7, [(np.ones(3), 2.0), (np.arange(3.0), 3.0)]),
]
KINDS = {"iterator": iter, "generator": lambda xs: (x for x in xs)}
EVERY = pytest.mark.parametrize(
    ("function", "x", "items"), CASES, ids=[f"{f.__name__}-{k}" for k, (f, *_) in enumerate(CASES)]
)


def moved(x, step):
    """Return the argument with each of its numbers moved, one after another."""
    if isinstance(x, float):
        return [x + step]
    keys = x if isinstance(x, dict) else range(len(x))
    found = []
    for k in keys:
        other = x.copy()
        other[k] += step
        found.append(other)
    return found


def differences(function, x, items, step=1e-6):
    pairs = zip(moved(x, step), moved(x, -step), strict=True)
    return [(function(p, iter(items)) - function(q, iter(items))) / (2 * step) for p, q in pairs]


def numbers(slope):
    return list(slope.values()) if isinstance(slope, dict) else np.atleast_1d(slope).tolist()


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
@EVERY
def test_takes_what_the_plain_call_takes(function, x, items, make):
    plain, first = make(items), make(items)
    value = function(x, plain)
    left = [id(i) for i in plain]
    derivative = value_and_grad(function)
    for taken in (first, make(items)):
        found, slope = derivative(x, taken)
        assert found == value
        assert [id(i) for i in taken] == left
        assert numbers(slope) == pytest.approx(differences(function, x, items), rel=1e-6)


@EVERY
def test_forward_mode_and_second_order(function, x, items):
    if not isinstance(x, float):
        return
    taken = iter(items)
    value, tangent = jvp(lambda y: function(y, taken), (x,), (1.0,))
    assert value == function(x, iter(items))
    slope = grad(function)
    assert tangent == pytest.approx(slope(x, iter(items)))
    (second,) = differences(slope, x, items)
    assert grad(slope)(x, iter(items)) == pytest.approx(second, rel=1e-6, abs=1e-8)


def endless(x, it):
    s = x
    for k, y in zip([1.0, 2.0], it):
        s = s * k + y * x
    return s


def test_an_iterator_that_never_ends():
    numbers_ = count(1)
    assert grad(endless)(2.0, numbers_) == 2.0 + 2.0 + 2.0
    assert next(numbers_) == 3


def any_of_it(x, it):
    return x * next(it) if any(k > 0.4 for k in it) else x


@pytest.mark.parametrize("items", [[0.1, 0.5, 0.7], [0.1, 0.2], [0.5, 0.6]])
def test_any_leaves_what_python_leaves(items):
    taken = iter(items)
    value, slope = value_and_grad(any_of_it)(1.3, taken)
    plain = iter(items)
    assert value == any_of_it(1.3, plain)
    assert list(taken) == list(plain)
    assert slope == pytest.approx(value / 1.3)


def summed_so_far(x, it):
    return sum(accumulate(it)) * x


def second_slice(x, it):
    return sum(list(islice(it, 1, 2))) * x


def in_groups(x, it):
    return sum(sum(g) * x for _, g in groupby(it))


def both_twice(x, it):
    a, b = tee(it)
    return x * next(a) * next(b)


def from_the_end(x, it):
    return sum([k * x for k in reversed(it)])


def unpacked(x, it):
    a, b = it
    return a * b * x


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (summed_so_far, "a generator that takes from an iterator"),
        (second_slice, "a generator that takes from an iterator"),
        (in_groups, "groupby of an iterator from outside"),
        (from_the_end, "cannot be walked from its end"),
        (unpacked, "make a list of it first"),
        (both_twice, "tee of an iterator from outside"),
    ],
)
def test_refused(function, words):
    with pytest.raises(CompileError, match=words):
        grad(function)(0.7, iter(XS))


def quadratic(v, it):
    s = v * 0.0
    for k in it:
        s = s + k * v * v
    return s


def walked_again(x, it):
    @checkpoint
    def inner(y):
        s = 0.0
        for k in it:
            s = s + k * y * y
        return s

    return inner(x)


def test_what_would_walk_twice_is_refused():
    with pytest.raises(CompileError, match="walked for each example anew"):
        jacfwd(quadratic)(np.array([1.0, 2.0]), iter(XS))
    with pytest.raises(CompileError):
        grad(walked_again)(2.0, iter(XS))
    assert np.allclose(jacrev(quadratic)(np.array([1.0, 2.0]), iter(XS)), np.diag([9.0, 18.0]))


COUNTS = count(1)


def from_outside(x):
    for k in COUNTS:
        x = x * k
        if k % 3 == 0:
            break
    return x


def test_an_iterator_outside_goes_on_where_the_last_call_left_it():
    gradient = value_and_grad(from_outside)
    assert gradient(2.0) == (12.0, 6.0)
    assert gradient(2.0) == (240.0, 120.0)
    assert next(COUNTS) == 7

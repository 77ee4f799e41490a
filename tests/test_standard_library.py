"""Programs of the standard library whose gradient is right, its text not read again."""

import heapq
import itertools
import math

import numpy as np
import oracle
import pytest

from adcompiler import check_grads, value_and_grad
from adcompiler.frontend.library import iterating, walking


def shortest_path(w):
    n = len(w)
    distance = [math.inf] * n
    distance[0] = 0.0
    heap = [(0.0, 0)]
    while heap:
        d, u = heapq.heappop(heap)
        if d > distance[u]:
            continue
        for v in range(n):
            if v != u:
                through = d + w[u, v]
                if through < distance[v]:
                    distance[v] = through
                    heapq.heappush(heap, (through, v))
    return distance[2]


def apart(xs):
    s = 0.0
    for a, b in itertools.combinations(xs, 2):
        s += (a - b) ** 2
    return s + sum(a * b * b for a, b in itertools.permutations(xs, 2))


W = np.array([[0.0, 1.0, 4.0], [1.0, 0.0, 2.0], [4.0, 2.0, 0.0]])


@pytest.mark.parametrize(("program", "value"), [(shortest_path, W), (apart, [0.3, 0.8, 1.5])])
def test_gradient(program, value):
    assert value_and_grad(program)(value)[0] == program(value)
    check_grads(program, (value,), order=2)


SLICES = [(2,), (0,), (None,), (1, 3), (1, None), (3, 2), (0, 5, 3), (1, 4, 2), (None, None, 2)]
ITERATED = {
    **{f"islice{b}": lambda f, it, b=b: f["islice"](it, *b) for b in SLICES},
    "accumulate": lambda f, it: f["accumulate"](it),
    "accumulate_initial": lambda f, it: f["accumulate"](it, initial=2.0),
    "pairwise": lambda f, it: f["pairwise"](it),
    "takewhile": lambda f, it: f["takewhile"](lambda v: v < 3, it),
    "dropwhile": lambda f, it: f["dropwhile"](lambda v: v < 2, it),
    "filterfalse": lambda f, it: f["filterfalse"](lambda v: v % 2, it),
}


@pytest.mark.parametrize("taken", range(4))
@pytest.mark.parametrize("make", ITERATED.values(), ids=ITERATED)
def test_a_model_takes_of_an_iterator_what_python_takes(make, taken):
    plain, modelled = iter(range(6)), walking.Items(range(6))
    ours, theirs = make(vars(iterating), modelled), make(vars(itertools), plain)
    assert [*itertools.islice(ours, taken)] == [*itertools.islice(theirs, taken)]
    assert walking.rest(modelled) == range(6)[6 - len([*plain]) :]


def first_of(xs, n):
    return sum(itertools.islice(xs, n))


def from_to(xs, n):
    return sum(itertools.islice(xs, n, 3))


def in_steps(xs, n):
    return sum(itertools.islice(iter(xs), 0, 3, n))


@pytest.mark.parametrize("program", [first_of, from_to, in_steps])
def test_islice_raises_for_bounds_as_python_does(program):
    """A slice of a list takes `-1` for the item before the last."""
    assert value_and_grad(program)([0.3, 0.8, 1.5], 1)
    with pytest.raises(ValueError, match="islice") as theirs:
        program([0.3, 0.8, 1.5], -1)
    with pytest.raises(ValueError, match="islice") as ours:
        value_and_grad(program)([0.3, 0.8, 1.5], -1)
    assert str(ours.value) == str(theirs.value)


def appended_after_the_end(xs):
    it = iter(xs)
    s = sum(it) + next(it, xs[0])
    for v in it:
        s += v
    xs.append(2.0 * s)
    return s * xs[-1] + sum(it) + next(it, xs[1])


def appended_before_the_end(xs):
    it = iter(xs)
    s = next(it)
    xs.append(2.0 * s)
    for v in it:
        s += v * v
    return s + next(it, 3.0 * s)


@pytest.mark.parametrize("program", [appended_after_the_end, appended_before_the_end])
def test_an_iterator_at_its_end_stays_there(program):
    found, gradient = value_and_grad(program)([0.5, 0.8, 0.3])
    assert found == program([0.5, 0.8, 0.3])
    (estimate,) = oracle.differences(lambda xs: program([*xs]), ([0.5, 0.8, 0.3],), (0,))
    np.testing.assert_allclose(gradient, [d.value for d in estimate], rtol=1e-6)

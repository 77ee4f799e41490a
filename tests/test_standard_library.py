"""Programs of the standard library whose gradient is right, its text not read again."""

import heapq
import itertools
import math

import numpy as np
import pytest

from adcompiler import check_grads, value_and_grad


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

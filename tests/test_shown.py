"""Who sees a write into an array: its views do, its copies do not; what is not sure is refused.

Each program makes `v` of `b`, writes to one of them, and reads the other.
"""

from __future__ import annotations

import itertools
import linecache
import math
from collections import Counter

import numpy as np
import oracle
import pytest

from adcompiler import CompileError, grad

MADE = """
np.rot90(b)
np.rot90(b,2)
np.rot90(b,4)
np.rollaxis(b,1)
np.rollaxis(b,0)
np.atleast_3d(b)
np.atleast_2d(b)
np.atleast_1d(b)
np.linalg.diagonal(b)
np.diagonal(b)
np.diag(b)
np.moveaxis(b,0,1)
np.swapaxes(b,0,1)
np.transpose(b)
b.T
b.ravel()
np.ravel(b)
b.reshape(9)
np.reshape(b,(9,))
b.flatten()
np.squeeze(b)
np.expand_dims(b,0)
np.flip(b)
np.flipud(b)
np.fliplr(b)
b[::-1]
b[1:]
b[:, 1]
b[1]
b[None]
b[...]
b[[0,1]]
b[b>0]
np.take(b,[0,1],axis=0)
np.split(b,3)[0]
np.array_split(b,2)[0]
np.vsplit(b,3)[1]
np.hsplit(b,3)[1]
np.asarray(b)
np.asanyarray(b)
np.ascontiguousarray(b)
np.array(b)
b.copy()
b.astype(float)
b.astype(float,copy=False)
np.real(b)
b.real
np.imag(b+0j)
np.broadcast_to(b,(2,3,3))[0]
np.broadcast_arrays(b,b)[0]
np.meshgrid(b[0],b[1])[0]
np.squeeze(b[None])
b.squeeze()
b.transpose()
b.swapaxes(0,1)
b.diagonal()
np.tril(b)
np.triu(b)
np.roll(b,1)
np.tile(b,1)
np.repeat(b,1)
np.concatenate([b])
np.stack([b])
np.vstack([b])
np.hstack([b])
np.where(b>0,b,b)
np.clip(b,-9,9)
np.nan_to_num(b)
np.sort(b)
np.positive(b)
+b
np.abs(b)
b.view()
np.choose(0,[b])
np.select([b>-9],[b])
b.flat[1:3]
np.compress([1,1,0],b,axis=0)
np.resize(b,(3,3))
np.trim_zeros(b[0])
np.partition(b,1)
np.einsum('ij->ij',b)
np.einsum('ii->i',b)
np.einsum('ij->ji',b)
np.append(b,b)
np.insert(b,0,1.0)
np.delete(b,0,axis=0)
np.pad(b,0)
np.unwrap(b)
np.matrix_transpose(b)
b.mT
np.permute_dims(b,(1,0))
b.conj()
np.conj(b)
np.conjugate(b)
np.real_if_close(b)
np.unstack(b)[1]
np.copy(b)
np.fmax(b,b)
np.block([b])
b.clip(-9,9)
b.take([0,1])
b.repeat(1)
np.column_stack([b])
np.require(b)
np.asfarray(b)
np.asarray_chkfinite(b)
np.full_like(b,1)*b
np.linalg.matrix_transpose(b)
np.lib.stride_tricks.sliding_window_view(b,(1,1))
np.ndarray.view(b)
np.shape(b)[0]*b
np.float64(b)
np.asarray(b,dtype=float)
np.array(b,ndmin=2)
np.array([b])[0]
np.array(b,copy=True)
np.take_along_axis(b,np.argsort(b),1)
np.diagflat(b[0])
np.extract(b>0,b)
b.compress([1,1,0],axis=0)
np.fft.fftshift(b)
np.cumsum(b)
np.apply_along_axis(lambda r: r, 0, b)
np.vectorize(lambda v: v)(b)
max(b, key=np.sum)
sorted(b, key=np.sum)[0]
list(b)[0]
[*b][0]
tuple(b)[0]
next(iter(b))
b.tolist()[0][0]*b
b.item(0)*b
"""
STARTS = ("b = a.copy()", "b = np.zeros((3, 3)); b[:] = a")
WRITES = (
    ("b *= 2.0", "v"),
    ("v *= 2.0", "b"),
    ("v[0] = 3.0", "b"),
    ("b[0] = 3.0", "v"),
)
WAYS = list(itertools.product(STARTS, WRITES))
A = np.array([[1.3, 0.4, 2.1], [0.7, 1.9, -0.6], [0.2, -1.1, 2.7]])
# Each with one way in turn: all of them take minutes.
CASES = [(made, *WAYS[k % len(WAYS)]) for k, made in enumerate(MADE.strip().splitlines())]


def differs(function, args, argnums):
    """Return where a gradient is not that of differences; a refusal is none."""
    try:
        found = grad(function, argnums=argnums)(*args)
    except CompileError:
        return ""
    estimates = oracle.differences(function, args, argnums)
    for g, estimate in zip(found, estimates, strict=True):
        for have, d in zip(oracle.leaves(g), estimate, strict=True):
            if not np.allclose(have, d.value, rtol=1e-5, atol=1e-6):
                return f"{have}, differences {d.value}"
    return ""


@pytest.mark.parametrize(("made", "start", "write"), CASES, ids=[c[0] for c in CASES])
def test_a_write_is_seen_as_numpy_shows_it(made, start, write):
    line, read = write
    text = (
        f"def f(a):\n    {start}\n    v = {made}\n    {line}\n    return np.sum({read} * {read})\n"
    )
    name = f"<seen {made} {start} {line}>"
    linecache.cache[name] = len(text), None, text.splitlines(True), name
    space = {"np": np}
    exec(compile(text, name, "exec"), space)
    try:
        space["f"](A.copy())
    except (AttributeError, TypeError, ValueError, IndexError):
        pytest.skip("NumPy has it not, or does not let it be written to")
    assert not differs(space["f"], (A.copy(),), (0,))


class Box:
    def __init__(self, x):
        self.x = x
        self.h = [x]


def through_the_one_before(xs):
    boxes = [Box(x) for x in xs]
    before = boxes[0]
    for box in boxes[1:]:
        before.x += box.x
        before = box
    return sum(box.x for box in boxes)


def through_a_list_inside(xs):
    boxes = [Box(x) for x in xs]
    one = boxes[0]
    for _ in range(2):
        one.h.append(xs[0])
        one = boxes[0]
    return sum(boxes[0].h)


def bump(e, t):
    e[0] += t


def through_a_helper(xs):
    rows = [[xs[0], 2.0], [xs[1], 2.0]]
    e = rows[len(xs) % 2]
    for j in range(2):
        bump(e, xs[0])
        e = rows[j % 2]
    return sum(rows[0]) + sum(rows[1])


def item_of_a_tuple(xs):
    rows = [[x, 2.0, x] for x in xs]
    e = tuple(rows)[0]  # noqa: RUF015
    e[1] *= xs[0]
    return sum(sum(q) for q in rows) + sum(e)


def keys_of_a_counter(xs):
    return sum(k * n for k, n in Counter(xs).items())


def keys_summed(xs):
    return sum({xs[0]: 1, xs[1] * 2: 2})


def keys_turned_round(xs):
    places = {v: i for i, v in enumerate(xs)}
    values = {i: v for v, i in places.items()}
    return values[0] * values[1]


def key_of_the_greatest(xs):
    counts = {}
    for x in xs:
        counts[x] = counts.get(x, 0) + 1
    return max(counts, key=counts.get) * 2


def keys_walked_backwards(xs):
    w = {2: xs[0], 3: xs[1]}
    t = 0.0
    for k in w:
        t = t * xs[0] + w[k] * math.sin(t + k)
    return t


def graph_by_numbers(xs):
    graph = {0: [1, 2], 1: [2], 2: []}
    flow = {0: xs[0], 1: xs[1] * xs[0], 2: 0.0}
    for u in graph:
        for v in graph[u]:
            flow[v] += flow[u] * 0.5
    return flow[2]


PROGRAMS = (
    through_the_one_before, through_a_list_inside, through_a_helper, item_of_a_tuple,
    keys_of_a_counter, keys_summed, keys_turned_round, key_of_the_greatest,
    keys_walked_backwards, graph_by_numbers,
)  # fmt: skip
RIGHT = {keys_walked_backwards, graph_by_numbers}


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_write_or_a_key_is_not_lost(program):
    assert not differs(program, ([1.5, 2.0],), (0,))
    if program in RIGHT:
        assert grad(program)([1.5, 2.0])

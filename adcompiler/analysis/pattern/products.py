"""Products over axes: which elements meet is written in letters, as for `np.einsum`."""

from __future__ import annotations

import math
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import numpy as np

from adcompiler.analysis.pattern.at import At
from adcompiler.analysis.pattern.rows import EMPTY
from adcompiler.analysis.pattern.trees import Tree

LEADING = "αβγδεζηθικλμ"  # of axes that have no letter of their own
MOST = 1 << 24  # elements of the space of all letters


def contracted(at: At, letters: list[str], out: str, deps: list[Any]) -> Tree:
    """Return the pattern of a contraction: of each operand all that is summed over."""
    shapes = [np.shape(v) for v in at.values[: len(letters)]]
    reached: list[Any] = []
    for own, ids, shape in zip(letters, deps, shapes, strict=True):
        if ids is None:
            continue
        ids = np.reshape(ids, shape)
        gone = tuple(k for k, c in enumerate(own) if c not in out)
        kept = "".join(c for c in own if c in out)
        found = at.rows.over(ids, gone) if gone else ids
        reached.append(_laid(found, kept, out))
    for k in range(len(deps)):
        for j in range(k):
            if deps[k] is not None and deps[j] is not None:
                _meet(at, [(letters[n], np.reshape(deps[n], shapes[n])) for n in (j, k)], out)
    found = EMPTY
    for ids in reached:
        found = at.rows.joined(found, ids)
    if len(reached) > 2:
        at.pairs.smooth(found)
    return at.spread(np.broadcast_to(found, _shape(letters, shapes, out)))


def _shape(letters: list[str], shapes: list[tuple[int, ...]], out: str) -> tuple[int, ...]:
    """Return the sizes of the letters of the result; an axis of size 1 is spread."""
    sizes: dict[str, int] = {}
    for own, shape in zip(letters, shapes, strict=True):
        for c, n in zip(own, shape, strict=True):
            sizes[c] = n if sizes.get(c, 1) == 1 else sizes[c]
    return tuple(sizes[c] for c in out)


def _laid(ids: Any, letters: str, out: str) -> Any:
    """Return an array with its axes in the order of the result, new ones of size 1 between."""
    ids = np.asarray(ids)
    order = sorted(range(len(letters)), key=lambda k: out.index(letters[k]))
    ids = np.transpose(ids, order)
    return np.expand_dims(ids, tuple(k for k, c in enumerate(out) if c not in letters))


def _meet(at: At, pair: list[tuple[str, Any]], out: str) -> None:
    """Note which elements of two operands are multiplied with one another."""
    every = "".join(dict.fromkeys(c for own, _ in pair for c in own))
    shape = _shape([own for own, _ in pair], [np.shape(ids) for _, ids in pair], every)
    if math.prod(shape) > MOST:  # then what meets in one element of the result
        for own, ids in pair:
            gone = tuple(k for k, c in enumerate(own) if c not in out)
            at.pairs.smooth(at.rows.over(ids, gone) if gone else ids)
        gathered = [at.rows.over(ids, None) for _, ids in pair]
        at.pairs.crossed(*gathered)
        return
    at.pairs.crossed(*(_laid(ids, own, every) for own, ids in pair))


def everything(at: At) -> Tree:
    """Return that each element of the result depends on all of the operands."""
    found = at.rows.united(np.concatenate([np.ravel(d) for d in at.deps if d is not None]))
    at.pairs.smooth(found)
    return at.spread(found)


def einsum(at: At) -> Tree:
    """A product written in letters."""
    before, out = at.op.attrs["subscripts"].split("->")
    inputs = before.split(",")
    extra = ""
    for k, own in enumerate(inputs):
        missing = np.ndim(at.values[k]) - len(own.replace("...", ""))
        lead = LEADING[-missing:] if missing else ""
        extra = max(extra, lead, key=len)
        inputs[k] = own.replace("...", lead)
        if len(set(own) - {"."}) < len(own.replace(".", "")):
            return everything(at)
    return contracted(at, inputs, out.replace("...", extra), list(at.deps))


def matmul(at: At) -> Tree:
    """Rows times columns, of stacks of matrices too."""
    n, m = (np.ndim(v) for v in at.values)
    x = "k" if n == 1 else LEADING[len(LEADING) + 2 - n :] + "ik"
    y = "k" if m == 1 else LEADING[len(LEADING) + 2 - m :] + "kj"
    lead = max(x[:-2] if n > 2 else "", y[:-2] if m > 2 else "", key=len)
    out = lead + ("i" if n > 1 else "") + ("j" if m > 1 else "")
    return contracted(at, [x, y], out, list(at.deps))


def dot(at: At) -> Tree:
    """The last axis of one with the last but one of the other."""
    n, m = (np.ndim(v) for v in at.values)
    x, y = list(ascii_lowercase[:n]), list(ascii_uppercase[:m])
    if n and m:
        y[max(m - 2, 0)] = x[-1]
    return _pair(at, "".join(x), "".join(y))


def inner(at: At) -> Tree:
    """The last axes of both."""
    n, m = (np.ndim(v) for v in at.values)
    x, y = ascii_lowercase[:n], ascii_uppercase[:m]
    return _pair(at, x, y[:-1] + x[-1] if n and m else y)


def tensordot(at: At) -> Tree:
    """The axes that are given, or so many last of the one and first of the other."""
    n, m = (np.ndim(v) for v in at.values[:2])
    axes = at.option("axes")
    if isinstance(axes, int):
        axes = (tuple(range(n - axes, n)), tuple(range(axes)))
    x, y = list(ascii_lowercase[:n]), list(ascii_uppercase[:m])
    for j, k in zip(*(np.atleast_1d(a).tolist() for a in axes), strict=True):
        y[k] = x[j]
    return _pair(at, "".join(x), "".join(y))


def _pair(at: At, x: str, y: str) -> Tree:
    out = "".join(c for c in x + y if (x + y).count(c) == 1)
    return contracted(at, [x, y], out, list(at.deps[:2]))


def outer(at: At) -> Tree:
    """Each element with each."""
    ids = [None if d is None else np.ravel(d) for d in at.deps]
    if ids[0] is not None and ids[1] is not None:
        at.pairs.crossed(ids[0][:, None], ids[1])
    columns = EMPTY if ids[0] is None else ids[0][:, None]
    return at.spread(at.rows.joined(columns, EMPTY if ids[1] is None else ids[1]))


def vdot(at: At) -> Tree:
    """The elements of both, one by one, whatever their shape."""
    ids = [None if d is None else np.ravel(d) for d in at.deps]
    if ids[0] is not None and ids[1] is not None:
        at.pairs.crossed(*ids)
    found = [at.rows.united(i) for i in ids if i is not None]
    return at.spread(at.rows.united(np.array(found)))


def cross(at: At) -> Tree:
    """Vectors of three entries, all of which meet."""
    found = [None if d is None else at.rows.over(d, -1, keepdims=True) for d in at.deps]
    if found[0] is not None and found[1] is not None:
        at.pairs.crossed(*found)
    return at.spread(at.rows.joined(*(EMPTY if f is None else f for f in found)))


def convolve(at: At) -> Tree:
    """A window of one slides along the other."""
    n, m = (len(v) for v in at.values[:2])
    if n * m > MOST:
        return everything(at)
    x, y = (np.zeros(k, dtype=np.int64) if d is None else d for k, d in zip((n, m), at.deps))
    places = np.arange(n)[:, None] + np.arange(m)
    if at.deps[0] is not None and at.deps[1] is not None:
        at.pairs.crossed(x[:, None], y)
    ids = np.concatenate([np.repeat(x, m), np.tile(y, n)])
    owners = np.tile(np.ravel(places), 2)
    found = at.rows.unions(owners[ids != EMPTY], ids[ids != EMPTY], n + m - 1)
    short = min(n, m)
    cut = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}[at.option("mode")]
    return found[cut : cut + len(at.out)]

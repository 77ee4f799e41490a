"""Products of matrices and vectors, and linear systems: stacks of them."""

from __future__ import annotations

import operator
from string import ascii_letters
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.batching.place import Apart, Many, batching
from adcompiler.gates.infer import summed_axes
from adcompiler.ir.nodes import Atom, made_by


def contract(at: Many, inputs: list[str], out: str) -> Atom:
    """Append an einsum with one letter more, of the examples."""
    used = set("".join([*inputs, out]))
    # b is for batch
    letter = next(c for c in ("b", *ascii_letters) if c not in used)
    texts = [letter + s if at.led(k) else s for k, s in enumerate(inputs)]
    return at.apply(core.einsum, *at.args, subscripts=f"{','.join(texts)}->{letter}{out}")


def letters(count: int, start: int = 0) -> str:
    """Return so many letters for axes.

    >>> letters(2), letters(1, 2)
    ('ij', 'k')
    """
    return "ijklmnopqrstuvwxyz"[start : start + count]


@batching(operator.matmul, np.matmul, np.dot)
def matmul(at: Many) -> Atom:
    """`x @ y`: matrices in stacks, vectors as rows."""
    n, m = at.ranks
    x, y = at.args
    function = at.op.gate.function
    if function is np.dot and (n == 0 or m == 0):
        top = max(n, m)
        return at.apply(operator.mul, at.aligned(0, top), at.aligned(1, top))
    if n == 0 or m == 0 or (function is np.dot and max(n, m) > 2):
        raise Apart
    product = operator.matmul if function is np.dot else function
    if (n, m) == (1, 1):
        if at.led(0) and at.led(1):
            return contract(at, ["i", "i"], "")
        return at.apply(product, *((x, y) if at.led(0) else (y, x)))
    if (n, m) == (2, 1) and not at.led(0):
        return at.apply(product, y, turned(at, x))
    if m == 1 and at.led(1):
        return contract(at, [f"{letters(n - 1)}z", "z"], letters(n - 1)) if n == 2 else _no()
    if n == 1 and at.led(0) and at.led(1):
        return contract(at, ["i", "ij"], "j") if m == 2 else _no()
    if n == 1 and m > 2 and at.led(0):
        _no()
    if min(n, m) == 1:
        return at.apply(product, x, y)
    top = max(n, m)
    return at.apply(product, at.aligned(0, top), at.aligned(1, top))


def turned(at: Many, x: Atom) -> Atom:
    """Return `x.T`, of a transpose what was transposed."""
    made = made_by(at.b.made, x)
    if made is not None and made.gate.function is np.transpose and "axes" not in made.attrs:
        return made.args[0]
    return at.apply(np.transpose, x, style="T")


def _no() -> Any:
    raise Apart


@batching(np.inner, np.vdot)
def inner(at: Many) -> Atom:
    """`np.inner(x, y)`: the last axes are summed over."""
    n, m = at.ranks
    if n == 0 or m == 0:
        if at.op.gate.function is np.vdot:
            raise Apart
        top = max(n, m)
        return at.apply(operator.mul, at.aligned(0, top), at.aligned(1, top))
    if at.op.gate.function is np.vdot and (n, m) != (1, 1):
        raise Apart
    if at.op.gate.function is np.vdot and at.op.gate.over_complex is not None:
        from adcompiler.ir.types import is_complex

        if is_complex(at.type(0)):
            raise Apart
    left, right = letters(n - 1), letters(m - 1, n - 1)
    return contract(at, [f"{left}z", f"{right}z"], left + right)


@batching(np.outer)
def outer(at: Many) -> Atom:
    """`np.outer(x, y)` becomes `x[:, :, None] * y[:, None]`."""
    if at.ranks != (1, 1):
        raise Apart
    x = at.args[0]
    column = (slice(None), slice(None), None) if at.led(0) else (slice(None), None)
    return at.apply(operator.mul, at.load(x, column), at.aligned(1, 2))


@batching(core.einsum, core.einsum_of_one)
def einsum(at: Many) -> Atom:
    """`np.einsum("ij,j->i", a, x)` becomes `np.einsum("bij,bj->bi", a, x)`."""
    inputs, out = at.op.attrs["subscripts"].split("->")
    texts = inputs.split(",")
    used = set(inputs + out)
    letter = next(c for c in ("b", *ascii_letters) if c not in used)
    found = [letter + s if at.led(k) else s for k, s in enumerate(texts)]
    lead = [s for k, s in enumerate(texts) if s.startswith("...")]
    if lead and len({at.rank(k) - len(s.removeprefix("...")) for k, s in enumerate(texts)}) > 1:
        raise Apart
    return at.again(*at.args, subscripts=f"{','.join(found)}->{letter}{out}")


@batching(np.tensordot)
def tensordot(at: Many) -> Atom:
    """`np.tensordot`, written with letters."""
    n, m = at.ranks
    found = summed_axes(at.names["axes"], n, m)
    if found is None:
        raise Apart
    x, y = list(letters(n)), list(letters(m, n))
    for j, k in zip(*found, strict=True):
        y[k] = x[j]
    summed = {x[j] for j in found[0]}
    out = [c for c in (*x, *y) if c not in summed]
    return contract(at, ["".join(x), "".join(y)], "".join(out))


@batching(runtime.matmul_dx, runtime.matmul_dy)
def product_back(at: Many) -> Atom:
    """The adjoint of an operand of a product of stacks of matrices."""
    if len(set(at.ranks)) > 1 or at.rank(0) < 2:
        raise Apart
    return at.again(*(at.lifted(k) for k in range(3)))


@batching(np.cross, runtime.cross)
def cross(at: Many) -> Atom:
    """`np.cross(x, y)` of rows."""
    top = max(at.ranks)
    return at.again(at.aligned(0, top), at.aligned(1, top))


@batching(np.linalg.solve)
def solve(at: Many) -> Atom:
    """`np.linalg.solve(a, y)`: systems in stacks, right-hand sides as columns."""
    n, m = at.ranks
    x, y = at.args
    if (n, m) == (2, 1):
        if not at.led(0):
            turned = at.apply(np.transpose, y, style="T")
            return at.apply(np.transpose, at.again(x, turned), style="T")
        last = (*[slice(None)] * (1 + at.led(1)), None)
        found = at.again(x, at.load(y, last))
        return at.load(found, (slice(None), slice(None), 0))
    if n != m:
        raise Apart
    if not at.led(1):
        y = at.apply(np.expand_dims, y, axis=0)
    if not at.led(0) and n > 2:
        x = at.apply(np.expand_dims, x, axis=0)
    return at.again(x, y)


@batching(np.linalg.inv, np.linalg.det, np.linalg.cholesky)
def of_stacks(at: Many) -> Atom:
    """What NumPy does to each matrix of a stack."""
    at.rank(0)
    return at.again(at.args[0])


@batching(runtime.cofactors)
def cofactors(at: Many) -> Atom:
    """The cofactors of each matrix of a stack."""
    return at.again(*(at.lifted(k) for k in range(len(at.args))))

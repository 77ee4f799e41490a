"""Products of matrices and vectors."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from string import ascii_lowercase
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import unranked
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.einsum import contract
from adcompiler.gates.kinds import Place, again, bilinear, custom, swap_and_scale
from adcompiler.gates.table import gate, method, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Value
from adcompiler.ir.types import Array, Type, is_sparse, rank

INNER = bilinear(x="g * y", y="g * x")
MATRIX_MATRIX = bilinear(x="g @ y.T", y="x.T @ g")
MATRIX_VECTOR = bilinear(x="np.outer(g, y)", y="x.T @ g")
VECTOR_MATRIX = bilinear(x="y @ g", y="np.outer(x, g)")


def ranks(first: int, second: int) -> Callable[..., bool]:
    """Return the condition that two operands have these ranks."""
    return lambda x, y: (rank(x), rank(y)) == (first, second)


def _any_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Stacks of matrices, and operands of which nothing is known."""
    helper = (runtime.matmul_dx, runtime.matmul_dy)[index]
    return at.b.apply(gate(helper), g, *at.op.args)


def _summed_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """`np.dot` and `np.inner` of stacks: all pairs of vectors, no matrix meets one of another."""
    inner = at.op.gate.function is np.inner
    n, m = (rank(type_of(a)) for a in at.op.args)
    if n is None or m is None:
        raise unranked(at.op.gate.name, at.op.span)
    letters = [ascii_lowercase[:n], ascii_lowercase[n : n + m]]
    k = -1 if inner or m == 1 else -2
    letters[1] = letters[1][: m + k] + letters[0][-1] + letters[1][m + k + 1 :]
    out = "".join(c for text in letters for c in text if c != letters[0][-1])
    text = f"{out},{letters[1 - index]}->{letters[index]}"
    return contract(at.b, text, [g, at.op.args[1 - index]])


def _any_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts: list[Atom] = []
    for k, t in tangents.items():
        args = tuple(t if j == k else a for j, a in enumerate(at.op.args))
        parts.append(at.b.apply(at.op.gate, *args))
    return ops.summed(at.b, parts)


def _scalar_operand(x: Type, y: Type) -> bool:
    return rank(x) == 0 or rank(y) == 0


def _constant_matrix(text: str, mine: int) -> Any:
    """A product with a sparse matrix: its adjoint has the shape of the other operand."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        found, like = at.text(text, g=g), type_of(at.op.args[mine])
        if isinstance(found, Value) and isinstance(like, Array):
            found.type = Array(None, like.dims)
        return found

    return custom(pull, lambda at, tangents: again(at, mine, tangents[mine]), "linear")


rule(operator.matmul, _constant_matrix("x.T @ g", 1), when=lambda x, y: is_sparse(x),
     call="x, y", shape=shapes.matmul)
rule(operator.matmul, _constant_matrix("g @ y.T", 0), when=lambda x, y: is_sparse(y))
for _product in (operator.matmul, np.matmul, np.dot):
    _shape = shapes.dot if _product is np.dot else shapes.matmul
    if _product is np.dot:
        rule(np.dot, swap_and_scale(), when=_scalar_operand, call="x, y", shape=_shape)
    rule(_product, INNER, when=ranks(1, 1), call="x, y", shape=_shape)
    rule(_product, MATRIX_MATRIX, when=ranks(2, 2))
    rule(_product, MATRIX_VECTOR, when=ranks(2, 1))
    rule(_product, VECTOR_MATRIX, when=ranks(1, 2))
    rule(_product, custom(_summed_pull if _product is np.dot else _any_pull, _any_push))

rule(np.outer, bilinear(x="g @ y", y="x @ g"), when=ranks(1, 1), call="x, y", shape=shapes.outer)
_SHARE = {"x": "np.reshape(g @ np.ravel(y), np.shape(x))",
          "y": "np.reshape(np.ravel(x) @ g, np.shape(y))"}
_WHOLE = {"x": "np.sum(g @ np.ravel(y))", "y": "np.sum(np.ravel(x) @ g)"}
rule(np.outer, bilinear(**_WHOLE), when=ranks(0, 0))
rule(np.outer, bilinear(x=_WHOLE["x"], y=_SHARE["y"]), when=lambda x, y: rank(x) == 0)
rule(np.outer, bilinear(x=_SHARE["x"], y=_WHOLE["y"]), when=lambda x, y: rank(y) == 0)
rule(np.outer, bilinear(**_SHARE))
rule(np.inner, swap_and_scale(), when=_scalar_operand, call="x, y", shape=shapes.inner)
rule(np.inner, INNER, when=ranks(1, 1))
rule(np.inner, bilinear(x="g @ y", y="g.T @ x"), when=ranks(2, 2))
rule(np.inner, bilinear(x="np.outer(g, y)", y="g @ x"), when=ranks(2, 1))
rule(np.inner, bilinear(x="g @ y", y="np.outer(g, x)"), when=ranks(1, 2))
rule(np.inner, custom(_summed_pull, _any_push))
rule(np.vdot, INNER, when=ranks(1, 1), call="x, y", shape=shapes.flat_product)
rule(np.vdot, bilinear(x="g * np.reshape(y, x.shape)", y="g * np.reshape(x, y.shape)"))


def _matmul_dx_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """`matmul_dx(h, x, y)` is `h @ y.T`: linear in h and in y, of x it sees the shape."""
    h, _, y = at.op.args
    if index == 0:
        return at.b.apply(gate(np.matmul), g, y)
    return at.b.apply(gate(runtime.matmul_dy), h, g, y) if index == 2 else None


def _matmul_dy_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """`matmul_dy(h, x, y)` is `x.T @ h`."""
    h, x, _ = at.op.args
    if index == 0:
        return at.b.apply(gate(np.matmul), x, g)
    return at.b.apply(gate(runtime.matmul_dx), h, x, g) if index == 1 else None


def _without(shape_only: int) -> Any:
    """Return the push of a gate that is linear in each operand but one."""

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        linear = {k: t for k, t in tangents.items() if k != shape_only}
        return _any_push(at, linear) if linear else None

    return push


rule(runtime.matmul_dx, custom(_matmul_dx_pull, _without(1)), call="g, x, y",
     shape=shapes.adjoint_of_operand(1), name="matmul_dx")
rule(runtime.matmul_dy, custom(_matmul_dy_pull, _without(2)), call="g, x, y",
     shape=shapes.adjoint_of_operand(2), name="matmul_dy")
method("dot", np.dot)

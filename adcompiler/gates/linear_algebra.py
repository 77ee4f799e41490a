"""Products of matrices and vectors."""

from __future__ import annotations

import operator
from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.kinds import Place, bilinear, custom, swap_and_scale
from adcompiler.gates.table import gate, method, rule
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import Type, rank

INNER = bilinear(x="g * y", y="g * x")
MATRIX_MATRIX = bilinear(x="g @ y.T", y="x.T @ g")
MATRIX_VECTOR = bilinear(x="np.outer(g, y)", y="x.T @ g")
VECTOR_MATRIX = bilinear(x="y @ g", y="np.outer(x, g)")


def ranks(first: int, second: int) -> object:
    """Return the condition that two operands have these ranks."""
    return lambda x, y: (rank(x), rank(y)) == (first, second)


def _any_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Stacks of matrices, and operands of which nothing is known."""
    helper = (runtime.matmul_dx, runtime.matmul_dy)[index]
    return at.b.apply(gate(helper), g, *at.op.args)


def _any_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = []
    for k, t in tangents.items():
        args = tuple(t if j == k else a for j, a in enumerate(at.op.args))
        parts.append(at.b.apply(at.op.gate, *args))
    return ops.summed(at.b, parts)


def _scalar_operand(x: Type, y: Type) -> bool:
    return rank(x) == 0 or rank(y) == 0


for _product in (operator.matmul, np.matmul, np.dot):
    _shape = shapes.dot if _product is np.dot else shapes.matmul
    if _product is np.dot:
        rule(np.dot, swap_and_scale(), when=_scalar_operand, call="x, y", shape=_shape)
    rule(_product, INNER, when=ranks(1, 1), call="x, y", shape=_shape)
    rule(_product, MATRIX_MATRIX, when=ranks(2, 2))
    rule(_product, MATRIX_VECTOR, when=ranks(2, 1))
    rule(_product, VECTOR_MATRIX, when=ranks(1, 2))
    rule(_product, custom(_any_pull, _any_push))

rule(np.outer, bilinear(x="g @ y", y="x @ g"), when=ranks(1, 1), call="x, y", shape=shapes.outer)
rule(np.outer, bilinear(x="np.reshape(g @ np.ravel(y), x.shape)",
                        y="np.reshape(np.ravel(x) @ g, y.shape)"))
rule(np.inner, INNER, when=ranks(1, 1), call="x, y", shape=shapes.matmul)
rule(np.vdot, INNER, when=ranks(1, 1), call="x, y", shape=shapes.matmul)
rule(runtime.matmul_dx, bilinear(x="g @ z", y="matmul_dy(x, g, z)"), call="x, y, z",
     shape=shapes.second, name="matmul_dx")
rule(runtime.matmul_dy, bilinear(x="y @ g", y="matmul_dx(x, y, g)"), call="x, y, z",
     shape=shapes.third, name="matmul_dy")
method("dot", np.dot)

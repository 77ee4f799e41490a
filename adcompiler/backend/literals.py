"""Names and literals as Python expressions."""

from __future__ import annotations

import ast
import cmath
import math
from typing import Any

import numpy as np

COMMENT = "__comment_{}__"  # a name that stands where a comment will be


def name(text: str) -> ast.expr:
    """Return a dotted name as an expression."""
    first, *rest = text.split(".")
    out: ast.expr = ast.Name(first, ast.Load())
    for part in rest:
        out = ast.Attribute(out, part, ast.Load())
    return out


def number(value: Any) -> ast.expr:
    """Return a literal; negative numbers as a minus sign before a literal."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, complex):
        return _complex(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ast.Constant(value)
    if isinstance(value, float) and not math.isfinite(value):
        if math.isnan(value):
            return name("np.nan")
        return name("np.inf") if value > 0 else ast.UnaryOp(ast.USub(), name("np.inf"))
    if value == math.pi:
        return name("np.pi")
    if value < 0 or (value == 0 and math.copysign(1.0, value) < 0):
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def _complex(value: complex) -> ast.expr:
    """Return a complex literal as it is written by hand: `2j`, `-1j`, `1.0 + 2j`."""
    if not cmath.isfinite(value):
        raise ValueError(f"{value} cannot be written as a literal")
    minus = math.copysign(1.0, value.imag) < 0
    part = ast.Constant(complex(0.0, abs(value.imag)))
    if value.real:
        return ast.BinOp(number(value.real), ast.Sub() if minus else ast.Add(), part)
    return ast.UnaryOp(ast.USub(), part) if minus else part


OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


def negated(test: ast.expr, numbers: bool = False) -> ast.expr:
    """Return `not test`, or `x` for `not x`, `k not in d`; of numbers `a != b` for `a == b`."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        opposite = OPPOSITE.get(type(test.ops[0]))
        if opposite is not None and (numbers or opposite not in (ast.Eq, ast.NotEq)):
            return ast.Compare(test.left, [opposite()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)

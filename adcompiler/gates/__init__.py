"""The gates: a table of one-line rules, and the vocabulary in which they are written."""

from adcompiler.gates import (
    cumulative,
    einsum,
    elementwise,
    idioms,
    indexing,
    kinds,
    linear_algebra,
    reductions,
    scalar,
    shapes,
    solving,
)
from adcompiler.gates.table import ATTRIBUTES, METHODS, TABLE, Gate, find, gate, rule

__all__ = [
    "ATTRIBUTES",
    "METHODS",
    "TABLE",
    "Gate",
    "cumulative",
    "einsum",
    "elementwise",
    "find",
    "gate",
    "idioms",
    "indexing",
    "kinds",
    "linear_algebra",
    "reductions",
    "rule",
    "scalar",
    "shapes",
    "solving",
]

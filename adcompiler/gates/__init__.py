"""The gates: a table of one-line rules, and the vocabulary in which they are written."""

from adcompiler.gates import (
    arranging,
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
    signals,
    solving,
    tensors,
)
from adcompiler.gates.table import ATTRIBUTES, METHODS, TABLE, Gate, find, gate, rule

__all__ = [
    "ATTRIBUTES",
    "METHODS",
    "TABLE",
    "Gate",
    "arranging",
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
    "signals",
    "solving",
    "tensors",
]

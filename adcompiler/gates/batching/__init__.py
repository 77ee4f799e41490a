"""How gates are written for many examples at once: one function for each family."""

from adcompiler.gates.batching import (
    elementwise,
    indexing,
    list_arrays,
    products,
    reductions,
    shapes,
)
from adcompiler.gates.batching.axes import (
    EACH,
    LED,
    SHARED,
    How,
    Items,
    Parts,
    alike,
    apart,
    given,
    join,
    leading,
    parts,
    widened,
)
from adcompiler.gates.batching.place import RULES, Apart, Facts, Many, result, spread
from adcompiler.gates.batching.shapes import OF_SHAPE

__all__ = [
    "EACH",
    "LED",
    "OF_SHAPE",
    "RULES",
    "SHARED",
    "Apart",
    "Facts",
    "How",
    "Items",
    "Many",
    "Parts",
    "alike",
    "apart",
    "elementwise",
    "given",
    "indexing",
    "join",
    "leading",
    "list_arrays",
    "parts",
    "products",
    "reductions",
    "result",
    "shapes",
    "spread",
    "widened",
]

"""Functions of NumPy as programs: read in place of the call, like a helper of the user's.

So reverse and forward mode, second derivatives, complex numbers and batches come from the gates
that they are made of. Each computes what NumPy computes, in the same order.
"""

from adcompiler.gates.programs import (
    arranging,
    calculus,
    choosing,
    grids,
    matrices,
    polynomials,
    statistics,
    ufunc_methods,
)
from adcompiler.gates.programs.registry import ARRAYS, BEFOREHAND, PROGRAMS, is_program, program

__all__ = [
    "ARRAYS",
    "BEFOREHAND",
    "PROGRAMS",
    "arranging",
    "calculus",
    "choosing",
    "grids",
    "is_program",
    "matrices",
    "polynomials",
    "program",
    "statistics",
    "ufunc_methods",
]

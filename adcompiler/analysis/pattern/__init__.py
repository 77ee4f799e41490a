"""Which outputs of a program depend on which inputs, found by one walk through it."""

from adcompiler.analysis.pattern.found import Pattern, pattern_of

__all__ = ["Pattern", "pattern_of"]

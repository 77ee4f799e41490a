"""From a Python function to the IR: its text, its statements, its expressions.

A statement holds expressions, an expression calls functions, whose bodies hold statements: the
modules here need one another. They are loaded from one end, whichever is asked for.
"""

from adcompiler.frontend import special_calls as special_calls

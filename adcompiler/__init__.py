"""Gradients of ordinary Python, as code you can read."""

from adcompiler.api import grad as grad
from adcompiler.api import value_and_grad as value_and_grad
from adcompiler.errors import ArgumentError as ArgumentError
from adcompiler.errors import CompileError as CompileError
from adcompiler.errors import NonScalarError as NonScalarError
from adcompiler.errors import NoRuleError as NoRuleError
from adcompiler.errors import NoSourceError as NoSourceError
from adcompiler.errors import UnsupportedError as UnsupportedError

__version__ = "0.1.0"

"""Gradients of ordinary Python, as code you can read."""

from adcompiler.api import grad as grad
from adcompiler.api import value_and_grad as value_and_grad
from adcompiler.checking import check_grads as check_grads
from adcompiler.errors import ArgumentError as ArgumentError
from adcompiler.errors import CompileError as CompileError
from adcompiler.errors import NonScalarError as NonScalarError
from adcompiler.errors import NoRuleError as NoRuleError
from adcompiler.errors import NoSourceError as NoSourceError
from adcompiler.errors import UnsupportedError as UnsupportedError
from adcompiler.gates import kinds as kinds
from adcompiler.registry import blocked as blocked
from adcompiler.registry import rule as rule

__version__ = "0.1.0"

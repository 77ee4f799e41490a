"""Gradients of ordinary Python, as code you can read.

The compiler is loaded when one of its names is first used: importing the package costs next
to nothing where no gradient is taken.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from adcompiler.errors import ArgumentError as ArgumentError
from adcompiler.errors import CompileError as CompileError
from adcompiler.errors import NonScalarError as NonScalarError
from adcompiler.errors import NoRuleError as NoRuleError
from adcompiler.errors import NoSourceError as NoSourceError
from adcompiler.errors import UnsupportedError as UnsupportedError

if TYPE_CHECKING:
    from adcompiler.api import grad as grad
    from adcompiler.api import value_and_grad as value_and_grad
    from adcompiler.checking import DerivativeError as DerivativeError
    from adcompiler.checking import NotSmoothError as NotSmoothError
    from adcompiler.checking import check_grads as check_grads
    from adcompiler.custom import adjoint_of as adjoint_of
    from adcompiler.custom import checkpoint as checkpoint
    from adcompiler.custom import custom_jvp as custom_jvp
    from adcompiler.custom import custom_vjp as custom_vjp
    from adcompiler.gates import kinds as kinds
    from adcompiler.implicit import custom_root as custom_root
    from adcompiler.jacobians import hessian as hessian
    from adcompiler.jacobians import jacfwd as jacfwd
    from adcompiler.jacobians import jacobian as jacobian
    from adcompiler.jacobians import jacrev as jacrev
    from adcompiler.modes import hvp as hvp
    from adcompiler.modes import jvp as jvp
    from adcompiler.modes import linearize as linearize
    from adcompiler.modes import vjp as vjp
    from adcompiler.registry import blocked as blocked
    from adcompiler.registry import numeric_vjp as numeric_vjp
    from adcompiler.registry import rule as rule
    from adcompiler.runtime import checkpointed as checkpointed
    from adcompiler.runtime import stop_gradient as stop_gradient
    from adcompiler.sparse.matrices import sparsity as sparsity
    from adcompiler.stepping import rk4 as rk4
    from adcompiler.vectors import ravel as ravel

__version__ = "0.1.0"

_HOMES = {
    "grad": "adcompiler.api",
    "value_and_grad": "adcompiler.api",
    "DerivativeError": "adcompiler.checking",
    "NotSmoothError": "adcompiler.checking",
    "check_grads": "adcompiler.checking",
    "adjoint_of": "adcompiler.custom",
    "checkpoint": "adcompiler.custom",
    "custom_jvp": "adcompiler.custom",
    "custom_vjp": "adcompiler.custom",
    "custom_root": "adcompiler.implicit",
    "kinds": "adcompiler.gates",
    "blocked": "adcompiler.registry",
    "numeric_vjp": "adcompiler.registry",
    "rule": "adcompiler.registry",
    "hessian": "adcompiler.jacobians",
    "hvp": "adcompiler.modes",
    "jacfwd": "adcompiler.jacobians",
    "jacobian": "adcompiler.jacobians",
    "jacrev": "adcompiler.jacobians",
    "jvp": "adcompiler.modes",
    "linearize": "adcompiler.modes",
    "rk4": "adcompiler.stepping",
    "sparsity": "adcompiler.sparse.matrices",
    "vjp": "adcompiler.modes",
    "checkpointed": "adcompiler.runtime",
    "stop_gradient": "adcompiler.runtime",
    "ravel": "adcompiler.vectors",
}

__all__ = [
    "ArgumentError",
    "CompileError",
    "NoRuleError",
    "NoSourceError",
    "NonScalarError",
    "UnsupportedError",
    *_HOMES,
]


def __getattr__(name: str) -> Any:
    """Load the module that holds a public name."""
    if name not in _HOMES:
        raise AttributeError(f"module 'adcompiler' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    """Return the public names, those not loaded yet among them."""
    return sorted({*globals(), *_HOMES})

"""Calls that are not known: refused, because nobody can say that no derivative flows through."""

from __future__ import annotations

import ast
import builtins
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import deques, failures
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates.census import REFUSED
from adcompiler.gates.programs import is_program
from adcompiler.ir.nodes import Const
from adcompiler.source import NOWHERE

_LIBRARY = sysconfig.get_path("stdlib")
# Functions of constants that are called at compile time.
_OF_CONSTANTS = (ascii, bin, chr, format, hex, issubclass, oct, ord, repr, str)
_TEXT = "a text carries no derivative"
_NAMES = "variables reached by the texts of their names"
_FILE = "what is read here is not known at compile time"
_CODE = "what runs here is not known at compile time"
_WHOLE = "an integer carries no derivative"
_BYTES = "bytes carry no derivative"
_SIDE = "this is for a person at a terminal"
_INSTEAD: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("str", "repr", "ascii", "format"),
        (_TEXT, "compute with the number itself; f-strings in print, assert and raise are fine"),
    ),
    **dict.fromkeys(
        ("globals", "locals", "vars"), (_NAMES, "name the variable, or keep a dict of your own")
    ),
    **dict.fromkeys(("open", "input"), (_FILE, "read the numbers before, and pass them in")),
    **dict.fromkeys(
        ("eval", "exec", "compile", "__import__", "__build_class__"),
        (_CODE, "write the code itself, or choose between functions"),
    ),
    **dict.fromkeys(
        ("hash", "id", "bin", "hex", "oct", "chr", "ord", "dir"),
        (_WHOLE, "compute it before, and pass it in"),
    ),
    **dict.fromkeys(
        ("bytes", "bytearray", "memoryview"), (_BYTES, "use an array or a list of numbers")
    ),
    **dict.fromkeys(("breakpoint", "help"), (_SIDE, "take it out, or use print")),
    **dict.fromkeys(("aiter", "anext"), ("a coroutine", "write a plain for loop")),
    "complex": ("complex numbers", "compute with the real and the imaginary part"),
    "next": ("an iterator remembers where it is", "walk it with for, or take items by index"),
    "delattr": ("an object whose attributes come and go", "set the attribute to None"),
    "super": ("super() outside a method", "call the method of the base class by its name"),
}
# Of what searches or steps there is no rule, but a way to write it.
_OF_SCIPY = {
    "scipy.optimize.": (
        "what it finds depends on what its function reads",
        "adcompiler.custom_root(solve, residual) knows the derivative of what solves an equation: "
        "the root, or the place where the gradient of an objective is zero",
    ),
    "scipy.stats.": (
        "no rule for this distribution, or for this form of it",
        "give the parameters inside the function: stats.norm.logpdf(x, loc, scale), or "
        "stats.norm(loc, scale).logpdf(x); or adcompiler.rule(...) registers one",
    ),
    "scipy.integrate.quad": (
        "the derivative would have to flow through the function that it calls",
        "integrate.simpson, or a sum over nodes; or adcompiler.custom_vjp",
    ),
    "scipy.integrate.solve_ivp": (
        "the derivative would have to flow through the steps that it chooses",
        "adcompiler.rk4(f, y0, t, *args) takes steps that are differentiated as they are taken",
    ),
}
_OF_SCIPY["scipy.integrate.odeint"] = _OF_SCIPY["scipy.integrate.solve_ivp"]


def folded(scope: Scope, node: ast.Call, function: Any, args: list[Thing]) -> Thing | None:
    """Return the result of a function of constants, called now; None for other calls."""
    values = [a.value for a in args if isinstance(a, Const | Static)]
    if len(values) < len(args) or not any(function is f for f in _OF_CONSTANTS):
        return None
    return Const(failures.known(scope, node, function, *values))


def is_numeric(function: Any) -> bool:
    """Tell whether a function belongs to a package whose functions are known by rules only."""
    module = (getattr(function, "__module__", "") or "").split(".")[0]
    ours = deques.is_model(function) or is_program(function)
    known = isinstance(function, np.ufunc) or module in ("numpy", "scipy", "adcompiler")
    return known and not ours


def inside_a_library(error: CompileError, function: Any) -> bool:
    """Tell whether the refusal of a call points into Python's own library, NumPy or SciPy."""
    span = error.diagnostics[0].span
    if error.diagnostics[0].code == "AD101":
        module = (getattr(function, "__module__", "") or "").split(".")[0]
        return module in sys.stdlib_module_names
    if span is NOWHERE:
        return False
    parts = Path(span.source.filename).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1] in ("numpy", "scipy")
    return span.source.filename.startswith(_LIBRARY)


def refused(scope: Scope, node: ast.Call, function: Callable[..., Any]) -> CompileError:
    """Return the refusal of a call of an unknown function."""
    name = getattr(function, "__name__", type(function).__name__)
    if getattr(builtins, name, None) is function:
        label, hint = _INSTEAD.get(name, ("a builtin that is not known", ""))
        return refuse("AD203", f"no gate rule for {name!r}", scope.span(node), label, hint)
    if not isinstance(function, type) and type(function).__module__ == "_sitebuiltins":
        label, hint = _INSTEAD["help"]
        return refuse(
            "AD203", f"no gate rule for {ast.unparse(node.func)!r}", scope.span(node), label, hint
        )
    written, public = ast.unparse(node.func), _public(function, name)
    for start, (label, hint) in _OF_SCIPY.items():
        if public.startswith(start):
            return refuse("AD203", f"no gate rule for {public!r}", scope.span(node), label, hint)
    why, _, instead = REFUSED.get(public.replace("numpy.", "np.", 1), "").partition(": ")
    return refuse(
        "AD203",
        f"no gate rule for {public!r}",
        scope.span(node),
        why or "the gradient would have to flow through this call",
        instead
        or f"adcompiler.rule({written}, ...) registers one; "
        f"adcompiler.blocked({written}, 'why') declares its result constant",
    )


def _public(function: Any, name: str) -> str:
    """Return a name with its module, without the parts that packages keep to themselves.

    >>> import operator
    >>> _public(operator.add, "add")
    'operator.add'
    """
    module = getattr(function, "__module__", None) or ""
    first, *rest = module.split(".")
    private = next((k for k, part in enumerate(rest) if part.startswith("_")), len(rest))
    parts = [first.lstrip("_"), *rest[:private], name]
    return ".".join(parts) if module not in ("", "builtins") else name

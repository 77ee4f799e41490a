"""The rule table: every function that is known, its gate kind and how it is written.

>>> from adcompiler.gates import find
>>> find(math.tanh).name
'math.tanh'
"""

from __future__ import annotations

import builtins
import cmath
import inspect
import math
import operator
import random
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.gates import core
from adcompiler.gates import infer as shapes
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Attrs, Path, Slot
from adcompiler.ir.types import MAYBE_COMPLEX, UNKNOWN, Seq, Tree, Type, is_complex, kind_known
from adcompiler.source import NOWHERE, Span

INFIX: dict[Any, str] = {
    operator.add: "+",
    operator.sub: "-",
    operator.mul: "*",
    operator.truediv: "/",
    operator.floordiv: "//",
    operator.mod: "%",
    operator.pow: "**",
    operator.matmul: "@",
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
    operator.is_: "is",
    operator.is_not: "is not",
    operator.and_: "&",
    operator.or_: "|",
    operator.xor: "^",
    operator.lshift: "<<",
    operator.rshift: ">>",
}
PREFIX: dict[Any, str] = {
    operator.neg: "-",
    operator.pos: "+",
    operator.not_: "not",
    operator.invert: "~",
}


@dataclass(frozen=True, eq=False)
class Parameter:
    """One parameter of a known function."""

    name: str
    default: Any = inspect.Parameter.empty
    keyword_only: bool = False
    variadic: bool = False

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is inspect.Parameter.empty and not self.variadic


Infer = Callable[[tuple[Atom, ...], Attrs], Type]


@dataclass(eq=False)
class Gate:
    """A known function: how it is called, typed, written, and its kind of gate.

    `variants` pairs conditions on the operand types with kinds; the last has no condition.
    """

    function: Any
    name: str
    parameters: tuple[Parameter, ...]
    infer: Infer
    variants: list[tuple[Callable[..., bool] | None, Any]] = field(default_factory=list)
    at: tuple[float, float] = (0.3, 2.0)
    also: tuple[float, ...] = ()
    light: bool = False  # cheap to write again: attributes, sizes
    view: bool = False  # the result may share memory with the first operand
    pure: bool = True
    raises: str = ""  # where it has no value and so raises, a word of `gates/domains.py`

    @property
    def over_complex(self) -> Any:
        """The kind for complex operands: AS_FOR_REALS, one of its own, None where not known."""
        return OVER_COMPLEX.get(self.function)

    def _inferred(self, args: tuple[Atom, ...], attrs: Attrs, span: Span) -> Type:
        """Return what the operands give; a refusal says where the gate was asked for."""
        try:
            return self.infer(args, attrs)
        except CompileError as error:
            told = (
                d if d.span is not NOWHERE else replace(d, span=span) for d in error.diagnostics
            )
            raise type(error)(*told) from None

    def result(self, args: tuple[Atom, ...], attrs: Attrs, span: Span) -> Type:
        """Return the type of the result; complex operands are refused where the rule is for reals.

        Where not all kinds are known the result may be complex, and says so.
        """
        types = [type_of(a) for a in args]
        if not any(map(is_complex, types)):
            return self._inferred(args, attrs, span)
        if self.over_complex is None:
            message = f"no gate rule for {self.name!r} of complex numbers"
            hint = "take the parts it needs with .real, .imag or abs" if span.sweep == 0 else ""
            raise refuse("AD203", message, span, "complex here", hint)
        if self.function in (core.accumulate, core.store) and not is_complex(types[0]):
            message = "a complex number written into an array that is not complex"
            raise refuse("AD304", message, span, "here", "make the array with dtype=complex")
        if "dtype" in attrs and not self.creates and not _holds_complex(attrs["dtype"]):
            raise refuse(
                "AD304",
                f"{self.name} to {np.dtype(attrs['dtype'])} would drop the imaginary part",
                span,
                "complex here",
                "take .real where that is meant",
            )
        type_ = self._inferred(args, attrs, span)
        if self.function in (*core.APART, *core.UPDATES) or all(map(kind_known, [*types, type_])):
            return type_
        item = self.function is core.load and isinstance(types[0], Seq)
        if item or isinstance(type_, Seq | Tree):
            return type_  # the items know their kinds
        if self.function in REAL_VALUED:
            return type_ if kind_known(type_) else UNKNOWN
        flows = self.creates or not hasattr(self.variants[-1][1], "reason")
        return MAYBE_COMPLEX if flows else type_

    @property
    def kind_of_complex(self) -> Any:
        """The kind for complex operands, None where the rule is not known to hold for them."""
        return self.variants[-1][1] if self.over_complex is AS_FOR_REALS else self.over_complex

    @property
    def creates(self) -> bool:
        """Whether nothing but shapes of the operands is read."""
        return getattr(self.variants[-1][1], "reason", "") == CREATED

    def kind(self, op: Apply) -> Any:
        """Return the kind of this gate for the operands of `op`."""
        types = [type_of(a) for a in op.args]
        if self.over_complex is not AS_FOR_REALS and any(map(is_complex, types)):
            return self.over_complex
        for when, kind in self.variants:
            if when is None or when(*types):
                return kind
        return None

    def __repr__(self) -> str:
        return f"<gate {self.name}>"


AS_FOR_REALS: Any = object()
OVER_COMPLEX: dict[Any, Any] = {}
REAL_VALUED: set[Any] = set()  # of complex operands too
CREATED = "a new array of constants"


def _holds_complex(dtype: Any) -> bool:
    return dtype is None or np.dtype(dtype).kind in "cb"


TABLE: dict[Any, Gate] = {}
METHODS: dict[str, Any] = {}
ATTRIBUTES: dict[str, Any] = {}


MODULES = [
    (np, "np."),
    (np.linalg, "np.linalg."),
    (np.fft, "np.fft."),
    (math, "math."),
    (cmath, "cmath."),
    (builtins, ""),
]
_LOADING = threading.RLock()
LIBRARIES: dict[str, Any] = {"np": np, "math": math, "cmath": cmath, "random": random}
# Rules of what need not be installed: loaded when one of its functions is met.
OPTIONAL = {
    f"scipy.{part}": f"adcompiler.gates.scipy.{part}"
    for part in ("special", "linalg", "fft", "signal", "stats", "integrate")
}


def library(word: str, module: Any) -> None:
    """Declare that rule texts and generated code call a module by this name."""
    LIBRARIES[word] = module
    MODULES.append((module, f"{word}."))


def public_name(function: Any) -> str:
    """Return the name under which generated code can call the function."""
    name = getattr(function, "__name__", repr(function))
    for module, prefix in MODULES:
        if vars(module).get(name) is function:
            return prefix + name
    return str(name)


@cache
def parse_call(call: str) -> tuple[Parameter, ...]:
    """Read a parameter list such as "x, axis=None, *, keepdims=False".

    >>> [p.name for p in parse_call("x, axis=None, *, keepdims=False") if p.keyword_only]
    ['keepdims']
    """
    namespace: dict[str, Any] = {"np": np}
    exec(f"def f({call}): pass", namespace)
    out = []
    for p in inspect.signature(namespace["f"]).parameters.values():
        only = p.kind is p.KEYWORD_ONLY
        out.append(Parameter(p.name, p.default, only, p.kind is p.VAR_POSITIONAL))
    return tuple(out)


def rule(
    function: Any,
    kind: Any,
    *,
    call: str = "",
    when: Callable[..., bool] | None = None,
    shape: Infer | None = None,
    at: tuple[float, float] = (0.3, 2.0),
    also: tuple[float, ...] = (),
    light: bool = False,
    view: bool = False,
    name: str = "",
    pure: bool = True,
    raises: str = "",
) -> Gate:
    """Register the gate rule of one function, one line of the table.

    Parameters
    ----------
    function
        The callable, or an operator from `operator`.
    kind
        A gate kind of `adcompiler.gates.kinds` with its texts.
    call
        The parameters that the rule covers; those after `*` are static and written as keywords.
    when
        A condition on the operand types; lines with a condition are tried in order.
    shape
        How the type of the result follows from the operands.
    at, also
        Where the rule is tested: an interval, and special points.
    raises
        Where the function has no value and so raises, in one word of `gates/domains.py`.

    Raises
    ------
    CompileError
        AD205 when the same line is registered twice.

    """
    gate = TABLE.get(function)
    if gate is None:
        arity = getattr(function, "nin", 1)
        gate = Gate(
            function,
            name or public_name(function),
            parse_call(call or ("x", "x, y", "x, y, z")[arity - 1]),
            shape or shapes.default(function),
            [],
            at,
            also,
            light,
            view,
            pure,
            raises,
        )
        TABLE[function] = gate
    elif gate.variants and gate.variants[-1][0] is None:
        raise refuse("AD205", f"a second rule for {gate.name!r}")
    gate.variants.append((when, kind))
    return gate


def complex_rule(kind: Any, *functions: Any) -> None:
    """Declare what the gates of these functions do with complex operands.

    Adjoints are not conjugated: what a holomorphic gate hands on is `g * f'(z)`, as for real
    numbers, so most rules hold as they are (`AS_FOR_REALS`). A number that is real gets the
    real part of what reaches it.
    """
    OVER_COMPLEX.update(dict.fromkeys(functions, kind))


def find(function: Any) -> Gate | None:
    """Return the gate of a function, or None if it has no rule."""
    try:
        known = TABLE.get(function)
    except TypeError:
        return None
    if known is None and _optional(function):
        return TABLE.get(function)
    return known


def _optional(function: Any) -> bool:
    """Tell whether this may be a function of an optional library, the rules of which are loaded."""
    if not isinstance(function, np.ufunc):
        if (getattr(function, "__module__", None) or "").split(".")[0] != "scipy":
            return False
    with _LOADING:
        # The rules of one library may load those of another, in the same thread.
        wanted = {name: rules for name, rules in OPTIONAL.items() if name in sys.modules}
        for rules in wanted.values():
            import_module(rules)
        for name in wanted:
            OPTIONAL.pop(name, None)
    return True


def gate(function: Any) -> Gate:
    """Return the gate of a function that must have one."""
    return TABLE[function]


def method(name: str, function: Any) -> None:
    """Declare that `x.name(...)` is `function(x, ...)`."""
    METHODS[name] = function


def attribute(name: str, function: Any) -> None:
    """Declare that `x.name` is `function(x)`."""
    ATTRIBUTES[name] = function


def named_operands(op: Apply) -> Mapping[str, Any]:
    """Return parameter name -> atom or static value, for rule texts."""
    names: dict[str, Any] = {}

    def filled(value: Any) -> Any:
        if isinstance(value, Slot):
            return op.args[value.index]
        if isinstance(value, tuple):
            return tuple(filled(v) for v in value)
        return value

    taken = {s.index for v in op.attrs.values() for s in slots_in(v)}
    free = [a for i, a in enumerate(op.args) if i not in taken]
    for p in op.gate.parameters:
        if p.variadic:
            names[p.name] = tuple(free)
        elif p.name in op.attrs:
            names[p.name] = filled(op.attrs[p.name])
        elif free and not p.keyword_only:
            names[p.name] = free.pop(0)
        else:
            names[p.name] = p.default
    names["out"] = op.out
    return names


def slots_in(value: Any) -> list[Slot]:
    """Return the slots inside a static attribute, in order.

    >>> slots_in((Slot(1), slice(None, Slot(2))))
    [Slot(index=1), Slot(index=2)]
    """
    if isinstance(value, Slot):
        return [value]
    if isinstance(value, Path):
        return slots_in(value.parts)
    if isinstance(value, tuple | list):
        return [s for v in value for s in slots_in(v)]
    if isinstance(value, slice):
        return slots_in((value.start, value.stop, value.step))
    return []

"""Putting a sweep into the shape of a derivative function: grad, value_and_grad, with aux.

>>> GradientOptions((0,)).argnums
(0,)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from adcompiler.errors import refuse
from adcompiler.gates import ops
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import UNDEF, Atom, Block, Const, Function, Slot, Struct, Value
from adcompiler.ir.types import (
    Array,
    Other,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_complex,
    numeric_kind,
    show,
)
from adcompiler.source import NOWHERE, Span
from adcompiler.transforms.derivative import Derivative, with_aux
from adcompiler.transforms.reverse import reverse


@dataclass(frozen=True)
class GradientOptions(Derivative):
    """Which parameters, and what is returned beside their gradients."""

    single: bool = True
    value: bool = False
    has_aux: bool = False
    word = "grad"

    def of(self, fn: Function) -> Function:
        """Return the gradient function of a scalar-valued program."""
        return gradient(fn, self)


def gradient(fn: Function, options: GradientOptions) -> Function:
    """Return the gradient function of a scalar-valued program."""
    loss, aux = with_aux(fn.result, options.has_aux)
    check_scalar(fn, loss)
    b = Builder()
    b.span = fn.params[0].span if fn.params else NOWHERE
    seeds: list[Atom] = [UNDEF] * len(fn.body.yields)
    if isinstance(loss, Slot):
        seeds[loss.index] = ops.ONE
    swept = reverse(fn, options.argnums, seeds, b)
    yields: list[Atom] = list(fn.body.yields)
    grads = tuple(Slot(len(yields) + k) for k in range(len(swept.gradients)))
    yields += swept.gradients
    result: Any = grads[0] if options.single else Struct("tuple", grads)
    if options.value and options.has_aux:
        result = Struct("tuple", (Struct("tuple", (loss, aux)), result))
    elif options.value:
        result = Struct("tuple", (loss, result))
    elif options.has_aux:
        result = Struct("tuple", (result, aux))
    suffix = "value_and_grad" if options.value else "grad"
    used, body, fresh = _used(result, yields, len(fn.body.yields))
    block = Block((), (*swept.ops, *b.ops), tuple(body))
    name_value(fn, loss, options)
    return Function(f"{fn.name}_{suffix}", fn.params, block, used, fn.captures, fresh)


def name_value(fn: Function, loss: Any, options: GradientOptions) -> None:
    """Call the value that is returned beside the gradient `value`, if it has no name."""
    if options.value and isinstance(loss, Slot):
        atom = fn.body.yields[loss.index]
        if isinstance(atom, Value) and not atom.name and not atom.stated:
            atom.name, atom.stated = "value", True


def check_scalar(fn: Function, loss: Any) -> None:
    """Refuse to differentiate what is certainly not one real number."""
    hint = "use jacobian or vjp, or reduce it to a number, for example by sum"
    if not isinstance(loss, Slot):
        what = "an object" if loss.kind == "object" else f"a {loss.kind}"
        raise refuse("AD302", f"{fn.name!r} returns {what}, not one number", hint=hint)
    atom = fn.body.yields[loss.index]
    type_ = type_of(atom)
    span = atom.span if isinstance(atom, Value) else NOWHERE
    match type_:
        case Scalar() | Unknown():
            _check_real(fn, type_, span)
            _check_float(fn, atom, span)
        case Array(_, dims) if not dims:
            _check_real(fn, type_, span)
            _check_float(fn, atom, span)
        case Array(_, dims):
            raise refuse(
                "AD302",
                f"{fn.name!r} returns an array of {len(dims)} dimension"
                f"{'s' if len(dims) > 1 else ''}, not one number",
                span,
                show(type_),
                hint,
            )
        case Seq() | Tree() | Other():
            what = "None" if isinstance(atom, Const) and atom.value is None else show(type_)
            raise refuse("AD302", f"{fn.name!r} returns {what}, not one number", span, hint=hint)


def _check_real(fn: Function, type_: Type, span: Span) -> None:
    """Refuse a number that is, or may be, complex."""
    if is_complex(type_):
        what = "what may be complex" if isinstance(type_, Unknown) else "a complex number"
        hint = "return a real number of it: .real, .imag or abs"
        raise refuse("AD302", f"{fn.name!r} returns {what}", span, hint=hint)


def _check_float(fn: Function, atom: Atom, span: Span) -> None:
    """Refuse an integer that was computed: it jumps, and has no derivative where it does."""
    if isinstance(atom, Value) and numeric_kind(atom.type) in ("int", "bool"):
        what = "an integer" if numeric_kind(atom.type) == "int" else "a truth value"
        hint = "return a float; float(...) if the derivative 0 between the jumps is meant"
        raise refuse(
            "AD302", f"{fn.name!r} returns {what}, which has no derivative", span, hint=hint
        )


def _used(result: Any, yields: list[Atom], first: int) -> tuple[Any, list[Atom], tuple[int, ...]]:
    """Keep only the yields that the result mentions; those from `first` on are gradients."""
    kept: list[Atom] = []
    fresh: list[int] = []

    def visit(part: Any) -> Any:
        if isinstance(part, Slot):
            if part.index >= first:
                fresh.append(len(kept))
            kept.append(yields[part.index])
            return Slot(len(kept) - 1)
        if isinstance(part, Struct):
            return Struct(part.kind, tuple(visit(i) for i in part.items), part.keys, part.cls)
        return part

    return visit(result), kept, tuple(fresh)

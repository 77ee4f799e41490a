"""Arguments of known functions, sorted by the parameters that their rules cover."""

from __future__ import annotations

import ast
import inspect
import math
import operator
from collections.abc import Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, get_args

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import expressions, texts
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import Gate, core, gate, infer
from adcompiler.gates.table import INFIX, LIBRARIES, slots_in
from adcompiler.gates.texts import HELPERS, OPERATORS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import Array, Other, Scalar, Seq, Tree, Type, is_differentiable, is_sparse

# What takes the texts in a container, an argument or an adjoint, as they are.
TAKES_TEXTS = (len, *(HELPERS[word] for word in ("plus", "like", "zeros")))


def known_call(
    scope: Scope,
    node: ast.AST,
    known: Gate,
    args: list[Thing],
    keywords: Mapping[str, Thing],
    style: str = "",
) -> Value:
    """Append a gate, its arguments sorted by the parameters that its rule covers."""
    given: dict[str, Thing] = {}
    rest = list(args)
    operands: list[Atom] = []
    attrs: dict[str, Any] = {"style": style} if style else {}
    aliases = _spellings(known)
    theirs = _their_parameters(known)
    for p in known.parameters:
        if p.variadic:
            given[p.name] = Struct("tuple", tuple(rest))
            rest = []
        elif rest and (not p.keyword_only or p.required or _stands_at(p.name, len(given), theirs)):
            given[p.name] = rest.pop(0)
    for key, thing in keywords.items():
        name = aliases.get(key, key)
        if name not in {p.name for p in known.parameters} or name in given:
            if name not in given and _said_anyway(scope, known, key, thing):
                continue
            raise refuse(
                "AD204",
                f"{known.name}(..., {key}=...) is not covered by its rule",
                scope.span(node),
                "this keyword is not supported",
                f"covered: {', '.join(p.name for p in known.parameters)}",
            )
        given[name] = thing
    if rest:
        raise refuse("AD204", f"too many arguments for {known.name}", scope.span(node))
    last = _last_operand(scope, known, given)
    for k, p in enumerate(known.parameters):
        if p.variadic:
            items = given.pop(p.name, Struct("tuple", ()))
            atoms = [expressions.atom(scope, node, a) for a in items.items]  # type: ignore[union-attr]
            operands += [as_array(scope, a) if _wants_arrays(known) else a for a in atoms]
        elif p.name in given or (k < last and not p.required):
            thing = given.get(p.name, Const(p.default))
            _place(scope, node, known, p, thing, operands, attrs, k < last)
        elif p.required:
            raise refuse("AD204", f"{known.name} needs the argument {p.name!r}", scope.span(node))
    shaped = known.function is np.mean or {"axis", "keepdims"} & set(attrs)
    if known.function in REDUCTIONS and (shaped or _nested(operands)):
        operands[:1] = [as_array(scope, a) for a in operands[:1]]  # whose shape matters
    if known.function not in TAKES_TEXTS and any(texts.is_made(scope, o) for o in operands):
        raise refuse(
            "AD203",
            f"{known.name} of a text, through which a derivative would be lost",
            scope.span(node),
            "this call",
            "compute with the number itself",
        )
    if known.function in OPERATORS.values() and any(
        isinstance(o, Const) and isinstance(o.value, str) for o in operands
    ):
        raise refuse(
            "AD304", f"{known.name} of a text", scope.span(node), "this call", "use an f-string"
        )
    if known.name.startswith("np."):
        check_operands(scope, node, known, operands)
    return scope.program.b.apply(known, *operands, attrs=attrs)


def check_operands(scope: Scope, node: ast.AST, known: Gate, operands: Sequence[Atom]) -> None:
    """Refuse numbers and an object in one operation: what it means, only the object knows."""
    types = [type_of(o) for o in operands]
    strange = [t.cls for t in types if isinstance(t, Other) and t.cls not in PLAIN]
    if not strange or not any(map(is_differentiable, types)):
        return
    sparse = any(map(is_sparse, types))
    if sparse and known.function in (operator.matmul, np.transpose):
        return
    name = known.name if known.name.startswith("np.") else f"the operator {INFIX[known.function]}"
    raise refuse(
        "AD304",
        f"{name} on a {strange[0].__name__} and numbers",
        scope.span(node),
        "what this means is not known",
        "write A @ x" if sparse else "make it an array or a number first",
    )


@cache
def _their_defaults(known: Gate) -> dict[str, Any] | None:
    """Return NumPy's own parameters in order with defaults, None where they cannot be asked for."""
    try:
        return {k: p.default for k, p in inspect.signature(known.function).parameters.items()}
    except (TypeError, ValueError):
        return None


def _their_parameters(known: Gate) -> list[str] | None:
    """Return NumPy's own parameter names in order, None where they cannot be asked for."""
    found = _their_defaults(known)
    return None if found is None else list(found)


def _said_anyway(scope: Scope, known: Gate, key: str, thing: Thing) -> bool:
    """Tell whether an option that the rule does not cover is given the value that it has anyway."""
    defaults, value = _their_defaults(known) or {}, known_value(scope, thing)
    return value is not DYNAMIC and key in defaults and _same(value, defaults[key])


def _stands_at(name: str, position: int, theirs: list[str] | None) -> bool:
    """Tell whether a parameter that we write as a keyword may be given by position there."""
    if theirs is None:
        return name in ("axis", "keepdims", "dtype", "decimals")
    return position < len(theirs) and theirs[position] == name


def _spellings(known: Gate) -> dict[str, str]:
    """Return NumPy's own parameter names -> ours, by position."""
    theirs = _their_parameters(known)
    if theirs is None:
        return {"a": "x", "x1": "x", "x2": "y", "newshape": "shape"}
    names = [p.name for p in known.parameters]
    ours = [p.name for p in known.parameters if not p.keyword_only]
    return {t: o for t, o in zip(theirs, ours, strict=False) if t != o and t not in names}


def _place(
    scope: Scope,
    node: ast.AST,
    known: Gate,
    p: Any,
    thing: Thing,
    operands: list[Atom],
    attrs: dict[str, Any],
    keep: bool,
) -> None:
    static = known_value(scope, thing)
    if p.name == "dtype" and static is DYNAMIC:
        static = dtype_of(scope, thing)
    if not p.required and not keep and _is_default(static, p):
        return
    if p.keyword_only:
        if static is DYNAMIC and p.name in OF_VALUES:
            operand = as_array(scope, expressions.atom(scope, node, thing))
            operands.append(operand)
            attrs[p.name] = Slot(len(operands) - 1)
            return
        if static is DYNAMIC:
            raise _not_known(scope, node, known, p)
        attrs[p.name] = static
    elif p.name in ("shape", "axes"):
        attrs[p.name] = found = _shape(scope, node, thing, operands)
        if p.name == "axes" and slots_in(found):
            raise _not_known(scope, node, known, p)
    else:
        operand = expressions.atom(scope, node, thing)
        operands.append(as_array(scope, operand) if _wants_arrays(known) else operand)


def _not_known(scope: Scope, node: ast.AST, known: Gate, p: Any) -> CompileError:
    """Return the refusal of an option that the program must write as a literal."""
    what = f"{p.name}= of {known.name} must be known at compile time"
    return refuse("AD204", what, scope.span(node), hint="write a literal")


PLAIN = (str, type(None), type(Ellipsis), np.dtype, type)
OF_VALUES = (
    "where",
    "initial",
    "constant_values",
    "b",
)  # options that may be arrays and numbers of the program
REDUCTIONS = (np.sum, np.mean, np.max, np.min)
PYTHON = {"math", "cmath", "random"}
TAKE_LISTS = (np.array, np.asarray, np.shape, np.broadcast_shapes, *REDUCTIONS)


def _nested(operands: list[Atom]) -> bool:
    """Tell whether the first operand is a list of other things than numbers."""
    type_ = type_of(operands[0]) if operands else None
    items = type_.items if isinstance(type_, Tree) else ()
    items = (type_.item,) if isinstance(type_, Seq) else items
    return any(not isinstance(i, Scalar) for i in items)


def _wants_arrays(known: Gate) -> bool:
    library = known.name.split(".")[0] in LIBRARIES.keys() - PYTHON
    return library and known.function not in TAKE_LISTS


def as_array(scope: Scope, operand: Atom) -> Atom:
    """Return an operand, a list of numbers as the array that a function of NumPy makes of it."""
    type_ = type_of(operand)
    if not isinstance(type_, Seq | Tree):
        return operand
    if not is_differentiable(type_) and not _makes_array(operand):
        return operand
    return scope.program.b.apply(gate(np.asarray), operand)


def _makes_array(operand: Atom) -> bool:
    """Tell whether an operand is a list, a tuple or a range of which NumPy makes numbers."""
    return isinstance(infer.array_of((operand,), {}), Array)


def beside_array(
    scope: Scope, node: ast.AST, function: Any, left: Thing, right: Thing
) -> tuple[Thing, Thing]:
    """Return the operands of an operator, a list beside an array as NumPy sees it: an array."""
    sides = [left, right]
    for k, other in ((0, right), (1, left)):
        if is_beside_array(function, sides[k], other):
            operand = expressions.atom(scope, node, sides[k])
            sides[k] = as_array(scope, operand) if _makes_array(operand) else operand
    return sides[0], sides[1]


def is_beside_array(function: Any, thing: Thing, other: Thing) -> bool:
    """Tell whether a content is a list and the other side makes the operator one of NumPy."""
    if not _is_row(thing) or not isinstance(other, Value | Const):
        return False
    return _decides(function, type_of(other))


def _is_row(thing: Thing) -> bool:
    if isinstance(thing, Struct):
        return thing.kind in ("list", "tuple")
    return isinstance(thing, Value) and isinstance(thing.type, Seq | Tree)


def _decides(function: Any, type_: Type) -> bool:
    """Tell whether an operator of a value of this type and a list is an operator of NumPy.

    A number of NumPy times a list is the list repeated, if anything.
    """
    if isinstance(type_, Scalar) and type_.dtype not in (None, "?"):
        return function not in (operator.mul, operator.matmul)
    return isinstance(type_, Array)


def known_value(scope: Scope, thing: Thing) -> Any:
    """Return the static value of an option; `np.inf` and `-np.inf` count as literals."""
    for c in scope.program.captures.values():
        if c.value is thing and c.path in ("np.inf", "math.inf"):
            return math.inf
    made = made_by(scope.program.b.made, thing)
    if made is not None and made.gate.function is operator.neg:
        value = known_value(scope, made.args[0])
        return value if value is DYNAMIC else -value
    return static_value(thing)


def _last_operand(scope: Scope, known: Gate, given: Mapping[str, Thing]) -> int:
    """Return the place of the last operand that is not left out; those before it stand too."""
    last = 0
    for k, p in enumerate(known.parameters):
        if p.name in given and not p.keyword_only and not p.variadic:
            if p.required or not _is_default(known_value(scope, given[p.name]), p):
                last = k
    return last


def _is_default(static: Any, p: Any) -> bool:
    return static is not DYNAMIC and _same(static, p.default)


def dtype_of(scope: Scope, thing: Thing) -> Any:
    """Return the dtype that `x.dtype` stands for, which the kinds of the arguments decide."""
    made = made_by(scope.program.b.made, thing)
    if made is not None and made.gate.function is core.dtype_of:
        type_ = type_of(made.args[0])
        if isinstance(type_, Array | Scalar) and type_.dtype not in (None, "?"):
            return np.dtype(type_.dtype).type
    return DYNAMIC


def _same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))


def _shape(scope: Scope, node: ast.AST, thing: Thing, operands: list[Atom]) -> Any:
    if isinstance(thing, Struct):
        return tuple(_shape(scope, node, item, operands) for item in thing.items)
    found = expressions.atom(scope, node, thing)
    if isinstance(found, Const):
        return found.value
    operands.append(found)
    return Slot(len(operands) - 1)


DYNAMIC: Any = object()


def classes_of(thing: Thing) -> Any:
    """Return the class, or the tuple of classes, that `isinstance` is asked about."""
    classes = static_value(thing)
    return get_args(classes) if isinstance(classes, UnionType) else classes


def static_value(thing: Thing) -> Any:
    """Return the Python value of a thing known at compile time, else a marker."""
    if isinstance(thing, Const | Static):
        return thing.value
    if isinstance(thing, Struct) and thing.kind in ("tuple", "list"):
        items = [static_value(i) for i in thing.items]
        if all(i is not DYNAMIC for i in items):
            return tuple(items)
    return DYNAMIC

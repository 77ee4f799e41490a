"""Builtins, methods and NumPy functions that are more than one gate."""

from __future__ import annotations

import ast
import builtins
import cmath
import math
import sys
import time
import warnings
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    builtin_calls,
    choices,
    comprehensions,
    deques,
    draws,
    expressions,
    failures,
    growing,
    joins,
    library,
    memory,
    objects,
    operands,
    outside,
    programs,
    subscripts,
    templates,
    texts,
    user_functions,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import (
    Array,
    Other,
    Scalar,
    Seq,
    Tree,
    is_complex,
    is_nested,
    kind_known,
    rank,
)

EFFECTS = (warnings.simplefilter, warnings.filterwarnings, warnings.warn, time.sleep)
METHOD_CALLS: dict[str, Callable[..., Thing]] = {}


def _extreme(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, which: Any) -> Thing:
    if keywords:
        return _extreme_by_key(scope, node, args, dict(keywords), which)
    if not args:
        raise refuse("AD204", f"{which.__name__} of no arguments", scope.span(node))
    if len(args) == 1:
        _check_filled(scope, node, args[0], which)
    return _best(scope, node, args, which)


def _check_filled(scope: Scope, node: ast.Call, thing: Thing, which: Any) -> None:
    """Append the test that there is an item at all, where only the run tells and none was made."""
    content = memory.now(scope, thing)
    if not isinstance(content, Value) or growing.is_filled(scope, content):
        return
    if isinstance(content.type, Seq) or rank(content.type) == 1:
        size = scope.program.b.apply(gate(len), content)
        text = Const(_words_of_nothing(which))
        user_functions.user_call(scope, node, library.FILLED, [size, text], {})


@cache
def _words_of_nothing(which: Any) -> str:
    """Return what this version of Python says of `max([])`."""
    try:
        which([])
    except ValueError as error:
        return str(error)
    raise AssertionError(which)


def _best(scope: Scope, node: ast.Call, args: list[Thing], which: Any) -> Thing:
    """Append `max(items)` of what holds an item, or `max(x, y)`."""
    if len(args) == 1:
        thing = args[0]
        if isinstance(thing, Struct):
            args = subscripts.listed(scope, node, thing)
        elif isinstance(thing, Value) and isinstance(thing.type, Tree):
            args = subscripts.unpack(scope, node, thing, len(thing.type.items))
        else:
            found = builtin_calls.extreme_of_sequence(scope, node, thing, which)
            if found is not None:
                return found
            raise refuse(
                "AD204",
                f"{which.__name__}() of this value is not supported",
                scope.span(node),
                hint=f"np.{which.__name__}(...)",
            )
    if not args:
        refusal = refuse("AD304", f"{which.__name__}() of nothing", scope.span(node))
        raise failures.certain(scope, node, ValueError(_words_of_nothing(which)), refusal)
    best = args[0]
    for arg in args[1:]:
        best = _better(scope, node, best, arg, which)
    return best


def _better(scope: Scope, node: ast.Call, best: Thing, other: Thing, which: Any) -> Thing:
    """Append `max(best, other)`: of two tuples that hold more than numbers one is asked for."""
    if any(_holds_parts(scope, side) for side in (best, other)):
        text = "<other> if <other> > <best> else <best>"
        if which is min:
            text = text.replace(" > ", " < ")
        return templates.value(scope, node, text, {"<best>": best, "<other>": other})
    atoms = [expressions.atom(scope, node, side) for side in (best, other)]
    return scope.program.b.apply(gate(which), *atoms)


def _holds_parts(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is a container of more than numbers."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct) and content.kind == "object":
        return True
    return isinstance(content, Struct) and not all(
        isinstance(i, Value | Const) and isinstance(type_of(i), Scalar) for i in content.items
    )


def _extreme_by_key(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], which: Any
) -> Thing:
    """Append `max(items, key=..., default=...)`."""
    key, default = keywords.pop("key", None), keywords.pop("default", None)
    if keywords or not args:
        raise refuse("AD204", f"{which.__name__} with these arguments", scope.span(node))
    if len(args) > 1:
        args = [Struct("tuple", tuple(args))]

    def best() -> Thing:
        if key is None:
            return _best(scope, node, args, which)
        return builtin_calls.first_in_order(scope, node, args[0], key, which)

    if default is None:
        _check_filled(scope, node, args[0], which)
        return best()
    return choices.if_any(scope, node, args[0], best, lambda: default)


def _compensated(scope: Scope, node: ast.AST, items: Struct, start: Thing) -> bool:
    """Tell whether Python adds these numbers more exactly than one by one, as from 3.12 on."""
    first = [] if start == Const(0) else [start]
    if any(objects.class_of(scope, i) is not None for i in (*first, *items.items)):
        return False
    kinds = [type_of(expressions.atom(scope, node, i)) for i in (*first, *items.items)]
    numbers = all(isinstance(k, Scalar) and k.kind in ("float", "int") for k in kinds)
    return sys.version_info >= (3, 12) and numbers and len(kinds) > 2


def _sum(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    if args and isinstance(args[0], Struct) and args[0].kind not in ("dict", "object"):
        start = args[1] if len(args) > 1 else keywords.get("start", Const(0))
        return added(scope, node, args[0], start)
    start = args[1] if len(args) > 1 else keywords.get("start", Const(0))
    if args and isinstance(start, Struct) and start.kind in ("list", "tuple", "object"):
        so_far = ast.Name(comprehensions.RESULT, ast.Load())
        joined = ast.BinOp(so_far, ast.Add(), ast.Name("<item>", ast.Load()))
        if not scope.program.b.placed(start):
            scope.program.b.place(start)
        return comprehensions.fold(scope, node, args[0], joined, start)
    return None  # type: ignore[return-value]


def added(scope: Scope, node: ast.AST, items: Struct, start: Thing) -> Thing:
    """Append the sum of a few known items."""
    if _compensated(scope, node, items, start):
        whole = expressions.atom(scope, node, Struct("list", items.items))
        rest = [] if start == Const(0) else [expressions.atom(scope, node, start)]
        return scope.program.b.apply(gate(sum), whole, *rest)
    out = start
    for item in items.items:
        out = expressions.binary(scope, node, ast.Add, out, item)
    return out


def _len(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    thing = args[0] if args else None
    kind = thing.type if isinstance(thing, Value) else thing
    if isinstance(kind, Struct | Tree) and kind.kind == "object":
        raise refuse("AD304", "an object cannot be used as a sequence here", scope.span(node))
    if isinstance(thing, Static):
        thing = outside.opened(scope, node, thing.value)
    if isinstance(thing, Struct):
        return Const(len(thing.items))
    if isinstance(thing, Value) and isinstance(thing.type, Tree) and not is_nested(thing.type):
        return Const(len(thing.type.items))
    return None


def _tuple(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, kind: str) -> Any:
    if not args:
        return Struct(kind, ())
    thing = args[0]
    if isinstance(thing, Struct):
        return Struct(kind, tuple(subscripts.listed(scope, node, thing)))
    if isinstance(thing, Value) and subscripts.is_sequence(thing.type):
        assert isinstance(thing.type, Tree)
        n = len(thing.type.items)
        return Struct(kind, tuple(subscripts.unpack(scope, node, thing, n)))
    return None


def _isinstance(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any) -> Thing:
    classes = operands.classes_of(args[1])
    if failures.is_exception(args[0]) and classes is not operands.DYNAMIC:
        return failures.asked(scope, args[0], classes)
    cls = class_of(scope, node, args[0])
    possible = [cls] if cls is not None else either(type_of(expressions.atom(scope, node, args[0])))
    if classes is operands.DYNAMIC or not possible:
        raise refuse("AD204", "isinstance needs a value of known kind", scope.span(node))
    answers = {failures.known(scope, node, _is_kind, c, classes) for c in possible}
    if len(answers) == 1:
        return Const(answers.pop())
    value = expressions.atom(scope, node, args[0])
    return scope.program.b.apply(gate(core.is_a), value, attrs={"classes": classes})


def _is_kind(cls: type, classes: Any) -> bool:
    """Return `isinstance` of an object of a class; where it raises, with its own words."""
    try:
        return issubclass(cls, classes)
    except TypeError:
        isinstance(None, classes)
        raise


def either(type_: Any) -> list[type]:
    """Return the classes of what may be of several: Python's or NumPy's, or None."""
    if is_nested(type_):
        return [type(None), list if isinstance(type_, Seq) else tuple]
    if not isinstance(type_, Scalar) or type_.dtype != "?":
        return []
    own = {"bool": bool, "int": int, "float": float, "complex": complex}[type_.kind]
    family = {"bool": "?", "int": "bhilqBHILQ", "float": "efdg", "complex": "FDG"}[type_.kind]
    none = [type(None)] if type_.maybe else []
    return [own, *(np.dtype(code).type for code in family), *none]


def class_of(scope: Scope, node: ast.AST, thing: Thing) -> type | None:
    """Return the class of a value where it is known at compile time."""
    content = memory.now(scope, thing)
    cls = objects.class_of(scope, content)
    if cls is not None:
        return deques.shown(cls)
    if isinstance(content, Static):
        return type(content.value)
    if isinstance(content, Struct):
        return {"tuple": tuple, "list": list, "dict": dict, "set": set}.get(content.kind)
    return python_class(type_of(expressions.atom(scope, node, content)))


def python_class(type_: Any) -> type | None:
    """Return the Python class of values of a type, None if it is not known."""
    if is_nested(type_):
        return None
    match type_:
        case Array():
            return np.ndarray
        case Scalar(kind, dtype):
            if dtype == "?":
                return None
            named = {"bool": bool, "int": int, "float": float, "complex": complex}
            return np.dtype(dtype).type if dtype else named[kind]
        case Seq(_, kind) | Tree(kind):
            return getattr(builtins, kind, None)
        case Other(cls):
            return cls
    return None


def _clip(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    given = dict(zip(("x", "min", "max"), args, strict=False))
    keywords = {{"a_min": "min", "a_max": "max"}.get(k, k): t for k, t in keywords.items()}
    bounds = [given.get(k) or keywords.pop(k, Const(None)) for k in ("min", "max")]
    if bounds == [Const(None)] * 2:
        raise refuse("AD204", "np.clip without bounds", scope.span(node), "here")
    return operands.known_call(scope, node, gate(np.clip), [args[0], *bounds, *args[3:]], keywords)


def _astype(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    dtype = operands.static_value(args[0]) if len(args) == 1 and not keywords else operands.DYNAMIC
    if dtype is operands.DYNAMIC and args:
        dtype = operands.dtype_of(scope, args[0])
    if dtype is operands.DYNAMIC:
        raise refuse("AD204", "astype needs one literal dtype", scope.span(node))
    operand = expressions.atom(scope, node, x)
    attrs = {"dtype": dtype}
    known = gate(core.astype)
    if np.dtype(dtype).kind not in "fc":
        known = gate(core.rounded_to)
    return scope.program.b.apply(known, operand, attrs=attrs)


def _item_method(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    if args:
        raise refuse("AD204", "item(index) is not supported", scope.span(node), hint="x[index]")
    return scope.program.b.apply(gate(core.item_of), expressions.atom(scope, node, x))


def _tolist_method(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `x.tolist()`: Python's own numbers, in lists of as many levels as axes."""
    atom = expressions.atom(scope, node, x)
    match rank(type_of(atom)):
        case None:
            hint = "np.asarray of what it is, or a loop over it"
            raise refuse("AD204", "tolist() of this value", scope.span(node), hint=hint)
        case 0:
            return scope.program.b.apply(gate(core.item_of), atom)
        case 1:
            return scope.program.b.apply(gate(core.tolist), atom)
    return user_functions.user_call(scope, node, library.LISTED, [x], {})


def _compress_method(
    scope: Scope, node: ast.Call, x: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    condition = args[0] if args else keywords.pop("condition")
    return programs.call(scope, node, np.compress, [condition, x, *args[1:]], keywords)


METHOD_CALLS.update(
    {
        "astype": _astype,
        "compress": _compress_method,
        "clip": lambda scope, node, x, args, keywords: _clip(scope, node, [x, *args], keywords),
        "item": _item_method,
        "tolist": _tolist_method,
    }
)


def _join(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], known: Any
) -> Any:
    """Append `np.concatenate` or `np.stack` of a list of known length."""
    thing = args[0] if args else None
    if isinstance(thing, Value) and subscripts.is_sequence(thing.type):
        assert isinstance(thing.type, Tree)
        n = len(thing.type.items)
        thing = Struct(thing.type.kind, tuple(subscripts.unpack(scope, node, thing, n)))
    if isinstance(thing, Value) and isinstance(thing.type, Seq) and len(args) == 1:
        done = joins.of_list(scope, node, thing, known, keywords)
        if done is not None:
            return done
    if not isinstance(thing, Struct) or thing.kind == "dict" or not thing.items:
        raise refuse(
            "AD204", f"{known.__name__} needs a list written out", scope.span(node), "this call"
        )
    items = list(thing.items)
    if len(args) > 1:
        keywords = {**keywords, "axis": args[1]}
    if known is core.concatenate and keywords.get("axis") == Const(None):
        keywords = {k: v for k, v in keywords.items() if k != "axis"}
        items = [operands.known_call(scope, node, gate(np.ravel), [i], {}) for i in items]
    return operands.known_call(scope, node, gate(known), items, keywords)


def _log(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], log: Any
) -> Any:
    """Append the logarithm to a base."""
    if len(args) != 2:
        return None
    top, base = (operands.known_call(scope, node, gate(log), [a], {}) for a in args)
    return expressions.binary(scope, node, ast.Div, top, base)


def _polar(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `cmath.polar(z)` as its absolute value and its angle."""
    parts = (operands.known_call(scope, node, gate(f), args, {}) for f in (abs, cmath.phase))
    return Struct("tuple", tuple(parts))


def _is_complex(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Const:
    """Append `np.iscomplexobj(x)`, an answer known at compile time."""
    type_ = type_of(expressions.atom(scope, node, args[0]))
    if not kind_known(type_) or (isinstance(type_, Scalar) and type_.dtype == "?"):
        raise refuse("AD204", "np.iscomplexobj of a value of unknown kind", scope.span(node))
    return Const(is_complex(type_))


def _is_real(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Const:
    """Append `np.isrealobj(x)`."""
    return Const(not _is_complex(scope, node, args, keywords).value)


def _rank(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    """Append `np.ndim(x)`, mostly known at compile time."""
    if len(args) != 1 or keywords:
        return None
    n = rank(type_of(operands.as_array(scope, expressions.atom(scope, node, args[0]))))
    return None if n is None else Const(n)


def _bincount(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    """Append `np.bincount(x)`, whose weights are an operand too."""
    weights = keywords.pop("weights", None)
    args = [*args, weights] if weights is not None else args
    if len(args) == 2 and args[1] == Const(None):
        args = args[:1]
    return operands.known_call(scope, node, gate(np.bincount), args, keywords)


def _where(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Any:
    """Append `np.where(condition)`, the places where it holds."""
    if len(args) != 1 or keywords:
        return None
    return operands.known_call(scope, node, gate(np.nonzero), args, {})


SPECIAL: dict[Any, Callable[..., Any]] = {
    np.bincount: _bincount,
    np.where: _where,
    np.ndim: _rank,
    print: texts.say,
    max: lambda s, n, a, k: _extreme(s, n, a, k, max),
    min: lambda s, n, a, k: _extreme(s, n, a, k, min),
    sum: _sum,
    len: _len,
    super: objects.super_,
    next: draws.take,
    tuple: lambda s, n, a, k: _tuple(s, n, a, k, "tuple"),
    list: lambda s, n, a, k: _tuple(s, n, a, k, "list"),
    isinstance: _isinstance,
    issubclass: failures.asked_class,
    str: partial(texts.text, pattern="{}"),
    repr: partial(texts.text, pattern="{!r}"),
    **{f: partial(texts.tell, function=f) for f in EFFECTS},
    **dict.fromkeys((float, int, complex, np.float64, np.float32), texts.check_number),
    np.clip: _clip,
    np.concatenate: lambda s, n, a, k: _join(s, n, a, k, core.concatenate),
    np.stack: lambda s, n, a, k: _join(s, n, a, k, core.stack),
    math.log: lambda s, n, a, k: _log(s, n, a, k, math.log),
    cmath.log: lambda s, n, a, k: _log(s, n, a, k, cmath.log),
    cmath.polar: _polar,
    np.iscomplexobj: _is_complex,
    np.isrealobj: _is_real,
}
if hasattr(math, "sumprod"):  # from Python 3.12 on
    SPECIAL[math.sumprod] = lambda s, n, a, k: operands.known_call(
        s, n, gate(core.product_sum), a, k
    )
if hasattr(np, "astype"):
    SPECIAL[np.astype] = lambda s, n, a, k: _astype(s, n, a[0], a[1:], k)

"""Where functions of NumPy put their results: `out=`, `where=`, `np.add.at` and its like."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    memory,
    operands,
    slices,
    static_calls,
    subscripts,
    templates,
    writes,
    written_arrays,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Scalar

NOTHING = Const(None)


def output(
    function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> tuple[list[Thing], Thing | None, Thing | None]:
    """Return the arguments without the output, the output, and the mask of what is written.

    What is left of the keywords is what the function itself takes.
    """
    out = keywords.pop("out", NOTHING)
    count = function.nin if isinstance(function, np.ufunc) else POSITIONAL.get(function)
    if count is not None and len(args) > count:
        args, (out, *_) = args[:count], args[count:]
    if isinstance(out, Struct) and out.kind == "tuple" and len(out.items) == 1:
        out = out.items[0]
    where = keywords.pop("where", NOTHING) if isinstance(function, np.ufunc) else NOTHING
    where = NOTHING if where == Const(True) else where
    return args, None if out == NOTHING else out, None if where == NOTHING else where


POSITIONAL = {np.dot: 2, np.clip: 3, np.outer: 2, np.round: 2}  # operands before `out`


def called(
    scope: Scope,
    node: ast.Call,
    function: Any,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    """Append a call of a function of NumPy that writes into an array; None if it does not."""
    keywords = dict(keywords)
    args, out, where = output(function, args, keywords)
    if out is None and where is None:
        return None
    if out is None:
        raise refuse(
            "AD204",
            f"{ast.unparse(node.func)} with where= and no out=, which leaves elements unset",
            scope.span(node),
            "this call",
            "give out=, or use np.where",
        )
    if where is not None:
        # Where nothing is written the function is asked of 1, which it is defined at.
        last = templates.value(
            scope, node, "<np>.where(<m>, <x>, 1.0)", {"<m>": where, "<x>": args[-1]}
        )
        args = [*args[:-1], last]
    value = static_calls.call_static(scope, node, function, args, keywords)
    if where is not None:
        names = {"<m>": where, "<x>": value, "<a>": out}
        value = templates.value(scope, node, "<np>.where(<m>, <x>, <a>)", names)
    return into(scope, node, function, out, value)


def into(scope: Scope, node: ast.Call, function: Any, target: Thing, thing: Thing) -> Thing:
    """Let `out=target` of a known function contain its result."""
    old, value = memory.now(scope, target), expressions.atom(scope, node, thing)
    if not isinstance(old, Value) or not isinstance(old.type, Array):
        raise refuse("AD204", "out= of what is not certainly an array", scope.span(node))
    type_ = type_of(value)
    if not isinstance(value, Value) or not isinstance(type_, Array | Scalar):
        raise refuse("AD204", "out= of a result of unknown kind", scope.span(node))
    if isinstance(type_, Array) and type_.dtype == old.type.dtype:
        if same_shape(type_, old.type) and isinstance(thing, Value) and not _is_view(scope, value):
            memory.write(scope, node, target, value)
            return target
    elif not isinstance(function, np.ufunc) and type_.dtype != old.type.dtype:
        raise refuse("AD204", "out= of another dtype", scope.span(node), "here")
    templates.run(scope, node, "<a>[...] = <v>", {"<a>": target, "<v>": value})
    return target


def _is_view(scope: Scope, value: Value) -> bool:
    made = scope.program.b.made.get(value)
    return made is None or made.gate.view or made.gate.function is core.named


def is_at(function: Any) -> bool:
    """Tell whether a function is the method `at` of a ufunc."""
    return getattr(function, "__name__", "") == "at" and isinstance(
        getattr(function, "__self__", None), np.ufunc
    )


def at(scope: Scope, node: ast.Call, ufunc: np.ufunc) -> Thing:
    """Append `ufunc.at(a, index, v)`: places named twice are changed twice."""
    if node.keywords or not 2 <= len(node.args) == ufunc.nin + 1:
        raise refuse("AD204", f"{ast.unparse(node.func)} with these arguments", scope.span(node))
    target = expressions.expression(scope, node.args[0])
    index = node.args[1]
    rest = [expressions.expression(scope, a) for a in node.args[2:]]
    if ufunc in (np.add, np.subtract):
        (v,) = rest
        if ufunc is np.subtract:
            v = operands.as_array(scope, expressions.atom(scope, node, v))
            v = templates.value(scope, node, "-<v>", {"<v>": v})
        writes.add_at(scope, node, target, index, v)
        return NOTHING
    names = {"<a>": target, "<f>": Static(ufunc)}
    if rest:
        names["<v>"] = rest[0]
    place = slices.index_of(scope, index)
    text = ast.unparse(place)
    if not any(isinstance(n, ast.Slice) for n in ast.walk(place)):
        names["<i>"] = expressions.expression(scope, place)
        place, text = ast.copy_location(ast.Name("<i>", ast.Load()), index), "<i>"
    with templates.hidden(scope, names):
        once = writes.names_once(scope, target, place)
    if once:
        change = f"<f>(<a>[{text}], <v>)" if rest else f"<f>(<a>[{text}])"
        templates.run(scope, node, f"<a>[{text}] = {change}", names)
    else:
        _one_by_one(scope, node, names)
    return NOTHING


LASTING = HELPERS["lasting"]


def lasting(scope: Scope, node: ast.Call) -> Thing:
    """Append `lasting(a, index)` of generated code."""
    slots = [
        expressions.atom(
            scope, node, memory.now(scope, expressions.expression(scope, node.args[0]))
        )
    ]
    pattern = subscripts.index_pattern(scope, slices.index_of(scope, node.args[1]), slots)
    return scope.program.b.apply(gate(LASTING), *slots, attrs={"index": pattern})


def _one_by_one(scope: Scope, node: ast.Call, names: dict[str, Thing]) -> None:
    """Append a loop over the places that an index of lists names."""
    index = names.pop("<i>", NOTHING)
    content = memory.now(scope, index)
    things = [index]
    if isinstance(content, Struct) and content.kind == "tuple":
        things = list(content.items)
    parts = [memory.now(scope, t) for t in things]
    types = [type_of(expressions.atom(scope, node, p)) for p in parts]
    whole = written_arrays.array_type(scope, node, names["<a>"])
    if whole.rank != len(parts) or any(_is_no_list(t) for t in types):
        raise refuse(
            "AD204",
            f"{ast.unparse(node.func)} at this index",
            scope.span(node.args[1]),
            "it may name a place twice",
            "write the loop",
        )
    words = [f"<i{k}>" for k in range(len(parts))]
    walked = [f"<i{k}s>" for k in range(len(parts))]
    names |= dict(zip(walked, things, strict=True))
    item = ""
    if "<v>" in names:
        n = written_arrays.rank_of(scope, names["<v>"])
        if n is None or n > 1:
            raise refuse("AD204", f"{ast.unparse(node.func)} of this value", scope.span(node))
        item = "<v>"
        if n == 1:
            text = "<np>.broadcast_to(<v>, (len(<i0s>),))"
            names["<vs>"] = templates.value(
                scope, node, text, {"<v>": names["<v>"], "<i0s>": things[0]}
            )
            words, walked = [*words, "<x>"], [*walked, "<vs>"]
            item = "<x>"
    place = ", ".join(words[: len(parts)])
    over = walked[0] if len(walked) == 1 else f"zip({', '.join(walked)})"
    change = f"<f>(<a>[{place}], {item})" if item else f"<f>(<a>[{place}])"
    templates.run(scope, node, f"for {', '.join(words)} in {over}: <a>[{place}] = {change}", names)


def _is_no_list(type_: Any) -> bool:
    """Tell whether a part of an index is not one list of numbers."""
    return isinstance(type_, Scalar) or (isinstance(type_, Array) and type_.rank != 1)

"""NumPy's functions and methods that write into an array: `np.copyto`, `a.fill`, `np.put`, ..."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, memory, operands, static_calls, templates
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.gates import gate
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Scalar, rank

NOTHING = Const(None)


def _given(
    scope: Scope, node: ast.Call, names: str, args: list[Thing], keywords: dict[str, Thing]
) -> list[Thing]:
    """Return the arguments in order, None for those that are not given."""
    known = names.split()
    given = dict(zip(known, args, strict=False)) | keywords
    if len(args) > len(known) or set(given) - set(known):
        raise refuse("AD204", f"{ast.unparse(node.func)} with these arguments", scope.span(node))
    return [given.get(name, NOTHING) for name in known]


def array_type(scope: Scope, node: ast.Call, thing: Thing) -> Array:
    """Return the type of the array that is written to, or refuse."""
    type_ = getattr(memory.now(scope, thing), "type", None)
    if not isinstance(type_, Array):
        word = ast.unparse(node.func)
        raise refuse("AD204", f"{word} of what is not certainly an array", scope.span(node))
    return type_


def rank_of(scope: Scope, thing: Thing) -> int | None:
    content = memory.now(scope, thing)
    return rank(type_of(content)) if isinstance(content, Value | Const) else None


def copyto(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.copyto(dst, src, where=...)`."""
    dst, src, casting, where = _given(scope, node, "dst src casting where", args, keywords)
    if casting not in (NOTHING, Const("same_kind")):
        raise refuse("AD204", "np.copyto with another casting", scope.span(node), "here")
    text = "<a>[...] = <v>"
    if where not in (NOTHING, Const(True)):
        text = "<a>[...] = <np>.where(<m>, <v>, <a>)"
    templates.run(scope, node, text, {"<a>": dst, "<v>": src, "<m>": where})
    return NOTHING


def fill(
    scope: Scope, node: ast.Call, token: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `a.fill(v)`."""
    (value,) = _given(scope, node, "value", args, keywords)
    templates.run(scope, node, "<a>[...] = <v>", {"<a>": token, "<v>": value})
    return NOTHING


def sort(
    scope: Scope, node: ast.Call, token: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `a.sort()`: the array contains its sorted self from here on."""
    axis, kind, order, stable = _given(scope, node, "axis kind order stable", args, keywords)
    if order != NOTHING or stable != NOTHING:
        raise refuse("AD204", "a.sort(order=..., stable=...)", scope.span(node), "here")
    old = expressions.atom(scope, node, memory.now(scope, token))
    options = {"axis": axis} if axis != NOTHING else {}
    options |= {"kind": kind} if kind != NOTHING else {}
    memory.write(
        scope, node, token, operands.known_call(scope, node, gate(np.sort), [old], options)
    )
    return NOTHING


def put_method(
    scope: Scope, node: ast.Call, token: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `a.put(places, values)`."""
    return put(scope, node, [token, *args], keywords)


def _no_method(
    scope: Scope, node: ast.Call, token: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    assert isinstance(node.func, ast.Attribute)
    word = node.func.attr
    hint = {"partition": "sort it", "resize": "make a new array"}.get(word, "")
    raise refuse("AD203", f"the method {word!r}, in place", scope.span(node), "this call", hint)


METHODS: dict[str, Callable[..., Thing]] = {
    "fill": fill,
    "sort": sort,
    "put": put_method,
    **dict.fromkeys(("partition", "resize", "byteswap", "setfield", "setflags"), _no_method),
}


def fill_diagonal(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `np.fill_diagonal(a, v)` of a matrix."""
    a, v, wrap = _given(scope, node, "a val wrap", args, keywords)
    type_ = array_type(scope, node, a)
    if type_.rank != 2 or wrap not in (NOTHING, Const(False)):
        raise refuse("AD204", "np.fill_diagonal of this array", scope.span(node), "here")
    if (rank_of(scope, v) or 0) > 1:
        raise refuse("AD204", "np.fill_diagonal with a matrix", scope.span(node), "here")
    i = templates.value(scope, node, "<np>.arange(min(<a>.shape[0], <a>.shape[1]))", {"<a>": a})
    names = {"<a>": a, "<v>": v, "<i>": i}
    of_v = getattr(memory.now(scope, v), "type", None)
    known = isinstance(of_v, Array) and {d.key for d in type_.dims} == {d.key for d in of_v.dims}
    if not known and rank_of(scope, v) != 0:  # NumPy begins again where the values end
        names["<v>"] = templates.value(scope, node, "<np>.resize(<v>, <i>.size)", names)
    templates.run(scope, node, "<a>[<i>, <i>] = <v>", names)
    return NOTHING


def put(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.put(a, places, values)`, the places counted as in the array made flat."""
    a, places, v, mode = _given(scope, node, "a ind v mode", args, keywords)
    if mode not in (NOTHING, Const("raise")):
        raise refuse("AD204", "np.put with another mode", scope.span(node), "here")
    _check_as_many(scope, node, places, v)
    flat = "<a>" if array_type(scope, node, a).rank == 1 else "<a>.flat"
    templates.run(scope, node, f"{flat}[<i>] = <v>", {"<a>": a, "<i>": places, "<v>": v})
    return NOTHING


def _check_as_many(scope: Scope, node: ast.Call, places: Thing, v: Thing) -> None:
    """Refuse values that NumPy would repeat or leave out: one number, or one for each place."""
    counts = []
    for thing in (places, v):
        content = memory.now(scope, thing)
        if isinstance(content, Struct) and content.kind in ("list", "tuple"):
            counts.append(str(len(content.items)))
            continue
        type_ = type_of(expressions.atom(scope, node, content))
        if isinstance(type_, Scalar):
            counts.append("one")
            continue
        counts.append(type_.dims[0].key if isinstance(type_, Array) and type_.rank == 1 else "?")
    if counts[1] != "one" and (counts[0] != counts[1] or "?" in counts):
        raise refuse(
            "AD204",
            f"{ast.unparse(node.func)} with a number of values not known to be that of the places",
            scope.span(node),
            "this call",
            "write a[places] = values, or give one number",
        )


def place(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.place(a, mask, values)` with one value."""
    return _where(scope, node, _given(scope, node, "arr mask vals", args, keywords), True)


def putmask(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.putmask(a, mask, values)` with one value, or one for each element."""
    return _where(scope, node, _given(scope, node, "a mask values", args, keywords), False)


def _where(scope: Scope, node: ast.Call, given: list[Thing], one: bool) -> Thing:
    """Append a write at a mask; values that NumPy would repeat or count off are refused."""
    a, mask, v = given
    whole = array_type(scope, node, a)
    content = memory.now(scope, v)
    if isinstance(content, Struct) and len(content.items) == 1:
        v = content.items[0]
    single = rank_of(scope, v) == 0
    if not single and (one or not same_shape(type_of(memory.now(scope, v)), whole)):  # type: ignore[arg-type]
        raise refuse(
            "AD204",
            f"{ast.unparse(node.func)} with values that may be repeated",
            scope.span(node),
            "this call",
            "write a[mask] = values, or give one number",
        )
    text = "<a>[<m>] = <v>" if single else "<a>[...] = <np>.where(<m>, <v>, <a>)"
    templates.run(scope, node, text, {"<a>": a, "<m>": mask, "<v>": v})
    return NOTHING


def put_along_axis(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `np.put_along_axis(a, places, values, axis)`."""
    a, places, v, axis = _given(scope, node, "arr indices values axis", args, keywords)
    n = array_type(scope, node, a).rank
    if not isinstance(axis, Const) or rank_of(scope, places) not in (n, None):
        raise refuse("AD204", "np.put_along_axis with these arguments", scope.span(node), "here")
    names = {"<a>": a, "<i>": places, "<v>": v}
    if axis.value is None:
        templates.run(scope, node, "<a>.flat[<i>] = <v>", names)
        return NOTHING
    index = []
    for k in range(n):
        if k == axis.value % n:
            index.append("<i>")
            continue
        shape = ", ".join([*["None"] * k, ":", *["None"] * (n - k - 1)])
        names[f"<i{k}>"] = templates.value(
            scope, node, f"<np>.arange(<a>.shape[{k}])[{shape}]", {"<a>": a}
        )
        index.append(f"<i{k}>")
    templates.run(scope, node, f"<a>[{', '.join(index)}] = <v>", names)
    return NOTHING


def ndarray(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.ndarray(shape, dtype)`: an array of whatever stands there."""
    shape, dtype = _given(scope, node, "shape dtype", args, keywords)
    options = {"dtype": dtype} if dtype != NOTHING else {}
    return static_calls.call_static(scope, node, np.empty, [shape], options)


CALLS: dict[Any, Callable[..., Thing]] = {
    np.ndarray: ndarray,
    np.copyto: copyto,
    np.fill_diagonal: fill_diagonal,
    np.put: put,
    np.place: place,
    np.putmask: putmask,
    np.put_along_axis: put_along_axis,
}

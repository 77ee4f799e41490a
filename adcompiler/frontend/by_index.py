"""Loops whose body writes to what they walk: built over the places instead of the items.

`for row in a: row[0] = v` is `for k in range(len(a)): row = a[k]; row[0] = v`, and a loop over a
list of known length is unrolled. It is found out while the loop is built, which then begins again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from adcompiler.frontend import memory, stand_ins, walks
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Value
from adcompiler.ir.types import Array

PLACE = "<k>"
FUNCTIONS: dict[str, Thing] = {"<range>": Static(range), "<len>": Static(len), "<min>": Static(min)}


def key(scope: Scope, node: ast.For) -> Any:
    """Return what tells a loop from others when the program is built again."""
    file = scope.captured.function.__code__.co_filename
    return file, node.lineno, node.col_offset


def rewritten(scope: Scope, node: ast.For, once: walks.Evaluated) -> ast.For:
    """Return a loop over arrays as one over places, or the loop itself."""
    sequences, targets = _parts(scope, node)
    if any(isinstance(s, ast.Call) for s in sequences):
        return node  # it may walk what it makes of an array
    things = [walks.evaluated(scope, s, once) for s in sequences]
    for thing in things:
        content = memory.now(scope, thing)
        if not isinstance(content, Value) or not isinstance(content.type, Array):
            return node
    words = [f"<rows{k}_{node.lineno}_{node.col_offset}>" for k in range(len(things))]
    around = dict(zip(words, things, strict=True))
    counts: list[ast.expr] = [_call("<len>", _read(w)) for w in words]
    count = counts[0] if len(counts) == 1 else _call("<min>", *counts)
    rows: list[ast.stmt] = [
        ast.Assign([target], ast.Subscript(_read(word), _read(PLACE), ast.Load()))
        for target, word in zip(targets, words, strict=True)
    ]
    place: ast.expr = ast.Name(PLACE, ast.Store())
    if isinstance(node.iter, ast.Call) and len(targets) < len(_elements(node.target)):
        rows.append(ast.Assign([_elements(node.target)[0]], _read(PLACE)))
    new = ast.For(place, _call("<range>", count), [*rows, *node.body], node.orelse)
    stand_ins.place(node, new, *rows)
    stand_ins.quote(scope.program.b.span, *rows)
    scope.env.update({**FUNCTIONS, **around})
    return new


def forget(scope: Scope, before: Iterable[Any]) -> None:
    """Take the variables of a rewritten loop out of the scope."""
    hidden = (w for w in scope.env if isinstance(w, str) and w.startswith("<rows"))
    for word in [*FUNCTIONS, PLACE, *hidden]:
        if word not in before:
            scope.env.pop(word, None)


def _parts(scope: Scope, node: ast.For) -> tuple[list[ast.expr], list[ast.expr]]:
    """Return the sequences that a loop walks, and what their items are bound to."""
    match node.iter:
        case ast.Call(ast.Name() as function, args, []):
            callee = scope.lookup(function)
            word = callee.value if isinstance(callee, Static) else None
            names = _elements(node.target)
            if word is zip and len(names) == len(args):
                return args, names
            if word is enumerate and len(args) == 1 and len(names) == 2:
                return args, names[1:]
    return [node.iter], [node.target]


def _elements(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, ast.Tuple | ast.List) else []


def _read(word: str) -> ast.Name:
    return ast.Name(word, ast.Load())


def _call(word: str, *args: ast.expr) -> ast.Call:
    return ast.Call(_read(word), list(args), [])

"""Shrinks a program that goes wrong, while it goes wrong in the same way."""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Callable, Iterator


def reduced(text: str, still: Callable[[str], bool]) -> str:
    """Return a small program for which `still` holds, as it does for `text`.

    >>> print(reduced("a = 1\\nb = 2 + a\\nc = b", lambda t: "2" in t))
    2
    """
    text = ast.unparse(ast.parse(text))
    place, tried = 0, False  # a pass goes on where the last program that held was found
    while True:
        found = None
        for k, smaller in enumerate(_smaller(ast.parse(text))):
            if k >= place and len(smaller) < len(text) and still(smaller):
                found = k, smaller
                break
        if found is not None:
            (place, text), tried = found, True
        elif tried:
            place, tried = 0, False
        else:
            return text


def _smaller(tree: ast.Module) -> Iterator[str]:
    """Yield the program without a statement, with a block laid open, or a part for a whole."""
    places = [
        (node, name)
        for node in (*ast.walk(tree.body[-1]), *ast.walk(tree))
        for name in ("body", "orelse", "finalbody", "handlers", "cases")
        if isinstance(getattr(node, name, None), list)
    ]
    for node, name in places:
        items = getattr(node, name)
        for size in (8, 4, 2, 1):
            for k in range(0, len(items) - size + 1, size):
                inside = [
                    child
                    for field in ("body", "orelse")
                    for child in (getattr(items[k], field, None) or [])
                    if size == 1 and isinstance(getattr(items[k], field), list)
                ]
                for instead in ([], inside) if inside else ([],):
                    setattr(node, name, items[:k] + instead + items[k + size :])
                    yield from _written(tree)
                    setattr(node, name, items)
    for node in list(ast.walk(tree)):
        for field, value in ast.iter_fields(node):
            read = isinstance(getattr(value, "ctx", ast.Load()), ast.Load)
            if isinstance(value, ast.expr) and read:
                for part in _parts(value):
                    setattr(node, field, part)
                    yield from _written(tree)
                    setattr(node, field, value)
            elif isinstance(value, list) and value and isinstance(value[0], ast.expr):
                for k, item in enumerate(value):
                    for instead in ([], *([part] for part in _parts(item))):
                        setattr(node, field, value[:k] + instead + value[k + 1 :])
                        yield from _written(tree)
                        setattr(node, field, value)


def _parts(node: ast.expr) -> list[ast.expr]:
    """Return what may stand for an expression: its parts, and a number."""
    inner = (c for c in ast.walk(node) if isinstance(c, ast.expr) and c is not node)
    read = [copy.copy(c) for c in inner if isinstance(getattr(c, "ctx", ast.Load()), ast.Load)]
    return [*read, ast.Constant(0.5)]


def _written(tree: ast.Module) -> Iterator[str]:
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(text, "smaller", "exec")
    except (SyntaxError, ValueError, TypeError, AttributeError):
        return
    yield text

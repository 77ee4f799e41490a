"""Gives variables of comprehensions the names of variables around, which functions may read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence

COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.DictComp)


def renamed(text: str, pick: Callable[[Sequence[str]], str], chance: Callable[[], bool]) -> str:
    """Return a program in which some comprehensions use the name of another variable.

    What the program does stays the same.
    """
    tree = ast.parse(text)
    changed = False
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        names = _bound(function)
        for made in (n for n in ast.walk(function) if isinstance(n, COMPREHENSIONS)):
            inside = list(ast.walk(made))
            target = made.generators[0].target
            first = {n.id for n in ast.walk(made.generators[0].iter) if isinstance(n, ast.Name)}
            read = {n.id for n in inside if isinstance(n, ast.Name)}
            free = [name for name in names if name not in read]
            if not isinstance(target, ast.Name) or target.id in first or not free:
                continue
            if any(isinstance(n, ast.Lambda | ast.NamedExpr) for n in inside) or not chance():
                continue
            old, new = target.id, pick(free)
            for n in inside:
                if isinstance(n, ast.Name) and n.id == old:
                    n.id = new
            changed = True
    return ast.unparse(tree) if changed else text


def _bound(function: ast.FunctionDef) -> list[str]:
    """Return the names that a function binds itself, in their order."""
    found = [a.arg for a in function.args.args]
    found += [n.id for n in _own(function) if isinstance(n, ast.Name) and _is_store(n)]
    return [*dict.fromkeys(found)]


def _own(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (ast.FunctionDef, ast.Lambda, *COMPREHENSIONS)):
            yield from _own(child)


def _is_store(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)

"""Private names: inside a class `C`, Python reads `self.__x` as `self._C__x`."""

from __future__ import annotations

import ast

_NAMED: dict[type[ast.AST], str] = {
    ast.Name: "id",
    ast.Attribute: "attr",
    ast.arg: "arg",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
    ast.ExceptHandler: "name",
    ast.MatchAs: "name",
    ast.MatchStar: "name",
    ast.MatchMapping: "rest",
}


def mangle(tree: ast.AST, cls: str = "") -> None:
    """Rewrite the private names in the bodies of classes, in place.

    The names of the methods themselves are left to Python, which binds them.

    >>> tree = ast.parse("class C:\\n    def f(self): return self.__x")
    >>> mangle(tree)
    >>> ast.unparse(tree.body[0].body[0].body[0])
    'return self._C__x'
    """
    for child in ast.iter_child_nodes(tree):
        field = _NAMED.get(type(child), "")
        if cls and field and not isinstance(tree, ast.ClassDef):
            setattr(child, field, _private(getattr(child, field), cls))
        if cls and isinstance(child, ast.Global | ast.Nonlocal):
            child.names = [_private(name, cls) or name for name in child.names]
        mangle(child, child.name if isinstance(child, ast.ClassDef) else cls)


def _private(name: str | None, cls: str) -> str | None:
    """Return a name as it is inside a class."""
    owner = cls.lstrip("_")
    if not owner or name is None or not name.startswith("__") or name.endswith("__"):
        return name
    return f"_{owner}{name}"

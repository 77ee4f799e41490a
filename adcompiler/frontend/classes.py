"""Classes defined inside a function: made once, while the program is built, as Python makes them.

Their bodies may hold methods, annotations and literals, nothing that depends on the call.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import types
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import expressions
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static
from adcompiler.ir.nodes import Const

DECORATORS = (dataclasses.dataclass, functools.total_ordering)
OF_METHODS = ("property", "staticmethod", "classmethod", "setter", "abstractmethod")


def define(scope: Scope, node: ast.ClassDef) -> None:
    """Bind the name of a class to what its statement makes."""
    known = scope.program.classes
    if node not in known:
        _check_body(scope, node)
        known[node] = _made(scope, node)
    scope.assign(node.name, Static(known[node]))


def _made(scope: Scope, node: ast.ClassDef) -> type:
    function = scope.captured.function
    lines = {node.lineno, *(d.lineno for d in node.decorator_list)}
    found = [c for c in _codes(function.__code__) if c.co_name == node.name]
    code = next(c for c in found if c.co_firstlineno in lines)
    cells = tuple(_cell(scope, node, name) for name in code.co_freevars)
    bases = tuple(_static(scope, b) for b in node.bases)
    decorators = [_decorator(scope, d) for d in reversed(node.decorator_list)]

    def body(space: dict[str, Any]) -> None:
        space["__orig_bases__"] = bases
        exec(code, function.__globals__, space, closure=cells or None)

    cls: type = types.new_class(node.name, types.resolve_bases(bases), {}, body)
    for decorator in decorators:
        cls = decorator(cls)
    for cell, name in zip(cells, code.co_freevars, strict=True):
        if name == node.name:
            cell.cell_contents = cls
    return cls


def _codes(code: types.CodeType) -> list[types.CodeType]:
    """Return every code object inside one."""
    inside = [c for c in code.co_consts if isinstance(c, types.CodeType)]
    return [*inside, *(deeper for c in inside for deeper in _codes(c))]


def _cell(scope: Scope, node: ast.ClassDef, name: str) -> types.CellType:
    """Return the variable around that a method reads: the class itself, or what never changes."""
    if name == node.name:
        return types.CellType()
    around: Scope | None = scope
    while around is not None and name not in around.env:
        around = around.outer
    thing = around.env[name] if around is not None else None
    if isinstance(thing, Static):
        return types.CellType(thing.value)
    raise refuse(
        "AD102",
        f"a class whose body reads the variable {name!r} of the function around",
        scope.span(node),
        "defined here",
        "hand it to __init__, or to the method",
    )


def _static(scope: Scope, node: ast.expr) -> Any:
    thing = expressions.expression(scope, node)
    if isinstance(thing, Static):
        return thing.value
    raise refuse(
        "AD102", "a base class made at run time", scope.span(node), hint="name a known class"
    )


def _decorator(scope: Scope, node: ast.expr) -> Any:
    called = node.func if isinstance(node, ast.Call) else node
    thing = expressions.expression(scope, called)
    options: dict[str, Any] = {}
    if isinstance(node, ast.Call):
        for k in node.keywords:
            value = expressions.expression(scope, k.value)
            options[str(k.arg)] = value.value if isinstance(value, Const) else Ellipsis
        options |= {"*": Ellipsis} if node.args else {}
    known = isinstance(thing, Static) and thing.value in DECORATORS
    if not known or Ellipsis in options.values():
        raise refuse(
            "AD102",
            "this decorator of a class inside a function",
            scope.span(node),
            hint="define the class outside the function",
        )
    assert isinstance(thing, Static)
    return functools.partial(thing.value, **options) if options else thing.value


def _check_body(scope: Scope, node: ast.ClassDef) -> None:
    """Refuse a body that does more than to define: it would be done once, not at every call."""
    for part in node.body:
        match part:
            case ast.Expr(ast.Constant()) | ast.Pass():
                continue
            case ast.AnnAssign(value=value) if value is None or _is_literal(value):
                continue
            case ast.Assign(targets=[ast.Name()], value=value) if _is_literal(value):
                continue
            case ast.FunctionDef(args=args, decorator_list=decorators):
                held = (*args.defaults, *args.kw_defaults)
                plain = all(d is None or _is_literal(d) for d in held)
                words = (d.attr if isinstance(d, ast.Attribute) else d for d in decorators)
                named = (w.id if isinstance(w, ast.Name) else w for w in words)
                if plain and all(w in OF_METHODS for w in named):
                    continue
        raise refuse(
            "AD102",
            "this statement in a class inside a function",
            scope.span(part),
            "it would run once, not at every call",
            "define the class outside the function",
        )
    if node.keywords:
        raise refuse(
            "AD102",
            "a metaclass of a class inside a function",
            scope.span(node),
            hint="define the class outside the function",
        )


def _is_literal(node: ast.expr) -> bool:
    """Tell whether an expression is a number, a text or a tuple of them."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(ast.USub(), ast.Constant()):
            return True
        case ast.Tuple(elts):
            return all(map(_is_literal, elts))
    return False


def check_not_written(scope: Scope, node: ast.AST, cls: object) -> None:
    """Refuse a write to a class that every call would make anew."""
    if any(cls is known for known in scope.program.classes.values()):
        raise refuse(
            "AD402",
            "a write to a class defined inside a function",
            scope.span(node),
            "written here",
            "use an attribute of an object, or a variable",
        )

"""Objects as texts: what `print`, `str`, `repr` and f-strings show of one of the user's classes."""

from __future__ import annotations

import ast
import dataclasses
import enum
import inspect
import types
from collections.abc import Sequence
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import deques, expressions, failures, making, memory, objects
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Atom, Const, Struct, Value

# They show themselves in one way as long as they live.
LASTING = (enum.Enum, type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType)
ASKED = {"!r": ("__repr__",), "!s": ("__str__", "__repr__"), "!a": ()}


def text_of(scope: Scope, node: ast.AST, thing: Thing, conversion: str = "!s") -> Atom | None:
    """Return the text that an object shows itself by, None for other things."""
    cls, content = objects.class_of(scope, thing), memory.now(scope, thing)
    if isinstance(content, Static) and isinstance(content.value, LASTING):
        return Const(f"{{{conversion}}}".format(content.value))
    if cls is None or deques.is_model(cls) or isinstance(content, Value):
        return None
    if isinstance(content, Struct) and content.kind != "object":
        return None
    if cls is types.SimpleNamespace and isinstance(content, Struct):
        return _parts(scope, node, thing, "namespace", content.keys)
    for name in ASKED[conversion]:
        if name == "__repr__" and making.is_generated(cls, name):
            scope.program.guard(cls, name, inspect.getattr_static(cls, name), "static")
            names = [field.name for field in dataclasses.fields(cls) if field.repr]
            return _parts(scope, node, thing, cls.__qualname__, names)
        done = objects.special(scope, node, thing, name, [])
        if done is not None:
            return expressions.atom(scope, node, done)
    if isinstance(content, Static):
        return None  # it shows itself, as it is then
    raise refuse(
        "AD304",
        f"the text of a {cls.__name__}",
        scope.span(node),
        "it would show where the object lies in memory",
        "give the class a __repr__, or show its attributes",
    )


def formatted(scope: Scope, node: ast.AST, thing: Thing, spec: str) -> Atom | None:
    """Return what stands for an object in an f-string, None for other things."""
    cls, content = objects.class_of(scope, thing), memory.now(scope, thing)
    if isinstance(content, Static) and isinstance(content.value, LASTING):
        return Const(failures.known(scope, node, format, content.value, spec))
    if cls is not None:
        done = objects.special(scope, node, thing, "__format__", [Const(spec)])
        if done is not None:
            return expressions.atom(scope, node, done)
    return None if spec else text_of(scope, node, thing)


def _parts(scope: Scope, node: ast.AST, thing: Thing, label: str, names: Sequence[Any]) -> Atom:
    """Append `label(name=value, ...)`, as dataclasses and namespaces show themselves."""
    shown, parts = [], []
    for name in names:
        part = objects.attribute(scope, _name(node), thing, name)
        assert part is not None
        text = text_of(scope, node, part, "!r")
        shown.append(f"{name}={{}}" if text is not None else f"{name}={{!r}}")
        parts.append(expressions.atom(scope, node, part) if text is None else text)
    pattern = f"{label}({', '.join(shown)})"
    return scope.program.b.apply(gate(core.text), *parts, attrs={"pattern": pattern})


def _name(node: ast.AST) -> ast.expr:
    return ast.copy_location(ast.Name("object", ast.Load()), node)

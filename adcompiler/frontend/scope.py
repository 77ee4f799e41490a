"""What names stand for while a program is built: stages, structures, and static objects."""

from __future__ import annotations

import ast
import builtins
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend.capture import Captured
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import Atom, Capture, Const, Struct, Undef, Value
from adcompiler.ir.types import Type
from adcompiler.source import Span


@dataclass(frozen=True, eq=False)
class Static:
    """An object known at compile time: a module, function, type; guarded by identity."""

    value: Any


@dataclass(frozen=True, eq=False)
class Inner:
    """A function defined inside the program, with the variables around it."""

    captured: Captured
    scope: Scope
    defaults: tuple[Thing, ...] = ()
    keyword_defaults: Mapping[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Method:
    """A method of a stage, about to be called."""

    receiver: Thing
    name: str


@dataclass(frozen=True, eq=False)
class Cell:
    """A variable that an inner function rebinds; a key among the variables of every scope."""

    name: str


@dataclass(frozen=True, eq=False)
class Bound:
    """A function of the user's with its first argument, or several, given."""

    function: Any
    receiver: Thing
    args: tuple[Thing, ...] = ()
    keywords: Mapping[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Conflict:
    """A variable whose values on two paths do not fit together; an error once it is read."""

    why: str


Thing = Value | Const | Undef | Static | Struct | Inner | Method | Bound | Conflict


@dataclass(frozen=True, eq=False)
class Guard:
    """A static object that the compiled code relies on; `base[name]` must still be it."""

    base: Any
    name: str
    value: Any
    how: str  # "global", "cell", "attribute", "code", "defaults"


@dataclass(eq=False)
class Program:
    """The state of building one program."""

    b: Builder
    home: types.FunctionType
    types_of: Any
    guards: dict[tuple[int, str, str], Guard] = field(default_factory=dict)
    captures: dict[tuple[int, str], Capture] = field(default_factory=dict)
    calls: list[Any] = field(default_factory=list)  # the frames of the calls being built
    routines: dict[Any, Any] = field(default_factory=dict)  # the frames of those kept apart
    fresh: set[Value] = field(default_factory=set)
    apart: bool = False  # container arguments are taken apart, because they are written to
    views: dict[Value, tuple[Thing, Thing]] = field(default_factory=dict)
    merged: dict[Any, tuple[Thing, ...]] = field(default_factory=dict)
    arguments: set[Any] = field(default_factory=set)
    writes: bool = False  # to its arguments or their parts
    parts: set[Value] = field(default_factory=set)  # of container arguments taken apart
    borrowed: set[Value] = field(default_factory=set)  # rows and items that loops hand out
    walked: tuple[Thing, ...] = ()  # what the loops around are walking
    iterators: set[Any] = field(default_factory=set)

    def guard(self, base: Any, name: str, value: Any, how: str) -> None:
        """Remember that the program relies on an object."""
        self.guards[(id(base), name, how)] = Guard(base, name, value, how)

    def live(self, base: Any, name: str, value: Any, path: str, holder: Any) -> Atom:
        """Return the stage that reads a number or array from outside, at every call."""
        key = (id(base), path)
        if key not in self.captures:
            type_: Type = self.types_of(value, path)
            stage = Value(name, type_, stated=True)
            self.captures[key] = Capture(stage, name, holder, path)
        return self.captures[key].value


@dataclass(eq=False)
class Scope:
    """The names of one function being built."""

    program: Program
    captured: Captured
    env: dict[Any, Thing]  # by name; and what is written to, by the thing itself
    outer: Scope | None = None
    caller: Scope | None = None

    cells: dict[str, Cell] = field(default_factory=dict)  # names that inner functions rebind

    @cached_property
    def locals(self) -> set[str]:
        """The names that the function assigns."""
        return assigned_names(self.captured)

    def assign(self, name: str, thing: Thing) -> None:
        """Bind a name, in this scope or in the one that it is declared to belong to."""
        cell = self.cell(name)
        if cell is None and name in self.rebound:
            raise refuse(
                "AD402",
                f"a write to the enclosing variable {name!r}, which outlives the call",
                self.program.b.span,
                "written here",
                "return the value instead",
            )
        self.env[name if cell is None else cell] = thing

    @cached_property
    def rebound(self) -> set[str]:
        """The names of enclosing functions that this one rebinds."""
        return nonlocals(self.captured.body, deep=False)

    def cell(self, name: str) -> Cell | None:
        """Return the variable that inner functions rebind under this name, if there is one."""
        around: Scope | None = self
        while around is not None:
            if name in around.cells:
                return around.cells[name]
            if name in around.locals:
                return None
            around = around.outer
        return None

    def share(self, names: set[str]) -> None:
        """Let inner functions rebind these variables of this function."""
        for name in sorted(names & self.locals - set(self.cells)):
            cell = self.cells[name] = Cell(name)
            self.program.b.place(cell, outermost=True)
            if name in self.env:
                self.env[cell] = self.env.pop(name)

    def span(self, node: ast.AST) -> Span:
        """Return the span of a node, with the statement being built."""
        return Span.of(self.captured.source, node, self.program.b.span.statement)

    def lookup(self, node: ast.Name) -> Thing:
        """Return what a name stands for here."""
        name = node.id
        cell = self.cell(name)
        key = cell if cell is not None else name
        if key in self.env:
            found = self.env[key]
            if isinstance(found, Conflict):
                raise refuse("AD502", found.why, self.span(node), "read here")
            return found
        if name in self.locals:
            raise refuse(
                "AD201",
                f"the variable {name!r} may be read before it is assigned",
                self.span(node),
                "no value on this path",
                "give it a value before the branch or loop",
            )
        if self.outer is not None and (name in self.outer.env or name in self.outer.locals):
            return self.outer.lookup(node)
        if self.outer is not None:
            return self.outer.lookup(node)
        return self._outside(node)

    def _outside(self, node: ast.Name) -> Thing:
        function, name = self.captured.function, node.id
        if name in function.__code__.co_freevars:
            cell = (function.__closure__ or ())[function.__code__.co_freevars.index(name)]
            try:
                value = cell.cell_contents
            except ValueError:
                raise refuse(
                    "AD201", f"the variable {name!r} has no value yet", self.span(node)
                ) from None
            return self._from_outside(cell, name, value, "cell")
        namespace = function.__globals__
        if name in namespace:
            return self._from_outside(namespace, name, namespace[name], "global")
        if hasattr(builtins, name):
            self.program.guard(namespace, name, getattr(builtins, name), "builtin")
            return Static(getattr(builtins, name))
        raise refuse(
            "AD201",
            f"the name {name!r} is not defined",
            self.span(node),
            "unknown name",
            "define or import it before the gradient is called",
        )

    def _from_outside(self, base: Any, name: str, value: Any, how: str) -> Thing:
        if is_live(value):
            own = self.captured.function is self.program.home
            if how == "global" and base is self.program.home.__globals__:
                return self.program.live(base, name, value, name, None)
            if how == "cell" and own:
                return self.program.live(base, name, value, name, None)
            path = f"{name}.cell_contents" if how == "cell" else f"[{name!r}]"
            return self.program.live(base, name, value, path, base)
        self.program.guard(base, name, value, how)
        return Const(None) if value is None else Static(value)


def is_live(value: Any) -> bool:
    """Tell whether a value is read anew at every call: numbers, arrays, strings, containers."""
    import numpy as np

    if isinstance(value, list | tuple):
        return all(is_live(item) for item in value)
    if isinstance(value, dict):
        return all(is_live(item) for item in value.values())
    return isinstance(value, bool | int | float | complex | str | np.ndarray | np.generic)


def assigned_names(captured: Captured) -> set[str]:
    """Return the parameters and assigned names of a function."""
    args = captured.node.args
    names = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
    names |= {a.arg for a in (args.vararg, args.kwarg) if a is not None}
    for statement in captured.body:
        names |= stored_in([statement])
    return names - nonlocals(captured.body, deep=False)


def nonlocals(body: list[ast.stmt], deep: bool = True) -> set[str]:
    """Return the names that statements, or also the functions in them, declare nonlocal."""
    found: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Nonlocal):
            found.update(node.names)
        if deep or not isinstance(node, ast.FunctionDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))
    return found


def stored_in(body: list[ast.stmt]) -> set[str]:
    """Return the names that statements assign, nested functions not entered.

    >>> sorted(stored_in(ast.parse("a, b = 1, 2\\nfor i in x: c += i").body))
    ['a', 'b', 'c', 'i']
    """
    found: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update(a.asname or a.name.split(".")[0] for a in node.names)
        if isinstance(node, ast.comprehension):
            stack += (node.iter, *node.ifs)  # its targets are names of its own
            continue
        stack.extend(ast.iter_child_nodes(node))
    return found

"""The state of building one program, and the names of one function of it."""

from __future__ import annotations

import ast
import builtins
import inspect
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from types import BuiltinMethodType, CellType, MethodType
from typing import TYPE_CHECKING, Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import assigned
from adcompiler.frontend.bindings import assigned_names, is_live, nonlocals
from adcompiler.frontend.capture import Captured
from adcompiler.frontend.stand_ins import Place
from adcompiler.frontend.things import (
    ONE_KIND,
    YES,
    ByIndex,
    Cell,
    Choice,
    Conflict,
    Outer,
    Static,
    Thing,
    settle,
)
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import UNDEF, Capture, Const, Op, Struct, Value, made_by
from adcompiler.ir.types import Type
from adcompiler.source import Span

if TYPE_CHECKING:
    from adcompiler.frontend.entering import Entry
    from adcompiler.frontend.generators import Yield
    from adcompiler.frontend.interleaved import Round
    from adcompiler.frontend.steps import Steps


@dataclass(frozen=True, eq=False)
class Guard:
    """A static object that the compiled code relies on; `base[name]` must still be it."""

    base: Any
    name: str
    value: Any
    # "global", "builtin", "cell", "attribute", "method", "static", "own", "item", "missing" (an
    # item that is not there), "has" (an attribute), "keys" (of a container, or its length),
    # "truth", "result", or "kind" (of what is read)
    how: str


@dataclass(eq=False)
class Watch:
    """What the variables of a scope were before each write, by the operations made so far."""

    scope: Scope
    ops: list[Op]
    classes: tuple[type, ...]  # of the exceptions that it, or one around it, is there for
    writes: list[tuple[int, dict[Any, Thing]]] = field(default_factory=list)
    lost: dict[Any, Thing] = field(default_factory=dict)  # what was written where it then raised
    away: list[Scope] = field(init=False)  # those whose block was being built when it began

    def __post_init__(self) -> None:
        self.away = [s for s in _callers(self.scope) if s.away]

    def note(self, scope: Scope) -> None:
        """Remember the variables as they are; contents are known to every scope."""
        inner = {self._own(k): t for k, t in scope.env.items() if not isinstance(k, str)}
        found = {**self.scope.env, **inner}
        for around in _callers(scope):
            if around.away and around is not self.scope and around not in self.away:
                own = {around.hide(k): t for k, t in around.env.items() if isinstance(k, str)}
                found.update(own)
        self.writes.append((len(self.ops), found))

    def lose(self, scope: Scope, before: dict[Any, Thing], env: dict[Any, Thing]) -> None:
        """Remember what a path has written that ends by raising: nothing after it tells."""
        for key, thing in env.items():
            if thing is not before.get(key) and (scope is self.scope or not isinstance(key, str)):
                self.lost[self._own(key)] = thing

    def _own(self, key: Any) -> Any:
        """Return the name of a variable of the scope that a generator carries as a cell."""
        return next((name for name, cell in self.scope.hidden.items() if cell is key), key)


def _callers(scope: Scope) -> Iterator[Scope]:
    """Yield a scope and those of the functions that have called it."""
    around: Scope | None = scope
    while around is not None:
        yield around
        around = around.caller


@dataclass(frozen=True, eq=False)
class Settled:
    """What a loop carries: what it was found to change besides its variables, and of what types."""

    changed: tuple[Any, ...]
    types: dict[Any, list[Type]]
    outlines: dict[str, Struct]  # of variables that have no value before it


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
    rules: dict[Any, Any] = field(default_factory=dict)  # of custom functions, being built
    fresh: set[Value] = field(default_factory=set)
    apart: bool = False  # container arguments are taken apart, because they are written to
    views: dict[Value, tuple[Thing, Thing]] = field(default_factory=dict)
    merged: dict[Any, tuple[Thing, ...]] = field(default_factory=dict)
    distinct: set[frozenset[Any]] = field(default_factory=set)  # of those, never one thing
    choices: dict[Value, Choice] = field(default_factory=dict)  # arrays that are one of two
    flat: set[Value] = field(default_factory=set)  # what `a.flat` shows
    arguments: set[Any] = field(default_factory=set)
    writes: bool = False  # to its arguments or their parts
    parts: set[Value] = field(default_factory=set)  # of container arguments taken apart
    kept: set[Any] = field(default_factory=set)  # arguments that may be defaults, with their parts
    borrowed: dict[Value, Any] = field(default_factory=dict)  # items that loops hand out: which
    counted: dict[Value, Any] = field(default_factory=dict)  # numbers that loops walk
    outer: dict[tuple[int, Any], Outer] = field(default_factory=dict)  # written to, outside
    told: dict[int, tuple[Any, bool]] = field(default_factory=dict)  # changed outside; as a whole
    late: bool = False  # such a place was found on the way: the program is built again
    objects: dict[Value, Any] = field(default_factory=dict)  # what captured stages hold now
    final: set[Any] = field(default_factory=set)  # objects that must not be written to any more
    names: dict[Any, str] = field(default_factory=dict)  # what lists were called first
    defaults: dict[Any, Thing] = field(default_factory=dict)  # what a defaultdict calls
    dict_views: dict[Any, tuple[Thing, Thing, str]] = field(default_factory=dict)  # of what, when
    held: set[Any] = field(default_factory=set)  # by lists of unknown length
    taken: set[Value] = field(default_factory=set)  # what may be an item that a round took
    free: dict[Any, frozenset[Any]] = field(default_factory=dict)  # of what was held by then
    shared: set[Any] = field(default_factory=set)  # lists of lists whose rows others see too
    walked: tuple[tuple[Thing, Any], ...] = ()  # what the loops around are walking: which
    places: int = 0  # parts of targets that are held, while what is written is evaluated
    waiting: list[Thing] = field(default_factory=list)  # operands, while others are evaluated
    by_index: frozenset[Any] = frozenset()  # loops that are built over places
    settled: dict[Any, Settled] = field(default_factory=dict)  # by loops, and how they were reached
    seen_inside: frozenset[Any] = frozenset()  # variables of functions, by generators in them
    stepwise: frozenset[Any] = frozenset()  # tries that are built step by step
    steps: Steps | None = None  # the one whose body is being built
    entry: Entry | None = None  # the call whose function is to be attempted step by step
    watch: Watch | None = None  # of the innermost body of a try
    handled: list[Any] = field(default_factory=list)  # exceptions; None in a handler of its own
    classes: dict[ast.AST, type] = field(default_factory=dict)  # defined inside the program
    flags: dict[Cell, Cell] = field(default_factory=dict)  # that tell whether a cell is bound
    iterators: set[Any] = field(default_factory=set)
    eager: set[Any] = field(default_factory=set)  # those of them whose walk is seen

    @contextmanager
    def operands(self) -> Iterator[list[Thing]]:
        """Hold what is evaluated and waits for the operands after it, which may write to it."""
        count = len(self.waiting)
        try:
            yield self.waiting
        finally:
            del self.waiting[count:]

    def guard(self, base: Any, name: str, value: Any, how: str) -> None:
        """Remember that the program relies on an object.

        A bound method is a new object whenever it is asked for: its function is what must stay.
        """
        if how == "attribute" and getattr(base, name, None) is not value:
            if isinstance(value, MethodType):
                value, how = value.__func__, "method"
            elif isinstance(value, BuiltinMethodType):
                value, how = inspect.getattr_static(base, name), "static"
        self.guards[(id(base), name, how)] = Guard(base, name, value, how)
        if isinstance(value, list | dict | set) and id(value) not in self.told:
            self.guards[(id(value), "", "truth")] = Guard(value, "", bool(value), "truth")

    def by_places(self, loop: Any, error: CompileError) -> Exception:
        """Return the request to build a loop over places, the error where it is built so."""
        return error if loop is None or loop in self.by_index else ByIndex(loop)

    def by_numbers(self, atoms: Sequence[Any], error: CompileError) -> Exception:
        """Return the request to unroll the loop that counts one of these, else the error."""
        waiting = [*atoms]
        while waiting:
            at = waiting.pop()
            if at in self.counted:
                return self.by_places(self.counted[at], error)
            made = made_by(self.b.made, at)
            waiting += made.args if made is not None else ()
        return error

    def live(
        self,
        base: Any,
        name: str,
        value: Any,
        path: str,
        holder: Any,
        place: Outer | None = None,
    ) -> Thing:
        """Return the stage that reads a number or array from outside, at every call.

        A container that the program changes is an object like any other.
        """
        if id(value) in self.told:
            how = "item" if isinstance(base, dict | list | tuple) else "attribute"
            self.guard(base, "cell_contents" if isinstance(base, CellType) else name, value, how)
            return Static(value)
        key = (id(base), path)
        if key not in self.captures:
            type_: Type = self.types_of(value, path)
            stage = Value(name, type_, stated=True)
            self.b.place(stage, outermost=True)
            self.captures[key] = Capture(stage, name, holder, path, place)
            self.objects[stage] = value
        return self.captures[key].value


@dataclass(eq=False)
class Scope:
    """The names of one function being built."""

    program: Program
    captured: Captured
    env: dict[Any, Thing]  # by name; and what is written to, by the thing itself
    outer: Scope | None = None
    caller: Scope | None = None
    resume: Yield | Round | None = None  # what runs where a generator yields
    away: bool = False  # the block of a with is being built inside its generator
    quoted: Span | None = None  # the user's statement that calls a function of this package
    sites: tuple[Place, ...] = ()  # the calls through which the program came here

    cells: dict[str, Cell] = field(default_factory=dict)  # names that inner functions rebind
    hidden: dict[str, Cell] = field(default_factory=dict)  # variables inside a generator's frame
    own: dict[str, Cell] = field(default_factory=dict)  # names of comprehensions that are being
    # built: what the variables are called meanwhile that functions see by these names
    within: Mapping[str, Cell] = field(default_factory=dict)  # those that the function is made in
    block: list[Any] = field(init=False)  # the one that the function is called in

    def __post_init__(self) -> None:
        self.block = self.program.b.ops

    @cached_property
    def locals(self) -> set[str]:
        """The names that the function assigns."""
        return assigned_names(self.captured)

    def assign(self, name: str, thing: Thing) -> None:
        """Bind a name, in this scope or in the one that it is declared to belong to."""
        cell = self.cell(name)
        if cell is None and name in self.elsewhere and name not in self.own:
            from adcompiler.frontend import outside

            outside.write(self, self.captured.node, self.place(name), thing)
            return
        if self.program.watch is not None:
            self.program.watch.note(self)
        key = name if cell is None else cell
        self.env[key] = thing
        assigned.note(self.program, self.env, key)
        if isinstance(thing, Struct):
            self.program.names.setdefault(thing, name)

    def unassign(self, name: str) -> None:
        """Let a name stand for nothing, after `del` or at the end of a handler."""
        cell = self.cell(name)
        key = name if cell is None else cell
        self.env.pop(key, None)
        if cell is not None:
            self.env[cell] = UNDEF  # the functions around are told
        self.env.pop(assigned.flag_of(self.program, key), None)

    @cached_property
    def elsewhere(self) -> set[str]:
        """The names of enclosing functions, and globals, that this one rebinds."""
        return nonlocals(self.captured.body, deep=False)

    def place(self, name: str) -> Outer:
        """Return the place outside of a name: a cell of the function's closure, or a global."""
        function = self.captured.function
        if name in function.__code__.co_freevars:
            cell = (function.__closure__ or ())[function.__code__.co_freevars.index(name)]
            return Outer(name, cell, "cell_contents", "attribute", f"{name}_cell")
        space = function.__globals__
        module = str(space.get("__name__", "module")).split(".")[-1].strip("_")
        return Outer(name, space, name, "item", f"{module}_globals")

    def cell(self, name: str) -> Cell | None:
        """Return the variable that inner functions rebind under this name, if there is one."""
        inner: Scope | None = None
        around: Scope | None = self
        while around is not None:
            if name in (around.own if inner is None else inner.within):
                return None
            if name in around.cells:
                return around.cells[name]
            if name in around.locals:
                return None
            inner, around = around, around.outer
        return None

    def hide(self, name: str) -> Cell:
        """Return the key under which the generator of a with carries a variable of this scope."""
        if name not in self.hidden:
            self.hidden[name] = Cell(name)
            self.program.b.place_in(self.block, self.hidden[name])
            if assigned.has_flag(name):
                flag = assigned.flag_of(self.program, name)
                self.program.flags[self.hidden[name]] = self.hide(flag)
        return self.hidden[name]

    @property
    def place_of(self) -> Any:
        """What tells the function from others when the program is built again."""
        node = self.captured.node
        return self.captured.function.__code__.co_filename, node.lineno, node.col_offset

    def share(self, names: set[str]) -> None:
        """Let others rebind these variables of this function, whose body begins."""
        names = names | {name for at, name in self.program.seen_inside if at == self.place_of}
        self.cells, self.hidden, self.block = {}, {}, self.program.b.ops
        for name in sorted(names & self.locals):
            cell = self.cells[name] = Cell(name)
            self.program.b.place_in(self.block, cell)
            if name in self.env:
                flag = assigned.now(self.program, self.env, name)
                self.env.pop(assigned.flag_of(self.program, name), None)
                self.env[cell] = self.env.pop(name)
                if flag != YES:
                    self.env[assigned.flag_of(self.program, cell)] = flag

    def span(self, node: ast.AST) -> Span:
        """Return the span of a node, with the statement being built."""
        if self.quoted is not None:
            return self.quoted
        return Span.of(self.captured.source, node, self.program.b.span.statement)

    def lookup(self, node: ast.Name, reader: Scope | None = None) -> Thing:
        """Return what a name stands for here, as the `reader` inside this function sees it."""
        name = node.id
        cell = self.cell(name)
        key = cell if cell is not None else name
        reader = reader or self
        collected = self.own if reader is self else self._child(reader).within
        if name in collected:
            self._check_in_time(node, collected[name])
        elif name in self.own:
            key = self.own[name]
        elif cell is None and name in self.elsewhere - self.own.keys():
            return self._outside(node, reader)
        free = reader is not self or name not in self.locals
        if key in self.env and assigned.check(self, key, name, free):
            found = self.env[key]
            settle(found)
            if isinstance(found, Conflict):
                raise refuse(
                    "AD502",
                    found.why,
                    self.span(node),
                    "read here",
                    f"{ONE_KIND}; where it is an array, copy it there",
                )
            return found
        if name in self.locals:
            raise self.unbound(node)
        if self.outer is not None:
            return self.outer.lookup(node, reader)
        return self._outside(node, reader)

    def _child(self, reader: Scope) -> Scope:
        """Return the function inside this one through which a reader looks."""
        while reader.outer is not self:
            assert reader.outer is not None
            reader = reader.outer
        return reader

    def _check_in_time(self, node: ast.Name, known: Cell) -> None:
        """Refuse a function that was made in a comprehension and reads its variable afterwards."""
        if self.own.get(node.id) is not known:
            raise refuse(
                "AD102",
                "a function that reads the variable of the comprehension it is made in",
                self.span(node),
                "it would see the last value",
                f"bind it now: lambda ..., {node.id}={node.id}: ...",
            )

    def unbound(self, node: ast.Name) -> CompileError:
        """Return the refusal of a variable that has no value where it is read."""
        return refuse(
            "AD201",
            f"the variable {node.id!r} may be read before it is assigned",
            self.span(node),
            "no value on this path",
            "give it a value before the branch or loop",
        )

    def _outside(self, node: ast.Name, reader: Scope) -> Thing:
        function, name = self.captured.function, node.id
        if name in function.__code__.co_freevars:
            cell = (function.__closure__ or ())[function.__code__.co_freevars.index(name)]
            try:
                value = cell.cell_contents
            except ValueError:
                raise refuse(
                    "AD201", f"the variable {name!r} has no value yet", self.span(node)
                ) from None
            return self._from_outside(cell, name, value, "cell", reader)
        namespace = function.__globals__
        if name in namespace:
            return self._from_outside(namespace, name, namespace[name], "global", reader)
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

    def _from_outside(self, base: Any, name: str, value: Any, how: str, reader: Scope) -> Thing:
        place = self.program.outer.get((id(base), "cell_contents" if how == "cell" else name))
        if place is not None:
            if place not in reader.env:
                raise refuse("AD201", f"{name!r} may have no value yet", self.program.b.span)
            return reader.env[place]
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

"""One derivative function and its specialisations: compiled once per signature, then dispatched.

What `grad` returns is a plain Python function, because nothing is called faster. Its code is
that of the latest specialisation, with guards in front; where they fail, `State.miss` finds
another specialisation or compiles one, and puts its code in place.
"""

from __future__ import annotations

import ast
import inspect
import threading
import types
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from adcompiler import pipeline
from adcompiler.arguments import floating
from adcompiler.backend.emit import Text, emit
from adcompiler.backend.load import load, to_function
from adcompiler.errors import ArgumentError, CompileError, refuse
from adcompiler.frontend import expressions, objects, user_functions
from adcompiler.frontend.build import Built, build
from adcompiler.frontend.capture import capture
from adcompiler.frontend.fence import fence
from adcompiler.frontend.scope import Guard
from adcompiler.guards import current, kind_condition, read
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Capture, Function, Slot, Struct, Value
from adcompiler.ir.types import UNKNOWN, Type
from adcompiler.ir.walk import look, substitute
from adcompiler.optimise.dead import dead
from adcompiler.signature import annotated_types, apart, signature, type_of_value
from adcompiler.transforms.derivative import Derivative
from adcompiler.transforms.pullback import Linear, Pullback, last_sweep, split

ATTRIBUTE = "__adcompiler__"


@dataclass(frozen=True, eq=False)
class Specialisation:
    """Compiled code for one signature, and what it relies on outside."""

    code: types.CodeType
    text: Text
    guards: tuple[Guard, ...]
    captures: tuple[tuple[Capture, Any], ...]
    home: types.FunctionType
    writes: bool = False  # to its arguments

    @cached_property
    def function(self) -> types.FunctionType:
        """The code without guards, for arguments that were looked at already."""
        return to_function(load(self.text, self.home), self.home)

    def holds(self, home: types.FunctionType) -> bool:
        """Tell whether every object and kind outside is still what the code was compiled for."""
        try:
            return all(current(g) is g.value for g in self.guards) and all(
                signature(read(c, home)) == key for c, key in self.captures
            )
        except (KeyError, AttributeError, ValueError, NameError):
            return False


def _alive(state: weakref.ref[State]) -> State:
    found = state()
    assert found is not None
    return found


class State:
    """Behind one derivative function: the original, the options, the specialisations."""

    def __init__(
        self, fun: types.FunctionType, options: Derivative, name: str, symbolic: bool = False
    ) -> None:
        self.fun = fun
        self.symbolic = symbolic
        self.inner: State | None = state_of(fun)
        self.home: types.FunctionType = self.inner.home if self.inner else fun
        self.options = options
        self.lock = threading.RLock()
        self.inside = threading.local()
        self.known: dict[Any, list[Specialisation]] = {}
        self.defaults = self.home.__defaults__, self.home.__kwdefaults__
        own = parameters_of(fun)
        self.extras = options.extras([p.name for p in own])
        last = len(own) - sum(p.kind is p.VAR_KEYWORD for p in own)
        more = [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY) for n in self.extras]
        self.parameters = [*own[:last], *more, *own[last:]]
        self.check: Callable[[State, Callable[..., Any], Sequence[Any]], None] | None = None
        self.gradient = self._placeholder(name)

    # -- the public function ------------------------------------------------------------

    def _placeholder(self, name: str) -> types.FunctionType:
        """Return the public function, whose first call compiles."""
        arguments = self.arguments()
        text = Text(f"def {name}({ast.unparse(arguments)}):\n    pass\n", name, {})
        made = to_function(load(text, self.home, (), self.weak_miss()), self.home)
        made.__module__, made.__qualname__ = self.home.__module__, self.home.__qualname__
        made.__doc__ = f"Gradient of {self.fun.__name__}, compiled by adcompiler."
        made.__dict__[ATTRIBUTE] = self
        made.__dict__["fun"] = self.fun
        made.__dict__["source"] = ""
        made.__dict__["stored"] = self.weak_stored()
        return made

    def arguments(self) -> ast.arguments:
        """Return the parameter list of the derivative function: that of the original and more."""
        kinds = inspect.Parameter
        groups: dict[Any, list[ast.arg]] = {}
        defaults: list[ast.expr] = []
        keyword_defaults: list[ast.expr | None] = []
        for p in self.parameters:
            groups.setdefault(p.kind, []).append(ast.arg(p.name))
            if p.kind is kinds.KEYWORD_ONLY:
                keyword_defaults.append(_default(p.default))
            elif p.default is not kinds.empty:
                defaults.append(_default(p.default) or ast.Constant(None))
        return ast.arguments(
            groups.get(kinds.POSITIONAL_ONLY, []),
            groups.get(kinds.POSITIONAL_OR_KEYWORD, []),
            next(iter(groups.get(kinds.VAR_POSITIONAL, [])), None),
            groups.get(kinds.KEYWORD_ONLY, []),
            keyword_defaults,
            next(iter(groups.get(kinds.VAR_KEYWORD, [])), None),
            defaults,
        )

    def show(self, text: Text) -> None:
        """Let `.source` be this text."""
        self.gradient.__dict__["source"] = text.source

    def preview(self) -> None:
        """Compile what annotations allow, so that errors and the source are known early."""
        captured = capture(self.home)
        fence(captured)
        found = annotated_types(self.home)
        try:
            text = emit(self.closed(self.program(found)[1]), self.arguments())
        except CompileError as error:
            if isinstance(error, ArgumentError) and all(t != UNKNOWN for t in found.values()):
                raise
            return
        self.show(text)

    # -- calls --------------------------------------------------------------------------

    def weak_miss(self) -> Callable[..., Any]:
        """Return `miss` for the constants of code, which the garbage collector does not look at.

        The function whose code it is keeps the state alive.
        """
        state = weakref.ref(self)
        return lambda *values: _alive(state).miss(*values)

    def weak_stored(self) -> Callable[..., Any]:
        """Return what `.stored` is: it reports what the derivative keeps for some arguments."""
        state = weakref.ref(self)

        def stored(*args: Any, **keywords: Any) -> Any:
            from adcompiler import stored
            from adcompiler.derived import bound

            own = _alive(state)
            return stored.stored(own, bound(own.gradient, args, keywords))

        return stored

    def miss(self, *values: Any) -> Any:
        """Answer a call that the code in place was not compiled for."""
        self.check_defaults(values)
        key = self.key(values)
        found = self.find(key)
        if found is None:
            with self.lock:
                found = self.find(key) or self.compile(key, values)
        if found.writes:
            self.check_apart(values)
        if getattr(self.inside, "missing", False):
            # Its guards ask more than is needed, or another thread has exchanged the code.
            return self.called(found.function, values)
        self.inside.missing = True
        try:
            return self.called(self.gradient, values)
        finally:
            self.inside.missing = False

    def key(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """Return what the code for these arguments is known by; extras follow the others."""
        pairs = zip(self.parameters, values, strict=True)
        return tuple([None if p.name in self.extras else signature(v) for p, v in pairs])

    def called(self, function: Callable[..., Any], values: Sequence[Any]) -> Any:
        """Call a function with a value for each parameter."""
        args: list[Any] = []
        keywords: dict[str, Any] = {}
        for p, value in zip(self.parameters, values, strict=True):
            if p.kind is p.VAR_POSITIONAL:
                args += value
            elif p.kind is p.VAR_KEYWORD:
                keywords.update(value)
            elif p.kind is p.KEYWORD_ONLY:
                keywords[p.name] = value
            else:
                args.append(value)
        return function(*args, **keywords)

    def find(self, key: Any) -> Specialisation | None:
        """Return a specialisation for these argument kinds that still holds, put in place."""
        for known in self.known.get(key, ()):
            if known.holds(self.home):
                self.install(known)
                return known
        return None

    def install(self, known: Specialisation) -> None:
        """Let the public function run this code first."""
        self.gradient.__code__ = known.code
        self.gradient.__defaults__ = self.home.__defaults__
        self.gradient.__kwdefaults__ = self.home.__kwdefaults__
        self.show(known.text)

    def compile(self, key: Any, values: Sequence[Any]) -> Specialisation:
        """Compile for the kinds of these values."""
        found = {
            p.name: type_of_value(v, p.name)
            for p, v in zip(self.parameters, values, strict=True)
            if p.name not in self.extras
        }
        built, fn = self.program(found)
        fn = self.closed(fn)
        text = emit(fn, self.arguments(), reserved=self.home.__code__.co_freevars)
        captures = tuple((c, signature(read(c, self.home))) for c in fn.captures)
        guards = tuple(g for g in built.guards if not _is_read(g, fn.captures))
        conditions = self.conditions(text, key, guards, captures)
        if built.writes:
            names = ", ".join(p.name for p in self.parameters)
            conditions.append((f"apart({names})", {"apart": apart}))
        floats = [p.name for p, k in zip(self.parameters, key, strict=True) if k is float]
        real = [p.name for p, k in zip(self.parameters, key, strict=True) if k is int]
        real += [c.path for c, k in captures if c.holder is None and k in (float, int)]
        code = load(text, self.home, conditions, self.weak_miss(), floats, real)
        made = Specialisation(code, text, guards, captures, self.home, built.writes)
        if self.check is not None:
            self.check(self, made.function, values)
        self.known.setdefault(key, []).insert(0, made)
        self.install(made)
        return made

    # -- building -----------------------------------------------------------------------

    def program(self, found: dict[str, Type]) -> tuple[Built, Function]:
        """Return the program for parameters of these types, and its derivative."""
        options, found = self.options.prepared(found)
        built = self.build(differentiable(self, found))
        return built, self.derive(built.function, options)

    def build(self, found: dict[str, Type]) -> Built:
        """Return the program to differentiate, for parameters of these types."""
        if self.inner is not None:
            found = {n: t for n, t in found.items() if n not in self.inner.extras}
            options, found = self.inner.options.prepared(found)
            built = self.inner.build(found)
            return replace(built, function=self.inner.derive(built.function, options))
        built = build(self.home, found, self.type_of_capture)
        home = weakref.ref(self.home)
        kinds = (
            Guard((c, home, signature(read(c, self.home))), c.path, True, "kind")
            for c in built.function.captures
            if c.holder is not None or "." not in c.path
        )
        return replace(built, guards=(*built.guards, *kinds))

    def type_of_capture(self, value: Any, path: str) -> Type:
        """Return the type of a captured variable."""
        return type_of_value(value, path)

    def derive(self, fn: Function, options: Derivative) -> Function:
        """Return the optimised derivative of a program."""
        fn = pipeline.run(fn, pipeline.BEFORE)
        made = options.of(fn)
        if isinstance(options, Pullback | Linear):
            made = pipeline.run(made, pipeline.SIMPLER)
            made = split(made, options, len(fn.params), last_sweep(fn))
        return pipeline.run(made, pipeline.AFTER)

    def closed(self, fn: Function) -> Function:
        """Return a derivative as it is printed: in closed forms where that was asked for."""
        if not self.symbolic:
            return fn
        from adcompiler.optimise.closed import closed_forms

        return pipeline.run(fn, (closed_forms, dead))

    def check_defaults(self, values: Sequence[Any]) -> None:
        """Take over defaults that were replaced; refuse a call that was given an old one."""
        home, gradient = self.home, self.gradient
        now = home.__defaults__, home.__kwdefaults__
        if all(a is b for a, b in zip(now, self.defaults, strict=True)):
            return
        old = [*(self.defaults[0] or ()), *(self.defaults[1] or {}).values()]
        gradient.__defaults__, gradient.__kwdefaults__ = self.defaults = now
        self.known.clear()  # their guards are on the old ones
        if any(v is o for v in values for o in old):
            raise refuse(
                "AD303",
                f"the defaults of {home.__name__}() were replaced since the last call",
                hint="call it again",
            )

    def check_apart(self, values: Sequence[Any]) -> None:
        """Refuse arguments that share memory, where the function writes to its arguments."""
        if not apart(*values):
            raise refuse(
                "AD401",
                f"{self.home.__name__}() writes to its arguments, and two of them share memory",
                hint="pass a copy of one of them, x.copy(), or copy it where the function begins",
            )

    def inline(self, scope: Any, node: Any, args: list[Any], keywords: dict[str, Any]) -> Any:
        """Build the derivative in place, where another program calls it."""
        captured = capture(self.home)
        program = scope.program
        defaults = [objects.constant(v) for v in self.home.__defaults__ or ()]
        extra = {k: objects.constant(v) for k, v in (self.home.__kwdefaults__ or {}).items()}
        env = user_functions.bind(
            scope, node, captured.node, self.gradient.__name__, args, keywords, defaults, extra
        )
        atoms = {n: expressions.atom(scope, node, t) for n, t in env.items()}
        found = {n: type_of(atoms[n]) for n in (p.name for p in self.parameters)}
        built, fn = self.program(found)
        if built.outside:
            what = "a gradient of a function that writes to what outlives the call"
            raise refuse("AD402", what, scope.span(node), "called inside another function")
        table: dict[Value, Atom] = {p: atoms[p.name] for p in fn.params}
        for c in fn.captures:
            if self.home is not program.home and c.holder is None and "." not in c.path:
                raise refuse("AD203", "a gradient of a function with globals", scope.span(node))
            mine = program.captures.setdefault((id(c.holder), c.path), c)
            table[c.value] = mine.value
        for g in built.guards:
            program.guard(g.base, g.name, g.value, g.how)
        for op in fn.body.ops:
            program.b.append(substitute(op, table))
        return _fill(fn.result, [look(table, y) for y in fn.body.yields])

    # -- guards -------------------------------------------------------------------------

    def conditions(
        self, text: Text, key: Any, guards: tuple[Guard, ...], captures: Any
    ) -> list[tuple[str, dict[str, Any]]]:
        """Return the conditions under which the code may run, as Python text."""
        local = text.names | {p.name for p in self.parameters}
        out: list[tuple[str, dict[str, Any]]] = []
        numbers = {k for k in key if isinstance(k, type) and k is not float}
        for kind in sorted(numbers, key=repr):
            names = [p.name for p, k in zip(self.parameters, key, strict=True) if k is kind]
            chain = " is ".join([f"type({n})" for n in names])
            out.append((f"{chain} is kind", {"type": type, "kind": kind}))
        for p, k in zip(self.parameters, key, strict=True):
            if k is not None and not isinstance(k, type):
                out.append(kind_condition(p.name, k))
        for c, k in captures:
            if c.holder is None and "." in c.path:
                continue
            text_, objects = self._reader(c, local)
            condition, more = kind_condition(text_, k)
            out.append((condition, {**objects, **more}))
        for word, kept in zip(("__defaults__", "__kwdefaults__"), self.defaults, strict=True):
            if kept is not None:
                out.append(
                    (f"home().{word} is kept", {"home": weakref.ref(self.home), "kept": kept})
                )
        for g in guards:
            out.append(self._identity(g, local))
        return out

    def _reader(self, c: Capture, local: frozenset[str]) -> tuple[str, dict[str, Any]]:
        if c.holder is None and c.path not in local:
            return c.path, {}
        home = weakref.ref(self.home)
        return "read(capture, home())", {"read": read, "capture": c, "home": home}

    def _identity(self, g: Guard, local: frozenset[str]) -> tuple[str, dict[str, Any]]:
        free = self.home.__code__.co_freevars
        # Cells are compared by what is in them: two of equal contents are still two.
        own = any(cell is g.base for cell in self.home.__closure__ or ())
        plain = g.name not in local and (
            (
                g.how in ("global", "builtin")
                and g.base is self.home.__globals__
                and g.name not in free
            )
            or (g.how == "cell" and g.name in free and own)
        )
        if plain:
            return f"{g.name} is same", {"same": g.value}
        if g.how == "attribute":
            return f"base.{g.name} is same", {"base": g.base, "same": g.value}
        if g.how == "method":
            condition = f"getattr(base.{g.name}, '__func__', None) is same"
            return condition, {"getattr": getattr, "base": g.base, "same": g.value}
        return "current(guard) is same", {"current": current, "guard": g, "same": g.value}


def parameters_of(function: types.FunctionType) -> list[inspect.Parameter]:
    """Return the parameters of a function, for a derivative those that it is called with."""
    state = state_of(function)
    return state.parameters if state else list(inspect.signature(function).parameters.values())


def _is_read(guard: Guard, captures: Sequence[Capture]) -> bool:
    """Tell whether a guard asks for the kind of what the code reads, and so looks at anyway."""
    if guard.how != "kind":
        return False
    own = guard.base[0]
    return any(c.holder is own.holder and c.path == own.path for c in captures)


def _default(value: Any) -> ast.expr | None:
    if value is inspect.Parameter.empty:
        return None
    if isinstance(value, bool | int | float | str | type(None)):
        from adcompiler.backend.literals import number

        return number(value)
    return ast.Constant(...)


def _fill(result: Any, atoms: list[Atom]) -> Any:
    if isinstance(result, Slot):
        return atoms[result.index]
    if isinstance(result, Struct):
        return Struct(
            result.kind, tuple(_fill(i, atoms) for i in result.items), result.keys, result.cls
        )
    return result


def state_of(function: Any) -> State | None:
    """Return the state behind a derivative function, None for any other function."""
    found = getattr(function, "__dict__", {}).get(ATTRIBUTE)
    return found if isinstance(found, State) and found.gradient is function else None


def differentiable(state: State, found: dict[str, Type]) -> dict[str, Type]:
    """Return the parameter types, integers to be differentiated counted as floats."""
    out = dict(found)
    for k in state.options.argnums:
        name = state.parameters[k].name
        out[name] = floating(found[name], name)
    return out

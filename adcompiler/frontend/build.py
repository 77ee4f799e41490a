"""From a function and the types of its arguments to structured SSA.

The program is evaluated abstractly, statement by statement: what is known at compile time
(modules, functions, structures, ranks) is decided here, everything else becomes a stage.
"""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from adcompiler.frontend import contents, expressions, outside, recursion, subscripts
from adcompiler.frontend.aliases import reach
from adcompiler.frontend.bindings import is_changeable
from adcompiler.frontend.capture import Captured, capture
from adcompiler.frontend.fence import fence
from adcompiler.frontend.last_looks import check
from adcompiler.frontend.memory import TakeApart, now
from adcompiler.frontend.scope import Guard, Program, Scope
from adcompiler.frontend.things import ByIndex, Outer, SeenInside, Static, Stepwise, Thing, TooEarly
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import Atom, Block, Const, Function, Slot, Struct, Value
from adcompiler.ir.types import Type
from adcompiler.source import Span


@dataclass(frozen=True, eq=False)
class Built:
    """A program, and the outside objects that it relies on."""

    function: Function
    guards: tuple[Guard, ...]
    captured: Captured
    writes: bool = False  # to its arguments
    outside: bool = False  # it writes to what outlives the call


def build(
    function: types.FunctionType,
    parameter_types: dict[str, Type],
    types_of: Callable[[Any, str], Type],
) -> Built:
    """Return the program of a function for arguments of the given types.

    Parameters
    ----------
    function
        The user's function.
    parameter_types
        Parameter name -> type, `Unknown` where nothing is known.
    types_of
        How the type of a captured global or closure variable is found.

    Raises
    ------
    CompileError
        Whatever cannot be compiled, with its place.

    """
    captured = capture(function)
    fence(captured)
    apart = False
    outer: dict[tuple[int, Any], Outer] = {}
    told: dict[int, tuple[Any, bool]] = {}
    stepwise: frozenset[Any] = frozenset()
    places: frozenset[Any] = frozenset()
    seen_inside: frozenset[Any] = frozenset()
    while True:
        b = Builder()
        b.span = Span.of(captured.source, captured.node)
        program = Program(b, function, types_of, apart=apart, outer=outer, told=told)
        program.stepwise, program.by_index = stepwise, places
        program.seen_inside = seen_inside
        try:
            built = _build(program, captured, parameter_types)
        except Exception as found:
            # Without the places outside that this attempt has found, it says nothing else.
            if program.late:
                continue
            match found:
                case TakeApart():
                    apart = True
                case Stepwise():
                    stepwise |= {found.key}
                case ByIndex():
                    places |= {found.key}
                case SeenInside():
                    seen_inside |= found.found
                case TooEarly():
                    raise found.refusal from None
                case recursion.TooDeep() | RecursionError():
                    raise recursion.too_deep(program) from None
                case _:
                    raise
        else:
            if not program.late:
                return built


def _build(program: Program, captured: Captured, parameter_types: dict[str, Type]) -> Built:
    """Build the program with what is known of it from attempts before."""
    b, function = program.b, program.home
    params = [Value(n, t, b.span, True) for n, t in parameter_types.items()]
    env: dict[Any, Thing] = {p.name: subscripts.known(p) for p in params}
    program.arguments.update(params)
    for value in params:
        b.place(value)
    scope = Scope(program, captured, env)
    if program.apart:
        env.update({name: contents.taken_apart(scope, thing) for name, thing in env.items()})
        for thing in list(env.values()):
            program.arguments.update(reach(scope, thing))
    kept = inspect.signature(function).parameters.values()
    words = [p.name for p in kept if is_changeable(p.default) and p.name in env]
    program.kept.update(part for w in words for part in reach(scope, env[w]))
    for place in program.outer.values():
        outside.start(scope, place)
    out = recursion.body(scope, function.__code__)
    outside.check(program)
    yields: list[Atom] = []
    result = flattened(scope, captured.node, out, yields)
    fn = Function(
        function.__name__ if function.__name__ != "<lambda>" else "function",
        tuple(params),
        Block((), tuple(b.ops), tuple(yields)),
        result,
        tuple(program.captures.values()),
    )
    check(fn)
    return Built(
        fn,
        tuple(program.guards.values()),
        captured,
        program.writes,
        bool(program.outer or program.told),
    )


def flattened(scope: Scope, node: ast.AST, thing: Thing, yields: list[Atom]) -> Any:
    """Return the tree of what is returned, its leaves as slots into `yields`."""
    thing = now(scope, thing)
    if isinstance(thing, Struct):
        items = tuple(flattened(scope, node, i, yields) for i in thing.items)
        return Struct(thing.kind, items, thing.keys, thing.cls)
    if isinstance(thing, Static):
        thing = Const(thing.value)
    found = expressions.atom(scope, node, thing)
    yields.append(found)
    return Slot(len(yields) - 1)

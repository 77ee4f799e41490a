"""The user's own functions, bound to their arguments and built in place."""

from __future__ import annotations

import ast
import functools
import types
from collections import Counter
from typing import Any

from adcompiler.errors import NoSourceError, refuse
from adcompiler.frontend import (
    deques,
    entering,
    flow,
    generators,
    iterators,
    objects,
    recursion,
    stand_ins,
    starred,
)
from adcompiler.frontend.capture import Captured, capture
from adcompiler.frontend.fence import fence
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Inner, Thing
from adcompiler.gates.programs import is_program
from adcompiler.ir.nodes import Struct, Value

LARGE, LONG = 8, 15  # statements, with a loop and without one


def user_call(
    scope: Scope,
    node: ast.Call,
    function: types.FunctionType,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Build the body of a user function in place."""
    inner = entered(scope, node, function, args, keywords)
    return _build_inside(scope, node, inner, function.__code__)


def entered(
    scope: Scope,
    node: ast.Call,
    function: types.FunctionType,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Scope:
    """Return the scope of a user function with its arguments bound."""
    program = scope.program
    code = function.__code__
    captured = _captured(scope, node, function)
    fence(captured)
    program.guard(function, "__code__", code, "attribute")
    if function.__defaults__ or function.__kwdefaults__:
        program.guard(function, "__defaults__", function.__defaults__, "attribute")
        program.guard(function, "__kwdefaults__", function.__kwdefaults__, "attribute")
    defaults = objects.held(scope, function.__defaults__ or (), function.__name__)
    extra = objects.held_by_name(scope, function.__kwdefaults__ or {}, function.__name__)
    env = bind(scope, node, captured.node, function.__qualname__, args, keywords, defaults, extra)
    ours = deques.is_model(function) or is_program(function)
    quoted = program.b.span if ours else None
    return Scope(program, captured, env, quoted=quoted)


def _captured(scope: Scope, node: ast.Call, function: types.FunctionType) -> Captured:
    """Return the text of a function that is called here."""
    try:
        return capture(function)
    except NoSourceError as error:
        told = error.diagnostics[0]
        raise refuse("AD101", told.message, scope.span(node), "called here", told.hint) from None


def inner_call(
    scope: Scope, node: ast.Call, inner: Inner, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Build the body of a function that the program has defined itself in place."""
    made = framed(scope, node, inner, args, keywords)
    return _build_inside(scope, node, made, inner.captured.node)


def framed(
    scope: Scope, node: ast.Call, inner: Inner, args: list[Thing], keywords: dict[str, Thing]
) -> Scope:
    """Return the scope of a function defined inside the program with its arguments bound."""
    env = bind(
        scope,
        node,
        inner.captured.node,
        _qualified(inner),
        args,
        keywords,
        list(inner.defaults),
        dict(inner.keyword_defaults),
    )
    return Scope(scope.program, inner.captured, env, inner.scope, within=inner.within)


def _qualified(inner: Inner) -> str:
    """Return what Python calls a function defined inside the program."""
    names = [getattr(inner.captured.node, "name", "<lambda>")]
    around = inner.scope
    while around.outer is not None:
        names.append(getattr(around.captured.node, "name", "<lambda>"))
        around = around.outer
    names.append(around.captured.function.__qualname__)
    return ".<locals>.".join(reversed(names))


def bind(
    scope: Scope,
    node: ast.AST,
    callee: ast.FunctionDef | ast.Lambda,
    qualified: str,
    args: list[Thing],
    keywords: dict[str, Thing],
    defaults: list[Thing],
    keyword_defaults: dict[str, Thing],
) -> dict[Any, Thing]:
    """Return parameter -> argument, as Python binds them."""
    iterators.check_not_kept(scope, node, *args, *keywords.values())
    spec, name = callee.args, qualified.rpartition(".")[2]
    positional = [a.arg for a in (*spec.posonlyargs, *spec.args)]
    rest: Thing | None = None
    if starred.is_spread(args):
        slots = starred.Slots(
            qualified, tuple(positional), len(defaults), 0, spec.vararg is not None
        )
        args, rest = starred.fitted(scope, node, slots, args, keywords)
    env: dict[Any, Thing] = dict(zip(positional, args, strict=False))
    problem = ""
    if len(args) > len(positional) and spec.vararg is None:
        problem = f"{name}() takes {len(positional)} arguments"
    allowed = {a.arg for a in (*spec.args, *spec.kwonlyargs)}
    extra: dict[str, Thing] = {}
    for key, thing in keywords.items():
        if spec.kwarg is not None and key not in allowed:
            extra[key] = thing
            continue
        if key not in allowed or key in env:
            problem = problem or f"{name}() got an unexpected argument {key!r}"
        env[key] = thing
    if spec.vararg is not None:
        env[spec.vararg.arg] = rest or Struct("tuple", tuple(args[len(positional) :]))
    if spec.kwarg is not None:
        env[spec.kwarg.arg] = Struct("dict", tuple(extra.values()), tuple(extra))
        scope.program.b.place(env[spec.kwarg.arg])
    late = dict(zip(positional[len(positional) - len(defaults) :], defaults, strict=True))
    for key, thing in {**late, **keyword_defaults}.items():
        env.setdefault(key, thing)
    missing = [p for p in (*positional, *(a.arg for a in spec.kwonlyargs)) if p not in env]
    if missing and not problem:
        problem = f"{name}() misses the argument {missing[0]!r}"
    if problem:
        raise refuse("AD204", problem, scope.span(node), "called here")
    for key, thing in env.items():
        if isinstance(thing, Value) and not thing.name:
            thing.name = key  # what the argument is called where it must have a name
    return env


def _build_inside(scope: Scope, node: ast.AST, inner: Scope, code: Any) -> Thing:
    program = scope.program
    large = repeated(scope, node) and _is_large(inner.captured.node)
    is_generator = generators.is_generator(inner.captured.node)
    generators.as_list(inner)
    outer, saved = program.b.span, State(scope)
    inner.caller, inner.sites = scope, (*scope.sites, stand_ins.place_of(node))
    inner.env.update(shared(scope))
    try:
        with entering.stepped(scope, inner) as entered_:
            found = recursion.body(inner, code, large and not entered_)
    finally:
        scope.env.update(shared(inner))
        program.b.span = outer
    if flow.RAISED in inner.env:
        refusal = refuse("AD304", "this call always raises", scope.span(node))
        raise flow.Raised(program.b.ops, refusal)
    if not is_generator:
        return found
    iterators.check_on_time(scope, node, program.b.ops[saved.count :])
    return iterators.made(scope, found, iterators.is_eager(scope, saved))


def shared(scope: Scope) -> dict[Any, Thing]:
    """Return what a scope knows of the contents of things, which every scope shares."""
    return {key: thing for key, thing in scope.env.items() if not isinstance(key, str)}


def repeated(scope: Scope, node: ast.AST) -> bool:
    """Tell whether a function is called at several places of the function around."""
    callee = getattr(node, "func", node)
    return _sites(scope.captured.node)[ast.dump(callee)] > 1


@functools.lru_cache(maxsize=1000)
def _sites(node: ast.AST) -> Counter[str]:
    """Count the calls in a function by what they call."""
    return Counter(ast.dump(n.func) for n in ast.walk(node) if isinstance(n, ast.Call))


@functools.lru_cache(maxsize=1000)
def _is_large(node: ast.AST) -> bool:
    """Tell whether a function is better read once than at each of its calls."""
    nodes = list(ast.walk(node))
    loops = any(isinstance(n, ast.For | ast.While) for n in nodes)
    return sum(isinstance(n, ast.stmt) for n in nodes) >= (LARGE if loops else LONG)

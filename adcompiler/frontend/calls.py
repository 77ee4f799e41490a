"""Calls: of known functions, of builtins, and of the user's own functions, built in place."""

from __future__ import annotations

import ast
import functools
import operator
import types
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.custom import Ruled, checkpoint
from adcompiler.errors import CompileError, NoSourceError, refuse
from adcompiler.frontend import (
    builtin_calls,
    chosen,
    comprehensions,
    computed_again,
    counters,
    custom,
    deques,
    draws,
    entering,
    expressions,
    failures,
    flow,
    generators,
    growing,
    iterators,
    joins,
    library,
    listing,
    making,
    memory,
    methods,
    objects,
    opaque,
    operands,
    operators,
    optional,
    outside,
    own_calls,
    programs,
    recursion,
    results,
    scipy_calls,
    special_calls,
    splits,
    starred,
    tables,
    texts,
    views,
    written_arrays,
)
from adcompiler.frontend.capture import Captured, capture
from adcompiler.frontend.fence import fence
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Bound, Conflict, Inner, Method, Scope, Static, Thing, settle
from adcompiler.gates import METHODS, find, gate
from adcompiler.gates.programs import BEFOREHAND, PROGRAMS, is_program
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Const, Struct, Value
from adcompiler.ir.types import Array, Nothing, Other, Seq, Tree, is_complex, is_sparse

ASKED = (len, sum, max, min, HELPERS["plus"])  # what only reads the numbers of a list
LAZY = (map, filter, zip, enumerate, reversed, iter)


def call(scope: Scope, node: ast.Call) -> Thing:
    """Append a call and return its value."""
    resized = tables.resize_inside(scope, node)
    if resized is not None:
        return resized
    callee = expressions.expression(scope, node.func)
    if isinstance(callee, Static) and callee.value is next and not node.keywords:
        found = comprehensions.first(scope, node)
        if found is not None:
            return found
    if isinstance(callee, Static) and node.args and isinstance(node.args[0], ast.GeneratorExp):
        if callee.value is sum and len(node.args) + len(node.keywords) <= 2:
            rest = [*node.args[1:], *(k.value for k in node.keywords)]
            start = expressions.expression(scope, rest[0]) if rest else Const(0)
            return comprehensions.total(scope, node.args[0], start)
    if isinstance(callee, Static) and callee.value is dict:
        made = comprehensions.of_pairs(scope, node)
        if made is not None:
            return made
    if isinstance(callee, Static) and results.is_at(callee.value):
        return results.at(scope, node, callee.value.__self__)
    if isinstance(callee, Static) and callee.value is results.LASTING:
        return results.lasting(scope, node)
    if isinstance(callee, Static) and any(callee.value is f for f in ASKED):
        return growing.looked_at(
            scope, node.args, lambda: call_thing(scope, node, callee, *arguments(scope, node))
        )
    return call_thing(scope, node, callee, *arguments(scope, node))


def arguments(scope: Scope, node: ast.Call) -> tuple[list[Thing], dict[str, Thing]]:
    """Append the arguments of a call and return them."""
    alone: Thing | None = None
    args: list[Thing] = []
    match node.args:
        case [ast.Starred(whole)]:
            alone = expressions.expression(scope, whole)  # Python takes its items last
        case _:
            args = expressions.elements(scope, node.args, bool(node.keywords))
    keywords: dict[str, Thing] = {}
    with scope.program.operands() as waiting:
        waiting += args
        for k in node.keywords:
            thing = expressions.expression(scope, k.value)
            waiting.append(thing)
            if k.arg is not None:
                keywords[k.arg] = thing
                continue
            entries = tables.opened(scope, thing)
            if not isinstance(entries, Struct) or entries.kind != "dict":
                raise refuse("AD102", "** of what is not a known dict", scope.span(node))
            named = zip(entries.keys, entries.items, strict=True)
            keywords.update({str(key): item for key, item in named})
    if alone is not None:
        args = starred.spread(scope, node.args[0], alone, last=True)
    return args, keywords


def call_thing(
    scope: Scope, node: ast.Call, callee: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of what an expression stands for."""
    if chosen.is_one(callee):
        return chosen.call(scope, node, callee, args, keywords)
    if isinstance(callee, Method):
        return _method(scope, node, callee, args, keywords)
    if isinstance(callee, Inner):
        return _inner(scope, node, callee, args, keywords)
    if isinstance(callee, Static):
        return call_static(scope, node, callee.value, args, keywords)
    if isinstance(callee, Bound) and callee.function is builtin_calls.partial:
        both = {**callee.keywords, **keywords}
        return call_thing(scope, node, callee.receiver, [*callee.args, *args], both)
    if isinstance(callee, Bound):
        both = {**callee.keywords, **keywords}
        return call_static(
            scope, node, callee.function, [callee.receiver, *callee.args, *args], both
        )
    done = objects.special(scope, node, callee, "__call__", args, keywords)
    if done is not None:
        return done
    if isinstance(callee, Value) and isinstance(callee.type, Nothing):
        return callee
    raise refuse(
        "AD202",
        f"{ast.unparse(node.func)!r} is not a function known at compile time",
        scope.span(node.func),
        "called here",
    )


def call_static(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of a function object."""
    function = library.model(function)
    if library.is_model(function):
        iterators.used_up(scope, *args)  # each walks it at once, and once
    if function is next and args and objects.class_of(scope, args[0]) is walking.Items:
        return user_call(scope, node, library.NEXT, args, keywords)
    if starred.is_spread(args) and not _takes_spread(function):
        return starred.known(scope, node, function)(scope, node, args, keywords)
    if function is setattr:
        return builtin_calls.setattr_(scope, node, args)
    if isinstance(function, Ruled):
        return custom.call(scope, node, function, args, keywords)
    if isinstance(function, checkpoint):
        scope.program.guard(function, "fun", function.fun, "attribute")
        return computed_again.checkpointed(scope, node, [Static(function.fun), *args], keywords)
    if _hashable(function) and function in written_arrays.CALLS:
        return written_arrays.CALLS[function](scope, node, args, keywords)
    if opaque.is_numeric(function):
        written = results.called(scope, node, function, args, keywords)
        if written is not None:
            return written
    if _hashable(function) and function in own_calls.SPECIAL:
        return own_calls.SPECIAL[function](scope, node, args, keywords)
    if _hashable(function) and function in splits.AXIS:
        return splits.split(scope, node, function, args, keywords)
    if _hashable(function) and programs.stands_for(scope, function):
        return programs.call(scope, node, function, args, keywords)
    done = programs.call_method(scope, node, function, args, keywords)
    if done is not None:
        return done
    if _hashable(function) and function in BEFOREHAND:
        return programs.asked_beforehand(scope, node, function, args)
    if opaque.is_numeric(function):
        args = [deques.as_list(scope, a) for a in args]
    special = _special(function) if _hashable(function) else None
    done = operators.unary(scope, node, function, args[0]) if special and len(args) == 1 else None
    if done is not None:
        return done
    if special is not None and function in making.CALLS:
        return special(scope, node, args, keywords)  # the things themselves
    if special is not None and function in operators.WALKING and len(args) == 1:
        args = [operators.walked(scope, node, function, args[0])]
    if special is not None:
        args = [optional.taken(scope, node, function, a) for a in args]
        contents = [memory.now(scope, a) for a in args]
        done = special(scope, node, contents, keywords)
        if function in LAZY and done is not None:
            return iterators.made(scope, done)
        if function in (list, tuple):
            iterators.used_up(scope, *args)
        for token, content in zip(args, contents, strict=True):
            if done is content:
                return token  # the very thing that was given
        if function not in (len, print):
            growing.share_rows(scope, args, UNDEF if done is None else done)
        if isinstance(done, Value):
            for token in args:
                views.shown(scope, token, done)
        if done is not None:
            return done
    by_name = scipy_calls.handler(function)
    if by_name is not None:
        contents = [memory.now(scope, a) for a in args]
        return by_name(scope, node, function, contents, keywords)
    drawn = draws.of_function(scope, node, function, args, keywords)
    drawn = drawn or outside.report(scope, node, function, args, keywords)
    if drawn is not None:
        return drawn
    known = find(function)
    done = operators.unary(scope, node, function, args[0]) if known and len(args) == 1 else None
    if done is not None:
        return done
    if known is not None:
        if known.name in ("plus", "zeros", "like"):  # of generated code, for all kinds of things
            args = [expressions.atom(scope, node, a, objects=True) for a in args]
        contents = [memory.now(scope, a) for a in args]
        if function is np.asarray and len(args) == 1 and not keywords:
            if isinstance(contents[0], Value) and isinstance(contents[0].type, Array):
                return args[0]
        out = operands.known_call(scope, node, known, contents, keywords)
        if function is not len and known.name not in ("zeros", "copied", "np.array"):
            growing.share_rows(scope, args, out)
        return views.viewed(scope, args[0], out) if args else out
    derivative = getattr(function, "__dict__", {}).get("__adcompiler__")
    if derivative is not None and derivative.gradient is function:
        return derivative.inline(scope, node, args, keywords)
    wrapped = decorated(scope, node, function, args)
    if wrapped is not None:
        return call_static(scope, node, wrapped, args, keywords)
    if isinstance(function, types.MethodType):
        receiver = Static(function.__self__)
        return call_static(scope, node, function.__func__, [receiver, *args], keywords)
    if isinstance(function, functools.partial):
        first = objects.held(scope, function.args, "partial")
        named = objects.held_by_name(scope, function.keywords, "partial")
        return call_static(scope, node, function.func, [*first, *args], {**named, **keywords})
    if isinstance(function, type) and issubclass(function, BaseException):
        return failures.make(scope, node, function, args, keywords)
    try:
        made = _opened(scope, node, function, args, keywords)
    except CompileError as error:
        if opaque.inside_a_library(error, function):
            raise opaque.refused(scope, node, function) from None
        raise
    if made is None:
        raise opaque.refused(scope, node, function)
    return made


def _takes_spread(function: Any) -> bool:
    """Tell whether a starred sequence of unknown length can be bound to parameters."""
    if isinstance(function, functools.partial | functools._lru_cache_wrapper | types.MethodType):
        return True
    if isinstance(function, type):
        own = function.__module__ == "builtins" or function in deques.MODELS
        return not own and not opaque.is_numeric(function)
    if not isinstance(function, types.FunctionType) or opaque.is_numeric(function):
        return False
    known = find(function) or _special(function) or scipy_calls.handler(function)
    return known is None and not {"__adcompiler__", "dispatch"} & set(vars(function))


def _opened(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a call by building what it runs, None where its text is not to be read."""
    if isinstance(function, types.FunctionType) and not opaque.is_numeric(function):
        return user_call(scope, node, function, args, keywords)
    if isinstance(function, type):
        own = opaque.is_numeric(function)
        made = None if own else making.make(scope, node, function, args, keywords)
    else:
        made = objects.special(scope, node, Static(function), "__call__", args, keywords)
    if made is None and not keywords:
        return opaque.folded(scope, node, function, args)
    return made


def decorated(scope: Scope, node: ast.Call, function: Any, args: list[Thing]) -> Any:
    """Return the function that a decorator of functools calls, None for any other function.

    What a cache remembers is what the function gives; a generic function is the one for the
    class of its first argument.
    """
    if isinstance(function, functools._lru_cache_wrapper):
        return function.__wrapped__
    dispatch = getattr(function, "dispatch", None)
    if dispatch is None or getattr(function, "registry", None) is None:
        return None
    content = memory.now(scope, args[0]) if args else None
    cls = objects.class_of(scope, content) if content is not None else None
    if cls is None and isinstance(content, Struct):
        cls = {"tuple": tuple, "list": list, "dict": dict}.get(content.kind)
    if cls is None and isinstance(content, Value | Const):
        cls = special_calls.python_class(type_of(content))
    if cls is None:
        raise refuse("AD204", "a generic function of a value of unknown kind", scope.span(node))
    chosen = functools.partial(dispatch, cls)
    scope.program.guard(chosen, function.__name__, chosen(), "result")
    return chosen()


def _special(function: Any) -> Callable[..., Any] | None:
    tables = (special_calls.SPECIAL, builtin_calls.SPECIAL, joins.SPECIAL, making.CALLS)
    return next((t[function] for t in tables if function in t), None)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _method(
    scope: Scope, node: ast.Call, method: Method, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    if starred.is_spread(args):
        raise starred.refused(scope, node)
    token, receiver = method.receiver, tables.opened(scope, method.receiver)
    if method.name in methods.WRITING:
        tables.check_apart(scope, node, token)
    if counters.is_one(scope, token):
        counted = counters.method(scope, node, token, method.name, args)
        if counted is not None:
            return counted
    held = outside.of(scope, token) if method.name in outside.TELLING else None
    if held is not None and not keywords:
        return outside.tell(scope, node, held, method.name, args)
    if method.name in ("append", "insert", "setdefault"):
        iterators.check_not_kept(scope, node, *args)
    if isinstance(receiver, Struct):
        return methods.call(scope, node, token, receiver, method.name, args, keywords)
    if isinstance(receiver, Value) and objects.is_given(receiver):
        return methods.of_given(scope, node, receiver, method.name, args, keywords)
    if isinstance(receiver, Value) and draws.is_generator(receiver):
        return draws.of_method(scope, node, receiver, method.name, args, keywords)
    if growing.is_run_time_list(receiver):
        grown = growing.method(scope, node, token, method.name, args)
        if grown is None:
            grown = listing.method(scope, node, token, method.name, args, keywords)
        if grown is not None:
            return grown
    if tables.is_run_time_dict(receiver):
        done = tables.method(scope, node, token, method.name, args, keywords)
        if done is not None:
            return done
    if isinstance(receiver, Value) and isinstance(receiver.type, Array):
        if method.name in written_arrays.METHODS:
            return written_arrays.METHODS[method.name](scope, node, token, args, keywords)
        out = keywords.pop("out", Const(None))
        if out != Const(None):
            value = _method(scope, node, method, args, keywords)
            return results.into(scope, node, METHODS.get(method.name), out, value)
    args = [memory.now(scope, a) for a in args]
    if isinstance(receiver, Const) and isinstance(receiver.value, str):
        return texts.method(scope, node, receiver.value, method.name, args)
    if method.name in special_calls.METHOD_CALLS:
        return special_calls.METHOD_CALLS[method.name](scope, node, receiver, args, keywords)
    if isinstance(receiver, Conflict):
        settle(receiver)
        raise refuse("AD502", receiver.why, scope.span(node), "read here")
    if method.name not in METHODS or isinstance(receiver, Const):
        raise refuse(
            "AD203",
            f"the method {method.name!r} is not known here",
            scope.span(node),
            "this call",
        )
    if METHODS[method.name] in PROGRAMS:
        return call_static(scope, node, METHODS[method.name], [method.receiver, *args], keywords)
    known = gate(METHODS[method.name])
    conjugates = known.function is np.conj
    if conjugates and not is_complex(type_of(expressions.atom(scope, node, receiver))):
        known = gate(np.real)  # which of a real array is the array itself, and so is its conj()
    if method.name in ("reshape", "transpose") and not (
        len(args) == 1 and special_calls.is_tuple(args[0])
    ):
        args = [Struct("tuple", tuple(args))] if args else []
    if isinstance(receiver, Value) and is_sparse(receiver.type) and method.name == "dot":
        return operands.known_call(scope, node, gate(operator.matmul), [receiver, *args], keywords)
    if isinstance(receiver, Value) and isinstance(receiver.type, Seq | Tree | Other):
        raise refuse("AD203", f"the method {method.name!r} is not known", scope.span(node))
    out = operands.known_call(scope, node, known, [receiver, *args], keywords, method.name)
    return views.viewed(scope, token, out)


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


def _inner(
    scope: Scope, node: ast.Call, inner: Inner, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
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
    return Scope(scope.program, inner.captured, env, inner.scope)


def _qualified(inner: Inner) -> str:
    """Return what Python calls a function defined inside the program."""
    names = [getattr(inner.captured.node, "name", "<lambda>")]
    around = inner.scope
    while around.outer is not None:
        names.append(getattr(around.captured.node, "name", "<lambda>"))
        around = around.outer
    names.append(around.captured.function.__qualname__)
    return ".<locals>.".join(reversed(names))


LARGE, LONG = 8, 15  # statements, with a loop and without one


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


def _build_inside(scope: Scope, node: ast.AST, inner: Scope, code: Any) -> Thing:
    program = scope.program
    large = repeated(scope, node) and _is_large(inner.captured.node)
    is_generator = generators.is_generator(inner.captured.node)
    generators.as_list(inner)
    outer, ops, start = program.b.span, program.b.ops, len(program.b.ops)
    inner.caller, inner.sites = scope, (*scope.sites, node)
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
    iterators.check_on_time(scope, node, ops[start:])
    return iterators.made(scope, found)


def shared(scope: Scope) -> dict[Any, Thing]:
    """Return what a scope knows of the contents of things, which every scope shares."""
    return {key: thing for key, thing in scope.env.items() if not isinstance(key, str)}


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

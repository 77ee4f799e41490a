"""Calls of function objects: each way to build one in turn, until one of them knows it."""

from __future__ import annotations

import ast
import builtins
import collections
import functools
import inspect
import itertools
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.custom import Ruled, checkpoint
from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    aliases,
    builtin_calls,
    computed_again,
    custom,
    deques,
    draws,
    expressions,
    failures,
    iterators,
    joins,
    library,
    making,
    memory,
    objects,
    opaque,
    operands,
    operators,
    optional,
    outside,
    own_calls,
    programs,
    results,
    rows,
    scipy_calls,
    special_calls,
    splits,
    starred,
    tables,
    user_functions,
    views,
    written_arrays,
)
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import find
from adcompiler.gates.programs import BEFOREHAND
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Const, Struct, Value
from adcompiler.ir.types import Array

LAZY = (map, filter, zip, enumerate, reversed, iter)
# What may leave a part of the iterators alone that it is given.
PARTIAL = [library.model(f) for f in (itertools.islice, itertools.takewhile, itertools.compress)]
# Arguments that are called, or kept as they are: what is done with them later may write to them.
HANDED_ON: dict[Any, slice] = {
    getattr: slice(None),
    super: slice(1, None),
    functools.partial: slice(None),
    functools.reduce: slice(0, None, 2),
    map: slice(1),
    sorted: slice(1),
    filter: slice(1),
    dict.fromkeys: slice(1, None),
    collections.defaultdict: slice(1),
}


def call_static(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of a function object."""
    function = library.model(function, keywords)
    if library.is_model(function):
        if function in PARTIAL:
            iterators.check_whole(scope, node, *args)
        iterators.used_up(scope, *args)  # each walks it at once, and once
    if function is next and args and objects.class_of(scope, args[0]) is walking.Items:
        return user_functions.user_call(scope, node, library.NEXT, args, keywords)
    if starred.is_spread(args) and not _takes_spread(function):
        return starred.known(scope, node, function)(scope, node, args, keywords)
    for way in OF_THINGS:
        done = way(scope, node, function, args, keywords)
        if done is not None:
            return done
    args = _readied(scope, node, function, args)
    for way in OF_CONTENTS:
        done = way(scope, node, function, args, keywords)
        if done is not None:
            return done
    raise opaque.refused(scope, node, function)


def _of_the_package(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what this package made, or what sets an attribute."""
    if function is setattr:
        return builtin_calls.setattr_(scope, node, args)
    if isinstance(function, Ruled):
        return custom.call(scope, node, function, args, keywords)
    if isinstance(function, checkpoint):
        scope.program.guard(function, "fun", function.fun, "attribute")
        return computed_again.checkpointed(scope, node, [Static(function.fun), *args], keywords)
    if _hashable(function) and function in own_calls.SPECIAL:
        return own_calls.SPECIAL[function](scope, node, args, keywords)
    return None


def _writing(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what writes to an array: `np.copyto`, `np.add.at`, whatever has `out=`."""
    if _hashable(function) and function in written_arrays.CALLS:
        return written_arrays.CALLS[function](scope, node, args, keywords)
    if opaque.is_numeric(function):
        return results.called(scope, node, function, args, keywords)
    return None


def _as_program(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what stands for a program of simpler calls, and what those ask beforehand."""
    if _hashable(function) and function in splits.AXIS:
        return splits.split(scope, node, function, args, keywords)
    if _hashable(function) and programs.stands_for(scope, function):
        return programs.call(scope, node, function, args, keywords)
    done = programs.call_method(scope, node, function, args, keywords)
    if done is not None:
        return done
    if _hashable(function) and function in BEFOREHAND:
        return programs.asked_beforehand(scope, node, function, args)
    return None


def _by_operator(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append the method by which an object answers `len`, `abs`, `float` and the like."""
    if len(args) != 1 or not (_handler(function) or find(function)):
        return None
    return operators.unary(scope, node, function, args[0])


def _making(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what makes an object of the things themselves."""
    if not _hashable(function) or function not in making.CALLS:
        return None
    return making.CALLS[function](scope, node, args, keywords)


def _readied(scope: Scope, node: ast.Call, function: Any, args: list[Thing]) -> list[Thing]:
    """Return arguments as what a builtin or NumPy sees of them: items walked, None refused."""
    if opaque.is_numeric(function):
        args = [deques.as_list(scope, a) for a in args]
    if args and _walks_keys(function):
        args = [tables.as_keys(scope, args[0]), *args[1:]]
    if _handler(function) is None:
        return args
    if function in operators.WALKING and len(args) == 1:
        args = [operators.walked(scope, node, function, args[0])]
    return [optional.taken(scope, node, function, a) for a in args]


def _walks_keys(function: Any) -> bool:
    """Tell whether a function goes through the keys of a dict that it is given."""
    module = getattr(function, "__module__", "")
    walks = _hashable(function) and function in operators.WALKING and function is not list
    return walks or module in ("math", "statistics")


def _special(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what has a function of its own here: a builtin, or a join of arrays."""
    special = _handler(function)
    if special is None:
        return None
    _check_count(scope, node, function, args, keywords)
    contents = [memory.now(scope, a) for a in args]
    handed_on = HANDED_ON.get(function, slice(0))
    contents[handed_on] = args[handed_on]
    in_step = args if function is zip else args[1:] if function is map else []
    if len(in_step) > 1 or function in (any, all):
        iterators.check_whole(scope, node, *args)
    saved = State(scope) if function in LAZY else None
    done = special(scope, node, contents, keywords)
    if saved is not None and done is not None:
        rows.share_rows(scope, args, done)
        for token in args:
            views.shown(scope, token, done)
        eager = any(a in scope.program.eager for a in args if iterators.is_thing(a))
        return iterators.made(scope, done, eager or iterators.is_eager(scope, saved))
    if function in (list, tuple):
        iterators.used_up(scope, *args)
    for token, content in zip(args, contents, strict=True):
        if done is content:
            return token  # the very thing that was given
    if function not in (len, print):
        rows.share_rows(scope, args, UNDEF if done is None else done)
    if isinstance(done, Value):
        for token in args:
            views.shown(scope, token, done)
        if function in (max, min):
            aliases.merged(scope, done, *args)  # a row, perhaps, which shows the array
    return done


def _check_count(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> None:
    """Refuse a call of a builtin with arguments that it does not take."""
    name = getattr(function, "__name__", "")
    builtin = getattr(builtins, name, None)
    if builtin is None or builtin is not function:
        return
    try:
        inspect.signature(builtin).bind(*args, **keywords)
    except TypeError as error:
        raise refuse("AD204", f"{name}() with these arguments: {error}", scope.span(node)) from None
    except ValueError:
        return  # it has no signature


def _by_name(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a function of SciPy that is written out where it is called."""
    handler = scipy_calls.handler(function)
    if handler is None:
        return None
    return handler(scope, node, function, [memory.now(scope, a) for a in args], keywords)


def _with_effect(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a draw of random numbers, or a report to the outside."""
    drawn = draws.of_function(scope, node, function, args, keywords)
    return drawn or outside.report(scope, node, function, args, keywords)


def _with_gate(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a function that has a gate of its own."""
    known = find(function)
    if known is None:
        return None
    if known.name in ("plus", "zeros", "like"):  # of generated code, for all kinds of things
        args = [expressions.atom(scope, node, a, objects=True) for a in args]
    contents = [memory.now(scope, a) for a in args]
    if function is np.asarray and len(args) == 1 and not keywords:
        if isinstance(contents[0], Value) and isinstance(contents[0].type, Array):
            return args[0]
    out = operands.known_call(scope, node, known, contents, keywords)
    if function is not len and known.name not in ("zeros", "copied", "np.array"):
        rows.share_rows(scope, args, out)
    return views.viewed(scope, args[0], out) if args else out


def _around_another(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a call of what is a function with something around it."""
    derivative = getattr(function, "__dict__", {}).get("__adcompiler__")
    if derivative is not None and derivative.gradient is function:
        inlined: Thing = derivative.inline(scope, node, args, keywords)
        return inlined
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
    return None


def _by_its_text(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append what runs when the text of a function or of a class is built in place."""
    if isinstance(function, type) and issubclass(function, BaseException):
        return failures.make(scope, node, function, args, keywords)
    try:
        return _opened(scope, node, function, args, keywords)
    except CompileError as error:
        if opaque.inside_a_library(error, function):
            raise opaque.refused(scope, node, function) from None
        raise


Way = Callable[[Scope, ast.Call, Any, list[Thing], dict[str, Thing]], Thing | None]
OF_THINGS: tuple[Way, ...] = (_of_the_package, _writing, _as_program, _by_operator, _making)
OF_CONTENTS: tuple[Way, ...] = (
    _special,
    _by_name,
    _with_effect,
    _with_gate,
    _around_another,
    _by_its_text,
)


def _opened(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a call by building what it runs, None where its text is not to be read."""
    if isinstance(function, types.FunctionType) and not opaque.is_numeric(function):
        return user_functions.user_call(scope, node, function, args, keywords)
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


def _takes_spread(function: Any) -> bool:
    """Tell whether a starred sequence of unknown length can be bound to parameters."""
    if isinstance(function, functools.partial | functools._lru_cache_wrapper | types.MethodType):
        return True
    if isinstance(function, type):
        own = function.__module__ == "builtins" or function in deques.MODELS
        return not own and not opaque.is_numeric(function)
    if not isinstance(function, types.FunctionType) or opaque.is_numeric(function):
        return False
    known = find(function) or _handler(function) or making.CALLS.get(function)
    known = known or scipy_calls.handler(function)
    return known is None and not {"__adcompiler__", "dispatch"} & set(vars(function))


def _handler(function: Any) -> Callable[..., Any] | None:
    if not _hashable(function):
        return None
    known = (special_calls.SPECIAL, builtin_calls.SPECIAL, joins.SPECIAL)
    return next((t[function] for t in known if function in t), None)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True

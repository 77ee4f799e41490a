"""Methods: of containers, of objects that were given, of arrays."""

from __future__ import annotations

import ast
import operator

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    counters,
    draws,
    expressions,
    growing,
    iterators,
    list_methods,
    listing,
    memory,
    methods,
    objects,
    operands,
    outside,
    results,
    special_calls,
    starred,
    static_calls,
    tables,
    texts,
    views,
    written_arrays,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import ONE_KIND, Conflict, Method, Thing, settle
from adcompiler.gates import METHODS, gate
from adcompiler.gates.programs import PROGRAMS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Other, Scalar, Seq, Tree, is_complex, is_sparse


def method_call(
    scope: Scope, node: ast.Call, method: Method, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of a method of what an expression stands for."""
    if starred.is_spread(args):
        raise starred.refused(scope, node)
    if method.name == "copy":
        tables.check_plain(scope, node, method.receiver)
    receiver = tables.opened(scope, method.receiver)
    for way in (_of_what_counts_or_tells, _of_container, _of_array):
        done = way(scope, node, method, receiver, args, keywords)
        if done is not None:
            return done
    args = [memory.now(scope, a) for a in args]
    if isinstance(receiver, Const) and isinstance(receiver.value, str):
        return texts.method(scope, node, receiver.value, method.name, args, keywords)
    if method.name in special_calls.METHOD_CALLS:
        return special_calls.METHOD_CALLS[method.name](scope, node, receiver, args, keywords)
    if isinstance(receiver, Conflict):
        settle(receiver)
        raise refuse("AD502", receiver.why, scope.span(node), "read here", ONE_KIND)
    if method.name not in METHODS or isinstance(receiver, Const):
        what = f"the method {method.name!r} is not known here"
        raise refuse("AD203", what, scope.span(node), "this call")
    return _of_numbers(scope, node, method, receiver, args, keywords)


def _of_what_counts_or_tells(
    scope: Scope,
    node: ast.Call,
    method: Method,
    receiver: Thing,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    """Append a method of a Counter, or one that tells what is outside of a change to it."""
    token, name = method.receiver, method.name
    if name in methods.WRITING:
        tables.check_apart(scope, node, token)
    if counters.is_one(scope, token):
        counted = counters.method(scope, node, token, name, args)
        if counted is not None:
            return counted
    held = outside.of(scope, token) if name in outside.TELLING else None
    return None if held is None or keywords else outside.tell(scope, node, held, name, args)


def _of_container(
    scope: Scope,
    node: ast.Call,
    method: Method,
    receiver: Thing,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    """Append a method of a list, a dict, an object or a random generator."""
    token, name = method.receiver, method.name
    if name in ("append", "insert", "setdefault"):
        iterators.check_not_kept(scope, node, *args)
    if name in ("extend", "update"):
        iterators.check_apart(scope, node, node.func, node.args)
    if isinstance(receiver, Struct):
        return methods.call(scope, node, token, receiver, name, args, keywords)
    if isinstance(receiver, Value) and objects.is_given(receiver):
        return methods.of_given(scope, node, receiver, name, args, keywords)
    if isinstance(receiver, Value) and draws.is_generator(receiver):
        return draws.of_method(scope, node, receiver, name, args, keywords)
    if growing.is_run_time_list(receiver):
        grown = list_methods.method(scope, node, token, name, args)
        return grown or listing.method(scope, node, token, name, args, keywords)
    if tables.is_run_time_dict(receiver):
        return tables.method(scope, node, token, name, args, keywords)
    return None


def _of_array(
    scope: Scope,
    node: ast.Call,
    method: Method,
    receiver: Thing,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    """Append a method that writes to an array, its own or the one of `out=`."""
    if not isinstance(receiver, Value) or not isinstance(receiver.type, Array):
        return None
    if method.name in written_arrays.METHODS:
        writing = written_arrays.METHODS[method.name]
        return writing(scope, node, method.receiver, args, keywords)
    out = keywords.pop("out", Const(None))
    if out == Const(None):
        return None
    value = method_call(scope, node, method, args, keywords)
    return results.into(scope, node, METHODS.get(method.name), out, value)


def _is_shape(thing: Thing) -> bool:
    """Tell whether a lone argument is not one size: a tuple, known or as the run finds it."""
    return isinstance(thing, Struct) or (
        isinstance(thing, Value) and not isinstance(thing.type, Scalar)
    )


def _of_numbers(
    scope: Scope,
    node: ast.Call,
    method: Method,
    receiver: Thing,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Append a method of an array or a number, which is a function of NumPy."""
    name, function = method.name, METHODS[method.name]
    if function in PROGRAMS:
        return static_calls.call_static(scope, node, function, [method.receiver, *args], keywords)
    known = gate(function)
    conjugates = known.function is np.conj
    if conjugates and not is_complex(type_of(expressions.atom(scope, node, receiver))):
        known = gate(np.real)  # which of a real array is the array itself, and so is its conj()
    if name in ("reshape", "transpose") and not (len(args) == 1 and _is_shape(args[0])):
        args = [Struct("tuple", tuple(args))] if args else []
    if isinstance(receiver, Value) and is_sparse(receiver.type) and name == "dot":
        return operands.known_call(scope, node, gate(operator.matmul), [receiver, *args], keywords)
    if isinstance(receiver, Value) and isinstance(receiver.type, Seq | Tree | Other):
        raise refuse("AD203", f"the method {name!r} is not known", scope.span(node))
    out = operands.known_call(scope, node, known, [receiver, *args], keywords, name)
    return views.viewed(scope, method.receiver, out)

"""Functions with rules of the user's own.

A custom function is one gate, of which the programs of its rule are built apart: they are
put in place when the derivative is taken.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any

from adcompiler.custom import Ruled
from adcompiler.errors import refuse
from adcompiler.frontend import (
    contents,
    expressions,
    memory,
    objects,
    sharing,
    user_functions,
)
from adcompiler.frontend.rule_programs import Draft, finish, words
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Method, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import (
    Atom,
    Const,
    Rule,
    Value,
)
from adcompiler.ir.types import is_complex, is_differentiable

NESTED = 3  # rules of one function, each called inside the one before


def call(
    scope: Scope, node: ast.Call, function: Ruled, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the call of a function that has a rule of its own."""
    program, b = scope.program, scope.program.b
    for name in ("fun", "fwd", "bwd", "jvp"):
        if hasattr(function, name):
            program.guard(function, name, getattr(function, name), "attribute")
    given = _arranged(scope, node, function, args, keywords)
    draft = _draft(scope, node, function, given)
    key = (id(function), *(_key(a) for a in draft.atoms))
    known: Draft | None = program.rules.get(key) or program.routines.get((None, key))
    if known is None:
        if sum(k[0] == id(function) for k in program.rules) >= NESTED:
            raise draft.refused(f"the rule of {draft.name!r} calls it with other types each time")
        known = program.rules[key] = draft
        try:
            finish(draft)
        finally:
            del program.rules[key]
        if all(any(c.value is v for c in program.captures.values()) for v in draft.extras):
            program.routines[None, key] = draft
    elif known.type is None:
        raise draft.refused(f"{draft.name!r} calls itself")
    known.rule.repeated |= user_functions.repeated(scope, node)
    operands = [*draft.atoms, *known.extras]
    attrs = {"rule": known.rule, "type": known.type}
    out = contents.taken_apart(scope, b.apply(gate(core.custom), *operands, attrs=attrs))
    sharing.note(scope, out, given, known.shares)
    return out


def _arranged(
    scope: Scope, node: ast.Call, function: Ruled, args: list[Thing], keywords: dict[str, Thing]
) -> list[Thing]:
    """Return the arguments of a call by position, with the defaults."""
    try:
        signature = inspect.signature(function.fun)
    except (TypeError, ValueError):
        if not keywords:
            return args
        raise refuse(
            "AD204", "keywords of a function without signature", scope.span(node)
        ) from None
    try:
        bound = signature.bind(*args, **keywords)
    except TypeError as error:
        message = f"{function.__name__}(): {error}"
        raise refuse("AD204", message, scope.span(node), "called here") from None
    given = dict(bound.arguments)
    bound.apply_defaults()
    if bound.kwargs:
        message = f"keyword-only arguments of {function.__name__!r}, which has a rule of its own"
        raise refuse("AD204", message, scope.span(node), "called here")
    late = {
        k: objects.held(scope, (v,), function.__name__)[0]
        for k, v in bound.arguments.items()
        if k not in given and signature.parameters[k].kind is not inspect.Parameter.VAR_POSITIONAL
    }
    bound.arguments.update(late)
    return list(bound.args)


def _draft(scope: Scope, node: ast.AST, function: Ruled, given: list[Thing]) -> Draft:
    """Return the call with its operands, before anything of the rule is built."""
    name = _called(node, function)
    atoms: list[Atom] = []
    things: list[Thing] = []
    b = scope.program.b
    for word, thing in zip(words(function, len(given)), given, strict=True):
        content = memory.now(scope, thing)
        if isinstance(content, Static):
            atoms.append(Const(content.value))
            things.append(content)
            continue
        if isinstance(content, Inner | Bound | Method):
            raise refuse(
                "AD205",
                f"a function made in the program, handed to {name!r}, which has a rule of its own",
                scope.span(node),
                "called here",
                "define it outside",
            )
        atom = expressions.atom(scope, node, thing, objects=True)
        if is_complex(type_of(atom)):
            raise refuse(
                "AD205",
                f"complex numbers in {name!r}, which has a rule of its own",
                scope.span(node),
                "called here",
                "hand it the real and the imaginary part",
            )
        atoms.append(atom)
        kept = isinstance(atom, Value)
        things.append(Value(word, type_of(atom), b.span, True) if kept else atom)
    beyond = [k for k in function.nondiff_argnums if k >= len(given)]
    if beyond:
        raise refuse("AD205", f"nondiff_argnums of {name!r} names argument {beyond[0]}")
    wrt = tuple(
        k
        for k, thing in enumerate(things)
        if k not in function.nondiff_argnums
        and isinstance(thing, Value)
        and is_differentiable(thing.type)
    )
    options = tuple(k for k in function.nondiff_argnums if isinstance(atoms[k], Value))
    rule = Rule(name, wrt, function=function, count=len(atoms), options=options)
    return Draft(scope, node, function, things, atoms, rule)


def _called(node: ast.AST, function: Ruled) -> str:
    """Return what the user calls a function."""
    match getattr(node, "func", None):
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return function.__name__ if function.__name__.isidentifier() else "function"


def _key(atom: Atom) -> Any:
    """Return what must agree for two calls to have one rule."""
    if isinstance(atom, Value):
        return type_of(atom)
    value = getattr(atom, "value", None)
    plain = isinstance(value, bool | int | float | str | type(None))
    return type(value), repr(value) if plain else id(value)

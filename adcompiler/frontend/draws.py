"""Random draws and iterators: used up once, in the order of the program."""

from __future__ import annotations

import ast
import random
import types
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, library, static_calls, user_functions
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, effects, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Value
from adcompiler.ir.types import Other, Scalar, is_iterator, rank

Keywords = dict[str, Thing]


def is_generator(thing: Thing) -> bool:
    """Tell whether a thing draws random numbers."""
    type_ = thing.type if isinstance(thing, Value) else None
    return isinstance(type_, Other) and issubclass(type_.cls, effects.GENERATORS)


def of_module(function: Any) -> tuple[str, str, bool] | None:
    """Return module, name and plainness of a function that draws from a hidden generator."""
    name = getattr(function, "__name__", "")
    if name != "seed" and not isinstance(function, types.BuiltinMethodType | types.MethodType):
        return None
    if name != "seed" and getattr(function, "__self__", None) is None:
        return None  # such as `default_rng`, which makes a generator
    for module, prefix in ((np.random, "np.random"), (random, "random")):
        if name in vars(module) and vars(module)[name] == function:
            return prefix, name, module is random
    return None


def of_function(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: Keywords
) -> Thing | None:
    """Append `np.random.rand(...)`, None where the function draws nothing."""
    found = of_module(function)
    return None if found is None else _draw(scope, node, None, *found, args, keywords)


def of_method(
    scope: Scope, node: ast.Call, rng: Value, name: str, args: list[Thing], keywords: Keywords
) -> Thing:
    """Append `rng.normal(...)`."""
    assert isinstance(rng.type, Other)
    plain = issubclass(rng.type.cls, random.Random)
    return _draw(scope, node, rng, "", name, plain, args, keywords)


def _draw(
    scope: Scope,
    node: ast.Call,
    rng: Value | None,
    module: str,
    name: str,
    plain: bool,
    args: list[Thing],
    keywords: Keywords,
) -> Thing:
    model = library.CHOSEN.get((name, plain))
    if model is not None and not (not plain and args and _is_count(args[0])):
        if not plain:
            _check_rows(scope, node, rng, args, keywords)
        source = rng or Static(random if plain else np.random)
        return user_functions.user_call(scope, node, model, [source, *args], keywords)
    if name not in (effects.PLAIN if plain else effects.DRAWS):
        raise refuse(
            "AD203",
            f"the random function {name!r} is not known",
            scope.span(node),
            "drawn here",
            "draw before and pass the result, or choose by the place: "
            + ("items[random.randrange(n)]" if plain else "items[rng.integers(n)]"),
        )
    parts = [*args, *keywords.values()]
    atoms: list[Atom] = [expressions.atom(scope, node, a) for a in parts]
    attrs = {
        "module": module,
        "method": name,
        "plain": plain,
        "receiver": rng is not None,
        "keywords": tuple(keywords),
    }
    first: list[Atom] = [] if rng is None else [rng]
    return scope.program.b.apply(gate(core.draw), *first, *atoms, attrs=attrs)


def _is_count(thing: Thing) -> bool:
    """Tell whether what is chosen from is not a sequence but the number of its places."""
    return isinstance(thing, Value | Const) and isinstance(type_of(thing), Scalar)


def _check_rows(
    scope: Scope, node: ast.Call, rng: Value | None, args: list[Thing], keywords: Keywords
) -> None:
    """Refuse what NumPy does not choose by the place in its one operand."""
    drawer = None if rng is None else rng.type
    generator = isinstance(drawer, Other) and issubclass(drawer.cls, np.random.Generator)
    dims = rank(type_of(args[0])) if args and isinstance(args[0], Value) else None
    if not args or "axis" in keywords or (dims not in (None, 1) and not generator):
        raise refuse(
            "AD204",
            "a random choice with these arguments",
            scope.span(node),
            "drawn here",
            "choose by the place: x[rng.integers(len(x))], x[rng.permutation(len(x))]",
        )


def take(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing | None:
    """Append `next(iterator)` of an iterator from outside."""
    if not args or not isinstance(args[0], Value) or not is_iterator(args[0].type):
        return None
    if len(args) > 1 and not isinstance(args[1], Const):
        return static_calls.call_static(scope, node, library.TAKEN, args, {})
    atoms = [expressions.atom(scope, node, a) for a in args]
    return scope.program.b.apply(gate(core.take), *atoms, attrs={})

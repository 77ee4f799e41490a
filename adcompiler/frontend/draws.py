"""Random draws and iterators: used up once, in the order of the program."""

from __future__ import annotations

import ast
import random
import types
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, library, static_calls
from adcompiler.frontend.scope import Scope, Thing
from adcompiler.gates import core, effects, gate
from adcompiler.ir.nodes import Atom, Const, Value
from adcompiler.ir.types import Other, is_iterator

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
) -> Value:
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


def take(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing | None:
    """Append `next(iterator)` of an iterator from outside."""
    if not args or not isinstance(args[0], Value) or not is_iterator(args[0].type):
        return None
    if len(args) > 1 and not isinstance(args[1], Const):
        return static_calls.call_static(scope, node, library.TAKEN, args, {})
    atoms = [expressions.atom(scope, node, a) for a in args]
    return scope.program.b.apply(gate(core.take), *atoms, attrs={})

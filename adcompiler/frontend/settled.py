"""What a loop settled on when the loop around it was built before: it begins with that.

Otherwise the attempts would multiply with each level of nesting.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from adcompiler.frontend import assigned, contents, flow, growing, optional, stand_ins, steps
from adcompiler.frontend.scope import Scope, Settled
from adcompiler.frontend.things import Thing
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import UNDEF, Struct, Undef, Value
from adcompiler.ir.types import UNKNOWN, Seq, Type

NOTHING_KNOWN = Settled((), {}, {})


@dataclass(frozen=True)
class ContentOf:
    """What a variable contains before the loop; each time it is built that is a new thing."""

    name: str


def known(scope: Scope, node: ast.AST) -> Settled:
    """Return what a loop settled on when it was built before."""
    return scope.program.settled.get(_where(scope, node), NOTHING_KNOWN)


def keep(
    scope: Scope,
    node: ast.AST,
    before: dict[Any, Thing],
    assigned: Collection[Any],
    carried: dict[Any, Thing],
    types: list[Type],
) -> None:
    """Remember what a loop has settled on; `assigned` is what it was known to carry at once."""
    found: dict[Any, list[Type]] = {}
    for (key, _), type_ in zip(contents.leaves(carried), types, strict=True):
        found.setdefault(_word(before, key), []).append(type_)
    outlines = {
        key: optional.emptied(thing)
        for key, thing in carried.items()
        if isinstance(thing, Struct) and isinstance(before.get(key, UNDEF), Undef)
    }
    changed = tuple(_word(before, key) for key in carried if key not in assigned)
    scope.program.settled[_where(scope, node)] = Settled(changed, found, outlines)


def begin(
    scope: Scope,
    node: ast.AST,
    before: dict[Any, Thing],
    carried: dict[Any, Thing],
    known: Settled,
) -> None:
    """Add what the loop was found to change, and give variables the structure that they got."""
    for word in known.changed:
        key = before.get(word.name) if isinstance(word, ContentOf) else word
        if key in before:
            old = before[key]
        elif isinstance(key, str) and _may_begin(key, before):
            old = UNDEF
            assigned.begin(scope.program, before, carried, key)
        elif isinstance(key, Struct | Value) and isinstance(word, ContentOf):
            old = key
        else:
            continue  # a thing of another time
        if key in carried or not contents.lasts(scope, key):
            continue
        content = contents.before_round(scope, key, old)
        if _is_sequence(known.types.get(word)) and growing.family(content) is not None:
            content = growing.sequence(scope, node, key, content)
        carried[key] = content
    for name, outline in known.outlines.items():
        if isinstance(carried.get(name), Undef):
            carried[name] = outline


def _may_begin(name: str, before: dict[Any, Thing]) -> bool:
    """Tell whether a variable may get its first value in a loop: no flag of a try around it does,
    nor that of a variable.

    The loop may have stood in more tries when it was built before.
    """
    if name.startswith(flow.FAILED) or assigned.is_flag(name):
        return False
    return not name.startswith(steps.ERROR) or name.replace(steps.ERROR, flow.FAILED) in before


def first_types(before: dict[Any, Thing], carried: dict[Any, Thing], known: Settled) -> list[Type]:
    """Return the types to begin with: those before the loop, or what it settled on before.

    Only what is at least as wide as the type before the loop is of use.
    """
    own: dict[Any, list[Type]] = {}
    leaves = (key for key, _ in contents.leaves(carried))
    for key, type_ in zip(leaves, contents.first_types(carried), strict=True):
        own.setdefault(key, []).append(type_)  # those of one variable follow each other
    found: list[Type] = []
    for key, types in own.items():
        settled = known.types.get(_word(before, key), [])
        wider = settled if len(settled) == len(types) else types
        found += [
            w if w != UNKNOWN and join(t, w) == w else t for t, w in zip(types, wider, strict=True)
        ]
    return found


def _where(scope: Scope, node: ast.AST) -> Any:
    """Return what a loop is known by: a place in a text, and the calls through which it is built.

    The node is no name for it: generators and comprehensions are written anew each time, and
    one call may stand for several loops.
    """
    return scope.captured.function, *scope.sites, stand_ins.place_of(node), _text(node)


@lru_cache(maxsize=1000)
def _text(node: ast.AST) -> str:
    return ast.dump(node)


def _word(before: dict[Any, Thing], key: Any) -> Any:
    """Return what something carried is remembered by."""
    if not isinstance(key, Struct | Value):
        return key
    names = (n for n, thing in before.items() if thing is key and isinstance(n, str))
    name = next(names, None)
    return key if name is None else ContentOf(name)


def _is_sequence(types: list[Type] | None) -> bool:
    return types is not None and len(types) == 1 and isinstance(types[0], Seq)

"""One round of a loop: its body, built for types that may turn out too narrow."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from adcompiler.frontend import (
    aliases,
    assigned,
    by_index,
    choices,
    contents,
    expressions,
    flow,
    growing,
    memory,
    operators,
    optional,
    stand_ins,
    statements,
    walks,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Cell, Conflict, Inner, Static, Thing, settle
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Atom, Const, Struct, Undef, Value
from adcompiler.ir.types import Array, Scalar, Type


@dataclass(eq=False)
class Attempt:
    """The body of a loop, built with types that may turn out too narrow."""

    params: list[Value]
    ops: list[Any]
    yields: list[Atom]
    conflicts: dict[str, str]
    stop: Atom
    outlines: dict[str, Struct]
    links: dict[Any, set[Any]]
    after: dict[Any, Thing]  # the contents at the end of a round


def attempt(
    scope: Scope,
    node: ast.For | ast.While,
    walk: walks.Walk,
    carried: dict[str, Thing],
    types: list[Type],
    refused: dict[Any, str],
    links: dict[Any, set[Any]],
) -> Attempt:
    program = scope.program
    b = program.b
    items = [
        b.value(walks.item_type(a), walks.item_name(node.target, walk.item, k), True)  # type: ignore[union-attr]
        for k, a in enumerate(walk.over)
    ]
    params = [
        b.value(t, word, True)
        for t, word in zip(types, contents.labels(scope, carried), strict=True)
    ]
    for param, (name, init) in zip(params, contents.leaves(carried), strict=True):
        others = linked_to(links.get(name, ()), carried, params)
        others += contents.lists_before(scope, name)
        aliases.merged(scope, param, init, *(o for o in others if o is not param))
        if init in scope.program.fresh:
            scope.program.fresh.add(param)
    before = dict(scope.env)
    walked_by = by_index.key(scope, node) if isinstance(node, ast.For) else None
    arrays: list[Thing] = [
        t for t in walk.things if isinstance(t, Value) and isinstance(t.type, Array)
    ]
    arrays += [part for t in walk.things for part in aliases.inside(scope, t)]
    for value in items:
        aliases.merged(scope, value, *arrays)  # a row of an array shows it
    program.borrowed.update({v: walked_by for v in items if not isinstance(v.type, Scalar)})
    program.counted.update({v: walked_by for v in items if isinstance(v.type, Scalar)})
    leaves: list[Any] = list(params)
    with b.block() as ops:
        for value in (*items, *params):
            b.place(value)
        program.walked += tuple((thing, walked_by) for thing in walk.things)
        for name, thing in carried.items():
            filled = contents.refill(scope, thing, leaves)
            if isinstance(filled, Struct):
                link_before(scope, filled, contents.lists_before(scope, name))
            # What an earlier round left behind is read here, if Python would read it.
            scope.env[name] = Conflict(refused[name]) if name in refused else filled
        link(scope, links, carried, before)
        keep_distinct(scope, links, scope.env)
        begun = {n: _parts(scope, n, scope.env[n]) for n in carried if n in scope.env}
        undefined = {
            n: p
            for (n, a), p in zip(contents.leaves(carried), params, strict=True)
            if isinstance(a, Undef)
        }
        scope.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO})
        try:
            if isinstance(node, ast.For):
                walks.bind_items(scope, node.target, walk.item, items)
            _body(scope, node)
        except flow.Raised as raised:
            flow.stop(scope, raised)
        scope.env.pop(flow.RAISED, None)  # a round that raises may never come
        for name, thing in carried.items():
            if isinstance(thing, Struct):
                scope.env[name] = contents.taken_apart(scope, scope.env.get(name, UNDEF))
            if isinstance(name, str | Cell) and name in scope.env:
                scope.env[name] = memory.lost(scope, scope.env[name])
        assigned.tell(program, [scope.env], keys=carried)
        outlines = _outlines(scope, carried)
        yields, conflicts = _yields(scope, node, carried, undefined)
        stop = expressions.atom(scope, node, scope.env[flow.STOP])
        program.walked = program.walked[: len(program.walked) - len(walk.things)]
        found = _links(scope, carried, begun, before)
        after = {k: contents.carried_on(scope, k, scope.env.get(k, UNDEF)) for k in carried}
    return Attempt([*items, *params], ops, yields, conflicts, stop, outlines, found, after)


@dataclass(frozen=True)
class Turned:
    """A link to what another variable was before: they only change places, and never meet."""

    name: Any


@dataclass(frozen=True)
class Itself:
    """A link to a thing from outside the loop: the variable may be it."""

    thing: Any


KEPT = object()  # a link to a list of unknown length, which holds what the variable is
SHARED = object()  # a link to a list of lists whose rows others see too
TAKEN = object()  # a link to the items of some container: the variable may be one of them


def link(
    scope: Scope,
    links: dict[Any, set[Any]],
    carried: dict[Any, Thing],
    before: dict[Any, Thing],
) -> None:
    """Remember of each carried variable what else it may be at another round.

    What a list of unknown length holds may not be written to any more.
    """
    env = dict(scope.env)
    for name, others in links.items():
        mine = _parts(scope, name, env[name]) if name in env else set()
        for other in others:
            if other is KEPT:
                aliases.keep(scope.program, mine if isinstance(name, str | Cell) else {name})
            elif isinstance(other, Turned):
                aliases.linked(scope, mine, _written_to(scope, before.get(other.name, UNDEF)))
            elif other is SHARED:
                scope.program.shared |= mine
            elif other is TAKEN:
                scope.program.taken.update(v for v in mine if isinstance(v, Value))
            elif isinstance(other, Itself):
                aliases.linked(scope, mine, [other.thing])
            else:
                aliases.linked(scope, mine, _parts(scope, other, env.get(other, UNDEF)))


def link_before(scope: Scope, thing: Thing, before: list[Thing]) -> None:
    """Remember that a container may be what it was before, or a part of that: `c = c.next`."""
    inner = thing.items[1] if optional.is_one(thing) else thing
    if isinstance(inner, Struct):
        aliases.linked(scope, [inner], set().union(*(_written_to(scope, b) for b in before)))


def keep_distinct(scope: Scope, links: dict[Any, set[Any]], env: dict[Any, Thing]) -> None:
    """Remember that variables which change places with one another are never one thing."""
    for name, others in links.items():
        for link in others:
            if isinstance(link, Turned) and name in env and link.name in env:
                scope.program.distinct.add(frozenset((env[name], env[link.name])))


def linked_to(
    links: Iterable[Any], carried: dict[str, Thing], values: Sequence[Value]
) -> list[Thing]:
    """Return what a carried variable may also be: parts of others, things from outside."""
    names = [name for name, _ in contents.leaves(carried)]
    found: list[Thing] = []
    for link in links:
        if isinstance(link, Itself):
            found.append(link.thing)
        else:
            found += [v for v, name in zip(values, names, strict=True) if name == link]
    return found


def _body(scope: Scope, node: ast.For | ast.While) -> None:
    """Append the body; a test in front of everything else lets the loop go on."""
    body = node.body
    if isinstance(node, ast.While) and not _goes_on(scope, node, [], set()):
        leave = ast.If(ast.UnaryOp(ast.Not(), node.test), [flow.Ended()], [])
        stand_ins.place(node.test, leave)
        body = [leave, *body]
    elif not flow.is_stepping(scope):
        ahead, first, names = _ahead_of_break(scope, node)
        if first is not None and _goes_on(scope, first, ahead, names):
            body = body[len(ahead) + 1 :]
    statements.block(scope, body)


def _goes_on(
    scope: Scope, node: ast.While | ast.If, ahead: list[ast.stmt], names: set[str]
) -> bool:
    """Append the assignments ahead of a test and the test by which a round takes place.

    Of a round that does not take place nothing stays. So nothing is appended, and the answer
    is False, where these change what was there before, but for names that nobody reads then.
    """
    b = scope.program.b
    if any(isinstance(n, ast.NamedExpr) for part in (*ahead, node.test) for n in ast.walk(part)):
        return False
    saved = State(scope)
    statements.block(scope, ahead)
    if isinstance(node, ast.If):
        b.span = statements.statement_span(scope, node)
    asked = operators.truth(scope, node.test, expressions.expression(scope, node.test))
    condition = growing.truth_of(scope, asked)
    if choices.truth(condition) is not None or saved.changed(names):
        saved.restore()
        return False
    goes_on = expressions.atom(scope, node.test, condition)
    if isinstance(node, ast.If):
        goes_on = b.apply(gate(operator.not_), goes_on)
    b.apply(gate(core.proceed), goes_on)
    b.assume(goes_on, holds=True)
    return True


def _ahead_of_break(
    scope: Scope, node: ast.For | ast.While
) -> tuple[list[ast.stmt], ast.If | None, set[str]]:
    """Return the assignments ahead of a first `if ...: break`, it, and what names they bind.

    The round of such a break does not take place; so nobody may read later what it assigned.
    """
    names = _names(node.target) if isinstance(node, ast.For) else set()
    earlier: set[str] = set()  # what is read of the round before
    for k, child in enumerate(node.body):
        match child:
            case ast.Assign([ast.Name(name)], value):
                earlier |= _names(value) - names
                names.add(name)
            case ast.If(test, [ast.Break()], []) if not node.orelse:
                earlier |= _names(test) - names
                if not names & (earlier | _names_outside(scope.captured.node, node)):
                    return node.body[:k], child, names
                break
            case _:
                break
    return [], None, set()


def _names_outside(whole: ast.AST, node: ast.AST) -> set[str]:
    """Return the names that a function reads or binds, but for those inside one of its nodes."""
    inside = {id(n) for n in ast.walk(node)}
    return {n.id for n in ast.walk(whole) if isinstance(n, ast.Name) and id(n) not in inside}


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _outlines(scope: Scope, carried: dict[str, Thing]) -> dict[str, Struct]:
    """Return empty structures for variables that get one in the loop and have none before it."""
    found = {}
    for name, thing in carried.items():
        after = scope.env.get(name, UNDEF)
        if isinstance(thing, Undef) and isinstance(after, Struct):
            found[name] = optional.emptied(after)
        wider = optional.outline(thing, contents.carried_on(scope, name, after))
        if wider is not thing:
            found[name] = wider
    return found


def _links(
    scope: Scope,
    carried: dict[Any, Thing],
    begun: dict[Any, set[Any]],
    before: dict[Any, Thing],
) -> dict[Any, set[Any]]:
    """Return for each carried variable what else it may be at the next round.

    Two variables that are one thing at the end of a round, one that is what another was at
    its beginning, or a thing from outside: a write through one would be seen through the other.
    """
    # What a growing list holds is not the list: a write to the one is none to the other.
    parts = {
        n: _parts(scope, n, scope.env[n])
        for n, before in carried.items()
        if n in scope.env and not _grows(before, scope.env[n])
    }
    turned = _turned(scope, parts, begun, before)
    found: dict[Any, set[Any]] = {name: {Turned(n) for n in turned if n != name} for name in turned}
    for thing in carried:
        held = scope.program.held
        if aliases.is_writable(thing) and aliases.is_held(scope.program, thing, held):
            found.setdefault(thing, set()).add(KEPT)
    for name, mine in parts.items():
        wide = mine.union(*(aliases.sources(scope.program, part) for part in mine))
        twins = {other for other, theirs in parts.items() if wide & theirs}
        if name not in turned:
            twins |= {n for n, first in begun.items() if wide & first}
        # What a thing holds is no second name of it.
        twins -= {n for n in twins if n == name or n in mine or name in parts.get(n, ())}
        if any(aliases.is_held(scope.program, part, scope.program.held) for part in mine):
            found.setdefault(name, set()).add(KEPT)
        if twins:
            found.setdefault(name, set()).update(twins)
        if wide & scope.program.shared:
            found.setdefault(name, set()).add(SHARED)
        new = mine - _parts(scope, name, carried[name]) - begun.get(name, set())
        new = new.union(*(aliases.sources(scope.program, part) for part in new))
        outside: set[Any] = {Itself(part) for part in new if _outside(scope, part)}
        if any(_is_taken(scope, part) for part in new):
            outside.add(TAKEN)
        if outside:
            found.setdefault(name, set()).update(outside)
    return found


def _turned(
    scope: Scope,
    parts: dict[Any, set[Any]],
    begun: dict[Any, set[Any]],
    before: dict[Any, Thing],
) -> frozenset[Any]:
    """Return the variables that change places: each is at the end what another was at first.

    Before the loop no two of them were one thing; so they never are.
    """
    names = {n for n, mine in parts.items() if len(mine) == 1 and isinstance(n, str)}
    whose = {part: n for n, first in begun.items() if len(first) == 1 for part in first}
    ends = {n: whose.get(next(iter(parts[n]))) for n in names}
    moved = {n for n, other in ends.items() if other is not None and other != n}
    closed = {ends[n] for n in moved} == moved and len(moved) == len({ends[n] for n in moved})
    starts = [before[n] for n in moved if n in before]
    wide = [_maybe(scope, s) for s in starts if aliases.is_writable(s)]
    apart = len(set().union(*wide)) == sum(map(len, wide))
    return frozenset(moved) if closed and apart and len(wide) == len(moved) else frozenset()


def _grows(before: Thing, after: Thing) -> bool:
    """Tell whether the content of a list has another length at the end of a round."""
    if not isinstance(before, Struct) or not isinstance(after, Struct):
        return False
    return after.kind == "list" and len(before.items) != len(after.items)


def _written_to(scope: Scope, thing: Thing) -> set[Any]:
    """Return what can be written to of a thing and of what it shows or contains."""
    reached = aliases.reach(scope, thing)
    return {p for p in reached if isinstance(p, Struct) or aliases.is_array(p)}


def _parts(scope: Scope, name: Any, thing: Thing) -> set[Any]:
    """Return what can be written to of a variable; of what a thing contains, the items.

    An item that shows an array is that array too.
    """
    if isinstance(name, str | Cell):
        return _written_to(scope, thing)
    if not isinstance(thing, Struct):
        return set()  # what an array contains nobody else holds
    items = [item for item in thing.items if aliases.is_writable(item)]
    return {*items}.union(*(_written_to(scope, i) for i in items if isinstance(i, Value)))


def _maybe(scope: Scope, thing: Thing) -> set[Any]:
    """Return a thing with what it shows, and all that these may be."""
    reached = set(aliases.reach(scope, thing))
    return reached.union(*(aliases.sources(scope.program, one) for one in reached))


def _is_taken(scope: Scope, thing: Any) -> bool:
    """Tell whether a thing is an item of a container, which may be one from outside the loop."""
    program = scope.program
    if not isinstance(thing, Value) or (thing in program.parts and program.apart):
        return False
    return thing in program.borrowed or thing in program.taken or aliases.is_item(program, thing)


def _outside(scope: Scope, thing: Any) -> bool:
    """Tell whether a thing was made before the loop whose body is being built."""
    b = scope.program.b
    known = isinstance(thing, Value) or b.placed(thing)
    return known and b.visible(thing) and not b.innermost(thing)


def _yields(
    scope: Scope, node: ast.AST, carried: dict[str, Thing], undefined: dict[str, Value]
) -> tuple[list[Atom], dict[str, str]]:
    yields: list[Atom] = []
    conflicts: dict[str, str] = {}
    for name, before in carried.items():
        count = len(contents.leaves({name: before}))
        after = scope.env.get(name, UNDEF)
        settle(after)
        after = (
            contents.held(after)
            if contents.holds(before)
            else contents.carried_on(scope, name, after)
        )
        after = optional.fitted(before, after)
        if isinstance(before, Undef):
            if isinstance(after, Value | Const):
                yields.append(after)
            elif isinstance(after, Undef):
                yields.append(undefined[name])
            else:
                yields.append(UNDEF)
                why = f"{_told(scope, name)} has a value only inside the loop"
                conflicts[name] = after.why if isinstance(after, Conflict) else why
            continue
        if isinstance(before, Conflict | Static | Inner):
            if after is not before and not (
                isinstance(before, Static)
                and isinstance(after, Static)
                and after.value is before.value
            ):
                conflicts[name] = f"{_told(scope, name)} changes its kind in the loop"
            continue
        if isinstance(before, Value) and growing.may_match(before, after):
            after = growing.sequence(scope, node, name, after)
        leaves = [a for _, a in contents.leaves({name: after})]
        if contents.outline(before) != contents.outline(after) or len(leaves) != count:
            why = f"{_told(scope, name)} changes its kind in the loop"
            conflicts[name] = after.why if isinstance(after, Conflict) else why
            yields += [UNDEF] * count
            continue
        yields += leaves
    return yields, conflicts


def _told(scope: Scope, key: Any) -> str:
    """Return what a variable, or the content of a thing, is called in a message."""
    name = memory.shown(scope, key)
    kind = f"an object of {key.cls.__name__}" if isinstance(key, Struct) and key.cls else ""
    return f"the variable {name!r}" if name else kind or "what a container holds"

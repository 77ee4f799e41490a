"""`for` loops of the user's program: what they walk, what they carry, what they collect."""

from __future__ import annotations

import ast
from functools import partial
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    aliases,
    assigned,
    by_index,
    by_next,
    choices,
    comprehensions,
    contents,
    exposed,
    expressions,
    flow,
    growing,
    interleaved,
    iterators,
    late_walks,
    peeled,
    rounds,
    settled,
    statements,
    tables,
    walks,
    zipped,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Cell, Conflict, Thing, TooEarly
from adcompiler.ir.builder import type_of
from adcompiler.ir.joining import inductive, join
from adcompiler.ir.nodes import UNDEF, Atom, Block, Const, Struct, Undef, Value
from adcompiler.ir.types import NOTHING, UNKNOWN, Type
from adcompiler.ir.walk import reads

MAX_ROUNDS = 12
NOTHING_WALKED = walks.Walk((), ())


def loop(scope: Scope, node: ast.For | ast.While) -> None:
    """Append a loop and its else; over a structure of unlike items it is unrolled."""
    if isinstance(node, ast.For):
        node = zipped.as_checked(scope, tables.as_loop_over_keys(scope, node))
    around = {name: scope.env.get(name, flow.NO) for name in (flow.EXIT, flow.STOP, flow.BROKE)}
    scope.env[flow.BROKE] = flow.NO
    saved = State(scope)
    try:
        _walked(scope, node) if isinstance(node, ast.For) else _rolled(scope, node, NOTHING_WALKED)
    except TooEarly as found:
        saved.restore()
        if not isinstance(node, ast.For) or not _in_turns(scope, node, found):
            raise found.refusal from None
    except flow.Raised:
        if not isinstance(node, ast.For) or not late_walks.makes_items(scope, node.iter):
            raise
        saved.restore()  # items may be made before it raises
        if not interleaved.loop(scope, node):
            raise
    except CompileError as error:
        if not any(d.code in peeled.OF_KINDS for d in error.diagnostics):
            raise
        saved.restore()
        if not peeled.loop(scope, node):
            raise
    broke = scope.env[flow.BROKE]
    scope.env.update(around)
    _returned(scope, node)
    if node.orelse:
        _else(scope, node, broke)


def _in_turns(scope: Scope, node: ast.For, found: TooEarly) -> bool:
    """Append a loop that goes in turns with what makes its items; tell whether it can be."""
    asking = by_next.as_while(scope, node) if found.asked else None
    if asking is None:
        return interleaved.loop(scope, node)
    _rolled(scope, asking, NOTHING_WALKED)
    return True


def _walked(scope: Scope, node: ast.For) -> None:
    """Append a for loop over what is evaluated before it."""
    once: walks.Evaluated = {}
    begun, before = State(scope), dict(scope.env)
    lazy = flow.is_stepping(scope) and late_walks.makes_items(scope, node.iter)
    if lazy and late_walks.may_fail(scope, node.iter):
        raise TooEarly(late_walks.raises_late(scope, node))
    by_place = by_index.key(scope, node) in scope.program.by_index
    unlike = late_walks.unlike(scope, node.iter, once, by_place)
    if by_place and unlike is None:
        node, once = by_index.rewritten(scope, node, once), {}
    walk = NOTHING_WALKED if unlike is not None else walks.walk_of(scope, node.iter, once)
    late = late_walks.is_late(scope, node.iter, once)
    leaves = flow.breaks(node) or any(map(flow.returns, node.body))
    if late and (begun.changed() or (leaves and iterators.is_eager(scope, begun))):
        raise late_walks.writes_early(scope, node)
    held = State(scope) if late else begun
    if unlike is not None:
        scope.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO})
        unrolled(scope, node, unlike, late_walks.snapshots(scope, node.iter, once))
    else:
        views = [
            s for s in late_walks.snapshots(scope, node.iter, once) if s.content.kind == "dict"
        ]
        _rolled(scope, node, walk)
        try:
            late_walks.check_same(scope, node.iter, views, 0)
        except CompileError as error:
            raise scope.program.by_places(by_index.key(scope, node), error) from None
    if late:
        late_walks.check_late(scope, node, held)
    by_index.forget(scope, before)


def _returned(scope: Scope, node: ast.For | ast.While) -> None:
    """A return inside the loop leaves the statements around it, and stops the loop around."""
    if flow.may_leave(scope, node.body):
        if flow.is_endless(node):
            scope.env[flow.DONE] = flow.YES
        scope.env[flow.EXIT] = scope.env[flow.DONE]
        scope.env[flow.STOP] = scope.env[flow.DONE]


def _else(scope: Scope, node: ast.For | ast.While, broke: Thing) -> None:
    """Append the else of a loop: what runs where no break and no return left it."""
    flags = [f for f in (scope.env[flow.EXIT], broke) if choices.truth(f) is not False]
    if not any(choices.truth(f) for f in flags):
        _unless_any(scope, node, flags)


def _unless_any(scope: Scope, node: ast.For | ast.While, flags: list[Thing]) -> None:
    """Append the else of a loop where none of the flags holds."""
    if not flags:
        statements.block(scope, node.orelse)
        return
    skipped = expressions.atom(scope, node, flags[0])
    statements.guarded(scope, node, skipped, partial(_unless_any, scope, node, flags[1:]))


def unrolled(
    scope: Scope,
    node: ast.For,
    items: list[Thing],
    walked: list[late_walks.Snapshot],
    done: int = 0,
) -> None:
    """Append the body once for each item, up to the one that certainly stops."""
    for k, thing in enumerate(items[done:], start=done):
        late_walks.check_same(scope, node.iter, walked, k)
        scope.env[flow.EXIT] = flow.NO
        statements.assign(scope, node.target, thing)
        statements.block(scope, node.body)
        known = choices.truth(scope.env[flow.STOP])
        if known:
            return
        if known is None:
            stopped = expressions.atom(scope, node, scope.env[flow.STOP])
            rest = partial(unrolled, scope, node, items, walked, k + 1)
            statements.guarded(scope, node, stopped, rest)
            return
    late_walks.check_same(scope, node.iter, walked, len(items))


def _rolled(scope: Scope, node: ast.For | ast.While, walk: walks.Walk) -> None:
    """Append a loop of the IR, built again until the types of what it carries are wide enough."""
    span = scope.program.b.span
    before = dict(scope.env)
    carried = contents.carried(scope, node)
    assigned, known = frozenset(carried), settled.known(scope, node)
    settled.begin(scope, node, before, carried, known)
    types = settled.first_types(before, carried, known)
    refused: dict[Any, str] = {}
    links: dict[Any, set[Any]] = {}
    own: set[str] = set()
    scratch, renewed = exposed.scratch(scope, node), exposed.renewed(scope, node)
    held = frozenset(scope.program.held)
    for _ in range(MAX_ROUNDS):
        scope.env, scope.program.held = dict(before), set(held)
        scope.program.b.span = span
        stale = _stale(before, carried)
        attempt = rounds.attempt(scope, node, walk, carried, types, stale | refused, links)
        attempt.conflicts = stale | attempt.conflicts
        if attempt.conflicts.keys() & known.outlines.keys():
            scope.env, known = dict(before), settled.NOTHING_KNOWN
            carried = contents.carried(scope, node)
            types, refused, links = contents.first_types(carried), {}, {}
            continue  # it carries other structures this time
        found = _changed(scope, before, carried)
        lasting = {k: v - renewed for k, v in attempt.links.items() if k not in renewed}
        if found or not _linked(lasting, links):
            longer = {k: t for k, t in found.items() if _lengthened(scope, k, t)}
            scope.env = dict(before)
            for key, thing in longer.items():
                found[key] = growing.sequence(scope, node, key, thing)
            carried.update(found)
            types = settled.first_types(before, carried, known)
            continue
        replaced = [k for k in attempt.conflicts if contents.holds(carried[k])]
        if replaced:
            # The loop puts other containers in: they are carried on by what they contain.
            scope.env = dict(before)
            for key in replaced:
                carried[key] = contents.carried_on(scope, key, before.get(key, key))
            types = settled.first_types(before, carried, known)
            refused = {}
            continue
        if attempt.outlines:
            carried.update(attempt.outlines)
            types = settled.first_types(before, carried, known)
            continue
        grown = _grown(scope, node, before, carried, attempt)
        if grown:
            carried.update(grown)
            types = settled.first_types(before, carried, known)
            continue
        wider = [
            t if isinstance(y, Undef) else inductive(t, type_of(y), own)
            for t, y in zip(types, attempt.yields, strict=True)
        ]
        for k in _unread(attempt, carried, scratch):
            types[k] = attempt.params[len(walk.over) + k].type = wider[k]
        if NOTHING in types:  # what was made of nothing is not known yet: begin with the rest
            inits = [a for _, a in contents.leaves(carried)]
            wider = [
                _with_none(a, w) if t == NOTHING else t
                for t, w, a in zip(types, wider, inits, strict=True)
            ]
            if wider != types:
                types = wider
                continue
            wider = [UNKNOWN if w == NOTHING else w for w in wider]
        told = stale.keys() | scratch
        if wider == types and attempt.conflicts.keys() - told == refused.keys() - told:
            break
        types, refused = wider, attempt.conflicts
    else:
        raise refuse("AD501", "a loop whose variables keep changing their kind", scope.span(node))
    settled.keep(scope, node, before, assigned, carried, types)
    scope.env = before
    scope.program.b.span = span
    _finish(scope, node, walk, carried, attempt)
    ends = (held, frozenset(scope.program.held))
    for name in carried:
        starts = (before.get(name, UNDEF), attempt.after[name])
        aliases.note_free(scope, scope.env[name], [*zip(starts, ends, strict=True)])


def _stale(before: dict[Any, Thing], carried: dict[Any, Thing]) -> dict[Any, str]:
    """Return what may not be read before a round assigns it, nor where there may be no round."""
    found = {k: before.get(k) for k, thing in carried.items() if isinstance(thing, Undef)}
    return {k: thing.why for k, thing in found.items() if isinstance(thing, Conflict)}


def _unread(
    attempt: rounds.Attempt, carried: dict[str, Thing], scratch: frozenset[str]
) -> list[int]:
    """Return the slots of variables that no round reads before it assigns them.

    Their types are those of what a round makes: it would come out the same with them.
    """
    leaves = contents.leaves(carried)
    slots = [k for k, (name, a) in enumerate(leaves) if name in scratch and isinstance(a, Undef)]
    read = set(reads(Block((), tuple(attempt.ops), tuple(attempt.yields)))) if slots else set()
    params = attempt.params[len(attempt.params) - len(leaves) :]
    return [k for k in slots if params[k] not in read]


def _with_none(init: Atom, type_: Type) -> Type:
    """Return the type of what a round makes, or of the None before the loop."""
    return join(type_of(init), type_) if init == Const(None) else type_


def _changed(scope: Scope, before: dict[Any, Thing], carried: dict[Any, Thing]) -> dict[Any, Thing]:
    """Return what the body changed besides what was carried, with its content before."""
    found: dict[Any, Thing] = {}
    after, scope.env = scope.env, before
    for key, thing in after.items():
        if key in carried or key in (flow.EXIT, flow.STOP):
            continue
        old = before.get(key, UNDEF if isinstance(key, str | Cell) else key)
        old = flow.YES if assigned.is_flag(key) and old is UNDEF else old
        if thing is not old and contents.lasts(scope, key):
            found[key] = contents.before_round(scope, key, old)
            assigned.begin(scope.program, before, found, key)
    scope.env = after
    return found


def _grown(
    scope: Scope,
    node: ast.AST,
    before: dict[Any, Thing],
    carried: dict[Any, Thing],
    attempt: rounds.Attempt,
) -> dict[Any, Thing]:
    """Return the lists that a round makes longer or shorter, each as one stage."""
    scope.env = dict(before)
    found: dict[Any, Thing] = {}
    for key in attempt.conflicts:
        content = carried[key]
        if growing.may_match(content, attempt.after[key]):
            found[key] = growing.sequence(scope, node, key, content)
    return found


def _lengthened(scope: Scope, key: Any, content: Thing) -> bool:
    """Tell whether a round has made a list longer or shorter that was not carried so far."""
    if not isinstance(content, Struct) or contents.holds(content):
        return False
    after = contents.carried_on(scope, key, scope.env[key])
    same = isinstance(after, Struct) and (len(after.items), after.keys) == (
        len(content.items),
        content.keys,
    )
    return growing.may_match(content, after) and not same


def _linked(found: dict[Any, set[Any]], known: dict[Any, set[Any]]) -> bool:
    """Add what carried variables may be at the next round; tell whether all was known."""
    done = True
    for name, others in found.items():
        mine = known.setdefault(name, set())
        done = done and others <= mine
        mine |= others
    return done


def _finish(
    scope: Scope,
    node: ast.For | ast.While,
    walk: walks.Walk,
    carried: dict[str, Thing],
    attempt: rounds.Attempt,
) -> None:
    """Append the loop and bind the variables after it."""
    b = scope.program.b
    inits, before = contents.leaves(carried), dict(scope.env)
    lists = {name: contents.lists_before(scope, name) for name in carried}
    finals = [
        b.value(_final_type(init, y, p), *_called(name, p))
        for (name, init), y, p in zip(
            inits, attempt.yields, attempt.params[len(walk.over) :], strict=True
        )
    ]
    stop = [] if attempt.stop == flow.NO else [attempt.stop]
    b.loop(
        walk.over,
        [a for _, a in inits],
        attempt.params,
        (attempt.ops, [*attempt.yields, *stop]),
        finals,
        walk.backwards,
        bool(stop),
    )
    leaves: list[Any] = list(finals)
    surely = walks.has_round(scope, walk, attempt.ops)
    for name, thing in carried.items():
        filled = contents.refill(scope, thing, leaves)
        scope.env[name] = Conflict(attempt.conflicts[name]) if name in attempt.conflicts else filled
        if attempt.after[name] == flow.YES and assigned.is_flag(name) and surely:
            scope.env[name] = flow.YES
    for final, (name, init) in zip(finals, inits, strict=True):
        # A variable after the loop is what it was before, or what a round made of it.
        others = rounds.linked_to(attempt.links.get(name, ()), carried, finals) + lists[name]
        aliases.merged(scope, final, init, *(o for o in others if o is not final))
        if init in scope.program.fresh:
            scope.program.fresh.add(final)
    for name in carried:
        rounds.link_before(scope, scope.env[name], lists[name])
    rounds.link(scope, attempt.links, carried, before)
    rounds.keep_distinct(scope, attempt.links, scope.env)


def _called(key: Any, param: Value) -> tuple[str, bool]:
    """Return the name of a result, and whether it gets a line: not what has none in the text."""
    name = "" if key == comprehensions.RESULT else param.name
    return name, bool(name)


def _final_type(init: Atom, after: Atom, param: Value) -> Type:
    if isinstance(init, Undef):
        return type_of(after)
    return param.type

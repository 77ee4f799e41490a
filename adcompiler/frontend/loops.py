"""`for` loops of the user's program: what they walk, what they carry, what they collect."""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    by_index,
    choices,
    chosen,
    comprehensions,
    expressions,
    flow,
    growing,
    interleaved,
    memory,
    operators,
    optional,
    peeled,
    recursion,
    stand_ins,
    statements,
    subscripts,
    tables,
    walks,
    zipped,
)
from adcompiler.frontend.scope import (
    Cell,
    Conflict,
    Inner,
    Scope,
    Settled,
    Static,
    Thing,
    TooEarly,
    settle,
    stored_in,
)
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Const, Struct, Undef, Value
from adcompiler.ir.types import (
    NOTHING,
    UNKNOWN,
    Scalar,
    Tree,
    Type,
    inductive,
    join,
)

MAX_ROUNDS = 12
NOTHING_WALKED = walks.Walk((), ())


def loop(scope: Scope, node: ast.For | ast.While) -> None:
    """Append a loop and its else; over a structure of unlike items it is unrolled."""
    if isinstance(node, ast.For):
        node = zipped.as_checked(scope, tables.as_loop_over_keys(scope, node))
    around = {name: scope.env.get(name, flow.NO) for name in (flow.EXIT, flow.STOP, flow.BROKE)}
    scope.env[flow.BROKE] = flow.NO
    saved = recursion.State(scope)
    try:
        _walked(scope, node) if isinstance(node, ast.For) else _rolled(scope, node, NOTHING_WALKED)
    except TooEarly as found:
        saved.restore()
        if not isinstance(node, ast.For) or not interleaved.loop(scope, node):
            raise found.refusal from None
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


def _walked(scope: Scope, node: ast.For) -> None:
    """Append a for loop over what is evaluated before it."""
    once: walks.Evaluated = {}
    known, before = scope.program.b.known(), dict(scope.env)
    by_place = by_index.key(scope, node) in scope.program.by_index
    unlike = walks.unlike(scope, node.iter, once, by_place)
    if by_place and unlike is None:
        node, once = by_index.rewritten(scope, node, once), {}
    walk = NOTHING_WALKED if unlike is not None else walks.walk_of(scope, node.iter, once)
    late = walks.is_late(scope, node.iter, once)
    if late:
        walks.evaluated_early(scope, node, known, before)
    held = dict(scope.env)
    if unlike is not None:
        scope.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO})
        held = dict(scope.env)
        unrolled(scope, node, unlike, walks.snapshots(scope, node.iter, once))
    else:
        _rolled(scope, node, walk)
    if late:
        walks.check_late(scope, node, held)
    by_index.forget(scope, before)


def _returned(scope: Scope, node: ast.For | ast.While) -> None:
    """A return inside the loop leaves the statements around it, and stops the loop around."""
    if flow.may_leave(scope, node.body):
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
    scope: Scope, node: ast.For, items: list[Thing], walked: list[walks.Snapshot], done: int = 0
) -> None:
    """Append the body once for each item, up to the one that certainly stops."""
    for k, thing in enumerate(items[done:], start=done):
        walks.check_same(scope, node.iter, walked, k)
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
    walks.check_same(scope, node.iter, walked, len(items))


@dataclass(frozen=True, eq=False)
class Held:
    """A container inside another one that a loop changes, itself not replaced by the loop."""

    thing: Struct


def _held(thing: Any) -> Any:
    """Return what a container holds with the containers in it as they are, not their items."""
    if not isinstance(thing, Struct):
        return thing
    items = tuple(Held(i) if isinstance(i, Struct) else i for i in thing.items)
    return Struct(thing.kind, items, thing.keys, thing.cls)


def _holds(thing: Any) -> bool:
    return isinstance(thing, Struct) and any(isinstance(i, Held) for i in thing.items)


def _rolled(scope: Scope, node: ast.For | ast.While, walk: walks.Walk) -> None:
    """Append a loop of the IR, built again until the types of what it carries are wide enough."""
    span = scope.program.b.span
    before = dict(scope.env)
    carried = _carried(scope, node)
    names = set(carried)
    known = scope.program.settled.get((node, scope.sites), Settled((), ()))
    carried.update(_changed_before(scope, before, carried, known))
    types = _widened(carried, _first_types(carried), known)
    refused: dict[Any, str] = {}
    links: dict[Any, set[Any]] = {}
    own: set[str] = set()
    for _ in range(MAX_ROUNDS):
        scope.env = dict(before)
        scope.program.b.span = span
        attempt = _attempt(scope, node, walk, carried, types, refused, links)
        found = _changed(scope, before, carried)
        if found or not _linked(attempt.links, links):
            carried.update(found)
            types = _first_types(carried)
            continue
        replaced = [k for k in attempt.conflicts if _holds(carried[k])]
        if replaced:
            # The loop puts other containers in: they are carried on by what they contain.
            scope.env = dict(before)
            for key in replaced:
                carried[key] = _content(scope, key, before.get(key, key))
            types = _first_types(carried)
            refused = {}
            continue
        if attempt.outlines:
            carried.update(attempt.outlines)
            types = _first_types(carried)
            continue
        grown = _grown(scope, node, before, carried, attempt)
        if grown:
            carried.update(grown)
            types = _first_types(carried)
            continue
        wider = [
            t if isinstance(y, Undef) else inductive(t, type_of(y), own)
            for t, y in zip(types, attempt.yields, strict=True)
        ]
        if NOTHING in types:  # what was made of nothing is not known yet: begin with the rest
            inits = [a for _, a in _leaves(carried)]
            wider = [
                _with_none(a, w) if t == NOTHING else t
                for t, w, a in zip(types, wider, inits, strict=True)
            ]
            if wider != types:
                types = wider
                continue
            wider = [UNKNOWN if w == NOTHING else w for w in wider]
        if wider == types and attempt.conflicts.keys() == refused.keys():
            break
        types, refused = wider, attempt.conflicts
    else:
        raise refuse("AD501", "a loop whose variables keep changing their kind", scope.span(node))
    leaves = (name for name, _ in _leaves(carried))
    scope.program.settled[node, scope.sites] = Settled(
        tuple(k for k in carried if k not in names), tuple(zip(leaves, types, strict=True))
    )
    scope.env = before
    scope.program.b.span = span
    _finish(scope, node, walk, carried, attempt)


def _first_types(carried: dict[str, Thing]) -> list[Type]:
    """Return the types to begin with; of None it is not known yet what else there will be."""
    unknown = (isinstance(a, Undef) or a == Const(None) for _, a in _leaves(carried))
    types = (type_of(a) for _, a in _leaves(carried))
    return [NOTHING if u else t for u, t in zip(unknown, types, strict=True)]


def _with_none(init: Atom, type_: Type) -> Type:
    """Return the type of what a round makes, or of the None before the loop."""
    return join(type_of(init), type_) if init == Const(None) else type_


def _changed_before(
    scope: Scope, before: dict[Any, Thing], carried: dict[Any, Thing], known: Settled
) -> dict[Any, Thing]:
    """Return what the loop was found to change when the loop around it was built before.

    Otherwise the attempts would multiply with each level of nesting, as with `_widened`.
    """
    keys = [k for k in known.changed if k in before and k not in carried]
    return {k: _before_round(scope, k, before[k]) for k in keys if _lasts(scope, k)}


def _widened(carried: dict[str, Thing], types: list[Type], known: Settled) -> list[Type]:
    """Return the types that a loop settled on when the loop around it was built before.

    Only what is at least as wide as the type before the loop is of use.
    """
    if [name for name, _ in known.types] != [name for name, _ in _leaves(carried)]:
        return types
    return [
        wide if wide != UNKNOWN and join(t, wide) == wide else t
        for t, (_, wide) in zip(types, known.types, strict=True)
    ]


def _changed(scope: Scope, before: dict[Any, Thing], carried: dict[Any, Thing]) -> dict[Any, Thing]:
    """Return what the body changed besides what was carried, with its content before."""
    found: dict[Any, Thing] = {}
    for key, thing in scope.env.items():
        if key in carried or key in (flow.EXIT, flow.STOP):
            continue
        old = before.get(key, UNDEF if isinstance(key, str | Cell) else key)
        if thing is not old and _lasts(scope, key):
            found[key] = _before_round(scope, key, old)
    return found


def _lasts(scope: Scope, key: Any) -> bool:
    """Tell whether what a variable or a thing contains outlives the round."""
    return isinstance(key, str | Cell) or scope.program.b.visible(key)


def _before_round(scope: Scope, key: Any, old: Thing) -> Any:
    """Return what is carried into a loop that changes a variable or a thing."""
    settle(old)
    content = UNDEF if isinstance(old, Conflict) else taken_apart(scope, old)
    return content if isinstance(key, str | Cell) else _held(content)


def _grown(
    scope: Scope,
    node: ast.AST,
    before: dict[Any, Thing],
    carried: dict[Any, Thing],
    attempt: Attempt,
) -> dict[Any, Thing]:
    """Return the lists that a round makes longer or shorter, each as one stage."""
    scope.env = dict(before)
    found: dict[Any, Thing] = {}
    for key in attempt.conflicts:
        content = carried[key]
        if growing.may_match(content, attempt.after[key]):
            found[key] = growing.sequence(scope, node, key, content)
    return found


def _linked(found: dict[Any, set[Any]], known: dict[Any, set[Any]]) -> bool:
    """Add what carried variables may be at the next round; tell whether all was known."""
    done = True
    for name, others in found.items():
        mine = known.setdefault(name, set())
        done = done and others <= mine
        mine |= others
    return done


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


def _carried(scope: Scope, node: ast.For | ast.While) -> dict[str, Thing]:
    """Return the variables that the body assigns, with their values before the loop."""
    head = node.target if isinstance(node, ast.For) else node.test
    names = stored_in([*node.body, ast.Expr(head)])
    names -= {n for n in _updated(node) if not _is_number(scope, n)}
    names -= set(scope.cells) | scope.elsewhere
    found: dict[str, Thing] = {}
    for name in [*(n for n in scope.env if n in names), *sorted(names - set(scope.env))]:
        thing = scope.env.get(name, UNDEF)
        settle(thing)
        content = UNDEF if isinstance(thing, Conflict) else _content(scope, name, thing)
        found[name] = taken_apart(scope, content)
    return {**found, **flow.carried(scope, node)}


def _updated(node: ast.For | ast.While) -> set[str]:
    """Return the names that the body only updates by operators in place."""
    head = node.target if isinstance(node, ast.For) else node.test
    parts = list(ast.walk(ast.Module([*node.body, ast.Expr(head)], [])))
    updates = [p.target for p in parts if isinstance(p, ast.AugAssign)]
    found = {t.id for t in updates if isinstance(t, ast.Name)}
    stored = [p for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store)]
    return found - {p.id for p in stored if p not in updates}


def _is_number(scope: Scope, name: str) -> bool:
    thing = scope.env.get(name, UNDEF)
    return isinstance(thing, Const) or (isinstance(thing, Value) and isinstance(thing.type, Scalar))


def taken_apart(scope: Scope, thing: Thing) -> Thing:
    """Return a container of known structure item by item, so that the loop may rebuild it."""
    if not isinstance(thing, Value) or not isinstance(thing.type, Tree):
        return thing
    b, type_ = scope.program.b, thing.type
    items = [subscripts.part(scope, thing, type_, k) for k in type_.names]
    stages = [i for i in items if isinstance(i, Value)]
    if thing in scope.program.fresh:
        scope.program.fresh.update(stages)
    scope.program.parts.update(stages)
    inner = tuple(taken_apart(scope, i) for i in items)
    whole = Struct(type_.kind, inner, type_.keys, type_.cls)
    b.place(whole)
    return whole


def _leaves(things: dict[str, Thing]) -> list[tuple[str, Atom]]:
    """Return the operands inside carried variables; static objects are not carried."""
    out: list[tuple[str, Atom]] = []

    def visit(name: str, thing: Thing) -> None:
        if isinstance(thing, Struct):
            for item in thing.items:
                visit(name, item)
        elif isinstance(thing, Value | Const | Undef):
            out.append((name, thing))

    for name, thing in things.items():
        visit(name, thing)
    return out


def _labels(scope: Scope, things: dict[str, Thing]) -> list[str]:
    """Return what the operands inside carried variables are called."""
    return [
        word
        for key, thing in things.items()
        for word, leaf in memory.labels(memory.shown(scope, key), thing)
        if isinstance(leaf, Value | Const | Undef)
    ]


def _refill(scope: Scope, thing: Thing, leaves: list[Any]) -> Any:
    """Return the thing with its operands replaced, in order."""
    if isinstance(thing, Struct):
        items = tuple(
            i.thing if isinstance(i, Held) else _refill(scope, i, leaves) for i in thing.items
        )
        for item, before in zip(items, thing.items, strict=True):
            if isinstance(item, Struct):
                memory.merged(scope, item, before)
        made = Struct(thing.kind, items, thing.keys, thing.cls)
        scope.program.b.place(made)
        return made
    if isinstance(thing, Value | Const | Undef):
        return leaves.pop(0)
    return thing


def _attempt(
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
        b.value(t, word, True) for t, word in zip(types, _labels(scope, carried), strict=True)
    ]
    for param, (name, init) in zip(params, _leaves(carried), strict=True):
        others = _linked_to(links.get(name, ()), carried, params)
        others += _lists_before(scope, name)
        memory.merged(scope, param, init, *(o for o in others if o is not param))
        if init in scope.program.fresh:
            scope.program.fresh.add(param)
    walked_by = by_index.key(scope, node) if isinstance(node, ast.For) else None
    program.borrowed.update({v: walked_by for v in items if not isinstance(v.type, Scalar)})
    leaves: list[Any] = list(params)
    with b.block() as ops:
        for value in (*items, *params):
            b.place(value)
        program.walked += tuple((thing, walked_by) for thing in walk.things)
        for name, thing in carried.items():
            filled = _refill(scope, thing, leaves)
            if isinstance(filled, Struct):
                memory.merged(scope, filled, *_lists_before(scope, name))
            # What an earlier round left behind is read here, if Python would read it.
            scope.env[name] = Conflict(refused[name]) if name in refused else filled
        undefined = {
            n: p for (n, a), p in zip(_leaves(carried), params, strict=True) if isinstance(a, Undef)
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
                scope.env[name] = taken_apart(scope, scope.env.get(name, UNDEF))
            if isinstance(name, str | Cell) and name in scope.env:
                scope.env[name] = memory.lost(scope, scope.env[name])
        outlines = _outlines(scope, carried)
        yields, conflicts = _yields(scope, node, carried, undefined)
        stop = expressions.atom(scope, node, scope.env[flow.STOP])
        program.walked = program.walked[: len(program.walked) - len(walk.things)]
        found = _links(scope, carried)
        after = {k: _content(scope, k, scope.env.get(k, UNDEF)) for k in carried}
    return Attempt([*items, *params], ops, yields, conflicts, stop, outlines, found, after)


def _linked_to(
    links: Iterable[Any], carried: dict[str, Thing], values: Sequence[Value]
) -> list[Thing]:
    """Return what a carried variable may also be: parts of others, things from outside."""
    names = [name for name, _ in _leaves(carried)]
    found: list[Thing] = []
    for link in links:
        parts = [v for v, name in zip(values, names, strict=True) if name == link]
        found += parts or [link]
    return found


def _lists_before(scope: Scope, name: Any) -> list[Thing]:
    """Return the list or dict that a variable stands for before the loop, if it is one."""
    thing = scope.env.get(name, UNDEF) if isinstance(name, str | Cell) else UNDEF
    return [thing] if isinstance(thing, Struct) and thing.kind in ("list", "dict") else []


def _body(scope: Scope, node: ast.For | ast.While) -> None:
    """Append the body; a test in front of everything else lets the loop go on."""
    b, body = scope.program.b, node.body
    if isinstance(node, ast.While):
        if any(isinstance(n, ast.NamedExpr) for n in ast.walk(node.test)):
            gone = ast.UnaryOp(ast.Not(), node.test)
            leave = ast.If(gone, [flow.Ended()], [])
            stand_ins.place(node.test, leave)
            statements.block(scope, [leave, *body])
            return
        asked = operators.truth(scope, node.test, expressions.expression(scope, node.test))
        test = growing.truth_of(scope, asked)
        known = choices.truth(test)
        if known is None:
            goes_on = expressions.atom(scope, node.test, test)
            b.apply(gate(core.proceed), goes_on)
            b.assume(goes_on, holds=True)
        elif not known:
            flow.end(scope)
            return
    ahead = None if flow.is_stepping(scope) else _ahead_of_break(scope, node)
    if ahead is not None:
        statements.block(scope, body[:ahead])
        first = body[ahead]
        assert isinstance(first, ast.If)
        b.span = statements.statement_span(scope, first)
        asked = operators.truth(scope, first.test, expressions.expression(scope, first.test))
        test = growing.truth_of(scope, asked)
        if choices.truth(test) is None:
            left = b.apply(gate(operator.not_), expressions.atom(scope, first.test, test))
            b.apply(gate(core.proceed), left)
            b.assume(left, holds=True)
            body = body[ahead + 1 :]
        else:
            body = body[ahead:]
    statements.block(scope, body)


def _ahead_of_break(scope: Scope, node: ast.For | ast.While) -> int | None:
    """Return how many assignments stand before a first `if ...: break`, None without one.

    The round of such a break does not take place; so nobody may read later what it assigned.
    """
    names = (
        {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
        if isinstance(node, ast.For)
        else set()
    )
    for k, child in enumerate(node.body):
        match child:
            case ast.Assign(targets=[ast.Name(name)]):
                names.add(name)
            case ast.If(test, [ast.Break()], []) if not node.orelse:
                if any(isinstance(n, ast.NamedExpr) for n in ast.walk(test)):
                    return None
                every = [n for n in ast.walk(scope.captured.node) if isinstance(n, ast.Name)]
                inside = {id(n) for n in ast.walk(node)}
                missed = any(n.id in names and id(n) not in inside for n in every)
                return None if missed else k
            case _:
                return None
    return None


def _outlines(scope: Scope, carried: dict[str, Thing]) -> dict[str, Struct]:
    """Return empty structures for variables that get one in the loop and have none before it."""
    found = {}
    for name, thing in carried.items():
        after = scope.env.get(name, UNDEF)
        if isinstance(thing, Undef) and isinstance(after, Struct):
            found[name] = optional.emptied(after)
        wider = optional.outline(thing, _content(scope, name, after))
        if wider is not thing:
            found[name] = wider
    return found


def _links(scope: Scope, carried: dict[Any, Thing]) -> dict[Any, set[Any]]:
    """Return for each carried variable what else it may be at the next round.

    Two variables that are one thing at the end of a round, or a variable that is a thing
    from outside the loop: a write through one would be seen through the other.
    """
    # What a growing list holds is not the list: a write to the one is none to the other.
    parts = {
        n: _written_to(scope, scope.env[n])
        for n, before in carried.items()
        if n in scope.env and not _grows(before, scope.env[n])
    }
    found: dict[Any, set[Any]] = {}
    for name, mine in parts.items():
        twins = {other for other, theirs in parts.items() if mine & theirs and other != name}
        if twins:
            found[name] = twins
        if isinstance(name, str | Cell):
            new = mine - _written_to(scope, carried[name])
            outside = {part for part in new if _outside(scope, part)}
            if outside:
                found.setdefault(name, set()).update(outside)
    return found


def _grows(before: Thing, after: Thing) -> bool:
    """Tell whether the content of a list has another length at the end of a round."""
    if not isinstance(before, Struct) or not isinstance(after, Struct):
        return False
    return after.kind == "list" and len(before.items) != len(after.items)


def _written_to(scope: Scope, thing: Thing) -> set[Any]:
    """Return what can be written to of a thing and of what it shows or contains."""
    reached = memory.reach(scope, thing)
    return {p for p in reached if isinstance(p, Struct) or memory.is_array(p)}


def _outside(scope: Scope, thing: Any) -> bool:
    """Tell whether a thing was made before the loop whose body is being built."""
    return scope.program.b.visible(thing) and not scope.program.b.innermost(thing)


def _yields(
    scope: Scope, node: ast.AST, carried: dict[str, Thing], undefined: dict[str, Value]
) -> tuple[list[Atom], dict[str, str]]:
    yields: list[Atom] = []
    conflicts: dict[str, str] = {}
    for name, before in carried.items():
        count = len(_leaves({name: before}))
        after = scope.env.get(name, UNDEF)
        settle(after)
        after = _held(after) if _holds(before) else _content(scope, name, after)
        after = optional.fitted(before, after)
        if isinstance(before, Undef):
            if isinstance(after, Value | Const):
                yields.append(after)
            elif isinstance(after, Undef):
                yields.append(undefined[name])
            else:
                yields.append(UNDEF)
                why = f"the variable {name!r} has a value only inside the loop"
                conflicts[name] = after.why if isinstance(after, Conflict) else why
            continue
        if isinstance(before, Conflict | Static | Inner):
            if after is not before and not (
                isinstance(before, Static)
                and isinstance(after, Static)
                and after.value is before.value
            ):
                conflicts[name] = f"the variable {name!r} changes its kind in the loop"
            continue
        if isinstance(before, Value) and growing.may_match(before, after):
            after = growing.sequence(scope, node, name, after)
        leaves = [a for _, a in _leaves({name: after})]
        if _outline(before) != _outline(after) or len(leaves) != count:
            conflicts[name] = f"the variable {name!r} changes its kind in the loop"
            yields += [UNDEF] * count
            continue
        yields += leaves
    return yields, conflicts


def _content(scope: Scope, name: Any, thing: Thing) -> Thing:
    """Return what is carried on: the content of what a name stands for."""
    if not isinstance(name, str | Cell | Struct):
        return thing
    kept = optional.is_one(thing) or chosen.is_one(thing)
    content = thing if kept else memory.now(scope, thing)
    if isinstance(content, Struct):
        items = tuple(_content(scope, name, i) for i in content.items)
        if any(p is not q for p, q in zip(items, content.items, strict=True)):
            content = Struct(content.kind, items, content.keys, content.cls)
        if content is not thing:
            memory.merged(scope, content, thing)
    return content


def _outline(thing: Thing) -> Any:
    if isinstance(thing, Struct):
        return (thing.kind, thing.keys, thing.cls, tuple(_outline(i) for i in thing.items))
    if isinstance(thing, Held):
        return ("held", id(thing.thing))
    return "atom" if isinstance(thing, Value | Const | Undef) else type(thing)


def _finish(
    scope: Scope,
    node: ast.For | ast.While,
    walk: walks.Walk,
    carried: dict[str, Thing],
    attempt: Attempt,
) -> None:
    """Append the loop and bind the variables after it."""
    b = scope.program.b
    inits = _leaves(carried)
    lists = {name: _lists_before(scope, name) for name in carried}
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
    for name, thing in carried.items():
        filled = _refill(scope, thing, leaves)
        scope.env[name] = Conflict(attempt.conflicts[name]) if name in attempt.conflicts else filled
    for final, (name, init) in zip(finals, inits, strict=True):
        # A variable after the loop is what it was before, or what a round made of it.
        others = _linked_to(attempt.links.get(name, ()), carried, finals) + lists[name]
        memory.merged(scope, final, init, *(o for o in others if o is not final))
        if init in scope.program.fresh:
            scope.program.fresh.add(final)


def _called(key: Any, param: Value) -> tuple[str, bool]:
    """Return the name of a result, and whether it gets a line: not what has none in the text."""
    name = "" if key == comprehensions.RESULT else param.name
    return name, bool(name)


def _final_type(init: Atom, after: Atom, param: Value) -> Type:
    if isinstance(init, Undef):
        return type_of(after)
    return param.type

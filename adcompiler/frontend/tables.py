"""Dicts whose keys are known only at run time: `memo[i] = ...`, `d[k] += v`, `d.get(k, 0.0)`.

Such a dict is one stage, as a list of unknown length is; what its methods do is written with
`in`, reading and writing of one entry.
"""

from __future__ import annotations

import ast
import collections
import copy
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    calls,
    comprehensions,
    expressions,
    growing,
    iterators,
    memory,
    methods,
    rows,
    stand_ins,
    subscripts,
    templates,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.containers import is_list, is_table
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Nothing, Scalar, Seq, Tree

TABLE, KEY, OTHER = "<table>", "<key>", "<other>"
VIEWS = {"keys": "<item>", "values": "<table>[<item>]", "items": "(<item>, <table>[<item>])"}


class Present(ast.Subscript):
    """The reading of an entry that is there."""


def is_run_time_dict(thing: Thing) -> bool:
    """Tell whether a content is a dict as one stage."""
    return isinstance(thing, Value) and is_table(thing.type)


def as_keys(scope: Scope, thing: Thing) -> Thing:
    """Return the list of the keys of a dict, any other thing as it is."""
    content = memory.now(scope, thing)
    if is_run_time_dict(content):
        assert isinstance(content, Value)
        return scope.program.b.apply(gate(list), content)
    content = opened(scope, content)
    if isinstance(content, Struct) and content.kind == "dict":
        return Struct("list", tuple(map(Const, content.keys)))
    return thing


def is_known_dict(thing: Thing) -> bool:
    """Tell whether a content is a dict as one stage whose keys its type knows."""
    return isinstance(thing, Value) and isinstance(thing.type, Tree) and thing.type.kind == "dict"


def is_dict(thing: Thing) -> bool:
    """Tell whether a content is a dict, as one stage or entry by entry."""
    if isinstance(thing, Struct):
        return thing.kind == "dict"
    return is_run_time_dict(thing) or is_known_dict(thing)


def opened(scope: Scope, thing: Thing) -> Thing:
    """Return the content of a thing, a dict whose keys are known entry by entry."""
    content = memory.now(scope, thing)
    if not is_known_dict(content):
        return content
    assert isinstance(content, Value)
    assert isinstance(content.type, Tree)
    items = tuple(subscripts.part(scope, content, content.type, k) for k in content.type.keys)
    return Struct("dict", items, content.type.keys)


def check_apart(scope: Scope, node: ast.AST, thing: Thing) -> None:
    """Begin again with the arguments taken apart, if this dict is one that is written to."""
    if is_known_dict(memory.now(scope, thing)):
        if not scope.program.apart:
            raise memory.TakeApart
        raise refuse(
            "AD401",
            "a write into a dict that was not made by this function",
            scope.span(node),
            "written here",
            "copy it first",
        )


def check_plain(scope: Scope, node: ast.AST, *things: Thing) -> None:
    """Refuse to make another of a dict from outside whose class decides what it gives."""
    contents = [memory.now(scope, t) for t in things]
    if any(isinstance(c, Value) and isinstance(c.type, Tree) and c.type.answers for c in contents):
        raise refuse(
            "AD203",
            "a copy or union of a Counter, defaultdict or the like from outside",
            scope.span(node),
            "it would be of its class",
            "make a dict of it first, dict(...)",
        )


def has_known_key(scope: Scope, node: ast.AST, thing: Thing) -> bool:
    """Tell whether a key is known at compile time."""
    key = memory.now(scope, thing)
    if isinstance(key, Struct):
        return all(has_known_key(scope, node, i) for i in key.items)
    return isinstance(key, Const | Static)


def method(
    scope: Scope, node: ast.Call, token: Thing, name: str, args: list[Thing], keywords: Any
) -> Thing | None:
    """Return `token.name(...)` of a dict of run-time keys, None where it is not known."""
    if keywords:
        return None
    content = memory.now(scope, token)
    names = dict(zip((TABLE, KEY, OTHER), (token, *args), strict=False))
    match name, len(args):
        case "keys" | "values" | "items", 0:
            view = _each(scope, node, token, VIEWS[name])
            scope.program.dict_views[view] = token, content, name
            return view
        case "copy", 0:
            _check_numbers(scope, node, content)
            known = gate(core.duplicate)
            return scope.program.b.apply(known, expressions.atom(scope, node, content))
        case "get", 1 | 2:
            other = args[1] if len(args) > 1 else Const(None)
            names[OTHER] = other
            text = "<table>[<key>] if <key> in <table> else <other>"
            return templates.value(scope, node, text, names)
        case "setdefault", 2:
            templates.run(scope, node, "if <key> not in <table>: <table>[<key>] = <other>", names)
            return entry(scope, node, token, args[0])
        case "pop", 1:
            defaults = scope.program.defaults
            factory = defaults.pop(token, None)  # a key that is missing is an error all the same
            found = entry(scope, node, token, args[0])
            if factory is not None:
                defaults[token] = factory
            _take_out(scope, node, token, args[0], found)
            return found
        case "pop", 2:
            text = "<table>[<key>] if <key> in <table> else <other>"
            found = templates.value(scope, node, text, {TABLE: token, KEY: args[0], OTHER: args[1]})
            take = "if <key> in <table>: <table>.pop(<key>)"
            templates.run(scope, node, take, {TABLE: token, KEY: args[0]})
            return found
        case "update", 1:
            update(scope, node, token, args[0])
            return Const(None)
    return None


def entry(scope: Scope, node: ast.AST, token: Thing, key: Thing) -> Thing:
    """Append the reading of an entry, or of an item of a sequence."""
    return templates.value(scope, node, "<table>[<key>]", {TABLE: token, KEY: key})


def _take_out(scope: Scope, node: ast.AST, token: Thing, key: Thing, found: Thing) -> None:
    b = scope.program.b
    d = growing.sequence(scope, node, token, memory.now(scope, token))
    k, v = (expressions.atom(scope, node, t) for t in (key, found))
    memory.write(scope, node, token, b.apply(gate(core.remove), d, v, k))


def _each(scope: Scope, node: ast.Call, token: Thing, text: str) -> Thing:
    """Append the list of something for each key."""
    content = expressions.atom(scope, node, memory.now(scope, token))
    keys = scope.program.b.apply(gate(list), content)
    if text == "<item>":
        return keys
    rows.share_rows(scope, [token], content)
    names = {TABLE: content, "<sequence>": keys}  # no entry is missed
    found = comprehensions.over(scope, node, templates.parsed_value(node, text), names)
    iterators.used_up(scope, found)
    return found


def put(scope: Scope, node: ast.AST, token: Thing, key: Thing | None, thing: Thing) -> None:
    """Append `token[key] = thing`, or `token.update(thing)` where there is no key."""
    names = {TABLE: token, OTHER: thing}
    if key is not None:
        templates.run(scope, node, "<table>[<key>] = <other>", {**names, KEY: key})
        return
    templates.run(scope, node, "for <key> in <other>: <table>[<key>] = <other>[<key>]", names)


def default_dict(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `collections.defaultdict(float)`: a dict that makes the entries that it misses."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", "defaultdict with these arguments", scope.span(node))
    made = Struct("dict", ())
    scope.program.b.place(made)
    scope.program.defaults[made] = args[0]
    return made


def fill(scope: Scope, node: ast.AST, token: Thing, index: ast.expr) -> None:
    """Give a defaultdict the entry that is about to be read."""
    factory = scope.program.defaults.get(token)
    if factory is None or isinstance(index, ast.Slice):
        return
    if any(other is token for other, _ in scope.program.walked):
        return  # what is missed would be an error: the dict must not grow
    key = expressions.expression(scope, index)
    call = ast.copy_location(ast.Call(ast.Name("defaultdict", ast.Load()), [], []), node)
    if isinstance(factory, Static) and factory.value in (float, int, collections.Counter):
        value: Thing = Const(0.0 if factory.value is float else 0)
    else:
        value = calls.call_thing(scope, call, factory, [], {})
    content = memory.now(scope, token)
    if isinstance(value, Struct):
        scope.program.b.place(value)
    if isinstance(content, Struct) and has_known_key(scope, node, key):
        known = expressions.static_key(scope, node, key)
        if known not in content.keys:
            items, keys = (*content.items, value), (*content.keys, known)
            memory.write(scope, node, token, Struct("dict", items, keys))
        return
    if isinstance(value, Struct) and value.kind == "list" and not value.items:
        text = "if <key> not in <table>: <table>[<key>] = []"
        templates.run(scope, node, text, {TABLE: token, KEY: key})
        return
    if not isinstance(value, Const):
        raise refuse(
            "AD102",
            "a defaultdict of what is neither a number nor a list",
            scope.span(node),
            "not supported yet",
            "make the entries beforehand",
        )
    names = {TABLE: token, KEY: key, OTHER: value}
    templates.run(scope, node, "if <key> not in <table>: <table>[<key>] = <other>", names)


def resize_inside(scope: Scope, node: ast.Call) -> Thing | None:
    """Return `d[k].append(v)`, `.extend(vs)` or `.pop()` of a list inside, None where it is none.

    So it is for `d.setdefault(k, []).append(v)`. The lists inside have no names of their own.
    """
    start: ast.expr | None = None
    match node:
        case ast.Call(ast.Attribute(ast.Subscript(whole, key), word), ([_] | []) as given, []):
            pass
        case ast.Call(
            ast.Attribute(
                ast.Call(ast.Attribute(whole, "setdefault"), [key, ast.List([]) as start], []), word
            ),
            [_] as given,
            [],
        ):
            pass
        case _:
            return None
    if (word, len(given)) not in (("append", 1), ("extend", 1), ("pop", 0)):
        return None
    base = rows.stored(scope, whole)
    if base is None or isinstance(key, ast.Slice) or not _holds_lists(memory.now(scope, base)):
        return None
    known = isinstance(memory.now(scope, base), Struct)
    if known and isinstance(key, ast.Constant):
        return None
    place = expressions.expression(scope, key)
    if known and has_known_key(scope, node, place):
        if isinstance(key, ast.Name) and key.id == KEY:
            return None
        again = copy.deepcopy(node)
        _replace_key(again, ast.copy_location(ast.Name(KEY, ast.Load()), key))
        scope.env[KEY] = place
        return calls.call(scope, again)
    if start is not None or base in scope.program.defaults:
        text = "if <key> not in <table>: <table>[<key>] = []"
        templates.run(scope, node, text, {TABLE: base, KEY: place})
    if not given:
        return rows.pop_inside(scope, node, base, place)
    more = expressions.expression(scope, given[0])
    if word == "append":
        rows.append_inside(scope, node, base, place, more)
    else:
        rows.lengthen(scope, node, base, place, more)
    return Const(None)


def _replace_key(node: ast.Call, key: ast.expr) -> None:
    """Let a call on a list inside a container name its key by a variable: it is asked once."""
    match node:
        case ast.Call(ast.Attribute(ast.Subscript() as row)):
            row.slice = key
        case ast.Call(ast.Attribute(ast.Call() as start)):
            start.args[0] = key


def _holds_lists(content: Thing) -> bool:
    """Tell whether a container may be one of lists, its keys or length known at run time."""
    if isinstance(content, Struct):
        return content.kind in ("list", "dict")
    if not isinstance(content, Value) or not isinstance(content.type, Seq):
        return False
    item = item_of(content.type)
    return isinstance(item, Nothing) or is_list(item)


def as_loop_over_keys(scope: Scope, node: ast.For) -> ast.For:
    """Return `for k, v in d.items()` as `for k in d: v = d[k]`, where keys are run-time values."""
    match node.iter:
        case ast.Call(ast.Attribute(whole, ("items" | "values") as word), [], []):
            if not isinstance(whole, ast.Name | ast.Attribute):
                return node
            if not is_run_time_dict(memory.now(scope, expressions.expression(scope, whole))):
                return node
        case _:
            return node
    key, value = ast.Name("<key>", ast.Store()), node.target
    read = ast.Name("<key>", ast.Load())
    body: list[ast.stmt] = []
    if word == "items":
        if not isinstance(value, ast.Tuple) or len(value.elts) != 2:
            return node
        first, value = value.elts
        if isinstance(first, ast.Name):
            key, read = first, ast.Name(first.id, ast.Load())
        else:
            body.append(ast.Assign([first], read))
    entry = Present(copy.deepcopy(whole), read, ast.Load())
    body.append(ast.Assign([value], entry))
    new = ast.For(key, whole, [*body, *node.body], node.orelse)
    for part in (new, *body, key, read, entry):
        ast.copy_location(part, node)
    stand_ins.quote(scope.program.b.span, *body)
    return new


def update(scope: Scope, node: ast.AST, token: Thing, other: Thing) -> None:
    """Append `d |= e`, which writes into the dict."""
    check_apart(scope, node, token)
    base, other = memory.now(scope, token), opened(scope, other)
    names = {TABLE: token, OTHER: other}
    if not is_dict(other):
        text = "for <key>, <entry> in <other>: <table>[<key>] = <entry>"
        templates.run(scope, node, text, names)
        return
    if isinstance(base, Struct) and isinstance(other, Struct):
        memory.write(scope, node, token, methods.united(base, other))
        return
    templates.run(scope, node, "for <key> in <other>: <table>[<key>] = <other>[<key>]", names)


def _check_numbers(scope: Scope, node: ast.AST, content: Thing) -> None:
    """Refuse a copy of a dict that holds what can be written to through both."""
    assert isinstance(content, Value)
    if not isinstance(item_of(content.type), Scalar | Nothing):
        raise refuse(
            "AD401",
            "a copy of a dict of run-time keys that holds what can be written to",
            scope.span(node),
            "both would see a write",
            "build another dict, with copies inside",
        )


def joined(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Thing | None:
    """Append `d | e` of dicts."""
    if not (is_dict(left) and is_dict(right)):
        return None
    check_plain(scope, node, left, right)
    left, right = opened(scope, left), opened(scope, right)
    if isinstance(left, Struct) and isinstance(right, Struct):
        return methods.united(left, right)
    known = gate(core.duplicate)
    first = growing.sequence(scope, node, left, left)
    _check_numbers(scope, node, first)
    whole = scope.program.b.apply(known, first)
    templates.run(
        scope,
        node,
        "for <key> in <other>: <table>[<key>] = <other>[<key>]",
        {TABLE: whole, OTHER: right},
    )
    return whole

"""What a program says and demands: f-strings, print, assert, raise; run once, with plain values."""

from __future__ import annotations

import ast
import operator
import sys
from functools import partial
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    calls,
    choices,
    counters,
    expressions,
    failures,
    flow,
    growing,
    iterators,
    listing,
    memory,
    objects,
    outside,
    shown,
    slices,
    stand_ins,
    statements,
    subscripts,
    tables,
    templates,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Method, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Struct, Value
from adcompiler.ir.types import Other, Seq, Tree, Type

FAILED, HOLDS = "<assertion>", "<holds>"
CONVERSIONS = {-1: "", 115: "!s", 114: "!r", 97: "!a"}


def joined(scope: Scope, node: ast.JoinedStr, values: list[ast.expr]) -> Thing:
    """Append an f-string, as the call of `format` that it stands for."""
    pattern = ""
    parts: list[Thing] = []
    for value in values:
        if isinstance(value, ast.Constant):
            pattern += _literal(str(value.value))
            continue
        assert isinstance(value, ast.FormattedValue)
        spec = ""
        if value.format_spec is not None:
            assert isinstance(value.format_spec, ast.JoinedStr)
            pieces = value.format_spec.values
            given = [str(v.value) for v in pieces if isinstance(v, ast.Constant)]
            if len(given) < len(pieces):
                raise refuse("AD102", "a computed format", scope.span(node))
            spec = "".join(given)
        thing = expressions.expression(scope, value.value)
        conversion = CONVERSIONS[value.conversion]
        whole = "{" + conversion + (f":{spec}" if spec else "") + "}"
        if conversion:
            done = shown.text_of(scope, node, thing, conversion)
            shape = "{" + (f":{spec}" if spec else "") + "}"
        else:
            done, shape = shown.formatted(scope, node, thing, spec), "{}"
        part = memory.now(scope, thing)
        if done is not None:
            pattern += shape
            parts.append(done)
        elif isinstance(part, Const):
            pattern += _literal(failures.known(scope, node, whole.format, part.value))
        else:
            pattern += whole
            parts.append(part)
    if not parts:
        return Const(pattern.format())
    atoms = [_shown(scope, node, p) for p in parts]
    return scope.program.b.apply(gate(core.text), *atoms, attrs={"pattern": pattern})


def _literal(text: str) -> str:
    """Return a text as it stands in a pattern of `format`."""
    return text.replace("{", "{{").replace("}", "}}")


def percent(scope: Scope, node: ast.AST, pattern: str, values: Thing) -> Thing:
    """Append `pattern % values`."""
    if isinstance(values, Const):
        return Const(failures.known(scope, node, operator.mod, pattern, values.value))
    parts: list[Thing] = [values]
    if isinstance(values, Struct):
        if values.kind != "tuple":
            raise refuse("AD304", f"% of a {values.kind}", scope.span(node), hint="use an f-string")
        parts = [memory.now(scope, v) for v in values.items]
        known = tuple(p.value for p in parts if isinstance(p, Const))
        if len(known) == len(parts):
            return Const(failures.known(scope, node, operator.mod, pattern, known))
    attrs = {"pattern": pattern, "percent": True}
    atoms = [_shown(scope, node, p) for p in parts]
    return scope.program.b.apply(gate(core.text), *atoms, attrs=attrs)


def is_text(atom: Atom) -> bool:
    """Tell whether an operand is a text."""
    return type_of(atom) == Other(str)


def chained(scope: Scope, x: Atom, y: Atom) -> Atom:
    """Append `x + y` of two texts."""
    if isinstance(x, Const) and isinstance(y, Const):
        return Const(x.value + y.value)
    words = [_literal(a.value) if isinstance(a, Const) else "{}" for a in (x, y)]
    parts = [a for a in (x, y) if not isinstance(a, Const)]
    return scope.program.b.apply(gate(core.text), *parts, attrs={"pattern": "".join(words)})


def method(
    scope: Scope,
    node: ast.Call,
    text: str,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Return `text.name(*args, **keywords)` of a text known at compile time."""
    known = [a.value for a in args if isinstance(a, Const)]
    named = {k: a.value for k, a in keywords.items() if isinstance(a, Const)}
    if (len(known), len(named)) == (len(args), len(keywords)):
        found = failures.known(scope, node, partial(getattr(text, name), **named), *known)
        if isinstance(found, list):
            return Struct("list", tuple(Const(f) for f in found))
        return Const(found)
    if name == "join" and len(args) == 1:
        listed = subscripts.listed(scope, node, args[0])
        items = [i.value for i in listed if isinstance(i, Const)]
        if len(items) == len(listed):
            return Const(failures.known(scope, node, text.join, items))
    if name == "format" and not keywords:
        atoms = [_shown(scope, node, a) for a in args]
        return scope.program.b.apply(gate(core.text), *atoms, attrs={"pattern": text})
    raise refuse("AD203", f"the method {name!r} of a text", scope.span(node))


def say(
    scope: Scope,
    node: ast.Call,
    args: list[Thing],
    keywords: dict[str, Thing],
    starred: tuple[int, ...] = (),
) -> Thing:
    """Append a call of print; `starred` are the places of arguments of which each item counts."""
    attrs: dict[str, Any] = {}
    for key, thing in keywords.items():
        if not isinstance(thing, Const):
            raise refuse("AD204", f"print({key}=...)", scope.span(node))
        attrs[key] = thing.value
    atoms = [shown.text_of(scope, node, a) or _shown(scope, node, a) for a in args]
    scope.program.b.apply(gate(core.say), *atoms, attrs={"options": attrs, "starred": starred})
    return Const(None)


def tell(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], function: Any
) -> Thing:
    """Append a call of a function of Python's own for its effect."""
    atoms = [failures.held(scope, node, a) for a in (*args, *keywords.values())]
    attrs = {"function": function, "keywords": tuple(keywords)}
    scope.program.b.apply(gate(core.perform), *atoms, attrs=attrs)
    return Const(None)


def text(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], pattern: str
) -> Thing:
    """Append `str(x)` or `repr(x)`."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", f"this call of {ast.unparse(node.func)}", scope.span(node))
    if isinstance(args[0], Const):
        return Const(pattern.format(args[0].value))
    made = shown.text_of(scope, node, args[0], "!r" if "!r" in pattern else "!s")
    if made is not None:
        return made
    atom = _shown(scope, node, args[0])
    return scope.program.b.apply(gate(core.text), atom, attrs={"pattern": pattern})


def _shown(scope: Scope, node: ast.AST, thing: Thing) -> Any:
    if isinstance(thing, Static):
        outside.check_unchanged(scope, node, thing.value, written=True)
        if outside.is_container(thing.value):
            what = "a container outside of more than numbers, shown whole"
            raise refuse("AD304", what, scope.span(node), hint="show what is in it")
    return failures.held(scope, node, thing)


def demand(scope: Scope, node: ast.Assert) -> None:
    """Append an assertion."""
    test = memory.now(scope, expressions.expression(scope, node.test))
    if choices.truth(test):
        return
    args = [expressions.atom(scope, node.test, test)]
    if node.msg is not None:
        saved = State(scope)
        try:
            args.append(expressions.atom(scope, node.msg, expressions.expression(scope, node.msg)))
            eager = iterators.is_eager(scope, saved)
        except flow.Unreached:
            eager = True
        if eager:  # only who fails may ask for it
            saved.restore()
            error = ast.Call(ast.Name(FAILED, ast.Load()), [node.msg], [])
            scope.env.update({FAILED: Static(AssertionError), HOLDS: test})
            holds = ast.UnaryOp(ast.Not(), ast.Name(HOLDS, ast.Load()))
            unless = ast.If(holds, [ast.Raise(error)], [])
            stand_ins.place(node, unless)
            statements.block(scope, [unless])
            del scope.env[FAILED], scope.env[HOLDS]
            return
    scope.program.b.apply(gate(core.demand), *args)


def check_number(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any) -> None:
    """Refuse to read a number from a text that the program has made, maybe of numbers."""
    for arg in args:
        if is_made(scope, arg):
            raise refuse(
                "AD203",
                "a number read from a text made by the program",
                scope.span(node),
                "a text carries no derivative",
                "compute with the number itself",
            )


def is_made(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is a text that the program makes, maybe of numbers."""
    if not isinstance(thing, Value) or not _holds_text(thing.type):
        return False
    given = {*scope.program.arguments, *(c.value for c in scope.program.captures.values())}
    if thing in given:
        return False
    made = scope.program.b.made.get(thing)
    if made is None or made.gate.function is core.text:
        return True
    parts = [a for a in made.args if isinstance(a, Value) and _holds_text(a.type)]
    if made.gate.function in (core.item, core.load, core.pack):
        return any(is_made(scope, part) for part in parts)
    return True


def _holds_text(type_: Type) -> bool:
    """Tell whether values of a type are texts, or lists that hold texts."""
    if isinstance(type_, Seq):
        return _holds_text(type_.item)
    if isinstance(type_, Tree):
        return any(_holds_text(t) for t in type_.items)
    return type_ == Other(str)


def bring(scope: Scope, node: ast.Import | ast.ImportFrom) -> None:
    """Bind what an import inside the function binds; the module is loaded now."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            scope.assign(alias.asname or alias.name, _from_module(scope, node, alias))
            continue
        home = scope.captured.function.__globals__
        module = failures.known(scope, node, __import__, alias.name, home)
        if alias.asname is not None:  # it is the inner one then
            module = sys.modules[alias.name]
        scope.assign(alias.asname or alias.name.split(".")[0], Static(module))


def _from_module(scope: Scope, node: ast.ImportFrom, alias: ast.alias) -> Thing:
    """Return what `from module import name` binds."""
    home, name = scope.captured.function.__globals__, alias.name
    named = (node.module or "", home, None, [name], node.level)
    source = failures.known(scope, node, __import__, *named)
    if not hasattr(source, name):
        scope.program.guard(source, name, False, "has")
        one = ast.copy_location(ast.ImportFrom(node.module, [alias], node.level), node)
        text = compile(ast.Module([one], []), scope.captured.source.filename, "exec")
        failures.known(scope, node, exec, text, {**home})  # it raises, in Python's words
    where = ast.copy_location(ast.Name(name, ast.Load()), node)
    return expressions.static_attribute(scope, where, source, name)


def forget(scope: Scope, node: ast.Delete) -> None:
    """Append `del`: of a name, an entry, an item."""
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            target = slices.written_out(scope, target)
        match target:
            case ast.Name(name):
                scope.lookup(ast.copy_location(ast.Name(name, ast.Load()), target))
                scope.unassign(name)
            case ast.Subscript(base, index) if not isinstance(index, ast.Slice):
                token = expressions.expression(scope, base)
                whole = memory.now(scope, token)
                if objects.class_of(scope, token) is not None:
                    asked = [slices.value_of(scope, node, index)]
                    if objects.special(scope, node, token, "__delitem__", asked) is not None:
                        continue
                if not (tables.is_dict(whole) or growing.is_any_list(whole)):
                    raise refuse(
                        "AD102",
                        "del of an item of this value",
                        scope.span(node),
                        "neither a list nor a dict",
                        "of an array: take a slice, or a mask, of what is kept",
                    )
                key = expressions.expression(scope, index)
                if counters.is_one(scope, token):
                    text = f"if {tables.KEY} in {tables.TABLE}: {tables.TABLE}.pop({tables.KEY})"
                    templates.run(scope, node, text, {tables.TABLE: token, tables.KEY: key})
                    continue
                call = ast.copy_location(ast.Call(target, [], []), target)
                calls.call_thing(scope, call, Method(token, "pop"), [key], {})
            case ast.Subscript(base, ast.Slice(step=None) as index):
                token = expressions.expression(scope, base)
                if not growing.is_any_list(memory.now(scope, token)):
                    raise refuse("AD102", "del of a slice of this value", scope.span(node))
                nothing = Struct("list", ())
                scope.program.b.place(nothing)
                listing.set_slice(scope, node, token, index, nothing)
            case _:
                raise refuse("AD102", "this form of del", scope.span(node))

"""Walks that Python makes late: what they read must not have changed by then."""

from __future__ import annotations

import ast
import builtins
import inspect
import itertools
import math
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    aliases,
    blocks,
    expressions,
    generators,
    iterators,
    library,
    memory,
    objects,
    steps,
    subscripts,
    walks,
)
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Inner, Outer, Static, Thing, TooEarly
from adcompiler.gates.safe import may_raise
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import (
    UNKNOWN,
    Array,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_iterator,
)


def is_lazy(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an expression makes items while the loop asks for them."""
    if isinstance(node, ast.GeneratorExp):
        return True
    if isinstance(node, ast.Name | ast.Attribute):
        return _makes_items(scope, expressions.expression(scope, node))
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    callee = scope.lookup(node.func)
    if isinstance(callee, Static):
        if callee.value in (zip, enumerate, reversed):
            return any(is_lazy(scope, a) for a in node.args)
        lazy = callee.value in (map, filter, iter)
        return lazy or inspect.isgeneratorfunction(callee.value)
    return isinstance(callee, Inner) and generators.is_generator(callee.captured.node)


def makes_items(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an expression makes items late, by a function of `itertools` perhaps."""
    if not isinstance(node, ast.Call) or is_lazy(scope, node):
        return is_lazy(scope, node)
    callee = callee_of(scope, node.func)
    known = callee.value if isinstance(callee, Static) else None
    if known in (zip, enumerate, reversed):
        return any(makes_items(scope, a) for a in node.args)
    return inspect.isgeneratorfunction(library.model(known)) or _is_generator(scope, node.func)


def _is_generator(scope: Scope, func: ast.expr) -> bool:
    """Tell whether what is called is a generator that is a method of an object at hand."""
    match func:
        case ast.Attribute(ast.Name(name), method) if name in scope.env:
            cls = objects.class_of(scope, scope.env[name])
            return inspect.isgeneratorfunction(inspect.getattr_static(cls, method, None))
    return False


def callee_of(scope: Scope, func: ast.expr) -> Thing | None:
    """Return what is called if it has a name, of its own or in a module."""
    match func:
        case ast.Name():
            return scope.lookup(func)
        case ast.Attribute(value, name):
            owner = callee_of(scope, value)
            if isinstance(owner, Static) and isinstance(owner.value, ModuleType | type):
                return Static(getattr(owner.value, name, None))
    return None


def is_late(scope: Scope, node: ast.expr, once: walks.Evaluated) -> bool:
    """Tell whether what a loop walks is made while it asks for the items, once evaluated."""
    made = (n for n, t in once.items() if iterators.is_one(scope, t) or _makes_items(scope, t))
    at_once = _listed(scope, node)
    return is_lazy(scope, node) or not all(_is_combined(scope, n) or n in at_once for n in made)


def _listed(scope: Scope, node: ast.expr) -> set[ast.AST]:
    """Return what stands inside `list(...)`: it is walked to its end before the loop begins."""
    found: set[ast.AST] = set()
    for made in ast.walk(node):
        match made:
            case ast.Call(ast.Name("list") as word):
                callee = scope.lookup(word)
                if isinstance(callee, Static) and callee.value is list:
                    found |= {*ast.walk(made)} - {made}
    return found


def _makes_items(scope: Scope, thing: Thing) -> bool:
    """Tell whether an object makes the items that are asked of it by a generator."""
    cls = objects.class_of(scope, thing)
    return inspect.isgeneratorfunction(getattr(cls, "__iter__", None))


def _is_combined(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an iterator only puts together the items of what it is given."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    if is_starred(node):
        return False
    callee = scope.lookup(node.func)
    return isinstance(callee, Static) and callee.value in (zip, enumerate, reversed)


def is_starred(node: ast.Call) -> bool:
    """Tell whether there are starred items among the arguments of a call."""
    return any(isinstance(a, ast.Starred) for a in node.args)


def writes_early(scope: Scope, node: ast.For) -> TooEarly:
    """Return the refusal of a loop whose making of items changes what the body may see."""
    return TooEarly(_refused(scope, node, "a generator that writes", "loop"))


def raises_late(scope: Scope, node: ast.For) -> CompileError:
    """Return the refusal of a loop in a try whose items may raise when they are made."""
    return refuse(
        "AD502",
        blocks.HALF,
        scope.span(node.iter),
        "this may raise as well",
        "compute it in front of the loop",
    )


def may_fail(scope: Scope, node: ast.expr) -> bool:
    """Tell whether a try around may see that what makes items late has made some of them only."""
    watch, levels = scope.program.watch, scope.program.steps
    classes = levels.caught if levels is not None else watch.classes if watch is not None else ()
    if not classes:
        return False
    saved = State(scope)
    with steps.stepping(scope.program, None):
        thing = expressions.expression(scope, node)
    raises = any(may_raise(op, classes) for op in scope.program.b.ops[saved.count :])
    whole = iterators.is_one(scope, thing) and not raises and not saved.changed()
    saved.restore()
    return not whole


def check_late(scope: Scope, node: ast.For, begun: State) -> None:
    """Refuse writes in a loop over a generator, which might read what is written."""
    read, before, new = _read_late(scope, node), begun.env, begun.made_since()
    sources = _sources(scope, node)
    # What a comprehension, or a generator around, collects is out of sight.
    collected = [before[name] for name in (walks.COLLECTED, generators.YIELDED) if name in before]
    for key, thing in scope.env.items():
        if key in new or any(key is own for own in collected):
            continue
        if sources is not None and not isinstance(key, str | Outer) and key not in sources:
            continue
        if isinstance(key, str) and (key not in read or thing is before.get(key)):
            continue
        if thing is not before.get(key, key):
            what = "a write in a loop over a generator"
            raise TooEarly(_refused(scope, node, what, "generator"))


def _sources(scope: Scope, node: ast.For) -> set[Any] | None:
    """Return the things that items made late may be made of, None where these may be any.

    They are what the names in the head stand for, as long as no function of the user's is called.
    """
    parts = list(ast.walk(node.iter))
    own = {n.id for n in parts if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n in parts if isinstance(n, ast.arg)}
    found: set[Any] = set()
    for name in (n for n in parts if isinstance(n, ast.Name)):
        try:
            with scope.program.b.block():  # nothing is read here
                thing = scope.lookup(name)
        except CompileError:
            if name.id in own:
                continue  # a name of the generator's, and of nothing else
            return None
        if isinstance(thing, Static) and _is_library(thing.value):
            continue
        if not isinstance(thing, Value | Struct | Const):
            return None
        for part in (scope.cell(name.id), *aliases.reach(scope, thing)):
            if _runs_code(part):
                return None
            found |= {part, *aliases.sources(scope.program, part)}
    return found


def _is_library(value: Any) -> bool:
    """Tell whether this is a module of Python's own or NumPy, or the function of one."""
    name = getattr(value, "__name__", "")
    return any(value is m or vars(m).get(name) is value for m in (builtins, math, itertools, np))


def _runs_code(part: Any) -> bool:
    """Tell whether reading a thing may call the user's functions: an object, an iterator."""
    if isinstance(part, Struct):
        return part.cls is not None
    return isinstance(part, Value) and (is_iterator(part.type) or _has_class(part.type))


def _has_class(type_: Type) -> bool:
    match type_:
        case Seq(item):
            return _has_class(item)
        case Tree(_, items):
            return type_.cls is not None or any(map(_has_class, items))
    return False


def _read_late(scope: Scope, node: ast.For) -> set[str]:
    """Return the variables of the function that a generator of it may read between two items."""
    found: set[str] = set()
    for inner in ast.walk(scope.captured.node):
        if inner is scope.captured.node or not isinstance(inner, ast.FunctionDef | ast.Lambda):
            continue
        args = inner.args
        own = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
        own |= stored_in(inner.body) if isinstance(inner, ast.FunctionDef) else set()
        found |= _loaded(inner) - own
    for made in ast.walk(node.iter):
        if isinstance(made, ast.GeneratorExp):
            targets = (g.target for g in made.generators)
            found |= _loaded(made).difference(*map(_loaded, targets))
    return found


def _loaded(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _refused(scope: Scope, node: ast.For, what: str, other: str) -> CompileError:
    return refuse(
        "AD402",
        what,
        scope.span(node),
        f"the {other} might read it between two items",
        "walk list(...) of the generator",
    )


def unlike(
    scope: Scope, node: ast.expr, once: walks.Evaluated, every: bool = False
) -> list[Thing] | None:
    """Return the items of a structure whose items differ in kind, or of `every`, to be unrolled."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not is_starred(node):
        callee = scope.lookup(node.func)
        if isinstance(callee, Static) and callee.value in (zip, enumerate, range):
            if callee.value is range:
                return walks.numbered(scope, node, once) if every else None
            parts = [unlike(scope, a, once, every) for a in node.args]
            if callee.value is zip and parts and all(p is not None for p in parts):
                rows = zip(*(p for p in parts if p is not None), strict=False)
                return [Struct("tuple", row) for row in rows]
            if callee.value is enumerate and parts and parts[0] is not None:
                first = [*node.args[1:], *(k.value for k in node.keywords)]
                start = walks.evaluated(scope, first[0], once) if first else Const(0)
                if isinstance(start, Const):
                    counted = enumerate(parts[0], start.value)
                    return [Struct("tuple", (Const(k), p)) for k, p in counted]
            return None
    if isinstance(node, ast.Call):
        known = _is_view_of_dict(node) or _is_split(scope, node)
        return _unlike_thing(scope, node, once, every) if known else None
    return _unlike_thing(scope, node, once, every)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A list or dict that is walked item by item at compile time, as it was at first."""

    token: Thing
    content: Struct
    keys_only: bool  # the values of a dict may change while its keys are walked


def snapshots(scope: Scope, node: ast.expr, once: walks.Evaluated) -> list[Snapshot]:
    """Return the lists and dicts that the head of a loop walks."""
    match node:
        case ast.Call(ast.Name(), args):
            return [found for a in args for found in snapshots(scope, a, once)]
        case ast.Call(ast.Attribute(ast.Name() | ast.Attribute() as whole, word)):
            if not _is_view_of_dict(node):
                return []
            keys_only = word == "keys"
        case ast.Name() | ast.Attribute():
            whole, keys_only = node, True
        case _:
            return []
    token = once[whole] if whole in once else expressions.expression(scope, whole)
    content = memory.now(scope, token)
    if not isinstance(content, Struct) or content.kind not in ("list", "dict"):
        return []
    return [Snapshot(token, content, keys_only and content.kind == "dict")]


def check_same(scope: Scope, node: ast.AST, walked: list[Snapshot], rounds: int) -> None:
    """Refuse what a body changed of the items that its next rounds would read."""
    for one in walked:
        now = memory.now(scope, one.token)
        same = isinstance(now, Struct) and now.keys == one.content.keys
        if same and not one.keys_only:
            assert isinstance(now, Struct)
            pairs = list(zip(now.items, one.content.items, strict=False))[rounds:]
            same = len(now.items) == len(one.content.items)
            same = same and all(a is b or (isinstance(a, Const) and a == b) for a, b in pairs)
        if not same:
            raise refuse(
                "AD401",
                "a write into what a loop around is walking",
                scope.span(node),
                "walked here",
                "walk a copy, or range(len(...))",
            )


def _is_view_of_dict(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in ("items", "values", "keys")


def _is_split(scope: Scope, node: ast.Call) -> bool:
    """Tell whether a call takes a known text apart: `"x y +".split()`."""
    match node.func:
        case ast.Attribute(ast.Name() | ast.Constant() as text, "split" | "splitlines"):
            found = memory.now(scope, expressions.expression(scope, text))
            return isinstance(found, Const) and isinstance(found.value, str)
    return False


def _unlike_thing(
    scope: Scope, node: ast.expr, once: walks.Evaluated, every: bool
) -> list[Thing] | None:
    made = isinstance(node, ast.ListComp | ast.Subscript | ast.BinOp | ast.IfExp)
    if isinstance(node, ast.Subscript) and subscripts.is_reversal(node.slice):
        return None  # what is reversed is walked backwards
    if not made and not isinstance(
        node, ast.Name | ast.Tuple | ast.List | ast.Call | ast.Attribute | ast.Constant
    ):
        return None
    walked = objects.iterated(scope, node, walks.evaluated(scope, node, once))
    thing = memory.now(scope, walked)
    items: list[Thing] | None = None
    if isinstance(thing, Const) and isinstance(thing.value, str):
        items = [Const(c) for c in thing.value]
    elif isinstance(thing, Struct):
        items = [Const(k) for k in thing.keys] if thing.kind == "dict" else list(thing.items)
        if _numbers(items) and not every:
            return None
        if made and not any(_is_no_number(scope, i) for i in items):
            return None
    elif made:
        return None
    elif isinstance(thing, Value) and isinstance(thing.type, Tree):
        if thing.type.kind == "dict":
            return [Const(k) for k in thing.type.keys]
        if isinstance(element(thing.type), Unknown):
            items = subscripts.unpack(scope, node, thing, len(thing.type.items))
    if items is not None and len(items) > walks.UNROLL:
        raise refuse("AD501", "this loop would be unrolled too often", scope.span(node))
    return items


def _is_no_number(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is, or holds, an object or a function: no list of stages has it."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct) and content.kind != "object":
        return any(_is_no_number(scope, i) for i in content.items)
    return not isinstance(content, Value | Const)


def _numbers(items: list[Thing]) -> bool:
    """Tell whether the items can be walked as one sequence."""
    kinds = [type_of(i) if isinstance(i, Value | Const) else UNKNOWN for i in items]
    if not kinds:
        return False
    joined = kinds[0]
    for kind in kinds[1:]:
        joined = join(joined, kind)
    return isinstance(joined, Scalar | Array)

"""Views: what shows memory of an array, whether it certainly does, and writing through it."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import aliases, memory
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Conflict, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import shifted
from adcompiler.gates.infer.indexing import may_hold_lists
from adcompiler.gates.texts import OPERATORS, instantiate
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import Apply, Atom, Slot, Struct, Value, made_by
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Unknown, rank

RESHAPES = (np.reshape, np.ravel, np.expand_dims, np.squeeze)
READ_ONLY = (np.diagonal, np.diag, np.broadcast_to, core.broadcast_like)
PARTS = (np.real, np.imag, core.load, core.item)  # of numbers and containers
NEW = (*OPERATORS.values(), np.copy)  # of which one of a single axis has no gaps
CONTIGUOUS = (np.zeros, np.ones, np.empty, np.full, np.eye, np.identity, np.arange, np.linspace)


def viewed(scope: Scope, whole: Thing, view: Thing) -> Thing:
    """Remember that a new stage shows memory of `whole`, and return it."""
    if isinstance(view, Value) and isinstance(whole, Value) and view is not whole:
        made = scope.program.b.made.get(view)
        if made is not None and made.gate.view and not isinstance(view.type, Scalar):
            matrix = made.gate.function is np.diag and rank(view.type) == 2
            copied = matrix or made.attrs.get("style") == "flatten"
            if made.gate.function is core.load:
                copied = copies(made) or from_list(made) or whole in scope.program.flat
            if not copied:
                scope.program.views.setdefault(view, (whole, memory.now(scope, whole)))
    return view


def shown(scope: Scope, thing: Thing, found: Thing) -> Thing:
    """Remember that what a call has given shows memory of its argument, if it does."""
    content, chain = memory.now(scope, thing), []
    at: Any = found
    while at is not content:
        made = made_by(scope.program.b.made, at)
        if made is None or not made.gate.view or not made.args:
            return found
        chain.append(at)
        at = made.args[0]
    whole = thing
    for view in reversed(chain):
        whole = viewed(scope, whole, view)
    return found


def copies(load: Apply) -> bool:
    """Tell whether an index certainly copies: arrays and lists in it do."""
    index = load.attrs["index"]
    parts = [a.type for a in load.args[1:] if isinstance(a, Value)]
    if isinstance(index, Slot) and not may_hold_lists(parts[0]):
        return False
    return any(isinstance(t, Array | Seq | Tree) for t in parts) or any(
        isinstance(p, list) for p in _parts(index)
    )


def from_list(load: Apply) -> bool:
    """Tell whether an index reads an item of a list, tuple or dict, a thing of its own."""
    whole = load.args[0]
    return isinstance(whole, Value) and (grows(whole.type) or isinstance(whole.type, Seq))


def _parts(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)


def certain(scope: Scope, made: Apply, whole: Thing, view: Thing) -> bool:
    """Tell whether the result certainly shares memory with the operand."""
    if made.gate.function is core.load:
        return not isinstance(made.out.type, Unknown)
    if made.gate.function in (np.real, np.imag, core.flipped):
        return isinstance(made.out.type, Array)
    if made.gate.function in (np.reshape, np.ravel):
        return view in scope.program.flat or is_contiguous(scope, whole)
    return made.gate.name in ("np.transpose", "np.swapaxes", "np.expand_dims", "np.squeeze")


def is_contiguous(scope: Scope, thing: Thing) -> bool:
    """Tell whether an array was made here with its elements one after another in memory."""
    made = made_by(scope.program.b.made, thing)
    if made is None:
        return False
    if made.gate.function is np.copy and made.attrs.get("style") == "copy":
        return True
    elementwise = isinstance(made.gate.function, np.ufunc) or made.gate.function in NEW
    return made.gate.function in CONTIGUOUS or (elementwise and rank(made.out.type) == 1)


def writable(scope: Scope, thing: Thing) -> Thing:
    """Return the content of a thing, to be written into: what another shape shows is copied."""
    content = memory.now(scope, thing)
    view = scope.program.views.get(thing) if isinstance(thing, Value) else None
    if view is None or not isinstance(content, Value):
        return content
    made = made_by(scope.program.b.made, thing)
    if made is None or made.gate.function not in RESHAPES:
        return content
    return scope.program.b.apply(gate(np.copy), content)


def reshaped(scope: Scope, node: ast.AST, whole: Thing, content: Thing) -> Atom:
    """Return what is written through another shape of an array, in the shape of the array."""
    from adcompiler.frontend import expressions

    old = expressions.atom(scope, node, memory.now(scope, whole))
    names = {"v": expressions.atom(scope, node, content), "x": old}
    back = instantiate(scope.program.b, "np.reshape(v, x.shape)", names)
    if isinstance(back, Value) and isinstance(old, Value):
        back.type = old.type
    if is_contiguous(scope, whole):
        return back
    # Its elements may lie in another order, in which sums of them are taken: that order stays.
    return scope.program.b.apply(gate(core.store), old, back, attrs={"index": ...})


def lose(scope: Scope, node: ast.AST, view: Value, how: str) -> None:
    """Let nobody read what may have been written to through something that may be a view of it."""
    program = scope.program
    root: Thing = view
    while root in program.views:
        root = program.views[root][0]
    captured = any(c.value is root for c in program.captures.values())
    if isinstance(root, Value) and (root in program.borrowed or captured):
        memory.check_own(scope, node, root)
    same = {root, *aliases.sources(program, root)}

    def lost(thing: Thing) -> bool:
        chain = [*aliases.reach(scope, thing)] if isinstance(thing, Value) else []
        if isinstance(thing, Struct):
            content = scope.env.get(thing, thing)
            return isinstance(content, Struct) and any(map(lost, content.items))
        found = {p for part in chain for p in (part, *aliases.sources(program, part))}
        return view not in chain and bool(found & same)

    for name, other in list(aliases.named(scope)):
        if not lost(other):
            continue
        if scope.env.get(name) is not other or not isinstance(other, Value):
            raise refuse(
                "AD401",
                f"a write through {how}, which may be a view or a copy",
                scope.span(node),
                f"of {name!r}",
                "copy it before with .copy()",
            )
        scope.env[name] = Conflict(
            f"{name!r} may have been written to, through {how}: that may be a view or a copy"
        )


def stored(scope: Scope, node: ast.AST, whole: Thing, load: Apply, content: Thing) -> Value:
    """Append the store that puts `content` where `load` reads it from."""
    from adcompiler.frontend import expressions

    base = expressions.atom(scope, node, whole)
    value = expressions.atom(scope, node, content)
    index = shifted(load.attrs["index"], 1)
    return scope.program.b.apply(
        gate(core.store), base, value, *load.args[1:], attrs={"index": index}
    )

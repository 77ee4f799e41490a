"""What a recursion returns that holds tuples of its own kind: `return v, (v, rest)`.

What the forward part of a recursive gradient keeps is such a tuple; so are linked pairs. The
parts of a result are things of their own as long as their number does not grow from level to
level. Where it does, each tuple inside the result is one value, whose `Layout` is found like the
types of the result, round by round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adcompiler.frontend import expressions, memory, optional
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import closed, renewed
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import UNDEF, Atom, Const, Op, Struct
from adcompiler.ir.types import NOTHING, Layout, Residuals, Type

Path = tuple[int, ...]


@dataclass(eq=False)
class Kept:
    """The layouts of the tuples inside a result, by where they are."""

    layouts: dict[Path, Layout]
    changed: bool = False  # by the last round

    @staticmethod
    def ways(result: Any) -> Iterator[Kept]:
        """Yield the layouts, still empty, of the tuples inside a result, then of the whole."""
        layouts = {path: Layout() for path in _tuples(result, ())}
        if layouts:
            yield Kept(layouts)
        if _is_tuple(result):
            yield Kept({(): Layout()})

    def folded(self, scope: Scope, thing: Thing, turn: int) -> Thing:
        """Return a result with each of these tuples put together as one value."""
        self.changed = False
        return self._folded(scope, thing, turn, ())

    def _folded(self, scope: Scope, thing: Thing, turn: int, path: Path) -> Thing:
        if not isinstance(thing, Struct):
            return thing
        layout = self.layouts.get(path)
        if layout is not None and _is_tuple(thing):
            return self._tuple(scope, thing, layout, turn, path)
        if optional.is_one(thing):
            return memory.now(scope, thing)
        parts = enumerate(thing.items)
        items = tuple(self._folded(scope, part, turn, (*path, k)) for k, part in parts)
        return Struct(thing.kind, items, thing.keys, thing.cls)

    def _tuple(self, scope: Scope, thing: Struct, layout: Layout, turn: int, path: Path) -> Atom:
        parts = enumerate(thing.items)
        atoms = [self._atom(scope, part, turn, (*path, k)) for k, part in parts]
        types = [NOTHING if a is UNDEF else renewed(closed(type_of(a))) for a in atoms]
        layout = self.layouts[path] = _known(types) or layout
        # The first round knows only the paths that do not recurse, each later one knows all.
        before: tuple[Type, ...] = layout.items if turn > 1 else ()
        if len(before) == len(types):
            types = [join(x, y) for x, y in zip(before, types, strict=True)]
        self.changed = self.changed or tuple(types) != layout.items
        layout.items = tuple(types)
        attrs = {"kind": thing.kind, "layout": layout}
        return scope.program.b.apply(gate(core.pack), *atoms, attrs=attrs)

    def _atom(self, scope: Scope, thing: Thing, turn: int, path: Path) -> Atom:
        """Return a part as one value; a tuple that may be None is one of such a kind too."""
        node = scope.captured.node
        if not optional.is_one(thing):
            return expressions.atom(scope, node, thing)
        b, (there, whole) = scope.program.b, thing.items
        self.layouts.setdefault(path, Layout())
        with b.block() as ops:
            made = expressions.atom(scope, node, self._folded(scope, whole, turn, path))
        none: tuple[list[Op], list[Atom]] = ([], [Const(None)])
        return b.branch(there, (ops, [made]), none, [("", False)], ternary=True)[0]


def _known(types: list[Type]) -> Layout | None:
    """Return the layout of a part that fits the whole as well, None if there is no such part."""
    for type_ in types:
        layout = type_.layout if isinstance(type_, Residuals) else None
        if layout is not None and len(layout.items) == len(types):
            if all(join(x, y) == x for x, y in zip(layout.items, types, strict=True)):
                return layout
    return None


def _is_tuple(shape: Any) -> bool:
    kind = shape.kind if isinstance(shape, Struct) and shape.cls is None else ""
    return kind == "tuple" and bool(shape.items)


def _tuples(shape: Any, path: Path) -> Iterator[Path]:
    """Yield where the outermost tuples inside a result are."""
    if not isinstance(shape, Struct):
        return
    if path and _is_tuple(shape):
        yield path
        return
    for k, item in enumerate(shape.items):
        yield from _tuples(item, (*path, k))

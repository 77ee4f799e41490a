"""What the kinds of derivative have in common: gradient, tangent, pullback, Jacobian.

Each is a small frozen object that knows which parameters are differentiated by, which
parameters its function has beside those of the original, and how it is made of a program.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from adcompiler.errors import refuse
from adcompiler.ir.nodes import Function, Slot, Struct
from adcompiler.ir.types import Type


@dataclass(frozen=True)
class Derivative(ABC):
    """A kind of derivative, by the parameters at these positions."""

    argnums: tuple[int, ...]
    word: ClassVar[str] = ""  # what the emitted function is called after

    @abstractmethod
    def of(self, fn: Function) -> Function:
        """Return the derivative program of a program."""

    def prepared(self, found: Mapping[str, Type]) -> tuple[Derivative, dict[str, Type]]:
        """Return the derivative for arguments of these types, and those it is made for."""
        return self, dict(found)

    def extras(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the parameters that come after those of the original, called `names`."""
        return ()

    def tangent_names(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return a name for the tangent of each chosen parameter.

        >>> from adcompiler.transforms.forward import Tangent
        >>> Tangent((0, 1)).tangent_names(["x", "x_dot"])
        ('x_dot2', 'x_dot_dot')
        """
        taken, found = set(names), []
        for k in self.argnums:
            base = word = f"{names[k]}_dot"
            count = 2
            while word in taken:
                word, count = f"{base}{count}", count + 1
            taken.add(word)
            found.append(word)
        return tuple(found)


def with_aux(result: Any, has_aux: bool) -> tuple[Any, Any]:
    """Return what is differentiated of the result of a program, and what comes beside it."""
    if not has_aux:
        return result, None
    if not isinstance(result, Struct) or result.kind != "tuple" or len(result.items) != 2:
        raise refuse("AD302", "has_aux=True needs a function that returns (value, aux)")
    return result.items


def slots_of(tree: Any) -> list[int]:
    """Return the indices of the yields in a result, in their order."""
    if isinstance(tree, Slot):
        return [tree.index]
    return [k for item in tree.items for k in slots_of(item)] if isinstance(tree, Struct) else []


def moved(tree: Any, to: dict[int, int]) -> Any:
    """Return a result whose slots are other yields."""
    if isinstance(tree, Slot):
        return Slot(to[tree.index])
    if isinstance(tree, Struct):
        items = tuple(moved(item, to) for item in tree.items)
        return Struct(tree.kind, items, tree.keys, tree.cls)
    return tree

"""How a call of a public function inside a differentiated program finds its builder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, eq=False)
class Nested:
    """A function, and the name of its builder in `nested`, which is loaded when it is called."""

    gradient: Any
    builder: str

    def inline(self, *args: Any) -> Any:
        """Build a call in place: of the scope, the node, the arguments and the keywords."""
        return getattr(import_module("adcompiler.nested"), self.builder)(*args)


def nests(builder: str) -> Callable[[F], F]:
    """Let calls of a function inside a program be built by `builder`."""

    def marked(function: F) -> F:
        function.__dict__["__adcompiler__"] = Nested(function, builder)
        return function

    return marked

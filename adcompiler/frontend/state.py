"""What building changes, so that it can be taken back and begun anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.walk import has_effects, takes


class State:
    """What building changes, to begin anew."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.scopes: dict[Scope, dict[Any, Thing]] = {}
        stack: list[Scope | None] = [scope]
        while stack:
            one = stack.pop()
            if one is not None and one not in self.scopes:
                self.scopes[one] = dict(one.env)
                stack += [one.outer, one.caller]
        program = self.program = scope.program
        self.count = len(program.b.ops)
        self.walked, self.writes, self.span = program.walked, program.writes, program.b.span
        self.held = frozenset(program.held)
        self.calls, self.placed = len(program.calls), program.b.placed_count()
        watch = program.watch
        self.noted = None if watch is None else (watch, len(watch.writes), dict(watch.lost))

    @property
    def env(self) -> dict[Any, Thing]:
        """The variables, and what things contained."""
        return self.scopes[self.scope]

    def made_since(self) -> frozenset[Any]:
        """Return the things that were made since."""
        return self.program.b.placed_since(self.placed)

    def changed(self, but: Collection[str] = ()) -> bool:
        """Tell whether a variable, or what something contains, is another since.

        What is seen outside counts too: what is printed, drawn, or taken from an iterator.
        """
        if any(has_effects(op) or takes(op) for op in self.program.b.ops[self.count :]):
            return True
        before, after, new = self.env, self.scope.env, self.made_since()
        if any(after.get(k) is not thing for k, thing in before.items() if not _is_own(k, but)):
            return True
        return any(not isinstance(k, str) and k not in before and k not in new for k in after)

    def restore(self) -> None:
        """Take back what was built since."""
        for scope, env in self.scopes.items():
            scope.env = dict(env)
        program = self.program
        del program.b.ops[self.count :]
        program.held = set(self.held)
        if self.noted is not None:
            watch, count, lost = self.noted
            watch.lost = lost
            del watch.writes[count:]
        program.walked, program.writes, program.b.span = self.walked, self.writes, self.span


def _is_own(key: Any, but: Collection[str]) -> bool:
    """Tell whether a name is one of these, or one of the compiler."""
    return isinstance(key, str) and (key in but or key.startswith("<"))

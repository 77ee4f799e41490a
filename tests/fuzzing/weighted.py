"""What the writers with weights of their own share: statements inside statements."""

from __future__ import annotations

import random


class Weighted:
    """Writes nested statements; a subclass says which, and how often."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.made = self.depth = self.loops = 0

    def kinds(self) -> list:
        """Return weights, and the methods that write the lines of one statement."""
        raise NotImplementedError

    def asked(self) -> str:
        """Return a question."""
        raise NotImplementedError

    def one_of(self, *weighted):
        weights, values = zip(*weighted, strict=True)
        return self.rng.choices(values, weights)[0]

    def statements(self, indent: int, count: int) -> list[str]:
        return [line for _ in range(count) for line in self.statement(indent)]

    def statement(self, indent: int) -> list[str]:
        """Return the lines of one statement."""
        return ["    " * indent + line for line in self.one_of(*self.kinds())()]

    def inside(self, most: int) -> list[str]:
        self.depth += 1
        lines = self.statements(1, self.rng.randint(1, most))
        self.depth -= 1
        return lines

    def branch(self) -> list[str]:
        lines = [f"if {self.asked()}:", *self.inside(2)]
        return [*lines, "else:", *self.inside(2)] if self.rng.random() < 0.5 else lines

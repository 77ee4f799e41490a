"""The user's text: where a construct stands in it, and how to point at it.

>>> text = Source("demo.py", "y = f(x)", 1)
>>> print(text.excerpt(Span(text, 1, 4, 1, 8), "no rule"))
demo.py:1
  |
1 | y = f(x)
  |     ^^^^ no rule
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Source:
    """The text of one function, and where it begins in its file."""

    filename: str
    text: str
    first_line: int = 1
    function: str = ""
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", self.text.splitlines())

    def line(self, number: int) -> str:
        """Return the line with that number in the file, or an empty string."""
        index = number - self.first_line
        return self.lines[index] if 0 <= index < len(self.lines) else ""

    def excerpt(self, span: Span, label: str = "") -> str:
        """Draw the line of `span` with carets under it."""
        text = self.line(span.line)
        end = span.end_column if span.end_line == span.line else len(text)
        width = max(1, end - span.column)
        number = str(span.line)
        gutter = " " * len(number)
        inside = f", in {self.function}" if self.function else ""
        return "\n".join(
            [
                f"{self.filename}:{span.line}{inside}",
                f"{gutter} |",
                f"{number} | {text}".rstrip(),
                f"{gutter} | {' ' * span.column}{'^' * width} {label}".rstrip(),
            ]
        )


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement of the user's: its text for comments, and the name it assigns."""

    text: str
    target: str = ""
    line: int = 0


@dataclass(frozen=True, eq=False)
class Span:
    """A range of the user's text, and the statement that it belongs to."""

    source: Source
    line: int
    column: int
    end_line: int
    end_column: int
    statement: Statement | None = None
    sweep: int = 0  # 0 in the user's program, 1 in its backward sweep, 2 in the next
    derived: bool = False  # a line of the derivative, not of the program that it is made of

    @classmethod
    def of(cls, source: Source, node: ast.AST, statement: Statement | None = None) -> Span:
        """Return the span of an AST node that carries positions."""
        line = getattr(node, "lineno", source.first_line)
        column = getattr(node, "col_offset", 0)
        end_line = getattr(node, "end_lineno", None) or line
        end_column = getattr(node, "end_col_offset", None) or column + 1
        first = _characters(source.line(line), column)
        last = _characters(source.line(end_line), end_column)
        return cls(source, line, first, end_line, last, statement)


def _characters(text: str, size: int) -> int:
    """Return how many characters the first bytes of a text are, as Python counts columns."""
    return (
        min(size, len(text))
        if text.isascii()
        else len(text.encode()[:size].decode(errors="ignore"))
    )


NOWHERE = Span(Source("<none>", ""), 0, 0, 0, 0)

# What stands over a loop that does gates for one example after the other.
SINGLY = Statement("one after the other: NumPy has no way to do this for all at once")

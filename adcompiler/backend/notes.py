"""What an exception of the user's program says: the line of the program that it came from.

Nothing is looked up before an exception leaves the generated code. Then its traceback tells
the place in the generated text, and the tree that the text was printed from the user's place.
"""

from __future__ import annotations

import ast
import sys
import types
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from adcompiler.backend.emit import Text
from adcompiler.backend.literals import COMMENT
from adcompiler.errors import CompileError
from adcompiler.source import NOWHERE, Span

Place = tuple[int, int, int, int]  # first and last line, first and last column


@dataclass(eq=False)
class Notes:
    """Adds a note to the exception that is leaving the code of one text, at most once."""

    text: Text
    filename: str

    def __call__(self) -> None:
        """Note the user's line on the exception being handled."""
        error = sys.exc_info()[1]
        if error is None or isinstance(error, CompileError):
            return
        place = self._place(error.__traceback__)
        span = self.span(place) if place is not None else NOWHERE
        if span is NOWHERE:
            return
        note = render(span)
        if note not in getattr(error, "__notes__", ()):
            error.add_note(note)

    def _place(self, trace: types.TracebackType | None) -> Place | None:
        """Return where in the text the innermost of its functions was."""
        found = None
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename == self.filename:
                line, end, first, last = list(code.co_positions())[trace.tb_lasti // 2]
                at = trace.tb_lineno
                found = line or at, end or at, first or 0, last if last is not None else sys.maxsize
            trace = trace.tb_next
        return found

    @cached_property
    def parsed(self) -> ast.Module:
        """The text as a tree that knows its places."""
        return ast.parse(self.text.source)

    def span(self, place: Place) -> Span:
        """Return the user's place of the smallest part of the text around a place."""
        return _smallest(self.text.tree, self.parsed, place, self.text.spans, NOWHERE)


def _smallest(mine: Any, theirs: Any, place: Place, spans: dict[Any, Span], found: Span) -> Span:
    """Walk down the tree that was printed and the one that was read, which say the same."""
    found = spans.get(mine, found)
    for name in theirs._fields:
        ours, read = getattr(mine, name, None), getattr(theirs, name, None)
        if not isinstance(ours, list) or not isinstance(read, list):
            ours, read = [ours], [read]
        real = [part for part in ours if not _is_comment(part)]
        for x, y in zip(real, read, strict=False):
            if isinstance(x, ast.AST) and isinstance(y, ast.AST) and _covers(y, place):
                return _smallest(x, y, place, spans, found)
    return found


def _is_comment(node: Any) -> bool:
    match node:
        case ast.Expr(ast.Name(name)):
            return name.startswith(COMMENT.split("{")[0])
    return False


def _covers(node: ast.AST, place: Place) -> bool:
    """Tell whether a part of the text holds the place; what has no place may."""
    if not isinstance(node, ast.stmt | ast.expr):
        return isinstance(node, ast.ExceptHandler | ast.withitem | ast.keyword) and any(
            _covers(child, place) for child in ast.iter_child_nodes(node)
        )
    line, end, first, last = place
    start = (node.lineno, node.col_offset)
    stop = (node.end_lineno or node.lineno, node.end_col_offset or 0)
    return start <= (line, first) and (
        (end, last) <= stop or (last == sys.maxsize and end <= stop[0])
    )


def render(span: Span) -> str:
    """Return the note, written like a line of a traceback."""
    what = "the derivative of this line" if span.sweep else "this line"
    function = f", in {span.source.function}" if span.source.function else ""
    place = f'  File "{span.source.filename}", line {span.line}{function}'
    return f"raised by {what} of the program:\n{place}\n    {span.source.line(span.line).strip()}"

"""Long lines of emitted code, wrapped where a reader would.

A line is broken at its weakest points, and as few of them as it takes: commas before
operators, `+` before `*`, the outside of brackets before their inside.

Before: `dx = np.sum(first, axis=0) - np.sum(second * third, axis=0) + np.sum(fourth, axis=0)`
After:  `dx = (np.sum(first, axis=0) - np.sum(second * third, axis=0)`
        `    + np.sum(fourth, axis=0))`
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, replace

WIDTH = 88
# How tightly an operator binds: a line is broken before the loosest.
BINDS = {
    "=": 0, "for": 1, "if": 2, "else": 2, "or": 3, "and": 4, "==": 5, "!=": 5, "<": 5, "<=": 5,
    ">": 5, ">=": 5, "is": 5, "|": 6, "^": 6, "&": 6, "<<": 7, ">>": 7, "+": 8, "-": 8, "*": 9,
    "/": 9, "//": 9, "%": 9, "@": 9,
}  # fmt: skip
COMMA, AFTER_BRACKET = 0, 99
ASSIGNS = {"=", "+=", "-=", "*=", "/="}
HEADS = ("for", "if", "elif", "while", "with", "def", "assert", "return", "raise", "del")


@dataclass(frozen=True)
class Piece:
    """A token with the space before it, and how well the line is broken there."""

    text: str
    space: str
    rank: tuple[int, int] | None  # the depth of brackets, then how tightly it binds


def wrapped(text: str) -> str:
    """Return source text with its long lines broken.

    >>> print(wrapped("x = f(" + ", ".join(f"argument_{k}" for k in range(9)) + ")"))
    x = f(argument_0, argument_1, argument_2, argument_3, argument_4, argument_5,
        argument_6, argument_7, argument_8)
    """
    lines = text.split("\n")
    return "\n".join(line if len(line) <= WIDTH else _broken(line) for line in lines)


def _broken(line: str) -> str:
    """Return one long line in several."""
    indent = line[: len(line) - len(line.lstrip())]
    try:
        tokens = [
            t
            for t in tokenize.generate_tokens(io.StringIO(line.strip()).readline)
            if t.type not in (tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.NL)
        ]
    except (tokenize.TokenError, IndentationError):
        return line
    if any(t.type == tokenize.COMMENT or t.start[0] > 1 or _is_formatted(t) for t in tokens):
        return line
    start, end = _body(tokens)
    pieces = [
        p if start < k < end or p.rank is None or p.rank[0] else replace(p, rank=None)
        for k, p in enumerate(_pieces(tokens))
    ]
    if any(p.rank is not None and p.rank[0] == 0 for p in pieces):
        pieces[start] = replace(pieces[start], text=f"({pieces[start].text}", rank=None)
        pieces[end - 1] = replace(pieces[end - 1], text=f"{pieces[end - 1].text})")
    else:
        start = 0
    deeper = "        " if line.rstrip().endswith(":") else "    "
    out = _Lines(indent, indent + deeper)
    for p in pieces[:start]:
        out.put(p.space + p.text)
    _fill(pieces[start:end], out)
    for p in pieces[end:]:
        out.put(p.space + p.text)
    return "\n".join(out.lines)


def _is_formatted(token: tokenize.TokenInfo) -> bool:
    """Tell whether an f-string begins here, which Python versions take apart differently."""
    return token.string[:1] in "fF" and token.string[1:2] in ("'", '"')


def _body(tokens: list[tokenize.TokenInfo]) -> tuple[int, int]:
    """Return where the expression that may be put in brackets begins and ends."""
    end = len(tokens) - (tokens[-1].string == ":")
    if tokens[0].string in HEADS:
        return (1, end) if tokens[0].string in ("if", "elif", "while", "return") else (end, end)
    depth, start = 0, end
    for k, token in enumerate(tokens):
        depth += (token.string in "([{") - (token.string in ")]}") if token.string else 0
        if depth == 0 and token.string in ASSIGNS:
            start = k + 1
    return start, end


def _pieces(tokens: list[tokenize.TokenInfo]) -> list[Piece]:
    """Return the tokens with the places where the line may be broken."""
    found: list[Piece] = []
    depth, column, before = 0, 0, ""
    for token in tokens:
        word = token.string
        if word in (")", "]", "}"):
            depth -= 1
        found.append(Piece(word, " " * (token.start[1] - column), _rank(word, before, depth)))
        if word in ("(", "[", "{"):
            depth += 1
        column, before = token.end[1], word
    return found


def _rank(word: str, before: str, depth: int) -> tuple[int, int] | None:
    """Return how well a line is broken before a token, the lowest best; None for not at all."""
    if before == ",":
        return depth, COMMA
    if before in ("(", "[", "{"):
        return (depth, AFTER_BRACKET) if word not in (")", "]", "}") else None
    operand = bool(before) and (before[-1].isalnum() or before[-1] in "_)]}'\".")
    if word in BINDS and word != "=" and operand and before not in BINDS:
        return depth, BINDS[word]
    return None


class _Lines:
    """The lines written so far."""

    def __init__(self, first: str, later: str) -> None:
        self.lines, self.later = [first], later

    def put(self, text: str) -> None:
        """Go on in the line."""
        self.lines[-1] += text

    def fits(self, text: str) -> bool:
        """Tell whether the line has room for more, with a bracket to come."""
        return len(self.lines[-1]) + len(text) <= WIDTH - 1

    def next(self) -> None:
        """Begin a new line."""
        self.lines.append(self.later)


def _fill(pieces: list[Piece], out: _Lines) -> None:
    """Write pieces: broken at their weakest places, each part as far as it fits."""
    for part, first in _parts(pieces):
        whole = "".join(p.space + p.text for p in part)
        if out.fits(whole):
            out.put(whole)
            continue
        breaks = any(p.rank is not None for p in part[1:])
        short = len(out.later) + len(whole.lstrip()) < WIDTH
        if not first and (short or not breaks):
            out.next()
            out.put(whole.lstrip())
        elif breaks:
            _fill(_begun(part), out)
        else:
            out.put(whole)


def _begun(part: list[Piece]) -> list[Piece]:
    """Return a part whose first place is taken: the line was or was not broken there."""
    return [replace(part[0], rank=None), *part[1:]]


def _parts(pieces: list[Piece]) -> Iterator[tuple[list[Piece], bool]]:
    """Yield the parts between the weakest places, and whether a part is the first."""
    ranks = [p.rank for p in pieces[1:] if p.rank is not None]
    if not ranks:
        yield pieces, True
        return
    weakest, part, first = min(ranks), pieces[:1], True
    for p in pieces[1:]:
        if p.rank == weakest:
            yield part, first
            part, first = [], False
        part.append(p)
    yield part, first

"""A straight run of arithmetic on scalars, as lines that can be computed, weighed and kept.

    Line("v2", "math.exp", ("v1",))     v2 = math.exp(v1)

Operands are names or literal numbers, so a run is the same text for the same formula, whatever
the program around it is called.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Operand = str | int | float
SAME = "="
FUNCTIONS = {
    "exp": "exp", "log": "log", "sqrt": "sqrt", "sin": "sin", "cos": "cos", "tan": "tan",
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "sinh": "sinh", "cosh": "cosh",
    "tanh": "tanh", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
    "expm1": "expm1", "log1p": "log1p", "erf": "", "erfc": "",
}  # fmt: skip
WORDS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
    "neg": operator.neg,
    **{f"math.{name}": getattr(math, name) for name in FUNCTIONS},
    **{f"np.{name}": getattr(np, name) for name in FUNCTIONS.values() if name},
}
WORD_OF = {function: word for word, function in WORDS.items()}
PLAIN = {f"np.{numpys}": name for name, numpys in FUNCTIONS.items()}
POWER, FUNCTION = 3, 4  # what they cost where an addition costs 1


class Line(NamedTuple):
    """One gate: what it binds, which it is, what it reads."""

    name: str
    word: str
    args: tuple[Operand, ...]


@dataclass(frozen=True)
class Straight:
    """A run of lines, with what it reads and what is wanted of it.

    The `fixed` lines stay as they are. Of the names in `loose` a zero may have either sign.
    """

    inputs: Mapping[str, str]  # name -> "float" for Python's, "float64" for NumPy's
    lines: tuple[Line, ...]
    wanted: tuple[str, ...]
    fixed: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    def text(self) -> list[Any]:
        """Return what the run is known by."""
        lines = [[n, w, [a if isinstance(a, str) else shown(a) for a in args]]
                 for n, w, args in self.lines]  # fmt: skip
        sets = [sorted(s) for s in (self.fixed, self.stated, self.loose)]
        return [[[*pair] for pair in self.inputs.items()], lines, list(self.wanted), *sets]


def shown(number: float) -> str:
    """Return a literal with its kind and all its digits.

    >>> shown(2), shown(0.1)
    ('int 2', 'float 0x1.999999999999ap-4')
    """
    return f"float {number.hex()}" if isinstance(number, float) else f"int {number}"


def literal(text: str) -> Operand:
    """Return the operand that `shown` wrote, or the name that it is."""
    kind, _, digits = text.partition(" ")
    if not digits:
        return text
    return float.fromhex(digits) if kind == "float" else int(digits)


def plain(word: str) -> str:
    """Return the name of a function whoever computes it, empty for an operator.

    >>> plain("np.arcsin"), plain("math.exp"), plain("+")
    ('asin', 'exp', '')
    """
    return PLAIN.get(word) or (word[5:] if word.startswith("math.") else "")


def compute(lines: Iterable[Line], values: dict[str, Any]) -> dict[str, Any]:
    """Compute the lines one after another into `values`, and return them."""
    for name, word, args in lines:
        operands = [values[a] if isinstance(a, str) else a for a in args]
        values[name] = operands[0] if word == SAME else WORDS[word](*operands)
    return values


def weight(lines: Iterable[Line]) -> int:
    """Return what lines cost, an operation on two numbers being 1; what literals make is free."""
    total = 0
    for _, word, args in lines:
        if word == "**":
            total += POWER
        elif plain(word):
            total += FUNCTION
        elif word != SAME and any(isinstance(a, str) for a in args):
            total += 1
    return total


def needed(lines: Sequence[Line], wanted: Iterable[str]) -> list[Line]:
    """Return the lines that the wanted names are made by."""
    live, kept = set(wanted), []
    for line in reversed(lines):
        if line.name in live:
            kept.append(line)
            live.update(a for a in line.args if isinstance(a, str))
    return kept[::-1]

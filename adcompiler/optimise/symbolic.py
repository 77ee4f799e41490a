"""Other forms of a straight run, which sympy proposes.

Nothing of them is taken on trust: `closed.py` tries each against many digits. But what they divide
by, and take logarithms and roots of, is compared here, for trials may miss a hole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from adcompiler.optimise.formulas import Formulas, NotWritten, Writer, is_whole
from adcompiler.optimise.straight import Line, Straight, plain, weight

TO_FACTOR, TO_SIMPLIFY = 80, 40  # operations up to which sympy is asked to do more than share
MOST_SYMBOLS = 8
WHOLE = {"log", "sqrt", "asin", "acos", "acosh", "atanh", "log1p"}  # have no value somewhere


def forms(run: Straight) -> list[tuple[Line, ...]]:
    """Return other lines for what is wanted of a run, the cheapest first.

    Only those cost less than the run, and divide by, or take logarithms and roots of, exactly
    what the run does.
    """
    import sympy

    best: dict[tuple[Line, ...], int] = {}
    known: dict[Any, list[Any]] = {}
    limit = weight(run.lines)
    for cut in _cuts(run):
        formulas = Formulas(sympy, run, cut)
        if not formulas.readable():
            continue
        for exprs in _proposals(sympy, formulas, known):
            for sharing in (None, "basic"):
                try:
                    lines = Writer(sympy, run, formulas, sharing).write(exprs)
                except NotWritten:
                    continue
                if weight(lines) < limit and len(lines) <= len(run.lines):
                    best.setdefault(lines, weight(lines))
    found = sorted(best, key=lambda lines: (best[lines], len(lines), repr(lines)))
    domain = _domain(sympy, run, run.lines) if found else None
    return [lines for lines in found if _domain(sympy, run, lines) == domain]


def _cuts(run: Straight) -> list[frozenset[str]]:
    """Return which lines are not looked into: none, the user's own, functions, what is shared."""
    none: frozenset[str] = frozenset()
    free = frozenset(run.wanted) - run.fixed
    own = run.fixed | run.stated
    functions = own | {line.name for line in run.lines if plain(line.word)}
    minus = {n for n, word, args in run.lines if word == "neg" and args[0] in functions}
    read = Counter(a for line in run.lines for a in line.args)
    shared = functions | {line.name for line in run.lines if read[line.name] > 1}
    cuts = (none, own, functions, functions | minus, shared, shared | minus)
    return list(dict.fromkeys(frozenset(cut - free) for cut in cuts))


# -- what else the formulas may be --------------------------------------------------------


def _proposals(sympy: Any, formulas: Formulas, known: dict[Any, list[Any]]) -> Iterator[list[Any]]:
    """Yield lists of formulas for what is wanted; `known` are the ways to write each."""
    given = [formulas.exprs[name] for name in formulas.run.wanted]
    known.update((e, list(_ways(sympy, e))) for e in given if e not in known)
    choices = [known[e] for e in given]
    for k in range(max(map(len, choices))):
        yield [ways[k] if k < len(ways) else ways[0] for ways in choices]
    yield [min(ways, key=lambda e: (sympy.count_ops(e), str(e))) for ways in choices]


def _ways(sympy: Any, e: Any) -> Iterator[Any]:
    """Yield equal formulas, always in this order."""
    yield e
    size, symbols = sympy.count_ops(e), sorted(e.free_symbols, key=str)
    small = size <= TO_FACTOR and len(symbols) <= MOST_SYMBOLS
    brief = small and size <= TO_SIMPLIFY
    yield sympy.factor_terms(e)
    yield sympy.factor(e) if small else e
    wide = sympy.expand(e) if small else e
    yield wide
    yield sympy.horner(wide) if small and wide.is_polynomial(*symbols) and symbols else e
    yield _collected(sympy, wide, symbols) if small else e
    yield sympy.trigsimp(e) if brief and e.has(sympy.sin, sympy.cos, sympy.tan) else e
    yield sympy.powsimp(e) if small else e
    yield sympy.simplify(e) if brief else e


def _collected(sympy: Any, wide: Any, symbols: list[Any]) -> Any:
    forms = [sympy.collect(wide, s) for s in symbols]
    return min([wide, *forms], key=lambda e: (sympy.count_ops(e), str(e)))


# -- where there is no value --------------------------------------------------------------


def _domain(sympy: Any, run: Straight, lines: Iterable[Line]) -> frozenset[Any] | None:
    """Return what lines divide by, and what they take logarithms and roots of."""
    formulas = Formulas(sympy, run, frozenset())
    formulas.exprs.update((n, formulas.symbol(n)) for n in run.inputs)
    found: set[Any] = set()
    for line in lines:
        asked: list[Any] = []
        if line.word == "/":
            asked = [("zero", b) for b in _bases(sympy, formulas.operand(line.args[1]))]
        elif line.word == "**" and not isinstance(line.args[1], str):
            base = formulas.operand(line.args[0])
            if line.args[1] < 0:
                asked = [("zero", b) for b in _bases(sympy, base)]
            if not is_whole(line.args[1]):
                asked.append(("power", base))
        elif plain(line.word) in WHOLE:
            asked = [(plain(line.word), sympy.expand(formulas.operand(line.args[0])))]
        found.update(a for a in asked if a[1].free_symbols - set(formulas.literals))
        if not formulas.read([line]):
            return None
    return frozenset((word, str(e)) for word, e in found)


def _bases(sympy: Any, divisor: Any) -> Iterator[Any]:
    """Yield what is zero where the divisor is, each in one form."""
    over, under = sympy.fraction(sympy.together(divisor))
    for part in (over, under):
        small = sympy.count_ops(part) <= TO_FACTOR
        for f in sympy.Mul.make_args(sympy.factor(part) if small else part):
            base = f.base if f.is_Pow else f
            if not base.is_positive:
                yield -base if base.could_extract_minus_sign() else base

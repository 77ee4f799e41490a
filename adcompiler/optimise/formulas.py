"""Lines as formulas of sympy, and formulas as lines again.

A literal that is not a small number is a symbol of its own, so `0.1` stays `0.1` and is never
multiplied out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from adcompiler.optimise.straight import SAME, Line, Operand, Straight, needed, plain

MOST_TERMS = 400  # operations in a formula written out, above which it is left alone
KNOWN = "exp log sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc"


class NotWritten(Exception):
    """A formula that the words of the run cannot say."""


@dataclass(eq=False)
class Formulas:
    """The lines of a run as formulas of its inputs and of the lines in the cut."""

    sympy: Any
    run: Straight
    cut: frozenset[str]
    symbols: dict[str, Any] = field(default_factory=dict)  # of inputs, cut lines and literals
    literals: dict[Any, float] = field(default_factory=dict)
    exprs: dict[str, Any] = field(default_factory=dict)

    def readable(self) -> bool:
        """Read the run; return whether its formulas are of a size to work on."""
        size = dict.fromkeys(self.run.inputs, 1)
        for name, _, args in self.run.lines:
            size[name] = 1 + sum(size[a] for a in args if isinstance(a, str))
            if size[name] > MOST_TERMS:
                return False
            if name in self.cut:
                size[name] = 1
        for name in self.run.inputs:
            self.exprs[name] = self.symbol(name)
        return self.read(self.run.lines)

    def read(self, lines: Iterable[Line]) -> bool:
        """Add the formulas of lines; return whether all have one.

        Where what is negated is in the cut with its negation, it is minus that.
        """
        sympy = self.sympy
        minus = {args[0]: n for n, word, args in self.run.lines if word == "neg" and n in self.cut}
        for name, word, args in lines:
            made = self.made(word, args)
            if made.has(sympy.I, sympy.oo, -sympy.oo, sympy.nan, sympy.zoo):
                return False
            if name in self.cut:
                made = -self.symbol(minus[name]) if name in minus else self.symbol(name)
            self.exprs[name] = made
        return True

    def symbol(self, name: str, **known: bool) -> Any:
        """Return the symbol of a name."""
        found = self.symbols.get(name)
        if found is None:
            found = self.symbols[name] = self.sympy.Symbol(name, real=True, **known)
        return found

    def operand(self, a: Operand) -> Any:
        """Return the formula of an operand."""
        if isinstance(a, str):
            return self.exprs[a]
        exact = Fraction(a)
        if exact.denominator <= 1024 and abs(exact.numerator) < 2**20:
            return self.sympy.Rational(exact.numerator, exact.denominator)
        name = f"k{abs(a)!r}"
        found = self.symbol(name, positive=True)
        self.literals[found] = abs(float(a))
        return -found if a < 0 else found

    def made(self, word: str, args: tuple[Operand, ...]) -> Any:
        """Return the formula of a gate."""
        x, *rest = map(self.operand, args)
        match word:
            case "+":
                return x + rest[0]
            case "-":
                return x - rest[0]
            case "*":
                return x * rest[0]
            case "/":
                return x / rest[0]
            case "**":
                return x ** rest[0]
            case "neg":
                return -x
            case w if w == SAME:
                return x
        name = plain(word)
        if name in KNOWN.split():
            return getattr(self.sympy, name)(x)
        return self.sympy.Function(name, real=True)(x)


@dataclass(eq=False)
class Writer:
    """Writes formulas as lines in the words of the run."""

    sympy: Any
    run: Straight
    formulas: Formulas
    sharing: str | None
    lines: list[Line] = field(default_factory=list)
    names: dict[Any, Operand] = field(default_factory=dict)  # formula -> where it is
    same: dict[tuple[str, tuple[Operand, ...]], str] = field(default_factory=dict)

    def write(self, exprs: list[Any]) -> tuple[Line, ...]:
        """Return lines for the wanted formulas, with those of the cut that they need."""
        words = {plain(line.word): line.word for line in reversed(self.run.lines)}
        self.words: Mapping[str, str] = words
        self.roots = any(w == "**" and not is_whole(a[1]) for _, w, a in self.run.lines)
        symbols = (self.sympy.Symbol(f"s{k}", real=True) for k in itertools.count())
        shared, reduced = self.sympy.cse(exprs, symbols, self.sharing)
        inside = {s for _, e in (*shared, *((None, e) for e in reduced)) for s in e.free_symbols}
        cut = {n for n in self.formulas.cut if self.formulas.symbols.get(n) in inside}
        for line in needed(self.run.lines, cut | self.run.fixed):
            self.add(line)
        self.names.update((s, n) for n, s in self.formulas.symbols.items())
        self.names.update((s, v) for s, v in self.formulas.literals.items())
        full: dict[Any, Any] = {}
        home = {e: n for n, e in reversed(self.formulas.exprs.items()) if n not in self.run.inputs}
        for symbol, e in shared:
            full[symbol] = e.xreplace(full)
            self.names[symbol] = self.value(e, home.get(full[symbol], ""))
        for name, e in zip(self.run.wanted, reduced, strict=True):
            if name not in self.run.fixed:
                self.want(name, self.value(e, name))
        return tuple(needed(self.lines, self.run.wanted))

    def add(self, line: Line) -> str:
        """Add a line; return its name."""
        self.lines.append(line)
        self.same.setdefault((line.word, line.args), line.name)
        self.names.setdefault(self.formulas.exprs.get(line.name), line.name)
        return line.name

    def want(self, name: str, found: Operand) -> None:
        """Let a wanted name be what was found."""
        if found != name:
            self.lines.append(Line(name, SAME, (found,)))

    def line(self, name: str, word: str, *args: Operand) -> str:
        """Add a line under a name, if that is still free."""
        known = self.same.get((word, args))
        if known is not None:
            return known
        taken = {line.name for line in self.lines}
        if not name or name in taken:
            name = next(n for k in itertools.count() if (n := f"t{k}") not in taken)
        return self.add(Line(name, word, args))

    def value(self, e: Any, name: str = "") -> Operand:
        """Return where the value of a formula is, written under a name if it can have one."""
        if e in self.names:
            return self.names[e]
        if e.is_Rational:
            return _number(e)
        found = self.written(e, name)
        self.names.setdefault(e, found)
        return found

    def written(self, e: Any, name: str) -> Operand:
        """Write a formula that is nowhere yet."""
        sympy = self.sympy
        if e.is_Add:
            return self.total(e, name)
        if e.is_Mul:
            return self.product(e, name)
        if e.is_Pow and e.exp.is_Rational:
            return self.power(e.base, e.exp, name)
        if e is sympy.E:
            return self.function("exp", sympy.Integer(1), name)
        if e.is_Function and len(e.args) == 1:
            return self.function(str(e.func.__name__), e.args[0], name)
        raise NotWritten(e)

    def function(self, function: str, x: Any, name: str) -> str:
        """Write a call of a function that the run calls too."""
        if function not in self.words:
            raise NotWritten(function)
        return self.line(name, self.words[function], self.value(x))

    def total(self, e: Any, name: str) -> str:
        """Write a sum: what is subtracted comes last."""
        terms = list(e.as_ordered_terms())
        minus = [t for t in terms if t.as_coeff_Mul()[0].is_negative]
        plus = [t for t in terms if t not in minus]
        if not plus:
            inside = self.value(self.sympy.Add(*(-t for t in terms)))
            return self.line(name, "neg", inside)
        steps = [("+", t) for t in plus[1:]] + [("-", -t) for t in minus]
        out = self.value(plus[0])
        for k, (word, term) in enumerate(steps):
            out = self.line(name if k == len(steps) - 1 else "", word, out, self.value(term))
        return str(out)

    def product(self, e: Any, name: str) -> Operand:
        """Write a product: a number first, one division last."""
        number, rest = e.as_coeff_Mul()
        if number.is_negative and number.is_Rational:
            if number == -1:
                return self.line(name, "neg", self.value(rest))
            if rest.is_Add or rest in self.names:
                return self.line(name, "*", _number(number), self.value(rest))
        over: list[Any] = []
        under: list[Any] = []
        for f in rest.as_ordered_factors():
            below = f.is_Pow and f.exp.is_Rational and f.exp.is_negative
            (under if below else over).append(1 / f if below else f)
        if not number.is_Rational:
            raise NotWritten(number)
        if _is_power_of_two(number.q):
            over = [number, *over] if number != 1 else over
        else:
            over = [self.sympy.Integer(number.p), *over] if number.p != 1 else over
            under = [self.sympy.Integer(number.q), *under]
        top = self.chain(over, "" if under else name)
        return self.line(name, "/", top, self.chain(under, "")) if under else top

    def chain(self, factors: list[Any], name: str) -> Operand:
        """Write a product of factors, from left to right."""
        out: Operand = self.value(factors[0]) if factors else 1.0
        for k, f in enumerate(factors[1:], 2):
            out = self.line(name if k == len(factors) else "", "*", out, self.value(f))
        return out

    def power(self, base: Any, exponent: Any, name: str) -> str:
        """Write a power by a number."""
        if exponent.is_negative:
            return self.line(name, "/", 1.0, self.value(base**-exponent))
        x = self.value(base)
        if exponent == 2:
            return self.line(name, "*", x, x)
        if exponent.is_Integer:
            return self.line(name, "**", x, int(exponent))
        if exponent.p == 1 and exponent.q == 2 and "sqrt" in self.words:
            return self.line(name, self.words["sqrt"], x)
        if self.roots and _is_power_of_two(exponent.q):
            return self.line(name, "**", x, float(exponent))
        raise NotWritten(exponent)


def _number(e: Any) -> float:
    if not _is_power_of_two(e.q):
        raise NotWritten(e)
    return float(e)


def _is_power_of_two(n: Any) -> bool:
    return int(n) & (int(n) - 1) == 0


def is_whole(a: Operand) -> bool:
    return not isinstance(a, str) and float(a).is_integer()

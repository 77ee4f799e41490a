"""Random expressions of known kinds; every operation keeps values of moderate size."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, fields

import numpy as np


@dataclass
class Names:
    """The variables that may be read, by kind; arrays have length 3, matrices 3 by 3."""

    scalar: list[str] = field(default_factory=list)
    array: list[str] = field(default_factory=list)
    matrix: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)  # lists of at least two floats
    mapped: list[str] = field(default_factory=list)  # dicts with the keys "a" and "b"
    pair: list[str] = field(default_factory=list)  # tuples of two floats
    thing: list[str] = field(default_factory=list)  # objects of the class Box
    function: list[str] = field(default_factory=list)  # float -> float
    cell: list[str] = field(default_factory=list)  # objects of the class Cell, or inherited
    grown: list[str] = field(default_factory=list)  # lists of one float or more
    rows: list[str] = field(default_factory=list)  # lists of one array or more
    keyed: list[str] = field(default_factory=list)  # dicts with the key 0 and others
    number: list[str] = field(default_factory=list)  # complex numbers
    signal: list[str] = field(default_factory=list)  # arrays of three complex numbers
    fixed: set[str] = field(default_factory=set)  # not to be rebound, nor written to

    def inside(self) -> Names:
        """Return the names for a block, whose own variables stay there."""
        return Names(*(copy.copy(getattr(self, f.name)) for f in fields(self)))

    def targets(self, kind: str) -> list[str]:
        """Return the names of a kind that may be rebound."""
        return [n for n in getattr(self, kind) if n not in self.fixed]


class Expressions:
    """Writes expressions; `self.rng` decides everything."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.count = 0

    def pick(self, items):
        return items[int(self.rng.integers(len(items)))]

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def new(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def constant(self) -> str:
        return repr(round(float(self.rng.uniform(-1.5, 1.5)), 3))

    def question(self, n: Names) -> str:
        x, c = self.pick(n.scalar), self.constant()
        plain = [f"{x} < {c}", f"{x} > {c}", f"{x} >= {c}"]
        other = f"{self.pick(n.scalar)} > {self.constant()}"
        rare = [
            f"{x} > {c} and {other}",
            f"{x} < {c} or {other}",
            f"not {x} > {c}",
            f"-1.2 < {x} < {self.pick(n.scalar)} + {c}",
            f"{c} < {x} <= 1.1",
            f"np.sum({self.pick(n.array)}) > {c}",
            f"any(v > {c} for v in ({x}, {self.pick(n.scalar)}))",
            f"all(v > {c} for v in [{x}, 1.0])",
            f"isinstance({self.pick(n.array)}, np.ndarray) and {other}",
            f"{self.pick(n.array)} is not None and {other}",
            f"len(({x}, {c})) == 2 and {other}",
            f"'a' in {{'a': 1}} and {other}",
        ]
        if n.listed:
            rare.append(f"any(v > {c} for v in {self.pick(n.listed)})")
        return self.pick(rare) if self.chance(0.3) else self.pick(plain)

    def scalar(self, n: Names, depth: int = 0) -> str:
        """Return an expression of a number."""
        if depth >= 2 or self.chance(0.2):
            return self._leaf(n)
        a, b = self.scalar(n, depth + 1), self.scalar(n, depth + 1)
        x = self.pick(n.scalar)
        common = [
            f"math.sin({a})",
            f"math.tanh({a})",
            f"np.cos({a})",
            f"({a} + {b})",
            f"({a} - {b})",
            f"{a} * {b}",
            f"-({a})",
            f"({a}) / (2.0 + ({b}) ** 2)",
            f"1.0 / (1.0 + math.exp(-({a})))",
            f"({a} if {self.question(n)} else {b})",
            f"helper({a}, {b})",
            f"np.tanh({self._reduced(n, depth)})",
        ]
        if self.chance(0.55):
            return self.pick(common)
        t, v = self.new("t"), self.pick(n.array)
        rare = [
            f"({t} := math.sin({a})) * ({b}) + {t}",
            f"(lambda t, k={b}: t * k + {x})({a})",
            f"functools.partial(helper, {a})({b})",
            f"functools.reduce(lambda p, q: p * q + 0.3, [{a}, {b}, {x}])",
            f"functools.reduce(operator.add, ({a}, {b}), 0.1)",
            f"keyed({a}, {b}, k=0.3)",
            f"keyed({a}, *({x}, {b}), flip={self.pick(['True', 'False'])})",
            f"named(u={a}, v={b})",
            f"named(**{{'u': {a}}}, w={b})",
            f"applied(math.sin, {a}, times=3)",
            f"applied(lambda t: t * {x}, {a})",
            f"sum([{a}, {b}, {x}])",
            f"sum(v * {x} for v in {v})",
            f"sum(v * k for k, v in enumerate({v}))",
            f"sum(p * q for p, q in zip({v}, {self.pick(n.array)}))",
            f"sum([v * {x} for v in {v} if v > {self.constant()}])",
            f"sum([p * q for p in {v} for q in (0.5, {x})])",
            f"max({a}, {b})",
            f"min({a}, {b}, 0.8)",
            f"max([{a}, {b}])",
            f"abs({a})",
            f"float(np.sum({v}))",
            f"({a} and {b})",
            f"({a} or {b})",
            f"(not {a}) * {b}",
            f"int({a} > 0.1) * {b}",
            f"round({a}, 1) * {b}",
            f"math.floor({a}) * {b}",
            f"pow({a}, 2)",
            f"({a}) ** 3",
            f"math.sqrt(({a}) ** 2 + 0.5)",
            f"(({a}) ** 2 + 0.3) ** ({x} * 0.5)",
            f"divmod({a}, 2.3)[1]",
            f"({a}) % 1.7",
            f"({a}) // 0.8 * {b}",
            f"Pair({a}, {b}).q",
            f"Pair({a})._replace(q={b}).q",
            f"({a}, {b})[{self.pick([0, 1, -1])}]",
            f"{{'a': {a}, 'b': {b}}}['a']",
            f"{{'a': {a}}}.get('c', {b})",
            f"Affine({a})({b})",
            f"Steeper({a}, c={b})({x})",
            f"(Affine({a}) + Steeper({b}))({x})",
            f"Affine.unit({a})({b})",
            f"Affine.bent({a})",
            f"AFFINE({a})",
            f"Box({v}, {a}).loss({b})",
            f"Box({v}, b={a}).half",
            f"power({a}, 3)",
            f"halved({a})",
            f"folded({v}, 0)",
            f"len({v}) * {a} * 0.2",
            f"{v}.shape[0] * {a} * 0.2",
            f"{a} * K",
            f"{a} * TABLE['lo']",
            f"getattr(AFFINE, 'k') * {a}",
            f"math.hypot({a}, {b})",
            f"math.log(1.5 + math.tanh({a}))",
            f"math.atan2({a}, 2.0 + {b} ** 2)",
            f"sum(map(math.sin, ({a}, {b})))",
            f"list(map(lambda p, q: p * q, [{a}, {x}], [{b}, 0.5]))[0]",
            f"sum(v for v in walk({v}))",
            f"[{a}, {b}, {x}][::-1][0]",
            f"sum(sorted([3, 1, 2])) * {a} * 0.1",
            f"max({v}) * {a}",
            f"(lambda *p: p[0] * p[-1])({a}, {b})",
        ]
        return self.pick(rare)

    def _leaf(self, n: Names) -> str:
        choices = [self.pick(n.scalar)] * 5 + [f"{self.rng.uniform(0.3, 2.0):.2f}"]
        choices.append(f"{self.pick(n.array)}[{int(self.rng.integers(-3, 3))}]")
        for names, forms in (
            (n.matrix, ["{}[1, 2]", "{}[0][-1]", "{}.T[0, 1]"]),
            (n.listed, ["{}[0]", "{}[-1]", "{}[1]"]),
            (n.mapped, ["{}['a']", "{}['b']", "{}.get('b')"]),
            (n.pair, ["{}[0]", "{}[1]"]),
            (n.thing, ["{}.b", "{}.w[1]", "{}.half"]),
        ):
            if names:
                choices.append(self.pick(forms).format(self.pick(names)))
        if n.function:
            choices.append(f"{self.pick(n.function)}({self.pick(n.scalar)})")
        return self.pick(choices)

    def _reduced(self, n: Names, depth: int) -> str:
        a = self.array(n, depth + 1)
        forms = ["np.sum({})", "np.mean({})", "np.max({})", "({0}) @ ({0})", "({}).sum()"]
        forms += ["np.min({})", "np.prod(np.cos({}))", "np.linalg.norm({})", "({}).mean()"]
        forms += ["np.var({})", "np.median({})", "np.dot({0}, M @ ({0}))", "np.std({})"]
        forms += ["np.einsum('i,ij,j->', {0}, M, {0})", "np.sum(np.sort({})[1:])", "np.ptp({})"]
        forms += ["np.sum(np.cumsum({}))", "np.log(np.sum(np.exp({})))", "np.sum(np.diff({}))"]
        forms += ["np.linalg.solve(M + 3.0 * np.eye(3), {})[0]", "({}).max()", "np.sum(({})[1:])"]
        if self.chance(0.3):
            m = self.matrix(n, depth + 1)
            forms = ["np.sum({})", "np.trace({})", "np.mean({})", "({})[:2, 1:].sum()"]
            forms += [
                "np.max({})",
                "np.linalg.norm({})",
                "np.linalg.det({})",
                "np.sum(np.max({}, axis=1))",
            ]
            return self.pick(forms).format(m)
        return self.pick(forms).format(a)

    def array(self, n: Names, depth: int = 0) -> str:
        """Return an expression of an array of length 3."""
        if depth >= 2 or self.chance(0.15):
            own = [f"{t}.w" for t in n.thing] + [f"{m}[1]" for m in n.matrix]
            return self.pick([*n.array, *n.array, *own])
        a, b = self.array(n, depth + 1), self.array(n, depth + 1)
        x = self.pick(n.scalar)
        common = [
            f"np.{self.pick(['sin', 'cos', 'tanh', 'arctan'])}({a})",
            f"({a} {self.pick('+-*')} {b})",
            f"({a} {self.pick('+-*')} {self.scalar(n, depth + 2)})",
            f"(M @ {a})",
            f"({a})[{self.pick(['::-1', 'np.array([0, 0, 2])', '[2, 1, 0]'])}]",
            f"np.where({a} > {self.constant()}, {a}, {b})",
        ]
        if self.chance(0.6):
            return self.pick(common)
        m = self.matrix(n, depth + 1)
        rare = [
            f"np.maximum({a}, {b})",
            f"np.maximum({a}, 0.0)",
            f"np.clip({a}, -0.7, 0.6)",
            f"np.sort({a})",
            f"np.cumsum({a})",
            f"np.abs({a})",
            f"np.concatenate([({a})[:1], ({b})[1:]])",
            f"np.concatenate(({a}, {b}))[1:4]",
            f"np.stack([{a}, {b}])[{self.pick([0, 1])}]",
            f"np.array([{x}, 0.5, {x}])",
            f"np.array([v * {x} for v in {self.pick(n.array)}])",
            f"np.full(3, {x})",
            f"np.sum({m}, axis={self.pick([0, 1])})",
            f"np.mean({m}, axis={self.pick([0, -1])})",
            f"np.max({m}, axis=0)",
            f"({m})[{self.pick(['0', ':, 1', '1, ::-1', '(0, 1, 2), (2, 1, 0)'])}]",
            f"({m} / (2.0 + np.sum(({m}) ** 2, axis=1, keepdims=True)))[0]",
            f"np.einsum('ij,j->i', {m}, {a})",
            f"({m}).T @ {a}",
            f"np.dot({a}, {m})",
            f"np.roll({a}, 1)",
            f"np.flip({a})",
            f"({a}).copy()",
            f"np.diag({m})",
            f"np.linalg.solve(M + 3.0 * np.eye(3), {a})",
            f"np.sum(np.outer({a}, {b}), axis=0)",
            f"({a} if {self.question(n)} else {b})",
            f"np.append(({a})[1:], {x})",
            f"({a}) / (1.5 + np.abs({b}))",
            f"np.multiply({a}, {b})",
            f"({a}).reshape(3, 1)[:, 0]",
            f"({m}).reshape(9)[:3]",
            f"np.ravel({m})[::3]",
            f"np.exp({a} - np.max({a}))",
        ]
        return self.pick(rare)

    def matrix(self, n: Names, depth: int = 0) -> str:
        """Return an expression of a 3 by 3 matrix."""
        if depth >= 2 or (n.matrix and self.chance(0.3)):
            return self.pick([*n.matrix, "M"])
        a, b = self.array(n, 2), self.array(n, 2)
        m = self.matrix(n, depth + 1)
        return self.pick(
            [
                f"np.outer({a}, {b})",
                f"({a}[:, None] * {b})",
                f"({a}[:, np.newaxis] - {b}[None, :])",
                f"({m} @ M)",
                f"np.tanh({m})",
                f"({m} + {a})",
                f"({m} * {a}.reshape(3, 1))",
                f"({m}).T",
                f"np.stack([{a}, {b}, {a}], axis={self.pick([0, 1])})",
                f"np.vstack([{a}, {b}, {b}])",
                f"np.where({m} > 0.1, {m}, 0.0)",
                f"(np.eye(3) * {self.pick(n.scalar)})",
                f"np.transpose({m})",
                f"np.array([{a}, {b}, {b}])",
            ]
        )

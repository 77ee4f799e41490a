"""Random functions: beside the program, recursive, generators, closures, and calls of them."""

from __future__ import annotations

import re

from fuzzing.expressions import Names
from fuzzing.statements import Statements


class Functions(Statements):
    """Writes functions, and calls of them and of those that stand above every program."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.calls: list[str] = []  # forms of a number, for .format(a, b, array)
        self.walks: list[str] = []  # forms of what is walked, for .format(a, array)

    def scalar(self, n: Names, depth: int = 0) -> str:
        if depth >= 2 or not self.chance(0.14):
            return super().scalar(n, depth)
        a, b = self.scalar(n, depth + 1), self.scalar(n, depth + 1)
        v, t = self.pick(n.array), self.new("t")
        forms = [
            f"even({a}, {self.pick([0, 1, 3])})",
            f"odd({a}, 2)",
            f"fan({a}, {b}, {self.pick(n.scalar)})",
            f"fan({a}, k={b}, a={self.pick(n.scalar)}, d=0.3)",
            f"passed_on({a}, *[{b}, {self.pick(n.scalar)}], b={b})",
            f"passed_on(*({a}, {b}), **{{'k': 0.3, 'e': {b}}})",
            f"summed([{a}, ({b}, {self.pick(n.scalar)})])",
            f"sum(chained({v}, ({a}, {b})))",
            f"sum(until({v}, {self.constant()}))",
            f"({t} * {b} if ({t} := {a}) > {self.constant()} else {t} - 0.3)",
            f"sum([{t} for v in {v} if ({t} := v * {a}) > {self.constant()}])",
            f"max(({a}, {b}), key=lambda p: p * p)",
            f"sorted([{a}, {b}, 0.3])[1]",
            f"tallied({a})",
            f"deepened({a}, len({v}))",
            f"remembered({a}, len({v}) + 1, {{}})",
            f"guarded(0.3 + 0.2 * math.sin({a}))",
            *[form.format(a, b, v) for form in self.calls] * 2,
            *[f"0.3 * sum({form.format(a, v)})" for form in self.walks],
        ]
        return self.pick(forms)

    def walked(self, n: Names, budget: int) -> None:
        """A loop over a generator."""
        v = self.new("v")
        a, array = self.scalar(n, 1), self.pick(n.array)
        forms = [f"chained({array}, [{a}])", f"until({array}, {self.constant()})"]
        forms += [form.format(a, array) for form in self.walks] * 2
        self.say(f"for {v} in {self.pick(forms)}:")
        self.loop_body(n, budget, [v])

    def asked(self, n: Names, budget: int) -> None:
        """An if or a while that names what it asks about."""
        t = self.new("t")
        inner = n.inside()
        inner.scalar.append(t)
        if self.chance(0.5):
            self.say(f"if ({t} := {self.scalar(n, 1)}) > {self.constant()}:")
            self.block(inner, budget)
            n.scalar.append(t)
            return
        i = self.new("i")
        self.say(f"{i} = 0")
        self.say(f"while {i} < 3 and ({t} := {self.scalar(n, 1)}) > {self.constant()}:")
        self.loop_body(inner, budget, [t], f"{i} += 1")

    def closure(self, n: Names, budget: int) -> None:
        """Functions inside that share a variable, call themselves or make functions."""
        name, s = self.new("h"), self.new("s")
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        inner = n.inside()
        inner.scalar = [*inner.scalar, "t"]
        inner.function = []
        form = int(self.rng.integers(5))
        if form == 0:
            own = [v for v in n.targets("scalar") if re.fullmatch(r"[sq]\d+|x|y", v)]
            if own and self.chance(0.5):
                s = self.pick(own)
            else:
                self.say(f"{s} = {a}")
            self.say(f"def {name}u(t):")
            self._body(inner, f"nonlocal {s}", f"{s} = math.tanh({s} + {self.scalar(inner, 1)})")
            self.say(f"def {name}(t):")
            self.say(f"    {name}u(t * 0.5)")
            self.say(f"    return {s} + {self.scalar(inner, 1)}")
        elif form == 1:
            self.say(f"def {name}(t, n=2):")
            self.say("    if n == 0:")
            self.say(f"        return t * {b}")
            self.say(f"    return {name}(math.sin(t + {a}), n - 1) + {self.scalar(inner, 1)}")
        elif form == 2:
            self.say(f"def {name}m(k):")
            self.say(f"    return lambda t: math.tanh(k * t) + {a}")
            self.say(f"{name} = {name}m({b})")
        elif form == 3:
            self.say(f"{s} = [{a}]")
            self.say(f"def {name}(t):")
            self.say(f"    if len({s}) < 5:")
            self.say(f"        {s}.append(t * {self.scalar(inner, 1)})")
            self.say(f"    return {s}[-1]")
            n.grown.append(s)
            n.fixed.add(s)
        else:
            self.say(f"def {name}(t, *more, **options):")
            self._body(inner)
            self.say(f"    return t * {b} + sum(more) - sum(options.values())")
            self.say(f"{name} = functools.partial({name}, {a}, k={b})")
        n.function.append(name)

    def _body(self, n: Names, *first: str) -> None:
        """Write the statements of a function inside, which returns last."""
        depth, self.loops, loops = self.depth, 0, self.loops
        fixed, n.fixed = n.fixed, n.fixed | {name for name in n.scalar if name != "t"}
        n.fixed |= {*n.array, *n.matrix, *n.listed, *n.mapped, *n.thing, *n.pair}
        n.fixed |= {*n.cell, *n.grown, *n.rows, *n.keyed, *n.number, *n.signal}
        self.block(n.inside(), 1, *first)
        n.fixed = fixed
        self.depth, self.loops = depth, loops

    def beside(self) -> None:
        """Write a function beside the program: it may be recursive, or a generator."""
        p, q, v = self.new("p"), self.new("q"), self.new("b")
        name = self.new("r")
        n = Names(scalar=[p, q], array=[v])
        kind = self.pick(["plain", "recursive", "mutual", "generator"])
        self.depth = 0
        if kind == "generator":
            k = self.new("k")
            self.say(f"def {name}({v}, {p}):")
            self.say(f"    {q} = 0.2")
            self.say(f"    for {k} in {v}:")
            n.scalar.append(k)
            n.fixed |= {k, v}
            self.depth, self.loops = 1, 1
            self.block(n, 2, f"yield {self.scalar(n, 1)}", f"{q} = math.sin({self.scalar(n, 1)})")
            if self.chance(0.3):
                self.say(f"yield from ({p}, {q})")
            self.depth, self.loops = 0, 0
            self.walks.append(f"{name}({{1}}, {{0}})")
        else:
            other = f"{name}o" if kind == "mutual" else name
            times = "" if kind == "plain" else ", n=2"
            self.say(f"def {name}({p}, {q}, {v}{times}):")
            self.depth = 1
            if times:
                self.say("if n == 0:")
                self.say(f"    return {self.scalar(n, 1)}")
            for _ in range(int(self.rng.integers(1, 4))):
                self.statement(n, 2)
            again = f" + 0.5 * {other}(math.sin({self.scalar(n, 1)}), {q}, {v}, n - 1)"
            self.say(f"return math.tanh({self.scalar(n)}){again if times else ''}")
            self.depth = 0
            if kind == "mutual":
                self.say(f"def {other}({p}, {q}, {v}, n):")
                self.say(f"    return {q} if n <= 0 else {name}({q}, {p}, {v}, n - 1) * 0.8")
            self.calls.append(f"{name}({{0}}, {{1}}, {{2}})")

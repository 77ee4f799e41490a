"""Random statements: assignments, branches, loops, ways out, exceptions, functions inside."""

from __future__ import annotations

from fuzzing.containers import Containers
from fuzzing.expressions import Names


class Statements(Containers):
    """Writes statements and blocks of them."""

    def statement(self, n: Names, budget: int) -> None:
        """Write one statement, or one block of at most `budget` statements."""
        raise NotImplementedError

    def block(self, n: Names, budget: int, *first: str) -> None:
        """Write an indented block with variables of its own."""
        inner = n.inside()
        self.depth += 1
        before = len(self.lines)
        for line in first:
            self.say(line)
        for _ in range(int(self.rng.integers(1, max(2, budget + 1)))):
            self.statement(inner, budget)
        if len(self.lines) == before + len(first):
            self.say("pass")
        self.depth -= 1

    def assign(self, n: Names, budget: int) -> None:
        kind = self.pick(["scalar", "scalar", "array", "matrix"])
        known = n.targets(kind)
        fresh = not known or self.chance(0.5)
        name = self.new(kind[0]) if fresh else self.pick(known)
        if kind == "scalar":
            value = self.pick(["math.tanh({})", "math.sin({})", "np.tanh({})", "{} * 0.5"])
            self.say(f"{name} = {value.format('(' + self.scalar(n) + ')')}")
        else:
            text = self.array(n) if kind == "array" else self.matrix(n)
            form = "np.tanh({})" if self.chance(0.8) else "({}) * 0.5"
            self.say(f"{name} = {form.format(text)}")
        if fresh:
            getattr(n, kind).append(name)

    def update(self, n: Names, budget: int) -> None:
        names = n.targets("scalar")
        if names and self.chance(0.8):
            how = self.pick(["+=", "*=", "-="])
            self.say(f"{self.pick(names)} {how} math.sin({self.scalar(n)})")
        elif names:
            self.say(f"{self.pick(names)} /= 2.0 + math.sin({self.scalar(n)})")

    def swap(self, n: Names, budget: int) -> None:
        names = n.targets("scalar")
        if len(names) < 2:
            return
        a, b = self.rng.choice(names, 2, replace=False)
        c, array = self.new("s"), self.pick(n.array)
        form = self.pick(
            [
                f"{a}, {b} = {b}, {a}",
                f"{a}, {b} = {b}, math.sin({self.scalar(n)}) + {a}",
                f"{a}, *{c}, {b} = {array}",
                f"*{c}, {a} = [{b}, {a}, {self.scalar(n, 1)}]",
                f"({a}, {b}), {c} = divmod({b}, 1.7), {a}",
                f"{a} = {c} = {self.scalar(n, 1)}",
                f"{a}, {b}, {c} = {array}",
            ]
        )
        self.say(form)
        if f"*{c}" in form:
            n.listed += [c] if "[" in form else []
        elif f"{c} " in form:
            n.scalar.append(c)

    def branch(self, n: Names, budget: int) -> None:
        self.say(f"if {self.question(n)}:")
        self.block(n, budget)
        if self.chance(0.3):
            self.say(f"elif {self.question(n)}:")
            self.block(n, budget)
        if self.chance(0.5):
            self.say("else:")
            self.block(n, budget)

    def phi(self, n: Names, budget: int) -> None:
        """A variable that every branch defines."""
        name = self.new("s")
        self.say(f"if {self.question(n)}:")
        self.block(n, budget - 1, f"{name} = math.sin({self.scalar(n)})")
        self.say("else:")
        self.block(n, budget - 1, f"{name} = {self.scalar(n, 1)}")
        n.scalar.append(name)

    def loop(self, n: Names, budget: int) -> None:
        i, v = self.new("i"), self.new("v")
        array, other = self.pick(n.array), self.pick(n.array)
        heads = [
            (f"{i} in range({int(self.rng.integers(0, 4))})", []),
            (f"{i} in range(2, -1, -1)", [f"{array}[{i}]"]),
            (f"{i} in range(len({array}))", [f"{array}[{i}]"]),
            (f"{i} in range(1, 3)", [f"{array}[{i} - 1]", f"{array}[{i}]"]),
            (f"{v} in {array}", [v]),
            (f"{v} in {array}[1:]", [v]),
            (f"{v} in reversed({array})", [v]),
            (f"{i}, {v} in enumerate({array})", [v]),
            (f"{i}, {v} in enumerate({array}, start=1)", [v]),
            (f"{v}, {v}b in zip({array}, {other})", [v, f"{v}b"]),
            (f"{i}, ({v}, {v}b) in enumerate(zip({array}, {other}[1:]))", [v, f"{v}b"]),
            (f"{v} in walk({array})", [v]),
            (f"{v} in ({self.scalar(n, 1)}, 0.4)", [v]),
            (f"{v} in [{self.scalar(n, 1)}, {self.scalar(n, 1)}]", [v]),
            (f"{v} in (p * 0.5 for p in {array})", [v]),
        ]
        if n.matrix:
            heads.append((f"{v} in {self.pick(n.matrix)}", [f"{v}[1]", f"{v}[0]"]))
        if n.listed:
            heads.append((f"{v} in {self.pick(n.listed)}", [v]))
        if n.mapped:
            heads.append((f"{i}, {v} in {self.pick(n.mapped)}.items()", [v]))
            heads.append((f"{v} in {self.pick(n.mapped)}.values()", [v]))
        head, given = self.pick(heads)
        self.say(f"for {head}:")
        self.loop_body(n, budget, given)

    def while_loop(self, n: Names, budget: int) -> None:
        i = self.new("i")
        self.say(f"{i} = 0")
        bound = int(self.rng.integers(0, 4))
        head = self.pick(
            [f"{i} < {bound}", f"{i} < {bound} and ({self.question(n)})", self.question(n), "True"]
        )
        self.say(f"while {head}:")
        first = [f"{i} += 1"]
        if f"{i} <" not in head:
            first += [f"if {i} > {bound}:", "    break"]
        self.loop_body(n, budget, [], *first)

    def loop_body(self, n: Names, budget: int, given: list[str], *first: str) -> None:
        inner = n.inside()
        inner.scalar += given
        inner.fixed |= set(given)
        self.depth += 1
        self.loops += 1
        for line in first:
            self.say(line)
        targets = n.targets("scalar")
        for _ in range(int(self.rng.integers(1, max(2, budget + 1)))):
            if targets and self.chance(0.5):
                name = self.pick(targets)
                self.say(f"{name} = math.tanh({self.scalar(inner)}) + 0.5 * {name}")
            elif self.chance(0.3):
                self.leave_loop(inner)
            else:
                self.statement(inner, budget)
        if self.lines[-1].rstrip().endswith(":"):
            self.say("pass")
        if not targets and not first:
            self.say("pass")
        self.loops -= 1
        self.depth -= 1
        if targets and self.chance(0.15):
            self.say("else:")
            self.say(f"    {self.pick(targets)} += math.sin({self.scalar(n)})")

    def leave_loop(self, n: Names) -> None:
        self.say(f"if {self.question(n)}:")
        names = n.targets("scalar")
        if names and self.chance(0.4):
            self.say(f"    {self.pick(names)} *= 0.5")
        words = ["break", "break", "continue", "continue", f"return {self.scalar(n, 1)}"]
        self.say(f"    {self.pick(words)}")

    def leave_function(self, n: Names, budget: int) -> None:
        if self.chance(0.4):
            self.say(f"if {self.question(n)}:")
            self.say(f"    return {self.scalar(n)}")

    def small(self, n: Names, budget: int) -> None:
        """Statements that compute nothing, or little."""
        x, t = self.pick(n.scalar), self.new("t")
        forms = [
            [f'assert {x} < 1e3, f"{{{x}:.3f}} is large"'],
            [f'print(f"{{{x}:.4f}}", {self.pick(n.array)}[0], sep=";")'],
            [f"{t} = {self.scalar(n, 1)}", f"del {t}"],
            ["from math import pi as half_turn", "import math as mathematics"],
            [f'{t} = f"{{{x}:.2f}}"'],
            ["pass"],
            [f"{t}: float = {self.scalar(n, 1)}"],
            [f"'a text that is not read: {t}'"],
            [f"if {x} > 50.0:", f'    raise ValueError(f"{{{x}}} is too large")'],
        ]
        for line in self.pick(forms):
            self.say(line)

    def matched(self, n: Names, budget: int) -> None:
        word = self.pick(["low", "high", "other"])
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        subject, cases = self.pick(
            [
                (f"'{word}'", ["'low' | 'high'", "'mid'", "str(_)"]),
                (f"({a}, {b})", ["(p, q) if p > q", "(p, 0.5)", "(p, *_)"]),
                (f"[{a}, 2]", ["[p, 1]", "[p, 2 | 3]", "[_, _]"]),
                (f"{{'k': {a}, 'n': 1}}", ["{'k': p, 'n': 2}", "{'k': p}"]),
                (f"Pair({a}, {b})", ["Pair(p=p, q=0.5)", "Pair(p, q)"]),
                (f"{a}", ["float() as p if p > 0.2", "p"]),
                ("2", ["0", "1 | 2", "_"]),
            ]
        )
        self.say(f"match {subject}:")
        for case in cases:
            inner = n.inside()
            given = [v for v in ("p", "q") if v in case.split(" if ")[0].replace("q=0.5", "")]
            inner.scalar += given
            inner.fixed |= {"p", "q"}
            self.depth += 1
            self.say(f"case {case}:")
            self.block(inner, budget - 1)
            self.depth -= 1

    def tried(self, n: Names, budget: int) -> None:
        """A try whose body may fail before it has changed anything."""
        name = self.new("s")
        body, error = self.pick(
            [
                (f"{name} = checked({self.scalar(n, 1)})", "ValueError"),
                (f"{name} = checked({self.scalar(n, 1)})", "(ValueError, KeyError)"),
                (f"{name} = math.sqrt({self.scalar(n, 1)} - 0.21)", "ValueError"),
                (f"{name} = {{'a': {self.scalar(n, 1)}}}['{self.pick('ab')}']", "KeyError"),
                (f"{name} = 1.5 / ({self.scalar(n, 1)} > {self.constant()})", "ZeroDivisionError"),
            ]
        )
        self.say("try:")
        self.say(f"    {body}")
        self.say(f"except {error}:")
        self.block(n, budget - 1, f"{name} = {self.scalar(n, 1)}")
        if self.chance(0.3):
            self.say("else:")
            self.block(n, budget - 1)
        n.scalar.append(name)

    def managed(self, n: Names, budget: int) -> None:
        self.say("with np.errstate(all='ignore'):")
        self.block(n, budget)

    def inner_function(self, n: Names, budget: int) -> None:
        name, x = self.new("h"), self.pick(n.scalar)
        kind = int(self.rng.integers(4))
        inner = n.inside()
        inner.scalar += ["t"]
        inner.function = []
        if kind == 0:
            self.say(f"{name} = lambda t, k={self.scalar(n, 1)}: math.sin(t * k) + {x}")
        elif kind == 1:
            self.say(f"def {name}(t):")
            self.say(f"    if {self.question(inner)}:")
            self.say(f"        return math.tanh({self.scalar(inner)})")
            self.say(f"    return {self.scalar(inner, 1)}")
        elif kind == 2:
            self.say(f"def {name}(t, *, k={self.scalar(n, 1)}):")
            self.say("    for _ in range(2):")
            self.say(f"        t = math.sin(t + k * {self.scalar(inner, 1)})")
            self.say("    return t")
        else:
            total = self.new("s")
            self.say(f"{total} = {self.scalar(n, 1)}")
            self.say(f"def {name}(t):")
            self.say(f"    nonlocal {total}")
            self.say(f"    {total} = math.tanh({total} + t * {self.scalar(inner, 1)})")
            self.say(f"    return {total} * 0.5")
            n.scalar.append(total)
        n.function.append(name)

"""Random statements that may fail half done: several excepts, finally, errors of one's own."""

from __future__ import annotations

from fuzzing.expressions import Names
from fuzzing.statements import Statements

CAUGHT = (
    ("TooLowError", "TooFarError", "ZeroDivisionError"),
    ("TooFarError", "ZeroDivisionError"),
    ("(TooLowError, ZeroDivisionError)", "TooFarError"),
    ("TooFarError", "ArithmeticError"),
    ("Exception",),
    ("ArithmeticError", "Exception"),
)


class Failing(Statements):
    """Writes try blocks in which anything may have happened before the failure."""

    def attempt(self, n: Names, budget: int) -> None:
        """A try with several excepts, an else, a finally, and writes in any of them."""
        name = self.new("s")
        self.say(f"{name} = {self.scalar(n, 1)}")
        inner = n.inside()
        inner.scalar.append(name)
        self.say("try:")
        self._risky(inner.inside(), budget, name)
        kinds = self.pick(CAUGHT)
        only = self.chance(0.1)
        for kind in () if only else kinds:
            bound = self.new("e")
            self.say(f"except {kind}{self.pick(['', f' as {bound}'])}:")
            self.block(inner, budget - 1, f"{name} = {self.scalar(inner, 1)}")
        if not only and self.chance(0.3):
            self.say("else:")
            self.block(inner, budget - 1)
        if only or self.chance(0.4):
            self.say("finally:")
            self.block(inner, budget - 2, f"{name} *= {self.constant()}")
        n.scalar.append(name)

    def _risky(self, n: Names, budget: int, name: str) -> None:
        """Write the body of a try: statements, the call that may fail, statements."""
        self.depth += 1
        for _ in range(int(self.rng.integers(0, 3))):
            self._written(n)
        a = self.scalar(n, 1)
        forms = [[f"{name} = guarded({a})"]] * 3
        forms += [[f"{name} += guarded({a}, low={self.constant()})"]]
        forms += [[f"if {self.question(n)}:", f"    raise TooFarError({a})"]]
        forms += [[f"if {self.question(n)}:", f"    raise ZeroDivisionError('{name}') from None"]]
        forms += [["try:", f"    {name} = guarded({a})", "except TooLowError:", "    raise"]]
        forms += [["try:", f"    {name} = guarded({a})", "finally:", f"    {name} *= 0.5"]]
        forms += [[f"for {name}i in range(3):", f"    {name} += guarded({name} + {name}i * 0.2)"]]
        forms += self._half_way(n, name, a)
        if n.cell:
            forms += [[f"{name} = {self.pick(n.cell)}.within({a})"]] * 2
        for line in self.pick(forms):
            self.say(line)
        for _ in range(int(self.rng.integers(0, 2))):
            self._written(n)
        self.depth -= 1

    def _half_way(self, n: Names, name: str, a: str) -> list[list[str]]:
        """Write what fails while its items are made, or inside of a with."""
        v, b = f"{name}v", self.pick(n.array)
        made = [f"(guarded({v} * 0.7) for {v} in {b})", f"map(guarded, {b})", f"failing({b}, {a})"]
        made += [f"itertools.islice(failing({b}, {a}), 2)", f"filter(guarded, {b})"]
        items, body = self.pick(made), f"    {name} = math.sin({name} + {v})"
        forms = [[f"for {v} in {items}:", body]] * 2
        forms += [[f"for {name}i, {v} in enumerate({items}):", f"{body} * {name}i"]]
        forms += [[f"for {name}i, {v} in zip({b}, {items}):", f"{body} * {name}i"]]
        forms += [[f"for {v} in {items}:", body, f"    if {name} > 0.4: break"]]
        lists = n.targets("listed")
        if lists:
            forms += [[f"{self.pick(lists)}.extend({items})"], [f"{self.pick(lists)} += {items}"]]
        manager = self.pick([f"Held({a})", f"lent({a})"])
        inside = [f"with {manager} as {name}h:", f"    {name} += {name}h.p"]
        forms += [
            [*inside, f"    {name} = guarded({name} * {name}h.p)", f"    {name} += {name}h.p"]
        ]
        forms += [[*inside, f"    if {name}h.p > 0.2:", f"        raise TooLowError({a})"]]
        return forms

    def _written(self, n: Names) -> None:
        """Write a statement whose effect a handler may see, half done or whole."""
        kinds = [self.update, self.write_array, self.contain, self.statement, self.assign]
        before = len(self.lines)
        self.pick(kinds)(n, 1)
        if len(self.lines) == before:
            self.say("pass")

    def retried(self, n: Names, budget: int) -> None:
        """A loop around a try that leaves it, goes on, or tries again."""
        name, i = self.new("s"), self.new("i")
        self.say(f"{name} = {self.scalar(n, 1)}")
        self.say(f"for {i} in range({self.pick([2, 3])}):")
        self.depth += 1
        self.loops += 1
        inner = n.inside()
        inner.scalar.append(name)
        self.say("try:")
        self._risky(inner.inside(), budget, name)
        if self.chance(0.5):
            self.say(f"    {self.pick(['break', 'continue', f'{name} *= 0.7'])}")
        self.say("except TooLowError:")
        self.say(f"    {name} = {name} * 0.5 + {self.pick(['0.1', i])}")
        self.say(f"    {self.pick(['continue', 'break', 'pass'])}")
        self.say("except Exception:")
        self.say(f"    {name} = math.sin({self.scalar(inner, 1)})")
        if self.chance(0.3):
            self.say("finally:")
            self.say(f"    {name} += 0.05")
        self.loops -= 1
        self.depth -= 1
        n.scalar.append(name)

    def outside(self, n: Names, budget: int) -> None:
        """Write to what outlives the call; the judge looks at it afterwards."""
        a = self.scalar(n, 1)
        forms = [
            "COUNT.n += 1",
            f"COUNT.s += {a}",
            f"COUNT.s = COUNT.s * math.sin({a})",
            f"COUNT.add({a})",
            "STATE['n'] += 1",
            f"STATE['s'] = {a}",
            f"STATE['s'] += math.tanh(COUNT.s + {a})",
            f"LOG.append({a})",
            f"tallied({a})",
            f"TOTAL += {a}",
            f"raised({a})",
        ]
        self.say(self.pick(forms))
        given = ["COUNT.s", "STATE['s']", "TOTAL"]
        n.scalar += [g for g in given if g not in n.scalar]
        n.fixed |= set(given)

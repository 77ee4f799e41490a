"""Random statements on objects with state: methods, inheritance, containers of the user's own."""

from __future__ import annotations

from fuzzing.expressions import Names
from fuzzing.statements import Statements

KINDS = ("Cell", "Leaky", "Latched")


class Objects(Statements):
    """Writes statements that make objects, call their methods and rebind their attributes."""

    def scalar(self, n: Names, depth: int = 0) -> str:
        if depth >= 2 or not self.chance(0.06):
            return super().scalar(n, depth)
        a, b = self.scalar(n, depth + 1), self.scalar(n, depth + 1)
        forms = [
            f"{self.pick(KINDS)}({a}).step({b})",
            f"Leaky({a}, leak={b}).scaled({self.pick(n.scalar)})",
            f"Tilted({self.pick(n.array)}, {a}, c={b}).loss(0.5)",
            f"sum(Ring([{a}, {b}]))",
            f"Ring(({a}, {b}))[3]",
            f"len(Ring({self.pick(n.array)})) * {a}",
            f"{self.pick(KINDS)}.gain * {a}",
        ]
        if n.cell:
            c = self.pick(n.cell)
            forms += [f"{c}.step({a})", f"{c}.scaled({a})", f"{c}.level * {b}"] * 2
            forms += [f"wound({c}, 2)", f"wound({c}, len({self.pick(n.array)}))"]
            forms += [f"math.sin({c}.s + {c}.n)", f"super(type({c}), {c}).step({a})"][:1]
            forms += [f"({a} if isinstance({c}, Leaky) else {b})"]
        if n.thing:
            forms += [f"moved({self.pick(n.thing)}, {a}).b", f"{self.pick(n.thing)}.loss({b})"]
        return self.pick(forms)

    def cells(self, n: Names, budget: int) -> None:
        """Make an object with state, or change the state of one."""
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        names, others = n.targets("cell"), n.cell
        if not names or self.chance(0.3):
            name = self.new("c")
            forms = [f"{self.pick(KINDS)}({a})", f"Cell({a}, s={b})", f"Leaky({a}, leak={b})"]
            if others:
                forms += [self.pick(others), f"type({self.pick(others)})({a})"]
            if len(others) > 1:
                forms.append(f"({others[0]} if {self.question(n)} else {others[-1]})")
            self.say(f"{name} = {self.pick(forms)}")
            n.cell.append(name)
            return
        name = self.pick(names)
        forms = [
            f"{name}.s = math.sin({a})",
            f"{name}.s *= {self.constant()}",
            f"{name}.level = math.tanh({a})",
            f"{name}.level += 0.3 * math.sin({b})",
            f"{name}.n += 1",
            f"{name}.k, {name}.s = {name}.s, math.tanh({a})",
            f"{name}.step({a})",
            f"{name}.extra = {a}",
            f"{name}.k = 0.5 * {name}.k + math.tanh({name}.scaled({a}))",
        ]
        self.say(self.pick(forms))

    def rings(self, n: Names, budget: int) -> None:
        """Use an object that is indexed, walked or entered as Python's own containers are."""
        name, v = self.new("r"), self.new("v")
        self.say(f"{name} = Ring([{self.scalar(n, 1)}, {self.scalar(n, 1)}, 0.6])")
        form = int(self.rng.integers(4))
        if form == 0:
            self.say(f"for {v} in {name}:")
            self.loop_body(n, budget, [v])
        elif form == 1:
            self.say(f"with {name} as {v}:")
            inner = n.inside()
            inner.scalar.append(f"{v}.first")
            inner.fixed.add(f"{v}.first")
            self.block(inner, budget, f"{v}[4] = {self.scalar(n, 1)}")
        elif form == 2:
            self.say(f"{name}[1] += math.sin({self.scalar(n, 1)})")
            self.say(f"{name}.first = {name}[-1] * 0.5")
        else:
            self.say(f"for {v} in range(len({name})):")
            self.say(f"    {name}[{v}] = math.tanh({name}[{v} - 1] + {self.scalar(n, 1)})")
        n.scalar += [f"{name}.first", f"{name}[1]"]
        n.fixed |= {f"{name}.first", f"{name}[1]"}

"""Writes one random program: a function, what stands above it, and what it is given."""

from __future__ import annotations

from fuzzing.complex_values import ComplexValues
from fuzzing.expressions import Names
from fuzzing.failing import Failing
from fuzzing.functions import Functions
from fuzzing.growing import Growing
from fuzzing.head import HEAD
from fuzzing.meanwhile import Meanwhile
from fuzzing.objects import Objects
from fuzzing.places import Places
from fuzzing.rarities import Rarities
from fuzzing.renaming import renamed
from fuzzing.values import Values

GIVEN = {"box": "thing", "dot": "pair", "cell": "cell", "items": "listed", "table": "mapped"}
START = ("COUNT.n, COUNT.s = 0, 0.0", "STATE['n'], STATE['s'] = 0, 0.1", "TOTAL = 0.2")
OUTSIDE = ("COUNT.s", "STATE['s']", "TOTAL")


class Writer(
    Functions, Failing, Growing, ComplexValues, Objects, Places, Rarities, Meanwhile, Values
):
    """Writes one random program."""

    def statement(self, n: Names, budget: int) -> None:
        deep = self.depth < 4 and budget > 1
        self.pick(self.blocks if deep and self.chance(0.35) else self.simple)(n, budget // 2)

    def choose(self) -> None:
        """Choose the kinds of statements: all, or a few, which then meet more often.

        Groce et al., "Swarm testing", ISSTA 2012.
        """
        simple = [self.assign] * 4 + [self.update, self.swap, self.write_array] * 2
        simple += [self.contain, self.inner_function, self.small, self.leave_function]
        simple += [self.cells, self.grow] * 2 + [self.complex_numbers, self.stacked, self.keys]
        simple += [self.closure, self.outside]
        simple += [self.drawn, self.iterated, self.optional, self.defined, self.counted]
        simple += [self.meanwhile]
        simple += [self.sliced, self.stocked, self.ordered] * 2
        simple += [self.at_places, self.in_a_matrix] * 2
        blocks = [self.branch] * 3 + [self.loop] * 4 + [self.while_loop] * 2
        blocks += [self.matched, self.tried, self.managed, self.phi, self.asked, self.walked]
        blocks += [self.attempt] * 3 + [self.retried, self.rings]
        if self.chance(0.5):
            simple = [self.pick(simple) for _ in range(4)]
            blocks = [self.pick(blocks) for _ in range(2)]
        self.simple, self.blocks = simple, blocks

    def program(self) -> str:
        """Return the text of a program."""
        self.choose()
        for _ in range(self.pick([0, 0, 1, 2])):
            self.beside()
        above, self.lines = self.lines, []
        self.depth = 1
        n = Names(scalar=["x", "y", *OUTSIDE], array=["u", "w"], fixed=set(OUTSIDE))
        given = [name for name in GIVEN if self.chance(0.2)]
        for name in given:
            getattr(n, GIVEN[name]).append(name)
        for _ in range(int(self.rng.integers(3, 10))):
            self.statement(n, 4)
        self.say(f"return {' + '.join(self._everything(n))}")
        body = [*(f"    {line}" for line in ("global TOTAL", *START)), *self.lines]
        head = f"def f({', '.join(['x', 'y', 'u', 'w', *given])}):"
        text = "\n".join([HEAD, *above, "", head, *body, ""])
        return renamed(text, self.pick, lambda: self.chance(0.3))

    def _everything(self, n: Names) -> list[str]:
        """Return terms that read every variable."""
        parts = [*dict.fromkeys(n.scalar), *(f"np.sum({a} * {a})" for a in dict.fromkeys(n.array))]
        parts += [f"np.sum(np.sin({m}))" for m in n.matrix] + [f"sum({a})" for a in n.listed]
        parts += [f"{d}['a']" for d in n.mapped] + [f"{o}.loss(x)" for o in n.thing]
        parts += [f"{h}(y)" for h in n.function[-1:]] + [f"{c}.level" for c in n.cell]
        parts += [f"sum({g}) * {g}[-1]" for g in n.grown] + [f"np.sum({r}[-1])" for r in n.rows]
        parts += [f"sum({d}.values())" for d in n.keyed] + [f"abs({z}) ** 2" for z in n.number]
        return parts + [f"np.sum(np.abs({c}) ** 2)" for c in n.signal]

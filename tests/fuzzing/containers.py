"""Random statements on what can be written to: arrays and views, lists, dicts, objects."""

from __future__ import annotations

from fuzzing.expressions import Expressions, Names


class Containers(Expressions):
    """Writes statements that make containers, or write into them."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.lines: list[str] = []
        self.depth = 1
        self.loops = 0

    def say(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def write_array(self, n: Names, budget: int) -> None:
        """Write into an array, through a view or another name."""
        names = n.targets("array")
        if not names:
            return
        a, b = self.pick(names), self.pick(n.array)
        value = f"math.tanh({self.scalar(n)})"
        name, place = self.new("a"), self.pick([0, 1, -1])
        form = int(self.rng.integers(12))
        if form == 0:
            self.say(f"{a}[{place}] = {value}")
        elif form == 1:
            self.say(f"{a}[{self.pick(['1:', ':-1', ':', '::2'])}] *= {value}")
        elif form == 2:
            self.say(f"{a}[{place}] {self.pick(['+=', '-='])} {value}")
        elif form == 3:
            self.say(f"{a} {self.pick(['*=', '+='])} {value}")
        elif form == 4:
            self.say(f"{name} = {self.pick(['np.zeros(3)', f'{b} * 1.0', f'{b}.copy()'])}")
            self.say(f"for {name}i in range({self.pick([2, 3])}):")
            self.say(f"    {name}[{name}i] = {b}[{name}i] * {value} + {name}[{name}i - 1]")
        elif form == 5:
            self.say(f"{name} = {self.pick([b, f'{b}[::-1]', f'{b}[:]'])}")
            self.say(f"{self.pick([name, b])}[{place}] = {value}")
            self.say(f"{name} = {name} * 0.5")
        elif form == 6:
            self.say(f"{a}[{a} > {self.constant()}] = {value}")
        elif form == 7:
            self.say(f"{a}[1:] = {a}[:-1] * {value}")
        elif form == 8:
            self.say(f"{a}[:2], {a}[2] = {b}[1:], {value}")
        elif form == 9:
            self.say(f"np.multiply({b}, {self.scalar(n, 1)}, out={a})")
        elif form == 10:
            self.say(f"{a}[0], {a}[1] = {a}[1], {a}[0]")
        else:
            self.say(f"{name} = np.empty((3, 3))")
            self.say(f"{name}[:] = {self.matrix(n, 1)}")
            self.say(f"{name}[1, :] = {self.array(n, 1)}")
            self.say(f"{name}[:, {place}] *= {value}")
            n.matrix.append(name)
        if form in (4, 5):
            n.array.append(name)

    def contain(self, n: Names, budget: int) -> None:
        """Make a list, dict, tuple or object, or write into one."""
        self.pick([self._listed, self._mapped, self._thing, self._collected])(n)

    def _listed(self, n: Names) -> None:
        a, b, x = self.scalar(n, 1), self.scalar(n, 1), self.pick(n.scalar)
        names = n.targets("listed")
        if names and self.chance(0.6):
            name = self.pick(names)
            forms = [
                f"{name}[0] = {a}",
                f"{name}[-1] *= {b}",
                f"{name}.reverse()",
                f"{name} = [{a}, *{name}]",
                f"{name} = {name}[::-1]",
                f"{name} = {name} + [{a}]",
                f"{name}[0], {name}[1] = {name}[1], {name}[0]",
            ]
            if not self.loops:
                forms += [f"{name}.append({a})", f"{name}.extend([{a}, {b}])"]
                forms += [f"{name}.insert(0, {a})", f"{name} += [{b}]"]
            self.say(self.pick(forms))
            return
        if self.chance(0.2):
            name = self.new("p")
            self.say(f"{name} = ({a}, {b})")
            n.pair.append(name)
            return
        name = self.new("l")
        forms = [f"[{a}, {b}, {x}]", f"[{a}, *({b}, {x})]", f"list(({a}, {b}))"]
        self.say(f"{name} = {self.pick(forms)}")
        n.listed.append(name)

    def _mapped(self, n: Names) -> None:
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        names = n.targets("mapped")
        if names and self.chance(0.6):
            name = self.pick(names)
            forms = [
                f"{name}['a'] = {a}",
                f"{name}['b'] += {a}",
                f"{name}.update(a={a})",
                f"{name} = {{**{name}, 'b': {b}}}",
                f"{name} = {{k: v * {a} for k, v in {name}.items()}}",
            ]
            if not self.loops:
                forms.append(f"{name}['c'] = {name}.pop('a'); {name}['a'] = {b}")
                forms.append(f"{name}.setdefault('d', {b})")
            self.say(self.pick(forms))
            return
        name = self.new("d")
        forms = [f"{{'a': {a}, 'b': {b}}}", f"dict(a={a}, b={b})"]
        forms += [f"{{k: {a} * i for i, k in enumerate('ab')}}", f"dict(zip('ab', ({a}, {b})))"]
        self.say(f"{name} = {self.pick(forms)}")
        n.mapped.append(name)

    def _thing(self, n: Names) -> None:
        names = n.targets("thing")
        if names and self.chance(0.6):
            name = self.pick(names)
            forms = [
                f"{name}.b = {self.scalar(n, 1)}",
                f"{name}.b *= math.sin({self.scalar(n, 1)})",
                f"{name}.w = {self.array(n, 1)}",
                f"{name}.w[1] = math.sin({self.scalar(n, 1)})",
                f"setattr({name}, 'b', {self.scalar(n, 1)})",
            ]
            self.say(self.pick(forms))
            return
        name = self.new("o")
        self.say(f"{name} = Box({self.array(n, 1)} * 1.0, {self.scalar(n, 1)})")
        n.thing.append(name)

    def _collected(self, n: Names) -> None:
        """A list that is filled in a loop or a comprehension."""
        name, v, array = self.new("l"), self.new("v"), self.pick(n.array)
        a, c = self.scalar(n, 1), self.constant()
        forms = [
            [f"{name} = [{v} * {a} for {v} in {array}]"],
            [f"{name} = [{v} if {v} > {c} else {a} for {v} in {array}]"],
            [f"{name} = [{v} * k for k in (0.5, 1.5) for {v} in (0.2, {self.pick(n.scalar)})]"],
            [f"{name} = []", f"for {v} in {array}:", f"    {name}.append({v} * {a})"],
            [f"{name} = [0.1]", f"for {v} in {array}:", f"    {name}.append({name}[-1] + {v})"],
            [f"{name} = list(walk({array}))"],
            [f"{name} = [p - q for p, q in zip({array}[1:], {array})]"],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.listed.append(name)

"""Random statements on lists and dicts whose size is known only at run time."""

from __future__ import annotations

from fuzzing.expressions import Names
from fuzzing.statements import Statements


class Growing(Statements):
    """Writes lists that grow and shrink anywhere, and dicts with keys from data."""

    def scalar(self, n: Names, depth: int = 0) -> str:
        known = n.grown or n.rows or n.keyed
        if depth >= 2 or not known or not self.chance(0.12):
            return super().scalar(n, depth)
        a, forms = self.scalar(n, depth + 1), []
        if n.grown:
            g = self.pick(n.grown)
            forms += [f"{g}[-1]", f"{g}[0] * {a}", f"0.2 * sum({g})", f"math.tanh(max({g}))"]
            forms += [f"len({g}) * {a} * 0.2", f"sum(v * {a} for v in {g}) * 0.3", f"{g}[-1]"]
            deep = self.pick(["2", f"len({self.pick(n.array)})"])
            forms += [f"gathered({a}, {deep}, {g})"] if g not in n.fixed else []
            forms += [f"pushed({g}, {a})", f"spent({g})"] if g not in n.fixed else []
            forms += [f"sum([p * q for p, q in zip({g}, {g}[1:])])", f"{g}[len({g}) // 2]"]
        if n.rows:
            r = self.pick(n.rows)
            forms += [f"{r}[-1][1]", f"np.sum({r}[0])", f"np.tanh(np.sum(np.array({r})))"]
            forms += [f"len({r}) * 0.3", f"sum(v @ v for v in {r}) * 0.3"]
        if n.keyed:
            d = self.pick(n.keyed)
            forms += [f"{d}[0]", f"{d}.get({self.pick([0, 1, 7])}, {a})", f"len({d}) * {a} * 0.3"]
            forms += [f"sum({d}.values()) * 0.3", f"sum(k * v for k, v in {d}.items()) * 0.1"]
            forms += [f"({d}[1] if 1 in {d} else {a})"]
        return self.pick(forms)

    def grow(self, n: Names, budget: int) -> None:
        """Make a list, an alias of one, or change one."""
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        names = n.targets("grown")
        if not names or self.chance(0.25):
            name = self.new("g")
            forms = [f"[{a}]", f"[{a}, {b}]", f"[v for v in {self.pick(n.array)}]"]
            forms += [f"[{a}] + [v * {b} for v in {self.pick(n.array)} if v > {self.constant()}]"]
            forms += [f"[{b}, *[v for v in {self.pick(n.array)} if v > 0.1]]"]
            forms += [f"list({self.pick(n.array)})", f"[0.3] * {self.pick([2, 3])}"]
            if n.grown:
                g = self.pick(n.grown)
                forms += [g, g, f"{g}[:]", f"list({g})", f"[v * {a} for v in {g}]", f"{g}.copy()"]
                forms += [f"{g} + [{a}]", f"{g}[::-1]", f"sorted({g})"]
            self.say(f"{name} = {self.pick(forms)}")
            n.grown.append(name)
            return
        name = self.pick(names)
        forms = [
            [f"{name}.append({a})"],
            [f"{name}.append({a})"],
            [f"{name}.append({name}[-1] * {a})"],
            [f"if len({name}) > 1:", f"    {name}.pop()"],
            [f"if len({name}) > 1:", f"    {name}[0] = {name}.pop() * {a}"],
            [f"if {self.question(n)}:", f"    {name}.insert({self.pick([0, 1])}, {a})"],
            [
                f"if {self.question(n)}:",
                f"    {name}.append({a})",
                "else:",
                f"    {name}[-1] = {b}",
            ],
            [f"{name}[-1] += math.sin({a})"],
            [f"{name}.extend([{a}, {b}])"],
            [f"{name} += [{a}]"],
            [f"{name}.extend({self.pick(n.grown)}[:2])"],
            [
                f"if len({name}) < 9:",
                f"    {name} += {self.pick([f'{name}[-2:]', f'{name}[::-1]'])}",
            ],
            [f"if len({name}) < 9:", f"    {name}.extend(v * {a} for v in {self.pick(n.array)})"],
            [f"{name}[0], {name}[-1] = {name}[-1], {name}[0]"],
            [f"while len({name}) > 3:", f"    {name}.pop({self.pick(['', '0'])})"],
            [f"for {name}v in {self.pick(n.array)}:", f"    {name}.append({name}v * {a})"],
        ]
        for line in self.pick(forms):
            self.say(line)

    def stacked(self, n: Names, budget: int) -> None:
        """A list of arrays."""
        a, b = self.array(n, 1), self.array(n, 1)
        names = n.targets("rows")
        if not names or self.chance(0.3):
            name = self.new("r")
            self.say(f"{name} = [{self.pick([f'{a} * 1.0', f'{a} * 1.0, np.tanh({b})'])}]")
            n.rows.append(name)
            return
        name, form = self.pick(names), int(self.rng.integers(4))
        if form == 0:
            self.say(f"{name}.append(np.tanh({a}))")
        elif form == 1:
            self.say(f"if {self.question(n)}:")
            self.say(f"    {name}.append({name}[-1] * 0.5)")
        elif form == 2:
            array = self.new("a")
            self.say(
                f"{array} = np.tanh({self.pick([f'sum({name})', f'np.mean({name}, axis=0)'])})"
            )
            n.array.append(array)
        else:
            self.say(f"for {name}k in range(2):")
            self.say(f"    {name}.append(np.sin({name}[-1] + {b}))")

    def keys(self, n: Names, budget: int) -> None:
        """Fill a dict at keys that are computed, or change one."""
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        names = n.targets("keyed")
        key = self.pick([f"int({self.pick(n.scalar)} > 0.2)", "2", f"round({self.pick(n.scalar)})"])
        if not names or self.chance(0.3):
            name = self.new("d")
            i, v = self.new("i"), self.new("v")
            self.say(f"{name} = {{{self.pick([f'0: {a}', f'{key}: {b}, 0: {a}'])}}}")
            self.say(f"for {i}, {v} in enumerate({self.pick(n.array)}):")
            forms = [f"{name}[{i} % 2] = {v} * {b}", f"{name}[{i}] = {v}"]
            forms += [f"{name}[{i}] = {name}.get({i} - 1, {a}) * {v}"]
            self.say(f"    {self.pick(forms)}")
            n.keyed.append(name)
            return
        name = self.pick(names)
        forms = [
            [f"{name}[{key}] = {a}"],
            [f"{name}[0] += {a}"],
            [f"{name}[0] *= math.sin({a})"],
            [f"{name}.setdefault({key}, {a})"],
            [f"if {key} in {name}:", f"    {name}[0] = {name}[{key}] * {b}"],
            [f"{name}[{key}] = {name}.get({key}, 0.5) * math.tanh({a})"],
            [f"if len({name}) > 3:", f"    {name}[0] = {name}.pop(2, {a})"],
            [f"for {name}k in {name}:", f"    {name}[{name}k] *= 0.9"],
        ]
        for line in self.pick(forms):
            self.say(line)

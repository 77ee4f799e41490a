"""Random statements with calls in them that write to what the statement reads or writes."""

from __future__ import annotations

from fuzzing.containers import Containers
from fuzzing.expressions import Names


class Meanwhile(Containers):
    """Writes functions with side effects, and statements whose parts call them."""

    def meanwhile(self, n: Names, budget: int) -> None:
        """A function that writes to a container, called in the middle of a statement on it."""
        self.pick([self._on_array, self._on_list, self._on_dict, self._on_number])(n)

    def _effect(self, lines: list[str]) -> str:
        """A function with these lines that returns an index it is given."""
        name = self.new("h")
        self.say(f"def {name}(k=0):")
        for line in lines:
            self.say(f"    {line}")
        self.say("    return k")
        return name

    def _on_array(self, n: Names) -> None:
        a, t = self.new("a"), self.new("s")
        x, other = self.scalar(n, 1), self.pick(n.array)
        self.say(f"{a} = {other} * 1.0")
        writes = [f"{a}[0] = math.sin({a}[0]) + {x}", f"{a}[:2] *= math.tanh({x})"]
        writes += [f"{a}[1] += {a}[2] * 0.3", f"{a}[::2] = {a}[1:] * 0.5"]
        h = self._effect([self.pick(writes)])
        forms = [
            [f"{t} = {a}[{h}()] + {a}[{h}(1)] * {a}[0]"],
            [f"{t} = {a}[0] * {h}(1) + {a}[0]"],
            [f"{t} = np.sum({a}[{h}(1):]) - np.sum({a}[:{h}(2)])"],
            [f"{a}[{h}()] = {x} + {a}[{h}(1)]", f"{t} = {a}[0]"],
            [f"{a}[{h}(1)] *= {x} + {h}(2)", f"{t} = {a}[1]"],
            [f"{a}[0] += {h}(1) * {x}", f"{t} = np.sum({a})"],
            [f"{a}[:2] += {h}(1) * {x}", f"{t} = np.sum({a})"],
            [f"{a}[[0, 2]] -= {h}(1) * {x}", f"{t} = np.sum({a})"],
            [f"{a} *= {h}(1) + {x}", f"{t} = {a}[2]"],
            [f"{a}[0], {a}[{h}(2)] = {a}[{h}(1)], {a}[0]", f"{t} = np.sum({a} * {other})"],
            [f"{t} = {a}[1] if {a}[{h}()] > {self.constant()} else {x} * {a}[0]"],
            [f"{t} = {x} + ({a}[0] > 0.2 and {a}[{h}(1)] > {self.constant()}) * {a}[0]"],
            [f"{t} = 0.0", f"while {h}(1) + {t} < 3.0:", f"    {t} += 1.0 + math.tanh({a}[0])"],
            [
                f"{t} = {x}",
                f"for {t}k in range(4):",
                f"    {t}h = {h}({t}k)",
                f"    if {t}h > 1 + {t}: break",
                f"    {t} = math.sin({t} + {a}[0])",
                f"{t} = {t} * {a}[0]",
            ],
            [f"{t} = sum({a}[{h}({t}k)] for {t}k in range(3))"],
            [f"{t} = sum([{a}[{h}({t}k)] * {a}[0] for {t}k in range(2)])"],
            [f"{t} = np.dot({a}, [{a}[0], {h}(1), {a}[0]])"],
            [f"{t} = max({a}[0], {h}(0) * {x}, {a}[1])"],
            [f"{t} = np.array([[1.0, 2.0], [{x}, 0.5]])[{h}(1), {h}()] * {a}[0]"],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.array.append(a)
        n.scalar.append(t)

    def _on_list(self, n: Names) -> None:
        xs, t, x = self.new("l"), self.new("s"), self.scalar(n, 1)
        self.say(f"{xs} = [{x}, {self.scalar(n, 1)}]")
        if self.chance(0.4):
            self.say(f"for {t}v in {self.pick(n.array)}:")
            self.say(f"    {xs}.append({t}v * 0.5)")
        writes = [f"{xs}[0] = math.sin({xs}[0]) + {x}", f"{xs}[-1] *= {self.scalar(n, 1)}"]
        writes += [f"{xs}.append({xs}[0] * 0.5)", f"{xs}.insert(0, {x})", f"{xs}.reverse()"]
        h = self._effect([self.pick(writes)])
        forms = [
            f"{t} = {xs}[{h}()] * {xs}[{h}(1)]",
            f"{xs}[{h}()] = {xs}[{h}(1)]",
            f"{xs}[0] *= {x} + {h}(1)",
            f"{xs}[{h}(1)] -= {h}(1) * {xs}[0]",
            f"{xs} += [{x}, {h}(1) * 0.5, {xs}[0]]",
            f"{xs}[-1] += {xs}.pop() * {h}(1)",
            f"{xs}[0], {xs}[{h}(1)] = {h}(1) * {x}, {xs}[0]",
            f"{xs} = [{xs}[0], *{xs}, {h}(1), {xs}[0]]",
            f"{xs} = {xs} + [{h}(1) * {x}]",
        ]
        self.say(self.pick(forms))
        self.say(f"{t} = sum({xs}) + len({xs})")
        n.listed.append(xs)
        n.scalar.append(t)

    def _on_dict(self, n: Names) -> None:
        d, t, x = self.new("d"), self.new("s"), self.scalar(n, 1)
        self.say(f"{d} = {{'a': {x}, 'b': {self.scalar(n, 1)}}}")
        writes = [f"{d}['a'] = math.sin({d}['b'])", f"{d}['b'] *= {x}", f"{d}.update(a={x})"]
        h = self._effect([self.pick(writes)])
        forms = [
            f"{d}['a'] += {h}(1) * {x}",
            f"{d}['ab'[{h}(1)]] = {d}['a'] * {x}",
            f"{d}['b'] = {d}['a'] * {h}(1) + {d}['a']",
            f"{d} |= {{'b': {h}(1) * {x}}}",
            f"{d} = {{'a': {d}['a'], 'b': {h}(1) + {d}['b'], **{d}}}",
        ]
        self.say(self.pick(forms))
        self.say(f"{t} = {d}['a'] - {d}['b'] * 0.5")
        n.mapped.append(d)
        n.scalar.append(t)

    def _on_number(self, n: Names) -> None:
        t, x, o = self.new("s"), self.scalar(n, 1), self.new("o")
        self.say(f"{t} = {x}")
        self.say(f"{o} = Box({self.pick(n.array)} * 1.0, {self.scalar(n, 1)})")
        h = self._effect(
            [f"nonlocal {t}", f"{t} = math.sin({t}) * 0.5 + {x}", f"{o}.b = {o}.b * {t}"]
        )
        forms = [
            [f"{t} += {h}(1) * {t}"],
            [f"{t} = {t} * {h}(1) + {t}"],
            [f"{o}.b *= {h}(1) + {t}"],
            [f"{o}.w[{h}()] += {h}(1) * {o}.b"],
            [f"{t} = {o}.b + {h}(1) * {o}.b"],
            [f"{t}k = 0", f"while {h}(1) * {t} < 0.9 and {t}k < 3:", f"    {t}k += 1"],
            [f"for {t}k in range({h}(2)):", f"    {t} = {t} * {o}.b"],
            [f"{t} = {t} if {h}(1) * {t} < 0.7 else {o}.b"],
        ]
        for line in self.pick(forms):
            self.say(line)
        self.say(f"{t} = {t} + {o}.b * {o}.w[0]")
        n.thing.append(o)
        n.scalar.append(t)

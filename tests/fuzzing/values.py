"""Random statements on what is seldom a value: slices, sets, objects that hand out their arrays."""

from __future__ import annotations

from fuzzing.containers import Containers
from fuzzing.expressions import Names


class Values(Containers):
    """Writes statements that keep such values in variables and containers."""

    def sliced(self, n: Names, budget: int) -> None:
        """Read and write arrays at slices that variables hold."""
        names = n.targets("array")
        if not names:
            return
        a, b, q = self.pick(names), self.pick(n.array), self.question(n)
        v, t = f"math.tanh({self.scalar(n, 1)})", self.new("s")
        s, k = self.new("cut"), self.new("k")
        sign = self.pick(["=", "+=", "*="])
        made = self.pick(["slice(1, 3)", "slice(2)", "np.s_[::2]", "slice(None, None, -1)"])
        forms = [
            [f"{s} = {made}", f"{a}[{s}] {sign} {v}"],
            [f"{s} = slice(0, 2) if {q} else slice(1, 3)", f"{a}[{s}] {sign} {v}"],
            [f"for {k} in range(2):", f"    {s} = slice({k}, {k} + 2)", f"    {a}[{s}] {sign} {v}"],
            [f"{s} = {{'p': slice(0, 1), 'q': np.s_[1:]}}", f"{a}[{s}['q']] {sign} {b}[{s}['p']]"],
            [f"for {s} in [slice(i, i + 2) for i in range(2)]:", f"    {a}[{s}] {sign} {v}"],
            [f"{s} = np.s_[int({self.pick(n.scalar)} > 0):]", f"{a}[{s}] {sign} {v}"],
            [f"{s} = {made}", f"if {q}:", f"    {s} = slice(0, 1)", f"{a}[{s}] {sign} {v}"],
            [f"{s} = Stock({b})", f"{s}[{made}] {sign} {v}", f"{a}[1:] = {s}[slice(1, None)]"],
        ]
        for line in self.pick(forms):
            self.say(line)
        self.say(f"{t} = float(np.sum({a}[slice(0, 2)]))")
        n.scalar.append(t)

    def stocked(self, n: Names, budget: int) -> None:
        """Change what an object hands out, and set it back by `op=`."""
        b, x, o, k = self.pick(n.array), self.pick(n.scalar), self.new("o"), self.new("k")
        v, w = f"math.tanh({self.scalar(n, 1)})", f"np.tanh({self.array(n, 1)})"
        sign, place = self.pick(["+=", "*=", "-="]), self.pick(["0", "1:", "-1", ":2"])
        t = self.new("s")
        total = f"{t} = float(np.sum({o}.v)) + 0.1 * {o}.n"
        named = f"{t} = {o}.p + float(np.sum({o}.q))"
        forms = [
            [f"{o}.w {sign} {v}", f"{o}[{place}] {sign} {v}", total],
            [f"{o}.w {sign} {w}", f"{o}.v {sign} {w}", total],
            [f"for {k} in range(2):", f"    {o}.w {sign} {v}", f"    {o}[{k}] {sign} {v}", total],
            [f"if {self.question(n)}:", f"    {o}.w {sign} {w}", total],
        ]
        lines = [f"{o} = Stock({b})", *self.pick(forms)]
        if self.chance(0.3):
            lines = [f"{o} = SimpleNamespace(p={x}, q={b} * 1.0)", f"{o}.p {sign} {v}"]
            lines += [f"{o}.q[{place}] {sign} {v}", f"{o}.q {sign} {w}", named]
        for line in lines:
            self.say(line)
        n.scalar.append(t)

    def ordered(self, n: Names, budget: int) -> None:
        """Compare tuples and objects by their parts; walk a set."""
        a, b, t = self.pick(n.array), self.pick(n.array), self.new("s")
        v, w = self.scalar(n, 1), self.scalar(n, 1)
        ranked = f"[Ranked({v}, 0.3), Ranked({w}, {self.scalar(n, 1)}), Ranked(0.1)]"
        forms = [
            f"sum(p * q * k for k, (p, q) in enumerate(sorted(zip({a}, {b}))))",
            f"max((p, i) for i, p in enumerate({a}))[0] * {b}[min({{0, 2}} | {{1}})]",
            f"max({ranked}).value + min({ranked}).rank",
            f"sum({a}[k] * (k + 1) for k in {{2, 0, 1}} - {{{self.pick('012')}}})",
            f"({v} if Ranked({v}) < Ranked({w}) else math.sin({w}))",
            f"{b}[bisect.bisect([-0.5, 0.5], {v})]",
            f"sum(p * i for (i,), p in np.ndenumerate({a}))",
        ]
        self.say(f"{t} = math.tanh({self.pick(forms)})")
        n.scalar.append(t)

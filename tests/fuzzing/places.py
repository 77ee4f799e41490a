"""Random writes into arrays: at lists of places, by masks, through views, by NumPy's functions."""

from __future__ import annotations

from fuzzing.containers import Containers
from fuzzing.expressions import Names


class Places(Containers):
    """Writes statements that write into arrays and matrices."""

    def at_places(self, n: Names, budget: int) -> None:
        """Write into an array at several places at once, or where it is not known which."""
        names = n.targets("array")
        if not names:
            return
        a, b = self.pick(names), self.pick(n.array)
        v, w = f"math.tanh({self.scalar(n, 1)})", f"np.tanh({self.array(n, 1)})"
        places = self.pick(["[0, 2, 0]", "np.array([1, 1, 2])", "[2, 0, 1]", "np.argsort(M[0])"])
        mask = self.pick([f"{a} > {self.constant()}", f"{b} < {self.constant()}", "M[1] > 0.0"])
        sign = self.pick(["=", "+=", "-=", "*="])
        t, k = self.new("a"), self.new("k")
        forms = [
            [f"{a}[{places}] {sign} {w}"],
            [f"{a}[{places}] {sign} {v}"],
            [f"{a}[{mask}] {sign} {v}"],
            [f"{k} = {mask}", f"{a}[{k}] {sign} {w}[{k}]"],
            [f"np.{self.pick(['add', 'subtract', 'maximum'])}.at({a}, {places}, {w})"],
            [f"np.{self.pick(['add', 'multiply'])}({w}, {v}, {self.pick(['out=', ''])}{a})"],
            [f"np.copyto({a}, {w}, where={mask})"],
            [f"np.putmask({a}, {mask}, {v})"],
            [f"{a}.fill({v})", f"{a}[1] = {self.scalar(n, 1)}"],
            [f"{a} = {a} * 1.0", f"{a}.sort()"],
            [f"for {k}, {t} in enumerate({a}):", f"    {a}[{k} - 1] = math.sin({t}) + 0.5 * {v}"],
            [f"{t} = {a} if {self.question(n)} else {b} * 1.0", f"{t}[{self.pick('012')}] = {v}"],
            [f"{t} = {a}[{self.pick(['::-1', '1:', ':, None'])}]", f"{t}[0] = {v}"],
            [f"{t} = [{a}, {b} * 0.5]", f"for {k} in {t}:", f"    {k}[1] {sign} {v}"],
        ]
        for line in self.pick(forms):
            self.say(line)

    def in_a_matrix(self, n: Names, budget: int) -> None:
        """Write into a matrix through its rows, columns, diagonal and other shapes."""
        m, v = self.new("m"), f"math.tanh({self.scalar(n, 1)})"
        w, r, k = f"np.tanh({self.array(n, 1)})", self.new("r"), self.new("k")
        sign = self.pick(["=", "+=", "*="])
        self.say(f"{m} = np.tanh({self.matrix(n, 1)}) * 1.0")
        forms = [
            [f"{m}[[0, 2, 0], [1, 1, 1]] {sign} {w}"],
            [f"{m}[np.arange(3), [2, 0, 1]] {sign} {w}"],
            [f"{m}[:, [0, 0]] {sign} {v}"],
            [f"{m}[{m} > {self.constant()}] {sign} {v}"],
            [f"{m}[M[0] > 0.0] {sign} {w}"],
            [f"np.fill_diagonal({m}, {w})"],
            [f"{m}.flat[{self.pick('0257')}] {sign} {v}"],
            [f"{m}.T[1] {sign} {w}"],
            [f"for {r} in {m}:", f"    {r}[0] = {v}", f"    {r} *= {w}"],
            [f"for {k}, {r} in enumerate({m}):", f"    {r}[{k}] {sign} {v}"],
            [f"{r} = {m}[1]", f"{r}[1:] {sign} {v}", f"{r} += {w}"],
            [f"{r} = {m}[0] if {self.question(n)} else {m}[:, 1]", f"{r}[:2] {sign} {v}"],
            [f"{m}[[0, 2]] = {m}[[2, 0]]"],
            [f"np.put_along_axis({m}, np.argsort(M, axis=1)[:, :1], {v}, axis=1)"],
            [f"np.add({m}, {w}, out={m})", f"np.multiply({m}[0], {v}, out={m}[2])"],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.matrix.append(m)

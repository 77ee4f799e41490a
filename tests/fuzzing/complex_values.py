"""Random statements on complex numbers and arrays of them, read back as real numbers."""

from __future__ import annotations

from fuzzing.expressions import Names
from fuzzing.statements import Statements


class ComplexValues(Statements):
    """Writes complex values of moderate size; what is read of them is smooth."""

    def scalar(self, n: Names, depth: int = 0) -> str:
        if depth >= 2 or not (n.number or n.signal) or not self.chance(0.12):
            return super().scalar(n, depth)
        forms = []
        if n.number:
            z, q = self.pick(n.number), self.pick(n.number)
            forms += [f"{z}.real", f"{z}.imag", f"abs({z} + 3.0)", f"abs({z}) ** 2"]
            forms += [
                f"({z} * {q}.conjugate()).imag",
                f"np.real({z} * {q})",
                f"abs({z} * {q}) ** 2",
            ]
        if n.signal:
            c, k = self.pick(n.signal), self.pick(n.signal)
            forms += [f"np.vdot({c}, {k}).real * 0.3", f"{c}[1].real", f"np.sum({c}).imag * 0.5"]
            forms += [f"np.mean(np.abs({c}) ** 2)", f"np.linalg.norm({c})"]
        return self.pick(forms)

    def complex_numbers(self, n: Names, budget: int) -> None:
        """Make or rebind a complex number or an array of them."""
        a, b = self.scalar(n, 1), self.scalar(n, 1)
        if self.chance(0.45 if n.signal else 0.3):
            self._signal(n)
            return
        names = n.targets("number")
        if names and self.chance(0.5):
            z, q = self.pick(names), self.pick(n.number)
            forms = [
                f"{z} *= cmath.exp(1j * {a})",
                f"{z} += complex({a}, {b})",
                f"{z} = {z} * {q} / (1.5 + abs({z}) ** 2)",
                f"{z} = np.sin({a}) * {q}.conjugate()",
                f"{z} = {z} - 0.2j * {a}",
                f"{z} = {q} if {self.question(n)} else {z} * 1j",
                f"{z} = 1.0 / ({q} + 3.0 + 1j)",
            ]
            self.say(self.pick(forms))
            return
        name = self.new("z")
        forms = [f"complex({a}, {b})", f"{a} + 1j * {b}", f"np.exp(1j * {a})"]
        forms += [f"cmath.exp(0.3 * complex({a}, {b}))", f"0.5j * {a}"]
        self.say(f"{name} = {self.pick(forms)}")
        n.number.append(name)

    def _signal(self, n: Names) -> None:
        u, w = self.pick(n.array), self.pick(n.array)
        name = self.new("c")
        forms = [f"np.exp(1j * {u})", f"{u} + 1j * {w}", f"np.fft.fft({u}) * 0.5"]
        forms += [f"np.array([1.0, 1j, {self.scalar(n, 1)}])", f"np.zeros(3, dtype=complex) + {u}"]
        if n.signal:
            c = self.pick(n.signal)
            forms += [f"np.conj({c}) * {u}", f"{c} / (2.0 + np.abs({c}) ** 2)", f"{c}[::-1] * 1j"]
            forms += [f"np.fft.ifft({c})", f"M @ {c}", f"np.where({u} > 0.1, {c}, 0.5j)"]
        self.say(f"{name} = {self.pick(forms)}")
        if self.chance(0.3):
            self.say(f"{name}[{self.pick([0, -1])}] = {self.scalar(n, 1)}")
        if self.chance(0.3):
            array = self.new("a")
            self.say(f"{array} = {self.pick(['np.real', 'np.imag'])}({name} * 1j)")
            n.array.append(array)
        n.signal.append(name)

"""Writes programs whose arrays, rows, lists and objects have several names by turns.

What the other writer makes rarely is made all the time here: a name that is one of two
things, views of views, items exchanged, rounds that leave behind what the next one writes to.
"""

from __future__ import annotations

from fuzzing.head import HEAD
from fuzzing.weighted import Weighted

ABOVE = """
def picked(p, a, b):
    if p > 0.5:
        return a
    return b


def scaled(a, t):
    a[0] *= t
    return a


def given(box, a):
    box.w = a


"""


class Aliasing(Weighted):
    """Writes one program over arrays; `things` are the names of what may have several."""

    parameters = ("x", "u", "v", "w", "box")
    things = ("u", "v", "w")

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.names = list(self.things)
        self.pairs: list[str] = []  # lists of two things
        self.jumps = False  # may a loop be left here

    def program(self) -> str:
        """Return the text of a program."""
        lines = [f"def f({', '.join(self.parameters)}):", "    n = int(2.0 * x)"]
        lines += self.statements(1, self.rng.randint(3, 7))
        ends = [f"{self.total(a)} * {0.3 + 0.1 * k:.1f}" for k, a in enumerate(self.names)]
        ends += [self.total("box.w") + " * box.b"] if "box" in self.parameters else []
        ends += [f"{self.total(f'{c}[0]')} + 2 * {self.total(f'{c}[1]')}" for c in self.pairs]
        lines.append(f"    return x * ({' + '.join(ends)})")
        return HEAD + ABOVE + "\n".join(lines) + "\n"

    # -- what differs between arrays, rows and lists -------------------------------------

    def total(self, thing: str) -> str:
        return f"np.sum({thing})"

    def thing(self) -> str:
        """Return an expression for a thing that has a name already, mostly."""
        name, other = self.name(), self.name()
        return self.one_of(
            (60, name),
            (10, self.item() or name),
            (8, "box.w"),
            (6, f"({name} if {self.asked()} else {other})"),
            (5, f"picked({self.number()}, {name}, {other})"),
            (4, f"{name}[:]"),
            (4, f"{name}.copy()"),
            (3, f"{name} * {self.number()}"),
        )

    def place(self) -> str:
        """Return what can be written to as a whole."""
        return self.one_of((70, self.name()), (15, self.item() or self.name()), (15, "box.w"))

    def number(self) -> str:
        return self.one_of((1, "x"), (1, "0.5"), (2, f"{self.name()}[{self.index()}]"))

    def write(self) -> str:
        """Return a statement that writes to a thing, or hands one on."""
        operator = self.rng.choice(["*=", "=", "+="])
        return self.one_of(
            (45, f"{self.place()}[{self.index()}] {operator} {self.number()}"),
            (15, f"{self.place()} {self.rng.choice(['*=', '+='])} {self.number()}"),
            (10, f"scaled({self.place()}, {self.number()})"),
            (15, f"box.w = {self.thing()}"),
            (10, f"given(box, {self.thing()})"),
        )

    # -- statements ----------------------------------------------------------------------

    def kinds(self) -> list:
        room = self.depth < 3
        return [
            (35, self.simple),
            (12 if self.depth == 0 else 0, self.new_name),
            (4 if self.jumps else 0, self.jump),
            (11 if room else 0, self.branch),
            (12 if room else 0, self.loop),
            (4 if room else 0, self.tried),
        ]

    def simple(self) -> list[str]:
        name, other = self.name(), self.name()
        changed = f"{self.item()} = {self.thing()}" if self.pairs else f"{name} = {self.thing()}"
        return [
            self.one_of(
                (20, f"{name} = {self.thing()}"),
                (5, f"{name}, {other} = {other}, {name}"),
                (8, changed),
                (35, self.write()),
            )
        ]

    def new_name(self) -> list[str]:
        self.made += 1
        if self.rng.random() < 0.5:
            line = f"c{self.made} = [{self.thing()}, {self.thing()}]"
            self.pairs.append(f"c{self.made}")
        else:
            line = f"a{self.made} = {self.thing()}"
            self.names.append(f"a{self.made}")
        return [line]

    def jump(self) -> list[str]:
        return [f"if {self.asked()}:", f"    {self.rng.choice(['break', 'continue'])}"]

    def loop(self) -> list[str]:
        before, self.jumps = self.jumps, True
        self.loops += 1
        i = f"i{self.loops}"
        lines = [f"for {i} in range({self.rng.choice(['n', '2', '3', 'n + 1'])}):"]
        if self.rng.random() < 0.3:
            lines = [f"{i} = 0", f"while {i} < n:", f"    {i} += 1"]
        lines += self.inside(3)
        self.loops -= 1
        self.jumps = before
        return lines

    def tried(self) -> list[str]:
        before, self.jumps = self.jumps, False
        lines = ["try:", *self.inside(2), f"    if {self.asked()}:", "        raise ValueError"]
        lines += [*self.inside(1), "except ValueError:", *self.inside(1)]
        self.jumps = before
        return lines

    # -- parts ---------------------------------------------------------------------------

    def name(self) -> str:
        return self.rng.choice(self.names)

    def item(self) -> str:
        return f"{self.rng.choice(self.pairs)}[{self.rng.choice([0, 1])}]" if self.pairs else ""

    def index(self) -> str:
        turns = f"i{self.loops} % 2" if self.loops else "n % 2"
        return self.rng.choice(["0", "1", "-1", turns])

    def asked(self) -> str:
        known = ["x > 0.6", "x > 0.9", f"{self.number()} > 0.2"]
        known += [f"i{self.loops} > 0", f"x > i{self.loops}"] if self.loops else []
        return self.rng.choice(known)


class Rows(Aliasing):
    """Writes one program over matrices and the rows, columns and turned views of them."""

    parameters = ("x", "m", "k", "p", "q")
    things = ("p", "q")

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.matrices = ["m", "k"]

    def program(self) -> str:
        text = super().program()
        weights = "np.array([[0.3, 0.7], [1.1, -0.4]])"
        ends = "".join(f" + np.sum({m} * {weights})" for m in self.matrices)
        return text.removesuffix(")\n") + f"{ends})\n"

    def total(self, thing: str) -> str:
        return f"({thing}[0] + 3 * {thing}[1])"

    def matrix(self) -> str:
        m = self.rng.choice(self.matrices)
        other = self.rng.choice(self.matrices)
        return self.one_of(
            (45, m),
            (10, f"{m}.T"),
            (8, f"{m}[::-1]"),
            (6, f"{m}[:, ::-1]"),
            (8, f"({m} if {self.asked()} else {other})"),
            (6, f"picked({self.number()}, {m}, {other})"),
            (4, f"{m}.copy()"),
            (4, f"{m} * {self.number()}"),
            (4, f"{m}.reshape(2, 2)"),
            (4, f"np.stack([{self.name()}, {self.name()}])"),
        )

    def thing(self) -> str:
        m, name = self.rng.choice(self.matrices), self.name()
        row = self.one_of((30, f"{m}[{self.index()}]"), (10, f"{m}[:, {self.index()}]"))
        return self.one_of(
            (25, name),
            (35, row),
            (5, f"{m}.T[{self.index()}]"),
            (6, self.item() or name),
            (6, f"({row} if {self.asked()} else {name})"),
            (5, f"picked({self.number()}, {row}, {name})"),
            (5, f"{name}[::-1]"),
            (4, f"{name}.copy()"),
            (4, f"{name} * {self.number()}"),
            (2, f"{m}.ravel()[1:3]"),
        )

    def place(self) -> str:
        row = f"{self.rng.choice(self.matrices)}[{self.index()}]"
        return self.one_of((50, self.name()), (15, self.item() or self.name()), (35, row))

    def number(self) -> str:
        at = f"{self.rng.choice(self.matrices)}[{self.index()}, {self.index()}]"
        return self.one_of((1, "x"), (1, "0.5"), (1, f"{self.name()}[{self.index()}]"), (1, at))

    def write(self) -> str:
        m, other = self.rng.choice(self.matrices), self.rng.choice(self.matrices)
        operator = self.rng.choice(["*=", "=", "+="])
        return self.one_of(
            (20, f"{self.place()}[{self.index()}] {operator} {self.number()}"),
            (15, f"{m}[{self.index()}, {self.index()}] {operator} {self.number()}"),
            (15, f"{m}[{self.index()}] {operator} {self.thing()}"),
            (10, f"{self.rng.choice([m, self.name()])} *= {self.number()}"),
            (6, f"scaled({self.place()}, {self.number()})"),
            (15, f"{m} = {self.matrix()}"),
            (5, f"{m}, {other} = {other}, {m}"),
        )


class Lists(Aliasing):
    """Writes one program over lists of numbers, and objects that hold them."""

    parameters = ("x", "us", "ws", "box")
    things = ("us", "ws")

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.boxes = ["box"]

    def program(self) -> str:
        text = super().program().replace("    n = int", "    box.w = [*box.w]\n    n = int")
        ends = "".join(f" + sum({box}.w) * {box}.b" for box in self.boxes[1:])
        return text.removesuffix(")\n") + f"{ends})\n"

    def total(self, thing: str) -> str:
        return f"sum({thing})"

    def thing(self) -> str:
        name, other = self.name(), self.name()
        return self.one_of(
            (50, name),
            (10, self.item() or name),
            (10, f"{self.rng.choice(self.boxes)}.w"),
            (7, f"({name} if {self.asked()} else {other})"),
            (5, f"picked({self.number()}, {name}, {other})"),
            (4, f"{name}[:]"),
            (4, f"[{self.number()}, {self.number()}]"),
            (4, f"scaled({name}, {self.number()})"),
            (4, f"[t * {self.number()} for t in {name}]"),
        )

    def place(self) -> str:
        box = self.rng.choice(self.boxes)
        return self.one_of((60, self.name()), (15, self.item() or self.name()), (25, f"{box}.w"))

    def new_name(self) -> list[str]:
        if self.rng.random() > 0.25:
            return super().new_name()
        self.made += 1
        whole = self.rng.choice([self.rng.choice(self.boxes), f"Box({self.thing()}, x)"])
        self.boxes.append(f"b{self.made}")
        return [f"b{self.made} = {whole}"]

    def write(self) -> str:
        box, other, place = self.rng.choice(self.boxes), self.rng.choice(self.boxes), self.place()
        operator = self.rng.choice(["*=", "=", "+="])
        return self.one_of(
            (40, f"{place}[{self.index()}] {operator} {self.number()}"),
            (8, f"{place}.append({self.number()})"),
            (5, f"{place}.reverse()"),
            (5, f"{place}[:] = [t * 0.5 for t in {place}]"),
            (15, f"{box}.w = {self.thing()}"),
            (8, f"given({box}, {self.thing()})"),
            (6, f"{box}.b {operator} {self.number()}"),
            (8, f"{box} = {other}"),
        )


class Gathered(Aliasing):
    """Writes one program that puts its arrays into lists of unknown length."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.lists = ["g"]

    def program(self) -> str:
        text = super().program().replace("    n = int", "    g = []\n    n = int")
        ends = "".join(f" + sum(np.sum(t) * 1.3 for t in {g})" for g in self.lists)
        return text.removesuffix(")\n") + f"{ends})\n"

    def thing(self) -> str:
        g = self.rng.choice(self.lists)
        return self.one_of((80, super().thing()), (20, f"({g}[-1] if {g} else {self.name()})"))

    def write(self) -> str:
        g, name = self.rng.choice(self.lists), self.name()
        return self.one_of(
            (50, super().write()),
            (25, f"{g}.append({self.thing()})"),
            (6, f"{g}.append({name}.copy())"),
            (5, f"{g} = [{name}]"),
            (4, f"{g} = {g} + [{name}]"),
            (3, f"{g}.reverse()"),
            (4, f"{g} = [t * 0.5 for t in {g}]"),
        )

    def new_name(self) -> list[str]:
        if self.rng.random() > 0.3:
            return super().new_name()
        self.made += 1
        whole = self.rng.choice(["[]", self.lists[0], f"[{self.name()}]"])
        self.lists.append(f"g{self.made}")
        return [f"g{self.made} = {whole}"]

    def loop(self) -> list[str]:
        if self.rng.random() > 0.15:
            return super().loop()
        return [f"for t in {self.rng.choice(self.lists)}:", f"    t[{self.index()}] *= 0.5"]


WRITERS = (Aliasing, Rows, Lists, Gathered)


def aliased(seed: int) -> str:
    """Return the program of a seed: of arrays, rows, lists, or arrays in lists, by turns."""
    return WRITERS[seed % len(WRITERS)](seed).program()

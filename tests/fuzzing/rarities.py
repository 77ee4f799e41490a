"""Random statements of what is rarer in numerical code: draws, iterators, sets, options."""

from __future__ import annotations

from fuzzing.containers import Containers
from fuzzing.expressions import Names


class Rarities(Containers):
    """Writes statements that use the rarer parts of the language and its library."""

    def drawn(self, n: Names, budget: int) -> None:
        """Random numbers of a generator of the program's own, or of one outside."""
        x, a, t = self.pick(n.scalar), self.pick(n.array), self.new("s")
        rng = self.new("rng")
        seed, rounds = int(self.rng.integers(9)), int(self.rng.integers(1, 4))
        forms = [
            [f"{rng} = np.random.default_rng({seed})", f"{t} = {rng}.normal() * {x}"],
            [
                f"{rng} = np.random.default_rng({seed})",
                f"{t} = float(np.sum({a} * {rng}.normal(size=3)))",
            ],
            [
                f"{rng}, {t} = random.Random({seed}), {x}",
                f"for _ in range({rounds}):",
                f"    {t} = math.sin({t} + {rng}.gauss(0.0, 1.0) * {self.scalar(n, 1)})",
            ],
            [
                f"{rng} = random.Random({seed})",
                f"{t} = {self.scalar(n, 1)} if {rng}.random() > 0.5 else {x} * {rng}.random()",
            ],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.scalar.append(t)

    def iterated(self, n: Names, budget: int) -> None:
        """An iterator that is taken from by hand."""
        a, t, it = self.pick(n.array), self.new("s"), self.new("it")
        forms = [
            [f"{it} = iter({a})", f"{t} = next({it})", f"{t} *= next({it}, 0.5)"],
            [
                f"{it} = iter([{self.scalar(n, 1)}, {self.scalar(n, 1)}])",
                f"{t} = next({it})",
                f"for {t}v in {it}:",
                f"    {t} = math.tanh({t} * {t}v)",
            ],
            [f"{t} = next((v for v in {a} if v > {self.constant()}), {self.scalar(n, 1)})"],
            [f"{t} = sum(filter(lambda v: v > {self.constant()}, {a}))"],
            [f"{t} = sum(itertools.islice(({a}), 2))"],
            [f"{t} = sum(p * q for p, q in itertools.pairwise({a}))"],
            [f"{t} = sum(p * q for p, q in itertools.product({a}, repeat=2))"],
            [f"*_, {t} = itertools.accumulate({a}, lambda p, q: math.tanh(p + q))"],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.scalar.append(t)

    def counted(self, n: Names, budget: int) -> None:
        """A loop whose bound, or first number, is an entry that its rounds write to."""
        x, t, k, i = self.pick(n.scalar), self.new("s"), self.new("k"), self.new("i")
        counts = self.pick(["np.array([2, 1])", "[2, 1]", "[j + 1 for j in range(2)]"])
        place = self.pick(["0", "1", f"{i} % 2"])
        walks = [
            f"for {i} in range({k}[0]):",
            f"for {i} in range({k}[1], {k}[0] + 2):",
            f"for {i} in range(sum({k})):",
            f"for {i}, _ in enumerate({self.pick(n.array)}, {k}[1]):",
        ]
        change = self.pick([f"{t} * 0.9 + {i} * {x}", f"math.sin({t} + {i} * {x})"])
        self.say(f"{k}, {t} = {counts}, {self.scalar(n, 1)}")
        for line in (self.pick(walks), f"    {t} = {change}", f"    {k}[{place}] += 1"):
            self.say(line)
        self.say(f"{t} *= {k}[{self.pick('01')}] * 0.2")
        n.scalar.append(t)

    def optional(self, n: Names, budget: int) -> None:
        """Sets, options given as strings or None, and keys."""
        a, b, t = self.scalar(n, 1), self.scalar(n, 1), self.new("s")
        word, i = self.pick(["sin", "tanh", "none"]), self.new("i")
        forms = [
            [f"{t} = shaped({a}, how='{word}')"],
            [f"{t} = shaped({a}, scale={self.pick(['None', b])})"],
            [f"{t} = getattr(math, '{self.pick(['sin', 'tanh'])}')({a})"],
            [f"{t} = {a} if '{word}' in {{'sin', 'cos'}} else {b}"],
            [
                f"{t} = {a}",
                f"for {i} in range(3):",
                f"    if {i} not in {{0, 2}}:",
                f"        {t} = math.sin({t}) * {b}",
            ],
            [f"{t} = {{'sin': math.sin, 'tanh': math.tanh}}.get('{word}', math.cos)({a})"],
            [
                f"{t}d = {{'p': {a}, 'q': {b}}}",
                f"{t}d['r'] = {t}d.pop('p') * 0.5",
                f"{t} = sum({t}d[k] for k in {t}d.keys()) + {t}d.setdefault('z', 0.3)",
            ],
            [
                f"{t}l = [{a}, {b}]",
                f"{t}l.insert(1, {self.scalar(n, 1)})",
                f"del {t}l[0]",
                f"{t}l.reverse()",
                f"{t} = {t}l[0] - {t}l[-1] * 0.5",
            ],
            [
                f"{t}l = collections.deque([{a}], maxlen=2)",
                f"for {i} in range(3):",
                f"    {t}l.append(math.sin({t}l[-1] + {b}))",
                f"{t} = sum({t}l)",
            ],
            [f"{t} = sum(k in {{1, 2}} for k in range(3)) * {a}"],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.scalar.append(t)

    def defined(self, n: Names, budget: int) -> None:
        """Generators, recursive functions and classes of the program's own."""
        x, a, t = self.pick(n.scalar), self.pick(n.array), self.new("s")
        name, again = self.new("g"), self.constant()
        forms = [
            [
                f"def {name}(k):",
                f"    for v in {a}:",
                f"        if v > {again}:",
                "            yield v * k",
                f"    yield {x}",
                f"{t} = sum({name}({self.scalar(n, 1)}))",
            ],
            [
                f"def {name}(t, n):",
                f"    if n == 0 or t > {again}:",
                f"        return t * {x}",
                f"    return math.sin({name}(t * 0.7 + 0.1, n - 1)) + {x}",
                f"{t} = {name}({self.scalar(n, 1)}, {int(self.rng.integers(4))})",
            ],
            [
                f"class {name.upper()}:",
                f"    scale = {self.constant()}",
                "    def __init__(self, k):",
                "        self.k = k",
                "    def __call__(self, t):",
                "        return math.tanh(t * self.k) * self.scale",
                f"{t} = {name.upper()}({self.scalar(n, 1)})({x})",
            ],
        ]
        for line in self.pick(forms):
            self.say(line)
        n.scalar.append(t)

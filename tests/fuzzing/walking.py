"""Writes programs that walk iterators in part, by turns and through the standard library.

What matters is how much of an iterator each use takes: every program ends with what is left.
"""

from __future__ import annotations

from fuzzing.head import HEAD
from fuzzing.weighted import Weighted

ABOVE = """
from functools import reduce
from itertools import accumulate, chain, compress, dropwhile, filterfalse, groupby, islice
from itertools import pairwise, product, starmap, takewhile, tee, zip_longest


def squares(it):
    for v in it:
        yield v * v


def in_turns(it, jt):
    for v in it:
        yield v
        yield next(jt, 0.5)


def until(it, bound):
    for v in it:
        if v > bound:
            return
        yield v * 2.0


def first(it, n):
    return list(islice(it, n))


class Pool:
    def __init__(self, it):
        self.it = it

    def more(self):
        return next(self.it, 0.3)


"""


class Walking(Weighted):
    """Writes one program; `iterators` are the names of what is walked."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.iterators = ["it", "jt"]
        self.lists = ["xs", "ys"]

    def program(self) -> str:
        """Return the text of a program."""
        lines = ["def f(x, xs, ys):", "    n = int(3.0 * x)", "    s, out = x, []"]
        lines += ["    it = iter(xs)", self.one_of((3, "    jt = iter(ys)"), (1, "    jt = it"))]
        lines += self.statements(1, self.rng.randint(1, 4))
        left = [f"{k + 2} * sum(v * v for v in {i})" for k, i in enumerate(self.iterators)]
        lines.append(f"    return s + sum(k * v for k, v in enumerate(out)) + {' + '.join(left)}")
        return HEAD + ABOVE + "\n".join(lines) + "\n"

    # -- what is walked ------------------------------------------------------------------

    def walked(self) -> str:
        """Return an expression that is walked, and yields numbers."""
        i, k = self.rng.choice(self.iterators), self.rng.choice(["1", "2", "n"])
        return self.one_of(
            (14, i),
            (16, f"islice({i}, {k})"),
            (6, f"islice({i}, 1, {self.rng.choice(['2', '3', 'n'])})"),
            (4, f"islice({i}, 0, {self.rng.choice(['None', '4', '3'])}, 2)"),
            (5, f"takewhile(lambda v: v > {self.bound()}, {i})"),
            (4, f"dropwhile(lambda v: v > {self.bound()}, {i})"),
            (4, f"filterfalse(lambda v: v > {self.bound()}, {i})"),
            (1, f"filter(lambda v: v > {self.bound()}, {i})"),
            (1, f"map(lambda v: v * x, {i})"),
            (5, f"(v * v for v in {i})"),
            (5, f"(v * x for v in {i} if v > {self.bound()})"),
            (4, f"accumulate({i})"),
            (3, f"accumulate({i}, lambda a, b: a * b, initial=x)"),
            (1, f"chain([x], {i})"),
            (1, f"chain({i}, {self.rng.choice(self.lists)})"),
            (1, f"compress({i}, [1, 0, 1])"),
            (5, f"squares({i})"),
            (5, f"in_turns({i}, {self.rng.choice(self.iterators)})"),
            (4, f"until({i}, {self.bound()})"),
            (4, f"first({i}, {k})"),
            (2, f"islice(squares({i}), {k})"),
            (2, f"islice(accumulate({i}), {k})"),
            (3, f"reversed(list(islice({i}, {k})))"),
            (4, self.rng.choice(self.lists)),
        )

    def pairs(self) -> str:
        """Return an expression that is walked, and yields pairs of numbers."""
        i, j = self.rng.choice(self.iterators), self.rng.choice(self.iterators)
        return self.one_of(
            (1, f"enumerate({i})"),
            (1, f"zip({i}, {j})"),
            (1, f"zip({i}, {self.rng.choice(self.lists)})"),
            (6, f"zip({self.rng.choice(self.lists)}, {self.rng.choice(self.lists)})"),
            (2, f"zip([1.0, 2.0], {self.walked()})"),
            (3, f"enumerate(list({self.walked()}))"),
            (2, f"enumerate({self.walked()})"),
            (6, f"pairwise({i})"),
            (4, f"product({i}, (1.0, x))"),
            (3, f"product([x, 2.0], {i})"),
            (1, f"zip_longest({i}, {j}, fillvalue=x)"),
            (4, f"zip(list(islice({i}, 2)), list(islice({j}, n)))"),
            (3, f"((v, v * x) for v in {i})"),
            (1, f"starmap(lambda a, b: (b, a), zip({i}, {j}))"),
            (1, f"zip(*tee({i}))"),
        )

    def taken(self) -> str:
        """Return a number for which something is walked."""
        i, walked = self.rng.choice(self.iterators), self.walked()
        return self.one_of(
            (12, f"next({i}, {self.rng.choice(['x', '0.4'])})"),
            (4, f"next({i})"),
            (14, f"sum({walked})"),
            (4, f"max({walked}, default=x)"),
            (4, f"math.prod(list({walked}))"),
            (4, f"sum(v * v for v in {walked})"),
            (5, f"sum(a * b * b for a, b in {self.pairs()})"),
            (4, f"sum([v * {self.number()} for v in {walked}])"),
            (4, f"next((v for v in {walked} if v > {self.bound()}), x)"),
            (3, f"(x if any(v > {self.bound()} for v in {walked}) else 2.0)"),
            (3, f"(x if all(v > {self.bound()} for v in {walked}) else 2.0)"),
            (1, f"(x if any(map(lambda v: v > {self.bound()}, {walked})) else 2.0)"),
            (3, f"reduce(lambda a, b: a * b + x, list({walked}), 1.0)"),
            (3, f"len(list({walked})) * x"),
            (3, f"sum(sorted({walked})[:2])"),
            (3, f"sum([*list({walked}), x])"),
            (1, f"next({walked}, x)"),
            (1, f"Pool({i}).more()"),
            (2, f"sum(sum(g) ** 2 for _, g in groupby(list({i}), lambda v: v > {self.bound()}))"),
            (1, f"dict(zip('abc', {walked})).get('b', x)"),
        )

    # -- statements ----------------------------------------------------------------------

    def kinds(self) -> list:
        room = self.depth < 2
        return [
            (30, self.simple),
            (8, self.unpacked),
            (6 if self.depth == 0 else 0, self.new_name),
            (8 if self.loops else 0, self.jump),
            (8 if room else 0, self.branch),
            (22 if room else 0, self.loop),
            (8 if room else 0, self.batches),
            (8 if room else 0, self.until_it_stops),
        ]

    def simple(self) -> list[str]:
        return [
            self.one_of(
                (40, f"s = s * 0.7 + {self.taken()}"),
                (8, f"out.append({self.taken()})"),
                (8, f"out.extend(list({self.walked()}))"),
                (6, f"out += list({self.walked()})"),
                (5, f"out = [*list({self.walked()}), s]"),
                (5, f"out = [v * s for v in {self.walked()}]"),
                (3, f"xs[1] = {self.number()}"),
                (0 if self.depth else 3, "xs.append(s)"),
            )
        ]

    def unpacked(self) -> list[str]:
        walked = self.walked()
        lines = ["try:", f"    a, b = {walked}", "    s += a * b * b", "except ValueError:"]
        return self.one_of(
            (2, [*lines, "    s *= 0.9"]),
            (1, [f"a, *rest = [s, *list({walked})]", "s += a * sum(rest)"]),
        )

    def new_name(self) -> list[str]:
        self.made += 1
        name = f"i{self.made}"
        made = self.one_of(
            (4, f"iter({self.rng.choice(self.lists)})"),
            (2, self.rng.choice(self.iterators)),
            (1, f"iter({self.rng.choice(self.lists)}[1:])"),
            (1, "iter([x, s, 2.0])"),
            (1, f"list({self.walked()})"),
        )
        (self.lists if made.startswith("list") else self.iterators).append(name)
        return [f"{name} = {made}"]

    def jump(self) -> list[str]:
        return [f"if {self.asked()}:", f"    {self.rng.choice(['break', 'break', 'continue'])}"]

    def loop(self) -> list[str]:
        self.loops += 1
        v = f"v{self.loops}"
        head = self.one_of(
            (6, [f"for {v} in {self.walked()}:", f"    s = s * 0.8 + {v} * {v}"]),
            (3, [f"for {v}, t in {self.pairs()}:", f"    s += {v} * t"]),
            (1, [f"for {v} in range(n):", f"    s += {v}"]),
        )
        lines = [*head, *self.inside(2)]
        if self.rng.random() < 0.4:
            lines += [f"    if {self.asked()}:", "        break"]
            if self.rng.random() < 0.3:
                lines += ["else:", "    s *= 1.1"]
        self.loops -= 1
        return lines

    def batches(self) -> list[str]:
        self.loops += 1
        i, k = self.rng.choice(self.iterators), self.rng.choice(["2", "3", "n + 1"])
        kind = self.rng.choice(["list", "tuple"])
        lines = [f"while batch := {kind}(islice({i}, {k})):", "    s += math.prod(batch)"]
        lines += self.inside(2)
        self.loops -= 1
        return lines

    def until_it_stops(self) -> list[str]:
        i = self.rng.choice(self.iterators)
        once = ["try:", f"    s = s * 0.6 + next({i}) * next({i})", "except StopIteration:"]
        if self.rng.random() < 0.5:
            return [*once, *self.inside(1)]
        return ["while True:", *("    " + line for line in once), "        break"]

    # -- parts ---------------------------------------------------------------------------

    def number(self) -> str:
        return self.rng.choice(["x", "0.5", "s", "ys[0]"])

    def bound(self) -> str:
        return self.rng.choice(["0.3", "-0.4", "x", "0.0"])

    def asked(self) -> str:
        return self.rng.choice(["x > 0.6", "s > 0.9", "s < 2.0", "len(out) > 1"])


def walked(seed: int) -> str:
    """Return the program of a seed."""
    return Walking(seed).program()

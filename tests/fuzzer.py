"""Random programs: straight lines, branches, loops, over numbers and arrays.

python tests/fuzzer.py 2000 [first seed]
"""

from __future__ import annotations

import copy
import importlib.util
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

from adcompiler import CompileError, check_grads, grad, value_and_grad

HEAD = """import math

import numpy as np

M = np.array([[0.3, -0.4, 0.2], [0.5, 0.1, -0.7], [-0.2, 0.6, 0.4]])


def helper(p, q):
    if p > q:
        return math.sin(p) * q
    return p - q * q


"""


class Writer:
    """Writes one random program; every operation keeps values of moderate size."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.lines: list[str] = []
        self.depth = 1
        self.count = 0

    def pick(self, items):
        return items[int(self.rng.integers(len(items)))]

    def say(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def scalar(self, names, depth=0) -> str:
        """Return a scalar expression over scalar variables and elements of arrays."""
        choice = int(self.rng.integers(12 if depth < 3 else 3))
        if choice == 0:
            return repr(round(float(self.rng.uniform(0.3, 2.0)), 2))
        if choice == 1 and names["array"]:
            return f"{self.pick(names['array'])}[{int(self.rng.integers(-3, 3))}]"
        if choice == 2 or choice == 1:
            return self.pick(names["scalar"])
        a = self.scalar(names, depth + 1)
        if choice == 3:
            return f"math.sin({a})"
        if choice == 4:
            return f"math.tanh({a})"
        if choice == 5 and names["array"]:
            reduce = self.pick(["np.sum({})", "np.mean({})", "np.max({})", "{0} @ {0}"])
            return f"np.tanh({reduce.format(self.pick(names['array']))})"
        if choice == 6:
            return f"1.0 / (1.0 + math.exp(-({a})))"
        b = self.scalar(names, depth + 1)
        if choice == 7:
            return f"({a} if {self.question(names)} else {b})"
        if choice == 8:
            return f"({a}) / (2.0 + ({b}) ** 2)"
        if choice == 9:
            return f"helper({a}, {b})"
        return f"({a} {self.pick(['+', '-', '*'])} {b})"

    def array(self, names, depth=0) -> str:
        """Return an array expression of length 3."""
        choice = int(self.rng.integers(10 if depth < 3 else 2))
        if choice <= 1:
            return self.pick(names["array"])
        a = self.array(names, depth + 1)
        if choice == 2:
            return f"np.{self.pick(['sin', 'cos', 'tanh', 'arctan'])}({a})"
        if choice == 3:
            return f"(M @ {a})"
        if choice == 4:
            return f"({a})[{self.pick(['::-1', 'np.array([0, 0, 2])', 'np.array([2, 1, 0])'])}]"
        if choice == 5:
            return f"({a} {self.pick(['+', '*', '-'])} {self.scalar(names, depth + 2)})"
        if choice == 6:
            return f"np.where({a} > {self.constant()}, {a}, {self.array(names, depth + 1)})"
        if choice == 7:
            return (
                f"np.sum(np.outer({a}, {self.array(names, depth + 1)}), axis={self.pick([0, 1])})"
            )
        return f"({a} {self.pick(['+', '-', '*'])} {self.array(names, depth + 1)})"

    def constant(self) -> str:
        return repr(round(float(self.rng.uniform(-1.5, 1.5)), 3))

    def question(self, names) -> str:
        left = self.pick(names["scalar"])
        text = f"{left} {self.pick(['<', '>'])} {self.constant()}"
        if self.rng.random() < 0.2:
            word, other = self.pick(["and", "or"]), self.pick(names["scalar"])
            text = f"{text} {word} {other} > {self.constant()}"
        return text

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{'s' if kind == 'scalar' else 'a'}{self.count}"

    def statement(self, names, budget: int) -> None:
        choice = int(self.rng.integers(15))
        if choice <= 3:
            name = self.new("scalar") if self.rng.random() < 0.6 else self.pick(names["scalar"])
            self.say(f"{name} = math.tanh({self.scalar(names)})")
            names["scalar"].append(name)
        elif choice <= 5:
            name = self.new("array") if self.rng.random() < 0.6 else self.pick(names["array"])
            self.say(f"{name} = np.tanh({self.array(names)})")
            names["array"].append(name)
        elif choice == 6:
            name = self.pick(names["scalar"])
            self.say(f"{name} {self.pick(['+=', '*=', '-='])} math.sin({self.scalar(names)})")
        elif choice == 7:
            a, b = self.pick(names["scalar"]), self.pick(names["scalar"])
            if a != b:
                self.say(f"{a}, {b} = {b}, math.sin({self.scalar(names)}) + {a}")
        elif choice >= 12:
            self.write(names)
        elif choice <= 9 and self.depth < 4 and budget > 2:
            self.branch(names, budget // 2)
        elif self.depth < 4 and budget > 2:
            self.loop(names, budget // 2)

    def block(self, names, budget: int) -> None:
        inner = {k: list(v) for k, v in names.items()}
        before = len(self.lines)
        self.depth += 1
        for _ in range(int(self.rng.integers(1, max(2, budget)))):
            self.statement(inner, budget - 1)
        if len(self.lines) == before:
            name = self.pick(names["scalar"])
            self.say(f"{name} = math.sin({name})")
        self.depth -= 1

    def branch(self, names, budget: int) -> None:
        self.say(f"if {self.question(names)}:")
        self.block(names, budget)
        for word in ("elif", "else"):
            if self.rng.random() < 0.4:
                self.say(f"elif {self.question(names)}:" if word == "elif" else "else:")
                self.block(names, budget)

    def loop(self, names, budget: int) -> None:
        kind = int(self.rng.integers(7))
        inner = {k: list(v) for k, v in names.items()}
        v, i = self.new("scalar"), f"i{self.count}"
        array = self.pick(names["array"])
        if kind == 0:
            self.say(f"for {i} in range({int(self.rng.integers(0, 4))}):")
        elif kind == 1:
            self.say(f"for {v} in {array}:")
            inner["scalar"].append(v)
        elif kind == 2:
            self.say(f"for {i}, {v} in enumerate({array}):")
            inner["scalar"] += [v]
        elif kind == 3:
            other = f"{v}b"
            cut = self.pick(["", "[1:]"])
            self.say(f"for {v}, {other} in zip({array}, {self.pick(names['array'])}{cut}):")
            inner["scalar"] += [v, other]
        elif kind == 5:
            self.say(f"{i} = 0")
            self.say(f"while {i} < {int(self.rng.integers(0, 4))}:")
            self.loop_body(names, inner, budget, f"{i} += 1")
            return
        elif kind == 6:
            self.say(f"{i} = 0")
            head = self.pick(["while True:", f"while {self.question(names)}:"])
            self.say(head)
            self.loop_body(names, inner, budget, f"{i} += 1", f"if {i} > 3:")
            return
        else:
            self.say(f"for {i} in range(2, -1, -1):")
            inner["scalar"].append(f"{self.pick(names['array'])}[{i}]")
        inner["scalar"] = [n for n in inner["scalar"] if "[" not in n or kind == 4]
        self.loop_body(names, inner, budget)

    def write(self, names) -> None:
        """Write into an array, through a view or another name, or into a list or dict."""
        array = self.pick(names["array"])
        kind = int(self.rng.integers(9))
        value = f"math.tanh({self.scalar(names)})"
        if kind == 0:
            self.say(f"{array}[{self.pick([0, 1, -1])}] = {value}")
        elif kind == 1:
            self.say(f"{array}[{self.pick(['1:', ':-1', ':'])}] *= {value}")
        elif kind == 2:
            self.say(f"{array}[{self.pick([0, 1])}] {self.pick(['+=', '-='])} {value}")
        elif kind == 3:
            self.say(f"{array} {self.pick(['*=', '+='])} {value}")
        elif kind == 4:
            name = self.new("array")
            self.say(f"{name} = {self.pick(['np.zeros(3)', f'{array} * 1.0', f'{array}.copy()'])}")
            self.say(f"for {name}i in range({self.pick([2, 3])}):")
            self.say(f"    {name}[{name}i] = {array}[{name}i] * {value} + {name}[{name}i - 1]")
            names["array"].append(name)
        elif kind == 5:
            name = self.new("array")
            self.say(f"{name} = {self.pick([array, f'{array}[::-1]', f'{array}[:]'])}")
            self.say(f"{self.pick([name, array])}[{self.pick([0, 1])}] = {value}")
            self.say(f"{name} = {name} * 0.5")
            names["array"].append(name)
        elif kind == 6:
            self.say(f"{array}[{array} > {self.constant()}] = {value}")
        elif kind == 7:
            name = self.new("scalar")
            self.say(f"{name}l = [{value}, {self.pick(names['scalar'])}]")
            self.say(f"{name}l.append({name}l[0] * {name}l[1])")
            self.say(f"{name}l[0] = {value}")
            self.say(f"{name} = sum({name}l)")
            names["scalar"].append(name)
        else:
            name = self.new("scalar")
            pairs = f"for k{name}, v{name} in enumerate({array})"
            self.say(f"{name} = sum(v{name} * {value} * k{name} {pairs})")
            names["scalar"].append(name)

    def leave(self, readable, words) -> None:
        """Write a way out of the loop, or of the function."""
        self.say(f"if {self.question(readable)}:")
        word = self.pick(words)
        if word == "return":
            word = f"return {self.pick(readable['scalar'])} * {self.scalar(readable)}"
        if self.rng.random() < 0.3:
            self.say(f"    {self.pick([n for n in readable['scalar'] if '[' not in n])} *= 0.5")
        self.say(f"    {word}")

    def loop_body(self, names, inner, budget: int, step: str = "", bound: str = "") -> None:
        readable = dict(inner)
        self.depth += 1
        targets = [n for n in names["scalar"] if "[" not in n]
        leaving = self.rng.random() < 0.4
        if bound:
            self.say(bound)
            self.say("    break")
        if step:
            self.say(step)
        for _ in range(int(self.rng.integers(1, max(2, budget)))):
            name = self.pick(targets)
            if leaving and self.rng.random() < 0.4:
                self.leave(readable, ["break", "break", "continue", "return"])
            elif self.rng.random() < 0.7:
                self.say(f"{name} = math.tanh({self.scalar(readable)}) + 0.5 * {name}")
            elif self.rng.random() < 0.5:
                name = self.pick(names["array"])
                self.say(f"{name} = np.sin({self.array(readable)})")
            else:
                writable = {"scalar": targets, "array": names["array"]}
                self.branch(writable, 2)
        self.depth -= 1
        if leaving and not bound and self.rng.random() < 0.3:
            self.say("else:")
            self.say(f"    {self.pick(targets)} += math.sin({self.scalar(names)})")

    def program(self) -> str:
        names = {"scalar": ["x", "y"], "array": ["u", "w"]}
        for _ in range(int(self.rng.integers(4, 14))):
            self.statement(names, 6)
        result = " + ".join(
            [f"{s}" for s in dict.fromkeys(names["scalar"])]
            + [f"np.sum({a} * {a})" for a in dict.fromkeys(names["array"])]
        )
        self.say(f"return {result}")
        return HEAD + "def f(x, y, u, w):\n" + "\n".join(self.lines) + "\n"


def load(text: str, folder: Path, name: str):
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module.f


def arguments(seed: int):
    rng = np.random.default_rng(seed + 10**6)
    draw = rng.uniform
    return float(draw(0.2, 1.5)), float(draw(-1.5, -0.2)), draw(-1, 1, 3), draw(-1, 1, 3)


def try_one(seed: int, folder: Path) -> str:
    """Return "" if program `seed` is right, else what is wrong with it."""
    text = Writer(seed).program()
    f = load(text, folder, f"fuzz_{seed}")
    args = arguments(seed)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                plain = f(*copy.deepcopy(args))
            except UnboundLocalError:
                return ""
            value, _ = value_and_grad(f, argnums=(0, 1, 2, 3))(*args)
            if repr(value) != repr(plain):
                return f"value {value!r} is not {plain!r}"
            check_grads(f, args, rtol=1e-5, atol=1e-6)
            again = grad(f, argnums=(0, 1, 2, 3))
            if repr(again(*args)) != repr(again(*args)):
                return "the second call differs"
    except CompileError as error:
        # Some writes are refused in words: into what is walked, or into one of several arrays.
        allowed = error.diagnostics[0].code in ("AD401", "AD502")
        return "" if allowed else f"refused: {error}"
    except AssertionError as error:
        return "" if near_kink(f, args) else f"wrong: {error}"
    except Exception as error:
        return f"foreign exception {error!r}"
    return ""


def near_kink(f, args) -> bool:
    """Tell whether tiny steps already see a jump: the point lies at a question's edge."""
    base = float(f(*copy.deepcopy(args)))
    rng = np.random.default_rng(0)
    for _ in range(8):
        moved = [
            a + 1e-7 * (rng.standard_normal(a.shape) if isinstance(a, np.ndarray) else 1.0)
            for a in args
        ]
        if abs(float(f(*copy.deepcopy(moved))) - base) > 1e-4:
            return True
    slopes = []
    for h in (1e-4, 1e-6):
        up = [a + h for a in args]
        down = [a - h for a in args]
        slopes += [(float(f(*up)) - base) / h, (base - float(f(*down))) / h]
    return max(slopes) - min(slopes) > 0.05 * (1 + abs(slopes[-1]))


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            problem = try_one(seed, Path(folder))
            if problem:
                bad += 1
                print(f"seed {seed}: {problem[:400]}", flush=True)
    print(f"{count} programs, {bad} with problems")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

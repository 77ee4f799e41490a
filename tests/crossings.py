"""Every way to walk with every way to leave, every container with every write in every place.

python tests/crossings.py [STEP]      judge every STEP-th of the programs, by default all
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from fuzzing.judge import judge

HEAD = """
import itertools
import math

import numpy as np


class Box:
    def __init__(self, w, b):
        self.w, self.b = w, b


def put(t, s):
    t[1] = t[1] * s + t[0]


def same(t):
    return t

"""

# What a loop walks: its head, and the line that makes the number `v` of an item.
WALKS = {
    "array": ("for v in w:", ""),
    "reversed": ("for v in reversed(w):", ""),
    "turned": ("for v in w[::-1]:", ""),
    "stepped": ("for v in w[::2]:", ""),
    "stepped_back": ("for v in w[::-2]:", ""),
    "tail": ("for v in w[1:]:", ""),
    "numbered": ("for k, v in enumerate(w):", ""),
    "pairs": ("for v, p in zip(w, u[1:]):", ""),
    "one_turned": ("for v, p in zip(reversed(w), u):", ""),
    "both_turned": ("for v, p in zip(w[::-1], u[::-1]):", ""),
    "pairs_turned": ("for v, p in reversed(list(zip(w, u[1:]))):", ""),
    "numbers_turned": ("for k, v in reversed(list(enumerate(w))):", ""),
    "rows": ("for r in np.outer(w, u):", "v = r[0] * r[1]"),
    "columns": ("for r in np.outer(w, u).T:", "v = np.sum(r * r)"),
    "rows_turned": ("for r in reversed(np.outer(w, u)):", "v = r[0] * r[1]"),
    "places": ("for k in range(len(w)):", "v = w[k]"),
    "places_down": ("for k in range(len(w) - 1, -1, -1):", "v = w[k]"),
    "places_turned": ("for k in reversed(range(len(w))):", "v = w[k]"),
    "by_name": ("for v in dict(zip('abc', w)).values():", ""),
    "names_turned": ("for k, v in reversed(dict(zip('abc', w)).items()):", ""),
    "table": ("for k, v in {k: w[k] * 2.0 for k in range(3)}.items():", ""),
    "list": ("for v in [p * p for p in w]:", ""),
    "list_turned": ("for v in reversed([p * p for p in w]):", ""),
    "generator": ("for v in (p * p for p in w):", ""),
    "mapped": ("for v in map(math.sin, w):", ""),
    "filtered": ("for v in filter(lambda p: p > -0.35, w):", ""),
    "sorted": ("for v in sorted(w, reverse=True):", ""),
    "chained": ("for v in itertools.chain(w, u):", ""),
    "tuple_turned": ("for v in reversed((w[0], w[2] * x, u[0])):", ""),
    "of_pairs": ("for v, p in [(w[0], w[1]), (w[2], u[0])]:", ""),
    "combined": ("for v, p in itertools.combinations(w, 2):", ""),
    "running": ("for v in np.cumsum(w)[::-1]:", ""),
    "ranked": ("for k in np.argsort(w)[::-1]:", "v = w[k]"),
    "popped": ("xs = list(w)\nwhile xs:", "v = xs.pop()"),
    "iterator": ("it = iter(w)\nfor v in it:", "v = v * next(it, 0.5)"),
}
# What a round does, by `v`, and how it leaves the loop or the round.
EXITS = {
    "never": "s = s + v * v * s",
    "break": """
s = s + v * v
if s > 1.31:
    break
s = s * v + 1.0
""",
    "break_first": """
if v < -0.41:
    break
s = s * v
""",
    "continue": """
if v > 0.41:
    continue
s = s + v * v
""",
    "return": """
s = s * v + s
if s > 1.53:
    return s * v
""",
    "kept": """
out.append(v * s)
s = s + out[-1]
if s > 1.61:
    break
""",
    "written": """
c[1] += v * s
s = s + c[1]
if s > 1.71:
    break
""",
    "raised": """
try:
    if s > 1.43:
        raise ValueError
    s = s + v * v
except ValueError:
    s = s * v
    break
""",
}

# What holds an array or numbers: how it is made, and the place.
HOLDERS = {
    "name": ("a = w * 1.0", "a"),
    "object": ("o = Box(w * 1.0, x)", "o.w"),
    "list": ("l = [w * 1.0, x]", "l[0]"),
    "dict": ("d = {'p': w * 1.0, 'q': x}", "d['p']"),
    "object_in_object": ("o = Box(Box(w * 1.0, x), x)", "o.w.w"),
    "object_in_list": ("l = [Box(w * k, x * k) for k in (1, 2)]", "l[1].w"),
    "object_in_dict": ("d = {'p': Box(w * 1.0, x)}", "d['p'].w"),
    "tuple": ("t = (w * 1.0, w * 2.0)", "t[1]"),
    "grown": ("l = []\nfor k in range(len(w)):\n    l.append(w[k] * x)", "l"),
    "numbers": ("l = [x, w[1], w[2] * x]", "l"),
    "numbers_in_object": ("o = Box([x, w[1], w[2] * x], x)", "o.w"),
    "row": ("m = np.outer(w, u)", "m[1]"),
    "array_in_list": ("l = [w * k for k in range(1, 3)]", "l[1]"),
    "view": ("b = w * 1.0\na = b[::-1]", "a"),
    "second_name": ("b = w * 1.0\na = b", "a"),
}
WRITES = {
    "set": "{at}[0] = {at}[1] * x + s",
    "added": "{at}[0] += x * s",
    "scaled": "{at}[1] *= x + s",
    "called": "put({at}, s)",
    "swapped": "{at}[0], {at}[2] = {at}[2], {at}[0] * x",
    "set_by_place": "{at}[k % 3] = {at}[0] * x + s",
    "added_by_place": "{at}[k % 3] += x * s",
    "by_other_name": "p = {at}\np[0] = p[1] * x",
    "handed_through": "same({at})[0] = x * s + {at}[0]",
    "by_old_name": "q[0] = s * x",
}
ARRAY_WRITES = {
    "replaced": "{at} = {at} * x",
    "replaced_then_set": "{at} = {at} * x\n{at}[0] = s",
    "all_added": "{at} += x",
    "made_of_old": "{at} = q * 2.0",
    "into_old": "np.multiply({at}, x, out=q)",
    "one_of_two": "({at} if s > 0.5 else q)[0] = x",
    "filled": "{at}[:] = q * x",
    "shifted": "{at}[1:] = q[:-1] * x",
    "part_scaled": "{at}[:2] *= q[1:]",
}
REPLACED = ("object", "list", "dict", "object_in_object", "object_in_list", "object_in_dict")
# Where a write stands.
PLACES = {
    "plain": """
k = 1
<write>
""",
    "for": """
for k in range(3):
    <write>
    s = s * 0.5 + {at}[0]
""",
    "while": """
k = 0
while k < 3 and s < 5.0:
    <write>
    k += 1
    s = s + {at}[1] * 0.1
""",
    "if": """
k = 2
if x > 0.5:
    <write>
else:
    s = {at}[0]
""",
    "else": """
k = 2
if x > 0.5:
    s = {at}[0]
else:
    <write>
""",
    "try": """
k = 0
try:
    <write>
    s = math.sqrt({at}[0] - 9.0)
except ValueError:
    s = s * 2.0
""",
    "function": """
k = 1
def go():
    <write>
    return {at}[0]
s = s + go() * go()
""",
    "if_in_for": """
for k in range(3):
    if {at}[0] > 0.41:
        <write>
    else:
        s = s + {at}[1]
""",
    "break": """
for k in range(4):
    <write>
    if s > 0.93:
        break
    s = s + {at}[2]
""",
    "comprehension": """
def go(k):
    <write>
    return {at}[0]
s = s + sum(go(k) for k in range(2)) + sum([go(k) for k in range(3)])
""",
    "recursion": """
def go(k, s):
    <write>
    return s if k == 0 else go(k - 1, s * {at}[0])
s = go(2, s)
""",
    "generator": """
def gen():
    for k in range(3):
        <write>
        yield {at}[1]
for v in gen():
    s = s + v * {at}[0]
""",
    "for_in_for": """
for j in range(2):
    for k in range(2):
        <write>
    s = s + {at}[0]
""",
    "continue": """
for k in range(4):
    if k == 1:
        continue
    <write>
    s = s + {at}[0] * k
""",
}


def filled(template: str, **blocks: str) -> str:
    """Return a text with whole lines `<name>` replaced by blocks, indented as they stand."""
    out = []
    for line in template.strip("\n").split("\n"):
        word = line.strip()
        if word[:1] == "<" and word[1:-1] in blocks:
            before = line[: line.index("<")]
            out += [before + one for one in blocks[word[1:-1]].strip("\n").split("\n") if one]
        else:
            out.append(line)
    return "\n".join(out)


def programs() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every program."""
    for (walk, (head, first)), (leave, body) in itertools.product(WALKS.items(), EXITS.items()):
        text = f"s, out, c = 1.0, [], w * 1.0\n{head}\n    <first>\n    <body>\n"
        text += "return s + sum(out) * w[1] + np.sum(c)"
        yield f"{walk}-{leave}", function(filled(text, first=first, body=body))
    for (holder, (make, at)), (place, around) in itertools.product(HOLDERS.items(), PLACES.items()):
        for write, line in {**WRITES, **(ARRAY_WRITES if holder in REPLACED else {})}.items():
            inner = filled(around, write=line).replace("{at}", at)
            text = f"s = x\n<make>\nq = {at}\n<inner>\n"
            text += f"return s + sum({at}) * x + {at}[0] * {at}[1] + sum(v * v for v in q)"
            yield f"{holder}-{write}-{place}", function(filled(text, make=make, inner=inner))


def function(body: str) -> str:
    """Return the program of a body."""
    return HEAD + filled("def f(x, u, w):\n    <body>\n", body=body)


def main(words: list[str]) -> int:
    """Judge the programs and print how many are right, refused (by code) or bad."""
    kinds: Counter[str] = Counter()
    step = int(words[0]) if words else 1
    with tempfile.TemporaryDirectory() as folder:
        for k, (name, text) in enumerate(itertools.islice(programs(), 0, None, step)):
            verdict = judge(text, k, Path(folder))
            kinds[verdict.kind] += 1
            if verdict.kind not in ("right", "kink", "raises"):
                print(f"{name}: {verdict.kind}: {verdict.text.splitlines()[0]}", flush=True)
    print(dict(sorted(kinds.items())))
    return any(kind.startswith("bad") for kind in kinds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

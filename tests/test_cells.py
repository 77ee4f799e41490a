"""Variables that several functions bind, wherever the functions are made and called.

Each program makes and calls such functions in one way, at one place.
"""

from __future__ import annotations

import itertools
import linecache
import textwrap

import numpy as np
import oracle
import pytest

from adcompiler import value_and_grad
from adcompiler.errors import CompileError

AROUND = """
import math, numpy as np
from contextlib import contextmanager
class Low(Exception): pass
def maker(v):
    s = v
    def h(t):
        nonlocal s
        s = s * 0.5 + t
        return s
    return h
def pair(v):
    s = v
    def get(): return s * v
    def put(t):
        nonlocal s
        s = s + t
    return get, put
def paramed(p, q):
    def up(t):
        nonlocal p
        p = p * t + q
    up(q); up(0.5)
    return p
def gen3(v):
    s = v
    def h(t):
        nonlocal s
        s = s * 0.5 + t
        return s
    for k in range(3):
        yield h(v * k)
class Acc:
    def __init__(self, v):
        s = v
        def add(t):
            nonlocal s
            s = s + t * v
            return s
        self.add = add
@contextmanager
def ctx(v):
    n = 0.5
    def up():
        nonlocal n
        n += v
        return n
    yield up
def opt(v):
    best = v; tries = 0
    def trial(t):
        nonlocal best, tries
        tries += 1
        if t * v > best:
            best = t * v
            return True
        return False
    for k in range(4):
        trial(0.5 * k)
        if tries > 2: break
    return best * tries
"""
USES = {
    "a function that rebinds": """
k = x * 1.5
def up(t):
    nonlocal k
    k = k * t + 1
    return k
r += up(x) + up(2.0) + k
""",
    "a function made": """
c = maker(x)
r += c(1.0) * c(x)
""",
    "a parameter": """
r += paramed(x, r)
""",
    "a generator around": """
k = x
def gen():
    nonlocal k
    for j in range(3):
        k = k * 0.9 + j
        yield k * x
r += sum(gen()) + k
""",
    "two that share": """
get, put = pair(x)
put(3 * x)
put(r)
r += get()
""",
    "an array": """
buf = np.zeros(2)
def put(v):
    nonlocal buf
    buf = buf * 0.5 + v
put(x); put(w[:2])
r += np.sum(buf * buf)
""",
    "a list": """
items = [x]
def more(t):
    nonlocal items
    items = items + [t * x]
more(x); more(2.0)
r += sum(items) * len(items)
""",
    "one that looks": """
k = x
look = lambda t: t * k
k = k * 2 + r
r += look(0.5)
k = 1.0
r += look(x)
""",
    "a walk that looks": """
k = x
for i in (k * v for v in w):
    k = k * 0.5 + i
    r += i * k
""",
    "a generator of its own": """
for q in gen3(x):
    r = r * 0.5 + q
""",
    "kept by an object": """
acc = Acc(x)
r += acc.add(2.0) * acc.add(x)
""",
    "a with": """
with ctx(x) as up:
    r += up() * up()
""",
    "a search": """
r += opt(x)
""",
    "one that raises": """
k = x
def lower(t):
    nonlocal k
    k = t * x
    if k < 0.7: raise Low(k)
    return k
try:
    r += lower(3.0)
    r += lower(0.1)
except Low:
    r += k * 2
""",
    "an array and its length": """
buf = np.zeros(3)
count = 0
def push(v):
    nonlocal count
    buf[count] = v * x
    count += 1
push(x); push(r)
r += np.sum(buf) * count
""",
}
PLACES = {
    "at once": """
{u}
""",
    "in a loop": """
for v in w:
    x = x * 0.9 + v * 0.1
    {u}
""",
    "in two rounds": """
for _ in range(2):
    {u}
""",
    "until a break": """
j = 0
while True:
    j += 1
    {u}
    if j >= 3 or r > 1e6: break
""",
    "in a branch": """
if x > 0.2:
    {u}
else:
    r = r + x * x
""",
    "in the other branch": """
if x > 5:
    r = r + x * x
else:
    {u}
""",
    "in a branch of a loop": """
for v in w:
    if v > 0:
        {u}
    else:
        r = r * 0.9 + v * x
""",
    "after a continue": """
for v in w:
    if v < 0: continue
    {u}
""",
    "in a try": """
try:
    {u}
    if r > 0.01: raise Low(1)
except Low:
    r = r * 0.5
""",
    "in a handler": """
try:
    if x > 0.01: raise Low(1)
except Low:
    {u}
""",
    "in a finally": """
try:
    r += x
finally:
    {u}
""",
    "in a try of a loop": """
for v in w:
    try:
        if v < 0: raise Low(v)
        {u}
    except Low:
        r = r * 0.5 + x
""",
    "in a loop of a loop": """
for v in w:
    for z in (1.0, v):
        x = x * 0.8 + 0.1 * z
        {u}
""",
    "in a function": """
def part(x, r):
    {u}
    return r
r = part(x, r) + part(x * 2, 0.3)
""",
    "in a function in a loop": """
def part(x, r):
    {u}
    return r
for v in w:
    r = r * 0.5 + part(x * v, 0.1)
""",
    "in a recursion": """
def rec(n, x, r):
    {u}
    if n > 0:
        return rec(n - 1, x * 0.5, r)
    return r
r = rec(2, x, r)
""",
    "in a recursion of unknown depth": """
def rec(n, x, r):
    {u}
    return r + (rec(n - 1, x * 0.5, r * 0.1) if n > 0 else 0.0)
r = rec(len(w), x, r)
""",
    "in a comprehension": """
def part(x, r):
    {u}
    return r
r = sum([part(x * v, 0.1) for v in w])
""",
    "in a method": """
class Holder:
    def __init__(self):
        self.last = 0.0

    def go(self, x, r, w):
        {u}
        self.last = r
        return r
h = Holder()
for v in w:
    r = h.go(x * v, r * 0.1, w) + h.last
""",
    "in a generator": """
def each(x, r):
    for v in w:
        {u}
        yield r * v
for t in each(x, r):
    r = r * 0.3 + t
""",
}


def program(place, use, around=AROUND, places=PLACES):
    """Return the function that does this there."""
    lines = []
    for line in places[place].strip().splitlines():
        inside = use.strip() if line.strip() == "{u}" else line.strip()
        lines.append(textwrap.indent(inside, line[: len(line) - len(line.lstrip())]))
    body = textwrap.indent("\n".join(["r = 0.3", *lines, "return r"]), "    ")
    text = f"{around}\n\ndef f(x, w):\n{body}\n"
    name = f"<{place}: {use.split()}>"
    linecache.cache[name] = len(text), None, text.splitlines(True), name
    space = {"__name__": "cells"}
    exec(compile(text, name, "exec"), space)
    return space["f"]


def check(f, refusal=None):
    """Compare a gradient with plain Python and differences, or look at its refusal."""
    args = 0.7, np.array([0.3, -0.4, 0.9])
    if refusal is not None:
        with pytest.raises(CompileError, match=refusal):
            value_and_grad(f, argnums=(0, 1))(*args)
        return
    value, gradient = value_and_grad(f, argnums=(0, 1))(*args)
    assert value == f(*args)
    for g, (estimate,) in zip(gradient, oracle.differences(f, args, (0, 1)), strict=True):
        assert np.allclose(g, estimate.value, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("place", "use"), list(itertools.product(PLACES, USES)))
def test_a_variable_of_several_functions(place, use):
    check(program(place, USES[use]))


def deleted_by_an_inner_function(x):
    y = x * 3

    def drop():
        nonlocal y
        del y

    drop()
    return y * x


def deleted_at_times(x):
    y = x * 3

    def drop():
        nonlocal y
        if x > 0:
            del y

    drop()
    return y * x


def test_what_an_inner_function_deletes_has_no_value():
    with pytest.raises(CompileError, match="'y' may be read before it is assigned"):
        value_and_grad(deleted_by_an_inner_function)(0.7)
    compiled = value_and_grad(deleted_at_times)
    assert compiled(-0.7) == pytest.approx((1.47, -4.2))
    with pytest.raises(UnboundLocalError, match="'y' where it is not associated"):
        compiled(0.7)

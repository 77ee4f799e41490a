"""Names of comprehensions are theirs alone: functions called meanwhile see the variables around.

In each program the variable of a comprehension has the name of another one.
"""

import itertools

import pytest
from test_cells import PLACES, check, program

from adcompiler import grad
from adcompiler.errors import CompileError

AROUND = """
import math, numpy as np
class Low(Exception): pass
def risky(t, lim=-9.0):
    if t < lim: raise Low(t)
    return t * 2
G = 2.0
"""
USES = {
    "a function reads it": """
k = x
def h(): return k
r += sum([h() * k for k in w]) + k
""",
    "a function in a generator expression": """
k = x
def h(t): return k * t
r += sum(h(k) for k in w if h(k) > -3) + k
""",
    "a function rebinds it": """
k = x
def up():
    nonlocal k
    k = k * 0.9 + 0.1
    return k
s = [up() + k for k in w]
r += sum(s) * k
""",
    "made of itself": """
k = [x, r]
k = [k * 2 for k in k]
r += sum(k)
""",
    "nested": """
k = x
def h(j): return k * j
r += sum([h(j) * sum([h(k) * j for k in w]) for j in w for k in (j, 2.0)]) * k
""",
    "a dict": """
k = x
def h(t): return t * k
d = {i: h(k) for i, k in enumerate(w)}
r += sum(d.values()) * k
""",
    "with a key": """
k = x
def h(t): return t * k
r += max((h(k) for k in w), key=lambda k: -k * h(2.0)) * k
r += sorted([k for k in w], key=lambda t: h(t))[0] * k
""",
    "up to the first": """
k = x
def h(): return k
r += next((h() * k for k in w if k < 0), 0.0) + k
r += any(h() > k for k in w) * k
""",
    "that may raise": """
k = x
try:
    s = sum([risky(k, -0.1) for k in w])
except Low:
    s = k
r += s * k
""",
    "a function that may raise": """
k = x
def h(t):
    if t < 0: raise Low(k)
    return t * k
try:
    r += sum(h(k) for k in w)
except Low:
    r += k
r += k
""",
    "bound in the try": """
k = x
s = 1.0
try:
    s = s * 2
    t = max([risky(k, r * 0.01 - 0.01) for k in w])
    k = t * s
except Low:
    s = s * k
finally:
    r += k * 0.1
r += s * k
""",
    "in a method": """
class P:
    def __init__(self, k): self.k = k
    def all(self, w):
        k = self.k
        def one(): return k * self.k
        return sum(one() * k for k in w)
r += P(x).all(w)
""",
    "an array": """
k = w * x
def h(t):
    k[0] = k[0] * 0.9 + t
    return k[0]
s = [h(k) for k in w]
r += sum(s) + np.sum(k)
""",
    "a list": """
k = [x, 1.0]
def h(t):
    k.append(t * k[-1])
    return len(k)
s = [h(k) * 0.1 for k in w]
r += sum(s) + sum(k)
""",
    "with a walrus": """
k = x
s = [(last := k * x) for k in w]
r += last * k + sum(s)
""",
    "a global": """
def h():
    global G
    old = G
    G = x
    s = sum([G * 2 for G in w])
    t = G * s
    G = old
    return t
r += h()
""",
    "bound after it": """
k = x
for i in range(2):
    s = sum([k * i for k in w])
    k = k * 0.5 + s * 0.1
r += k
""",
    "deleted before": """
k = x
t = k * 2
del k
s = sum([k * t for k in w])
k = s
r += k
""",
    "two names": """
k, v = x, r
def h(): return k - v
r += sum([h() * k * v for k, v in zip(w, w[::-1])]) + k * v
""",
    "a parameter": """
def q(k):
    def h(): return k
    return sum([h() * k for k in w]) * k
r += q(x) + q(2.0)
""",
}


@pytest.mark.parametrize(("place", "use"), list(itertools.product(PLACES, USES)))
def test_the_name_of_a_comprehension_is_its_own(place, use):
    check(program(place, USES[use], AROUND))


def read_afterwards(x):
    made = [lambda t: t * v for v in (x, 2.0)]
    return made[0](x)


def test_a_function_that_reads_the_variable_afterwards_is_refused():
    with pytest.raises(CompileError, match="reads the variable of the comprehension"):
        grad(read_afterwards)(0.7)

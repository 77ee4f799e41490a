"""What a part of a try has done when it fails, wherever that is and whatever it was about to do.

Each program does one thing that fails half way, in a try of one kind, whose handler reads what
has been changed by then.
"""

from __future__ import annotations

import itertools

import pytest
from test_cells import check, program

AROUND = """
import math, itertools, numpy as np
from contextlib import contextmanager
class Low(Exception): pass
class Lower(Low): pass
def low(v):
    if v < 0: raise Low
    return v * 2
def root(v):
    return math.sqrt(v) if v > -9 else v
def endless(x):
    k = 0
    while True:
        k += 1
        if k > 3: raise Low
        yield x * k
def checked(items):
    for v in items:
        yield low(v)
def nested(items, log):
    log.append(0.5)
    for v in items:
        for t in (v, v * 2):
            log.append(t)
            yield low(t)
class Halved:
    def __init__(self, v):
        self.v, self.n = v, 0
    def __enter__(self):
        self.v = self.v * 0.5
        return self
    def __exit__(self, kind, error, trace):
        self.v = self.v + 0.25
        return kind is Lower
    def step(self, t):
        self.n += 1
        self.v = self.v * low(t)
        return self.v
@contextmanager
def doubled(log, v):
    log.append(v)
    try:
        yield v * 2
    finally:
        log.append(v + 1)
@contextmanager
def forgiving(log, v):
    try:
        yield v * 2
    except Lower:
        log.append(v)
"""
USES = {
    "a loop over a generator": """
for v in checked(w):
    r += v * x
    log.append(v)
""",
    "a loop over an expression": """
for v in (low(t) * x for t in w):
    r += v
    log.append(r)
""",
    "a loop over a map": """
for v in map(low, w):
    r += v * x
    log.append(v)
""",
    "a numbered loop": """
for i, v in enumerate(endless(x), 1):
    if i == 2: continue
    r += v * i
    log.append(r)
else:
    r += 100
""",
    "two loops": """
for v in endless(x):
    for t in checked(w):
        r += t * v
        log.append(t)
        if r > 9: break
""",
    "a generator that writes": """
for v in nested(w, log):
    r += v * x
""",
    "a list extended": """
log.extend(low(t) * x for t in w)
r += 1
""",
    "a list added to": """
log += [x]
log += (low(t) * x for t in w)
r += 1
""",
    "a dict updated": """
d = {0: x}
d.update((i, low(t)) for i, t in enumerate(w))
r += d[0]
""",
    "a list of calls": """
def note(v):
    nonlocal r
    r += v
    log.append(v)
    return low(v)
vs = [note(t * x) for t in w]
r += vs[0]
""",
    "an object": """
h = Halved(x)
for t in w:
    r += h.step(t) * h.n
    log.append(h.v)
""",
    "a with": """
with Halved(x) as h:
    log.append(h.v)
    r += h.step(0.5)
    r += low(w[1])
    r += h.v
""",
    "a with that swallows": """
with Halved(x) as h:
    log.append(h.v)
    h.step(0.3)
    if h.v < 9: raise Lower
    r += h.v
r += h.v
low(w[1])
r += h.v
""",
    "two withs": """
with Halved(x) as h, doubled(log, h.v) as t:
    r += t * h.v
    with Halved(t) as u:
        u.v = u.v * r
        if t < 9: raise Lower
    r += u.v
    log.append(low(w[1]))
r += h.v
""",
    "a with by a generator": """
with doubled(log, x) as t:
    r += t
    log.append(r)
    r += low(w[1])
    log.append(r)
""",
    "a with that forgives": """
with forgiving(log, x) as t:
    r += t
    if t > 0: raise Lower
    r += 5
r += x
with forgiving(log, r) as t:
    log.append(t)
    low(w[1])
    r += 5
""",
    "an array": """
a = np.zeros(3)
b = a[1:]
for i, t in enumerate(w):
    a[i] = x * t
    b[:] += x
    r += low(t) * a[i]
    log.append(a[i])
""",
    "until a test": """
k = 0
while k * x < 2.0:
    k += 1
    r += k * x
    log.append(low(1.5 - k))
else:
    r += 50
""",
    "a match": """
for t in (x, (x, 2.0), -1.0):
    match t:
        case (a, b): r += a * b
        case float() if t > 0: log.append(t)
        case _: r += low(t)
""",
    "a swap": """
a, log[0] = log[0], x * 3
log[0], b = a * x, low(w[1])
r += b
""",
    "two names": """
h = Halved(x)
h.v = root(h.v)
u = h
u.v = u.v * root(x)
h.v = h.v * low(w[0])
r += u.v
log.append(h.v)
u.v = u.v * low(w[1])
""",
}
TRIES = {
    "by its class": """
log = [x]
try:
    {u}
except Low:
    r = r * 0.5 + sum(log) * x + len(log)
""",
    "by any class": """
log = [x]
try:
    {u}
except Exception:
    r = r * 0.5 + sum(log) * x + len(log)
""",
    "by one of two": """
log = [x]
try:
    {u}
except (ValueError, ZeroDivisionError):
    r = r * 0.3
except Low as e:
    r = r * 0.5 + sum(log) * x + len(log)
else:
    r = -r
""",
    "in a loop": """
log = [x]
for z in (1.0, x):
    try:
        r = r * z
        {u}
    except Low:
        r = r * 0.5 + sum(log) * x
r += len(log)
""",
    "finally": """
log = [x]
def part(r):
    {u}
    return r
try:
    try:
        {u}
    finally:
        r = r * 0.5 + sum(log) * x
except Low:
    r = r * x
""",
    "by the try around": """
log = [x]
try:
    try:
        r += x
        {u}
        r += 7
    except ValueError:
        r = r * 0.3
    except Lower:
        r = r * 0.7
    r += 9
except Low:
    r = r * 0.5 + sum(log) * x
""",
    "raised again": """
log = [x]
try:
    try:
        {u}
    except Low as e:
        r = r * 0.5
        log.append(r)
        raise
except Exception:
    r = r * 0.5 + sum(log) * x
""",
    "in a function": """
def part(r):
    log = [x]
    try:
        {u}
        return r
    except Low:
        return r * 0.5 + sum(log) * x
r = part(r) + part(x)
""",
    "in what is called": """
log = [x]
def part(r):
    {u}
    return r
try:
    r = part(r) + part(x)
except Low:
    r = r * 0.5 + sum(log) * x
""",
    "in a with": """
log = [x]
with forgiving(log, x) as z:
    try:
        {u}
    except Low:
        r = r * 0.5 + sum(log) * z
        raise Lower
r += sum(log)
""",
}
ANY_CLASS = ("by any class", "by one of two", "finally", "by the try around", "raised again")
HALF, SEVERAL = "changed by a part of a try that failed", "'b' may be one of several arrays"
REFUSED = {
    **{(kind, "a list of calls"): HALF for kind in TRIES},
    **{(kind, "an array"): SEVERAL for kind in TRIES if kind in ANY_CLASS},
    ("in what is called", "a list added to"): "'log' may be read before it is assigned",
}


@pytest.mark.parametrize(("kind", "use"), list(itertools.product(TRIES, USES)))
def test_what_has_been_done(kind, use):
    check(program(kind, USES[use], AROUND, TRIES), REFUSED.get((kind, use)))

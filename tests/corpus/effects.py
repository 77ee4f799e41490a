"""What a program does besides its value: counters, records, random draws; done once."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np


class Counter:
    """What the programs here write to; its attributes are set before they are read."""

    total = 0.0


class Model:
    """Remembers its last activation, like many a layer."""

    def __init__(self, w):
        self.w = w
        self.last = 0.0
        self.calls = 0
        self.seen = []
        self.log = []

    def forward(self, x):
        self.calls += 1
        self.last = np.tanh(self.w * x)
        return self.last

    def penalty(self):
        return self.last**2


COUNTER, STATE, MODEL = Counter(), {"n": 0.0}, Model(1.5)


def counted(x):
    COUNTER.calls = 0
    for _ in range(3):
        COUNTER.calls += 1
        x = x * COUNTER.calls
    return x


def written_and_read(x):
    COUNTER.best = x**2
    COUNTER.best = COUNTER.best * x
    return COUNTER.best + x


def model_with_memory(x):
    return MODEL.forward(x) * x + MODEL.penalty()


def entries(x):
    STATE["n"] = x
    STATE["n"] += x**2
    STATE["other"] = STATE["n"] * x
    return STATE["n"] * STATE["other"]


def records(x):
    for k in range(3):
        MODEL.log.append(float(x) * k)
        x = np.sin(x)
        MODEL.seen.append(x)
    return x**2


def in_branches(x, y):
    COUNTER.best = y
    if x > y:
        COUNTER.best = x * y
    return COUNTER.best * x


def in_a_while(x):
    COUNTER.steps = 0
    while x < 10.0:
        COUNTER.steps = COUNTER.steps + 1
        x = x * 2.0 + COUNTER.steps
    return x * COUNTER.steps


def class_attribute(x):
    Counter.total = x
    for k in range(1, 3):
        Counter.total += x * k
    return Counter.total * COUNTER.total


def through_a_helper(x):
    def note(value):
        COUNTER.noted = value * 2.0
        return value

    return note(x) * COUNTER.noted + note(x**2) * COUNTER.noted


class Tape:
    """A manager that counts how deep it is."""

    def __init__(self, scale):
        self.scale = scale
        self.depth = 0

    def __enter__(self):
        self.depth += 1
        return self

    def __exit__(self, *exc):
        self.depth -= 1
        self.scale = self.scale * 2.0


def manager(x):
    tape = Tape(x)
    with tape as t:
        y = t.scale * x * t.depth
    with Tape(y) as t, tape:
        y = y + t.scale
    return y * tape.scale + tape.depth


def manager_left_early(x):
    with Tape(x) as t:
        if x > 1.0:
            return t.scale * x
        t.scale = 3.0
    return t.scale * x


def reparametrised(mu, sigma):
    rng = np.random.default_rng(0)
    x = mu + sigma * rng.normal(size=5)
    return np.mean(np.tanh(x) ** 2)


def stochastic_loop(x):
    rng = np.random.default_rng(1)
    for _ in range(5):
        x = x + 0.1 * np.sin(x) + 0.2 * rng.standard_normal() * x
        if rng.random() < 0.5:
            x = x * rng.uniform(0.5, 1.5)
    return x


def dropout(w, x):
    rng = np.random.default_rng(2)
    mask = rng.random(x.shape[0]) < 0.7
    noise = rng.normal(0.0, 0.1, size=(2, 3))
    return np.sum(np.where(mask, w * x, 0.0) ** 2) + np.sum(noise * w)


def legacy_draws(x):
    np.random.seed(3)
    random.seed(4)
    y = x * np.random.rand() + np.random.randn(3) @ np.ones(3) * x**2
    return y * random.random() + random.gauss(0.0, 1.0) * x


def shuffled(x):
    rng = np.random.RandomState(5)
    order = rng.permutation(len(x))
    total = 0.0
    for k in order:
        total = total * 0.5 + x[k]
    return total * rng.randint(1, 4)


def draws_nobody_reads(x):
    rng = np.random.default_rng(6)
    for _ in range(3):
        _ = rng.normal()
    return x * rng.normal()


def iterators(x):
    total = 0.0
    for v in iter([1.0, 2.0, 3.0]):
        total = total * x + v
    return total


@dataclass
class Trace:
    values: list = field(default_factory=list)
    steps: int = 0

    def note(self, v):
        self.values.append(v)
        self.steps += 1
        return v


def local_trace(x):
    trace = Trace()
    y = trace.note(x**2) * trace.note(x)
    return y * trace.steps + sum(trace.values)


PROGRAMS = {
    counted: [(1.3,)],
    written_and_read: [(1.3,)],
    model_with_memory: [(0.7,)],
    entries: [(1.3,)],
    records: [(0.7,)],
    in_branches: [(1.3, 0.4), (0.4, 1.3)],
    in_a_while: [(1.3,)],
    class_attribute: [(1.3,)],
    through_a_helper: [(1.3,)],
    manager: [(1.3,)],
    manager_left_early: [(1.3,), (0.3,)],
    reparametrised: [(0.3, 1.2)],
    stochastic_loop: [(0.7,)],
    dropout: [(0.7, np.array([0.5, -1.0, 2.0]))],
    legacy_draws: [(0.7,)],
    shuffled: [(np.array([0.5, -1.0, 2.0]),)],
    draws_nobody_reads: [(0.7,)],
    iterators: [(0.7,)],
    local_trace: [(0.7,)],
}

"""Objects of the user's classes: made inside, passed in, returned by helpers, differentiated by."""

from __future__ import annotations

import copy
import dataclasses
import functools
import math
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


@dataclass
class Line:
    slope: float
    offset: float = 0.5

    def __call__(self, x):
        return self.slope * x + self.offset


def line_as_argument(line, x):
    return line(x) ** 2 + line.offset


@dataclass(frozen=True)
class Layer:
    w: np.ndarray
    b: np.ndarray
    act: str = "tanh"

    def __call__(self, x):
        h = self.w @ x + self.b
        return np.tanh(h) if self.act == "tanh" else h


@dataclass
class Net:
    layers: list
    scale: float
    steps: int = 2

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.scale * x


def a_net(rng):
    one = Layer(rng.standard_normal((3, 2)), rng.standard_normal(3))
    two = Layer(rng.standard_normal((2, 3)), rng.standard_normal(2), "none")
    return Net([one, two], 1.5)


def net_as_argument(net, x):
    for _ in range(net.steps):
        x = net(x)
    return np.sum(x**2)


def one_layer(layer, x):
    return np.sum(layer(x) ** 2)


class Point(NamedTuple):
    x: float
    y: float

    def norm(self):
        return math.hypot(self.x, self.y)


def point_as_argument(p):
    a, b = p
    return p.norm() * a + b * p[1]


Interval = namedtuple("Interval", "low high")


def interval_in_a_dict(d):
    return (d["range"].high - d["range"].low) ** 2 * d["k"]


class Oscillator:
    """A plain class: its attributes are what is differentiated by."""

    damping = 0.1

    def __init__(self, mass, stiffness):
        self.mass = mass
        self.stiffness = stiffness
        self.name = "spring"

    @property
    def frequency(self):
        return math.sqrt(self.stiffness / self.mass)

    def step(self, x, v, dt):
        a = -self.frequency**2 * x - self.damping * v
        return x + dt * v, v + dt * a


def oscillator_as_argument(osc, x):
    v = 0.0
    for _ in range(5):
        x, v = osc.step(x, v, 0.1)
    return x**2 + osc.mass


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a = a
        self.b = b


def slots_as_argument(s, k):
    return s.a * s.b**2 + k * s.a


@dataclass
class Checked:
    """Its `__post_init__` would not accept every gradient."""

    sigma: float
    mu: float
    log_sigma: float = field(init=False)

    def __post_init__(self):
        assert self.sigma > 0.0
        self.log_sigma = math.log(self.sigma)

    def density(self, x):
        return -0.5 * ((x - self.mu) / self.sigma) ** 2 - self.log_sigma


def checked_as_argument(c, x):
    return c.density(x)


@dataclass
class Model:
    line: Line
    points: list
    act: Callable = math.sin
    name: str | None = None


def objects_in_objects(m, x):
    out = m.act(m.line(x)) if m.name is None else 0.0
    for p in m.points:
        out = out + p.x * p.y
    return out


def objects_in_lists(lines, x):
    total = 0.0
    for k, line in enumerate(lines):
        total = total + line(x) * (k + 1)
    return total


def object_beside_others(a, line, b):
    return line(a) * b + line.slope


def written_argument(line, x):
    line.slope = line.slope * x
    line.offset += x**2
    return line(x) * line.slope


def made_inside(x):
    line = Line(x)
    line.slope = line.slope**2
    return line(x) * line.offset


def with_defaults(x, y=3.0):
    return Line(x, offset=y)(2.0) * Line(offset=x, slope=y)(x)


def replaced(x):
    first = Line(x, 2.0)
    second = dataclasses.replace(first, offset=x**2)
    return first.offset * second(x) + second.offset


def replaced_argument(line, x):
    return dataclasses.replace(line, slope=x)(line.offset)


def as_dict(x):
    d = dataclasses.asdict(Line(x, x**2))
    a, b = dataclasses.astuple(Line(d["slope"], 2.0 * d["offset"]))
    return a * b


def tuple_replaced(x):
    p = Point(x, 2.0)._replace(y=x**2)
    return p.x * p.y + sum(p._asdict().values())


class Base:
    gain = 2.0

    def __init__(self, a):
        self.a = a

    def value(self, x):
        return self.a * x * self.gain

    @classmethod
    def doubled(cls, a):
        return cls(2.0 * a)


class Derived(Base):
    gain = 3.0

    def __init__(self, a, b=0.5):
        super().__init__(a**2)
        self.b = b

    def value(self, x):
        return super().value(x) + self.b

    @classmethod
    def doubled(cls, a):
        return super().doubled(a)


class Twice(Derived):
    def value(self, x):
        return super(Twice, self).value(x) * Base.value(self, x)


def inherited(x):
    return Derived(x, 1.5).value(x) + Twice.doubled(x).value(0.5)


@dataclass
class Ring(Line):
    radius: float = 1.0

    def __post_init__(self):
        self.area = 3.0 * self.radius**2


@dataclass
class ThickRing(Ring):
    def __init__(self, slope, radius):
        super().__init__(slope, radius=radius)
        self.slope = self.slope * 2.0


def inherited_dataclass(x):
    ring = ThickRing(x, x**2)
    return ring.area * ring(x)


class Celsius:
    def __init__(self, degrees):
        self.kelvin = degrees + 273.15

    @property
    def degrees(self):
        return self.kelvin - 273.15

    @degrees.setter
    def degrees(self, value):
        self.kelvin = 2.0 * value + 273.15


def property_with_setter(x):
    t = Celsius(x)
    t.degrees = x**2
    t.degrees += x
    return t.kelvin * t.degrees


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return self + -other

    def __rmul__(self, k):
        return Vector(k * self.x, k * self.y)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __abs__(self):
        return math.sqrt(self @ self)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    __hash__ = None

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __setitem__(self, i, value):
        if i == 0:
            self.x = value
        else:
            self.y = value

    def __iter__(self):
        yield self.x
        yield self.y

    def __contains__(self, value):
        return value > self.x

    def __bool__(self):
        return self.x > 0.0

    def __float__(self):
        return float(self.x)


def operators(x, y):
    u, v = Vector(x, y), Vector(y, 2.0)
    w = 3.0 * u - v
    alias = w
    w += u
    return (w @ v) + abs(alias) * len(u)


def asked(x, y):
    u, v = Vector(x, y), Vector(y, x**2)
    out = float(u) if u < v else abs(v)
    out = out * 2.0 if v > u else out
    out = out + x if u else out - x
    if not v:
        out = out * 3.0
    if u != v and 5.0 in u:
        out = out * x
    return out


def walked(x, y):
    u = Vector(x, y)
    u[1] = u[0] * y
    total = 0.0
    for c in u:
        total = total * x + c
    a, b = u
    return total + a * b + sum(u) + u[1]


class Lazy:
    def __init__(self, x):
        self.x = x
        self.calls = 0.0

    @functools.cached_property
    def heavy(self):
        self.calls += 1.0
        return math.exp(self.x)


def cached_property(x):
    lazy = Lazy(x)
    first = lazy.heavy
    lazy.x = 5.0
    return first * lazy.heavy + lazy.calls


class Scaler:
    def scale(self, k, x, power=1.0):
        return k * x**power

    double = functools.partialmethod(scale, 2.0)
    square = functools.partialmethod(scale, 1.0, power=2.0)

    @staticmethod
    def half(x):
        return x / 2.0


def partial_methods(x):
    s = Scaler()
    return s.double(x) * s.square(x) + s.half(x) + Scaler.half(x**2)


@functools.lru_cache(maxsize=None)
def table(n):
    return n * 1.5


@functools.cache
def squared(x):
    return x * x


def caches(x):
    return squared(x) * table(3) + squared(2.0 * x)


@functools.singledispatch
def area(shape):
    return shape * 1.0


@area.register
def _(shape: Line):
    return shape.slope * shape.offset


@area.register(Point)
def _(shape):
    return shape.x * shape.y


def dispatched(x):
    return area(Line(x, 2.0)) + area(Point(x, x)) * area(x)


@dataclass
class Bag:
    items: list = field(default_factory=list)
    weights: dict = field(default_factory=dict)

    def add(self, value):
        self.items.append(value)
        self.weights["last"] = value
        return self


def default_factories(x):
    first, second = Bag(), Bag()
    first.add(x).add(x**2)
    second.add(3.0)
    return sum(first.items) * first.weights["last"] + sum(second.items) * x


class Accumulator:
    def __init__(self):
        self.total = 0.0
        self.count = 0

    def add(self, x):
        self.total += x
        self.count += 1
        return self.total / self.count


def state_in_a_loop(x, xs):
    acc = Accumulator()
    out = 0.0
    for v in xs:
        out = out * x + acc.add(x * v)
    return out


def state_in_branches(x, xs):
    acc = Accumulator()
    for v in xs:
        if v > 0.0:
            acc.add(x * v)
        else:
            acc.total = acc.total * x
    return acc.total**2


class Node:
    def __init__(self, value, child=None):
        self.value = value
        self.child = child


def linked(x):
    node = Node(x, Node(x**2, Node(3.0)))
    node.child.child.value *= x
    tail = node.child
    tail.value = tail.value + 1.0
    end = 0.0 if node.child is None else node.child.child.value
    return node.value * node.child.value + end


def nested_in_a_loop(x):
    inner = [x]
    outer = [1.0, inner]
    inner[0] = x * x
    for k in range(2):
        outer[0] = outer[0] * x
        if k > 0:
            inner[0] = inner[0] + x
    box = {"line": Line(x), "list": inner}
    for k in range(2):
        box["line"] = Line(box["line"].slope * x, k + x)
    return outer[1][0] * outer[0] + box["line"](x) * box["list"][0]


def list_of_objects(x, xs):
    lines = []
    for v in xs:
        line = Line(x * v)
        line.offset = x
        lines.append(line)
    total = 0.0
    for line in lines:
        total = total * x + line(2.0)
    return total


def matched(x):
    match Line(x, x**2):
        case Line(slope=a, offset=b):
            return a * b
    return 0.0


def frozen_made_in_a_helper(x):
    def step(state, k):
        return dataclasses.replace(state, x=state.x * k, y=state.y + state.x)

    state = Pair(x, 1.0)
    for k in range(1, 4):
        state = step(state, k + 0.5)
    return state.x * state.y


@dataclass(frozen=True)
class Pair:
    x: float
    y: float

    def __post_init__(self):
        object.__setattr__(self, "x", self.x * 1.5)


def copies(x):
    first = Bag([x, x**2], {"k": Line(x)})
    second, third = copy.copy(first), copy.deepcopy(first)
    second.items[0] = 5.0 * x
    second.weights = {"k": Line(2.0 * x)}
    third.items.append(x)
    third.weights["k"].slope = x**3
    out = sum(first.items) * sum(third.items) + first.weights["k"](x) * third.weights["k"](x)
    return out * second.weights["k"](1.0)


def makes(fun):
    return lambda x: fun(x) * 2.0


def functions_as_arguments(fun, x):
    return fun(x) + makes(fun)(x**2)


class Adam:
    def __init__(self, lr):
        self.lr = lr
        self.m = self.v = 0.0
        self.t = 0

    def step(self, w, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.99 * self.v + 0.01 * g * g
        seen = self.m / (1 - 0.9**self.t)
        return w - self.lr * seen / (math.sqrt(self.v) + 1e-8)


def fields_that_stay(lr, w):
    """What no step changes is read from before the loop, and nothing is kept of it."""
    adam = Adam(lr)
    while w > 0.1 and adam.t < 20:
        w = adam.step(w, 2.0 * w)
    return w**2


def fields_that_stay_in_both(lr, x):
    adam, w = Adam(lr), 0.0
    for target in x:
        for _ in range(2):
            w = adam.step(w, w - target)
        adam.t = adam.t + 1
    return w * adam.lr


def fields_that_stay_unless(lr, w):
    adam = Adam(lr)
    for k in range(4):
        w = adam.step(w, 2.0 * w)
        if w < 0.5:
            adam.lr = adam.lr * 0.5
    return w * adam.lr


ARRAYS = np.array([0.5, -1.5, 2.0])
PROGRAMS = {
    fields_that_stay: [(0.1, 1.3), (0.3, 0.9)],
    fields_that_stay_in_both: [(0.1, ARRAYS)],
    fields_that_stay_unless: [(0.1, 0.7), (0.1, 1.3)],
    line_as_argument: [(Line(1.5, 0.3), 2.0), (Line(np.float64(1.5)), 2.0)],
    net_as_argument: [(a_net(np.random.default_rng(0)), np.array([0.3, -0.4]))],
    one_layer: [
        (a_net(np.random.default_rng(0)).layers[0], np.array([0.3, -0.4])),
        (a_net(np.random.default_rng(0)).layers[1], np.array([0.3, -0.4, 0.2])),
    ],
    point_as_argument: [(Point(3.0, 4.0),)],
    interval_in_a_dict: [({"range": Interval(1.0, 2.5), "k": 3.0},)],
    oscillator_as_argument: [(Oscillator(1.5, 2.0), 0.7)],
    slots_as_argument: [(Slotted(1.5, 2.0), 0.7), (Slotted(1.5, 2.0), 1.5)],
    checked_as_argument: [(Checked(1.5, 0.3), 0.7)],
    objects_in_objects: [
        (Model(Line(1.2), [Point(1.0, 2.0), Point(0.5, 0.7)]), 0.4),
        (Model(Line(1.2), [Point(1.0, 2.0)], math.cos), 0.4),
        (Model(Line(1.2), [], math.cos, "named"), 0.4),
    ],
    objects_in_lists: [([Line(1.2), Line(0.7, 0.1)], 1.5), ((Line(1.2), Line(0.7, 0.1)), 1.5)],
    object_beside_others: [(0.5, Line(1.2), 2.0)],
    written_argument: [(Line(1.2, 0.7), 1.5)],
    made_inside: [(1.3,)],
    with_defaults: [(1.3,), (1.3, 0.4)],
    replaced: [(1.3,)],
    replaced_argument: [(Line(1.2, 0.7), 1.5)],
    as_dict: [(1.3,)],
    tuple_replaced: [(1.3,)],
    inherited: [(1.3,)],
    inherited_dataclass: [(1.3,)],
    property_with_setter: [(1.3,)],
    operators: [(1.3, 0.4)],
    asked: [(1.3, 0.4), (-1.3, 0.4), (0.2, 3.0)],
    walked: [(1.3, 0.4)],
    cached_property: [(1.3,)],
    partial_methods: [(1.3,)],
    caches: [(1.3,)],
    dispatched: [(1.3,)],
    default_factories: [(1.3,)],
    state_in_a_loop: [(1.3, ARRAYS), (1.3, [0.5, 2.0])],
    state_in_branches: [(1.3, ARRAYS)],
    linked: [(1.3,)],
    nested_in_a_loop: [(1.3,)],
    list_of_objects: [(1.3, ARRAYS)],
    matched: [(1.3,)],
    frozen_made_in_a_helper: [(1.3,)],
    copies: [(1.3,)],
    functions_as_arguments: [(math.sin, 1.3), (np.exp, 1.3), (Line(1.2, 0.7), 1.3)],
}

"""What a program only asks of the outside, and does not read into a number, is asked at each call.

Each program is called, something outside is changed, and it is called again.
"""

from __future__ import annotations

import functools
import math
import sys
import types

import pytest

from adcompiler import grad


class Layer:
    def __init__(self, w):
        self.w = w

    def __call__(self, x):
        return math.tanh(self.w * x)


def scaled(x, k=1.0, j=3.0):
    return x * k * j


def totalled(x, *ws):
    return x * (1.0 + sum(ws)) * (2 if ws else 1)


def tabled(x, *, table={}):  # noqa: B006
    return x * table.get("k", 2.0)


class World(types.SimpleNamespace):
    """All that the programs read."""


W = World()
MODULE = types.ModuleType("adcompiler_tests_relied_on")
sys.modules[MODULE.__name__] = MODULE


@pytest.fixture(autouse=True)
def world():
    vars(W).clear()
    vars(W).update(
        empty=[],
        hooks=[math.sin],
        options={},
        table={"a": math.sin, "b": math.cos},
        layers=[Layer(1.0), Layer(2.0)],
        pair=(1.0, 2.0),
        functions=(math.sin,),
        rows=[[], []],
        deep={"a": {"b": {}}},
        part=functools.partial(scaled, k=2.0),
        count=1,
        word="ab",
        none=None,
    )
    tabled.__kwdefaults__["table"].clear()
    MODULE.K, MODULE.f = 2.0, math.cos


def sum_over_a_list(x):
    return sum(v * x for v in W.empty) + x


def hooks_in_turn(x):
    for hook in W.hooks:
        x = hook(x)
    return x


def layers_from_the_second(x):
    return sum(layer(x) for layer in W.layers[1:]) * len(W.layers)


def option_with_default(x):
    return x * W.options.get("lr", 3.0)


def option_asked(x):
    return x * 2 if "lr" in W.options else x


def option_or_handler(x):
    try:
        return x * W.options["lr"]
    except KeyError:
        return x * x


def options_merged(x):
    return x * {"lr": 1.0, **W.options}["lr"]


def attribute_with_default(x):
    return x * getattr(W, "lr", 3.0)


def attribute_asked(x):
    return x * 2 if hasattr(W, "lr") else x


def attribute_or_handler(x):
    try:
        return x * W.lr
    except AttributeError:
        return x


def length_alone(x):
    return x * len(W.pair) + x * len(W.word) + x * len(W.rows[0])


def kind_alone(x):
    return x * 2 if isinstance(W.count, int) else x


def truth_alone(x):
    return x * 2 if W.hooks else x


def none_alone(x):
    return x if W.none is None else x * 2


def function_looked_for(x):
    return x * 2 if math.cos in W.hooks else x


def functions_by_key(x):
    return sum(f(x) for f in W.table.values()) + W.table.get("c", math.exp)(x)


def deep_inside(x):
    return x * W.deep["a"]["b"].get("c", 2.0)


def default_of_a_helper(x):
    return tabled(x)


def partial_with_less(x):
    return W.part(x)


def imported_inside(x):
    from adcompiler_tests_relied_on import K, f

    return f(x) * K


def starred(x):
    return totalled(x, *W.empty)


CHANGES = [
    (sum_over_a_list, lambda: W.empty.append(2.0)),
    (hooks_in_turn, lambda: W.hooks.append(math.cos)),
    (hooks_in_turn, lambda: W.hooks.clear()),
    (hooks_in_turn, lambda: W.hooks.__setitem__(0, math.exp)),
    (layers_from_the_second, lambda: W.layers.append(Layer(3.0))),
    (layers_from_the_second, lambda: W.layers.pop()),
    (layers_from_the_second, lambda: setattr(W.layers[1], "w", 5.0)),
    (option_with_default, lambda: W.options.update(lr=5.0)),
    (option_asked, lambda: W.options.update(lr=5.0)),
    (option_or_handler, lambda: W.options.update(lr=5.0)),
    (options_merged, lambda: W.options.update(lr=5.0)),
    (attribute_with_default, lambda: setattr(W, "lr", 5.0)),
    (attribute_asked, lambda: setattr(W, "lr", 5.0)),
    (attribute_asked, lambda: setattr(World, "lr", 5.0)),
    (attribute_or_handler, lambda: setattr(W, "lr", 5.0)),
    (length_alone, lambda: setattr(W, "pair", (1.0, 2.0, 3.0))),
    (length_alone, lambda: setattr(W, "word", "abc")),
    (length_alone, lambda: W.rows[0].append(1.0)),
    (kind_alone, lambda: setattr(W, "count", 1.0)),
    (truth_alone, lambda: W.hooks.clear()),
    (none_alone, lambda: setattr(W, "none", 2.0)),
    (function_looked_for, lambda: W.hooks.append(math.cos)),
    (function_looked_for, lambda: W.hooks.insert(0, math.cos)),
    (functions_by_key, lambda: W.table.pop("a")),
    (functions_by_key, lambda: W.table.update(c=math.tan)),
    (deep_inside, lambda: W.deep["a"]["b"].update(c=7.0)),
    (default_of_a_helper, lambda: tabled.__kwdefaults__["table"].update(k=5.0)),
    (partial_with_less, lambda: W.part.keywords.update(j=1.0)),
    (partial_with_less, lambda: W.part.keywords.update(k=7.0)),
    (partial_with_less, lambda: W.part.keywords.clear()),
    (imported_inside, lambda: setattr(MODULE, "K", 5.0)),
    (imported_inside, lambda: setattr(MODULE, "f", math.exp)),
    (starred, lambda: W.empty.append(2.0)),
]


@pytest.mark.parametrize(("program", "change"), CHANGES, ids=lambda v: v.__name__.strip("<>"))
def test_the_next_call_asks_again(program, change):
    gradient = grad(program)

    def agrees():
        slope = (program(1.3 + 1e-6) - program(1.3 - 1e-6)) / 2e-6
        return gradient(1.3) == pytest.approx(slope, abs=1e-6)

    try:
        before = program(1.3)
        assert agrees()
        change()
        assert program(1.3) != before
        assert agrees()
    finally:
        vars(World).get("lr") and delattr(World, "lr")

"""Nothing is stale: what changes outside counts at the next call."""

from __future__ import annotations

import copy
import enum
import functools
import importlib
import linecache
import pickle
import sys
import textwrap
from dataclasses import dataclass

import numpy as np
import pytest

import adcompiler
from adcompiler import grad

SCALE = 2.0
TABLE = {"k": 2.0, "act": np.sin}
LIMITS = [1.0, 2.0]
NESTED = {"inner": {"k": 2.0}}


def square(x):
    return x * x


def uses_globals(x):
    return SCALE * square(x) * TABLE["k"] + LIMITS[0] * x


def fresh(function, *args):
    """Return what a gradient compiled this moment gives."""
    return grad(function)(*args)


def test_a_global_number(monkeypatch):
    df = grad(uses_globals)
    assert df(3.0) == 2.0 * 6.0 * 2.0 + 1.0
    monkeypatch.setitem(globals(), "SCALE", 5.0)
    assert df(3.0) == 5.0 * 6.0 * 2.0 + 1.0
    monkeypatch.setitem(globals(), "SCALE", np.float32(5.0))
    assert df(3.0) == fresh(uses_globals, 3.0)
    monkeypatch.setitem(globals(), "SCALE", np.array(5.0))
    assert df(3.0) == fresh(uses_globals, 3.0)


def test_containers_of_globals_changed_in_place(monkeypatch):
    df = grad(uses_globals)
    assert df(3.0) == 25.0
    monkeypatch.setitem(TABLE, "k", 3.0)
    assert df(3.0) == 37.0
    monkeypatch.setitem(TABLE, "new", 1.0)
    assert df(3.0) == 37.0
    LIMITS[0] = 4.0
    assert df(3.0) == 40.0
    LIMITS[0] = 1.0


def test_a_function_in_a_container(monkeypatch):
    def f(x):
        return TABLE["act"](x)

    df = grad(f)
    assert df(1.0) == np.cos(1.0)
    monkeypatch.setitem(TABLE, "act", np.exp)
    assert df(1.0) == np.exp(1.0)


def test_a_container_in_a_container(monkeypatch):
    def f(x):
        return x * NESTED["inner"]["k"]

    df = grad(f)
    assert df(1.0) == 2.0
    monkeypatch.setitem(NESTED["inner"], "k", 3.0)
    assert df(1.0) == 3.0
    monkeypatch.setitem(NESTED, "inner", {"k": 4.0})
    assert df(1.0) == 4.0
    monkeypatch.setitem(NESTED, "inner", {"k": np.ones(2)})
    with pytest.raises(adcompiler.CompileError):
        df(1.0)


def test_a_redefined_helper(monkeypatch):
    df = grad(uses_globals)
    assert df(3.0) == 25.0
    monkeypatch.setitem(globals(), "square", lambda x: x * x * x)
    assert df(3.0) == 2.0 * 27.0 * 2.0 + 1.0
    monkeypatch.setitem(globals(), "square", np.sin)
    assert df(3.0) == fresh(uses_globals, 3.0)


def test_a_helper_with_new_code():
    def helper(x):
        return x * x

    def other(x):
        return x * x * x

    def f(x):
        return helper(x)

    df = grad(f)
    assert df(2.0) == 4.0
    helper.__code__ = other.__code__
    assert df(2.0) == 12.0


def test_defaults_of_a_helper():
    def helper(x, k=2.0, *, power=1.0, weights=[1.0, 2.0]):  # noqa: B006
        return k * x**power * weights[0]

    def f(x):
        return helper(x)

    df = grad(f)
    assert df(3.0) == 2.0
    helper.__defaults__ = (5.0,)
    assert df(3.0) == 5.0
    helper.__kwdefaults__["weights"][0] = 3.0
    assert df(3.0) == 15.0
    helper.__kwdefaults__ = {"power": 2.0, "weights": np.array([1.0])}
    assert df(3.0) == 30.0


def test_own_defaults():
    def f(x, k=2.0, table=[1.0]):  # noqa: B006
        return k * x * table[0]

    df = grad(f)
    assert df(3.0) == 2.0
    f.__defaults__[1][0] = 4.0
    assert df(3.0) == 8.0
    f.__defaults__ = (5.0, [1.0])
    with pytest.raises(adcompiler.CompileError, match="call it again"):
        df(3.0)
    assert df(3.0) == grad(f)(3.0) == 5.0


def factory(k):
    def f(x):
        return k * x * x

    def set_k(value):
        nonlocal k
        k = value

    return f, set_k


def test_closures():
    (f, set_f), (g, _) = factory(2.0), factory(3.0)
    df, dg = grad(f), grad(g)
    assert (df(1.0), dg(1.0)) == (4.0, 6.0)
    set_f(5.0)
    assert (df(1.0), dg(1.0)) == (10.0, 6.0)
    set_f(np.array([1.0]))
    with pytest.raises(adcompiler.CompileError):
        df(1.0)


class Model:
    gain = 2.0
    table = {"k": 1.0}

    def __init__(self, w):
        self.w = w

    def scaled(self, x):
        return self.w * x

    def loss(self, x):
        return self.scaled(x) * self.gain * self.table["k"]

    @property
    def double(self):
        return 2.0 * self.w

    def with_property(self, x):
        return self.double * x


def test_attributes_of_an_object_outside():
    one, two = Model(2.0), Model(3.0)
    d1, d2 = grad(one.loss), grad(two.loss)
    assert (d1(1.0), d2(1.0)) == (4.0, 6.0)
    one.w = 7.0
    assert (d1(1.0), d2(1.0)) == (14.0, 6.0)
    one.w = np.float64(7.0)
    assert d1(1.0) == 14.0


def test_class_attributes(monkeypatch):
    model = Model(2.0)
    df = grad(model.loss)
    assert df(1.0) == 4.0
    monkeypatch.setattr(Model, "gain", 10.0)
    assert df(1.0) == 20.0
    monkeypatch.setitem(Model.table, "k", 3.0)
    assert df(1.0) == 60.0
    model.gain = 1.0
    assert df(1.0) == 6.0
    del model.gain
    assert df(1.0) == 60.0


def test_methods_replaced(monkeypatch):
    model = Model(2.0)
    df, dp = grad(model.loss), grad(model.with_property)
    assert (df(1.0), dp(1.0)) == (4.0, 4.0)
    monkeypatch.setattr(Model, "scaled", lambda self, x: self.w * x * x)
    assert df(3.0) == 24.0
    monkeypatch.setattr(Model, "double", property(lambda self: 5.0 * self.w))
    assert dp(1.0) == 10.0
    model.scaled = lambda x: x
    assert df(3.0) == 2.0


@dataclass
class Point:
    x: float
    y: float = 2.0

    def product(self):
        return self.x * self.y


def test_classes_of_objects_made_inside(monkeypatch):
    def f(x):
        return Point(x).product()

    df = grad(f)
    assert df(3.0) == 2.0
    monkeypatch.setattr(Point, "product", lambda self: self.x * self.x)
    assert df(3.0) == 6.0

    @dataclass
    class Other(Point):
        y: float = 5.0

    monkeypatch.setitem(globals(), "Point", Other)
    monkeypatch.undo()
    assert df(3.0) == 2.0


def test_kinds_of_arguments_that_change():
    df = grad(lambda x, y: np.sum(x * y))
    for x, y in [
        (2.0, 3.0),
        (np.ones(3), 3.0),
        (2, 3.0),
        (np.float32(2.0), 3.0),
        (np.ones((2, 1)), np.ones(4)),
        (2.0, 3.0),
    ]:
        want = fresh(lambda x, y: np.sum(x * y), x, y)
        found = df(x, y)
        assert type(found) is type(want)
        assert np.array_equal(found, want)


def test_a_tuple_after_a_float():
    """The first statement, run before the kinds are looked at, may not know what to do."""

    def f(x, y):
        z = x * y + 1.0
        return z * z

    df = grad(f)
    assert df(2.0, 3.0) == 42.0
    with pytest.raises(adcompiler.CompileError, match="tuple"):
        df((2.0, 1.0), 3.0)
    with pytest.raises(adcompiler.CompileError):
        df("text", 3.0)
    with pytest.raises(adcompiler.CompileError):
        df(None, 3.0)
    assert df(2.0, 3.0) == 42.0
    assert df(np.array(2.0), 3.0) == 42.0


def test_what_is_said_is_said_once_when_kinds_change(capsys):
    def f(x):
        print("here")
        y = x * 2.0
        return y * y

    df = grad(f)
    df(1.0)
    df(np.float64(1.0))
    df(np.array(1.0))
    assert capsys.readouterr().out == "here\n" * 3


class Mode(enum.Enum):
    LINEAR = 1
    SQUARE = 2


def test_options_and_functions_as_arguments():
    def f(x, mode, act):
        return act(x) if mode is Mode.LINEAR else act(x) ** 2

    df = grad(f)
    assert df(2.0, Mode.LINEAR, square) == 4.0
    assert df(2.0, Mode.SQUARE, square) == 32.0
    assert df(2.0, Mode.LINEAR, np.sin) == np.cos(2.0)
    assert df(2.0, Mode.LINEAR, square) == 4.0


def test_objects_of_other_kinds_as_arguments():
    def f(p):
        return p.x * p.x * p.y

    df = grad(f)
    assert df(Point(3.0)) == Point(12.0, 9.0)
    assert df(Point(3.0, np.float64(1.0))) == Point(6.0, 9.0)
    assert df(Point(3, 1)) == Point(6.0, 9.0)
    found = df(Point(3.0, np.array(1.0)))
    assert isinstance(found.y, np.ndarray)


def test_lambdas_on_one_line():
    f, g = (lambda x: x * x), (lambda x: x * x * x)
    table = {"a": lambda x: 2.0 * x, "b": lambda x: 3.0 * x}
    several = [
        lambda x: 4.0
        * x,
        lambda x: 5.0 * x,
    ]  # fmt: skip
    assert (grad(f)(2.0), grad(g)(2.0)) == (4.0, 12.0)
    assert (grad(table["a"])(1.0), grad(table["b"])(1.0)) == (2.0, 3.0)
    assert [grad(s)(1.0) for s in several] == [4.0, 5.0]
    same = [lambda x: x * k for k in (1.0, 2.0)]
    assert [grad(s)(1.0) for s in same] == [2.0, 2.0]
    constant = [lambda x: 1.0, lambda x: 2.0]
    assert [grad(c)(3.0) for c in constant] == [0.0, 0.0]
    bound = [lambda x, k=k: x * k for k in (1.0, 2.0)]
    assert [grad(s)(1.0) for s in bound] == [1.0, 2.0]


def test_a_reloaded_module(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    path = tmp_path / "reloaded_helpers.py"
    path.write_text("K = 2.0\ndef helper(x):\n    return K * x * x\n")
    module = importlib.import_module("reloaded_helpers")

    def f(x):
        return module.helper(x)

    df = grad(f)
    assert df(3.0) == 12.0
    path.write_text("K = 3.0\n\ndef helper(x):\n    return K * x * x * x\n")
    importlib.invalidate_caches()
    importlib.reload(module)
    assert df(3.0) == 81.0
    assert grad(module.helper)(1.0) == 9.0


def cell(text, number, namespace):
    """Run a notebook cell: its text is known to linecache under a name of its own."""
    filename = f"<ipython-input-{number}-test>"
    text = textwrap.dedent(text)
    lines = text.splitlines(keepends=True)
    monkey = (len(text), None, lines, filename)
    linecache.cache[filename] = monkey
    exec(compile(text, filename, "exec"), namespace)


def test_notebook_cells_run_again():
    space = {"np": np}
    cell("def helper(x):\n    return x * x\n", 1, space)
    cell("def loss(x):\n    return helper(x) * 2.0\n", 2, space)
    df = grad(space["loss"])
    assert df(3.0) == 12.0
    cell("def helper(x):\n    return x * x * x\n", 3, space)
    assert df(3.0) == 54.0
    cell("def loss(x):\n    return helper(x)\n", 4, space)
    assert grad(space["loss"])(3.0) == 27.0
    assert df(3.0) == 54.0
    cell("def helper(x):\n    return x\n", 3, space)
    assert df(3.0) == 2.0


def test_functions_made_by_exec():
    space = {}
    exec("def f(x):\n    return x * x + 0.125 * x\n", space)
    with pytest.raises(adcompiler.CompileError, match="source is not stored") as caught:
        grad(space["f"])(2.0)
    assert "linecache" in str(caught.value)


def test_a_file_edited_after_import(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    path = tmp_path / "edited_later.py"
    path.write_text("def f(x):\n    return x * x\n")
    module = importlib.import_module("edited_later")
    path.write_text("def f(x):\n    return x * x * x + 1.0\n")
    with pytest.raises(adcompiler.CompileError, match="changed since"):
        grad(module.f)(2.0)


def test_a_generic_function_that_learns():
    @functools.singledispatch
    def area(x):
        return x

    def f(x):
        return area(x)

    df = grad(f)
    assert df(3.0) == 1.0
    area.register(float, lambda x: x * x)
    assert df(3.0) == 6.0


def test_partials_and_callable_objects():
    class Scaled:
        def __init__(self, k):
            self.k = k

        def __call__(self, x):
            return self.k * x * x

    scaled = Scaled(2.0)
    df = grad(scaled)
    assert df(1.0) == 4.0
    scaled.k = 3.0
    assert df(1.0) == 6.0
    table = [2.0]
    dp = grad(functools.partial(lambda t, x: t[0] * x, table), argnums=0)
    assert dp(1.0) == 2.0
    table[0] = 5.0
    assert dp(1.0) == 5.0


def test_arrays_outside_changed_in_place():
    weights = np.ones(3)

    def f(x):
        return np.sum(weights * x * x)

    df = grad(f)
    assert np.array_equal(df(np.ones(3)), [2.0, 2.0, 2.0])
    weights[1] = 5.0
    assert np.array_equal(df(np.ones(3)), [2.0, 10.0, 2.0])


@grad
def cubed(x):
    return x * x * x


def test_gradient_functions_are_copied_and_pickled_by_name():
    assert pickle.loads(pickle.dumps(cubed))(3.0) == 27.0
    assert copy.copy(cubed)(3.0) == 27.0
    assert copy.deepcopy({"f": cubed})["f"](3.0) == 27.0


class Shown:
    def __init__(self, a):
        self.a = a

    def __str__(self):
        return f"<{self.a}>"


class Kind(enum.Enum):
    ONE = 1


def by_patterns():
    braces, percents = "{} {!r:.3}", "%s %d"
    print(braces.format(SHOWN, 2.0), percents % (SHOWN, 2), str(SHOWN))


SHOWN, UNSHOWN, HELD = Shown(1.0), object(), {"f": abs}


@pytest.mark.parametrize(
    "show",
    [
        lambda: print(SHOWN),
        lambda: print(f"{SHOWN} {SHOWN!s:>9}"),
        by_patterns,
        lambda: print(UNSHOWN, f"{UNSHOWN}", Kind.ONE, f"{Kind.ONE!r:>12}", f"{Kind.ONE}", abs),
    ],
)
def test_objects_outside_are_shown_as_they_are_now(show, capsys):
    def loss(x):
        show()
        return x * x

    gradient = grad(loss)
    for a in (1.0, 2.0):
        SHOWN.a = a
        show()
        plain = capsys.readouterr().out
        assert gradient(3.0) == 6.0
        assert capsys.readouterr().out == plain


def test_a_container_of_more_than_numbers_is_not_shown():
    def loss(x):
        print(HELD)
        return x * x

    with pytest.raises(adcompiler.CompileError, match="shown whole"):
        grad(loss)(1.0)


def test_an_object_that_the_function_changes_is_shown_by_its_own_words(capsys):
    def loss(x):
        SHOWN.a = x
        print(SHOWN)
        return x * x

    def loss_by_format(x):
        SHOWN.a = x
        pattern = "{}"
        print(pattern.format(SHOWN))
        return x * x

    assert grad(loss)(3.0) == 6.0
    assert capsys.readouterr().out == "<3.0>\n"
    with pytest.raises(adcompiler.CompileError, match="changed as a whole is read"):
        grad(loss_by_format)(3.0)

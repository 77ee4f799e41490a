"""Refusals: each with its code, its place, its caret and what to write instead."""

from __future__ import annotations

import ast
import contextlib
import inspect
import warnings

import numpy as np
import pytest

from adcompiler import (
    ArgumentError,
    CompileError,
    NonScalarError,
    NoRuleError,
    NoSourceError,
    UnsupportedError,
    grad,
    value_and_grad,
)
from adcompiler.errors import _FAMILIES, CODES
from adcompiler.frontend import fence


def waits_inside(x):
    async def inner(t):
        return t

    return x


COUNT = 0
TABLE = np.ones(3)


def several_faults(x):
    global COUNT
    COUNT = 1

    async def inner(t):
        return t

    async def later():
        pass

    return x


def stores(x):
    a = np.diagonal(np.zeros((3, 3)))
    a[0] = x
    return np.sum(a)


def opens(x):
    with open("f") as file:
        return x * float(file.read())


def recursive(x, n):
    if n == 0:
        return x[0]
    x[0] = x[0] * 2.0
    return recursive(x[::-1], n - 1)


def unknown_call(x):
    return np.histogram(x)[1][0]


def undefined(x):
    return x * not_there  # noqa: F821


def swallowed(x):
    return float(str(x)) * 2.0


def updates_global(x):
    y = TABLE
    y += x
    return np.sum(y)


def updates_one_of_two(x):
    y = x * 2.0
    z = x * 3.0
    w = x if x[0] > 1.0 else (y if x[0] > 0.0 else z)
    w[0] = 1.0
    return np.sum(z * y)


def written_after_it_was_put_in(x):
    row = np.zeros(3)
    rows = []
    for v in x:
        row[0] = v
        rows.append(row)
    return np.sum(np.array(rows))


def row_with_a_name(x):
    rows = []
    for _ in x:
        row = [0.0] * len(x)
        rows.append(row)
    rows[0][1] = x[0]
    return row[1]


def row_seen_by_a_name(x):
    table = [[0.0] * 3 for _ in x]
    row = table[1]
    table[1][0] = x[0]
    return row[0]


def row_seen_by_a_copy(x):
    table = [[v, v * v] for v in x]
    other = list(table)
    other[0][1] = x[1]
    return table[0][1]


def list_of_two_names(x):
    ys = [x[0]]
    zs = ys
    for v in x:
        if v > 0.6:
            zs.append(v)
        if v < 0.0:
            zs = [v]
    return sum(ys) + sum(zs)


def item_written(x):
    rows = [v * x for v in x]
    first = rows[len(x) - 1]
    first[0] = 1.0
    return np.sum(rows[2])


def slice_of_a_list_written(x):
    ys = [v * v for v in x]
    ys[::2] = [x[0], x[1]]
    return sum(ys)


def walks_and_writes(x):
    for v in reversed(x):
        x[1] = v * v
    return np.sum(x)


def walks_and_grows(x):
    some = [x[0]]
    return sum([v * len(some) for v in some if some.append(v) is None and len(some) < 5])


def walks_and_replaces(x):
    total, mixed = 0.0, [x[0], (x[1], 2.0)]
    for v in mixed:
        mixed[1] = x[2]
        total += v
    return total


class Shelf:
    def __init__(self, items):
        self.items = list(items)

    def __iter__(self):
        for item in self.items:
            yield 2.0 * item


def walks_an_object_and_writes(x):
    shelf, total = Shelf([x[0], x[1], x[2]]), 0.0
    for v in shelf:
        shelf.items[2] = total
        total += v
    return total


def unbound(x):
    if x > 100.0:
        z = (x, x)
    else:
        z = x
    return z * 2.0


def vector(x):
    return x * 2.0


def pair(x):
    return x, x


def nothing(x):
    y = x * 2.0  # noqa: F841


def complex_into_real(x):
    y = np.zeros(3)
    y[0] = x[0] * 1j
    return np.sum(y)


def complex_on_one_path(x):
    z = np.zeros(3)
    for _ in range(2):
        z = z * 1j + x
    z[0] = 1.0
    return np.sum(np.abs(z))


def complex_added_into_real(x):
    y = np.zeros(3)
    np.add.at(y, [0, 1], x[:2] * 1j)
    return np.sum(y)


COMPLEX_FAULTS = [
    (complex_into_real, "AD304", "an imaginary part would be lost"),
    (complex_on_one_path, "AD304", "not on every path"),
    (complex_added_into_real, "AD304", "an imaginary part would be lost"),
    (lambda x: np.sum((x * 1j).astype(float)), "AD304", "would drop the imaginary part"),
    (lambda x: np.sum(np.array([x[0] * 1j], dtype=float)), "AD304", "would drop"),
    (lambda x: np.sum(np.full(3, x[0] * 1j, dtype=float)), "AD304", "would drop"),
    (lambda x: np.sum(np.full_like(x, x[0] * 1j)), "AD203", "'np.full_like' of complex numbers"),
    (lambda x: float(x[0] * 1j), "AD203", "'float' of complex numbers"),
    (lambda x: int(x[0] * 1j), "AD203", "'int' of complex numbers"),
    (lambda x: np.float64(x[0] * 1j), "AD203", "'np.float64' of complex numbers"),
    (lambda x: np.sum(np.maximum(x * 1j, 0)).real, "AD203", "'np.maximum' of complex numbers"),
    (lambda x: max(x[0] * 1j, 0).real, "AD203", "'max' of complex numbers"),
    (lambda x: np.sort(x * 1j)[0].real, "AD203", "'np.sort' of complex numbers"),
    (lambda x: np.sum(np.sign(x * 1j)).real, "AD203", "'np.sign' of complex numbers"),
    (lambda x: np.linalg.cholesky(np.diag(x * 1j))[0, 0].real, "AD203", "cholesky' of complex"),
    (lambda x: np.fft.rfft(x * 1j)[0].real, "AD203", "'np.fft.rfft' of complex numbers"),
    (lambda x: 1.0 if x[0] * 1j < 2 else x[0], "AD203", "'lt' of complex numbers"),
    (lambda x: abs((x[0] * 1j) // 2), "AD203", "'floordiv' of complex numbers"),
    (lambda x: np.sum(x * 1j), "AD302", "returns a complex number"),
    (lambda x: x[0] if x[1] > 0 else x[0] * 1j, "AD302", "returns a complex number"),
    (lambda x: sum(x) if x[1] > 0 else sum([x, x * 1j]), "AD302", "returns what may be complex"),
]


@pytest.mark.parametrize(("function", "code", "words"), COMPLEX_FAULTS, ids=lambda v: None)
def test_no_imaginary_part_is_dropped(function, code, words):
    with pytest.raises(CompileError) as caught:
        grad(function)(np.array([0.5, 1.5, -0.7]))
    assert f"error[{code}]" in str(caught.value)
    assert words in str(caught.value)


def read_from_the_keys(x):
    counts = {}
    for k in range(2):
        counts[x * k] = 1.0
    return sum(key * count for key, count in counts.items())


def remembered(x):
    memo = {}

    def square(t):
        if t in memo:
            return memo[t]
        memo[t] = t * t
        return memo[t]

    return square(x) * square(x + 1.0) + square(x)


def test_keys_that_only_find_entries_are_none_of_these():
    assert grad(remembered)(2.0) == pytest.approx(2 * 2.0 * 9.0 + 4.0 * 2 * 3.0 + 4.0)


FAULTS = [
    (read_from_the_keys, 2.0, NoRuleError, "AD203", "read back from the keys of a dict"),
    (waits_inside, 2.0, UnsupportedError, "AD103", "a coroutine"),
    (stores, 2.0, UnsupportedError, "AD401", "which NumPy lets nobody write to"),
    (opens, 2.0, UnsupportedError, "AD102", "a with block of this manager"),
    (written_after_it_was_put_in, np.ones(3), UnsupportedError, "AD401", "unknown length holds"),
    (row_with_a_name, np.ones(3), UnsupportedError, "AD401", "rows have names of their own"),
    (row_seen_by_a_name, np.ones(3), UnsupportedError, "AD401", "rows have names of their own"),
    (row_seen_by_a_copy, np.ones(3), UnsupportedError, "AD401", "rows have names of their own"),
    (list_of_two_names, np.ones(3), UnsupportedError, "AD401", "one of several arrays or"),
    (item_written, np.ones(3), UnsupportedError, "AD401", "which item is known at run time"),
    (slice_of_a_list_written, np.ones(3), UnsupportedError, "AD402", "at a slice of a list"),
    (walks_and_writes, np.ones(3), UnsupportedError, "AD401", "a loop around is walking"),
    (walks_and_grows, np.ones(3), UnsupportedError, "AD401", "a loop around is walking"),
    (walks_and_replaces, np.ones(3), UnsupportedError, "AD401", "a loop around is walking"),
    (walks_an_object_and_writes, np.ones(3), UnsupportedError, "AD401", "is walking"),
    (lambda x: recursive(np.array([x, x]), 9), 2.0, UnsupportedError, "AD401", "calls itself"),
    (unknown_call, np.eye(2), NoRuleError, "AD203", "no gate rule for 'numpy.histogram'"),
    (undefined, 2.0, NoRuleError, "AD201", "'not_there' is not defined"),
    (swallowed, 2.0, NoRuleError, "AD203", "a number read from a text"),
    (updates_global, np.ones(3), UnsupportedError, "AD401", "not made by this function"),
    (updates_one_of_two, np.ones(3), UnsupportedError, "AD502", "of which one was written"),
    (vector, np.ones(3), NonScalarError, "AD302", "an array of 1 dimension"),
    (pair, 2.0, NonScalarError, "AD302", "returns a tuple"),
    (nothing, 2.0, NonScalarError, "AD302", "returns None"),
    (vector, np.ones(3, dtype=int), ArgumentError, "AD301", "an array of int64"),
    (vector, "text", ArgumentError, "AD301", "is a str"),
    (vector, None, ArgumentError, "AD301", "is None"),
    (vector, True, ArgumentError, "AD301", "a truth value"),
    (vector, 1j, NonScalarError, "AD302", "complex"),
]


@pytest.mark.parametrize(
    ("function", "argument", "kind", "code", "words"),
    FAULTS,
    ids=lambda v: getattr(v, "__name__", None),
)
def test_refused_in_words(function, argument, kind, code, words):
    with pytest.raises(CompileError) as caught:
        grad(function)(argument)
    assert isinstance(caught.value, kind)
    assert f"error[{code}]" in str(caught.value)
    assert words in str(caught.value)


def test_rendered_text_has_file_line_caret_label_and_hint():
    with pytest.raises(CompileError) as caught:
        grad(waits_inside)
    line = inspect.getsourcelines(waits_inside)[1] + 1
    number = str(line)
    pad = " " * len(number)
    assert str(caught.value).replace(__file__, "FILE") == "\n".join(
        [
            "error[AD103]: a coroutine: a construct that has no derivative in this form",
            f"  FILE:{line}, in waits_inside",
            f"  {pad} |",
            f"  {number} |     async def inner(t):",
            f"  {pad} |     ^^^^^^^^^^^^^^^^^^^ has no derivative",
            f"  {pad} |",
            f"  {pad} = hint: write a plain def",
        ]
    )


def test_every_fault_is_reported_at_once_and_at_the_decorator():
    with pytest.raises(UnsupportedError) as caught:
        grad(several_faults)
    assert len(caught.value.diagnostics) == 2
    text = str(caught.value)
    assert text.count("a coroutine") == 2


def test_bad_calls_subclass_the_usual_exceptions():
    for bad in (lambda: grad(vector)(np.ones(3)), lambda: grad(vector, argnums=3)):
        with pytest.raises((TypeError, ValueError)):
            bad()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"argnums": 1}, "names no parameter"),
        ({"argnums": -2}, "names no parameter"),
        ({"argnums": (0, 0)}, "twice"),
        ({"argnums": 0.5}, "must be integers"),
        ({"argnames": "z"}, "has no parameter 'z'"),
        ({"native": True}, "not available yet"),
        ({"check": "last"}, "check is 'first' or None"),
    ],
)
def test_wrong_options(arguments, words):
    with pytest.raises((ArgumentError, TypeError), match=words):
        value_and_grad(vector, **arguments)


def test_no_source():
    namespace: dict = {}
    exec("def f(x): return x * x", namespace)
    with pytest.raises(NoSourceError, match="AD101"):
        grad(namespace["f"])
    with pytest.raises(NoSourceError, match="builtin_function_or_method"):
        grad(print)
    with pytest.raises(ArgumentError):
        grad(3.0)


def test_errors_of_the_program_pass_unchanged_and_the_next_call_works():
    def f(x, d):
        return x / d

    df = grad(f)
    assert df(3.0, 2.0) == 0.5
    with pytest.raises(ZeroDivisionError):
        df(3.0, 0.0)
    assert df(3.0, 2.0) == 0.5


def test_wrong_number_of_arguments_is_pythons_own_error():
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        grad(vector)()


def test_every_code_has_a_family():
    for code in CODES:
        assert code in _FAMILIES or code[:3] in _FAMILIES


def test_every_node_type_is_supported_or_refused():
    """100 % of the statement and expression nodes of this Python."""
    known = {*fence._STATEMENTS, *fence._EXPRESSIONS, *fence._REFUSED}
    nodes = [
        n
        for n in vars(ast).values()
        if inspect.isclass(n)
        and issubclass(n, ast.stmt | ast.expr)
        and n not in (ast.stmt, ast.expr)
    ]
    generic = {"FormattedValue", "TryStar", "TypeAlias", "Interpolation", "TemplateStr"}
    old = {"Num", "Str", "Bytes", "NameConstant", "Ellipsis"}
    assert {n.__name__ for n in nodes if n not in known} <= generic | old


def writes_to_one(x, y):
    x[0] = 5.0 * y[1]
    return np.sum(x * y)


def test_arguments_that_share_memory_are_refused_where_one_is_written_to():
    x = np.array([1.0, 2.0])
    gradient = grad(writes_to_one, argnums=(0, 1))
    apart = gradient(x, x.copy())
    for other in (x, x[::-1]):
        with pytest.raises(UnsupportedError, match="share memory"):
            gradient(x, other)
    assert str(gradient(x, x.copy())) == str(apart)
    assert list(x) == [1.0, 2.0]


class Pair:
    def __init__(self, v):
        self.v, self.w = v, 2.0 * v


SETTINGS = {"k": 1.0}
ALL_SETTINGS = [SETTINGS]


def changes_settings(x):
    SETTINGS["k"] = x
    return x * ALL_SETTINGS[0]["k"]


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: Pair(x)[0], "cannot be indexed"),
        (lambda x: sum(Pair(x)), "an object cannot be used"),
        (lambda x: len(Pair(x)) * x, "an object cannot be used"),
        (lambda x: Pair(x), "returns an object"),
        (changes_settings, "read whole"),
        (lambda x: sum(f(x) for f in [lambda t: t * k for k in (1.0, 2.0)]), "the last value"),
    ],
)
def test_objects_are_no_tuples_and_what_lives_outside_is_not_written_to(function, words):
    with pytest.raises(CompileError, match=words):
        grad(function)(2.0)


def while_else_half_done(x):
    s = x
    try:
        for _ in range(2):
            while s < 5.0:
                s = s * x
                s = s + 1.0 / (s - 4.0)
            else:
                break
    except ZeroDivisionError:
        s = s * 3.0
    return s


@contextlib.contextmanager
def twice(x):
    for _ in range(2):
        yield x


def yields_twice(x):
    with twice(x) as y:
        return x * y


def reads_an_exception(x):
    try:
        if x > 1.0:
            raise ValueError(x)
        return x
    except ValueError as error:
        return error.args[0] * x


def raises_alone(x):
    if x > 1.0:
        raise
    return x


def raises_a_number(x):
    raise x


def catches_a_number(x):
    try:
        return 1.0 / x
    except SCALE:
        return x


SCALE = 2.0


def records_warnings(x):
    with warnings.catch_warnings(record=True) as found:
        return x * len(found)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (while_else_half_done, "not in this statement"),
        (yields_twice, "does not yield exactly once"),
        (reads_an_exception, "the attribute 'args' of an exception"),
        (raises_alone, "a raise outside of an except clause"),
        (raises_a_number, "not known to be an exception"),
        (catches_a_number, "except of what is not a class"),
        (records_warnings, "record="),
    ],
)
def test_tries_and_managers_that_are_refused(function, words):
    with pytest.raises(CompileError, match=words):
        grad(function)(2.0)

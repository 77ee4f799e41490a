"""Exceptions of the user's program: unchanged, with a note that names the user's line."""

from __future__ import annotations

import math
import threading
import traceback

import numpy as np
import pytest
from programs_loader import HERE, load_module

from adcompiler import CompileError, grad, value_and_grad


class Refused(Exception):
    def __init__(self, value, *, limit):
        super().__init__(value, limit)
        self.value, self.limit = value, limit


def inverse(v, d):
    w = v * v
    return w + 1.0 / d


def divides(x, d):
    y = inverse(x, d) * 2.0
    return y * x


def raises(x, limit):
    y = x * x
    if y > limit:
        raise Refused(y, limit=limit)
    return y * x


def chained(x, d):
    try:
        y = x / d
    except ZeroDivisionError as error:
        raise KeyError("no", 1) from error
    return y * y


asserted = load_module(HERE / "corpus" / "blocks.py").asserted  # pytest rewrites those here


def indexed(xs, n):
    s = 1.0
    for k in range(n):
        s = s * xs[k]
    return s


def shapes(x, y):
    z = x + 1.0
    w = z @ y
    return np.sum(w * w)


def several_lines(x, d):
    y = (
        x * x
        + x
        / d
    )  # fmt: skip
    return y * y


def checked_by_numpy(x, d):
    with np.errstate(divide="raise"):
        y = x / d
    return np.sum(y * y)


def raised_again(x, d):
    try:
        y = x / d
    except ArithmeticError:
        print("", end="")
        raise
    return y * x


def finally_done(x, d):
    try:
        y = math.log(d) * x
    finally:
        print("", end="")
    return y * x


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, *what):
        self.done = 1.0


def inside_a_manager(x, d):
    with Manager():
        y = x / d
    return y * x


SHORT = np.ones(2)
CASES = [
    (divides, (2.0, 0.0), ZeroDivisionError, ("float division by zero",), inverse, "return w"),
    (raises, (3.0, 4.0), Refused, (9.0, 4.0), raises, "raise Refused"),
    (chained, (3.0, 0.0), KeyError, ("no", 1), chained, "raise KeyError"),
    (indexed, (SHORT, 3), IndexError, None, indexed, "s = s * xs"),
    (shapes, (SHORT, np.ones(3)), ValueError, None, shapes, "w = z @ y"),
    (several_lines, (3.0, 0.0), ZeroDivisionError, None, several_lines, "+ x"),
    (checked_by_numpy, (SHORT, np.zeros(2)), FloatingPointError, None, checked_by_numpy, "y = "),
    (raised_again, (3.0, 0.0), ZeroDivisionError, None, raised_again, "y = x / d"),
    (finally_done, (3.0, -1.0), ValueError, ("math domain error",), finally_done, "y = math"),
    (inside_a_manager, (3.0, 0.0), ZeroDivisionError, None, inside_a_manager, "y = x / d"),
]
WAYS = {
    "grad": lambda f: grad(f),
    "value_and_grad": lambda f: value_and_grad(f),
    "a tuple": lambda f: grad(f, argnums=(0,)),
    "around": lambda f: grad(lambda x, d: 3.0 * f(x, d)),
}


def line_of(function, start):
    """Return the number and the text of the first line of a function that starts so."""
    code = function.__code__
    with open(code.co_filename) as file:
        lines = file.read().splitlines()
    for k, line in enumerate(lines[code.co_firstlineno - 1 :], code.co_firstlineno):
        if line.strip().startswith(start):
            return k, line.strip()
    raise LookupError(start)


def expected(function, start):
    line, text = line_of(function, start)
    place = f'  File "{function.__code__.co_filename}", line {line}, in {function.__name__}'
    return f"raised by this line of the program:\n{place}\n    {text}"


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(
    ("function", "args", "kind", "words", "where", "start"), CASES, ids=lambda v: str(v)[:20]
)
def test_exceptions_pass_unchanged_with_one_note(function, args, kind, words, where, start, way):
    derivative = way(function)
    with pytest.raises(kind) as plain:
        function(*args)
    for _ in range(3):
        with pytest.raises(kind) as caught:
            derivative(*args)
        assert type(caught.value) is kind
        assert caught.value.args == plain.value.args
        assert words is None or caught.value.args == words
        assert type(caught.value.__cause__) is type(plain.value.__cause__)
        assert caught.value.__notes__ == [expected(where, start)]


def test_assertions_keep_their_message():
    for derivative in (grad(asserted), value_and_grad(asserted)):
        with pytest.raises(AssertionError) as caught:
            derivative(-1.0)
        assert caught.value.args == ("-1.0 is not positive",)
        assert caught.value.__notes__ == [expected(asserted, "assert x > 0.0")]


def test_attributes_are_those_that_the_program_gave():
    with pytest.raises(Refused) as caught:
        grad(raises)(3.0, 4.0)
    assert (caught.value.value, caught.value.limit) == (9.0, 4.0)


def test_the_next_call_works():
    derivative = grad(divides)
    with pytest.raises(ZeroDivisionError):
        derivative(2.0, 0.0)
    assert derivative(2.0, 1.0) == pytest.approx(26.0)
    with pytest.raises(ZeroDivisionError) as caught:
        derivative(2.0, 0.0)
    assert len(caught.value.__notes__) == 1


def twice(x, d):
    return x * x * x / d


def test_one_note_for_gradients_of_gradients():
    for derivative in (grad(grad(twice)), value_and_grad(grad(twice)), grad(grad(grad(twice)))):
        with pytest.raises(ZeroDivisionError) as caught:
            derivative(2.0, 0.0)
        assert caught.value.__notes__ == [
            expected(twice, "return").replace("this line", "the derivative of this line")
        ] or caught.value.__notes__ == [expected(twice, "return")]


def test_one_note_where_a_gradient_is_called_by_plain_python():
    inner = grad(divides)

    def outer(x):
        return inner(x, 0.0)

    with pytest.raises(ZeroDivisionError) as caught:
        outer(2.0)
    assert caught.value.__notes__ == [expected(inverse, "return w")]


ERROR = ValueError("always the same")


def raises_one_object(x):
    if x > 1.0:
        raise ERROR
    return x * x


def test_an_exception_raised_again_and_again_is_noted_once():
    derivative = grad(raises_one_object)
    for _ in range(3):
        with pytest.raises(ValueError, match="always") as caught:
            derivative(2.0)
        assert caught.value is ERROR
    assert ERROR.__notes__ == [expected(raises_one_object, "raise")]


def test_the_derivative_of_a_line_says_so():
    def f(x, d):
        return x / d

    with pytest.raises(ZeroDivisionError) as caught:
        grad(f)(1.0, 0.0)
    assert "raised by the derivative of this line of the program:" in caught.value.__notes__[0]
    assert "return x / d" in caught.value.__notes__[0]


def test_the_traceback_shows_the_note():
    with pytest.raises(ZeroDivisionError) as caught:
        grad(divides)(2.0, 0.0)
    text = "".join(traceback.format_exception(caught.value))
    assert text.endswith(
        f"ZeroDivisionError: float division by zero\n{expected(inverse, 'return w')}\n"
    )


def test_nothing_is_noted_on_what_the_program_catches():
    def f(x, d):
        try:
            y = x / d
        except ZeroDivisionError:
            y = x * 3.0
        return y * x

    assert grad(f)(2.0, 0.0) == 12.0


def test_notes_of_threads_do_not_mix():
    derivative = grad(raises)
    found = []

    def run(limit):
        for _ in range(50):
            try:
                derivative(3.0, limit)
            except Refused as error:
                found.append((error.limit == limit, len(error.__notes__)))

    threads = [threading.Thread(target=run, args=(float(k),)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [(True, 1)] * 200


def test_refusals_have_no_note():
    with pytest.raises(CompileError) as caught:
        grad(divides)("text", 1.0)
    assert not hasattr(caught.value, "__notes__")

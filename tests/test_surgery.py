"""`with adjoint_of(h) as dh`: blocks of the backward sweep inside the program."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from adcompiler import (
    CompileError,
    adjoint_of,
    check_grads,
    checkpoint,
    grad,
    jacrev,
    value_and_grad,
)

SEEN: list[float] = []


def clipped_rnn(w, xs):
    h = np.zeros(2)
    cost = 0.0
    for x in xs:
        h = np.tanh(w @ h + x)
        with adjoint_of(h) as dh:
            dh = np.clip(dh, -1.0, 1.0)
        cost = cost + np.sum(h**2)
    return cost


W = np.array([[1.2, 0.3], [-0.4, 2.0]])
XS = np.random.default_rng(0).normal(size=(5, 2))


def clipped_by_hand(w, xs):
    hs = [np.zeros(2)]
    for x in xs:
        hs.append(np.tanh(w @ hs[-1] + x))
    dw, dh = np.zeros_like(w), np.zeros(2)
    for before, h in zip(hs[-2::-1], hs[:0:-1]):
        dh = np.clip(dh + 2.0 * h, -1.0, 1.0)
        inner = (1.0 - h * h) * dh
        dw = dw + np.outer(inner, before)
        dh = w.T @ inner
    return dw


def test_clipping_inside_a_loop(golden):
    compiled = grad(clipped_rnn)
    np.testing.assert_allclose(compiled(W, XS), clipped_by_hand(W, XS), rtol=1e-13)
    golden("surgery/clipped_rnn.py", compiled.source)
    value, found = value_and_grad(clipped_rnn)(W, XS)
    assert value == clipped_rnn(W, XS)
    np.testing.assert_array_equal(found, compiled(W, XS))


def test_called_plainly_the_block_runs_with_a_zero():
    with adjoint_of(np.ones(2)) as dh:
        np.testing.assert_array_equal(dh, np.zeros(2))
    with adjoint_of(3.0) as dh:
        assert dh == 0.0
    with pytest.raises(ZeroDivisionError), adjoint_of(1.0) as dh:
        1.0 / dh


def looked_at(x):
    h = x * x
    with adjoint_of(h) as dh:
        print("dh", dh, "h", h)
        assert dh < 50.0, "too large"
        SEEN.append(dh)
    return 10.0 * h * x


def test_an_adjoint_is_printed_demanded_and_recorded(capsys, golden):
    SEEN.clear()
    compiled = grad(looked_at)
    assert compiled(2.0) == 3.0 * 10.0 * 4.0
    assert capsys.readouterr().out == "dh 20.0 h 4.0\n"
    assert SEEN == [20.0]
    golden("surgery/looked_at.py", compiled.source)
    with pytest.raises(AssertionError, match="too large"):
        compiled(5.0)


def test_what_changes_nothing_may_stand_in_forward_mode_and_second_order():
    def f(x):
        h = x * x
        with adjoint_of(h) as dh:
            assert np.isfinite(dh)
        return h * h

    check_grads(f, (1.5,), order=2, modes=("fwd", "rev"))
    assert grad(grad(f))(1.5) == pytest.approx(12.0 * 1.5**2)


def test_a_changed_adjoint_is_refused_in_forward_mode_and_differentiated_in_reverse():
    def f(x):
        h = x * x
        with adjoint_of(h) as dh:
            dh = dh * h
        return h * h

    assert grad(f)(1.5) == pytest.approx(4.0 * 1.5**5)
    assert grad(grad(f))(1.5) == pytest.approx(20.0 * 1.5**4)
    with pytest.raises(CompileError, match="a block that changes the adjoint of 'h'"):
        check_grads(f, (1.5,), modes=("fwd",))


def normalised(x):
    h = np.sin(x)
    with adjoint_of(h) as dh:
        norm = np.linalg.norm(dh)
        if norm > 1.0:
            dh = dh / norm
    return np.sum(h * h * 10.0)


def test_a_block_may_branch():
    x = np.array([0.5, 1.0])
    dh = 20.0 * np.sin(x)
    want = np.cos(x) * dh / np.linalg.norm(dh)
    np.testing.assert_allclose(grad(normalised)(x), want)
    small = np.array([0.01, 0.0])
    np.testing.assert_allclose(grad(normalised)(small), 20.0 * np.sin(small) * np.cos(small))


def test_an_adjoint_is_written_into():
    def f(x):
        h = np.sin(x)
        with adjoint_of(h) as dh:
            dh[0] = 0.0
            dh *= 0.5
        return np.sum(h * h) + np.sum(x)

    x = np.array([0.5, 1.0])
    want = 1.0 + np.sin(x) * np.cos(x) * [0.0, 1.0]
    np.testing.assert_allclose(grad(f)(x), want)


def test_only_what_comes_after_the_block_is_in_the_adjoint():
    def f(x):
        h = x * x
        a = h * h
        with adjoint_of(h) as dh:
            dh = dh * 0.0
        return a + h

    assert grad(f)(3.0) == 4.0 * 27.0


def test_a_block_around_an_argument_and_in_a_helper():
    def f(x):
        with adjoint_of(x) as dx:
            dx = np.clip(dx, -1.0, 1.0)
        return np.sum(x * x)

    np.testing.assert_allclose(grad(f)(np.array([0.1, 2.0])), [0.2, 1.0])

    def guarded(h):
        with adjoint_of(h) as dh:
            dh = min(dh, 1.0)
        return h

    def through(x):
        for _ in range(3):
            x = guarded(2.0 * x)
        return x

    assert grad(through)(1.0) == 2.0


def test_a_block_in_a_branch_and_of_what_a_loop_does_not_change():
    def branch(x):
        h = x * x
        if x > 0:
            with adjoint_of(h) as dh:
                dh = dh * 2.0
        return h * 3.0

    compiled = grad(branch)
    assert (compiled(3.0), compiled(-3.0)) == (36.0, -18.0)

    def loop(x):
        h = x * x
        s = 0.0
        for k in range(3):
            with adjoint_of(h) as dh:
                dh = dh * 0.5
            s = s + h * k
        return s + h

    assert grad(loop)(3.0) == 6.0 * (((1 + 2) / 2 + 1) / 2 + 0) / 2


def test_where_nobody_asks_nothing_runs(capsys):
    def f(x, y):
        h = y * y
        with adjoint_of(h) as dh:
            print(dh)
            dh = dh * 0.0
        return h * x

    compiled = grad(f)
    assert compiled(2.0, 3.0) == 9.0
    assert capsys.readouterr().out == ""
    assert "print" not in compiled.source
    outer = grad(lambda y: compiled(2.0, y))
    assert outer(3.0) == 0.0


def test_each_direction_and_each_example_has_its_own_adjoint():
    def f(x):
        h = x * x
        with adjoint_of(h) as dh:
            norm = np.linalg.norm(dh)
            if norm > 1.0:
                dh = dh / norm
        return h * 3.0

    x = np.array([0.3, 0.5])
    np.testing.assert_allclose(jacrev(f)(x), np.diag(2.0 * x))
    xs = np.linspace(0.1, 0.9, 6).reshape(3, 2)
    g = grad(lambda w, x: np.sum(f(w * x)), per_example=0)
    one = grad(lambda w, x: np.sum(f(w * x)))
    np.testing.assert_allclose(g(x, xs), [one(x, row) for row in xs])


def test_a_block_that_reads_its_variable_in_other_programs():
    def f(x):
        h = x * x
        with adjoint_of(h) as dh:
            dh = dh * h
        return h * h

    assert grad(f)(np.array(1.5)) == pytest.approx(4.0 * 1.5**5)
    first = grad(f)
    assert grad(lambda x: first(x) * x)(1.5) == pytest.approx(24.0 * 1.5**5)
    assert grad(lambda x: grad(f)(x) * x)(1.5) == pytest.approx(24.0 * 1.5**5)
    again = checkpoint(f)
    assert grad(lambda x: again(x) * 2.0)(1.5) == pytest.approx(8.0 * 1.5**5)

    def outer(w, x):
        def step(v):
            u = w * v
            with adjoint_of(u) as du:
                du = du * u
            return u

        return checkpoint(step)(x)

    assert grad(outer, argnums=(0, 1))(2.0, 3.0) == (18.0, 12.0)

    def repeated(x, n):
        if n <= 0:
            return x
        y = 2.0 * repeated(x, n - 1)
        with adjoint_of(y) as dy:
            dy = dy * y
        return y

    assert grad(repeated)(1.0, 2) == 2.0 * 4.0 * 2.0 * 2.0


def test_a_debugger_stops_in_the_block(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "breakpointhook", lambda: seen.append(dict(sys._getframe(1).f_locals)))

    def f(x):
        h = np.sin(x)
        with adjoint_of(h) as dh:
            breakpoint()
            assert np.isfinite(dh)
        return h * h

    grad(f)(0.5)
    assert seen[0]["dh"] == 2.0 * np.sin(0.5)


def leaves(x):
    h = x * x
    with adjoint_of(h) as dh:
        return dh


def reads_later(x):
    h = x * x
    with adjoint_of(h) as dh:
        size = abs(dh)
    return h * size


def reads_the_adjoint_later(x):
    h = x * x
    with adjoint_of(h) as dh:
        dh = 2.0 * dh
    return h * dh


def of_another_shape(x):
    h = np.sin(x)
    with adjoint_of(h) as dh:
        dh = np.sum(dh)
    return np.sum(h)


def writes_to_a_local_list(x):
    h, log = x * x, []
    with adjoint_of(h) as dh:
        log.append(dh)
    return h * len(log)


def writes_later(x):
    h = x * 1.0
    other = h
    with adjoint_of(h) as dh:
        dh = 2.0 * dh
    h[0] = 5.0
    return np.sum(h * other)


def of_an_expression(x):
    with adjoint_of(x * x) as dh:
        dh = 2.0 * dh
    return x


def without_a_name(x):
    with adjoint_of(x):
        pass
    return x


def of_a_global(x):
    with adjoint_of(W) as dw:
        dw = 2.0 * dw
    return np.sum(W) * x


def of_a_container(x):
    h = {"a": x}
    with adjoint_of(h) as dh:
        dh = dh
    return h["a"]


def of_complex_numbers(x):
    h = x * 1j
    with adjoint_of(h) as dh:
        dh = 2.0 * dh
    return (h * h).real


def inside_another(x):
    a = x * 2.0
    b = a * 3.0
    with adjoint_of(a) as da, adjoint_of(b) as db:
        da, db = da, db * 10.0
    return a + b


@pytest.mark.parametrize(
    ("program", "says"),
    [
        (leaves, "leaves the function or loop around it"),
        (reads_later, "'size' is assigned in a block that runs in the backward sweep"),
        (reads_the_adjoint_later, "'dh' may be read before it is assigned"),
        (of_another_shape, "the adjoint of 'h' is set to something of another shape"),
        (writes_to_a_local_list, "the block on the adjoint of 'h' writes"),
        (writes_later, "'other' may be one of several arrays"),
        (of_an_expression, "adjoint_of needs one variable"),
        (without_a_name, "adjoint_of needs one variable"),
        (of_a_global, "no variable of this function"),
        (of_a_container, "'h' is not one real number or array"),
        (inside_another, "adjoint_of inside a block of the backward sweep"),
        (of_complex_numbers, "'h' is not one real number or array"),
    ],
)
def test_what_a_block_cannot_do_is_refused(program, says):
    x = np.ones(2) if program in (of_another_shape, writes_later) else 1.0
    with pytest.raises(CompileError) as caught:
        grad(program)(x)
    assert says in str(caught.value)

"""`check_grads`: each verdict, the statement that it names, no false alarms, seeded faults."""

from __future__ import annotations

import contextlib
import io
import math
import operator
import random
import sys
import warnings
from dataclasses import dataclass

import numpy as np
import pytest
from programs_loader import CASES
from seeded_faults import FAULTS, PLACES, POINT, Fault, program, seeded

from adcompiler import check_grads, grad, kinds, rule, value_and_grad
from adcompiler.checking import DerivativeError, NotSmoothError, examine
from adcompiler.checking.differences import by_complex_step, slope, smoothness
from adcompiler.gates import find, ops
from adcompiler.ir.nodes import Const
from adcompiler.transforms import products

SAMPLE = random.Random(4).sample(CASES, 150)


def odd(x):
    return x * x


def doubled(x):
    return 2.0 * x


class TwiceInReverse:
    """A gate written out, whose reverse is twice too large."""

    word = "custom"

    def pull(self, at, index, g):
        return ops.times(at.b, Const(4.0), g)

    def push(self, at, tangents):
        return ops.times(at.b, Const(2.0), tangents[0])


rule(odd, kinds.local_derivative("x ** 2", x="3 * x"), at=None)
rule(doubled, TwiceInReverse())


def helper(t):
    u = t + 1.0
    return odd(u)  # the fault


def in_a_loop(x, n):
    s = 0.0
    for i in range(n):
        if i > 1:
            s = s + helper(x * i)
        else:
            s = s + math.sin(x)
    return s


def in_a_recursion(x, n):
    if n == 0:
        return 1.0
    return x * in_a_recursion(math.cos(x), n - 1) + doubled(x) * n  # the fault


def in_a_try(xs):
    total = 0.0
    for x in xs:
        try:
            total += math.log(x)
        except ValueError:
            total += odd(x)  # the fault
    return total


def in_a_while(x):
    y = x
    while y < 40.0:
        y = y + odd(y)  # the fault
    return y


def in_an_array(x):
    y = np.zeros(3)
    for i in range(3):
        y[i] = doubled(x[i]) * x[0]  # the fault
    return np.sum(y * y)


class Machine:
    def __init__(self, gain):
        self.gain = gain

    def step(self, x):
        self.last = odd(x) * self.gain  # the fault
        return self.last


def in_a_method(x):
    return Machine(x).step(x + 1.0)


def in_a_comprehension(xs):
    return sum([odd(x) for x in xs if x > 0.0])  # the fault


WRONG = [
    (in_a_loop, (0.7, 4)),
    (in_a_recursion, (0.4, 3)),
    (in_a_try, ([1.5, -0.5, 2.0],)),
    (in_a_while, (1.2,)),
    (in_an_array, (np.array([0.3, 1.1, -0.6]),)),
    (in_a_method, (0.6,)),
    (in_a_comprehension, ([0.3, -1.1, 0.6],)),
]


@pytest.mark.parametrize(("f", "args"), WRONG, ids=[f.__name__ for f, _ in WRONG])
def test_a_wrong_rule_is_found_in_its_statement(f, args):
    with pytest.raises(DerivativeError) as caught:
        check_grads(f, args)
    report = caught.value.report
    assert report.verdict == "wrong"
    span = report.fault.span
    assert "# the fault" in span.source.line(span.line)
    assert span.source.filename == __file__
    assert f"{__file__.split('/')[-1]}:{span.line}: `" in str(caught.value)


def test_the_message_is_a_table_and_the_statement():
    with pytest.raises(AssertionError) as caught:
        check_grads(lambda t: odd(t), (2.0,))
    first, head, row, last = str(caught.value).splitlines()
    assert first == "the gradient differs from differences:"
    assert head.split() == ["compiled", "differences", "error", "estimate"]
    assert row.split()[:2] == ["t", "6"]
    assert row.endswith("WRONG")
    assert last.startswith("first statement at fault: odd at ")
    assert "`return odd(t)`; compiled " in last


@pytest.mark.parametrize("mode", ["rev", "fwd"])
def test_seeded_faults_are_found_and_attributed(mode, tmp_path):
    """At least 38 of 40; in truth all."""
    assert len(FAULTS) == 40
    found = []
    for k, fault in enumerate(FAULTS):
        place = list(PLACES)[k % len(PLACES)]
        f, line = program(fault, place, tmp_path, f"seeded_{mode}_{k}")
        with seeded(fault, mode), contextlib.suppress(NotSmoothError):
            try:
                check_grads(f, POINT, modes=(mode,))
            except DerivativeError as error:
                at = error.report.fault
                if at is not None and at.span.line == line:
                    found.append(fault)
    assert [f for f in FAULTS if f not in found] == []


def test_the_same_programs_without_faults_are_right(tmp_path):
    for k, fault in enumerate(FAULTS[::4]):
        f, _ = program(fault, list(PLACES)[k % len(PLACES)], tmp_path, f"right_{k}")
        check_grads(f, POINT)


@pytest.mark.parametrize(("name", "f", "args"), SAMPLE, ids=[name for name, *_ in SAMPLE])
def test_no_false_alarm(name, f, args):
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        check_grads(f, args)


@pytest.mark.parametrize("order", [2, 3])
@pytest.mark.parametrize("modes", [("rev",), ("fwd",), ("fwd", "rev")])
def test_higher_orders(order, modes):
    def f(x, w):
        h = np.tanh(w @ x)
        for k in range(2):
            h = h * np.sin(h) if h[0] > 0.0 else np.exp(h) + k
        return {"h": h, "loss": np.sum(h**2), "size": len(x)}

    check_grads(f, (np.array([0.3, 0.4]), np.array([[1.0, 2.0], [0.3, -0.4]])), order, modes)
    check_grads(lambda a: math.lgamma(a) * math.gamma(a), (2.7,), order, modes)


def test_a_wrong_second_derivative_is_found_in_its_statement():
    gate = find(np.cos)
    kept = list(gate.variants)
    with seeded(Fault(np.cos, "factor", ""), "rev"):
        f = lambda x: np.sum(np.sin(x) * x)
        check_grads(f, (np.array([0.4, 1.2]),), modes=("rev",))
        with pytest.raises(DerivativeError, match="the second derivative") as caught:
            check_grads(f, (np.array([0.4, 1.2]),), order=2, modes=("rev",))
        assert caught.value.report.fault.gate == "np.sin"
    assert gate.variants == kept


def test_a_fault_of_forward_mode_alone():
    f = lambda x, y: math.sin(x) * y
    with seeded(Fault(math.sin, "sign", ""), "fwd"):
        check_grads(f, (0.4, 2.0), modes=("rev",))
        with pytest.raises(DerivativeError, match="forward mode differs from reverse mode"):
            check_grads(f, (0.4, 2.0))


def cubed(x):
    a = math.sin(x)
    b = a * a * a  # the fault
    return b * x


def cubed_in_a_loop(x):
    s = 0.0
    for k in range(3):
        if k > 0:
            a = math.sin(x * k)
            s = s + a * a * a * x  # the fault
    return s


@pytest.mark.parametrize("f", [cubed, cubed_in_a_loop])
def test_a_fault_of_no_rule_is_found_by_bisection(f, monkeypatch):
    """Each gate is right alone; what is wrong is how a chain of products is reversed."""
    pull = products.pull

    def wrong(sweep, *rest):
        part = pull(sweep, *rest)
        return None if part is None else ops.times(sweep.b, Const(1.5), part)

    monkeypatch.setattr(products, "pull", wrong)
    with pytest.raises(DerivativeError) as caught:
        check_grads(f, (0.7,))
    span = caught.value.report.fault.span
    assert "# the fault" in span.source.line(span.line)


def test_a_gradient_that_raises_is_attributed(tmp_path):
    fault = Fault(np.transpose, "unreduced", "np.transpose(A[:2])")
    f, line = program(fault, "straight", tmp_path, "raises")
    with seeded(fault, "rev"), pytest.raises(DerivativeError) as caught:
        check_grads(f, POINT)
    assert caught.value.report.fault.span.line == line


@dataclass
class Layer:
    w: np.ndarray
    b: float
    name: str = "layer"


def test_containers_in_and_out():
    def f(layer, pair, table):
        h = np.tanh(layer.w * pair[0]) + layer.b
        return {"h": h, "both": (np.sum(h) * table["k"], [pair[1], 2.0])}, layer.name, 3

    args = (Layer(np.array([0.3, -0.7]), 0.2), (1.5, 0.4), {"k": 2.0})
    rows = examine(f, args, (0, 1, 2)).rows
    names = ["layer.w[0]", "layer.w[1]", "layer.b", "pair[0]", "pair[1]", "table['k']"]
    assert [r.name for r in rows] == names
    check_grads(f, args, order=2)


def test_arrays_and_constants_out():
    check_grads(lambda x: x * x, (np.array([[1.0, 2.0]]),), order=3)
    check_grads(lambda x, y: (np.outer(x, y), 1.0, x), (np.ones(2), np.arange(3.0)), order=2)
    check_grads(lambda x: [x[0] * v for v in range(3)], ([1.5, 2.0],), order=2)


def test_complex_numbers():
    check_grads(lambda z: z * z + 1.0 / z, (0.3 + 0.4j,), order=3)
    check_grads(lambda x, z: np.exp(1j * x * z), (np.array([0.3, 0.9]), 1.0 - 0.5j), order=2)
    with seeded(Fault(np.exp, "factor", ""), "rev"), pytest.raises(DerivativeError) as caught:
        check_grads(lambda z: np.exp(z) * 1j, (0.3 + 0.4j,))
    assert caught.value.report.fault.gate == "np.exp"


def test_single_precision():
    x = np.linspace(-1.0, 2.0, 7, dtype=np.float32)
    check_grads(lambda x: np.sum(np.tanh(x) ** 2) / 3.0, (x,), order=2)
    with seeded(Fault(np.tanh, "factor", ""), "rev"), pytest.raises(DerivativeError) as caught:
        check_grads(lambda x: np.sum(np.tanh(x)), (x,))
    assert caught.value.report.fault.gate == "np.tanh"


def bent(x):
    y = np.maximum(x, 0.0)  # here
    return 3.0 * y


def chosen(x):
    if x > 1.0:  # here
        return x * x
    return 3.0 * x


def stepped(x):
    return x * math.floor(x)  # here


def edge(x):
    return 1.0 + math.sqrt(x)  # here


def counted(x):
    y = x
    for _ in range(100):
        if y > 10.0:  # here
            break
        y = y * 1.25
    return y * y


def tied(x):
    return x[np.argmax(x)] + np.sum(x)  # here


def masked(x):
    return np.sum(np.where(x > 0.5, x * x, 0.0))  # here


KINKS = [
    (bent, (0.0,), "a kink"),
    (chosen, (1.0,), "a jump"),
    (stepped, (2.0,), "a jump"),
    (edge, (0.0,), "an edge"),
    (counted, (10.0 / 1.25**3,), "a jump"),
    (tied, (np.array([1.0, 2.0, 2.0]),), "a kink"),
    (masked, (np.array([0.2, 0.5]),), "a jump"),
    (lambda x: abs(x[0] - x[1]) * 2.0 + max(x[0], x[1]), ([0.5, 0.5],), "a kink"),  # here
]


@pytest.mark.parametrize(("f", "args", "what"), KINKS)
def test_not_smooth_here(f, args, what):
    with pytest.raises(NotSmoothError, match=r"^not smooth here") as caught:
        check_grads(f, args)
    report = caught.value.report
    assert report.verdict == "not smooth"
    assert what in str(caught.value)
    assert "# here" in report.fault.span.source.line(report.fault.span.line)
    assert "WRONG" not in str(caught.value)


def test_near_a_kink_is_right():
    check_grads(bent, (1e-5,))
    check_grads(bent, (-1e-6,))
    check_grads(chosen, (1.00001,))
    check_grads(bent, (1e-13,))
    check_grads(lambda x: abs(x), (-1e-9,))


def test_noise():
    def chaos(x):
        for _ in range(120):
            x = 3.9 * x * (1.0 - x)
        return x

    with pytest.raises(NotSmoothError, match="noise or chaos"):
        check_grads(chaos, (0.3,))


def test_a_fault_beside_a_kink_is_wrong():
    def f(x):
        y = np.abs(x)
        return y + odd(x + 1.0)

    with pytest.raises(DerivativeError, match="first statement at fault: odd") as caught:
        check_grads(f, (0.0,))
    assert caught.value.report.verdict == "wrong"


def test_another_value_at_the_second_call():
    draws = np.random.default_rng(0)
    with pytest.raises(DerivativeError, match="another one when the function is called again"):
        check_grads(lambda x: x * draws.normal(), (1.0,))
    before = np.random.get_state()[2]
    check_grads(lambda x: x * np.random.normal(), (1.0,), order=2)  # the same draws each time
    assert np.random.get_state()[2] == before


def test_arguments_stay_and_wrong_ones_are_refused():
    def f(x):
        x[0] = x[1] * 2.0
        return np.sum(x * x)

    x = np.array([1.0, 2.0])
    check_grads(f, (x,), order=2)
    assert x.tolist() == [1.0, 2.0]
    for wrong in ({"order": 4}, {"modes": ()}, {"modes": ("up",)}):
        with pytest.raises(ValueError, match="check_grads"):
            check_grads(f, (x,), **wrong)
    with pytest.raises(ValueError, match="no argument is made of floats"):
        check_grads(lambda n: n, (3,))


def test_single_precision_inside():
    x = np.linspace(0.0, 1.0, 5)
    check_grads(lambda x: np.sum(np.sin(x.astype(np.float32)) * 1e3), (x,))
    check_grads(lambda x: np.sum(np.sin(x.astype(np.float32))), (x,))


def test_large_numbers_and_small():
    for x in (1e-12, 1e-5, 1e5, 1e12):
        check_grads(lambda x: x * x, (x,))
        check_grads(lambda x: 1.0 / x, (x,), order=2)
    check_grads(lambda x: np.sum(x**2), (np.linspace(0.0, 1.0, 500),))


def test_complex_step_is_taken_only_where_it_holds():
    near = slope(lambda t: np.sin(1.0 + t))
    found = by_complex_step(lambda t: np.sin(1.0 + t), near)
    assert found.value == pytest.approx(math.cos(1.0), rel=1e-15)
    for f in (abs, lambda t: max(t, 2.0), lambda t: t.real):
        line = lambda t, f=f: f(1.0 + t)
        assert by_complex_step(line, slope(line)) is None


def test_smoothness_of_lines():
    assert smoothness(lambda t: math.exp(t)) == ""
    assert smoothness(lambda t: 1e8 * t + 1e-8 * t * t) == ""
    assert smoothness(lambda t: 3.0) == ""
    assert smoothness(lambda t: abs(t) ** 1.5 + t) == ""
    assert "a kink" in smoothness(lambda t: abs(t) + t)
    assert "a jump" in smoothness(lambda t: 1.0 if t > 0 else 0.0)
    assert "an edge" in smoothness(lambda t: math.sqrt(t) + t)
    assert "without bound" in smoothness(lambda t: math.copysign(abs(t) ** 0.5, t))


# -- check="first" ----------------------------------------------------------------------


def test_the_first_call_is_checked():
    f = grad(in_a_loop, check="first")
    for _ in range(2):
        with pytest.raises(DerivativeError, match="first statement at fault: odd at"):
            f(0.7, 4)


def test_the_first_call_of_each_specialisation_and_no_other():
    calls = []

    def f(x):
        seen(x)
        return np.sum(x * x)

    def seen(x):
        calls.append(1)

    from adcompiler import blocked

    blocked(seen, "a count")
    g = value_and_grad(f, check="first")
    plain = grad(f)
    plain(2.0)
    calls.clear()
    counts = []
    for x in (2.0, 3.0, np.ones(2), np.zeros(2), 1.0):
        g(x)
        counts.append(len(calls))
        calls.clear()
    assert counts[0] > 5
    assert counts[2] > 5
    assert max(counts[1], counts[3], counts[4]) <= 1


def test_the_first_call_with_options():
    def loss(p, q):
        return np.sum(p["w"] ** 2) * q, "aux"

    p = {"w": np.float32([1.0, 2.0])}
    g = value_and_grad(loss, argnums=(0, 1), has_aux=True, check="first")
    (_, aux), (dp, dq) = g(p, 2)
    assert (aux, dq) == ("aux", 5.0)
    assert dp["w"].dtype == np.float32
    assert grad(grad(lambda x: x**4), check="first")(2.0) == 48.0
    assert grad(lambda z: (z * z).real, check="first")(1.0 + 2.0j) == 2.0 + 4.0j
    with pytest.raises(ValueError, match="first"):
        grad(loss, check="last")


def test_the_first_call_at_a_kink_warns():
    g = grad(bent, check="first")
    with pytest.warns(RuntimeWarning, match="not smooth here"):
        assert g(0.0) == 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert g(1.0) == 3.0


def test_the_first_call_raises_what_the_function_raises():
    @grad(check="first")
    def root(x):
        if x < 0.0:
            raise KeyError("negative")
        return math.sqrt(x)

    with pytest.raises(KeyError, match="negative"):
        root(-1.0)
    assert root(4.0) == 0.25


def test_checked_code_is_the_code_without_a_check():
    checked, plain = grad(in_a_try, check="first"), grad(in_a_try)
    checked([1.5, 2.0])
    plain([1.5, 2.0])
    assert checked.source == plain.source
    assert checked.__code__.co_code == plain.__code__.co_code


def test_command_line(tmp_path, capsys):
    from adcompiler.__main__ import main

    file = tmp_path / "kinked.py"
    file.write_text("def f(x: float):\n    y = max(x, 0.0)\n    return [y, x * y]\n")
    assert main(["check", f"{file}:f", "--args", "0.0"]) == 1
    out = capsys.readouterr().out
    assert "NOT SMOOTH" in out
    assert "kinked.py:2: `y = max(x, 0.0)`" in out
    assert main(["check", f"{file}:f", "--args", "1.5"]) == 0
    assert "agrees: 1 derivatives" in capsys.readouterr().out
    with seeded(Fault(operator.mul, "factor", ""), "rev"):
        assert main(["check", f"{file}:f", "--args", "1.5", "--json"]) == 1
    import json

    found = json.loads(capsys.readouterr().out)
    assert (found["agrees"], found["verdict"]) == (False, "wrong")
    assert "`return [y, x * y]`" in found["fault"]
    sys.modules.pop("kinked", None)

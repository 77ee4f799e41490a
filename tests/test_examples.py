"""The examples run, and give the numbers of the lecture."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from programs_loader import load_module

from adcompiler import grad, value_and_grad

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


def example(name):
    return load_module(EXAMPLES / f"{name}.py")


@pytest.mark.parametrize("name", ["sigmoid_neuron", "lecture4", "xor", "scipy_optimize"])
def test_runs_as_a_script(name):
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / f"{name}.py")], capture_output=True, text=True, cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_product_of_sum():
    f = example("lecture4").product_of_sum
    assert grad(f, argnums=(0, 1, 2))(-2.0, 5.0, -4.0) == (-4.0, -4.0, 3.0)


def test_sigmoid_neuron():
    f = example("sigmoid_neuron").neuron
    dw0, dx0, dw1, dx1, dw2 = grad(f, argnums=(0, 1, 2, 3, 4))(2.0, -1.0, -3.0, -2.0, -3.0)
    assert [round(g, 2) for g in (dw0, dw1, dw2)] == [-0.20, -0.39, 0.20]
    assert [round(g, 2) for g in (dx0, dx1)] == [0.39, -0.59]


def test_max_gate_and_fork():
    m = example("lecture4")
    assert grad(m.max_gate, argnums=(0, 1))(2.0, -1.0) == (2.0, 0.0)
    assert grad(m.max_gate, argnums=(0, 1))(-2.0, -1.0) == (0.0, 2.0)
    assert grad(m.fork)(2.0) == 9 * 2.0**2


def test_norm_squared():
    W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
    value, (dW, dx) = value_and_grad(example("lecture4").norm_squared, argnums=(0, 1))(W, x)
    assert round(float(value), 3) == 0.116
    np.testing.assert_allclose(dW, [[0.088, 0.176], [0.104, 0.208]], atol=1e-12)
    np.testing.assert_allclose(dx, [-0.112, 0.636], atol=1e-12)


def test_activations():
    m = example("lecture4")
    s = 1.0 / (1.0 + np.exp(-1.0))
    at_one = {
        "sigmoid": s * (1 - s), "tanh": 1 - np.tanh(1.0) ** 2, "relu": 1.0, "leaky_relu": 1.0,
        "maxout": 2.0, "elu": 1.0,
    }  # fmt: skip
    at_minus_one = {
        "sigmoid": s * (1 - s), "tanh": 1 - np.tanh(1.0) ** 2, "relu": 0.0, "leaky_relu": 0.1,
        "maxout": -1.0, "elu": np.exp(-1.0),
    }  # fmt: skip
    for f in m.ACTIVATIONS:
        assert grad(f)(1.0) == pytest.approx(at_one[f.__name__])
        assert grad(f)(-1.0) == pytest.approx(at_minus_one[f.__name__])


def test_xor_is_learned():
    m = example("xor")
    params, losses = m.train()
    assert losses[-1] < 0.01 * losses[0]
    assert (m.predict(*params).round() == m.Y).all()


def test_digits(tmp_path):
    m = example("train_digits")
    params, curve, right = m.train(epochs=30, quiet=True)
    assert right >= 0.97
    assert curve[-1] < 0.1 * curve[0]
    X, y, _, _ = m.data(0)
    m.numeric_check(params, X, y)
    m.draw(params, curve, tmp_path / "digits.png")
    assert (tmp_path / "digits.png").read_bytes()[:4] == b"\x89PNG"


def test_derivatives_save_evaluations():
    m = example("scipy_optimize")
    for name, (with_, without) in m.table().items():
        x, value, calls, further = with_
        other, other_value, other_calls, _ = without
        np.testing.assert_allclose(x, other, rtol=1e-3, atol=1e-3, err_msg=name)
        assert value <= other_value + 1e-6
        assert 2 * (calls + further) < other_calls

"""The kernels of NPBench, each inside a loss: right by every argument, or refused in words."""

from __future__ import annotations

import copy
import runpy
import sys
from pathlib import Path

import numpy as np
import oracle
import pytest
from programs_loader import load_module

from adcompiler import CompileError, grad

SIZE = 6
SCALE = 0.01
FILES = [load_module(p) for p in sorted((Path(__file__).parent / "npbench").glob("*.py"))]
KERNELS = {name: kernel[:2] for file in FILES for name, kernel in file.PROGRAMS.items()}
REFUSED = {name: kernel for file in FILES for name, kernel in getattr(file, "REFUSED", {}).items()}


def example(name):
    """Return the loss of a kernel, small arguments, and the positions of those of floats."""
    loss, data = KERNELS[name]
    args = data(np.random.default_rng(0), SIZE)
    return loss, args, tuple(k for k, a in enumerate(args) if is_float(a))


def is_float(value):
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc")


def direction(rng, value):
    """Return a random direction in the space of one argument."""
    if isinstance(value, float):
        return value
    found = rng.normal(size=value.shape)
    return found + 1j * rng.normal(size=value.shape) if value.dtype.kind == "c" else found


def along(loss, args, k, v):
    """Return the loss as a function of the step that one argument takes along `v`.

    The steps are small, so that they stay clear of kinks.
    """

    def moved(t):
        given = copy.deepcopy(list(args))
        given[k] = given[k] + SCALE * t * v
        return loss(*given) / SCALE

    return moved


@pytest.mark.parametrize("name", KERNELS)
def test_gradient_by_every_argument(name):
    loss, args, argnums = example(name)
    rng = np.random.default_rng(1)
    given = copy.deepcopy(args)
    found = grad(loss, argnums=argnums)(*given)
    for have, before in zip(given, args, strict=True):
        np.testing.assert_array_equal(have, before)
    for k, g in zip(argnums, found, strict=True):
        assert np.shape(g) == np.shape(args[k])
        for _ in range(2):
            v = direction(rng, args[k])
            have = np.real(np.sum(g * v))
            moved = along(loss, args, k, v)
            ((by_steps,),) = oracle.differences(moved, (0.0,), (0,))
            assert by_steps.error <= 1e-5 * (1.0 + abs(by_steps.value)), "differences do not settle"
            bound = 1e-7 + 1e-6 * abs(by_steps.value) + 10 * by_steps.error
            assert abs(have - by_steps.value) <= bound, f"by argument {k}"
            exact = None if np.iscomplexobj(args[k]) else oracle.complex_step(moved, (0.0,), (0,))
            if exact is not None:
                np.testing.assert_allclose(have, exact[0][0], rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("name", ["seidel_2d", "durbin", "cholesky"])
def test_gradient_in_place_reads_as_written(name, golden):
    loss, args, argnums = example(name)
    gradient = grad(loss, argnums=argnums)
    gradient(*args)
    golden(f"npbench/{name}.py", gradient.source)


@pytest.mark.parametrize("name", REFUSED)
def test_integers_are_refused(name, golden):
    function, data = REFUSED[name]
    args = data(np.random.default_rng(0), SIZE)
    with pytest.raises(CompileError) as caught:
        grad(function)(*args)
    text = str(caught.value)
    where = str(Path(__file__).parent)
    golden(f"npbench/{name}.txt", text.replace(f"{where}/", "") + "\n")


def test_the_script_prints_the_table(capsys, monkeypatch):
    """Every kernel is right or refused; linear stencils save nothing."""
    script = Path(__file__).parent.parent / "benchmarks" / "npbench.py"
    monkeypatch.setattr(sys, "argv", [str(script), "--small"])
    monkeypatch.syspath_prepend(str(script.parent))
    runpy.run_path(str(script), run_name="__main__")
    _, *lines = capsys.readouterr().out.splitlines()
    rows = {name: words for name, *words in map(str.split, lines)}
    assert rows.keys() == KERNELS.keys() | REFUSED.keys()
    assert {name for name, words in rows.items() if words[0] == "refused:"} == REFUSED.keys()
    assert all(rows[name][0] == "right" for name in KERNELS)
    for name in ("jacobi_1d", "jacobi_2d", "heat_3d", "fdtd_2d"):
        assert rows[name][1] == "0", "bytes are saved"
    by_hand = {name for name in KERNELS if len(rows[name]) == 4}
    assert by_hand == {"jacobi_2d", "hdiff", "cholesky", "nbody"}

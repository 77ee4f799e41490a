"""The laws that hold for every program of the corpus."""

from __future__ import annotations

import copy
import importlib.util
import sys

import numpy as np
import pytest
from programs_loader import CASES, PROGRAMS

from adcompiler import check_grads, grad, value_and_grad
from adcompiler.backend.emit import emit
from adcompiler.checking import inner, is_floating, leaves, slope
from adcompiler.compiled import State, differentiable, state_of
from adcompiler.frontend.build import build
from adcompiler.ir.walk import count_ops
from adcompiler.pipeline import AFTER, BEFORE, run
from adcompiler.signature import type_of_value
from adcompiler.transforms.gradient import GradientOptions, gradient

IDS = [name for name, _, _ in CASES]
SPECIALISED = pytest.mark.parametrize(("function", "args"), [c[1:] for c in CASES], ids=IDS)


def argnums_of(args):
    return tuple(k for k, a in enumerate(args) if is_floating(a))


@SPECIALISED
def test_equals_differences_and_forward_mode(function, args):
    """Laws 1 and 2: differences, and `<u, J v> = <J^T u, v>`."""
    with np.errstate(all="ignore"):
        check_grads(function, args, order=1)


@SPECIALISED
def test_second_order_through_the_ir(function, args):
    """Law 4: forward over reverse equals differences of the gradient."""
    if any(getattr(v, "dtype", None) == np.float32 for a in args for _, v in leaves(a)):
        return
    with np.errstate(all="ignore"):
        check_grads(function, args, order=2, modes=())


@SPECIALISED
def test_value_arguments_and_second_call(function, args):
    """Law 7: the value bit for bit, nothing of the caller's changed, the same answer twice."""
    before = copy.deepcopy(args)
    plain = function(*copy.deepcopy(args))
    compiled = value_and_grad(function, argnums=argnums_of(args))
    value, first = compiled(*args)
    assert type(value) is type(plain)
    assert np.array_equal(value, plain)
    second = compiled(*args)[1]
    assert repr(args) == repr(before)
    assert str(first) == str(second)


@SPECIALISED
def test_kind_shape_and_memory(function, args):
    """Law 8: kind, dtype, shape and container of the argument, in memory of its own."""
    found = grad(function, argnums=argnums_of(args))(*args)
    arrays = [v for a in args for _, v in leaves(a) if isinstance(v, np.ndarray)]
    for k, g in zip(argnums_of(args), found, strict=True):
        assert type(g) is type(args[k])
        if isinstance(g, dict):
            assert list(g) == list(args[k])
        for (path, want), (other, have) in zip(leaves(args[k]), leaves(g), strict=True):
            assert path == other
            assert type(have) is type(want)
            assert np.shape(have) == np.shape(want)
            assert getattr(have, "dtype", None) == getattr(want, "dtype", None)
            if isinstance(have, np.ndarray):
                assert not any(np.shares_memory(have, a) for a in arrays)
                arrays.append(have)


@SPECIALISED
def test_same_bytes_and_cheap(function, args):
    """Same input, same bytes; law 9: at most five times the gates of the program, and ten."""
    first, second = (grad(function, argnums=argnums_of(args)) for _ in range(2))
    first(*args)
    second(*args)
    assert first.source == second.source
    fn, derived = trace(function, args)
    assert count_ops(derived) <= 5 * count_ops(fn) + 10


def trace(function, args):
    state = State(function, GradientOptions(argnums_of(args), False), "gradient")
    names = [p.name for p in state.parameters]
    values = [*args, *(p.default for p in state.parameters[len(args) :])]
    found = {n: type_of_value(v, n) for n, v in zip(names, values, strict=True)}
    fn = build(state.home, differentiable(state, found), state.type_of_capture).function
    return fn, state.derive(fn, state.options)


@SPECIALISED
def test_optimised_equals_unoptimised(function, args):
    """Law 5: the passes change no value."""
    fn, derived = trace(function, args)
    rough = gradient(run(fn, BEFORE[:1]), GradientOptions(argnums_of(args), False))
    state = State(function, GradientOptions(argnums_of(args), False), "gradient")
    from adcompiler.backend.load import load, to_function

    rough = run(rough, AFTER[:1])
    plain, smart = (to_function(load(emit(f), state.home), state.home) for f in (rough, derived))
    values = [*args, *(p.default for p in state.parameters[len(args) :])]
    with np.errstate(all="ignore"):
        a, b = plain(*copy.deepcopy(values)), smart(*copy.deepcopy(values))
    for (_, p), (_, q) in zip(leaves(a), leaves(b), strict=True):
        # A composite gate is finite where the plain chain of gates is not.
        p, q = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
        np.testing.assert_allclose(q[np.isfinite(p)], p[np.isfinite(p)], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    ("function", "examples"), [p[1:] for p in PROGRAMS], ids=[p[0] for p in PROGRAMS]
)
def test_one_gradient_serves_all_signatures(function, examples):
    """Kinds that change between calls are compiled once each, and answer right in any order."""
    floating = {argnums_of(args) for args in examples}
    if len(floating) > 1:
        return
    compiled = grad(function, argnums=floating.pop())
    first = [str(compiled(*args)) for args in examples]
    again = [str(compiled(*args)) for args in reversed(examples)][::-1]
    assert first == again
    alone = [str(grad(function, argnums=argnums_of(args))(*args)) for args in examples]
    assert first == alone


def load_text(path, text):
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def own_names(function):
    """Return whether the text needs names of the user's module."""
    state = state_of(function)
    known = next(iter(state.known.values()))[0]
    return not known.captures or all("." in c.path for c, _ in known.captures)


@SPECIALISED
def test_text_feeds_back_in(function, args, tmp_path):
    """Law 3: emitted text is a program: it runs alone, and its gradient is right."""
    argnums = argnums_of(args)
    compiled = grad(function, argnums=argnums)
    want = compiled(*args)
    if not own_names(compiled) or "_globals" in compiled.source or "_cell" in compiled.source:
        return
    names = [p.name for p in state_of(compiled).parameters]
    directions = [v for g in want for _, v in leaves(g)]
    if not all(isinstance(g, float | np.ndarray) for g in want):
        return
    if any(p.kind is p.KEYWORD_ONLY for p in state_of(compiled).parameters):
        return
    name = compiled.__name__
    head = "import math\n\nimport numpy as np\n\nfrom adcompiler.runtime import *\n\n"
    head += "numpy = np\n"
    body = compiled.source
    weights = ", ".join(f"w{k}" for k in range(len(directions)))
    call = ", ".join(names)
    sums = " + ".join(f"np.sum(g[{k}] * _w[{k}])" for k in range(len(directions)))
    wrapper = f"\n\n\ndef dotted({call}, _w):\n    g = {name}({call})\n    return {sums}\n"
    module = load_text(tmp_path / f"fed_{name}.py", head + body + wrapper)
    values = [*args, *(p.default for p in state_of(compiled).parameters[len(args) :])]
    alone = getattr(module, name)(*copy.deepcopy(values))
    assert str(alone) == str(want)
    del weights
    rng = np.random.default_rng(1)
    w = tuple(
        rng.standard_normal(v.shape) if isinstance(v, np.ndarray) else float(rng.standard_normal())
        for v in directions
    )
    if any(getattr(v, "dtype", None) == np.float32 for v in directions):
        return
    with np.errstate(all="ignore"):
        second = grad(module.dotted, argnums=argnums)(*values, w)

        def along(t):
            moved = [
                a + t * d if k in argnums else a
                for k, (a, d) in enumerate(zip(values, shifts, strict=True))
            ]
            return float(module.dotted(*moved, w))

        shifts = [0.0] * len(values)
        for k, d in zip(argnums, w, strict=True):
            shifts[k] = d
        expected, error = slope(along)
    got = sum(inner(d, g) for d, g in zip(w, second, strict=True))
    assert abs(got - expected) <= 1e-7 + 1e-6 * abs(expected) + 10 * error

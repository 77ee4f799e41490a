"""Runs one program and says whether its gradient is right, refused or neither."""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import io
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import oracle

from adcompiler import CompileError
from adcompiler.checking import inner, random_direction
from adcompiler.compiled import State
from adcompiler.tangents import tangent_of
from adcompiler.transforms.gradient import GradientOptions

ALL = (0, 1, 2, 3)


class Verdict(NamedTuple):
    """`kind` is "right", "raises", "kink", "refused ADnnn", or begins with "bad"."""

    kind: str
    text: str = ""

    @property
    def bad(self) -> bool:
        return self.kind.startswith("bad")


def load(text: str, folder: Path, name: str) -> Any:
    """Import a program under a name of its own; return its function f."""
    path = folder / f"{name}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module.f


def arguments(seed: int) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Return the arguments that belong to a seed."""
    draw = np.random.default_rng(seed + 10**6).uniform
    return float(draw(0.2, 1.5)), float(draw(-1.5, -0.2)), draw(-1, 1, 3), draw(-1, 1, 3)


def judge(text: str, seed: int, folder: Path, forward: bool = True) -> Verdict:
    """Compare value, printed text, gradient, second call and forward mode with plain Python."""
    f = load(text, folder, f"fuzz_{seed}")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return _judge(f, arguments(seed), forward)


def _judge(f: Callable[..., Any], args: tuple[Any, ...], forward: bool) -> Verdict:
    plain, said = _quietly(f, copy.deepcopy(args))
    state = State(f, GradientOptions(ALL, False, True), "f_value_and_grad")
    given = copy.deepcopy(args)
    try:
        found, told = _quietly(state.gradient, given)
    except CompileError as error:
        if error.diagnostics[0].code.startswith("AD9"):
            return Verdict("bad fault", str(error))
        return Verdict(f"refused {error.diagnostics[0].code}", str(error))
    if isinstance(plain, Exception) or isinstance(found, Exception):
        if type(plain) is type(found) and str(plain) == str(found):
            return Verdict("raises")
        kinds = (type(v).__name__ if isinstance(v, Exception) else "none" for v in (found, plain))
        kind = "bad exception {}, plainly {}".format(*kinds)
        return Verdict(kind, f"{found!r}, plainly {plain!r}")
    value, gradient = found
    if repr(value) != repr(plain):
        return Verdict("bad value", f"{value!r}, plainly {plain!r}")
    if said != told:
        return Verdict("bad print", f"{told!r}, plainly {said!r}")
    if repr(given) != repr(args):
        return Verdict("bad arguments", f"{given!r} were {args!r}")
    if repr(_quietly(state.gradient, args)[0]) != repr(found):
        return Verdict("bad second call")
    problem = _against_differences(f, args, gradient)
    if problem:
        return Verdict("kink") if near_kink(f, args) else Verdict("bad gradient", problem)
    return _forward(f, args, gradient) if forward else Verdict("right")


def _against_differences(f: Callable[..., Any], args: Any, gradient: Any) -> str:
    estimates = oracle.differences(lambda *a: _quietly(f, a)[0], args, ALL)
    for name, g, (d,) in zip("xyuw", gradient, estimates, strict=True):
        bound = 1e-6 + 1e-5 * np.abs(d.value) + 10 * d.error
        if not np.all(np.abs(np.asarray(g) - d.value) <= bound):
            return f"by {name}: {g!r}, differences {d.value!r} within {d.error!r}"
    return ""


def _forward(f: Callable[..., Any], args: Any, gradient: Any) -> Verdict:
    rng = np.random.default_rng(0)
    directions = [random_direction(a, rng) for a in args]
    (_, dot), _ = _quietly(lambda *a: tangent_of(f, a, ALL, directions), args)
    along = sum(inner(d, g) for d, g in zip(directions, gradient, strict=True))
    if np.isclose(float(dot), along, rtol=1e-7, atol=1e-9, equal_nan=True):
        return Verdict("right")
    return Verdict("bad forward", f"forward mode {float(dot)!r}, reverse mode {along!r}")


def _quietly(f: Callable[..., Any], args: Any) -> tuple[Any, str]:
    """Return what a call returns, or the exception it raises, and what it prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            return f(*args), said.getvalue()
        except CompileError:
            raise
        except Exception as error:
            return error, said.getvalue()


def near_kink(f: Callable[..., Any], args: Any) -> bool:
    """Tell whether tiny steps already see a jump or a bend: the point lies at an edge."""

    def at(*moved: Any) -> float:
        value = _quietly(f, copy.deepcopy(moved))[0]
        return np.nan if isinstance(value, Exception) else float(value)

    base = at(*args)
    rng = np.random.default_rng(0)
    for _ in range(8):
        moved = [
            a + 1e-7 * (rng.standard_normal(a.shape) if isinstance(a, np.ndarray) else 1.0)
            for a in args
        ]
        if not abs(at(*moved) - base) < 1e-4:
            return True
    for k, a in enumerate(args):
        for place in np.ndindex(np.shape(a)):
            slopes = []
            for h in (1e-4, -1e-4, 1e-6, -1e-6):
                moved = list(copy.deepcopy(args))
                if isinstance(a, np.ndarray):
                    moved[k][place] += h
                else:
                    moved[k] += h
                slopes.append((at(*moved) - base) / h)
            if not max(slopes) - min(slopes) < 0.02 * (1 + abs(slopes[-1])):
                return True
    return False

"""Runs one program and says whether its gradient is right, refused or neither."""

from __future__ import annotations

import contextlib
import copy
import importlib.util
import inspect
import io
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import oracle

import adcompiler.runtime
from adcompiler import CompileError
from adcompiler.checking import inner, random_direction
from adcompiler.compiled import State
from adcompiler.derived import derived
from adcompiler.records import attributes, is_record
from adcompiler.transforms.forward import Tangent
from adcompiler.transforms.gradient import GradientOptions

NAMES = ("COUNT", "STATE", "LOG", "TOTAL")  # what a program may write to outside


class Verdict(NamedTuple):
    """`kind` is "right", "raises", "kink", "refused ADnnn", or begins with "bad"."""

    kind: str
    text: str = ""

    @property
    def bad(self) -> bool:
        return self.kind.startswith("bad")


def load(text: str, folder: Path, name: str) -> Any:
    """Import a program under a name of its own; return its function f.

    The name begins like those of the corpus, whose classes the oracle takes apart.
    """
    name = f"adcompiler_corpus_{name}"
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


def arguments(f: Callable[..., Any], seed: int) -> tuple[Any, ...]:
    """Return the arguments that belong to a seed, by the names of the parameters."""
    rng = np.random.default_rng(seed + 10**6)
    known, draw = f.__globals__, rng.uniform
    out = []
    for name in inspect.signature(f).parameters:
        out.append(
            {
                "x": lambda: float(draw(0.2, 1.5)),
                "y": lambda: float(draw(-1.5, -0.2)),
                "box": lambda: known["Box"](draw(-1, 1, 3), float(draw(0.2, 1))),
                "dot": lambda: known["Pair"](float(draw(-1, 1)), float(draw(-1, 1))),
                "cell": lambda: known[("Cell", "Leaky", "Latched")[seed % 3]](float(draw(-1, 1))),
                "m": lambda: draw(-1, 1, (2, 2)),
                "k": lambda: draw(-1, 1, (2, 2)),
                "p": lambda: draw(-1, 1, 2),
                "q": lambda: draw(-1, 1, 2),
                "us": lambda: [float(v) for v in draw(-1, 1, 2)],
                "ws": lambda: [float(v) for v in draw(-1, 1, 2)],
                "items": lambda: [float(v) for v in draw(-1, 1, 2 + seed % 2)],
                "xs": lambda: [float(v) for v in draw(-1, 1, 4 + seed % 3)],
                "ys": lambda: [float(v) for v in draw(-1, 1, 3)],
                "table": lambda: {k: float(draw(-1, 1)) for k in "ba"},
            }.get(name, lambda: draw(-1, 1, 3))()
        )
    return tuple(out)


def judge(text: str, seed: int, folder: Path, forward: bool = True) -> Verdict:
    """Compare what a program does and its gradient in every form with plain Python."""
    f = load(text, folder, f"fuzz_{seed}")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return _judge(f, arguments(f, seed), forward)


def _judge(f: Callable[..., Any], args: tuple[Any, ...], forward: bool) -> Verdict:
    every = tuple(range(len(args)))
    plain, said = _quietly(f, copy.deepcopy(args))
    left = _left_outside(f)
    state = State(f, GradientOptions(every, False, True), "f_value_and_grad")
    given = copy.deepcopy(args)
    try:
        found, told = _quietly(state.gradient, given)
    except CompileError as error:
        if error.diagnostics[0].code.startswith("AD9"):
            return Verdict("bad fault", str(error))
        return Verdict(f"refused {error.diagnostics[0].code}", str(error))
    if isinstance(plain, Exception) or isinstance(found, Exception):
        _left_outside(f)
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
    if _flat(given) != _flat(args):
        return Verdict("bad arguments", f"{_flat(given)} were {_flat(args)}")
    done = _left_outside(f)
    if done != left:
        return Verdict("bad outside", f"{done}, plainly {left}")
    if _flat(_quietly(state.gradient, args)[0]) != _flat(found):
        return Verdict("bad second call")
    alone = _quietly(_by_itself(state), args)[0]
    if _flat(alone) != _flat(found):
        return Verdict("bad text", f"{_flat(alone)}, as compiled {_flat(found)}")
    problem = _against_differences(f, args, gradient)
    if problem:
        edge = near_kink(f, args) or _agrees_close_by(f, args, gradient)
        return Verdict("kink") if edge else Verdict("bad gradient", problem)
    return _forward(f, args, gradient) if forward else Verdict("right")


def _flat(value: Any) -> str:
    """Return all that tells two values apart, objects laid open."""
    if isinstance(value, dict):
        return f"dict[{', '.join(f'{k!r}: {_flat(v)}' for k, v in value.items())}]"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[{', '.join(map(_flat, value))}]"
    if is_record(type(value)):
        return f"{type(value).__name__}{_flat(attributes(value))}"
    return repr(value)


def _left_outside(f: Callable[..., Any]) -> str:
    """Return what a call has left in the variables outside, and empty the list there."""
    found = [f.__globals__[name] for name in NAMES if name in f.__globals__]
    left = _flat(found)
    for value in found:
        if isinstance(value, list):
            value.clear()
    return left


def _by_itself(state: State) -> Callable[..., Any]:
    """Return the emitted text, run beside the program; objects may have names of the text's own."""
    every = (found.text for known in state.known.values() for found in known)
    text = next(t for t in every if t.source == state.gradient.source)
    around = {**text.externals, **vars(adcompiler.runtime), **state.fun.__globals__}
    exec(compile(text.source, "alone", "exec"), around)
    return around[text.name]


def _against_differences(f: Callable[..., Any], args: Any, gradient: Any) -> str:
    estimates = oracle.differences(lambda *a: _number(f, a), args, range(len(args)))
    for name, g, d in _leaves(f, gradient, estimates):
        bound = 1e-6 + 1e-5 * np.abs(d.value) + 10 * d.error
        if not np.all(np.abs(np.asarray(g) - d.value) <= bound):
            return f"by {name}: {g!r}, differences {d.value!r} within {d.error!r}"
    return ""


def _agrees_close_by(f: Callable[..., Any], args: Any, gradient: Any) -> bool:
    """Tell whether steps that are too short for an edge nearby see the gradient as it is."""
    leaves = oracle.leaves(args)
    for k, g in enumerate(g for part in gradient for g in oracle.leaves(part)):
        for place in np.ndindex(np.shape(leaves[k])):
            ends = []
            for h in (1e-6, -1e-6):
                moved = [np.array(v, dtype=float) for v in leaves]
                moved[k][place] += h
                near = [v if v.ndim else float(v) for v in moved]
                ends.append(float(_number(f, list(oracle.rebuild(args, near)))))
            slope = (ends[0] - ends[1]) / 2e-6
            if not abs(np.asarray(g)[place] - slope) <= 1e-3 * (1 + abs(slope)):
                return False
    return True


def _leaves(f: Callable[..., Any], gradient: Any, estimates: Any) -> Iterator[tuple[str, Any, Any]]:
    for name, g, ds in zip(inspect.signature(f).parameters, gradient, estimates, strict=True):
        for leaf, d in zip(oracle.leaves(g), ds, strict=True):
            yield name, leaf, d


def _forward(f: Callable[..., Any], args: Any, gradient: Any) -> Verdict:
    rng = np.random.default_rng(0)
    directions = [random_direction(a, rng) for a in args]
    state = derived(f, Tangent(tuple(range(len(args)))))
    seeds = dict(zip(state.extras, directions, strict=True))
    found, _ = _quietly(lambda *a: state.gradient(*a, **seeds), args)
    if isinstance(found, Exception):
        return Verdict("bad forward", f"{found!r} in forward mode only")
    _, dot = found
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


def _number(f: Callable[..., Any], args: Any) -> Any:
    """Return what a call returns, nan where it raises: a step may go to where the program does."""
    value = _quietly(f, args)[0]
    return np.nan if isinstance(value, Exception) else value


def near_kink(f: Callable[..., Any], args: Any) -> bool:
    """Tell whether tiny steps already see a jump or a bend: the point lies at an edge."""

    def at(*moved: Any) -> float:
        return float(_number(f, copy.deepcopy(moved)))

    def moved(steps: Iterable[Any]) -> list[Any]:
        leaves = oracle.leaves(args)
        return list(oracle.rebuild(args, [v + h for v, h in zip(leaves, steps, strict=True)]))

    base = at(*args)
    rng = np.random.default_rng(0)
    sizes = [np.shape(leaf) for leaf in oracle.leaves(args)]
    for _ in range(8):
        if not abs(at(*moved(1e-7 * rng.standard_normal(s) for s in sizes)) - base) < 1e-4:
            return True
    for k, size in enumerate(sizes):
        for place in np.ndindex(size):
            slopes = []
            for h in (1e-4, -1e-4, 1e-6, -1e-6):
                steps = [np.zeros(s) for s in sizes]
                steps[k][place] = h
                slopes.append((at(*moved(steps)) - base) / h)
            if not max(slopes) - min(slopes) < 0.02 * (1 + abs(slopes[-1])):
                return True
    return False

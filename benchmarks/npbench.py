"""NPBench's kernels, each inside a loss: is the gradient right, what does it save and cost.

python benchmarks/npbench.py [--small] [KERNEL ...]

    saved     bytes in the lists that the forward part leaves to the backward part
    plain     the gradient by every float argument, in calls of the plain function
    by hand   the same, in calls of a gradient written by hand (benchmarks/adjoints.py)
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import adjoints
import numpy as np
from timing import interleaved

from adcompiler import CompileError, grad

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
SMALL = 6
BY_HAND = {
    "jacobi_2d": (adjoints.jacobi_2d_by_hand, (1, 2)),
    "hdiff": (adjoints.hdiff_by_hand, (0, 1, 2)),
    "cholesky": (adjoints.cholesky_by_hand, (0,)),
    "nbody": (adjoints.nbody_by_hand, (0, 1, 2)),
}


def modules() -> list[Any]:
    """Import the files of kernels."""
    found = []
    for path in sorted((TESTS / "npbench").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"npbench_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        found.append(module)
    return found


def is_float(value: Any) -> bool:
    """Tell whether an argument is differentiated."""
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind in "fc")


def saved_bytes(gradient: Any, args: tuple[Any, ...]) -> int:
    """Return how many bytes the lists of the forward part hold where the backward part begins."""
    lines = gradient.source.splitlines()
    start = next((k for k, line in enumerate(lines, 1) if line == "    # backward"), len(lines))
    found: list[int] = []

    def watch(frame: Any, event: str, _: Any) -> Any:
        if frame.f_code is not gradient.__code__:
            return None
        # Guards may stand in front: the text is found again from its end.
        first = frame.f_code.co_firstlineno + len(lines) - (len(lines) - start)
        if event == "line" and not found and frame.f_lineno > first:
            found.append(held([v for v in frame.f_locals.values() if type(v) is list], set()))
        return watch

    sys.settrace(watch)
    try:
        gradient(*args)
    finally:
        sys.settrace(None)
    return found[0] if found else 0


def held(value: Any, seen: set[int]) -> int:
    """Return the bytes of the numbers in a list, of the memory that a view shows once."""
    if isinstance(value, np.ndarray):
        whole = value if value.base is None else value.base
        if id(whole) in seen:
            return 0
        seen.add(id(whole))
        return int(whole.nbytes)
    if isinstance(value, list | tuple):
        return sum(held(item, seen) for item in value)
    return 8


def is_right(
    loss: Callable[..., Any], args: tuple[Any, ...], argnums: tuple[int, ...], found: Any
) -> bool:
    """Compare a gradient with differences along a random direction, at the best of some steps."""
    rng = np.random.default_rng(1)
    moves = {k: rng.normal(size=np.shape(args[k])) * 0.01 for k in argnums}
    have = sum(float(np.real(np.sum(g * moves[k]))) for k, g in zip(argnums, found, strict=True))
    errors = []
    for step in (1e-2, 1e-3, 1e-4, 1e-5):
        ends = []
        for sign in (step, -step):
            given = copy.deepcopy(list(args))
            for k, move in moves.items():
                given[k] = (
                    given[k] + sign * move if np.ndim(given[k]) else given[k] + sign * float(move)
                )
            ends.append(loss(*given))
        errors.append(abs((ends[0] - ends[1]) / (2 * step) - have))
    return bool(min(errors) <= 1e-5 * (1.0 + abs(have)))


def row(name: str, kernel: tuple[Any, Any, int], small: bool) -> str:
    """Return the line of the table for one kernel."""
    loss, data, size = kernel
    few = data(np.random.default_rng(0), SMALL)
    argnums = tuple(k for k, a in enumerate(few) if is_float(a))
    gradient = grad(loss, argnums=argnums)
    try:
        found = gradient(*few)
    except CompileError as error:
        return f"{name:26} refused: {error.diagnostics[0].message}"
    word = "right" if is_right(loss, few, argnums, found) else "WRONG"
    args = few if small else data(np.random.default_rng(0), size)
    line = f"{name:26} {word:8}{saved_bytes(gradient, args):12,}"
    ratio, _ = interleaved(lambda: gradient(*args), lambda: loss(*copy.deepcopy(args)), 1)
    line += f"{ratio:10.1f}"
    if name in BY_HAND:
        hand, chosen = BY_HAND[name]
        some = grad(loss, argnums=chosen)
        some(*args)
        ratio, _ = interleaved(lambda: some(*args), lambda: hand(*args), 1)
        line += f"{ratio:10.2f}"
    return line


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--small", action="store_true", help="at the sizes of the tests")
    parser.add_argument("kernels", nargs="*")
    chosen = parser.parse_args()
    print(f"{'kernel':26} {'gradient':8}{'saved':>12}{'plain':>10}{'by hand':>10}")
    for module in modules():
        kernels = dict(module.PROGRAMS)
        kernels.update({n: (*k, 0) for n, k in getattr(module, "REFUSED", {}).items()})
        for name, kernel in kernels.items():
            if not chosen.kernels or name in chosen.kernels:
                print(row(name, kernel, chosen.small), flush=True)


if __name__ == "__main__":
    main()

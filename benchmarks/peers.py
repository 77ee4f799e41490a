"""Ordinary functions under several differentiators: right, wrong, or refused?

python benchmarks/peers.py [--write]

Each probe is compared with central differences of the plain function. Peers that are not
installed are skipped. With --write the table goes to docs/peers.md, where what was measured
before of the skipped ones stays.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
PAGE = HERE.parent / "docs" / "peers.md"
CELLS = {"right": "yes", "wrong": "**wrong**", "refused": "no"}
WORDS = {cell: word for word, cell in CELLS.items()}

from probes import ARGUMENTS, PROBES, X  # noqa: E402


def load(name: str, folder: Path, namespace: Any) -> Callable[..., Any]:
    """Import a probe as a module of its own, with `np` bound to a namespace."""
    path = folder / f"probe_{name}.py"
    path.write_text(PROBES[name] + "\n")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    module.np = namespace  # type: ignore[attr-defined]
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module.f  # type: ignore[no-any-return]


def mapped(tree: Any, leaf: Callable[[Any], Any]) -> Any:
    """Return a tree with each number or array replaced."""
    if isinstance(tree, dict):
        return {k: mapped(v, leaf) for k, v in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree)(mapped(v, leaf) for v in tree)
    return leaf(tree)


def leaves(tree: Any) -> list[np.ndarray]:
    """Return the numbers and arrays of a tree as arrays."""
    found: list[np.ndarray] = []
    mapped(tree, lambda v: found.append(np.array(v, dtype=float)))
    return found


def ordered(tree: Any, like: Any) -> Any:
    """Return a tree with the keys of its dicts in the order of another: some peers sort them."""
    return {k: tree[k] for k in like} if isinstance(like, dict) else tree


def differences(f: Callable[..., Any], tree: Any, step: float = 1e-6) -> list[np.ndarray]:
    """Return the gradient by central differences."""
    out = [np.zeros(leaf.shape) for leaf in leaves(tree)]
    for n, found in enumerate(out):
        for place in np.ndindex(found.shape):
            ends = []
            for h in (step, -step):
                moved = leaves(tree)
                moved[n][place] += h
                new = iter(moved)
                ends.append(float(f(mapped(tree, lambda v, new=new: _like(next(new), v)))))
            found[place] = (ends[0] - ends[1]) / (2.0 * step)
    return out


def _like(new: np.ndarray, old: Any) -> Any:
    return new if isinstance(old, np.ndarray) else float(new)


def _adcompiler() -> tuple[Any, Any, Any]:
    import adcompiler

    return np, adcompiler.grad, lambda v: v


def _autograd() -> tuple[Any, Any, Any]:
    import autograd

    return importlib.import_module("autograd.numpy"), autograd.grad, lambda v: v


def _jax() -> tuple[Any, Any, Any]:
    import jax

    jax.config.update("jax_enable_x64", True)
    return jax.numpy, jax.grad, jax.numpy.asarray


def _jax_jit() -> tuple[Any, Any, Any]:
    import jax

    names, grad, leaf = _jax()
    return names, lambda f: jax.jit(grad(f)), leaf


def _torch() -> tuple[Any, Any, Any]:
    import torch

    return torch, torch.func.grad, lambda v: torch.as_tensor(v, dtype=torch.float64)


def _mygrad() -> tuple[Any, Any, Any]:
    import mygrad

    def grad(f: Callable[..., Any]) -> Callable[..., Any]:
        def gradient(tree: Any) -> Any:
            f(tree).backward()
            return mapped(tree, lambda t: np.zeros(t.shape) if t.grad is None else t.grad)

        return gradient

    return mygrad, grad, lambda v: mygrad.tensor(np.array(v, dtype=float))


PEERS: dict[str, tuple[str, Callable[[], tuple[Any, Any, Any]]]] = {
    "adcompiler": ("adcompiler", _adcompiler),
    "autograd": ("autograd", _autograd),
    "JAX": ("jax", _jax),
    "JAX with jit": ("jax", _jax_jit),
    "PyTorch (torch.func)": ("torch", _torch),
    "MyGrad": ("mygrad", _mygrad),
}


def outcome(name: str, peer: Callable[[], tuple[Any, Any, Any]], folder: Path) -> str:
    """Return what a peer makes of a probe: "right", "wrong" or "refused"."""
    argument = ARGUMENTS.get(name, X)
    names, grad, leaf = peer()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        wanted = differences(load(name, folder, np), argument)
        try:
            f = load(name, folder, names)
            given = mapped(argument, lambda v: leaf(np.copy(v)[()]))
            found = leaves(ordered(grad(f)(given), argument))
        except Exception:
            return "refused"
    same = [
        g.shape == w.shape and np.allclose(g, w, rtol=1e-4, atol=1e-4)
        for g, w in zip(found, wanted, strict=True)
    ]
    return "right" if all(same) else "wrong"


def written() -> dict[str, tuple[str, dict[str, str]]]:
    """Return what the page says of each peer: its version, and its outcome on every probe."""
    if not PAGE.exists():
        return {}
    rows = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if "|" in line]
    start = next(k for k, row in enumerate(rows) if row[0] == "probe")
    outcomes = {row[0].strip("`"): row[1:] for row in rows[start + 2 :]}
    numbers = {row[0]: row[1] for row in rows[2:start]}
    return {
        title: (numbers[title], {p: WORDS.get(cells[k], "") for p, cells in outcomes.items()})
        for k, title in enumerate(rows[start][1:])
    }


def measured() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each installed peer, its version, and its outcome on every probe."""
    before = written()
    with tempfile.TemporaryDirectory() as folder:
        for title, (package, peer) in PEERS.items():
            if importlib.util.find_spec(package) is None:
                print(f"{title}: not installed, skipped")
                if title in before and before[title][1].keys() == PROBES.keys():
                    yield title, *before[title]
                continue
            number = importlib.import_module(package).__version__ if title == "adcompiler" else ""
            found = {name: outcome(name, peer, Path(folder)) for name in PROBES}
            yield title, number or version(package), found


def page(rows: list[tuple[str, str, dict[str, str]]]) -> str:
    """Return the page with the table."""
    lines = [
        "# Ordinary functions under several differentiators",
        "",
        f"{len(PROBES)} small functions as people write them (`benchmarks/probes.py`), each",
        "gradient compared with central differences. *Wrong* is another number, and no",
        "error; *refused* is any error. `np` is the peer's own NumPy namespace.",
        "Measured by `python benchmarks/peers.py --write`, on Python "
        f"{sys.version_info.major}.{sys.version_info.minor} and NumPy {np.__version__}.",
        "",
        "| | version | right | wrong | refused |",
        "|---|---|---|---|---|",
    ]
    for title, number, found in rows:
        counts = [sum(v == kind for v in found.values()) for kind in ("right", "wrong", "refused")]
        lines.append(f"| {title} | {number} | {counts[0]} | {counts[1]} | {counts[2]} |")
    lines += [
        "",
        "| probe | " + " | ".join(t for t, *_ in rows) + " |",
        "|---" * (len(rows) + 1) + "|",
    ]
    for name in PROBES:
        cells = [found[name] for *_, found in rows]
        lines.append(f"| `{name}` | " + " | ".join(CELLS[c] for c in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the command line."""
    rows = list(measured())
    for title, _, found in rows:
        for name, kind in found.items():
            if kind != "right":
                print(f"{title}: {name} {kind}")
    text = page(rows)
    print(text)
    if "--write" in sys.argv:
        PAGE.write_text(text)


if __name__ == "__main__":
    main()

"""The corpus: every program of `tests/corpus` with its example arguments."""

from __future__ import annotations

import importlib.util
import sys
import zlib
from pathlib import Path
from typing import Any

from adcompiler.checking import is_floating

HERE = Path(__file__).parent


def load_module(path: Path) -> Any:
    """Import a file under a name of its own."""
    name = f"adcompiler_corpus_{path.parent.name}_{path.stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


def programs() -> list[tuple[str, Any, list[tuple]]]:
    """Return (name, function, argument tuples) for the whole corpus."""
    out = []
    for path in sorted((HERE / "corpus").glob("*.py")):
        module = load_module(path)
        names = {id(v): k for k, v in vars(module).items()}
        for function, examples in module.PROGRAMS.items():
            out.append((f"{path.stem}/{names[id(function)]}", function, examples))
    for path in sorted((HERE / "corpus").glob("*/*.py")):
        module = load_module(path)
        examples = [module.ARGS, *getattr(module, "EXTRA", [])]
        out.append((f"{path.parent.name}/{path.stem}.py", module.f, examples))
    return out


def some(cases: list[Any], share: int, turn: int = 0) -> list[Any]:
    """Return one of so many programs, by their names: another program moves none of the rest."""
    return [c for c in cases if zlib.crc32(c[0].encode()) % share == turn]


PROGRAMS = programs()
CASES = [
    (f"{name}-{k}", function, args)
    for name, function, examples in PROGRAMS
    for k, args in enumerate(examples)
    if any(is_floating(a) for a in args)
]

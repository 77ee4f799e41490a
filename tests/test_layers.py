"""Layers import downwards only, and importing the package stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent / "adcompiler"
MAY = {
    "source": set(),
    "errors": {"source"},
    "records": set(),
    "vectors": {"errors", "records"},
    "custom": {"errors", "runtime"},
    "runtime": {"records", "runtime"},
    "ir": {"source", "errors", "ir"},
    "gates": {"source", "errors", "runtime", "ir", "gates"},
    "analysis": {"source", "errors", "records", "runtime", "ir", "gates", "analysis"},
    "transforms": {
        "source", "errors", "runtime", "ir", "gates", "analysis", "transforms",
    },
    "optimise": {"source", "errors", "runtime", "ir", "gates", "analysis", "optimise"},
    "frontend": {"source", "errors", "records", "vectors", "custom", "ir", "gates", "frontend"},
    "backend": {"source", "errors", "records", "runtime", "ir", "gates", "analysis", "backend"},
    "signature": {"errors", "ir", "records"},
}  # fmt: skip


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "adcompiler":
                names = [f"adcompiler.{a.name}" for a in node.names]
            found.update(n.split(".")[1] for n in names if n.startswith("adcompiler."))
    return found


def test_layers_import_downwards_only():
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if layer in MAY:
            wrong += [f"{path.name}: {n}" for n in imports(path) - MAY[layer]]
    assert not wrong


def test_only_symbolic_imports_sympy_and_only_the_printer_astor():
    for path in ROOT.rglob("*.py"):
        text = path.read_text()
        if path.name not in ("symbolic.py", "kinds.py"):
            assert "import sympy" not in text
        if path.name != "printer.py":
            assert "import astor" not in text


def test_importing_is_light():
    heavy = {"sympy", "astor", "numba", "scipy"}
    code = f"import sys, adcompiler; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT.parent)}, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "[]", done.stderr


FRESH = """
import importlib, sys
for name in sys.argv[1:]:
    for known in [k for k in sys.modules if k.split(".")[0] == "adcompiler"]:
        del sys.modules[known]
    importlib.import_module(name)
"""


def test_any_module_can_be_the_first_that_is_imported():
    """The modules of the frontend need one another."""
    names = ("backend.emit", "frontend.build", "frontend.texts", "nested", "pipeline", "sparse")
    done = subprocess.run(
        [sys.executable, "-c", FRESH, *(f"adcompiler.{name}" for name in names)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

"""Every documentation block runs, and the README's emitted code is the printed one."""

from __future__ import annotations

import doctest
import importlib
import linecache
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import adcompiler

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- printed: (.+?) -->\n)?```python\n(.*?)```", re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = [
    m.name
    for m in pkgutil.walk_packages(adcompiler.__path__, "adcompiler.")
    if not m.name.endswith("__main__")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_blocks_run_and_printed_text_is_printed(page):
    namespace: dict = {"__name__": "page"}
    for k, (_, printed, block) in enumerate(BLOCK.findall(page.read_text())):
        if printed:
            assert eval(printed, namespace) == block
            continue
        name = f"<{page.name} {k}>"
        linecache.cache[name] = (len(block), None, block.splitlines(keepends=True), name)
        exec(compile(block, name, "exec"), namespace)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name):
    module = importlib.import_module(name)
    # What an example defines is the reader's own, none of the package's functions.
    failed, _ = doctest.testmod(module, extraglobs={"__name__": "__main__"})
    assert not failed


def test_derived_texts_are_what_sympy_finds():
    code = "from adcompiler.gates import symbolic; print(symbolic.render(), end='')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=120
    )
    path = ROOT / "adcompiler" / "gates" / "derived.py"
    assert done.stdout == path.read_text(), done.stderr

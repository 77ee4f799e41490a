"""`docs/gates.md` says what the rule table says."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adcompiler import grad
from adcompiler.gates import page
from adcompiler.gates.conventions import CONVENTIONS, WRITTEN_OUT
from adcompiler.gates.table import TABLE

ROOT = Path(__file__).parent.parent


def checked():
    return subprocess.run(
        [sys.executable, "-m", "adcompiler.gates.page", "--check"],
        capture_output=True, text=True, cwd=ROOT, timeout=120,
    )  # fmt: skip


def test_the_page_is_that_of_the_table():
    """Written again by `python -m adcompiler.gates.page`."""
    done = checked()
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_row_that_differs_is_seen():
    have = page.PAGE.read_text()
    wrong = have.replace("| `np.tanh` | local derivative | x: `1 - out ** 2`", "| `np.tanh` | x")
    (found,) = page.differences(wrong, have)
    assert "1 - out ** 2" in found
    assert not page.differences(have, have)
    assert not page.differences(have, have + "| `np.of_tomorrow` | linear | `g` |\n")


def test_what_is_written_out_for_readers_is_of_functions_that_there_are():
    text = page.PAGE.read_text()
    for name in WRITTEN_OUT:
        assert f"| `{name}` |" in text, name
    assert len({gate.name for gate in TABLE.values()}) > 300
    assert all(len(row) == 3 for row in CONVENTIONS)


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (lambda x: np.maximum(x, 0.0), 0.0, 0.0),
        (lambda x: np.clip(x, 0.0, 1.0), 1.0, 1.0),
        (lambda x: np.sqrt(x), 0.0, np.inf),
        (lambda x: np.sinc(x), 0.0, 0.0),
        (lambda x: np.hypot(x, 0.0 * x), 0.0, 0.0),
        (lambda x: np.linalg.norm(x * np.ones(2)), 0.0, 0.0),
        (lambda x: np.median(np.array([x, 2.0])), 1.0, 0.5),
        (lambda x: max(x, 1.0), 1.0, 1.0),
    ],
)
def test_the_conventions_hold(f, x, slope):
    with np.errstate(all="ignore"):
        assert grad(f)(x) == slope


def test_the_rules_read_as_a_table():
    """Half of all rules take one line: the median, which `docs/inside.md` tells."""
    words = ("rule", "continuous", "discrete")
    lines = [
        node.end_lineno - node.lineno + 1
        for path in (ROOT / "adcompiler" / "gates").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        if getattr(node.value.func, "id", "") in words
    ]
    assert len(lines) > 500
    assert statistics.median(lines) == 1

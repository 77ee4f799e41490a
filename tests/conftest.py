"""The verifier after every pass, and golden files: Python text beside the tests."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

os.environ["ADCOMPILER_CHECK"] = "1"
sys.path.insert(0, str(Path(__file__).parent))
GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser):
    parser.addoption("--bless", action="store_true", help="rewrite the golden files")


def pytest_collection_modifyitems(items):
    """Put the laws of one program together: what one of them computes, the next reuse."""
    laws = [k for k, item in enumerate(items) if _program(item) is not None]
    first: dict[str, int] = {}
    for k in laws:
        first.setdefault(_program(items[k]), k)
    together = sorted(laws, key=lambda k: first[_program(items[k])])
    for k, item in zip(laws, [items[k] for k in together], strict=True):
        items[k] = item


def _program(item) -> str | None:
    """Return the name of the case that a law of the corpus is asked of."""
    if item.path.name != "test_corpus.py" or not hasattr(item, "callspec"):
        return None
    return getattr(item.callspec.params.get("case"), "name", None)


@pytest.fixture
def golden(request):
    """Compare a text with its golden file; a missing one fails with what to do."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--bless"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        if not path.exists():
            pytest.fail(f"no golden file {path.name}; read the text, then run pytest --bless")
        assert text == path.read_text()

    return compare

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

"""The command line: what it prints, and its exit status."""

from __future__ import annotations

import json

import pytest

from adcompiler.__main__ import main

TEXT = """import math
import numpy as np
def neuron(w: float, x: float) -> float:
    f = 1.0 / (1.0 + math.exp(-w * x))
    return f
def vector(x):
    return np.sum(x * x)
def decorates(x: float):
    async def later(): pass
    def inner(t):
        return t
    return x
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "model.py"
    file.write_text(TEXT)
    return str(file)


def test_dump(path, capsys):
    assert main(["dump", f"{path}:neuron"]) == 0
    out = capsys.readouterr().out
    assert "# the stages" in out
    assert "def neuron_grad(w, x):" in out
    assert main(["dump", f"{path}:neuron", "--gradient"]) == 0
    assert capsys.readouterr().out.startswith("def neuron_grad")
    assert main(["dump", f"{path}:neuron", "--stages"]) == 0
    assert "f_exp = math.exp(" in capsys.readouterr().out
    assert main(["dump", f"{path}:neuron", "--forward"]) == 0
    assert "f = 1.0 / (1.0 + math.exp(-w * x))" in capsys.readouterr().out


def test_dump_json_and_types(path, capsys):
    assert main(["dump", f"{path}:vector", "--json", "--args", "np.ones(3)"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == 1
    assert "dx = 2.0 * x" in found["gradient"]


def test_check(path, capsys):
    assert main(["check", f"{path}:neuron"]) == 0
    assert "agrees: 2 derivatives" in capsys.readouterr().out
    assert main(["check", f"{path}:vector", "--args", "x=np.arange(3.0)", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["agrees"] is True


def test_exit_statuses(path, capsys):
    assert main(["dump", f"{path}:decorates"]) == 1
    assert "a coroutine" in capsys.readouterr().err
    assert main(["dump", f"{path}:missing"]) == 2
    assert main(["dump", "nowhere.py:f"]) == 2
    assert main(["dump", "nonsense"]) == 2
    assert main(["check", f"{path}:vector"]) == 2
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0

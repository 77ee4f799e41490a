"""All of Python: each node type, builtin and odd call is understood, or refused in words.

What is refused has its whole text under golden/errors, written by `--bless`: read it as a user.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import importlib.util
import io
import linecache
import sys
from pathlib import Path

import numpy as np
import oracle
import pytest
from refusals import of_builtins, of_calls, of_data, of_kinds, of_nodes

from adcompiler import CompileError, grad

X = np.array([0.5, 1.5, -0.7])
NEW = of_nodes.FROM_3_12 if sys.version_info >= (3, 12) else {}
UNDERSTOOD = {
    **{f"node_{k}": v for k, v in {**of_nodes.SUPPORTED, **NEW}.items()},
    **{f"builtin_{k}": v for k, v in of_builtins.SUPPORTED.items()},
    **{f"call_{k}": v for k, v in of_calls.SUPPORTED.items()},
}
REFUSED = {
    **{f"node_{k}": v for k, v in of_nodes.REFUSED.items()},
    **{f"builtin_{k}": v for k, v in of_builtins.REFUSED.items()},
    **{f"call_{k}": v for k, v in of_calls.REFUSED.items()},
    **{f"data_{k}": v for k, v in of_data.REFUSED.items()},
    **{f"kind_{k}": v for k, (v, _) in of_kinds.REFUSED.items()},
}
ERRORS = Path(__file__).parent / "golden" / "errors"


def loaded(text, folder):
    """Return the function f of a program, and the argument that belongs to its parameter."""
    path = folder / "program.py"
    path.write_text(text + "\n")
    linecache.checkcache()
    spec = importlib.util.spec_from_file_location("program", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["program"] = module
    spec.loader.exec_module(module)
    return module.f, X if "f(v" in text else 0.7


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_understood(name, tmp_path):
    f, argument = loaded(UNDERSTOOD[name], tmp_path)
    with contextlib.redirect_stdout(io.StringIO()):
        found = grad(f)(argument)
        ((estimate,),) = oracle.differences(f, (argument,), (0,))
    np.testing.assert_allclose(found, estimate.value, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name, tmp_path, golden):
    f, argument = loaded(REFUSED[name], tmp_path)
    call = of_kinds.REFUSED.get(name.removeprefix("kind_"), ("", "grad(f)(argument)"))[1]
    with pytest.raises(CompileError) as caught:
        eval(call, {"grad": grad, "f": f, "np": np, "argument": argument})
    text = str(caught.value).replace(f"{tmp_path}/", "")
    golden(f"errors/{name}.txt", text + "\n")
    assert all(d.hint for d in caught.value.diagnostics), "it does not say what to write instead"
    if not name.startswith("kind_"):
        assert "program.py:" in text
        assert "^" in text


def test_every_node_type_is_in_a_table():
    kinds = {n: v for n, v in vars(ast).items() if isinstance(v, type) and n[0] != "_"}
    nodes = {n for n, v in kinds.items() if issubclass(v, ast.AST)}
    known = {*of_nodes.SUPPORTED, *of_nodes.REFUSED, *NEW, *of_nodes.NO_PART_OF_A_FUNCTION}
    assert nodes - known == set()
    for name, text in {**of_nodes.SUPPORTED, **of_nodes.REFUSED, **NEW}.items():
        held = {type(node).__name__ for node in ast.walk(ast.parse(text))}
        assert name in held, name


def test_every_builtin_is_in_a_table():
    exceptions = {
        n for n, v in vars(builtins).items() if isinstance(v, type) and issubclass(v, BaseException)
    }
    known = {*of_builtins.SUPPORTED, *of_builtins.REFUSED, *of_builtins.NAMES_OF_A_MODULE}
    assert set(vars(builtins)) - exceptions - known == set()
    for name, text in {**of_builtins.SUPPORTED, **of_builtins.REFUSED}.items():
        assert name in text.replace("...", "Ellipsis"), name


@pytest.mark.parametrize(
    "kind",
    [
        v
        for v in vars(builtins).values()
        if isinstance(v, type) and issubclass(v, Exception) and not issubclass(v, Warning)
        and not issubclass(v, UnicodeError | BaseExceptionGroup)
    ],
    ids=lambda kind: kind.__name__,
)  # fmt: skip
def test_every_exception_is_raised_and_caught(kind, tmp_path):
    name = kind.__name__
    text = (
        f"def f(x):\n    try:\n        if x > 0.5:\n            raise {name}('too large')\n"
        f"        y = x\n    except {name}:\n        y = x * x\n    if x > 5.0:\n"
        f"        raise {name}('far too large')\n    return y"
    )
    f, argument = loaded(text, tmp_path)
    df = grad(f)
    assert df(argument) == 2.0 * argument
    assert df(0.2) == 1.0
    with pytest.raises(kind, match="far too large"):
        df(6.0)


def test_no_golden_text_is_an_orphan():
    assert {p.name for p in ERRORS.glob("*")} == {f"{name}.txt" for name in REFUSED}
    assert not set(UNDERSTOOD) & set(REFUSED)

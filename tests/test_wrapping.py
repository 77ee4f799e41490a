"""Long lines: broken at their weakest places, and never another program."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from adcompiler.backend import wrapping
from adcompiler.backend.wrapping import wrapped

TEXTS = sorted((Path(__file__).parent / "golden").rglob("*.py"))


@pytest.mark.parametrize("width", [20, 40, 60])
def test_every_golden_file_stays_the_same_program(monkeypatch, width):
    monkeypatch.setattr(wrapping, "WIDTH", width)
    broken = 0
    for path in TEXTS:
        code = "\n".join(
            line for line in path.read_text().split("\n") if not line.lstrip().startswith("#")
        )
        found = wrapped(code)
        assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(code)), path
        broken += found.count("\n") - code.count("\n")
    assert broken > 100


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("d = first_one + second_one * third", ["d = (first_one", "    + second_one * third)"]),
        ("d = function(first, second, third)", ["d = function(first, second,", "    third)"]),
        ("return first_value, second_value_of", ["return (first_value,", "    second_value_of)"]),
        (
            "    d = left_value if some_test else right",
            ["    d = (left_value", "        if some_test", "        else right)"],
        ),
        (
            "for a, b in zip(reversed(p), reversed(q)):",
            ["for a, b in zip(reversed(p),", "        reversed(q)):"],
        ),
        ("    # a comment may be as long as the statement", None),
        ("text = 'one word that has no place to break'", None),
        ("text = f'{first_number} and {second_number}'", None),
    ],
)
def test_where_lines_are_broken(monkeypatch, line, lines):
    monkeypatch.setattr(wrapping, "WIDTH", 30)
    assert wrapped(line).split("\n") == (lines or [line])


def test_the_operators_inside_a_sign_or_a_power_stay_together(monkeypatch):
    monkeypatch.setattr(wrapping, "WIDTH", 26)
    assert wrapped("x = alpha * (-beta ** -gamma)").split("\n") == [
        "x = (alpha",
        "    * (-beta ** -gamma))",
    ]

"""Random programs with fixed seeds; a longer run is `python tests/fuzzer.py 2000`."""

from __future__ import annotations

import ast

import pytest
from fuzzer import verdicts, written
from fuzzing.aliasing import aliased
from fuzzing.head import HEAD
from fuzzing.judge import arguments, judge, load
from fuzzing.reducer import reduced
from fuzzing.walking import walked
from fuzzing.writer import Writer

PROGRAMS = 500
BLOCK = 50
REFUSED = {"refused AD102", "refused AD203", "refused AD204", "refused AD304", "refused AD401"}
REFUSED |= {"refused AD201", "refused AD402", "refused AD501", "refused AD502"}


def kinds_of(first, count, write):
    """Judge programs; each is right, at a kink, raises as it should or is refused in words."""
    found = dict(verdicts(first, count, write))
    kinds = [v.kind for v in found.values()]
    assert {k for k in kinds if k not in REFUSED} <= {"right", "raises", "kink"}, {
        seed: verdict for seed, verdict in found.items() if verdict.bad
    }
    return kinds


@pytest.mark.parametrize("first", range(0, PROGRAMS, BLOCK), ids="from_{}".format)
def test_random_programs(first):
    kinds = kinds_of(first, BLOCK, written)
    assert kinds.count("right") > BLOCK / 2
    assert kinds.count("kink") < BLOCK / 10


@pytest.mark.parametrize("first", range(0, 600, 100), ids="from_{}".format)
def test_things_of_several_names(first):
    assert kinds_of(first, 100, aliased).count("right") > 25


@pytest.mark.parametrize("first", [0, 50], ids="from_{}".format)
def test_iterators_walked_in_part(first):
    assert kinds_of(first, 50, walked).count("right") > 10


def test_the_programs_hold_the_whole_language():
    texts = [Writer(seed).program().removeprefix(HEAD) for seed in range(PROGRAMS)]
    held = {type(node) for text in texts for node in ast.walk(ast.parse(text))}
    missing = {
        name
        for base in (ast.stmt, ast.expr, ast.operator, ast.pattern, ast.cmpop)
        for kind in base.__subclasses__()
        if (name := kind.__name__) and kind not in held
    }
    assert missing <= NOT_WRITTEN, missing - NOT_WRITTEN


# Refused, or old names of constants; texts hold no number that is differentiated.
NOT_WRITTEN = {
    "AsyncFor", "AsyncFunctionDef", "AsyncWith", "Await", "Import",
    "TryStar", "TypeAlias", "SetComp", "MatchSingleton",
    "Num", "Str", "Bytes", "NameConstant", "Ellipsis", "Interpolation", "TemplateStr",
    "BitAnd", "BitOr", "BitXor", "LShift", "RShift", "Is", "NotEq",
}  # fmt: skip


@pytest.mark.parametrize(("bound", "kind"), [(0.01, "right"), (1e-9, "kink")])
def test_a_step_of_the_differences_may_raise(tmp_path, bound, kind):
    text = "def f(x):\n    if x > {!r}:\n        raise ValueError\n    return x * x\n"
    (x,) = arguments(load(text.format(2.0), tmp_path, "fuzz_0"), 0)
    assert judge(text.format(x + bound), 0, tmp_path).kind == kind


def test_a_bad_program_shrinks():
    text = Writer(7).program() + "\nK = float('nan')\n"
    assert ast.literal_eval(reduced(text, lambda smaller: "nan" in smaller)) == "nan"

"""The laws that hold for every program of the corpus."""

from __future__ import annotations

import ast
import builtins
import copy
import functools
import importlib.util
import inspect
import sys
import types
from typing import Any, NamedTuple

import numpy as np
import oracle
import pytest
from programs_loader import PROGRAMS
from rule_checks import NUMPY_1

import adcompiler.runtime
from adcompiler import check_grads, grad
from adcompiler.backend.emit import emit
from adcompiler.backend.load import load, to_function
from adcompiler.checking import is_single, leaves, random_direction
from adcompiler.checking.judging import alone, nested
from adcompiler.checking.subject import Subject
from adcompiler.compiled import State, differentiable, state_of
from adcompiler.derived import derived
from adcompiler.frontend.build import build
from adcompiler.ir.walk import count_ops
from adcompiler.pipeline import AFTER, BEFORE, run
from adcompiler.records import attributes
from adcompiler.signature import type_of_value
from adcompiler.transforms.forward import Tangent
from adcompiler.transforms.gradient import GradientOptions, gradient
from adcompiler.transforms.pullback import Linear, Pullback


class Case(NamedTuple):
    """A program with one tuple of arguments."""

    name: str
    function: types.FunctionType
    args: tuple[Any, ...]
    argnums: tuple[int, ...]

    @property
    def smooth(self) -> bool:
        """Whether differences must settle; a program may say that its own do not."""
        return self.function.__globals__.get("SMOOTH", True)

    @property
    def single(self) -> bool:
        """Whether any argument is in single precision."""
        return any(map(is_single, oracle.leaves(self.args)))

    @property
    def values(self) -> dict[str, Any]:
        """The arguments and defaults by the names of the parameters."""
        parameters = inspect.signature(self.function).parameters.values()
        given = dict(zip((p.name for p in parameters), self.args))
        return {p.name: given.get(p.name, p.default) for p in parameters}


def argnums_of(function, args):
    """Return the program's own choice, or the position of every argument made of floats only."""
    own = function.__globals__.get("ARGNUMS")
    if own is not None:
        return own
    return tuple(k for k, a in enumerate(args) if is_float_like(a))


def is_float_like(value):
    found = [v for _, v in leaves(value)]
    return bool(found) and all(oracle.is_leaf(v) and not isinstance(v, int) for v in found)


CASES = [
    Case(f"{name}-{k}", function, args, argnums_of(function, args))
    for name, function, examples in PROGRAMS
    for k, args in enumerate(examples)
]
BY_NAME = {c.name: c for c in CASES}
EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=list(BY_NAME))
FIRST = [c for c in CASES if c.name.endswith("-0")]
FIRST_CASES = pytest.mark.parametrize("case", FIRST, ids=[c.name for c in FIRST])


def gradient_of(case):
    return grad(case.function, argnums=case.argnums)


def unseen(function, argnums, value=False):
    """Return what `grad` gives, without its look at the function before the first call.

    That look is taken by the gradient that the laws share.
    """
    return State(function, GradientOptions(argnums, False, value), "unseen").gradient


class Answer(NamedTuple):
    """A gradient that was called once, what it answered, and what it could have changed."""

    gradient: Any
    found: tuple[Any, ...]
    before: Any
    after: Any


def answer(case):
    """Return the gradient of a case and its answer, which the laws share."""
    return _answer(case.name)


@functools.cache
def _answer(name):
    case = BY_NAME[name]
    before = bits(case.args), bits(surroundings(case.function))
    compiled = gradient_of(case)
    with np.errstate(all="ignore"):
        found = compiled(*case.args)
    return Answer(compiled, found, before, (bits(case.args), bits(surroundings(case.function))))


def bits(value):
    """Return what tells two values apart: kind, dtype, shape, order of keys and every bit."""
    if isinstance(value, dict):
        return dict, [(k, bits(v)) for k, v in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [bits(v) for v in value]
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype.str, value.shape, value.tobytes()
    if oracle.is_object(value):
        return type(value), [(k, bits(v)) for k, v in attributes(value).items()]
    return type(value), value.hex() if isinstance(value, float) else repr(value)


def surroundings(function):
    """Return the data that a function can read besides its arguments, by name."""
    cells = {
        name: cell.cell_contents
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ())
    }
    known = {k: v for k, v in function.__globals__.items() if not k.startswith("__")}
    plain = (int, float, str, list, tuple, np.ndarray, np.generic)
    return {k: v for k, v in {**known, **cells}.items() if isinstance(v, plain)}


@functools.cache
def by_differences(name):
    case = BY_NAME[name]
    with np.errstate(all="ignore"):
        return oracle.differences(case.function, case.args, case.argnums)


@functools.cache
def by_complex_step(name):
    case = BY_NAME[name]
    with np.errstate(all="ignore"):
        return oracle.complex_step(case.function, case.args, case.argnums)


@EVERY_CASE
def test_oracles_agree(case):
    """The differences are as good as they say, where the exact derivative can be had."""
    exact = by_complex_step(case.name)
    if exact is None:
        return
    for found, wanted in zip(by_differences(case.name), exact, strict=True):
        for d, c in zip(found, wanted, strict=True):
            assert np.all(np.abs(d.value - c) <= 1e-8 + 1e-7 * np.abs(c) + 10 * d.error)


@EVERY_CASE
def test_equals_differences(case):
    """Law 1: the gradient equals central differences, element by element."""
    for g, estimate in zip(answer(case)[1], by_differences(case.name), strict=True):
        for have, d in zip(oracle.leaves(g), estimate, strict=True):
            bound = (1e-3 if case.single else 1e-7) + 1e-6 * np.abs(d.value) + 10 * d.error
            if case.single:
                bound = bound + 1e-4 * np.max(np.abs(d.value), initial=0.0)
            near = np.abs(np.asarray(have, dtype=d.value.dtype) - d.value) <= bound
            settled = d.error <= 1e-4 * (1.0 + np.abs(d.value))
            assert np.all(near), f"compiled {have}, differences {d.value} within {d.error}"
            assert np.all(settled) or not case.smooth, f"differences do not settle: {d}"


@EVERY_CASE
def test_equals_complex_step(case):
    """Law 1: the gradient equals the complex step to rounding, where the program is analytic."""
    exact = by_complex_step(case.name)
    if exact is None or case.single:
        return
    for g, wanted in zip(answer(case)[1], exact, strict=True):
        for have, c in zip(oracle.leaves(g), wanted, strict=True):
            near = 1e-11 + 1e-10 * np.max(np.abs(c), initial=0.0)
            np.testing.assert_allclose(have, c, rtol=1e-9, atol=near)


def as_floats(case):
    """Return the arguments with floats for integers, which `check_grads` leaves alone."""
    integers = [k for k in case.argnums if isinstance(case.args[k], int)]
    return [float(a) if k in integers else a for k, a in enumerate(case.args)]


@EVERY_CASE
def test_forward_mode_agrees(case):
    """Law 2: `<u, J v> = <J^T u, v>`, which needs no step size."""
    with np.errstate(all="ignore"):
        check_grads(case.function, as_floats(case), order=1, modes=("fwd",))


@FIRST_CASES
def test_second_order_through_the_ir(case):
    """Law 4: forward over reverse equals differences of the gradient."""
    if case.single:
        return
    with np.errstate(all="ignore"):
        subject = Subject.of(case.function, as_floats(case), case.argnums)
        rng = np.random.default_rng(0)
        program, values = nested(subject.program, subject.values, 1, "rev", rng)
        row = alone(program, values, "fwd", rng, "along a direction")
    assert row is not None
    assert row.agrees, row


@EVERY_CASE
def test_value_is_that_of_the_plain_function(case):
    """Law 7: the value bit for bit, and the gradient that `grad` gives."""
    with np.errstate(all="ignore"):
        plain = case.function(*copy.deepcopy(case.args))
        value, found = unseen(case.function, case.argnums, value=True)(*case.args)
    assert bits(value) == bits(plain)
    for have, want in zip(oracle.leaves(found), oracle.leaves(answer(case)[1]), strict=True):
        np.testing.assert_allclose(have, want, rtol=1e-12 if not case.single else 1e-5, atol=1e-14)


@EVERY_CASE
def test_nothing_outside_changes(case):
    """Law 7: arguments, globals and cells stay as they were; a second call answers the same."""
    known = answer(case)
    with np.errstate(all="ignore"):
        first = known.gradient(*case.args)
        again = bits(first)
        for array in oracle.leaves(first):
            if isinstance(array, np.ndarray):
                array[...] = np.nan
        second = known.gradient(*case.args)
    assert again == bits(known.found)
    assert bits(second) == again
    assert programs_of(known.gradient) == 1, "compiled again for a call of the same kinds"
    after = bits(case.args), bits(surroundings(case.function))
    assert after == known.after == known.before


def programs_of(gradient):
    """Return how many programs a gradient has been compiled to."""
    return sum(map(len, state_of(gradient).known.values()))


@EVERY_CASE
def test_kind_dtype_shape_and_container(case):
    """Law 8: a gradient is of the kind of its argument; of an integer, a float."""
    found = answer(case)[1]
    assert isinstance(found, tuple)
    if NUMPY_1 and case.name.startswith("numpy/float32_numbers"):
        pytest.skip("a Python number beside a number in single precision is a double there")
    for k, g in zip(case.argnums, found, strict=True):
        assert kinds(g) == kinds(case.args[k])


def kinds(value):
    """Return the containers, types, dtypes and shapes of a value; integers count as floats."""
    if isinstance(value, dict):
        return dict, [(k, kinds(v)) for k, v in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [kinds(v) for v in value]
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype, value.shape
    if oracle.is_object(value):
        moving = oracle.moving(value)
        own = attributes(value).items()
        return type(value), [(k, kinds(v) if k in moving else v) for k, v in own]
    return float if isinstance(value, int) else type(value)


@EVERY_CASE
def test_memory_is_its_own(case):
    """Gradients share memory with nothing: one another, arguments, globals, earlier answers."""
    compiled, earlier = answer(case)[:2]
    others = [case.args, list(surroundings(case.function).values()), earlier]
    known = [v for v in oracle.leaves(others) if isinstance(v, np.ndarray)]
    with np.errstate(all="ignore"):
        found = compiled(*case.args)
    for array in oracle.leaves(found):
        if isinstance(array, np.ndarray):
            assert array.flags.writeable
            assert not any(np.shares_memory(array, other) for other in known)
            known.append(array)


@FIRST_CASES
def test_same_bytes(case):
    """The text depends on the program and the kinds of its arguments, on nothing else."""
    name = answer(case)[0].__name__
    second = State(case.function, GradientOptions(case.argnums, False), name).gradient
    with np.errstate(all="ignore"):
        second(*copy.deepcopy(case.args))
    assert second.source == answer(case)[0].source


@EVERY_CASE
def test_cheap(case):
    """Law 9: at most five times the gates of the program, and ten."""
    fn, derived = trace(case)
    assert count_ops(derived) <= 5 * count_ops(fn) + 10


@FIRST_CASES
def test_optimised_equals_unoptimised(case):
    """Law 5: the passes change no value."""
    fn, derived = trace(case)
    options = GradientOptions(case.argnums, False)
    home = State(case.function, options, "gradient").home
    rough = run(gradient(run(fn, BEFORE[:1]), options), (AFTER[0], AFTER[-1]))
    plain, smart = (to_function(load(emit(f), home), home) for f in (rough, derived))
    with np.errstate(all="ignore"):
        a, b = (g(*copy.deepcopy(list(case.values.values()))) for g in (plain, smart))
    for (_, p), (_, q) in zip(leaves(a), leaves(b), strict=True):
        # A composite gate is finite where the plain chain of gates is not.
        # Of complex numbers in single precision, one rounding.
        rounded = case.single and case.name.startswith("complex_numbers/")
        near = 1e-6 if rounded else 1e-9
        kind = np.result_type(p, q, float)
        p, q = np.asarray(p, dtype=kind), np.asarray(q, dtype=kind)
        np.testing.assert_allclose(q[np.isfinite(p)], p[np.isfinite(p)], rtol=near, atol=1e-11)


def trace(case):
    """Return the program and its gradient as functions of the IR."""
    return _trace(case.name)


@functools.cache
def _trace(name):
    case = BY_NAME[name]
    state = State(case.function, GradientOptions(case.argnums, False), "gradient")
    found = {n: type_of_value(v, n) for n, v in case.values.items()}
    fn = build(state.home, differentiable(state, found), state.type_of_capture).function
    return fn, state.derive(fn, state.options)


def alone_by(case, argnums):
    """Return the gradient of one case by some arguments, compiled for it alone."""
    if argnums == case.argnums:
        return answer(case)[1]
    return unseen(case.function, argnums)(*case.args)


SEVERAL = [p for p in PROGRAMS if len(p[2]) > 1]


@pytest.mark.parametrize(("name", "function", "examples"), SEVERAL, ids=[p[0] for p in SEVERAL])
def test_one_gradient_serves_all_signatures(name, function, examples):
    """Kinds that change between calls are compiled once each, and answer right in any order."""
    cases = [BY_NAME[f"{name}-{k}"] for k in range(len(examples))]
    for argnums in {c.argnums for c in cases}:
        mine = [c for c in cases if max(argnums, default=0) < len(c.args)]
        mine = [c for c in mine if set(argnums) <= set(c.argnums)]
        with np.errstate(all="ignore"):
            alone = [bits(alone_by(c, argnums)) for c in mine]
            for order in (1, -1):
                compiled = unseen(function, argnums)
                first = [bits(compiled(*c.args)) for c in mine[::order]][::order]
                again = [bits(compiled(*c.args)) for c in mine[::-order]][::-order]
                assert first == alone
                assert again == alone


def classes(function):
    """Return the classes of a program's module, which the text may name."""
    known = function.__globals__
    return {
        k: v for k, v in known.items() if isinstance(v, type) and v.__module__ == known["__name__"]
    }


HEAD = """\
import math
import numpy as np
from adcompiler.runtime import *

numpy = np


"""


def fed_back(case, folder):
    """Return the gradient, and a module of its text with a scalar function around it."""
    compiled, want = answer(case)[:2]
    parameters = inspect.signature(case.function).parameters.values()
    passed = [f"{p.name}={p.name}" if p.kind is p.KEYWORD_ONLY else p.name for p in parameters]
    call = ", ".join(passed)
    paths = [path for path, _ in leaves(want)]
    real = [".real" if np.iscomplexobj(v) else "" for _, v in leaves(want)]
    sums = [f"np.sum(_g{p} * _w[{k}]){part}" for k, (p, part) in enumerate(zip(paths, real))]
    terms = " + ".join(sums) or "0.0"
    names = ", ".join([*case.values, "_w"])
    text = HEAD + compiled.source
    text += f"\n\ndef dotted({names}):\n"
    text += f"    _g = {compiled.__name__}({call})\n    return {terms}\n"
    path = folder / "fed_back.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    own = set(vars(np)) | set(vars(adcompiler.runtime))
    around = {k: v for k, v in surroundings(case.function).items() if k not in own}
    vars(module).update({**around, **classes(case.function)})
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return want, getattr(module, compiled.__name__), module.dotted


def reads_helpers(case):
    """Return whether the text names variables of helpers, which it can only reach when loaded."""
    nodes = list(ast.walk(ast.parse(answer(case)[0].source)))
    names = {n.id for n in nodes if isinstance(n, ast.Name)}
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    stored |= {n.name for n in nodes if isinstance(n, ast.FunctionDef)}
    stored |= {n.arg for n in nodes if isinstance(n, ast.arg)}
    known = {*vars(adcompiler.runtime), *vars(builtins), *surroundings(case.function)}
    known |= {"np", "math", "numpy", *case.values, *stored, *classes(case.function)}
    return bool(names - known)


@EVERY_CASE
def test_text_runs_alone(case, tmp_path):
    """Law 3: emitted text is a program: imported by itself it gives the same bits."""
    if reads_helpers(case):
        pytest.skip("the text reads variables of a helper's module")
    want, alone, _ = fed_back(case, tmp_path)
    values = copy.deepcopy(case.values)
    with np.errstate(all="ignore"):
        assert bits(call_with(alone, case, values)) == bits(want)


# Programs whose text is refused when it is differentiated again, each in words.
AGAIN = """
choosing/numbers_of_an_array counted/held_by_an_object counted/into_buckets counted/key_asked_once
counted/popped_inside counted/read_and_appended counted/rows_in_groups extending/rows_of_rows
found_by_fuzzing/best_by_key_in_a_statement_that_fails found_by_fuzzing/generator_left_early
grouping/binned grouping/grouped_by_number handed_back/a_list_of_an_object
handed_back/backtracking handed_back/best_order handed_back/copies_handed_on
handed_back/knapsack handed_back/leaves_collected handed_back/memo_around
handed_back/memo_changed_between handed_back/memo_handed_on handed_back/memo_of_an_object
handed_back/memo_with_a_start handed_back/nodes_collected handed_back/one_log_of_two
handed_back/pairs_collected handed_back/path_copied_at_its_end handed_back/quicksort
handed_back/the_list_returned iterators/until_a_batch_is_short linked/walked_in_a_loop
rebound/one_that_may_raise recursion/list_added_to_itself_at_each_level
recursion/list_doubled_at_each_level sets/shortest_path
"""
REFUSED_AGAIN = {f"{name}-0" for name in AGAIN.split()}


def call_with(function, case, values):
    parameters = inspect.signature(case.function).parameters.values()
    named = {p.name for p in parameters if p.kind is p.KEYWORD_ONLY}
    plain = [v for k, v in values.items() if k not in named]
    return function(*plain, **{k: values[k] for k in named})


@FIRST_CASES
def test_pullback_and_linear_map(case):
    """Law 10: a pullback gives the gradient, its transpose what forward mode gives."""
    f, argnums = case.function, case.argnums
    near = 1e-5 if case.single else 1e-9
    with np.errstate(all="ignore"):
        value, pullback = derived(f, Pullback(argnums)).gradient(*copy.deepcopy(case.args))
        one = value.dtype.type(1.0) if isinstance(value, np.ndarray | np.generic) else 1.0
        gradient = answer(case).found
        for (_, a), (_, b) in zip(leaves(pullback(one)), leaves(gradient), strict=True):
            np.testing.assert_allclose(a, b, rtol=near / 100, atol=1e-12)
        rng = np.random.default_rng(0)
        directions = [random_direction(case.args[k], rng) for k in argnums]
        before = copy.deepcopy(directions)
        tangent = derived(f, Tangent(argnums))
        seeds = dict(zip(tangent.extras, directions, strict=True))
        _, dot = tangent.gradient(*copy.deepcopy(case.args), **seeds)
        _, linear = derived(f, Linear(argnums)).gradient(*copy.deepcopy(case.args))
        np.testing.assert_allclose(linear(*directions), dot, rtol=near, atol=1e-11)
    for (_, a), (_, b) in zip(leaves(directions), leaves(before), strict=True):
        np.testing.assert_array_equal(a, b)


@FIRST_CASES
def test_gradient_of_the_text(case, tmp_path):
    """Law 4: the gradient of a scalar of the emitted gradient equals differences of that."""
    if reads_helpers(case):
        pytest.skip("the text reads variables of a helper's module")
    if case.single:
        return
    want, _, dotted = fed_back(case, tmp_path)
    rng = np.random.default_rng(1)
    weights = tuple(random_direction(v, rng) for v in oracle.leaves(want))
    values = [*case.values.values(), weights]
    with np.errstate(all="ignore"):
        if case.name in REFUSED_AGAIN:
            with pytest.raises(adcompiler.CompileError, match=r"\[AD(401|501|502)\]"):
                unseen(dotted, case.argnums)(*copy.deepcopy(values))
            return
        second = unseen(dotted, case.argnums)(*copy.deepcopy(values))
        estimates = oracle.differences(dotted, values, case.argnums)
    for g, estimate in zip(second, estimates, strict=True):
        for have, d in zip(oracle.leaves(g), estimate, strict=True):
            bound = 1e-6 + 1e-5 * np.abs(d.value) + 10 * d.error
            assert np.all(np.abs(have - d.value) <= bound), f"{have}, differences {d}"

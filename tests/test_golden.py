"""Emitted code, read as a lecturer would: one golden file per program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from programs_loader import PROGRAMS

from adcompiler import grad, value_and_grad
from adcompiler.checking import is_floating

HERE = Path(__file__).parent
GOLDEN = {
    "straight/neuron", "straight/staged_sigmoid", "straight/product_of_sum", "straight/fork",
    "straight/overwritten", "straight/lecture_expression", "straight/names_that_clash",
    "straight/powers", "straight/pseudo_huber", "straight/distance",
    "branches/leaky", "branches/elif_chain", "branches/early_return",
    "branches/branch_needs_inner_value", "branches/ternary", "branches/logic",
    "loops/rollout", "loops/horner", "loops/nested", "loops/branch_in_loop", "loops/enumerate_zip",
    "loops/logistic_map", "loops/smoothing", "loops/collected", "loops/rosenbrock", "loops/rows",
    "arrays/norm_squared", "arrays/mlp", "arrays/normalised_rows", "arrays/slices",
    "arrays/standardised", "arrays/broadcasting", "calls/helpers", "calls/lambdas",
    "containers/dict_parameter", "containers/list_of_pairs", "idioms/softmax_rows",
    "idioms/safe_log_sum_exp", "idioms/hinge", "idioms/sigmoid_spellings",
    "early_exits/newton", "early_exits/break_first", "early_exits/return_in_loop",
    "early_exits/contraction", "early_exits/continue_on_value",
    "writes/filled_in_a_loop", "writes/stencil", "writes/recurrence_in_place",
    "writes/overwritten_element", "buffers/heat", "writes/masked_write", "writes/heat",
    "realistic/kalman",
    "writes/lower_triangle",
    "recursion/power_of", "recursion/pairwise", "recursion/doubled_angles",
    "recursion/inner_recursion", "recursion/large_helper", "linked/tree_folded",
    "stepping/logistic_map", "stepping/van_der_pol", "stepping/cube_root", "stepping/recurrent",
    "stepping/kept_in_nested_loops", "stepping/kept_in_a_branch", "stepping/arrays_kept_together",
    "stepping/pendulum", "language/listed",
    "exceptions/division_tried", "exceptions/raised_for_bad_input",
    "complex_numbers/on_the_circle", "complex_numbers/newton_of_a_cubic",
    "complex_numbers/impedance", "complex_numbers/fourier_filter",
    "complex_numbers/expectation_value",
    "blocks/two_clauses", "blocks/half_done_twice", "blocks/floating_point_error",
    "blocks/own_manager", "blocks/retry",
    "objects/one_layer", "objects/oscillator_as_argument", "objects/fields_that_stay",
    "effects/model_with_memory",
    "effects/reparametrised",
    "extending/flattened",
    "growing/kept_under_an_if", "growing/table_in_a_list", "growing/stack_machine",
    "growing/soft_edit_distance", "growing/time_stepping", "tables/summed_by_key",
    "tables/memo_of_a_recurrence", "tables/counted_with_get",
    "counted/grouped", "counted/into_buckets", "counted/weights_by_key",
    "chained/chain_of_objects",
    "leftovers/option_with_default",
    "raising/logarithms", "raising/searched", "summing/above",
    "leftovers/best_pair", "leftovers/function_of_each_step",
    "leftovers/integrator_by_order", "queues/moving_average", "queues/breadth_first",
    "scientific/logistic_regression", "scientific/gaussian_process", "scientific/mixture",
    "scientific/matrix_exponential", "scientific/low_pass",
    "numpy_functions/mahalanobis", "numpy_functions/principal_energy",
    "numpy_functions/interquartile", "numpy_functions/smoothed",
    "aliased/elimination_with_pivots", "aliased/rows_from_the_whole", "aliased/grids",
    "aliased/view_of_a_view_of_a_view",
    "custom_rules/softplus_in_a_loop", "custom_rules/checkpointed_closure",
    "missing/three", "missing/too_many_or_few", "endless/numbered", "missing/state_and_step",
    "starred/parameters_with_names", "starred/chained_lists",
}  # fmt: skip
ELSEWHERE = (
    "modes",
    "nested",
    "jacobians",
    "batching",
    "checkpoint",
    "rules",
    "surgery",
    "npbench",
    "symbolic",
)
CHOSEN = [p for p in PROGRAMS if p[0] in GOLDEN]


@pytest.mark.parametrize(
    ("name", "function", "examples"), CHOSEN, ids=[p[0].replace("/", "-") for p in CHOSEN]
)
def test_gradient_reads_as_written(golden, name, function, examples):
    argnums = tuple(k for k, a in enumerate(examples[0]) if is_floating(a))
    gradient = grad(function, argnums=argnums)
    gradient(*examples[0])
    golden(f"{name}.py", gradient.source)


def untyped(x, y):
    z = np.sin(x) * y
    return np.sum(z)


def test_type_free_code_before_a_first_call(golden):
    golden("type_free.py", grad(untyped, argnums=(0, 1)).source)


def second(x: float) -> float:
    return 1.0 / (1.0 + np.exp(-x))


def test_second_derivative_and_value(golden):
    twice = grad(grad(second))
    twice(0.5)
    golden("second.py", twice.source)
    both = value_and_grad(second)
    both(0.5)
    golden("value.py", both.source)


def test_no_golden_file_is_an_orphan():
    names = {str(p.relative_to(HERE / "golden")) for p in (HERE / "golden").rglob("*.py")}
    assert len(CHOSEN) == len(GOLDEN)
    # What other tests compare with their golden files is named there.
    others = {n for n in names if n.split("/")[0] in ELSEWHERE}
    texts = "".join(p.read_text() for p in HERE.glob("test_*.py"))
    assert all(Path(n).stem in texts for n in others)
    assert names - others == {f"{n}.py" for n in GOLDEN} | {"type_free.py", "second.py", "value.py"}


@pytest.mark.parametrize("path", sorted((HERE / "golden").rglob("*.py")), ids=lambda p: p.stem)
def test_golden_files_are_python(path):
    compile(path.read_text(), str(path), "exec")

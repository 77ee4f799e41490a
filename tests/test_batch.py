"""Programs for many values of some parameters at once, against the loop over the examples."""

from __future__ import annotations

import copy
import math

import numpy as np
import oracle
import pytest
from programs_loader import some
from test_corpus import CASES

from adcompiler import CompileError, checkpointed, pipeline
from adcompiler.backend.emit import emit
from adcompiler.backend.load import load, to_function
from adcompiler.compiled import State, differentiable
from adcompiler.ir.nodes import Slot, Struct
from adcompiler.signature import type_of_value
from adcompiler.transforms.batch import batched, depending, unbatched_gates
from adcompiler.transforms.forward import forward
from adcompiler.transforms.gradient import GradientOptions, gradient
from adcompiler.transforms.pullback import Pullback


def program(function, args, argnums):
    """Return the state behind a gradient, and the program to differentiate."""
    state = State(function, GradientOptions(tuple(argnums), False), "batched")
    values = [*args, *(p.default for p in state.parameters[len(args) :])]
    names = [p.name for p in state.parameters]
    found = {n: type_of_value(v, n) for n, v in zip(names, values, strict=True)}
    built = state.build(differentiable(state, found))
    return state, pipeline.run(built.function, pipeline.BEFORE), values


def runnable(state, fn, first=None):
    """Return a program as a function, and its text; with `first` the yields from there on."""
    if first is not None:
        slots = tuple(Slot(k) for k in range(first, len(fn.body.yields)))
        fn = fn.__class__(fn.name, fn.params, fn.body, Struct("tuple", slots), fn.captures)
    text = emit(pipeline.run(fn, pipeline.AFTER))
    return to_function(load(text, state.home), state.home), text.source


def gradients(function, args, argnums, which):
    """Return the gradient of one example and of many, the text, and what is done singly."""
    state, fn, _ = program(function, args, argnums)
    found = gradient(fn, GradientOptions(tuple(argnums), False))
    found = pipeline.run(found, pipeline.SIMPLER)
    single, _ = runnable(state, found)
    many, text = runnable(state, batched(found, which, every=True))
    return single, many, text, unbatched_gates(found, which)


def is_number(value):
    kinds = (int, float, complex, np.generic)
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iufc"
    return isinstance(value, kinds) and not isinstance(value, bool)


def stacked(values):
    """Return what many examples have as one: its arrays begin with the axis of the examples."""
    like = values[0]
    if isinstance(like, dict):
        return {k: stacked([v[k] for v in values]) for k in like}
    if isinstance(like, list | tuple):
        items = [stacked([v[k] for v in values]) for k in range(len(like))]
        if isinstance(like, list):
            return items
        return type(like)(*items) if hasattr(like, "_fields") else tuple(items)
    if is_number(like):
        return np.array(values)
    if oracle.is_object(like):
        made = copy.copy(like)
        for name in oracle.moving(like):
            part = stacked([getattr(v, name) for v in values])
            object.__setattr__(made, name, part)
        return made
    return like


def leaves(value):
    if isinstance(value, dict):
        return [leaf for v in value.values() for leaf in leaves(v)]
    if isinstance(value, list | tuple):
        return [leaf for v in value for leaf in leaves(v)]
    if oracle.is_object(value):
        return [leaf for name in oracle.moving(value) for leaf in leaves(getattr(value, name))]
    return [value] if is_number(value) else []


def scaled(value, factor):
    """Return an argument with its floats multiplied by a factor."""

    def change(leaf):
        if isinstance(leaf, int):
            return leaf
        return leaf * leaf.dtype.type(factor) if hasattr(leaf, "dtype") else leaf * factor

    return oracle.rebuild(value, [change(leaf) for leaf in oracle.leaves(value)])


def assert_same(got, want):
    """Compare what many examples gave with the single answers, number by number."""
    got, want = leaves(got), leaves(want)
    assert len(got) == len(want)
    for a, b in zip(got, want, strict=True):
        assert np.shape(a) == np.shape(b)
        single = np.asarray(b).dtype in (np.float32, np.complex64)
        np.testing.assert_allclose(a, b, **({"rtol": 1e-4, "atol": 1e-5} if single else CLOSE))
        if np.asarray(b).dtype.kind == "f":
            assert np.asarray(a).dtype == np.asarray(b).dtype


CLOSE = {"rtol": 1e-11, "atol": 1e-11}


def compare(function, args, argnums, which, factors=(1.0, 1.0625, 1.125)):
    single, many, text, gates = gradients(function, args, argnums, which)
    examples = [[scaled(a, f) if k in which else a for k, a in enumerate(args)] for f in factors]
    together = [stacked([e[k] for e in examples]) if k in which else a for k, a in enumerate(args)]
    with np.errstate(all="ignore"):
        try:
            want = [single(*copy.deepcopy(e)) for e in examples]
        except Exception as error:
            with pytest.raises((type(error), ArithmeticError, ValueError)):
                many(*copy.deepcopy(together))
            return text, gates
        got = many(*copy.deepcopy(together))
    for k, part in enumerate(got):
        try:
            expected = stacked([w[k] for w in want])
        except ValueError:  # lists of different lengths
            continue
        assert_same(part, expected)
    return text, gates


DRAWN = "order_of_evaluation/drawn_in_the_order_of_evaluation-0"
FIRST = [c for c in CASES if c.name.endswith("-0") and c.argnums and c.name != DRAWN]
CHOSEN = some(FIRST, 6)
SETS = [
    (c, which)
    for c in CHOSEN
    for k in [[k for k in c.argnums if k < len(c.args)]]
    for which in dict.fromkeys([tuple(k), tuple(k[:1]), tuple(k[-1:])])
    if which
]


@pytest.mark.parametrize(
    ("case", "which"), SETS, ids=[f"{c.name}-{''.join(map(str, w))}" for c, w in SETS]
)
def test_gradients_of_many_examples(case, which):
    compare(case.function, case.args, case.argnums, which)


def drawing(rng, x, n):
    return x if n <= 0 else drawing(rng, x, n - 1) * rng.random() + math.sin(x)


def drawn_in_a_recursion(x, n):
    rng = np.random.default_rng(3)
    return drawing(rng, x, n) * rng.random()


ANEW = [(c.function, c.args) for c in CASES if c.name == DRAWN] + [(drawn_in_a_recursion, (1.3, 2))]


@pytest.mark.parametrize(("function", "args"), ANEW, ids=lambda v: getattr(v, "__name__", ""))
def test_draws_for_one_example_after_another_are_refused(function, args):
    """Each would draw on where the one before it has stopped."""
    with pytest.raises(CompileError, match="random numbers that are drawn for each example anew"):
        compare(function, args, (0,), (0,))


def directions(case, count, seed=1):
    """Return random directions along the differentiated arguments."""
    rng = np.random.default_rng(seed)

    def random(leaf):
        if isinstance(leaf, np.ndarray | np.generic):
            return leaf.dtype.type(1) * rng.normal(size=np.shape(leaf)).astype(leaf.dtype)
        return type(leaf)(rng.normal()) if isinstance(leaf, complex) else float(rng.normal())

    return [
        [
            oracle.rebuild(case.args[k], [random(leaf) for leaf in oracle.leaves(case.args[k])])
            for k in case.argnums
        ]
        for _ in range(count)
    ]


def along_seeds(state, found, first, args, seeds):
    """Compare a program that is linear in its last parameters with many seeds at once."""
    found = pipeline.run(found, pipeline.SIMPLER)
    n = len(found.params) - len(seeds[0])
    which = range(n, len(found.params))
    single, _ = runnable(state, found, first)
    many, _ = runnable(state, batched(found, which, every=True), first)
    columns = [stacked(list(column)) for column in zip(*seeds, strict=True)]
    with np.errstate(all="ignore"):
        want = [single(*copy.deepcopy(args), *s) for s in seeds]
        got = many(*copy.deepcopy(args), *columns)
    for k, part in enumerate(got):
        assert_same(part, stacked([w[k] for w in want]))


WHOLE = [c for c in FIRST if max(c.argnums) < len(c.args)]
# A variable has no value in some rounds, and its zeros no shape.
NO_SHAPE = [c for c in FIRST if c.name == "by_other_names/returned_early_or_written_to-0"]


@pytest.mark.parametrize("case", some(WHOLE, 8, 3) + NO_SHAPE, ids=lambda c: c.name)
def test_hessian_along_many_directions(case):
    state, fn, values = program(case.function, case.args, case.argnums)
    found = gradient(fn, GradientOptions(case.argnums, False))
    found = pipeline.run(found, pipeline.AFTER)
    first = len(found.body.yields)
    along_seeds(state, forward(found, case.argnums), first, values, directions(case, 3))


@pytest.mark.parametrize("case", some(WHOLE, 8, 5), ids=lambda c: c.name)
def test_pullback_of_many_seeds(case):
    state, fn, values = program(case.function, case.args, case.argnums)
    found = Pullback(case.argnums).of(fn)
    seeds = [[np.float64(s)] for s in (0.5, -1.25, 2.0)]
    along_seeds(state, found, len(fn.body.yields), values, seeds)


# -- functions of several values -----------------------------------------------------------------


def residuals(w, x, y):
    return np.tanh(x @ w) - y


def reprojected(camera, point):
    a, b, c = camera
    turned = np.array([a * point[0] - b * point[1], b * point[0] + a * point[1], point[2] + c])
    return turned[:2] / turned[2]


def heat(u, k):
    out = np.zeros_like(u)
    for i in range(1, len(u) - 1):
        out[i] = k * (u[i - 1] - 2.0 * u[i] + u[i + 1])
    return out


def solved(a, y):
    return np.linalg.solve(a, y) * np.sum(y**2)


R = np.random.default_rng(7)
VECTORS = [
    (residuals, (R.normal(size=3), R.normal(size=(5, 3)), R.normal(size=5)), (0, 1)),
    (reprojected, (R.normal(size=3), np.array([0.3, -0.2, 2.0])), (0, 1)),
    (heat, (R.normal(size=6), 0.3), (0, 1)),
    (solved, (R.normal(size=(3, 3)) + 3.0 * np.eye(3), R.normal(size=3)), (0, 1)),
]


@pytest.mark.parametrize(
    ("function", "args", "argnums"), VECTORS, ids=[v[0].__name__ for v in VECTORS]
)
def test_jacobian_is_the_pullback_of_unit_seeds(golden, function, args, argnums):
    state, fn, values = program(function, args, argnums)
    found = pipeline.run(Pullback(argnums).of(fn), pipeline.SIMPLER)
    first = len(fn.body.yields)
    size = np.size(function(*args))
    along_seeds(state, found, first, values, [[row] for row in np.eye(size)])
    n = len(fn.params)
    assert unbatched_gates(found, [n]) == ()
    golden(f"batching/{function.__name__}.py", runnable(state, batched(found, [n]), first)[1])


# -- texts ---------------------------------------------------------------------------------------


def neuron(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    return 1.0 / (1.0 + math.exp(-dot))


def logistic(w, x, y):
    return np.logaddexp(0.0, -y * np.dot(w, x))


def mlp(w, b, v, x, y):
    h = np.tanh(w @ x + b)
    return (v @ h - y) ** 2


def rollout(w, xs):
    h = 0.0
    cost = 0.0
    for x in xs:
        h = np.tanh(w * h + x)
        cost = cost + h**2
    return cost


def hinge(w, x, y):
    margin = 1.0 - y * (w @ x)
    return max(margin, 0.0)


def distances(centres, x):
    return np.min(np.sum((centres - x) ** 2, axis=1))


def chosen(logits, x, label: int):
    z = logits @ x
    return np.log(np.sum(np.exp(z))) - z[label]


def newton(a, x):
    while abs(x * x - a) > 1e-9:
        x = 0.5 * (x + a / x)
    return x


def surprising(a, x):
    return math.gamma(a) * math.sqrt(x) + math.log(x) * a


def norm(x):
    return np.linalg.norm(x) / np.sqrt(1.0 + x[0] ** 2)


def attention(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    weights = weights / np.sum(weights, axis=1, keepdims=True)
    return np.sum((weights @ v) ** 2)


VECTOR, MATRIX = R.normal(size=3), R.normal(size=(4, 3))
TEXTS = {
    neuron: ((1.0, 2.0, 3.0, -1.0, 0.5), (0, 2, 4), (1, 3)),
    logistic: ((R.normal(size=3), VECTOR, 1.0), (0,), (1, 2)),
    mlp: ((MATRIX, R.normal(size=4), R.normal(size=4), VECTOR, 1.0), (0, 1, 2), (3, 4)),
    rollout: ((0.5, R.normal(size=5)), (0, 1), (1,)),
    hinge: ((R.normal(size=3), VECTOR, -1.0), (0,), (1, 2)),
    distances: ((R.normal(size=(4, 3)), VECTOR), (0,), (1,)),
    chosen: ((R.normal(size=(4, 3)), VECTOR, 2), (0,), (1, 2)),
    norm: ((R.normal(size=4),), (0,), (0,)),
    attention: ((MATRIX, R.normal(size=(5, 3)), R.normal(size=(5, 2))), (0, 1, 2), (0, 1, 2)),
}  # fmt: skip
LOOPED = {
    newton: ((2.0, 1.0), (0,), (0,)),
    surprising: ((2.0, 1.5), (0, 1), (0, 1)),
}


@pytest.mark.parametrize("function", TEXTS, ids=lambda f: f.__name__)
def test_plain_programs_have_no_loop_over_the_examples(golden, function):
    args, argnums, which = TEXTS[function]
    text, gates = compare(function, args, argnums, which)
    assert gates == ()
    golden(f"batching/{function.__name__}.py", text)


@pytest.mark.parametrize("function", LOOPED, ids=lambda f: f.__name__)
def test_what_has_no_rule_is_done_for_one_example_after_the_other(golden, function):
    args, argnums, which = LOOPED[function]
    text, gates = compare(function, args, argnums, which)
    assert gates
    golden(f"batching/{function.__name__}.py", text)


@pytest.mark.parametrize("function", [*TEXTS, *LOOPED], ids=lambda f: f.__name__)
@pytest.mark.parametrize("count", [0, 1])
def test_no_example_and_one(function, count):
    args, argnums, which = (TEXTS | LOOPED)[function]
    single, many, _, _ = gradients(function, args, argnums, which)
    together = [stacked([a])[:count] if k in which else a for k, a in enumerate(args)]
    want = stacked([single(*copy.deepcopy(args))])
    got = many(*together)
    for a, b in zip(leaves(got), leaves(want), strict=True):
        assert np.shape(a) == (count, *np.shape(b)[1:])
        np.testing.assert_allclose(a, b[:count], **CLOSE)


# -- what raises for one example raises ----------------------------------------------------------


def quotient(x, y):
    return x / y


def logarithm(x):
    return math.log(x) + math.sqrt(x)


def guarded(x):
    if x > 0.0:
        return math.log(x)
    return 0.0


def asserted(x):
    assert x > 0.0, "not positive"
    return x * x


@pytest.mark.parametrize(
    ("function", "args", "bad", "error"),
    [
        (quotient, (1.0, 2.0), 0.0, ZeroDivisionError),
        (logarithm, (1.0,), -1.0, ValueError),
        (logarithm, (1.0,), 0.0, ValueError),
        (asserted, (1.0,), -1.0, AssertionError),
    ],
)
def test_a_bad_example_raises_as_it_does_alone(function, args, bad, error):
    k = len(args) - 1
    single, many, _, _ = gradients(function, args, (k,), (k,))
    with pytest.raises(error):
        single(*args[:k], bad)
    with pytest.raises(error):
        many(*args[:k], np.array([args[k], bad]))
    assert many(*args[:k], np.array([args[k]]))[0].shape == (1,)


def test_the_side_that_is_not_taken_is_harmless():
    _, many, _, _ = gradients(guarded, (2.0,), (0,), (0,))
    with np.errstate(all="raise"):
        np.testing.assert_allclose(many(np.array([2.0, -1.0, 0.0]))[0], [0.5, 0.0, 0.0])


def pair(x, y):
    return np.sin(x), np.cos(y)


def test_what_does_not_depend_stays_shared():
    _, fn, _ = program(pair, (1.0, np.ones(2)), (0,))
    assert depending(fn, (0,)) == (True, False)
    assert depending(fn, (0, 1)) == (True, True)


def single_precision(w, x):
    return np.sum(w * x) * 0.5


def test_single_precision_stays():
    args = (2.0, np.ones(3, np.float32))
    compare(single_precision, args, (0, 1), (0,))
    compare(single_precision, args, (0, 1), (0, 1))


# -- odd combinations ----------------------------------------------------------------------------


def written_by_place(x, k: int):
    a = np.zeros(5)
    a[k] = x
    a[k + 1] += x * x
    return np.sum(np.cumsum(a) ** 2)


def three_ways(x, low, high):
    if x < low:
        return low - x
    if x > high:
        return (x - high) ** 2
    return 0.0 * x


def as_many_as_pass(x):
    y = x[x > 0.5]
    return np.sum(y**2) + np.prod(y)


def layered(p, x, y):
    z = p["w"] @ x + p["b"]
    return np.sum((z - y) ** 2)


def to_a_power(x, n: int):
    return 1.0 if n == 0 else x * to_a_power(x, n - 1)


def quotients_inside(x, d):
    if x > 0.0:
        if d != 0.0:
            return x / d
        return x
    return 1.0 / (1.0 - x)


def filled_beside(x):
    rows = []
    for v in x:
        if v > 0.6:
            rows.append((v, v * v))
    total = 0.0
    for a, b in rows:
        total += a * b
    return total


def set_by_some_rounds(x, w):
    u = x * 1.0
    for k in checkpointed(range(7), states=2):
        if k == 2:
            n, a = k + 3, u * w
        if k > 3:
            u = np.sin(u * w) + a * n
        else:
            u = np.cos(u) * w
    return np.sum(u)


def pairs_set_in_inner_rounds(x, w):
    s = w
    for t in range(3):
        u = x * s
        for k in checkpointed(range(5), states=2):
            if k == 1:
                p = (u * w, k)
            if k >= 2:
                u = u + 0.2 * np.cos(u * w) + p[0] * p[1]
        s = s + 0.1 * u[t] * k
    return s


ODD = [
    (written_by_place, (1.5, 2), (0,), (0, 1)),
    (three_ways, (1.9, 2.0, 2.05), (0, 1, 2), (0,)),
    (as_many_as_pass, (np.array([0.5, 0.6, 0.2, 0.9]),), (0,), (0,)),
    (layered, ({"w": np.ones((2, 3)), "b": np.zeros(2)}, VECTOR, np.ones(2)), (0,), (1, 2)),
    (layered, ({"w": np.ones((2, 3)), "b": np.zeros(2)}, VECTOR, np.ones(2)), (0, 1), (0,)),
    (to_a_power, (1.3, 4), (0,), (0,)),
    (quotients_inside, (1.3, 2.0), (0, 1), (0, 1)),
    (quotients_inside, (1.3, 0.0), (0, 1), (0,)),
    (filled_beside, (np.array([0.5, 0.6, 0.59, 0.9]),), (0,), (0,)),
    (set_by_some_rounds, (VECTOR, 0.3), (0, 1), (0, 1)),
    (set_by_some_rounds, (VECTOR, 0.3), (0, 1), (1,)),
    (pairs_set_in_inner_rounds, (VECTOR, 0.3), (0, 1), (0,)),
    (pairs_set_in_inner_rounds, (VECTOR, 0.3), (0, 1), (1,)),
]


@pytest.mark.parametrize(("function", "args", "argnums", "which"), ODD)
def test_odd_combinations(function, args, argnums, which):
    compare(function, args, argnums, which, (1.0, 1.25, -1.0, 0.5))


def test_batched_twice():
    args = (np.array([0.3, -0.5, 1.0]), np.array([1.0, 2.0, 3.0]))

    def scaled_part(w, x):
        return np.tanh(x * w)[:2] * np.sum(w)

    state, fn, _ = program(scaled_part, args, (0,))
    first = len(fn.body.yields)
    found = pipeline.run(Pullback((0,)).of(fn), pipeline.SIMPLER)
    single, _ = runnable(state, found, first)
    once = pipeline.run(batched(found, [2], every=True), pipeline.SIMPLER)
    many, _ = runnable(state, batched(once, [1], every=True), first)
    xs, seeds = np.stack([args[1], 2.0 * args[1]]), np.eye(2)
    want = [[single(args[0], x, e)[0] for e in seeds] for x in xs]
    np.testing.assert_allclose(many(args[0], xs, seeds)[0], want, **CLOSE)

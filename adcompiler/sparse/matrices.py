"""Sparse Jacobians and Hessians as `scipy.sparse` arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adcompiler.analysis.pattern import Pattern, pattern_of
from adcompiler.api import Argnames, Argnums, choose, grad, selected
from adcompiler.compiled import State
from adcompiler.derived import bound, derived, function_of
from adcompiler.errors import NoRuleError, refuse
from adcompiler.sparse.colouring import Matrix
from adcompiler.sparse.programs import Plans, captured, flat, numbers, program, unflat
from adcompiler.sparse.recovery import Numbers, Plan, Product, hessian_plan, jacobian_plan
from adcompiler.transforms.pullback import Linear, Pullback

Function = Callable[..., Any]


def sparsity(fun: Function, *args: Any, argnums: Argnums = 0, **keywords: Any) -> Any:
    """Return which numbers of the result depend on which numbers of an argument.

    Parameters
    ----------
    fun
        A function of numbers, arrays and containers of them.
    *args, **keywords
        The arguments to call it with; branches are taken as these say.
    argnums
        The argument to look at, or a tuple of them.

    Returns
    -------
    scipy.sparse.csr_array
        True where the derivative may be other than 0: a row for each number in the result,
        a column for each in the argument, arrays in C order; for a tuple of arguments a tuple.

    Examples
    --------
    >>> import numpy as np
    >>> sparsity(lambda x: x[1:] * x[:-1], np.ones(3)).toarray()
    array([[ True,  True, False],
           [False,  True,  True]])

    """
    target = function_of(fun)
    chosen = choose(target, argnums, None)
    state = derived(target, Linear(chosen))
    values = bound(target, args, keywords)
    fn = program(state, values)
    outside = captured(fn, state)
    unsure = [False] * (len(values) + len(outside))
    pattern = _matrix(pattern_of(fn, values, chosen, outside, unsure))
    entries = np.ones(len(pattern.columns), dtype=bool)
    found = _by_arguments(_scipy(pattern, entries), [values[k] for k in chosen])
    return found[0] if isinstance(argnums, int) else found


class SparseJacobian:
    """The function that `jacobian(..., sparse=True)` returns."""

    def __init__(
        self,
        fun: Function,
        argnums: Argnums = 0,
        has_aux: bool = False,
        argnames: Argnames = None,
    ) -> None:
        target = function_of(fun)
        chosen, self.single = selected(target, argnums, argnames)
        self.fun, self.has_aux = target, has_aux
        self.by_columns = derived(target, Linear(chosen, has_aux))
        self.by_rows = derived(target, Pullback(chosen, has_aux))
        self.plans = Plans(_jacobian_plan)
        self.__name__ = f"{target.__name__}_jacobian"
        self.__doc__ = f"Sparse Jacobian of {target.__name__}, compiled by adcompiler."

    def plan(self, values: Sequence[Any]) -> Plan:
        """Return how the Jacobian is recovered, after a call by columns for these arguments."""
        return self.plans.find(self.by_columns, self.by_columns, values, self.has_aux)

    def run(self, args: Sequence[Any], keywords: dict[str, Any]) -> tuple[State, Any]:
        """Return what was called, and what it gave: by columns where both modes are given."""
        try:
            return self.by_columns, self.by_columns.gradient(*args, **keywords)
        except NoRuleError:  # a rule of the user's for the backward pass only
            return self.by_rows, self.by_rows.gradient(*args, **keywords)

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Return the Jacobian: a row for each number in the result, a column in the argument."""
        values = bound(self.fun, args, keywords)
        chosen = [values[k] for k in self.by_columns.options.argnums]
        check_real(chosen, "argument")
        state, (value, later, *aux) = self.run(args, keywords)
        check_real(value, "result")
        plan = self.plans.find(state, state, values, self.has_aux)
        assert plan.pattern.height == len(flat(value, value))
        if plan.by_rows:
            pull = later
            if state is not self.by_rows:
                _, pull, *_ = self.by_rows.gradient(*args, **keywords)
            entries = plan.entries(one_by_one(lambda seed: flat(pull(unflat(seed, value)), chosen)))
        else:
            assert state is self.by_columns
            entries = plan.entries(
                one_by_one(lambda seed: flat(later(*unflat(seed, chosen)), value))
            )
        found = _by_arguments(_scipy(plan.pattern, entries), chosen)
        jacobian = found[0] if self.single else found
        return (jacobian, *aux) if self.has_aux else jacobian


class SparseHessian:
    """The function that `hessian(..., sparse=True)` returns."""

    def __init__(
        self,
        fun: Function,
        argnums: Argnums = 0,
        has_aux: bool = False,
        argnames: Argnames = None,
    ) -> None:
        target = function_of(fun)
        chosen, self.single = selected(target, argnums, argnames)
        self.fun, self.has_aux = target, has_aux
        names = (argnames,) if isinstance(argnames, str) else argnames
        gradient = grad(target, chosen, has_aux, argnames=names)
        self.state = derived(gradient, Linear(chosen, has_aux))
        assert self.state.inner is not None
        self.original: State = self.state.inner
        self.plans = Plans(lambda pattern: hessian_plan(_pairs(pattern)))
        self.__name__ = f"{target.__name__}_hessian"
        self.__doc__ = f"Sparse Hessian of {target.__name__}, compiled by adcompiler."

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """Return the Hessian by one argument, or blocks for several: a tuple of tuples."""
        values = bound(self.fun, args, keywords)
        chosen = [values[k] for k in self.state.options.argnums]
        check_real(chosen, "argument")
        _, linear, *aux = self.state.gradient(*args, **keywords)
        plan = self.plans.find(self.state, self.original, values, self.has_aux)
        product = one_by_one(lambda seed: flat(linear(*unflat(seed, chosen)), chosen))
        whole = _scipy(plan.pattern, plan.entries(product))
        blocks = tuple(
            _by_arguments(row, chosen) for row in _by_arguments(whole, chosen, rows=True)
        )
        hessian = blocks[0][0] if self.single else blocks
        return (hessian, *aux) if self.has_aux else hessian


def one_by_one(product: Product) -> Product:
    """Return the product with many directions, as one with each."""
    return lambda seeds: np.stack([product(seed) for seed in seeds])


def check_real(tree: Any, what: str) -> None:
    """Refuse what has no place in a matrix of real numbers."""
    if any(np.iscomplexobj(v) for v in numbers(tree, tree)):
        message = f"a sparse derivative where the {what} is complex"
        raise refuse("AD302", message, hint="use jacobian without sparse=True")


def _matrix(pattern: Pattern) -> Matrix:
    return Matrix(*pattern.table(), pattern.width)


def _jacobian_plan(pattern: Pattern) -> Plan:
    """Return the plan of a Jacobian; by reverse mode where a rule knows no other.

    What a rule does to an adjoint need not be linear, so it may not be transposed.
    """
    rules = [op.attrs["rule"] for op in pattern.ruled]
    return jacobian_plan(_matrix(pattern), any(rule.tangent is None for rule in rules))


def _pairs(pattern: Pattern) -> Matrix:
    n = pattern.width
    for op in pattern.ruled:
        message = f"a sparse Hessian through {op.attrs['rule'].name!r}, with a rule of its own"
        hint = "such a Hessian need not be symmetric: use hessian without sparse=True"
        raise refuse("AD205", message, op.span, "here", hint)
    if pattern.pairs is None:
        return Matrix(np.arange(n + 1) * n, np.tile(np.arange(n), n), n)
    return Matrix(*pattern.pairs, n)


def _scipy(pattern: Matrix, entries: Numbers) -> Any:
    """Return a matrix as scipy holds it."""
    try:
        from scipy.sparse import csr_array
    except ImportError:
        raise ImportError("sparse derivatives are arrays of scipy.sparse: install scipy") from None
    shape = (pattern.height, pattern.width)
    return csr_array((entries, pattern.columns.copy(), pattern.starts.copy()), shape=shape)


def _by_arguments(matrix: Any, chosen: Sequence[Any], rows: bool = False) -> tuple[Any, ...]:
    """Return the columns, or rows, of each argument."""
    ends = np.cumsum([len(flat(v, v)) for v in chosen]).tolist()
    spans = [slice(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
    if len(spans) == 1:
        return (matrix,)
    return tuple(matrix[s] if rows else matrix[:, s] for s in spans)

"""What the rule table says, proved by sympy: nothing here is computed with numbers.

Each text of a local derivative is the derivative of its formula, and each composite gate that the
compiler recognises has the derivative that it is given.
"""

from __future__ import annotations

import ast
from types import SimpleNamespace

import pytest
import sympy
from scipy import special

from adcompiler.gates import TABLE, find, idioms, kinds

find(special.expit)  # loads the rules
x, y, out = sympy.symbols("x y out", positive=True)
FUNCTIONS = {
    n: getattr(sympy, n)
    for n in (
        "exp",
        "log",
        "sqrt",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "floor",
        "sign",
        "erf",
        "erfc",
        "erfi",
        "gamma",
        "loggamma",
        "digamma",
        "polygamma",
        "pi",
        "atan2",
        "zeta",
    )
}
FUNCTIONS |= {
    "abs": sympy.Abs, "log1p": lambda t: sympy.log(1 + t),
    "cbrt": lambda t: t ** sympy.Rational(1, 3),
    "over": lambda a, b: a / b, "where": lambda c, a, b: b, "arcsin": sympy.asin,
    "hypot": lambda a, b: sympy.sqrt(a**2 + b**2), "power": lambda a, b: a**b,
    "exp2": lambda t: 2**t,
    "beta": lambda a, b: sympy.gamma(a) * sympy.gamma(b) / sympy.gamma(a + b),
    "expit": lambda t: 1 / (1 + sympy.exp(-t)), "trigamma": lambda t: sympy.polygamma(1, t),
    "gammaln": sympy.loggamma, "erfinv": sympy.erfinv, "erfcinv": sympy.erfcinv,
    "Ei": sympy.Ei, "E1": lambda t: -sympy.Ei(-t),
    "sinc": lambda t: sympy.sin(sympy.pi * t) / (sympy.pi * t),
    "J0": lambda t: sympy.besselj(0, t), "J1": lambda t: sympy.besselj(1, t),
    "I0": lambda t: sympy.besseli(0, t), "I1": lambda t: sympy.besseli(1, t),
    "Y0": lambda t: sympy.bessely(0, t), "Y1": lambda t: sympy.bessely(1, t),
    "K0": lambda t: sympy.besselk(0, t), "K1": lambda t: sympy.besselk(1, t),
    "logaddexp": lambda a, b: sympy.log(sympy.exp(a) + sympy.exp(b)),
    "jv": sympy.besselj, "yv": sympy.bessely, "iv": sympy.besseli, "kv": sympy.besselk,
    "besseli": sympy.besseli, "bessel_i": sympy.besseli, "n": sympy.Symbol("n", integer=True),
    "ive": lambda n, t: sympy.exp(-t) * sympy.besseli(n, t),
    "kve": lambda n, t: sympy.exp(t) * sympy.besselk(n, t),
}  # fmt: skip
for _name in ("j", "i", "y", "k"):
    for _order in (0, 1):
        FUNCTIONS[f"{_name}{_order}"] = FUNCTIONS[f"{_name.upper()}{_order}"]
for _order in (0, 1):
    FUNCTIONS[f"i{_order}e"] = lambda t, n=_order: FUNCTIONS["ive"](n, t)
    FUNCTIONS[f"k{_order}e"] = lambda t, n=_order: FUNCTIONS["kve"](n, t)
SPACE = {**FUNCTIONS, "np": SimpleNamespace(**FUNCTIONS), "special": SimpleNamespace(**FUNCTIONS)}
# Of these sympy has no formula, or none that it differentiates; their tests are numeric.
NOT_FORMULAS = (
    "huber(", "ndtr", "dawsn", "zeta(", " of ", "P(a", "Q(a", "I(a", "En(", "stats.", "clip(",
    "heaviside(", "copysign(", "power_", "polygamma(n", "abs(x)", "jv(", "yv(", "iv(", "kv(",
    "ive(", "kve(", "norm.", ".pdf", ".logpdf", "1 / d", "floor(x / y)", "delta", "nan_to_num",
    "ldexp", "rint(", "boxcox", "sindg", "cosdg", "tandg", "owens_t", "exprel", "ellip", "stdtr",
    "chdtr", "hyp0f1", "hyp1f1", "hyp2f1", "hyperu", "eval_", "special.kn", "special.yn",
)  # fmt: skip


class Generic(ast.NodeTransformer):
    """Replaces a choice by what it is away from the special point."""

    def visit_IfExp(self, node):
        return self.visit(node.body)


def symbolic(text, **names):
    """Return a rule text as an expression of sympy."""
    tree = ast.fix_missing_locations(Generic().visit(ast.parse(text, mode="eval")))
    return sympy.sympify(eval(compile(tree, "<rule>", "eval"), {**SPACE, "x": x, "y": y, **names}))


def is_zero(expression):
    """Tell whether an expression is zero, by the simplifications that sympy has."""
    for simplified in (
        sympy.simplify, lambda e: sympy.simplify(sympy.expand_func(e)),
        lambda e: sympy.simplify(e.rewrite(sympy.exp)),
        lambda e: sympy.simplify(sympy.expand_func(e.rewrite(sympy.besselj))),
        lambda e: sympy.simplify(sympy.expand_log(e, force=True)),
    ):  # fmt: skip
        if simplified(expression) == 0:
            return True
    return False


def local_derivatives():
    found = {}
    for gate in TABLE.values():
        if "test_" in (getattr(gate.function, "__module__", "") or ""):
            continue  # registered by another test, right or not
        for _, kind in gate.variants:
            if isinstance(kind, kinds.LocalDerivative):
                names = [p.name for p in gate.parameters if p.name in ("x", "y")]
                whole = kind.formula + gate.name
                if names and not any(word in whole for word in NOT_FORMULAS):
                    for name in names:
                        text = kind.derivative(name)
                        if text is not None:
                            found.setdefault((kind.formula, name, text), gate.name)
    return found


PROOFS = local_derivatives()


@pytest.mark.parametrize(
    ("formula", "name", "text"), PROOFS, ids=[f"{g}-{k[1]}-{k[2]}" for k, g in PROOFS.items()]
)
def test_a_text_is_the_derivative_of_its_formula(formula, name, text):
    whole = symbolic(formula)
    claimed = symbolic(text, out=whole)
    assert is_zero(claimed - sympy.diff(whole, {"x": x, "y": y}[name]))


def test_most_formulas_are_proved():
    assert len(PROOFS) > 80


SIGMOID = 1 / (1 + sympy.exp(-x))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (SIGMOID, idioms.SIGMOID),
        (1 / (1 + sympy.exp(x)), idioms.SIGMOID_OF_MINUS),
        (sympy.log(1 + sympy.exp(x)), idioms.SOFTPLUS),
        (sympy.log(1 + sympy.exp(x)), "1 / (1 + exp(-x))"),
        (sympy.log(1 + sympy.exp(x)), "exp(x) / (1 + exp(x))"),
        (sympy.tanh(x / 2) / 2 + sympy.Rational(1, 2), "out * (1 - out)"),
    ],
)
def test_composite_gates_of_one_number(value, text):
    assert is_zero(symbolic(text, out=value) - sympy.diff(value, x))


def test_both_branches_of_the_safe_softplus_are_one():
    test, other = idioms.SOFTPLUS_SCALAR.split(" if x > 0 else ")
    assert is_zero(symbolic(test) - symbolic(other))


Z = sympy.symbols("z:4", real=True)
G = sympy.symbols("g:4", real=True)
TOTAL = sum(sympy.exp(z) for z in Z)
P = [sympy.exp(z) / TOTAL for z in Z]


def adjoint(values, k):
    """Return what `Z[k]` gets when the values get `G`, by the definition."""
    return sum(g * sympy.diff(v, Z[k]) for g, v in zip(G, values))


def test_logsumexp_gives_back_the_softmax():
    for z, p in zip(Z, P):
        assert is_zero(sympy.diff(sympy.log(TOTAL), z) - p)
        assert is_zero(sympy.exp(z - sympy.log(TOTAL)) - p)


def test_the_jacobian_of_the_softmax_is_symmetric_and_as_written():
    mean = sum(p * g for p, g in zip(P, G))
    for k in range(4):
        assert is_zero(adjoint(P, k) - P[k] * (G[k] - mean))
        for j in range(4):
            assert is_zero(sympy.diff(P[j], Z[k]) - sympy.diff(P[k], Z[j]))


def test_log_softmax_and_cross_entropy():
    logs = [z - sympy.log(TOTAL) for z in Z]
    for k in range(4):
        assert is_zero(adjoint(logs, k) - (G[k] - sympy.exp(logs[k]) * sum(G)))
    target = sympy.symbols("t:3", real=True)
    target = [*target, 1 - sum(target)]  # shares that sum to 1
    loss = -sum(t * v for t, v in zip(target, logs))
    for k in range(4):
        assert is_zero(sympy.diff(loss, Z[k]) - (P[k] - target[k]))


def test_the_norm_and_the_standard_deviation():
    norm = sympy.sqrt(sum(z**2 for z in Z))
    mean = sum(Z) / 4
    deviation = sympy.sqrt(sum((z - mean) ** 2 for z in Z) / 4)
    for z in Z:
        assert is_zero(sympy.diff(norm, z) - z / norm)
        assert is_zero(sympy.diff(deviation, z) - (z - mean) / (4 * deviation))


def test_shapes_that_keep_digits_are_the_same_functions():
    """`log1p`, `expm1`, `hypot`, `log_ndtr` by `erfcx`: other ways to compute the same."""
    assert is_zero(sympy.diff(sympy.log(1 + x), x) - 1 / (x + 1))
    assert is_zero(sympy.diff(sympy.exp(x) - 1, x) - ((sympy.exp(x) - 1) + 1))
    hypot = sympy.sqrt(x**2 + y**2)
    assert is_zero(sympy.diff(hypot, y) - y / hypot)
    cdf = sympy.erfc(-x / sympy.sqrt(2)) / 2
    scaled = sympy.exp(x**2 / 2) * sympy.erfc(-x / sympy.sqrt(2))
    assert is_zero(sympy.diff(sympy.log(cdf), x) - sympy.sqrt(2 / sympy.pi) / scaled)

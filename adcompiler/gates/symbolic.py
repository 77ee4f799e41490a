"""The only module that imports sympy: formulas to local derivatives.

`python -m adcompiler.gates.symbolic` writes `derived.py`; a test regenerates and compares.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

HEADER = '''"""Local derivatives of the elementwise gates, derived by sympy; generated, do not edit.

`python -m adcompiler.gates.symbolic` writes this file from the formulas of the rule tables.
"""

DERIVED: dict[str, dict[str, str]] = {
'''


def derive(formula: str) -> dict[str, str]:
    """Return the derivative of a formula by each of its variables, in terms of `out` if shorter.

    >>> derive("tanh(x)")
    {'x': '1 - out ** 2'}
    """
    import sympy

    known = _functions(sympy)
    nodes = list(ast.walk(ast.parse(formula)))
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in known:
            raise NameError(f"{ast.unparse(node.func)!r} is not a function that sympy knows here")
    names = sorted({n.id for n in nodes if isinstance(n, ast.Name)})
    symbols = {n: sympy.Symbol(n, real=True) for n in names if n not in known}
    expression = sympy.sympify(eval(formula, {**known, **symbols, "__builtins__": {}}))
    out = sympy.Symbol("out", real=True)
    found = {}
    for name, symbol in symbols.items():
        if not expression.has(symbol):
            raise ValueError(f"{name} does not occur in {formula}")
        found[name] = _text(_shortest(sympy, sympy.diff(expression, symbol), expression, out))
    return found


def _functions(sympy: Any) -> dict[str, Any]:
    names = "exp log sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor pi"
    known = {n: getattr(sympy, n) for n in names.split()}
    known |= {"log1p": lambda x: sympy.log(1 + x), "expm1": lambda x: sympy.exp(x) - 1}
    return {**known, "abs": sympy.Abs}


def _shortest(sympy: Any, derivative: Any, expression: Any, out: Any) -> Any:
    """Return the form with the fewest operations, with the result of the gate reused."""
    forms = [derivative, sympy.simplify(derivative)]
    for form in list(forms):
        forms.append(form.subs(expression, out))
        forms.append(form.subs(1 / expression, 1 / out))
    for inner in sorted(expression.atoms(sympy.exp), key=str):
        # Where the formula can be solved for a lone exponential, that is the result again.
        solved = sympy.solve(sympy.Eq(expression, out), inner)
        if len(solved) == 1 and not solved[0].atoms(sympy.exp):
            forms += [sympy.simplify(derivative.subs(inner, solved[0]))]
    for k in (2, 3):
        forms.append(derivative.subs(expression**k, out**k).subs(1 / expression**k, 1 / out**k))
    # What divides by more than the derivative does has no value somewhere where that has one.
    allowed = _divisors(sympy, derivative)
    forms = [f for f in forms if _divisors(sympy, f) <= allowed]
    return min(forms, key=lambda f: (sympy.count_ops(f), not f.has(out), len(str(f))))


def _divisors(sympy: Any, expression: Any) -> set[Any]:
    powers = expression.atoms(sympy.Pow)
    return {p.base for p in powers if p.exp.could_extract_minus_sign()}


def _text(expression: Any) -> str:
    return ast.unparse(ast.parse(str(expression), mode="eval"))


def formulas() -> list[str]:
    """Return the formulas of the rule tables whose derivative is not given by hand."""
    from adcompiler.gates.kinds import LocalDerivative
    from adcompiler.gates.table import TABLE

    kinds = [kind for gate in TABLE.values() for _, kind in gate.variants]
    wanted = {
        k.formula: None
        for k in kinds
        if isinstance(k, LocalDerivative) and set("xyz") & _variables(k) - set(dict(k.texts))
    }
    return sorted(wanted)


def _variables(kind: Any) -> set[str]:
    return {n.id for n in ast.walk(ast.parse(kind.formula)) if isinstance(n, ast.Name)}


def render() -> str:
    """Return the text of `derived.py`."""
    lines = []
    for formula in formulas():
        pairs = ", ".join(f'"{k}": "{v}"' for k, v in derive(formula).items())
        lines.append(f'    "{formula}": {{{pairs}}},')
    return HEADER + "\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    Path(__file__).with_name("derived.py").write_text(render())

"""Where Python raises and NumPy does not: quotients, logarithms and roots of plain numbers.

A number of one example that is divided by zero raises; an array of them would be `inf`, so the
check is written before. Where the operand can be seen to be fine, nothing is.
"""

from __future__ import annotations

import math
import operator
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler.gates import core
from adcompiler.gates.batching.place import Apart, Many
from adcompiler.gates.table import gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, If, Value, made_by
from adcompiler.ir.types import Array, Scalar, numeric_kind

DIVISIONS = (operator.truediv, operator.floordiv, operator.mod, math.fmod)
DOMAIN = (ValueError, "math domain error")
ZERO = (ZeroDivisionError, "division by zero")
WRONG: dict[Any, tuple[Any, float]] = {
    math.log: (operator.le, 0.0), math.log2: (operator.le, 0.0), math.log10: (operator.le, 0.0),
    math.log1p: (operator.le, -1.0), math.sqrt: (operator.lt, 0.0), math.acosh: (operator.lt, 1.0),
}  # fmt: skip
WITHIN = {math.asin: operator.gt, math.acos: operator.gt, math.atanh: operator.ge}
SQUARES = (np.square, np.absolute, np.fabs, abs, np.exp, np.exp2, np.sqrt, np.cosh, np.hypot)


def guard(at: Many, args: list[Atom]) -> None:
    """Append the check that Python itself would make on each example."""
    function = at.op.gate.function
    if not all(_python(at.type(k)) for k in range(len(args))):
        return
    if function in DIVISIONS:
        if isinstance(args[1], Const) and args[1].value == 0:
            raise Apart
        if not nonzero(at, args[1]):
            _refuse(at, at.apply(operator.eq, args[1], Const(0.0)), ZERO)
            _learn(at, args[1], "not zero")
    elif function in WRONG:
        question, bound = WRONG[function]
        known = sign(at, args[0])
        if function is math.acosh or not (
            known == "positive" or (known and function in (math.sqrt, math.log1p))
        ):
            _refuse(at, at.apply(question, args[0], Const(bound)), DOMAIN)
            if bound == 0.0:
                _learn(at, args[0], "not negative" if function is math.sqrt else "positive")
    elif function in WITHIN:
        far = at.apply(WITHIN[function], at.apply(np.absolute, args[0]), Const(1.0))
        _refuse(at, far, DOMAIN)
    elif function in (operator.pow, math.pow):
        _power(at, args)


def _power(at: Many, args: list[Atom]) -> None:
    """Check a power: of zero to a negative one, of a negative number to a broken one."""
    x, n = args
    if not isinstance(n, Const):
        if sign(at, x) != "positive":
            raise Apart
        return
    if isinstance(n.value, complex):
        raise Apart
    whole = float(n.value).is_integer()
    if whole and n.value >= 0:
        return
    if whole:
        if not nonzero(at, x):
            _refuse(at, at.apply(operator.eq, x, Const(0.0)), ZERO)
            _learn(at, x, "not zero")
        return
    known = sign(at, x)
    if known == "positive" or (known == "not negative" and n.value > 0):
        return
    raise Apart


def _python(type_: Any) -> bool:
    return isinstance(type_, Scalar) and type_.dtype is None


def _refuse(at: Many, wrong: Atom, how: tuple[type, str]) -> None:
    """Append `if np.any(wrong): raise ...`."""
    cls, message = how
    found = at.apply(np.any, wrong) if isinstance(type_of(wrong), Array) else wrong
    span = at.b.span
    at.b.span = replace(span, sweep=0)  # no statement of the user's is its cause
    with at.b.block() as then:
        error = at.b.apply(gate(core.made), Const(message), attrs={"cls": cls, "keywords": ()})
        at.b.apply(gate(core.throw), error)
    at.b.span = span
    at.b.branch(found, (then, []), ([], []), [])


def _learn(at: Many, x: Atom, fact: str) -> None:
    """Remember what a check has shown, for as long as it stands in a block that is open."""
    asked = next(op for op in reversed(at.b.ops) if isinstance(op, If)).cond
    if isinstance(asked, Value):
        at.facts.setdefault(_made_of(at, x), []).append((fact, asked))


def shown(at: Many, x: Atom) -> set[str]:
    """Return what checks have shown of a value."""
    known = at.facts.get(_made_of(at, x), ())
    return {fact for fact, asked in known if at.b.visible(asked)}


def _made_of(at: Many, x: Atom) -> Any:
    """Return what is equal for equal values: of `np.where(c, x, 1.0)` its operands."""
    made = made_by(at.b.made, x)
    return made.args if made is not None and made.gate.function is np.where else x


def sign(at: Many, x: Atom) -> str:
    """Return "positive" or "not negative" where that can be seen, else nothing."""
    if isinstance(x, Const):
        if not isinstance(x.value, int | float):
            return ""
        return "positive" if x.value > 0 else "not negative" if x.value == 0 else ""
    for fact in ("positive", "not negative"):
        if fact in shown(at, x):
            return fact
    made = made_by(at.b.made, x)
    if made is None or numeric_kind(type_of(x)) not in ("int", "float"):
        return ""
    function, args = made.gate.function, made.args
    if function in (core.named, core.sigmoid, core.softplus):
        return sign(at, args[0])
    if function in (operator.add, operator.mul, operator.truediv, np.add, np.multiply):
        if function is operator.mul and args[0] is args[1]:
            return "not negative"
        known = [sign(at, a) for a in args]
        if "" in known:
            return ""
        if function in (operator.add, np.add):
            return "positive" if "positive" in known else "not negative"
        return "not negative"
    if function in (operator.pow, np.power):
        even = isinstance(args[1], Const) and args[1].value in (2, 4, 6)
        return "not negative" if even else ""
    return "not negative" if function in SQUARES or function is math.exp else ""


def nonzero(at: Many, x: Atom) -> bool:
    """Tell whether a divisor can be seen not to be zero: a constant, `np.where(x != 0, x, 1.0)`."""
    if isinstance(x, Const):
        return bool(x.value != 0)
    if shown(at, x) & {"positive", "not zero"}:
        return True
    made = made_by(at.b.made, x)
    if made is None or made.gate.function is not np.where:
        return sign(at, x) == "positive"
    cond, inner, other = made.args
    asked = made_by(at.b.made, cond)
    if asked is None or other != Const(1.0) or asked.args[0] is not inner:
        return False
    zero = isinstance(asked.args[1], Const) and asked.args[1].value == 0
    return zero and asked.gate.function in (operator.ne, operator.gt, operator.lt)

"""Where a function has no value, so that it raises: the words of the rule table.

zero         where the divisor is zero, of Python numbers: NumPy warns
power        where zero is raised to a negative power, of Python numbers
nonpositive  where the operand is not above zero
negative     where the operand is below zero
infinite     where the operand is infinite
index        where there is no such place or key
count        where there are more items than names, or fewer
text         where the operand is a text, or no finite number, that makes no number
singular     where the first operand is a singular matrix
unbound      where a variable has no value
domain       elsewhere
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping

from adcompiler.gates import core
from adcompiler.gates.table import slots_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import is_table
from adcompiler.ir.nodes import Apply, Atom, Const, For, Op, Path, Slot, Value, made_by
from adcompiler.ir.types import Array, Other, Scalar, Tree, Unknown, numeric_kind

Made = Mapping[Value, Op]  # what makes each value; of the items of a loop, the loop
DEEPEST = 8  # operands of operands that are looked through
_NONNEGATIVE = (math.exp, math.exp2, abs, math.fabs, math.sqrt, math.hypot, len, core.size_of)


def may_lack_value(op: Apply, made: Made) -> bool:
    """Tell whether an operation may raise because its function has no value there.

    What overflows, and shapes that do not fit, are another matter.
    """
    word = op.gate.raises
    if not word:
        return False
    if all(isinstance(a, Const) for a in op.args) and word not in ("index", "text", "unbound"):
        return _raises_now(op)
    match word:
        case "zero":
            return _maybe_python(op) and not is_nonzero(op.args[1], made)
        case "power":
            return _power_lacks(op, made) and not _least(op.args[0], made) > 0.0
        case "nonpositive":
            return _least(op.args[0], made) <= 0.0
        case "negative":
            return _least(op.args[0], made) < 0.0
        case "infinite":
            return numeric_kind(type_of(op.args[0])) not in ("int", "bool")
        case "index":
            return _index_lacks(op, made)
        case "unbound":
            return op.args[0] != Const(True)
        case "text":
            whole = numeric_kind(type_of(op.args[0])) in ("int", "bool")
            return isinstance(type_of(op.args[0]), Other) or not (
                whole or op.gate.function is float
            )
    return True


def _raises_now(op: Apply) -> bool:
    """Tell whether a function of literals raises."""
    try:
        op.gate.function(*(a.value for a in op.args if isinstance(a, Const)))
    except OverflowError:
        return False
    except (TypeError, ValueError, ArithmeticError):
        return True
    return False


def _maybe_python(op: Apply) -> bool:
    """Tell whether all operands may be Python numbers."""
    types = [type_of(a) for a in op.args]
    return all(
        isinstance(t, Unknown) or (isinstance(t, Scalar) and t.dtype in (None, "?")) for t in types
    )


def _power_lacks(op: Apply, made: Made) -> bool:
    """Tell whether the exponent may be negative; `math.pow` has no roots of negatives."""
    exponent = op.args[1]
    if numeric_kind(type_of(exponent)) == "int" and _least(exponent, made) >= 0.0:
        return False
    if isinstance(exponent, Const) and isinstance(exponent.value, int | float):
        whole = float(exponent.value).is_integer() or op.gate.function is operator.pow
        if exponent.value >= 0 and whole:
            return False
    return op.gate.function is not operator.pow or _maybe_python(op)


def _index_lacks(op: Apply, made: Made) -> bool:
    """Tell whether an index may be out of range, a key missing."""
    index, whole = op.attrs["index"], type_of(op.args[0])
    if op.gate.function is core.store and is_table(whole):
        return False
    if isinstance(index, Path):
        return True
    parts = index if isinstance(index, tuple) and not is_table(whole) else (index,)
    if isinstance(whole, Tree) and not slots_in(index):
        return False  # its structure is known
    sizes = [d.key for d in whole.dims] if isinstance(whole, Array) else []
    for k, part in enumerate(parts):
        if isinstance(part, slice) or part is None or part is Ellipsis:
            continue
        if k == 0 and isinstance(part, Slot) and _counts(op.args[part.index], op.args[0], made):
            continue
        size = sizes[k] if k < len(sizes) and type(part) is int else ""
        known = size.isdigit() and all(type(p) is int or isinstance(p, slice) for p in parts[:k])
        if not known or not -int(size) <= part < int(size):
            return True
    return False


def _walked(atom: Atom, made: Made) -> Apply | None:
    """Return what makes the sequence that a value is an item of."""
    loop = made_by(made, atom)
    if not isinstance(loop, For):
        return None
    source = loop.over[loop.items.index(atom)]
    found = made_by(made, source)
    return found if isinstance(found, Apply) else None


def _counts(atom: Atom, whole: Atom, made: Made) -> bool:
    """Tell whether an index is one of `range(len(whole))`."""
    walked = _walked(atom, made)
    if walked is None or walked.gate.function is not range or len(walked.args) > 1:
        return False
    size = made_by(made, walked.args[0])
    if not isinstance(size, Apply) or size.args[0] is not whole:
        return False
    function = size.gate.function
    return function is len or (function is core.size_of and size.attrs["axis"] == 0)


def is_nonzero(atom: Atom, made: Made) -> bool:
    """Tell whether a number is certainly not zero."""
    if isinstance(atom, Const):
        return bool(atom.value != 0)
    return _least(atom, made) > 0.0


def _least(atom: Atom, made: Made, deep: int = DEEPEST) -> float:
    """Return what a real number is certainly not below."""
    if isinstance(atom, Const):
        return float(atom.value) if isinstance(atom.value, int | float) else -math.inf
    op = _walked(atom, made) or made_by(made, atom)
    if not isinstance(op, Apply) or not deep:
        return -math.inf
    function, args = op.gate.function, op.args
    if function in (range, core.counter):
        upwards = len(args) < 3 or (isinstance(args[2], Const) and args[2].value > 0)
        first = _least(args[0], made, deep - 1)
        return 0.0 if len(args) == 1 and function is range else first if upwards else -math.inf
    if not _real_number(op.out):
        return -math.inf
    if function is operator.mul and args[0] is args[1]:
        return 0.0
    if function is operator.pow and isinstance(args[1], Const) and args[1].value in (2, 4, 6):
        return 0.0
    if function is math.cosh:
        return 1.0
    low = [_least(a, made, deep - 1) for a in args]
    if function is math.sqrt:
        return math.sqrt(max(low[0], 0.0))
    if function in _NONNEGATIVE:
        return 0.0
    if function in (core.named, float):
        return low[0]
    if function is operator.add:
        return sum(low)
    if function in (operator.mul, operator.truediv):
        return 0.0 if min(low) >= 0.0 else -math.inf
    return max(low) if function is max else -math.inf


def _real_number(value: Value) -> bool:
    return isinstance(value.type, Scalar) and value.type.kind != "complex"

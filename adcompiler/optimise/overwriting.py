"""Adding into what was just set to zero is writing.

Before: `d[i] = 0.0; d[i] += g`. After: `d[i] = g`.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.gates import core, gate, ops
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Value, made_by
from adcompiler.ir.types import Array, Scalar, numeric_kind


def written_once(op: Apply, made: dict[Value, Apply], used: dict[Value, int]) -> Apply | None:
    """Return the write that setting to zero and adding are, if nobody reads what is between."""
    whole = op.args[0]
    zero = made_by(made, whole)
    if zero is None or op.gate.function is not core.accumulate:
        return None
    if zero.gate.function is not core.store or not ops.is_number(zero.args[1], 0):
        return None
    if used.get(zero.out, 0) > 1 or not (op.span.derived and isinstance(op.out.type, Array)):
        return None
    if zero.args[2:] != op.args[2:] or repr(zero.attrs["index"]) != repr(op.attrs["index"]):
        return None
    if not all(_names_once(type_of(a)) for a in op.args[2:]):
        return None
    return replace(op, gate=gate(core.store), args=(zero.args[0], *op.args[1:]))


def _names_once(part: object) -> bool:
    """Tell whether an operand of an index names each element once."""
    return isinstance(part, Scalar) or (isinstance(part, Array) and numeric_kind(part) == "bool")

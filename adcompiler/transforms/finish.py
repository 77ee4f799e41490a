"""The last step of a gradient: the kind, dtype and shape of its argument."""

from __future__ import annotations

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, gate, ops
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import UNDEF, Atom, Const, Undef, Value, made_by
from adcompiler.ir.types import (
    BOOL,
    COMPLEX,
    INT,
    Array,
    Known,
    Other,
    Scalar,
    Seq,
    Tree,
    dtype_kind,
    is_python_float,
)


def finish(b: Builder, found: Atom, param: Value) -> Atom:
    """Return the adjoint as the gradient of a parameter, of the parameter's kind."""
    out = _typed(b, found, param)
    if isinstance(out, Value) and not out.stated and not isinstance(out.type, Tree):
        out.name = f"d{param.name}"
    return out


def _typed(b: Builder, found: Atom, param: Value) -> Atom:
    want = param.type
    if isinstance(want, Known | Other) or want in (BOOL, INT):
        return param  # no number to differentiate by: it stands in the gradient as it is
    if isinstance(want, Tree):
        made = made_by(b.made, found)
        if isinstance(found, Value) and (made is None or made.gate.function is not core.pack):
            return b.apply(gate(runtime.like), found, param)
        return _tree(b, found, param, want)
    if isinstance(found, Undef):
        found = ops.zero_like(b, param)
        if not isinstance(found, Const):
            return found
    have = type_of(found)
    match want:
        case Scalar("complex", None):
            if isinstance(found, Const):
                return Const(complex(found.value))
            return found if have == COMPLEX else b.apply(gate(complex), found)
        case Scalar(_, None):
            if isinstance(found, Const):
                return Const(float(found.value))
            return found if is_python_float(have) else b.apply(gate(float), found)
        case Array(dtype) if dtype is not None:
            if isinstance(have, Array) and same_shape(have, want):
                if have.dtype == dtype:
                    return found
                if have.dtype is not None and dtype_kind(have.dtype) == dtype_kind(dtype):
                    return b.apply(gate(core.astype), found, attrs={"dtype": np.dtype(dtype).type})
        case Seq(item) if have == want and is_python_float(item) and found not in b.made:
            return found  # what a loop over all items has collected
        case Scalar(_, dtype) if isinstance(have, Scalar) and have.dtype == dtype != "?":
            return found
    return b.apply(gate(runtime.like), found, param)


def _tree(b: Builder, found: Atom, param: Value, want: Tree) -> Atom:
    """Return the gradient of a container, item by item."""
    made = made_by(b.made, found)
    items: list[Atom] = []
    for k, key in enumerate(want.names):
        part = b.apply(gate(core.item), param, attrs={"key": key})
        if made is not None and made.gate.function is core.pack:
            inner = made.args[k]
        else:
            inner = UNDEF
        items.append(_typed(b, inner, part))
    return b.apply(gate(core.pack), *items, attrs=ops.shape_of_pack(want))

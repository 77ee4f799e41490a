"""Which operations never raise, whatever their operands are at run time."""

from __future__ import annotations

import inspect
import operator
import sys
import time
from types import FunctionType

from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Call, For, If, Op
from adcompiler.ir.types import Array, Other, Scalar, Seq

CLOCKS = (time.perf_counter, time.monotonic, time.process_time, time.time)
_ALWAYS = (
    core.named, core.pack, core.caught, core.is_a, core.class_of, core.class_name, core.put,
    *CLOCKS,
)  # fmt: skip
_OF_NUMBERS = (
    operator.add, operator.sub, operator.mul, operator.neg, operator.pos, operator.lt,
    operator.le, operator.gt, operator.ge, operator.eq, operator.ne, operator.not_,
)  # fmt: skip


_OF_THE_USER = (
    core.custom, core.perform, core.say, core.text, core.tell, core.put, core.take, core.fetch,
    core.throw,
)  # fmt: skip


def may_raise(op: Op, classes: tuple[type, ...] = (BaseException,)) -> bool:
    """Tell whether an operation may raise one of these at run time.

    Python's own numbers are harmless. Exceptions of the user's own classes come out of the
    user's own code alone.
    """
    own = all(map(_is_own, classes))
    match op:
        case Apply(gate=gate) if gate.function is core.made:
            return not _is_plain(op.attrs["cls"])
        case Apply(gate=gate, args=args) if own:
            return gate.function in _OF_THE_USER or any(map(_is_object, args))
        case Apply(gate=gate, args=args):
            if gate.function in _OF_NUMBERS:
                return not all(map(_is_python_number, args))
            return gate.function not in _ALWAYS
        case If(cond=cond, then=then, orelse=orelse, catches=catches, within=within):
            if not own and (catches or within or not _is_python_number(cond)):
                return True
            return any(may_raise(o, classes) for o in (*then.ops, *orelse.ops))
        case For(over=over, body=body):
            if op.takes or not (own or all(map(_is_walked, over))):
                return True
            return any(may_raise(o, classes) for o in body.ops)
        case Call():
            return True


def _is_own(cls: type) -> bool:
    """Tell whether a class of exceptions is the user's, which no operation raises by itself."""
    home = cls.__module__.partition(".")[0]
    return home not in sys.stdlib_module_names and home not in ("numpy", "scipy")


def _is_plain(cls: type) -> bool:
    """Tell whether making an exception of a class runs nothing of the user's."""
    made_by = inspect.getattr_static(cls, "__init__"), inspect.getattr_static(cls, "__new__")
    return not any(isinstance(f, FunctionType | staticmethod) for f in made_by)


def _is_object(atom: Atom) -> bool:
    return isinstance(type_of(atom), Other)


def _is_walked(atom: Atom) -> bool:
    """Tell whether a value has items for certain."""
    type_ = type_of(atom)
    return isinstance(type_, Seq) or (isinstance(type_, Array) and bool(type_.dims))


def _is_python_number(atom: Atom) -> bool:
    type_ = type_of(atom)
    return isinstance(type_, Scalar) and (type_.dtype is None or type_.kind == "bool")

"""Compute each thing once: common subexpressions within a block and the blocks around it.

Before: `a = x * y; b = x * y + a`. After: `a = x * y; b = a + a`. What a branch gives or a loop
collects twice is one as well. Whether a variable is bound is not asked where a branch around asks.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from adcompiler.gates import core
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import Apply, Atom, Block, Call, Const, For, Function, If, Op, Value
from adcompiler.ir.types import BOOL
from adcompiler.ir.walk import look, substitute

Key = tuple[object, ...]
Seen = dict[Key, Any]  # the value of each gate, and what branches have asked


def common(fn: Function) -> Function:
    """Return the program with repeated pure gates computed once."""
    env: dict[Value, Atom] = {}
    return replace(fn, body=_block(fn.body, {}, env))


def _key(op: Apply) -> Key | None:
    if op.gate.function in (*core.UPDATES, core.named, core.counter, core.made) or not op.gate.pure:
        return None
    if not op.args and not op.attrs:
        return None  # a clock
    args = tuple(
        ("c", type(a.value), repr(a.value)) if isinstance(a, Const) else id(a) for a in op.args
    )
    attrs = tuple((k, repr(v)) for k, v in op.attrs.items() if k != "style")
    return (op.gate, args, attrs)


def _block(block: Block, seen: Seen, env: dict[Value, Atom]) -> Block:
    seen = dict(seen)
    ops: list[Op] = []
    for op in block.ops:
        match op:
            case Apply():
                op = substitute(op, env)
                assert isinstance(op, Apply)
                key = _key(op)
                if op.gate.function is core.bound:
                    if _holds(op.args[0], seen):
                        continue
                    seen["yes", id(op.args[0])] = op.args[0]
                if op.gate.function is operator.not_:
                    seen["not", id(op.out)] = op.args[0]
                if key is not None and key in seen and not _keeps_name(op, seen[key]):
                    env[op.out] = seen[key]
                    if op.out.stated and not seen[key].stated:
                        seen[key].name, seen[key].stated = op.out.name, True
                    continue
                if key is not None and not _fresh(op):
                    seen.setdefault(key, op.out)
            case Call():
                op = substitute(op, env)
            case If():
                cond = look(env, op.cond)
                yes, no = ({} if op.catches else {(word, id(cond)): cond} for word in ("yes", "no"))
                op = replace(
                    op,
                    cond=cond,
                    then=_block(op.then, {} if op.within else seen | yes, env),
                    orelse=_block(op.orelse, seen | no, env),
                )
                _once(op.out, zip(op.then.yields, op.orelse.yields, strict=True), env)
            case For():
                env.update(_same_flags(op))
                op = replace(
                    op,
                    over=tuple(look(env, a) for a in op.over),
                    init=tuple(look(env, a) for a in op.init),
                    body=_block(op.body, seen, env),
                )
                _once(op.collected, zip(op.gathered, strict=True), env)
        ops.append(op)
    return Block(block.params, tuple(ops), tuple(look(env, a) for a in block.yields))


def _holds(flag: Atom, seen: Seen) -> bool:
    """Tell whether a branch around is taken only where a flag holds."""
    opposite = seen.get(("not", id(flag)))
    denied = opposite is not None and ("no", id(opposite)) in seen
    return denied or ("yes", id(flag)) in seen


def _same_flags(op: For) -> dict[Value, Atom]:
    """Return the flags that a loop carries as it carries another: from one literal to one."""
    first: dict[str, int] = {}
    found: dict[Value, Atom] = {}
    for k, ends in enumerate(zip(op.init, op.nexts, strict=True)):
        if op.carried[k].type == BOOL and all(isinstance(a, Const) for a in ends):
            other = first.setdefault(repr(ends), k)
            if other != k:
                found |= {op.carried[k]: op.carried[other], op.finals[k]: op.finals[other]}
    return found


def _once(out: Iterable[Value], given: Iterable[tuple[Atom, ...]], env: dict[Value, Atom]) -> None:
    """Read what a branch gives or a loop collects twice from the first of the two."""
    first: dict[tuple[int, ...], Value] = {}
    for value, atoms in zip(out, given, strict=True):
        same = first.setdefault(tuple(map(id, atoms)), value)
        alike = (same.name, same.type) == (value.name, value.type)
        if same is not value and alike and not grows(value.type):
            env[value] = same


def _fresh(op: Apply) -> bool:
    """Tell whether each evaluation must give memory of its own."""
    if grows(op.out.type) and op.gate.function not in (core.load, core.item):
        return True
    return op.gate.name in (
        "np.zeros_like",
        "np.zeros",
        "np.empty",
        "np.ndarray",
        "zeros",
        "np.copy",
    )


def _keeps_name(op: Apply, other: Value) -> bool:
    """Two variables of the user's that hold the same stay two variables."""
    return op.out.stated and other.stated and op.out.name != other.name

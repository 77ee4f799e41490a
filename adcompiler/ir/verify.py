"""The checker of the IR's discipline: bound once, used in scope, yields match."""

from __future__ import annotations

from adcompiler.errors import refuse
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Value
from adcompiler.ir.routines import routines
from adcompiler.ir.show import show
from adcompiler.ir.walk import operands, outputs


def verify(fn: Function, after: str = "") -> None:
    """Raise InternalError unless `fn` is well-formed."""
    seen: set[Value] = set()
    problems: list[str] = []

    def bind(values: tuple[Value, ...], scope: set[Value]) -> None:
        for value in values:
            if value in seen:
                problems.append(f"{value} is bound twice")
            seen.add(value)
            scope.add(value)

    def read(atoms: tuple[Atom, ...], scope: set[Value], where: str) -> None:
        for atom in atoms:
            if isinstance(atom, Value) and atom not in scope:
                problems.append(f"{atom} is read out of scope in {where}")

    def check(block: Block, outer: set[Value]) -> None:
        scope = set(outer)
        bind(block.params, scope)
        for op in block.ops:
            read(operands(op), scope, type(op).__name__)
            match op:
                case Apply():
                    pass
                case Call(routine):
                    if len(op.args) != len(routine.takes) or len(op.out) != len(routine.gives):
                        problems.append(f"a call of {routine.name} does not match it")
                case If():
                    for branch in (op.then, op.orelse):
                        check(branch, scope)
                        if len(branch.yields) != len(op.out):
                            problems.append(f"a branch yields {len(branch.yields)} of {op.out}")
                case For():
                    check(op.body, scope)
                    if len(op.body.params) != len(op.over) + len(op.init):
                        problems.append("a loop's parameters do not match what it walks")
                    wanted = len(op.out) + op.stops
                    if len(op.body.yields) != wanted or len(op.out) < len(op.init):
                        problems.append("a loop's yields do not match its results")
            bind(outputs(op), scope)
        read(block.yields, scope, "yields")

    for one in (*(r.program for r in routines(fn)), fn):
        seen.clear()
        outer: set[Value] = set()
        bind(one.params, outer)
        bind(tuple(c.value for c in one.captures), outer)
        check(one.body, outer)
    for r in routines(fn):
        if sum(map(len, r.taken())) != len(r.program.params):
            problems.append(f"the parameters of {r.name} do not match what it takes")
        if sum(map(len, r.given())) != len(r.program.body.yields):
            problems.append(f"the yields of {r.name} do not match what it gives")
    if problems:
        text = "; ".join(problems[:5])
        raise refuse("AD901", f"malformed program after {after or 'a pass'}: {text}\n{show(fn)}")

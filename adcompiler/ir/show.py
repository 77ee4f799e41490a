"""One line per operation, for debugging only; tests read Python instead."""

from __future__ import annotations

from adcompiler.ir import types
from adcompiler.ir.nodes import Apply, Atom, Block, Call, Const, For, Function, If, Value
from adcompiler.ir.routines import routines


def show(fn: Function) -> str:
    """Return a listing of the program, the routines that it calls first."""
    return "\n".join(show_one(f) for f in (*(r.program for r in routines(fn)), fn))


def show_one(fn: Function) -> str:
    """Return a listing of one program."""
    names: dict[Value, str] = {}

    def name(atom: Atom) -> str:
        if isinstance(atom, Const):
            return repr(atom.value)
        if not isinstance(atom, Value):
            return "UNDEF"
        if atom not in names:
            names[atom] = f"{atom.name or '_'}.{len(names)}"
        return names[atom]

    def typed(value: Value) -> str:
        return f"{name(value)}: {types.show(value.type)}"

    def block(body: Block, depth: int) -> list[str]:
        pad = "    " * depth
        lines = []
        for op in body.ops:
            match op:
                case Apply():
                    attrs = "".join(f", {k}={v!r}" for k, v in op.attrs.items())
                    args = ", ".join(map(name, op.args))
                    lines.append(f"{pad}{typed(op.out)} = {op.gate.name}({args}{attrs})")
                case Call():
                    args = ", ".join(map(name, op.args))
                    out = ", ".join(map(typed, op.out))
                    lines.append(f"{pad}{out} = call {op.routine.name}({args})")
                case If():
                    word = "with" if op.within else "try or" if op.catches else "if"
                    lines.append(f"{pad}{', '.join(map(typed, op.out))} = {word} {name(op.cond)}:")
                    lines += block(op.then, depth + 1)
                    lines.append(f"{pad}else:")
                    lines += block(op.orelse, depth + 1)
                case For():
                    way = "backwards over" if op.backwards else "over"
                    way = f"stopping {way}" if op.stops else way
                    over = ", ".join(map(name, op.over))
                    init = ", ".join(map(name, op.init))
                    params = ", ".join(map(typed, op.body.params))
                    lines.append(f"{pad}{', '.join(map(typed, op.out))} = for {params}")
                    lines.append(f"{pad}    {way} ({over}) from ({init}):")
                    lines += block(op.body, depth + 1)
        lines.append(f"{pad}yield {', '.join(map(name, body.yields))}")
        return lines

    head = f"{fn.name}({', '.join(map(typed, fn.params))})"
    captures = [f"    capture {typed(c.value)} = {c.path or c.name}" for c in fn.captures]
    return "\n".join([head, *captures, *block(fn.body, 1), f"    result {fn.result}"])

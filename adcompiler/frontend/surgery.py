"""`with adjoint_of(h) as dh`: a block of the backward sweep, inside the program.

The block becomes the backward program of a gate that hands `h` on. After it `h` is what the
gate gives, so everything that has told the adjoint of `h` by then comes after the block.
"""

from __future__ import annotations

import ast

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import aliases, expressions, flow, memory, statements
from adcompiler.frontend.apart import apart
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.fitting import fits
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Conflict
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Block, Function, Rule, Slot, Struct, Value
from adcompiler.ir.types import Array, Scalar, Unknown, adjoint_type, is_complex, is_differentiable
from adcompiler.ir.walk import free


def block(
    scope: Scope, node: ast.With, item: ast.withitem, call: ast.Call, body: list[ast.stmt]
) -> None:
    """Append a with statement whose block runs in the backward sweep."""
    name, adjoint = _names(scope, node, item, call)
    leaving = [s for s in body if flow.exits(s)]
    if leaving:
        raise refuse(
            "AD501",
            "a block of the backward sweep that leaves the function or loop around it",
            scope.span(leaving[0]),
            "left here",
        )
    program, b = scope.program, scope.program.b
    if any(f.backward for f in program.calls):
        raise refuse(
            "AD501",
            "adjoint_of inside a block of the backward sweep",
            scope.span(call),
            hint="write one with statement after the other",
        )
    if name.id not in scope.env and scope.cell(name.id) is None:
        raise refuse(
            "AD402",
            f"the adjoint of {name.id!r}, which is no variable of this function",
            scope.span(call),
            hint=f"{name.id}_here = {name.id}",
        )
    thing = scope.lookup(name)
    value = memory.now(scope, thing)
    if isinstance(value, Value) and not is_differentiable(value.type):
        return  # an integer has no adjoint, and the block never runs
    known = isinstance(value, Value) and isinstance(value.type, Scalar | Array | Unknown)
    if not isinstance(value, Value) or not known or is_complex(value.type):
        raise refuse(
            "AD304",
            f"{name.id!r} is not one real number or array",
            scope.span(call),
            hint="name the part of it that is meant",
        )
    g = Value(adjoint.id, adjoint_type(value.type), b.span, True)

    def make(frame: object) -> Atom:
        scope.assign(adjoint.id, g)
        statements.block(scope, body)
        return expressions.atom(scope, node, scope.env.get(adjoint.id, UNDEF))

    word = f"the block on the adjoint of {name.id!r}"
    ops, out = apart(scope, word, [g], make, backward=True)
    _check(scope, call, name.id, value, out)
    reads = tuple(v for v in free(Block((), ops, (out,))) if v is not g and v is not value)
    span = b.span
    rule = Rule(name.id, (0,), changes=out is not g)
    rule.forward = Function("", (value, *reads), Block((), (), (value,)), Slot(0))
    params = (value, *reads, g)
    rule.backward = Function("", params, Block((), ops, (out,)), Struct("tuple", (Slot(0),)))
    attrs = {"rule": rule, "type": value.type}
    made = b.apply(gate(core.custom), value, *reads, attrs=attrs, name=name.id)
    made.stated = value.stated
    b.span = span
    inside = stored_in(body) - {adjoint.id}
    why = "is assigned in a block that runs in the backward sweep"
    scope.env.update({n: Conflict(f"the variable {n!r} {why}") for n in sorted(inside)})
    scope.unassign(adjoint.id)
    aliases.merged(scope, made, value)
    for known_of in (program.arguments, program.parts):
        if thing in known_of:
            known_of.add(made)
    if thing in program.borrowed:
        program.borrowed[made] = program.borrowed[thing]
    scope.assign(name.id, made)


def _names(
    scope: Scope, node: ast.With, item: ast.withitem, call: ast.Call
) -> tuple[ast.Name, ast.Name]:
    """Return the variable, and the name of its adjoint."""
    match call.args, call.keywords, item.optional_vars:
        case [ast.Name() as name], [], ast.Name() as adjoint:
            return name, adjoint
    raise refuse(
        "AD102",
        "adjoint_of needs one variable, and a name for its adjoint",
        scope.span(node),
        hint="with adjoint_of(h) as dh:",
    )


def _check(scope: Scope, call: ast.Call, name: str, value: Value, out: Atom) -> None:
    """Refuse an adjoint that has not the shape of its variable."""

    def refused(what: str) -> CompileError:
        return refuse("AD304", f"the adjoint of {name!r} is set to {what}", scope.span(call))

    if out is UNDEF:
        raise refused("what may have no value")
    have, want = type_of(out), value.type
    unknown = isinstance(want, Unknown) or isinstance(have, Unknown)
    if not (fits(want, have) or unknown):
        raise refused("something of another shape")

"""`np.einsum`: its derivatives are einsums again, with the letters moved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, custom
from adcompiler.gates.table import gate, rule
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import Atom


def explicit(subscripts: str) -> str:
    """Return subscripts with an arrow, as `np.einsum` reads those without.

    >>> explicit("ij, jk")
    'ij,jk->ik'
    """
    text = subscripts.replace(" ", "")
    if "->" in text:
        return text
    letters = text.replace(",", "").replace("...", "")
    once = sorted(c for c in set(letters) if letters.count(c) == 1)
    return f"{text}->{'...' if '...' in text else ''}{''.join(once)}"


def contract(b: Builder, subscripts: str, operands: list[Atom]) -> Atom:
    """Append an einsum; numbers among the operands are factors of it."""
    inputs, out = subscripts.split("->")
    pairs = list(zip(inputs.split(","), operands, strict=True))
    rest = [(letters, a) for letters, a in pairs if letters]
    found: Atom = ops.ONE
    if len(rest) == 1 and rest[0][0] == out:
        found = rest[0][1]
    elif rest:
        text = f"{','.join(letters for letters, _ in rest)}->{out}"
        known = gate(core.einsum if len(rest) > 1 else core.einsum_of_one)
        found = b.apply(known, *(a for _, a in rest), attrs={"subscripts": text})
    for letters, a in pairs:
        if not letters:
            found = ops.times(b, a, found)
    return found


def _check(at: Place, inputs: list[str], out: str) -> None:
    """Refuse what a transposed einsum cannot say."""
    for letters in (*inputs, out):
        plain = letters.removeprefix("...")
        if "." in plain:
            raise refuse("AD204", "np.einsum with '...' after a letter", at.op.span, "here")
        if len(set(plain)) < len(plain):
            raise refuse(
                "AD204",
                f"np.einsum with a letter twice in one operand, {letters!r}",
                at.op.span,
                "here",
                "np.trace and np.diagonal take the diagonal",
            )


def _pull(at: Place, index: int, g: Atom) -> Atom | None:
    before, out = at.op.attrs["subscripts"].split("->")
    inputs = before.split(",")
    _check(at, inputs, out)
    mine, x = inputs[index], at.op.args[index]
    rest = [(s, a) for k, (s, a) in enumerate(zip(inputs, at.op.args, strict=True)) if k != index]
    seen = set(out).union(*(s for s, _ in rest))
    reached = "".join(c for c in mine if c in seen)
    found = contract(
        at.b,
        f"{','.join([out, *(s for s, _ in rest)])}->{reached}",
        [g, *(a for _, a in rest)],
    )
    plain = mine.removeprefix("...")
    alone = tuple(k - len(plain) for k, c in enumerate(plain) if c not in seen)
    if not alone:
        return found
    axis = alone[0] if len(alone) == 1 else alone
    wide = at.b.apply(gate(np.expand_dims), found, attrs={"axis": axis})
    return ops.broadcast_like(at.b, wide, x)


def _push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return ops.summed(at.b, [again(at, k, t) for k, t in tangents.items()])


kind = custom(_pull, _push, "multilinear")
rule(core.einsum, kind, call="*operands, subscripts", shape=shapes.einsum, name="np.einsum")
rule(
    core.einsum_of_one,
    kind,
    call="x, *, subscripts",
    shape=shapes.einsum,
    name="np.einsum",
    view=True,
)

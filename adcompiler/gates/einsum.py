"""`np.einsum`: its derivatives are einsums again, with the letters moved."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_letters

import numpy as np

from adcompiler.errors import unranked
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, custom
from adcompiler.gates.table import gate, rule
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import rank


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


def _letters(at: Place) -> tuple[list[str], str]:
    """Return the letters of the operands and of the result, an ellipsis said in letters too."""
    text = at.op.attrs["subscripts"]
    ranks = [rank(type_of(a)) for a in at.op.args]
    if "." in text and any(n is None for n in ranks):
        raise unranked("np.einsum with '...'", at.op.span)
    inputs, out = shapes.spelled(text, [n or 0 for n in ranks]).split("->")
    return inputs.split(","), out


def _pull(at: Place, index: int, g: Atom) -> Atom | None:
    """What is summed away elsewhere is spread; a letter twice is a diagonal, by an identity."""
    inputs, out = _letters(at)
    x = at.op.args[index]
    operands: list[tuple[str, Atom]] = [(out, g)]
    operands += [(s, a) for k, (s, a) in enumerate(zip(inputs, at.op.args)) if k != index]
    free = iter(sorted(set(ascii_letters) - set("".join(inputs))))
    mine = ""
    for k, c in enumerate(inputs[index]):
        if c in mine:
            size = at.b.apply(gate(core.size_of), x, attrs={"axis": k})
            other = next(free)
            operands.append((c + other, at.b.apply(gate(np.eye), size)))
            c = other
        mine += c
    seen = set().union(*(s for s, _ in operands))
    reached = "".join(c for c in mine if c in seen)
    text = f"{','.join(s for s, _ in operands)}->{reached}"
    found = contract(at.b, text, [a for _, a in operands])
    alone = tuple(k - len(mine) for k, c in enumerate(mine) if c not in seen)
    if not alone:
        return found
    axis = alone[0] if len(alone) == 1 else alone
    wide = at.b.apply(gate(np.expand_dims), found, attrs={"axis": axis})
    return ops.broadcast_like(at.b, wide, x)


def _push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return ops.summed(at.b, [again(at, k, t) for k, t in tangents.items()])


kind = custom(_pull, _push, "multilinear")
rule(
    core.einsum,
    kind,
    call="*operands, subscripts, optimize=False",
    shape=shapes.einsum,
    name="np.einsum",
)
rule(
    core.einsum_of_one,
    kind,
    call="x, *, subscripts, optimize=False",
    shape=shapes.einsum,
    name="np.einsum",
    view=True,
)

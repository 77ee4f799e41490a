"""The vocabulary of gates: what each kind does to the adjoint that reaches it.

add *distributes*, mul *swaps and scales*, max *routes*, a sum and a broadcast are each
other's reverse, and everything smooth multiplies by its *local derivative*. A kind knows
`pull` (reverse mode, one operand at a time) and `push` (forward mode).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from adcompiler.errors import refuse
from adcompiler.gates import ops
from adcompiler.gates.derived import DERIVED
from adcompiler.gates.remembered import remembered
from adcompiler.gates.table import gate, named_operands, slots_in
from adcompiler.gates.texts import instantiate, names_in, of_math
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Apply, Atom, Const, Value, made_by
from adcompiler.ir.types import COMPLEX, FLOAT, Scalar


@dataclass(frozen=True, eq=False)
class Place:
    """One gate being differentiated: where to append, and which operands matter."""

    b: Builder
    op: Apply
    active: tuple[int, ...]

    @property
    def names(self) -> dict[str, Any]:
        """Parameter names, `out`, and what they stand for."""
        return dict(named_operands(self.op))

    def operand_name(self, index: int) -> str:
        """Return the parameter name of operand `index`."""
        atom = self.op.args[index]
        position = 0
        slots = {s.index for v in self.op.attrs.values() for s in slots_in(v)}
        for p in self.op.gate.parameters:
            if p.name in self.op.attrs:
                continue
            while position in slots:
                position += 1
            if position == index:
                return p.name
            position += 1
        raise KeyError(atom)

    def text(self, text: str, **extra: Any) -> Atom:
        """Append the operations of a rule text."""
        return instantiate(self.b, text, {**self.names, **extra})


class Kind(Protocol):
    """A kind of gate."""

    word: str

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        """Return what operand `index` receives when the output receives `g`."""
        ...

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        """Return the tangent of the output, from those of the operands."""
        ...


def again(at: Place, index: int, tangent: Atom) -> Atom:
    """Return the gate applied to a tangent in the place of operand `index`."""
    args = tuple(tangent if k == index else a for k, a in enumerate(at.op.args))
    return at.b.apply(at.op.gate, *args, attrs=dict(at.op.attrs))


def called(name: str, atom: Atom) -> Atom:
    """Return the atom, with what it would like to be called."""
    if isinstance(atom, Value):
        atom.name = name
    return atom


@dataclass(frozen=True, eq=False)
class Distribute:
    """Each operand gets plus or minus `g`."""

    signs: tuple[str, ...]
    word: str = "distribute"

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return g if self.signs[index] == "+" else ops.negative(at.b, g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        signed = [t if self.signs[k] == "+" else ops.negative(at.b, t) for k, t in tangents.items()]
        return ops.summed(at.b, signed)


@dataclass(frozen=True, eq=False)
class SwapAndScale:
    """`x` gets `g * y` and `y` gets `g * x`."""

    word: str = "swap and scale"

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        x, y = at.op.args
        if x is y:
            return ops.scaled(at.b, ops.times(at.b, Const(2.0), x), g) if index == 0 else None
        return ops.scaled(at.b, at.op.args[1 - index], g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return ops.summed(
            at.b, [ops.times(at.b, at.op.args[1 - k], t) for k, t in tangents.items()]
        )


@dataclass(frozen=True, eq=False)
class LocalDerivative:
    """`g` times the derivative of the formula, one text per operand, None where it has none."""

    formula: str
    texts: tuple[tuple[str, str | None], ...] = ()
    word: str = "local derivative"

    def derivative(self, name: str) -> str | None:
        """Return the text of the derivative by one operand."""
        given = dict(self.texts)
        if name in given:
            return given[name]
        return (DERIVED.get(self.formula) or remembered(self.formula)).get(name)

    def local(self, at: Place, index: int) -> Atom:
        """Append the local derivative by operand `index`."""
        by = at.operand_name(index)
        text = self.derivative(by)
        if text is None:
            raise refuse(
                "AD203",
                f"no derivative of {at.op.gate.name} by its argument {by!r}",
                at.op.span,
                "it depends on what is differentiated by",
                f"adcompiler.stop_gradient({by}) if it is meant as a constant",
            )
        extra = {}
        if isinstance(at.op.gate.function, np.ufunc) and ("/" in text or "**" in text):
            # NumPy's functions do not raise at 0, so neither may their derivatives.
            for name, atom in at.names.items():
                if name == "out" or name not in names_in(text):
                    continue
                if type_of(atom) in (FLOAT, COMPLEX):
                    number = np.float64 if type_of(atom) == FLOAT else np.complex128
                    extra[name] = at.b.apply(gate(number), atom)
        scalars = all(isinstance(type_of(a), Scalar) for a in at.op.args)
        if scalars and at.op.gate.name.startswith("math."):
            text = of_math(text)  # what the gate has taken, its derivative can take
        return at.text(text, **extra)

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        local = self.local(at, index)
        if ops.is_number(local, 0):
            return None
        found = made_by(at.b.made, local)
        if found is not None and found.gate.function is operator.truediv:
            if ops.written_by_mask(at.b, g):
                # Lanes that a mask has left alone may be at a pole: their zeros stay zeros.
                below = at.text("np.where(g == 0, 1, below)", g=g, below=found.args[1])
                return _scaled_back(at.b, found.args[0], _divided(at.b, g, below))
            # The quotient g / y is the adjoint of x where x / y is differentiated by both.
            if ops.is_number(found.args[0], 1) or len(at.active) > 1:
                return _scaled_back(at.b, found.args[0], _divided(at.b, g, found.args[1]))
        return ops.scaled(at.b, local, g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        parts = [ops.times(at.b, self.local(at, k), t) for k, t in tangents.items()]
        parts = [p for p in parts if not ops.is_number(p, 0)]
        return ops.summed(at.b, parts) if parts else None


def _divided(b: Builder, g: Atom, divisor: Atom) -> Atom:
    """Return `g * (1 / divisor)` as one division."""
    found = ops.mask_of(b, g)
    if found is not None:
        return ops.masked(b, found[0], b.apply(gate(operator.truediv), found[1], divisor))
    return b.apply(gate(operator.truediv), g, divisor)


def _scaled_back(b: Builder, local: Atom, g: Atom) -> Atom:
    """Return `local * g`, the sign of a negative derivative in front."""
    if ops.is_number(local, 1):
        return g
    made = made_by(b.made, local)
    if made is not None and made.gate.function is operator.neg and ops.mask_of(b, g) is None:
        return ops.negative(b, ops.times(b, made.args[0], g))
    return ops.scaled(b, local, g)


@dataclass(frozen=True, eq=False)
class Route:
    """All of `g` to the operand that won; `ties` says who gets it when both did.

    `conditions` tells for each operand when it wins strictly. With one operand
    differentiated the strict comparison decides (ReLU has slope 0 at 0); with both, ties
    are split evenly, or all goes to the first.
    """

    conditions: tuple[tuple[str, str], ...]
    ties: str = "split"
    word: str = "route"

    def share(self, at: Place, index: int, g: Atom) -> Atom:
        """Append the part of `g` that operand `index` gets."""
        b = at.b
        mine = at.op.gate.parameters[index].name
        wins = dict(self.conditions)
        if self.ties == "split" and len(at.active) == 1:
            # "out > y" asks the same as "x > y", and x need not be kept.
            return ops.where(b, at.text(wins[mine], **{mine: at.op.out}), g, ops.ZERO)
        if self.ties == "first":
            text = wins["y"]
            cond = at.text(text)
            return (
                ops.where(b, cond, ops.ZERO, g) if index == 0 else ops.where(b, cond, g, ops.ZERO)
            )
        tie = ops.where(b, at.text("x == y"), ops.times(b, Const(0.5), g), ops.ZERO)
        return ops.where(b, at.text(wins[mine]), g, tie)

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return self.share(at, index, g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return ops.summed(at.b, [self.share(at, k, t) for k, t in tangents.items()])


@dataclass(frozen=True, eq=False)
class Transposed:
    """A linear gate and its transpose, given as a text over `g`."""

    back: str
    word: str = "linear"
    operand: int = 0

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return at.text(self.back, g=g) if index == self.operand else None

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return again(at, self.operand, tangents[self.operand]) if self.operand in tangents else None


@dataclass(frozen=True, eq=False)
class Bilinear:
    """Linear in each of two operands: one text for each."""

    x: str
    y: str
    word: str = "bilinear"

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return at.text((self.x, self.y)[index], g=g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return ops.summed(at.b, [again(at, k, t) for k, t in tangents.items()])


@dataclass(frozen=True, eq=False)
class Blocked:
    """No derivative flows, for the reason given."""

    reason: str
    word: str = "blocked"

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return None

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return None


@dataclass(frozen=True, eq=False)
class Custom:
    """A Python function that appends the operations, for the awkward few."""

    backward: Callable[[Place, int, Atom], Atom | None]
    forward: Callable[[Place, Mapping[int, Atom]], Atom | None]
    word: str = "custom"

    def pull(self, at: Place, index: int, g: Atom) -> Atom | None:
        return self.backward(at, index, g)

    def push(self, at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return self.forward(at, tangents)


def distribute(*signs: str) -> Distribute:
    """The add gate."""
    return Distribute(signs)


def swap_and_scale() -> SwapAndScale:
    """The mul gate."""
    return SwapAndScale()


def local_derivative(formula: str, **texts: str | None) -> LocalDerivative:
    """A smooth gate; derivatives not given are the ones that sympy found for the formula.

    An operand of which the text is None must not depend on what is differentiated by.
    """
    return LocalDerivative(formula, tuple(texts.items()))


def route(ties: str = "split", **conditions: str) -> Route:
    """The max gate."""
    return Route(tuple(conditions.items()), ties)


def reduce(back: str) -> Transposed:
    """A sum over axes; its reverse spreads."""
    return Transposed(back, "reduce")


def spread(back: str) -> Transposed:
    """A repetition along axes; its reverse sums."""
    return Transposed(back, "spread")


def reshape(back: str) -> Transposed:
    """A rearrangement; its reverse is the inverse rearrangement."""
    return Transposed(back, "reshape")


def linear(back: str, operand: int = 0) -> Transposed:
    """A linear gate with its transpose."""
    return Transposed(back, "linear", operand)


def bilinear(x: str, y: str) -> Bilinear:
    """A product that is linear in each operand."""
    return Bilinear(x, y)


def blocked(reason: str) -> Blocked:
    """A gate through which nothing flows."""
    return Blocked(reason)


def custom(
    pull: Callable[[Place, int, Atom], Atom | None],
    push: Callable[[Place, Mapping[int, Atom]], Atom | None],
    word: str = "custom",
) -> Custom:
    """A gate written out."""
    return Custom(pull, push, word)

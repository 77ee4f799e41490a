"""The intermediate representation: structured SSA, frozen, four kinds of operation.

    function  = name, params, captures, body
    block     = params, ops, yields             params are the phis; nothing else is
    op        = Apply (gate, args, attrs)       -> out      one gate
              | Call  (routine, args)           -> out...   a user function kept apart
              | If    (cond, then, orelse)      -> out...   both blocks yield the same number
              | For   (over, init, body)        -> finals..., collected...
    atom      = Value | Const | UNDEF

A Value is one stage of the computation and is bound exactly once. A loop walks the
sequences `over` in step: the parameters of its body are one item of each, then the carried
values; it yields the next carried values, then the values to collect. Collected sequences
are aligned with the items, not with time, so a loop that runs `backwards` collects in the
order of the items too.

A loop may end before its sequences do. A gate `proceed(cond)` at the top level of its body
ends it, with the carried values of that round as they came in, where the condition is false;
with no sequence at all that is `while cond`. A loop that `stops` yields one flag more, the
last: after a round that yields True there, no other begins.

A function that calls itself is a Routine, one program for all its calls. What its forward
part keeps for its backward part is one argument or result of a call, and one parameter or
yield of the program for each value in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeGuard, TypeVar

from adcompiler.ir.types import Type, is_iterator
from adcompiler.source import NOWHERE, Span

T = TypeVar("T")


class Gate(Protocol):
    """What the IR needs to know of a gate; the rule table implements it."""

    @property
    def name(self) -> str: ...
    @property
    def pure(self) -> bool: ...

    def result(self, args: tuple[Atom, ...], attrs: Attrs, span: Span) -> Type:
        """Return the type of the result, or refuse the operands."""
        ...


@dataclass(eq=False)
class Value:
    """One stage: a name that is bound exactly once.

    `name` is what it would like to be called; `stated` tells that the user (or the
    derivative of the user's name) gave that name, so it gets a line of its own. Both are
    hints for the printer, and the pass that makes a stage may still set them.
    """

    name: str
    type: Type
    span: Span = NOWHERE
    stated: bool = False

    def __repr__(self) -> str:
        return f"%{self.name or '_'}.{id(self) % 9973}"


@dataclass(frozen=True)
class Const:
    """A literal or a compile-time constant."""

    value: Any


@dataclass(frozen=True)
class Undef:
    """A variable that has no value on this path."""


@dataclass(frozen=True, eq=False)
class Struct:
    """A tuple, list, dict or object put together of parts: atoms, or slots in a result."""

    kind: str
    items: tuple[Any, ...]
    keys: tuple[object, ...] = ()
    cls: type | None = None


UNDEF = Undef()
Atom = Value | Const | Undef
Attrs = Mapping[str, Any]


@dataclass(frozen=True)
class Slot:
    """Inside attrs: the place of a run-time operand, `args[index]`."""

    index: int


@dataclass(frozen=True)
class Path:
    """An index into lists inside lists: `x[i][j]`."""

    parts: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Apply:
    """One gate applied to atoms; `attrs` are its static keyword arguments."""

    gate: Any
    args: tuple[Atom, ...]
    attrs: Attrs
    out: Value
    span: Span = NOWHERE


@dataclass(frozen=True, eq=False)
class If:
    """A two-way branch; both blocks have no parameters and yield one atom for each out.

    With `catches` it is a try: the first block runs, and where one of these exceptions
    leaves it, the second runs instead. Its condition is then without meaning, and its first
    result tells whether the first block went well, if the second can come to its end.

    With `within` it is a with block: the condition is the manager, the first block runs
    inside it, the second never runs.
    """

    cond: Atom
    then: Block
    orelse: Block
    out: tuple[Value, ...]
    span: Span = NOWHERE
    ternary: bool = False  # written as a conditional expression
    catches: tuple[type, ...] = ()
    within: bool = False


@dataclass(frozen=True, eq=False)
class For:
    """A counted loop over sequences walked in step."""

    over: tuple[Atom, ...]
    init: tuple[Atom, ...]
    body: Block
    out: tuple[Value, ...]
    backwards: bool = False
    span: Span = NOWHERE
    stops: bool = False

    @property
    def early(self) -> bool:
        """Whether the number of rounds is known only after the loop."""
        if self.stops or not self.over or self.takes:
            return True
        return any(is_proceed(op) for op in self.body.ops)

    @property
    def takes(self) -> bool:
        """Whether the loop takes items out of an iterator, which are not there again."""
        return any(isinstance(a, Value) and is_iterator(a.type) for a in self.over)

    @property
    def items(self) -> tuple[Value, ...]:
        """The parameters that are items of `over`."""
        return self.body.params[: len(self.over)]

    @property
    def carried(self) -> tuple[Value, ...]:
        """The parameters that are carried from one iteration to the next."""
        return self.body.params[len(self.over) :]

    @property
    def finals(self) -> tuple[Value, ...]:
        """The results that are the last carried values."""
        return self.out[: len(self.init)]

    @property
    def collected(self) -> tuple[Value, ...]:
        """The results that are sequences, one item per iteration."""
        return self.out[len(self.init) :]

    @property
    def nexts(self) -> tuple[Atom, ...]:
        """The yields that are the carried values of the next iteration."""
        return self.body.yields[: len(self.init)]

    @property
    def gathered(self) -> tuple[Atom, ...]:
        """The yields that are collected."""
        return self.body.yields[len(self.init) : len(self.out)]

    @property
    def stop(self) -> tuple[Atom, ...]:
        """The flag that ends the loop, in a tuple that is empty if there is none."""
        return self.body.yields[-1:] if self.stops else ()


@dataclass(eq=False)
class Routine:
    """A user function kept apart; `function` is set when its body, which may call it, is built.

    `takes` and `gives` tell for each argument and result of a call whether it is one value
    (None) or a tuple of so many. Of one that runs `again`, nothing is kept but the arguments:
    its backward part begins with its forward part, or with the same program `unfolded`.
    """

    name: str
    takes: tuple[int | None, ...] = ()
    gives: tuple[int | None, ...] = ()
    function: Function | None = None
    again: bool = False
    unfolded: Function | None = None

    @property
    def program(self) -> Function:
        """The program, once it is built."""
        assert self.function is not None, self.name
        return self.function

    def taken(self) -> list[tuple[Value, ...]]:
        """Return the parameters that each argument of a call is bound to."""
        return grouped(self.program.params, self.takes)

    def given(self) -> list[tuple[Atom, ...]]:
        """Return the yields that each result of a call is made of."""
        return grouped(self.program.body.yields, self.gives)


def grouped(values: tuple[T, ...], sizes: tuple[int | None, ...]) -> list[tuple[T, ...]]:
    """Return the values in groups: of one where the size is None."""
    found, at = [], 0
    for size in sizes:
        step = 1 if size is None else size
        found.append(values[at : at + step])
        at += step
    return found


@dataclass(frozen=True, eq=False)
class Call:
    """A routine called."""

    routine: Routine
    args: tuple[Atom, ...]
    out: tuple[Value, ...]
    span: Span = NOWHERE


@dataclass(eq=False, repr=False)
class Rule:
    """The derivative of a custom gate, as programs over its operands.

    `wrt` are the operands that get adjoints. The forward program gives the result, then what
    the backward one takes before the adjoint of the result. The tangent program takes all
    operands, then tangents of those in `wrt`, and gives the result and its tangent.

    A block that looks at an adjoint has no function; its backward program `changes` it or not.
    """

    name: str
    wrt: tuple[int, ...]
    forward: Function | None = None
    backward: Function | None = None
    tangent: Function | None = None
    function: Any = None  # what is called where no derivative is wanted; the identity if None
    count: int = 0  # of its arguments; the operands after these are what the programs read
    options: tuple[int, ...] = ()  # operands by which nobody may differentiate
    changes: bool = True
    repeated: bool = False  # called at several places: large programs are functions
    routines: dict[str, Routine] = field(default_factory=dict)


Op = Apply | Call | If | For

Maker = TypeVar("Maker")


def made_by(made: Mapping[Value, Maker], atom: object) -> Maker | None:
    """Return the operation that made an atom, None for a constant or what came from outside."""
    return made.get(atom) if isinstance(atom, Value) else None


def is_proceed(op: Op) -> TypeGuard[Apply]:
    """Tell whether the operation is the gate that lets a loop go on."""
    return isinstance(op, Apply) and op.gate.name == "proceed"


@dataclass(frozen=True, eq=False)
class Block:
    """A straight list of operations."""

    params: tuple[Value, ...]
    ops: tuple[Op, ...]
    yields: tuple[Atom, ...]


@dataclass(frozen=True, eq=False)
class Capture:
    """A value read live from the user's globals or closure.

    `where` is the Python expression that reads it; `holder` the object behind its first
    name where that name is not one of the user's function.
    """

    value: Value
    name: str
    holder: Any = None
    path: str = ""
    place: Any = None  # where in a container it is, or that the program writes to it


@dataclass(frozen=True, eq=False)
class Function:
    """A program: parameters, values captured from outside, and one block.

    `result` describes how the yields are packed into what is returned: a tree of
    `Slot(i)` inside tuples, lists, dicts; the yields in `fresh` must be memory that nobody
    else can see.
    """

    name: str
    params: tuple[Value, ...]
    body: Block
    result: Any
    captures: tuple[Capture, ...] = ()
    fresh: tuple[int, ...] = ()

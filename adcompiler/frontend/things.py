"""What names stand for while a program is built, besides stages and structures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adcompiler.errors import CompileError
from adcompiler.frontend.capture import Captured
from adcompiler.ir.nodes import Const, Struct, Undef, Value

if TYPE_CHECKING:
    from adcompiler.frontend.scope import Scope


@dataclass(frozen=True, eq=False)
class Static:
    """An object known at compile time: a module, function, type; guarded by identity."""

    value: Any


@dataclass(frozen=True, eq=False)
class Inner:
    """A function defined inside the program, with the variables around it."""

    captured: Captured
    scope: Scope
    defaults: tuple[Thing, ...] = ()
    keyword_defaults: Mapping[str, Thing] = field(default_factory=dict)
    within: Mapping[str, Any] = field(default_factory=dict)  # names of comprehensions around it


@dataclass(frozen=True, eq=False)
class Method:
    """A method of a stage, about to be called."""

    receiver: Thing
    name: str


@dataclass(frozen=True, eq=False)
class Cell:
    """A variable that an inner function rebinds; a key among the variables of every scope."""

    name: str


@dataclass(frozen=True, eq=False)
class Outer(Cell):
    """A variable outside that the program writes to: an attribute, an entry, a global."""

    holder: Any
    key: Any
    how: str  # "attribute" or "item"
    word: str = ""  # what the holder is called in the text

    def read(self) -> Any:
        """Return the value that the place has now."""
        return self.holder[self.key] if self.how == "item" else getattr(self.holder, self.key)


@dataclass(frozen=True, eq=False)
class Choice:
    """What an array is that is one of two, by a condition: None for one of its own.

    With what each contained when the array was last read.
    """

    test: Value
    sides: tuple[Value | None, Value | None]
    stamps: tuple[Thing, Thing]


class ByIndex(Exception):
    """A loop of the program writes to what it walks: it is built over the places of that."""

    def __init__(self, key: Any) -> None:
        super().__init__()
        self.key = key


class TooEarly(Exception):
    """A generator cannot be walked at once, before the body of the loop over it runs.

    Nor can an object with `__next__`, which is asked each round: `asked`.
    """

    def __init__(self, refusal: CompileError, asked: bool = False) -> None:
        super().__init__()
        self.refusal, self.asked = refusal, asked


@dataclass(frozen=True, eq=False)
class Bound:
    """A function of the user's with its first argument, or several, given."""

    function: Any
    receiver: Thing
    args: tuple[Thing, ...] = ()
    keywords: Mapping[str, Thing] = field(default_factory=dict)


YES, NO = Const(True), Const(False)  # what is known of a flag
ONE_KIND = "let it be of one kind on every path"


@dataclass(frozen=True, eq=False)
class Conflict:
    """A variable whose values on two paths do not fit together; an error once it is read.

    `again` names the try that is built step by step instead, if there is one; where `flag`
    holds, nothing failed and the variable is `whole`.
    """

    why: str
    again: Any = None
    flag: Value | None = None
    whole: Any = None


class SeenInside(Exception):
    """A loop rebinds variables that the generator it walks may see: they are shared from the start.

    `found` holds each with the function that it belongs to.
    """

    def __init__(self, found: frozenset[Any]) -> None:
        super().__init__()
        self.found = found


class Stepwise(Exception):
    """A variable is read that a failed part of a try has changed: that try goes step by step."""

    def __init__(self, key: Any) -> None:
        self.key = key


def settle(thing: Thing) -> None:
    """Begin again if what is about to be read can be had by building a try step by step."""
    if isinstance(thing, Conflict) and thing.again is not None:
        raise Stepwise(thing.again)


@dataclass(frozen=True, eq=False)
class Spread:
    """Among the arguments of a call: all items of a sequence, as many as the run finds in it."""

    items: Thing


Thing = Value | Const | Undef | Static | Struct | Inner | Method | Bound | Conflict | Spread

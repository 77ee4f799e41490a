"""`gradient.stored(*args)`: what a gradient keeps of the forward sweep for these arguments."""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from adcompiler.analysis.stored import Kept, kept
from adcompiler.backend.emit import Text, emit
from adcompiler.backend.load import load, to_function
from adcompiler.backend.printer import to_source
from adcompiler.ir.nodes import Block, Function, Op, Slot, Struct, Value
from adcompiler.ir.walk import all_ops, operands, outputs
from adcompiler.optimise.dead import dead
from adcompiler.records import attributes, is_record
from adcompiler.signature import type_of_value

if TYPE_CHECKING:
    from adcompiler.compiled import State


@dataclass(frozen=True)
class Saved:
    """One value that is kept from the forward to the backward sweep."""

    name: str
    bytes: int
    line: str  # of the backward sweep, the first that reads it
    statement: str  # of the program, whose derivative that line is part of
    why: str

    def __str__(self) -> str:
        of = f"  # {self.statement}" if self.statement else ""
        return f"{self.name}: {self.bytes:,} bytes; {self.why}\n    {self.line}{of}"


class Stored(tuple[Saved, ...]):
    """All that is kept, the largest first; it prints as a list with its sum."""

    __slots__ = ()

    @property
    def bytes(self) -> int:
        """The sum of the bytes; memory that two values share is counted once."""
        return sum(one.bytes for one in self)

    def __str__(self) -> str:
        head = f"{self.bytes:,} bytes in {len(self)} value{'' if len(self) == 1 else 's'}"
        return "\n".join([head, *map(str, self)])

    __repr__ = __str__


def stored(state: State, values: Sequence[Any]) -> Stored:
    """Run the forward sweep on these arguments and measure what it keeps."""
    found = {
        p.name: type_of_value(v, p.name)
        for p, v in zip(state.parameters, values, strict=True)
        if p.name not in state.extras
    }
    _, fn = state.program(found)
    text = emit(fn, state.arguments())
    rows = [row for row in kept(fn) if row.value not in text.inlined]
    given = copy.deepcopy(list(values))
    results = _run(state, fn, rows, given) if rows else ()
    seen = {id(_owner(a)) for a in _arrays(given)}
    saved = []
    for row, value in zip(rows, results, strict=True):
        line, statement = _line(row.reader, fn, text)
        name = text.called.get(row.value) or row.value.name
        saved.append(Saved(name, _size(value, seen), line, statement, row.why))
    return Stored(sorted((s for s in saved if s.bytes), key=lambda s: -s.bytes))


def _run(state: State, fn: Function, rows: Sequence[Kept], values: list[Any]) -> Any:
    """Return the values that are kept, as the forward sweep makes them."""
    slots = Struct("tuple", tuple(Slot(k) for k in range(len(rows))))
    body = Block((), fn.body.ops, tuple(row.value for row in rows))
    only = dead(replace(fn, name=f"{fn.name}_stored", body=body, result=slots, fresh=()))
    text = emit(only, state.arguments(), reserved=state.home.__code__.co_freevars)
    return state.called(to_function(load(text, state.home), state.home), values)


def _line(op: Op | None, fn: Function, text: Text) -> tuple[str, str]:
    """Return the line of the text that an operation is in, and the program's statement."""
    readers: dict[Value, Op] = {}
    for one in all_ops(fn.body):
        for atom in operands(one):
            if isinstance(atom, Value):
                readers.setdefault(atom, one)
    statement = op.span.statement if op is not None else None
    while op is not None and op not in text.lines:
        op = next((readers[v] for v in outputs(op) if v in readers), None)
    words = statement.text if statement is not None else ""
    if op is None:
        return "", words
    line = text.lines[op]
    if isinstance(line, ast.For | ast.While | ast.If):
        line = copy.copy(line)
        line.body, line.orelse = [ast.Pass()], []
    written = to_source(ast.Module([line], [])).strip().removesuffix("pass").strip()
    return " ".join(written.split()), words


def _arrays(value: Any) -> Iterator[np.ndarray]:
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        yield from _arrays(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _arrays(item)
    elif is_record(type(value)):
        yield from _arrays(attributes(value))


def _owner(array: np.ndarray) -> Any:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _size(value: Any, seen: set[int]) -> int:
    """Return the bytes of a value and of what it holds that has not been seen yet."""
    if isinstance(value, np.ndarray):
        owner = _owner(value)
        if id(owner) in seen:
            return 0
        seen.add(id(owner))
        return int(owner.nbytes)
    if value is None or id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, list | tuple):
        return sys.getsizeof(value) + sum(_size(item, seen) for item in value)
    if isinstance(value, dict):
        return sys.getsizeof(value) + sum(_size(item, seen) for item in value.values())
    return sys.getsizeof(value)

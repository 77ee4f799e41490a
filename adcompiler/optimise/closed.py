"""Replace straight runs of arithmetic on scalars by closed forms that cost less.

Before: `dx = -1.0 + 0.2 * x + -6.0 * (x * x) + 12.0 * x**3`.
After: `dx = x * (x * (12.0 * x - 6.0) + 0.2) - 1.0`. Lines of the program itself stay as they
are where their values are wanted or where they may raise; see `trials` for what is good enough.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from adcompiler.analysis.signs import signed
from adcompiler.gates import core, gate
from adcompiler.gates.domains import may_lack_value
from adcompiler.gates.remembered import recalled
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Block, Const, For, Function, If, Op, Value
from adcompiler.ir.types import Scalar
from adcompiler.ir.walk import (
    all_ops,
    free_of_op,
    look,
    outputs,
    rewrite_blocks,
    substitute,
)
from adcompiler.optimise.straight import (
    SAME,
    WORD_OF,
    WORDS,
    Line,
    Operand,
    Straight,
    literal,
    needed,
    shown,
)

FORMAT = 1
SHORTEST, LONGEST = 2, 120  # gates in a run
MOST_INPUTS = 10
MOST_TRIED = 8
_ASKING = threading.Lock()  # neither sympy nor mpmath is made for threads
QUIET = (core.load, core.item)  # what may be moved before a run that does not raise


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a run must know of the program that it is in."""

    made: dict[Value, Op]  # what makes each value; of the items of a loop, the loop
    values: set[Atom]  # what is returned beside the derivatives
    signed: set[Value]  # of whose zeros the sign matters


def closed_forms(fn: Function) -> Function:
    """Return the program with runs of scalar arithmetic in closed form where that costs less."""
    made: dict[Value, Op] = {}
    for op in all_ops(fn.body):
        made.update(dict.fromkeys(op.items if isinstance(op, For) else outputs(op), op))
    values = {a for k, a in enumerate(fn.body.yields) if k not in fn.fresh}
    return replace(fn, body=_block(fn.body, Surroundings(made, values, signed(fn))))


def _block(block: Block, around: Surroundings) -> Block:
    """Return a block, and those inside it but for a try's, with its runs in closed form."""
    ops: list[Op] = []
    env: dict[Value, Atom] = {}
    parts = list(_parts(block.ops, around.made))
    for k, (run, between) in enumerate(parts):
        if run:
            after = [op for r, b in parts[k + 1 :] for op in (*r, *b)]
            wanted = {*block.yields, *(v for op in after for v in free_of_op(op))}
            ops += _closed(run, wanted, around, env)
        for op in between:
            if not (isinstance(op, If) and (op.catches or op.within)):
                op = rewrite_blocks(op, lambda inner: _block(inner, around))
            ops.append(op)
    found = tuple(substitute(op, env) for op in ops)
    return Block(block.params, found, tuple(look(env, a) for a in block.yields))


def _parts(ops: tuple[Op, ...], made: dict[Value, Op]) -> Iterator[tuple[list[Apply], list[Op]]]:
    """Yield runs and what stands between them; a read that a run does not feed goes before it."""
    run: list[Apply] = []
    moved: list[Op] = []
    for op in ops:
        if isinstance(op, Apply) and _is_scalar(op):
            run.append(op)
            continue
        quiet = isinstance(op, Apply) and op.gate.function in QUIET
        bound = {o.out for o in run}
        if quiet and bound.isdisjoint(free_of_op(op)):
            if not any(may_lack_value(o, made) for o in run):
                moved.append(op)
                continue
        if moved:
            yield [], moved
        if run:
            yield run, []
        yield [], [op]
        run, moved = [], []
    if moved:
        yield [], moved
    if run:
        yield run, []


def _is_scalar(op: Apply) -> bool:
    """Tell whether the operation is arithmetic on double precision numbers."""
    function = op.gate.function
    if function not in WORD_OF or op.attrs or not _is_double(op.out):
        return False
    if function is WORDS["**"]:
        exponent = op.args[1]
        if not isinstance(exponent, Const) or not isinstance(exponent.value, int | float):
            return False
        if Fraction(exponent.value).denominator > 8 or abs(exponent.value) > 64:
            return False
    return all(_is_double(a) for a in op.args)


def _is_double(atom: Atom) -> bool:
    if isinstance(atom, Const):
        return type(atom.value) in (int, float) and abs(atom.value) < float("inf")
    type_ = type_of(atom)
    return isinstance(type_, Scalar) and type_.kind == "float" and type_.dtype in (None, "float64")


@dataclass(eq=False)
class Naming:
    """The names of values in the lines of a run."""

    names: dict[Value, str] = field(default_factory=dict)
    values: dict[str, Atom] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)

    def operand(self, atom: Atom) -> Operand:
        """Return a value or literal as an operand; what no line makes is an input."""
        if isinstance(atom, Const):
            return atom.value
        assert isinstance(atom, Value)
        if atom not in self.names:
            name = self.bind(atom, f"a{len(self.inputs)}")
            type_ = atom.type
            self.inputs[name] = (type_.dtype if isinstance(type_, Scalar) else "") or "float"
        return self.names[atom]

    def bind(self, value: Value, name: str) -> str:
        """Give a value a name."""
        self.names[value], self.values[name] = name, value
        return name


def _closed(
    run: list[Apply], wanted: set[Atom], around: Surroundings, env: dict[Value, Atom]
) -> list[Op]:
    """Return operations for a run: its closed form if one is better, else the run."""
    if not SHORTEST <= len(run) <= LONGEST:
        return [*run]
    naming = Naming()
    lines: list[Line] = []
    for k, op in enumerate(run):
        args = tuple(map(naming.operand, op.args))
        lines.append(Line(naming.bind(op.out, f"v{k}"), WORD_OF[op.gate.function], args))
    stay = [
        op
        for op in run
        if op.out in around.values
        or (not op.span.derived and (op.out in wanted or may_lack_value(op, around.made)))
    ]
    asked = [op.out for op in run if op.out in wanted or op in stay]
    names = [naming.names[value] for value in asked]
    fixed = needed(lines, [naming.names[op.out] for op in stay])
    straight = Straight(
        naming.inputs,
        tuple(lines),
        tuple(names),
        frozenset(line.name for line in fixed),
        frozenset(naming.names[op.out] for op in run if op.out.stated),
        frozenset(naming.names[v] for v in asked if v not in around.signed),
    )
    if len(naming.inputs) > MOST_INPUTS or straight.fixed.issuperset(names):
        return [*run]
    found = _asked(straight)
    return [*run] if found is None else _spliced(run, found, naming, straight, env)


def _asked(run: Straight) -> list[Line] | None:
    """Return the better lines for a run, None if there are none; each run is asked for once."""
    key = {"run": run.text(), "format": FORMAT}
    found = recalled(key, lambda: _written(best_form(run)), lambda found: _fits(found, run))
    if found is None:
        return None
    return [Line(name, word, tuple(map(literal, args))) for name, word, args in found]


def best_form(run: Straight) -> tuple[Line, ...] | None:
    """Return the cheapest form of a run that is as good, None if none is cheaper."""
    from adcompiler.optimise.symbolic import forms
    from adcompiler.optimise.trials import Trials

    with _ASKING:
        proposed = forms(run)[:MOST_TRIED]
        if not proposed:
            return None
        trials = Trials(run)
        return next((lines for lines in proposed if trials.good(lines)), None)


def _written(lines: tuple[Line, ...] | None) -> Any:
    if lines is None:
        return None
    return [[n, w, [a if isinstance(a, str) else shown(a) for a in args]] for n, w, args in lines]


def _fits(found: Any, run: Straight) -> bool:
    """Tell whether what a file holds can be lines for a run."""
    known = set(run.inputs)
    for name, word, args in found or ():
        if word not in (*WORDS, SAME) or not isinstance(name, str):
            return False
        if any(a.partition(" ")[0] not in (*known, "float", "int") for a in args):
            return False
        known.add(name)
    return found is None or known.issuperset(run.wanted)


def _spliced(
    run: list[Apply],
    lines: list[Line],
    naming: Naming,
    straight: Straight,
    env: dict[Value, Atom],
) -> list[Op]:
    """Return the lines as operations; one that is as it was is the same operation."""
    old = dict(zip(straight.lines, run, strict=True))
    home = {naming.names[op.out]: op for op in run}
    readers = {a: line.name for line in reversed(lines) for a in line.args if isinstance(a, str)}
    ops: list[Op] = []
    same: dict[Value, Atom] = {}
    for line in lines:
        name, word, args = line
        if line in old:
            ops.append(old[line])
            continue
        atoms = tuple(naming.values[a] if isinstance(a, str) else Const(a) for a in args)
        place = name
        while place not in home:
            place = readers[place]
        like = home[place]
        if word == SAME:
            if like.out.stated:
                ops.append(replace(like, gate=gate(core.named), args=atoms))
            else:
                same[like.out] = naming.values[name] = atoms[0]
            continue
        applied = gate(WORDS[word])
        type_ = applied.result(atoms, {}, like.span)
        if name in home:
            out = like.out
            if out.type != type_:
                return [*run]
        else:
            out = Value("", type_, like.span)
            naming.values[name] = out
        ops.append(Apply(applied, atoms, {}, out, like.span))
    env.update(same)
    return ops

"""Functions kept apart as routines: those that call themselves, large ones called repeatedly.

Any other call is built in place. A call inside a body being built, with arguments of the same
outline, is a recursion. Where a literal changes from level to level (`power(x, 3)`) a few
levels are written out; otherwise the outermost of these calls is built again as a routine,
whose parameters are the numbers and arrays among its arguments. What it returns is found from
the paths that do not recurse, then refined until the types hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    flow,
    memory,
    shaped,
    sharing,
    sizes,
    statements,
    steps,
)
from adcompiler.frontend.kept import Kept
from adcompiler.frontend.scope import Cell, Scope, Thing
from adcompiler.frontend.sharing import may_show, overlaps
from adcompiler.frontend.state import State
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Block, Call, Op, Routine, Value
from adcompiler.ir.routines import function, routines, unique
from adcompiler.ir.types import (
    NOTHING,
    Dim,
    Type,
    depth,
    join,
)
from adcompiler.ir.walk import free, rewrite_blocks, substitute_block

MAX_DEPTH = 40
MAX_ROUNDS = 12
WRITTEN_OUT = 6  # levels of a recursion on literals
MOST_CALLS = 20


class Recurses(Exception):
    """A call being built in place turns out to recurse: it must be a routine."""

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self.frame = frame


@dataclass(eq=False)
class Frame:
    """A call whose body is being built, or a routine that is finished."""

    code: Any
    key: Any
    numbers: tuple[Any, ...]
    calls: int = 0
    depth: int = 0  # of the program around the routine
    arguments: set[Any] = field(default_factory=set)  # what its parameters stand for
    routine: Routine | None = None
    shape: dict[str, Any] = field(default_factory=dict)  # parameter -> argument, with slots
    types: list[Type] = field(default_factory=list)
    result: Any = None
    first: Any = None  # the result as the first round found it
    given: list[Type] = field(default_factory=list)
    extras: list[Value] = field(default_factory=list)
    kept: Kept | None = None  # the parts of its result that hold others of their kind
    wider: bool = False
    shares: bool = False  # what it returns may show memory of its arguments
    overlaps: bool = False  # parts of what it returns may share memory
    tainted: bool = False  # calls a routine of which not everything is known yet
    literals: bool = False  # numbers among the arguments stay what they are
    word: str = "a function that calls itself and"
    backward: bool = False  # a block that runs in the backward sweep


def body(scope: Scope, code: Any, large: bool = False) -> Thing:
    """Append the body of a function whose parameters are bound; return what it returns.

    A large one is kept apart if nothing is lost by it: it writes to nothing around it, and
    the literals that it is called with stay literals.
    """
    program = scope.program
    things = {k: shaped.whole(scope, v) for k, v in scope.env.items() if isinstance(k, str)}
    if (
        large
        and (code, None) not in program.routines
        and all(f.code is not code for f in program.calls)
    ):
        done = _kept_apart(scope, code, things)
        if done is not None:
            return done
    numbers: list[Any] = []
    key = (id(scope.outer), *((k, shaped.outline(v, numbers)) for k, v in things.items()))
    running = [f for f in program.calls if f.code is code and f.key == key]
    for frame in reversed(running):
        if frame.routine is not None:
            return _again(scope, frame, things)
    known = program.routines.get((code, key))
    if known is not None and _fits(scope, known, things):
        return _again(scope, known, things)
    if running:
        running[0].calls += 1
        if (
            tuple(numbers) in [f.numbers for f in running]
            or len(running) >= WRITTEN_OUT
            or running[0].calls >= MOST_CALLS
        ):
            raise Recurses(running[0])
    if len(program.calls) > MAX_DEPTH:
        raise refuse(
            "AD501",
            "calls nested too deeply",
            program.b.span,
            "a function that calls itself with arguments of another kind each time",
            "write it as a loop",
        )
    frame = Frame(code, key, tuple(numbers))
    saved = State(scope)
    program.calls.append(frame)
    try:
        return statements.body(scope, scope.captured.body)
    except Recurses as found:
        if found.frame is not frame:
            raise
        saved.restore()
        return _apart(scope, frame, things, saved)
    finally:
        program.calls.pop()


def _kept_apart(scope: Scope, code: Any, things: dict[str, Thing]) -> Thing | None:
    """Append the call of a large function, None where it is better built in place."""
    program = scope.program
    literals: list[Any] = []
    outlines = tuple((k, shaped.outline(v, literals)) for k, v in things.items())
    key = (id(scope.outer), outlines, tuple((type(v), repr(v)) for v in literals))
    known = program.routines.get((code, key))
    if known is not None and _fits(scope, known, things):
        return _again(scope, known, things)
    frame = Frame(code, key, (), literals=True)
    saved = State(scope)
    program.calls.append(frame)
    try:
        return _apart(scope, frame, things, saved)
    except (CompileError, Recurses):
        saved.restore()
        program.routines[code, None] = frame  # not tried again
        return None
    finally:
        program.calls.pop()


def _apart(scope: Scope, frame: Frame, things: dict[str, Thing], saved: State) -> Thing:
    """Build a function as a routine and append the call of it."""
    program, b = scope.program, scope.program.b
    word = getattr(scope.captured.node, "name", "recursion")
    frame.routine = Routine(word)
    _check_defaults(scope, *scope.env.values())
    leaves: list[tuple[str, Atom]] = []
    frame.shape = {
        name: shaped.slots(name, thing, leaves, frame.literals) for name, thing in things.items()
    }
    frame.types = [shaped.bare(type_of(a)) for _, a in leaves]
    frame.depth = b.depth
    params, block = _found(scope, frame, [name for name, _ in leaves], saved)
    saved.restore()
    _finish(scope, frame, params, block)
    if frame.literals and any(not _is_captured(scope, v) for v in frame.extras):
        raise Recurses(frame)
    if not frame.tainted:
        program.routines[frame.code, frame.key] = frame
    return _again(scope, frame, things)


def _found(scope: Scope, frame: Frame, names: list[str], saved: State) -> tuple[list[Value], Block]:
    """Build the body of a routine; what it returns may hold tuples of its own kind."""
    plain: tuple[list[Value], Block] | None = None
    refusal: CompileError | None = None
    try:
        plain = _settled(scope, frame, names, saved)
    except CompileError as error:
        refusal = error
    sure = plain is not None and all(depth(t) is not None for t in frame.given)
    for kept in () if sure else Kept.ways(frame.first):
        known = {f.name: getattr(frame, f.name) for f in fields(frame)}
        frame.types = [*frame.types]
        frame.kept, frame.result, frame.given, frame.tainted = kept, None, [], False
        try:
            return _settled(scope, frame, names, saved)
        except CompileError:
            for name, value in known.items():
                setattr(frame, name, value)
    if plain is None:
        assert refusal is not None
        raise refusal
    return plain


def _settled(
    scope: Scope, frame: Frame, names: list[str], saved: State
) -> tuple[list[Value], Block]:
    """Build the body of a routine until the types of what it returns hold."""
    program, b = scope.program, scope.program.b
    assert frame.routine is not None
    word = frame.routine.name
    for turn in range(MAX_ROUNDS):
        saved.restore()
        frame.wider = False
        params = [Value(name, t, b.span, True) for name, t in zip(names, frame.types, strict=True)]
        with b.block() as ops:
            for value in params:
                b.place(value)
            scope.env.update({k: shaped.filled(scope, s, params) for k, s in frame.shape.items()})
            before = dict(scope.env)
            frame.arguments = shaped.roots(before)
            with steps.stepping(program, None):
                returned = statements.body(scope, scope.captured.body)
            shares = may_show(scope, returned, frame.arguments, frame.depth)
            alike = overlaps(scope, returned)
            _check_defaults(scope, returned)
            thing = shaped.whole(scope, returned, frame.kept is not None)
            if frame.kept is not None:
                thing = frame.kept.folded(scope, thing, turn)
                frame.wider = frame.wider or frame.kept.changed
            check_cells(scope, before, "a function that calls itself and")
        found: list[tuple[str, Atom]] = []
        result = shaped.slots(word, thing, found)
        types = [NOTHING if a is UNDEF else shaped.bare(type_of(a)) for _, a in found]
        if (shares or alike) and frame.literals:
            raise Recurses(frame)  # built in place, it is known what is whose
        known = frame.shares is shares and frame.overlaps is alike
        if frame.result is None:
            frame.first = result
        if frame.result is None or frame.wider or not known:
            frame.shares, frame.overlaps = shares, alike
            frame.result, frame.given = result, types
            continue
        if not shaped.same_structure(result, frame.result) or len(types) != len(frame.given):
            raise refuse(
                "AD501",
                f"{word!r} calls itself and returns values of different kinds",
                b.span,
                "not the same structure on every path",
            )
        wider = [join(x, y) for x, y in zip(frame.given, types, strict=True)]
        if wider == frame.given and not frame.wider:
            return params, Block((), tuple(ops), tuple(a for _, a in found))
        frame.given = wider
    raise refuse("AD501", f"{word!r} calls itself with ever other types", b.span)


def _finish(scope: Scope, frame: Frame, params: list[Value], block: Block) -> None:
    """Put the routine together; what it reads from around it becomes parameters."""
    routine = frame.routine
    assert routine is not None
    frame.extras = [v for v in free(block) if v not in params]
    twins = [Value(v.name or "outer", v.type, v.span, True) for v in frame.extras]
    block = _handed_on(block, routine, twins)
    block = substitute_block(block, dict(zip(frame.extras, twins, strict=True)))
    routine.takes = (None,) * (len(params) + len(twins))
    routine.gives = (None,) * len(block.yields)
    routine.function = function(routine, unique([*params, *twins]), block)
    others = [r for r in routines(routine.program) if r is not routine]
    if twins and any(_calls(r.program.body, routine) for r in others):
        raise refuse(
            "AD501",
            "functions that call one another and read variables around them",
            scope.program.b.span,
            hint="pass the variables as arguments",
        )


def _handed_on(block: Block, routine: Routine, twins: list[Value]) -> Block:
    """Return the block with what is read from around handed on in each call of the routine."""
    ops: list[Op] = []
    for op in block.ops:
        if isinstance(op, Call) and op.routine is routine:
            op = replace(op, args=(*op.args, *twins))
        ops.append(rewrite_blocks(op, lambda inner: _handed_on(inner, routine, twins)))
    return replace(block, ops=tuple(ops))


def _calls(block: Block, routine: Routine) -> bool:
    from adcompiler.ir.walk import all_ops

    return any(isinstance(op, Call) and op.routine is routine for op in all_ops(block))


def _again(scope: Scope, frame: Frame, things: dict[str, Thing]) -> Thing:
    """Append a call of a routine, finished or being built."""
    routine, b, running = frame.routine, scope.program.b, scope.program.calls
    assert routine is not None
    if routine.function is None:
        for inner in running[running.index(frame) + 1 :]:
            inner.tainted = True
    leaves: list[tuple[str, Atom]] = []
    for name, thing in things.items():
        shaped.slots(name, thing, leaves, frame.literals)
    args = [a for _, a in leaves]
    known_sizes: dict[str, Dim] = {}
    for k, atom in enumerate(args):
        wider = join(frame.types[k], shaped.bare(type_of(atom)))
        if wider != frame.types[k]:
            frame.types[k], frame.wider = wider, True
        sizes.match(wider, type_of(atom), known_sizes)
    if frame.result is None:
        raise flow.Unreached
    out = [b.value(sizes.instance(t, known_sizes)) for t in frame.given]
    b.call(routine, [*args, *frame.extras], out)
    sharing.note(scope, out, args, frame.shares, frame.overlaps)
    return shaped.filled(scope, frame.result, out)


def _fits(scope: Scope, frame: Frame, things: dict[str, Thing]) -> bool:
    """Tell whether a finished routine can be called with these arguments as well."""
    leaves: list[tuple[str, Atom]] = []
    for name, thing in things.items():
        shaped.slots(name, thing, leaves, frame.literals)
    pairs = zip(frame.types, (shaped.bare(type_of(a)) for _, a in leaves), strict=True)
    again = all(_is_captured(scope, v) for v in frame.extras)
    return again and all(join(x, y) == x for x, y in pairs)


def _is_captured(scope: Scope, value: Value) -> bool:
    """Tell whether a value is read from outside the program."""
    return any(c.value is value for c in scope.program.captures.values())


def check_cells(scope: Scope, before: dict[Any, Thing], word: str) -> None:
    """Refuse a part built apart that rebinds a variable around it."""
    for key, thing in scope.env.items():
        if isinstance(key, Cell) and thing is not before.get(key):
            raise refuse(
                "AD402",
                f"{word} rebinds {key.name!r} around it",
                scope.program.b.span,
                hint="return the new value instead",
            )


def _check_defaults(scope: Scope, *things: Thing) -> None:
    """Refuse a routine that is handed a dict that makes entries of its own, or returns one."""
    for thing in things:
        if any(part in scope.program.defaults for part in memory.reach(scope, thing)):
            raise refuse(
                "AD402",
                "a function that calls itself and takes or returns a defaultdict or Counter",
                scope.program.b.span,
                hint="pass a dict, and give a default where it is read: d.get(k, 0.0)",
            )
